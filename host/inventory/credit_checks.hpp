// SPDX-License-Identifier: Apache-2.0
// Which credits count in a claim: what is bought once, exists, and is used up.
//
//     its serial (registry and evidence) stands in an earlier row     does not count
//     its vintage begins after the reporting period, or the report    does not count
//     retired = no, or a day after the report's
//             does not count, unless the claim counts plans
//     retired is empty
//             counts; the report says that retirement is not shown
//
// Each is told. What does not count stays in the registers of the report, with the reason.
//
//     check_credits(rows.credits, {*read_period("2023").period, day_of_today(), false}, findings);
#pragma once

#include <optional>
#include <vector>

#include "host/base/finding.hpp"
#include "host/inventory/inventory_rows.hpp"
#include "host/inventory/period.hpp"

namespace plume {

struct CreditRules {
  std::optional<Period> period;  ///< the reporting one, as the study writes it in `period_text`
  std::string period_text;
  int report_day = 0;            ///< of the report: what is retired later is a plan
  bool count_unretired = false;  ///< the claim is about a plan
};

/// Fills in what the records say of counting. Findings: W0754 serial, W0769 perhaps the same
/// serials, W0755 vintage, W0756 not retired, W0757 retirement not shown, W0766 a vintage that is
/// no period.
void check_credits(std::vector<CreditRow>& credits, const CreditRules& rules, Findings& findings);

}  // namespace plume
