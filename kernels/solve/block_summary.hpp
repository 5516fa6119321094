// SPDX-License-Identifier: Apache-2.0
// The moments of one output over one block of a batch: a GPU thread's work, and a step of a CPU
// thread's.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/api/batch.hpp"
#include "kernels/base/block_moments.hpp"

namespace plume {

/// Fills batch.moments for output `output` of block `block`, counted from the batch's first whole
/// one. Scores and outcomes are there.
PLUME_HD inline void summarise_block(const BatchOutput& batch, std::size_t num_outputs,
                                     std::uint64_t block, std::size_t output) {
  const WholeBlocks blocks(batch.first, batch.count);
  const std::uint64_t begin = (blocks.first + block) * moments_block - batch.first;
  bool solved = true;
  for (std::uint64_t i = begin; i < begin + moments_block; ++i)
    solved = solved && batch.outcome[i] != LaneOutcome::unsolved;
  batch.moments[block * num_outputs + output] =
      solved ? block_moments_of(batch.scores + begin * num_outputs + output, num_outputs,
                                moments_block)
             : not_summed;
}

}  // namespace plume
