// SPDX-License-Identifier: Apache-2.0
// Rows of a CSV table of another program, by the names of the columns that are wanted: columns it
// has besides are not looked at, and a column that it lacks is empty in every row.
//
//     CsvColumns rows(text, "refdata.zip/units.csv", {"ID", "Name", "Conversion factor"},
//         findings);
//     while (rows.next()) use(rows[1], rows.number(2));
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/finding.hpp"
#include "host/tables/csv.hpp"

namespace plume {

class CsvColumns {
 public:
  /// Reads the header. `text` must outlive the rows.
  CsvColumns(std::string_view text, std::string file, std::vector<std::string> columns,
             Findings& findings);

  bool next() { return csv_.next(); }

  /// The cell of the i-th column asked for; empty where the table has no such column.
  [[nodiscard]] std::string_view operator[](std::size_t column) const;
  /// Its number; nothing, with a finding (E0835), where it is none.
  [[nodiscard]] std::optional<double> number(std::size_t column) const;
  [[nodiscard]] bool has(std::size_t column) const { return positions_[column] != absent; }
  [[nodiscard]] std::uint32_t line() const { return csv_.line(); }
  /// names of columns not asked for
  [[nodiscard]] const std::vector<std::string>& others() const { return others_; }

 private:
  static constexpr std::size_t absent = static_cast<std::size_t>(-1);
  CsvReader csv_;
  Findings& findings_;
  std::vector<std::string> columns_, others_;
  std::vector<std::size_t> positions_;
};

}  // namespace plume
