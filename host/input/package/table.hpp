// SPDX-License-Identifier: Apache-2.0
// A CSV table with named columns: checks the header once, then hands out the cells of each row by column.
//
//     Table table(text, "model/flows.csv", {{"id", Column::required}, {"name", Column::optional}}, findings);
//     const std::size_t id = table.column("id");
//     while (table.next()) use(table.text(id));
//
// The order of columns is free and names are read without regard to case. Columns "comment", "note" and "source" may stand in every
// table and are not read. Findings: E0215 wrong number of cells, E0216 no header, E0217 unknown column, E0218 column given
// twice, E0219 missing column, E0220 empty cell, E0221 not a number.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/finding.hpp"
#include "host/input/package/csv.hpp"

namespace plume {

struct Column {
  enum class Need : std::uint8_t { optional, required };
  static constexpr Need optional = Need::optional;
  static constexpr Need required = Need::required;
  std::string name;
  Need need = Need::optional;
};

/// A cell read as a number.
struct NumberCell {
  enum class State : std::uint8_t { empty, bad, good };  ///< bad: there is a finding already
  State state = State::empty;
  double value = 0.0;
};

class Table {
 public:
  static constexpr std::size_t absent = static_cast<std::size_t>(-1);

  /// Reads the header. `text` must outlive the table.
  Table(std::string_view text, const std::string& file, std::vector<Column> columns, Findings& findings);

  /// The next row with as many cells as the header. A row with another number of cells is a finding and left out.
  bool next();

  /// Handle of a column; `absent` if the table does not have it.
  [[nodiscard]] std::size_t column(std::string_view name) const;

  [[nodiscard]] std::string_view text(std::size_t column) const;  ///< of this row; empty where the column is absent
  /// The text of a cell that may not be empty; empty, with a finding, where it is.
  [[nodiscard]] std::string_view required_text(std::size_t column);
  [[nodiscard]] NumberCell number(std::size_t column);
  /// The number of a cell that may not be empty.
  [[nodiscard]] std::optional<double> required_number(std::size_t column);

  [[nodiscard]] Place place(std::size_t column) const;  ///< of the cell; of the row where the column is absent
  [[nodiscard]] std::uint32_t line() const { return csv_.line(); }
  [[nodiscard]] std::string_view name(std::size_t column) const { return names_[column]; }

  /// False once rows were left out: what they declare is then unknown, and a reference to it no fault.
  [[nodiscard]] bool complete() const { return complete_ && csv_.intact(); }

 private:
  void read_header(const std::vector<Column>& columns);
  void report_cell_count(std::size_t given);

  CsvReader csv_;
  Findings& findings_;
  std::vector<std::string> names_;  ///< of the columns, in the file's order; lower case
  bool usable_ = false;
  bool complete_ = true;
};

}  // namespace plume
