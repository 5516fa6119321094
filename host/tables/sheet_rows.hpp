// SPDX-License-Identifier: Apache-2.0
// The rows of one sheet of a workbook, from its XML and what the workbook's other parts say of
// texts and formats. workbook.hpp says how each kind of cell is read.
//
//     const SheetParts parts{"book.xlsx", "book.xlsx/xl/worksheets/sheet1.xml", formats, strings,
//         DateSystem::from_1900};
//     std::unique_ptr<RowReader> rows = read_sheet_rows(xml, parts, findings);
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/finding.hpp"
#include "host/tables/number_format.hpp"
#include "host/tables/row_reader.hpp"

namespace plume {

struct SheetParts {
  std::string file, part;                    ///< for findings: the workbook, and the part of it
  const std::vector<NumberFormat>& formats;  ///< by the index that cells give
  const std::vector<std::string>& strings;   ///< shared ones, likewise
  DateSystem dates = DateSystem::from_1900;
  std::size_t most_cells = 10'000'000;
  std::size_t most_text = std::size_t{256} << 20;
  bool with_hidden = false;  ///< hidden rows and columns are read like others
};

/// Null, with a finding, where the XML cannot be read (E0700) or holds more than the budget
/// (E0257).
[[nodiscard]] std::unique_ptr<RowReader> read_sheet_rows(std::string_view xml,
                                                         const SheetParts& parts,
                                                         Findings& findings);

}  // namespace plume
