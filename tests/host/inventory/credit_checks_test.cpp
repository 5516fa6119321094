// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/credit_checks.hpp"

#include <gmock/gmock.h>

#include "host/inventory/inventory_tables.hpp"
#include "tests/support/findings.hpp"
#include "tests/support/inventory_files.hpp"
#include "tests/support/inventory_run.hpp"

namespace plume::credit_checks_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

CreditRow credit_of(std::uint32_t line, const char* vintage, const char* retired,
                    const char* evidence = "") {
  CreditRow credit;
  credit.record.project = "forest";
  credit.record.registry = "Verra";
  credit.record.nominal = 60.0;
  credit.record.vintage = vintage;
  credit.record.retired = retired;
  credit.record.evidence = evidence;
  credit.place = {"c.csv", line, 1};
  credit.evidence_place = {"c.csv", line, 9};
  credit.vintage_place = {"c.csv", line, 5};
  credit.retired_place = {"c.csv", line, 6};
  return credit;
}

CreditRules rules(bool count_unretired = false) {
  return {*read_period("2023").period, "2023", read_period("2024-05-31").period->last,
          count_unretired};
}

TEST(CreditChecks, WhatIsRetiredOfTheYearOrBeforeCounts) {
  std::vector<CreditRow> credits = {
      credit_of(2, "2023", "2024-05-31", "A"), credit_of(3, "2019/2021", "yes", "B"),
      credit_of(4, "2023", "VCS-1..60", "C"), credit_of(5, "2023", "2024", "D")};
  Findings findings;
  check_credits(credits, rules(), findings);
  EXPECT_THAT(testing::lines(findings), IsEmpty());
  for (const CreditRow& credit : credits)
    EXPECT_TRUE(credit.record.counted && credit.record.retirement_shown);
}

TEST(CreditChecks, WordsThatShowNoRetirement) {
  const auto checked = [](const char* retired) {
    std::vector<CreditRow> credits = {credit_of(2, "2023", retired)};
    Findings findings;
    check_credits(credits, rules(), findings);
    const InventoryRecord::Credit& record = credits[0].record;
    return !record.counted ? "not yet" : record.retirement_shown ? "shown" : "not shown";
  };
  for (const char* text : {"No.", "no", "non", "not yet", "will be retired in May 2023",
                           "to be retired", "未注销", "否", "0", "no, on sale", "2024-06"})
    EXPECT_STREQ(checked(text), "not yet") << text;
  for (const char* text : {"?", "n/a", "unknown", "Verra", ""})
    EXPECT_STREQ(checked(text), "not shown") << text;
  for (const char* text : {"yes", "TRUE", "已注销", "Certificate No. 123", "5720-1-60-VCU-0",
                           "retired", "x", "2023-05"})
    EXPECT_STREQ(checked(text), "shown") << text;
}

TEST(CreditChecks, WithoutAPeriodAVintageAfterTheReportDoesNotCount) {
  std::vector<CreditRow> credits = {credit_of(2, "2035", "yes"), credit_of(3, "2024", "yes", "B")};
  CreditRules open = rules();
  open.period.reset();
  Findings findings;
  check_credits(credits, open, findings);
  EXPECT_FALSE(credits[0].record.counted);
  EXPECT_TRUE(credits[1].record.counted) << "of the report's year";
  EXPECT_THAT(testing::lines(findings),
              ElementsAre(::testing::HasSubstr("vintage 2035 is after the day of the report")));
}

TEST(CreditChecks, ALongRangeIsRememberedBehindShortOnesWithinIt) {
  std::vector<CreditRow> credits = {credit_of(2, "2021", "yes", "5720-1001-1100-VCU"),
                                    credit_of(3, "2021", "yes", "5720-1010-1020-VCU"),
                                    credit_of(4, "2021", "yes", "5720-1030-1040-VCU")};
  Findings findings;
  check_credits(credits, rules(), findings);
  EXPECT_THAT(testing::lines(findings),
              ElementsAre(::testing::HasSubstr("c.csv:3:9: warning W0769"),
                          ::testing::HasSubstr(
                              "c.csv:4:9: warning W0769: the serial numbers '5720-1030-1040-VCU' "
                              "share some with '5720-1001-1100-VCU' in line 2")));
}

TEST(CreditChecks, RangesThatShareASingleSerialAreTold) {
  std::vector<CreditRow> credits = {credit_of(2, "2021", "yes", "5720-1001-1060-VCU"),
                                    credit_of(3, "2021", "yes", "5720-1060-1090-VCU"),
                                    credit_of(4, "2021", "yes", "5720-0990-1001-VCU")};
  Findings findings;
  check_credits(credits, rules(), findings);
  EXPECT_THAT(
      testing::lines(findings),
      ElementsAre(
          ::testing::HasSubstr("c.csv:3:9: warning W0769: the serial numbers '5720-1060-1090-VCU' "
                               "share some with '5720-1001-1060-VCU' in line 2"),
          ::testing::HasSubstr("c.csv:4:9: warning W0769: the serial numbers '5720-0990-1001-VCU' "
                               "share some with '5720-1001-1060-VCU' in line 2")));
}

TEST(CreditChecks, SerialsThatMayBeTheSameAreTold) {
  std::vector<CreditRow> credits = {credit_of(2, "2021", "yes", "5720-1001-1060-VCU"),
                                    credit_of(3, "2021", "yes", "5720-1061-1090-VCU"),
                                    credit_of(4, "2021", "yes", "5720-1050-1055-VCU"),
                                    credit_of(5, "2021", "yes", "5720-1001-1060-VCU")};
  credits[3].record.registry = "";
  Findings findings;
  check_credits(credits, rules(), findings);
  EXPECT_THAT(
      testing::lines(findings),
      ElementsAre(
          ::testing::HasSubstr(
              "c.csv:4:9: warning W0769: the serial numbers '5720-1050-1055-VCU' share some with "
              "'5720-1001-1060-VCU' in line 2: both count"),
          ::testing::HasSubstr("c.csv:5:9: warning W0769: '5720-1001-1060-VCU' stands in line 2, "
                               "too, and one of the two names no "
                               "registry: both count")));
  for (const CreditRow& credit : credits) EXPECT_TRUE(credit.record.counted);
}

TEST(CreditChecks, ASerialCountsOnce) {
  std::vector<CreditRow> credits = {credit_of(2, "2021", "2023", "VCS-1"),
                                    credit_of(3, "2021", "2023", "vcs - 1"),
                                    credit_of(4, "2021", "2023", "VCS-2")};
  credits[2].record.registry = "Gold Standard";
  credits.push_back(credit_of(2, "2021", "2023", "VCS-1"));
  credits[3].evidence_place.file = credits[3].place.file = "d.csv";
  Findings findings;
  check_credits(credits, rules(), findings);
  EXPECT_THAT(testing::lines(findings),
              ElementsAre("c.csv:3:9: warning W0754: the same serial 'vcs - 1' of the registry "
                          "'Verra' stands in line 2: "
                          "the row is not counted; a credit is used once; give each row the serial "
                          "numbers of its own "
                          "credits",
                          "d.csv:2:9: warning W0754: the same serial 'VCS-1' of the registry "
                          "'Verra' stands in c.csv:2: "
                          "the row is not counted; a credit is used once; give each row the serial "
                          "numbers of its own "
                          "credits"));
  EXPECT_TRUE(credits[0].record.counted && credits[2].record.counted);
  EXPECT_FALSE(credits[1].record.counted || credits[3].record.counted);
}

TEST(CreditChecks, AVintageAfterThePeriodDoesNotCountEvenInAPlan) {
  std::vector<CreditRow> credits = {credit_of(2, "2035", "2023", "A"),
                                    credit_of(3, "2024-01", "2023", "B")};
  Findings findings;
  check_credits(credits, rules(true), findings);
  EXPECT_FALSE(credits[0].record.counted || credits[1].record.counted);
  EXPECT_EQ(testing::lines(findings).at(0),
            "c.csv:2:5: warning W0755: vintage 2035 is after 2023: the credits of 'forest' do not "
            "exist in the period and "
            "are not counted; use credits of the period or of years before it");
}

TEST(CreditChecks, WhatIsNotRetiredCountsInAPlanOnly) {
  for (const char* retired : {"no", "No", "not yet", "2024-06-01", "2099", "planned"}) {
    std::vector<CreditRow> credits = {credit_of(2, "2023", retired)};
    Findings findings;
    check_credits(credits, rules(false), findings);
    EXPECT_FALSE(credits[0].record.counted) << retired;
    EXPECT_THAT(testing::codes(findings), ElementsAre("W0756")) << retired;
    credits = {credit_of(2, "2023", retired)};
    check_credits(credits, rules(true), findings);
    EXPECT_TRUE(credits[0].record.counted && credits[0].record.planned) << retired;
  }
  std::vector<CreditRow> credits = {credit_of(2, "2023", "no")};
  Findings findings;
  check_credits(credits, rules(), findings);
  EXPECT_THAT(testing::lines(findings),
              ElementsAre("c.csv:2:6: warning W0756: the 60 t CO2e of 'forest' are not retired "
                          "('no'): they are not "
                          "counted; retire them first; a claim about a plan counts them by [claim] "
                          "count_unretired = true"));
}

TEST(CreditChecks, RetirementThatIsNotShownIsTold) {
  std::vector<CreditRow> credits = {credit_of(2, "2023", "")};
  Findings findings;
  check_credits(credits, rules(), findings);
  EXPECT_TRUE(credits[0].record.counted);
  EXPECT_FALSE(credits[0].record.retirement_shown);
  EXPECT_THAT(testing::lines(findings),
              ElementsAre("c.csv:2:6: warning W0757: nothing says that the 60 t CO2e of 'forest' "
                          "are retired; give the day "
                          "of retirement in the column 'retired', or 'no'; until then the report "
                          "says 'retirement not "
                          "shown'"));
}

TEST(CreditChecks, AVintageThatIsNoneIsTold) {
  std::vector<CreditRow> credits = {credit_of(2, "recent", "yes")};
  Findings findings;
  check_credits(credits, rules(), findings);
  EXPECT_TRUE(credits[0].record.counted);
  EXPECT_THAT(testing::codes(findings), ElementsAre("W0766"));
}

TEST(CreditChecks, AMassOfAnotherGasIsNoCredit) {
  const auto codes_of = [](const std::string& unit) {
    const testing::InventoryFiles files(
        {.activities = "source,scope,amount,unit,factor\nboiler,1,100,t,one\n",
         .credits = "project,nominal,unit,retired\nforest,60," + unit + ",2023\n",
         .factors = testing::plain_factors});
    FactorLibrary library;
    Model model;
    Findings findings;
    (void)read_inventory_tables(files.inventory, library, model, findings);
    return testing::codes(findings);
  };
  for (const char* unit : {"t CO2e", "tCO2-eq", "kg CO2", "t"})
    EXPECT_THAT(codes_of(unit), IsEmpty()) << unit;
  for (const char* unit : {"t CH4", "kg N2O"})
    EXPECT_THAT(codes_of(unit), ::testing::Contains("E0734")) << unit;
}

/// The whole way: of four rows of 60 t one counts, of a plan two.
TEST(CreditChecks, TotalsHoldWhatCounts) {
  testing::InventoryStudy study{
      .activities = "source,scope,amount,unit,factor\nboiler,1,100,t,one\n",
      .credits =
          "project,nominal,unit,vintage,retired,registry,evidence\n"
          "a,60,t,2021,2023,Verra,1\na,60,t,2021,2023,Verra,1\n"
          "b,60,t,2035,2023,Verra,2\nc,60,t,2021,no,Verra,3\n",
      .keys = "period = \"2023\"\nreported = \"2024-03-31\"",
      .tables = "[claim]\nboundary = \"type I\""};
  const testing::InventoryRun run(study);
  EXPECT_NEAR(run.fixed("credits, face value"), -60.0, 1e-9);
  EXPECT_NEAR(run.fixed("net, credits risk-adjusted"), 40.0, 1e-9);
  study.tables += "\ncount_unretired = true";
  EXPECT_NEAR(testing::InventoryRun(study).fixed("credits, face value"), -120.0, 1e-9);
}

}  // namespace
}  // namespace plume::credit_checks_test
