// SPDX-License-Identifier: Apache-2.0
// Each line of an inventory as a chain of processes of its own: amounts, the quantities it is `of`,
// conversions (`via`), and at the end a process that emits gases by the line's factors. Numbers of
// one row or factor share one draw in all chains.
//
// Lines of a group have one root and one demand. Their amounts lie side by side on it, each with
// the draw that it has in a chain of its own, and lead to chains that all lines of the same factors
// share: thousands of lines need some dozens of processes.
//
//     // a demand a line, and its record with uncertainties in percent
//     add_lines(rows, choice, library, "AR6-100", parts);
//     // a demand for each quantity that a report shows
//     add_reported_quantities(rows.quantities, parts);
#pragma once

#include <string>

#include "host/inventory/choose_lines.hpp"
#include "host/inventory/inventory_parts.hpp"

namespace plume {

/// Of checked rows; fills in the root and the record of each line. True if a line points at a
/// process of an LCA model.
bool add_lines(InventoryRows& rows, const LineChoice& choice, const FactorLibrary& library,
               const std::string& gwp_set, InventoryParts& parts);
void add_reported_quantities(const Quantities& quantities, InventoryParts& parts);

}  // namespace plume
