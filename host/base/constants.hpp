// SPDX-License-Identifier: Apache-2.0
// Numbers that many rooms name.
#pragma once

#include <limits>

namespace plume {

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();
/// the 0.975 quantile of the standard normal distribution: 95 % lie within ± z95
inline constexpr double z95 = 1.959963984540054;

}  // namespace plume
