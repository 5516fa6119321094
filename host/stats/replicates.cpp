// SPDX-License-Identifier: Apache-2.0
#include "host/stats/replicates.hpp"

#include <cmath>
#include <limits>

#include "host/stats/moments.hpp"

namespace plume {

std::uint64_t replicate_length(std::string_view design) {
  return design == "random" ? 1 : statistics_block;
}

void BlockSpread::add(std::uint64_t count, double figure) {
  if (count == 0) return;
  ++num_blocks_;
  const double c = static_cast<double>(count);
  weight_ += c;
  mean_ += (figure - mean_) * (c / weight_);
  const double square = c * c;
  square_weight_ += square;
  const double delta = figure - square_mean_;
  square_mean_ += delta * (square / square_weight_);
  m2_ += square * delta * (figure - square_mean_);
}

double BlockSpread::variance_of_mean() const {
  if (num_blocks_ < 2) return std::numeric_limits<double>::quiet_NaN();
  const double blocks = static_cast<double>(num_blocks_);
  const double offset = square_mean_ - mean_;
  return blocks / (blocks - 1.0) * (m2_ + square_weight_ * offset * offset) / (weight_ * weight_);
}

double standard_error(const BlockSpread& blocks, std::uint64_t count, double independent) {
  const double all = static_cast<double>(count);
  const double open = all - blocks.num_scores();
  const double whole_share = blocks.num_scores() / all;
  const double variance = whole_share * whole_share * blocks.variance_of_mean();
  // Variance of the open block's part: (r/n)² · (n/r) · independent².
  return std::sqrt(open > 0.0 ? variance + open / all * independent * independent : variance);
}

}  // namespace plume
