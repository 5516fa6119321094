// SPDX-License-Identifier: Apache-2.0
// Mean and 95 % quantile of the first k iterations, with ± 1.96 Monte Carlo standard errors as they
// were after k of them.
#include <algorithm>
#include <cmath>

#include "host/base/constants.hpp"
#include "host/report/figures.hpp"

namespace plume {
namespace {

struct Band {
  const std::vector<double>& values;
  double error;
  const char* colour;
};

}  // namespace

void draw_convergence(SvgCanvas& canvas, const ConvergenceData& data, const std::string& unit,
                      const Labels& labels) {
  if (data.iterations.size() < 2) return;
  const double n = data.iterations.back();
  const auto half = [&](const Band& band, std::size_t i) {
    return std::isfinite(band.error) ? z95 * band.error * std::sqrt(n / data.iterations[i]) : 0.0;
  };
  const Band bands[] = {{data.mean, data.se_mean, "s0"}, {data.p95, data.se_p95, "s1"}};
  double from = data.mean.back(), to = data.mean.back();
  for (const Band& band : bands) {
    for (std::size_t i = 0; i < band.values.size(); ++i) {
      from = std::min(from, band.values[i] - half(band, i));
      to = std::max(to, band.values[i] + half(band, i));
    }
  }
  if (!(to > from)) to = from + (from == 0.0 ? 1.0 : 0.1 * std::fabs(from));
  const double left = 58, right = figure_width - 14, top = 40, bottom = 172;
  const Scale x{0.0, n, left, right}, y{from, to, bottom, top};
  draw_left_axis(canvas, y, left, right, 5);
  for (const Band& band : bands) {
    std::vector<SvgCanvas::Point> curve, outline, back;
    for (std::size_t i = 0; i < band.values.size(); ++i) {
      const double at = x(data.iterations[i]);
      curve.push_back({at, y(band.values[i])});
      outline.push_back({at, y(band.values[i] + half(band, i))});
      back.push_back({at, y(band.values[i] - half(band, i))});
    }
    outline.insert(outline.end(), back.rbegin(), back.rend());
    canvas.area(outline, band.colour, 0.18);
    canvas.polyline(curve, band.colour);
  }
  canvas.line(8, 12, 24, 12, "s0", 2);
  canvas.text(28, 16, labels("figure.running_mean"), SvgCanvas::start, "q");
  canvas.line(176, 12, 192, 12, "s1", 2);
  canvas.text(196, 16, labels("figure.running_p95"), SvgCanvas::start, "q");
  canvas.text(6, 31, fitted(unit, figure_width - 12), SvgCanvas::start, "q");
  draw_bottom_axis(canvas, x, bottom, labels("figure.iterations"));
  canvas.grow_to(bottom + 34);
}

}  // namespace plume
