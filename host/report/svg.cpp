// SPDX-License-Identifier: Apache-2.0
#include "host/report/svg.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "host/base/numbers.hpp"
#include "host/report/markup.hpp"
#include "host/report/number.hpp"
#include "host/report/palette.hpp"
#include "host/report/text.hpp"

namespace plume {
namespace {

constexpr double usual_size = 10.5;  ///< of letters, in pixels

/// With one decimal at most: a tenth of a pixel is not seen.
std::string coordinate(double value) {
  if (!std::isfinite(value)) value = 0.0;
  std::array<char, 64> text{};
  const double rounded_value = std::round(std::clamp(value, -1e6, 1e6) * 10.0) / 10.0;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), rounded_value + 0.0).ptr;
  return {text.data(), end};
}

const std::string& colour_of(std::string_view name) {
  static const Palette palette = light_palette();
  switch (name.front()) {
    case 't':
      return palette.text;
    case 'q':
      return palette.quiet;
    case 'r':
      return palette.rule;
    case 'n':
      return palette.neutral;
    case 's':
      return palette.series.at(static_cast<std::size_t>(name.at(1) - '0') % palette.series.size());
    default:
      return palette.axis;
  }
}

/// Colours of lines have classes of their own: "s0" fills, "s0l" strokes.
std::string stroke(std::string_view colour, double width) {
  return "class=\"" + std::string(colour) + "l\" stroke=\"" + colour_of(colour) + "\"" +
         (width == 1.0 ? "" : " stroke-width=\"" + coordinate(width) + "\"");
}
std::string fill(std::string_view colour, double opacity) {
  std::string text = "class=\"" + std::string(colour) + "\" fill=\"" + colour_of(colour) + "\"";
  if (opacity < 1.0) text += " fill-opacity=\"" + format_exact(opacity) + "\"";
  return text;
}

/// As a path of steps in tenths of a pixel, half as long as a list of points.
std::string path_text(const std::vector<SvgCanvas::Point>& points) {
  const auto tenths = [](double value) {
    return std::isfinite(value) ? std::lround(std::clamp(value, -1e6, 1e6) * 10.0) : 0L;
  };
  std::string text;
  long x = 0, y = 0;
  for (const SvgCanvas::Point& point : points) {
    const long next_x = tenths(point.x), next_y = tenths(point.y);
    const std::string dx = coordinate(static_cast<double>(next_x - x) / 10.0);
    const std::string dy = coordinate(static_cast<double>(next_y - y) / 10.0);
    text += (text.empty()                          ? "M"
             : text.find('l') == std::string::npos ? "l"
             : dx[0] == '-'                        ? ""
                                                   : " ") +
            dx + (dy[0] == '-' ? "" : " ") + dy;
    x = next_x, y = next_y;
  }
  return text;
}

}  // namespace

void SvgCanvas::line(double x1, double y1, double x2, double y2, std::string_view colour,
                     double width, std::string_view dashes) {
  shapes_ += "<line x1=\"" + coordinate(x1) + "\" y1=\"" + coordinate(y1) + "\" x2=\"" +
             coordinate(x2) + "\" y2=\"" + coordinate(y2) + "\" " + stroke(colour, width) +
             (dashes.empty() ? "" : " stroke-dasharray=\"" + std::string(dashes) + "\"") + "/>";
}

void SvgCanvas::polyline(const std::vector<Point>& points, std::string_view colour, double width) {
  if (points.size() < 2) return;
  shapes_ += "<path d=\"" + path_text(points) + "\" fill=\"none\" " + stroke(colour, width) + "/>";
}

void SvgCanvas::ticks_down(const std::vector<double>& x, double y, double length,
                           std::string_view colour) {
  if (x.empty()) return;
  std::string text;
  for (const double at : x)
    text += "M" + coordinate(at) + " " + coordinate(y) + "v" + coordinate(length);
  shapes_ += "<path d=\"" + text + "\" " + stroke(colour, 1.0) + "/>";
}

void SvgCanvas::area(const std::vector<Point>& points, std::string_view colour, double opacity) {
  if (points.size() < 3) return;
  shapes_ += "<path d=\"" + path_text(points) + "z\" " + fill(colour, opacity) + "/>";
}

void SvgCanvas::box(double x, double y, double width, double height, std::string_view colour,
                    double opacity) {
  shapes_ += "<rect x=\"" + coordinate(x) + "\" y=\"" + coordinate(y) + "\" width=\"" +
             coordinate(std::max(width, 0.5)) + "\" height=\"" + coordinate(std::max(height, 0.5)) +
             "\" " + fill(colour, opacity) + "/>";
}

void SvgCanvas::dot(double x, double y, double radius, std::string_view colour) {
  shapes_ += "<circle cx=\"" + coordinate(x) + "\" cy=\"" + coordinate(y) + "\" r=\"" +
             coordinate(radius) + "\" " + fill(colour, 1.0) + "/>";
}

void SvgCanvas::text(double x, double y, std::string_view words, Anchor anchor,
                     std::string_view colour, double size) {
  constexpr const char* anchors[] = {"", " text-anchor=\"middle\"", " text-anchor=\"end\""};
  shapes_ += "<text x=\"" + coordinate(x) + "\" y=\"" + coordinate(y) + "\"" + anchors[anchor] +
             (size == usual_size ? "" : " font-size=\"" + coordinate(size) + "\"") +
             (colour == "q" ? "" : " " + fill(colour, 1.0)) + ">" + escaped(words) + "</text>";
}

std::string SvgCanvas::finish(std::string_view title, std::string_view description) const {
  return "<svg role=\"img\" viewBox=\"0 0 " + coordinate(width_) + " " + coordinate(height_) +
         "\" width=\"" + coordinate(width_) + "\" height=\"" + coordinate(height_) + "\"><title>" +
         escaped(title) + "</title><desc>" + escaped(description) +
         "</desc><g font-family=\"sans-serif\" font-size=\"10.5\" fill=\"" + colour_of("q") +
         "\">" + shapes_ + "</g></svg>";
}

std::vector<double> ticks(double low, double high, int wanted) {
  if (!(high > low) || !std::isfinite(low) || !std::isfinite(high)) return {low};
  const double raw = (high - low) / std::max(1, wanted - 1);
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  const double ratio = raw / power;
  const double step = power * (ratio < 1.5 ? 1.0 : ratio < 3.5 ? 2.0 : ratio < 7.5 ? 5.0 : 10.0);
  std::vector<double> at;
  for (double k = std::ceil(low / step - 1e-9); k * step <= high + 1e-9 * step && at.size() < 20;
       k += 1.0) {
    at.push_back(k == 0.0 ? 0.0 : k * step);
  }
  return at.empty() ? std::vector<double>{low} : at;
}

std::vector<std::string> tick_labels(const std::vector<double>& at) {
  double largest = 0.0, step = 0.0;
  for (const double value : at) largest = std::max(largest, std::fabs(value));
  if (at.size() > 1) step = at[1] - at[0];
  Rounding rounding;
  rounding.scientific = largest != 0.0 && (largest < 1e-3 || largest >= 1e6);
  rounding.place = step > 0.0 ? static_cast<int>(std::floor(std::log10(step) + 1e-9)) : 0;
  std::vector<std::string> labels;
  for (const double value : at) {
    labels.push_back(at.size() == 1 ? format_significant(value, 3) : rounded(value, rounding));
  }
  return labels;
}

std::string fitted(std::string_view text, double pixels, double size) {
  // The mean width of letters is about half of the font's size; wide characters count two.
  return shortened(printable(text),
                   static_cast<std::size_t>(std::max(2.0, pixels / (0.56 * size))));
}

}  // namespace plume
