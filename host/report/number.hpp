// SPDX-License-Identifier: Apache-2.0
// Numbers for people: with the digits that mean something. (For machines: format_exact,
// host/base/numbers.hpp.)
#pragma once

#include <span>
#include <string>

namespace plume {

/// How the numbers of one table row are rounded: all to the same decimal place, so that they
/// compare by eye.
struct Rounding {
  int place = 0;            ///< the last digit shown counts 10^place
  bool scientific = false;  ///< "1.234e-09" rather than "0.000000001234"
};

/// The rounding that a Monte Carlo standard error allows: its first two significant digits are the
/// last two shown. A mean of 1.23456789 known to ±0.0123 is "1.235" ± "0.012": place =
/// floor(log10(0.0123)) − 1 = −3. At most 9 significant digits of the largest of `values` are kept;
/// where the error is 0 or unknown, 6 of them.
[[nodiscard]] Rounding rounding_by_error(double standard_error, std::span<const double> values);

/// `value` so rounded, for fields that programs read: "37910.5"; "–" for a NaN.
[[nodiscard]] std::string decimal(double value, Rounding rounding);

/// The same for people: from five digits on, thousands are parted by a narrow blank that no line
/// breaks at (ISO 80000-1, 7.3.1): "37 910.5".
[[nodiscard]] std::string rounded(double value, Rounding rounding);

/// "+12 %", "−0.4 %": the change from `from` to `to`, two significant digits; "–" where it has no
/// meaning.
[[nodiscard]] std::string percent_change(double from, double to);

/// The same of a change that is known: 0.12 is "+12 %".
[[nodiscard]] std::string signed_percent(double share);

}  // namespace plume
