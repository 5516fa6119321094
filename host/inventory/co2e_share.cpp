// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/co2e_share.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "host/inventory/gwp.hpp"
#include "host/inventory/line_emissions.hpp"
#include "host/inventory/line_factors.hpp"
#include "host/inventory/quantities.hpp"

namespace plume {
namespace {

struct Sum {
  double all = 0.0, fixed = 0.0;   // kg CO2e
  std::vector<std::string> names;  // factors in CO2e, in the order of the lines
  void add_name(const std::string& id) {
    for (const std::string& each : names)
      if (each == id) return;
    names.push_back(id);
  }
};

void add_line(const ActivityLine& line, double input, const FactorLibrary& library,
              const std::string& set, Sum& sum) {
  for (const std::string& id : line.factors) {
    if (is_process(id)) {
      sum.add_name(id);
      continue;
    }
    const EmissionFactor& factor = *library.find(id);
    const EmittedGas gas = emitted_gas(factor);
    if (gas.name.is_outside_the_sum()) continue;
    double kg = std::abs(input);
    if (!factor.is_gwp)
      kg *= std::abs(factor.value) * factor.emission.factor / factor.activity.factor *
            gas.kg_per_unit;
    kg *= gas.counts_one() ? 1.0 : find_gwp(library, gas.name, set, set).kg_per_kg;
    sum.all += kg;
    if (!gas.in_co2e && gas.name.name != "CO2e") continue;
    sum.fixed += kg;
    sum.add_name(id);
  }
}

std::string list_of(const std::vector<std::string>& names) {
  std::string list;
  constexpr std::size_t most = 5;
  for (std::size_t i = 0; i < names.size() && i < most; ++i)
    list += (i == 0 ? "'" : ", '") + names[i] + "'";
  if (names.size() > most) list += fmt::format(" and {} more", names.size() - most);
  return list;
}

}  // namespace

void note_co2e_share(const InventoryRows& rows, const FactorLibrary& library,
                     const StudyInventory& inventory, Findings& findings) {
  if (inventory.compare_gwp.empty()) return;
  const std::map<std::string, double> quantities = static_amounts(rows.quantities);
  Sum sum;
  for (const ActivityLine& line : rows.lines) {
    if (!line.record.base_year)
      add_line(line, static_input(line, quantities, library), library, inventory.gwp, sum);
  }
  if (sum.names.empty()) return;
  std::string sets;
  for (const std::string& set : inventory.compare_gwp) sets += (sets.empty() ? "" : ", ") + set;
  const double percent = sum.all > 0.0 ? 100.0 * sum.fixed / sum.all : 0.0;
  findings.add("N0741", inventory.place,
               fmt::format("{:.3g} % of what the lines emit is in CO2e already, by {}: that part "
                           "is the same under {} as under {}",
                           percent, list_of(sum.names), sets, inventory.gwp),
               "give the gases in rows of their own to have them counted by another set");
}

}  // namespace plume
