// SPDX-License-Identifier: Apache-2.0
#include "host/matrix/order.hpp"

#include <algorithm>
#include <cmath>
#include <queue>
#include <utility>

#include "host/matrix/counting_sort.hpp"

namespace plume {
namespace {

struct Neighbour {
  std::uint32_t node;
  double weight;  ///< > 0: this node points to it; < 0: it points to this node
};

/// All neighbours of all nodes, in one array.
struct Neighbourhood {
  std::vector<std::uint64_t> begin;
  std::vector<Neighbour> list;

  Neighbourhood(std::uint32_t num_nodes, const std::vector<WeightedEdge>& edges)
      : list(2 * edges.size()) {
    CountingSort<std::uint64_t> nodes(num_nodes);
    for (const WeightedEdge& edge : edges) {
      nodes.count(edge.from);
      nodes.count(edge.to);
    }
    nodes.place();
    for (const WeightedEdge& edge : edges) {
      list[nodes.next(edge.from)] = {edge.to, edge.weight};
      list[nodes.next(edge.to)] = {edge.from, -edge.weight};
    }
    begin = std::move(nodes).begins();
  }
};

/// Takes the node with the largest ratio of outgoing to incoming weight, again and again.
std::vector<std::uint32_t> greedy_order(std::uint32_t num_nodes, const Neighbourhood& neighbours) {
  std::vector<double> out(num_nodes, 0.0), in(num_nodes, 0.0);
  for (std::uint32_t v = 0; v < num_nodes; ++v) {
    for (auto k = neighbours.begin[v]; k < neighbours.begin[v + std::size_t{1}]; ++k) {
      const double weight = neighbours.list[k].weight;
      (weight > 0 ? out[v] : in[v]) += std::abs(weight);
    }
  }
  const auto key = [&](std::uint32_t v) {
    return (std::max(out[v], 0.0) + 1e-300) / (std::max(in[v], 0.0) + 1e-300);
  };
  struct Entry {
    double key;
    std::uint32_t node;
    bool operator<(const Entry& other) const {
      return key != other.key ? key < other.key : node > other.node;
    }
  };
  std::priority_queue<Entry> queue;
  std::vector<double> current(num_nodes);
  for (std::uint32_t v = 0; v < num_nodes; ++v) queue.push({current[v] = key(v), v});
  std::vector<bool> taken(num_nodes, false);
  std::vector<std::uint32_t> order;
  order.reserve(num_nodes);
  while (!queue.empty()) {
    const Entry top = queue.top();
    queue.pop();
    if (taken[top.node] || top.key != current[top.node]) continue;  // an outdated entry
    taken[top.node] = true;
    order.push_back(top.node);
    for (auto k = neighbours.begin[top.node]; k < neighbours.begin[top.node + std::size_t{1}];
         ++k) {
      const Neighbour& n = neighbours.list[k];
      if (taken[n.node]) continue;
      (n.weight > 0 ? in[n.node] : out[n.node]) -= std::abs(n.weight);
      const double updated = key(n.node);
      if (updated != current[n.node]) queue.push({current[n.node] = updated, n.node});
    }
  }
  return order;
}

/// Moves every node to the place among its neighbours where the least weight points backward.
void sift(std::vector<double>& position, const Neighbourhood& neighbours,
          const std::vector<std::uint32_t>& order) {
  std::vector<std::pair<double, double>> around;  // position, weight
  for (const std::uint32_t v : order) {
    around.clear();
    double cost = 0.0;  // of standing before all neighbours: every edge into v points backward
    for (auto k = neighbours.begin[v]; k < neighbours.begin[v + std::size_t{1}]; ++k) {
      const Neighbour& n = neighbours.list[k];
      around.emplace_back(position[n.node], n.weight);
      if (n.weight < 0) cost -= n.weight;
    }
    if (around.empty()) continue;
    std::sort(around.begin(), around.end());
    double best = cost, best_position = around.front().first - 0.5, here = cost;
    bool here_known = position[v] < around.front().first;
    for (std::size_t i = 0; i < around.size(); ++i) {
      // passing a successor makes its edge backward, passing a predecessor mends one
      cost += around[i].second;
      if (!here_known && (i + 1 == around.size() || position[v] < around[i + 1].first)) {
        here = cost;
        here_known = true;
      }
      if (cost < best) {
        best = cost;
        best_position = around[i].first + 0.5;
      }
    }
    if (best < here) position[v] = best_position;
  }
}

}  // namespace

double backward_share(const std::vector<std::uint32_t>& order,
                      const std::vector<WeightedEdge>& edges) {
  std::vector<std::uint32_t> rank(order.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) rank[order[i]] = i;
  double backward = 0.0, total = 0.0;
  for (const WeightedEdge& edge : edges) {
    total += edge.weight;
    if (rank[edge.from] > rank[edge.to]) backward += edge.weight;
  }
  return total > 0.0 ? backward / total : 0.0;
}

std::vector<std::uint32_t> order_component(std::uint32_t num_nodes,
                                           const std::vector<WeightedEdge>& edges) {
  const Neighbourhood neighbours(num_nodes, edges);
  std::vector<std::uint32_t> best = greedy_order(num_nodes, neighbours);
  double best_share = backward_share(best, edges);
  std::vector<std::uint32_t> order = best;
  std::vector<double> position(num_nodes);
  constexpr int rounds = 20;
  for (int round = 0; round < rounds; ++round) {
    for (std::uint32_t i = 0; i < num_nodes; ++i) position[order[i]] = i;
    sift(position, neighbours, order);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return position[a] < position[b]; });
    const double share = backward_share(order, edges);
    if (share < best_share) {
      best_share = share;
      best = order;
    } else if (round > 4) {
      break;
    }
  }
  return best;
}

}  // namespace plume
