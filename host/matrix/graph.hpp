// SPDX-License-Identifier: Apache-2.0
// The structure of the technosphere as a directed graph: who supplies whom, what a demand reaches,
// which cycles there are.
#pragma once

#include <cstdint>
#include <vector>

namespace plume {

/// Directed graph by rows of targets.
struct Graph {
  std::vector<std::uint64_t> begin;  ///< [num_nodes + 1]
  std::vector<std::uint32_t> target;

  [[nodiscard]] std::uint32_t num_nodes() const {
    return static_cast<std::uint32_t>(begin.empty() ? 0 : begin.size() - 1);
  }
};

struct Edge {
  std::uint32_t from, to;
};
[[nodiscard]] Graph make_graph(std::uint32_t num_nodes, const std::vector<Edge>& edges);

/// Nodes that can be reached from `starts`, starts included.
[[nodiscard]] std::vector<bool> reachable_from(const Graph& graph,
                                               const std::vector<std::uint32_t>& starts);

/// Strongly connected components in topological order: every edge leads within a component or to a
/// later one. Source: Tarjan (1972), "Depth-first search and linear graph algorithms"; without
/// recursion.
[[nodiscard]] std::vector<std::vector<std::uint32_t>> components_in_order(const Graph& graph);

/// For each left node the right node matched to it (no_match if none): a matching of largest size
/// that keeps `preferred` pairs where they do not exclude each other. Source: Hopcroft & Karp's
/// problem by augmenting paths, breadth first.
inline constexpr std::uint32_t no_match = 0xffffffffu;
[[nodiscard]] std::vector<std::uint32_t> maximum_matching(
    const Graph& left_to_right, std::uint32_t num_right,
    const std::vector<std::uint32_t>& preferred);

}  // namespace plume
