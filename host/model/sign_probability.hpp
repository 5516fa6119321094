// SPDX-License-Identifier: Apache-2.0
// How often a drawn amount has another sign than the static one: an emission becomes an uptake, an
// input a product. A normal of mean 1 and standard deviation 1 is below 0 in 16 % of the draws:
//
//     P(X < 0) = F(0),  F by bisection of the quantile function
//
//     probability_of_other_sign(normal, 1.0)  →  0.1587
#pragma once

#include "host/model/uncertainty.hpp"

namespace plume {

/// 0 where the distribution has one sign, or the amount is 0.
[[nodiscard]] double probability_of_other_sign(const Uncertainty& uncertainty, double amount);

}  // namespace plume
