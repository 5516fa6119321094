// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/inventory_parts.hpp"

#include <fmt/format.h>

#include <cmath>

#include "host/inventory/amount_uncertainty.hpp"

namespace plume {

std::uint32_t InventoryParts::add_process(const std::string& id, const std::string& name) {
  const std::uint32_t product = builder_.product(id), process = builder_.process(id);
  model_.products[product].name = name;
  model_.processes[process].name = name;
  model_.processes[process].reference_product = product;
  Exchange output;
  output.row = product;
  output.column = process;
  output.amount = 1.0;
  builder_.add(output);
  return product;
}

void InventoryParts::add_number(Matrix matrix, std::uint32_t row, std::uint32_t column,
                                double amount, double factor, const Uncertainty& uncertainty,
                                std::uint64_t key, std::int8_t sign, const InventoryNumber* from,
                                const FormulaValue* formula) {
  Exchange exchange;
  exchange.matrix = matrix;
  exchange.row = row;
  exchange.column = column;
  exchange.amount = amount;
  exchange.factor = factor;
  exchange.sign = sign;
  if (from != nullptr)
    exchange.line = from->line, exchange.source = from->table, formula = &from->formula;
  if (formula != nullptr) exchange.formula = formula->node;
  const auto index = static_cast<std::uint32_t>(builder_.add(exchange, uncertainty));
  if (!uncertainty.is_certain() && key != 0) shared_.emplace_back(index, key);
}

void InventoryParts::add_use(std::uint32_t of, std::uint32_t by, const InventoryNumber& number,
                             std::int8_t sign) {
  add_number(Matrix::technosphere, of, by, number.amount, number.unit.factor, number.uncertainty,
             number.key, sign, &number);
}

void InventoryParts::add_copy(std::size_t exchange, std::uint32_t column, double factor) {
  const Exchange original = model_.exchanges[exchange];
  Exchange copy = original;
  copy.column = column;
  copy.factor *= factor;
  const Uncertainty uncertainty =
      original.uncertainty == no_index ? Uncertainty{} : model_.uncertainties[original.uncertainty];
  const auto index = static_cast<std::uint32_t>(builder_.add(copy, uncertainty));
  if (!uncertainty.is_certain()) shared_.emplace_back(index, original.key);
}

std::uint32_t InventoryParts::flow(const std::string& id, const std::string& name,
                                   const std::string& unit) {
  const std::uint32_t flow = builder_.flow(id);
  model_.flows[flow].name = name;
  model_.flows[flow].unit = unit;
  return flow;
}

std::uint32_t InventoryParts::gas_flow(const EmittedGas& gas) {
  gases_.insert(gas);
  return flow("inventory gas/" + gas.flow(), gas.flow(), "kg");
}

std::uint32_t InventoryParts::category(const InventoryRecord::Category& record,
                                       const std::string& name, const std::string& unit) {
  const std::uint32_t known = builder_.find_category(record.id);
  if (known != no_index) return known;
  const std::uint32_t category = builder_.category(record.id);
  model_.categories[category].name = name;
  model_.categories[category].unit = unit;
  made_.categories.push_back(category);
  made_.record.categories.push_back(record);
  return category;
}

void InventoryParts::note_gas_gwp(const std::string& category_id, double gwp) {
  for (InventoryRecord::Category& each : made_.record.categories) {
    if (each.id != category_id) continue;
    if (gwp_noted_.insert(category_id).second)
      each.gwp = gwp;
    else if (each.gwp != gwp)
      each.gwp = 0.0;
  }
}

void InventoryParts::write_down(const EmissionFactor& factor) {
  const double u95 =
      factor.formula.is_drawn
          ? std::sqrt(factor.widths().half)
          : factor.written_percent.value_or(u95_percent(factor.uncertainty, factor.value));
  made_.record.factors.push_back({factor.id, factor.name, factor.gas, factor.unit(), factor.value,
                                  factor.uncertainty_text(), u95, factor.source, factor.year,
                                  factor.region, factor.confidence, factor.from_library});
}

void InventoryParts::note_factor(const EmissionFactor& factor) {
  if (!noted_.insert(factor.id).second) return;
  write_down(factor);
  if (factor.uncertainty.kind == DistributionKind::undefined && !factor.formula.is_given())
    findings_.add(
        "N0726", factor.from_library ? Place{} : factor.place,
        fmt::format("factor '{}' has no published uncertainty: nothing is drawn for it", factor.id),
        "this does not mean that it is certain; give it one in a table of the study to count it");
}

void InventoryParts::note_gwp(const EmissionFactor& gwp) {
  if (noted_.insert(gwp.id).second) write_down(gwp);
}

std::string InventoryParts::unique_demand(std::string name, const std::vector<std::string>& more) {
  for (const std::string& each : more) {
    if (demand_names_.insert(name).second) return name;
    if (!each.empty()) name += ", " + each;
  }
  std::string numbered = name;
  for (int k = 2; !demand_names_.insert(numbered).second; ++k)
    numbered = fmt::format("{} ({})", name, k);
  return numbered;
}

void InventoryParts::add_total(const std::string& name, const std::string& kind,
                               const std::vector<DemandVector::Entry>& entries,
                               const std::string& category) {
  if (entries.empty()) return;
  std::string unique = name;
  while (!demand_names_.insert(unique).second) unique += " (total)";
  made_.demands.push_back({unique, {}, entries});
  made_.record.totals.push_back({unique, kind, category});
}

InventoryModel InventoryParts::finish() {
  for (const auto& [index, key] : shared_) model_.dependence.share(index, key);
  return std::move(made_);
}

}  // namespace plume
