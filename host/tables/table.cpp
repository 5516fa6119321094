// SPDX-License-Identifier: Apache-2.0
#include "host/tables/table.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "host/base/joined.hpp"
#include "host/base/letter_case.hpp"
#include "host/base/numbers.hpp"
#include "host/tables/csv.hpp"
#include "host/tables/decimals.hpp"
#include "host/tables/utf8.hpp"

namespace plume {
namespace {

constexpr std::array<std::string_view, 3> free_columns = {"comment", "note", "source"};
constexpr std::size_t most_title_rows = 30;

bool is_free(std::string_view name) {
  return std::find(free_columns.begin(), free_columns.end(), name) != free_columns.end();
}

std::string cells(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " cell" : " cells");
}

/// A number of a sheet as a text: with the fifteen digits that a spreadsheet shows, so that 12.0 is
/// 12 and 7 % is not 7.000000000000001 %.
std::string as_shown(std::string_view number, bool percent) {
  NumberTrouble trouble;
  const auto value = parse_double(number, trouble);
  if (!value) return std::string(number);
  std::array<char, 40> digits{};
  std::snprintf(digits.data(), digits.size(), "%.15g", percent ? *value * 100.0 : *value);
  return std::string(digits.data()) + (percent ? " %" : "");
}

}  // namespace

std::vector<std::string> names_of(const std::vector<Column>& columns) {
  std::vector<std::string> names;
  for (const Column& column : columns) names.push_back(column.name);
  return names;
}

Table::Table(std::string_view text, const std::string& file, std::vector<Column> columns,
             Findings& findings, Repeats repeats)
    : Table(std::make_unique<CsvReader>(text, file, findings, names_of(columns)), columns, findings,
            repeats) {}

Table::Table(std::unique_ptr<RowReader> rows, std::vector<Column> columns, Findings& findings,
             Repeats repeats, TableBudget budget)
    : columns_(std::move(columns)),
      rows_(std::move(rows)),
      findings_(findings),
      repeats_(repeats),
      budget_(budget) {
  const std::size_t header_row = find_header();
  if (rows_->next()) {
    header_line_ = rows_->line();
    read_header();
    if (usable_) judge_decimals(header_row);
    constexpr std::ptrdiff_t least = 3;  // a remark may hold a comma
    const auto needed = std::count_if(columns_.begin(), columns_.end(), [](const Column& column) {
      return column.need == Column::required;
    });
    rows_->watch_remarks(static_cast<std::size_t>(std::max(needed, least)));
  } else if (rows_->intact()) {
    findings_.add("E0216", {rows_->file(), 1, 1}, "the table is empty",
                  "begin it with a line of column names: " + joined(names_of(columns_)));
  }
  complete_ = usable_;
}

/// The first row that names every column needed, else the first row; reads up to it, and says what
/// stands above.
std::size_t Table::find_header() {
  rows_->set_quiet(true);
  std::size_t header = 0;
  std::string above;
  for (std::size_t row = 0; row < most_title_rows && rows_->next(); ++row) {
    std::vector<std::string> given;
    for (const Cell& cell : rows_->cells()) given.push_back(lower_case(cell.text));
    const auto names = [&](const Column& column) {
      return std::find(given.begin(), given.end(), column.name) != given.end();
    };
    const bool all = std::all_of(columns_.begin(), columns_.end(), [&](const Column& column) {
      return column.need == Column::optional || names(column);
    });
    if (all && std::any_of(columns_.begin(), columns_.end(), names)) {
      header = row;
      break;
    }
    for (const Cell& cell : rows_->cells())
      if (above.empty()) above = cell.text;
  }
  rows_->rewind();
  for (std::size_t row = 0; row < header; ++row) (void)rows_->next();
  rows_->set_quiet(false);
  if (header > 0) {
    findings_.add("N0259", rows_->row_place(),
                  "the header is found below " + std::to_string(header) +
                      (header == 1 ? " row" : " rows") + " that " + (header == 1 ? "is" : "are") +
                      " not read; the first begins with " + in_quotes(above),
                  "begin remarks with '#'");
  }
  return header;
}

void Table::read_header() {
  auto header = rows_->cells();
  // spreadsheets pad
  while (!header.empty() && header.back().text.empty()) header = header.first(header.size() - 1);

  std::vector<std::string> known = names_of(columns_);
  for (const std::string_view name : free_columns) known.emplace_back(name);

  const auto asked_for = [&](std::string_view name) {
    return std::any_of(columns_.begin(), columns_.end(),
                       [&](const Column& column) { return column.name == name; });
  };
  for (const Cell& cell : header) {
    std::string name = lower_case(cell.text);
    if (!name.empty() && std::find(known.begin(), known.end(), name) == known.end()) {
      std::string hint = did_you_mean(name.substr(0, 200), known);
      if (hint.empty())
        hint = "columns of this table are " + joined(names_of(columns_)) +
               "; use 'comment' for remarks";
      findings_.add("E0217", rows_->place(cell), "unknown column " + in_quotes(cell.text),
                    std::move(hint));
    } else if (const auto first = std::find(names_.begin(), names_.end(), name);
               !name.empty() && first != names_.end() && !(is_free(name) && !asked_for(name))) {
      findings_.add("E0218", rows_->place(cell), "column " + in_quotes(cell.text) + " stands twice",
                    "it is column " + std::to_string(first - names_.begin() + 1) +
                        " already; keep one of them");
      name = "the second " + name;
    }
    const auto column = std::find_if(columns_.begin(), columns_.end(),
                                     [&](const Column& each) { return each.name == name; });
    holds_.push_back(column == columns_.end() ? Column::Holds::text : column->holds);
    names_.push_back(std::move(name));
  }
  usable_ = true;
  for (const Column& column : columns_) {
    if (column.need == Column::required && this->column(column.name) == absent) {
      findings_.add("E0219", rows_->row_place(), "the table lacks the column '" + column.name + "'",
                    "its columns are " + joined(names_of(columns_)));
      usable_ = false;
    }
  }
}

/// Looks at every number once before any is used: one with ',' can only be told by what stands in
/// the whole table.
void Table::judge_decimals(std::size_t header_row) {
  const bool any = std::any_of(holds_.begin(), holds_.end(),
                               [](Column::Holds holds) { return holds != Column::Holds::text; });
  if (!any || (!rows_->may_hold_commas() && rows_->separator() != ';')) return;
  rows_->set_quiet(true);
  Decimals decimals;
  for (std::size_t row = 0; row < budget_.rows && rows_->next(); ++row) {
    const auto cells = rows_->cells();
    for (std::size_t i = 0; i < std::min(cells.size(), names_.size()); ++i) {
      if (holds_[i] == Column::Holds::text ||
          cells[i].text.find_first_of(",.") == std::string_view::npos)
        continue;
      decimals.count(cells[i].text, holds_[i], names_[i], [&] { return rows_->place(cells[i]); });
    }
  }
  const Decimals::Verdict verdict = decimals.verdict(rows_->separator());
  decimals.report(verdict, findings_);
  commas_ = verdict != Decimals::Verdict::points && verdict != Decimals::Verdict::points_unclear;
  rows_->rewind();
  for (std::size_t row = 0; row <= header_row; ++row) (void)rows_->next();
  rows_->set_quiet(false);
}

/// Whether every filled cell has a column; a finding where one has none.
bool Table::check_cells_beyond() {
  const auto row = rows_->cells();
  for (std::size_t i = row.size(); i-- > 0;) {
    if (row[i].text.empty() || (i < names_.size() && !names_[i].empty())) continue;
    if (i < names_.size()) {
      findings_.add("E0217", rows_->place(row[i]),
                    "the cell " + in_quotes(row[i].text) + " stands in a column without a name",
                    "name the column, or empty the cell");
    } else if (const char separator = rows_->separator(); separator == 0) {
      findings_.add("E0215", rows_->place(row[i]),
                    "the cell " + in_quotes(row[i].text) + " stands right of the header",
                    "name its column, or empty the cell");
    } else {
      const std::string between =
          separator == '\t' ? "a tab" : "'" + std::string(1, separator) + "'";
      findings_.add("E0215", rows_->place(row[names_.size()]),
                    "the row has " + cells(i + 1) + ", the header " + std::to_string(names_.size()),
                    "put a cell that holds " + between + " in double quotes" +
                        (separator == ',' ? "; decimals use '.'" : ""));
    }
    return false;
  }
  return true;
}

void Table::check_copied_row() {
  std::uint64_t hash = 0;
  for (const Cell& cell : rows_->cells()) {
    // Trailing empty cells are padding: they change nothing.
    const std::uint64_t one = cell.text.empty() ? 0
                                                : std::hash<std::string_view>()(cell.text) +
                                                      (&cell - rows_->cells().data());
    hash += one * 0x9E3779B97F4A7C15u ^ (one >> 29);
  }
  const auto [first, is_new] = seen_.emplace(hash, rows_->line());
  if (is_new) return;
  findings_.add("W0261", rows_->row_place(),
                "the row is the same as line " + std::to_string(first->second) + " in every cell",
                "both count; take one out if it is a copy");
}

bool Table::next() {
  if (!usable_) return false;
  while (rows_->next()) {
    rewritten_.clear();
    if (++num_rows_ > budget_.rows) {
      findings_.add(
          "E0257", rows_->row_place(),
          "the table has more than " + std::to_string(budget_.rows) + " rows",
          "no more are read of such a table; take out rows that are empty of meaning, or split it");
      usable_ = complete_ = false;
      return false;
    }
    if (check_cells_beyond()) {
      if (repeats_ == Repeats::told) check_copied_row();
      return true;
    }
    complete_ = false;
  }
  report_remarks();
  return false;
}

void Table::report_remarks() {
  const RowReader::FullRemarks& remarks = rows_->full_remarks();
  if (remarks.count == 0 || remarks_reported_) return;
  remarks_reported_ = true;
  const bool one = remarks.count == 1;
  findings_.add("W0290", {rows_->file(), remarks.first_line, 0},
                std::to_string(remarks.count) + (one ? " row that begins" : " rows that begin") +
                    " with '#' and " + (one ? "looks" : "look") + " like the others " +
                    (one ? "is" : "are") + " not read",
                "'#' begins a remark: begin the name otherwise if the row counts, or take it out");
}

std::size_t Table::column(std::string_view name) const {
  const auto found = std::find(names_.begin(), names_.end(), name);
  return found == names_.end() ? absent : static_cast<std::size_t>(found - names_.begin());
}

const Cell* Table::cell(std::size_t column) const {
  const auto row = rows_->cells();
  return column < row.size() ? &row[column] : nullptr;
}

std::string_view Table::text(std::size_t column) const {
  const Cell* const found = cell(column);
  if (found == nullptr) return {};
  if (found->number && holds_[column] != Column::Holds::number)
    return rewritten_.emplace_back(as_shown(found->text, found->percent));
  if (!commas_ || holds_[column] == Column::Holds::text ||
      found->text.find(',') == std::string_view::npos)
    return found->text;
  const std::string plain = with_points(found->text, holds_[column]);
  if (plain.empty()) {
    findings_.add("E0258", rows_->place(*found),
                  in_quotes(found->text) + " may hold one number with a decimal comma or two",
                  "part the numbers with ';' where decimals are written with ','");
    return {};
  }
  return rewritten_.emplace_back(plain);
}

bool Table::is_percent(std::size_t column) const {
  const Cell* const found = cell(column);
  return found != nullptr && found->percent;
}

Place Table::place(std::size_t column) const {
  const Cell* const found = cell(column);
  if (found != nullptr) return rows_->place(*found);
  const bool in_sheet = rows_->separator() == 0 && column != absent;
  return {rows_->file(), rows_->line(), in_sheet ? static_cast<std::uint32_t>(column + 1) : 0};
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
  const bool control =
      std::any_of(cell.begin(), cell.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
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
