// SPDX-License-Identifier: Apache-2.0
// Units of amounts as people write them, with exact factors by definition: "kg/TJ (NCV)", "t km",
// "tonne-km", "m2 wafer", "10^4 Nm3", "kWh (Gross CV)", "kgCO2e", "万吨".
//
// A unit is a product of powers of base dimensions times a factor, and what its text says besides:
// the substance that the mass is of ("kg N2O-N"), the heating value that the energy is counted by,
// and any other note in brackets. The reader keeps these; whoever multiplies compares them. Gas
// volume at 0 °C (Nm3) is a dimension of its own: it becomes m3 by no fixed number. So is carbon.
//
//     const auto from = parse_unit("MWh"), to = parse_unit("kWh");
//     if (from && to && same_dimension(*from, *to)) amount *= conversion(*from, *to);      // 1000
//
//     const UnitReading read = read_unit("ton");
//     // !read.unit; read.problem: "unit 'ton' has several meanings"; read.hint: "write t (1000
//     kg), short ton (907.18474 kg) or …"
//
// The names stand in named_units.hpp, those of gases in gas_names.hpp. Unit groups of databases are
// not here: a reader makes them of what its format says.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plume {

struct MeasureUnit {
  /// mass, length, energy, gas volume at 0 °C, pieces, time, money of six currencies, and mass of
  /// carbon, which is apart because a tonne of it is 44/12 t of CO2
  static constexpr int num_dimensions = 13;
  std::array<std::int8_t, num_dimensions> powers{};
  double factor = 1.0;      ///< in kg, m, MJ, Nm3, pieces, s, the currency, kg of carbon
  std::string calorific;    ///< "NCV" or "GCV" where the text says so, in one of many ways
  std::string substance;    ///< as written: "CO2e", "MG-Si"
  std::string note;         ///< what else stands in brackets
  bool is_unknown = false;  ///< stands for a cell that was told already: agrees with any
};

struct UnitReading {
  std::optional<MeasureUnit> unit;
  std::string problem;  ///< without a unit: "unit 'furlong' is not known"
  std::string hint;     ///< and what to write
  std::string remark;   ///< with one: what a name of several meanings was taken for
};
[[nodiscard]] UnitReading read_unit(std::string_view text);

/// The unit of read_unit() alone.
[[nodiscard]] std::optional<MeasureUnit> parse_unit(std::string_view text);
[[nodiscard]] MeasureUnit unknown_unit();

/// Also false where one says NCV and the other GCV.
[[nodiscard]] bool same_dimension(const MeasureUnit& a, const MeasureUnit& b);
[[nodiscard]] bool is_mass(const MeasureUnit& unit);
[[nodiscard]] bool is_mass_of_carbon(const MeasureUnit& unit);
[[nodiscard]] double conversion(const MeasureUnit& from, const MeasureUnit& to);

/// Products keep the heating value while an energy is left, and the substance of a number times a
/// mass.
[[nodiscard]] MeasureUnit operator*(const MeasureUnit& a, const MeasureUnit& b);
[[nodiscard]] MeasureUnit operator/(const MeasureUnit& a, const MeasureUnit& b);

/// "NCV" of (LHV), net CV, Hi, PCI …; "GCV" of (HHV), Gross CV, Hs, PCS …; empty of anything else.
[[nodiscard]] std::string calorific_basis(std::string_view text);

}  // namespace plume
