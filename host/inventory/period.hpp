// SPDX-License-Identifier: Apache-2.0
// The period of a row as an interval of whole days, as people write it:
//
//     years, halves, quarters, months   2023 · 2023-H1 · H1 2023 · 2023-Q2 · Q2 2023 · 2023-04 ·
//                                       04/2023 · Apr 2023 · 2023年4月
//     weeks (ISO 8601), days            2023-W05 · 2023-04-17 · 20230417 · 17.04.2023 · 17 Apr 2023
//     two of them                       2023-01/2023-06 · 2023-01-01/06-30 · Jan - Mar 2023 · 2022
//                                       to 2023 · 2023-01-01/P3M
//
// What can be read in two ways (03/04/2023, 2011/12) or depends on the country (a financial year
// 2022/23) is no period: the hint says what to write instead.
//
//     const PeriodReading year = read_period("2023"), spring = read_period("Q2 2023");
//     if (year.period->holds(*spring.period)) count();
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace plume {

/// First and last day, counted from 1970-01-01.
struct Period {
  int first = 0, last = 0;

  [[nodiscard]] bool holds(const Period& other) const {
    return first <= other.first && other.last <= last;
  }
  [[nodiscard]] bool operator==(const Period& other) const {
    return first == other.first && last == other.last;
  }
};

struct PeriodReading {
  std::optional<Period> period;
  std::string hint;  ///< what to write, where there is none
};

[[nodiscard]] PeriodReading read_period(std::string_view text);
[[nodiscard]] bool overlap(const Period& a, const Period& b);
/// The day the computer's clock shows, in UTC.
[[nodiscard]] int day_of_today();

}  // namespace plume
