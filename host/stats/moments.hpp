// SPDX-License-Identifier: Apache-2.0
// Moments of a sample, kept in fixed blocks so that every run gives the same bits.
//
// A block is 1024 consecutive iterations; within it values are added one by one in iteration order,
// and blocks are merged in order. Batch size, threads, ranks and restarts change neither, so they
// change no bit of the mean or the variance. Source of the update and merge: Chan, Golub, LeVeque
// (1983), "Algorithms for computing the sample variance".
#pragma once

#include <cstdint>
#include <limits>
#include <span>

#include "host/stats/replicates.hpp"

namespace plume {

inline constexpr std::uint64_t statistics_block = 1024;

/// Count, mean, sum of squared deviations, extremes. A monoid: Moments{} is the identity, merge is
/// the operation.
struct Moments {
  std::uint64_t count = 0;
  double mean = 0.0;
  double m2 = 0.0;  ///< Σ (x − mean)²
  double minimum = std::numeric_limits<double>::infinity();
  double maximum = -std::numeric_limits<double>::infinity();

  void add(double value);            ///< value is not NaN
  void merge(const Moments& later);  ///< of the iterations that follow these

  [[nodiscard]] double variance() const;  ///< m2 / (count − 1); NaN for count < 2
  [[nodiscard]] double sd() const;
  /// sd / √count: Monte Carlo error of the mean, independent iterations
  [[nodiscard]] double se_mean() const;
};

/// Moments of samples in iteration order, block by block. NaN (no score) is skipped.
[[nodiscard]] Moments moments_of(std::span<const double> samples);

/// Streaming form of moments_of: the same bits however the samples are cut into calls.
class BlockedMoments {
 public:
  void add(double value);  ///< next iteration's value; NaN advances the block without counting
  [[nodiscard]] Moments total() const;
  [[nodiscard]] std::uint64_t num_iterations() const { return num_iterations_; }
  [[nodiscard]] const BlockSpread& block_means() const { return block_means_; }

  /// Standard error of the mean for parts of `replicate_length` iterations
  /// (host/stats/replicates.hpp); NaN: not known.
  [[nodiscard]] double se_mean(std::uint64_t replicate_length) const;

 private:
  Moments merged_;
  Moments open_;
  BlockSpread block_means_;
  std::uint64_t num_iterations_ = 0;
};

}  // namespace plume
