// SPDX-License-Identifier: Apache-2.0
#include "host/model/key_counter.hpp"

#include <gtest/gtest.h>

#include <map>

#include "host/base/hash.hpp"

namespace plume::key_counter_test {
namespace {

TEST(KeyCounter, CountsLikeAMap) {
  KeyCounter counter;
  std::map<std::uint64_t, std::uint32_t> expected;
  for (int i = 0; i < 200'000; ++i) {
    // Every third key comes again, some of them often.
    const std::uint64_t key = stable_key({std::to_string(i % 3 == 0 ? i % 501 : i)});
    EXPECT_EQ(counter.add(key), expected[key]++);
  }
  for (const auto& [key, count] : expected) EXPECT_EQ(counter.count(key), count);
  EXPECT_EQ(counter.count(stable_key({"another"})), 0u);
}

TEST(KeyCounter, KeyZeroIsAKey) {
  KeyCounter counter;
  EXPECT_EQ(counter.count(0), 0u);
  EXPECT_EQ(counter.add(0), 0u);
  EXPECT_EQ(counter.add(0), 1u);
  EXPECT_EQ(counter.count(0), 2u);
}

TEST(KeyCounter, KeysThatCollideStayApart) {
  KeyCounter counter;  // the same low bits: one place
  for (std::uint64_t high = 1; high <= 500; ++high) EXPECT_EQ(counter.add(high << 40), 0u);
  for (std::uint64_t high = 1; high <= 500; ++high) EXPECT_EQ(counter.add(high << 40), 1u);
}

}  // namespace
}  // namespace plume::key_counter_test
