// SPDX-License-Identifier: Apache-2.0
// The 95 % spread by which EcoSpold 1, ILCD and SimaPro give a distribution: the square of the geometric standard deviation of a lognormal,
// twice the standard deviation of a normal.
#pragma once

#include "host/model/uncertainty.hpp"

namespace plume {

/// Of median |amount|, with its sign. False where the spread is no finite number above 1.
[[nodiscard]] bool set_lognormal_by_spread95(double amount, double spread, Uncertainty& u);
/// Of mean `amount`. False where the spread is no finite number above 0.
[[nodiscard]] bool set_normal_by_spread95(double amount, double spread, Uncertainty& u);

}  // namespace plume
