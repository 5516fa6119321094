// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/sheet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "host/base/letter_case.hpp"
#include "host/input/package/csv.hpp"
#include "host/input/read_text.hpp"
#include "host/inventory/xlsx_sheet.hpp"

namespace plume {
namespace {

constexpr std::size_t max_table_bytes = std::size_t{256} << 20;

}  // namespace

Sheet::Sheet(std::string file, std::vector<Row> rows) : file_(std::move(file)) {
  if (rows.empty()) return;
  for (const SheetCell& cell : rows.front().cells) {
    names_.push_back(lower_case(cell.text));
    places_.push_back(cell.place);
  }
  rows.erase(rows.begin());
  rows_ = std::move(rows);
}

std::size_t Sheet::column(std::string_view name) const {
  const auto found = std::find(names_.begin(), names_.end(), name);
  return found == names_.end() ? absent : static_cast<std::size_t>(found - names_.begin());
}

void Sheet::check_columns(const std::vector<std::string>& required, const std::vector<std::string>& optional,
                          Findings& findings) const {
  std::vector<std::string> known = required;
  known.insert(known.end(), optional.begin(), optional.end());
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (names_[i].empty() || names_[i] == "comment" || names_[i] == "note") continue;
    if (std::find(known.begin(), known.end(), names_[i]) == known.end()) {
      const std::string near = did_you_mean(names_[i], known);
      findings.add("E0701", places_[i], fmt::format("unknown column '{}'", names_[i]),
                   near.empty() ? "use 'comment' or 'note' for text of your own" : near);
    }
    if (std::find(names_.begin(), names_.begin() + static_cast<std::ptrdiff_t>(i), names_[i]) !=
        names_.begin() + static_cast<std::ptrdiff_t>(i))
      findings.add("E0702", places_[i], fmt::format("column '{}' stands twice", names_[i]), "give each column once");
  }
  for (const std::string& name : required) {
    if (column(name) == absent)
      findings.add("E0703", {file_, places_.empty() ? 0 : places_.front().line, 0},
                   fmt::format("there is no column '{}'", name), "add it to the header");
  }
}

std::optional<Sheet> sheet_of_csv(std::string_view text, const std::string& file, Findings& findings) {
  const std::size_t errors = findings.num_errors();
  CsvReader csv(text, file, findings);
  std::vector<Sheet::Row> rows;
  while (csv.next()) {
    Sheet::Row row;
    row.start = csv.row_place();
    for (const CsvCell& cell : csv.cells()) row.cells.push_back({std::string(cell.text), csv.place(cell)});
    rows.push_back(std::move(row));
  }
  if (findings.num_errors() != errors) return {};
  if (rows.size() < 2) {
    findings.add("E0700", {file, 0, 0}, "the table has no row", "write a header and one row or more");
    return {};
  }
  return Sheet(file, std::move(rows));
}

std::optional<Sheet> read_sheet(const std::filesystem::path& path, const std::string& sheet, Findings& findings) {
  if (lower_case(path.extension().string()) == ".xlsx") return read_xlsx_sheet(path, sheet, findings);
  const TextFile file = read_text(path, max_table_bytes);
  if (file.text) return sheet_of_csv(*file.text, path.string(), findings);
  findings.add("E0700", {path.string(), 0, 0}, fmt::format("the table cannot be read ({})", file.why_not),
               "the path is relative to the study file");
  return {};
}

}  // namespace plume
