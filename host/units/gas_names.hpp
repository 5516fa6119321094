// SPDX-License-Identifier: Apache-2.0
// The table of names of greenhouse gases, and the masses that stand for them.
//
// Names are compared without regard to capitals, blanks, brackets, hyphens and subscripts: "CO₂",
// "co2", "carbon dioxide" are one. A name may say where the carbon comes from: fossil, or living
// ("biogenic", "bio", "non-fossil", "biomass"). CO2 of living origin stands outside the sum; every
// other gas counts, methane of living origin by the potential of non-fossil methane. What is in
// brackets and not known is not a name.
//
//     const auto gas = read_gas("CH4 (Biogenic)");                 // {"CH4", GasOrigin::living}
//     const auto mass = mass_of(*gas, "CH4-C");                    // converted: × 16/12
//
// 44/28, 16/12, 44/12: ratios of molar masses as the IPCC 2006 Guidelines round them (volume 4,
// equation 11.1; volume 1, annex).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plume {

enum class GasOrigin { not_said, fossil, living };

struct GasName {
  /// "CO2", "CO2e", "CH4", "HFC-134a", "R-410A"; as written where it is not in the table
  std::string name;
  GasOrigin origin = GasOrigin::not_said;
  bool in_table = true;

  /// "CO2 (biogenic)", "CH4 (fossil)", "CH4 (non-fossil)", "N2O".
  [[nodiscard]] std::string text() const;
  [[nodiscard]] bool is_outside_the_sum() const {
    return name == "CO2" && origin == GasOrigin::living;
  }
  [[nodiscard]] bool has_gwp_of_one() const { return name == "CO2" || name == "CO2e"; }
  [[nodiscard]] bool operator==(const GasName& other) const {
    return name == other.name && origin == other.origin;
  }
};

/// Nothing where the name is not in the table.
[[nodiscard]] std::optional<GasName> read_gas(std::string_view text);

/// A name without what capitals, blanks, brackets and subscripts add: two names are alike where
/// these are.
[[nodiscard]] std::string gas_key(std::string_view text);

/// The names of the table that are nearest: "'CO2 (biogenic)' or 'CO2 (fossil)'"; empty where none
/// is near.
[[nodiscard]] std::string gas_hint(std::string_view text);

/// What the substance in a unit of mass is to the gas that it is a mass of.
struct SubstanceMass {
  enum class Kind {
    same,           ///< the gas, or nothing is said
    converted,      ///< its carbon or nitrogen: the gas is `factor` times as much
    co2e,           ///< CO2e of the gas: its potential is in the number already
    contradiction,  ///< another substance
  };
  Kind kind = Kind::same;
  double factor = 1.0;
  std::string ratio;  ///< "44/28"
};
[[nodiscard]] SubstanceMass mass_of(const GasName& gas, std::string_view substance);

/// Whether the text names a gas, or the part of one as "N2O-N" does.
[[nodiscard]] bool is_substance_of_gas(std::string_view text);

}  // namespace plume
