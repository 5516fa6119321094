// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/sobol_directions.hpp"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

namespace plume::sobol_directions_test {
namespace {

std::uint32_t point(std::uint32_t dimension, std::uint32_t index) {
  const auto v = sobol_directions(dimension, 32);
  std::uint32_t x = 0;
  for (int b = 0; b < 32; ++b) x ^= (index >> b & 1u) != 0 ? v[static_cast<std::size_t>(b)] : 0u;
  return x;
}

// The point that SciPy 1.10 (qmc.Sobol(256, scramble=False, bits=32), which has its own copy of the
// Joe-Kuo numbers) gives as number 777; it counts in Gray code, 777 there is 653 here.
TEST(SobolDirections, AgreeWithSciPy) {
  const struct {
    std::uint32_t dimension, word;
  } expected[] = {{0, 2973761536u},  {1, 4022337536u},  {2, 700448768u},
                  {3, 1178599424u},  {4, 2730491904u},  {15, 2210398208u},
                  {63, 1832910848u}, {127, 507510784u}, {255, 2730491904u}};
  for (const auto& each : expected)
    EXPECT_EQ(each.word, point(each.dimension, 653)) << "dimension " << each.dimension;
}

// v_b has its lowest bit at 2^−b: then 2^b points visit each of 2^b strata once, whatever the bits
// above.
TEST(SobolDirections, StratifyEveryDimension) {
  std::set<std::vector<std::uint32_t>> different;
  for (std::uint32_t dimension = 0; dimension < max_sobol_dimensions; ++dimension) {
    const auto v = sobol_directions(dimension, 32);
    for (int b = 0; b < 32; ++b) {
      EXPECT_EQ(std::uint32_t{1} << (31 - b),
                v[static_cast<std::size_t>(b)] & ((std::uint64_t{2} << (31 - b)) - 1))
          << "dimension " << dimension << ", bit " << b;
    }
    different.insert(v);
  }
  EXPECT_EQ(max_sobol_dimensions, different.size());
}

// Property A of Sobol' (1976), the reason for the choice of initial numbers: 2^d points fall one
// each into the 2^d halves of all axes.
TEST(SobolDirections, FirstDimensionsHalveAllAxesAtOnce) {
  std::set<std::uint32_t> octants;
  for (std::uint32_t i = 0; i < 1024; ++i) {
    std::uint32_t octant = 0;
    for (std::uint32_t dimension = 0; dimension < 10; ++dimension)
      octant |= (point(dimension, i) >> 31) << dimension;
    octants.insert(octant);
  }
  EXPECT_EQ(1024u, octants.size());
}

TEST(SobolDirections, RefuseWhatIsNotKnown) {
  EXPECT_THROW(static_cast<void>(sobol_directions(max_sobol_dimensions, 10)),
               std::invalid_argument);
  EXPECT_THROW(static_cast<void>(sobol_directions(0, 33)), std::invalid_argument);
}

}  // namespace
}  // namespace plume::sobol_directions_test
