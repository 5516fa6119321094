// SPDX-License-Identifier: Apache-2.0
#include "host/report/report_target.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

#include "host/report/report_template.hpp"
#include "host/store/own_files.hpp"

namespace plume {
namespace {

namespace fs = std::filesystem;

bool holds_any(std::string_view text, std::initializer_list<std::string_view> marks) {
  return std::any_of(marks.begin(), marks.end(), [&](std::string_view mark) {
    return text.find(mark) != std::string_view::npos;
  });
}

/// The last lines, where documents say what they are made with.
std::string_view end_of(std::string_view text) {
  return text.substr(text.size() - std::min<std::size_t>(text.size(), 200));
}

/// The parts of a workbook in the order in which only Plume writes them, and no properties of a
/// document, which all others have.
bool is_own_workbook(std::string_view text) {
  std::size_t at = 0;
  for (const std::string_view part :
       {"PK\x03\x04", "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/worksheets/sheet1.xml"}) {
    const std::size_t found = text.find(part, at);
    if (found == std::string_view::npos || (at == 0 && found != 0)) return false;
    at = found + part.size();
  }
  return text.find("docProps/") == std::string_view::npos;
}

/// A picture beside the template with the bytes of its logo.
bool is_logo(const fs::path& output, const ReportRequest& request) {
  if (request.report_template.empty()) return false;
  Findings ignored;
  const std::string logo = read_template(request.report_template, ignored).logo_bytes;
  std::ifstream stream(output, std::ios::binary);
  return !logo.empty() && std::string(std::istreambuf_iterator<char>(stream), {}) == logo;
}

}  // namespace

bool is_report(std::string_view text, ReportFormat format) {
  switch (format) {
    case ReportFormat::csv:
      return text.starts_with("demand,demand_unit,category,category_id,unit,count,") ||
             text.starts_with("section,table,row,column,value,shown");
    case ReportFormat::json:
      return holds_any(text, {"\"plume_version\": \"", "\"generator\": \"plume "});
    case ReportFormat::html:
      return holds_any(text, {"<meta name=\"generator\" content=\"plume "});
    case ReportFormat::text:
      return (text.starts_with("Study       ") && holds_any(text, {"\nIterations  "})) ||
             holds_any(end_of(text), {"plume "});
    case ReportFormat::markdown:
      return holds_any(end_of(text), {"plume "});
    case ReportFormat::pact:
      return holds_any(text, {"Made by plume ", "Draft made by plume "});
    case ReportFormat::statement:
      return holds_any(text, {"\"plume-uncertainty-statement\""});
    case ReportFormat::xlsx:
      return is_own_workbook(text);
    case ReportFormat::pdf:
      break;
  }
  return false;
}

void check_report_target(const ReportRequest& request, Findings& findings) {
  if (request.output.empty()) return;
  const fs::path output = request.output;
  std::error_code error;
  // nothing there, or what cannot become a report at all
  if (!fs::is_regular_file(output, error)) return;
  std::vector<fs::path> inputs = {request.result};
  Findings ignored;  // reading it again, for the report, tells them
  if (!request.report_template.empty()) {
    if (const fs::path labels = read_template(request.report_template, ignored).labels;
        !labels.empty())
      inputs.push_back(labels);
  }
  for (const std::string& input : {request.report_template, request.labels}) {
    if (!input.empty()) inputs.emplace_back(input);
  }
  const auto refuse = [&](const char* code, const std::string& problem, const char* hint) {
    findings.add(code, {output.string(), 0, 0}, problem, hint);
  };
  constexpr const char* another = "give another name with -o";
  if (const fs::path input = input_that_is(output, inputs); !input.empty()) {
    refuse("E0632", "the output is the input '" + input.string() + "' itself", another);
  } else if (is_logo(output, request)) {
    refuse("E0632", "the output is the logo of the template", another);
  } else if (is_result(output)) {
    refuse("E0632", "the output is a result of Plume", another);
  } else if (!request.force) {
    std::ifstream stream(output, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    if (is_report(text, request.format)) return;
    refuse("E0633", "the file exists and is not known to be a report of this format",
           "give another name with -o, or --force to replace it");
  }
}

}  // namespace plume
