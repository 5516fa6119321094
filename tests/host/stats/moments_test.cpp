// SPDX-License-Identifier: Apache-2.0
#include "host/stats/moments.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <vector>

namespace plume::moments_test {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::vector<double> lognormals(std::size_t count, double shift = 0.0) {
  std::mt19937_64 engine(20240611);
  std::lognormal_distribution<double> draw(0.3, 0.7);
  std::vector<double> values(count);
  for (double& value : values) value = shift + draw(engine);
  return values;
}

bool same_bits(const Moments& a, const Moments& b) {
  return a.count == b.count && std::memcmp(&a.mean, &b.mean, sizeof a.mean) == 0 &&
         std::memcmp(&a.m2, &b.m2, sizeof a.m2) == 0 && a.minimum == b.minimum &&
         a.maximum == b.maximum;
}

/// Blocks of another length: the same sample, other bits.
Moments moments_with_block(const std::vector<double>& values, std::size_t block) {
  Moments merged;
  Moments open;
  for (std::size_t i = 0; i < values.size(); ++i) {
    open.add(values[i]);
    if ((i + 1) % block == 0) {
      merged.merge(open);
      open = Moments{};
    }
  }
  merged.merge(open);
  return merged;
}

TEST(Moments, NothingAdded) {
  const Moments moments;
  EXPECT_EQ(moments.count, 0u);
  EXPECT_TRUE(std::isnan(moments.variance()));
  EXPECT_TRUE(std::isnan(moments.se_mean()));
}

TEST(Moments, OneValueHasNoVariance) {
  const std::vector<double> one = {-2.5};
  const Moments moments = moments_of(one);
  EXPECT_EQ(moments.count, 1u);
  EXPECT_EQ(moments.mean, -2.5);
  EXPECT_EQ(moments.minimum, -2.5);
  EXPECT_EQ(moments.maximum, -2.5);
  EXPECT_TRUE(std::isnan(moments.sd()));
}

TEST(Moments, ExtremesOfNegativeValues) {
  const std::vector<double> values = {-3.0, -1.0, -7.0};
  const Moments moments = moments_of(values);
  EXPECT_EQ(moments.minimum, -7.0);
  EXPECT_EQ(moments.maximum, -1.0);
}

TEST(Moments, ClosedFormOfTheFirstIntegers) {
  // 1 … n: mean (n + 1)/2, variance n(n + 1)/12.
  const std::size_t n = 10000;
  std::vector<double> values(n);
  for (std::size_t i = 0; i < n; ++i) values[i] = static_cast<double>(i + 1);
  const Moments moments = moments_of(values);
  EXPECT_NEAR(moments.mean, 5000.5, 1e-11);
  const double variance = 10000.0 * 10001.0 / 12.0;
  EXPECT_NEAR(moments.variance(), variance, 1e-13 * variance);
  EXPECT_NEAR(moments.sd(), std::sqrt(variance), 1e-13 * std::sqrt(variance));
  EXPECT_NEAR(moments.se_mean(), std::sqrt(variance) / 100.0, 1e-14 * std::sqrt(variance));
}

TEST(Moments, AConstantIsExact) {
  const std::vector<double> values(5000, 0.1);
  const Moments moments = moments_of(values);
  EXPECT_EQ(moments.mean, 0.1);
  EXPECT_EQ(moments.m2, 0.0);
}

TEST(Moments, AgreeWithTwoPassesInLongDouble) {
  // Values far from zero: the cancellation that Σx² − n·mean² does not survive. The twin shows that
  // the tolerance sees it.
  const std::vector<double> values = lognormals(30000, 1e8);
  long double sum = 0.0L;
  for (const double value : values) sum += value;
  const long double mean = sum / static_cast<long double>(values.size());
  long double squares = 0.0L;
  for (const double value : values) squares += (value - mean) * (value - mean);
  const double variance =
      static_cast<double>(squares / static_cast<long double>(values.size() - 1));

  const Moments moments = moments_of(values);
  EXPECT_NEAR(moments.mean, static_cast<double>(mean), 1e-15 * static_cast<double>(mean));
  EXPECT_NEAR(moments.variance(), variance, 1e-8 * variance);

  double naive_sum = 0.0;
  double naive_squares = 0.0;
  for (const double value : values) {
    naive_sum += value;
    naive_squares += value * value;
  }
  const double n = static_cast<double>(values.size());
  const double naive_variance = (naive_squares - naive_sum * naive_sum / n) / (n - 1.0);
  EXPECT_GT(std::abs(naive_variance - variance), 1e-8 * variance) << "sabotaged twin";
}

TEST(Moments, TheEmptySampleIsTheIdentityOfMerge) {
  const std::vector<double> values = lognormals(777);
  const Moments moments = moments_of(values);
  Moments left;
  left.merge(moments);
  Moments right = moments;
  right.merge(Moments{});
  EXPECT_TRUE(same_bits(left, moments));
  EXPECT_TRUE(same_bits(right, moments));
}

TEST(Moments, MergeIsAssociativeUpToRounding) {
  const std::vector<double> values = lognormals(3 * 1024);
  const std::span<const double> all(values);
  const Moments a = moments_of(all.subspan(0, 1024));
  const Moments b = moments_of(all.subspan(1024, 1024));
  const Moments c = moments_of(all.subspan(2048));
  Moments ab_c = a;
  ab_c.merge(b);
  ab_c.merge(c);
  Moments bc = b;
  bc.merge(c);
  Moments a_bc = a;
  a_bc.merge(bc);
  EXPECT_EQ(ab_c.count, a_bc.count);
  EXPECT_NEAR(ab_c.mean, a_bc.mean, 1e-14 * a_bc.mean);
  EXPECT_NEAR(ab_c.m2, a_bc.m2, 1e-13 * a_bc.m2);
  EXPECT_EQ(ab_c.minimum, a_bc.minimum);
  EXPECT_EQ(ab_c.maximum, a_bc.maximum);
}

TEST(Moments, BlocksMergedInOrderGiveTheBitsOfTheWhole) {
  // What ranks and part files do: each holds whole blocks, and block order alone decides the bits.
  const std::vector<double> values = lognormals(5 * 1024 + 300);
  Moments merged;
  for (std::size_t first = 0; first < values.size(); first += statistics_block) {
    merged.merge(moments_of(
        std::span(values).subspan(first, std::min<std::size_t>(1024, values.size() - first))));
  }
  EXPECT_TRUE(same_bits(merged, moments_of(values)));
}

TEST(BlockedMoments, TheSameBitsHoweverTheStreamIsCut) {
  std::vector<double> values = lognormals(10000);
  for (std::size_t i = 0; i < values.size(); i += 97) values[i] = nan;
  const Moments expected = moments_of(values);
  for (const std::size_t piece : {1u, 7u, 64u, 1000u, 1023u, 1024u, 1025u, 4096u, 9999u}) {
    BlockedMoments blocked;
    for (std::size_t first = 0; first < values.size(); first += piece) {
      for (std::size_t i = first; i < std::min(values.size(), first + piece); ++i)
        blocked.add(values[i]);
      (void)blocked.total();  // looking at it in between changes nothing
    }
    EXPECT_TRUE(same_bits(blocked.total(), expected)) << "pieces of " << piece;
    EXPECT_EQ(blocked.num_iterations(), values.size());
  }
}

TEST(BlockedMoments, AnotherBlockLengthGivesOtherBits) {
  // The sabotaged twin of the test above: were blocks cut by batch, its comparison would see it.
  const std::vector<double> values = lognormals(10000);
  EXPECT_TRUE(same_bits(moments_with_block(values, 1024), moments_of(values)));
  EXPECT_FALSE(same_bits(moments_with_block(values, 1000), moments_of(values)));
}

TEST(BlockedMoments, NaNIsNotCountedButKeepsItsPlaceInTheBlock) {
  std::vector<double> values = lognormals(3000);
  for (std::size_t i = 10; i < 500; ++i) values[i] = nan;
  std::vector<double> without;
  for (const double value : values) {
    if (!std::isnan(value)) without.push_back(value);
  }
  const Moments moments = moments_of(values);
  const Moments closed_up = moments_of(without);
  EXPECT_EQ(moments.count, without.size());
  EXPECT_NEAR(moments.mean, closed_up.mean, 1e-14 * closed_up.mean);
  EXPECT_FALSE(same_bits(moments, closed_up)) << "blocks are of iterations, not of scores";
}

TEST(BlockedMoments, OnlyNaN) {
  const std::vector<double> values(2000, nan);
  const Moments moments = moments_of(values);
  EXPECT_EQ(moments.count, 0u);
  EXPECT_TRUE(std::isnan(moments.variance()));
}

TEST(Moments, MeanWithinFourStandardErrorsOfTheClosedForm) {
  // n = 50,000 lognormals(0.3, 0.7): mean exp(0.3 + 0.245), z = 4, fixed seed. Twin: the median
  // exp(0.3) taken for the mean.
  const std::vector<double> values = lognormals(50000);
  const Moments moments = moments_of(values);
  EXPECT_LT(std::abs(moments.mean - std::exp(0.545)), 4.0 * moments.se_mean());
  EXPECT_GT(std::abs(moments.mean - std::exp(0.3)), 4.0 * moments.se_mean()) << "sabotaged twin";
}

}  // namespace
}  // namespace plume::moments_test
