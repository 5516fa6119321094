// SPDX-License-Identifier: Apache-2.0
// The whole, with ranks that are processes, is tested in tests/cluster/ranks.py.
#include "host/run/team_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "host/base/error.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::team_run_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(CutInLots, OneRangeIsCutAtEndsOfBlocks) {
  const auto lots = cut_in_lots({{0, 10000}}, 3);
  ASSERT_EQ(lots.size(), 3u);
  EXPECT_THAT(lots[0], ElementsAre(IterationRange{0, 4096}));
  EXPECT_THAT(lots[1], ElementsAre(IterationRange{4096, 7168}));
  EXPECT_THAT(lots[2], ElementsAre(IterationRange{7168, 10000}));
}

TEST(CutInLots, WhatIsLessThanABlockIsForOne) {
  const auto lots = cut_in_lots({{500, 900}}, 4);
  std::size_t given = 0;
  for (const auto& lot : lots) given += lot.size();
  EXPECT_EQ(given, 1u);
}

TEST(CutInLots, NothingIsNothing) {
  EXPECT_THAT(cut_in_lots({}, 2), ElementsAre(IsEmpty(), IsEmpty()));
}

TEST(CutInLots, EveryIterationIsInOneLotAndInOrder) {
  const std::vector<IterationRange> ranges = {
      {0, 5000}, {7000, 7001}, {8192, 40000}, {1000000, 1001024}};
  for (const std::size_t count : {1u, 2u, 3u, 7u, 40u, 1000u}) {
    std::vector<IterationRange> all;
    for (const auto& lot : cut_in_lots(ranges, count)) {
      for (const IterationRange& range : lot) {
        ASSERT_LT(range.first, range.end);
        if (!all.empty() && all.back().end == range.first) {
          all.back().end = range.end;
        } else {
          all.push_back(range);
        }
      }
    }
    EXPECT_EQ(all, ranges) << count;
  }
}

TEST(CutInLots, LotsAreAboutTheSame) {
  for (const auto& lot : cut_in_lots({{0, 1000000}, {2000000, 3000000}}, 8)) {
    std::uint64_t iterations = 0;
    for (const IterationRange& range : lot) iterations += range.end - range.first;
    EXPECT_NEAR(static_cast<double>(iterations), 250000.0, 2048.0);
  }
}

TEST(CutInLots, TheLargestRunDoesNotOverflow) {
  const std::uint64_t most = std::uint64_t{1} << 62;
  const auto lots = cut_in_lots({{0, most}}, 1000);
  EXPECT_EQ(lots.back().back().end, most);
  EXPECT_NEAR(static_cast<double>(lots[0][0].end), static_cast<double>(most) / 1000.0, 2048.0);
}

TEST(DescribeRanks, TellsWhatTheyRunOn) {
  EXPECT_EQ(describe_ranks({"cpu: 1 thread", "cpu: 1 thread"}), "2 ranks: cpu: 1 thread");
  EXPECT_EQ(describe_ranks({"cuda: A", "cpu: 1 thread", "cuda: A"}),
            "3 ranks: 2 with cuda: A; 1 with cpu: 1 thread");
}

TEST(GatheredParts, PartsThatDoNotComeAreAnErrorThatSaysWhy) {
  const testing::TempFolder folder;
  PartsManifest manifest;
  manifest.header.axes.demands.resize(1);
  manifest.header.axes.categories.resize(1);
  manifest.header.static_scores = {1.0};
  manifest.header.iterations_planned = manifest.iterations = 2048;
  const auto path = folder.path() / "x.parts";
  Parts parts = Parts::create(path, manifest);
  const std::vector<double> scores(1024, 1.0);
  const std::vector<IterationStatus> status(1024, IterationStatus::ok);
  parts.write(0, scores, status, 1.0);
  EXPECT_EQ(gathered_parts(path, 0, 1024, 0.0).whole().size(), 1u);
  try {
    (void)gathered_parts(path, 0, 2048, 0.0);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()), "the parts that other ranks wrote into " + path.string() +
                                             " are not there (iterations 1024 to 2047): the result "
                                             "must lie on a file system that all machines share");
  }
}

}  // namespace
}  // namespace plume::team_run_test
