// SPDX-License-Identifier: Apache-2.0
// Every number of the three matrices: fixed, drawn or presampled, in its place.
#include <algorithm>
#include <cmath>

#include "host/compile/compiler.hpp"

namespace plume {
namespace {

/// Keeps the moments of the draws beside them: all, or none at all.
static void add_moments(DrawTables& tables, const LoweredExchange& lowered) {
  if (lowered.moments.exchange == no_index) return;
  if (lowered.kind == LoweredExchange::Kind::lognormal)
    tables.lognormal_moments.push_back(lowered.moments);
  if (lowered.kind == LoweredExchange::Kind::normal)
    tables.normal_moments.push_back(lowered.moments);
  if (lowered.kind == LoweredExchange::Kind::wide) tables.wide_moments.push_back(lowered.moments);
}

}  // namespace

void add_draw(DrawTables& tables, LoweredExchange& lowered, std::uint32_t target,
              std::uint32_t row) {
  lowered.plain.target = lowered.wide.target = target;
  lowered.plain.row = lowered.wide.row = row;
  if (lowered.kind == LoweredExchange::Kind::lognormal) tables.lognormal.push_back(lowered.plain);
  if (lowered.kind == LoweredExchange::Kind::normal) tables.normal.push_back(lowered.plain);
  if (lowered.kind == LoweredExchange::Kind::wide) tables.wide.push_back(lowered.wide);
  add_moments(tables, lowered);
  if (lowered.array) {
    lowered.array->target = target;
    tables.array.push_back(*lowered.array);
  }
  if (lowered.formula) {
    lowered.formula->target = target;
    tables.formula.push_back(*lowered.formula);
  }
}

bool owns_slot(const LoweredExchange& lowered) {
  return lowered.kind != LoweredExchange::Kind::fixed || lowered.array.has_value() ||
         lowered.formula.has_value() || lowered.keeps_slot;
}

namespace {

/// A slot that nothing draws into before something multiplies or pins it begins with its fixed
/// value.
bool needs_initial(const LoweredExchange& lowered) {
  const bool from_fixed = lowered.formula && lowered.formula->multiplies &&
                          lowered.kind == LoweredExchange::Kind::fixed;
  return lowered.array.has_value() || from_fixed || lowered.keeps_slot;
}

}  // namespace

LoweredExchange Compiler::lower_exchange(const Exchange& exchange, double scale, bool draw) const {
  const LowerOptions options{problem_.fp32_values, &quantile_tables_};
  const auto moments = [&] { return draw_moments(model_, exchange, scale); };
  const auto index = static_cast<std::size_t>(&exchange - model_.exchanges.data());
  const bool frozen =
      draw && options_.frozen != nullptr && !options_.frozen->empty() && (*options_.frozen)[index];
  LoweredExchange lowered = lower(model_, exchange, scale, draw && !frozen, options, array_offset_);
  if (draw) lower_dependence(lowered, exchange, scale);
  if (draw) lower_formula(lowered, exchange, scale);
  if (frozen) {
    lowered.fixed = moments().mean;
  } else if (options_.moments && lowered.kind != LoweredExchange::Kind::fixed) {
    lowered.moments = moments();
  }
  return lowered;
}

void Compiler::lower_technosphere() {
  struct Entry {
    std::uint32_t row, column;
    std::uint64_t key;
    std::uint32_t exchange;
  };
  std::vector<Entry> list;
  for (const std::uint32_t i : entries(Matrix::technosphere)) {
    const Exchange& e = model_.exchanges[i];
    if (!node_of_[e.process()]) continue;
    list.push_back({row_of_node_[maker_of(e.product())].value,
                    row_of_node_[node_of_[e.process()]].value, e.key, i});
  }
  std::sort(list.begin(), list.end(), [](const Entry& a, const Entry& b) {
    return a.row != b.row         ? a.row < b.row
           : a.column != b.column ? a.column < b.column
                                  : a.key < b.key;
  });
  const std::uint32_t n = problem_.num_rows;
  problem_.diagonal.assign(n, 0.0);
  problem_.row_fixed.assign(1, 0);
  problem_.row_slot.assign(1, 0);
  std::vector<double> slot_initial, diagonal_initial;
  std::vector<std::uint32_t> diagonal_count(n + std::size_t{1}, 0);
  struct DiagonalDraw {
    LoweredExchange lowered;
    std::uint32_t exchange;
    double scale;
  };
  std::vector<DiagonalDraw> diagonal_draws;
  bool any_array = false;
  std::size_t next = 0;
  for (std::uint32_t row = 0; row < n; ++row) {
    for (; next < list.size() && list[next].row == row; ++next) {
      const Exchange& e = model_.exchanges[list[next].exchange];
      const double scale =
          std::ldexp(1.0, row_scale_[row] + problem_.row_exponent[list[next].column]);
      LoweredExchange lowered = lower_exchange(e, scale, options_.draw_technosphere);
      any_array = any_array || needs_initial(lowered);
      if (list[next].column == row) {
        if (owns_slot(lowered)) {
          ++diagonal_count[row + std::size_t{1}];
          diagonal_initial.push_back(lowered.fixed);
          diagonal_draws.push_back({lowered, list[next].exchange, scale});
        } else {
          problem_.diagonal[row] += lowered.fixed;
        }
      } else if (owns_slot(lowered)) {
        const auto slot = static_cast<std::uint32_t>(problem_.slot_column.size());
        problem_.slot_column.push_back(list[next].column);
        slot_initial.push_back(lowered.fixed);
        note_member(e, slot, scale);
        add_draw(problem_.technosphere, lowered, slot, 0);
      } else {
        problem_.fixed_column.push_back(list[next].column);
        problem_.fixed_value.push_back(lowered.fixed);
      }
    }
    problem_.row_fixed.push_back(static_cast<std::uint32_t>(problem_.fixed_column.size()));
    problem_.row_slot.push_back(static_cast<std::uint32_t>(problem_.slot_column.size()));
  }
  problem_.num_slots = static_cast<std::uint32_t>(problem_.slot_column.size());
  for (std::uint32_t i = 0; i < diagonal_draws.size(); ++i) {
    note_member(model_.exchanges[diagonal_draws[i].exchange], problem_.num_slots + i,
                diagonal_draws[i].scale);
  }
  // Members of compositions that no demand reaches: slots behind the diagonal's, in no equation.
  const std::vector<std::uint32_t> absent = absent_members(Matrix::technosphere);
  for (const std::uint32_t i : absent) {
    const Exchange& e = model_.exchanges[i];
    note_member(e, problem_.num_slots + static_cast<std::uint32_t>(diagonal_draws.size()), 1.0);
    diagonal_draws.push_back({lower_absent(e), i, 1.0});
    diagonal_initial.push_back(diagonal_draws.back().lowered.fixed);
  }
  problem_.num_diagonal_slots = static_cast<std::uint32_t>(diagonal_draws.size());
  problem_.row_diagonal.resize(n + std::size_t{1});
  std::uint32_t slot = problem_.num_slots;
  for (std::uint32_t row = 0; row <= n; ++row)
    problem_.row_diagonal[row] = slot += diagonal_count[row];
  for (std::uint32_t i = 0; i < diagonal_draws.size(); ++i) {
    add_draw(problem_.technosphere, diagonal_draws[i].lowered, problem_.num_slots + i, 0);
  }
  lower_compositions(Matrix::technosphere, problem_.technosphere, absent);
  if (any_array) {
    problem_.initial_slot = slot_initial;
    problem_.initial_slot.insert(problem_.initial_slot.end(), diagonal_initial.begin(),
                                 diagonal_initial.end());
  }
  problem_.inverse_diagonal.resize(n);
  for (std::uint32_t row = 0; row < n; ++row)
    problem_.inverse_diagonal[row] = 1.0 / problem_.diagonal[row];
}

/// By flow, what normalisation and weighting multiply its factors by, where both are certain: they
/// are then part of the factors, with all their digits. Empty where one of them is drawn.
std::vector<double> Compiler::certain_multipliers() const {
  for (const Composition& composition : model_.dependence.compositions) {
    for (const Composition::Member& member : composition.members) {
      const Matrix matrix = model_.exchanges[member.exchange].matrix;
      if (matrix == Matrix::normalisation || matrix == Matrix::weighting) return {};
    }
  }
  const auto is_certain = [&](std::uint32_t i) {
    const Exchange& e = model_.exchanges[i];
    return !options_.draw_characterisation || (e.uncertainty == no_index && e.array == no_index);
  };
  for (const Matrix matrix : {Matrix::normalisation, Matrix::weighting}) {
    if (!std::all_of(entries(matrix).begin(), entries(matrix).end(), is_certain)) return {};
  }
  double weighting = 1.0;
  for (const std::uint32_t i : entries(Matrix::weighting))
    weighting *= model_.exchanges[i].static_value();
  std::vector<double> multipliers(model_.flows.size(), weighting);
  for (const std::uint32_t i : entries(Matrix::normalisation))
    multipliers[model_.exchanges[i].row] *= model_.exchanges[i].static_value();
  return multipliers;
}

void Compiler::lower_characterisation() {
  // Drawn normalisation and weighting are factors with slots of their own.
  const std::vector<double> multipliers = certain_multipliers();
  const bool folded = !multipliers.empty();
  std::vector<std::uint32_t> normalisation_slot(model_.flows.size(), no_slot);
  const auto add_factor = [&](const Exchange& e) {
    LoweredExchange lowered = lower_exchange(e, 1.0, options_.draw_characterisation);
    const std::uint32_t slot = problem_.num_factor_slots++;
    problem_.initial_factor.push_back(lowered.fixed);
    note_member(e, slot, 1.0);
    add_draw(problem_.characterisation, lowered, slot, 0);
    return slot;
  };
  for (const std::uint32_t i : entries(Matrix::normalisation)) {
    if (folded) break;
    normalisation_slot[model_.exchanges[i].row] = add_factor(model_.exchanges[i]);
  }
  if (!entries(Matrix::weighting).empty() && !folded) {
    problem_.weighting_slot = add_factor(model_.exchanges[entries(Matrix::weighting).front()]);
  }
  flow_position_.assign(model_.flows.size(), SlotId{});
  std::vector<std::uint32_t> list;
  for (const std::uint32_t i : entries(Matrix::characterisation)) {
    if (flow_used_[model_.exchanges[i].row]) list.push_back(i);
  }
  std::sort(list.begin(), list.end(), [&](std::uint32_t a, std::uint32_t b) {
    const Exchange &x = model_.exchanges[a], &y = model_.exchanges[b];
    if (x.column != y.column) return category_position_[x.column] < category_position_[y.column];
    return x.row != y.row ? x.row < y.row : x.key < y.key;
  });
  // Only flows that some reachable process exchanges need a place.
  std::vector<bool> exchanged(model_.flows.size(), false);
  for (const std::uint32_t i : entries(Matrix::biosphere)) {
    if (node_of_[model_.exchanges[i].process()]) exchanged[model_.exchanges[i].row] = true;
  }
  problem_.category_entry.assign(1, 0);
  std::size_t next = 0;
  for (std::uint32_t k = 0; k < categories_.size(); ++k) {
    for (; next < list.size() && category_position_[model_.exchanges[list[next]].column] == k;
         ++next) {
      const Exchange& e = model_.exchanges[list[next]];
      if (!exchanged[e.row]) continue;
      if (!flow_position_[e.flow()]) {
        flow_position_[e.flow()] = SlotId{problem_.num_flows++};
        problem_.flow_index.push_back(e.row);
      }
      const double multiplier = folded ? multipliers[e.row] : 1.0;
      LoweredExchange lowered = lower_exchange(e, multiplier, options_.draw_characterisation);
      problem_.entry_flow.push_back(flow_position_[e.flow()].value);
      problem_.entry_value.push_back(lowered.fixed);
      if (owns_slot(lowered)) {
        const std::uint32_t slot = problem_.num_factor_slots++;
        problem_.entry_slot.push_back(slot);
        problem_.initial_factor.push_back(lowered.fixed);
        note_member(e, slot, multiplier);
        add_draw(problem_.characterisation, lowered, slot, 0);
      } else {
        problem_.entry_slot.push_back(no_slot);
      }
      if (!entries(Matrix::normalisation).empty() && !folded)
        problem_.entry_normalisation.push_back(normalisation_slot[e.row]);
    }
    problem_.category_entry.push_back(static_cast<std::uint32_t>(problem_.entry_flow.size()));
  }
  for (const Matrix matrix : {Matrix::characterisation, Matrix::normalisation, Matrix::weighting}) {
    const std::vector<std::uint32_t> absent = absent_members(matrix);
    // a slot that no entry names
    for (const std::uint32_t i : absent) add_factor(model_.exchanges[i]);
    lower_compositions(matrix, problem_.characterisation, absent);
  }
}

void Compiler::lower_biosphere() {
  struct Entry {
    std::uint32_t row, flow;
    std::uint64_t key;
    std::uint32_t exchange;
  };
  std::vector<Entry> list;
  for (const std::uint32_t i : entries(Matrix::biosphere)) {
    const Exchange& e = model_.exchanges[i];
    if (!node_of_[e.process()] || !flow_position_[e.flow()]) continue;
    list.push_back(
        {row_of_node_[node_of_[e.process()]].value, flow_position_[e.flow()].value, e.key, i});
  }
  std::sort(list.begin(), list.end(), [](const Entry& a, const Entry& b) {
    return a.row != b.row ? a.row < b.row : a.flow != b.flow ? a.flow < b.flow : a.key < b.key;
  });
  const auto add_slot = [&](const Exchange& e, LoweredExchange& lowered, BioTarget target,
                            double scale) {
    const auto slot = static_cast<std::uint32_t>(problem_.bio_slot.size());
    problem_.bio_slot.push_back(target);
    problem_.initial_bio_slot.push_back(lowered.fixed);
    note_member(e, slot, scale);
    add_draw(problem_.biosphere_slots, lowered, slot, 0);
  };
  std::vector<std::pair<Entry, LoweredExchange>> drawn;
  for (const Entry& entry : list) {
    const Exchange& e = model_.exchanges[entry.exchange];
    LoweredExchange lowered = lower_exchange(e, std::ldexp(1.0, problem_.row_exponent[entry.row]),
                                             options_.draw_biosphere);
    if (lowered.array || lowered.formula || lowered.keeps_slot) {
      add_slot(e, lowered, {entry.flow, entry.row},
               std::ldexp(1.0, problem_.row_exponent[entry.row]));
    } else if (lowered.kind == LoweredExchange::Kind::fixed) {
      problem_.bio_fixed.push_back({entry.flow, entry.row});
      problem_.bio_fixed_value.push_back(lowered.fixed);
    } else {
      drawn.push_back({entry, std::move(lowered)});
    }
  }
  // A flow's entries side by side, in the order of the rows still: its sum stays in registers.
  // Adjoints are summed by row.
  if (!problem_.by_adjoint) {
    std::stable_sort(drawn.begin(), drawn.end(),
                     [](const auto& a, const auto& b) { return a.first.flow < b.first.flow; });
  }
  for (auto& [entry, lowered] : drawn) add_draw(problem_.biosphere, lowered, entry.flow, entry.row);
  // Members of compositions in no equation of the problem: their slots are zero once the sums are
  // made.
  const std::vector<std::uint32_t> absent = absent_members(Matrix::biosphere);
  for (const std::uint32_t i : absent) {
    LoweredExchange lowered = lower_absent(model_.exchanges[i]);
    add_slot(model_.exchanges[i], lowered, {0, 0}, 1.0);
  }
  lower_compositions(Matrix::biosphere, problem_.biosphere_slots, absent);
}

}  // namespace plume
