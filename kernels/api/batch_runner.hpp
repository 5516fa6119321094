// SPDX-License-Identifier: Apache-2.0
// Runs ranges of iterations of one problem on one device. The host's run loop holds one; it knows nothing else of the engine.
//
//     auto runner = make_runner(choose_device("auto"), problem.view(), {});
//     runner->run({.first = 0, .count = 1024, .scores = scores.data(), .outcome = outcome.data()});
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "kernels/api/batch.hpp"
#include "kernels/api/devices.hpp"
#include "kernels/api/problem_view.hpp"

namespace plume {

enum class ValueType { fp32, fp64 };  ///< of drawn values; unknowns and sums are always fp64

struct RunnerOptions {
  ValueType values = ValueType::fp32;
  unsigned threads = 0;  ///< cpu: 0 = all cores this process may use
  std::string lanes;     ///< cpu: "avx512", "avx2", "baseline"; empty: PLUME_LANES if set, else the best this CPU has
  std::uint64_t max_lanes = 0;  ///< cuda: lanes resident at once; 0 = from free memory
};

class BatchRunner {
 public:
  virtual ~BatchRunner() = default;

  /// Fills the batch. Any range, in any order; the same iteration always gives the same bits.
  virtual void run(const BatchOutput& batch) = 0;

  [[nodiscard]] virtual std::string description() const = 0;        ///< "cpu: 2 threads, avx512 lanes"
  [[nodiscard]] virtual std::uint64_t preferred_batch() const = 0;  ///< iterations that keep the device busy
  [[nodiscard]] virtual std::size_t memory_bytes() const = 0;       ///< held for values and unknowns
};

/// Bytes that the values and unknowns of one lane take. A CPU thread holds 16 lanes, a GPU as many as fit.
[[nodiscard]] std::size_t lane_bytes(const ProblemView& problem, ValueType values);

/// The view's arrays must outlive the runner. Throws std::runtime_error if the device or the memory is not to be had.
[[nodiscard]] std::unique_ptr<BatchRunner> make_runner(const Device& device, const ProblemView& problem,
                                                       const RunnerOptions& options);

}  // namespace plume
