// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/characterise.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "host/base/hash.hpp"
#include "host/inventory/gwp.hpp"

namespace plume {
namespace {

/// A set of warming potentials, and the category that sums by it.
using Sums = std::vector<std::pair<std::string, std::uint32_t>>;

/// Where the warming potentials of one study go.
struct Targets {
  Sums sums;  ///< the main set first
  /// the main set once more, its uncertainty drawn; none where the main one is
  std::uint32_t uncertain = no_index;
};

Targets add_targets(const StudyInventory& inventory, InventoryParts& parts) {
  Targets targets;
  targets.sums.emplace_back(inventory.gwp, parts.builder().find_category("ghg"));
  for (const std::string& set : inventory.compare_gwp)
    targets.sums.emplace_back(set, parts.category({"ghg " + set, "other gwp", {}, set},
                                                  "greenhouse gases, " + set, "t CO2e"));
  if (!inventory.gwp_uncertainty)
    targets.uncertain = parts.category({"ghg, GWP uncertain", "gwp uncertainty", {}, inventory.gwp},
                                       "greenhouse gases, uncertainty of GWP included", "t CO2e");
  return targets;
}

void add_biogenic(const EmittedGas& gas, InventoryParts& parts) {
  const std::uint32_t category = parts.category({"biogenic CO2", "biogenic", gas.name.text(), {}},
                                                "biogenic CO2, outside the sum", "t CO2");
  parts.add_number(Matrix::characterisation, parts.gas_flow(gas), category, 1.0, 1e-3, {}, 0, 1);
}

void add_gas(const EmittedGas& gas, const StudyInventory& inventory, const FactorLibrary& library,
             const Targets& targets, InventoryParts& parts) {
  const std::uint32_t flow = parts.gas_flow(gas);
  const std::string& name = gas.name.name;
  const std::uint32_t own =
      parts.category({"gas " + name, "gas", name, inventory.gwp}, name, "t CO2e");
  for (const auto& [set, category] : targets.sums) {
    double value = 1.0;
    Uncertainty uncertainty;
    std::string id;
    double kg_per_unit = 1.0;
    if (!gas.counts_one()) {
      const GwpChoice gwp = find_gwp(library, gas.name, set, inventory.gwp);
      if (gwp.row == nullptr) {
        parts.findings().add(
            "E0727", set == inventory.gwp ? inventory.gwp_place : inventory.place,
            fmt::format("there is no GWP of '{}' in {}", gas.name.text(), set),
            "add a row of category GWP for this gas to a factor table of the study");
        continue;
      }
      value = gwp.row->value;
      kg_per_unit = gwp.row->emission.factor / gwp.row->activity.factor;
      uncertainty = gwp.row->uncertainty;
      // No greenhouse gas cools: the tail of a normal below 0 (that of N2O has 0.03 %) is cut off.
      if (uncertainty.kind == DistributionKind::normal && value > 0.0) uncertainty.minimum = 0.0;
      id = gwp.row->id;
      parts.note_gwp(*gwp.row);
    }
    const double to_tonnes = kg_per_unit * 1e-3;
    const std::uint64_t key = stable_key({"inventory GWP", id});
    const Uncertainty drawn = inventory.gwp_uncertainty ? uncertainty : Uncertainty{};
    parts.add_number(Matrix::characterisation, flow, category, value, to_tonnes, drawn, key, 1);
    if (set != inventory.gwp) continue;
    parts.add_number(Matrix::characterisation, flow, own, value, to_tonnes, drawn, key, 1);
    // How much of the gas is in what is CO2e already nobody knows.
    parts.note_gas_gwp("gas " + name, gas.in_co2e ? 0.0 : value * kg_per_unit);
    if (targets.uncertain != no_index)
      parts.add_number(Matrix::characterisation, flow, targets.uncertain, value, to_tonnes,
                       uncertainty, key, 1);
  }
}

/// Lines that point at processes of an LCA model count with one of its categories, in kg CO2e.
void add_model_category(const StudyInventory& inventory, const Sums& sums, InventoryParts& parts) {
  const Model& model = parts.model();
  std::uint32_t from = no_index;
  for (std::uint32_t k = 0; k < model.categories.size(); ++k) {
    if (model.categories[k].id == inventory.model_category ||
        model.categories[k].name == inventory.model_category)
      from = k;
  }
  if (inventory.model_category.empty() || from == no_index) {
    parts.findings().add(
        "E0728", inventory.model_category_place,
        fmt::format("lines use processes of a model, but its category '{}' does not exist",
                    inventory.model_category),
        "name the category that holds kg CO2e as inventory.model_category");
    return;
  }
  const std::size_t count = model.exchanges.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (model.exchanges[i].matrix != Matrix::characterisation || model.exchanges[i].column != from)
      continue;
    for (const auto& sum : sums) parts.add_copy(i, sum.second, 1e-3);
  }
}

}  // namespace

void add_sum_category(const StudyInventory& inventory, InventoryParts& parts) {
  parts.category({"ghg", "total", {}, inventory.gwp}, "greenhouse gases", "t CO2e");
}

void characterise(const StudyInventory& inventory, const FactorLibrary& library,
                  std::uint32_t credit_flow, UsesModel uses_model, InventoryParts& parts) {
  const Targets targets = add_targets(inventory, parts);
  const std::set<EmittedGas> gases = parts.gases();
  for (const EmittedGas& gas : gases) {
    if (gas.name.is_outside_the_sum())
      add_biogenic(gas, parts);
    else
      add_gas(gas, inventory, library, targets, parts);
  }
  Sums sums = targets.sums;
  if (targets.uncertain != no_index) sums.emplace_back(inventory.gwp, targets.uncertain);
  if (credit_flow != no_index) {
    for (const auto& sum : sums)
      parts.add_number(Matrix::characterisation, credit_flow, sum.second, 1.0, 1e-3, {}, 0, -1);
  }
  if (uses_model == UsesModel::yes) add_model_category(inventory, sums, parts);
}

}  // namespace plume
