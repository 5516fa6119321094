// SPDX-License-Identifier: Apache-2.0
#include "host/base/csv_cell.hpp"

#include "host/base/printable.hpp"

namespace plume {

std::string csv_quoted(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

// Before the line ends go: a name that begins with one is defused, too.
std::string csv_cell(std::string_view name) {
  return csv_quoted(printable(defused(std::string(name))));
}

}  // namespace plume
