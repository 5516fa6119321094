// SPDX-License-Identifier: Apache-2.0
#include "host/record/run_figures.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

namespace plume {

RunFigures::RunFigures(std::size_t num_outputs, std::uint64_t first, StreamingOptions options)
    : first_(first), blocks_(num_outputs, options) {
  if (first % streaming_block != 0) {
    throw std::invalid_argument("figures begin with a block, not at iteration " +
                                std::to_string(first));
  }
}

RunFigures::RunFigures(std::uint64_t first, StreamingStatistics blocks, std::vector<double> open,
                       const ResultTotals& totals)
    : RunFigures(blocks.num_outputs(), first, blocks.options()) {
  blocks_ = std::move(blocks);
  open_ = std::move(open);
  totals_ = totals;
  const std::size_t outputs = std::max<std::size_t>(1, num_outputs());
  const std::uint64_t rows = open_.size() / outputs;
  if (open_.size() % outputs != 0 || rows >= streaming_block ||
      totals_.iterations != blocks_.num_blocks() * streaming_block + rows) {
    throw std::invalid_argument("the figures are not those of " +
                                std::to_string(totals_.iterations) + " iterations");
  }
}

void RunFigures::append(std::span<const double> scores, std::span<const IterationStatus> status,
                        std::span<const BlockMoments> moments) {
  const std::size_t outputs = num_outputs();
  if (scores.size() != status.size() * outputs) {
    throw std::invalid_argument("append() needs one score for each iteration and output");
  }
  const WholeBlocks whole(end(), status.size());
  if (!moments.empty() && moments.size() != whole.count * outputs) {
    throw std::invalid_argument(
        "append() needs the moments of every whole block and output, or none");
  }
  while (!status.empty()) {
    const std::size_t there = open_.size() / outputs;
    const std::size_t count = std::min<std::size_t>(status.size(), streaming_block - there);
    const std::uint64_t at = end();
    for (std::size_t i = 0; i < count; ++i) {
      if (has_score(status[i])) {
        const auto row = scores.begin() + static_cast<std::ptrdiff_t>(i * outputs);
        open_.insert(open_.end(), row, row + static_cast<std::ptrdiff_t>(outputs));
      } else {
        open_.insert(open_.end(), outputs, std::numeric_limits<double>::quiet_NaN());
      }
      totals_.count(at + i, status[i]);
    }
    totals_.iterations += count;
    scores = scores.subspan(count * outputs);
    status = status.subspan(count);
    if (there + count < streaming_block) continue;
    const std::uint64_t block = end() / streaming_block - 1;
    const bool summed =
        there == 0 && !moments.empty() && moments[(block - whole.first) * outputs].count >= 0.0;
    blocks_.add(
        block, open_,
        summed ? moments.subspan((block - whole.first) * outputs, outputs) : moments.first(0));
    open_.clear();
  }
}

void RunFigures::append(const RunFigures& following) {
  if (following.first() != end() || !open_.empty()) {
    throw std::invalid_argument("the figures from iteration " + std::to_string(following.first()) +
                                " on do not follow those up to " + std::to_string(end()));
  }
  blocks_.add(following.blocks_);
  open_ = following.open_;
  const ResultTotals& more = following.totals_;
  totals_.iterations += more.iterations;
  for (int s = 0; s < num_iteration_statuses; ++s) {
    totals_.failed[s] += more.failed[s];
    IterationList& list = totals_.failed_iterations[static_cast<std::size_t>(s)];
    const IterationList& rest = more.failed_iterations[static_cast<std::size_t>(s)];
    const std::size_t room = most_listed_iterations - std::min(list.size(), most_listed_iterations);
    list.insert(list.end(), rest.begin(),
                rest.begin() + static_cast<std::ptrdiff_t>(std::min(room, rest.size())));
  }
}

StreamingStatistics RunFigures::statistics() const {
  StreamingStatistics all = blocks_;
  if (!open_.empty()) all.add(end() / streaming_block, open_);
  return all;
}

std::uint64_t run_figures_bytes(std::size_t num_outputs, const StreamingOptions& options) {
  // Twenty stretches, as for a billion iterations; bins of a lognormal with a geometric standard
  // deviation of 10.
  constexpr std::uint64_t stretches = 20, bins = 30'000, numbers = sizeof(double);
  std::uint64_t of_stretch = 3 * num_outputs;
  if (options.covariances) of_stretch += num_outputs * (num_outputs + 1) / 2;
  if (options.replicates) of_stretch += 3 * num_replicate_figures * num_outputs;
  return numbers * (stretches * of_stretch + num_outputs * (4 * bins + 3) +
                    streaming_block * num_outputs) +
         65536;
}

}  // namespace plume
