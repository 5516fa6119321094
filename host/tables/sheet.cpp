// SPDX-License-Identifier: Apache-2.0
#include "host/tables/sheet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

#include "host/tables/csv.hpp"
#include "host/tables/table_file.hpp"

namespace plume {
namespace {

constexpr std::size_t most_text_bytes = std::size_t{256} << 20;

std::optional<Sheet> sheet_of(std::unique_ptr<RowReader> rows, const std::vector<Column>& columns,
                              Findings& findings) {
  const std::size_t errors = findings.num_errors();
  Table table(std::move(rows), columns, findings, Repeats::told, {Sheet::most_rows});
  std::optional<Sheet> sheet = Sheet::of(table, findings);
  if (sheet && sheet->rows().size() == 0) {
    if (findings.num_errors() != errors) return {};
    findings.add("E0700", {table.rows().file(), 0, 0}, "the table has no row",
                 "write a header and one row or more");
    return {};
  }
  return sheet;
}

}  // namespace

Sheet::Row::Row(const Sheet& sheet, std::size_t index)
    : start{sheet.file_, sheet.lines_[index], 0}, sheet_(&sheet), index_(index) {}

const Sheet::StoredCell* Sheet::find(std::size_t row, std::size_t column) const {
  const auto begin = cells_.begin() + static_cast<std::ptrdiff_t>(first_cells_[row]);
  const auto end = cells_.begin() + static_cast<std::ptrdiff_t>(first_cells_[row + 1]);
  const auto found = std::lower_bound(
      begin, end, column,
      [](const StoredCell& cell, std::size_t sought) { return cell.column < sought; });
  return found != end && found->column == column ? &*found : nullptr;
}

std::string_view Sheet::Row::text(std::size_t column) const {
  const StoredCell* const cell = sheet_->find(index_, column);
  return cell == nullptr ? std::string_view()
                         : std::string_view(sheet_->texts_).substr(cell->begin, cell->length);
}

Place Sheet::Row::place(std::size_t column) const {
  const StoredCell* const cell = sheet_->find(index_, column);
  if (cell != nullptr) return {sheet_->file_, cell->line, cell->place_column};
  return sheet_->of_workbook_ && column != absent
             ? Place{sheet_->file_, start.line, static_cast<std::uint32_t>(column + 1)}
             : start;
}

bool Sheet::Row::is_percent(std::size_t column) const {
  const StoredCell* const cell = sheet_->find(index_, column);
  return cell != nullptr && cell->percent;
}

std::optional<Sheet> Sheet::of(Table& table, Findings& findings) {
  Sheet sheet;
  sheet.file_ = table.rows().file();
  sheet.names_ = table.names();
  sheet.of_workbook_ = table.rows().separator() == 0;
  const auto refuse = [&](const Place& place, const std::string& what) {
    findings.add("E0257", place, "the table has more than " + what,
                 "keep only the table's own rows and columns");
    return std::nullopt;
  };
  while (table.next()) {
    sheet.first_cells_.push_back(sheet.cells_.size());
    sheet.lines_.push_back(table.line());
    const std::size_t width = std::min(table.rows().cells().size(), sheet.names_.size());
    for (std::size_t column = 0; column < width; ++column) {
      const std::string_view text = table.text(column);
      if (text.empty() && sheet.of_workbook_) continue;  // its place is known without it
      const Place place = table.place(column);
      sheet.cells_.push_back({static_cast<std::uint32_t>(sheet.texts_.size()),
                              static_cast<std::uint32_t>(text.size()), place.line, place.column,
                              static_cast<std::uint32_t>(column), table.is_percent(column)});
      sheet.texts_ += text;
    }
    if (sheet.cells_.size() > most_cells)
      return refuse(table.row_place(), fmt::format("{} cells", most_cells));
    if (sheet.texts_.size() > most_text_bytes)
      return refuse(table.row_place(), fmt::format("{} MiB of text", most_text_bytes >> 20));
  }
  sheet.first_cells_.push_back(sheet.cells_.size());
  return sheet;
}

std::size_t Sheet::column(std::string_view name) const {
  const auto found = std::find(names_.begin(), names_.end(), name);
  return found == names_.end() ? absent : static_cast<std::size_t>(found - names_.begin());
}

std::optional<Sheet> sheet_of_csv(std::string_view text, const std::string& file,
                                  const std::vector<Column>& columns, Findings& findings) {
  return sheet_of(std::make_unique<CsvReader>(text, file, findings, names_of(columns)), columns,
                  findings);
}

std::optional<Sheet> read_sheet(const std::filesystem::path& path, const std::string& sheet,
                                const std::vector<Column>& columns, Findings& findings) {
  std::unique_ptr<RowReader> rows = open_table_file(path, sheet, names_of(columns), findings);
  return rows == nullptr ? std::nullopt : sheet_of(std::move(rows), columns, findings);
}

}  // namespace plume
