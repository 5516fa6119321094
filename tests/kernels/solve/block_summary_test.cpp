// SPDX-License-Identifier: Apache-2.0
#include "kernels/solve/block_summary.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace plume::block_summary_test {
namespace {

/// Iterations 1000 … 4099 of two outputs: blocks 1 and 2 lie wholly in them, 0 and 3 and 4 in part.
struct Batch {
  std::vector<double> scores;
  std::vector<LaneOutcome> outcome;
  std::vector<BlockMoments> moments{4, not_summed};
  BatchOutput batch;

  Batch() {
    for (std::uint64_t i = 0; i < 3100; ++i) {
      scores.push_back(static_cast<double>(1000 + i));
      scores.push_back(static_cast<double>((1000 + i) % 2));
      outcome.push_back(i % 7 == 0 ? LaneOutcome::infeasible : LaneOutcome::ok);
    }
    batch.first = 1000;
    batch.count = 3100;
    batch.scores = scores.data();
    batch.outcome = outcome.data();
    batch.moments = moments.data();
  }
  void summarise() {
    for (std::uint64_t block = 0; block < 2; ++block) {
      for (std::size_t output = 0; output < 2; ++output) summarise_block(batch, 2, block, output);
    }
  }
};

TEST(SummariseBlock, IsOfTheIterationsOfTheBlock) {
  ASSERT_EQ(1u, WholeBlocks(1000, 3100).first);
  ASSERT_EQ(3u, WholeBlocks(1000, 3100).count) << "1024 … 4095";
  Batch b;
  b.summarise();
  // Σ (i − mean)² of n neighbouring whole numbers is n (n² − 1) / 12.
  EXPECT_EQ(1024.0, b.moments[0].count);
  EXPECT_EQ(1024.0 + 511.5, b.moments[0].mean);
  EXPECT_EQ(1024.0 * (1024.0 * 1024.0 - 1.0) / 12.0, b.moments[0].squares);
  EXPECT_EQ(0.5, b.moments[1].mean);
  EXPECT_EQ(256.0, b.moments[1].squares);
  EXPECT_EQ(2048.0 + 511.5, b.moments[2].mean);
}

TEST(SummariseBlock, AnUnsolvedIterationLeavesItsBlockToTheHost) {
  Batch b;
  b.outcome[2047 - 1000] = LaneOutcome::unsolved;  // the last of block 1
  b.outcome[10] = LaneOutcome::unsolved;           // of block 0, which is not whole
  b.summarise();
  EXPECT_EQ(not_summed.count, b.moments[0].count);
  EXPECT_EQ(not_summed.count, b.moments[1].count);
  EXPECT_EQ(1024.0, b.moments[2].count);
}

}  // namespace
}  // namespace plume::block_summary_test
