// SPDX-License-Identifier: Apache-2.0
#include "host/matrix/counting_sort.hpp"

#include <gmock/gmock.h>

#include <cstdint>
#include <vector>

namespace plume::counting_sort_test {
namespace {

using ::testing::ElementsAre;

TEST(CountingSort, PutsGroupsInOrderAndKeepsTheOrderWithinThem) {
  const std::vector<std::uint32_t> group = {2, 0, 2, 3, 0, 2};
  CountingSort<std::uint64_t> sort(5);
  for (const std::uint32_t g : group) sort.count(g);
  sort.place();
  std::vector<std::uint32_t> sorted(group.size());
  for (std::uint32_t i = 0; i < group.size(); ++i) sorted[sort.next(group[i])] = i;
  EXPECT_THAT(sorted, ElementsAre(1, 4, 0, 2, 5, 3));
  EXPECT_THAT(sort.begins(), ElementsAre(0, 2, 2, 5, 6, 6)) << "groups 1 and 4 are empty";
}

TEST(CountingSort, OfNothingHasOnlyItsEnd) {
  CountingSort<std::uint32_t> sort(0);
  sort.place();
  EXPECT_THAT(sort.begins(), ElementsAre(0));
}

TEST(CountingSort, BeginsStayWhereThingsWerePlaced) {
  CountingSort<std::uint32_t> sort(2);
  sort.count(1);
  sort.count(0);
  sort.count(1);
  sort.place();
  EXPECT_EQ(1u, sort.next(1));
  EXPECT_EQ(2u, sort.next(1));
  EXPECT_EQ(0u, sort.next(0));
  EXPECT_THAT(std::move(sort).begins(), ElementsAre(0, 1, 3));
}

}  // namespace
}  // namespace plume::counting_sort_test
