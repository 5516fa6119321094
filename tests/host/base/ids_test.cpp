// SPDX-License-Identifier: Apache-2.0
#include "host/base/ids.hpp"

#include <gmock/gmock.h>

#include <type_traits>
#include <vector>

namespace plume::ids_test {
namespace {

using ::testing::ElementsAre;

template <class Vector, class Id>
concept SubscriptedBy = requires(Vector vector, Id id) {
  vector[id];
};

// What this file is for: mixing two kinds of numbers does not compile.
static_assert(!std::is_convertible_v<ProcessId, FlowId> &&
              !std::is_constructible_v<FlowId, ProcessId>);
static_assert(!std::is_assignable_v<ProductId&, ProcessId> &&
              !std::is_assignable_v<RowId&, NodeId>);
static_assert(!std::is_convertible_v<std::uint32_t, NodeId> &&
              std::is_constructible_v<NodeId, std::uint32_t>);
static_assert(!std::is_convertible_v<NodeId, std::uint32_t> &&
              !std::is_convertible_v<NodeId, bool>);
static_assert(!std::equality_comparable_with<ProcessId, ProductId>);
static_assert(SubscriptedBy<IdVector<ProcessId, NodeId>, ProcessId>);
static_assert(!SubscriptedBy<IdVector<ProcessId, NodeId>, ProductId>);
static_assert(!SubscriptedBy<IdVector<ProcessId, NodeId>, std::uint32_t>);
static_assert(sizeof(ProcessId) == sizeof(std::uint32_t) &&
              std::is_trivially_copyable_v<ProcessId>);

TEST(Index, IsNoneUntilItIsGiven) {
  EXPECT_FALSE(NodeId{});
  EXPECT_TRUE(NodeId{0});
  EXPECT_EQ(NodeId{}, NodeId{NodeId::none});
  EXPECT_LT(NodeId{3}, NodeId{4});
}

TEST(Ids, AreAllNumbersBelowASize) {
  std::vector<std::uint32_t> seen;
  for (const RowId row : Ids<RowId>(3)) seen.push_back(row.value);
  EXPECT_THAT(seen, ElementsAre(0, 1, 2));
  for (const RowId row : Ids<RowId>(0)) FAIL() << row.value;
}

TEST(IdVector, HoldsWhatEachNumberStandsFor) {
  IdVector<ProcessId, NodeId> node_of(2);
  EXPECT_FALSE(node_of[ProcessId{1}]);
  node_of[ProcessId{1}] = NodeId{7};
  EXPECT_EQ(NodeId{7}, node_of[ProcessId{1}]);
  IdVector<NodeId, ProcessId> process_of;
  EXPECT_EQ(NodeId{0}, process_of.push_back(ProcessId{5}));
  EXPECT_EQ(NodeId{1}, process_of.push_back(ProcessId{6}));
  EXPECT_EQ(2u, process_of.size());
  EXPECT_EQ(ProcessId{6}, process_of[NodeId{1}]);
}

TEST(IdVector, HoldsFlags) {
  IdVector<ProductId, bool> reached;
  reached.assign(3, false);
  reached[ProductId{2}] = true;
  std::vector<std::uint32_t> found;
  for (const ProductId product : reached.ids()) {
    if (reached[product]) found.push_back(product.value);
  }
  EXPECT_THAT(found, ElementsAre(2));
}

}  // namespace
}  // namespace plume::ids_test
