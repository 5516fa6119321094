// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <ostream>

#include "host/analysis/inventory_summary.hpp"
#include "host/analysis/sample_shapes.hpp"
#include "host/cli/commands.hpp"
#include "host/cli/report_target.hpp"
#include "host/report/csv_report.hpp"
#include "host/report/html_report.hpp"
#include "host/report/json_report.hpp"
#include "host/report/make_document.hpp"
#include "host/report/pact_report.hpp"
#include "host/report/pdf_report.hpp"
#include "host/report/plain_formats.hpp"
#include "host/report/statement.hpp"
#include "host/report/text_report.hpp"
#include "host/report/write_file.hpp"
#include "host/report/xlsx_report.hpp"

namespace plume {
namespace {

/// What the user said about the looks, from the command line first, then from the template.
ReportChoices read_choices(const Invocation& invocation, const ReportInput& input, const InventorySummary& inventory,
                           const Console& console) {
  Findings findings;
  ReportChoices choices;
  if (!invocation.report_template.empty()) choices.own = read_template(invocation.report_template, findings);
  const std::string& language = invocation.language.empty() ? choices.own.language : invocation.language;
  choices.labels = built_in_labels(language.empty() ? "en" : language);
  if (!choices.own.labels.empty()) choices.labels = read_labels(choices.own.labels, choices.labels, findings);
  if (!invocation.labels.empty()) choices.labels = read_labels(invocation.labels, choices.labels, findings);
  choices.profile = choices.own.profile.value_or(natural_profile(input, &inventory));
  for (std::size_t i = 0; i < profile_names().size(); ++i) {
    if (invocation.profile == profile_names()[i]) choices.profile = static_cast<Profile>(i);
  }
  if (findings.has_errors()) throw BadInput(findings);
  print_findings(findings, console);
  return choices;
}

/// Whether more is wanted than the figures of the summaries.
bool wants_document(const Invocation& invocation) {
  switch (invocation.format) {
    case ReportFormat::text:
    case ReportFormat::csv:
    case ReportFormat::json:
      return !invocation.profile.empty() || !invocation.report_template.empty();
    case ReportFormat::pact:
    case ReportFormat::statement:
      return false;
    default:
      return true;
  }
}

void need_file(const Invocation& invocation, const char* format) {
  if (invocation.output.empty()) {
    throw UsageError(std::string("plume report: --format ") + format + " needs -o FILE (see 'plume report --help')");
  }
}

std::string render(const Invocation& invocation, const ResultFile& file, const Console& console) {
  const ReportInput input = report_input(file);
  const std::size_t width = invocation.output.empty() ? console.out_width : 0;
  if (!wants_document(invocation)) {
    switch (invocation.format) {
      case ReportFormat::csv:
        return csv_report(input);
      case ReportFormat::json:
        return json_report(input);
      case ReportFormat::pact: {
        Findings findings;
        const std::string footprints = pact_report(input, findings);
        if (findings.has_errors()) throw BadInput(findings);
        print_findings(findings, console);
        return footprints;
      }
      case ReportFormat::statement:
        return statement_report(input);
      default:
        return text_report(input, width);
    }
  }
  const InventorySummary inventory = inventory_summary(file);
  const ReportChoices choices = read_choices(invocation, input, inventory, console);
  const Document document = make_document(input, sample_shapes(file), choices, &inventory);
  switch (invocation.format) {
    case ReportFormat::csv:
      return document_csv(document);
    case ReportFormat::json:
      return document_json(document);
    case ReportFormat::markdown:
      return document_markdown(document, choices.labels);
    case ReportFormat::xlsx:
      return xlsx_report(document);
    case ReportFormat::html:
    case ReportFormat::pdf:
      return html_report(document, choices.labels, choices.own);
    default:
      return document_text(document, choices.labels, width);
  }
}

}  // namespace

/// Files before 1.3.
static void note_unverified(const ResultFile& file, const std::string& path, Findings& findings) {
  findings.add(
      "N0635", {path, 0, 0},
      std::string("the result has no digest of its bytes: it was written before results had one; ") +
          (file.has_verified_statistics() ? "its statistics are those of its samples" : "nothing of it is verified"),
      "run the study again for a result that can be verified");
}

ExitStatus report_command(const Invocation& invocation, const Console& console) {
  if (invocation.format == ReportFormat::xlsx) need_file(invocation, "xlsx");
  std::vector<PdfPrinter> printers;
  if (invocation.format == ReportFormat::pdf) {
    need_file(invocation, "pdf");
    const char* path = std::getenv("PATH");
    printers = pdf_printers(path ? path : "");
    if (printers.empty()) write_pdf({}, invocation.output, printers);  // says so before anything is read
  }
  const ResultFile file(invocation.path);
  Findings findings;
  if (!file.is_sealed()) note_unverified(file, invocation.path, findings);
  check_report_target(invocation, findings);
  if (findings.has_errors()) throw BadInput(findings);
  print_findings(findings, console);
  const std::string content = render(invocation, file, console);
  if (invocation.format == ReportFormat::pdf)
    write_pdf(content, invocation.output, printers);
  else if (invocation.output.empty())
    console.out << content;
  else
    write_file(invocation.output, content);
  return ExitStatus::done;
}

}  // namespace plume
