// SPDX-License-Identifier: Apache-2.0
// What lines of an inventory must not do to one another: stand on the same document twice, or
// overlap in time; and what all of them together should hold: scope 2 in both ways.
//
//     check_evidence(rows.lines, findings);
//     check_periods(rows.lines, findings);
#pragma once

#include <vector>

#include "host/base/finding.hpp"
#include "host/inventory/inventory_rows.hpp"

namespace plume {

/// One document may stand behind several lines: sites, meters, products on one invoice, both ways
/// to count scope 2, the gases of one fuel. With the same factor, scope and period,
///     E0720   source, site and amount are the same, too: counted twice
///     W0758   source and site, or the amount, are the same: perhaps counted twice
void check_evidence(const std::vector<ActivityLine>& lines, Findings& findings);
/// E0721 no period, E0722 periods of one source, site, scope and factors overlap.
void check_periods(const std::vector<ActivityLine>& lines, Findings& findings);
/// W0723: scope 2 is given in one way only.
void check_both_ways(const std::vector<ActivityLine>& lines, const Place& inventory,
                     Findings& findings);

}  // namespace plume
