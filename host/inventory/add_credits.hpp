// SPDX-License-Identifier: Apache-2.0
// Credits as two products: at face value, Σ nominal, and adjusted for risk,
//
//     Σ nominal · delivery · realised · (1 − reversal)
//
// where delivery is drawn as 0 or 1, and the other two by their own uncertainty. Both give kg CO2e
// of the flow "credits", which counts as −1.
//
//     const CreditProducts credits = add_credits(rows.credits, parts);
//     if (credits.flow != no_index) net.push_back({credits.face, 1.0});
#pragma once

#include <cstdint>
#include <vector>

#include "host/inventory/inventory_parts.hpp"

namespace plume {

/// no_index where no credit counts.
struct CreditProducts {
  std::uint32_t face = no_index, adjusted = no_index, flow = no_index;
};

[[nodiscard]] CreditProducts add_credits(const std::vector<CreditRow>& credits,
                                         InventoryParts& parts);

}  // namespace plume
