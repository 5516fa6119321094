// SPDX-License-Identifier: Apache-2.0
// Whether the static amounts determine the supplies: a question of the matrix, whatever is demanded
// and however small a score is.
//
// Elimination meets an exact zero only by luck (0.7 · 0.9 · (1 / 0.63) is not 1), so each cyclic
// block A is asked how far it is from a singular one. With v and w that solve A v = r and Aᵀ w = q
// for right-hand sides in which nothing cancels, relative changes of all its amounts by ε change wᵀ
// r by up to
//
//     ε Σ_ij |w_i| |a|_ij |v_j|,       so that        κ = Σ_ij |w_i| |a|_ij |v_j| / Σ_i |w_i r_i|
//
// is about the componentwise condition of the block; near a singular matrix both v and w are its
// null vectors, and the estimate is as good as exact. |a| holds the sums of the sizes of a cell's
// amounts, so that what a process makes less what it uses of it cancels like any other loop. κ does
// not change when rows or columns change their units. Two pairs of right-hand sides are tried: of
// one sign, which loops of consumers answer to, and of signs by chance, for credits.
// Source: Bauer (1966), Skeel (1979), "Scaling for numerical stability in Gaussian elimination", J.
// ACM 26(3); Higham (2002), section 7.2.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include "host/compile/compiler.hpp"

namespace plume {
namespace {

constexpr double unit_roundoff = 0x1p-53;
/// κ · unit_roundoff beyond this: fewer than three digits, and no more than chance decides them
constexpr double singular_share = 1e-3;
/// beyond this the finding W0441 says how many digits are left
constexpr double doubtful_share = 1e-8;
/// cycles are looked for from the nodes that are most part of the trouble
constexpr std::size_t nodes_tried = 256;
constexpr double gain_of_one = 1e-6;

/// In [0.5, 1), the same for the same number.
double fraction_of(std::uint32_t i) {
  const std::uint64_t mixed = (i + 1) * 0x9e3779b97f4a7c15u;
  return 0.5 + static_cast<double>(mixed >> 40) / static_cast<double>(std::uint64_t{1} << 25);
}
double sign_of(std::uint32_t i) { return ((i * 0xbf58476d1ce4e5b9u) >> 62) % 2 == 0 ? 1.0 : -1.0; }

}  // namespace

/// The sums of the sizes of what stands on each cell.
SparseColumns Compiler::gross_static_matrix() const {
  std::vector<Triplet> triplets;
  for (const std::uint32_t i : entries(Matrix::technosphere)) {
    const Exchange& e = model_.exchanges[i];
    if (!node_of_[e.process()]) continue;
    triplets.push_back(
        {maker_of(e.product()).value, node_of_[e.process()].value, std::abs(e.static_value())});
  }
  return SparseColumns::from_triplets(static_matrix_.size, std::move(triplets));
}

/// The blocks, and what right-hand sides are measured in: the size of each supply and of what its
/// process makes.
Compiler::CyclicBlocks Compiler::cyclic_blocks() const {
  const std::uint32_t n = static_matrix_.size;
  CyclicBlocks blocks;
  blocks.diagonal.assign(n, 0.0);
  blocks.size.assign(n, 1.0);
  std::vector<Edge> edges;
  for_each_static([&](NodeId row, NodeId column, double value) {
    if (row == column) {
      blocks.diagonal[row.value] = std::abs(value);
    } else {
      edges.push_back({column.value, row.value});
    }
  });
  const auto components = components_in_order(make_graph(n, edges));
  blocks.of.resize(n);
  blocks.count = static_cast<std::uint32_t>(components.size());
  for (std::uint32_t b = 0; b < blocks.count; ++b) {
    for (const std::uint32_t node : components[b]) blocks.of[node] = b;
  }
  for (std::uint32_t j = 0; j < n; ++j) {
    double largest = 0.0;
    for (const auto& each : gross_) largest = std::max(largest, each[j]);
    if (largest > 0.0 && std::isfinite(largest)) blocks.size[j] = largest;
    if (!(blocks.diagonal[j] > 0.0)) blocks.diagonal[j] = 1.0;
  }
  return blocks;
}

/// κ of the worst block of `matrix`, and what its cells have of it. False if the solver finds the
/// matrix singular only now.
bool Compiler::find_worst(const SparseColumns& matrix, const SparseColumns& gross,
                          const CyclicBlocks& blocks, SystemSolver& solver,
                          WorstBlock& worst) const {
  const std::uint32_t n = matrix.size;
  for (const bool by_chance : {false, true}) {
    std::vector<double> v(n), w(n);
    for (std::uint32_t i = 0; i < n; ++i) {
      v[i] = (by_chance ? sign_of(i) : 1.0) * fraction_of(i) * blocks.diagonal[i] * blocks.size[i];
      w[i] = (by_chance ? sign_of(n + i) : 1.0) * fraction_of(n + i) / blocks.size[i];
    }
    if (!solver.solve(v) || !solver.solve_transposed(w)) return false;
    // The right-hand side of a block alone: what it makes of its own v.
    std::vector<double> right(n, 0.0), part(gross.value.size(), 0.0), whole(blocks.count, 0.0),
        unit(blocks.count, 0.0);
    for (std::uint32_t column = 0; column < n; ++column) {
      for (auto k = static_cast<std::size_t>(gross.column_begin[column]);
           k < static_cast<std::size_t>(gross.column_begin[column + std::size_t{1}]); ++k) {
        const auto row = static_cast<std::size_t>(gross.row[k]);
        if (blocks.of[row] != blocks.of[column]) continue;
        right[row] += matrix.value[k] * v[column];
        part[k] = std::abs(w[row]) * gross.value[k] * std::abs(v[column]);
        whole[blocks.of[row]] += part[k];
      }
    }
    for (std::uint32_t i = 0; i < n; ++i) unit[blocks.of[i]] += std::abs(w[i] * right[i]);
    std::uint32_t found = no_index;
    for (std::uint32_t b = 0; b < blocks.count; ++b) {
      if (!(whole[b] > worst.condition * unit[b])) continue;
      worst.condition = whole[b] / unit[b];
      found = b;
    }
    if (found == no_index) continue;
    for (std::uint32_t column = 0; column < n; ++column) {
      for (auto k = static_cast<std::size_t>(gross.column_begin[column]);
           k < static_cast<std::size_t>(gross.column_begin[column + std::size_t{1}]); ++k) {
        if (blocks.of[column] != found) part[k] = 0.0;
      }
    }
    worst.part = std::move(part);
  }
  return true;
}

/// False, and said, if a block is singular but for unit_roundoff.
bool Compiler::check_determined(SystemSolver& solver) {
  const SparseColumns gross = gross_static_matrix();
  WorstBlock worst;
  if (!find_worst(static_matrix_, gross, cyclic_blocks(), solver, worst)) {
    report_singular(solver.singular_column());
    return false;
  }
  const double lost = worst.condition * unit_roundoff;
  if (lost <= doubtful_share) return true;
  report_nearly_singular(lost, worst.part, gross);
  return lost <= singular_share;
}

/// Where elimination stopped at an exact zero: the diagonal is moved a little, and the parts of the
/// moved matrix show where the trouble is.
void Compiler::report_singular(std::uint32_t node) {
  constexpr double little = 0x1p-30;
  const SparseColumns gross = gross_static_matrix();
  SparseColumns moved = static_matrix_;
  for (std::uint32_t column = 0; column < moved.size; ++column) {
    for (auto k = static_cast<std::size_t>(moved.column_begin[column]);
         k < static_cast<std::size_t>(moved.column_begin[column + std::size_t{1}]); ++k) {
      if (moved.row[k] == static_cast<std::int64_t>(column))
        moved.value[k] += little * fraction_of(column) * gross.value[k];
    }
  }
  SystemSolver solver;
  WorstBlock worst;
  if (!solver.prepare(moved, order_of_flow()) ||
      !find_worst(moved, gross, cyclic_blocks(), solver, worst) || worst.part.empty()) {
    worst.part.assign(gross.value.size(), 0.0);
    for (auto k = gross.column_begin[node]; k < gross.column_begin[node + std::size_t{1}]; ++k)
      worst.part[static_cast<std::size_t>(k)] = gross.value[static_cast<std::size_t>(k)];
  }
  report_nearly_singular(1.0, worst.part, gross);
}

/// `lost`: the relative size of what unit_roundoff leaves open. `part_of_cell`: of the cells, in
/// it.
void Compiler::report_nearly_singular(double lost, const std::vector<double>& part_of_cell,
                                      const SparseColumns& gross) {
  std::vector<double> part(static_matrix_.size, 0.0);
  for (std::uint32_t column = 0; column < static_matrix_.size; ++column) {
    for (auto k = gross.column_begin[column]; k < gross.column_begin[column + std::size_t{1}]; ++k)
      part[column] += part_of_cell[static_cast<std::size_t>(k)];
  }
  std::vector<std::uint32_t> nodes(static_matrix_.size);
  std::iota(nodes.begin(), nodes.end(), 0u);
  const std::size_t tried = std::min(nodes.size(), nodes_tried);
  std::partial_sort(nodes.begin(), nodes.begin() + static_cast<std::ptrdiff_t>(tried), nodes.end(),
                    [&](std::uint32_t a, std::uint32_t b) {
                      return part[a] != part[b] ? part[a] > part[b] : a < b;
                    });
  std::vector<std::uint32_t> cycle;
  bool consumes_itself = false;
  for (std::size_t i = 0; i < tried && part[nodes[i]] > 0.0; ++i) {
    double gain = 0.0;
    std::vector<std::uint32_t> found = smallest_cycle(nodes[i], gross, gain);
    if (found.empty()) continue;
    const bool all = std::abs(gain - 1.0) <= std::max(gain_of_one, lost);
    const bool better = cycle.empty() || (all && !consumes_itself) ||
                        (all == consumes_itself && found.size() < cycle.size());
    if (!better) continue;
    cycle = std::move(found);
    consumes_itself = all;
  }
  if (cycle.empty()) cycle.assign(1, nodes[0]);
  std::sort(cycle.begin(), cycle.end());
  const std::string names = names_of(cycle);
  const std::string supplies = cycle.size() == 1
                                   ? "the supply of " + names
                                   : "the supplies of " + names + ", which take from each other";
  Place place;
  for (const std::uint32_t i : entries(Matrix::technosphere)) {
    const Exchange& e = model_.exchanges[i];
    const auto on_it = [&](ProcessId process) {
      return node_of_[process] &&
             std::binary_search(cycle.begin(), cycle.end(), node_of_[process].value);
    };
    if (!on_it(e.process()) || !on_it(process_of_[e.product()])) continue;
    if (cycle.size() > 1 && process_of_[e.product()] == e.process()) continue;
    place = model_.place_of(e);
    break;
  }
  if (lost > singular_share) {
    findings_.add(
        "E0502", place,
        "the technosphere is singular at its static amounts: the equations do not determine " +
            supplies,
        "look for a cycle that consumes all it makes, or a process whose net production is zero");
  } else {
    const int digits = static_cast<int>(-std::log10(lost));
    findings_.add("W0441", place,
                  "the technosphere is nearly singular at its static amounts: about " +
                      std::to_string(digits) + " digits are known of " + supplies,
                  "look for a cycle that consumes nearly all it makes");
  }
}

/// "'a', 'b' and 'c'", in the order of the model.
std::string Compiler::names_of(const std::vector<std::uint32_t>& nodes) const {
  constexpr std::size_t most_named = 8;
  std::vector<std::uint32_t> sorted = nodes;
  std::sort(sorted.begin(), sorted.end());
  std::string names;
  for (std::size_t i = 0; i < std::min(sorted.size(), most_named); ++i) {
    names += (i == 0                   ? ""
              : i + 1 == sorted.size() ? " and "
                                       : ", ") +
             describe_process(model_.processes[process_of_node_[NodeId{sorted[i]}].value]);
  }
  if (sorted.size() > most_named)
    names += " and " + std::to_string(sorted.size() - most_named) + " more";
  return names;
}

/// The fewest processes that lead from a node back to it, and the product of what each takes of the
/// next a unit it makes. A node whose own uses take most of what it makes is a cycle by itself.
std::vector<std::uint32_t> Compiler::smallest_cycle(std::uint32_t node, const SparseColumns& gross,
                                                    double& gain) const {
  const std::uint32_t n = static_matrix_.size;
  const auto cell = [&](std::uint32_t row, std::uint32_t column, const std::vector<double>& value) {
    for (auto k = static_cast<std::size_t>(gross.column_begin[column]);
         k < static_cast<std::size_t>(gross.column_begin[column + std::size_t{1}]); ++k)
      if (gross.row[k] == static_cast<std::int64_t>(row)) return std::abs(value[k]);
    return 0.0;
  };
  const double net = cell(node, node, static_matrix_.value), whole = cell(node, node, gross.value);
  // what is made is (whole + net) / 2, what is used of it (whole − net) / 2
  if (net <= 1e-3 * whole) {
    gain = (whole - net) / (whole + net);
    return {node};
  }
  std::vector<std::uint32_t> parent(n, no_index), queue = {node};
  bool closed = false;
  for (std::size_t head = 0; head < queue.size() && !closed; ++head) {
    const std::uint32_t column = queue[head];
    for (auto k = static_cast<std::size_t>(gross.column_begin[column]);
         k < static_cast<std::size_t>(gross.column_begin[column + std::size_t{1}]) && !closed;
         ++k) {
      const auto row = static_cast<std::uint32_t>(gross.row[k]);
      if (row == column || gross.value[k] == 0.0 || parent[row] != no_index) continue;
      parent[row] = column;
      closed = row == node;
      queue.push_back(row);
    }
  }
  if (!closed) return {};
  std::vector<std::uint32_t> cycle;
  gain = 1.0;
  std::uint32_t row = node;
  do {
    const std::uint32_t column = parent[row];
    gain *= cell(row, column, static_matrix_.value) / cell(row, row, static_matrix_.value);
    cycle.push_back(column);
    row = column;
  } while (row != node);
  return cycle;
}

}  // namespace plume
