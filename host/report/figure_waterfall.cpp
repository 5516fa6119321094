// SPDX-License-Identifier: Apache-2.0
// A balance from gross to net: totals from zero, steps from where the one before ended, the
// interval of a total as a line.
#include <algorithm>
#include <cmath>

#include "host/report/figures.hpp"

namespace plume {

void draw_waterfall(SvgCanvas& canvas, const WaterfallData& data, const std::string& unit,
                    const Labels& labels) {
  double from = 0.0, to = 0.0, level = 0.0;
  for (const auto& step : data.steps) {
    level = step.is_total ? step.value : level + step.value;
    from = std::min(from, level);
    to = std::max(to, level);
    if (step.has_interval) from = std::min(from, step.lower), to = std::max(to, step.upper);
  }
  const Scale x{from, to, 8, figure_width - 8};
  double y = 4;
  level = 0.0;
  for (const auto& step : data.steps) {
    const std::string amount =
        (step.is_total || step.value < 0.0 ? "" : "+") + shown(Cell::figure(step.value)) + " ";
    canvas.text(8, y + 11, fitted(step.label, figure_width - 110));
    canvas.text(figure_width - 8, y + 11, fitted(amount + unit, 96), SvgCanvas::end, "q");
    y += 16;
    const double begin = step.is_total ? 0.0 : level;
    level = step.is_total ? step.value : level + step.value;
    const double a = x(begin), b = x(level);
    const char* colour = step.is_total ? "s0" : step.value < 0.0 ? "s2" : "s1";
    canvas.box(std::min(a, b), y, std::fabs(a - b), 14, colour);
    canvas.line(x(0.0), y - 2, x(0.0), y + 23, "a");
    if (step.has_interval) {
      canvas.line(x(step.lower), y + 19, x(step.upper), y + 19, "t", 1.6);
      for (const double at : {step.lower, step.upper})
        canvas.line(x(at), y + 16, x(at), y + 22, "t", 1.6);
    }
    y += 28;
  }
  canvas.text(8, y + 10, labels("figure.whisker"), SvgCanvas::start, "q");
  y += 16;
  draw_bottom_axis(canvas, x, y, unit);
  canvas.grow_to(y + 34);
}

}  // namespace plume
