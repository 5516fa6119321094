// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/quantities.hpp"

#include <fmt/format.h>

#include <set>
#include <vector>

#include "host/units/units.hpp"

namespace plume {
namespace {

/// Goes down to what each quantity stands on before it looks at the quantity itself.
class QuantityCheck {
 public:
  QuantityCheck(Quantities& quantities, Findings& findings)
      : quantities_(quantities), findings_(findings) {}

  /// False where the name is unknown or part of a circle, so that its dimension says nothing.
  bool visit(const std::string& name, const Place& place) {
    if (find_quantity(quantities_, name, place, findings_) == nullptr) return false;
    if (done_.count(name)) return true;
    if (!open_.insert(name).second) {
      findings_.add("E0719", place, fmt::format("quantity '{}' is of itself", name),
                    "break the circle: one of them must stand alone");
      done_.insert(name);
      return false;
    }
    find_dimension(name, quantities_.at(name));
    done_.insert(name);
    return true;
  }
  void start() { open_.clear(); }

 private:
  void find_dimension(const std::string& name, Quantity& quantity) {
    bool is_first = true;
    for (const QuantityRow& row : quantity.rows) {
      MeasureUnit unit = row.number.unit;
      if (!row.of.empty()) {
        if (!visit(row.of, row.of_place)) continue;
        unit = unit * quantities_.at(row.of).dimension;
      }
      if (is_first) {
        quantity.dimension = unit;
        quantity.dimension.factor = 1.0;
        is_first = false;
      } else if (!same_dimension(unit, quantity.dimension)) {
        findings_.add("E0717", row.unit_place,
                      fmt::format("rows of quantity '{}' have units of different kinds", name),
                      "all rows must come to the same kind of unit: amount in units of this "
                      "quantity per unit of the "
                      "one in 'of'");
      }
    }
  }

  Quantities& quantities_;
  Findings& findings_;
  std::set<std::string> open_, done_;
};

double static_amount(const Quantities& quantities, const std::string& name,
                     std::map<std::string, double>& known) {
  if (const auto found = known.find(name); found != known.end()) return found->second;
  double sum = 0.0;
  for (const QuantityRow& row : quantities.at(name).rows)
    sum += row.number.amount * row.number.unit.factor *
           (row.of.empty() ? 1.0 : static_amount(quantities, row.of, known));
  known[name] = sum;
  return sum;
}

}  // namespace

void check_quantities(Quantities& quantities, Findings& findings) {
  QuantityCheck check(quantities, findings);
  for (const auto& [name, quantity] : quantities) {
    check.start();
    check.visit(name, quantity.place);
  }
}

const Quantity* find_quantity(const Quantities& quantities, const std::string& name,
                              const Place& place, Findings& findings) {
  const auto found = quantities.find(name);
  if (found != quantities.end()) return &found->second;
  std::vector<std::string> names;
  for (const auto& each : quantities) names.push_back(each.first);
  findings.add("E0718", place, fmt::format("there is no quantity '{}'", name),
               did_you_mean(name, names));
  return nullptr;
}

bool is_difference(const Quantities& quantities, const std::string& name) {
  for (const QuantityRow& row : quantities.at(name).rows) {
    if (row.number.amount < 0.0 || row.number.formula.is_difference ||
        (!row.of.empty() && is_difference(quantities, row.of)))
      return true;
  }
  return false;
}

double share_in(const Quantities& quantities, const std::string& name, const std::string& part) {
  if (name == part) return 1.0;
  double share = 0.0;
  for (const QuantityRow& row : quantities.at(name).rows) {
    if (!row.of.empty())
      share += row.number.amount * row.number.unit.factor * share_in(quantities, row.of, part);
  }
  return share;
}

std::map<std::string, double> static_amounts(const Quantities& quantities) {
  std::map<std::string, double> known;
  for (const auto& each : quantities) static_amount(quantities, each.first, known);
  return known;
}

void note_unused_quantities(const InventoryRows& rows, Findings& findings) {
  std::set<std::string> used;
  for (const ActivityLine& line : rows.lines) used.insert(line.of);
  for (const InstrumentRow& instrument : rows.instruments) {
    used.insert(instrument.record.name);
    used.insert(instrument.record.covers);
  }
  for (const auto& [name, quantity] : rows.quantities) {
    for (const QuantityRow& row : quantity.rows) used.insert(row.of);
  }
  for (const auto& [name, quantity] : rows.quantities) {
    if (quantity.report || used.count(name)) continue;
    findings.add("N0773", quantity.place,
                 fmt::format("no line is of the quantity '{}': it counts nowhere", name),
                 "name it in the column 'of' of a line, or write yes in the column 'report'");
  }
}

std::string amount_words(double base_units, const MeasureUnit& dimension) {
  for (const char* name : {"t", "MWh"}) {
    const MeasureUnit unit = *parse_unit(name);
    if (same_dimension(dimension, unit))
      return fmt::format("{:.6g} {}", base_units / unit.factor, name);
  }
  return fmt::format("{:.6g} base units", base_units);
}

}  // namespace plume
