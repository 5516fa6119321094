// SPDX-License-Identifier: Apache-2.0
#include "host/report/svg.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace svg_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(SvgCanvas, ShapesHaveColoursAsAttributesAndClasses) {
  plume::SvgCanvas canvas(360, 100);
  canvas.box(1, 2, 3, 4, "s0");
  canvas.line(0, 0, 10, 10, "a");
  canvas.polyline({{0, 0}, {10, -5}, {20.25, 3}}, "s1");
  canvas.text(5, 5, "<b>", plume::SvgCanvas::end);
  EXPECT_EQ(
      canvas.finish("T&", "D<"),
      "<svg role=\"img\" viewBox=\"0 0 360 100\" width=\"360\" "
      "height=\"100\"><title>T&amp;</title><desc>D&lt;</desc><g font-family=\"sans-serif\" "
      "font-size=\"10.5\" "
      "fill=\"#4d5866\">"
      "<rect x=\"1\" y=\"2\" width=\"3\" height=\"4\" class=\"s0\" fill=\"#0072b2\"/>"
      "<line x1=\"0\" y1=\"0\" x2=\"10\" y2=\"10\" class=\"al\" stroke=\"#66717f\"/>"
      "<path d=\"M0 0l10-5 10.3 8\" fill=\"none\" class=\"s1l\" stroke=\"#c45500\" "
      "stroke-width=\"1.6\"/>"
      "<text x=\"5\" y=\"5\" text-anchor=\"end\" class=\"t\" fill=\"#1b2430\">&lt;b&gt;</text>"
      "</g></svg>");
}

TEST(SvgCanvas, AreasMayBeTranslucent) {
  plume::SvgCanvas canvas(10, 10);
  canvas.area({{0, 0}, {10, 0}, {10, 5}}, "s0", 0.25);
  canvas.area({{0, 0}, {10, 0}, {10, 5}}, "s0", 1.0);
  const std::string text = canvas.finish("", "");
  EXPECT_THAT(text, HasSubstr("class=\"s0\" fill=\"#0072b2\" fill-opacity=\"0.25\"/>"));
  EXPECT_THAT(text, HasSubstr("class=\"s0\" fill=\"#0072b2\"/>"));
}

TEST(SvgCanvas, WhatIsNoNumberIsNotWritten) {
  plume::SvgCanvas canvas(10, 10);
  const double nan = std::numeric_limits<double>::quiet_NaN(),
               inf = std::numeric_limits<double>::infinity();
  canvas.box(nan, inf, nan, -inf, "t");
  canvas.polyline({{nan, 0}, {inf, 1e300}}, "t");
  const std::string text = canvas.finish("", "");
  EXPECT_THAT(text, Not(HasSubstr("nan")));
  EXPECT_THAT(text, Not(HasSubstr("inf")));
}

TEST(Ticks, AreRound) {
  EXPECT_THAT(plume::ticks(0, 100), ElementsAre(0, 20, 40, 60, 80, 100));
  EXPECT_THAT(plume::tick_labels(plume::ticks(-0.1, 0.3)),
              ElementsAre("-0.1", "0.0", "0.1", "0.2", "0.3"));
  EXPECT_THAT(plume::tick_labels({0, 2e9, 4e9}), ElementsAre("0", "2e+09", "4e+09"));
  EXPECT_THAT(plume::ticks(5, 5), ElementsAre(5));
  EXPECT_LE(plume::ticks(1e-300, 1e300).size(), 20u);
}

TEST(Fitted, CutsWhatIsTooLong) {
  EXPECT_EQ(plume::fitted("short", 300), "short");
  EXPECT_EQ(plume::fitted(std::string(100, 'x'), 62, 11), "xxxxxxxxx…");
}

}  // namespace
}  // namespace svg_test
