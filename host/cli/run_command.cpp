// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>

#include "host/api/looking.hpp"
#include "host/api/run_file.hpp"
#include "host/base/printable.hpp"
#include "host/cli/commands.hpp"
#include "host/cli/interrupt.hpp"
#include "host/cli/progress.hpp"
#include "host/parallel/team.hpp"
#include "host/report/run_screen.hpp"

namespace plume {
namespace {

std::string describe_shard(const api::FileRun& run, const api::Shard& shard) {
  std::string text =
      "shard " + std::to_string(shard.number) + " of " + std::to_string(shard.count) + ": ";
  if (run.first == run.end) {
    text += "there are fewer blocks of iterations than shards; nothing is left for this one\n";
  } else {
    text += "iterations " + std::to_string(run.first) + " to " + std::to_string(run.end - 1) +
            " are in " + printable(run.parts) + "\n";
  }
  return text + "when all shards are done: plume merge " + printable(run.parts) + " -o " +
         printable(run.result) + "\n";
}

ExitStatus dump_command(const Invocation& invocation, const Console& console) {
  const InterruptGuard guard;
  Findings findings;
  const std::string text = api::dump_iteration(study_of(invocation, console), *invocation.dump,
                                               invocation.output, findings);
  if (!invocation.quiet) print_findings(findings, console);
  console.out << text;
  return ExitStatus::done;
}

/// What a run says on standard error while it goes on.
class RunTalk {
 public:
  RunTalk(const Invocation& invocation, const Team* team, const Console& console)
      : team_(team), console_(console), is_silent_(invocation.quiet) {
    if (console.err_is_terminal && !is_quiet() && invocation.progress == ProgressShown::on_terminal)
      line_ = std::make_unique<ProgressLine>(console.err);
    if (leads() && invocation.progress == ProgressShown::json) lines_.emplace(console.err);
  }

  [[nodiscard]] bool leads() const { return team_ == nullptr || team_->rank() == 0; }
  /// Whether only errors are told: rank 0 tells the rest for all.
  [[nodiscard]] bool is_quiet() const { return is_silent_ || !leads(); }

  void progress(const api::Progress& at) {
    if (line_) line_->update(at);
    if (lines_) lines_->update(at);
  }

  void notice(const std::string& text) {
    latest_notice_ = text;
    if (is_silent_) return;
    if (!leads()) console_.err << "rank " << team_->rank() << " of " << team_->size() << ": ";
    if (line_) line_->finish();
    print_message(text, console_);
    console_.err.flush();
  }

  void findings(const Findings& findings) {
    if (line_) line_->finish();
    print_findings(findings, console_);
    console_.err.flush();
  }

  void end() { line_.reset(); }

  /// Where the iterations are is a part of the error.
  void end_early() {
    end();
    if (is_silent_ && leads() && !latest_notice_.empty()) print_message(latest_notice_, console_);
  }

 private:
  const Team* team_;
  const Console& console_;
  bool is_silent_;
  std::unique_ptr<ProgressLine> line_;
  std::optional<ProgressLines> lines_;
  std::string latest_notice_;
};

api::FileRunSettings settings_of(const Invocation& invocation, const std::string& command,
                                 Team* team) {
  api::FileRunSettings settings;
  settings.result = invocation.output;
  settings.device = invocation.device;
  settings.threads = invocation.threads;
  settings.command = command;
  settings.extend = invocation.extend;
  settings.resume = invocation.resume;
  settings.force = invocation.force;
  settings.team = team;
  settings.shard = invocation.shard_auto ? api::shard_of_job_array() : invocation.shard;
  return settings;
}

api::FileRun run_talking(const api::Study& study, api::FileRunSettings settings,
                         const InterruptGuard& guard, RunTalk& talk) {
  settings.progress = [&](const api::Progress& at) {
    guard.throw_if_interrupted();
    talk.progress(at);
  };
  settings.notice = [&](const std::string& text) { talk.notice(text); };
  if (!talk.is_quiet())
    settings.findings = [&](const Findings& findings) { talk.findings(findings); };
  try {
    api::FileRun made = api::run_file(study, settings);
    talk.end();
    return made;
  } catch (...) {
    talk.end_early();
    throw;
  }
}

/// The result on one screen, and what its exit status tells.
ExitStatus show_run(const api::FileRun& run, const Invocation& invocation, const Console& console) {
  if (!invocation.quiet) {
    if (run.was_complete) print_message("the result is complete already; nothing is run", console);
    console.out << run_screen(run.result, console.out_width);
  }
  if (!run.too_many_failures) return ExitStatus::done;
  console.out.flush();
  print_message(std::to_string(run.without_score) + " of " + std::to_string(run.iterations) +
                    " iterations have no score, more than the study allows "
                    "(solver.max_failed_share); the result is "
                    "written",
                console);
  return ExitStatus::numerical;
}

}  // namespace

ExitStatus merge_command(const Invocation& invocation, const std::string& command,
                         const Console& console) {
  const Findings findings =
      api::merge_parts(invocation.paths, {invocation.output, command, invocation.force});
  if (invocation.quiet) return ExitStatus::done;
  print_findings(findings, console);
  console.out << run_screen(invocation.output, console.out_width);
  return ExitStatus::done;
}

ExitStatus run_command(const Invocation& invocation, const std::string& command,
                       const Console& console) {
  if (invocation.dump) return dump_command(invocation, console);
  const InterruptGuard guard;
  Team* const team = join_team(invocation.shard || invocation.shard_auto);
  if (invocation.path == "-" && team != nullptr)
    throw UsageError(
        "plume run: standard input reaches one rank alone; write the study to a file that all "
        "ranks see");
  const api::Study study = study_of(invocation, console);
  RunTalk talk(invocation, team, console);
  const api::FileRunSettings settings = settings_of(invocation, command, team);
  const api::FileRun run = run_talking(study, settings, guard, talk);
  if (!talk.leads()) return ExitStatus::done;
  if (!settings.shard) return show_run(run, invocation, console);
  if (!invocation.quiet) console.out << describe_shard(run, *settings.shard);
  return ExitStatus::done;
}

}  // namespace plume
