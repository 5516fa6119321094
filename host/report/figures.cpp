// SPDX-License-Identifier: Apache-2.0
#include "host/report/figures.hpp"

#include <algorithm>

namespace plume {

void draw_bottom_axis(SvgCanvas& canvas, const Scale& x, double y, const std::string& title,
                      double grid_top) {
  const std::vector<double> at = ticks(x.from, x.to, 5);
  const std::vector<std::string> words = tick_labels(at);
  std::vector<double> places;
  for (const double value : at) places.push_back(x(value));
  if (grid_top >= 0.0) canvas.ticks_down(places, grid_top, y - grid_top, "r");
  canvas.ticks_down(places, y, 4, "a");
  for (std::size_t i = 0; i < at.size(); ++i) {
    // Labels at the ends stay inside the picture.
    const double half =
        std::min(0.3 * 10.5 * static_cast<double>(words[i].size()) + 1.0, 0.5 * figure_width);
    canvas.text(std::clamp(places[i], half, figure_width - half), y + 15, words[i],
                SvgCanvas::middle, "q");
  }
  canvas.line(x.low, y, x.high, y, "a");
  if (!title.empty()) {
    canvas.text(0.5 * (x.low + x.high), y + 29, fitted(title, figure_width - 10), SvgCanvas::middle,
                "q");
  }
}

void draw_left_axis(SvgCanvas& canvas, const Scale& y, double x, double right, int wanted) {
  const std::vector<double> at = ticks(y.from, y.to, wanted);
  const std::vector<std::string> words = tick_labels(at);
  for (std::size_t i = 0; i < at.size(); ++i) {
    canvas.line(x, y(at[i]), right, y(at[i]), "r");
    canvas.text(x - 5, y(at[i]) + 3.5, words[i], SvgCanvas::end, "q");
  }
}

std::string draw(const Figure& figure, const Labels& labels) {
  SvgCanvas canvas(figure_width, 200);
  struct Drawer {
    SvgCanvas& canvas;
    const std::string& unit;
    const Labels& labels;
    void operator()(const DistributionData& data) const {
      draw_distribution(canvas, data, unit, labels);
    }
    void operator()(const StackedBarsData& data) const {
      draw_stacked_bars(canvas, data, unit, labels);
    }
    void operator()(const TornadoData& data) const { draw_tornado(canvas, data, unit, labels); }
    void operator()(const ConvergenceData& data) const {
      draw_convergence(canvas, data, unit, labels);
    }
    void operator()(const MatrixData& data) const { draw_matrix(canvas, data, unit, labels); }
    void operator()(const WaterfallData& data) const { draw_waterfall(canvas, data, unit, labels); }
    void operator()(const ClaimCurveData& data) const {
      draw_claim_curve(canvas, data, unit, labels);
    }
  };
  std::visit(Drawer{canvas, figure.unit, labels}, figure.data);
  return canvas.finish(figure.title, figure.description);
}

}  // namespace plume
