// SPDX-License-Identifier: Apache-2.0
// Units of activity data and emission factors, with exact factors by definition: "kg/TJ (NCV)", "t km", "m2 wafer", "10^4 Nm3".
//
// A unit is a product of powers of base dimensions times a factor. What follows a unit is the name of the substance ("kg Si"), which is
// kept but not compared. Gas volume at standard conditions (Nm3) is a dimension of its own: it becomes m3 by no fixed number.
//
//     const auto from = parse_unit("MWh"), to = parse_unit("kWh");
//     if (from && to && same_dimension(*from, *to)) amount *= conversion(*from, *to);      // 1000
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plume {

struct MeasureUnit {
  /// mass, length, energy, standard gas volume, pieces, time, money of three currencies, and mass of carbon, which is apart because
  /// a tonne of it is 44/12 t of CO2
  static constexpr int num_dimensions = 10;
  std::array<std::int8_t, num_dimensions> powers{};
  double factor = 1.0;    ///< in kg, m, MJ, Nm3, pieces, s, kg of carbon
  std::string calorific;  ///< "NCV" or "GCV" where the unit says so
  std::string substance;
};

[[nodiscard]] std::optional<MeasureUnit> parse_unit(std::string_view text);
/// Also false where one says NCV and the other GCV.
[[nodiscard]] bool same_dimension(const MeasureUnit& a, const MeasureUnit& b);
[[nodiscard]] double conversion(const MeasureUnit& from, const MeasureUnit& to);
[[nodiscard]] MeasureUnit operator*(const MeasureUnit& a, const MeasureUnit& b);
[[nodiscard]] MeasureUnit operator/(const MeasureUnit& a, const MeasureUnit& b);

struct NamedUnit {
  std::string_view name;
  std::array<std::int8_t, MeasureUnit::num_dimensions> powers;
  double factor;
};
[[nodiscard]] const std::vector<NamedUnit>& named_units();

}  // namespace plume
