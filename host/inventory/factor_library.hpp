// SPDX-License-Identifier: Apache-2.0
// Emission factors, warming potentials, heating values: sourced numbers with their unit and
// uncertainty. The library that comes with the program is datasets/factors/factors.csv, compiled
// into it; tables of a study's own have the same columns.
//
//     const FactorLibrary& library = built_in_factors();
//     const EmissionFactor* coal = library.find("ipcc06_stat_co2_other_bituminous_coal");
//
// No uncertainty means that none was published: nothing is drawn for it, and reports say so. It
// does not mean "certain".
//
// A row is a warming potential by its meaning: a mass of one gas in, a mass of CO2e out, and either
// the exact word GWP as its category or the gas in the unit of its activity ("kg CH4"). Any other
// text of the column category is for readers.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/finding.hpp"
#include "host/inventory/amount_uncertainty.hpp"
#include "host/inventory/formula_value.hpp"
#include "host/model/uncertainty.hpp"
#include "host/tables/sheet.hpp"
#include "host/units/gas_names.hpp"
#include "host/units/units.hpp"

namespace plume {

struct EmissionFactor {
  std::string id, name, category, region, year, unit_activity, unit_emission, gas;
  double value = 0.0;
  FormulaValue formula;                   ///< that gives the value
  Uncertainty uncertainty;                ///< undefined: none published
  std::optional<double> written_percent;  ///< of the study's default: the half-width that it says
  std::optional<double> lower95, upper95;
  std::string pedigree, source, note, confidence;
  MeasureUnit activity, emission;  ///< the units, understood
  /// the gas, understood; of a name that is not in the table, the name
  GasName gas_name;
  bool is_gwp = false;       ///< a warming potential
  bool has_default = false;  ///< its uncertainty is the study's default
  bool from_library = false;
  Place place, gas_place, activity_place, emission_place;

  [[nodiscard]] bool is_conversion() const { return gas == "-" || gas.empty(); }
  /// "lognormal, sigma 0.018 (95 %: 54300 to 58300)", "no uncertainty published". The interval is
  /// the one that is drawn; where a source publishes other digits, they stand beside it.
  [[nodiscard]] std::string uncertainty_text() const;
  /// Its own and those of its formula, by error propagation.
  [[nodiscard]] SquaredWidths widths() const {
    SquaredWidths sum(uncertainty, value, written_percent);
    sum.add(formula.widths(), 1.0);
    return sum;
  }
  [[nodiscard]] std::string unit() const { return unit_emission + "/" + unit_activity; }
};

/// The columns of a table of factors.
[[nodiscard]] std::vector<Column> factor_columns();

class InventoryFormulas;

class FactorLibrary {
 public:
  /// Adds the rows of a table. Findings: E0706 id twice, E0707 value, E0708 distribution, E0709
  /// unit, E0710 no source, W0740 bounds or scores that are not drawn, E0463 a warming potential by
  /// formula, N0743 a unit of several meanings.
  void add(const Sheet& sheet, bool built_in, Findings& findings,
           InventoryFormulas* formulas = nullptr);

  [[nodiscard]] const std::vector<EmissionFactor>& factors() const { return factors_; }
  [[nodiscard]] const EmissionFactor* find(std::string_view id) const;
  [[nodiscard]] std::vector<std::string> ids() const;
  /// The study's default for a factor that has none of its own.
  void give_uncertainty(std::string_view id, const AmountUncertainty& given);

 private:
  std::vector<EmissionFactor> factors_;
  std::map<std::string, std::size_t, std::less<>> by_id_;
};

/// Throws std::logic_error if the table that is part of the program is broken, which a test
/// forbids.
[[nodiscard]] const FactorLibrary& built_in_factors();
[[nodiscard]] std::string_view built_in_factors_text();
[[nodiscard]] std::string built_in_factors_version();

}  // namespace plume
