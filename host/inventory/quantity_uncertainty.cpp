// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/quantity_uncertainty.hpp"

#include <cstdint>

namespace plume {
namespace {

/// A number that is drawn, and by how many percent it moves the quantity for one of its own.
struct Influence {
  SquaredWidths widths = {};
  double elasticity = 0.0;
};
using Influences = std::map<std::uint64_t, Influence>;  // by the key of the draw

void add_influences(const Quantities& quantities, const std::map<std::string, double>& amounts,
                    const std::string& name, double weight, Influences& influences) {
  const double total = amounts.at(name);
  if (total == 0.0) return;
  for (const QuantityRow& row : quantities.at(name).rows) {
    const double of = row.of.empty() ? 1.0 : amounts.at(row.of);
    const double share = weight * row.number.amount * row.number.unit.factor * of / total;
    Influence& influence = influences[row.number.key];
    influence.widths =
        SquaredWidths(row.number.uncertainty, row.number.amount, row.number.written_percent);
    influence.elasticity += share;
    for (const FormulaValue::Share& each : row.number.formula.shares) {
      Influence& parameter = influences[each.key];
      parameter.widths = each.widths;
      parameter.elasticity += share * each.elasticity;
    }
    if (!row.of.empty()) add_influences(quantities, amounts, row.of, share, influences);
  }
}

}  // namespace

SquaredWidths quantity_widths(const Quantities& quantities,
                              const std::map<std::string, double>& amounts,
                              const std::string& name) {
  Influences influences;
  add_influences(quantities, amounts, name, 1.0, influences);
  SquaredWidths widths;
  for (const auto& [key, each] : influences) widths.add(each.widths, each.elasticity);
  return widths;
}

const QuantityRow* first_reading(const Quantities& quantities, const std::string& name) {
  for (const QuantityRow& row : quantities.at(name).rows) {
    if (row.of.empty()) return &row;
  }
  for (const QuantityRow& row : quantities.at(name).rows) {
    if (const QuantityRow* found = first_reading(quantities, row.of)) return found;
  }
  return nullptr;
}

}  // namespace plume
