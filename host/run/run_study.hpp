// SPDX-License-Identifier: Apache-2.0
// The whole way once: study file → result file. host/api/run_file.hpp and Run of host/api/plume.hpp
// end here.
//
//     prepare_run.hpp   the study, read once; with --extend the result that it goes on from; the
//                       problem
//     run_device.hpp    what makes batches
//     session.hpp       what lies beside the result: locks, parts, what is done already; the header
//                       and the plan
//     sampling.hpp      the loop, whose iterations are kept as they come; the result made of them
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "host/base/finding.hpp"
#include "host/run/prepare.hpp"
#include "host/run/run_options.hpp"
#include "host/store/parts.hpp"
#include "host/store/result.hpp"

namespace plume {

struct RunReport {
  std::filesystem::path result_path;
  ResultHeader header;
  ResultTotals totals;
  std::vector<Summary> summaries;
  std::vector<ControlledSummary> controlled;  ///< [demand][category]; empty without a control
  Findings findings;                          ///< warnings and notes
  double seconds_reading = 0.0;
  double seconds_compiling = 0.0;
  /// of a shard: the folder with its parts; there is no result yet
  std::filesystem::path parts;
  IterationRange shard;  ///< its iterations
  /// with resume: the result was there already, and is what this run makes
  bool was_complete = false;
  /// above solver.max_failed_share: exit status 5; the file is written all the same
  bool too_many_failures = false;
};

/// Throws BadInput (all findings), Error (environment). When it throws in mid-run, whatever it was,
/// the iterations that were made lie in the folder of parts beside the result
/// (host/store/parts.hpp), for options.resume; the result itself is complete or untouched.
///
/// With options.extend the result at the result path is continued: its iterations are kept bit for
/// bit, the new ones follow, and statistics are those of one run of the whole. The study, its
/// overrides and models, and the program must be those that made it (E0601); options.overrides may
/// be empty, which means those of the result. The old file stays until the new one is complete.
///
/// With options.team every rank calls this with the same options; on rank 0 it is as without, the
/// others only make parts, and their report holds no result.
RunReport run_study(const StudySource& source, const RunOptions& options);

/// The same of a study that is prepared already, whose findings are `found`. It cannot be extended:
/// options.extend is 0, and options.overrides are those that it was prepared with.
RunReport run_prepared(std::shared_ptr<const PreparedStudy> study, const RunOptions& options,
                       Findings found);

}  // namespace plume
