// SPDX-License-Identifier: Apache-2.0
#include "host/base/constants.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace plume::constants_test {
namespace {

TEST(Constants, AreWhatTheirNamesSay) {
  EXPECT_TRUE(std::isinf(infinity) && infinity > 0.0);
  EXPECT_TRUE(std::isnan(nan));
  EXPECT_NEAR(0.95, std::erf(z95 / std::sqrt(2.0)), 1e-15) << "of a normal number lies within";
}

}  // namespace
}  // namespace plume::constants_test
