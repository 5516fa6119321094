// SPDX-License-Identifier: Apache-2.0
// Quantities that stand on one another: each is the sum of its rows, and a row is an amount or so
// much per unit of the quantity it is `of`.
//
//     // dimensions, circles, unknown names
//     check_quantities(rows.quantities, findings);
//     // Σ rows amount · factor of its unit · what it is of
//     const double used = static_amounts(rows.quantities).at("purchased");
#pragma once

#include <string>

#include "host/base/finding.hpp"
#include "host/inventory/inventory_rows.hpp"

namespace plume {

/// Fills in the dimension of each. Findings: E0717 mixed units, E0718 unknown name, E0719 circle.
void check_quantities(Quantities& quantities, Findings& findings);

/// The quantity of that name among checked ones, or null and E0718 at `place`.
[[nodiscard]] const Quantity* find_quantity(const Quantities& quantities, const std::string& name,
                                            const Place& place, Findings& findings);

/// Whether something is taken off in it, or in what it stands on: a row below 0.
[[nodiscard]] bool is_difference(const Quantities& quantities, const std::string& name);

/// How much of `part` one unit of `name` holds, by static amounts: 1 of itself, 0 where it does not
/// stand on it.
[[nodiscard]] double share_in(const Quantities& quantities, const std::string& name,
                              const std::string& part);

/// N0773: a quantity of the table that no line and no other quantity is of, no instrument covers,
/// and no report shows: it counts nowhere.
void note_unused_quantities(const InventoryRows& rows, Findings& findings);

/// In base units (kg, m, MJ …); the quantities must form no circle.
[[nodiscard]] std::map<std::string, double> static_amounts(const Quantities& quantities);

/// "12.5 t", "3 MWh", or base units where the quantity is neither a mass nor an energy.
[[nodiscard]] std::string amount_words(double base_units, const MeasureUnit& dimension);

}  // namespace plume
