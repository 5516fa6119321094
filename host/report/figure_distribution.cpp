// SPDX-License-Identifier: Apache-2.0
// Density as an area; below it the 95 % interval as a bar with the median, and the static value as a dashed line.
#include <algorithm>

#include "host/report/figures.hpp"

namespace plume {

void draw_distribution(SvgCanvas& canvas, const DistributionData& data, const std::string& unit, const Labels& labels) {
  if (data.density.size() < 2) return;
  const double top = 34, base = 146, bar = 160, axis = 172;
  double from = std::min(data.from, data.static_value), to = std::max(data.to, data.static_value);
  if (data.has_zero_line) from = std::min(from, 0.0), to = std::max(to, 0.0);
  const Scale x{from, to, 8, figure_width - 8};
  const double highest = *std::max_element(data.density.begin(), data.density.end());
  const Scale y{0.0, highest > 0.0 ? highest : 1.0, base, top};

  const auto at = [&](std::size_t i) {
    const double share = static_cast<double>(i) / static_cast<double>(data.density.size() - 1);
    return data.from + share * (data.to - data.from);
  };
  std::vector<SvgCanvas::Point> curve, inside;
  for (std::size_t i = 0; i < data.density.size(); ++i) {
    curve.push_back({x(at(i)), y(data.density[i])});
    if (at(i) >= data.lower && at(i) <= data.upper) inside.push_back(curve.back());
  }
  std::vector<SvgCanvas::Point> area = inside;
  if (!inside.empty()) {
    area.insert(area.begin(), {inside.front().x, base});
    area.push_back({inside.back().x, base});
  }
  canvas.area(area, "s0", 0.25);
  canvas.polyline(curve, "s0");
  if (data.has_zero_line) {
    canvas.line(x(0.0), top - 4, x(0.0), axis, "t", 1.2);
  }
  canvas.line(x(data.static_value), top - 4, x(data.static_value), axis, "s1", 1.8, "5 3");
  canvas.line(x(data.lower), bar, x(data.upper), bar, "s0", 5);
  canvas.dot(x(data.median), bar, 5, "t");

  // The key, in one line.
  canvas.box(8, 10, 14, 5, "s0");
  canvas.text(26, 16, labels("figure.interval"), SvgCanvas::start, "q");
  canvas.dot(135, 12.5, 4, "t");
  canvas.text(143, 16, labels("figure.median"), SvgCanvas::start, "q");
  canvas.line(208, 12.5, 226, 12.5, "s1", 1.8, "5 3");
  canvas.text(230, 16, labels("figure.static"), SvgCanvas::start, "q");
  draw_bottom_axis(canvas, x, axis, unit);
  canvas.grow_to(axis + 34);
}

}  // namespace plume
