// SPDX-License-Identifier: Apache-2.0
// Whether a finished result may be continued: its iterations and the new ones must be those of one run.
//
// A draw is a function of (seed, exchange, iteration), so they are where the program, the study, its overrides, the models,
// the seed and the design are the same. What changes no number (how many iterations, when to stop, where the result goes,
// how many failures are allowed) may differ.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/base/finding.hpp"
#include "host/store/result.hpp"

namespace plume {

/// The overrides ("KEY=VALUE") that continue a result made with `earlier` up to `iterations`: those of the result where
/// `given` is empty, else `given`; without sampling.iterations, then with it.
[[nodiscard]] std::vector<std::string> continued_overrides(const std::vector<std::string>& earlier,
                                                           const std::vector<std::string>& given,
                                                           std::uint64_t iterations);

/// One finding (E0601) for everything that forbids to continue the result `file`, naming both sides.
void check_continuation(const ResultHeader& earlier, const ResultHeader& now, const std::string& file,
                        Findings& findings);

/// The header of the whole: that of `now` with what is remembered of the first parts.
[[nodiscard]] ResultHeader continued_header(const ResultHeader& earlier, const ResultTotals& earlier_totals,
                                            ResultHeader now);

}  // namespace plume
