// SPDX-License-Identifier: Apache-2.0
// Reads all tables of an inventory. Each kind of table has a file of its own: read_quantities.cpp,
// read_activities.cpp, read_instruments.cpp, read_credits.cpp; parameters are in
// inventory_formulas.hpp; docs/inventory.md shows their columns.
//
//     FactorLibrary library;
//     const InventoryRows rows = read_inventory_tables(inventory, library, model, findings);
//
// An instrument is a quantity, so that others may be `of` it (what no contract covers is the whole
// less its instruments); with a factor it is a line of scope 2, market-based, too.
#pragma once

#include "host/base/finding.hpp"
#include "host/inventory/factor_library.hpp"
#include "host/inventory/inventory_columns.hpp"
#include "host/inventory/inventory_rows.hpp"
#include "host/inventory/inventory_table.hpp"
#include "host/model/model.hpp"
#include "host/study/study_inventory.hpp"

namespace plume {

/// All tables that the study names; `library` gains the program's factors and the study's own.
[[nodiscard]] InventoryRows read_inventory_tables(const StudyInventory& inventory,
                                                  FactorLibrary& library, Model& model,
                                                  Findings& findings);

/// The columns of each kind of table.
[[nodiscard]] std::vector<Column> quantity_columns();
[[nodiscard]] std::vector<Column> activity_columns();
[[nodiscard]] std::vector<Column> instrument_columns();
[[nodiscard]] std::vector<Column> credit_columns();

/// Findings: E0712 no name.
void read_quantities(const InventoryTable& table, Quantities& quantities, Findings& findings);
/// Findings: E0712, E0713 below 0, E0714 no factor, E0715 scope.
void read_activities(const InventoryTable& table, std::vector<ActivityLine>& lines,
                     Findings& findings);
/// Findings: E0712, E0713, E0729 name taken, E0731 quality.
void read_instruments(const InventoryTable& table, InventoryRows& rows, Findings& findings);
/// Findings: E0713, E0716 no share, E0717 no mass.
void read_credits(const InventoryTable& table, std::vector<CreditRow>& credits, Findings& findings);

}  // namespace plume
