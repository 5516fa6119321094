// SPDX-License-Identifier: Apache-2.0
// What a spreadsheet shows of a number: its format makes a percentage, a date or a time of it. The
// number 0.05 with the format "0%" is seen as 5 %, and 45017 with "yyyy-mm-dd" as a day in 2023.
//
//     // a date without its day
//     const NumberFormat format = number_format("mmm-yy");
//     date_text(45017.0, format, DateSystem::from_1900)                    // "2023-04"
//
// Source: ECMA-376 part 1, 18.8.30 (numFmt, codes and those built in) and 18.17.4 (dates: days
// since the end of 1899, in which 1900 is taken for a leap year; or since 1904-01-01).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace plume {

struct NumberFormat {
  /// scaled: 1500 shown as 1.5 or 2; nothing: not shown at all
  enum class Kind : std::uint8_t { number, percent, date, time, scaled, nothing };
  Kind kind = Kind::number;
  std::string words;                              ///< that stand beside a number: "kt" of '0" kt"'
  bool year = false, month = false, day = false;  ///< what a date shows
};

[[nodiscard]] NumberFormat number_format(std::string_view code);
/// One of those that have a number and no code.
[[nodiscard]] NumberFormat built_in_number_format(unsigned id);

enum class DateSystem : std::uint8_t { from_1900, from_1904 };

/// "2023-04-01", "2023-04" or "2023", as far as the format shows it, with " 12:30" where the number
/// holds a time; empty where the number is no date.
[[nodiscard]] std::string date_text(double serial, const NumberFormat& format, DateSystem system);

/// "2023-04-01T00:00:00" (what ISO 8601 makes of a date) as far as the format shows it.
[[nodiscard]] std::string date_text(std::string_view iso, const NumberFormat& format);

}  // namespace plume
