// SPDX-License-Identifier: Apache-2.0
#include "host/model/sign_probability.hpp"

#include <gtest/gtest.h>

namespace plume::sign_probability_test {
namespace {

Uncertainty of_kind(DistributionKind kind) {
  Uncertainty uncertainty;
  uncertainty.kind = kind;
  return uncertainty;
}

TEST(SignProbability, OfANormalIsItsDistributionFunctionAtZero) {
  Uncertainty normal = of_kind(DistributionKind::normal);
  normal.loc = 1.0;
  normal.scale = 1.0;
  EXPECT_NEAR(probability_of_other_sign(normal, 1.0), 0.15865525393145705, 1e-12);
  EXPECT_NEAR(probability_of_other_sign(normal, -1.0), 0.8413447460685429, 1e-12);
  EXPECT_EQ(probability_of_other_sign(normal, 0.0), 0.0);
  normal.minimum = 0.0;
  EXPECT_EQ(probability_of_other_sign(normal, 1.0), 0.0) << "cut off at 0";
}

TEST(SignProbability, OfAUniformIsItsPartBelowZero) {
  Uncertainty uniform = of_kind(DistributionKind::uniform);
  uniform.minimum = -1.0;
  uniform.maximum = 3.0;
  EXPECT_NEAR(probability_of_other_sign(uniform, 1.0), 0.25, 1e-12);
  EXPECT_NEAR(probability_of_other_sign(uniform, -1.0), 0.75, 1e-12);
}

TEST(SignProbability, OfWhatHasOneSignIsNoneOrAll) {
  Uncertainty lognormal = of_kind(DistributionKind::lognormal);
  lognormal.loc = 0.0;
  lognormal.scale = 1.0;
  EXPECT_EQ(probability_of_other_sign(lognormal, 1.0), 0.0);
  EXPECT_NEAR(probability_of_other_sign(lognormal, -1.0), 1.0, 1e-12);
  EXPECT_EQ(probability_of_other_sign(Uncertainty(), 1.0), 0.0);
}

}  // namespace
}  // namespace plume::sign_probability_test
