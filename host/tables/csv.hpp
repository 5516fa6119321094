// SPDX-License-Identifier: Apache-2.0
// Rows and cells of a CSV text: RFC 4180, as spreadsheets write it.
//
// Cells are separated by ',', ';', a tab or '|': by what a first line "sep=;" says, else by that
// which cuts a line into the most of the column names asked for. Rows end with LF, CRLF or CR; a
// cell in double quotes may hold separators, line ends and doubled quotes. A text is UTF-8, or
// UTF-16 with a byte order mark, and is read in normalisation form C. Rows whose cells are all
// empty, and rows whose first cell begins with '#' (comments), are left out. Blanks around a cell
// are not part of it.
//
// A UTF-8 text stays where it is and cells are views into it, so that a table of millions of rows
// is read at memory speed:
//
//     CsvReader csv(text, "exchanges.csv", findings);
//     while (csv.next()) use(csv.cells()[0].text, csv.place(csv.cells()[0]));
//
// Findings: E0211 not UTF-8, E0212 NUL byte, E0213 unterminated quote, E0214 stray quote, E0257 too
// many cells in a row. After 0211, 0212, 0213 and 0257 nothing more can be told about the text:
// next() ends, and intact() is false.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>

#include "host/base/finding.hpp"
#include "host/tables/row_reader.hpp"

namespace plume {

class CsvReader final : public RowReader {
 public:
  /// as many columns as a spreadsheet has
  static constexpr std::size_t most_cells_of_row = 16'384;

  /// `text` must outlive the reader. `file` is the name for findings; `words` are column names that
  /// the header may hold.
  CsvReader(std::string_view text, std::string file, Findings& findings,
            std::span<const std::string> words = {});

  bool next() override;
  void rewind() override;
  [[nodiscard]] Place place(const Cell& cell) const override;
  [[nodiscard]] bool may_hold_commas() const override;

 private:
  void check_text();
  bool read_separator_line();
  void detect_separator(std::span<const std::string> words);
  void read_row();
  void read_quoted(Cell& cell);
  void skip_comment_line();
  void end_line();
  void add(const char* code, Place place, std::string problem, std::string hint);
  [[nodiscard]] Place place_at(const char* position, std::uint32_t line) const;

  std::string converted_;  ///< the text where it came as UTF-16, or not in form C
  std::string_view text_;
  Findings& findings_;
  const char* position_;
  const char* end_;
  const char* first_;  ///< where the rows begin
  std::uint32_t first_line_ = 1;
  std::uint32_t line_ = 1;
  bool readable_ = true;
  std::deque<std::string> unescaped_;  ///< cells of this row that held doubled quotes
};

}  // namespace plume
