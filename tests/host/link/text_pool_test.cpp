// SPDX-License-Identifier: Apache-2.0
#include "host/link/text_pool.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace plume::text_pool_test {
namespace {

TEST(TextPool, ATextHasOneNumber) {
  TextPool pool;
  const Text kilogram = pool.add("kg");
  EXPECT_EQ(pool.add(std::string("k") + "g"), kilogram);
  EXPECT_NE(pool.add("g"), kilogram);
  EXPECT_EQ(pool[kilogram], "kg");
}

TEST(TextPool, TheEmptyTextIsNumberZero) {
  TextPool pool;
  EXPECT_EQ(pool.add(""), no_text);
  EXPECT_EQ(pool[no_text], "");
  EXPECT_EQ(pool.size(), 1u);
}

TEST(TextPool, FindsOnlyWhatWasAdded) {
  TextPool pool;
  pool.add("kg");
  EXPECT_EQ(pool.find("kg"), 1u);
  EXPECT_EQ(pool.find("MJ"), no_text);
  EXPECT_EQ(pool.size(), 2u);
}

TEST(TextPool, NumbersAndBytesStayWhereTheTableGrowsAndBlocksFill) {
  TextPool pool;
  const std::string_view first = pool[pool.add("first")];
  const std::string long_text(200'000, 'x');
  std::vector<Text> numbers;
  for (int i = 0; i < 20'000; ++i) numbers.push_back(pool.add("text " + std::to_string(i)));
  const Text longest = pool.add(long_text);
  for (int i = 0; i < 20'000; ++i) ASSERT_EQ(pool[numbers[i]], "text " + std::to_string(i));
  EXPECT_EQ(pool[longest], long_text);
  EXPECT_EQ(pool.add("text 19999"), numbers.back());
  EXPECT_EQ(first, "first");
}

}  // namespace
}  // namespace plume::text_pool_test
