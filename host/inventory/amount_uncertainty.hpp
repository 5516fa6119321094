// SPDX-License-Identifier: Apache-2.0
// The uncertainty of an amount in one cell of a table, in the amount's own unit:
//
//     ""                        none known: nothing is drawn
//     "5 %", "±5 %"             half of the 95 % interval: normal up to 30 %, lognormal of the same mean beyond (IPCC 2006, 3.7.3)
//     "meter class 0.5"         the class is the half of the 95 % interval, in percent
//     "(2,2,1,2,1,5)"           pedigree scores: lognormal, the amount is its median
//     "normal(12)" "lognormal(0.1)"     standard deviation; sigma of ln, the amount is the median
//     "uniform(1, 3)" "triangular(1, 2, 3)" "pert(1, 2, 3)" "beta(2, 5)" "bernoulli(0.95)" "constant"
//
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "host/model/uncertainty.hpp"

namespace plume {

/// Nothing where the text cannot be understood; `why` then says so.
[[nodiscard]] std::optional<Uncertainty> parse_amount_uncertainty(std::string_view text, double amount,
                                                                  std::string& why);

/// Ends of the 95 % interval from the static value, percent of |static value|; 0 and 0 for what is not drawn.
struct PercentEnds {
  double lower = 0.0, upper = 0.0;
};
[[nodiscard]] PercentEnds ends95_percent(const Uncertainty& uncertainty, double static_value);

/// Half of the 95 % interval in percent of |static value|; 0 for what is not drawn.
[[nodiscard]] double u95_percent(const Uncertainty& uncertainty, double static_value);

}  // namespace plume
