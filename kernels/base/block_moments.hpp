// SPDX-License-Identifier: Apache-2.0
// BlockMoments of the scores of one block of iterations, and of two neighbouring stretches
// together: what a run that keeps no samples remembers of them. One source for host and device, so
// that a block has the same bits wherever it was summed.
//
//     // NaN: an iteration without a score
//     BlockMoments m = block_moments_of(scores, stride, 1024);
//     // Chan, Golub and LeVeque 1983, eq. 1.5
//     BlockMoments both = together(m, of_the_next_block);
//
// Sums run in the order of the iterations, the spread about the block's own mean in a second pass:
// no digits cancel.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/base/macros.hpp"

namespace plume {

inline constexpr std::uint64_t moments_block = 1024;  ///< iterations; blocks begin at its multiples

struct BlockMoments {
  double count = 0.0;
  double mean = 0.0;
  double squares = 0.0;  ///< Σ (x − mean)²
};

/// Blocks that lie wholly in a range of iterations.
struct WholeBlocks {
  std::uint64_t first, count;

  PLUME_HD constexpr WholeBlocks(std::uint64_t first_iteration, std::uint64_t iterations)
      : first((first_iteration + moments_block - 1) / moments_block), count(0) {
    const std::uint64_t end = (first_iteration + iterations) / moments_block;
    if (end > first) count = end - first;
  }
};

/// Of `length` scores, one every `stride`.
PLUME_HD inline BlockMoments block_moments_of(const double* scores, std::size_t stride,
                                              std::size_t length) {
  BlockMoments m;
  double sum = 0.0;
  for (std::size_t i = 0; i < length; ++i) {
    const double x = scores[i * stride];
    const bool valid = x == x;
    sum += valid ? x : 0.0;
    m.count += valid ? 1.0 : 0.0;
  }
  if (m.count == 0.0) return m;
  m.mean = sum / m.count;
  double rest = 0.0;  // Σ (x − mean), which rounding leaves: corrects both
  for (std::size_t i = 0; i < length; ++i) {
    const double x = scores[i * stride];
    const double d = x == x ? x - m.mean : 0.0;
    rest += d;
    m.squares += d * d;
  }
  m.squares -= rest * rest / m.count;
  m.mean += rest / m.count;
  return m;
}

PLUME_HD inline BlockMoments together(const BlockMoments& a, const BlockMoments& b) {
  if (a.count == 0.0) return b;
  if (b.count == 0.0) return a;
  BlockMoments m;
  m.count = a.count + b.count;
  const double d = b.mean - a.mean;
  m.mean = a.mean + d * (b.count / m.count);
  m.squares = a.squares + b.squares + d * d * (a.count * (b.count / m.count));
  return m;
}

}  // namespace plume
