// SPDX-License-Identifier: Apache-2.0
// What a factor emits, and what a kilogram of that counts: gases, and their warming potentials in a
// set such as "AR6-100".
//
// The gas of a factor and the substance in its unit say what is emitted: kg N2O-N of N2O is 44/28
// kg of the gas; kg CO2e of CH4 has its potential in it already, and counts alike under every set.
//
// A study's own potential stands before the library's, in the set that the study reports by (or in
// the set whose row of the library it replaces by its id): rows of the very gas first, then of the
// gas without an origin. CH4 of no said origin is that of combustion and rotting, whose carbon is
// counted as CO2 or not at all: it has the potential of non-fossil methane.
//
//     const EmittedGas gas = emitted_gas(*library.find("leak"));
//     const GwpChoice gwp = find_gwp(library, gas.name, "AR6-100", "AR6-100");
//     const double kg_co2e = kg * (gas.counts_one() ? 1.0 : gwp.kg_per_kg);
#pragma once

#include <string>

#include "host/inventory/factor_library.hpp"

namespace plume {

struct EmittedGas {
  GasName name;
  bool in_co2e = false;      ///< CO2e of this gas
  double kg_per_unit = 1.0;  ///< of the gas, per unit of the emission's unit
  SubstanceMass::Kind kind = SubstanceMass::Kind::same;
  std::string ratio;  ///< "44/28" where the unit names carbon or nitrogen

  [[nodiscard]] bool counts_one() const { return in_co2e || name.has_gwp_of_one(); }
  /// What its flow is called: "CH4 (fossil)", "CH4, in CO2e".
  [[nodiscard]] std::string flow() const { return name.text() + (in_co2e ? ", in CO2e" : ""); }
  [[nodiscard]] bool operator<(const EmittedGas& other) const { return flow() < other.flow(); }
};
/// Of a factor that emits; a warming potential used as a factor emits the mass of the gas that its
/// amount is.
[[nodiscard]] EmittedGas emitted_gas(const EmissionFactor& factor);

struct GwpChoice {
  const EmissionFactor* row = nullptr;  ///< null where there is none
  double kg_per_kg = 0.0;               ///< kg CO2e per kg of the gas, the row's units applied
};
[[nodiscard]] GwpChoice find_gwp(const FactorLibrary& library, const GasName& gas,
                                 const std::string& set, const std::string& main_set);

/// The set that a row of the library serves by its id, "AR6-100" of "gwp100_ar6_ch4"; empty of
/// other ids.
[[nodiscard]] std::string set_of_gwp_id(const std::string& id);

}  // namespace plume
