// SPDX-License-Identifier: Apache-2.0
#include "kernels/solve/row_sum.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "tests/kernels/solve/lane_group.hpp"

namespace plume::row_sum_test {
namespace {

/// Σ value · unknown over a hub of thousands of consumers, each pair O(1): minus the sum in fp64.
template <class Unknown>
double relative_error(std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::lognormal_distribution<double> size(0.0, 1.0);
  std::vector<float> value(count), unknown(count);
  double exact = 0.0;
  for (std::size_t i = 0; i < count; ++i) {
    value[i] = static_cast<float>(size(random));
    unknown[i] = static_cast<float>(size(random));
    exact += static_cast<double>(value[i]) * unknown[i];
  }
  RowSum<Unknown, 1> sum[1];
  add_entries<1>(
      sum, 0, static_cast<std::uint32_t>(count),
      [&](std::uint32_t k) { return Pack<Unknown, 1>{static_cast<Unknown>(value[k])}; },
      [](std::uint32_t k) { return k; },
      [&](int, std::uint32_t k) { return Pack<Unknown, 1>{static_cast<Unknown>(unknown[k])}; });
  return static_cast<double>(sum[0].taken_from(Pack<Unknown, 1>{0}).v) / -exact - 1.0;
}

TEST(RowSum, InFp32IsAsExactAsItsResultCanBe) {
  for (const std::size_t count : {1, 2, 31, 32, 33, 64, 1000, 7000}) {
    for (std::uint64_t seed = 0; seed < 8; ++seed)
      EXPECT_LT(std::abs(relative_error<float>(count, seed)), 1.5e-7) << count << " terms";
  }
}

TEST(RowSum, InFp64IsExactToItsOwnRounding) {
  for (const std::size_t count : {1, 2, 33, 7000})
    EXPECT_LT(std::abs(relative_error<double>(count, 1)), 1e-14);
}

TEST(RowSum, PlainFp32SumsWouldNotBe) {
  // The twin: what compensation is for.
  std::mt19937_64 random(1);
  std::lognormal_distribution<double> size(0.0, 1.0);
  double exact = 0.0;
  float plain = 0.0f;
  for (int i = 0; i < 7000; ++i) {
    const auto value = static_cast<float>(size(random)), unknown = static_cast<float>(size(random));
    exact += static_cast<double>(value) * unknown;
    plain = std::fma(value, unknown, plain);
  }
  EXPECT_GT(std::abs(plain / exact - 1.0), 1.5e-7);
}

TEST(Masks, KeepTheirLanesInEitherWidth) {
  const auto wide = testing::lanes_of<16>(0x8421u);
  const auto narrow = narrow_mask<float>(wide);
  const auto back = wide_mask(narrow);
  for (int lane = 0; lane < 16; ++lane) {
    const bool set = (0x8421u >> lane & 1u) != 0;
    EXPECT_EQ(set ? -1 : 0, testing::lane_of(narrow, lane));
    EXPECT_EQ(set ? -1 : 0, testing::lane_of(back, lane));
  }
}

}  // namespace
}  // namespace plume::row_sum_test
