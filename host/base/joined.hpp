// SPDX-License-Identifier: Apache-2.0
// Words one after another, for findings and hints.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace plume {

/// joined({"a", "b"}) == "a, b"; joined({"a", "b"}, "; ", "'") == "'a'; 'b'"
[[nodiscard]] inline std::string joined(const std::vector<std::string>& words,
                                        std::string_view between = ", ",
                                        std::string_view quote = {}) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += between;
    text.append(quote).append(word).append(quote);
  }
  return text;
}

}  // namespace plume
