// SPDX-License-Identifier: Apache-2.0
// The whole way once: study file → result file. The command line calls this; so may a program.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "host/base/finding.hpp"
#include "host/input/study.hpp"
#include "host/parallel/team.hpp"
#include "host/plan/shards.hpp"
#include "host/store/parts_writer.hpp"
#include "host/store/result.hpp"
#include "kernels/api/devices.hpp"

namespace plume {

struct RunProgress {
  std::string stage;        ///< "reading", "compiling", "sampling", "writing"
  std::uint64_t done = 0;   ///< iterations; of "reading" files
  std::uint64_t total = 0;  ///< 0 where it is not known
  double seconds = 0.0;     ///< since the stage began
  std::uint64_t first = 0;  ///< iterations that were there before: of a result that is extended
};

struct RunOptions {
  std::filesystem::path result_path;  ///< empty: as the study says
  std::string device = "auto";
  unsigned threads = 0;     ///< 0: all cores this process may use
  std::uint64_t batch = 0;  ///< iterations in memory at once; 0: chosen
  std::string command;      ///< for the provenance
  std::vector<Override> overrides;
  std::uint64_t extend = 0;                          ///< add so many iterations to the finished result; 0: a new run
  bool force = false;                                ///< replace a file that is no result
  bool resume = false;                               ///< go on from the parts that are there; without any, begin
  std::optional<Shard> shard;                        ///< make only this part of the iterations, and leave parts
  Team* team = nullptr;                              ///< the ranks that make this result together; each calls run_study
  PartsPolicy parts;                                 ///< when iterations go to disk
  std::function<void(const std::string&)> notice;    ///< a line to tell at once: what was found, what is kept
  std::function<void(const RunProgress&)> progress;  ///< called at most ten times a second; may be empty
  std::function<void(const Findings&)>
      findings;  ///< called once with warnings and notes, before sampling; may be empty
};

struct RunReport {
  std::filesystem::path result_path;
  ResultHeader header;
  ResultTotals totals;
  std::vector<Summary> summaries;
  std::vector<ControlledSummary> controlled;  ///< [demand][category]; empty without a control
  Findings findings;                          ///< warnings and notes
  double seconds_reading = 0.0;
  double seconds_compiling = 0.0;
  std::filesystem::path parts;     ///< of a shard: the folder with its parts; there is no result yet
  IterationRange shard;            ///< its iterations
  bool was_complete = false;       ///< with resume: the result was there already, and is what this run makes
  bool too_many_failures = false;  ///< above solver.max_failed_share: exit status 5; the file is written all the same
};

/// Throws BadInput (all findings), Error (environment). When it throws in mid-run, whatever it was, the iterations that were
/// made lie in the folder of parts beside the result (host/store/parts.hpp), for options.resume; the result itself is
/// complete or untouched.
///
/// With options.extend the result at the result path is continued: its iterations are kept bit for bit, the new ones follow,
/// and statistics are those of one run of the whole. The study, its overrides and models, and the program must be those that
/// made it (E0601); options.overrides may be empty, which means those of the result. The old file stays until the new one
/// is complete.
///
/// With options.team every rank calls this with the same options; on rank 0 it is as without, the others only make parts, and
/// their report holds no result.
RunReport run_study(const StudySource& source, const RunOptions& options);

}  // namespace plume
