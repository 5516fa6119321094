// SPDX-License-Identifier: Apache-2.0
// One horizontal bar an option, its parts side by side, negative ones to the left of zero; the 95 %
// interval of the total beneath it as a line with ends.
#include <algorithm>

#include "host/report/figures.hpp"

namespace plume {

void draw_stacked_bars(SvgCanvas& canvas, const StackedBarsData& data, const std::string& unit,
                       const Labels& labels) {
  double from = 0.0, to = 0.0;
  for (const auto& bar : data.bars) {
    double left = 0.0, right = 0.0;
    for (const double value : bar.values) (value < 0.0 ? left : right) += value;
    from = std::min({from, left, bar.lower});
    to = std::max({to, right, bar.upper});
  }
  const Scale x{from, to, 8, figure_width - 8};
  double y = 6;
  // The key: two parts a line.
  for (std::size_t i = 0; i < data.parts.size(); ++i) {
    const double left = i % 2 == 0 ? 8 : 184;
    const std::string colour = "s" + std::to_string(i % 8);
    canvas.box(left, y, 10, 10, colour);
    canvas.text(left + 15, y + 9, fitted(data.parts[i], 152), SvgCanvas::start, "q");
    if (i % 2 == 1 || i + 1 == data.parts.size()) y += 16;
  }
  canvas.line(8, y + 9, 22, y + 9, "t", 1.6);
  canvas.text(26, y + 13, labels("figure.total_interval"), SvgCanvas::start, "q");
  y += 24;
  for (const auto& bar : data.bars) {
    canvas.text(8, y + 11, fitted(bar.label, figure_width - 16));
    y += 16;
    double left = 0.0, right = 0.0;
    for (std::size_t i = 0; i < bar.values.size(); ++i) {
      const double value = bar.values[i];
      if (value == 0.0) continue;
      double& edge = value < 0.0 ? left : right;
      const double begin = x(edge);
      edge += value;
      const double end = x(edge);
      canvas.box(std::min(begin, end), y, std::max(begin, end) - std::min(begin, end), 18,
                 "s" + std::to_string(i % 8));
    }
    if (from < 0.0) canvas.line(x(0.0), y - 2, x(0.0), y + 30, "a");
    canvas.line(x(bar.lower), y + 25, x(bar.upper), y + 25, "t", 1.6);
    for (const double at : {bar.lower, bar.upper})
      canvas.line(x(at), y + 21, x(at), y + 29, "t", 1.6);
    canvas.dot(x(bar.total), y + 25, 3, "t");
    y += 38;
  }
  draw_bottom_axis(canvas, x, y, unit);
  canvas.grow_to(y + 34);
}

}  // namespace plume
