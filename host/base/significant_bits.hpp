// SPDX-License-Identifier: Apache-2.0
// Numbers rounded to so many bits: what is left compresses well, and everybody's reader reads it as
// it is.
//
//     rounded_to_bits(h, bits_for_digits(6));       // off by at most 5e-7 of h
//
// Round half to even in the mantissa ("BitRound": Klöwer et al. 2021,
// doi:10.1038/s43588-021-00156-2; the rounding of netCDF-C's NC_QUANTIZE_BITROUND). Rounding twice
// is rounding once.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

namespace plume {

/// Explicit bits of the mantissa that keep a number within half a unit of its `digits`-th
/// significant digit, 1 to 15; 52 are all.
[[nodiscard]] inline unsigned bits_for_digits(unsigned digits) {
  const double bits = std::ceil(static_cast<double>(digits) * 3.321928094887362);  // log2(10)
  return bits >= 52.0 ? 52 : static_cast<unsigned>(bits);
}

[[nodiscard]] inline double rounded_to_bits(double x, unsigned bits) {
  if (bits >= 52 || !std::isfinite(x)) return x;
  const unsigned dropped = 52 - bits;
  const std::uint64_t word = std::bit_cast<std::uint64_t>(x);
  const std::uint64_t half = (std::uint64_t{1} << (dropped - 1)) - 1 + ((word >> dropped) & 1);
  const double rounded =
      std::bit_cast<double>((word + half) & ~((std::uint64_t{1} << dropped) - 1));
  return std::isfinite(rounded) ? rounded : x;  // the greatest numbers would round to infinity
}

}  // namespace plume
