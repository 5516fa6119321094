// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/factor_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

#include "host/base/letter_case.hpp"
#include "host/base/numbers.hpp"
#include "host/inventory/gwp.hpp"

namespace plume {
namespace {

/// A factor, and the line that uses it first.
struct Used {
  const EmissionFactor* factor;
  const ActivityLine* line;

  /// A cell of the study's table; for the library's rows the line's.
  [[nodiscard]] const Place& place(const Place& cell) const {
    return factor->from_library ? line->factor_place : cell;
  }
};

std::vector<Used> used_factors(const std::vector<ActivityLine>& lines,
                               const FactorLibrary& library) {
  std::vector<Used> used;
  std::set<std::string> seen;
  for (const ActivityLine& line : lines) {
    for (const std::string& id : line.factors) {
      const EmissionFactor* factor = library.find(id);
      if (factor != nullptr && !factor->is_conversion() && seen.insert(id).second)
        used.push_back({factor, &line});
    }
  }
  return used;
}

/// A gas that is not in the table of names counts where the study gives its potential.
bool gas_is_known(const Used& used, const FactorLibrary& library, Findings& findings) {
  const EmissionFactor& factor = *used.factor;
  if (factor.gas_name.in_table) return true;
  const std::string key = gas_key(factor.gas);
  const auto& all = library.factors();
  if (std::any_of(all.begin(), all.end(),
                  [&](const EmissionFactor& row) { return row.is_gwp && gas_key(row.gas) == key; }))
    return true;
  const std::string hint = gas_hint(factor.gas);
  findings.add("E0733", used.place(factor.gas_place),
               fmt::format("factor '{}': the gas '{}' is not known", factor.id, factor.gas),
               hint.empty() ? "correct the name, or add a row of category GWP for this gas to a "
                              "factor table of the study"
                            : hint);
  return false;
}

void check_substance(const Used& used, Findings& findings) {
  const EmissionFactor& factor = *used.factor;
  if (factor.is_gwp || factor.emission.substance.empty()) return;
  const EmittedGas gas = emitted_gas(factor);
  switch (gas.kind) {
    case SubstanceMass::Kind::same:
      return;
    case SubstanceMass::Kind::converted:
      findings.add("N0735", used.place(factor.emission_place),
                   fmt::format("factor '{}' gives {} of {}: each is {} of the gas", factor.id,
                               factor.unit_emission, factor.gas, gas.ratio),
                   "write the gas in the unit where it is a mass of the gas already");
      return;
    case SubstanceMass::Kind::co2e:
      findings.add("N0736", used.place(factor.emission_place),
                   fmt::format("factor '{}' gives {} of {}: its warming potential is in it already",
                               factor.id, factor.unit_emission, factor.gas),
                   "it counts as it is, under every set of GWP");
      return;
    case SubstanceMass::Kind::contradiction:
      findings.add(
          "E0734", used.place(factor.emission_place),
          fmt::format("factor '{}': the unit '{}' names another substance than the gas '{}'",
                      factor.id, factor.unit_emission, factor.gas),
          "correct unit_emission or gas");
      return;
  }
}

std::string number_text(double value) {
  NumberTrouble ignored;
  return format_exact(parse_double(format_significant(value, 6), ignored).value_or(value));
}

/// Methane has a potential for each origin of its carbon: says which was taken where the name
/// leaves it open.
void check_origin(const Used& used, const FactorLibrary& library, const StudyInventory& inventory,
                  Findings& findings) {
  const EmittedGas gas = emitted_gas(*used.factor);
  if (gas.name.name != "CH4" || gas.in_co2e) return;
  const GwpChoice taken = find_gwp(library, gas.name, inventory.gwp, inventory.gwp);
  if (taken.row == nullptr) return;
  const GasOrigin other =
      gas.name.origin == GasOrigin::fossil ? GasOrigin::living : GasOrigin::fossil;
  if (gas.name.origin == GasOrigin::not_said) {
    const GwpChoice fossil = find_gwp(library, {"CH4", other}, inventory.gwp, inventory.gwp);
    if (fossil.row == nullptr || fossil.kg_per_kg == taken.kg_per_kg) return;
    findings.add("N0739", used.place(used.factor->gas_place),
                 fmt::format("'{}' does not say where its carbon comes from: it counts {} kg "
                             "CO2e/kg of '{}', and 'CH4 (fossil)' "
                             "would count {}",
                             used.factor->gas, number_text(taken.kg_per_kg), taken.row->id,
                             number_text(fossil.kg_per_kg)),
                 "write CH4 (fossil) for leaks of natural gas and mines, CH4 (non-fossil) for what "
                 "burns or rots");
  } else if (!taken.row->from_library && taken.row->gas_name.origin != gas.name.origin) {
    findings.add(
        "N0739", used.place(used.factor->gas_place),
        fmt::format("'{}' counts {} kg CO2e/kg of '{}', which is of '{}'", used.factor->gas,
                    number_text(taken.kg_per_kg), taken.row->id, taken.row->gas),
        "give a row of category GWP for this very gas to have another");
  }
}

bool looks_like_gwp(const EmissionFactor& row) {
  const std::string category = lower_case(row.category);
  return !row.is_gwp && !row.is_conversion() && !row.gas_name.has_gwp_of_one() &&
         category.find("gwp") != std::string::npos && is_mass(row.activity) &&
         row.activity.substance.empty() && read_gas(row.emission.substance) == GasName{"CO2e"};
}

/// The row that stands for the same gas where this potential is not taken; null where none does.
const EmissionFactor* stands_before(const EmissionFactor& row, const std::set<std::string>& taken,
                                    const FactorLibrary& library) {
  for (const EmissionFactor& other : library.factors()) {
    if (other.is_gwp && !other.from_library && taken.count(other.id) &&
        other.gas_name == row.gas_name && set_of_gwp_id(other.id) == set_of_gwp_id(row.id))
      return &other;
  }
  return nullptr;
}

/// Own potentials that count nowhere, and rows that were meant as one.
void check_own_potentials(const std::vector<ActivityLine>& lines, const std::vector<Used>& used,
                          const FactorLibrary& library, const StudyInventory& inventory,
                          Findings& findings) {
  std::set<std::string> ids, taken;
  for (const ActivityLine& line : lines) {
    ids.insert(line.factors.begin(), line.factors.end());
    ids.insert(line.via.begin(), line.via.end());
  }
  std::vector<std::string> sets = inventory.compare_gwp;
  sets.push_back(inventory.gwp);
  for (const Used& each : used) {
    for (const std::string& set : sets) {
      const GwpChoice choice =
          find_gwp(library, emitted_gas(*each.factor).name, set, inventory.gwp);
      if (choice.row != nullptr) taken.insert(choice.row->id);
    }
  }
  for (const EmissionFactor& row : library.factors()) {
    if (row.from_library || ids.count(row.id)) continue;
    const std::string set = set_of_gwp_id(row.id);
    if (row.is_gwp && !taken.count(row.id) && !set.empty() &&
        std::find(sets.begin(), sets.end(), set) == sets.end())
      findings.add(
          "W0737", row.place,
          fmt::format("'{}' is a potential of {}, by which nothing is counted here", row.id, set),
          fmt::format("give it an id of its own to have it count in {}", inventory.gwp));
    else if (const EmissionFactor* other =
                 row.is_gwp && !taken.count(row.id) ? stands_before(row, taken, library) : nullptr)
      findings.add("W0737", row.place,
                   fmt::format("'{}' counts nowhere: '{}' is a potential of the same gas", row.id,
                               other->id),
                   "keep one of them");
    else if (!row.is_gwp && lower_case(trim(row.category)) == "gwp")
      findings.add("W0737", row.place,
                   fmt::format("'{}' of the category '{}' counts nowhere", row.id, row.category),
                   row.gas_name.has_gwp_of_one()
                       ? "the potential of CO2 is 1 by definition"
                       : "a warming potential gives a mass of CO2e per mass of one gas");
    else if (looks_like_gwp(row))
      findings.add("W0737", row.place,
                   fmt::format("'{}' of the category '{}' counts nowhere", row.id, row.category),
                   "a warming potential has the category GWP, without any other word");
  }
}

}  // namespace

void check_used_factors(const std::vector<ActivityLine>& lines, const FactorLibrary& library,
                        const StudyInventory& inventory, Findings& findings) {
  const std::vector<Used> used = used_factors(lines, library);
  std::set<std::string> told;  // gases whose origin was told
  for (const Used& each : used) {
    if (!gas_is_known(each, library, findings)) continue;
    check_substance(each, findings);
    if (told.insert(each.factor->gas_name.text()).second)
      check_origin(each, library, inventory, findings);
  }
  check_own_potentials(lines, used, library, inventory, findings);
}

}  // namespace plume
