// SPDX-License-Identifier: Apache-2.0
#include "host/cli/commands.hpp"

#include <filesystem>
#include <ostream>

#include "host/api/devices.hpp"
#include "host/api/inputs.hpp"
#include "host/api/looking.hpp"
#include "host/cli/machine_lines.hpp"
#include "host/report/describe_result.hpp"
#include "host/report/text.hpp"

namespace plume {
namespace {

std::string counted(std::size_t number, const char* noun) {
  return std::to_string(number) + " " + noun + (number == 1 ? "" : "s");
}

api::Form form_of(ReportFormat format) {
  switch (format) {
    case ReportFormat::csv:
      return api::Form::csv;
    case ReportFormat::json:
      return api::Form::json;
    default:
      return api::Form::text;
  }
}

ExitStatus check_model(const Invocation& invocation, const Console& console) {
  const api::Form form = form_of(invocation.format);
  Findings findings;
  const std::string text = api::check_model(invocation.path, invocation.policy, form, findings);
  if (form == api::Form::text) print_findings(findings, console);
  console.out << text;
  return findings.has_errors() ? ExitStatus::bad_input : ExitStatus::done;
}

/// The study as it stands; "-" is what standard input holds.
api::Study study_named(const Invocation& invocation, const Console& console) {
  if (invocation.path != "-") return api::Study::file(invocation.path);
  std::error_code ignored;
  if (!invocation.base.empty() && !std::filesystem::is_directory(invocation.base, ignored))
    throw UsageError("plume: --base is no folder: '" + invocation.base + "'");
  if (console.in == nullptr) throw Error("there is no standard input to read the study from");
  return api::study_from(*console.in, invocation.base);
}

}  // namespace

api::Study study_of(const Invocation& invocation, const Console& console) {
  api::Study study = study_named(invocation, console);
  for (const Setting& each : invocation.settings) study.set(each.key, each.value);
  return study;
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
    console.err << counted(findings.num_errors(), "error") << ", "
                << counted(findings.num_warnings(), "warning") << "\n";
  }
}

void print_message(std::string_view text, const Console& console) {
  if (console.findings == Telling::json) {
    console.err << message_line(text);
  } else {
    console.err << "plume: " << printable(text) << "\n";
  }
}

static ExitStatus check_study_file(const Invocation& invocation, const Console& console) {
  Findings findings;
  const std::string text =
      api::check_study(study_of(invocation, console), invocation.policy, findings);
  print_findings(findings, console);
  console.out << text;
  return findings.has_errors() ? ExitStatus::bad_input : ExitStatus::done;
}

ExitStatus check_command(const Invocation& invocation, const Console& console) {
  if (invocation.path == "-") return check_study_file(invocation, console);
  switch (api::input_kind(invocation.path)) {
    case api::InputKind::study:
      return check_study_file(invocation, console);
    case api::InputKind::model:
      return check_model(invocation, console);
    case api::InputKind::parts:
      throw UsageError("plume check: '" + invocation.path +
                       "' holds parts of a run; 'plume info' shows them");
    case api::InputKind::project:
      throw UsageError(
          "plume check: '" + invocation.path +
          "' is a Brightway project; 'plume info' lists its databases, whose files are models");
    case api::InputKind::result:
      break;
  }
  throw UsageError("plume check: '" + invocation.path +
                   "' is a result; 'plume info' and 'plume report' show results");
}

static ExitStatus info_of_project(const Invocation& invocation, const Console& console) {
  Findings findings;
  const std::string text =
      api::look_at_project(invocation.path, form_of(invocation.format), findings);
  print_findings(findings, console);
  console.out << text;
  return ExitStatus::done;
}

ExitStatus info_command(const Invocation& invocation, const Console& console) {
  switch (api::input_kind(invocation.path)) {
    case api::InputKind::result:
      console.out << describe_result(invocation.path,
                                     invocation.verify ? Reading::verified : Reading::as_shown);
      return ExitStatus::done;
    case api::InputKind::model:
      console.out << api::look_at_model(invocation.path, form_of(invocation.format));
      return ExitStatus::done;
    case api::InputKind::parts:
      console.out << api::look_at_parts(invocation.path);
      return ExitStatus::done;
    case api::InputKind::project:
      return info_of_project(invocation, console);
    case api::InputKind::study:
      break;
  }
  console.out << api::look_at_study(api::Study::file(invocation.path));
  return ExitStatus::done;
}

ExitStatus devices_command(const Console& console) {
  TextTable table({"device", "name", "usable", "detail"},
                  {TextTable::left, TextTable::left, TextTable::left, TextTable::left});
  for (const api::FoundDevice& device : api::find_devices())
    table.add({device.id, printable(device.name), device.usable ? "yes" : "no",
               printable(device.detail)});
  console.out << table.to_string();
  return ExitStatus::done;
}

}  // namespace plume
