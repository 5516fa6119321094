// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>

#include "host/base/numbers.hpp"
#include "host/inventory/inventory_tables.hpp"

namespace plume {
namespace {

/// Checks the scope and its category, and fills in the category of ISO 14064-1 that follows from
/// them.
void check_scope(ActivityLine& line, Findings& findings) {
  InventoryRecord::Line& record = line.record;
  static const std::map<std::string, std::string, std::less<>> iso = {
      {"1", "1"}, {"2 location", "2"}, {"2 market", "2"},
      {"3", ""},  {"removal", "1"},    {"outside", ""}};
  const auto known = iso.find(record.scope);
  if (known == iso.end()) {
    findings.add("E0715", line.scope_place, fmt::format("scope '{}' is unknown", record.scope),
                 record.scope == "2"
                     ? "say by which electricity: '2 location' or '2 market'; report both"
                     : "one of 1, 2 location, 2 market, 3, removal, outside");
    return;
  }
  NumberTrouble trouble;
  if (!record.iso_category.empty() && !parse_integer(record.iso_category, 1, 6, trouble))
    findings.add(
        "E0715", line.scope_place,
        fmt::format("iso '{}' is none of the categories of ISO 14064-1", record.iso_category),
        "give 1 to 6, or leave it empty: it follows from scope and category");
  if (record.iso_category.empty()) record.iso_category = known->second;
  const bool is_category = parse_integer(record.category, 1, 15, trouble).has_value();
  if (record.scope == "3" && !is_category)
    findings.add(
        "E0715", line.scope_place,
        fmt::format("scope 3 without a category from 1 to 15 (given: '{}')", record.category),
        "give the category of the GHG Protocol in the column 'category'");
  if (record.scope == "3" && record.iso_category.empty() && is_category) {
    static constexpr const char* of_category[] = {"4", "4", "4", "3", "4", "3", "3", "4",
                                                  "3", "5", "5", "5", "5", "6", "5"};
    record.iso_category = of_category[std::stoi(record.category) - 1];
  }
}

ActivityLine line_of(const InventoryTable& table, const Sheet::Row& row, Findings& findings) {
  const auto text = [&](const char* name) { return table.text(row, name); };
  const auto place = [&](const char* name) { return table.place(row, name); };
  ActivityLine line;
  InventoryRecord::Line& record = line.record;
  record.source = text("source");
  record.site = text("site");
  record.period = text("period");
  record.scope = text("scope");
  record.category = text("category");
  record.evidence = text("evidence");
  record.group = text("group");
  record.uncertainty = text("uncertainty");
  record.unit = text("unit");
  record.place = table.written_place(row);
  record.iso_category = text("iso");
  line.of = text("of");
  line.via = items_of(text("via"));
  line.factors = items_of(text("factor"));
  line.place = row.start;
  line.factor_place = place("factor");
  line.unit_place = place("unit");
  line.of_place = place("of");
  line.scope_place = place("scope");
  line.period_place = place("period");
  line.evidence_place = place("evidence");
  line.number = table.grouped_number(
      row, {"amount", "unit", "uncertainty"}, findings,
      line.of.empty() ? InventoryTable::Amount::needed : InventoryTable::Amount::may_be_empty);
  record.amount = line.number.amount;
  return line;
}

/// "f;f" would emit twice what one of them says.
void check_named_once(const ActivityLine& line, Findings& findings) {
  for (const auto* ids : {&line.factors, &line.via}) {
    for (auto id = ids->begin(); id != ids->end(); ++id) {
      if (std::find(ids->begin(), id, *id) == id) continue;
      findings.add(
          "E0770", line.factor_place,
          fmt::format("'{}' names '{}' twice: it would count twice", line.record.source, *id),
          "name each factor and each conversion once in a row");
      return;
    }
  }
}

}  // namespace

std::vector<Column> activity_columns() {
  return inventory_columns(
      {"source", "scope", "amount", "unit", "factor"},
      {"site", "period", "category", "iso", "uncertainty", "evidence", "group", "of", "via"});
}

void read_activities(const InventoryTable& table, std::vector<ActivityLine>& lines,
                     Findings& findings) {
  for (const Sheet::Row& row : table.rows()) {
    ActivityLine line = line_of(table, row, findings);
    InventoryRecord::Line& record = line.record;
    if (record.source.empty())
      findings.add("E0712", table.place(row, "source"), "a row names no source",
                   "give each a name");
    if (line.number.amount < 0.0)
      findings.add("E0713", table.place(row, "amount"),
                   fmt::format("the activity {} {} is below 0", format_exact(line.number.amount),
                               record.unit),
                   "removals are positive amounts of scope 'removal'; what a site makes itself is "
                   "a quantity");
    if (line.factors.empty())
      findings.add("E0714", line.factor_place, fmt::format("'{}' has no factor", record.source),
                   "name a factor of the library (plume factors …) or of a table of the study");
    check_named_once(line, findings);
    check_scope(line, findings);
    lines.push_back(std::move(line));
  }
}

}  // namespace plume
