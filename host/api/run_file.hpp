// SPDX-License-Identifier: Apache-2.0
// A study into a result file in all the ways there are: whole, in shards on machines that never
// meet, by the ranks of an MPI program, going on from what is there. A run of a study that is
// prepared already, and one in memory, is a Run (host/api/plume.hpp).
//
//     FileRunSettings settings;
//     settings.shard = Shard{3, 16};
//     // leaves study.parts
//     run_file(Study::file("study.toml"), settings);
//     merge_parts({"node1/study.parts", "node2/study.parts"}, {.result = "study.h5"});
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "host/api/plume.hpp"

namespace plume {
class Team;
}

namespace plume::api {

/// One of several equal ranges of the iterations of a run.
struct Shard {
  std::uint64_t number = 1;  ///< from 1
  std::uint64_t count = 1;
  bool operator==(const Shard&) const = default;
};

/// "3/16". None where the text is no such thing: both whole numbers, 1 ≤ number ≤ count.
[[nodiscard]] std::optional<Shard> parse_shard(const std::string& text);

/// The task of the Slurm job array that this process is in. Throws BadInput (E0607) where it is in
/// none, or in one with gaps.
[[nodiscard]] Shard shard_of_job_array();

/// `result` empty: as the study says. `iterations` are those of the study, and 0 here.
struct FileRunSettings : RunSettings {
  std::string command = "plume::api";  ///< what made it, for the provenance
  /// add so many iterations to the finished result; 0: a new run
  std::uint64_t extend = 0;
  std::optional<Shard> shard = {};  ///< make only this part of the iterations, and leave parts
  /// the ranks that make this result together (host/parallel/team.hpp); each calls run_file
  Team* team = nullptr;
  /// called once with warnings and notes, before sampling
  std::function<void(const Findings&)> findings = {};
};

/// What became of a run.
struct FileRun {
  std::string result;               ///< path of its file
  std::uint64_t iterations = 0;     ///< in it
  std::uint64_t without_score = 0;  ///< of these
  bool was_complete = false;        ///< with resume: it was there already, and nothing was run
  /// more iterations without a score than the study allows; the file is written all the same
  bool too_many_failures = false;
  std::string parts;  ///< of a shard: the folder that its iterations are in; there is no result yet
  /// of a shard: its iterations, both the same where nothing is left for it
  std::uint64_t first = 0, end = 0;
};

/// Throws BadInput with all findings, Error for what the environment refuses, and what `progress`
/// throws. Whatever it throws in mid-run, the iterations that were made lie in the folder of parts
/// beside the result, for `resume`; the result itself is complete or untouched.
///
/// With `extend` the result is continued: its iterations are kept bit for bit, and the figures are
/// those of one run of the whole. The study and its models must be those that made it (E0601); a
/// study without settings means those of the result.
FileRun run_file(const Study& study, const FileRunSettings& settings);

struct MergeSettings {
  std::string result;                  ///< path of the file that is made
  std::string command = "plume::api";  ///< what made it, for the provenance
  bool force = false;                  ///< replace a file that is no result
};

/// One result from folders of parts, or parts in them. Returns warnings and notes. Throws BadInput
/// with all that forbids it: parts of different runs, a result path that holds somebody's file,
/// every range of iterations that is missing; Error.
Findings merge_parts(const std::vector<std::string>& parts, const MergeSettings& settings);

}  // namespace plume::api
