// SPDX-License-Identifier: Apache-2.0
// What reports draw from the samples of a result: the density of every output, how the mean and the
// 95 % quantile settled, and how often one demand scored below another. Every sample is read once,
// in ranges of iterations that fit any memory.
//
// Density: values that 1 % of the iterations or more share are atoms, each with its probability.
// The others are counted in a histogram of 4096 fields over the range worth showing, smoothed by a
// Gaussian kernel of Silverman's width 0.9 s n^(−1/5) (Silverman 1986, Density Estimation, eq.
// 3.31). s is the least of sd, IQR/1.34, and the shortest interval with a quarter of them ÷ 0.637:
// all three are the standard deviation of a normal distribution, and the third that of the
// narrowest of several humps, so that none is smeared over the others. Running quantile: by linear
// interpolation in a histogram of 4096 fields; the last point is the exact quantile of the result.
// Comparison: over iterations in which both have a score, draws being common to all demands of an
// iteration.
//
//     const SampleShapes shapes = sample_shapes(ResultFile("result.h5"));
//     draw(shapes.densities[demand * num_categories + category].density);
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "host/stats/streaming.hpp"
#include "host/store/result.hpp"

namespace plume {

struct SampleDensity {
  double from = 0.0, to = 0.0;
  /// at points evenly apart from `from` to `to`, of what is no atom; empty where nothing varies
  std::vector<double> density;
  double outside = 0.0;  ///< share of the samples beyond the ends
  struct Atom {
    double value = 0.0, share = 0.0;
  };
  std::vector<Atom> atoms = {};  ///< ascending
};

struct RunningFigures {
  std::size_t demand = 0, category = 0;
  std::vector<double> iterations, mean, p95;
};

/// Of one category: how often row < column, and how often neither is below the other.
struct BelowCounts {
  /// [row][column] of the demands, ties not counted; NaN without common scores
  std::vector<double> share;
  std::vector<std::uint64_t> both;  ///< [row][column] iterations with both scores
  std::vector<double> equal = {};   ///< [row][column] share of ties; NaN without common scores
};

struct SampleShapes {
  std::size_t num_compared = 0;          ///< demands in `below`: the first so many
  std::vector<SampleDensity> densities;  ///< [demand][category]
  /// none without samples; of each category the output whose mean is known worst, relative to it
  std::vector<RunningFigures> running;
  std::vector<BelowCounts> below;  ///< [category]; empty for one demand
};

inline constexpr std::size_t most_compared_demands = most_paired_demands;
inline constexpr std::size_t num_density_points = 200;
inline constexpr std::size_t num_running_points = 40;

[[nodiscard]] SampleShapes sample_shapes(const ResultFile& file);

}  // namespace plume
