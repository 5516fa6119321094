// SPDX-License-Identifier: Apache-2.0
// The uncertainty columns, the same in every table with amounts, and what they say about one amount x.
//
//   distribution   spread (one of)                                  centre                     further
//   lognormal      scale = σ of ln x | gsd = e^σ | gsd2 = e^2σ |    loc = ln(median of |x|),   minimum, maximum truncate
//                  cv = √(e^σ² − 1)                                 default ln|x|
//   normal         scale = sd | sd | cv = sd ÷ |mean|               loc = mean, default x      minimum, maximum truncate
//   uniform        minimum and maximum
//   triangular     minimum and maximum                              loc = mode, default x
//   others         as stats_arrays has them: loc, scale, shape, minimum, maximum, negative
//
// `gsd` and `gsd2` both stand in files of the field under the name "GSD", and cost a factor 2 in σ: hence two columns.
// Findings: E0240–E0248.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "host/base/finding.hpp"
#include "host/input/package/table.hpp"
#include "host/model/uncertainty.hpp"

namespace plume {

/// `columns` followed by the uncertainty columns: what Table takes.
[[nodiscard]] std::vector<Column> with_uncertainty(std::vector<Column> columns);

class UncertaintyColumns {
 public:
  explicit UncertaintyColumns(const Table& table);

  /// The uncertainty of `amount` in the table's row. Certain, with findings, where the cells cannot be used.
  [[nodiscard]] Uncertainty read(Table& table, double amount, Findings& findings) const;

 private:
  struct Cells;
  [[nodiscard]] bool read_spread(Table& table, const Cells& cells, double amount, Uncertainty& uncertainty,
                                 Findings& findings) const;
  [[nodiscard]] bool check_used(const Table& table, DistributionKind kind, Findings& findings) const;

  std::size_t distribution_, loc_, scale_, shape_, minimum_, maximum_, negative_, gsd_, gsd2_, sd_, cv_;
  bool any_;
};

}  // namespace plume
