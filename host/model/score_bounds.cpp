// SPDX-License-Identifier: Apache-2.0
#include "host/model/score_bounds.hpp"

#include <algorithm>
#include <cmath>

namespace plume {
namespace {

/// Puts `value` in the place of a line's score. What a total then lacks but for rounding is
/// nothing.
void replace(double& score, double value, std::span<double> scores,
             const std::vector<std::uint32_t>& sums, std::size_t num_categories,
             std::size_t category) {
  constexpr double rounding = 1e-12;
  for (const std::uint32_t sum : sums) {
    double& total = scores[sum * num_categories + category];
    const double rest = total + (value - score);
    total = std::abs(rest) <= rounding * std::abs(score) ? 0.0 : rest;
  }
  score = value;
}

}  // namespace

void ScoreBounds::move_demands(std::uint32_t by) {
  const auto move = [by](std::vector<std::uint32_t>& demands) {
    for (std::uint32_t& demand : demands) demand += by;
  };
  for (Floor& floor : floors) {
    floor.demand += by;
    if (floor.measured != by_score) floor.measured += by;
    move(floor.sums);
  }
  for (Share& share : shares) {
    share.demand += by;
    share.whole += by;
    move(share.sums);
    move(share.parts);
  }
}

void ScoreBounds::apply(std::span<double> scores, std::size_t num_categories) const {
  const auto at = [&](std::uint32_t demand, std::size_t category) -> double& {
    return scores[demand * num_categories + category];
  };
  for (const Floor& floor : floors) {
    const bool is_measured = floor.measured != by_score;
    if (is_measured && !(at(floor.measured, quantity_category) < 0.0)) continue;
    for (std::size_t k = 0; k < num_categories; ++k) {
      double& score = at(floor.demand, k);
      if (is_measured ? score != 0.0 : score < 0.0)
        replace(score, 0.0, scores, floor.sums, num_categories, k);
    }
  }
  for (const Share& share : shares) {
    const double whole = std::max(at(share.whole, quantity_category), 0.0);
    double covered = 0.0;
    for (const std::uint32_t part : share.parts) covered += at(part, quantity_category);
    if (!(covered > whole)) continue;
    for (std::size_t k = 0; k < num_categories; ++k) {
      double& score = at(share.demand, k);
      if (score != 0.0)
        replace(score, score * (whole / covered), scores, share.sums, num_categories, k);
    }
  }
}

}  // namespace plume
