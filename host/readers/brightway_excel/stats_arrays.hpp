// SPDX-License-Identifier: Apache-2.0
// Columns of stats_arrays beside an amount: "uncertainty type", loc, scale, shape, minimum,
// maximum, negative. Numbers of kinds are those of DistributionKind. What is absent is taken as
// Brightway takes it:
//
//     lognormal    loc = ln|amount|, negative where the amount is
//     normal       loc = amount
//     triangular   loc = (minimum + maximum) / 2
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "host/link/inventory_data.hpp"

namespace plume {

/// `cell` gives the text of a column, empty where there is none. Nothing for types 0 and 1 and
/// where no type is given.
[[nodiscard]] std::optional<RawUncertainty> stats_arrays_uncertainty(
    const std::function<std::string_view(std::string_view)>& cell, double amount, TextPool& texts);

}  // namespace plume
