// SPDX-License-Identifier: Apache-2.0
#include "host/input/study_inventory.hpp"

#include <gtest/gtest.h>

#include "host/input/study.hpp"

namespace plume {
namespace {

std::string findings_of_study(const std::string& tables) {
  Findings findings;
  static_cast<void>(parse_study("[study]\nname = \"a\"\n" + tables, "s.toml", {}, findings));
  return findings.to_string();
}

TEST(StudyInventory, ClaimNeedsAnInventory) {
  EXPECT_NE(
      findings_of_study("[claim]\nprobability = 0.95\n")
          .find("s.toml:3:1: error E0105: a claim is made of an inventory, and the study has none; add [inventory], or "
                "leave [claim] out"),
      std::string::npos);
}

TEST(StudyInventory, TablesExistAndSetsAreKnown) {
  const std::string found = findings_of_study("[inventory]\nactivities = \"none.csv\"\ncompare_gwp = \"AR7-100\"\n");

  EXPECT_NE(found.find("s.toml:4:14: error E0106: table 'none.csv' does not exist (looked for 'none.csv'); the path is "
                       "relative to the study file"),
            std::string::npos)
      << found;
  EXPECT_NE(
      found.find("s.toml:5:15: error E0104: there is no GWP set 'AR7-100'; one of AR4-20, AR4-100, AR4-500, AR5-20, "
                 "AR5-100, AR6-20, AR6-100, AR6-500"),
      std::string::npos)
      << found;
}

TEST(StudyInventory, NeedsNoModelAndNoDemand) {
  EXPECT_EQ(findings_of_study("[inventory]\n"),
            "s.toml:3:1: error E0105: the inventory has no activities; add activities = \"activities.csv\" below "
            "[inventory]");
}

}  // namespace
}  // namespace plume
