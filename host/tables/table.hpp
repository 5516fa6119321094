// SPDX-License-Identifier: Apache-2.0
// A table with named columns, from a CSV text or a sheet of a workbook: finds and checks the
// header, then hands out the cells of each row by column. All tables that people write are read
// here: those of packages, of demands and switches, of inventories (sheet.hpp).
//
//     Table table(text, "model/flows.csv", {{"id", Column::required}, {"name"},
//         {"amount", Column::optional, Column::number}}, findings);
//     const std::size_t id = table.column("id");
//     while (table.next()) use(table.text(id));
//
// The order of columns is free and names are read without regard to case. Columns "comment" and
// "note" may stand in every table and are not read; so may "source" where the table has no use for
// it. A row shorter than the header ends with empty cells; a filled cell beyond the header is an
// error. Rows above the header (a title) are left out, with a note.
//
// Decimals use '.'. A table of a spreadsheet with other habits, separated by ';' or tabs, may use
// ',' throughout: decimals.hpp.
//
// Findings: E0215 cells beyond the header, E0216 no header, E0217 unknown column, E0218 column
// given twice, E0219 missing column, E0220 empty cell, E0221 not a number, E0257 a table beyond its
// budget, E0258 and N0260 decimals, N0259 rows above the header, W0290 rows left out as remarks,
// W0292 points that may part thousands, W0261 a row that stands twice.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "host/base/finding.hpp"
#include "host/tables/row_reader.hpp"

namespace plume {

struct Column {
  enum class Need : std::uint8_t { optional, required };
  /// What its cells hold: a text; a number; or a number with words around it ("5 %", "normal(2)").
  enum class Holds : std::uint8_t { text, number, expression };
  static constexpr Need optional = Need::optional;
  static constexpr Need required = Need::required;
  static constexpr Holds number = Holds::number;
  static constexpr Holds expression = Holds::expression;
  std::string name;
  Need need = Need::optional;
  Holds holds = Holds::text;
};

/// How much of a table is read; what has more is refused with the limit's name.
struct TableBudget {
  std::size_t rows = 100'000'000;
};

/// Whether two rows that agree in every cell are told as a copy; or mean what they say (values of a
/// sample), or are told elsewhere (an id given twice).
enum class Repeats : std::uint8_t { told, meant };

/// A cell read as a number.
struct NumberCell {
  enum class State : std::uint8_t { empty, bad, good };  ///< bad: there is a finding already
  State state = State::empty;
  double value = 0.0;
};

[[nodiscard]] std::vector<std::string> names_of(const std::vector<Column>& columns);

class Table {
 public:
  static constexpr std::size_t absent = static_cast<std::size_t>(-1);

  /// Reads the header. `text` must outlive the table.
  Table(std::string_view text, const std::string& file, std::vector<Column> columns,
        Findings& findings, Repeats repeats = Repeats::told);
  Table(std::unique_ptr<RowReader> rows, std::vector<Column> columns, Findings& findings,
        Repeats repeats = Repeats::told, TableBudget budget = {});

  /// The next row. One with filled cells beyond the header is a finding and left out.
  bool next();

  /// Handle of a column; `absent` if the table does not have it.
  [[nodiscard]] std::size_t column(std::string_view name) const;
  /// in the file's order; lower case
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

  /// of this row; empty where the column is absent
  [[nodiscard]] std::string_view text(std::size_t column) const;
  /// The text of a cell that may not be empty; empty, with a finding, where it is.
  [[nodiscard]] std::string_view required_text(std::size_t column);
  [[nodiscard]] NumberCell number(std::size_t column);
  /// The number of a cell that may not be empty.
  [[nodiscard]] std::optional<double> required_number(std::size_t column);
  /// a cell of a sheet that is shown as a percentage
  [[nodiscard]] bool is_percent(std::size_t column) const;

  /// of the cell; of the row where the column is absent
  [[nodiscard]] Place place(std::size_t column) const;
  [[nodiscard]] Place row_place() const { return rows_->row_place(); }
  [[nodiscard]] Place header_place() const { return {rows_->file(), header_line_, 0}; }
  [[nodiscard]] std::uint32_t line() const { return rows_->line(); }
  [[nodiscard]] std::string_view name(std::size_t column) const { return names_[column]; }
  [[nodiscard]] const RowReader& rows() const { return *rows_; }

  /// False once rows were left out: what they declare is then unknown, and a reference to it no
  /// fault.
  [[nodiscard]] bool complete() const { return complete_ && rows_->intact(); }

 private:
  std::size_t find_header();
  void read_header();
  void judge_decimals(std::size_t header_row);
  bool check_cells_beyond();
  void check_copied_row();
  void report_remarks();
  [[nodiscard]] const Cell* cell(std::size_t column) const;

  std::vector<Column> columns_;
  std::unique_ptr<RowReader> rows_;
  Findings& findings_;
  std::vector<std::string> names_;  ///< of the columns of the file; empty where one has no name
  std::vector<Column::Holds> holds_;
  std::unordered_map<std::uint64_t, std::uint32_t> seen_;  ///< hash of a row → its line
  /// cells of this row whose commas became points
  mutable std::deque<std::string> rewritten_;
  std::size_t num_rows_ = 0;
  std::uint32_t header_line_ = 1;
  Repeats repeats_;
  TableBudget budget_;
  bool commas_ = false;  ///< decimals are written with ','
  bool usable_ = false;
  bool complete_ = true;
  bool remarks_reported_ = false;
};

}  // namespace plume
