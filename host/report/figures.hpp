// SPDX-License-Identifier: Apache-2.0
// Draws the figures of a document as SVG: one source file a kind of figure. All are 360 pixels
// wide, so that they are read on a telephone as on paper.
#pragma once

#include <string>

#include "host/report/document.hpp"
#include "host/report/labels.hpp"
#include "host/report/svg.hpp"

namespace plume {

[[nodiscard]] std::string draw(const Figure& figure, const Labels& labels);

inline constexpr double figure_width = 360.0;

// What draw() calls; each leaves the canvas as high as it needs.
void draw_distribution(SvgCanvas& canvas, const DistributionData& data, const std::string& unit,
                       const Labels& labels);
void draw_stacked_bars(SvgCanvas& canvas, const StackedBarsData& data, const std::string& unit,
                       const Labels& labels);
void draw_tornado(SvgCanvas& canvas, const TornadoData& data, const std::string& unit,
                  const Labels& labels);
void draw_convergence(SvgCanvas& canvas, const ConvergenceData& data, const std::string& unit,
                      const Labels& labels);
void draw_matrix(SvgCanvas& canvas, const MatrixData& data, const std::string& unit,
                 const Labels& labels);
void draw_waterfall(SvgCanvas& canvas, const WaterfallData& data, const std::string& unit,
                    const Labels& labels);
void draw_claim_curve(SvgCanvas& canvas, const ClaimCurveData& data, const std::string& unit,
                      const Labels& labels);

/// Where numbers lie on an axis.
struct Scale {
  double from, to;   ///< of the numbers
  double low, high;  ///< of the canvas
  [[nodiscard]] double operator()(double value) const {
    return to > from ? low + (high - low) * (value - from) / (to - from) : 0.5 * (low + high);
  }
};

/// An axis below the picture at height `y`, with its ticks and, under it, `title`.
void draw_bottom_axis(SvgCanvas& canvas, const Scale& x, double y, const std::string& title,
                      double grid_top = -1.0);
/// An axis at the left end, at `x`, with lines across to `right`.
void draw_left_axis(SvgCanvas& canvas, const Scale& y, double x, double right, int wanted = 5);

}  // namespace plume
