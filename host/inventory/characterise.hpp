// SPDX-License-Identifier: Apache-2.0
// What gases count: t CO2e in the category "ghg", in one category a gas, in one for each further
// set of warming potentials, and apart in "biogenic CO2". Credits count as −1 in every sum.
//
//     // first, so that it is the first of all categories
//     add_sum_category(inventory, parts);
//     // last, when all gases are known
//     characterise(inventory, library, credits.flow, UsesModel::no, parts);
#pragma once

#include <cstdint>

#include "host/inventory/inventory_parts.hpp"
#include "host/study/study_inventory.hpp"

namespace plume {

enum class UsesModel { no, yes };

void add_sum_category(const StudyInventory& inventory, InventoryParts& parts);
/// Findings: E0727 no GWP of a gas, E0728 no category of the LCA model that lines point at.
void characterise(const StudyInventory& inventory, const FactorLibrary& library,
                  std::uint32_t credit_flow, UsesModel uses_model, InventoryParts& parts);

}  // namespace plume
