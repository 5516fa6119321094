// SPDX-License-Identifier: Apache-2.0
#include "host/stats/order_statistics.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace plume {
namespace {

/// The two order statistics between which a quantile lies, and the weight of the upper one. Type 7:
/// position p (n − 1).
struct Position {
  std::size_t lower;
  std::size_t upper;
  double weight;
};

Position position_of(double p, std::size_t size) {
  const double position = p * static_cast<double>(size - 1);
  const double floor = std::floor(position);
  const std::size_t lower = std::min(static_cast<std::size_t>(floor), size - 1);
  return {lower, std::min(lower + 1, size - 1), position - floor};
}

/// Puts the values of the given ranks (ascending) where sorting would put them: n log(number of
/// ranks), not n log n. `offset` is the rank of values.front().
void place_ranks(std::span<double> values, std::size_t offset, std::span<const std::size_t> ranks) {
  if (ranks.empty() || values.size() < 2) return;
  const std::size_t middle = ranks.size() / 2;
  const std::size_t cut = ranks[middle] - offset;
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(cut), values.end());
  place_ranks(values.first(cut), offset, ranks.first(middle));
  place_ranks(values.subspan(cut + 1), offset + cut + 1, ranks.subspan(middle + 1));
}

}  // namespace

double quantile_of_sorted(std::span<const double> sorted, double p) {
  if (sorted.empty() || !(p >= 0.0 && p <= 1.0)) return std::numeric_limits<double>::quiet_NaN();
  const Position at = position_of(p, sorted.size());
  const double lower = sorted[at.lower];
  const double upper = sorted[at.upper];
  if (lower == upper) return lower;  // infinities too
  // From the nearer end, as NumPy does: exact at both ends.
  return at.weight < 0.5 ? lower + (upper - lower) * at.weight
                         : upper - (upper - lower) * (1.0 - at.weight);
}

void place_quantiles(std::span<double> values, std::span<const double> levels) {
  if (values.empty()) return;
  std::vector<std::size_t> ranks;
  for (const double level : levels) {
    const Position at = position_of(level, values.size());
    ranks.push_back(at.lower);
    ranks.push_back(at.upper);
  }
  std::sort(ranks.begin(), ranks.end());
  ranks.erase(std::unique(ranks.begin(), ranks.end()), ranks.end());
  place_ranks(values, 0, ranks);
}

}  // namespace plume
