// SPDX-License-Identifier: Apache-2.0
// Every study of datasets/mini against its closed form, and Heijungs & Suh with uncertainty against
// golden/textbook.json.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>

#include "host/run/run_study.hpp"
#include "tests/host/run/golden_models.hpp"

namespace plume::mini_models_test {
namespace {

using nlohmann::json;
using testing::scratch;

// standard errors; with some 200 comparisons a right program fails one run in a hundred seeds
constexpr double z = 4.0;

std::filesystem::path mini_folder() {
  return std::filesystem::path(PLUME_SOURCE_DIR) / "datasets" / "mini";
}

std::vector<std::string> mini_names() {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(mini_folder())) {
    if (std::filesystem::exists(entry.path() / "expected.json"))
      names.insert(entry.path().filename().string());
  }
  return {names.begin(), names.end()};
}

/// One output of a result beside what is expected of it; `stretch` is 1, or something else in the
/// sabotaged twin.
struct Comparison {
  const json& expected;
  const Summary& summary;
  const std::vector<double>& samples;

  bool agrees(double stretch) const {
    const double n = static_cast<double>(summary.count);
    const double sd = expected.at("sd").get<double>() * stretch;
    const double mean = expected.at("mean").get<double>() * stretch;
    if (sd == 0.0) return std::abs(summary.mean - mean) <= 1e-6 * std::abs(mean);
    if (std::abs(summary.mean - mean) > z * sd / std::sqrt(n)) return false;
    // Standard error of the standard deviation from the kurtosis: sd √((κ − 1) / 4n).
    const double kurtosis = expected.value("kurtosis", 3.0);
    if (std::abs(summary.sd - sd) > z * sd * std::sqrt((kurtosis - 1.0) / (4.0 * n))) return false;
    if (!expected.contains("quantiles")) return true;
    for (const auto& [level, value] : expected["quantiles"].items()) {
      // The count of samples below the true quantile is binomial: exact, whatever the density.
      const double p = std::stod(level), quantile = value.get<double>() * stretch;
      const auto below =
          std::count_if(samples.begin(), samples.end(), [&](double x) { return x <= quantile; });
      if (std::abs(static_cast<double>(below) - n * p) > z * std::sqrt(n * p * (1.0 - p)) + 1.0)
        return false;
    }
    return true;
  }
};

class MiniModel : public ::testing::TestWithParam<std::string> {};

TEST_P(MiniModel, GivesTheClosedForm) {
  const std::filesystem::path folder = mini_folder() / GetParam();
  const json expected = json::parse(std::ifstream(folder / "expected.json"));
  RunOptions options;
  options.device = "cpu";
  options.result_path = scratch("mini_" + GetParam() + ".h5");
  const RunReport report = run_study(folder / "study.toml", options);
  const ResultFile file(report.result_path);
  const OutputAxes& axes = report.header.axes;
  std::size_t compared = 0;
  for (const json& output : expected.at("outputs")) {
    for (std::size_t d = 0; d < axes.demands.size(); ++d) {
      for (std::size_t k = 0; k < axes.categories.size(); ++k) {
        if (axes.demands[d].name != output.at("demand") ||
            axes.categories[k].id != output.at("category"))
          continue;
        ++compared;
        SCOPED_TRACE(output.at("demand").get<std::string>() + ", " + axes.categories[k].id);
        const std::size_t i = d * axes.categories.size() + k;
        const double static_score = output.at("static").get<double>();
        EXPECT_NEAR(report.header.static_scores[i], static_score, 1e-12 * std::abs(static_score));
        if (!output.contains("mean")) continue;
        const std::vector<double> samples = file.samples(d, k);
        const Comparison comparison{output, report.summaries[i], samples};
        EXPECT_TRUE(comparison.agrees(1.0))
            << "mean " << report.summaries[i].mean << " sd " << report.summaries[i].sd;
        if (output.at("mean").get<double>() != 0.0) {
          // The twin: the same samples must not agree with answers a twentieth larger.
          EXPECT_FALSE(comparison.agrees(1.05));
        }
      }
    }
  }
  EXPECT_EQ(compared, expected.at("outputs").size());
}

INSTANTIATE_TEST_SUITE_P(Datasets, MiniModel, ::testing::ValuesIn(mini_names()),
                         [](const auto& instance) {
                           std::string name = instance.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(Textbook, HeijungsAndSuhUnderNormalErrorsAgreesWithTheStoredMonteCarlo) {
  const json textbook = testing::golden("textbook.json");
  if (textbook.is_null()) GTEST_SKIP() << "../shared/golden is absent";
  const json& expected = textbook.at("heijungs_suh_2002").at("uncertainty").at("mc_normal");
  RunOptions options;
  options.device = "cpu";
  options.result_path = scratch("textbook.h5");
  options.overrides = {{"sampling.iterations", "100000"}};
  const RunReport report =
      run_study(mini_folder() / "heijungs-suh-uncertain" / "study.toml", options);
  const auto& categories = report.header.axes.categories;
  std::size_t compared = 0;
  for (std::size_t k = 0; k < categories.size(); ++k) {
    for (const auto& [name, numbers] : expected.items()) {
      if ((categories[k].id == "crude" ? "crude_oil" : categories[k].id) != name) continue;
      ++compared;
      const Summary& s = report.summaries[k];
      const double mean = numbers.at("mean").at("value"), sd = numbers.at("sd").at("value");
      const double se_mean = std::hypot(s.se_mean, numbers.at("mean").at("se").get<double>());
      const double se_sd = std::hypot(s.sd / std::sqrt(2.0 * static_cast<double>(s.count)) * 1.2,
                                      numbers.at("sd").at("se").get<double>());
      EXPECT_NEAR(s.mean, mean, z * se_mean) << name;
      EXPECT_NEAR(s.sd, sd, z * se_sd) << name;
      EXPECT_GT(std::abs(s.mean - 1.01 * mean), z * se_mean) << "the twin: a mean 1 % off is seen";
    }
  }
  EXPECT_EQ(compared, 3U);
}

}  // namespace
}  // namespace plume::mini_models_test
