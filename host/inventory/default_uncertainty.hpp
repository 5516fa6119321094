// SPDX-License-Identifier: Apache-2.0
// The uncertainty that a study takes where none is known, by kind of number: `[inventory]
// default_uncertainty`.
//
//     activity     amounts of activities that stand for themselves
//     quantity     amounts of quantities and contracts that stand for themselves, not shares of
//                  others
//     conversion   factors named in `via`
//     factor       emission factors
//
// Only an empty cell (or "n/a") takes it; "constant" does not. Texts are those of the column
// uncertainty (amount_uncertainty.hpp). What takes a default is counted and told: N0742.
//
//     // after the tables are read, before anything is made of them
//     apply_default_uncertainty(inventory, rows, library, findings);
#pragma once

#include "host/base/finding.hpp"
#include "host/inventory/factor_library.hpp"
#include "host/inventory/inventory_rows.hpp"
#include "host/study/study_inventory.hpp"

namespace plume {

/// Findings: E0746 a text that cannot be understood, N0742 how many numbers take it.
void apply_default_uncertainty(const StudyInventory& inventory, InventoryRows& rows,
                               FactorLibrary& library, Findings& findings);

}  // namespace plume
