// SPDX-License-Identifier: Apache-2.0
// Contracts and certificates of scope 2, market-based: how much of what they cover. No more than all of it can be covered.
//
//     check_instruments(rows, library, findings);      // fills volume, share and the factor's value into their records
#pragma once

#include "host/base/finding.hpp"
#include "host/inventory/factor_library.hpp"
#include "host/inventory/inventory_rows.hpp"

namespace plume {

/// Of checked quantities. Findings: E0717 other kind of unit, E0718 unknown quantity, E0719 covers itself, E0730 more than the whole.
void check_instruments(InventoryRows& rows, const FactorLibrary& library, Findings& findings);

}  // namespace plume
