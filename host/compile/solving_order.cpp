// SPDX-License-Identifier: Apache-2.0
// Solving order, and the powers of two that bring supplies and diagonals to O(1).
#include <algorithm>
#include <cmath>

#include "host/compile/compiler.hpp"
#include "host/matrix/order.hpp"

namespace plume {
namespace {

static int exponent_of(double magnitude) {
  return magnitude > 0.0 && std::isfinite(magnitude)
             ? static_cast<int>(std::lround(std::log2(magnitude)))
             : 0;
}

}  // namespace

void Compiler::order_rows() {
  const auto n = static_cast<std::uint32_t>(process_of_node_.size());
  largest_supply_.assign(n, 0.0);
  for (const auto& size : gross_) {
    for (std::uint32_t j = 0; j < n; ++j)
      largest_supply_[j] = std::max(largest_supply_[j], size[j]);
  }
  std::vector<double> diagonal(n, 0.0);
  std::vector<Edge> edges;
  for_each_static([&](NodeId row, NodeId column, double value) {
    if (row == column) {
      diagonal[row.value] = value;
    } else {
      edges.push_back({column.value, row.value});
    }
  });
  const auto components = components_in_order(make_graph(n, edges));
  std::vector<std::uint32_t> component_of(n), place(n);
  for (std::uint32_t c = 0; c < components.size(); ++c) {
    for (std::uint32_t i = 0; i < components[c].size(); ++i) {
      component_of[components[c][i]] = c;
      place[components[c][i]] = i;
    }
  }
  std::vector<std::vector<WeightedEdge>> inner(components.size());
  for_each_static([&](NodeId row_node, NodeId column_node, double value) {
    const std::uint32_t row = row_node.value, column = column_node.value;
    if (row == column || component_of[row] != component_of[column]) return;
    const double total = std::abs(diagonal[row]) * largest_supply_[row];
    const double share = total > 0.0 ? std::abs(value) * largest_supply_[column] / total : 0.0;
    inner[component_of[row]].push_back({place[column], place[row], share});
  });
  for (std::uint32_t c = 0; c < components.size(); ++c) {
    const auto begin = static_cast<std::uint32_t>(node_of_row_.size());
    const auto size = static_cast<std::uint32_t>(components[c].size());
    if (size == 1) {
      node_of_row_.push_back(NodeId{components[c][0]});
      // Neighbouring acyclic rows form one block.
      if (!problem_.blocks.empty() && problem_.blocks.back().iterative == 0) {
        problem_.blocks.back().end = begin + 1;
      } else {
        problem_.blocks.push_back({begin, begin + 1, 0, 0, 0});
      }
      continue;
    }
    for (const std::uint32_t i : order_component(size, inner[c]))
      node_of_row_.push_back(NodeId{components[c][i]});
    problem_.blocks.push_back({begin, begin + size, 1, 0, 0});
  }
  row_of_node_.resize(n);
  for (const RowId row : node_of_row_.ids()) row_of_node_[node_of_row_[row]] = row;
}

void Compiler::scale() {
  const auto n = static_cast<std::uint32_t>(process_of_node_.size());
  problem_.num_rows = n;
  problem_.num_demands = static_cast<std::uint32_t>(demands_.size());
  problem_.num_categories = static_cast<std::uint32_t>(categories_.size());
  problem_.seed = options_.seed;
  problem_.latin_hypercube = options_.latin_hypercube;
  problem_.fp32_values = options_.fp32_values;
  problem_.fp32_unknowns = options_.fp32_unknowns;
  problem_.tolerance = options_.tolerance;
  std::vector<double> diagonal(n, 0.0);
  for_each_static([&](NodeId row, NodeId column, double value) {
    if (row == column) diagonal[row_of_node_[row].value] = value;
  });
  problem_.row_process.resize(n);
  problem_.row_product.resize(n);
  problem_.row_exponent.resize(n);
  row_scale_.resize(n);
  for (std::uint32_t row = 0; row < n; ++row) {
    const NodeId node = node_of_row_[RowId{row}];
    const ProcessId process = process_of_node_[node];
    problem_.row_process[row] = process.value;
    problem_.row_product[row] = product_of_[process].value;
    problem_.row_exponent[row] = exponent_of(largest_supply_[node.value]);
    row_scale_[row] = -problem_.row_exponent[row] - exponent_of(std::abs(diagonal[row]));
  }
  problem_.row_scale = row_scale_;
  problem_.demand.assign(std::size_t{n} * demands_.size(), 0.0);
  problem_.initial.resize(problem_.demand.size());
  for (std::size_t d = 0; d < demands_.size(); ++d) {
    for (const auto& entry : demands_[d].entries) {
      const std::uint32_t row = row_of_node_[maker_of(ProductId{entry.product})].value;
      problem_.demand[d * n + row] += std::ldexp(entry.amount, row_scale_[row]);
    }
    for (std::uint32_t row = 0; row < n; ++row) {
      const double supply = supply_[d][node_of_row_[RowId{row}].value];
      problem_.initial[d * n + row] = std::ldexp(supply, -problem_.row_exponent[row]);
      problem_.static_supply.push_back(supply);
    }
  }
}

/// The static technosphere as lanes solve it, without its diagonal, which goes to `diagonal`.
std::vector<Triplet> Compiler::scaled_cells(std::vector<double>& diagonal) const {
  std::vector<Triplet> cells;
  for_each_static([&](NodeId row_node, NodeId column_node, double value) {
    const std::uint32_t row = row_of_node_[row_node].value,
                        column = row_of_node_[column_node].value;
    const double scaled = std::ldexp(value, row_scale_[row] + problem_.row_exponent[column]);
    if (row == column) {
      diagonal[row] = scaled;
    } else {
      cells.push_back({row, column, scaled});
    }
  });
  return cells;
}

}  // namespace plume
