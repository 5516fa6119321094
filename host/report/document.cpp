// SPDX-License-Identifier: Apache-2.0
#include "host/report/document.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "host/base/constants.hpp"

namespace plume {
namespace {

/// Place of the last of `digits` significant digits.
int place_of(double value, int digits) {
  if (!std::isfinite(value) || value == 0.0) return 0;
  return static_cast<int>(std::floor(std::log10(std::fabs(value)))) + 1 - digits;
}

}  // namespace

Cell Cell::figure(double value, int digits) {
  Rounding rounding;
  rounding.place = place_of(value, digits);
  rounding.scientific =
      std::isfinite(value) && value != 0.0 && (std::fabs(value) < 1e-4 || std::fabs(value) >= 1e9);
  return number(value, rounding);
}

Cell Cell::percent(double share, double error) {
  // A share near 0 or 1 keeps what tells it from them; an error cuts what is not known.
  const double percent = 100.0 * share;
  const double distance = std::min(std::fabs(percent), std::fabs(100.0 - percent));
  Rounding rounding;
  rounding.place = distance >= 10.0 || distance == 0.0 ? 0 : std::max(place_of(distance, 2), -3);
  if (error > 0.0)
    rounding.place = std::max(rounding.place, std::min(0, place_of(100.0 * error, 1)));
  return {Kind::percent, {}, share, rounding};
}

Cell Cell::level(double share) {
  Rounding rounding;
  while (rounding.place > -6 &&
         std::fabs(100.0 * share - std::round(100.0 * share * std::pow(10.0, -rounding.place)) *
                                       std::pow(10.0, rounding.place)) > 1e-9) {
    --rounding.place;
  }
  return {Kind::percent, {}, share, rounding};
}

Cell Cell::sampled_share(double share, double count) {
  if (!(count > 0.0) || !std::isfinite(share)) return percent(share);
  Cell cell = percent(share, std::sqrt(share * (1.0 - share) / count));
  if (share != 0.0 && share != 1.0) return cell;
  const double most = std::min(100.0, 300.0 / count);  // percent
  const int place = std::max(place_of(most, 1), -6);
  // Rounded outwards: to nearest it would say more than the run knows. 0.03 in binary is no more
  // than 0.03 by its last digit.
  const double step = std::pow(10.0, place),
               outer = std::min(std::ceil(most / step * (1.0 - 1e-12)) * step, 100.0);
  cell.rounding.place = place;
  cell.text = share == 0.0 ? "< " + rounded(outer, {place, false}) + " %"
                           : "> " + rounded(100.0 - outer, {place, false}) + " %";
  return cell;
}

Cell Cell::change(double from, double to) {
  const bool known = std::isfinite(from) && from != 0.0 && std::isfinite(to);
  return {Kind::change, {}, known ? (to - from) / std::fabs(from) : nan, Rounding{}};
}

std::string shown(const Cell& cell) {
  switch (cell.kind) {
    case Cell::Kind::text:
      return cell.text;
    case Cell::Kind::number:
      return std::isnan(cell.value) && !cell.text.empty() ? cell.text
                                                          : rounded(cell.value, cell.rounding);
    case Cell::Kind::percent:
      if (!cell.text.empty()) return cell.text;
      return std::isnan(cell.value) ? rounded(cell.value, cell.rounding)
                                    : rounded(100.0 * cell.value, cell.rounding) + " %";
    case Cell::Kind::change:
      return signed_percent(cell.value);
  }
  return {};
}

std::string kind_name(const Figure& figure) {
  static constexpr std::array names = {"distribution", "stacked_bars", "tornado",    "convergence",
                                       "matrix",       "waterfall",    "claim_curve"};
  return names[figure.data.index()];
}

}  // namespace plume
