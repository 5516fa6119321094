// SPDX-License-Identifier: Apache-2.0
// The parts that an inventory's model is put together from: processes, numbers at places of its
// matrices, gases, categories, demands.
//
//     InventoryParts parts(model, findings);
//     const std::uint32_t root = parts.add_process("inventory/1", "boiler");
//     // a number of a table, drawn wherever it stands with its one key
//     parts.add_use(root, root_of_use, amount);
//     const InventoryModel made = parts.finish();
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "host/inventory/factor_library.hpp"
#include "host/inventory/gwp.hpp"
#include "host/inventory/inventory_model.hpp"
#include "host/inventory/inventory_rows.hpp"
#include "host/model/builder.hpp"

namespace plume {

class InventoryParts {
 public:
  InventoryParts(Model& model, Findings& findings)
      : model_(model), builder_(model), findings_(findings) {}

  /// A process that makes one unit of its product; returns the product.
  std::uint32_t add_process(const std::string& id, const std::string& name);
  /// One more number at a place of the model; copies of a number share its draw. A key of 0 draws
  /// for itself. Its formula is that of `from`, or `formula`.
  void add_number(Matrix matrix, std::uint32_t row, std::uint32_t column, double amount,
                  double factor, const Uncertainty& uncertainty, std::uint64_t key,
                  std::int8_t sign, const InventoryNumber* from = nullptr,
                  const FormulaValue* formula = nullptr);
  void add_use(std::uint32_t of, std::uint32_t by, const InventoryNumber& number,
               std::int8_t sign = -1);
  /// Copies an exchange into another column, its factor multiplied.
  void add_copy(std::size_t exchange, std::uint32_t column, double factor);

  std::uint32_t flow(const std::string& id, const std::string& name, const std::string& unit);
  std::uint32_t gas_flow(const EmittedGas& gas);
  [[nodiscard]] const std::set<EmittedGas>& gases() const { return gases_; }
  std::uint32_t category(const InventoryRecord::Category& record, const std::string& name,
                         const std::string& unit);

  /// Writes the factor into the record, once. N0726 where nothing is drawn for it.
  void note_factor(const EmissionFactor& factor);
  /// The same for a warming potential, which needs no note.
  void note_gwp(const EmissionFactor& gwp);

  /// The warming potential of a gas that is a category of the result; 0 from the second different
  /// one on.
  void note_gas_gwp(const std::string& category_id, double gwp);

  /// `name`, or with what is left of `more` that makes it the only one.
  std::string unique_demand(std::string name, const std::vector<std::string>& more);
  /// A sum of products that is a total of the record; nothing where it has no entry.
  void add_total(const std::string& name, const std::string& kind,
                 const std::vector<DemandVector::Entry>& entries, const std::string& category = {});

  [[nodiscard]] const ModelBuilder& builder() const { return builder_; }
  [[nodiscard]] Model& model() { return model_; }
  [[nodiscard]] Findings& findings() { return findings_; }
  [[nodiscard]] InventoryModel& made() { return made_; }
  /// Writes down which numbers share a draw.
  [[nodiscard]] InventoryModel finish();

 private:
  void write_down(const EmissionFactor& factor);

  Model& model_;
  ModelBuilder builder_;
  Findings& findings_;
  InventoryModel made_;
  std::set<EmittedGas> gases_;
  std::set<std::string> demand_names_, noted_, gwp_noted_;
  std::vector<std::pair<std::uint32_t, std::uint64_t>> shared_;  ///< exchange, key
};

}  // namespace plume
