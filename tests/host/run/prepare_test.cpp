// SPDX-License-Identifier: Apache-2.0
#include "host/run/prepare.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace plume::prepare_test {
namespace {

std::filesystem::path mini_study(const std::string& name) {
  return std::filesystem::path(PLUME_SOURCE_DIR) / "datasets" / "mini" / name / "study.toml";
}

TEST(PrepareStudy, HoldsEverythingThatLeadsToTheProblem) {
  Findings findings;
  std::vector<std::string> stages;
  const PreparedStudy prepared =
      prepare_study(mini_study("loop"), {}, findings, [&](const PreparationProgress& at) {
        if (at.total == 0) stages.emplace_back(at.stage);
      });
  EXPECT_FALSE(findings.has_errors());
  EXPECT_THAT(stages, ::testing::ElementsAre("reading", "compiling"));
  EXPECT_FALSE(prepared.model.exchanges.empty());
  EXPECT_EQ(prepared.demands.size(), prepared.axes.demands.size());
  EXPECT_EQ(prepared.categories.size(), prepared.axes.categories.size());
  EXPECT_GT(prepared.problem.num_rows, 0u);
  ASSERT_FALSE(prepared.inputs.empty());
  EXPECT_EQ(prepared.inputs[0].sha256.size(), 64u);
}

TEST(PrepareStudy, StopsAtTheFirstStageWithErrors) {
  Findings findings;
  std::vector<std::string> stages;
  const PreparedStudy prepared =
      prepare_study(mini_study("no-such-model"), {}, findings, [&](const PreparationProgress& at) {
        if (at.total == 0) stages.emplace_back(at.stage);
      });
  EXPECT_TRUE(findings.has_errors());
  EXPECT_THAT(stages, ::testing::ElementsAre("reading"));
  EXPECT_EQ(prepared.problem.num_rows, 0u);
}

}  // namespace
}  // namespace plume::prepare_test
