// SPDX-License-Identifier: Apache-2.0
// Distributions that cannot be drawn, and those that can but look wrong. Files in use hold thousands of both (a spread of 0,
// a triangle written backwards), so each kind of fault is one finding with its count and a few examples.
#pragma once

#include <cstdint>

#include "host/base/finding.hpp"
#include "host/model/model.hpp"
#include "host/model/uncertainty.hpp"

namespace plume {

/// Why a distribution cannot be drawn.
enum class DistributionFault : std::uint8_t {
  none,
  scale,                ///< lognormal, normal: not given, not above 0, or infinite
  loc,                  ///< lognormal, normal: not given or infinite
  bounds_missing,       ///< uniform, triangular: a bound not given or infinite
  bounds_reversed,      ///< uniform, triangular: minimum not below maximum
  mode,                 ///< triangular: loc not given or outside the bounds
  truncation_reversed,  ///< lognormal, normal: minimum not below maximum
  truncation_empty,     ///< lognormal, normal: less than 1e-12 of the distribution lies between the bounds
  not_offered,          ///< a kind that this version does not draw
  unknown,              ///< no kind at all
};

[[nodiscard]] DistributionFault fault_of(const Uncertainty& uncertainty);

/// The share of a lognormal or normal between its bounds, accurate far in the tails. Needs finite loc and scale > 0.
///     normal      Φ((max − μ)/σ) − Φ((min − μ)/σ)
///     lognormal   the same with ln of the bounds; mirrored first where `negative`
[[nodiscard]] double mass_inside(const Uncertainty& uncertainty);

/// Replaces what cannot be drawn by the static amount (W0411 to W0419) and warns of what looks wrong (W0420 to W0423).
void check_distributions(Model& model, Findings& findings);

}  // namespace plume
