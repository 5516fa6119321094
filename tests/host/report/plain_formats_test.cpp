// SPDX-License-Identifier: Apache-2.0
#include "host/report/plain_formats.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/host/report/document_fixture.hpp"

namespace plain_formats_test {
namespace {

using plume::testing::hostile_document;
using plume::testing::small_document;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(DocumentText, HasHeadingsTablesAndWhatFiguresShow) {
  const std::string text = document_text(small_document(), plume::built_in_labels("en"));
  EXPECT_EQ(text.find("Two kettles\n===========\n\nComparison of options with "
                      "uncertainty\n\nComparison\n----------\n\n"),
            0u);
  EXPECT_THAT(
      text,
      HasSubstr("climate change  kg CO2-eq      0.500      0.501      0.562    0.012   +12 %"));
  EXPECT_THAT(text, HasSubstr("Figure: climate change, 1 kWh. Median 0.50 kg CO2-eq, 95 % interval "
                              "0.12 to 1.50; static"));
  EXPECT_THAT(text,
              HasSubstr("    plume run kettle.toml --set sampling.seed=18446744073709551615\n"));
}

TEST(DocumentText, NoControlCharacterPasses) {
  const std::string text = document_text(hostile_document(), plume::built_in_labels("en"));
  EXPECT_THAT(text, Not(HasSubstr("\x1B")));
}

TEST(DocumentMarkdown, NamesAreNoMarkup) {
  std::string text = document_markdown(hostile_document(), plume::built_in_labels("en"));
  // code is shown as it is
  for (std::size_t at; (at = text.find("\n    ")) != std::string::npos;) {
    text.erase(at, text.find('\n', at + 1) - at);
  }
  EXPECT_EQ(text.find("# &lt;script&gt;alert\\(1\\)&lt;/script&gt;\n\n"), 0u);
  EXPECT_THAT(text, Not(HasSubstr("<script")));
  EXPECT_THAT(text, Not(HasSubstr("](javascript")));
  EXPECT_THAT(text,
              HasSubstr("| \\_x0041\\_ \\| \\`code\\` \\[link\\]\\(javascript:alert\\(1\\)\\) |"));
}

TEST(DocumentMarkdown, TablesHaveAlignedNumbers) {
  const std::string text =
      document_markdown(small_document(plume::Profile::lca, "zh"), plume::built_in_labels("zh"));
  EXPECT_THAT(
      text,
      HasSubstr(
          "| 类别 | 单位 | 静态值 | 中位数 | 均值 | ± 标准误 | 偏移 | 标准差 | 2.5 % | 97.5 % |\n"
          "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|\n"
          "| climate change | kg CO2-eq | 0.500 | 0.501 | 0.562 | 0.012 | +12 % | 0.390 | 0.120 | "
          "1.500 |\n"));
}

TEST(DocumentCsv, HasACellALineWithItsExactValue) {
  const std::string csv = document_csv(small_document());
  EXPECT_EQ(csv.find("section,table,row,column,value,shown\r\n"), 0u);
  EXPECT_THAT(csv, HasSubstr("\r\nresults,scores-1,climate change,mean,0.56234567,0.562\r\n"));
  EXPECT_THAT(csv, HasSubstr("\r\nresults,scores-1,climate change,unit,,kg CO2-eq\r\n"));
}

TEST(DocumentCsv, NoCellIsAFormula) {
  const std::string csv = document_csv(hostile_document());
  bool begins = true, quoted = false;
  for (std::size_t i = 0; i < csv.size(); ++i) {
    const char c = csv[i];
    if (begins && (c == '=' || c == '@')) ADD_FAILURE() << csv.substr(i, 60);
    if (c == '"') quoted = !quoted;
    const bool separator = !quoted && (c == ',' || c == '\n');
    begins = separator || (begins && c == '"');
  }
  EXPECT_THAT(csv, HasSubstr("'=cmd|' /C calc'!A0"));
}

TEST(DocumentJson, IsTheContent) {
  const auto json = nlohmann::json::parse(document_json(small_document()));
  EXPECT_EQ(json["title"], "Two kettles");
  const auto& results = json["sections"][1];
  EXPECT_EQ(results["id"], "results");
  const auto& table = results["blocks"][0];
  EXPECT_EQ(table["kind"], "table");
  EXPECT_EQ(table["columns"][4], "mean");
  EXPECT_EQ(table["rows"][0][4], (nlohmann::json{{"value", 0.56234567}, {"shown", "0.562"}}));
  EXPECT_EQ(json["sections"][2]["blocks"][0]["figure"], "distribution");
  EXPECT_EQ(json["sections"][2]["blocks"][0]["data"]["rows"].size(), 8u);
}

}  // namespace
}  // namespace plain_formats_test
