// SPDX-License-Identifier: Apache-2.0
// Dependence from the study file to the scores: the examples of docs/dependence.md, EPA's economy
// with correlated errors, resuming.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

#include "host/run/prepare.hpp"
#include "host/run/run_study.hpp"
#include "host/sampling/direct_iteration.hpp"
#include "tests/host/run/golden_models.hpp"
#include "tests/support/bits.hpp"

namespace plume::dependence_test {
namespace {

using nlohmann::json;
using testing::golden;
using testing::make_models;
using testing::scratch;

constexpr double z = 4.0;

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::filesystem::path delivery() {
  return std::filesystem::path(PLUME_SOURCE_DIR) / "datasets" / "studies" / "delivery";
}

std::vector<double> run(const std::filesystem::path& study, const std::string& result,
                        std::vector<Override> overrides = {}, std::uint64_t batch = 0) {
  RunOptions options;
  options.device = "cpu";
  options.batch = batch;
  options.result_path = scratch(result);
  options.overrides = std::move(overrides);
  const RunReport report = run_study(study, options);
  return ResultFile(report.result_path).samples(0, 0);
}

TEST(DependencePage, ItsExamplesAreThoseOfTheStudyThatRuns) {
  const std::string page =
      text_of(std::filesystem::path(PLUME_SOURCE_DIR) / "docs" / "dependence.md");
  const std::string study = text_of(delivery() / "study.toml");
  int blocks = 0;
  for (std::size_t at = 0; (at = page.find("```toml example\n", at)) != std::string::npos;
       ++blocks) {
    const std::size_t begin = at + 16, end = page.find("```", begin);
    EXPECT_NE(study.find(page.substr(begin, end - begin)), std::string::npos)
        << page.substr(begin, end - begin);
    at = end + 3;
  }
  EXPECT_EQ(blocks, 5);
  Findings findings;
  (void)prepare_study(delivery() / "study.toml", {}, findings, {});
  EXPECT_EQ(findings.to_string(), "");
}

TEST(Delivery, IsResumableAndTheSameInEveryBatch) {
  const std::vector<double> whole =
      run(delivery() / "study.toml", "delivery.h5", {{"sampling.iterations", "1500"}});
  EXPECT_TRUE(testing::same_bits(whole, run(delivery() / "study.toml", "delivery_b.h5",
                                            {{"sampling.iterations", "1500"}}, 77)));
  std::vector<double> longer =
      run(delivery() / "study.toml", "delivery_l.h5", {{"sampling.iterations", "2500"}});
  longer.resize(1500);
  EXPECT_TRUE(testing::same_bits(whole, longer));
}

TEST(Delivery, DirectSolutionsSeeTheSameDraws) {
  for (const char* design : {"random", "lhs"}) {
    Findings findings;
    const PreparedStudy prepared =
        prepare_study(delivery() / "study.toml", {{"sampling.design", design}}, findings, {});
    ASSERT_FALSE(findings.has_errors()) << findings.to_string();
    const std::vector<double> lanes =
        run(delivery() / "study.toml", "delivery_d.h5",
            {{"sampling.design", design}, {"sampling.iterations", "200"}});
    DirectIteration direct(prepared.problem);
    for (std::uint64_t i = 0; i < 200; ++i) {
      const DirectResult result = direct.solve(i);
      ASSERT_NEAR(result.scores[0], lanes[i], 1e-6 * std::abs(lanes[i])) << design << " " << i;
    }
  }
}

TEST(Delivery, TiesMakeTheTotalLessCertain) {
  // The same study without its tables: the sd is smaller, by more than its error.
  const std::string study = text_of(delivery() / "study.toml");
  const std::filesystem::path folder = scratch("delivery_loose");
  std::filesystem::create_directories(folder);
  std::filesystem::copy(
      delivery() / "model", folder / "model",
      std::filesystem::copy_options::overwrite_existing | std::filesystem::copy_options::recursive);
  std::ofstream(folder / "study.toml") << study.substr(0, study.find("[[group]]"));
  const auto sd = [](const std::vector<double>& x) {
    double mean = 0.0, square = 0.0;
    for (const double v : x) mean += v / x.size();
    for (const double v : x) square += (v - mean) * (v - mean) / x.size();
    return std::sqrt(square);
  };
  const double tied = sd(run(delivery() / "study.toml", "delivery_t.h5")),
               loose = sd(run(folder / "study.toml", "delivery_u.h5"));
  EXPECT_GT(tied, 1.1 * loose);
}

/// golden/useeio.json: mean and sd of the footprint of US consumption, σ on every emission, under
/// three assumptions. Exact closed forms.
class UseeioTies : public ::testing::TestWithParam<const char*> {};

TEST_P(UseeioTies, IndependentPerSubstanceAndCommonErrors) {
  std::string why_not;
  const auto folder = make_models("useeio", why_not);
  if (folder.empty()) GTEST_SKIP() << why_not;
  const std::string sigma = GetParam();
  const json exact =
      golden("useeio.json").at("USEEIOv1.2").at("synthetic_uncertainty_B").at("results").at(sigma);
  const std::string text = text_of(folder / ("useeio_" + sigma + ".toml"));
  struct Case {
    const char* what;
    std::string ties;
  };
  const Case cases[] = {{"sd_independent_cells", ""},
                        {"sd_fully_correlated_within_flow",
                         "[[group]]\nname = \"one error a substance\"\nmatch = {matrix = "
                         "\"biosphere\"}\neach = \"flow\"\n"},
                        {"sd_fully_correlated",
                         "[[group]]\nname = \"one error\"\nmatch = {matrix = \"biosphere\"}\n"}};
  for (const char* design : {"random", "lhs"}) {
    for (const Case& c : cases) {
      // Independent cells are golden_test's; a Latin hypercube is tried at one σ.
      if (sigma != "0.2" && (&c == &cases[0] || design[0] == 'l')) continue;
      SCOPED_TRACE(std::string(c.what) + " " + design);
      const auto study = folder / "useeio_ties.toml";
      std::ofstream(study) << text << c.ties;
      RunOptions options;
      options.device = "cpu";
      options.result_path = scratch("useeio_ties.h5");
      options.overrides = {{"sampling.design", design},
                           {"sampling.iterations", "1024"},
                           {"solver.precision", "mixed"}};
      const RunReport report = run_study(study, options);
      const ResultFile file(report.result_path);
      for (std::size_t k = 0; k < report.header.axes.categories.size(); ++k) {
        if (report.header.axes.categories[k].id.find("GHG") == std::string::npos) continue;
        const double mean = exact.at("mean_exact"), sd = exact.at(c.what);
        const double n = static_cast<double>(report.summaries[k].count);
        double fourth = 0.0;
        for (const double x : file.samples(0, k)) fourth += std::pow((x - mean) / sd, 4) / n;
        // Under a Latin hypercube both errors are smaller; those of independent iterations bound
        // them.
        EXPECT_NEAR(report.summaries[k].mean, mean, z * sd / std::sqrt(n));
        const double tolerance = z * sd * std::sqrt((fourth - 1.0) / (4.0 * n));
        EXPECT_NEAR(report.summaries[k].sd, sd, tolerance);
        for (const Case& other : cases) {
          if (&other == &c) continue;
          EXPECT_GT(std::abs(report.summaries[k].sd - exact.at(other.what).get<double>()),
                    tolerance)
              << "the twin";
        }
      }
    }
  }
}
INSTANTIATE_TEST_SUITE_P(Sigmas, UseeioTies, ::testing::Values("0.1", "0.2", "0.5"),
                         [](const auto& tested) {
                           return std::string("Sigma0") + std::string(tested.param).substr(2);
                         });

}  // namespace
}  // namespace plume::dependence_test
