// SPDX-License-Identifier: Apache-2.0
// Numbers in and out of text, the same in every locale: '.' is the decimal point, nothing separates
// thousands. What cannot be read is explained, since most bad numbers come from a spreadsheet with
// other habits:
//
//     NumberTrouble trouble;
//     if (const auto amount = parse_double(cell, trouble)) use(*amount);
//     else findings.add("E0203", place, trouble.problem("amount", cell), trouble.hint);
//     // amount '1,5' is not a number (decimals use '.'); did you mean 1.5?
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plume {

/// Why a text is not a number, and what may have been meant; each may be empty.
struct NumberTrouble {
  std::string why;
  std::string hint;
  std::string_view wanted = "a number";  ///< or "an integer"

  /// "amount '1,5' is not a number (decimals use '.')"
  [[nodiscard]] std::string problem(std::string_view what, std::string_view text) const;
};

/// A finite decimal number: [+-] digits [. digits] [e [+-] digits], blanks around it ignored.
/// Infinite, NaN, hexadecimal and what overflows or underflows a double are refused.
[[nodiscard]] std::optional<double> parse_double(std::string_view text, NumberTrouble& trouble);

/// A decimal integer in [min, max], blanks around it ignored; "5.0" and "1e3" are no integers.
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text, std::int64_t min,
                                                        std::int64_t max, NumberTrouble& trouble);

/// Blanks (space, tab, CR, LF) cut off both ends.
[[nodiscard]] std::string_view trim(std::string_view text);

/// The shortest text that reads back as the same number: "0.1", "100000", "1e+16", "nan", "inf".
[[nodiscard]] std::string format_exact(double value);

/// Rounded to `digits` significant digits (1 to 17), trailing zeros kept: 12345.6 with 3 is
/// "12300", 0.5 is "0.500". Below 1e-4 and from 1e7 on in scientific notation: "1.23e+08".
[[nodiscard]] std::string format_significant(double value, int digits);

/// So many bytes for people, in powers of 1000: "18 kB", "288 kB", "1.5 GB".
[[nodiscard]] std::string format_bytes(double number);

}  // namespace plume
