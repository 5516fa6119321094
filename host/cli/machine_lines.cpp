// SPDX-License-Identifier: Apache-2.0
#include "host/cli/machine_lines.hpp"

#include <nlohmann/json.hpp>
#include <set>

#include "host/base/json_text.hpp"

namespace plume {
namespace {

using Json = nlohmann::ordered_json;

std::string line_of(const Json& object) { return json_text(object) + "\n"; }

}  // namespace

std::string finding_lines(const Findings& findings) {
  std::string text;
  std::set<std::string> codes;
  for (const Finding& finding : findings.list()) {
    text += line_of({{"kind", "finding"},
                     {"severity", name_of(finding.severity())},
                     {"code", finding.code},
                     {"file", finding.place.file},
                     {"line", finding.place.line},
                     {"column", finding.place.column},
                     {"problem", finding.problem},
                     {"hint", finding.hint}});
    codes.insert(finding.code);
  }
  for (const std::string& code : codes) {
    if (const std::size_t more = findings.suppressed(code); more > 0)
      text += line_of({{"kind", "suppressed"}, {"code", code}, {"number", more}});
  }
  return text;
}

std::string progress_line(const api::Progress& progress) {
  return line_of({{"kind", "progress"},
                  {"stage", progress.stage},
                  {"done", progress.done},
                  {"total", progress.total},
                  {"seconds", progress.seconds}});
}

std::string message_line(std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  return line_of({{"kind", "message"}, {"text", std::string(text)}});
}

}  // namespace plume
