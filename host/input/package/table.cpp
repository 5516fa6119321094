// SPDX-License-Identifier: Apache-2.0
#include "host/input/package/table.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "host/base/letter_case.hpp"
#include "host/base/numbers.hpp"
#include "host/input/package/utf8.hpp"

namespace plume {
namespace {

constexpr std::array<std::string_view, 3> free_columns = {"comment", "note", "source"};

std::string joined(const std::vector<Column>& columns) {
  std::string out;
  for (const Column& column : columns) {
    if (!out.empty()) out += ", ";
    out += column.name;
  }
  return out;
}

std::string cells(std::size_t count) { return std::to_string(count) + (count == 1 ? " cell" : " cells"); }

}  // namespace

Table::Table(std::string_view text, const std::string& file, std::vector<Column> columns, Findings& findings)
    : csv_(text, file, findings), findings_(findings) {
  if (csv_.next()) {
    read_header(columns);
  } else if (csv_.intact()) {
    findings_.add("E0216", {file, 1, 1}, "the table is empty",
                  "begin it with a line of column names: " + joined(columns));
  }
  complete_ = usable_;
}

void Table::read_header(const std::vector<Column>& columns) {
  auto header = csv_.cells();
  while (!header.empty() && header.back().text.empty()) header = header.first(header.size() - 1);  // spreadsheets pad

  std::vector<std::string> known;
  for (const Column& column : columns) known.push_back(column.name);
  for (const std::string_view name : free_columns) known.emplace_back(name);

  for (const CsvCell& cell : header) {
    std::string name = lower_case(cell.text);
    if (name.empty()) {
      findings_.add("E0217", csv_.place(cell), "the column has no name", "name it, or take the column out");
    } else if (std::find(known.begin(), known.end(), name) == known.end()) {
      std::string hint = did_you_mean(name, known);
      if (hint.empty()) hint = "columns of this table are " + joined(columns) + "; use 'comment' for remarks";
      findings_.add("E0217", csv_.place(cell), "unknown column " + in_quotes(cell.text), std::move(hint));
    } else if (const auto first = std::find(names_.begin(), names_.end(), name);
               first != names_.end() &&
               std::find(free_columns.begin(), free_columns.end(), name) == free_columns.end()) {
      findings_.add("E0218", csv_.place(cell), "column " + in_quotes(cell.text) + " stands twice",
                    "it is column " + std::to_string(first - names_.begin() + 1) + " already; keep one of them");
      name.clear();
    }
    names_.push_back(std::move(name));
  }
  usable_ = true;
  for (const Column& column : columns) {
    if (column.need == Column::required && this->column(column.name) == absent) {
      findings_.add("E0219", csv_.row_place(), "the table lacks the column '" + column.name + "'",
                    "its columns are " + joined(columns));
      usable_ = false;
    }
  }
}

void Table::report_cell_count(std::size_t given) {
  const std::string expected = cells(names_.size());
  if (given > names_.size()) {
    const std::string separator(1, csv_.separator());
    findings_.add(
        "E0215", csv_.place(csv_.cells()[names_.size()]),
        "the row has " + cells(given) + ", the header " + std::to_string(names_.size()),
        "put a cell that holds '" + separator + "' in double quotes" + (separator == "," ? "; decimals use '.'" : ""));
  } else {
    findings_.add("E0215", csv_.row_place(),
                  "the row has " + cells(given) + ", the header " + std::to_string(names_.size()),
                  "give every column a cell, empty ones too");
  }
}

bool Table::next() {
  if (!usable_) return false;
  while (csv_.next()) {
    auto row = csv_.cells();
    if (row.size() == names_.size()) return true;
    while (row.size() > names_.size() && row.back().text.empty()) row = row.first(row.size() - 1);
    if (row.size() == names_.size()) return true;
    report_cell_count(row.size());
    complete_ = false;
  }
  return false;
}

std::size_t Table::column(std::string_view name) const {
  const auto found = std::find(names_.begin(), names_.end(), name);
  return found == names_.end() ? absent : static_cast<std::size_t>(found - names_.begin());
}

std::string_view Table::text(std::size_t column) const {
  return column == absent ? std::string_view() : csv_.cells()[column].text;
}

Place Table::place(std::size_t column) const {
  return column == absent ? csv_.row_place() : csv_.place(csv_.cells()[column]);
}

std::string_view Table::required_text(std::size_t column) {
  const std::string_view cell = text(column);
  if (cell.empty() && column != absent) {
    findings_.add("E0220", place(column), "the cell of column '" + names_[column] + "' is empty",
                  "every row needs one");
  }
  return cell;
}

NumberCell Table::number(std::size_t column) {
  const std::string_view cell = text(column);
  NumberCell number;
  if (cell.empty()) return number;
  NumberTrouble trouble;
  if (const std::optional<double> value = parse_double(cell, trouble)) {
    number.state = NumberCell::State::good;
    number.value = *value;
    return number;
  }
  // An explanation quotes the cell: it would be as long, and break the line where the cell does.
  constexpr std::size_t longest_number = 64;
  const bool control = std::any_of(cell.begin(), cell.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
  if (cell.size() > longest_number || control) trouble = {};
  std::string problem = names_[column] + " " + in_quotes(cell) + " is not a number";
  if (!trouble.why.empty()) problem += " (" + trouble.why + ")";
  if (trouble.hint.empty()) trouble.hint = "write it like 12, 0.5 or 1.2e-3, without a unit";
  findings_.add("E0221", place(column), std::move(problem), std::move(trouble.hint));
  number.state = NumberCell::State::bad;
  return number;
}

std::optional<double> Table::required_number(std::size_t column) {
  if (required_text(column).empty()) return std::nullopt;
  const NumberCell cell = number(column);
  return cell.state == NumberCell::State::good ? std::optional(cell.value) : std::nullopt;
}

}  // namespace plume
