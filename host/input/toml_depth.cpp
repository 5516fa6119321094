// SPDX-License-Identifier: Apache-2.0
#include "host/input/toml_depth.hpp"

namespace plume {
namespace {

/// Position behind the string that begins at `at`.
std::size_t skip_string(std::string_view toml, std::size_t at) {
  const char quote = toml[at];
  const bool long_string = at + 2 < toml.size() && toml[at + 1] == quote && toml[at + 2] == quote;
  for (at += long_string ? 3 : 1; at < toml.size(); ++at) {
    if (toml[at] == '\\' && quote == '"')
      ++at;
    else if (toml[at] == '\n' && !long_string)
      return at;
    else if (toml[at] == quote && !long_string)
      return at + 1;
    else if (toml[at] == quote && at + 2 < toml.size() && toml[at + 1] == quote && toml[at + 2] == quote)
      return at + 3;
  }
  return toml.size();
}

}  // namespace

bool is_too_deep(std::string_view toml) {
  std::size_t dots = 0;
  for (std::size_t at = 0; at < toml.size();) {
    switch (toml[at]) {
      case '"':
      case '\'':
        at = skip_string(toml, at);
        continue;
      case '#':
        while (at < toml.size() && toml[at] != '\n') ++at;
        continue;
      case '.':
        if (++dots > max_key_dots) return true;
        break;
      case '=':
      case ',':
      case '{':
      case '}':
      case '[':
      case ']':
      case '\n':
        dots = 0;
        break;
      default:
        break;
    }
    ++at;
  }
  return false;
}

}  // namespace plume
