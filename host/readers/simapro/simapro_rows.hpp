// SPDX-License-Identifier: Apache-2.0
// The text of a SimaPro CSV file as rows of cells, by what its own header says: separator, decimal
// sign, encoding.
//
// Two layouts are known. Since SimaPro 7.1 a header of lines in braces is followed by blocks that
// end with "End", each label on a line of its own. Older files have a header of one line, "SimaPro
// 7…<tab>processes<tab>Date:…", labels with their value on one line, and the amount before the
// unit.
//
// Cells are quoted like CSV, and a line end inside of a cell is the character 0x7F. Quotes are not
// always balanced: a cell whose quote is not closed on its line is taken as it is, unless the line
// ends with 0x7F, as in files that went through a spreadsheet.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plume {

struct SimaProRow {
  std::vector<std::string> cells;  ///< without empty ones at the end
  std::uint32_t line = 0;

  [[nodiscard]] bool is_blank() const { return cells.empty(); }
  [[nodiscard]] std::string_view operator[](std::size_t cell) const {
    return cell < cells.size() ? std::string_view(cells[cell]) : std::string_view{};
  }
};

struct SimaProText {
  bool is_old = false;  ///< of the older layout
  char separator = ';';
  char decimal = '.';
  /// second line of the header: "processes", "methods", "product stages", in the language of the
  /// program
  std::string kind;
  std::vector<SimaProRow> rows;  ///< behind the header
};

/// Whether a file begins as SimaPro's do.
[[nodiscard]] bool is_simapro(std::string_view bytes);

/// Bytes of UTF-8, UTF-16 or Windows-1252 as rows.
[[nodiscard]] SimaProText simapro_text(std::string_view bytes);

/// UTF-8 of what is UTF-8 or UTF-16 already, or else Windows-1252; without a byte order mark.
[[nodiscard]] std::string simapro_utf8(std::string_view bytes);

}  // namespace plume
