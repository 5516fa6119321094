// SPDX-License-Identifier: Apache-2.0
// Runs ranges of iterations of one problem on one device. The host's run loop holds one; it knows
// nothing else of the engine.
//
//     auto runner = make_runner(choose_device("auto"), problem.view(), {});
//     runner->run({.first = 0, .count = 1024, .scores = scores.data(), .outcome = outcome.data()});
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kernels/api/batch.hpp"
#include "kernels/api/devices.hpp"
#include "kernels/api/problem_view.hpp"

namespace plume {

enum class ValueType { fp32, fp64 };

/// Of drawn values, and of the unknowns that are solved for: fp64 for both (`double`), fp32 and
/// fp64 (`mixed`), or fp32 for both (`fast`). Inventories and scores are summed in fp64 always.
struct LaneTypes {
  ValueType values, unknowns;
  constexpr LaneTypes(ValueType v = ValueType::fp32, ValueType u = ValueType::fp64)
      : values(v), unknowns(u) {}
};

struct RunnerOptions {
  LaneTypes values;      ///< fp64 values with fp32 unknowns are not offered
  unsigned threads = 0;  ///< cpu: 0 = all cores this process may use
  /// cpu: "avx512", "avx2", "baseline"; empty: PLUME_LANES if set, else the best this CPU has
  std::string lanes;
  std::uint64_t max_lanes =
      0;  ///< cuda: lanes of a flight, of which there are two; 0 = of most_at_once and free memory
  /// iterations of the largest batch that will be asked for; 0 = not known
  std::uint64_t most_at_once = 0;
};

class BatchRunner {
 public:
  virtual ~BatchRunner() = default;

  /// Fills the batch. Any range, in any order; the same iteration always gives the same bits.
  virtual void run(const BatchOutput& batch) = 0;

  /// "cpu: 2 threads, avx512 lanes"
  [[nodiscard]] virtual std::string description() const = 0;
  /// iterations that keep the device busy
  [[nodiscard]] virtual std::uint64_t preferred_batch() const = 0;
  /// held for values and unknowns
  [[nodiscard]] virtual std::size_t memory_bytes() const = 0;
};

/// Bytes that the values and unknowns of one lane take. A CPU thread holds 16 lanes, a GPU as many
/// as fit.
[[nodiscard]] std::size_t lane_bytes(const ProblemView& problem, LaneTypes types);

/// The view's arrays must outlive the runner. Throws std::runtime_error if the device or the memory
/// is not to be had.
[[nodiscard]] std::unique_ptr<BatchRunner> make_runner(const Device& device,
                                                       const ProblemView& problem,
                                                       const RunnerOptions& options);

/// Several devices run parts of every batch at the same time; the scores are those of one.
[[nodiscard]] std::unique_ptr<BatchRunner> make_runner(const std::vector<Device>& devices,
                                                       const ProblemView& problem,
                                                       const RunnerOptions& options);

}  // namespace plume
