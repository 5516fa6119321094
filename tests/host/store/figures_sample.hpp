// SPDX-License-Identifier: Apache-2.0
// Figures of the sample result.
#pragma once

#include "host/record/run_figures.hpp"
#include "tests/host/store/figures_numbers.hpp"
#include "tests/host/store/parts_sample.hpp"

namespace plume::sample {

inline constexpr StreamingOptions figure_options{true, false, 2};

inline void feed_figures(RunFigures& figures, std::uint64_t first, std::uint64_t end) {
  figures.append(scores(first, end - first, 6), statuses(first, end - first));
}

inline RunFigures figures(std::uint64_t first, std::uint64_t end) {
  RunFigures made(6, first, figure_options);
  feed_figures(made, first, end);
  return made;
}

inline PartsManifest manifest_of_figures(std::uint64_t iterations) {
  PartsManifest made = manifest(iterations);
  made.header.samples = false;
  return made;
}

}  // namespace plume::sample
