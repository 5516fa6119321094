// SPDX-License-Identifier: Apache-2.0
#include "kernels/random/sobol.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include "tests/support/statistics.hpp"

namespace plume::sobol_test {
namespace {

constexpr std::uint64_t block = std::uint64_t{1} << sobol_bits;

/// Reversed direction numbers of the first four dimensions of Sobol's sequence, from their
/// recurrences written out by hand.
std::vector<std::uint32_t> four_dimensions() {
  const std::uint32_t m[4][10] = {
      {1, 1, 1, 1, 1, 1, 1, 1, 1, 1},
      {1, 3, 5, 15, 17, 51, 85, 255, 257, 771},  // x + 1
      {1, 3, 1, 5, 31, 29, 81, 147, 433, 149},   // x² + x + 1
      {1, 3, 1, 7, 21, 59, 105, 199, 265, 331},  // any odd m_b < 2^b give a stratified dimension
  };
  std::vector<std::uint32_t> reversed;
  for (const auto& dimension : m) {
    for (int b = 0; b < 10; ++b) {
      const std::uint32_t v = dimension[b] << (31 - b);
      std::uint32_t r = 0;
      for (int bit = 0; bit < 32; ++bit) r |= (v >> bit & 1u) << (31 - bit);
      reversed.push_back(r);
    }
  }
  return reversed;
}

std::uint32_t word(std::uint32_t dimension, std::uint64_t seed, std::uint64_t iteration) {
  static const std::vector<std::uint32_t> directions = four_dimensions();
  return sobol_word<1>(directions.data(), dimension, seed, iteration, Pack<std::uint32_t, 1>{0}).v;
}

TEST(Sobol, ReversesBits) {
  EXPECT_EQ(0x80000000u, reverse_bits<1>(Pack<std::uint32_t, 1>{1u}).v);
  EXPECT_EQ(0x1e6a2c48u, reverse_bits<1>(Pack<std::uint32_t, 1>{0x12345678u}).v);
  EXPECT_EQ(0xdeadbeefu, reverse_bits<1>(reverse_bits<1>(Pack<std::uint32_t, 1>{0xdeadbeefu})).v);
}

TEST(Sobol, EveryDimensionVisitsEveryStratumOncePerBlock) {
  for (std::uint32_t dimension = 0; dimension < 4; ++dimension) {
    for (const std::uint64_t first : {std::uint64_t{0}, 5 * block, std::uint64_t{1} << 33}) {
      std::vector<int> visits(block, 0);
      for (std::uint64_t i = 0; i < block; ++i)
        ++visits[word(dimension, 3, first + i) >> (32 - sobol_bits)];
      EXPECT_EQ(static_cast<std::ptrdiff_t>(block), std::count(visits.begin(), visits.end(), 1))
          << "dimension " << dimension << ", first iteration " << first;
    }
  }
}

// What a Latin hypercube does not do: the first two dimensions fill every rectangle of 2^a ×
// 2^(10−a) strata with one point. (0, 10, 2)-net
TEST(Sobol, FirstTwoDimensionsAreANet) {
  for (int a = 0; a <= sobol_bits; ++a) {
    const int b = sobol_bits - a;
    std::vector<int> visits(block, 0);
    for (std::uint64_t i = 0; i < block; ++i) {
      const std::uint64_t x = word(0, 8, 7 * block + i), y = word(1, 8, 7 * block + i);
      ++visits[((x << a >> 32) << b) + (y << b >> 32)];
    }
    EXPECT_EQ(static_cast<std::ptrdiff_t>(block), std::count(visits.begin(), visits.end(), 1))
        << "2^" << a;
  }
}

TEST(Sobol, SixteenLanesAreSixteenIterations) {
  const std::vector<std::uint32_t> directions = four_dimensions();
  using U32 = Pack<std::uint32_t, 16>;
  alignas(64) std::uint32_t numbers[16], out[16];
  std::iota(numbers, numbers + 16, 0u);
  for (std::uint64_t first = 0; first < 3 * block; first += 16) {
    for (std::uint32_t dimension = 0; dimension < 4; ++dimension) {
      store(out, sobol_word<16>(directions.data(), dimension, 9, first, load<U32>(numbers)));
      for (std::uint32_t lane = 0; lane < 16; ++lane)
        ASSERT_EQ(word(dimension, 9, first + lane), out[lane]);
    }
  }
}

/// Cells of pairs (a, b) over 32 × 32 of 2^17 values; `twist` spoils the independence on purpose.
template <class First, class Second>
std::vector<std::uint32_t> pair_cells(First first, Second second, std::uint32_t twist = 0) {
  std::vector<std::uint32_t> cells(1024, 0);
  for (std::uint64_t i = 0; i < (1u << 17); ++i) {
    const std::uint32_t a = first(i) >> 27, b = (second(i) >> 27) & ~(a & twist);
    ++cells[a * 32 + b];
  }
  return cells;
}

// The same place in 2^17 blocks: scrambling alone makes it uniform, and independent of dimension,
// seed and neighbour. n = 2^17, level 0.001.
TEST(Sobol, ScramblesAreUniformAndIndependent) {
  const auto at = [](std::uint32_t dimension, std::uint64_t seed, std::uint64_t place) {
    return [=](std::uint64_t i) { return word(dimension, seed, i * block + place); };
  };
  const double critical = testing::chi_square_critical(1023);
  EXPECT_LT(testing::chi_square(pair_cells(at(0, 1, 0), at(1, 1, 0))), critical)
      << "two dimensions";
  EXPECT_LT(testing::chi_square(pair_cells(at(0, 1, 0), at(0, 2, 0))), critical) << "two seeds";
  EXPECT_LT(testing::chi_square(pair_cells(at(2, 1, 700), at(3, 1, 701))), critical)
      << "two places";
  EXPECT_GT(testing::chi_square(pair_cells(at(0, 1, 0), at(1, 1, 0), 1)), critical)
      << "the sabotaged twin";
  // Two places of one dimension are tied, as a net wants it: they never share a stratum of the
  // block.
  EXPECT_GT(testing::chi_square(pair_cells(at(0, 1, 0), at(0, 1, 1))), critical);
}

// Within a stratum the lower digits are scrambled, too: Kolmogorov-Smirnov at level 0.001, n =
// 2^14.
TEST(Sobol, LowerDigitsAreUniform) {
  std::vector<double> sample;
  for (std::uint64_t i = 0; i < (1u << 14); ++i) {
    sample.push_back((static_cast<double>(word(1, 21, i) << sobol_bits) + 0.5) / 4294967296.0);
  }
  const auto uniform = [](double x) { return std::clamp(x, 0.0, 1.0); };
  EXPECT_LT(testing::ks_statistic(sample, uniform), testing::ks_critical(sample.size()));
  for (double& x : sample) x = std::sqrt(x);
  EXPECT_GT(testing::ks_statistic(sample, uniform), testing::ks_critical(sample.size()))
      << "the sabotaged twin";
}

/// Variance of the mean of f over the points of a block, from 400 blocks, as a share of what
/// independent points had.
template <class F>
double variance_ratio(F f, double variance) {
  constexpr int blocks = 400;
  double sum = 0.0, squares = 0.0;
  for (std::uint64_t b = 0; b < blocks; ++b) {
    double mean = 0.0;
    for (std::uint64_t i = 0; i < block; ++i) {
      const double x = (word(0, 4, b * block + i) + 0.5) / 4294967296.0,
                   y = (word(1, 4, b * block + i) + 0.5) / 4294967296.0;
      mean += f(x, y) / static_cast<double>(block);
    }
    sum += mean;
    squares += mean * mean;
  }
  const double mean = sum / blocks;
  return (squares / blocks - mean * mean) / (variance / static_cast<double>(block));
}

// The product is what stratified axes cannot help with: of f = (x − ½)(y − ½) a Latin hypercube
// leaves the variance as it is.
TEST(Sobol, IntegratesAProductFarBetterThanIndependentPoints) {
  EXPECT_LT(variance_ratio([](double x, double y) { return (x - 0.5) * (y - 0.5); }, 1.0 / 144.0),
            0.001);
  EXPECT_LT(variance_ratio([](double x, double y) { return x + y; }, 1.0 / 6.0), 0.001);
}

}  // namespace
}  // namespace plume::sobol_test
