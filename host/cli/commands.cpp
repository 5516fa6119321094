// SPDX-License-Identifier: Apache-2.0
#include "host/cli/commands.hpp"

#include <memory>
#include <ostream>

#include "host/cli/describe.hpp"
#include "host/cli/input_kind.hpp"
#include "host/cli/interrupt.hpp"
#include "host/cli/progress.hpp"
#include "host/input/reader.hpp"
#include "host/report/text.hpp"
#include "host/report/text_report.hpp"
#include "host/study/dump.hpp"
#include "host/study/prepare.hpp"
#include "host/study/run_study.hpp"
#include "kernels/api/devices.hpp"

namespace plume {
namespace {

std::string counted(std::size_t number, const char* noun) {
  return std::to_string(number) + " " + noun + (number == 1 ? "" : "s");
}

Model read_model(const std::string& path, Findings& findings) {
  StudyModel model;
  model.path = path;
  model.written_path = path;
  model.place.file = path;
  return read_models({model}, findings);
}

ExitStatus check_model(const std::string& path, const Console& console) {
  Findings findings;
  Model model = read_model(path, findings);
  if (!findings.has_errors()) validate(model, findings);
  print_findings(findings, console);
  if (findings.has_errors()) return ExitStatus::bad_input;
  console.out << describe_model(model, audit(model));
  return ExitStatus::done;
}

ExitStatus check_study_file(const Invocation& invocation, const Console& console) {
  Findings findings;
  const PreparedStudy prepared = prepare_study(invocation.path, invocation.overrides, findings);
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

void print_findings(const Findings& findings, const Console& console) {
  std::string text = findings.to_string();
  if (!text.empty() && text.back() != '\n') text += '\n';
  console.err << text;
  if (findings.has_errors()) {
    console.err << counted(findings.num_errors(), "error") << ", " << counted(findings.num_warnings(), "warning")
                << "\n";
  }
}

static ExitStatus dump_command(const Invocation& invocation, const Console& console) {
  const InterruptGuard guard;
  Findings findings;
  const IterationDump dump =
      dump_iteration(invocation.path, invocation.overrides, *invocation.dump, invocation.output, findings);
  if (!invocation.quiet) print_findings(findings, console);
  console.out << describe_dump(dump);
  return ExitStatus::done;
}

ExitStatus run_command(const Invocation& invocation, const std::string& command, const Console& console) {
  if (invocation.dump) return dump_command(invocation, console);
  const InterruptGuard guard;
  std::unique_ptr<ProgressLine> line;
  if (console.err_is_terminal && !invocation.quiet) line = std::make_unique<ProgressLine>(console.err);
  RunOptions options;
  options.result_path = invocation.output;
  options.device = invocation.device;
  options.threads = invocation.threads;
  options.command = command;
  options.overrides = invocation.overrides;
  options.progress = [&](const RunProgress& progress) {
    guard.throw_if_interrupted();
    if (line) line->update(progress);
  };
  options.extend = invocation.extend;
  if (!invocation.quiet) {
    options.findings = [&](const Findings& findings) {
      if (line) line->finish();
      print_findings(findings, console);
      console.err.flush();
    };
  }
  const RunReport report = run_study(invocation.path, options);
  line.reset();
  if (!invocation.quiet) {
    console.out << text_report({report.header, report.totals, report.summaries}, console.out_width)
                << "\nresult: " << report.result_path.string() << "\n";
  }
  if (!report.too_many_failures) return ExitStatus::done;
  console.out.flush();
  console.err
      << "plume: " << num_without_score(report.totals) << " of " << report.totals.iterations
      << " iterations have no score, more than the study allows (solver.max_failed_share); the result is written\n";
  return ExitStatus::numerical;
}

ExitStatus check_command(const Invocation& invocation, const Console& console) {
  switch (input_kind(invocation.path)) {
    case InputKind::study:
      return check_study_file(invocation, console);
    case InputKind::model:
      return check_model(invocation.path, console);
    case InputKind::result:
      break;
  }
  throw UsageError("plume check: '" + invocation.path + "' is a result; 'plume info' and 'plume report' show results");
}

ExitStatus info_command(const Invocation& invocation, const Console& console) {
  switch (input_kind(invocation.path)) {
    case InputKind::result:
      console.out << describe_result(report_input(ResultFile(invocation.path)));
      return ExitStatus::done;
    case InputKind::model: {
      Findings findings;
      const Model model = read_model(invocation.path, findings);
      if (findings.has_errors()) throw BadInput(findings);
      console.out << describe_model(model, audit(model));
      return ExitStatus::done;
    }
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
