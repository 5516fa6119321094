// SPDX-License-Identifier: Apache-2.0
// The footprint of a product in the fields of PACT (Partnership for Carbon Transparency), data
// model 2.3.0 or 3.0.3: one for each product, of the impact category of 100 years, with its
// uncertainty in words on the same basis. What only the company knows stands in the study's table
// [product]; a required field that is in neither is named by a finding (W0910), and the object is a
// draft until then.
//
// An inventory has no product of its own: [product] names the demand that is one, or the report is
// refused (E0913).
#pragma once

#include <string>

#include "host/base/finding.hpp"
#include "host/report/report_input.hpp"

namespace plume {

/// {"data": [footprint, …]}; empty, with findings, where no footprint can be made.
[[nodiscard]] std::string pact_report(const ReportInput& input, Findings& findings);

}  // namespace plume
