// SPDX-License-Identifier: Apache-2.0
// Units and quantities of every source, and how many of one are in another.
//
// A unit belongs to a group; `factor` says how many reference units of the group one is. Exports
// round these factors differently ("mi" is 1609.34 m in one and 1609.344 m in another), so the
// units of a source stand before those of other sources, and these before the built-in table, which
// knows the uuids that openLCA's reference data, the Federal LCA Commons and ILCD share: packages
// that leave their unit groups out refer to those.
//
// Names are compared exactly, except for those that mean the same by convention ("t*km" = "metric
// ton*km", "Item(s)" = "unit").
//
//     const UnitTable units(data);                        // adds the built-in units to the data
//     // reference units in one; nothing where the group has no such unit
//     units.factor(source, unit, group);
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "host/link/inventory_data.hpp"

namespace plume {

class UnitTable {
 public:
  /// Takes up what the data holds, and what is built in. The data must not move or gain units while
  /// the table is in use.
  explicit UnitTable(InventoryData& data);

  /// Reference units of the group in one unit, which is given by id or by name; of the empty text
  /// 1.
  [[nodiscard]] std::optional<double> factor(std::uint32_t source, Text unit, Text group) const;

  /// How many of a unit of another source are in one unit of this source; both are given by id or
  /// by name, and the sources may know them by other ids.
  [[nodiscard]] std::optional<double> between(std::uint32_t source, Text unit,
                                              std::uint32_t other_source, Text other) const;

  /// Id of the group of a flow property, which is given by id or by name; no_text if unknown.
  [[nodiscard]] Text group_of(std::uint32_t source, Text property) const;

  /// Id of the property, which is given by id or by name; the text itself if unknown.
  [[nodiscard]] Text property(std::uint32_t source, Text property) const;

  /// Name of the group's reference unit; no_text if it has none.
  [[nodiscard]] Text reference_unit(std::uint32_t source, Text group) const;

  /// Name of a unit that is given by id; the text itself if it is no id.
  [[nodiscard]] Text name_of(Text unit) const;

  /// Id of the group that a unit belongs to, which is given by id or by name; no_text if none or
  /// more than one has it.
  [[nodiscard]] Text group_of_unit(std::uint32_t source, Text unit) const;

  /// Indices into InventoryData::units of the units of the group.
  [[nodiscard]] const std::vector<std::uint32_t>& units_of(Text group) const;

  /// The name that the built-in table has for a unit: "metric ton*km" → "t*km"; the name itself if
  /// it is not known.
  [[nodiscard]] static std::string_view common_name(std::string_view name);

  /// How many of the second unit are in one of the first by the built-in table; nothing where they
  /// are not known or of other dimensions.
  [[nodiscard]] static std::optional<double> known_factor(std::string_view from,
                                                          std::string_view to);

  /// The reference unit that the built-in table has for the dimension of a unit: "g" → "kg"; the
  /// name itself if it is not known.
  [[nodiscard]] static std::string_view known_reference(std::string_view name);

 private:
  [[nodiscard]] const RawUnit* find(std::uint32_t source, Text unit, Text group) const;

  InventoryData& data_;
  std::unordered_map<Text, std::vector<std::uint32_t>> by_group_;
  /// units by id, name and common name
  std::unordered_map<Text, std::vector<std::uint32_t>> groups_of_name_;
  std::unordered_map<Text, std::vector<std::uint32_t>> properties_;  ///< by id and by name
};

}  // namespace plume
