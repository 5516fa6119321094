// SPDX-License-Identifier: Apache-2.0
// Whether 32-bit numbers hold what is drawn. An fp32 number has 24 bits and reaches from 2⁻¹²⁶ to
// 2¹²⁸; a gamma variate of shape 0.01 is below that in a third of the draws, and between 10⁶ and
// 10⁶ + 0.1 there is one number. A distribution keeps its form in fp32 if
//
//     2⁻¹²⁰ ≤ |q(p)| ≤ 2¹²⁰                      at every probability looked at (an atom at 0 stays
//                                                one)
//     |q(¾) − q(¼)| ≥ 2⁻¹⁴ max(|q(¼)|, |q(¾)|)    so that the middle half of the draws has 1,024
//                                                 numbers to fall on, or all of it
//
// with q the quantile function times every factor, the powers of two of rows and columns included.
// What does not is computed in double:
//
//     // "varies by 4.8e-08 of its size only"
//     if (std::optional<std::string> why = beyond_single(distribution, factor)) …
#pragma once

#include <optional>
#include <span>
#include <string>

#include "host/model/distribution.hpp"

namespace plume {

/// Why fp32 does not hold factor · draw; nothing where it does.
[[nodiscard]] std::optional<std::string> beyond_single(const Distribution& distribution,
                                                       double factor);

/// The same of presampled values; NaN among them are none.
[[nodiscard]] std::optional<std::string> beyond_single(std::span<const double> values,
                                                       double factor);

}  // namespace plume
