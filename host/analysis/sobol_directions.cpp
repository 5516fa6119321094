// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/sobol_directions.hpp"

#include <stdexcept>

namespace plume {
namespace {

constexpr int max_degree = 11;

struct Dimension {
  std::uint32_t polynomial;
  std::uint32_t initial[max_degree];
};

constexpr Dimension dimensions[] = {
#include "host/analysis/sobol_directions.inc"
};
static_assert(sizeof(dimensions) / sizeof(dimensions[0]) == max_sobol_dimensions - 1,
              "dimension 0 needs no entry");

}  // namespace

std::vector<std::uint32_t> sobol_directions(std::uint32_t dimension, int bits) {
  if (dimension >= max_sobol_dimensions || bits < 1 || bits > 32) {
    throw std::invalid_argument("Sobol numbers are known for 256 dimensions of 32 bits");
  }
  std::vector<std::uint32_t> v(static_cast<std::size_t>(bits));
  if (dimension == 0) {  // van der Corput's sequence
    for (int b = 0; b < bits; ++b) v[static_cast<std::size_t>(b)] = std::uint32_t{1} << (31 - b);
    return v;
  }
  const Dimension& entry = dimensions[dimension - 1];
  int degree = 0;
  while (entry.polynomial >> (degree + 1) != 0) ++degree;
  for (int b = 0; b < bits; ++b) {
    std::uint32_t& number = v[static_cast<std::size_t>(b)];
    if (b < degree) {
      number = entry.initial[b] << (31 - b);
      continue;
    }
    const std::uint32_t oldest = v[static_cast<std::size_t>(b - degree)];
    number = oldest ^ (oldest >> degree);
    for (int i = 1; i < degree; ++i) {
      if ((entry.polynomial >> (degree - i) & 1u) != 0)
        number ^= v[static_cast<std::size_t>(b - i)];
    }
  }
  return v;
}

}  // namespace plume
