// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/inventory_tables.hpp"

#include "host/inventory/inventory_formulas.hpp"

namespace plume {

InventoryRows read_inventory_tables(const StudyInventory& inventory, FactorLibrary& library,
                                    Model& model, Findings& findings) {
  InventoryRows rows;
  InventoryFormulas formulas(inventory, model, findings);
  const auto each = [&](const std::vector<StudyInventory::File>& files,
                        const std::vector<Column>& columns, const auto& read) {
    for (const auto& file : files) {
      if (const auto table =
              InventoryTable::open(file, inventory.sheet, columns, model, findings, &formulas))
        read(*table);
    }
  };
  each(inventory.parameters, parameter_columns(),
       [&](const InventoryTable& table) { formulas.read(table); });
  formulas.check();
  library = built_in_factors();
  each(inventory.factors, factor_columns(), [&](const InventoryTable& table) {
    library.add(table.sheet(), false, findings, &formulas);
  });
  each(inventory.quantities, quantity_columns(),
       [&](const InventoryTable& table) { read_quantities(table, rows.quantities, findings); });
  each(inventory.activities, activity_columns(),
       [&](const InventoryTable& table) { read_activities(table, rows.lines, findings); });
  each(inventory.instruments, instrument_columns(),
       [&](const InventoryTable& table) { read_instruments(table, rows, findings); });
  each(inventory.credits, credit_columns(),
       [&](const InventoryTable& table) { read_credits(table, rows.credits, findings); });
  formulas.note_unused();
  return rows;
}

}  // namespace plume
