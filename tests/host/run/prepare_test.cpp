// SPDX-License-Identifier: Apache-2.0
#include "host/run/prepare.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "tests/support/temp_folder.hpp"

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

/// 800 processes in a ring, each of which takes from two others: 1,600 entries.
std::filesystem::path large_study(const testing::TempFolder& folder, const std::string& solver) {
  constexpr int count = 800;
  std::string processes = "id,name,unit\n",
              exchanges = "process,type,item,amount,distribution,minimum,maximum\n";
  for (int i = 0; i < count; ++i) {
    const auto name = [](int number) { return "p" + std::to_string(number % count); };
    processes += name(i) + ",process " + std::to_string(i) + ",kg\n";
    exchanges += name(i) + ",input," + name(i + 1) + ",0.3,uniform,0.2,0.4\n";
    exchanges += name(i) + ",input," + name(i + 7) + ",0.2,uniform,0.1,0.3\n";
    exchanges += name(i) + ",emission,co2,1,uniform,0.5,1.5\n";
  }
  folder.write("model/processes.csv", processes);
  folder.write("model/exchanges.csv", exchanges);
  folder.write("model/flows.csv", "id,name,unit,compartment\nco2,carbon dioxide,kg,air\n");
  folder.write("model/factors.csv", "category,flow,amount\ngwp,co2,1\n");
  folder.write("model/categories.csv", "id,name,unit\ngwp,global warming,kg CO2e\n");
  return folder.write("study.toml",
                      "[study]\nname = 'ring'\n[[model]]\npath = 'model'\n[[demand]]\nname = "
                      "'one'\nprocess = 'p0'\n[solver]\n" +
                          solver);
}

TEST(PrepareStudy, ALargeSystemIsProvedWhereTheStudyAsksForIt) {
  const auto is_proved = [](const std::string& solver) {
    const testing::TempFolder folder;
    Findings findings;
    const PreparedStudy prepared = prepare_study(large_study(folder, solver), {}, findings);
    EXPECT_FALSE(findings.has_errors());
    return prepared.problem.proof.used;
  };
  EXPECT_FALSE(is_proved("tolerance = 1e-8\n"));
  EXPECT_FALSE(is_proved("proof = 'needed'\n"));
  EXPECT_TRUE(is_proved("proof = 'all'\n"));
}

}  // namespace
}  // namespace plume::prepare_test
