// SPDX-License-Identifier: Apache-2.0
// Each line of an inventory as a chain of processes of its own: amounts, the quantities it is `of`, conversions (`via`), and at the end a
// process that emits gases by the line's factors. Numbers of one row or factor share one draw in all chains.
//
//     add_lines(rows, library, "AR6-100", parts);           // a demand a line, and its record with uncertainties in percent
//     add_reported_quantities(rows.quantities, parts);      // a demand for each quantity that a report shows
#pragma once

#include <string>

#include "host/inventory/inventory_parts.hpp"

namespace plume {

/// Of checked rows; fills in the root and the record of each line. True if a line points at a process of an LCA model.
bool add_lines(InventoryRows& rows, const FactorLibrary& library, const std::string& gwp_set, InventoryParts& parts);
void add_reported_quantities(const Quantities& quantities, InventoryParts& parts);

}  // namespace plume
