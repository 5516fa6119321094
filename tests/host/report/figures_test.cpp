// SPDX-License-Identifier: Apache-2.0
#include "host/report/figures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <regex>

#include "tests/host/report/document_fixture.hpp"

namespace figures_test {
namespace {

using plume::draw;
using plume::Figure;
using ::testing::HasSubstr;

const plume::Labels& labels() {
  static const plume::Labels english = plume::built_in_labels("en");
  return english;
}

/// The numbers of an attribute in all elements of a name.
std::vector<double> attributes(const std::string& svg, const std::string& element,
                               const std::string& name) {
  std::vector<double> found;
  const std::regex pattern("<" + element + "[^>]* " + name + "=\"([^\"]*)\"");
  for (std::sregex_iterator i(svg.begin(), svg.end(), pattern), end; i != end; ++i)
    found.push_back(std::stod((*i)[1]));
  return found;
}

TEST(Figures, AllOfThemStayInsideTheirPicture) {
  for (const plume::Document& document :
       {plume::testing::small_document(), plume::testing::hostile_document()}) {
    for (const plume::Section& section : document.sections) {
      for (const plume::Block& block : section.blocks) {
        const auto* figure = std::get_if<Figure>(&block);
        if (!figure) continue;
        const std::string svg = draw(*figure, labels());
        const double height = attributes(svg, "svg", "height").at(0);
        for (const char* element : {"rect", "text"}) {
          for (const double x : attributes(svg, element, "x"))
            EXPECT_TRUE(x >= 0 && x <= 360) << figure->id << " " << x;
          for (const double y : attributes(svg, element, "y"))
            EXPECT_TRUE(y >= 0 && y <= height) << figure->id;
        }
        for (const char* end : {"x1", "x2"}) {
          for (const double x : attributes(svg, "line", end))
            EXPECT_TRUE(x >= 0 && x <= 360) << figure->id << " " << x;
        }
        EXPECT_EQ(svg.find("<script"), std::string::npos);
        EXPECT_EQ(svg.find(" style="), std::string::npos);
      }
    }
  }
}

TEST(Figures, TheDistributionHasIntervalMedianAndStaticValueWhereTheyAre) {
  plume::DistributionData data;
  data.from = 0.0;
  data.to = 344.0;
  data.density = {0.0, 1.0, 0.0};
  data.lower = 50.0, data.upper = 250.0, data.median = 150.0, data.static_value = 100.0;
  const std::string svg = draw(Figure{"d", "t", "d", "kg", data}, labels());
  EXPECT_THAT(svg, HasSubstr("<line x1=\"62.7\" y1=\"160\" x2=\"255\" y2=\"160\" class=\"s0l\""));
  EXPECT_THAT(svg, HasSubstr("<circle cx=\"158.8\" cy=\"160\""));
  EXPECT_THAT(svg, HasSubstr("<line x1=\"110.8\" y1=\"30\" x2=\"110.8\""));
  EXPECT_THAT(svg, HasSubstr(">kg</text>"));
}

TEST(Figures, TheWaterfallAddsUp) {
  plume::WaterfallData data;
  data.steps = {{"gross", 100.0, true}, {"credits", -60.0, false}, {"net", 40.0, true}};
  const std::string svg = draw(Figure{"w", "t", "d", "t", data}, labels());
  EXPECT_EQ(attributes(svg, "rect", "x"), (std::vector<double>{8, 145.6, 8}));
  EXPECT_EQ(attributes(svg, "rect", "width"), (std::vector<double>{344, 206.4, 137.6}));
}

TEST(Figures, StackedPartsFollowEachOther) {
  plume::StackedBarsData data{{"a", "b"}, {{"bar", {60.0, 40.0}, 100.0, 80.0, 172.0}}};
  const std::string svg = draw(Figure{"s", "t", "d", "t", data}, labels());
  const std::vector<double> x = attributes(svg, "rect", "x"),
                            width = attributes(svg, "rect", "width");
  ASSERT_EQ(x.size(), 4u);  // two of the key
  EXPECT_EQ(x[2], 8);
  EXPECT_EQ(width[2], 120);
  EXPECT_EQ(x[3], 128);
  EXPECT_EQ(width[3], 80);
}

TEST(Figures, NothingBreaksThemThatIsNoNumber) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  plume::DistributionData distribution{nan, nan, {nan, nan}, nan, nan, nan, nan};
  plume::ConvergenceData running{{1, 2}, {nan, 1}, {nan, nan}, nan, nan};
  plume::MatrixData matrix{{"a", "b"}, {nan, nan, nan, nan}, {0, 0, 0, 0}};
  plume::TornadoData tornado{{{"x", nan, nan}}, nan, false};
  for (const auto& figure :
       {Figure{"a", "", "", "", distribution}, Figure{"b", "", "", "", running},
        Figure{"c", "", "", "", matrix}, Figure{"d", "", "", "", tornado},
        Figure{"e", "", "", "", plume::WaterfallData{}},
        Figure{"f", "", "", "", plume::ClaimCurveData{}}}) {
    EXPECT_THAT(draw(figure, labels()), ::testing::EndsWith("</svg>"));
  }
}

}  // namespace
}  // namespace figures_test
