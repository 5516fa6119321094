// SPDX-License-Identifier: Apache-2.0
// The table of names of units: one row a unit, with the other ways to write it and its exact
// factor.
//
// Factors are exact by definition: the international pound, foot, mile and gallons (NIST SP 811,
// appendix B), the Btu and calorie of the International Table (ISO 31-4), tonnes of coal and oil
// equivalent of 7 and 10 Gcal. Names that mean several things are read with a remark where one
// meaning prevails ("gal"), and refused with the choices where none does ("ton").
//
//     const NamedUnit* unit = find_unit("tonnes");            // the row of t
//     const AmbiguousUnit* choice = find_ambiguous("ton");    // choice->hint says what to write
#pragma once

#include <string_view>
#include <vector>

#include "host/units/units.hpp"

namespace plume {

struct NamedUnit {
  std::string_view name;
  std::array<std::int8_t, MeasureUnit::num_dimensions> powers;
  double factor;
  std::vector<std::string_view> others = {};  ///< further spellings
  /// which of its meanings was taken, where it has several
  std::string_view remark = {};
};
[[nodiscard]] const std::vector<NamedUnit>& named_units();

struct AmbiguousUnit {
  std::vector<std::string_view> names;
  std::string_view hint;
};
[[nodiscard]] const std::vector<AmbiguousUnit>& ambiguous_units();

/// As written, else without regard to capitals where that leaves one; null where there is none.
[[nodiscard]] const NamedUnit* find_unit(std::string_view name);
[[nodiscard]] const AmbiguousUnit* find_ambiguous(std::string_view name);

}  // namespace plume
