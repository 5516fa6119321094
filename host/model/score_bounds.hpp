// SPDX-License-Identifier: Apache-2.0
// What scores of an inventory must not do in any iteration, whatever was drawn: emissions of a
// difference (use less certificates) fall below nothing, and certificates count for more than the
// use they cover.
//
//     floor     h'_line = max(h_line, 0), or 0 where the measured amount is below 0
//     share     h'_line = h_line · min(1, max(U, 0) / V)
//             U: what is covered, V: all that covers it, both reported quantities
//     sums      h'_total = h_total + (h'_line − h_line)        for each total that holds the line
//
// A linear system cannot say max(): so this is done on the scores of an iteration, in double
// precision on the host and in a fixed order, before anybody sees them. All totals, shares, claims
// and reports have it, and it depends on neither batches nor devices.
//
//     if (!bounds.empty()) bounds.apply(scores_of_the_iteration, num_categories);
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace plume {

struct ScoreBounds {
  static constexpr std::uint32_t by_score = 0xffffffff;
  struct Floor {
    std::uint32_t demand;
    std::vector<std::uint32_t> sums;  ///< demands that hold it
    /// Demand that measures the amount, for lines whose factor may have either sign; by_score: the
    /// score has the amount's sign.
    std::uint32_t measured = by_score;
  };
  struct Share {
    std::uint32_t demand;
    std::vector<std::uint32_t> sums;
    std::uint32_t whole;               ///< demand that measures U
    std::vector<std::uint32_t> parts;  ///< demands that measure V together
  };
  std::vector<Floor> floors;
  std::vector<Share> shares;
  std::uint32_t quantity_category = 0;  ///< in which U, V and amounts are measured

  [[nodiscard]] bool empty() const { return floors.empty() && shares.empty(); }
  /// Other demands stand before these.
  void move_demands(std::uint32_t by);
  /// Scores of one iteration, [demand][category].
  void apply(std::span<double> scores, std::size_t num_categories) const;
};

}  // namespace plume
