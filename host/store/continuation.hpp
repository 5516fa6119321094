// SPDX-License-Identifier: Apache-2.0
// Whether a finished result may be continued: its iterations and the new ones must be those of one
// run.
//
// A draw is a function of (seed, exchange, iteration), so they are where the program, the study,
// its overrides, the models, the seed and the design are the same. What changes no number (how many
// iterations, when to stop, where the result goes, how many failures are allowed) may differ.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/base/finding.hpp"
#include "host/store/result.hpp"

namespace plume {

/// The overrides ("KEY=VALUE") that continue a result made with `earlier` up to `iterations`: those
/// of the result where `given` is empty, else `given`; without sampling.iterations, then with it.
[[nodiscard]] std::vector<std::string> continued_overrides(const std::vector<std::string>& earlier,
                                                           const std::vector<std::string>& given,
                                                           std::uint64_t iterations);

/// What is to be done with iterations that are there: adding to a result, going on from parts,
/// making one result of parts.
enum class Continuation { extend, resume, merge };

/// One finding (E0601, E0603, E0604) for everything that forbids to continue what is in `file`,
/// naming both sides.
void check_continuation(const ResultHeader& earlier, const ResultHeader& now,
                        const std::string& file, Findings& findings,
                        Continuation kind = Continuation::extend);

/// SHA-256 over all that makes the numbers of a run: program, study, overrides that matter, models,
/// seed, design.
[[nodiscard]] std::string run_digest(const ResultHeader& header);

/// Overrides of the stop rule, in order.
[[nodiscard]] std::vector<std::string> stop_overrides(const std::vector<std::string>& overrides);

/// The header of the whole: that of `now` with what is remembered of the first parts.
[[nodiscard]] ResultHeader continued_header(const ResultHeader& earlier,
                                            const ResultTotals& earlier_totals, ResultHeader now);

}  // namespace plume
