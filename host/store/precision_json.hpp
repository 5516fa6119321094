// SPDX-License-Identifier: Apache-2.0
// What the rules of [stop] reached as one JSON text, the root attribute `precision` of a result
// file, and back.
//
//     [{"rule": "quantile_half_width", "wanted": 0.02, "reached": 0.0187, "demand": 0,
//         "category": 3, "level": 0.95,
//       "scale": "relative"}]
//
// demand and category (and other_demand of a comparison) are positions in the file's variables of
// these names: the output that is farthest from what was wanted. What is not known is null.
#pragma once

#include <string>
#include <vector>

#include "host/plan/precision.hpp"

namespace plume {

[[nodiscard]] std::string precision_to_json(const std::vector<AchievedPrecision>& achieved);

/// Throws std::runtime_error with the reason where the text is no such list. Rules unknown to this
/// version are left out.
[[nodiscard]] std::vector<AchievedPrecision> precision_from_json(const std::string& json);

}  // namespace plume
