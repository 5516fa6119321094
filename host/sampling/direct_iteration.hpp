// SPDX-License-Identifier: Apache-2.0
// One iteration, solved so that every score is known: for lanes that did not converge or could not
// be certified, and as the reference of tests and benchmarks.
//
// Sparse LU in fp64 (very large systems as in SystemSolver), then iterative refinement with
// residuals in 31 digits:
//
//     e ≈ A⁻¹ (f − A s),   s ← s + e
//             until Σ |c b e| ≤ tolerance / 1000 · |h| in every score
//
// Each step must shrink what the correction does to the scores to a quarter: that shows that the
// factors are those of the matrix, and bounds what is left by a third of the last correction. Where
// they do not (a condition number near 10¹⁶), small systems are factored in 31 digits; what cannot
// be solved then is singular as far as can be told. A score that cancels to 2⁻⁹² of its parts is
// zero.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "host/compile/problem.hpp"
#include "host/matrix/system_solver.hpp"
#include "kernels/base/status.hpp"

namespace plume {

struct DirectResult {
  IterationStatus status = IterationStatus::direct;  ///< direct, infeasible, singular or non_finite
  std::vector<double> scores;                        ///< [demand][category]; NaN without a score
  /// [demand][row], scaled: s = x · 2^row_exponent
  std::vector<double> supply;
  std::vector<double> inventory;  ///< [demand][flow]
};

class DirectIteration {
 public:
  /// keeps a reference
  explicit DirectIteration(const Problem& problem, DirectLimits limits = {});
  ~DirectIteration();

  [[nodiscard]] DirectResult solve(std::uint64_t iteration);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace plume
