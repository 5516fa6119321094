// SPDX-License-Identifier: Apache-2.0
#include "host/matrix/order.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

namespace plume::order_test {
namespace {

using ::testing::ElementsAre;

std::vector<std::uint32_t> identity(std::uint32_t n) {
  std::vector<std::uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0u);
  return order;
}

std::vector<WeightedEdge> random_edges(std::uint32_t n, std::uint32_t count, std::mt19937& random) {
  std::vector<WeightedEdge> edges;
  for (std::uint32_t k = 0; k < count; ++k) {
    const auto from = static_cast<std::uint32_t>(random() % n),
               to = static_cast<std::uint32_t>(random() % n);
    const double u = (random() % 1000 + 1) / 1000.0;
    if (from != to) edges.push_back({from, to, u * u * u});
  }
  return edges;
}

TEST(BackwardShare, IsTheWeightOfEdgesAgainstTheOrder) {
  const std::vector<WeightedEdge> edges = {{0, 1, 3.0}, {1, 2, 5.0}, {2, 0, 2.0}};
  EXPECT_DOUBLE_EQ(0.2, backward_share({0, 1, 2}, edges));
  EXPECT_DOUBLE_EQ(0.8, backward_share({2, 1, 0}, edges));
  EXPECT_DOUBLE_EQ(0.5, backward_share({2, 0, 1}, edges));
  EXPECT_EQ(0.0, backward_share({0, 1}, {}));
  EXPECT_EQ(0.0, backward_share({1, 0}, {{0, 1, 0.0}}));
}

TEST(OrderComponent, LeavesTheLightestEdgeOfACycleBackward) {
  EXPECT_THAT(order_component(3, {{0, 1, 3.0}, {1, 2, 5.0}, {2, 0, 2.0}}), ElementsAre(0, 1, 2));
  EXPECT_THAT(order_component(3, {{0, 1, 1.0}, {1, 2, 5.0}, {2, 0, 2.0}}), ElementsAre(1, 2, 0));
}

TEST(OrderComponent, IsAPermutationAndTheSameEveryTime) {
  std::mt19937 random(1);
  for (std::uint32_t n = 1; n < 60; n += 7) {
    const auto edges = random_edges(n, 4 * n, random);
    const auto order = order_component(n, edges);
    EXPECT_EQ(order, order_component(n, edges));
    auto sorted = order;
    std::sort(sorted.begin(), sorted.end());
    EXPECT_EQ(identity(n), sorted);
  }
}

TEST(OrderComponent, LeavesNothingBackwardWithoutCycles) {
  std::mt19937 random(2);
  for (int trial = 0; trial < 50; ++trial) {
    constexpr std::uint32_t n = 80;
    auto label = identity(n);
    std::shuffle(label.begin(), label.end(), random);
    std::vector<WeightedEdge> edges = random_edges(n, 300, random);
    for (WeightedEdge& edge : edges) {
      if (edge.from > edge.to) std::swap(edge.from, edge.to);
      edge.from = label[edge.from];
      edge.to = label[edge.to];
    }
    EXPECT_EQ(0.0, backward_share(order_component(n, edges), edges)) << "trial " << trial;
  }
}

TEST(OrderComponent, PutsAThirdOfTheWeightOfARandomOrderBackwardAtMost) {
  std::mt19937 random(3);
  for (int trial = 0; trial < 20; ++trial) {
    constexpr std::uint32_t n = 300;
    const auto edges = random_edges(n, 1200, random);
    auto any = identity(n);
    std::shuffle(any.begin(), any.end(), random);
    EXPECT_GT(backward_share(any, edges), 0.4) << "the comparison is not what it should be";
    EXPECT_LT(backward_share(order_component(n, edges), edges), backward_share(any, edges) / 3);
  }
}

TEST(OrderComponent, IsNearlyAsGoodAsTryingAllOrders) {
  std::mt19937 random(4);
  double ours = 0.0, best_of_all = 0.0;
  for (int trial = 0; trial < 60; ++trial) {
    constexpr std::uint32_t n = 7;
    const auto edges = random_edges(n, 25, random);
    auto order = identity(n);
    double best = 1.0;
    do best = std::min(best, backward_share(order, edges));
    while (std::next_permutation(order.begin(), order.end()));
    const double share = backward_share(order_component(n, edges), edges);
    EXPECT_GE(share, best - 1e-12);
    ours += share;
    best_of_all += best;
  }
  EXPECT_LT(ours, 1.15 * best_of_all);
}

TEST(OrderComponent, TakesEdgesOfNoWeightAndParallelOnes) {
  const auto order =
      order_component(3, {{0, 1, 0.0}, {1, 0, 0.0}, {1, 2, 1.0}, {1, 2, 1.0}, {2, 1, 1.5}});
  EXPECT_EQ(3u, order.size());
  EXPECT_LT(std::find(order.begin(), order.end(), 1u), std::find(order.begin(), order.end(), 2u));
}

}  // namespace
}  // namespace plume::order_test
