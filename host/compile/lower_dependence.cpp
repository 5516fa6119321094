// SPDX-License-Identifier: Apache-2.0
// What ties draws together, lowered: shared keys, words of copulas, options of switches,
// compositions.
#include <algorithm>
#include <cmath>

#include "host/compile/compiler.hpp"
#include "host/compile/octave_table.hpp"
#include "host/model/distribution.hpp"

namespace plume {
namespace {

/// A number below 0 whose magnitude falls as its word rises: with a word that others share, it must
/// be reversed to have their relative error.
bool must_be_reversed(const Uncertainty& uncertainty) {
  const Distribution distribution(uncertainty);
  return std::abs(distribution.value({0.75, 0.25})) < std::abs(distribution.value({0.25, 0.75}));
}

}  // namespace

void Compiler::prepare_dependence() {
  const Dependence& dependence = model_.dependence;
  for (const Copula& copula : dependence.copulas) {
    const auto first_key = static_cast<std::uint32_t>(problem_.copula_key.size());
    const auto first_coefficient = static_cast<std::uint32_t>(problem_.copula_coefficient.size());
    std::uint32_t student = no_slot;
    if (copula.degrees > 0.0) {
      student = static_cast<std::uint32_t>(problem_.copula_student.size());
      problem_.copula_student.push_back(
          append_student(problem_.copula_table, copula.degrees, copula.key));
    }
    for (std::uint32_t i = 0; i < copula.keys.size(); ++i) {
      copula_row_of_key_[copula.keys[i]] = static_cast<std::uint32_t>(problem_.copula_row.size());
      problem_.copula_row.push_back(
          {first_key, first_coefficient + i * (i + 1) / 2, i + 1, student});
    }
    problem_.copula_key.insert(problem_.copula_key.end(), copula.keys.begin(), copula.keys.end());
    problem_.copula_coefficient.insert(problem_.copula_coefficient.end(), copula.cholesky.begin(),
                                       copula.cholesky.end());
  }
  for (const Switch& each : dependence.switches) {
    threshold_offset_.push_back(problem_.array_values.size());
    const std::vector<double> thresholds = each.thresholds();
    problem_.array_values.insert(problem_.array_values.end(), thresholds.begin(), thresholds.end());
  }
  for (const Composition& composition : dependence.compositions) {
    for (const Composition::Member& member : composition.members) {
      const Exchange& e = model_.exchanges[member.exchange];
      if (!is_drawn(e.matrix)) continue;
      // A pinned number that never changes needs no slot: the total is less by it.
      const bool changes = e.uncertainty != no_index || e.array != no_index;
      if (!member.pinned || changes) member_slot_[member.exchange] = {};
    }
  }
}

void Compiler::lower_dependence(LoweredExchange& lowered, const Exchange& exchange,
                                double scale) const {
  const auto index = static_cast<std::uint32_t>(&exchange - model_.exchanges.data());
  lowered.keeps_slot = member_slot_.count(index) != 0;
  if (lowered.array && model_.arrays[exchange.array].order == ColumnOrder::weighted) {
    lowered.array->random = 2;
    lowered.array->stride = threshold_offset_[model_.arrays[exchange.array].switch_index];
    lowered.array->group_key =
        model_.dependence.switches[model_.arrays[exchange.array].switch_index].key;
  }
  if (lowered.array && model_.arrays[exchange.array].multiplies) {
    lowered.array->multiplies = 1;
    lowered.array->factor = 1.0;
  }
  if (lowered.kind == LoweredExchange::Kind::fixed) return;
  const std::uint64_t key = model_.dependence.key_of(index, exchange.key);
  const auto row = copula_row_of_key_.find(key);
  const bool in_copula = row != copula_row_of_key_.end();
  if (in_copula && lowered.kind != LoweredExchange::Kind::wide) {
    lowered = lower(model_, exchange, scale, true, {false, &quantile_tables_}, array_offset_);
    return lower_dependence(lowered, exchange, scale);
  }
  lowered.plain.key = lowered.wide.key = key;
  const bool reversed = (in_copula || key != exchange.key) &&
                        must_be_reversed(model_.uncertainties[exchange.uncertainty]);
  if (lowered.kind == LoweredExchange::Kind::normal && reversed) lowered.plain.b = -lowered.plain.b;
  if (lowered.kind != LoweredExchange::Kind::wide) return;
  if (in_copula) {
    lowered.wide.origin = reversed ? WordOrigin::copula_reversed : WordOrigin::copula;
    lowered.wide.origin_index = row->second;
  } else if (reversed) {
    lowered.wide.origin = WordOrigin::own_reversed;
  }
}

void Compiler::note_member(const Exchange& exchange, std::uint32_t slot, double scale) {
  const auto found =
      member_slot_.find(static_cast<std::uint32_t>(&exchange - model_.exchanges.data()));
  if (found != member_slot_.end()) found->second = {slot, scale};
}

std::vector<std::uint32_t> Compiler::absent_members(Matrix matrix) const {
  std::vector<std::uint32_t> absent;
  for (const Composition& composition : model_.dependence.compositions) {
    bool any_present = false;
    std::vector<std::uint32_t> missing;
    for (const Composition::Member& member : composition.members) {
      const auto found = member_slot_.find(member.exchange);
      if (found == member_slot_.end() || model_.exchanges[member.exchange].matrix != matrix)
        continue;
      if (found->second.slot == no_slot) {
        missing.push_back(member.exchange);
      } else {
        any_present = true;
      }
    }
    if (any_present) absent.insert(absent.end(), missing.begin(), missing.end());
  }
  return absent;
}

/// A member that stands in no equation: drawn for the sum alone, and no part of any score.
LoweredExchange Compiler::lower_absent(const Exchange& exchange) const {
  LoweredExchange lowered = lower_exchange(exchange, 1.0, true);
  lowered.moments.mean = lowered.moments.sd = 0.0;
  return lowered;
}

void Compiler::lower_compositions(Matrix matrix, DrawTables& tables,
                                  const std::vector<std::uint32_t>& absent) {
  for (const Composition& composition : model_.dependence.compositions) {
    if (composition.members.empty() ||
        model_.exchanges[composition.members.front().exchange].matrix != matrix ||
        !is_drawn(matrix))
      continue;
    ShareGroup group{static_cast<std::uint32_t>(tables.share_member.size()), 0, composition.total};
    bool any_present = false;
    for (const Composition::Member& member : composition.members) {
      const Exchange& e = model_.exchanges[member.exchange];
      const auto found = member_slot_.find(member.exchange);
      if (found == member_slot_.end()) {
        group.total -= e.amount;
        continue;
      }
      if (found->second.slot == no_slot) continue;  // no member of this composition is reached
      const bool is_absent =
          std::find(absent.begin(), absent.end(), member.exchange) != absent.end();
      any_present = any_present || !is_absent;
      tables.share_member.push_back({found->second.slot, member.pinned ? 1u : 0u,
                                     is_absent ? 1u : 0u, 0,
                                     1.0 / (e.sign * e.factor * found->second.scale)});
      ++group.count;
    }
    if (any_present) {
      tables.share.push_back(group);
    } else {
      tables.share_member.resize(group.first);
    }
  }
}

}  // namespace plume
