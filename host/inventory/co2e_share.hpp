// SPDX-License-Identifier: Apache-2.0
// How much of an inventory is in CO2e already, by static values: a total by another set of warming
// potentials is only as complete as its gases are known.
//
//     // N0741 where the study compares sets
//     note_co2e_share(rows, library, inventory, findings);
#pragma once

#include "host/base/finding.hpp"
#include "host/inventory/factor_library.hpp"
#include "host/inventory/inventory_rows.hpp"
#include "host/study/study_inventory.hpp"

namespace plume {

/// Of checked rows; without compare_gwp there is nothing to say. Lines that point at a process of a
/// model count as in CO2e, without a share.
void note_co2e_share(const InventoryRows& rows, const FactorLibrary& library,
                     const StudyInventory& inventory, Findings& findings);

}  // namespace plume
