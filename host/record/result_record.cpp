// SPDX-License-Identifier: Apache-2.0
#include "host/record/result_record.hpp"

#include <sys/resource.h>

#include <algorithm>

namespace plume {

void ResultTotals::count(std::uint64_t iteration, IterationStatus status) {
  const auto s = static_cast<std::size_t>(status);
  ++failed[s];
  if (status >= IterationStatus::infeasible &&
      failed_iterations[s].size() < most_listed_iterations) {
    failed_iterations[s].push_back(iteration);
  }
}

void complete_provenance(Provenance& provenance, const ResultTotals& totals) {
  rusage usage{};
  if (provenance.memory_per_lane > 0 && getrusage(RUSAGE_SELF, &usage) == 0) {
    provenance.memory_peak =
        std::max(provenance.memory_peak, static_cast<std::uint64_t>(usage.ru_maxrss) * 1024);
  }
  if (provenance.finished.empty()) provenance.finished = totals.finished;
  if (provenance.parts.empty() || !provenance.parts.back().finished.empty()) return;
  RunPart& last = provenance.parts.back();
  last.finished = totals.finished;
  last.iterations = totals.iterations - last.first_iteration;
  last.seconds = totals.seconds;
  for (std::size_t i = 0; i + 1 < provenance.parts.size(); ++i)
    last.seconds -= provenance.parts[i].seconds;
}

}  // namespace plume
