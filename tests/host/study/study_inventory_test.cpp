// SPDX-License-Identifier: Apache-2.0
#include "host/study/study_inventory.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <optional>

#include "host/study/study.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::study_inventory_test {
namespace {

std::string findings_of_study(const std::string& tables) {
  Findings findings;
  static_cast<void>(parse_study("[study]\nname = \"a\"\n" + tables, "s.toml", {}, findings));
  return findings.to_string();
}

TEST(StudyInventory, ClaimNeedsAnInventory) {
  EXPECT_NE(findings_of_study("[claim]\nprobability = 0.95\n")
                .find("s.toml:3:1: error E0105: a claim is made of an inventory, and the study has "
                      "none; add [inventory], or "
                      "leave [claim] out"),
            std::string::npos);
}

TEST(StudyInventory, TablesExistAndSetsAreKnown) {
  const std::string found =
      findings_of_study("[inventory]\nactivities = \"none.csv\"\ncompare_gwp = \"AR7-100\"\n");

  EXPECT_NE(found.find("s.toml:4:14: error E0106: table 'none.csv' does not exist (looked for "
                       "'none.csv'); the path is "
                       "relative to the study file"),
            std::string::npos)
      << found;
  EXPECT_NE(found.find("s.toml:5:15: error E0104: there is no GWP set 'AR7-100'; one of AR4-20, "
                       "AR4-100, AR4-500, AR5-20, "
                       "AR5-100, AR6-20, AR6-100, AR6-500"),
            std::string::npos)
      << found;
}

TEST(StudyInventory, LinesAreANumberOrAll) {
  const auto lines_of = [](const std::string& value, std::string& found) {
    Findings findings;
    const Study study =
        parse_study("[study]\nname = \"a\"\n[inventory]\nactivities = \"none.csv\"\n" + value,
                    "s.toml", {}, findings);
    found = findings.to_string();
    return study.inventory->lines;
  };
  std::string found;
  EXPECT_EQ(lines_of("", found), std::nullopt);
  EXPECT_EQ(lines_of("lines = 0\n", found), 0U);
  EXPECT_EQ(lines_of("lines = 500\n", found), 500U);
  EXPECT_EQ(lines_of("lines = \"all\"\n", found), std::numeric_limits<std::size_t>::max());
  EXPECT_EQ(found.find("E0104"), std::string::npos);
  EXPECT_EQ(lines_of("lines = -1\n", found), std::nullopt);
  EXPECT_NE(found.find("s.toml:5:9: error E0104: inventory.lines is '-1'; a number of lines from 0 "
                       "to 1000000, or \"all\""),
            std::string::npos)
      << found;
}

TEST(StudyInventory, NeedsNoModelAndNoDemand) {
  EXPECT_EQ(findings_of_study("[inventory]\n"),
            "s.toml:3:1: error E0105: the inventory has no activities; add activities = "
            "\"activities.csv\" below "
            "[inventory]");
}

TEST(StudyInventory, IndicatorsHaveOneOfSixGroups) {
  EXPECT_EQ(
      findings_of_study("[inventory]\nactivities = \"none.csv\"\n[claim]\n[[claim.indicator]]\n"
                        "group = \"energy\"\nname = \"meters\"\nstatus = \"fine\"\n"
                        "[[claim.indicator]]\nevidence = \"D-1\"\nproof = 1\n"),
      "s.toml:4:14: error E0106: table 'none.csv' does not exist (looked for 'none.csv'); the path "
      "is relative "
      "to the study file\n"
      "s.toml:7:9: error E0104: claim.indicator.group = \"energy\" is not offered; allowed: "
      "\"infrastructure\", "
      "\"energy and carbon information system\", \"energy and resource use\", \"products\", "
      "\"greenhouse gas reduction\", \"offsets\"\n"
      "s.toml:9:10: error E0104: claim.indicator.status = \"fine\" is not offered; allowed: "
      "\"met\", "
      "\"partly met\", \"not met\", \"not assessed\"\n"
      "s.toml:12:1: error E0102: unknown key 'claim.indicator.proof'; known here: group, name, "
      "status, evidence, "
      "note\n"
      "s.toml:10:1: error E0105: an indicator of the claim is in no group; add group = "
      "\"infrastructure\" or "
      "another of the six; docs/claims.md has them\n"
      "s.toml:10:1: error E0105: an indicator of the claim has no name; add name = \"…\" below "
      "[[claim.indicator]]");
}

TEST(StudyInventory, IndicatorsAreReadWithTheirEvidence) {
  const testing::TempFolder folder;
  (void)folder.write("a.csv", "source\n");
  (void)folder.write(
      "s.toml",
      "[study]\nname = \"a\"\n[inventory]\nactivities = \"a.csv\"\ninstruments = "
      "\"a.csv\"\n[claim]\n"
      "[[claim.indicator]]\ngroup = \"products\"\nname = \"footprint\"\nstatus = \"partly met\"\n"
      "evidence = [\"D-1\", 7]\nnote = \"suppliers missing\"\n"
      "[[claim.indicator]]\ngroup = \"offsets\"\nname = \"credits\"\n");
  Findings findings;
  const Study study = read_study(folder.path() / "s.toml", {}, findings);
  EXPECT_EQ(findings.to_string(), "");
  ASSERT_TRUE(study.claim);
  ASSERT_EQ(study.claim->indicators.size(), 2u);
  const StudyClaim::Indicator& first = study.claim->indicators[0];
  EXPECT_EQ(first.group + "|" + first.name + "|" + first.status + "|" + first.note,
            "products|footprint|partly met|suppliers missing");
  EXPECT_EQ(first.evidence, (std::vector<std::string>{"D-1", "7"}));
  EXPECT_EQ(study.claim->indicators[1].status, "not assessed");
  EXPECT_EQ(study.inventory->instruments.size(), 1u);
}

}  // namespace
}  // namespace plume::study_inventory_test
