// SPDX-License-Identifier: Apache-2.0
// Bars from the largest down, each under its name: shares of the variance, or what a result does
// between two cases.
#include <algorithm>
#include <cmath>

#include "host/report/figures.hpp"

namespace plume {

void draw_tornado(SvgCanvas& canvas, const TornadoData& data, const std::string& unit,
                  const Labels& labels) {
  double from = data.shares ? 0.0 : data.centre, to = data.shares ? 0.0 : data.centre;
  for (const auto& row : data.rows) {
    from = std::min({from, row.low, row.high});
    to = std::max({to, row.low, row.high});
  }
  if (data.shares) from = 0.0, to = std::max(to, 0.05);
  const double factor = data.shares ? 100.0 : 1.0;
  const Scale x{from * factor, to * factor, 8, figure_width - (data.shares ? 48 : 8)};
  double y = 4;
  for (const auto& row : data.rows) {
    canvas.text(8, y + 11, fitted(row.label, figure_width - 16));
    y += 15;
    const double left = x(factor * std::min(row.low, row.high)),
                 right = x(factor * std::max(row.low, row.high));
    if (data.shares) {
      canvas.box(left, y, right - left, 13, "s0");
      canvas.text(right + 5, y + 10.5, shown(Cell::percent(row.high, data.error)), SvgCanvas::start,
                  "t");
    } else {
      const double middle = x(data.centre), low = x(row.low), high = x(row.high);
      canvas.box(std::min(low, middle), y, std::fabs(low - middle), 13, "s0");
      canvas.box(std::min(high, middle), y, std::fabs(high - middle), 13, "s1");
    }
    if (!data.shares) canvas.line(x(data.centre), y - 2, x(data.centre), y + 15, "t", 1.2);
    y += 21;
  }
  draw_bottom_axis(canvas, x, y, data.shares ? labels("figure.share_of_variance") : unit);
  canvas.grow_to(y + 34);
}

}  // namespace plume
