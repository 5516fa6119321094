// SPDX-License-Identifier: Apache-2.0
// A table of activity data as people keep it: a CSV file, or a sheet of an XLSX workbook. Cells are texts with their place, so that every
// finding can name row and column. The first row with content is the header; column names are compared without regard to case.
//
//     const auto sheet = read_sheet("activities.xlsx", "2023", findings);       // "": the first sheet
//     const std::size_t amount = sheet->column("amount");                        // Sheet::absent where there is none
//     for (const Sheet::Row& row : sheet->rows()) use(row.text(amount), row.place(amount));
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/finding.hpp"

namespace plume {

class Sheet {
 public:
  static constexpr std::size_t absent = static_cast<std::size_t>(-1);
  struct SheetCell {
    std::string text;
    Place place;
  };
  struct Row {
    std::vector<SheetCell> cells;
    Place start;
    [[nodiscard]] std::string_view text(std::size_t column) const {
      return column < cells.size() ? std::string_view(cells[column].text) : std::string_view();
    }
    [[nodiscard]] const Place& place(std::size_t column) const {
      return column < cells.size() ? cells[column].place : start;
    }
  };

  Sheet(std::string file, std::vector<Row> rows);  ///< the first row is the header

  [[nodiscard]] std::size_t column(std::string_view name) const;
  [[nodiscard]] const std::vector<std::string>& names() const {
    return names_;
  }  ///< of the columns, as columns are asked for
  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
  [[nodiscard]] const std::string& file() const { return file_; }

  /// E0701 unknown column, E0702 column twice, E0703 missing column.
  void check_columns(const std::vector<std::string>& required, const std::vector<std::string>& optional,
                     Findings& findings) const;

 private:
  std::string file_;
  std::vector<std::string> names_;
  std::vector<Place> places_;
  std::vector<Row> rows_;
};

[[nodiscard]] std::optional<Sheet> sheet_of_csv(std::string_view text, const std::string& file, Findings& findings);

/// By the ending of the name: .xlsx, else CSV. E0700 where the file cannot be read or has no row.
[[nodiscard]] std::optional<Sheet> read_sheet(const std::filesystem::path& path, const std::string& sheet,
                                              Findings& findings);

}  // namespace plume
