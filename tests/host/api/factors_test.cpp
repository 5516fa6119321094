// SPDX-License-Identifier: Apache-2.0
#include "host/api/factors.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plume::api::factors_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(SearchFactors, AFactorHasAllThatIsKnownOfIt) {
  const FactorSearch search = search_factors({.id = "ipcc06_stat_co2_natural_gas"});
  ASSERT_EQ(search.found.size(), 1u);
  const Factor& factor = search.found.front();
  EXPECT_EQ(factor.value, 56100.0);
  EXPECT_EQ(factor.unit(), "kg/TJ (NCV)");
  EXPECT_EQ(factor.gas, "CO2 (fossil)");
  EXPECT_FALSE(factor.is_conversion);
  EXPECT_EQ(factor.distribution, "mixture");
  EXPECT_EQ(factor.lower95.value(), 54300.0);
  EXPECT_EQ(factor.upper95.value(), 58300.0);
  EXPECT_EQ(factor.uncertainty,
            "two-piece lognormal, sigma 0.0166 and 0.0196 (95 %: 54300 to 58300)");
  EXPECT_FALSE(factor.source.empty());
  EXPECT_THAT(search.hints, IsEmpty());
  EXPECT_GT(search.num_factors, 500u);
  EXPECT_EQ(search.sha256.size(), 64u);
  EXPECT_FALSE(search.version.empty());
}

TEST(SearchFactors, WithoutAPublishedUncertaintyThereIsNoDistribution) {
  const FactorSearch search = search_factors({.words = "SICHUAN average", .year = "2022"});
  ASSERT_EQ(search.found.size(), 1u);
  EXPECT_EQ(search.found.front().distribution, "");
  EXPECT_EQ(search.found.front().uncertainty, "no uncertainty published");
}

TEST(SearchFactors, WhatNothingHoldsGetsAHint) {
  const FactorSearch search = search_factors({.words = "sichaun"});
  EXPECT_THAT(search.found, IsEmpty());
  EXPECT_THAT(search.hints, ElementsAre("nothing holds 'sichaun'; did you mean 'sichuan'?"));
}

}  // namespace
}  // namespace plume::api::factors_test
