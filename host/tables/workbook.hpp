// SPDX-License-Identifier: Apache-2.0
// One sheet of an XLSX workbook as rows of cells, read as a spreadsheet shows it:
//
//   number         its digits; shown as a percentage: marked, so that 0.05 is known to be seen as 5
//                  %
//   date           2023-04-01, 2023-04 or 2023, as its format shows it; a time of day alone, or a
//                  number shown in thousands, is an error
//   truth value    TRUE, FALSE
//   formula        the value that the spreadsheet stored with it; an error where none is stored:
//                  the cell is not empty
//   error          #REF! … is an error here, too
//   merged cells   what they show stands in each of them, with a note
//   hidden         the first sheet is the first that is not hidden; hidden rows and columns are not
//                  read, with a warning
//
// The sheet is read as a stream of XML, and only filled cells are kept: what a file declares (a far
// cell, a wide range) costs nothing. Source: ECMA-376 part 1, chapter 18.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "host/archive/archive.hpp"
#include "host/base/finding.hpp"
#include "host/tables/row_reader.hpp"

namespace plume {

/// How much of a sheet is read.
struct WorkbookBudget {
  std::size_t part_bytes = std::size_t{256} << 20;  ///< of one part of the workbook, unpacked
  /// of all cells: many may point at one long text
  std::size_t text_bytes = std::size_t{256} << 20;
  std::size_t cells = 10'000'000;  ///< filled ones
  /// hidden rows and columns are read, for files that programs made
  bool with_hidden = false;
};

/// `sheet`: its name; empty: the first that is not hidden. Null with a finding: E0700 not readable,
/// E0704 no such sheet, E0257 beyond the budget. Cells: E0264 a formula without a value, E0265
/// shown otherwise than stored, E0705 an error. N0267 merged cells, W0268 hidden rows or columns,
/// N0269 other sheets.
[[nodiscard]] std::unique_ptr<RowReader> open_workbook(const Archive& archive,
                                                       const std::string& sheet, Findings& findings,
                                                       const WorkbookBudget& budget = {});

/// Names of its sheets in order, without charts; hidden ones too. Nothing with a finding (E0700,
/// E0704) where they cannot be read.
[[nodiscard]] std::vector<std::string> sheet_names(const Archive& archive, Findings& findings);

/// Whether the archive is a workbook of Excel.
[[nodiscard]] bool is_workbook(const Archive& archive);

}  // namespace plume
