// SPDX-License-Identifier: Apache-2.0
// The distribution of an exchange, parameter or factor of ILCD, with r =
// relativeStandardDeviation95In:
//
//     log-normal   median |amount|, σ = ln(r) / 2: r is the square of the geometric standard
//                  deviation
//     normal       mean amount, σ = r / 2 in the unit of the amount, as the schema's own note says,
//                  whatever the name of the element says; or as the study says
//     triangular   minimum, amount as the mode, maximum
//     uniform      minimum, maximum
//
// Values have three decimals, so σ is rounded.
#pragma once

#include <optional>
#include <pugixml.hpp>

#include "host/link/inventory_data.hpp"
#include "host/study/study.hpp"

namespace plume {

/// `minimum` and `maximum` are the names of the elements of both ends. Nothing for "undefined" and
/// where no type is given.
[[nodiscard]] std::optional<RawUncertainty> ilcd_uncertainty(
    const pugi::xml_node& node, double amount, const char* minimum, const char* maximum,
    TextPool& texts, NormalSpread normals = NormalSpread::two_sd);

}  // namespace plume
