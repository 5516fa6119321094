// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/inventory_table.hpp"

#include <fmt/format.h>

#include <utility>

#include "host/base/hash.hpp"
#include "host/base/numbers.hpp"
#include "host/inventory/amount_uncertainty.hpp"
#include "host/inventory/inventory_formulas.hpp"

namespace plume {

std::vector<std::string> items_of(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const std::size_t end = text.find(';');
    const std::string_view item = trim(text.substr(0, end));
    if (!item.empty()) items.emplace_back(item);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return items;
}

namespace {

/// 0.6 as the 60 that a cell shown as a percentage is seen as: to fifteen digits, so that 0.07
/// gives 7.
double percentage(double share) {
  NumberTrouble trouble;
  return parse_double(fmt::format("{:.15g}", share * 100.0), trouble).value_or(share * 100.0);
}

}  // namespace

InventoryTable::InventoryTable(Sheet sheet, std::uint16_t source, std::string written_path,
                               InventoryFormulas* formulas)
    : sheet_(std::move(sheet)),
      source_(source),
      written_path_(std::move(written_path)),
      formulas_(formulas) {}

std::optional<InventoryTable> InventoryTable::open(const StudyInventory::File& file,
                                                   const std::string& sheet,
                                                   const std::vector<Column>& columns, Model& model,
                                                   Findings& findings,
                                                   InventoryFormulas* formulas) {
  auto read = read_sheet(file.path, sheet, columns, findings);
  if (!read) return {};
  const auto source = static_cast<std::uint16_t>(model.sources.size());
  model.sources.push_back({file.written_path, "inventory table", sha256_of_path(file.path)});
  return InventoryTable(std::move(*read), source, file.written_path, formulas);
}

std::string InventoryTable::text(const Sheet::Row& row, const char* column) const {
  return std::string(row.text(sheet_.column(column)));
}

Place InventoryTable::place(const Sheet::Row& row, const char* column) const {
  return row.place(sheet_.column(column));
}

std::string InventoryTable::written_place(const Sheet::Row& row) const {
  return fmt::format("{}:{}", written_path_, row.start.line);
}

double InventoryTable::amount_of(const Sheet::Row& row, const Columns& columns,
                                 FormulaValue& formula, Findings& findings) const {
  NumberTrouble trouble;
  const std::string given = text(row, columns.amount);
  if (const auto value = parse_double(given, trouble)) return *value;
  const bool is_share = sheet_.column(columns.unit) == Sheet::absent;
  if (formulas_ != nullptr && !is_share && formulas_->is_formula(given))
    return formulas_->work_out(given, place(row, columns.amount), columns.amount,
                               named_unit(text(row, columns.unit)), formula);
  findings.add("E0707", place(row, columns.amount), trouble.problem(columns.amount, given),
               trouble.hint);
  return 0.0;
}

InventoryNumber InventoryTable::number(const Sheet::Row& row, const Columns& columns,
                                       Findings& findings, Amount amount) const {
  InventoryNumber number;
  number.line = row.start.line;
  number.table = source_;
  if (amount == Amount::may_be_empty && text(row, columns.amount).empty()) {
    number.amount = 1.0;
  } else {
    number.amount = amount_of(row, columns, number.formula, findings);
  }
  std::string unit = text(row, columns.unit);
  if (sheet_.column(columns.unit) == Sheet::absent ||
      (unit.empty() && amount == Amount::may_be_empty))
    unit = "1";
  const UnitReading read = read_unit(unit);
  if (!read.unit) findings.add("E0709", place(row, columns.unit), read.problem, read.hint);
  if (!read.remark.empty())
    findings.add("N0743", place(row, columns.unit), read.remark,
                 "write the other name where the other is meant");
  number.unit = read.unit.value_or(unknown_unit());
  if (row.is_percent(sheet_.column(columns.amount))) {
    if (unit == "%") {
      number.amount = percentage(number.amount);
    } else if (!same_dimension(number.unit, *parse_unit("1"))) {
      findings.add("E0265", place(row, columns.amount),
                   fmt::format("the cell is shown as a percentage, {} %, and its unit is '{}'",
                               format_exact(percentage(number.amount)), unit),
                   "give the cell a number format, or the row the unit %");
    }
  }
  std::string why;
  const std::string uncertainty = text(row, columns.uncertainty);
  const bool is_share = sheet_.column(columns.unit) == Sheet::absent;
  const auto spread = read_amount_uncertainty(
      uncertainty, number.amount, is_share ? AmountKind::share : AmountKind::amount, why);
  if (!spread) {
    findings.add("E0711", place(row, columns.uncertainty),
                 fmt::format("uncertainty '{}' cannot be understood", uncertainty), why);
  } else {
    number.uncertainty = spread->drawn;
    number.written_percent = spread->written_percent;
    if (!spread->remark.empty())
      findings.add("N0744", place(row, columns.uncertainty), spread->remark,
                   "the static value and what is drawn should speak of one amount");
  }
  number.key =
      stable_key({"inventory", written_path_, std::to_string(row.start.line), columns.amount});
  return number;
}

InventoryNumber InventoryTable::grouped_number(const Sheet::Row& row, const Columns& columns,
                                               Findings& findings, Amount amount) const {
  InventoryNumber found = number(row, columns, findings, amount);
  const std::string group = text(row, "group");
  if (!group.empty()) found.key = stable_key({"inventory group", group});
  return found;
}

}  // namespace plume
