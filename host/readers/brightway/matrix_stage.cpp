// SPDX-License-Identifier: Apache-2.0
#include "host/readers/brightway/matrix_stage.hpp"

#include <cmath>
#include <utility>

namespace plume {

namespace {

std::uint64_t cell_of(const Exchange& exchange) {
  return (std::uint64_t{exchange.row} << 32) | exchange.column;
}

double scale_of(const Exchange& exchange) { return exchange.sign * exchange.factor; }

/// No insertion where a column has no value: nothing lies beneath, so the cell is 0 there.
void fill_gaps(double* values, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    if (std::isnan(values[i])) values[i] = 0.0;
  }
}

}  // namespace

void MatrixStage::add(StagedGroup&& group) {
  if (group.is_array) {
    add_array(group);
  } else {
    add_vector(group);
  }
}

void MatrixStage::put(const Exchange& exchange, const StagedGroup& group,
                      std::uint32_t group_begin) {
  const auto index = static_cast<std::uint32_t>(entries_.size());
  std::uint32_t& last = cells_.slot(cell_of(exchange));
  std::uint32_t next = last;
  if (last != no_index && last >= group_begin) {
    if (!group.sum_intra) {
      entries_[last].alive = false;
      next = entries_[last].next;
    }
  } else if (last != no_index && !group.sum_inter) {
    for (std::uint32_t old = last; old != no_index; old = entries_[old].next)
      entries_[old].alive = false;
    next = no_index;
  }
  last = index;
  entries_.push_back({exchange, next, true});
}

void MatrixStage::add_vector(const StagedGroup& group) {
  const auto begin = static_cast<std::uint32_t>(entries_.size());
  entries_.reserve(entries_.size() + group.exchanges.size());
  for (std::size_t i = 0; i < group.exchanges.size(); ++i) {
    Exchange exchange = group.exchanges[i];
    if (std::isnan(exchange.amount) || std::isnan(exchange.factor)) continue;
    if (!group.uncertainties.empty() && !group.uncertainties[i].is_certain()) {
      exchange.uncertainty = static_cast<std::uint32_t>(uncertainties_.size());
      uncertainties_.push_back(group.uncertainties[i]);
    }
    put(exchange, group, begin);
  }
}

MatrixStage::ArrayRow MatrixStage::look_at_row(const StagedGroup& group, std::size_t row) {
  const std::size_t width = group.array.num_columns;
  const double* values = group.array.values.data() + row * width;
  ArrayRow result;
  result.skipped = true;
  for (std::size_t i = width; i-- > 0;) {
    if (std::isnan(values[i])) {
      result.has_nan = true;
    } else {
      result.first_value = values[i];
      result.skipped = false;
    }
  }
  result.skipped = result.skipped || std::isnan(group.exchanges[row].factor);
  return result;
}

/// Duplicates are found here. Where only the last counts, it takes over the values of those before
/// it in the columns in which it is NaN itself.
std::vector<MatrixStage::ArrayRow> MatrixStage::look_at_rows(StagedGroup& group) {
  const std::size_t width = group.array.num_columns;
  std::vector<ArrayRow> rows(group.exchanges.size());
  FlatMap last_on_cell;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    rows[r] = look_at_row(group, r);
    if (rows[r].skipped) continue;
    std::uint32_t& slot = last_on_cell.slot(cell_of(group.exchanges[r]));
    const std::uint32_t before = std::exchange(slot, static_cast<std::uint32_t>(r));
    if (before == no_index) continue;
    if (group.sum_intra) {
      rows[r].repeated = rows[before].repeated = true;
      continue;
    }
    const double scale = scale_of(group.exchanges[r]);
    if (scale != 0.0) {
      const double ratio = scale_of(group.exchanges[before]) / scale;
      for (std::size_t i = 0; i < width; ++i) {
        double& value = group.array.values[r * width + i];
        if (std::isnan(value)) value = group.array.values[before * width + i] * ratio;
      }
    }
    rows[before].skipped = true;
    rows[r] = look_at_row(group, r);
  }
  return rows;
}

/// A NaN uncovers what lies beneath; one record can stand for one number beneath, not for a sum or
/// for a second array.
void MatrixStage::check_rows(const StagedGroup& group, const std::vector<ArrayRow>& rows) {
  if (group.sum_inter) return;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    if (rows[r].skipped || !rows[r].has_nan) continue;
    const std::uint32_t beneath = cells_.find(cell_of(group.exchanges[r]));
    if (beneath == no_index) continue;
    const Entry& entry = entries_[beneath];
    if (!rows[r].repeated && entry.next == no_index && entry.exchange.array == no_index) continue;
    findings_.add("E0315", {group.file, group.exchanges[r].line, 0},
                  entry.exchange.array != no_index
                      ? "the row has NaN over a cell that an earlier array fills; which value "
                        "holds there cannot be kept"
                      : "the row has NaN over a cell that several exchanges fill; which value "
                        "holds there cannot be kept",
                  "write the values of the earlier data where the array has NaN");
  }
}

/// The record of an array's row on top of what its cell holds; may turn `values` into the terms of
/// what lies beneath.
Exchange MatrixStage::laid_over(Exchange exchange, const ArrayRow& row, const StagedGroup& group,
                                double* values) const {
  const std::size_t width = group.array.num_columns;
  const std::uint32_t beneath = cells_.find(cell_of(exchange));
  const bool replaces_one = beneath != no_index && !group.sum_inter && !row.repeated &&
                            entries_[beneath].next == no_index;
  exchange.amount = row.first_value;
  if (!replaces_one) {
    fill_gaps(values, width);
    return exchange;
  }
  const Exchange& old = entries_[beneath].exchange;
  const double scale = scale_of(exchange);
  const double old_scale = scale_of(old);
  if (!row.has_nan || old_scale == 0.0) {
    if (scale != 0.0)
      exchange.amount = scale == old_scale ? old.amount : old.static_value() / scale;
    fill_gaps(values, width);
    return exchange;
  }
  if (scale != old_scale) {
    for (std::size_t i = 0; i < width; ++i) values[i] *= scale / old_scale;
    exchange.sign = old.sign;
    exchange.factor = old.factor;
  }
  exchange.amount = old.amount;
  exchange.uncertainty = old.uncertainty;
  return exchange;
}

void MatrixStage::add_array(StagedGroup& group) {
  const std::vector<ArrayRow> rows = look_at_rows(group);
  check_rows(group, rows);
  const auto begin = static_cast<std::uint32_t>(entries_.size());
  for (std::size_t r = 0; r < rows.size(); ++r) {
    if (rows[r].skipped) continue;
    double* values = group.array.values.data() + r * group.array.num_columns;
    Exchange exchange = laid_over(group.exchanges[r], rows[r], group, values);
    exchange.array = static_cast<std::uint32_t>(arrays_.size());
    exchange.array_row = static_cast<std::uint32_t>(r);
    put(exchange, group, begin);
  }
  arrays_.push_back(std::move(group.array));
}

std::vector<std::uint32_t> MatrixStage::emit(ModelBuilder& builder) {
  Model& model = builder.model();
  std::vector<std::uint32_t> model_arrays(arrays_.size(), no_index);
  model.exchanges.reserve(model.exchanges.size() + entries_.size());
  model.uncertainties.reserve(model.uncertainties.size() + uncertainties_.size());
  const Uncertainty certain;
  for (const Entry& entry : entries_) {
    if (!entry.alive) continue;
    Exchange exchange = entry.exchange;
    const std::uint32_t uncertainty = std::exchange(exchange.uncertainty, no_index);
    if (exchange.array != no_index) {
      std::uint32_t& array = model_arrays[exchange.array];
      if (array == no_index) {
        array = static_cast<std::uint32_t>(model.arrays.size());
        model.arrays.push_back(std::move(arrays_[exchange.array]));
      }
      exchange.array = array;
    }
    builder.add(exchange, uncertainty == no_index ? certain : uncertainties_[uncertainty]);
  }
  return model_arrays;
}

}  // namespace plume
