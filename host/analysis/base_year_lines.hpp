// SPDX-License-Identifier: Apache-2.0
// What a line of the reporting year is compared with: lines of the same source, site and scope in
// the base year. Each of these counts once, however many lines the source has in either year:
//
//     2024-01, 2024-02        and 2021-01, 2021-02: month by month
//     2024-01, 2024-02        and 2021: half of the year each
//     2024                    and nothing: the source is new
//     nothing                 and 2021: the source was given up, and is no line of the reporting
//                             year
#pragma once

#include <cstddef>
#include <vector>

#include "host/model/inventory_record.hpp"

namespace plume {

struct BaseYearShare {
  std::size_t line = 0;  ///< position in InventoryRecord::lines, of the base year
  double share = 1.0;    ///< of it
};

struct BaseYearLines {
  /// by position in InventoryRecord::lines; empty for lines of the base year
  std::vector<std::vector<BaseYearShare>> of;
  std::vector<std::size_t> given_up;  ///< of the base year, with which nothing is compared
};

[[nodiscard]] BaseYearLines base_year_lines(const InventoryRecord& record);

}  // namespace plume
