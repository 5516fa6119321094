// SPDX-License-Identifier: Apache-2.0
// The distribution of a factor, from the cells of its row.
//
//     distribution          p1, p2, p3
//             centre that agrees with the value, to one percent
//     lognormal             ln of the median, σ of ln                    the median
//     normal                mean, standard deviation                     the mean
//     uniform               minimum, maximum                             the middle
//     triangular            minimum, mode, maximum                       the mode or the mean
//     two-piece lognormal   none: lower95 and upper95 are its parameters the median
//     constant              none
//
// A two-piece lognormal is what a table of a default and two ends says: half of the draws lie below
// the value m, as a lognormal of σ₁ = ln(m / lower95) / 1.96 has them, half above, with σ₂ =
// ln(upper95 / m) / 1.96. Its quantiles of 2.5, 50 and 97.5 % are the three numbers of the table.
// It is drawn as a mixture of two truncated lognormals.
//
// Where the column is empty, lower95 and upper95 make one: symmetric and up to 30 % a normal,
// symmetric in logarithms a lognormal, else a two-piece lognormal. Where these are empty too,
// pedigree scores make a lognormal (ecoinvent 3).
//
//     FactorCells cells;
//     cells.value = 1000; cells.lower95 = 800; cells.upper95 = 1250;
//     // lognormal(ln 1000, 0.1139)
//     const FactorDistribution made = factor_distribution(cells);
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "host/model/uncertainty.hpp"

namespace plume {

struct FactorCells {
  double value = 0.0;
  std::string distribution, pedigree;
  std::optional<double> p1, p2, p3, lower95, upper95;
};

struct FactorDistribution {
  struct Fault {
    const char* code;  ///< E0707 or E0708
    const char* column;
    std::string problem, hint;
  };
  Uncertainty drawn;          ///< undefined: none published
  std::vector<Fault> faults;  ///< then nothing is drawn
  std::string remark;         ///< what was given and is not drawn
  const char* remark_column = "lower95";
};
[[nodiscard]] FactorDistribution factor_distribution(const FactorCells& cells);

[[nodiscard]] Uncertainty two_piece_lognormal(double value, double lower95, double upper95);

/// Ends of the 95 % interval that is drawn; the value twice where nothing is.
struct Interval95 {
  double lower, upper;
};
[[nodiscard]] Interval95 interval95(const Uncertainty& drawn, double value);

}  // namespace plume
