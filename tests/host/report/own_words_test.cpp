// SPDX-License-Identifier: Apache-2.0
#include "host/report/own_words.hpp"

#include <gtest/gtest.h>

#include <map>

namespace plume::own_words_test {
namespace {

TEST(OwnWords, AreSaidInTheLanguageOfTheReport) {
  EXPECT_EQ(own_word("iterations done", built_in_labels("en")), "iterations done");
  EXPECT_EQ(own_word("iterations done", built_in_labels("zh")), "迭代已完成");
  EXPECT_EQ(own_word("stopped", built_in_labels("zh")), "已提前停止");
  EXPECT_EQ(own_word("something else", built_in_labels("zh")), "something else");
}

TEST(OwnWords, TextsThatResultsHoldAreReadAndSaidInTheLanguage) {
  const Labels chinese = built_in_labels("zh"), english = built_in_labels("en");
  for (const auto& [text, said] : std::map<std::string, std::string>{
           {"its vintage is after the period", "其签发年份晚于报告期"},
           {"meets 6 of the 8 quality criteria of the Scope 2 Guidance",
            "仅满足《范围二指南》八项质量准则中的 6 项"},
           {"normal, sd 15.7 (95 %: 50.06 to 111.5)",
            "正态分布，标准差 15.7（95 %：50.06 至 111.5）"},
           {"lognormal, sigma 0.018 (95 %: 54300 to 58300; published: 54000 to 58000)",
            "对数正态分布，sigma 0.018（95 %：54300 至 58300；公布值：54000 至 58000）"},
           {"the study's default: uniform, 1 to 2", "研究的默认值：均匀分布，1 至 2"},
           {"found in stored transcription (medium-high)", "见于留存的转录本（可信度：中高）"},
           {"cpu: 2 threads, avx512 lanes", "处理器：2 个线程，avx512 向量"},
           {"inventory table", "清单表"}}) {
    EXPECT_EQ(own_word(text, chinese), said);
    EXPECT_EQ(own_word(text, english), text);
  }
  EXPECT_EQ(own_word("normal, sd 15.7", chinese), "normal, sd 15.7")
      << "only what is known as a whole";
}

TEST(OwnWords, NamesOfDriversKeepWhatTheUserNamed) {
  const Labels chinese = built_in_labels("zh");
  EXPECT_EQ(driver_words("oil used by mill", chinese), "oil（用于 mill）");
  EXPECT_EQ(driver_words("carbon dioxide of high", chinese), "carbon dioxide（high）");
  EXPECT_EQ(driver_words("factor of CO2 in climate change", chinese),
            "CO2 的特征化因子（climate change）");
  EXPECT_EQ(driver_words("oil made by mill", built_in_labels("en")), "oil made by mill");
  EXPECT_EQ(driver_words("efficiency", chinese), "efficiency");
}

TEST(OwnWords, ScopesKeepTheirCategory) {
  InventoryRecord::Line line;
  line.scope = "2 location";
  EXPECT_EQ(scope_words(line, built_in_labels("en")), "2 location");
  EXPECT_EQ(scope_words(line, built_in_labels("zh")), "二，位置法");
  line.scope = "3";
  line.category = "4";
  EXPECT_EQ(scope_words(line, built_in_labels("en")), "3, 4");
}

TEST(OwnWords, TotalsAndCategoriesAreRenamedEverywhereAlike) {
  ReportInput input;
  input.header.axes.demands = {
      {"boiler", ""}, {"scope 3, category 4", ""}, {"gross of the claim's boundary", ""}};
  input.header.axes.categories = {{"ghg", "greenhouse gases", "t CO2e"},
                                  {"ghg AR6-20", "greenhouse gases, AR6-20", "t CO2e"},
                                  {"gas CH4", "CH4", "t CO2e"}};
  InventorySummary inventory;
  inventory.record.totals = {{"scope 3, category 4", "scope 3 category", "4"},
                             {"gross of the claim's boundary", "gross", ""}};
  inventory.record.categories = {{"ghg", "total", "", "AR6-100"},
                                 {"ghg AR6-20", "other gwp", "", "AR6-20"},
                                 {"gas CH4", "gas", "CH4", "AR6-100"}};
  inventory.totals.resize(2);
  inventory.totals[1].demand = "gross of the claim's boundary";
  inventory.other_gwp.resize(1);
  inventory.other_gwp[0].demand = "ghg AR6-20";
  inventory.claim.boundary_demand = "gross of the claim's boundary";

  say_own_words(built_in_labels("zh"), input, inventory);

  EXPECT_EQ(input.header.axes.demands[0].name, "boiler");
  EXPECT_EQ(input.header.axes.demands[1].name, "范围三，类别 4");
  EXPECT_EQ(input.header.axes.demands[2].name, "声明边界内的总排放");
  EXPECT_EQ(inventory.totals[1].demand, "声明边界内的总排放");
  EXPECT_EQ(inventory.claim.boundary_demand, "声明边界内的总排放");
  EXPECT_EQ(inventory.record.demand_of("gross"), "声明边界内的总排放");
  EXPECT_EQ(input.header.axes.categories[1].name, "温室气体，AR6-20");
  EXPECT_EQ(input.header.axes.categories[2].name, "CH4");
  EXPECT_EQ(inventory.other_gwp[0].demand, "温室气体，AR6-20");
}

TEST(OwnWords, SumsOfRowsSayHowMany) {
  InventorySummary inventory;
  inventory.record.lines.resize(3);
  inventory.record.lines[0] = {.demand = "other lines of scope 3, category 4 (process:x)",
                               .source = "other lines of scope 3, category 4 (process:x)",
                               .scope = "3",
                               .category = "4",
                               .rows = 12};
  inventory.record.lines[1] = {.demand = "other lines of scope 2, location-based",
                               .source = "other lines of scope 2, location-based",
                               .scope = "2 location",
                               .rows = 4200};
  inventory.record.lines[2] = {
      .demand = "boiler", .source = "boiler", .scope = "1", .base_year = true, .rows = 2};
  inventory.lines.resize(1);
  inventory.lines[0].figure.demand = "other lines of scope 2, location-based";
  inventory.approach1.rows.resize(1);
  inventory.approach1.rows[0].name = "other lines of scope 2, location-based";
  ReportInput input;
  input.header.axes.demands = {{"other lines of scope 2, location-based", ""}};
  InventorySummary chinese = inventory;
  ReportInput chinese_input = input;

  say_own_words(built_in_labels("en"), input, inventory);
  say_own_words(built_in_labels("zh"), chinese_input, chinese);

  EXPECT_EQ(inventory.record.lines[0].demand,
            "other lines of scope 3, category 4 (12 rows) (process:x)");
  const std::string said = "other lines of scope 2, location-based (4200 rows)";
  EXPECT_EQ(inventory.record.lines[1].demand, said);
  EXPECT_EQ(inventory.lines[0].figure.demand, said);
  EXPECT_EQ(inventory.approach1.rows[0].name, said);
  EXPECT_EQ(input.header.axes.demands[0].name, said);
  EXPECT_EQ(inventory.record.lines[2].demand, "boiler")
      << "rows of the base year that a line is compared with";
  EXPECT_EQ(chinese.record.lines[1].demand, "范围二，位置法的其余行（4200 行）");
}

TEST(OwnWords, EnglishNamesStayAsTheResultHasThem) {
  ReportInput input;
  input.header.axes.demands = {{"type II gross, market-based", ""}};
  InventorySummary inventory;
  inventory.record.totals = {{"type II gross, market-based", "type II market", ""}};
  say_own_words(built_in_labels("en"), input, inventory);
  EXPECT_EQ(input.header.axes.demands[0].name, "type II gross, market-based");
}

}  // namespace
}  // namespace plume::own_words_test
