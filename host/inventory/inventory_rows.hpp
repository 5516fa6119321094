// SPDX-License-Identifier: Apache-2.0
// The rows of an inventory's tables once they are understood, before anything is checked against
// anything else.
//
//     InventoryRows rows = read_inventory_tables(inventory, library, model, findings);
//     for (const ActivityLine& line : rows.lines) use(line.record.source, line.number.amount);
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "host/base/finding.hpp"
#include "host/inventory/formula_value.hpp"
#include "host/inventory/squared_widths.hpp"
#include "host/model/inventory_record.hpp"
#include "host/model/model.hpp"
#include "host/units/units.hpp"

namespace plume {

/// A number of a table with its unit and uncertainty, and the key that all its copies are drawn
/// with.
struct InventoryNumber {
  double amount = 0.0;
  MeasureUnit unit;
  Uncertainty uncertainty;
  std::optional<double> written_percent;  ///< the half-width that its cell says
  FormulaValue formula;                   ///< that gives the amount
  std::uint64_t key = 0;
  std::uint32_t line = 0;
  std::uint16_t table = 0;

  /// Its own and those of its formula, by error propagation.
  [[nodiscard]] SquaredWidths widths() const {
    SquaredWidths sum(uncertainty, amount, written_percent);
    sum.add(formula.widths(), 1.0);
    return sum;
  }
};

/// One row of a quantity: an amount that stands for itself, or so much per unit of the quantity it
/// is `of`.
struct QuantityRow {
  std::string of;
  InventoryNumber number;
  InventoryRecord::Reading record;
  Place of_place, unit_place, period_place;
};
struct Quantity {
  MeasureUnit dimension;  ///< of what its rows come to; its factor is 1
  bool report = false;
  std::vector<QuantityRow> rows;
  Place place;
};
using Quantities = std::map<std::string, Quantity>;

struct ActivityLine {
  InventoryRecord::Line record;
  InventoryNumber number;
  std::string of;
  std::vector<std::string> via, factors;
  Place place, factor_place, unit_place, of_place, scope_place, period_place, evidence_place;
  std::uint32_t root = no_index;  ///< its product in the model
};

struct InstrumentRow {
  InventoryRecord::Instrument record;
  std::string period;
  Place place, amount_place, covers_place, quality_place, vintage_place;
};

struct CreditRow {
  InventoryRecord::Credit record;
  Place place, evidence_place, vintage_place, retired_place;
  InventoryNumber nominal, realised, delivery, reversal;
};

struct InventoryRows {
  Quantities quantities;  ///< instruments are among them
  std::vector<ActivityLine> lines;
  std::vector<InstrumentRow> instruments;
  std::vector<CreditRow> credits;
};

}  // namespace plume
