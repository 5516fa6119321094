// SPDX-License-Identifier: Apache-2.0
// openLCA's uncertainty object: LOG_NORMAL_DISTRIBUTION {geomMean, geomSd} with σ = ln geomSd,
// NORMAL_DISTRIBUTION {mean, sd}, TRIANGLE_DISTRIBUTION {minimum, mode, maximum},
// UNIFORM_DISTRIBUTION {minimum, maximum}. What cannot be drawn has a fault that names the key: US
// LCI carries geomSd = 0 4,811 times.
#pragma once

#include <optional>

#include "host/readers/json.hpp"

namespace plume {

/// Nothing where the object says that there is none. Counts keys that are not read.
[[nodiscard]] std::optional<RawUncertainty> openlca_uncertainty(const Json& object, TextPool& texts,
                                                                Tally& ignored);

/// Whether geomSd is the squared geometric standard deviation that the exchange's own scores
/// (dqEntry) and basic uncertainty give: openLCA's pedigree table wrote it so until 2026. Its draws
/// are then twice as wide in ln x as the scores say.
[[nodiscard]] bool is_squared_spread(const Json& exchange, const RawUncertainty& uncertainty);

}  // namespace plume
