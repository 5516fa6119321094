// SPDX-License-Identifier: Apache-2.0
// Several runners as one: each takes a part of every batch, all at the same time. A score is a
// function of the problem and the iteration, so it does not matter which of them computes it.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "kernels/api/batch_runner.hpp"

namespace plume {

class SplitRunner final : public BatchRunner {
 public:
  /// At least one runner, all of this problem.
  SplitRunner(std::vector<std::unique_ptr<BatchRunner>> runners, const ProblemView& problem);

  /// Throws what a runner throws, after all have ended; the first one's if several do.
  void run(const BatchOutput& batch) override;

  [[nodiscard]] std::string description() const override;  ///< theirs, joined by "; "
  [[nodiscard]] std::uint64_t preferred_batch() const override;
  [[nodiscard]] std::size_t memory_bytes() const override;

 private:
  std::vector<std::unique_ptr<BatchRunner>> runners_;
  std::size_t num_outputs_, num_supplies_, num_inventories_;  ///< of one iteration
};

}  // namespace plume
