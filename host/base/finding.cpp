// SPDX-License-Identifier: Apache-2.0
#include "host/base/finding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "host/base/edit_distance.hpp"
#include "host/base/printable.hpp"

namespace plume {
namespace {

constexpr std::size_t longest_finding = 1500;  ///< of problem and hint, before they are cut
constexpr std::size_t longest_problem = 1000, longest_hint = 500, longest_quote = 80,
                      longest_file = 450;

/// The first bytes of a text, never within a UTF-8 character, and "…" for the rest.
std::string cut(std::string_view text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return std::string(text);
  while (max_bytes > 0 && (static_cast<unsigned char>(text[max_bytes]) & 0xC0U) == 0x80U)
    --max_bytes;
  return std::string(text.substr(0, max_bytes)) + "…";
}

/// What a message quotes of files, 'in quotes', cut where it is long: what the message says of it
/// stands behind.
std::string with_short_quotes(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t begin = text.find('\'');
    const std::size_t end = begin == std::string_view::npos ? begin : text.find('\'', begin + 1);
    if (end == std::string_view::npos) break;
    result += text.substr(0, begin + 1);
    result += cut(text.substr(begin + 1, end - begin - 1), longest_quote);
    result += '\'';
    text.remove_prefix(end + 1);
  }
  return result.append(text);
}

/// Names in files may be books; a message is read on a screen. Bytes that are no text grow
/// threefold where they are printed.
void keep_short(Finding& finding) {
  if (finding.place.file.size() > longest_file / 3)
    finding.place.file = cut(printable(finding.place.file), longest_file);
  if (finding.problem.size() + finding.hint.size() <= longest_finding / 3) return;
  finding.problem = printable(finding.problem);
  finding.hint = printable(finding.hint);
  if (finding.problem.size() + finding.hint.size() <= longest_finding) return;
  finding.problem = cut(with_short_quotes(finding.problem), longest_problem);
  finding.hint = cut(with_short_quotes(finding.hint), longest_hint);
}

}  // namespace

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
  if (finding.place.line > 0)
    line += fmt::format("{}{}", line.empty() ? "line " : ":", finding.place.line);
  if (finding.place.line > 0 && finding.place.column > 0)
    line += fmt::format(":{}", finding.place.column);
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
  auto count = std::find_if(counts_.begin(), counts_.end(),
                            [&](const CodeCount& c) { return c.code == finding.code; });
  if (count == counts_.end()) count = counts_.insert(counts_.end(), CodeCount{finding.code, 0});
  if (++count->count > limit) return;
  keep_short(finding);
  list_.push_back(std::move(finding));
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
