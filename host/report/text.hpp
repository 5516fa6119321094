// SPDX-License-Identifier: Apache-2.0
// UTF-8 text in columns. Names come from other people's files: they may be long, Chinese, damaged,
// or hold control characters.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/printable.hpp"

namespace plume {

/// Columns the text takes on a terminal: 2 for East Asian wide characters, 0 for combining marks, 1
/// for the others.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// The text in at most `width` columns, its end replaced by "…" where it was cut. Width 0: not cut.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t width);

/// Columns of running text for a terminal of `width` columns (0: no terminal): 40 to 100, which
/// eyes follow.
[[nodiscard]] std::size_t text_columns(std::size_t width);

/// The text broken at spaces into lines of at most `width` columns (a longer word stands alone),
/// each ended by a line end. A percent sign stays with its number.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t width);

/// "climate change [kg CO2-eq]": the name, or the id where there is none, and the unit if there is
/// one; all printable.
[[nodiscard]] std::string name_and_unit(const std::string& name, const std::string& id,
                                        const std::string& unit);

/// Lines of a label and a text, the texts beneath each other:
///
///     Study       Two kettles
///     Inputs      a.zip
///                 b.zip            (add("", "b.zip"))
class LabelledLines {
 public:
  LabelledLines& add(std::string_view label, std::string_view text);
  /// One label for many: up to 21 in full, of more the first 20 and how many are left; "none" where
  /// there is none. `text`: of each.
  template <class Items, class Text>
  LabelledLines& add_list(std::string_view label, const Items& items, const Text& text) {
    if (items.empty()) return add(label, "none");
    constexpr std::size_t most_names = 20;
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (i == most_names && items.size() > most_names + 1)
        return add("", "and " + std::to_string(items.size() - most_names) + " more");
      add(i == 0 ? label : "", text(items[i]));
    }
    return *this;
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

/// A table whose columns line up by display width.
///
///     TextTable table({"category", "mean"}, {TextTable::left, TextTable::right});
///     table.add({"climate change", "1.23"});
///     // the first column is shortened if a line would be longer than 80
///     out << table.to_string(80);
class TextTable {
 public:
  enum Alignment { left, right };
  TextTable(std::vector<std::string> heads, std::vector<Alignment> alignments);
  void add(std::vector<std::string> cells);
  void drop_column(std::size_t column);
  /// Columns of the widest line when the first column has given way as far as it does.
  [[nodiscard]] std::size_t narrowest() const;
  /// Lines of at most `width` columns where the first column can give way (to 20 at least); width
  /// 0: as wide as needed.
  [[nodiscard]] std::string to_string(std::size_t width = 0) const;

 private:
  [[nodiscard]] std::vector<std::size_t> widths() const;

  std::vector<Alignment> alignments_;
  std::vector<std::vector<std::string>> rows_;  ///< the heads first
};

}  // namespace plume
