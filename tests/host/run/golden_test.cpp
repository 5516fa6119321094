// SPDX-License-Identifier: Apache-2.0
// Against Brightway and EPA: models nobody here wrote, with answers nobody here computed.
// ../shared/golden/README.md says how.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

#include "host/compile/compile.hpp"
#include "host/model/validate.hpp"
#include "host/readers/brightway/npy.hpp"
#include "host/readers/read_models.hpp"
#include "host/run/run_study.hpp"
#include "host/sampling/direct_iteration.hpp"
#include "host/study/demand.hpp"
#include "kernels/api/batch_runner.hpp"
#include "tests/host/run/golden_models.hpp"

namespace plume::golden_test {
namespace {

using nlohmann::json;
using testing::golden;
using testing::make_models;
using testing::scratch;

constexpr double z = 4.0;

RunReport run(const std::filesystem::path& study, const std::string& result,
              std::vector<Override> overrides = {}) {
  RunOptions options;
  options.device = "cpu";
  options.result_path = scratch(result);
  options.overrides = std::move(overrides);
  return run_study(study, options);
}

TEST(Brightway, TwentyThousandIterationsOnSmallAgree) {
  std::string why_not;
  const auto folder = make_models("small", why_not);
  if (folder.empty()) GTEST_SKIP() << why_not;
  const json expected = golden("brightway_small.json");
  const RunReport report = run(folder / "small.toml", "small.h5");
  const ResultFile file(report.result_path);
  const double n = static_cast<double>(report.totals.iterations),
               n_expected = expected.at("iterations");
  ASSERT_EQ(report.summaries.size(), expected.at("mean").size());
  const auto& levels = expected.at("percentile_levels");
  for (std::size_t k = 0; k < report.summaries.size(); ++k) {
    SCOPED_TRACE(k);
    const Summary& s = report.summaries[k];
    const double mean = expected["mean"][k], sd = expected["sd"][k];
    EXPECT_NEAR(report.header.static_scores[k], expected["h_static"][k].get<double>(),
                1e-6 * std::abs(report.header.static_scores[k]));
    EXPECT_NEAR(s.mean, mean, z * std::hypot(s.se_mean, expected["se_mean"][k].get<double>()));
    EXPECT_GT(std::abs(s.mean - 1.1 * mean),
              z * std::hypot(s.se_mean, expected["se_mean"][k].get<double>()))
        << "the twin";
    // The sd of such skewed scores: its standard error from the fourth moment of our own sample,
    // twice over.
    std::vector<double> samples = file.samples(0, k);
    double fourth = 0.0;
    for (const double x : samples) fourth += std::pow(x - s.mean, 4) / n;
    const double se_sd = std::sqrt((fourth / std::pow(s.sd, 4) - 1.0) / (4.0 * n)) * s.sd;
    EXPECT_NEAR(s.sd, sd, z * std::sqrt(1.0 + n / n_expected) * se_sd);
    // Percentiles: the share of our samples below Brightway's percentile is p, with binomial errors
    // of both runs.
    for (std::size_t i = 0; i < levels.size(); ++i) {
      const double p = levels[i].get<double>() / 100.0;
      const double quantile = expected["percentiles"][k][i];
      const double below = static_cast<double>(
          std::count_if(samples.begin(), samples.end(), [&](double x) { return x <= quantile; }));
      EXPECT_NEAR(below / n, p,
                  z * std::sqrt(p * (1.0 - p) * (1.0 / n + 1.0 / n_expected)) + 1.0 / n)
          << p;
    }
  }
}

/// Everything up to the problem, for looking at supplies and inventories.
struct Compiled {
  Model model;
  Problem problem;
};

Compiled compile_study(const std::filesystem::path& path) {
  Findings findings;
  const Study study = read_study(path, {}, findings);
  Compiled compiled;
  compiled.model = read_models(study.models, findings);
  validate(compiled.model, findings);
  CompileOptions options;
  options.fp32_values = study.solver.precision == Precision::mixed;
  options.tolerance = study.solver.tolerance;
  compiled.problem =
      compile(compiled.model, resolve_demands(study, compiled.model, findings),
              resolve_categories(study, compiled.model, findings), options, findings);
  EXPECT_FALSE(findings.has_errors()) << findings.to_string();
  return compiled;
}

struct Table {
  std::size_t rows = 0, columns = 0;
  std::vector<double> values;
  double at(std::size_t row, std::size_t column) const { return values[row * columns + column]; }
};

Table read_table(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  Findings findings;
  const auto array = NpyArray::parse(bytes.str(), path.string(), findings);
  EXPECT_TRUE(array.has_value()) << findings.to_string();
  return {array->shape()[0], array->shape()[1], array->doubles(array->fields().front())};
}

std::size_t index_of(const std::string& id, long base) {
  return static_cast<std::size_t>(std::stol(id) - base);
}

TEST(Brightway, TwentyStoredDrawsReplayed) {
  std::string why_not;
  const auto folder = make_models("draws", why_not);
  if (folder.empty()) GTEST_SKIP() << why_not;
  const Compiled compiled = compile_study(folder / "draws.toml");
  const Problem& p = compiled.problem;
  const Table s = read_table(folder / "draws_s.npy"), g = read_table(folder / "draws_g.npy"),
              h = read_table(folder / "draws_h.npy");
  std::vector<double> scores(s.rows * p.num_categories), supply(s.rows * p.num_rows),
      inventory(s.rows * p.num_flows);
  std::vector<LaneOutcome> outcome(s.rows);
  BatchOutput batch;
  batch.count = s.rows;
  batch.scores = scores.data();
  batch.outcome = outcome.data();
  batch.supply = supply.data();
  batch.inventory = inventory.data();
  RunnerOptions options;
  options.values = ValueType::fp64;
  make_runner(choose_device("cpu"), p.view(), options)->run(batch);
  DirectIteration direct(p);
  for (std::size_t i = 0; i < s.rows; ++i) {
    SCOPED_TRACE(i);
    EXPECT_EQ(outcome[i], LaneOutcome::ok);
    const DirectResult lu = direct.solve(i);
    double largest_s = 0.0, largest_g = 0.0;
    for (std::size_t j = 0; j < s.columns; ++j)
      largest_s = std::max(largest_s, std::abs(s.at(i, j)));
    for (std::size_t j = 0; j < g.columns; ++j)
      largest_g = std::max(largest_g, std::abs(g.at(i, j)));
    for (std::size_t row = 0; row < p.num_rows; ++row) {
      const double expected =
          s.at(i, index_of(compiled.model.processes[p.row_process[row]].id, 1000000));
      EXPECT_NEAR(std::ldexp(supply[i * p.num_rows + row], p.row_exponent[row]), expected,
                  1e-9 * std::abs(expected) + 1e-15 * largest_s);
      EXPECT_NEAR(std::ldexp(lu.supply[row], p.row_exponent[row]), expected,
                  1e-9 * std::abs(expected) + 1e-15 * largest_s);
    }
    for (std::size_t flow = 0; flow < p.num_flows; ++flow) {
      const double expected =
          g.at(i, index_of(compiled.model.flows[p.flow_index[flow]].id, 5000000));
      EXPECT_NEAR(inventory[i * p.num_flows + flow], expected,
                  1e-9 * std::abs(expected) + 1e-15 * largest_g);
    }
    for (std::size_t k = 0; k < h.columns; ++k) {
      EXPECT_NEAR(scores[i * p.num_categories + k], h.at(i, k), 1e-9 * std::abs(h.at(i, k))) << k;
      EXPECT_NEAR(lu.scores[k], h.at(i, k), 1e-9 * std::abs(h.at(i, k))) << k;
      // The twin: the next draw's score is not this one's.
      EXPECT_GT(std::abs(scores[i * p.num_categories + k] - h.at((i + 1) % h.rows, k)),
                1e-6 * std::abs(h.at(i, k)));
    }
  }
}

TEST(Useeio, StaticScoresAndExactSpreads) {
  std::string why_not;
  const auto folder = make_models("useeio", why_not);
  if (folder.empty()) GTEST_SKIP() << why_not;
  const json expected = golden("useeio.json").at("USEEIOv1.2");
  const json& published = expected.at("totals").at("2007_us_consumption").at("h");
  for (const std::string sigma : {"0.1", "0.2", "0.5"}) {
    SCOPED_TRACE(sigma);
    const RunReport report = run(folder / ("useeio_" + sigma + ".toml"), "useeio.h5");
    const auto& categories = report.header.axes.categories;
    ASSERT_EQ(categories.size(), published.size());
    for (std::size_t k = 0; k < categories.size(); ++k) {
      const std::string code = categories[k].id.substr(categories[k].id.rfind(' ') + 1);
      const double h = published.at(code);
      EXPECT_NEAR(report.header.static_scores[k], h, 1e-10 * std::abs(h)) << code;
      if (code != "GHG") continue;
      const json& exact = expected.at("synthetic_uncertainty_B").at("results").at(sigma);
      const double mean = exact.at("mean_exact"), sd = exact.at("sd_independent_cells");
      const double n = static_cast<double>(report.summaries[k].count);
      EXPECT_NEAR(report.summaries[k].mean, mean, z * sd / std::sqrt(n));
      // A sum of many lognormals is nearly normal, skewed by its largest cells: allow the kurtosis
      // of the sample.
      const ResultFile file(report.result_path);
      double fourth = 0.0;
      for (const double x : file.samples(0, k)) fourth += std::pow((x - mean) / sd, 4) / n;
      EXPECT_NEAR(report.summaries[k].sd, sd, z * sd * std::sqrt((fourth - 1.0) / (4.0 * n)));
      EXPECT_GT(std::abs(report.summaries[k].sd -
                         exact.at("sd_fully_correlated_within_flow").get<double>()),
                z * sd * std::sqrt((fourth - 1.0) / (4.0 * n)))
          << "the twin: the spread of correlated cells is another";
    }
  }
}

}  // namespace
}  // namespace plume::golden_test
