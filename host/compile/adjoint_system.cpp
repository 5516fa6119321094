// SPDX-License-Identifier: Apache-2.0
// Which systems the engine solves and how their entries are laid out: demands or adjoints, dense or
// sparse; and what acceleration mixes.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "host/compile/compiler.hpp"
#include "host/compile/slow_modes.hpp"
#include "host/compile/slow_rows.hpp"
#include "host/matrix/counting_sort.hpp"
#include "host/matrix/row_matrix.hpp"

namespace plume {
namespace {

constexpr std::uint32_t min_monitored_rows = 64, max_monitored_rows = 2000;
/// mixing a row costs a sweep's time for about ten entries
constexpr std::uint32_t entries_a_monitored_row = 30;

constexpr std::uint32_t min_dense_rows = 32;
constexpr double min_dense_share = 0.6;  ///< of the cells: empty ones are stored, too

}  // namespace

/// Whether what a process emits and takes up cancels in some category: an adjoint begins with the
/// difference, which has lost the digits that a certificate would ask for. Statically, or where
/// numbers that are drawn from a list take either sign: these may cancel to the last digit, which
/// numbers drawn from a continuum do not.
bool Compiler::emissions_oppose() const {
  for (const Matrix matrix : {Matrix::biosphere, Matrix::characterisation}) {
    for (const std::uint32_t i : entries(matrix)) {
      const Exchange& e = model_.exchanges[i];
      const bool listed = e.array != no_index ||
                          (e.uncertainty != no_index && model_.uncertainties[e.uncertainty].kind ==
                                                            DistributionKind::discrete_uniform);
      if (listed && opposed_share(e) > 0.0) return true;
    }
  }
  constexpr double rounding = 1e-12;
  for (std::size_t k = 0; k < categories_.size(); ++k) {
    for (std::size_t j = 0; j < intensity_[k].size(); ++j) {
      if (std::abs(intensity_[k][j]) < (1.0 - rounding) * magnitude_[k][j]) return true;
    }
  }
  return false;
}

/// By adjoint, K + 1 systems are solved for any number of demands: one a category, and one for the
/// signs of supplies.
void Compiler::choose_sides() {
  const std::size_t num_demands = demands_.size(), num_categories = categories_.size();
  problem_.by_adjoint = options_.adjoint == AdjointUse::always ||
                        (options_.adjoint == AdjointUse::automatic &&
                         num_categories + 1 < num_demands && !emissions_oppose());
  sides_ = supply_;
  gross_sides_ = gross_;
  if (!problem_.by_adjoint) return;
  const std::uint32_t n = problem_.num_rows;
  sides_.assign(1, std::vector<double>(n, 0.0));
  gross_sides_ = sides_;
  problem_.sum_demand.assign(n, 0.0);
  problem_.sum_initial.assign(n, 0.0);
  problem_.demand_begin.assign(1, 0);
  for (std::size_t d = 0; d < num_demands; ++d) {
    for (std::uint32_t row = 0; row < n; ++row) {
      const double value = problem_.demand[d * n + row];
      problem_.sum_demand[row] += value;
      problem_.sum_initial[row] += problem_.initial[d * n + row];
      const std::uint32_t node = node_of_row_[RowId{row}].value;
      sides_[0][node] += supply_[d][node];
      gross_sides_[0][node] += gross_[d][node];
      if (value == 0.0) continue;
      problem_.demand_row.push_back(row);
      problem_.demand_value.push_back(value);
    }
    problem_.demand_begin.push_back(static_cast<std::uint32_t>(problem_.demand_row.size()));
  }
}

/// A matrix that is mostly full is stored wholly, and needs no columns. Fixed entries then own
/// slots as well, which hold their value.
void Compiler::make_dense() {
  Problem& p = problem_;
  const std::size_t n = p.num_rows;
  if (n < min_dense_rows || p.blocks.size() != 1) return;
  const double cells = static_cast<double>(n) * static_cast<double>(n - 1);
  if (static_cast<double>(p.slot_column.size() + p.fixed_column.size()) < min_dense_share * cells)
    return;
  for (std::size_t row = 0; row < n; ++row) {  // several exchanges of one cell need a slot each
    std::vector<bool> seen(n, false);
    for (auto k = p.row_slot[row]; k < p.row_slot[row + 1]; ++k) {
      if (seen[p.slot_column[k]]) return;
      seen[p.slot_column[k]] = true;
    }
    for (auto k = p.row_fixed[row]; k < p.row_fixed[row + 1]; ++k) {
      if (seen[p.fixed_column[k]]) return;
      seen[p.fixed_column[k]] = true;
      // Certain amounts are not rounded: one that fp32 does not hold has no place among fp32 slots.
      if (p.fp32_values &&
          static_cast<double>(static_cast<float>(p.fixed_value[k])) != p.fixed_value[k])
        return;
    }
  }
  const auto place = [&](std::size_t row, std::size_t column) {
    return static_cast<std::uint32_t>(row * (n - 1) + column - (column > row ? 1 : 0));
  };
  const auto num_slots = static_cast<std::uint32_t>(n * (n - 1));
  std::vector<std::uint32_t> moved(p.num_slots + std::size_t{p.num_diagonal_slots});
  std::vector<double> initial(num_slots + std::size_t{p.num_diagonal_slots}, 0.0);
  for (std::size_t row = 0; row < n; ++row) {
    for (auto k = p.row_slot[row]; k < p.row_slot[row + 1]; ++k)
      moved[k] = place(row, p.slot_column[k]);
    for (auto k = p.row_fixed[row]; k < p.row_fixed[row + 1]; ++k)
      initial[place(row, p.fixed_column[k])] = p.fixed_value[k];
  }
  for (std::uint32_t k = 0; k < p.num_diagonal_slots; ++k) moved[p.num_slots + k] = num_slots + k;
  for (std::size_t k = 0; k < p.initial_slot.size(); ++k) initial[moved[k]] = p.initial_slot[k];
  const auto move = [&](auto& draws) {
    for (auto& draw : draws) draw.target = moved[draw.target];
  };
  move(p.technosphere.lognormal);
  move(p.technosphere.normal);
  move(p.technosphere.wide);
  move(p.technosphere.array);
  move(p.technosphere.formula);
  move(p.technosphere.share_member);
  for (std::uint32_t& slot : p.row_diagonal) slot = slot - p.num_slots + num_slots;
  p.dense = true;
  p.num_slots = num_slots;
  p.initial_slot = std::move(initial);
  p.fixed_column.clear();
  p.fixed_value.clear();
  p.row_fixed.assign(n + 1, 0);
  p.slot_column.clear();
  for (std::size_t row = 0; row <= n; ++row)
    p.row_slot[row] = static_cast<std::uint32_t>(row * (n - 1));
  for (std::size_t row = 0; row < n; ++row) {
    for (std::size_t column = 0; column < n; ++column) {
      if (column != row) p.slot_column.push_back(static_cast<std::uint32_t>(column));
    }
  }
}

void Compiler::transpose() {
  const Problem& p = problem_;
  AdjointTables& t = problem_.adjoint;
  const std::uint32_t n = p.num_rows;
  const auto turned = [&](std::uint32_t row) { return n - 1 - row; };
  // By column; a transposed row lists its entries from the last technosphere row to the first:
  // ascending again.
  CountingSort<std::uint32_t> fixed(n), slots(n);
  for (const std::uint32_t column : p.fixed_column) fixed.count(turned(column));
  for (const std::uint32_t column : p.slot_column) slots.count(turned(column));
  fixed.place();
  slots.place();
  t.fixed_column.resize(p.fixed_column.size());
  t.fixed_value.resize(p.fixed_column.size());
  t.slot_column.resize(p.slot_column.size());
  t.slot_of.resize(p.slot_column.size());
  for (std::uint32_t row = n; row-- > 0;) {
    for (auto k = p.row_fixed[row]; k < p.row_fixed[row + std::size_t{1}]; ++k) {
      const std::uint32_t to = fixed.next(turned(p.fixed_column[k]));
      t.fixed_column[to] = turned(row);
      t.fixed_value[to] = p.fixed_value[k];
    }
    for (auto k = p.row_slot[row]; k < p.row_slot[row + std::size_t{1}]; ++k) {
      const std::uint32_t to = slots.next(turned(p.slot_column[k]));
      t.slot_column[to] = turned(row);
      t.slot_of[to] = k;
    }
  }
  t.row_fixed = std::move(fixed).begins();
  t.row_slot = std::move(slots).begins();
  for (auto block = p.blocks.rbegin(); block != p.blocks.rend(); ++block)
    t.blocks.push_back({n - block->end, n - block->begin, block->iterative});
  t.initial.resize(std::size_t{n} * categories_.size());
  for (std::size_t k = 0; k < categories_.size(); ++k) {
    for (std::uint32_t row = 0; row < n; ++row)
      t.initial[k * n + turned(row)] =
          std::ldexp(adjoint_[k][node_of_row_[RowId{row}].value], -row_scale_[row]);
  }
  // Factors by flow.
  CountingSort<std::uint32_t> by_flow(p.num_flows);
  for (const std::uint32_t flow : p.entry_flow) by_flow.count(flow);
  by_flow.place();
  problem_.entry_of_flow.resize(p.entry_flow.size());
  for (std::uint32_t k = 0; k < p.num_categories; ++k) {
    for (auto i = p.category_entry[k]; i < p.category_entry[k + std::size_t{1}]; ++i) {
      problem_.entry_of_flow[by_flow.next(p.entry_flow[i])] = i;
      problem_.entry_category.push_back(k);
    }
  }
  problem_.flow_entry = std::move(by_flow).begins();
}

namespace {

/// Of the right-hand sides, the largest: each weighs by its own score, and errors count relative to
/// its unknowns.
struct Largest {
  std::vector<double> weight, size;  ///< by row

  Largest(const std::vector<double>& weights, const std::vector<double>& initial, std::size_t rows)
      : weight(rows, 0.0), size(rows, 0.0) {
    for (std::size_t i = 0; i < weights.size(); ++i) {
      weight[i % rows] = std::max(weight[i % rows], weights[i] * std::abs(initial[i]));
      size[i % rows] = std::max(size[i % rows], std::abs(initial[i]));
    }
    for (std::size_t row = 0; row < rows; ++row) {
      if (!(size[row] > 0.0)) size[row] = 1.0;
      weight[row] /= size[row];
    }
  }
};

/// The modes of monitored rows, of all blocks one after the other: [monitored row][mode].
class ModesOfMonitored {
 public:
  void append(const SlowModes& modes, std::uint32_t begin, std::uint32_t end,
              const std::vector<std::uint32_t>& rows) {
    for (const std::uint32_t row : rows) {
      for (std::uint32_t q = 0; q < num_slow_modes; ++q) {
        const std::size_t place = std::size_t{q} * (end - begin) + row - begin;
        mode_.push_back(modes.mode[place]);
        part_.push_back(modes.part[place]);
      }
    }
  }

  /// A change comes weighed by its right-hand side's error weight, and scaled (SweepTrace): the
  /// parts are of such ones.
  void store(const std::vector<double>& weights, std::size_t rows, MonitoredRows& to) && {
    for (std::size_t begin = 0; begin < weights.size(); begin += rows) {
      for (std::size_t i = 0; i < part_.size(); ++i) {
        const double weight = weights[begin + to.row[i / num_slow_modes]];
        to.mode_part.push_back(weight > 0.0 ? part_[i] / (weight * trace_scale) : 0.0);
      }
    }
    to.slow_mode = std::move(mode_);
  }

 private:
  std::vector<double> mode_, part_;
};

/// `weights` and `initial`: [right-hand side][row].
MonitoredRows choose_rows(const RowMatrix& matrix, const std::vector<double>& weights,
                          const std::vector<double>& initial, std::vector<Block>& blocks) {
  const std::size_t rows = matrix.size();
  const Largest largest(weights, initial, rows);
  MonitoredRows chosen;
  ModesOfMonitored modes_of_monitored;
  for (Block& block : blocks) {
    if (block.iterative == 0) continue;
    const std::uint32_t entries = matrix.begin[block.end] - matrix.begin[block.begin];
    const std::uint32_t count =
        std::clamp(entries / entries_a_monitored_row, min_monitored_rows, max_monitored_rows);
    const auto lists = slow_rows(matrix, block.begin, block.end, largest.weight, largest.size,
                                 {count, max_monitored_rows});
    const SlowModes modes =
        slow_modes(matrix, block.begin, block.end, largest.size, num_slow_modes);
    const auto place = [&] { return static_cast<std::uint32_t>(chosen.row.size()); };
    const auto append = [&](const std::vector<std::uint32_t>& list) {
      chosen.row.insert(chosen.row.end(), list.begin(), list.end());
      chosen.longest = std::max(chosen.longest, static_cast<std::uint32_t>(list.size()));
      modes_of_monitored.append(modes, block.begin, block.end, list);
    };
    block.monitor_begin = place();
    append(lists[0]);
    block.monitor_end = block.wide_begin = place();
    if (lists[1].size() > lists[0].size()) append(lists[1]);
    block.wide_end = place();
  }
  std::move(modes_of_monitored).store(weights, rows, chosen);
  return chosen;
}

}  // namespace

/// One list for all right-hand sides: the rows that are slow for any of them. When all weights are
/// what they will be.
void Compiler::choose_monitored() {
  const std::uint32_t n = problem_.num_rows;
  std::vector<double> diagonal(n, 0.0);
  std::vector<Triplet> cells = scaled_cells(diagonal);
  problem_.monitored =
      choose_rows(RowMatrix::from_cells(cells, diagonal), problem_.error_weight,
                  problem_.by_adjoint ? problem_.sum_initial : problem_.initial, problem_.blocks);
  if (!problem_.by_adjoint) return;
  // The transpose, whose rows come the other way round.
  for (Triplet& cell : cells) cell = {n - 1 - cell.column, n - 1 - cell.row, cell.value};
  std::reverse(diagonal.begin(), diagonal.end());
  AdjointTables& t = problem_.adjoint;
  t.monitored = choose_rows(RowMatrix::from_cells(cells, std::move(diagonal)), t.error_weight,
                            t.initial, t.blocks);
}

}  // namespace plume
