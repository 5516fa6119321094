// SPDX-License-Identifier: Apache-2.0
#include "host/stats/order_statistics.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace plume::order_statistics_test {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

// Expected values: numpy 1.24.2, numpy.quantile(x, p), printed with repr.

TEST(QuantileOfSorted, FourValuesAsNumPy) {
  const std::vector<double> sorted = {1.0, 2.0, 3.0, 10.0};
  const std::vector<double> levels = {0, 0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975, 1};
  const std::vector<double> expected = {
      1.0, 1.075, 1.15, 1.75, 2.5, 4.75, 8.949999999999998, 9.474999999999998, 10.0};
  for (std::size_t i = 0; i < levels.size(); ++i) {
    EXPECT_EQ(quantile_of_sorted(sorted, levels[i]), expected[i]) << levels[i];
  }
}

TEST(QuantileOfSorted, TiesAsNumPy) {
  const std::vector<double> sorted = {-2.25, 0.1, 0.1, 0.1, 0.7, 0.7, 5.5};
  const std::vector<double> levels = {0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975};
  const std::vector<double> expected = {-1.8975,           -1.545, 0.1, 0.1, 0.7, 4.059999999999997,
                                        4.7799999999999985};
  for (std::size_t i = 0; i < levels.size(); ++i) {
    EXPECT_EQ(quantile_of_sorted(sorted, levels[i]), expected[i]) << levels[i];
  }
}

TEST(QuantileOfSorted, HugeValuesAsNumPy) {
  const std::vector<double> sorted = {-1e300, 1e300};
  EXPECT_EQ(quantile_of_sorted(sorted, 0.025), -9.5e+299);
  EXPECT_EQ(quantile_of_sorted(sorted, 0.5), 0.0);
  EXPECT_EQ(quantile_of_sorted(sorted, 0.975), 9.5e+299);
}

TEST(QuantileOfSorted, OneValueIsEveryQuantile) {
  const std::vector<double> sorted = {4.25};
  for (const double p : {0.0, 0.025, 0.5, 1.0}) EXPECT_EQ(quantile_of_sorted(sorted, p), 4.25);
}

TEST(QuantileOfSorted, NoValueOrNoLevelIsNaN) {
  const std::vector<double> sorted = {1.0, 2.0};
  EXPECT_TRUE(std::isnan(quantile_of_sorted({}, 0.5)));
  EXPECT_TRUE(std::isnan(quantile_of_sorted(sorted, -0.01)));
  EXPECT_TRUE(std::isnan(quantile_of_sorted(sorted, 1.01)));
  EXPECT_TRUE(std::isnan(quantile_of_sorted(sorted, nan)));
}

TEST(QuantileOfSorted, EqualInfinitiesStayInfinite) {
  const std::vector<double> sorted = {1.0, infinity, infinity};
  EXPECT_EQ(quantile_of_sorted(sorted, 0.75), infinity);
  EXPECT_EQ(quantile_of_sorted(sorted, 1.0), infinity);
}

TEST(QuantileOfSorted, NeverFallsAsTheLevelRises) {
  std::mt19937_64 engine(7);
  std::lognormal_distribution<double> draw(0.0, 1.0);
  std::vector<double> sorted(101);
  for (double& value : sorted) value = draw(engine);
  std::sort(sorted.begin(), sorted.end());
  double previous = sorted.front();
  for (int i = 0; i <= 10000; ++i) {
    const double quantile = quantile_of_sorted(sorted, i / 10000.0);
    ASSERT_GE(quantile, previous) << i;
    previous = quantile;
  }
}

TEST(PlaceQuantiles, PutsTheLevelsAskedForWhereSortingPutsThem) {
  std::mt19937_64 engine(5);
  std::uniform_real_distribution<double> draw(0.0, 1.0);
  const std::vector<double> levels = {0.9, 0.1, 0.5, 0.500001};
  for (const std::size_t size : {1u, 2u, 17u, 1024u}) {
    std::vector<double> values(size);
    for (double& value : values) value = draw(engine);
    std::vector<double> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    place_quantiles(values, levels);
    for (const double level : levels)
      EXPECT_EQ(quantile_of_sorted(values, level), quantile_of_sorted(sorted, level));
    EXPECT_EQ(std::is_sorted(values.begin(), values.end()), size <= 2) << "no more than is needed";
    std::sort(values.begin(), values.end());
    EXPECT_EQ(values, sorted) << "nothing is lost";
  }
}

TEST(PlaceQuantiles, OfNothingIsNothing) {
  std::vector<double> none;
  place_quantiles(none, std::vector<double>{0.5});
  EXPECT_TRUE(none.empty());
}

}  // namespace
}  // namespace plume::order_statistics_test
