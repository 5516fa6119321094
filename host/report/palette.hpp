// SPDX-License-Identifier: Apache-2.0
// The colours of HTML reports, once for light and once for dark screens; paper is light. Series are
// those of Okabe and Ito, which people with any colour vision tell apart, darkened or lightened
// where needed: text has a contrast of at least 4.5 to its ground, lines and areas at least 3 (WCAG
// 2.1, 1.4.3 and 1.4.11); a test computes them.
#pragma once

#include <array>
#include <string>

namespace plume {

struct Palette {
  std::string ground;   ///< of the page
  std::string raised;   ///< of table heads and figures
  std::string text;     ///< on both
  std::string quiet;    ///< text of less weight, on both
  std::string accent;   ///< headings and links, on both
  std::string rule;     ///< lines between things: decoration
  std::string axis;     ///< axes and their ticks
  std::string neutral;  ///< areas without a meaning of their own
  std::array<std::string, 8> series;
};

[[nodiscard]] inline Palette light_palette() {
  return {"#ffffff",
          "#f5f7f9",
          "#1b2430",
          "#4d5866",
          "#0b5a8a",
          "#d3dae1",
          "#66717f",
          "#8a94a0",
          {"#0072b2", "#c45500", "#008060", "#a6447f", "#8a6d00", "#2b7bb0", "#5b5b8c", "#6b6b6b"}};
}
[[nodiscard]] inline Palette dark_palette() {
  return {"#14181d",
          "#1d232a",
          "#e8edf2",
          "#a9b4c0",
          "#7cc4f0",
          "#38424d",
          "#8e9aa6",
          "#76818d",
          {"#56b4e9", "#f0882e", "#2fc29a", "#e08fc0", "#e6c229", "#9cc9e8", "#a9a9e0", "#b5b5b5"}};
}

/// Contrast of two colours "#rrggbb" by WCAG 2.1: 1 to 21.  contrast("#000000", "#ffffff") == 21
[[nodiscard]] double contrast(const std::string& one, const std::string& other);

/// Whether the text is "#rrggbb".
[[nodiscard]] bool is_colour(const std::string& text);

}  // namespace plume
