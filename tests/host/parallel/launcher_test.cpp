// SPDX-License-Identifier: Apache-2.0
#include "host/parallel/launcher.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace plume::launcher_test {
namespace {

Launcher launcher_in(const std::map<std::string, std::string>& variables) {
  return find_launcher([&](const char* name) {
    const auto found = variables.find(name);
    return found == variables.end() ? nullptr : found->second.c_str();
  });
}

TEST(Launcher, AProcessStartedAloneIsAlone) {
  const Launcher found = launcher_in({{"HOME", "/root"}});
  EXPECT_EQ(found.tasks, 1u);
  EXPECT_FALSE(found.is_mpi);
}

TEST(Launcher, MpirunTellsTheNumber) {
  const Launcher found = launcher_in({{"OMPI_COMM_WORLD_SIZE", "4"}, {"PMIX_RANK", "3"}});
  EXPECT_EQ(found.tasks, 4u);
  EXPECT_TRUE(found.is_mpi);
  EXPECT_EQ(found.shown, "OMPI_COMM_WORLD_SIZE=4");
  EXPECT_EQ(launcher_in({{"PMI_SIZE", "2"}}).tasks, 2u);
}

TEST(Launcher, SrunIsMpiWithAPluginOnly) {
  std::map<std::string, std::string> srun = {{"SLURM_STEP_ID", "0"},
                                             {"SLURM_PROCID", "1"},
                                             {"SLURM_STEP_NUM_TASKS", "2"},
                                             {"SLURM_NTASKS", "2"}};
  EXPECT_EQ(launcher_in(srun).tasks, 2u);
  EXPECT_FALSE(launcher_in(srun).is_mpi);
  srun["PMIX_RANK"] = "1";
  EXPECT_TRUE(launcher_in(srun).is_mpi);
  EXPECT_EQ(launcher_in(srun).shown, "SLURM_STEP_NUM_TASKS=2");
}

TEST(Launcher, ABatchScriptIsInNoStepOfManyTasks) {
  EXPECT_EQ(launcher_in({{"SLURM_NTASKS", "8"}, {"SLURM_PROCID", "0"}}).tasks, 1u);
}

TEST(Launcher, AStepOfOneTaskInAnAllocationOfManyIsAlone) {
  EXPECT_EQ(launcher_in({{"SLURM_STEP_ID", "0"},
                         {"SLURM_PROCID", "0"},
                         {"SLURM_STEP_NUM_TASKS", "1"},
                         {"SLURM_NTASKS", "8"}})
                .tasks,
            1u);
}

TEST(Launcher, ARankThatPmixNamesMayBeTheOnlyOne) {
  const Launcher found = launcher_in({{"PMIX_RANK", "0"}});
  EXPECT_EQ(found.tasks, 1u);
  EXPECT_TRUE(found.is_mpi);
}

TEST(Launcher, WhatIsNoNumberIsNothing) {
  for (const char* text : {"many", "4x", ""})
    EXPECT_EQ(launcher_in({{"OMPI_COMM_WORLD_SIZE", text}}).tasks, 1u) << text;
}

}  // namespace
}  // namespace plume::launcher_test
