// SPDX-License-Identifier: Apache-2.0
// The drivers of every score with their names: contributions of processes to the static score
// (Heijungs & Suh 2002, section 8.2: the direct contribution (CB)_j s_j), and first-order shares of
// the variance (first_order.hpp).
#pragma once

#include <cstddef>
#include <vector>

#include "host/analysis/first_order.hpp"
#include "host/analysis/score_drivers.hpp"
#include "host/model/model.hpp"

namespace plume {

inline constexpr std::size_t most_driven_outputs =
    240;  ///< results with more outputs have no drivers: their report could not show them
inline constexpr std::size_t most_named_parameters = 10;

/// Of each output, [demand][category]; `analysis` may be null, and need not know a variance.
[[nodiscard]] std::vector<ScoreDrivers> find_drivers(const Model& model,
                                                     const std::vector<std::uint32_t>& categories,
                                                     const Problem& problem,
                                                     const FirstOrder* analysis);

}  // namespace plume
