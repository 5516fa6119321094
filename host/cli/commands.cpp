// SPDX-License-Identifier: Apache-2.0
#include "host/cli/commands.hpp"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>

#include "host/analysis/inventory_summary.hpp"
#include "host/cli/describe.hpp"
#include "host/cli/input_kind.hpp"
#include "host/cli/interrupt.hpp"
#include "host/cli/machine_lines.hpp"
#include "host/cli/progress.hpp"
#include "host/compile/static_loops.hpp"
#include "host/model/check_distributions.hpp"
#include "host/model/count_entries.hpp"
#include "host/parallel/team.hpp"
#include "host/readers/brightway/project.hpp"
#include "host/readers/read_models.hpp"
#include "host/report/run_screen.hpp"
#include "host/report/text.hpp"
#include "host/run/dump.hpp"
#include "host/run/merge.hpp"
#include "host/run/prepare.hpp"
#include "host/run/run_study.hpp"
#include "kernels/api/devices.hpp"

namespace plume {
namespace {

std::string counted(std::size_t number, const char* noun) {
  return std::to_string(number) + " " + noun + (number == 1 ? "" : "s");
}

Model read_model(const std::string& path, Findings& findings) {
  StudyModel model = model_at(path);
  model.is_looked_at = true;
  Model read = read_models({model}, findings);
  count_entries(read);
  return read;
}

/// What is computed as it stands and is seldom meant: said when somebody asks what a model is like, not by each run.
void look_for_mistakes(const Model& model, Findings& findings) {
  check_spreads(model, findings);
  check_loops(model, findings);
}

ExitStatus check_model(const Invocation& invocation, const Console& console) {
  Findings findings;
  Model model = read_model(invocation.path, findings);
  if (!findings.has_errors()) validate(model, findings);
  if (!findings.has_errors()) look_for_mistakes(model, findings);
  apply_policy(invocation.policy, model.link_report, findings);
  if (invocation.format == ReportFormat::csv) console.out << findings_table(model.link_report, findings);
  if (invocation.format == ReportFormat::json) console.out << to_json(model.link_report, findings, true) << "\n";
  if (invocation.format == ReportFormat::text) print_findings(findings, console);
  if (findings.has_errors()) return ExitStatus::bad_input;
  if (invocation.format == ReportFormat::text) console.out << describe_model(model, audit(model));
  return ExitStatus::done;
}

/// The study that is asked for; "-" is what standard input holds.
StudySource study_of(const Invocation& invocation, const Console& console) {
  if (invocation.path != "-") return invocation.path;
  const std::filesystem::path base = invocation.base;
  std::error_code ignored;
  if (!base.empty() && !std::filesystem::is_directory(base, ignored))
    throw UsageError("plume: --base is no folder: '" + invocation.base + "'");
  if (console.in == nullptr) throw Error("there is no standard input to read the study from");
  std::string text(max_study_bytes + 1, '\0');
  console.in->read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(console.in->gcount()));
  if (console.in->bad()) throw Error("cannot read the study from standard input");
  if (text.size() <= max_study_bytes) return {base, std::move(text)};
  Findings findings;
  findings.add("E0109", {"-", 0, 0},
               "the study file cannot be read (it is larger than " + std::to_string(max_study_bytes >> 20) + " MiB)");
  throw BadInput(findings);
}

ExitStatus check_study_file(const Invocation& invocation, const Console& console) {
  Findings findings;
  const PreparedStudy prepared = prepare_study(study_of(invocation, console), invocation.overrides, findings);
  if (!findings.has_errors()) look_for_mistakes(prepared.model, findings);
  apply_policy(invocation.policy, prepared.model.link_report, findings);
  print_findings(findings, console);
  if (findings.has_errors()) return ExitStatus::bad_input;
  console.out << describe_study(prepared.study) << "\n"
              << describe_resolved(prepared.study, prepared.model, prepared.demands, prepared.categories)
              << describe_memory(prepared.problem) << "\n"
              << describe_model(prepared.model, audit(prepared.model));
  return ExitStatus::done;
}

const char* name_of(System system) {
  switch (system) {
    case System::serial:
      return "serial";
    case System::cpu:
      return "cpu";
    case System::cuda:
      return "cuda";
  }
  return "";
}

}  // namespace

StudyModel model_at(const std::string& path) {
  StudyModel model;
  model.path = path;
  model.written_path = path;
  model.place.file = path;
  return model;
}

void print_findings(const Findings& findings, const Console& console) {
  if (console.findings == Telling::json) {
    console.err << finding_lines(findings);
    return;
  }
  std::string text = findings.to_string();
  if (!text.empty() && text.back() != '\n') text += '\n';
  console.err << text;
  if (findings.has_errors()) {
    console.err << counted(findings.num_errors(), "error") << ", " << counted(findings.num_warnings(), "warning")
                << "\n";
  }
}

void print_message(std::string_view text, const Console& console) {
  if (console.findings == Telling::json) {
    console.err << message_line(text);
  } else {
    console.err << "plume: " << printable(text) << "\n";
  }
}

/// The task of the job array that this process is in.
static Shard shard_of_environment() {
  std::string problem;
  const auto shard = shard_of_array([](const char* name) { return std::getenv(name); }, problem);
  if (shard) return *shard;
  Findings findings;
  findings.add("E0607", {"--shard auto", 0, 0}, "this is no task of a Slurm job array: " + problem,
               "submit it with sbatch --array, or give the shard: --shard 3/16");
  throw BadInput(findings);
}

static std::string describe_shard(const RunReport& report, const Shard& shard) {
  std::string text = "shard " + std::to_string(shard.number) + " of " + std::to_string(shard.count) + ": ";
  if (report.shard.first == report.shard.end) {
    text += "there are fewer blocks of iterations than shards; nothing is left for this one\n";
  } else {
    text += "iterations " + describe({report.shard}) + " are in " + printable(report.parts.string()) + "\n";
  }
  return text + "when all shards are done: plume merge " + printable(report.parts.string()) + " -o " +
         printable(report.result_path.string()) + "\n";
}

/// What a run or merge says of the file it has written.
static std::string screen_of(const std::filesystem::path& result, const Console& console) {
  const ResultFile file(result);
  return run_screen(report_input(file), inventory_summary(file), printable(result.string()), console.out_width);
}

ExitStatus merge_command(const Invocation& invocation, const std::string& command, const Console& console) {
  const std::vector<std::filesystem::path> parts(invocation.paths.begin(), invocation.paths.end());
  const MergeReport report = merge_parts(parts, invocation.output, command, invocation.force);
  if (invocation.quiet) return ExitStatus::done;
  print_findings(report.findings, console);
  console.out << screen_of(invocation.output, console);
  return ExitStatus::done;
}

static ExitStatus dump_command(const Invocation& invocation, const Console& console) {
  const InterruptGuard guard;
  Findings findings;
  const IterationDump dump = dump_iteration(study_of(invocation, console), invocation.overrides, *invocation.dump,
                                            invocation.output, findings);
  if (!invocation.quiet) print_findings(findings, console);
  console.out << describe_dump(dump);
  return ExitStatus::done;
}

ExitStatus run_command(const Invocation& invocation, const std::string& command, const Console& console) {
  if (invocation.dump) return dump_command(invocation, console);
  const InterruptGuard guard;
  Team* const team = join_team(invocation.shard || invocation.shard_auto);
  const bool leads = team == nullptr || team->rank() == 0;
  if (invocation.path == "-" && team != nullptr)
    throw UsageError("plume run: standard input reaches one rank alone; write the study to a file that all ranks see");
  const StudySource study = study_of(invocation, console);
  const bool quiet = invocation.quiet || !leads;
  std::unique_ptr<ProgressLine> line;
  if (console.err_is_terminal && !quiet && invocation.progress == ProgressShown::on_terminal)
    line = std::make_unique<ProgressLine>(console.err);
  std::optional<ProgressLines> lines;
  if (leads && invocation.progress == ProgressShown::json) lines.emplace(console.err);
  RunOptions options;
  options.result_path = invocation.output;
  options.device = invocation.device;
  options.threads = invocation.threads;
  options.command = command;
  options.overrides = invocation.overrides;
  options.progress = [&](const RunProgress& progress) {
    guard.throw_if_interrupted();
    if (line) line->update(progress);
    if (lines) lines->update(progress);
  };
  options.extend = invocation.extend;
  options.resume = invocation.resume;
  options.force = invocation.force;
  options.team = team;
  options.shard = invocation.shard;
  if (invocation.shard_auto) options.shard = shard_of_environment();
  std::string latest_notice;
  options.notice = [&](const std::string& text) {
    latest_notice = text;
    if (invocation.quiet) return;
    if (!leads) console.err << "rank " << team->rank() << " of " << team->size() << ": ";
    if (line) line->finish();
    print_message(text, console);
    console.err.flush();
  };
  if (!quiet) {
    options.findings = [&](const Findings& findings) {
      if (line) line->finish();
      print_findings(findings, console);
      console.err.flush();
    };
  }
  RunReport report;
  try {
    report = run_study(study, options);
  } catch (...) {
    line.reset();
    // Where the iterations are is a part of the error.
    if (invocation.quiet && leads && !latest_notice.empty()) print_message(latest_notice, console);
    throw;
  }
  line.reset();
  if (!leads) return ExitStatus::done;
  if (options.shard) {
    if (!invocation.quiet) console.out << describe_shard(report, *options.shard);
    return ExitStatus::done;
  }
  if (!invocation.quiet) {
    if (report.was_complete) print_message("the result is complete already; nothing is run", console);
    console.out << screen_of(report.result_path, console);
  }
  if (!report.too_many_failures) return ExitStatus::done;
  console.out.flush();
  print_message(
      std::to_string(num_without_score(report.totals)) + " of " + std::to_string(report.totals.iterations) +
          " iterations have no score, more than the study allows (solver.max_failed_share); the result is written",
      console);
  return ExitStatus::numerical;
}

ExitStatus check_command(const Invocation& invocation, const Console& console) {
  if (invocation.path == "-") return check_study_file(invocation, console);
  switch (input_kind(invocation.path)) {
    case InputKind::study:
      return check_study_file(invocation, console);
    case InputKind::model:
      return check_model(invocation, console);
    case InputKind::parts:
      throw UsageError("plume check: '" + invocation.path + "' holds parts of a run; 'plume info' shows them");
    case InputKind::project:
      throw UsageError("plume check: '" + invocation.path +
                       "' is a Brightway project; 'plume info' lists its databases, whose files are models");
    case InputKind::result:
      break;
  }
  throw UsageError("plume check: '" + invocation.path + "' is a result; 'plume info' and 'plume report' show results");
}

/// How far what is shown is known to be what was written.
static std::string describe_trust(const ResultFile& file, bool verified) {
  if (verified && file.is_sealed()) return "every byte is as it was written; the statistics are those of the samples";
  if (verified) return "the statistics are those of the samples; the file has no digest of its bytes";
  if (file.is_sealed()) return "what was read is as it was written; --verify reads all";
  return file.has_verified_statistics()
             ? "the statistics are those of the samples; the file has no digest of its bytes"
             : "no: the file has no digest of its bytes; --verify computes its statistics again";
}

static ExitStatus info_of_result(const Invocation& invocation, const Console& console) {
  const ResultFile file(invocation.path);
  if (invocation.verify) file.verify();
  LabelledLines lines;
  lines.add("Verified", describe_trust(file, invocation.verify));
  console.out << describe_result(report_input(file)) << lines.text();
  return ExitStatus::done;
}

static ExitStatus info_of_project(const Invocation& invocation, const Console& console) {
  Findings findings;
  const std::optional<BrightwayProject> project = read_brightway_project(invocation.path, findings);
  if (!project) throw BadInput(findings);
  print_findings(findings, console);
  console.out << (invocation.format == ReportFormat::json ? to_json(*project) + "\n" : describe_project(*project));
  return ExitStatus::done;
}

ExitStatus info_command(const Invocation& invocation, const Console& console) {
  switch (input_kind(invocation.path)) {
    case InputKind::result:
      return info_of_result(invocation, console);
    case InputKind::model: {
      Findings findings;
      const Model model = read_model(invocation.path, findings);
      if (findings.has_errors()) throw BadInput(findings);
      if (invocation.format == ReportFormat::json) {
        console.out << to_json(model.link_report, findings, false) << "\n";
        return ExitStatus::done;
      }
      console.out << describe_model(model, audit(model));
      return ExitStatus::done;
    }
    case InputKind::parts:
      console.out << describe_parts(Parts::open(invocation.path));
      return ExitStatus::done;
    case InputKind::project:
      return info_of_project(invocation, console);
    case InputKind::study:
      break;
  }
  Findings findings;
  const Study study = read_study(invocation.path, {}, findings);
  if (findings.has_errors()) throw BadInput(findings);
  console.out << describe_study(study);
  return ExitStatus::done;
}

ExitStatus devices_command(const Console& console) {
  TextTable table({"device", "name", "usable", "detail"},
                  {TextTable::left, TextTable::left, TextTable::left, TextTable::left});
  for (const Device& device : list_devices()) {
    std::string id = name_of(device.system);
    if (device.ordinal > 0) id += ":" + std::to_string(device.ordinal);
    table.add({id, printable(device.name), device.usable ? "yes" : "no",
               printable(device.usable ? device.detail : device.why_not)});
  }
  console.out << table.to_string();
  return ExitStatus::done;
}

}  // namespace plume
