// SPDX-License-Identifier: Apache-2.0
// The rows of a table, whatever file they stand in: a CSV text (csv.hpp) or a sheet of a workbook
// (workbook.hpp). Table reads them all the same way, so that a rule about cells is written once.
//
//     while (rows.next()) for (const Cell& cell : rows.cells()) use(cell.text, rows.place(cell));
//
// Rows are read in order, again after rewind(): the header is looked for, and the decimals of a
// table are judged, before its rows are used.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/base/finding.hpp"

namespace plume {

struct Cell {
  std::string_view text;        ///< without quotes and the blanks around
  const char* begin = nullptr;  ///< of a CSV text: where the cell begins, its quote included
  std::uint32_t line = 0;       ///< from 1
  std::uint32_t column = 0;     ///< of a sheet, from 1; of a CSV text 0
  bool percent = false;         ///< a number that is shown as a percentage: 0.05 as 5 %
  bool number = false;          ///< of a sheet: a number, not digits stored as a text
};

class RowReader {
 public:
  virtual ~RowReader() = default;
  RowReader(const RowReader&) = delete;
  RowReader& operator=(const RowReader&) = delete;

  /// Reads the next row that is not empty. False at the end, or where the rest cannot be read.
  virtual bool next() = 0;
  /// Begins again with the first row.
  virtual void rewind() = 0;
  /// what is found in rows that are only looked at is no finding
  void set_quiet(bool quiet) { quiet_ = quiet; }
  [[nodiscard]] virtual Place place(const Cell& cell) const = 0;
  /// Whether a number written with ',' may stand in it; false spares the look at every cell.
  [[nodiscard]] virtual bool may_hold_commas() const = 0;

  /// until next()
  [[nodiscard]] std::span<const Cell> cells() const { return {cells_.data(), num_cells_}; }
  /// where the row begins
  [[nodiscard]] std::uint32_t line() const { return row_line_; }
  [[nodiscard]] Place row_place() const { return {file_, row_line_, 0}; }
  [[nodiscard]] const std::string& file() const { return file_; }  ///< for findings
  /// false where reading stopped before the end
  [[nodiscard]] bool intact() const { return intact_; }
  [[nodiscard]] char separator() const { return separator_; }  ///< between cells; 0 in a sheet

  /// Rows that begin with '#' and are left out though as many of their cells are filled as a row of
  /// the table needs: "#3 boiler" is perhaps no remark. Counted from now on.
  void watch_remarks(std::size_t cells_needed) { cells_needed_ = cells_needed; }
  struct FullRemarks {
    std::size_t count = 0;
    std::uint32_t first_line = 0;
  };
  [[nodiscard]] const FullRemarks& full_remarks() const { return full_remarks_; }

 protected:
  explicit RowReader(std::string file) : file_(std::move(file)) {}

  void left_out(std::size_t filled_cells, std::uint32_t line) {
    if (quiet_ || cells_needed_ == 0 || filled_cells < cells_needed_) return;
    if (full_remarks_.count++ == 0) full_remarks_.first_line = line;
  }

  std::string file_;
  std::vector<Cell> cells_;
  std::size_t num_cells_ = 0;
  std::uint32_t row_line_ = 1;
  char separator_ = 0;
  bool quiet_ = false;
  bool intact_ = true;
  std::size_t cells_needed_ = 0;
  FullRemarks full_remarks_;
};

}  // namespace plume
