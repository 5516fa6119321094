// SPDX-License-Identifier: Apache-2.0
#include "host/api/run_file.hpp"

#include <cstdlib>
#include <filesystem>

#include "host/api/state.hpp"
#include "host/base/error.hpp"
#include "host/plan/shards.hpp"
#include "host/report/report_input.hpp"
#include "host/run/merge.hpp"
#include "host/run/run_study.hpp"

namespace plume::api {
namespace {

RunOptions options_of_file(const Study::Parts& study, const FileRunSettings& settings) {
  RunOptions options = options_of(settings);
  options.command = settings.command;
  options.overrides = study.overrides;
  options.extend = settings.extend;
  options.team = settings.team;
  if (settings.shard) options.shard = plume::Shard{settings.shard->number, settings.shard->count};
  options.findings = settings.findings;
  if (settings.progress) {
    const auto tell = settings.progress;
    options.progress = [tell](const RunProgress& at) { tell(progress_of(at)); };
  }
  return options;
}

}  // namespace

std::optional<Shard> parse_shard(const std::string& text) {
  const std::optional<plume::Shard> parsed = plume::parse_shard(text);
  if (!parsed) return std::nullopt;
  return Shard{parsed->number, parsed->count};
}

Shard shard_of_job_array() {
  std::string problem;
  const auto shard = shard_of_array([](const char* name) { return std::getenv(name); }, problem);
  if (shard) return {shard->number, shard->count};
  Findings findings;
  findings.add("E0607", {"--shard auto", 0, 0}, "this is no task of a Slurm job array: " + problem,
               "submit it with sbatch --array, or give the shard: --shard 3/16");
  throw BadInput(findings);
}

FileRun run_file(const Study& study, const FileRunSettings& settings) {
  refuse_iterations(settings);
  const Study::Parts parts = study.parts();
  const RunReport report = run_study(parts.source, options_of_file(parts, settings));
  FileRun made;
  made.result = report.result_path.string();
  made.iterations = report.totals.iterations;
  made.without_score = num_without_score(report.totals);
  made.was_complete = report.was_complete;
  made.too_many_failures = report.too_many_failures;
  made.parts = report.parts.string();
  made.first = report.shard.first;
  made.end = report.shard.end;
  return made;
}

Findings merge_parts(const std::vector<std::string>& parts, const MergeSettings& settings) {
  const std::vector<std::filesystem::path> operands(parts.begin(), parts.end());
  return plume::merge_parts(operands, settings.result, settings.command, settings.force).findings;
}

}  // namespace plume::api
