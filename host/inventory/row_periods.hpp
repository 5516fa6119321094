// SPDX-License-Identifier: Apache-2.0
// Which year a line belongs to. Periods are intervals of days:
//
//     inside base_period                    the base year
//     inside period, or without a period    the reporting year
//     partly outside                        the reporting year, in whole, and told: an amount
//                                           cannot be cut by its days
//     outside of both                       neither: not counted, and told
//
//     place_lines_in_time(inventory, rows.lines, findings);
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "host/base/finding.hpp"
#include "host/inventory/inventory_rows.hpp"
#include "host/inventory/period.hpp"
#include "host/study/study_inventory.hpp"

namespace plume {

/// The study's own periods, as far as it has them.
struct StudyPeriods {
  std::optional<Period> reporting, base;
};
/// Findings: E0750 base_period is none, or is not before and not after the period; W0751 the period
/// is none: no row is compared.
[[nodiscard]] StudyPeriods read_study_periods(const StudyInventory& inventory, Findings& findings);

/// Sets the base year of each line and takes those away that belong to neither year. Findings:
/// W0752 partly outside, W0753 not counted; E0767 no line is of the reporting year.
void place_lines_in_time(const StudyInventory& inventory, const StudyPeriods& periods,
                         std::vector<ActivityLine>& lines, Findings& findings);

/// The same of readings: rows of quantities with a period. What is of neither year counts 0.
/// Findings: E0721 no period, W0752, W0753; E0774 a quantity sums rows of both years.
void place_readings_in_time(const StudyInventory& inventory, const StudyPeriods& periods,
                            Quantities& quantities, Findings& findings);

}  // namespace plume
