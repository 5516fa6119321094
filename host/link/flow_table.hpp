// SPDX-License-Identifier: Apache-2.0
// Flows of every source by their id: their kind, the unit that their rows are in, and amounts
// brought to that unit.
//
// A flow with flow properties (openLCA, ILCD) has the reference unit of its reference property.
// With u the reference units in one unit of the exchange and p the amount of the exchange's
// property in one reference unit of the flow,
//
//     amount in the unit of the row = amount · u / p
//
// A flow of a format that has units but no properties (EcoSpold, SimaPro) has the unit that all its
// exchanges have, or else the reference unit of their dimension; the row of a product has the unit
// of its maker.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "host/link/inventory_data.hpp"
#include "host/link/unit_table.hpp"

namespace plume {

class FlowTable {
 public:
  FlowTable(const InventoryData& data, const UnitTable& units);

  /// The flow of that id, of the same source if there is one; nullptr if no source has it.
  [[nodiscard]] const RawFlow* find(std::uint32_t source, Text id) const;

  /// Its first kind that is known among the sources.
  [[nodiscard]] FlowKind kind_of(std::uint32_t source, Text id) const;

  /// Name of the unit that amounts of the flow are brought to.
  [[nodiscard]] Text unit_of(std::uint32_t source, Text id) const;

  /// How many of that unit are in one `unit` of `property`; nothing where they are of different
  /// dimensions or unknown.
  [[nodiscard]] std::optional<double> factor(std::uint32_t source, Text id, Text unit,
                                             Text property) const;

  /// Id of the group of the units that the flow may be written in; no_text where it is not known.
  [[nodiscard]] Text group_of(std::uint32_t source, Text id) const;

 private:
  [[nodiscard]] double property_factor(std::uint32_t source, const RawFlow& flow, Text property,
                                       bool& known) const;

  const InventoryData& data_;
  const UnitTable& units_;
  std::unordered_map<Text, std::vector<std::uint32_t>> flows_;
  /// of flows without properties that are written in several units
  std::unordered_map<Text, Text> mixed_units_;
};

}  // namespace plume
