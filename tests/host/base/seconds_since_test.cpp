// SPDX-License-Identifier: Apache-2.0
#include "host/base/seconds_since.hpp"

#include <gtest/gtest.h>

namespace plume::seconds_since_test {
namespace {

TEST(SecondsSince, CountsSecondsUpwards) {
  const Clock::time_point now = Clock::now();
  EXPECT_GE(seconds_since(now - std::chrono::milliseconds(1500)), 1.5);
  EXPECT_LT(seconds_since(now + std::chrono::hours(1)), 0.0) << "what lies ahead";
}

}  // namespace
}  // namespace plume::seconds_since_test
