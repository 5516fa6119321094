// SPDX-License-Identifier: Apache-2.0
#include "host/store/run_figures.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

#include "tests/host/store/figures_sample.hpp"

namespace plume {
namespace {

using sample::numbers_of;

TEST(RunFigures, AnyCutIntoCallsGivesTheSame) {
  const std::vector<double> expected = numbers_of(sample::figures(0, 5000));
  for (const std::uint64_t step : {1u, 7u, 1023u, 1024u, 1025u, 3000u}) {
    RunFigures figures(6, 0, sample::figure_options);
    for (std::uint64_t at = 0; at < 5000; at += step)
      sample::feed_figures(figures, at, std::min<std::uint64_t>(at + step, 5000));
    EXPECT_EQ(numbers_of(figures), expected) << step;
  }
}

TEST(RunFigures, CountsStatusesAndListsFailures) {
  const RunFigures figures = sample::figures(2048, 5000);
  ResultTotals expected;
  for (std::uint64_t i = 2048; i < 5000; ++i) expected.count(i, sample::status(i));
  for (int s = 0; s < num_iteration_statuses; ++s) EXPECT_EQ(figures.totals().failed[s], expected.failed[s]) << s;
  EXPECT_EQ(figures.totals().failed_iterations, expected.failed_iterations);
  EXPECT_EQ(figures.end(), 5000u);
}

TEST(RunFigures, WhatFollowsIsAppendedAsIfItHadBeenFed) {
  RunFigures figures = sample::figures(0, 2048);
  figures.append(sample::figures(2048, 4096));
  figures.append(sample::figures(4096, 5000));
  EXPECT_EQ(numbers_of(figures), numbers_of(sample::figures(0, 5000)));
}

TEST(RunFigures, WhatDoesNotFollowIsRefused) {
  RunFigures figures = sample::figures(0, 2048);
  EXPECT_THROW(figures.append(sample::figures(4096, 5000)), std::invalid_argument);
  EXPECT_THROW(figures.append(sample::figures(0, 1024)), std::invalid_argument);
  RunFigures open = sample::figures(0, 2000);
  EXPECT_THROW(open.append(sample::figures(2048, 3000)), std::invalid_argument);
  EXPECT_THROW(RunFigures(6, 100, sample::figure_options), std::invalid_argument);
  const std::vector<double> scores(5);
  const std::vector<IterationStatus> status(1);
  EXPECT_THROW(figures.append(scores, status), std::invalid_argument);
}

TEST(RunFigures, ScoresOfIterationsWithoutOneAreNotLookedAt) {
  RunFigures figures(1, 0, {});
  const std::vector<double> scores = {1.0, 1e300, 3.0};
  figures.append(scores, std::vector{IterationStatus::ok, IterationStatus::singular, IterationStatus::ok});
  const Summary summary = figures.statistics().summary(0);
  EXPECT_EQ(summary.count, 2u);
  EXPECT_EQ(summary.maximum, 3.0);
  EXPECT_EQ(summary.mean, 2.0);
}

TEST(RunFigures, BytesDoNotDependOnTheIterationsAndCoverTheState) {
  const RunFigures figures = sample::figures(0, 50'000);
  const StreamingState state = figures.blocks().state();
  const std::size_t numbers =
      state.moments.size() + state.products.size() + 2 * state.bin.size() + figures.open().size();
  EXPECT_LT(numbers * sizeof(double), run_figures_bytes(6, sample::figure_options));
  EXPECT_GT(run_figures_bytes(1000, {true, false, 1}), run_figures_bytes(1000, {false, false, 1}));
}

}  // namespace
}  // namespace plume
