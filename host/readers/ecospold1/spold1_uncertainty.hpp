// SPDX-License-Identifier: Apache-2.0
// The distribution of an <exchange> of EcoSpold 1, with m = meanValue and s = standardDeviation95:
//
//     uncertaintyType 1   lognormal of median |m|, σ = ln(s) / 2: s is the square of the geometric
//                         standard deviation
//                     2   normal of mean m, σ = s / 2; or what the study says
//                     3   triangular; mode = mostLikelyValue, or 3m − minValue − maxValue where
//                         that is absent: meanValue is the mean
//                     4   uniform from minValue to maxValue
#pragma once

#include <optional>
#include <pugixml.hpp>

#include "host/link/inventory_data.hpp"
#include "host/study/study.hpp"

namespace plume {

/// Nothing where the exchange has no distribution (type absent or 0). One that cannot be drawn has
/// its fault.
[[nodiscard]] std::optional<RawUncertainty> spold1_uncertainty(
    const pugi::xml_node& exchange, double amount, TextPool& texts,
    NormalSpread normals = NormalSpread::two_sd);

}  // namespace plume
