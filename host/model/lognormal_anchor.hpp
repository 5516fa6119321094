// SPDX-License-Identifier: Apache-2.0
// Which point of a lognormal its static amount is: the median, or the mean. Settled once, in the
// model itself, before anything is compiled: a lognormal anchored at its mean gets μ − σ²/2 for μ.
// What its source gives as a median stays.
#pragma once

#include <cstdint>

#include "host/model/model.hpp"

namespace plume {

/// How far means lie from medians: what shifts the mean of a score against its static value.
struct LognormalShift {
  std::uint64_t lognormals = 0;  ///< exchanges with a lognormal
  std::uint64_t at_mean = 0;     ///< those whose static amount is the mean
  /// of all of them: e^(σ²/2), or the ratio within its bounds
  double largest_mean_to_median = 1.0;
};

/// `study_mean`: the anchor of sources without one of their own. Call once, after validate().
LognormalShift anchor_lognormals(Model& model, bool study_mean);

}  // namespace plume
