// SPDX-License-Identifier: Apache-2.0
// Decimal commas: a spreadsheet in German, French, Spanish, Polish … writes 1,5 for 1.5, and ';' or
// tabs between cells.
//
// In a table separated by ';' a number with one comma means one thing only. Between tabs it may
// also be 1,234 for one thousand two hundred and thirty-four, as an English spreadsheet shows it,
// so there at least one number must be written otherwise (0,5 or 12,34). Between ';' it is 1.234
// that may be one thousand two hundred and thirty-four. Where numbers with a point stand beside,
// nobody can tell what 1.234 or 1,234 is: the table is refused, in one finding. In a table
// separated by ',', and in a workbook, whose numbers are no texts, a comma is no decimal one.
//
//     Decimals decimals;
//     for (each cell) decimals.count(cell.text, holds, place);
//     switch (decimals.verdict(separator)) …
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "host/base/finding.hpp"
#include "host/tables/table.hpp"

namespace plume {

class Decimals {
 public:
  enum class Verdict : std::uint8_t {
    points,   ///< nothing to do
    commas,   ///< numbers are written with ','
    mixed,    ///< some with ',', others with '.'
    unclear,  ///< between tabs: all could be thousands
    /// between ';', where a point may part thousands: all could be, and are read as decimals
    points_unclear,
    refused,  ///< commas in a table where they are no decimals
  };

  /// `place` is asked for only where the cell is the first of its kind: finding it takes a walk
  /// through the text.
  template <class PlaceOf>
  void count(std::string_view text, Column::Holds holds, std::string_view column,
             const PlaceOf& place) {
    Seen* const kind = kind_of(text, holds);
    if (kind == nullptr || ++kind->count > 1) return;
    kind->text = text;
    kind->column = column;
    kind->place = place();
  }
  [[nodiscard]] Verdict verdict(char separator) const;
  /// The finding that goes with a verdict, one for the whole table.
  void report(Verdict verdict, Findings& findings) const;

 private:
  struct Seen {
    std::size_t count = 0;
    std::string text, column;
    Place place;
  };
  [[nodiscard]] Seen* kind_of(std::string_view text, Column::Holds holds);

  Seen commas_, points_;
  bool all_grouped_ = true;  ///< every comma or point stands before three digits
};

/// The cell's numbers with '.' for ','; nothing else in it changes. "5,5 %" → "5.5 %",
/// "uniform(1,5; 2,5)" → "uniform(1.5, 2.5)". Empty where the cell cannot be told: commas without
/// blanks in a call may part numbers as well.
[[nodiscard]] std::string with_points(std::string_view text, Column::Holds holds);

}  // namespace plume
