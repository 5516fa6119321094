// SPDX-License-Identifier: Apache-2.0
#include "host/compile/single_precision.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <memory>
#include <vector>

#include "tests/support/draft.hpp"

namespace plume::single_precision_test {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

Uncertainty gamma_of(double shape) {
  Uncertainty u;
  u.kind = DistributionKind::gamma;
  u.shape = shape;
  u.scale = 1.0;
  return u;
}

std::optional<std::string> of(const Uncertainty& u, double factor = 1.0) {
  return beyond_single(Distribution(u), factor);
}

TEST(SinglePrecision, HoldsWhatStudiesUsuallyDraw) {
  EXPECT_EQ(std::nullopt, of(testing::lognormal(3.0, 0.3)));
  EXPECT_EQ(std::nullopt, of(testing::lognormal(3.0, 6.9)));  // a GSD of 1000
  EXPECT_EQ(std::nullopt, of(testing::normal(0.0, 1.0)));
  EXPECT_EQ(std::nullopt, of(testing::uniform(0.0, 1.0)));
  EXPECT_EQ(std::nullopt, of(testing::triangular(1000.0, 1001.0, 1002.0)));
  EXPECT_EQ(std::nullopt, of(gamma_of(0.5)));
  EXPECT_EQ(std::nullopt, of(Uncertainty{}));
}

TEST(SinglePrecision, HoldsMixturesWhoseComponentsMeetAtQuarters) {
  auto table = std::make_shared<DistributionTable>();
  for (const double weight : {1.0, 1.0, 2.0}) {
    DistributionTable::Row row;
    row.weight = weight;
    row.component = testing::normal(1.0 + weight, 0.2);
    table->rows.push_back(row);
  }
  Uncertainty mixture;
  mixture.kind = DistributionKind::mixture;
  mixture.table = table;
  EXPECT_EQ(std::nullopt, of(mixture));
}

TEST(SinglePrecision, HoldsAtomsAtZero) {
  Uncertainty coin;
  coin.kind = DistributionKind::bernoulli;
  coin.loc = 0.3;
  EXPECT_EQ(std::nullopt, of(coin));
  Uncertainty choice;
  choice.kind = DistributionKind::categorical;
  auto table = std::make_shared<DistributionTable>();
  for (const double value : {0.1, 0.1 * (1.0 + 0x1p-52), 0.3})
    table->rows.push_back({value, value, 1.0, {}});
  choice.table = table;
  EXPECT_EQ(std::nullopt, of(choice));
}

TEST(SinglePrecision, IsTooNarrowForASmallSpread) {
  EXPECT_EQ("varies by 4.8e-08 of its size only", of(testing::uniform(1e6, 1e6 + 0.1)));
  EXPECT_EQ("varies by 4.8e-08 of its size only", of(testing::uniform(1e6, 1e6 + 0.1), -1e-20));
  EXPECT_TRUE(of(testing::normal(1.0, 1e-6)).has_value());
  EXPECT_TRUE(of(testing::lognormal(1.0, 1e-6)).has_value());
  EXPECT_TRUE(of(testing::triangular(1e9, 1e9 + 1, 1e9 + 2)).has_value());
}

TEST(SinglePrecision, EndsWhereItsExponentDoes) {
  EXPECT_EQ("is drawn as small as 1.5e-41", of(testing::lognormal(1e-40, std::log(1.5))));
  EXPECT_EQ("is drawn as large as 1.5e+39", of(testing::lognormal(1e40, std::log(1.5))));
  EXPECT_EQ(std::nullopt, of(testing::lognormal(1e-40, 0.4), 1e40));
  EXPECT_TRUE(of(gamma_of(0.01)).has_value());
  EXPECT_TRUE(of(testing::lognormal(1.0, 25.0)).has_value());
}

TEST(SinglePrecision, LooksAtEveryPresampledValue) {
  const std::vector<double> plain = {1.0, nan, 0.0, 3.0}, same = {7.1, 7.1},
                            narrow = {1e6, 1e6 + 0.01}, tiny = {1.0, 1e-45}, nothing = {nan, nan};
  EXPECT_EQ(std::nullopt, beyond_single(plain, 0.1));
  EXPECT_EQ(std::nullopt, beyond_single(same, 1.0));
  EXPECT_EQ(std::nullopt, beyond_single(nothing, 1.0));
  EXPECT_EQ("varies by 1e-08 of its size only", beyond_single(narrow, 2.0));
  EXPECT_EQ("is drawn as small as 1e-45", beyond_single(tiny, 1.0));
  EXPECT_EQ("is drawn as large as 1", beyond_single(tiny, 1e40));
}

}  // namespace
}  // namespace plume::single_precision_test
