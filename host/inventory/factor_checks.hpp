// SPDX-License-Identifier: Apache-2.0
// Whether the cells of the factors that lines use agree with each other: the gas with the substance
// in the unit, the gas with the table of names, the study's own warming potentials with what they
// are for. Each factor is looked at once, however many lines use it.
//
//     // before a model is made of the lines
//     check_used_factors(rows.lines, library, inventory, findings);
#pragma once

#include <vector>

#include "host/base/finding.hpp"
#include "host/inventory/factor_library.hpp"
#include "host/inventory/inventory_rows.hpp"
#include "host/study/study_inventory.hpp"

namespace plume {

/// Findings: E0733 gas not known, E0734 unit and gas contradict each other, N0735 converted, N0736
/// in CO2e already, W0737 own potential that counts nowhere, N0739 methane whose origin decides.
void check_used_factors(const std::vector<ActivityLine>& lines, const FactorLibrary& library,
                        const StudyInventory& inventory, Findings& findings);

}  // namespace plume
