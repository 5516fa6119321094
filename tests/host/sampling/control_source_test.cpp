// SPDX-License-Identifier: Apache-2.0
#include "host/sampling/control_source.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "host/analysis/first_order_designs.hpp"
#include "host/stats/moments.hpp"
#include "tests/support/draft.hpp"

namespace plume::control_source_test {
namespace {

using testing::Draft;
using testing::lognormal;
using testing::normal;

/// h = x + y with x ~ N(3, 1), y ~ N(4, 2): L ~ N(0, √5) exactly; a second category has skewed
/// scores.
Problem two_normals() {
  Draft draft;
  draft.technosphere("p", "a", 1.0);
  draft.biosphere("x", "a", 3.0, normal(3.0, 1.0)).biosphere("y", "a", 4.0, normal(4.0, 2.0));
  draft.biosphere("z", "a", 1.0, lognormal(1.0, 0.7));
  draft.characterisation("x", "sum", 1.0)
      .characterisation("y", "sum", 1.0)
      .characterisation("z", "skewed", 1.0);
  CompileOptions options;
  options.moments = true;
  Problem problem = draft.compile({draft.demand("p", 1.0)}, options);
  add_control(problem, FirstOrder(problem, {FirstOrderOptions::Around::means, 1.0}));
  return problem;
}

TEST(ControlSource, KnowsTheQuantilesBeforeTheRun) {
  const Problem problem = two_normals();
  const auto runner = make_runner(choose_device("cpu"), problem.view(), {});
  const ControlSource source = control_source(problem, *runner, {}, 10000);
  ASSERT_EQ(2u, source.known.size());
  const KnownControl& known = source.known[0];
  EXPECT_EQ(static_cast<double>(control_sample_size(10000, 2)), known.sample_size);
  EXPECT_NEAR(5.0, known.variance, 1e-9);
  const double z[] = {0.0, -1.959964, -1.644854, -0.674490, 0.674490, 1.644854, 1.959964};
  for (std::size_t k = 0; k < num_control_levels; ++k) {
    // Standard error of a quantile: √(p (1 − p) / n) ÷ density; z = 4.
    const double p = control_level(k),
                 density = std::exp(-0.5 * z[k] * z[k]) / std::sqrt(2.0 * 3.14159265 * 5.0);
    const double se = std::sqrt(p * (1.0 - p) / known.sample_size) / density;
    EXPECT_NEAR(std::sqrt(5.0) * z[k], known.quantile[k], 4.0 * se) << p;
    EXPECT_GT(std::abs(std::sqrt(5.0) * z[k] + 0.05 - known.quantile[k]),
              4.0 * se * (k == 0 ? 0.5 : 0.2))
        << "the twin";
  }
  const double mean = std::exp(0.5 * 0.49);  // of the skewed one: its median lies below its mean
  EXPECT_NEAR(1.0 - mean, source.known[1].quantile[0], 0.02);
}

TEST(ControlSource, GivesTheControlsOfAnyIterations) {
  const Problem problem = two_normals();
  const auto runner = make_runner(choose_device("cpu"), problem.view(), {});
  std::vector<double> scores(200), controls(200), again(60);
  std::vector<LaneOutcome> outcome(100);
  BatchOutput batch;
  batch.count = 100;
  batch.scores = scores.data();
  batch.outcome = outcome.data();
  batch.control = controls.data();
  runner->run(batch);
  const ControlSource source = control_source(problem, *runner, {}, 1000);
  source.controls(37, 30, again.data());
  EXPECT_TRUE(std::equal(again.begin(), again.end(), controls.begin() + 2 * 37));
  for (std::size_t i = 0; i < 100; ++i) EXPECT_NEAR(scores[2 * i] - 7.0, controls[2 * i], 1e-5);
}

// The sample of the known quantiles has draws of its own: its iterations are not those of the run.
TEST(ControlSource, DoesNotReuseTheRunsDraws) {
  const Problem problem = two_normals();
  const auto runner = make_runner(choose_device("cpu"), problem.view(), {});
  const ControlSource source = control_source(problem, *runner, {}, 1000);
  std::vector<double> controls(2 * static_cast<std::size_t>(source.known[0].sample_size));
  source.controls(0, controls.size() / 2, controls.data());
  std::vector<double> column;
  for (std::size_t i = 0; i < controls.size(); i += 2) column.push_back(controls[i]);
  std::sort(column.begin(), column.end());
  EXPECT_NE(quantile_of_sorted(column, 0.5), source.known[0].quantile[0]);
}

TEST(ControlSampleSize, FollowsTheRunWithinLimits) {
  EXPECT_EQ(16u * statistics_block, control_sample_size(100, 20));
  EXPECT_EQ(39u * statistics_block, control_sample_size(10000, 20));
  EXPECT_EQ(409u * statistics_block, control_sample_size(10'000'000, 20)) << "64 MiB";
  EXPECT_EQ(1024u * statistics_block, control_sample_size(10'000'000, 1));
  EXPECT_EQ(statistics_block, control_sample_size(10'000, 1'000'000));
}

}  // namespace
}  // namespace plume::control_source_test
