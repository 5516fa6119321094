// SPDX-License-Identifier: Apache-2.0
// Who beats whom: the field of row A and column B holds P(A < B), the darker the surer. Columns
// bear numbers, which stand before the names of the rows.
#include <algorithm>

#include "host/report/figures.hpp"

namespace plume {

void draw_matrix(SvgCanvas& canvas, const MatrixData& data, const std::string&,
                 const Labels& labels) {
  const std::size_t size = data.labels.size();
  if (size == 0) return;
  const double left = std::max(100.0, figure_width - 8 - 44.0 * static_cast<double>(size));
  const double field = (figure_width - 8 - left) / static_cast<double>(size),
               height = std::min(field, 30.0);
  const double top = 36;
  canvas.text(4, 13, labels("figure.matrix_hint"), SvgCanvas::start, "q");
  for (std::size_t b = 0; b < size; ++b) {
    canvas.text(left + (static_cast<double>(b) + 0.5) * field, top - 6, "B" + std::to_string(b + 1),
                SvgCanvas::middle, "q", 10.5);
  }
  double y = top;
  for (std::size_t a = 0; a < size; ++a, y += height) {
    canvas.text(4, y + 0.5 * height + 4,
                fitted("A" + std::to_string(a + 1) + " " + data.labels[a], left - 8));
    for (std::size_t b = 0; b < size; ++b) {
      const double x = left + static_cast<double>(b) * field;
      if (a == b) {
        canvas.box(x + 1, y + 1, field - 2, height - 2, "n", 0.15);
        continue;
      }
      // Pale enough for the number on it to be read: at most 45 % of the colour.
      const double p = data.values[a * size + b];
      canvas.box(x + 1, y + 1, field - 2, height - 2, p >= 0.5 ? "s0" : "s1",
                 0.05 + 0.4 * std::min(1.0, std::abs(2.0 * p - 1.0)));
      const bool same = !data.equal.empty() && data.equal[a * size + b] == 1.0;
      std::string words = same ? "=" : shown(Cell::sampled_share(p, data.counts[a * size + b]));
      if (words.ends_with(" %")) words.resize(words.size() - 2);  // the title says percent
      canvas.text(x + 0.5 * field, y + 0.5 * height + 4, words, SvgCanvas::middle, "t",
                  field < 34 ? 9.0 : 10.5);
    }
  }
  canvas.grow_to(y + 6);
}

}  // namespace plume
