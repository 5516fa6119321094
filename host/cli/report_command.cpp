// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <ostream>
#include <string>
#include <vector>

#include "host/cli/commands.hpp"
#include "host/report/pdf_report.hpp"
#include "host/report/render_report.hpp"
#include "host/report/write_file.hpp"

namespace plume {
namespace {

void need_file(const Invocation& invocation, const char* format) {
  if (invocation.output.empty()) {
    throw UsageError(std::string("plume report: --format ") + format +
                     " needs -o FILE (see 'plume report --help')");
  }
}

/// Where there are none, printing says so: before anything is read.
std::vector<PdfPrinter> printers_for(const Invocation& invocation) {
  const char* path = std::getenv("PATH");
  std::vector<PdfPrinter> printers = pdf_printers(path ? path : "");
  if (printers.empty()) write_pdf({}, invocation.output, printers);
  return printers;
}

ReportRequest request_of(const Invocation& invocation, const Console& console) {
  ReportRequest request;
  request.result = invocation.path;
  request.format = invocation.format;
  request.profile = invocation.profile;
  request.language = invocation.language;
  request.labels = invocation.labels;
  request.report_template = invocation.report_template;
  request.output = invocation.output;
  request.force = invocation.force;
  request.width = console.out_width;
  return request;
}

}  // namespace

ExitStatus report_command(const Invocation& invocation, const Console& console) {
  if (invocation.format == ReportFormat::xlsx) need_file(invocation, "xlsx");
  std::vector<PdfPrinter> printers;
  if (invocation.format == ReportFormat::pdf) {
    need_file(invocation, "pdf");
    printers = printers_for(invocation);
  }
  const std::string content =
      render_report(request_of(invocation, console),
                    [&](const Findings& findings) { print_findings(findings, console); });
  if (invocation.format == ReportFormat::pdf)
    write_pdf(content, invocation.output, printers);
  else if (invocation.output.empty())
    console.out << content;
  else
    write_file(invocation.output, content);
  return ExitStatus::done;
}

}  // namespace plume
