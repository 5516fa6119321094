// SPDX-License-Identifier: Apache-2.0
// The sampling of a run by several ranks. Each makes ranges of iterations and writes them as parts;
// nothing else is exchanged but which ranges, and how far everyone is. When all that is wanted is
// in parts, rank 0 goes on as a run alone that resumes from them: samples, statistics and the
// number of iterations are those of one process by construction.
//
// With a stop rule the ranks work in rounds: rank 0 gets the scores of a round, asks the rule at
// the ends of blocks in order of the iterations, as a run alone does, and says whether there is
// another round. A round is never longer than all that was run before, about ten seconds, or 64 MiB
// of scores.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "host/compile/problem.hpp"
#include "host/parallel/team.hpp"
#include "host/plan/plan.hpp"
#include "host/record/known_samples.hpp"
#include "host/store/parts.hpp"
#include "host/store/parts_writer.hpp"
#include "kernels/api/batch_runner.hpp"

namespace plume {

/// Cuts ranges into `count` lots of about as many iterations; cuts lie at the ends of blocks. Every
/// lot is in order, lot after lot too; some may be empty.
[[nodiscard]] std::vector<std::vector<IterationRange>> cut_in_lots(
    const std::vector<IterationRange>& ranges, std::size_t count);

/// What the ranks together have to do. `known` (of rank 0 only, may be null): iterations that need
/// not be made.
struct TeamWork {
  const Problem& problem;
  SamplingPlan plan;  ///< of the whole run, from iteration 0
  const PartsManifest& manifest;
  std::filesystem::path folder;
  PartsPolicy policy;
  const KnownSamples* known = nullptr;
  /// iterations made, of all ranks on rank 0
  std::function<void(std::uint64_t done, double seconds)> progress;
};

struct TeamParts {
  std::uint64_t end = 0;             ///< of the iterations that the run needs
  std::vector<std::string> devices;  ///< what each rank ran on, at its end
};

/// All ranks call this. Returns when every iteration that the run needs is known or in the folder
/// of parts; only on rank 0 there is something in what it returns. What it throws (TeamBroken, too)
/// leaves what this rank made in parts.
TeamParts make_parts(Team& team, const TeamWork& work, BatchRunner& runner);

/// Rank 0, instead of make_parts(): there is nothing to do, and the others may return from theirs.
void release_ranks(Team& team);

/// "4 ranks: cpu: 1 thread, avx512 lanes", "2 ranks: 1 with cuda: …; 1 with cpu: …".
[[nodiscard]] std::string describe_ranks(const std::vector<std::string>& each);

/// Rank 0: the parts that are there when all ranks have written theirs. A file system between
/// machines may show them late; Error where they do not come.
[[nodiscard]] Parts gathered_parts(const std::filesystem::path& folder, std::uint64_t first,
                                   std::uint64_t end, double most_seconds = 60.0);

}  // namespace plume
