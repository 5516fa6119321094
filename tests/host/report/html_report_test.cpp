// SPDX-License-Identifier: Apache-2.0
#include "host/report/html_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host/base/hash.hpp"
#include "host/report/markup.hpp"
#include "tests/host/report/document_fixture.hpp"

namespace html_report_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

TEST(HtmlReport, HasWhatAReaderAndABrowserNeed) {
  const std::string html =
      plume::html_report(plume::testing::small_document(), plume::built_in_labels("en"));
  for (const char* part :
       {"<!DOCTYPE html>\n<html lang=\"en\">", "<meta charset=\"utf-8\">",
        "default-src 'none'; style-src 'sha256-", "img-src data:;", "<title>Two kettles</title>",
        "<a class=\"skip\" href=\"#main\">Skip to the report</a>",
        "<nav aria-labelledby=\"contents\">", "<main id=\"main\">", "<footer>",
        "<caption>1 kWh [kWh]</caption>",
        "<th scope=\"col\" role=\"columnheader\" class=\"x\">mean</th>",
        "<th scope=\"row\" role=\"rowheader\">climate change</th>",
        "<td role=\"cell\" class=\"x\" data-h=\"mean\" data-v=\"0.56234567\">0.562</td>",
        "prefers-color-scheme:dark", "@media print"}) {
    EXPECT_THAT(html, HasSubstr(part));
  }
  EXPECT_EQ(count_of(html, "<figure>"), count_of(html, "<svg "));
  EXPECT_GE(count_of(html, "<svg "), 4u);
  EXPECT_EQ(count_of(html, "<section "), count_of(html, "</section>"));
}

TEST(HtmlReport, NothingComesFromOutsideAndNothingRuns) {
  const std::string html =
      plume::html_report(plume::testing::hostile_document(), plume::built_in_labels("en"));
  for (const char* part : {"<script", "javascript:alert(1)\"", "onload=", " style=\"", "<iframe",
                           "<link", "@import", "url(", " src=\"http", "href=\"http"}) {
    EXPECT_THAT(html, Not(HasSubstr(part)));
  }
  EXPECT_EQ(count_of(html, "http"), count_of(html, "http-equiv"));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;"));
}

TEST(HtmlReport, TheStyleSheetIsTheOneThatItsPolicyAllows) {
  const std::string html =
      plume::html_report(plume::testing::small_document(), plume::built_in_labels("en"));
  const std::size_t begin = html.find("<style>") + 7;
  const std::string digits = plume::sha256(html.substr(begin, html.find("</style>") - begin));
  std::string bytes;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
  }
  EXPECT_THAT(html, HasSubstr("style-src 'sha256-" + plume::base64(bytes) + "'"));
}

TEST(HtmlReport, ATemplateGivesLogoAndColours) {
  plume::ReportTemplate own;
  own.logo_type = "image/png";
  own.logo_bytes = "foobar";
  own.logo_text = "The \"firm\"";
  own.accent_light = "#7a1f00";
  const std::string html =
      plume::html_report(plume::testing::small_document(), plume::built_in_labels("en"), own);
  EXPECT_THAT(
      html, HasSubstr("<img alt=\"The &quot;firm&quot;\" src=\"data:image/png;base64,Zm9vYmFy\">"));
  EXPECT_THAT(html, HasSubstr("h1,h2,h3,a{color:#7a1f00}"));
}

TEST(HtmlReport, TwentyCategoriesByTenDemandsAreLessThanAMegabyte) {
  plume::ReportInput input = plume::testing::small_report_input();
  plume::SampleShapes shapes;
  shapes.num_compared = 10;
  input.header.axes.demands.clear();
  input.header.axes.categories.clear();
  const plume::Summary summary = input.summaries[0];
  input.summaries.assign(200, summary);
  input.header.static_scores.assign(200, 0.5);
  for (int d = 0; d < 10; ++d) {
    input.header.axes.demands.push_back(
        {"a demand with a rather long name, number " + std::to_string(d), "kWh"});
  }
  std::vector<double> density, at, mean;
  for (std::size_t i = 0; i < plume::num_density_points; ++i)
    density.push_back(1.0 + 0.777777 * std::sin(14.8 * i / plume::num_density_points));
  for (std::size_t i = 1; i <= plume::num_running_points; ++i)
    at.push_back(25.0 * i), mean.push_back(0.56 + 0.1 / i);
  for (std::size_t c = 0; c < 20; ++c) {
    input.header.axes.categories.push_back(
        {"c" + std::to_string(c), "an impact category with a rather long name " + std::to_string(c),
         "kg CO2-eq"});
    shapes.running.push_back({0, c, at, mean, mean});
    shapes.below.push_back({std::vector<double>(100, 0.345), std::vector<std::uint64_t>(100, 997),
                            std::vector<double>(100, 0.0)});
  }
  shapes.densities.assign(200, {0.1, 1.8, density, 0.01});
  const plume::Document document =
      plume::make_document(input, shapes, {plume::Profile::lca, plume::built_in_labels("zh"), {}});
  const std::string html = plume::html_report(document, plume::built_in_labels("zh"));
  EXPECT_GE(count_of(html, "<figure>"), 200u);
  EXPECT_LE(html.size(), 1000000u);
}

TEST(StyleSheet, NamesNoFileAndNoClassTwiceInLightAndDark) {
  const std::string style = plume::style_sheet({});
  EXPECT_THAT(style, Not(HasSubstr("url")));
  EXPECT_THAT(style, Not(HasSubstr("<")));
  for (int i = 0; i < 8; ++i)
    EXPECT_EQ(count_of(style, "svg .s" + std::to_string(i) + "{fill:"), 2u);
}

}  // namespace
}  // namespace html_report_test
