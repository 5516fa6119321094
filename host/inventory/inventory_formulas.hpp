// SPDX-License-Identifier: Apache-2.0
// Parameters of an inventory, and formulas in the cells of its other tables.
//
//     parameters.csv                          activities.csv
//     name,amount,unit,uncertainty            source,scope,amount,unit,factor
//     trips,220,,5 %                          deliveries,1,trips * distance * use,L,diesel
//     distance,35,km,"uniform(30, 40)"
//     use,0.31,L/km,
//
// A cell that is no number, and reads as a formula that names something, is one: where the study
// names a table of parameters. Formulas are written as in plain packages (openLCA's: '^', ';'
// between arguments, no difference of case). Parameters are parameters of the model: drawn in each
// iteration, for all that names them. One of the unit '%' is a number of hundredths.
//
//     InventoryFormulas formulas(inventory, model, findings);
//     formulas.read(table);  …  formulas.check();             // every parameter is known now
//     if (formulas.is_formula(cell)) number.amount = formulas.work_out(cell, place, "amount",
//         named_unit("t*km"), number.formula);
//
// Findings: E0451 `set` names no parameter, E0460 a formula without a value, E0461 a name that is
// given twice or none, E0462 an uncertainty beside a parameter's formula, N0464 a parameter that
// nothing names, W0466 units that do not fit.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/finding.hpp"
#include "host/formula/formula_scope.hpp"
#include "host/inventory/formula_value.hpp"
#include "host/inventory/inventory_rows.hpp"
#include "host/model/builder.hpp"
#include "host/study/study_inventory.hpp"
#include "host/tables/table.hpp"

namespace plume {

class InventoryTable;

[[nodiscard]] std::vector<Column> parameter_columns();

class InventoryFormulas {
 public:
  InventoryFormulas(const StudyInventory& inventory, Model& model, Findings& findings);
  InventoryFormulas(const InventoryFormulas&) = delete;
  InventoryFormulas& operator=(const InventoryFormulas&) = delete;

  void read(const InventoryTable& table);
  void check();

  [[nodiscard]] bool is_formula(std::string_view cell) const;
  /// Its static value; 0 with a finding where it has none.
  /// W0466 where it gives another unit than `unit`, or mixes some.
  double work_out(std::string_view formula, const Place& place, std::string_view what,
                  const std::optional<FormulaUnit>& unit, FormulaValue& into);
  /// To be called when all tables are read.
  void note_unused() const;

 private:
  struct Given {
    std::string name;
    Place place;
    InventoryNumber number;
    std::string formula;
    std::string unit;
    std::uint32_t parameter = no_index;  ///< of the model, once a formula asked for it
    bool is_used = false;
  };
  void add(Given given);
  FormulaNode number_of(std::uint32_t index);
  [[nodiscard]] std::optional<FormulaNode> compile(std::string_view formula, std::string& why);
  void extend_values();
  void tell(std::string_view formula, const Place& place, std::string_view what,
            const std::string& why);
  [[nodiscard]] std::vector<std::string> names() const;
  /// What the node's value depends on, and how.
  void fill(FormulaNode node, FormulaValue& into) const;

  const StudyInventory& inventory_;
  Model& model_;
  Findings& findings_;
  /// takes up a model that may be large: where there are parameters
  std::optional<ModelBuilder> builder_;
  FormulaDialect dialect_;
  FormulaScope scope_;
  std::vector<Given> given_;
  std::map<std::string, std::uint32_t> by_key_;
  /// number of a parameter → index into given_
  std::map<std::uint32_t, std::uint32_t> by_parameter_;
  std::vector<double> values_;  ///< of nodes, at the static parameters
};

}  // namespace plume
