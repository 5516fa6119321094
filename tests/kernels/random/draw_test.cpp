// SPDX-License-Identifier: Apache-2.0
// Each form against closed-form quantiles, its bounds, and its distribution (Kolmogorov-Smirnov, n
// = 100,000, level 0.001).
#include "kernels/random/draw.hpp"

#include <gtest/gtest.h>

#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <set>
#include <vector>

#include "tests/support/statistics.hpp"

namespace plume::draw_test {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double phi(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

/// Φ⁻¹(p) where p = (word + ½) / 2³², both tails exact.
long double z_exact(std::uint32_t word) {
  const long double lower = (word + 0.5L) / 4294967296.0L,
                    upper = (4294967295u - word + 0.5L) / 4294967296.0L;
  return lower < upper ? -std::sqrt(2.0L) * boost::math::erfc_inv(2 * lower)
                       : std::sqrt(2.0L) * boost::math::erfc_inv(2 * upper);
}

std::vector<std::uint32_t> words(std::size_t n) {
  std::vector<std::uint32_t> list = {0, 1, 2, 0x7fffffffu, 0x80000000u, 0xfffffffeu, 0xffffffffu};
  std::mt19937_64 random(6);
  while (list.size() < n) list.push_back(static_cast<std::uint32_t>(random() >> 32));
  return list;
}

double wide(const WideDraw& draw, std::uint32_t word) {
  return wide_draw<1>(draw, Pack<std::uint32_t, 1>{word}).v;
}
float lognormal(const PlainDraw& draw, std::uint32_t word) {
  return plain_lognormal<1>(draw, Pack<std::uint32_t, 1>{word}).v;
}
float normal(const PlainDraw& draw, std::uint32_t word) {
  return plain_normal<1>(draw, Pack<std::uint32_t, 1>{word}).v;
}

WideDraw wide_form(DrawForm form, double a, double b) {
  WideDraw draw{};
  draw.form = form;
  draw.a = a;
  draw.b = b;
  draw.t1 = 1.0;
  draw.minimum = -infinity;
  draw.maximum = infinity;
  return draw;
}

/// Truncated to z in [low, high], counted from the upper end if `mirrored`.
WideDraw truncated(DrawForm form, double a, double b, double low, double high, bool mirrored) {
  WideDraw draw = wide_form(form, a, b);
  draw.mirrored = mirrored ? 1 : 0;
  draw.t0 = mirrored ? phi(-high) : phi(low);
  draw.t1 = mirrored ? phi(-low) : phi(high);
  const auto value = [&](double z) {
    return form == DrawForm::lognormal ? a * std::exp(b * z) : a + b * z;
  };
  draw.minimum = std::min(value(low), value(high));
  draw.maximum = std::max(value(low), value(high));
  return draw;
}

// --- against closed forms
// ---------------------------------------------------------------------------------------------

TEST(UniformFromWord, IsTheMiddleOfItsStratumAndHasAnExactComplement) {
  for (const std::uint32_t word : words(10'000)) {
    const Uniform<1> u = uniform_from_word(Pack<std::uint32_t, 1>{word});
    EXPECT_EQ((word + 0.5) / 4294967296.0, u.u.v);
    EXPECT_EQ((4294967295u - word + 0.5) / 4294967296.0, u.complement.v);
  }
}

TEST(PlainLognormal, IsItsQuantile) {
  for (const double sigma : {0.01, 0.1, 0.5, 2.0}) {
    for (const float median : {1.0f, -3.5f, 1e-20f}) {
      PlainDraw draw{};
      draw.a = median;
      draw.b = static_cast<float>(sigma / std::log(2.0));
      for (const std::uint32_t word : words(3000)) {
        const double exact = median * std::exp2(static_cast<double>(draw.b * z_exact(word)));
        // z to 7e-7 · max(1, |z|), the exponent rounded to fp32, exp2 and the product to one unit
        // each.
        const double bound =
            2e-7 + 8e-7 * sigma * static_cast<double>(std::max(1.0L, std::abs(z_exact(word))));
        ASSERT_NEAR(exact, lognormal(draw, word), bound * std::abs(exact))
            << "word " << word << " sigma " << sigma;
      }
    }
  }
}

TEST(PlainNormal, IsItsQuantile) {
  PlainDraw draw{};
  draw.a = 10.0f;
  draw.b = -2.5f;
  for (const std::uint32_t word : words(10'000)) {
    ASSERT_NEAR(static_cast<double>(10.0L - 2.5L * z_exact(word)), normal(draw, word),
                2.5 * 6.5e-6 + 1e-6);
  }
}

TEST(WideDraw, UntruncatedFormsAreTheirQuantiles) {
  const WideDraw lognormal_draw = wide_form(DrawForm::lognormal, -3.5, 0.8),
                 normal_draw = wide_form(DrawForm::normal, 2.0, 0.3);
  for (const std::uint32_t word : words(20'000)) {
    const double z = static_cast<double>(z_exact(word));
    const double x = -3.5 * std::exp(0.8 * z);
    ASSERT_NEAR(x, wide(lognormal_draw, word), 3e-14 * std::abs(x));
    ASSERT_NEAR(2.0 + 0.3 * z, wide(normal_draw, word), 1e-14);
  }
}

TEST(WideDraw, UniformAndTriangularAreTheirQuantiles) {
  WideDraw uniform = wide_form(DrawForm::uniform, -2.0, 7.0);
  WideDraw triangular{};
  const double low = 26.0, mode = 26.6, high = 27.2, width = high - low;
  triangular.form = DrawForm::triangular;
  triangular.a = low;
  triangular.b = std::sqrt(width * (mode - low));
  triangular.t0 = high;
  triangular.t1 = std::sqrt(width * (high - mode));
  triangular.minimum = (mode - low) / width;
  for (const std::uint32_t word : words(20'000)) {
    const double u = (word + 0.5) / 4294967296.0;
    ASSERT_NEAR(-2.0 + 7.0 * u, wide(uniform, word), 2e-15);
    const double x = u < 0.5 ? low + std::sqrt(u * width * (mode - low))
                             : high - std::sqrt((1 - u) * width * (high - mode));
    ASSERT_NEAR(x, wide(triangular, word), 1e-14 * high);
    ASSERT_GE(wide(triangular, word), low);
    ASSERT_LE(wide(triangular, word), high);
  }
}

TEST(WideDraw, TruncatedFormsAreTheirQuantiles) {
  for (const auto& [low, high] :
       std::vector<std::pair<double, double>>{{-1.0, 1.5}, {-3.0, -2.0}, {2.0, 4.0}, {0.0, 0.1}}) {
    const bool mirrored = low + high > 0;
    const WideDraw draw = truncated(DrawForm::normal, 1.0, 0.5, low, high, mirrored);
    for (const std::uint32_t word : words(3000)) {
      const long double u = (word + 0.5L) / 4294967296.0L;
      const long double p =
          mirrored ? phi(-high) + (1 - u) * (static_cast<long double>(phi(-low)) - phi(-high))
                   : phi(low) + u * (static_cast<long double>(phi(high)) - phi(low));
      const long double z = (mirrored ? 1 : -1) * std::sqrt(2.0L) * boost::math::erfc_inv(2 * p);
      ASSERT_NEAR(static_cast<double>(1.0L + 0.5L * z), wide(draw, word), 2e-14)
          << "[" << low << ", " << high << "] word " << word;
    }
  }
}

// --- bounds
// -------------------------------------------------------------------------------------------------

TEST(WideDraw, NeverLeavesItsBoundsAndReachesForThem) {
  for (const DrawForm form : {DrawForm::normal, DrawForm::lognormal}) {
    for (const double sign : {1.0, -1.0}) {
      for (const auto& [low, high] : std::vector<std::pair<double, double>>{{-0.5, 0.5},
                                                                            {-8.0, -7.0},
                                                                            {7.0, 8.0},
                                                                            {3.0, 3.0001},
                                                                            {-30.0, -29.9},
                                                                            {29.9, 30.0},
                                                                            {-4.0, 8.0}}) {
        const WideDraw draw =
            truncated(form, sign * 2.0, form == DrawForm::normal ? sign * 0.7 : 0.7, low, high,
                      low + high > 0);
        double least = infinity, most = -infinity;
        for (const std::uint32_t word : words(5000)) {
          const double x = wide(draw, word);
          ASSERT_GE(x, draw.minimum);
          ASSERT_LE(x, draw.maximum);
          least = std::min(least, x);
          most = std::max(most, x);
        }
        // The draws fill the interval that holds their probability, not just one end of it.
        if (high - low <= 1.0) {
          const double width = draw.maximum - draw.minimum;
          EXPECT_GT(most - least, 0.9 * width) << "[" << low << ", " << high << "]";
        }
      }
    }
  }
}

TEST(WideDraw, AnUpperTailKeepsItsDigitsWhereMirrored) {
  // z in [8, 9]: 1 − Φ is 6e-16. Counted from the lower end nothing of it is left; mirrored, words
  // still give distinct numbers.
  const WideDraw mirrored = truncated(DrawForm::normal, 0.0, 1.0, 8.0, 9.0, true);
  const WideDraw plain = truncated(DrawForm::normal, 0.0, 1.0, 8.0, 9.0, false);
  std::set<double> values, sabotaged;
  for (const std::uint32_t word : words(1000)) {
    values.insert(wide(mirrored, word));
    sabotaged.insert(wide(plain, word));
  }
  EXPECT_GT(values.size(), 990u);
  EXPECT_LT(sabotaged.size(), 20u);
}

// --- distributions
// -------------------------------------------------------------------------------------------------

constexpr std::size_t n = 100'000;

template <class Draw>
std::vector<double> sample(std::uint64_t key, Draw draw) {
  std::vector<double> values;
  for (std::uint64_t i = 0; i < n; ++i) values.push_back(draw(word_of(42, key, i, Stream::value)));
  return values;
}

TEST(Distribution, PlainLognormal) {
  PlainDraw draw{};
  draw.a = 2.0f;
  draw.b = static_cast<float>(0.5 / std::log(2.0));
  const auto values = sample(1, [&](std::uint32_t word) { return lognormal(draw, word); });
  EXPECT_LT(testing::ks_statistic(values, [](double x) { return phi(std::log(x / 2.0) / 0.5); }),
            testing::ks_critical(n));
  EXPECT_GT(testing::ks_statistic(values, [](double x) { return phi(std::log(x / 2.0) / 0.525); }),
            testing::ks_critical(n));
  EXPECT_GT(testing::ks_statistic(values, [](double x) { return phi(std::log(x / 2.02) / 0.5); }),
            testing::ks_critical(n));
}

TEST(Distribution, PlainNormal) {
  PlainDraw draw{};
  draw.a = -1.0f;
  draw.b = 3.0f;
  const auto values = sample(2, [&](std::uint32_t word) { return normal(draw, word); });
  EXPECT_LT(testing::ks_statistic(values, [](double x) { return phi((x + 1.0) / 3.0); }),
            testing::ks_critical(n));
  EXPECT_GT(testing::ks_statistic(values, [](double x) { return phi((x + 1.0) / 3.15); }),
            testing::ks_critical(n));
}

TEST(Distribution, Triangular) {
  WideDraw draw{};
  draw.form = DrawForm::triangular;  // 0, 0.25, 1
  draw.a = 0.0;
  draw.b = 0.5;
  draw.t0 = 1.0;
  draw.t1 = std::sqrt(0.75);
  draw.minimum = 0.25;
  const auto cdf = [](double x, double mode) {
    return x < mode ? x * x / mode : 1 - (1 - x) * (1 - x) / (1 - mode);
  };
  const auto values = sample(3, [&](std::uint32_t word) { return wide(draw, word); });
  EXPECT_LT(testing::ks_statistic(values, [&](double x) { return cdf(x, 0.25); }),
            testing::ks_critical(n));
  EXPECT_GT(testing::ks_statistic(values, [&](double x) { return cdf(x, 0.27); }),
            testing::ks_critical(n));
}

TEST(Distribution, TruncatedNormalIsRenormalisedNotClipped) {
  const WideDraw draw = truncated(DrawForm::normal, 0.0, 1.0, -1.0, 2.0, true);
  const auto values = sample(4, [&](std::uint32_t word) { return wide(draw, word); });
  const auto inside = [](double x) { return (phi(x) - phi(-1.0)) / (phi(2.0) - phi(-1.0)); };
  EXPECT_LT(testing::ks_statistic(values, inside), testing::ks_critical(n));
  std::vector<double> clipped = sample(
      4, [&](std::uint32_t word) { return wide(wide_form(DrawForm::normal, 0.0, 1.0), word); });
  for (double& x : clipped) x = std::min(std::max(x, -1.0), 2.0);
  EXPECT_GT(testing::ks_statistic(clipped, inside), testing::ks_critical(n));
}

// --- presampled columns
// -----------------------------------------------------------------------------------------------

TEST(ArrayColumn, SequentialAndCombinatorialCount) {
  ArrayDraw draw{};
  draw.num_columns = 7;
  draw.stride = 1;
  for (std::uint64_t i = 0; i < 30; ++i) EXPECT_EQ(i % 7, array_column(draw, 1, i));
  draw.stride = 3;
  for (std::uint64_t i = 0; i < 60; ++i) EXPECT_EQ((i / 3) % 7, array_column(draw, 1, i));
  EXPECT_EQ((std::uint64_t{1} << 40) / 3 % 7, array_column(draw, 1, std::uint64_t{1} << 40));
}

TEST(ArrayColumn, RandomOnesAreUniformAndSharedByTheGroup) {
  ArrayDraw draw{};
  draw.num_columns = 10;
  draw.random = 1;
  draw.group_key = 99;
  ArrayDraw same = draw, other = draw;
  same.offset = 1000;
  other.group_key = 100;
  std::vector<std::uint32_t> counts(10, 0), sabotaged(10, 0);
  std::size_t equal = 0;
  for (std::uint64_t i = 0; i < n; ++i) {
    const std::uint32_t column = array_column(draw, 5, i);
    ASSERT_LT(column, 10u);
    ASSERT_EQ(column, array_column(same, 5, i));
    equal += column == array_column(other, 5, i) ? 1 : 0;
    ++counts[column];
    ++sabotaged[column == 3 && i % 20 == 0 ? 4 : column];
  }
  // chi-square, 9 degrees of freedom, level 0.001; the twin moves one in twenty of one column.
  EXPECT_LT(testing::chi_square(counts), testing::chi_square_critical(9));
  EXPECT_GT(testing::chi_square(sabotaged), testing::chi_square_critical(9));
  // Two groups agree in a tenth of the iterations: 10,000 ± 95; 4 standard errors.
  EXPECT_NEAR(10'000.0, static_cast<double>(equal), 4 * std::sqrt(n * 0.1 * 0.9));
}

}  // namespace
}  // namespace plume::draw_test
