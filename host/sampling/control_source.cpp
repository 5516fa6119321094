// SPDX-License-Identifier: Apache-2.0
#include "host/sampling/control_source.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "host/stats/moments.hpp"
#include "host/stats/order_statistics.hpp"

namespace plume {
namespace {

constexpr std::uint64_t sample_factor =
    4;  // the sample adds β²/4 to the variance that the control leaves of a quantile
constexpr std::uint64_t least_sample = 16 * statistics_block;
constexpr std::uint64_t most_sample = 1024 * statistics_block;
constexpr std::uint64_t most_bytes = std::uint64_t{64} << 20;
/// Turns a seed into one whose draws have nothing to do with it.
constexpr std::uint64_t another_seed = 0x9e3779b97f4a7c15u;

}  // namespace

std::uint64_t control_sample_size(std::uint64_t iterations, std::size_t num_outputs) {
  const std::uint64_t wanted =
      std::clamp(std::min(iterations, most_sample) * sample_factor, least_sample, most_sample);
  const std::uint64_t affordable =
      most_bytes / sizeof(double) / std::max<std::size_t>(num_outputs, 1);
  return std::max<std::uint64_t>(1, std::min(wanted, affordable) / statistics_block) *
         statistics_block;
}

ControlSource control_source(const Problem& problem, BatchRunner& runner,
                             const RunnerOptions& options, std::uint64_t iterations) {
  const std::size_t num_outputs = problem.control_variance.size();
  const std::uint64_t size = control_sample_size(iterations, num_outputs);
  ProblemView view = problem.view();
  view.seed ^= another_seed;
  view.latin_hypercube = 1;
  std::vector<double> sample(size * num_outputs);
  BatchOutput batch;
  batch.count = size;
  batch.control = sample.data();
  make_runner(choose_device("cpu"), view, options)->run(batch);

  ControlSource source;
  std::array<double, num_control_levels> levels{};
  for (std::size_t k = 0; k < num_control_levels; ++k) levels[k] = control_level(k);
  std::vector<double> column(size);
  for (std::size_t output = 0; output < num_outputs; ++output) {
    for (std::uint64_t i = 0; i < size; ++i) column[i] = sample[i * num_outputs + output];
    place_quantiles(column, levels);
    KnownControl known;
    for (std::size_t k = 0; k < num_control_levels; ++k)
      known.quantile[k] = quantile_of_sorted(column, levels[k]);
    known.variance = problem.control_variance[output];
    known.sample_size = static_cast<double>(size);
    source.known.push_back(known);
  }
  source.controls = [&runner](std::uint64_t first, std::uint64_t count, double* controls) {
    BatchOutput again;
    again.first = first;
    again.count = count;
    again.control = controls;
    runner.run(again);
  };
  return source;
}

}  // namespace plume
