// SPDX-License-Identifier: Apache-2.0
// The order in which a cyclic component is swept: consumers before their suppliers as far as cycles
// allow.
//
// Few and light backward edges mean few Gauss-Seidel sweeps: ordered by the static solution, 1.7 %
// of the weight points backward, against 51 % in random order; 9 sweeps to 1e-6 instead of 17
// (docs/decisions/0002-lanes.md). Source: Eades, Lin, Smyth (1993), "A fast and effective heuristic
// for the feedback arc set problem", with weights; then sifting.
#pragma once

#include <cstdint>
#include <vector>

namespace plume {

struct WeightedEdge {
  std::uint32_t from, to;  ///< consumer → supplier
  double weight;           ///< share of the supplier's output that the consumer takes
};

/// A permutation of 0 … num_nodes − 1 that leaves little weight on edges pointing backward. Same
/// input, same order.
[[nodiscard]] std::vector<std::uint32_t> order_component(std::uint32_t num_nodes,
                                                         const std::vector<WeightedEdge>& edges);

/// Weight of the edges that point backward under `order`, as a share of all.
[[nodiscard]] double backward_share(const std::vector<std::uint32_t>& order,
                                    const std::vector<WeightedEdge>& edges);

}  // namespace plume
