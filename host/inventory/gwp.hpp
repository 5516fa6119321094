// SPDX-License-Identifier: Apache-2.0
// Gases and their warming potentials: which row of the library, or of the study, holds the GWP of a gas in a set such as "AR6-100".
//
//     const EmissionFactor* gwp = find_gwp(library, "CH4 (fossil)", "AR6-100", "AR6-100");
//     const double t_co2e = kg / 1000.0 * (is_co2(gas) ? 1.0 : gwp->value);
#pragma once

#include <string>

#include "host/inventory/factor_library.hpp"

namespace plume {

[[nodiscard]] bool is_biogenic(const std::string& gas);
/// "CO2 (fossil)" → "CO2": what gases are reported as.
[[nodiscard]] std::string plain_gas(const std::string& gas);
/// CO2, or what is CO2e already.
[[nodiscard]] bool is_co2(const std::string& gas);

/// Null where there is none. The study's own rows stand before the library's in `main_set`, the set that the study reports by.
[[nodiscard]] const EmissionFactor* find_gwp(const FactorLibrary& library, const std::string& gas,
                                             const std::string& set, const std::string& main_set);

}  // namespace plume
