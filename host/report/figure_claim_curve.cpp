// SPDX-License-Identifier: Apache-2.0
// How probable the claim is with more or fewer credits: at face value, and with what delivery and
// quality leave of them.
#include <algorithm>

#include "host/report/figures.hpp"

namespace plume {

void draw_claim_curve(SvgCanvas& canvas, const ClaimCurveData& data, const std::string& unit,
                      const Labels& labels) {
  if (data.credits.size() < 2) return;
  const double left = 44, right = figure_width - 14, top = 56, bottom = 190;
  const Scale x{data.credits.front(), std::max(data.credits.back(), data.bought), left, right};
  const Scale y{0.0, 100.0, bottom, top};
  draw_left_axis(canvas, y, left, right, 6);
  canvas.line(left, y(100.0 * data.level), right, y(100.0 * data.level), "t", 1.2, "2 3");
  canvas.line(x(data.bought), top, x(data.bought), bottom, "s3", 1.6, "5 3");
  const auto curve = [&](const std::vector<double>& shares, const char* colour) {
    std::vector<SvgCanvas::Point> points;
    for (std::size_t i = 0; i < shares.size(); ++i)
      points.push_back({x(data.credits[i]), y(100.0 * shares[i])});
    canvas.polyline(points, colour, 2);
  };
  curve(data.face, "s0");
  curve(data.adjusted, "s1");
  const auto key = [&](double at, double height, const char* colour, const char* dashes,
                       const std::string& words) {
    canvas.line(at, height, at + 16, height, colour, 2, dashes);
    canvas.text(at + 20, height + 4, words, SvgCanvas::start, "q");
  };
  key(8, 10, "s0", "", labels("figure.face_value"));
  if (!data.adjusted.empty()) key(184, 10, "s1", "", labels("figure.risk_adjusted"));
  key(8, 26, "s3", "5 3", labels("figure.bought"));
  key(184, 26, "t", "2 3", labels("figure.level_wanted", {shown(Cell::level(data.level))}));
  canvas.text(left - 5, top - 8, "%", SvgCanvas::end, "q");
  draw_bottom_axis(canvas, x, bottom, labels("figure.credits_axis", {unit}));
  canvas.grow_to(bottom + 34);
}

}  // namespace plume
