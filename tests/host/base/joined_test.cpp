// SPDX-License-Identifier: Apache-2.0
#include "host/base/joined.hpp"

#include <gtest/gtest.h>

namespace plume::joined_test {
namespace {

TEST(Joined, WordsStandBetweenSeparatorsAndInQuotes) {
  EXPECT_EQ("", joined({}));
  EXPECT_EQ("a", joined({"a"}));
  EXPECT_EQ("a, b, c", joined({"a", "b", "c"}));
  EXPECT_EQ("'a'; 'b'", joined({"a", "b"}, "; ", "'"));
}

}  // namespace
}  // namespace plume::joined_test
