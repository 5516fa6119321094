// SPDX-License-Identifier: Apache-2.0
// The <uncertainty> of EcoSpold 2. Variances are of ln x for a lognormal; the one with pedigree
// stands where both are given. The amount of the exchange is the centre: where `mu` contradicts it,
// the amount is taken and the contradiction told.
#pragma once

#include <pugixml.hpp>

#include "host/link/inventory_data.hpp"

namespace plume {

struct SpoldUncertainty {
  RawUncertainty value;
  bool contradicts = false;  ///< mu is not ln|amount|
};

[[nodiscard]] SpoldUncertainty spold_uncertainty(const pugi::xml_node& uncertainty, double amount,
                                                 TextPool& texts);

/// The kind alone, for what is counted and not drawn.
[[nodiscard]] DistributionKind spold_kind(const pugi::xml_node& uncertainty);

}  // namespace plume
