// SPDX-License-Identifier: Apache-2.0
#include "host/stats/student.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <utility>

namespace plume::student_test {
namespace {

TEST(ConfidenceFactor, IsThatOfTheTables) {
  // Abramowitz & Stegun, table 26.10, Q = 0.05 for |t|.
  const std::pair<std::uint64_t, double> known[] = {
      {1, 12.706}, {2, 4.303},  {3, 3.182},  {4, 2.776},  {7, 2.365},
      {9, 2.262},  {15, 2.131}, {30, 2.042}, {60, 2.000}, {120, 1.980}};
  for (const auto& [degrees, value] : known)
    EXPECT_NEAR(confidence_factor(degrees), value, 5.01e-4) << degrees;
  EXPECT_NEAR(confidence_factor(1), std::tan(std::acos(-1.0) * 0.475), 1e-12) << "Cauchy";
  EXPECT_NEAR(confidence_factor(2), 0.95 * std::sqrt(2.0 / (1.0 - 0.95 * 0.95)), 1e-12)
      << "closed form";
}

TEST(ConfidenceFactor, FallsSmoothlyToTheNormal) {
  EXPECT_NEAR(confidence_factor(200), confidence_factor(201), 7e-5);
  for (std::uint64_t degrees = 1; degrees < 400; ++degrees) {
    ASSERT_GT(confidence_factor(degrees), confidence_factor(degrees + 1)) << degrees;
  }
  EXPECT_NEAR(confidence_factor(1'000'000'000), 1.959963984540054, 1e-8);
  EXPECT_TRUE(std::isnan(confidence_factor(0)));
}

TEST(ConfidenceInterval, ReachesAsFarAsTheReplicatesAllow) {
  const ConfidenceInterval interval = confidence_interval(10.0, 2.0, 8);
  EXPECT_NEAR(interval.lower, 10.0 - 2.0 * 2.36462425, 1e-7);
  EXPECT_NEAR(interval.upper, 10.0 + 2.0 * 2.36462425, 1e-7);
  for (const std::uint64_t replicates : {0u, 1u}) {
    EXPECT_TRUE(std::isnan(confidence_interval(10.0, 2.0, replicates).lower)) << "nothing is known";
    EXPECT_TRUE(std::isnan(confidence_interval(10.0, 2.0, replicates).upper));
  }
  EXPECT_TRUE(
      std::isnan(confidence_interval(1.0, std::numeric_limits<double>::quiet_NaN(), 9).lower));
}

}  // namespace
}  // namespace plume::student_test
