// SPDX-License-Identifier: Apache-2.0
// Letters without regard to case: A to Z only, in every locale, so that UTF-8 stays as it is ("Ä"
// is no "ä" here).
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace plume {

[[nodiscard]] constexpr char lower_case(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// lower_case("CO2 (Fossil)") == "co2 (fossil)"
[[nodiscard]] inline std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return lower_case(c); });
  return lower;
}

}  // namespace plume
