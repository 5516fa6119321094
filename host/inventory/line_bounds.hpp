// SPDX-License-Identifier: Apache-2.0
// Lines that must not count less than nothing, or more than the use: which scores of an inventory
// are bounded in every iteration (host/model/score_bounds.hpp says how).
//
//     // before the model is made: may ask for quantities to be reported
//     const LineBounds bounds = find_bounds(rows, library, findings);
//     // when all demands are there
//     add_bounds(bounds, rows, parts);
//
// A line of scope 1, 2 or 3 of a difference (a quantity with a row below 0, such as the use less
// its certificates) has a floor at 0: what a site exports and what certificates cover beyond its
// use is no negative emission. Where a factor may be below 0, or is the score of a process of a
// model, the amount is measured instead of the score. The line of an instrument whose volume may
// exceed the use has a share: it counts for the use at most.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "host/inventory/factor_library.hpp"
#include "host/inventory/inventory_parts.hpp"

namespace plume {

struct LineBounds {
  struct Floor {
    std::size_t line;      ///< its position
    std::string measured;  ///< quantity whose sign decides; empty: the score's does
  };
  std::vector<Floor> floors;
  struct Share {
    std::size_t line;
    std::string covered;
    std::vector<std::string> instruments;  ///< all that cover it
  };
  std::vector<Share> shares;
};

/// Marks the lines' records and the quantities that floors and shares need. Findings: W0759 the net
/// of a quantity is below 0 by static amounts, W0465 a difference by formula that has no floor.
[[nodiscard]] LineBounds find_bounds(InventoryRows& rows, const FactorLibrary& library,
                                     Findings& findings);
void add_bounds(const LineBounds& bounds, const InventoryRows& rows, InventoryParts& parts);

}  // namespace plume
