// SPDX-License-Identifier: Apache-2.0
// Rows and cells of a CSV text: RFC 4180, as spreadsheets write it.
//
// Cells are separated by ',' or ';' (the header decides); rows end with LF, CRLF or CR; a cell in double quotes may hold
// separators, line ends and doubled quotes. A byte order mark is skipped. Rows whose cells are all empty, and rows whose first
// cell begins with '#' (comments), are left out. Blanks around a cell are not part of it.
//
// The text stays where it is and cells are views into it, so that a table of millions of rows is read at memory speed:
//
//     CsvReader csv(text, "exchanges.csv", findings);
//     while (csv.next()) use(csv.cells()[0].text, csv.place(csv.cells()[0]));
//
// Findings: E0211 not UTF-8, E0212 NUL byte, E0213 unterminated quote, E0214 stray quote. After 0211, 0212 and 0213 nothing
// more can be told about the text: next() ends, and intact() is false.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/finding.hpp"

namespace plume {

struct CsvCell {
  std::string_view text;        ///< without quotes and the blanks around
  const char* begin = nullptr;  ///< where the cell begins in the text, its quote included
  std::uint32_t line = 0;       ///< from 1
};

class CsvReader {
 public:
  /// `text` must outlive the reader. `file` is the name for findings.
  CsvReader(std::string_view text, std::string file, Findings& findings);

  /// Reads the next row. False at the end or where the rest cannot be read.
  bool next();

  [[nodiscard]] std::span<const CsvCell> cells() const { return cells_; }  ///< of the row; until next()
  [[nodiscard]] std::uint32_t line() const { return row_line_; }           ///< where the row begins
  [[nodiscard]] char separator() const { return separator_; }
  [[nodiscard]] bool intact() const { return intact_; }
  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] Place place(const CsvCell& cell) const;
  [[nodiscard]] Place row_place() const { return {file_, row_line_, 0}; }

 private:
  void detect_separator();
  void read_row();
  void read_quoted(CsvCell& cell);
  void skip_comment_line();
  void end_line();
  [[nodiscard]] Place place_at(const char* position, std::uint32_t line) const;

  std::string_view text_;
  std::string file_;
  Findings& findings_;
  const char* position_;
  const char* end_;
  std::uint32_t line_ = 1;
  std::uint32_t row_line_ = 1;
  char separator_ = ',';
  bool intact_ = true;
  std::vector<CsvCell> cells_;
  std::deque<std::string> unescaped_;  ///< cells of this row that held doubled quotes
};

}  // namespace plume
