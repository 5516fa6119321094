// SPDX-License-Identifier: Apache-2.0
// Which impact category a product footprint is made of. The field has a meaning, CO2 equivalents
// over 100 years without biogenic CO2, and is filled by what has that meaning, not by whatever has
// the unit.
//
//     // nothing, with E0911, where none can be told
//     const auto chosen = pact_category(axes.categories, product, findings);
//
// Source: PACT Methodology, characterisation factors of the IPCC over 100 years.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "host/base/finding.hpp"
#include "host/record/result_record.hpp"

namespace plume {

/// Why a category cannot be the footprint's: "its unit 'MJ' is no mass of CO2 equivalents", "it is
/// of 20 years", "it is of biogenic carbon"; empty where it can.
[[nodiscard]] std::string why_no_footprint(const OutputAxes::Category& category);

/// Position of the category named `wanted`, or, where that is empty, of the only one that can be
/// meant.
[[nodiscard]] std::optional<std::size_t> pact_category(
    const std::vector<OutputAxes::Category>& categories, const std::string& wanted,
    Findings& findings);

/// W0772: the assessment reports that the study tells are none of those that the category names.
void check_reports(const OutputAxes::Category& category, const std::vector<std::string>& told,
                   Findings& findings);

}  // namespace plume
