// SPDX-License-Identifier: Apache-2.0
// How uncertain a quantity is that stands on others, by error propagation: Table 3.2 of the IPCC
// 2006 Guidelines asks for the uncertainty of the activity data, and those of a line `of` a
// quantity are what the quantity comes to in the end.
//
// A quantity is T = Σ rows a·Q(of). Each number a that several rows share (one meter, one draw)
// counts once, by its elasticity e = (a/T)·∂T/∂a, summed over all places where it stands; then U² =
// Σ e²·u².
//
//     const auto amounts = static_amounts(quantities);
//     const SquaredWidths widths = quantity_widths(quantities, amounts, "purchased");
#pragma once

#include <map>
#include <string>

#include "host/inventory/inventory_rows.hpp"
#include "host/inventory/squared_widths.hpp"

namespace plume {

/// In percent squared of the quantity; none where its static amount is 0. `amounts` are
/// static_amounts of them all. The quantities are checked ones, without a circle.
[[nodiscard]] SquaredWidths quantity_widths(const Quantities& quantities,
                                            const std::map<std::string, double>& amounts,
                                            const std::string& name);

/// The first row that the quantity stands on and that is an amount by itself: its unit is the one
/// that people read.
[[nodiscard]] const QuantityRow* first_reading(const Quantities& quantities,
                                               const std::string& name);

}  // namespace plume
