// SPDX-License-Identifier: Apache-2.0
#include "host/matrix/graph.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>
#include <set>
#include <vector>

namespace plume::graph_test {
namespace {

using ::testing::ElementsAre;

using Components = std::vector<std::vector<std::uint32_t>>;

TEST(MakeGraph, ListsTargetsByNodeInOrderOfTheEdges) {
  const Graph graph = make_graph(4, {{2, 0}, {0, 3}, {2, 1}, {0, 3}});
  EXPECT_EQ(4u, graph.num_nodes());
  EXPECT_THAT(graph.begin, ElementsAre(0, 2, 2, 4, 4));
  EXPECT_THAT(graph.target, ElementsAre(3, 3, 0, 1));
  EXPECT_EQ(0u, make_graph(0, {}).num_nodes());
  EXPECT_EQ(0u, Graph{}.num_nodes());
}

TEST(ReachableFrom, FollowsEdgesForwardOnly) {
  const Graph graph = make_graph(6, {{0, 1}, {1, 2}, {2, 0}, {3, 0}, {4, 4}});
  EXPECT_THAT(reachable_from(graph, {1}), ElementsAre(true, true, true, false, false, false));
  EXPECT_THAT(reachable_from(graph, {3, 3}), ElementsAre(true, true, true, true, false, false));
  EXPECT_THAT(reachable_from(graph, {4, 5}), ElementsAre(false, false, false, false, true, true));
  EXPECT_THAT(reachable_from(graph, {}), ElementsAre(false, false, false, false, false, false));
}

TEST(ComponentsInOrder, PutsConsumersBeforeSuppliers) {
  // 4 → {0 ⇄ 1} → 3 → 2
  const Graph graph = make_graph(5, {{4, 0}, {0, 1}, {1, 0}, {1, 3}, {3, 2}});
  EXPECT_EQ((Components{{4}, {0, 1}, {3}, {2}}), components_in_order(graph));
}

TEST(ComponentsInOrder, KeepsALoopOfOneToItself) {
  EXPECT_EQ((Components{{0}, {1}}), components_in_order(make_graph(2, {{0, 0}, {0, 1}})));
}

TEST(ComponentsInOrder, SurvivesAChainLongerThanAnyStack) {
  std::vector<Edge> edges;
  constexpr std::uint32_t n = 300'000;
  for (std::uint32_t i = 0; i + 1 < n; ++i) edges.push_back({i, i + 1});
  const Components chain = components_in_order(make_graph(n, edges));
  ASSERT_EQ(n, chain.size());
  for (std::uint32_t i = 0; i < n; ++i) ASSERT_EQ(i, chain[i][0]);
  edges.push_back({n - 1, 0});
  EXPECT_EQ(1u, components_in_order(make_graph(n, edges)).size());
}

/// By definition: i and j are in one component if each reaches the other.
TEST(ComponentsInOrder, AgreesWithTheDefinitionOnRandomGraphs) {
  std::mt19937 random(1);
  for (int trial = 0; trial < 200; ++trial) {
    const std::uint32_t n = 1 + random() % 20;
    std::vector<Edge> edges;
    for (std::uint32_t k = random() % (2 * n + 1); k > 0; --k) {
      edges.push_back(
          {static_cast<std::uint32_t>(random() % n), static_cast<std::uint32_t>(random() % n)});
    }
    const Graph graph = make_graph(n, edges);
    const Components components = components_in_order(graph);
    std::vector<std::size_t> component_of(n, components.size());
    std::size_t members = 0;
    for (std::size_t c = 0; c < components.size(); ++c) {
      EXPECT_TRUE(std::is_sorted(components[c].begin(), components[c].end()));
      for (const std::uint32_t node : components[c]) component_of[node] = c;
      members += components[c].size();
    }
    ASSERT_EQ(n, members);
    for (const Edge& edge : edges) ASSERT_LE(component_of[edge.from], component_of[edge.to]);
    for (std::uint32_t i = 0; i < n; ++i) {
      const std::vector<bool> from_i = reachable_from(graph, {i});
      for (std::uint32_t j = 0; j < n; ++j) {
        ASSERT_EQ(from_i[j] && reachable_from(graph, {j})[i], component_of[i] == component_of[j]);
      }
    }
  }
}

std::vector<std::uint32_t> match(std::uint32_t num_left, std::uint32_t num_right,
                                 const std::vector<Edge>& edges,
                                 std::vector<std::uint32_t> preferred = {}) {
  preferred.resize(num_left, no_match);
  return maximum_matching(make_graph(num_left, edges), num_right, preferred);
}

TEST(MaximumMatching, KeepsWhatIsPreferred) {
  EXPECT_THAT(match(2, 2, {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, {1, 0}), ElementsAre(1, 0));
  EXPECT_THAT(match(2, 2, {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, {0, 1}), ElementsAre(0, 1));
}

TEST(MaximumMatching, GivesWayAlongAnAugmentingPath) {
  // 2 can only have 0, which 0 prefers; 0 moves to 1, which 1 prefers; 1 moves to 2.
  EXPECT_THAT(match(3, 3, {{0, 0}, {0, 1}, {1, 1}, {1, 2}, {2, 0}}, {0, 1, no_match}),
              ElementsAre(1, 2, 0));
}

TEST(MaximumMatching, IgnoresAPreferenceWithoutEdgeOrTakenAlready) {
  EXPECT_THAT(match(2, 2, {{0, 0}, {1, 0}, {1, 1}}, {1, 0}), ElementsAre(0, 1));
  EXPECT_THAT(match(2, 2, {{0, 0}, {1, 0}, {1, 1}}, {0, 0}), ElementsAre(0, 1));
}

TEST(MaximumMatching, LeavesOverWhatCannotBeMatched) {
  const auto matched = match(3, 2, {{0, 0}, {1, 0}, {2, 0}, {2, 1}});
  EXPECT_EQ(1, std::count(matched.begin(), matched.end(), no_match));
  EXPECT_THAT(match(2, 1, {}), ElementsAre(no_match, no_match));
}

TEST(MaximumMatching, ManySearchesInVainCostNoMoreThanOne) {
  // 0 … n−1 are matched and each could give way to the next; all others want the place of 0, and
  // none is free. Were each search to walk the whole chain again, this would take 10¹⁰ steps.
  constexpr std::uint32_t n = 100'000;
  std::vector<Edge> edges;
  std::vector<std::uint32_t> preferred;
  for (std::uint32_t i = 0; i < n; ++i) {
    edges.push_back({i, i});
    if (i + 1 < n) edges.push_back({i, i + 1});
    preferred.push_back(i);
  }
  for (std::uint32_t i = n; i < 2 * n; ++i) {
    edges.push_back({i, 0});
    preferred.push_back(no_match);
  }
  const auto matched = match(2 * n, n, edges, preferred);
  EXPECT_EQ(n, std::count(matched.begin(), matched.end(), no_match));
}

TEST(MaximumMatching, IsAsLargeAsExhaustiveSearchFinds) {
  std::mt19937 random(2);
  for (int trial = 0; trial < 300; ++trial) {
    constexpr std::uint32_t n = 6;
    std::vector<Edge> edges;
    std::vector<std::uint32_t> preferred(n, no_match);
    for (std::uint32_t left = 0; left < n; ++left) {
      for (std::uint32_t right = 0; right < n; ++right) {
        if (random() % 4 == 0) edges.push_back({left, right});
      }
      if (random() % 2 == 0) preferred[left] = random() % n;
    }
    const auto matched = match(n, n, edges, preferred);
    std::set<std::uint32_t> used;
    int size = 0;
    for (std::uint32_t left = 0; left < n; ++left) {
      if (matched[left] == no_match) continue;
      ++size;
      EXPECT_TRUE(used.insert(matched[left]).second);
      EXPECT_TRUE(std::any_of(edges.begin(), edges.end(), [&](const Edge& e) {
        return e.from == left && e.to == matched[left];
      }));
    }
    int best = 0;  // over all ways to give rights to lefts one after the other
    const auto search = [&](const auto& self, std::uint32_t left, unsigned taken,
                            int found) -> void {
      best = std::max(best, found);
      if (left == n) return;
      self(self, left + 1, taken, found);
      for (const Edge& e : edges) {
        if (e.from == left && (taken >> e.to & 1u) == 0)
          self(self, left + 1, taken | 1u << e.to, found + 1);
      }
    };
    search(search, 0, 0, 0);
    ASSERT_EQ(best, size);
  }
}

}  // namespace
}  // namespace plume::graph_test
