// SPDX-License-Identifier: Apache-2.0
// Bins of equal relative width over all doubles: 1,024 between each power of two and the next, for
// both signs. The bin of a number is read off its bits, so that host and device agree, and counts
// of bins add up exactly in any order.
//
// A quantile read from such counts lies in the bin of the sample it estimates: it is off by less
// than 2^-10 of it, 0.1 %. (The bins of HdrHistogram, Tene 2012; DDSketch, Masson et al. 2019, has
// the same guarantee with logarithms.)
#pragma once

#include <cstdint>
#include <cstring>

#include "kernels/base/macros.hpp"

namespace plume {

inline constexpr int value_bin_bits = 10;
/// relative: of the bin's lower end
inline constexpr double value_bin_width = 1.0 / (1 << value_bin_bits);

/// Ascending with x. 0 holds zero and what is nearer to it than 2^-1022; infinities have bins of
/// their own. NaN has none: the caller leaves it out.
PLUME_HD inline std::int32_t value_bin(double x) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &x, sizeof bits);
  const auto magnitude =
      static_cast<std::int32_t>((bits & 0x7fffffffffffffffull) >> (52 - value_bin_bits));
  // the smallest normal number is in bin 1
  const std::int32_t normal = magnitude - ((1 << value_bin_bits) - 1);
  const std::int32_t bin = normal > 0 ? normal : 0;
  return bits >> 63 != 0 ? -bin : bin;
}

/// The end of the bin nearer to zero; of bin 0 zero.
PLUME_HD inline double value_bin_inner(std::int32_t bin) {
  if (bin == 0) return 0.0;
  const auto magnitude =
      static_cast<std::uint64_t>((bin < 0 ? -bin : bin) + ((1 << value_bin_bits) - 1));
  std::uint64_t bits = magnitude << (52 - value_bin_bits);
  if (bin < 0) bits |= 0x8000000000000000ull;
  double x = 0.0;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}

}  // namespace plume
