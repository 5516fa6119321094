// SPDX-License-Identifier: Apache-2.0
// A run that keeps no samples (result.samples = false): sampling into figures, checkpoints on the way, and the result of them. What needs
// samples is refused before (E0612). docs/long-runs.md, "Without samples".
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "host/base/finding.hpp"
#include "host/input/study.hpp"
#include "host/plan/plan.hpp"
#include "host/run/loop.hpp"
#include "host/store/figures_writer.hpp"
#include "host/store/parts.hpp"

namespace plume {

/// E0612 for all that asks for samples in a study that keeps none.
void check_figures_study(const Study& study, std::size_t num_ranks, Findings& findings);

struct FiguresWork {
  const Problem& problem;
  const SamplingPlan& plan;  ///< .first … .iterations: what is to be there in the end
  PartsManifest manifest;
  std::filesystem::path folder;
  PartsPolicy policy;
  bool covariances = true;
  const ResultFile* earlier = nullptr;                                                    ///< that is extended
  std::optional<Parts> found;                                                             ///< to go on from
  std::function<void(std::uint64_t done, double seconds, std::uint64_t there)> progress;  ///< `there`: before this run
  std::function<void(std::uint64_t kept)> given_up;  ///< called before what ended the run is thrown on
};

/// Samples, and hands the figures to `finish`; until that has returned, they are in parts when something throws. Seconds of the totals
/// are those of this run.
void run_figures(FiguresWork work, BatchRunner& runner,
                 const std::function<void(FiguresWriter&, const ResultTotals&)>& finish);

}  // namespace plume
