// SPDX-License-Identifier: Apache-2.0
// The period of a row as its first and last day: "2023", "2023-04", "2023-04-17", or two of them with '/' between.
//
//     const auto year = parse_period("2023"), april = parse_period("2023-04");
//     if (year && april && overlap(*year, *april)) tell();
#pragma once

#include <optional>
#include <string>

namespace plume {

/// First and last day, as numbers yyyymmdd that only order.
struct Period {
  int first = 0, last = 0;
};

/// Nothing where the text is no period.
[[nodiscard]] std::optional<Period> parse_period(const std::string& text);
[[nodiscard]] bool overlap(const Period& a, const Period& b);

}  // namespace plume
