// SPDX-License-Identifier: Apache-2.0
// What the units of a result are in the fields of PACT, and how its numbers are written there.
//
//     kilograms_of_co2e("t CO₂-eq.")   // 1000
//     declared_unit("kWh")             // "kilowatt hour"
//
// Source: PACT Technical Specifications 2.3.0 and 3.0.3, DeclaredUnit and Decimal.
#pragma once

#include <optional>
#include <string>

namespace plume {

/// Kilograms of CO2 equivalents in one of the unit; nothing for units that are no mass of them.
[[nodiscard]] std::optional<double> kilograms_of_co2e(const std::string& unit);

/// The name that the data model has for a unit; nothing where it has none.
[[nodiscard]] std::optional<std::string> declared_unit(const std::string& unit);

/// Decimals are texts in this data model, without exponents.
[[nodiscard]] std::string pact_decimal(double value);

}  // namespace plume
