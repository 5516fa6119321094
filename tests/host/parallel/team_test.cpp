// SPDX-License-Identifier: Apache-2.0
// What ranks do to each other is tested where they run: tests/host/cli/ranks.py.
#include "host/parallel/team.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <string>

#include "host/base/error.hpp"

namespace plume::team_test {
namespace {

/// Two processes of a launcher that this build cannot work with: without MPI any, with it a srun
/// without its plugin.
class OneOfTwo : public testing::Test {
 protected:
  void SetUp() override {
    if (mpi_name() == "none") {
      set("OMPI_COMM_WORLD_SIZE", "2");
    } else {
      for (const char* name :
           {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK", "PMI_RANK", "MPI_LOCALNRANKS"})
        ::unsetenv(name);
      set("SLURM_STEP_ID", "0");
      set("SLURM_PROCID", "1");
      set("SLURM_STEP_NUM_TASKS", "2");
    }
  }
  void TearDown() override {
    for (const char* name :
         {"OMPI_COMM_WORLD_SIZE", "SLURM_STEP_ID", "SLURM_PROCID", "SLURM_STEP_NUM_TASKS"})
      ::unsetenv(name);
  }
  static void set(const char* name, const char* value) { ::setenv(name, value, 1); }
};

TEST_F(OneOfTwo, SaysThatEachWouldMakeTheWholeRun) {
  try {
    (void)join_team();
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()),
              mpi_name() == "none" ? "this is one of 2 processes (OMPI_COMM_WORLD_SIZE=2), and "
                                     "each would make the whole run: this "
                                     "plume is built "
                                     "without MPI; build it with -DPLUME_MPI=on, start it once, or "
                                     "give each process its own --shard"
                                   : "this is one of 2 processes (SLURM_STEP_NUM_TASKS=2), and "
                                     "each would make the whole run: they "
                                     "cannot find "
                                     "each other; start them with srun --mpi=pmix or mpirun, or "
                                     "give each its own --shard");
  }
}

TEST_F(OneOfTwo, WithAShardOfItsOwnIsFine) { EXPECT_EQ(join_team(true), nullptr); }

TEST(Team, AProcessAloneHasNone) {
  EXPECT_EQ(join_team(), nullptr);
  EXPECT_EQ(joined_team(), nullptr);
}

TEST(Team, LocalRanksTakeTheDevicesInTurn) {
  EXPECT_EQ(device_of_rank(0, 4), 0u);
  EXPECT_EQ(device_of_rank(3, 4), 3u);
  EXPECT_EQ(device_of_rank(5, 4), 1u);
  EXPECT_EQ(device_of_rank(2, 1), 0u);  // CUDA_VISIBLE_DEVICES shows each rank its own
}

}  // namespace
}  // namespace plume::team_test
