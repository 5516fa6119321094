// SPDX-License-Identifier: Apache-2.0
// Density as an area, and values that many draws share as bars with their probability; below it the
// 95 % interval as a bar with the median, and the static value as a dashed line.
#include <algorithm>
#include <cmath>
#include <vector>

#include "host/report/figures.hpp"

namespace plume {
namespace {

/// The density between two of its points, or at an end.
double density_at(const DistributionData& data, double value) {
  const double last = static_cast<double>(data.density.size() - 1);
  const double place = std::clamp((value - data.from) / (data.to - data.from) * last, 0.0, last);
  const auto point = std::min(static_cast<std::size_t>(place), data.density.size() - 2);
  const double weight = place - static_cast<double>(point);
  return (1.0 - weight) * data.density[point] + weight * data.density[point + 1];
}

/// Adds the points between two of a curve that lie farther than about half a pixel from the line
/// through their neighbours that are kept (Ramer 1972; Douglas and Peucker 1973): what nobody sees
/// need not be written, and a page of 200 figures stays below a megabyte.
void keep_visible(const std::vector<SvgCanvas::Point>& points, std::size_t first, std::size_t last,
                  std::vector<SvgCanvas::Point>& kept) {
  constexpr double visible = 0.45;
  const auto from = points[first], to = points[last];
  const double dx = to.x - from.x, dy = to.y - from.y, length = std::hypot(dx, dy);
  std::size_t farthest = first;
  double distance = visible;
  for (std::size_t i = first + 1; i < last && length > 0.0; ++i) {
    const double away =
        std::abs(dy * (points[i].x - from.x) - dx * (points[i].y - from.y)) / length;
    if (away > distance) distance = away, farthest = i;
  }
  if (farthest == first) return;
  keep_visible(points, first, farthest, kept);
  kept.push_back(points[farthest]);
  keep_visible(points, farthest, last, kept);
}

std::vector<SvgCanvas::Point> visible_points(const std::vector<SvgCanvas::Point>& points) {
  std::vector<SvgCanvas::Point> kept{points.front()};
  keep_visible(points, 0, points.size() - 1, kept);
  kept.push_back(points.back());
  return kept;
}

/// A bar from the base whose height is the probability, the whole height being 100 %.
void draw_atoms(SvgCanvas& canvas, const DistributionData& data, const Scale& x, double base,
                double top) {
  constexpr std::size_t most_named = 4;
  const Scale height{0.0, 1.0, base, top};
  for (const auto& atom : data.atoms) {
    const double at = x(atom.value), end = height(atom.share);
    canvas.line(at, base, at, end, "s0", 2.4);
    canvas.dot(at, end, 4, "s0");
    if (data.atoms.size() > most_named) continue;
    const bool right = at > 0.75 * figure_width;
    canvas.text(right ? at - 8 : at + 8, end + 4, shown(Cell::percent(atom.share)),
                right ? SvgCanvas::end : SvgCanvas::start, "q");
  }
}

}  // namespace

void draw_distribution(SvgCanvas& canvas, const DistributionData& data, const std::string& unit,
                       const Labels& labels) {
  if (data.density.size() < 2) return;
  const double top = 34, base = 146, bar = 160, axis = 172;
  double from = std::min(data.from, data.static_value), to = std::max(data.to, data.static_value);
  if (data.has_zero_line) from = std::min(from, 0.0), to = std::max(to, 0.0);
  for (const auto& atom : data.atoms)
    from = std::min(from, atom.value), to = std::max(to, atom.value);
  const double pad = 0.02 * (to - from);  // the outermost hump and bar stand clear of the ends
  from -= pad;
  to += pad;
  const Scale x{from, to, 8, figure_width - 8};
  const double highest = *std::max_element(data.density.begin(), data.density.end());
  const Scale y{0.0, highest > 0.0 ? highest : 1.0, base, top};

  const auto at = [&](std::size_t i) {
    const double share = static_cast<double>(i) / static_cast<double>(data.density.size() - 1);
    return data.from + share * (data.to - data.from);
  };
  // The shaded part ends where the interval does, between two points of the curve.
  std::vector<SvgCanvas::Point> curve, inside;
  const double lower = std::clamp(data.lower, data.from, data.to),
               upper = std::clamp(data.upper, data.from, data.to);
  inside.push_back({x(lower), y(density_at(data, lower))});
  for (std::size_t i = 0; i < data.density.size(); ++i) {
    curve.push_back({x(at(i)), y(data.density[i])});
    if (at(i) > lower && at(i) < upper) inside.push_back(curve.back());
  }
  inside.push_back({x(upper), y(density_at(data, upper))});
  std::vector<SvgCanvas::Point> area = visible_points(inside);
  area.insert(area.begin(), {inside.front().x, base});
  area.push_back({inside.back().x, base});
  if (highest > 0.0) {
    canvas.area(area, "s0", 0.25);
    canvas.polyline(visible_points(curve), "s0");
  }
  draw_atoms(canvas, data, x, base, top);
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
