// SPDX-License-Identifier: Apache-2.0
#include "host/model/uncertainty.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace plume::uncertainty_test {
namespace {

TEST(DistributionKind, NamesAndNumbersAreThoseOfStatsArrays) {
  constexpr std::string_view names[] = {
      "undefined",  "none",        "lognormal",   "normal",
      "uniform",    "triangular",  "bernoulli",   "discrete_uniform",
      "weibull",    "gamma",       "beta",        "generalized_extreme_value",
      "students_t", "beta_pert",   "log_uniform", "empirical",
      "histogram",  "categorical", "mixture"};
  for (int number = 0; number < num_distribution_kinds; ++number) {
    const auto kind = static_cast<DistributionKind>(number);
    EXPECT_EQ(name_of(kind), names[number]);
    DistributionKind back = DistributionKind::undefined;
    EXPECT_TRUE(distribution_from_name(names[number], back));
    EXPECT_EQ(back, kind);
  }
  EXPECT_EQ(name_of(static_cast<DistributionKind>(num_distribution_kinds)), "unknown");
}

TEST(DistributionKind, UnknownNamesChangeNothing) {
  DistributionKind kind = DistributionKind::gamma;
  EXPECT_FALSE(distribution_from_name("", kind));
  EXPECT_FALSE(distribution_from_name("Lognormal", kind));
  EXPECT_FALSE(distribution_from_name("unknown", kind));
  EXPECT_EQ(kind, DistributionKind::gamma);
}

TEST(Uncertainty, NothingIsGivenAtFirst) {
  const Uncertainty u;
  EXPECT_TRUE(u.is_certain());
  for (const double value : {u.loc, u.scale, u.shape, u.minimum, u.maximum})
    EXPECT_TRUE(std::isnan(value));
  EXPECT_TRUE(Uncertainty{.kind = DistributionKind::none}.is_certain());
  EXPECT_FALSE(Uncertainty{.kind = DistributionKind::lognormal}.is_certain());
}

}  // namespace
}  // namespace plume::uncertainty_test
