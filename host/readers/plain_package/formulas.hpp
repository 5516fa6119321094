// SPDX-License-Identifier: Apache-2.0
// Parameters and formulas of a package, as texts. What they come to is for the reader of the format
// and for linking: this room knows tables.
//
//     parameters.csv   name, amount, unit, formula, process, id and the uncertainty columns
//     formula          a column of processes.csv, exchanges.csv and factors.csv; beside it the
//                      amount may be left out
//
// Findings: E0457, E0458, E0459.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/finding.hpp"
#include "host/model/uncertainty.hpp"
#include "host/tables/table.hpp"

namespace plume {

class PackageContext;

struct PackageParameter {
  std::string name;
  std::string process;  ///< id of the process that alone sees it; empty: all of the package
  std::string formula;  ///< empty: `amount`
  std::string unit;     ///< empty: not said
  std::string id;       ///< by which its draws are known; empty: its process and name
  double amount = 0.0;
  Uncertainty uncertainty = {};
  Place place = {};
};

struct PackageFormula {
  std::uint32_t exchange = 0;  ///< index into Model::exchanges
  std::string text;
  bool has_amount = false;  ///< the table gives one, too
  bool is_factor = false;
  Place place = {};
};

struct PackageFormulas {
  std::vector<PackageParameter> parameters;
  std::vector<PackageFormula> formulas;
};

/// The column `formula` of a table of numbers.
class FormulaColumn {
 public:
  FormulaColumn(const Table& table, std::size_t amount_column)
      : formula_(table.column("formula")), amount_(amount_column) {}

  [[nodiscard]] bool is_given(const Table& table) const { return !table.text(formula_).empty(); }

  /// The amount of the row, which must be there where no formula is; NaN where a formula stands
  /// alone.
  [[nodiscard]] std::optional<double> amount(Table& table) const;

  /// Keeps the formula of an exchange that was added with such an amount.
  void note(Table& table, std::size_t exchange, PackageContext& context) const;

 private:
  std::size_t formula_, amount_;
};

void read_parameters(std::string_view text, const std::string& file,
                     const std::string& display_folder, PackageContext& context);

}  // namespace plume
