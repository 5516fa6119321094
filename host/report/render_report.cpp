// SPDX-License-Identifier: Apache-2.0
#include "host/report/render_report.hpp"

#include <cstddef>

#include "host/analysis/inventory_summary.hpp"
#include "host/analysis/sample_shapes.hpp"
#include "host/base/error.hpp"
#include "host/report/csv_report.hpp"
#include "host/report/html_report.hpp"
#include "host/report/json_report.hpp"
#include "host/report/make_document.hpp"
#include "host/report/pact_report.hpp"
#include "host/report/plain_formats.hpp"
#include "host/report/report_target.hpp"
#include "host/report/statement.hpp"
#include "host/report/text_report.hpp"
#include "host/report/xlsx_report.hpp"
#include "host/store/result.hpp"

namespace plume {
namespace {

void tell_or_throw(const Findings& findings, const FindingsTold& tell) {
  if (findings.has_errors()) throw BadInput(findings);
  tell(findings);
}

/// Files before 1.3.
void note_unverified(const ResultFile& file, const std::string& path, Findings& findings) {
  findings.add(
      "N0635", {path, 0, 0},
      std::string(
          "the result has no digest of its bytes: it was written before results had one; ") +
          (file.has_verified_statistics() ? "its statistics are those of its samples"
                                          : "nothing of it is verified"),
      "run the study again for a result that can be verified");
}

/// What the user said about the looks, in the request first, then in the template.
ReportChoices read_choices(const ReportRequest& request, const ReportInput& input,
                           const InventorySummary& inventory, const FindingsTold& tell) {
  Findings findings;
  ReportChoices choices;
  if (!request.report_template.empty())
    choices.own = read_template(request.report_template, findings);
  const std::string& language = request.language.empty() ? choices.own.language : request.language;
  choices.labels = built_in_labels(language.empty() ? "en" : language);
  if (!choices.own.labels.empty())
    choices.labels = read_labels(choices.own.labels, choices.labels, findings);
  if (!request.labels.empty())
    choices.labels = read_labels(request.labels, choices.labels, findings);
  choices.profile = choices.own.profile.value_or(natural_profile(input, &inventory));
  for (std::size_t i = 0; i < profile_names().size(); ++i) {
    if (request.profile == profile_names()[i]) choices.profile = static_cast<Profile>(i);
  }
  tell_or_throw(findings, tell);
  return choices;
}

/// Whether more is wanted than the figures of the summaries.
bool wants_document(const ReportRequest& request) {
  switch (request.format) {
    case ReportFormat::text:
    case ReportFormat::csv:
    case ReportFormat::json:
      return !request.profile.empty() || !request.report_template.empty();
    case ReportFormat::pact:
    case ReportFormat::statement:
      return false;
    default:
      return true;
  }
}

/// For a screen; files hold all of it.
std::size_t screen_width(const ReportRequest& request) {
  return request.output.empty() ? request.width : 0;
}

std::string footprints_of(const ReportInput& input, const FindingsTold& tell) {
  Findings findings;
  std::string footprints = pact_report(input, findings);
  tell_or_throw(findings, tell);
  return footprints;
}

std::string figures_alone(const ReportRequest& request, const ReportInput& input,
                          const FindingsTold& tell) {
  switch (request.format) {
    case ReportFormat::csv:
      return csv_report(input);
    case ReportFormat::json:
      return json_report(input);
    case ReportFormat::pact:
      return footprints_of(input, tell);
    case ReportFormat::statement:
      return statement_report(input);
    default:
      return text_report(input, screen_width(request));
  }
}

std::string whole_document(const ReportRequest& request, const ResultFile& file,
                           const ReportInput& input, const FindingsTold& tell) {
  const InventorySummary inventory = inventory_summary(file);
  const ReportChoices choices = read_choices(request, input, inventory, tell);
  const Document document = make_document(input, sample_shapes(file), choices, &inventory);
  switch (request.format) {
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
      return document_text(document, choices.labels, screen_width(request));
  }
}

}  // namespace

std::string render_report(const ReportRequest& request, const FindingsTold& tell) {
  const ResultFile file(request.result);
  Findings findings;
  if (!file.is_sealed()) note_unverified(file, request.result, findings);
  check_report_target(request, findings);
  tell_or_throw(findings, tell);
  const ReportInput input = report_input(file);
  return wants_document(request) ? whole_document(request, file, input, tell)
                                 : figures_alone(request, input, tell);
}

}  // namespace plume
