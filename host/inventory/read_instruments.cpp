// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "host/base/numbers.hpp"
#include "host/inventory/inventory_tables.hpp"

namespace plume {
namespace {

void check_quality(const InventoryRecord::Instrument& instrument, const Place& place,
                   Findings& findings) {
  if (instrument.quality.empty()) return;
  NumberTrouble trouble;
  const auto met = parse_integer(instrument.quality, 0, 8, trouble);
  if (!met) {
    findings.add("E0731", place,
                 fmt::format("quality '{}' is no number of criteria", instrument.quality),
                 "say how many of the eight quality criteria of the Scope 2 Guidance the "
                 "instrument meets: 0 to 8; "
                 "empty: not stated");
  }
}

InventoryRecord::Instrument record_of(const InventoryTable& table, const Sheet::Row& row) {
  const auto text = [&](const char* name) { return table.text(row, name); };
  InventoryRecord::Instrument record;
  record.name = text("instrument");
  record.kind = text("kind");
  record.covers = text("covers");
  record.uncertainty = text("uncertainty");
  record.factor = text("factor");
  record.quality = text("quality");
  record.vintage = text("vintage");
  record.tracking = text("tracking");
  record.evidence = text("evidence");
  record.place = table.written_place(row);
  return record;
}

/// The line that counts the instrument's volume by the instrument's factor.
ActivityLine line_of(const InventoryTable& table, const Sheet::Row& row,
                     const InventoryRecord::Instrument& instrument) {
  const auto place = [&](const char* name) { return table.place(row, name); };
  ActivityLine line;
  line.record.source = line.of = instrument.name;
  line.record.site = table.text(row, "site");
  line.record.period = table.text(row, "period");
  line.record.scope = "2 market";
  line.record.iso_category = "2";
  line.record.evidence = instrument.evidence;
  line.record.place = instrument.place;
  line.record.amount = line.number.amount = 1.0;
  line.number.line = row.start.line;
  line.number.table = table.source();
  line.factors = items_of(instrument.factor);
  line.place = row.start;
  line.factor_place = place("factor");
  line.unit_place = place("unit");
  line.of_place = line.scope_place = place("instrument");
  line.period_place = place("period");
  line.evidence_place = place("evidence");
  return line;
}

}  // namespace

std::vector<Column> instrument_columns() {
  return inventory_columns({"instrument", "covers", "amount", "unit"},
                           {"of", "uncertainty", "kind", "factor", "quality", "vintage", "tracking",
                            "evidence", "group", "site", "period", "source"});
}

void read_instruments(const InventoryTable& table, InventoryRows& rows, Findings& findings) {
  for (const Sheet::Row& row : table.rows()) {
    InstrumentRow instrument;
    instrument.record = record_of(table, row);
    const InventoryRecord::Instrument& record = instrument.record;
    instrument.place = row.start;
    instrument.period = table.text(row, "period");
    instrument.amount_place = table.place(row, "amount");
    instrument.quality_place = table.place(row, "quality");
    instrument.vintage_place = table.place(row, "vintage");
    instrument.covers_place = table.place(row, "covers");
    if (record.name.empty()) {
      findings.add("E0712", table.place(row, "instrument"), "a row names no instrument",
                   "give each a name");
      continue;
    }
    if (rows.quantities.count(record.name)) {
      findings.add("E0729", table.place(row, "instrument"),
                   fmt::format("there is a quantity '{}' already", record.name),
                   "an instrument is a quantity of its own: give it another name");
      continue;
    }
    check_quality(record, table.place(row, "quality"), findings);
    Quantity& quantity = rows.quantities[record.name];
    quantity.place = table.place(row, "instrument");
    QuantityRow part;
    part.of = table.text(row, "of");
    part.of_place = table.place(row, "of");
    part.unit_place = table.place(row, "unit");
    part.number = table.grouped_number(row, {"amount", "unit", "uncertainty"}, findings);
    if (part.number.amount < 0.0)
      findings.add("E0713", table.place(row, "amount"),
                   fmt::format("the volume of '{}' is below 0", record.name),
                   "give what the contract covers as a positive amount");
    part.record.unit = table.text(row, "unit");
    quantity.rows.push_back(std::move(part));
    if (!record.factor.empty()) rows.lines.push_back(line_of(table, row, record));
    rows.instruments.push_back(std::move(instrument));
  }
}

}  // namespace plume
