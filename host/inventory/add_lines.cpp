// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/add_lines.hpp"

#include <cmath>
#include <map>
#include <vector>

#include "host/base/hash.hpp"
#include "host/base/numbers.hpp"
#include "host/inventory/amount_uncertainty.hpp"
#include "host/inventory/gwp.hpp"
#include "host/inventory/line_factors.hpp"
#include "host/inventory/quantities.hpp"
#include "host/inventory/quantity_uncertainty.hpp"
#include "host/inventory/squared_widths.hpp"

namespace plume {
namespace {

InventoryNumber one() {
  InventoryNumber number;
  number.amount = 1.0;
  return number;
}

/// Processes from `root` to the product `end`, which is wanted once per unit of the quantity `name`, or of the number itself.
void add_chain(const std::string& prefix, std::uint32_t root, const std::string& name, std::uint32_t end,
               const InventoryNumber& last, const Quantities& quantities, InventoryParts& parts) {
  if (name.empty()) {
    parts.add_use(end, root, last);
    return;
  }
  std::map<std::string, std::uint32_t> nodes;
  std::vector<std::string> open_names = {name};
  while (!open_names.empty()) {
    const std::string next = open_names.back();
    open_names.pop_back();
    if (nodes.count(next)) continue;
    nodes[next] = parts.add_process(prefix + "/" + next, next);
    for (const QuantityRow& row : quantities.at(next).rows) {
      if (!row.of.empty()) open_names.push_back(row.of);
    }
  }
  for (const auto& [each, product] : nodes) {
    for (const QuantityRow& row : quantities.at(each).rows)
      parts.add_use(product, row.of.empty() ? root : nodes.at(row.of), row.number);
  }
  parts.add_use(end, nodes.at(name), last);
}

/// Conversions lie between the amount and the emission, the first one nearest to the amount. Returns the product that begins them.
std::uint32_t add_conversions(const std::string& prefix, const ActivityLine& line, const FactorLibrary& library,
                              std::uint32_t emission, SquaredWidths& widths, InventoryParts& parts) {
  std::vector<std::uint32_t> steps;
  for (std::size_t i = 0; i < line.via.size(); ++i)
    steps.push_back(parts.add_process(prefix + "/via " + std::to_string(i), line.via[i]));
  steps.push_back(emission);
  for (std::size_t i = 0; i < line.via.size(); ++i) {
    const EmissionFactor& via = *library.find(line.via[i]);
    parts.note_factor(via);
    widths.add(via.widths(), 1.0);
    parts.add_number(Matrix::technosphere, steps[i + 1], steps[i], via.value, via.emission.factor / via.activity.factor,
                     via.uncertainty, stable_key({"inventory factor", via.id}), -1, nullptr, &via.formula);
  }
  return steps.front();
}

double gwp_value(const FactorLibrary& library, const EmittedGas& gas, const std::string& set) {
  if (gas.name.is_outside_the_sum()) return 0.0;
  return gas.counts_one() ? 1.0 : find_gwp(library, gas.name, set, set).kg_per_kg;
}

/// kg of the gas per kg of what the line's amount is a mass of: 44/28 of "kg N2O-N".
double kg_of_gas(const ActivityLine& line, const Quantities& quantities, const FactorLibrary& library,
                 const GasName& gas) {
  const SubstanceMass mass = mass_of(gas, unit_at_factor(line, quantities, library).substance);
  return mass.kind == SubstanceMass::Kind::converted ? mass.factor : 1.0;
}

/// The gases that one unit of the process `emission` emits. True if one of the factors is a process of a model.
bool add_emissions(const ActivityLine& line, const Quantities& quantities, const FactorLibrary& library,
                   const std::string& gwp_set, std::uint32_t emission, SquaredWidths& widths, InventoryParts& parts) {
  bool uses_model = false;
  std::vector<std::pair<double, SquaredWidths>> gases;  // static CO2e of each gas
  for (const std::string& id : line.factors) {
    if (is_process(id)) {
      parts.add_use(find_product(parts.builder(), id), emission, one());
      uses_model = true;
      continue;
    }
    const EmissionFactor& factor = *library.find(id);
    parts.note_factor(factor);
    const EmittedGas gas = emitted_gas(factor);
    // A potential is "per kg of gas": an amount of the gas itself is its emission.
    const double value = factor.is_gwp ? 1.0 : factor.value;
    const double to_kg = factor.is_gwp ? kg_of_gas(line, quantities, library, gas.name)
                                       : factor.emission.factor / factor.activity.factor * gas.kg_per_unit;
    parts.add_number(Matrix::biosphere, parts.gas_flow(gas), emission, value, to_kg,
                     factor.is_gwp ? Uncertainty{} : factor.uncertainty, stable_key({"inventory factor", id}),
                     line.record.scope == "removal" ? -1 : 1, nullptr, &factor.formula);
    if (!factor.is_gwp) gases.emplace_back(factor.value * to_kg * gwp_value(library, gas, gwp_set), factor.widths());
  }
  double total = 0.0;
  for (const auto& gas : gases) total += gas.first;
  if (total != 0.0) {
    for (const auto& [value, each] : gases) widths.add(each, value / total);
  }
  return uses_model;
}

/// The activity of a line `of` a quantity is what that comes to: its amount in the unit that people read, and its spread.
void fill_activity_of_quantity(const ActivityLine& line, const Quantities& quantities,
                               const std::map<std::string, double>& amounts, InventoryRecord::Line& record) {
  SquaredWidths widths = quantity_widths(quantities, amounts, line.of);
  widths.add(line.number.widths(), 1.0);
  record.u95_activity = std::sqrt(widths.half);
  record.activity_lower = 0.0 - std::sqrt(widths.lower);
  record.activity_upper = std::sqrt(widths.upper);
  const QuantityRow* reading = first_reading(quantities, line.of);
  const bool is_plain_share = record.unit.empty() || line.number.unit.factor == 1.0;
  if (reading == nullptr || !is_plain_share || reading->number.unit.factor == 0.0) return;
  record.amount = line.number.amount * amounts.at(line.of) / reading->number.unit.factor;
  record.unit = reading->record.unit;
  if (record.u95_activity > 0.0) record.uncertainty = format_significant(record.u95_activity, 2) + " %";
}

/// Of an amount by formula, what its parameters make of it by error propagation.
void fill_activity_of_formula(const ActivityLine& line, InventoryRecord::Line& record) {
  const SquaredWidths widths = line.number.widths();
  record.u95_activity = std::sqrt(widths.half);
  record.activity_lower = 0.0 - std::sqrt(widths.lower);
  record.activity_upper = std::sqrt(widths.upper);
  record.uncertainty = format_significant(record.u95_activity, 2) + " % (formula)";
}

void fill_record(ActivityLine& line, const SquaredWidths& factors, const Quantities& quantities,
                 const std::map<std::string, double>& amounts, InventoryParts& parts) {
  InventoryRecord::Line& record = line.record;
  record.factors = line.factors;
  record.factors.insert(record.factors.begin(), line.via.begin(), line.via.end());
  // As it is written: a lognormal of 150 % has a 95 % interval of another width.
  record.u95_activity = line.number.written_percent.value_or(u95_percent(line.number.uncertainty, line.number.amount));
  record.u95_factor = std::sqrt(factors.half);
  record.factor_lower = 0.0 - std::sqrt(factors.lower);
  record.factor_upper = std::sqrt(factors.upper);
  const PercentEnds ends = ends95_percent(line.number.uncertainty, line.number.amount);
  record.activity_lower = ends.lower;
  record.activity_upper = ends.upper;
  if (!line.number.formula.shares.empty()) fill_activity_of_formula(line, record);
  if (!line.of.empty()) fill_activity_of_quantity(line, quantities, amounts, record);
  // Its source; with site and period where several have the same.
  record.demand = parts.unique_demand(record.source, {record.site, record.period, record.scope});
}

bool add_line(ActivityLine& line, const Quantities& quantities, const std::map<std::string, double>& amounts,
              const FactorLibrary& library, const std::string& gwp_set, InventoryParts& parts) {
  const std::string prefix = "inventory/" + std::to_string(parts.made().record.lines.size() + 1);
  line.root = parts.add_process(prefix, line.record.source);
  const std::uint32_t emission = parts.add_process(prefix + "/emission", line.record.source);
  SquaredWidths widths;  // of the factors and conversions together
  const std::uint32_t begin = add_conversions(prefix, line, library, emission, widths, parts);
  add_chain(prefix, line.root, line.of, begin, line.number, quantities, parts);
  const bool uses_model = add_emissions(line, quantities, library, gwp_set, emission, widths, parts);
  fill_record(line, widths, quantities, amounts, parts);
  parts.made().record.lines.push_back(line.record);
  parts.made().demands.push_back({line.record.demand, {}, {{line.root, 1.0}}});
  return uses_model;
}

}  // namespace

bool add_lines(InventoryRows& rows, const FactorLibrary& library, const std::string& gwp_set, InventoryParts& parts) {
  bool uses_model = false;
  const std::map<std::string, double> amounts = static_amounts(rows.quantities);
  for (ActivityLine& line : rows.lines)
    uses_model = add_line(line, rows.quantities, amounts, library, gwp_set, parts) || uses_model;
  return uses_model;
}

void add_reported_quantities(const Quantities& quantities, InventoryParts& parts) {
  bool is_first = true;
  for (const auto& [name, quantity] : quantities) {
    if (!quantity.report) continue;
    const std::string prefix = "quantity/" + name;
    const std::uint32_t root = parts.add_process(prefix, name), end = parts.add_process(prefix + "/amount", name);
    add_chain(prefix, root, name, end, one(), quantities, parts);
    const std::uint32_t flow = parts.flow("quantity", "amount", "");
    parts.add_number(Matrix::biosphere, flow, end, 1.0, 1.0, {}, 0, 1);
    const std::uint32_t category =
        parts.category({"quantity", "quantity", {}, {}}, "amount in MJ, kg, m or their powers", "base unit");
    if (is_first) parts.add_number(Matrix::characterisation, flow, category, 1.0, 1.0, {}, 0, 1);
    is_first = false;
    parts.made().demands.push_back({"quantity: " + name, {}, {{root, 1.0}}});
  }
}

}  // namespace plume
