// SPDX-License-Identifier: Apache-2.0
// Iterations that a run need not make again, and where those it makes go. The loop knows no more of
// files than this.
#pragma once

#include <cstdint>
#include <span>

#include "kernels/base/block_moments.hpp"
#include "kernels/base/status.hpp"

namespace plume {

/// Iterations known already: of the result that is extended, of whole part files.
class KnownSamples {
 public:
  virtual ~KnownSamples() = default;
  /// How many consecutive iterations from `first` on are known; 0: this one is not.
  [[nodiscard]] virtual std::uint64_t count(std::uint64_t first) const = 0;
  /// The first known iteration behind `first`, which is not; the largest number there is where none
  /// is.
  [[nodiscard]] virtual std::uint64_t next(std::uint64_t first) const = 0;
  /// Scores [iteration][demand][category] and status of known iterations.
  virtual void read(std::uint64_t first, std::span<double> scores,
                    std::span<IterationStatus> status) const = 0;
};

/// Takes iterations in order. `known` ones are those that KnownSamples gave.
class IterationSink {
 public:
  virtual ~IterationSink() = default;
  virtual void append(std::uint64_t first, std::span<const double> scores,
                      std::span<const IterationStatus> status, bool known) = 0;

  /// Whether append_summed() makes use of moments.
  [[nodiscard]] virtual bool uses_moments() const { return false; }
  /// New iterations, with the moments [block][output] of the blocks that lie wholly in them, as the
  /// device summed them (kernels/api/batch.hpp).
  virtual void append_summed(std::uint64_t first, std::span<const double> scores,
                             std::span<const IterationStatus> status,
                             std::span<const BlockMoments> /*moments*/) {
    append(first, scores, status, false);
  }
};

}  // namespace plume
