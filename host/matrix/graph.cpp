// SPDX-License-Identifier: Apache-2.0
#include "host/matrix/graph.hpp"

#include <algorithm>
#include <utility>

#include "host/matrix/counting_sort.hpp"

namespace plume {

Graph make_graph(std::uint32_t num_nodes, const std::vector<Edge>& edges) {
  CountingSort<std::uint64_t> nodes(num_nodes);
  for (const Edge& edge : edges) nodes.count(edge.from);
  nodes.place();
  Graph graph;
  graph.target.resize(edges.size());
  for (const Edge& edge : edges) graph.target[nodes.next(edge.from)] = edge.to;
  graph.begin = std::move(nodes).begins();
  return graph;
}

std::vector<bool> reachable_from(const Graph& graph, const std::vector<std::uint32_t>& starts) {
  std::vector<bool> reached(graph.num_nodes(), false);
  std::vector<std::uint32_t> open;
  for (const std::uint32_t start : starts) {
    if (!reached[start]) {
      reached[start] = true;
      open.push_back(start);
    }
  }
  while (!open.empty()) {
    const std::uint32_t node = open.back();
    open.pop_back();
    for (auto k = graph.begin[node]; k < graph.begin[node + std::size_t{1}]; ++k) {
      const std::uint32_t to = graph.target[k];
      if (!reached[to]) {
        reached[to] = true;
        open.push_back(to);
      }
    }
  }
  return reached;
}

std::vector<std::vector<std::uint32_t>> components_in_order(const Graph& graph) {
  const std::uint32_t n = graph.num_nodes();
  constexpr std::uint32_t unseen = 0xffffffffu;
  std::vector<std::uint32_t> index(n, unseen), low(n, 0), stack;
  std::vector<bool> on_stack(n, false);
  struct Frame {
    std::uint32_t node;
    std::uint64_t next;
  };
  std::vector<Frame> frames;
  std::vector<std::vector<std::uint32_t>> components;
  std::uint32_t counter = 0;
  const auto enter = [&](std::uint32_t node) {
    index[node] = low[node] = counter++;
    stack.push_back(node);
    on_stack[node] = true;
    frames.push_back({node, graph.begin[node]});
  };
  for (std::uint32_t root = 0; root < n; ++root) {
    if (index[root] != unseen) continue;
    enter(root);
    while (!frames.empty()) {
      Frame& frame = frames.back();
      const std::uint32_t node = frame.node;
      if (frame.next < graph.begin[node + std::size_t{1}]) {
        const std::uint32_t to = graph.target[frame.next++];
        if (index[to] == unseen) {
          enter(to);
        } else if (on_stack[to]) {
          low[node] = std::min(low[node], index[to]);
        }
        continue;
      }
      frames.pop_back();
      if (!frames.empty()) low[frames.back().node] = std::min(low[frames.back().node], low[node]);
      if (low[node] == index[node]) {
        std::vector<std::uint32_t> component;
        std::uint32_t member = 0;
        do {
          member = stack.back();
          stack.pop_back();
          on_stack[member] = false;
          component.push_back(member);
        } while (member != node);
        std::sort(component.begin(), component.end());
        components.push_back(std::move(component));
      }
    }
  }
  // Tarjan closes a component after everything it leads to: the reverse is topological.
  std::reverse(components.begin(), components.end());
  return components;
}

std::vector<std::uint32_t> maximum_matching(const Graph& graph, std::uint32_t num_right,
                                            const std::vector<std::uint32_t>& preferred) {
  const std::uint32_t num_left = graph.num_nodes();
  std::vector<std::uint32_t> right_of(num_left, no_match), left_of(num_right, no_match);
  const auto has_edge = [&](std::uint32_t left, std::uint32_t right) {
    const auto first = graph.target.begin() + static_cast<std::ptrdiff_t>(graph.begin[left]);
    const auto last =
        graph.target.begin() + static_cast<std::ptrdiff_t>(graph.begin[left + std::size_t{1}]);
    return std::find(first, last, right) != last;
  };
  for (std::uint32_t left = 0; left < num_left; ++left) {
    const std::uint32_t right = preferred[left];
    if (right != no_match && left_of[right] == no_match && has_edge(left, right)) {
      right_of[left] = right;
      left_of[right] = left;
    }
  }
  // Augment from each unmatched left node: breadth first over alternating paths. What a search in
  // vain has seen leads to no free node, now or later: it stays marked, so that many unmatched
  // nodes cost no more than one.
  std::vector<std::uint32_t> parent(num_right, no_match), queue, touched;
  for (std::uint32_t root = 0; root < num_left; ++root) {
    if (right_of[root] != no_match) continue;
    queue.assign(1, root);
    touched.clear();
    std::uint32_t free_right = no_match;
    for (std::size_t head = 0; head < queue.size() && free_right == no_match; ++head) {
      const std::uint32_t left = queue[head];
      for (auto k = graph.begin[left]; k < graph.begin[left + std::size_t{1}]; ++k) {
        const std::uint32_t right = graph.target[k];
        if (parent[right] != no_match) continue;
        parent[right] = left;
        touched.push_back(right);
        if (left_of[right] == no_match) {
          free_right = right;
          break;
        }
        queue.push_back(left_of[right]);
      }
    }
    if (free_right == no_match) continue;
    while (free_right != no_match) {
      const std::uint32_t left = parent[free_right];
      const std::uint32_t previous = right_of[left];
      right_of[left] = free_right;
      left_of[free_right] = left;
      if (left == root) break;
      free_right = previous;
    }
    for (const std::uint32_t right : touched) parent[right] = no_match;
  }
  return right_of;
}

}  // namespace plume
