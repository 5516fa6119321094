// SPDX-License-Identifier: Apache-2.0
#include "host/plan/shards.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

namespace plume::shards_test {
namespace {

TEST(Shards, CoverEveryIterationOnceAndEvenly) {
  for (const std::uint64_t iterations : {1u, 1000u, 1024u, 7168u, 100'000u, 10'000'000u}) {
    for (const std::uint64_t count : {1u, 2u, 7u, 16u, 1000u}) {
      std::uint64_t at = 0, least = iterations, most = 0;
      for (std::uint64_t k = 1; k <= count; ++k) {
        const ShardRange range = shard_range({k, count}, iterations, 16384);
        ASSERT_EQ(range.first, at);
        ASSERT_GE(range.end, range.first);
        if (range.end < iterations) {
          ASSERT_EQ(range.end % 1024, 0u);
        }
        at = range.end;
        least = std::min(least, range.end - range.first);
        most = std::max(most, range.end - range.first);
      }
      EXPECT_EQ(at, iterations);
      if (iterations / count > 65536) {
        EXPECT_LE(most - least, least / 3) << iterations << " in " << count;
      }
    }
  }
}

TEST(Shards, EndAtChunksOfTheResultWhereThereAreMany) {
  EXPECT_EQ(shard_range({1, 3}, 1'000'000, 16384).end % 16384, 0u);
  EXPECT_EQ(shard_range({1, 3}, 100'000, 16384).end, 33u * 1024);
  EXPECT_EQ(shard_range({1, 3}, 1'000'000, 1000).end % 1024, 0u)
      << "chunks that are no blocks do not count";
}

TEST(Shards, AreWrittenAsTwoNumbers) {
  EXPECT_EQ(parse_shard("3/16"), (Shard{3, 16}));
  EXPECT_EQ(parse_shard("1/1"), (Shard{1, 1}));
  for (const char* wrong :
       {"", "3", "/", "3/", "/3", "0/3", "4/3", " 1/3", "1/3 ", "-1/3", "1/3/5", "1/99999999"}) {
    EXPECT_FALSE(parse_shard(wrong)) << wrong;
  }
}

class JobArray : public ::testing::Test {
 protected:
  std::optional<Shard> shard() {
    return shard_of_array(
        [this](const char* name) {
          const auto entry = variables.find(name);
          return entry == variables.end() ? nullptr : entry->second.c_str();
        },
        problem);
  }
  void array(const char* id, const char* min, const char* max, const char* step,
             const char* count) {
    variables = {{"SLURM_ARRAY_TASK_ID", id},
                 {"SLURM_ARRAY_TASK_MIN", min},
                 {"SLURM_ARRAY_TASK_MAX", max},
                 {"SLURM_ARRAY_TASK_STEP", step},
                 {"SLURM_ARRAY_TASK_COUNT", count}};
  }
  std::map<std::string, std::string> variables;
  std::string problem;
};

TEST_F(JobArray, IdsFromNoughtOrOneOrInStepsAreShards) {
  array("0", "0", "6", "1", "7");
  EXPECT_EQ(shard(), (Shard{1, 7}));
  array("7", "1", "7", "1", "7");
  EXPECT_EQ(shard(), (Shard{7, 7}));
  array("12", "4", "16", "4", "4");
  EXPECT_EQ(shard(), (Shard{3, 4}));
  array("5", "5", "5", "1", "1");
  EXPECT_EQ(shard(), (Shard{1, 1}));
  array("6", "5", "9", "1", "5");
  variables.erase("SLURM_ARRAY_TASK_STEP");
  variables.erase("SLURM_ARRAY_TASK_MAX");
  EXPECT_EQ(shard(), (Shard{2, 5}));
}

TEST_F(JobArray, WithoutOneTheMissingVariableIsNamed) {
  EXPECT_FALSE(shard());
  EXPECT_EQ(problem, "SLURM_ARRAY_TASK_ID is not set");
  array("0", "0", "6", "1", "7");
  variables.erase("SLURM_ARRAY_TASK_COUNT");
  EXPECT_FALSE(shard());
  EXPECT_EQ(problem, "SLURM_ARRAY_TASK_COUNT is not set");
  array("x", "0", "6", "1", "7");
  EXPECT_FALSE(shard());
  EXPECT_EQ(problem, "SLURM_ARRAY_TASK_ID is 'x', which is not a whole number");
}

TEST_F(JobArray, AnArrayWithGapsIsRefused) {
  array("5", "1", "9", "1", "3");  // --array=1,5,9
  EXPECT_FALSE(shard());
  EXPECT_EQ(problem, "the ids of the job array are not evenly spaced (task 5 of 3 from 1 to 9)");
  array("6", "4", "16", "4", "4");  // no task of such an array
  EXPECT_FALSE(shard());
  EXPECT_EQ(problem, "the ids of the job array are not evenly spaced (task 6 of 4 from 4 to 16)");
}

}  // namespace
}  // namespace plume::shards_test
