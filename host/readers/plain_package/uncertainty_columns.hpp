// SPDX-License-Identifier: Apache-2.0
// The uncertainty columns, the same in every table with amounts, and what they say about one amount
// x.
//
//   distribution   spread (one of)                                  centre
//           further
//   lognormal      scale = σ of ln x | gsd = e^σ | gsd2 = e^2σ |    loc = ln(median of |x|),
//           minimum, maximum truncate
//                  cv = √(e^σ² − 1) | mean and sd |                 default ln|x|
//                  low95 and high95 = e^(μ ± 1.96 σ)
//   normal         scale = sd | sd | cv = sd ÷ |mean|               loc = mean, default x
//           minimum, maximum truncate
//   uniform, log_uniform   minimum and maximum
//   triangular     minimum and maximum                              loc = mode, default x
//   beta_pert      minimum and maximum                              loc = mode, default x
//           scale = λ, default 4
//   bernoulli      loc = probability of 1
//   discrete_uniform       minimum, excluded maximum
//   weibull, gamma         shape and scale                          loc = offset, default 0
//           minimum, maximum truncate
//   beta           loc = α and shape = β
//           minimum, maximum, default 0 and 1
//   generalized_extreme_value  scale                                loc, default x
//           shape = ξ, default 0; bounds truncate
//   students_t     shape = degrees of freedom, scale, default 1     loc, default x
//           minimum, maximum truncate
//   empirical, categorical, histogram, mixture   table = id in distributions.csv
//           minimum, maximum truncate
//
// `gsd` and `gsd2` both stand in files of the field under the name "GSD", and cost a factor 2 in σ:
// hence two columns. `pedigree` and `basic_uncertainty` are scores: they give the spread of a
// lognormal or normal that has none (host/model/pedigree.hpp). Findings: E0240–E0249, E0254–E0256.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "host/base/finding.hpp"
#include "host/model/pedigree.hpp"
#include "host/model/uncertainty.hpp"
#include "host/tables/table.hpp"

namespace plume {

/// `columns` followed by the uncertainty columns: what Table takes.
[[nodiscard]] std::vector<Column> with_uncertainty(std::vector<Column> columns);

/// true, yes, 1 and false, no, 0, in any case of letters; false is returned for anything else.
[[nodiscard]] bool parse_truth(std::string_view text, bool& value);

/// Whether the column belongs to distributions of the kind.
[[nodiscard]] bool takes_column(DistributionKind kind, std::string_view column);

class DistributionRows;

class UncertaintyColumns {
 public:
  /// `rows` are those of distributions.csv; null where a cell of `table` is not allowed.
  explicit UncertaintyColumns(const Table& table, DistributionRows* rows = nullptr);

  /// The uncertainty of `amount` in the table's row. Certain, with findings, where the cells cannot
  /// be used. An amount of NaN is none: the centre must then be given.
  [[nodiscard]] Uncertainty read(Table& table, double amount, Findings& findings) const;
  /// The pedigree scores of the table's row, if it has any.
  [[nodiscard]] std::optional<PedigreeScores> read_scores(Table& table, Findings& findings) const;

 private:
  struct Cells;
  [[nodiscard]] bool read_spread(Table& table, const Cells& cells, double amount,
                                 Uncertainty& uncertainty, Findings& findings) const;
  [[nodiscard]] bool read_lognormal(Table& table, const Cells& cells, double amount,
                                    Uncertainty& uncertainty, Findings& findings) const;
  [[nodiscard]] bool read_centre(Table& table, const Cells& cells, double amount,
                                 Uncertainty& uncertainty, Findings& findings) const;
  [[nodiscard]] bool check_used(const Table& table, DistributionKind kind,
                                Findings& findings) const;

  [[nodiscard]] std::vector<std::size_t> parameter_columns() const;

  DistributionRows* rows_;
  std::size_t distribution_, loc_, scale_, shape_, minimum_, maximum_, negative_, gsd_, gsd2_, sd_,
      cv_;
  std::size_t mean_, low95_, high95_, table_, pedigree_, basic_uncertainty_;
  bool any_;
};

}  // namespace plume
