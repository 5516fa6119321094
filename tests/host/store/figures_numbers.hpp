// SPDX-License-Identifier: Apache-2.0
// Figures as numbers that can be compared.
#pragma once

#include <cmath>
#include <span>
#include <vector>

#include "host/record/run_figures.hpp"

namespace plume::sample {

/// Everything that is kept, as numbers.
inline std::vector<double> numbers_of(const RunFigures& figures) {
  const StreamingState state = figures.blocks().state();
  std::vector<double> numbers = {static_cast<double>(figures.first()),
                                 static_cast<double>(figures.end())};
  const auto put = [&](const auto& values) {
    numbers.push_back(static_cast<double>(values.size()));
    for (const auto value : values)
      numbers.push_back(std::isnan(static_cast<double>(value)) ? -1.25
                                                               : static_cast<double>(value));
  };
  put(state.first), put(state.level), put(state.moments), put(state.products),
      put(state.replicates), put(state.extremes);
  put(state.num_bins), put(state.bin), put(state.bin_count), put(state.below), put(figures.open());
  put(std::span(figures.totals().failed));
  for (const IterationList& list : figures.totals().failed_iterations) put(list);
  return numbers;
}

}  // namespace plume::sample
