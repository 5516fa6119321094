// SPDX-License-Identifier: Apache-2.0
#include "host/report/labels.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>

#include "tests/support/temp_folder.hpp"

namespace labels_test {
namespace {

using plume::built_in_labels;
using plume::Findings;
using plume::Labels;
using plume::parse_labels;

std::string placeholders(const std::string& text) {
  std::string digits;
  for (char c = '0'; c <= '9'; ++c) {
    if (text.find(std::string("{") + c + "}") != std::string::npos) digits += c;
  }
  return digits;
}

TEST(BuiltInLabels, ChineseHasEveryTextWithTheSamePlaceholders) {
  const Labels english = built_in_labels("en"), chinese = built_in_labels("zh");
  EXPECT_EQ(english.language(), "en");
  EXPECT_EQ(chinese.language(), "zh");
  EXPECT_GT(english.texts().size(), 90u);
  const auto of_messages =
      std::count_if(chinese.texts().begin(), chinese.texts().end(),
                    [](const auto& each) { return each.first.starts_with("finding."); });
  ASSERT_EQ(chinese.texts().size() - static_cast<std::size_t>(of_messages), english.texts().size());
  std::size_t same = 0;
  for (const auto& [key, text] : english.texts()) {
    EXPECT_EQ(placeholders(chinese(key)), placeholders(text)) << key;
    same += chinese(key) == text;
  }
  EXPECT_LT(same, 8u) << "texts that are not translated";
}

TEST(BuiltInLabels, ChineseSaysWhatEveryWarningAndNoteMeans) {
  const Labels chinese = built_in_labels("zh");
  std::ifstream page(PLUME_SOURCE_DIR "/docs/findings.md");
  std::size_t count = 0;
  for (std::string line; std::getline(page, line);) {
    if (!line.starts_with("| W") && !line.starts_with("| N")) continue;
    const std::string code = line.substr(2, 5);
    EXPECT_TRUE(chinese.has("finding." + code)) << code;
    ++count;
  }
  EXPECT_GT(count, 150u);
}

TEST(BuiltInLabels, TheWordsThatAVerdictTurnsOnAreThoseOfAChineseReader) {
  const Labels chinese = built_in_labels("zh");
  const std::pair<const char*, const char*> pinned[] = {
      {"claim.demonstrated", "得到证明"}, {"claim.not_demonstrated", "未得到证明"},
      {"claim.not_met", "不成立"},        {"inventory.scope1", "范围一"},
      {"inventory.scope2", "范围二"},     {"inventory.scope3", "范围三"},
      {"inventory.location", "位置法"},   {"inventory.market", "市场法"},
      {"column.lower", "2.5 %"},          {"column.upper", "97.5 %"}};
  for (const auto& [key, text] : pinned) EXPECT_EQ(chinese(key), text) << key;
}

TEST(LabelsText, PlaceholdersAreReplacedOnce) {
  Labels labels;
  labels.set("a", "{1} and {0}, {0}{2}");
  EXPECT_EQ(labels("a", {"{1}", "x"}), "x and {1}, {1}");
  EXPECT_EQ(labels("missing"), "missing");
}

TEST(ParseLabels, AFileOverridesWhatItHas) {
  Findings findings;
  const Labels labels = parse_labels("language = \"fr\"\n[heading]\nsummary = \"Résumé\"\n",
                                     "fr.toml", built_in_labels("en"), findings);
  EXPECT_EQ(findings.to_string(), "");
  EXPECT_EQ(labels.language(), "fr");
  EXPECT_EQ(labels("heading.summary"), "Résumé");
  EXPECT_EQ(labels("heading.results"), "Results");
}

TEST(ParseLabels, SaysWhatIsWrongOfAllOfIt) {
  Findings findings;
  (void)parse_labels(
      "[heading]\nsumary = \"x\"\nresults = 5\n[word]\nmade_with = \"{0} {1}\"\nskip = \"{0}\"\n",
      "fr.toml", built_in_labels("en"), findings);
  EXPECT_EQ(
      findings.to_string(),
      "fr.toml:3:11: error E0103: heading.results = 5 is not a text; labels stand in quotes\n"
      "fr.toml:2:10: error E0901: no report has a text with the key 'heading.sumary'; did you mean "
      "'heading.summary'?\n"
      "fr.toml:5:13: error E0902: word.made_with has the placeholder {1}, for which there is "
      "nothing; the only "
      "placeholder of this key is {0}\n"
      "fr.toml:6:8: error E0902: word.skip has the placeholder {0}, for which there is nothing; "
      "the text of this "
      "key has no placeholders");
}

TEST(ParseLabels, SaysWhereItIsNoToml) {
  Findings findings;
  (void)parse_labels("x = \n", "fr.toml", Labels(), findings);
  ASSERT_EQ(findings.num_errors(), 1u);
  EXPECT_EQ(findings.list()[0].code, "E0101");
  EXPECT_EQ(findings.list()[0].place.line, 1u);
}

TEST(ReadLabels, AFileThatIsNotThereIsAFinding) {
  const plume::testing::TempFolder folder;
  Findings findings;
  (void)plume::read_labels(folder.path() / "none.toml", Labels(), findings);
  EXPECT_EQ(findings.to_string(),
            (folder.path() / "none.toml").string() +
                ": error E0903: the file cannot be read: No such file or directory; name a text "
                "file of labels");
}

}  // namespace
}  // namespace labels_test
