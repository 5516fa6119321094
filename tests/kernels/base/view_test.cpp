// SPDX-License-Identifier: Apache-2.0
#include "kernels/base/view.hpp"

#include <gtest/gtest.h>

#include <type_traits>
#include <vector>

namespace plume::view_test {
namespace {

static_assert(std::is_trivially_copyable_v<View<double>>);

TEST(View, OfAVectorKnowsItsLength) {
  const std::vector<double> owner = {1.0, 2.0, 3.0};
  const View<double> view = owner;
  EXPECT_EQ(3u, view.size());
  EXPECT_EQ(owner.data(), view);
  EXPECT_EQ(3.0, view[2]);
  EXPECT_EQ(2.0, *(view + 1));
}

TEST(View, OfAPointerDoesNot) {
  const double number = 5.0;
  const View<double> view = &number;
  EXPECT_EQ(View<double>::unknown, view.size());
  EXPECT_EQ(1u, View<double>(&number, 1).size());
}

TEST(View, OfNothingIsEmpty) {
  EXPECT_EQ(0u, View<double>().size());
  EXPECT_EQ(0u, View<double>(nullptr).size());
  EXPECT_TRUE(View<double>() == nullptr);
}

TEST(View, OfAnEmptyVectorIsNoArray) {
  std::vector<double> owner = {1.0};
  owner.clear();  // its memory is still there
  EXPECT_EQ(0u, View<double>(owner).size());
  EXPECT_TRUE(View<double>(owner) == nullptr);
}

}  // namespace
}  // namespace plume::view_test
