// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/gwp.hpp"

#include <vector>

namespace plume {
namespace {

/// Names under which the potential of a gas may stand, the best first; `own`: among the study's
/// rows.
std::vector<GasName> names_of(const GasName& gas, bool own) {
  GasName plain = gas;
  plain.origin = GasOrigin::not_said;
  if (gas.name == "CH4" && gas.origin == GasOrigin::not_said) {
    const GasName living = {"CH4", GasOrigin::living};
    return own ? std::vector{plain, living} : std::vector{living, plain};
  }
  if (gas.origin == GasOrigin::not_said) return {plain};
  return {gas, plain};
}

bool is_of(const EmissionFactor& row, const GasName& gas) {
  return row.gas_name.origin == gas.origin && gas_key(row.gas_name.name) == gas_key(gas.name);
}

double kg_per_kg(const EmissionFactor& row) {
  return row.value * row.emission.factor / row.activity.factor;
}

}  // namespace

EmittedGas emitted_gas(const EmissionFactor& factor) {
  EmittedGas gas;
  gas.name = factor.gas_name;
  if (factor.is_gwp) return gas;
  const SubstanceMass mass = mass_of(factor.gas_name, factor.emission.substance);
  gas.kind = mass.kind;
  gas.in_co2e = mass.kind == SubstanceMass::Kind::co2e;
  if (mass.kind == SubstanceMass::Kind::converted) gas.kg_per_unit = mass.factor;
  gas.ratio = mass.ratio;
  return gas;
}

std::string set_of_gwp_id(const std::string& id) {
  for (const char* horizon : {"20", "100", "500"}) {
    for (const char* report : {"4", "5", "6"}) {
      if (id.starts_with(std::string("gwp") + horizon + "_ar" + report + "_"))
        return std::string("AR") + report + "-" + horizon;
    }
  }
  return {};
}

GwpChoice find_gwp(const FactorLibrary& library, const GasName& gas, const std::string& set,
                   const std::string& main_set) {
  const auto serves = [&](const EmissionFactor& row) {
    const std::string of_id = set_of_gwp_id(row.id);
    return row.from_library || !of_id.empty() ? of_id == set : set == main_set;
  };
  for (const bool own : {true, false}) {
    for (const GasName& name : names_of(gas, own)) {
      const EmissionFactor* best = nullptr;
      for (const EmissionFactor& row : library.factors()) {
        if (!row.is_gwp || row.from_library == own || !is_of(row, name) || !serves(row)) continue;
        const bool is_drawn = row.uncertainty.kind != DistributionKind::undefined;
        if (best == nullptr ||
            (is_drawn && best->uncertainty.kind == DistributionKind::undefined && !own))
          best = &row;
      }
      if (best != nullptr) return {best, kg_per_kg(*best)};
    }
  }
  return {};
}

}  // namespace plume
