// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/line_emissions.hpp"

#include "host/inventory/line_factors.hpp"

namespace plume {
namespace {

double gwp_value(const FactorLibrary& library, const EmittedGas& gas, const std::string& set) {
  if (gas.name.is_outside_the_sum()) return 0.0;
  return gas.counts_one() ? 1.0 : find_gwp(library, gas.name, set, set).kg_per_kg;
}

/// kg of the gas per kg of what the line's amount is a mass of: 44/28 of "kg N2O-N".
double kg_of_gas(const ActivityLine& line, const Quantities& quantities,
                 const FactorLibrary& library, const GasName& gas) {
  const SubstanceMass mass = mass_of(gas, unit_at_factor(line, quantities, library).substance);
  return mass.kind == SubstanceMass::Kind::converted ? mass.factor : 1.0;
}

}  // namespace

FactorEmission emission_of(const ActivityLine& line, const EmissionFactor& factor,
                           const Quantities& quantities, const FactorLibrary& library,
                           const std::string& gwp_set) {
  FactorEmission emission;
  emission.gas = emitted_gas(factor);
  emission.value = factor.is_gwp ? 1.0 : factor.value;
  emission.to_kg = factor.is_gwp
                       ? kg_of_gas(line, quantities, library, emission.gas.name)
                       : factor.emission.factor / factor.activity.factor * emission.gas.kg_per_unit;
  emission.kg_co2e = emission.value * emission.to_kg * gwp_value(library, emission.gas, gwp_set);
  return emission;
}

double static_input(const ActivityLine& line, const std::map<std::string, double>& amounts,
                    const FactorLibrary& library) {
  double amount = line.number.amount * line.number.unit.factor;
  if (!line.of.empty()) amount *= amounts.at(line.of);
  for (const std::string& id : line.via) {
    const EmissionFactor& via = *library.find(id);
    amount *= via.value * via.emission.factor / via.activity.factor;
  }
  return amount;
}

LineSize size_of_line(const ActivityLine& line, const Quantities& quantities,
                      const std::map<std::string, double>& amounts, const FactorLibrary& library,
                      const std::string& gwp_set) {
  LineSize size;
  size.amount = static_input(line, amounts, library);
  double kg_co2e = 0.0;
  for (const std::string& id : line.factors) {
    size.in_co2e = size.in_co2e && !is_process(id);
    if (size.in_co2e)
      kg_co2e += emission_of(line, *library.find(id), quantities, library, gwp_set).kg_co2e;
  }
  if (size.in_co2e) size.amount *= line.record.scope == "removal" ? -kg_co2e : kg_co2e;
  return size;
}

}  // namespace plume
