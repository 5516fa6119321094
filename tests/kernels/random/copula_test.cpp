// SPDX-License-Identifier: Apache-2.0
#include "kernels/random/copula.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "tests/support/statistics.hpp"

namespace plume::copula_test {
namespace {

using One = Pack<std::uint32_t, 1>;

TEST(NormalTail, AgreesWithTheComplementaryErrorFunctionFarOut) {
  for (int i = 0; i <= 36000; ++i) {
    const double z = i * 1e-3;
    const double exact = 0.5 * std::erfc(z * 0.70710678118654752440);
    ASSERT_NEAR(normal_tail(Pack<double, 1>{z}).v / exact, 1.0,
                z < 4.0   ? 1e-12
                : z < 6.5 ? 2e-9
                          : 1e-8)
        << z;
    ASSERT_EQ(normal_tail(Pack<double, 1>{z}).v, normal_tail(Pack<double, 1>{-z}).v);
  }
}

/// f(p) = 3 + 2p, exact in cubics; d runs over 2^−octave / (2 · pieces).
std::vector<double> straight_line(std::uint32_t octaves) {
  std::vector<double> table;
  for (std::uint32_t o = 0; o < octaves; ++o) {
    for (std::uint32_t i = 0; i < octave_pieces; ++i) {
      const double width = std::ldexp(1.0, -static_cast<int>(o) - 1) / octave_pieces;
      const double start = std::ldexp(0.5, -static_cast<int>(o)) + i * width;
      table.insert(table.end(), {3.0 + 2.0 * start, 2.0 * width, 0.0, 0.0});
    }
  }
  return table;
}

TEST(OctaveValue, FindsThePieceOfEveryPoint) {
  constexpr std::uint32_t octaves = 20;
  const std::vector<double> table = straight_line(octaves);
  for (int i = 0; i <= 100000; ++i) {
    const double p = std::exp2(-20.0 * i / 100000);
    ASSERT_NEAR(octave_value(table.data(), octaves, p), 3.0 + 2.0 * p, 1e-15 * 5) << p;
  }
  EXPECT_DOUBLE_EQ(octave_value(table.data(), octaves, 1e-9), 3.0 + 2.0 * 0x1p-20)
      << "below the table";
}

TEST(WordFromTail, FloorsAndStaysWithinTheWord) {
  EXPECT_EQ(0u, word_from_tail(0.0, true));
  EXPECT_EQ(0xffffffffu, word_from_tail(0.0, false));
  EXPECT_EQ(0x80000000u, word_from_tail(0.5, false));
  EXPECT_EQ(7u, word_from_tail(7.5 / 4294967296.0, true));
  EXPECT_EQ(0xfffffff8u, word_from_tail(7.5 / 4294967296.0, false));
}

/// Two dimensions with correlation 0.8.
struct TwoDimensions {
  std::vector<CopulaRow> rows{{0, 0, 1, no_slot}, {0, 1, 2, no_slot}};
  std::vector<std::uint64_t> keys{0x1234567890abcdefu, 0xfedcba0987654321u};
  std::vector<double> coefficients{1.0, 0.8, 0.6};
  ProblemView view;
  TwoDimensions() {
    view.seed = 9;
    view.copula_row = rows.data();
    view.copula_key = keys.data();
    view.copula_coefficient = coefficients.data();
  }
};

TEST(CopulaWord, AnUncorrelatedDimensionKeepsItsOwnWord) {
  TwoDimensions two;
  for (const std::uint32_t lhs : {0u, 1u}) {
    two.view.latin_hypercube = lhs;
    for (std::uint64_t i = 0; i < 20000; ++i) {
      One own{word_of(9, two.keys[0], i, Stream::value)};
      if (lhs != 0) own = stratify<1>(own, 9, two.keys[0], i, One{0u});
      ASSERT_EQ(own.v, copula_word<1>(two.view, 0, i, One{0u}).v) << i;
    }
  }
}

TEST(CopulaWord, PairsHaveTheCorrelationOfTheMatrix) {
  const TwoDimensions two;
  constexpr int n = 40000;
  double sum = 0.0;
  std::vector<double> second;
  for (std::uint64_t i = 0; i < n; ++i) {
    const auto z = [&](std::uint32_t row) {
      const Uniform<1> u = uniform_from_word(copula_word<1>(two.view, row, i, One{0u}));
      second.push_back(u.u.v);
      return normal_quantile(u.u, u.complement).v;
    };
    sum += z(0) * z(1);
  }
  // Standard error of a correlation: (1 − ρ²) / √n, that of the mean product √(1 + ρ²) / √n; 4 of
  // them.
  const double tolerance = 4.0 * std::sqrt(1.0 + 0.64) / std::sqrt(n);
  EXPECT_NEAR(sum / n, 0.8, tolerance);
  EXPECT_GT(std::abs(sum / n - 0.75), tolerance) << "the twin";
  EXPECT_LT(testing::ks_statistic(second, [](double u) { return u; }), testing::ks_critical(n))
      << "margins stay uniform (half of the sample is independent of the other half's level)";
}

TEST(DependentWord, ReversesByComplement) {
  const TwoDimensions two;
  WideDraw draw{};
  const One own{0x12345678u};
  const auto word = [&](WordOrigin origin) {
    draw.origin = origin;
    draw.origin_index = 1;
    return dependent_word<1>(two.view, draw, own, 5, One{0u}).v;
  };
  EXPECT_EQ(own.v, word(WordOrigin::own));
  EXPECT_EQ(~own.v, word(WordOrigin::own_reversed));
  EXPECT_EQ(copula_word<1>(two.view, 1, 5, One{0u}).v, word(WordOrigin::copula));
  EXPECT_EQ(~word(WordOrigin::copula), word(WordOrigin::copula_reversed));
}

TEST(SwitchOption, TakesOptionsByTheirWeights) {
  // Weights 0.5, 0.2, 0.3 as thresholds of the word.
  const std::vector<double> values{0.5 * 4294967296.0, std::floor(0.7 * 4294967296.0)};
  ProblemView view;
  view.seed = 4;
  view.array_values = values.data();
  ArrayDraw draw{};
  draw.group_key = 77;
  draw.random = 2;
  draw.num_columns = 3;
  constexpr std::uint64_t n = 20480;
  double count[3] = {};
  for (std::uint64_t i = 0; i < n; ++i) count[switch_option(view, draw, i)] += 1.0;
  const double weight[3] = {0.5, 0.2, 0.3};
  for (int k = 0; k < 3; ++k)
    EXPECT_NEAR(count[k] / n, weight[k], 4.0 * std::sqrt(weight[k] * (1.0 - weight[k]) / n)) << k;
  EXPECT_GT(std::abs(count[1] / n - 0.25), 4.0 * std::sqrt(0.2 * 0.8 / n)) << "the twin";

  view.latin_hypercube = 1;
  double stratified[3] = {};
  for (std::uint64_t i = 0; i < n; ++i) stratified[switch_option(view, draw, i)] += 1.0;
  for (int k = 0; k < 3; ++k)
    EXPECT_NEAR(stratified[k], weight[k] * n, n / 1024.0) << "one stratum in each block";
}

}  // namespace
}  // namespace plume::copula_test
