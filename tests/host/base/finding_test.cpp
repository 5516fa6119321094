// SPDX-License-Identifier: Apache-2.0
#include "host/base/finding.hpp"

#include <gmock/gmock.h>

#include "tests/support/findings.hpp"

namespace plume::finding_test {
namespace {

using plume::testing::lines;
using ::testing::ElementsAre;

TEST(Finding, PrintsPlaceSeverityCodeProblemAndHint) {
  const Finding finding{"E0203",
                        {"data/exchanges.csv", 118, 7},
                        "amount '1,5' is not a number (decimals use '.')",
                        "did you mean 1.5?"};
  EXPECT_EQ(
      to_string(finding),
      "data/exchanges.csv:118:7: error E0203: amount '1,5' is not a number (decimals use '.'); "
      "did you mean 1.5?");
}

TEST(Finding, LeavesOutWhatIsUnknown) {
  EXPECT_EQ(to_string({"W0401", {"a.csv", 3, 0}, "odd", ""}), "a.csv:3: warning W0401: odd");
  EXPECT_EQ(to_string({"N0401", {"a.csv", 0, 9}, "so", ""}), "a.csv: note N0401: so");
  EXPECT_EQ(to_string({"E0401", {}, "bad", ""}), "error E0401: bad");
  EXPECT_EQ(to_string({"E0401", {"", 3, 4}, "bad", ""}), "line 3:4: error E0401: bad");
}

TEST(Finding, IsOneLineAndHarmlessWhateverTheInputHolds) {
  const Finding finding{"E0102",
                        {"a\x1B]0;pwn\x07.toml", 3, 1},
                        "unknown key 'x\n0 errors\x1B[31m'",
                        "b\xE2\x80\xAE"
                        "c\r"};
  EXPECT_EQ(to_string(finding),
            "a ]0;pwn .toml:3:1: error E0102: unknown key 'x 0 errors [31m'; b c ");
}

TEST(Findings, CountsBySeverity) {
  Findings findings;
  findings.add("W0401", {}, "a");
  EXPECT_FALSE(findings.has_errors());
  findings.add("E0401", {}, "b");
  findings.add("E0402", {}, "c");
  findings.add("N0401", {}, "d");
  EXPECT_TRUE(findings.has_errors());
  EXPECT_EQ(findings.num_errors(), 2u);
  EXPECT_EQ(findings.num_warnings(), 1u);
  EXPECT_EQ(findings.list().size(), 4u);
}

TEST(Findings, KeepsTheFirstOfEachCodeAndCountsTheRest) {
  Findings findings;
  for (int i = 0; i < 57; ++i)
    findings.add("E0203", {"a.csv", static_cast<std::uint32_t>(i + 1), 0}, "bad");
  findings.add("W0401", {}, "other");
  EXPECT_EQ(findings.list().size(), Findings::limit + 1);
  EXPECT_EQ(findings.suppressed("E0203"), 7u);
  EXPECT_EQ(findings.suppressed("W0401"), 0u);
  EXPECT_EQ(findings.suppressed("E9999"), 0u);
  EXPECT_EQ(findings.num_errors(), 57u);
  const std::string text = findings.to_string();
  EXPECT_NE(text.find("a.csv:50: error E0203: bad\nwarning W0401: other\n… and 7 more of E0203"),
            std::string::npos)
      << text;
  EXPECT_EQ(text.find("a.csv:51"), std::string::npos);
}

TEST(Findings, LongNamesAreCutAndWhatIsSaidOfThemStands) {
  Findings findings;
  findings.add("E0811", {"a", 0, 0},
               "product '" + std::string(1'000'000, 'x') + "' of 'chp' is made twice", "keep one");
  EXPECT_THAT(lines(findings), ElementsAre("a: error E0811: product '" + std::string(80, 'x') +
                                           "…' of 'chp' is made twice; keep one"));
}

TEST(Findings, LongMessagesAreCutBetweenCharacters) {
  Findings findings;
  std::string text = "a";
  while (text.size() < 3000) text += "é";
  findings.add("E0811", {"a", 0, 0}, text, text);
  EXPECT_EQ(findings.list()[0].problem, text.substr(0, 999) + "…");
  EXPECT_EQ(findings.list()[0].hint, text.substr(0, 499) + "…");
}

TEST(Findings, WhatIsNoTextIsCutAsItIsPrinted) {
  Findings findings;
  findings.add("E0811", {std::string(900, '\xFF'), 0, 0}, std::string(1400, '\xFE'));
  EXPECT_LT(to_string(findings.list()[0]).size(), 2000u);
}

TEST(Findings, PrintsNothingWhenEmpty) { EXPECT_EQ(Findings{}.to_string(), ""); }

TEST(Findings, DidYouMeanNamesTheNearest) {
  EXPECT_EQ(did_you_mean("sead", {"iterations", "seed"}), "did you mean 'seed'?");
  EXPECT_EQ(did_you_mean("colour", {"iterations", "seed"}), "");
}

TEST(FindingsSupport, LinesDropTheTestFolder) {
  Findings findings;
  findings.add("E0106", {"/t/x/study.toml", 2, 1}, "'/t/x/a.zip' is missing");
  EXPECT_THAT(lines(findings, "/t/x"),
              ElementsAre("study.toml:2:1: error E0106: 'a.zip' is missing"));
}

}  // namespace
}  // namespace plume::finding_test
