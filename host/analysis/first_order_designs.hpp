// SPDX-License-Identifier: Apache-2.0
// What sampling makes of the first-order analysis: which numbers become dimensions of a Sobol
// sequence, which stay at their means, and the linear model of every score that serves as control
// variate. docs/designs.md describes all three.
//
//     Problem problem = compile(…, {.moments = true, …}, findings);
//     const FirstOrder analysis(problem, {});
//     // before use_sobol: both read the draws as the analysis saw them
//     add_control(problem, analysis);
//     use_sobol(problem, analysis, 64);
#pragma once

#include <cstdint>

#include "host/analysis/first_order.hpp"
#include "host/compile/compile.hpp"
#include "host/compile/problem.hpp"

namespace plume {

struct SobolUse {
  std::uint32_t dimensions = 0;  ///< fewer than asked for where fewer parameters have any influence
  /// of the first-order variance that they carry; of the output where it is least
  double share = 0.0;
};

/// Makes the parameters with the largest first-order shares, summed over all outputs, dimensions of
/// a Sobol sequence: wide draws whose words come from it, in the problem's tables and in its
/// control. The analysis must be of this problem, unchanged but for its control.
SobolUse use_sobol(Problem& problem, const FirstOrder& analysis, std::uint32_t dimensions);

/// L = Σ w (value − mean) of each output over the parameters of its `top`.
void add_control(Problem& problem, const FirstOrder& analysis);

/// The exchanges of parameters that may stay at their means.
[[nodiscard]] FrozenExchanges frozen_exchanges(const FirstOrder& analysis,
                                               const FirstOrder::Negligible& negligible,
                                               std::size_t num_exchanges);

}  // namespace plume
