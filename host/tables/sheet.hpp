// SPDX-License-Identifier: Apache-2.0
// A table whole in memory, for readers that look at its rows more than once: tables of activity
// data as people keep them, a CSV file or a sheet of an XLSX workbook. Read and checked as
// table.hpp says; cells are texts with their place, so that every finding can name row and column.
// Only cells that are filled take memory.
//
//     // "": the first sheet that is not hidden
//     const auto sheet = read_sheet("activities.xlsx", "2023", columns, findings);
//     // Sheet::absent where there is none
//     const std::size_t amount = sheet->column("amount");
//     for (const Sheet::Row& row : sheet->rows()) use(row.text(amount), row.place(amount));
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/finding.hpp"
#include "host/tables/table.hpp"

namespace plume {

class Sheet {
 public:
  static constexpr std::size_t absent = Table::absent;
  static constexpr std::size_t most_rows = 250'000;  ///< each becomes a process with its exchanges
  static constexpr std::size_t most_cells = 10'000'000;

  /// A row while the loop over rows() is at it.
  class Row {
   public:
    Row(const Sheet& sheet, std::size_t index);
    [[nodiscard]] std::string_view text(std::size_t column) const;
    [[nodiscard]] Place place(std::size_t column) const;
    /// The cell is a number that its workbook shows as a percentage: the text 0.05 is seen as 5 %.
    [[nodiscard]] bool is_percent(std::size_t column) const;
    Place start;

   private:
    const Sheet* sheet_;
    std::size_t index_;
  };

  class Rows {
   public:
    explicit Rows(const Sheet& sheet) : sheet_(sheet) {}
    class Iterator {
     public:
      Iterator(const Sheet& sheet, std::size_t index) : sheet_(&sheet), index_(index) {}
      Row operator*() const { return {*sheet_, index_}; }
      Iterator& operator++() {
        ++index_;
        return *this;
      }
      bool operator!=(const Iterator& other) const { return index_ != other.index_; }

     private:
      const Sheet* sheet_;
      std::size_t index_;
    };
    [[nodiscard]] Iterator begin() const { return {sheet_, 0}; }
    [[nodiscard]] Iterator end() const { return {sheet_, size()}; }
    [[nodiscard]] std::size_t size() const { return sheet_.lines_.size(); }
    Row operator[](std::size_t index) const { return {sheet_, index}; }

   private:
    const Sheet& sheet_;
  };

  /// Reads what is left of the table. Nothing, with a finding, where its cells are beyond the
  /// budget.
  static std::optional<Sheet> of(Table& table, Findings& findings);

  [[nodiscard]] std::size_t column(std::string_view name) const;
  /// of the columns, in lower case
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] Rows rows() const { return Rows(*this); }
  [[nodiscard]] const std::string& file() const { return file_; }

 private:
  struct StoredCell {
    std::uint32_t begin, length;  ///< in texts_
    std::uint32_t line, place_column;
    std::uint32_t column;
    bool percent;
  };
  [[nodiscard]] const StoredCell* find(std::size_t row, std::size_t column) const;

  std::string file_;
  std::vector<std::string> names_;
  std::string texts_;
  std::vector<StoredCell> cells_;
  std::vector<std::size_t> first_cells_;  ///< by row, and one more: where its cells begin
  std::vector<std::uint32_t> lines_;      ///< by row
  bool of_workbook_ = false;
};

/// Nothing, with a finding, where the text cannot be read, its header is wrong or it has no row
/// (E0700).
[[nodiscard]] std::optional<Sheet> sheet_of_csv(std::string_view text, const std::string& file,
                                                const std::vector<Column>& columns,
                                                Findings& findings);

/// By what the file is: an XLSX workbook, else CSV. E0700 where the file cannot be read or has no
/// row.
[[nodiscard]] std::optional<Sheet> read_sheet(const std::filesystem::path& path,
                                              const std::string& sheet,
                                              const std::vector<Column>& columns,
                                              Findings& findings);

}  // namespace plume
