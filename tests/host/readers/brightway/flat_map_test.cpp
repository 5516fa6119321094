// SPDX-License-Identifier: Apache-2.0
#include "host/readers/brightway/flat_map.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <unordered_map>

namespace plume::flat_map_test {
namespace {

TEST(FlatMap, ANewKeyHasNoIndex) {
  FlatMap map;
  EXPECT_EQ(map.find(0), no_index);
  EXPECT_EQ(map.slot(0), no_index);
  EXPECT_EQ(map.find(0), no_index);  // asked for, never set
}

TEST(FlatMap, AgreesWithTheStandardMapThroughGrowthAndCollisions) {
  FlatMap map;
  std::unordered_map<std::uint64_t, std::uint32_t> expected;
  std::mt19937_64 random(7);
  for (std::uint32_t i = 0; i < 50'000; ++i) {
    const std::uint64_t key =
        random() % 2 == 0 ? random() % 20'000 : (random() % 300) << 32 | random() % 300;
    std::uint32_t& slot = map.slot(key);
    const auto known = expected.find(key);
    ASSERT_EQ(slot, known == expected.end() ? no_index : known->second);
    slot = i;
    expected[key] = i;
  }
  for (const auto& [key, value] : expected) EXPECT_EQ(map.find(key), value);
  EXPECT_EQ(map.find(std::uint64_t{1} << 60), no_index);
}

TEST(FlatMap, AskingWithoutSettingNeverFillsIt) {
  FlatMap map;
  for (std::uint64_t key = 0; key < 10'000; ++key) (void)map.slot(key);
  map.slot(5) = 1;
  EXPECT_EQ(map.find(5), 1u);
  EXPECT_EQ(map.find(6), no_index);
}

}  // namespace
}  // namespace plume::flat_map_test
