// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/inventory_tables.hpp"

namespace plume {

std::vector<Column> quantity_columns() {
  return inventory_columns({"quantity", "amount", "unit"}, {"of", "uncertainty", "report", "source",
                                                            "evidence", "group", "site", "period"});
}

void read_quantities(const InventoryTable& table, Quantities& quantities, Findings& findings) {
  for (const Sheet::Row& row : table.rows()) {
    const std::string name = table.text(row, "quantity");
    if (name.empty()) {
      findings.add("E0712", table.place(row, "quantity"), "a row names no quantity",
                   "give each a name");
      continue;
    }
    Quantity& quantity = quantities[name];
    if (quantity.rows.empty()) quantity.place = table.place(row, "quantity");
    QuantityRow part;
    part.of = table.text(row, "of");
    part.of_place = table.place(row, "of");
    part.unit_place = table.place(row, "unit");
    part.period_place = table.place(row, "period");
    part.number = table.grouped_number(row, {"amount", "unit", "uncertainty"}, findings);
    part.record = {name,
                   part.of,
                   part.number.amount,
                   table.text(row, "unit"),
                   table.text(row, "uncertainty"),
                   table.text(row, "site"),
                   table.text(row, "period"),
                   table.text(row, "source"),
                   table.text(row, "evidence"),
                   table.written_place(row)};
    quantity.report = quantity.report || !table.text(row, "report").empty();
    quantity.rows.push_back(std::move(part));
  }
}

}  // namespace plume
