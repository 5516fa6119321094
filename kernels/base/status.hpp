// SPDX-License-Identifier: Apache-2.0
// What became of an iteration. Stored with every sample, counted in every report, never dropped.
#pragma once

#include <cstdint>

namespace plume {

enum class IterationStatus : std::uint8_t {
  ok = 0,      ///< solved by the lane solver within the tolerance
  direct = 1,  ///< the lane solver did not converge; solved by sparse LU in fp64
  /// solved, but significant supplies have the opposite sign of the static solution (feedback ≥ 1)
  infeasible = 2,
  singular = 3,    ///< this realisation's technosphere has no unique solution; no score
  non_finite = 4,  ///< solved, but a score is not a finite number; no score
};
inline constexpr int num_iteration_statuses = 5;

/// Whether the iteration has a score that statistics use.
[[nodiscard]] constexpr bool has_score(IterationStatus status) {
  return status <= IterationStatus::infeasible;
}

/// Name in files and reports.
[[nodiscard]] constexpr const char* name_of(IterationStatus status) {
  constexpr const char* names[num_iteration_statuses] = {"ok", "direct", "infeasible", "singular",
                                                         "non_finite"};
  return names[static_cast<int>(status)];
}

}  // namespace plume
