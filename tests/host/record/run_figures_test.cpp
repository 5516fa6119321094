// SPDX-License-Identifier: Apache-2.0
#include "host/record/run_figures.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <vector>

#include "tests/host/store/figures_sample.hpp"

namespace plume::run_figures_test {
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

/// Moments of whole blocks, as a device sums them: of block 2 none.
std::vector<BlockMoments> moments_of(std::uint64_t first, std::uint64_t end) {
  const WholeBlocks blocks(first, end - first);
  std::vector<double> scores = sample::scores(first, end - first, 6);
  const auto status = sample::statuses(first, end - first);
  for (std::size_t i = 0; i < status.size(); ++i) {
    if (!has_score(status[i]))
      std::fill_n(&scores[i * 6], 6, std::numeric_limits<double>::quiet_NaN());
  }
  std::vector<BlockMoments> moments;
  for (std::uint64_t block = blocks.first; block < blocks.first + blocks.count; ++block) {
    for (std::size_t k = 0; k < 6; ++k) {
      const double* begin = &scores[(block * moments_block - first) * 6 + k];
      moments.push_back(block == 2 ? BlockMoments{-1.0, 0.0, 0.0}
                                   : block_moments_of(begin, 6, moments_block));
    }
  }
  return moments;
}

TEST(RunFigures, MomentsOfTheDeviceGiveTheSameAsTheirScores) {
  const std::vector<double> expected = numbers_of(sample::figures(0, 5000));
  for (const std::uint64_t step : {1000u, 1024u, 2047u, 4096u, 5000u}) {
    RunFigures figures(6, 0, sample::figure_options);
    for (std::uint64_t at = 0; at < 5000; at += step) {
      const std::uint64_t end = std::min<std::uint64_t>(at + step, 5000);
      figures.append(sample::scores(at, end - at, 6), sample::statuses(at, end - at),
                     moments_of(at, end));
    }
    EXPECT_EQ(numbers_of(figures), expected) << step;
  }
}

TEST(RunFigures, MomentsAreTakenAsTheyAre) {
  RunFigures figures(6, 0, {});
  std::vector<BlockMoments> wrong = moments_of(0, 1024);
  wrong[3].mean = 77.0;
  figures.append(sample::scores(0, 1024, 6), sample::statuses(0, 1024), wrong);
  EXPECT_EQ(77.0, figures.statistics().figures(3).mean) << "they were summed again";
  wrong.pop_back();
  RunFigures other(6, 0, {});
  EXPECT_THROW(other.append(sample::scores(0, 1024, 6), sample::statuses(0, 1024), wrong),
               std::invalid_argument);
}

TEST(RunFigures, CountsStatusesAndListsFailures) {
  const RunFigures figures = sample::figures(2048, 5000);
  ResultTotals expected;
  for (std::uint64_t i = 2048; i < 5000; ++i) expected.count(i, sample::status(i));
  for (int s = 0; s < num_iteration_statuses; ++s)
    EXPECT_EQ(figures.totals().failed[s], expected.failed[s]) << s;
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
  figures.append(scores,
                 std::vector{IterationStatus::ok, IterationStatus::singular, IterationStatus::ok});
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
}  // namespace plume::run_figures_test
