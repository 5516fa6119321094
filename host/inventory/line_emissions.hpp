// SPDX-License-Identifier: Apache-2.0
// What a line emits by static amounts: of one factor a gas and its mass, of the whole line kg CO2e.
//
//     const FactorEmission emission = emission_of(line, factor, rows.quantities, library,
//         "AR6-100");
//     const LineSize size = size_of_line(line, rows.quantities, static_amounts(rows.quantities),
//         library, "AR6-100");
//     if (size.in_co2e) total += size.amount;
#pragma once

#include <map>
#include <string>

#include "host/inventory/factor_library.hpp"
#include "host/inventory/gwp.hpp"
#include "host/inventory/inventory_rows.hpp"

namespace plume {

/// Per unit of what a line's factors are multiplied with, in base units: kg of the gas are value ·
/// to_kg.
struct FactorEmission {
  EmittedGas gas;
  double value = 0.0, to_kg = 0.0;
  double kg_co2e = 0.0;  ///< by the set; 0 of what stands outside the sum
};

/// Of a checked line and one of its factors that is no process. A potential is "per kg of gas": an
/// amount of the gas itself is its emission.
[[nodiscard]] FactorEmission emission_of(const ActivityLine& line, const EmissionFactor& factor,
                                         const Quantities& quantities, const FactorLibrary& library,
                                         const std::string& gwp_set);

/// What a line's factors are multiplied with, in base units. Of a checked line; `amounts` are
/// static_amounts() of the quantities.
[[nodiscard]] double static_input(const ActivityLine& line,
                                  const std::map<std::string, double>& amounts,
                                  const FactorLibrary& library);

struct LineSize {
  /// kg CO2e, below 0 for removals; of a line that points at a process, what that is multiplied
  /// with, in base units.
  double amount = 0.0;
  bool in_co2e = true;
};

/// Of a checked line; `amounts` as above.
[[nodiscard]] LineSize size_of_line(const ActivityLine& line, const Quantities& quantities,
                                    const std::map<std::string, double>& amounts,
                                    const FactorLibrary& library, const std::string& gwp_set);

}  // namespace plume
