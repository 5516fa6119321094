// SPDX-License-Identifier: Apache-2.0
// Totals are demands that sum lines: scopes, boundaries of type I (scopes 1 and 2) and type II (all
// three), each with scope 2 by location and by market, and of the claim's boundary gross, net and
// the base year.
//
//     net = gross − removals − credits          (removals and credits are negative scores)
//
//     add_totals(rows.lines, credits, claim, parts);
#pragma once

#include <vector>

#include "host/inventory/add_credits.hpp"
#include "host/inventory/inventory_parts.hpp"

namespace plume {

/// Of lines that have their roots.
void add_totals(const std::vector<ActivityLine>& lines, const CreditProducts& credits,
                const InventoryRecord::Claim& claim, InventoryParts& parts);

}  // namespace plume
