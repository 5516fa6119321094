// SPDX-License-Identifier: Apache-2.0
#include "host/base/finding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "host/base/edit_distance.hpp"
#include "host/base/printable.hpp"

namespace plume {
std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      return "note";
  }
  return "error";
}

Severity Finding::severity() const {
  switch (code.empty() ? 'E' : code.front()) {
    case 'W':
      return Severity::warning;
    case 'N':
      return Severity::note;
    default:
      return Severity::error;
  }
}

std::string to_string(const Finding& finding) {
  std::string line = finding.place.file;
  if (finding.place.line > 0) line += fmt::format("{}{}", line.empty() ? "line " : ":", finding.place.line);
  if (finding.place.line > 0 && finding.place.column > 0) line += fmt::format(":{}", finding.place.column);
  if (!line.empty()) line += ": ";
  line += fmt::format("{} {}: {}", name_of(finding.severity()), finding.code, finding.problem);
  if (!finding.hint.empty()) line += "; " + finding.hint;
  return printable(line);
}

void Findings::add(std::string code, Place place, std::string problem, std::string hint) {
  assert(code.size() == 5 && (code[0] == 'E' || code[0] == 'W' || code[0] == 'N'));
  Finding finding{std::move(code), std::move(place), std::move(problem), std::move(hint)};
  if (finding.severity() == Severity::error) ++num_errors_;
  if (finding.severity() == Severity::warning) ++num_warnings_;
  auto count = std::find_if(counts_.begin(), counts_.end(), [&](const CodeCount& c) { return c.code == finding.code; });
  if (count == counts_.end()) count = counts_.insert(counts_.end(), CodeCount{finding.code, 0});
  if (++count->count <= limit) list_.push_back(std::move(finding));
}

std::size_t Findings::suppressed(std::string_view code) const {
  for (const CodeCount& c : counts_)
    if (c.code == code) return c.count > limit ? c.count - limit : 0;
  return 0;
}

std::string Findings::to_string() const {
  std::string text;
  const auto add_line = [&text](const std::string& line) {
    if (!text.empty()) text += '\n';
    text += line;
  };
  for (const Finding& finding : list_) add_line(plume::to_string(finding));
  for (const CodeCount& c : counts_)
    if (c.count > limit) add_line(fmt::format("… and {} more of {}", c.count - limit, c.code));
  return text;
}

std::string did_you_mean(std::string_view given, const std::vector<std::string>& candidates) {
  const std::vector<std::string> found = nearest(given, candidates, 1);
  return found.empty() ? std::string{} : fmt::format("did you mean '{}'?", found.front());
}

}  // namespace plume
