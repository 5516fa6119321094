// SPDX-License-Identifier: Apache-2.0
// Distributions that cannot be drawn, and those that can but look wrong. Files in use hold
// thousands of both (a spread of 0, a triangle written backwards), so each kind of fault is one
// finding with its count and a few examples.
#pragma once

#include <cstdint>

#include "host/base/finding.hpp"
#include "host/model/model.hpp"
#include "host/model/uncertainty.hpp"

namespace plume {

/// Why a distribution cannot be drawn.
enum class DistributionFault : std::uint8_t {
  none,
  scale,                ///< not given where it must be, not above 0, or infinite
  loc,                  ///< not given where it must be, or infinite
  bounds_missing,       ///< a bound that is a parameter not given or infinite
  bounds_reversed,      ///< minimum not below maximum
  mode,                 ///< triangular, beta_pert: loc not given or outside the bounds
  truncation_reversed,  ///< the bounds that truncate: minimum not below maximum
  truncation_empty,     ///< less than 1e-12 of the distribution lies between the bounds
  shape,                ///< a shape parameter outside of what can be drawn
  probability,          ///< bernoulli: loc not in [0, 1]
  whole_numbers,  ///< discrete_uniform: no whole number between the bounds, or more than 2³²
  sign,           ///< log_uniform: bounds not of one sign
  /// the rows of its table: none, a value or weight that cannot be, or no weight above 0
  rows,
  component,  ///< mixture: a component that cannot be drawn
  unknown,    ///< no kind at all
};

[[nodiscard]] DistributionFault fault_of(const Uncertainty& uncertainty);

/// The share of a distribution between its bounds, accurate far in the tails. Every parameter must
/// be possible.
///     normal      Φ((max − μ)/σ) − Φ((min − μ)/σ)
///     lognormal   the same with ln of the bounds; mirrored first where `negative`
[[nodiscard]] double mass_inside(const Uncertainty& uncertainty);

/// Replaces what cannot be drawn by the static amount (W0411 to W0419, W0424 to W0429) and warns of
/// what looks wrong (W0420 to W0423).
void check_distributions(Model& model, Findings& findings);

/// For those who look at a model, not for each run: spreads that are drawn as they stand and are
/// seldom meant (N0296).
void check_spreads(const Model& model, Findings& findings);

}  // namespace plume
