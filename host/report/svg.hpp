// SPDX-License-Identifier: Apache-2.0
// A picture as SVG to stand inside an HTML page. Every shape has its colour as an attribute, which
// all renderers know, and a class by which the style sheet of the page gives it another one on dark
// screens; quiet text, of which there is most, has it from its group.
//
//     SvgCanvas canvas(360, 200);
//     canvas.text(180, 14, "mean", SvgCanvas::middle);
//     canvas.polyline({{0, 0}, {360, 200}}, "s0");
//     html += canvas.finish("Title", "What it shows");
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace plume {

class SvgCanvas {
 public:
  enum Anchor { start, middle, end };
  struct Point {
    double x, y;
  };
  /// In units of CSS pixels at full size; pictures are narrow enough for a telephone.
  SvgCanvas(double width, double height) : width_(width), height_(height) {}

  // `colour`: "t" text, "q" quiet text, "a" axis, "r" rule, "n" neutral, "s0" to "s7" a series.
  void line(double x1, double y1, double x2, double y2, std::string_view colour, double width = 1.0,
            std::string_view dashes = {});
  void polyline(const std::vector<Point>& points, std::string_view colour, double width = 1.6);
  void area(const std::vector<Point>& points, std::string_view colour, double opacity);
  void box(double x, double y, double width, double height, std::string_view colour,
           double opacity = 1.0);
  void dot(double x, double y, double radius, std::string_view colour);
  void text(double x, double y, std::string_view words, Anchor anchor = start,
            std::string_view colour = "t", double size = 10.5);
  /// Short lines down from (x, y), for ticks.
  void ticks_down(const std::vector<double>& x, double y, double length, std::string_view colour);

  [[nodiscard]] double width() const { return width_; }
  [[nodiscard]] double height() const { return height_; }
  void grow_to(double height) { height_ = height; }

  /// The picture; `title` and `description` are what it is to those who do not see it.
  [[nodiscard]] std::string finish(std::string_view title, std::string_view description) const;

 private:
  double width_, height_;
  std::string shapes_;
};

/// Round numbers from `low` to `high`, about `wanted` of them.
[[nodiscard]] std::vector<double> ticks(double low, double high, int wanted = 5);

/// The tick labels: equally many decimals for all of them.
[[nodiscard]] std::vector<std::string> tick_labels(const std::vector<double>& at);

/// The text cut to about so many pixels of a font of `size`, "…" at its end.
[[nodiscard]] std::string fitted(std::string_view text, double pixels, double size = 10.5);

}  // namespace plume
