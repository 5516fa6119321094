// SPDX-License-Identifier: Apache-2.0
#include "kernels/engine/lanes.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <stdexcept>
#include <string>

#include "tests/support/instruction_sets.hpp"

namespace plume::lanes_test {
namespace {

/// PLUME_LANES for one test.
class ChooseLanes : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* value = std::getenv("PLUME_LANES");
    was_set_ = value != nullptr;
    if (was_set_) before_ = value;
    unsetenv("PLUME_LANES");
  }
  void TearDown() override {
    if (was_set_) {
      setenv("PLUME_LANES", before_.c_str(), 1);
    } else {
      unsetenv("PLUME_LANES");
    }
  }
  static std::string best() {
    return testing::cpu_runs("avx512") ? "avx512" : testing::cpu_runs("avx2") ? "avx2" : "baseline";
  }

 private:
  bool was_set_ = false;
  std::string before_;
};

template <class Exception>
std::string complaint(const char* name) {
  try {
    (void)choose_lanes(name);
  } catch (const Exception& error) {
    return error.what();
  }
  return "nothing";
}

TEST_F(ChooseLanes, TakesTheBestOfThisCpu) {
  EXPECT_EQ(best(), choose_lanes("").name);
  EXPECT_EQ(best(), choose_lanes(nullptr).name);
}

TEST_F(ChooseLanes, TakesWhatIsAskedForByNameOrVariable) {
  EXPECT_STREQ("baseline", choose_lanes("baseline").name);
  setenv("PLUME_LANES", "baseline", 1);
  EXPECT_STREQ("baseline", choose_lanes("").name);
  EXPECT_EQ(best(), choose_lanes(best().c_str()).name) << "the name goes before the variable";
  setenv("PLUME_LANES", "", 1);
  EXPECT_EQ(best(), choose_lanes("").name);
}

TEST_F(ChooseLanes, RefusesUnknownNames) {
  EXPECT_EQ("lanes 'sse9' (PLUME_LANES) are unknown; allowed: avx512, avx2, baseline",
            complaint<std::invalid_argument>("sse9"));
  setenv("PLUME_LANES", "AVX2", 1);
  EXPECT_EQ("lanes 'AVX2' (PLUME_LANES) are unknown; allowed: avx512, avx2, baseline",
            complaint<std::invalid_argument>(""));
}

TEST_F(ChooseLanes, RefusesWhatThisCpuLacks) {
  const std::string missing = !testing::cpu_runs("avx512") ? "avx512"
                              : !testing::cpu_runs("avx2") ? "avx2"
                                                           : "";
  if (missing.empty()) GTEST_SKIP() << "this CPU has all of them";
  EXPECT_EQ(
      "this CPU has no " + missing + " (asked for by PLUME_LANES); unset it to let Plume choose",
      complaint<std::runtime_error>(missing.c_str()));
}

TEST(LaneSets, HaveOneOrSixteenLanes) {
  EXPECT_STREQ("scalar", scalar_lanes().name);
  EXPECT_EQ(1, scalar_lanes().width);
  for (const LaneSet& set : testing::probes_of_this_cpu(baseline_lanes, avx2_lanes, avx512_lanes)) {
    if (std::string(set.name) == "baseline" && set.width == 1) continue;  // of x86-64
    EXPECT_EQ(16, set.width);
    EXPECT_NE(nullptr, set.run);
  }
}

}  // namespace
}  // namespace plume::lanes_test
