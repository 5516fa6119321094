// SPDX-License-Identifier: Apache-2.0
// The rows of Brightway's inventory workbooks and CSV files, as texts: without blank rows, blanks
// around cells, and what Brightway writes for "not given" ("(Unknown)"). A sheet whose first cell
// is "skip" is left out; where it is "cutoff", columns behind the number beside it are.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "host/archive/archive.hpp"
#include "host/base/finding.hpp"

namespace plume {

struct BrightwayRow {
  std::vector<std::string> cells;
  std::uint32_t line = 0;

  [[nodiscard]] std::string_view operator[](std::size_t cell) const {
    return cell < cells.size() ? std::string_view(cells[cell]) : std::string_view{};
  }
};

struct BrightwaySheet {
  std::string file;  ///< and its sheet, for findings
  std::vector<BrightwayRow> rows;
};

/// Sheets in the order of the workbook.
[[nodiscard]] std::vector<BrightwaySheet> brightway_sheets(const Archive& archive,
                                                           Findings& findings);

/// Whether a sheet has a row that begins with "Database" or "Activity", as those of inventories do.
[[nodiscard]] bool is_brightway_sheet(const BrightwaySheet& sheet);

}  // namespace plume
