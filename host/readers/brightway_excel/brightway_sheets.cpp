// SPDX-License-Identifier: Apache-2.0
#include "host/readers/brightway_excel/brightway_sheets.hpp"

#include <algorithm>
#include <memory>
#include <optional>

#include "host/base/letter_case.hpp"
#include "host/base/numbers.hpp"
#include "host/tables/csv.hpp"
#include "host/tables/workbook.hpp"

namespace plume {
namespace {

/// Blanks of every kind become one, so that names that differ by them alone are one.
std::string clean(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 2) == "\xC2\xA0") {
      result += ' ';
      ++i;
    } else {
      result += text[i];
    }
  }
  result = std::string(trim(result));
  return result == "(Unknown)" ? std::string{} : result;
}

void add_row(RowReader& rows, BrightwaySheet& sheet) {
  BrightwayRow row;
  row.line = rows.line();
  std::size_t position = 0;
  for (const Cell& cell : rows.cells()) {
    const std::size_t column = cell.column > 0 ? cell.column - 1 : position;
    ++position;
    if (column >= row.cells.size()) row.cells.resize(column + 1);
    row.cells[column] = clean(cell.text);
  }
  while (!row.cells.empty() && row.cells.back().empty()) row.cells.pop_back();
  if (!row.cells.empty()) sheet.rows.push_back(std::move(row));
}

/// False where the sheet is to be skipped.
bool cut(BrightwaySheet& sheet) {
  if (sheet.rows.empty()) return false;
  const BrightwayRow& first = sheet.rows.front();
  if (lower_case(first[0]) == "skip") return false;
  if (lower_case(first[0]) != "cutoff") return true;
  NumberTrouble unused;
  const std::optional<double> columns = parse_double(first[1], unused);
  sheet.rows.erase(sheet.rows.begin());
  if (!columns) return true;
  const auto kept = static_cast<std::size_t>(std::clamp(*columns, 0.0, 1e6));
  for (BrightwayRow& row : sheet.rows) {
    if (row.cells.size() > kept) row.cells.resize(kept);
    while (!row.cells.empty() && row.cells.back().empty()) row.cells.pop_back();
  }
  std::erase_if(sheet.rows, [](const BrightwayRow& row) { return row.cells.empty(); });
  return !sheet.rows.empty();
}

}  // namespace

std::vector<BrightwaySheet> brightway_sheets(const Archive& archive, Findings& findings) {
  std::vector<BrightwaySheet> sheets;
  if (is_workbook(archive)) {
    WorkbookBudget budget;
    budget.with_hidden = true;  // a filter that is on hides no activity from Brightway
    for (const std::string& name : sheet_names(archive, findings)) {
      const std::unique_ptr<RowReader> rows = open_workbook(archive, name, findings, budget);
      if (!rows) continue;
      BrightwaySheet sheet{archive.display_root() + "/" + name, {}};
      while (rows->next()) add_row(*rows, sheet);
      if (cut(sheet)) sheets.push_back(std::move(sheet));
    }
    return sheets;
  }
  for (const std::string& name : archive.names()) {
    if (!lower_case(name).ends_with(".csv")) continue;
    const std::optional<std::string> text = archive.read(name, findings);
    if (!text) continue;
    BrightwaySheet sheet{archive.display_name(name), {}};
    static const std::vector<std::string> words = {"name",     "amount",   "unit",
                                                   "database", "location", "type"};
    CsvReader rows(*text, sheet.file, findings, words);
    while (rows.next()) add_row(rows, sheet);
    if (cut(sheet)) sheets.push_back(std::move(sheet));
  }
  return sheets;
}

bool is_brightway_sheet(const BrightwaySheet& sheet) {
  return std::any_of(sheet.rows.begin(), sheet.rows.end(), [](const BrightwayRow& row) {
    return (row[0] == "Database" || row[0] == "Activity") && !row[1].empty();
  });
}

}  // namespace plume
