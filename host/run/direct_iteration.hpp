// SPDX-License-Identifier: Apache-2.0
// One iteration, solved in fp64 to the error of rounding (by sparse LU; very large systems as in SystemSolver): for lanes that did not
// converge, and as the reference of tests and benchmarks.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "host/compile/problem.hpp"
#include "kernels/base/status.hpp"

namespace plume {

struct DirectResult {
  IterationStatus status = IterationStatus::direct;  ///< direct, infeasible, singular or non_finite
  std::vector<double> scores;                        ///< [demand][category]; NaN without a score
  std::vector<double> supply;                        ///< [demand][row], scaled: s = x · 2^row_exponent
  std::vector<double> inventory;                     ///< [demand][flow]
};

class DirectIteration {
 public:
  explicit DirectIteration(const Problem& problem);  ///< keeps a reference
  ~DirectIteration();

  [[nodiscard]] DirectResult solve(std::uint64_t iteration);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace plume
