// SPDX-License-Identifier: Apache-2.0
#include "host/link/unit_table.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace plume {
namespace {

struct KnownUnit {
  std::string_view group, id, name;
  double factor;
};
struct KnownProperty {
  std::string_view id, name, group;
};

#include "host/link/known_units.inc"

/// Names that exports use for a unit of the built-in table.
constexpr std::array<std::pair<std::string_view, std::string_view>, 52> other_names = {{
    {"metric ton*km", "t*km"},
    {"tkm", "t*km"},
    {"ton kilometer", "t*km"},
    {"tonne kilometre", "t*km"},
    {"kg*km", "kg*km"},
    {"unit", "Item(s)"},
    {"Item", "Item(s)"},
    {"item", "Item(s)"},
    {"items", "Item(s)"},
    {"Items", "Item(s)"},
    {"p", "Item(s)"},
    {"pcs", "Item(s)"},
    {"m2*year", "m2*a"},
    {"m2a", "m2*a"},
    {"m²*a", "m2*a"},
    {"square meter-year", "m2*a"},
    {"ha a", "ha*a"},
    {"m3*year", "m3*a"},
    {"m3a", "m3*a"},
    {"cubic meter-year", "m3*a"},
    {"kilowatt hour", "kWh"},
    {"kWh el", "kWh"},
    {"megajoule", "MJ"},
    {"kilogram", "kg"},
    {"gram", "g"},
    {"metric ton", "t"},
    {"ton", "t"},
    {"tonne", "t"},
    {"tn", "t"},
    {"square meter", "m2"},
    {"m²", "m2"},
    {"cubic meter", "m3"},
    {"m³", "m3"},
    {"Nm3", "m3"},
    {"litre", "l"},
    {"liter", "l"},
    {"hectare", "ha"},
    {"meter", "m"},
    {"metre", "m"},
    {"kilometer", "km"},
    {"kilometre", "km"},
    {"hour", "h"},
    {"hr", "h"},
    {"day", "d"},
    {"year", "a"},
    {"m*year", "m*a"},
    {"meter-year", "m*a"},
    {"km*year", "km*a"},
    {"person kilometer", "p*km"},
    {"pkm", "p*km"},
    {"vkm", "v*km"},
    {"kilo Becquerel", "kBq"},
}};

constexpr std::uint32_t built_in = no_raw;  ///< the source of the built-in units: after all others

/// First of the own source, then of the lowest; the built-in ones last.
template <class List>
std::uint32_t best(const std::vector<std::uint32_t>& candidates, const List& list,
                   std::uint32_t source) {
  std::uint32_t found = no_raw;
  for (const std::uint32_t each : candidates) {
    if (list[each].source == source) return each;
    if (found == no_raw || list[each].source < list[found].source) found = each;
  }
  return found;
}

}  // namespace

UnitTable::UnitTable(InventoryData& data) : data_(data) {
  for (const KnownUnit& known : known_units) {
    RawUnit unit;
    unit.group = data.texts.add(known.group);
    unit.id = data.texts.add(known.id);
    unit.name = data.texts.add(known.name);
    unit.factor = known.factor;
    unit.is_reference =
        known.factor == 1.0 && (data.units.empty() || data.units.back().group != unit.group);
    unit.source = built_in;
    data.units.push_back(unit);
  }
  for (const KnownProperty& known : known_properties) {
    data.properties.push_back({data.texts.add(known.id), data.texts.add(known.name),
                               data.texts.add(known.group), built_in});
  }
  for (std::uint32_t i = 0; i < data.units.size(); ++i) {
    const RawUnit& unit = data.units[i];
    by_group_[unit.group].push_back(i);
    for (const Text name : {unit.id, unit.name}) {
      if (name != no_text) groups_of_name_[name].push_back(i);
    }
  }
  for (std::uint32_t i = 0; i < data.properties.size(); ++i) {
    for (const Text name : {data.properties[i].id, data.properties[i].name}) {
      if (name != no_text) properties_[name].push_back(i);
    }
  }
}

std::string_view UnitTable::common_name(std::string_view name) {
  for (const auto& [other, common] : other_names) {
    if (other == name) return common;
  }
  return name;
}

std::optional<double> UnitTable::known_factor(std::string_view from, std::string_view to) {
  for (const KnownUnit& one : known_units) {
    if (one.name != from && one.name != common_name(from)) continue;
    for (const KnownUnit& other : known_units) {
      if (other.group == one.group && (other.name == to || other.name == common_name(to)))
        return one.factor / other.factor;
    }
  }
  return std::nullopt;
}

std::string_view UnitTable::known_reference(std::string_view name) {
  static const std::unordered_map<std::string_view, std::string_view> references = [] {
    std::unordered_map<std::string_view, std::string_view> map;
    std::unordered_map<std::string_view, std::string_view> of_group;
    for (const KnownUnit& unit : known_units) {
      if (unit.factor == 1.0) of_group.emplace(unit.group, unit.name);
    }
    for (const KnownUnit& unit : known_units) {
      if (const auto group = of_group.find(unit.group); group != of_group.end())
        map.emplace(unit.name, group->second);
    }
    return map;
  }();
  for (const std::string_view each : {name, common_name(name)}) {
    if (const auto found = references.find(each); found != references.end()) return found->second;
  }
  return name;
}

const RawUnit* UnitTable::find(std::uint32_t source, Text unit, Text group) const {
  const auto search = [&](Text name) -> const RawUnit* {
    const auto found = groups_of_name_.find(name);
    if (name == no_text || found == groups_of_name_.end()) return nullptr;
    std::vector<std::uint32_t> candidates;
    for (const std::uint32_t each : found->second) {
      if (group == no_text || data_.units[each].group == group) candidates.push_back(each);
    }
    const std::uint32_t index = best(candidates, data_.units, source);
    return index == no_raw ? nullptr : &data_.units[index];
  };
  if (const RawUnit* exact = search(unit)) return exact;
  const std::string_view name = data_.text(unit);
  const std::string_view common = common_name(name);
  if (common != name) {
    if (const RawUnit* known = search(data_.texts.find(common))) return known;
  }
  // A package may write "unit" where the table has "Item(s)", or the other way about.
  for (const auto& [other, usual] : other_names) {
    if (usual != common) continue;
    if (const RawUnit* known = search(data_.texts.find(other))) return known;
  }
  return nullptr;
}

std::optional<double> UnitTable::factor(std::uint32_t source, Text unit, Text group) const {
  if (unit == no_text) return 1.0;
  const RawUnit* found = find(source, unit, group);
  if (found == nullptr) return std::nullopt;
  return found->factor;
}

std::optional<double> UnitTable::between(std::uint32_t source, Text unit,
                                         std::uint32_t other_source, Text other) const {
  const Text group = group_of_unit(source, unit), other_group = group_of_unit(other_source, other);
  if (group == no_text || other_group == no_text) {
    const bool same =
        unit != no_text && common_name(data_.text(unit)) == common_name(data_.text(other));
    return same ? std::optional(1.0) : known_factor(data_.text(unit), data_.text(other));
  }
  const std::optional<double> one = factor(source, unit, group),
                              of_other = factor(other_source, other, other_group);
  if (!one || !of_other || *of_other == 0.0) return std::nullopt;
  double references = 1.0;  // of the other group in one of this
  if (group != other_group) {
    const std::string_view name = data_.text(reference_unit(source, group));
    const std::string_view other_name = data_.text(reference_unit(other_source, other_group));
    if (name.empty() || other_name.empty()) return std::nullopt;
    if (common_name(name) != common_name(other_name)) {
      const std::optional<double> known = known_factor(name, other_name);
      if (!known) return std::nullopt;
      references = *known;
    }
  }
  return *one * references / *of_other;
}

Text UnitTable::group_of(std::uint32_t source, Text property) const {
  const auto found = properties_.find(property);
  if (property == no_text || found == properties_.end()) return no_text;
  return data_.properties[best(found->second, data_.properties, source)].group;
}

Text UnitTable::property(std::uint32_t source, Text property) const {
  const auto found = properties_.find(property);
  if (property == no_text || found == properties_.end()) return property;
  return data_.properties[best(found->second, data_.properties, source)].id;
}

Text UnitTable::reference_unit(std::uint32_t source, Text group) const {
  std::vector<std::uint32_t> candidates;
  for (const std::uint32_t each : units_of(group)) {
    if (data_.units[each].is_reference) candidates.push_back(each);
  }
  const std::uint32_t index = best(candidates, data_.units, source);
  return index == no_raw ? no_text : data_.units[index].name;
}

Text UnitTable::name_of(Text unit) const {
  const auto found = groups_of_name_.find(unit);
  if (unit == no_text || found == groups_of_name_.end()) return unit;
  for (const std::uint32_t each : found->second) {
    if (data_.units[each].id == unit) return data_.units[each].name;
  }
  return unit;
}

Text UnitTable::group_of_unit(std::uint32_t source, Text unit) const {
  const RawUnit* found = find(source, unit, no_text);
  return found == nullptr ? no_text : found->group;
}

const std::vector<std::uint32_t>& UnitTable::units_of(Text group) const {
  static const std::vector<std::uint32_t> none;
  const auto found = by_group_.find(group);
  return group == no_text || found == by_group_.end() ? none : found->second;
}

}  // namespace plume
