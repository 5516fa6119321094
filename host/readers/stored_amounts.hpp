// SPDX-License-Identifier: Apache-2.0
// Formulas beside stored numbers: the stored ones stand, and this says which of them are not what
// their formulas give (W0695), and which formulas cannot be worked out (W0696). Names are the
// parameters and named exchanges of the process, then the parameters of the package.
//
//     StoredAmounts check(data, formula_dialect(FormulaLanguage::openlca), findings);
//     check.add_global(parameter);
//     check.compare(process, "db.zip/processes/1.json");
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "host/base/finding.hpp"
#include "host/formula/parameter_scope.hpp"
#include "host/link/inventory_data.hpp"

namespace plume {

class StoredAmounts {
 public:
  /// of the stored number, between it and the value of its formula
  static constexpr double tolerance = 1e-6;

  StoredAmounts(const InventoryData& data, const FormulaDialect& dialect, Findings& findings);

  void add_global(const RawParameter& parameter);

  /// The formulas of parameters and exchanges of a process; `file` is where it stands. How many
  /// were worked out.
  std::size_t compare(const RawProcess& process, const std::string& file);

 private:
  bool compare_one(ParameterScope& scope, std::string_view formula, double stored,
                   const std::string& what, const Place& place);

  const InventoryData& data_;
  FormulaDialect dialect_;
  Findings& findings_;
  ParameterScope globals_;
  std::string_view stands_;  ///< what becomes of the amounts, in words
};

/// Whether the formula of one number can be worked out; tells where it cannot (W0696), or gives
/// another value (W0695). `stands`: what becomes of the number.
bool compare_with_formula(ParameterScope& scope, std::string_view formula, double stored,
                          const std::string& what, std::string_view stands, const Place& place,
                          Findings& findings);

}  // namespace plume
