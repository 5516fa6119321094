// SPDX-License-Identifier: Apache-2.0
#include "host/report/csv_cell.hpp"

#include "host/base/utf8.hpp"
#include "host/report/document.hpp"

namespace plume {

std::string csv_quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

std::string csv_cell(const std::string& name) { return csv_quoted(defused(valid_utf8(name))); }

}  // namespace plume
