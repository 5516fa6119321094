// SPDX-License-Identifier: Apache-2.0
// Product footprints in the fields of PACT (Pathfinder), data model 2.2: those that a result knows, with its uncertainty in
// uncertaintyAssessmentDescription. What only the company knows (names, ids, period, geography, rules) is left to it and listed in
// `comment`; the object is a draft until that is filled in. Data model 3 has no field for uncertainty.
//
// One footprint for each demand and each category that is a mass of CO2 equivalents.
#pragma once

#include <string>

#include "host/report/report_input.hpp"

namespace plume {

/// {"data": [footprint, …]}. Throws Error where no category is a mass of CO2 equivalents, naming the units there are.
[[nodiscard]] std::string pact_report(const ReportInput& input);

}  // namespace plume
