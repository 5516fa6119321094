// SPDX-License-Identifier: Apache-2.0
// The uncertainty of an amount in one cell of a table, in the amount's own unit:
//
//     "", "n/a", "none", "-"    none known: nothing is drawn, or the default of the study
//     "constant", "exact", "0 %"        certain: nothing is drawn
//     "5 %", "±5 %", "+/- 5 %", "5 percent", "5,5 %", "5 % (95% CI)"
//                               half of the 95 % interval as error propagation takes it (IPCC 2006,
//                               volume 1, chapter 3). Drawn are, up to 30 %, a normal of that
//                               interval; beyond, a lognormal of the amount as mean and of the
//                               variance (U/2)² (3.7.3), whose own 95 % interval is not symmetric
//     "meter class 0.5"         the class is the half-width, in percent
//     "(2,2,1,2,1,5)", "2;2;1;2;1;5"    pedigree scores: lognormal, the amount is its median
//     "normal(12)" "lognormal(0.1)"     standard deviation; sigma of ln, the amount is the median
//     "uniform(1, 3)" "triangular(1, 2, 3)" "pert(1, 2, 3)" "beta(2, 5)" "bernoulli(0.95)"
//
// An amount of 0 has no spread, whichever way it is written. The amount lies within what is drawn.
//
//     std::string why;
//     // normal(100, 2.55), written_percent 5
//     const auto read = read_amount_uncertainty("5 %", 100.0, AmountKind::amount, why);
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "host/model/uncertainty.hpp"

namespace plume {

enum class AmountKind : std::uint8_t {
  amount,  ///< 0 of it has no spread
  share,   ///< of credits: a risk of 0 may be drawn from 0 to 0.3
};

struct AmountUncertainty {
  Uncertainty drawn;                      ///< undefined: none known; none: certain
  std::optional<double> written_percent;  ///< the half-width that the cell says
  /// what of the cell is not drawn, or not as the amount has it
  std::string remark;
};

/// Nothing where the text cannot be understood; `why` then says so.
[[nodiscard]] std::optional<AmountUncertainty> read_amount_uncertainty(std::string_view text,
                                                                       double amount,
                                                                       AmountKind kind,
                                                                       std::string& why);

/// Ends of the 95 % interval from the static value, percent of |static value|; 0 and 0 for what is
/// not drawn.
struct PercentEnds {
  double lower = 0.0, upper = 0.0;
};
[[nodiscard]] PercentEnds ends95_percent(const Uncertainty& uncertainty, double static_value);

/// Half of the 95 % interval in percent of |static value|; 0 for what is not drawn.
[[nodiscard]] double u95_percent(const Uncertainty& uncertainty, double static_value);

}  // namespace plume
