// SPDX-License-Identifier: Apache-2.0
#include "host/store/stored_text.hpp"

#include "host/base/utf8.hpp"

namespace plume {

std::string stored_text(std::string_view text) {
  std::string stored;
  const std::string valid = valid_utf8(text);
  for (const char c : valid) {
    if (c == '\0')
      stored += utf8_replacement;
    else
      stored += c;
  }
  return stored;
}

}  // namespace plume
