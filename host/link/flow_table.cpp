// SPDX-License-Identifier: Apache-2.0
#include "host/link/flow_table.hpp"

#include <algorithm>

namespace plume {

FlowTable::FlowTable(const InventoryData& data, const UnitTable& units)
    : data_(data), units_(units) {
  for (std::uint32_t i = 0; i < data.flows.size(); ++i) {
    const RawFlow& flow = data.flows[i];
    std::vector<std::uint32_t>& known = flows_[flow.id];
    // Readers may meet a flow in many exchanges: one record a source, and one for each unit it is
    // written in, is enough.
    const bool again = std::any_of(known.begin(), known.end(), [&](std::uint32_t each) {
      const RawFlow& other = data.flows[each];
      return other.source == flow.source && other.unit == flow.unit &&
             other.property == flow.property && other.kind == flow.kind;
    });
    if (again) continue;
    for (const std::uint32_t each : known) {
      if (flow.property != no_text || flow.unit == no_text || data.flows[each].unit == flow.unit)
        continue;
      const Text group = units.group_of_unit(flow.source, flow.unit);
      const Text reference = units.reference_unit(flow.source, group);
      mixed_units_[flow.id] = reference == no_text ? data.flows[known.front()].unit : reference;
    }
    known.push_back(i);
  }
}

const RawFlow* FlowTable::find(std::uint32_t source, Text id) const {
  const auto found = flows_.find(id);
  if (found == flows_.end()) return nullptr;
  for (const std::uint32_t each : found->second) {
    if (data_.flows[each].source == source) return &data_.flows[each];
  }
  return &data_.flows[found->second.front()];
}

FlowKind FlowTable::kind_of(std::uint32_t source, Text id) const {
  const auto found = flows_.find(id);
  if (found == flows_.end()) return FlowKind::unknown;
  if (const RawFlow* own = find(source, id); own->kind != FlowKind::unknown) return own->kind;
  for (const std::uint32_t each : found->second) {
    if (data_.flows[each].kind != FlowKind::unknown) return data_.flows[each].kind;
  }
  return FlowKind::unknown;
}

Text FlowTable::group_of(std::uint32_t source, Text id) const {
  const RawFlow* flow = find(source, id);
  if (flow == nullptr) return no_text;
  if (flow->property != no_text) return units_.group_of(flow->source, flow->property);
  return units_.group_of_unit(flow->source, flow->unit);
}

Text FlowTable::unit_of(std::uint32_t source, Text id) const {
  const RawFlow* flow = find(source, id);
  if (flow == nullptr) return no_text;
  if (flow->property != no_text)
    return units_.reference_unit(flow->source, units_.group_of(flow->source, flow->property));
  if (const auto mixed = mixed_units_.find(id); mixed != mixed_units_.end()) return mixed->second;
  return flow->unit;
}

double FlowTable::property_factor(std::uint32_t source, const RawFlow& flow, Text property,
                                  bool& known) const {
  const Text wanted = units_.property(source, property);
  for (std::uint32_t i = 0; i < flow.num_properties; ++i) {
    const RawFlowProperty& each = data_.flow_properties[flow.first_property + i];
    if (each.property == property || units_.property(flow.source, each.property) == wanted)
      return each.factor;
  }
  known = units_.property(flow.source, flow.property) == wanted;
  return 1.0;
}

std::optional<double> FlowTable::factor(std::uint32_t source, Text id, Text unit,
                                        Text property) const {
  const RawFlow* flow = find(source, id);
  if (flow == nullptr) {
    // Only its property is known, as in tables of factors that come without their flows.
    return units_.factor(source, unit, units_.group_of(source, property));
  }
  if (flow->property == no_text) {
    const Text to = unit_of(source, id);
    if (unit == no_text) unit = flow->unit;
    if (unit == no_text || unit == to || data_.text(unit) == data_.text(to)) return 1.0;
    const Text group = units_.group_of_unit(flow->source, to);
    const std::optional<double> of_row = units_.factor(flow->source, to, group);
    const std::optional<double> of_unit = units_.factor(source, unit, group);
    if (group == no_text || !of_row || !of_unit) return std::nullopt;
    return *of_unit / *of_row;
  }
  const Text in = property == no_text ? flow->property : property;
  bool known = true;
  const double amount_in_one = property_factor(source, *flow, in, known);
  bool reference_known = true;
  const double reference_in_one =
      property_factor(flow->source, *flow, flow->property, reference_known);
  const std::optional<double> reference_units =
      units_.factor(source, unit, units_.group_of(source, in));
  if (!known || !reference_units || amount_in_one == 0.0) return std::nullopt;
  return *reference_units / amount_in_one * reference_in_one;
}

}  // namespace plume
