// SPDX-License-Identifier: Apache-2.0
#include "host/model/examples.hpp"

#include <gtest/gtest.h>

namespace plume::examples_test {
namespace {

TEST(Examples, NamesTheFirstAndCountsTheRest) {
  Examples examples("exchange");
  EXPECT_TRUE(examples.empty());
  EXPECT_EQ(examples.list(), "");
  examples.add([] { return "a"; });
  EXPECT_EQ(examples.count_text(), "1 exchange");
  EXPECT_EQ(examples.list(), "a");
  examples.add([] { return "b"; });
  EXPECT_EQ(examples.list(), "a and b");
  examples.add([] { return "c"; });
  EXPECT_EQ(examples.list(), "a, b and c");
  examples.add([]() -> std::string { throw "only the items named are described"; });
  examples.add([] { return "e"; });
  EXPECT_EQ(examples.list(), "a, b, c and 2 more");
  EXPECT_EQ(examples.count_text(), "5 exchanges");
  EXPECT_EQ(examples.count(), 5u);
}

}  // namespace
}  // namespace plume::examples_test
