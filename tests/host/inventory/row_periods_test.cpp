// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/row_periods.hpp"

#include <gmock/gmock.h>

#include "tests/support/findings.hpp"
#include "tests/support/inventory_run.hpp"

namespace plume::row_periods_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// What becomes of lines with these periods: 'r', 'b' or '-' of each.
std::string years_of(const StudyInventory& inventory, const std::vector<const char*>& texts,
                     Findings& findings) {
  std::vector<ActivityLine> lines;
  for (const char* text : texts) {
    ActivityLine line;
    line.record.source = "boiler";
    line.record.period = text;
    line.record.place = text;
    line.period_place = {"a.csv", static_cast<std::uint32_t>(lines.size() + 2), 5};
    lines.push_back(line);
  }
  place_lines_in_time(inventory, read_study_periods(inventory, findings), lines, findings);
  std::string years;
  for (const char* text : texts) {
    char year = '-';
    for (const ActivityLine& line : lines) {
      if (line.record.place == text) year = line.record.base_year ? 'b' : 'r';
    }
    years += year;
  }
  return years;
}

StudyInventory study(const char* period, const char* base = "") {
  StudyInventory inventory;
  inventory.period = period;
  inventory.base_period = base;
  inventory.place = {"study.toml", 4, 1};
  return inventory;
}

TEST(RowPeriods, ABaseYearIsMadeOfAllRowsInsideOfIt) {
  Findings findings;
  EXPECT_EQ("bbbrrr",
            years_of(study("2023", "2018"),
                     {"2018-H1", "Q3 2018", "2018-10/2018-12", "2023", "2023-04", ""}, findings));
  EXPECT_EQ("br", years_of(study("2022-04-01/2023-03-31", "2018-04-01/2019-03-31"),
                           {"2019-03", "Apr 2022"}, findings));
  EXPECT_THAT(testing::lines(findings), IsEmpty());
}

TEST(RowPeriods, ARowOutsideIsNotCountedAndTold) {
  Findings findings;
  EXPECT_EQ("-r", years_of(study("2023"), {"2022", "2023"}, findings));
  EXPECT_EQ("-", years_of(study("2023", "2018"), {"2019-05", "2023"}, findings).substr(0, 1));
  EXPECT_THAT(testing::lines(findings),
              ElementsAre("a.csv:2:5: warning W0753: 2022 of 'boiler' is outside the inventory's "
                          "period 2023: the row is "
                          "not counted; correct the period of the row or of the study",
                          "a.csv:2:5: warning W0753: 2019-05 of 'boiler' is outside the "
                          "inventory's period 2023 and its "
                          "base period 2018: the row is not counted; correct the period of the row "
                          "or of the study"));
}

TEST(RowPeriods, WithoutARowOfTheReportingYearNothingIsEmitted) {
  for (const char* only : {"2022", "2018"}) {
    Findings findings;
    (void)years_of(study("2023", "2018"), {only}, findings);
    EXPECT_THAT(testing::lines(findings), ::testing::Contains(::testing::HasSubstr("error E0767")))
        << only;
  }
  Findings findings;
  (void)years_of(study("2023"), {}, findings);
  EXPECT_FALSE(findings.has_errors()) << "an inventory of instruments alone";
}

TEST(RowPeriods, ARowPartlyOutsideIsCountedWholeAndTold) {
  Findings findings;
  EXPECT_EQ("r", years_of(study("2023"), {"2022-12/2023-01"}, findings));
  EXPECT_THAT(testing::lines(findings),
              ElementsAre("a.csv:2:5: warning W0752: 2022-12/2023-01 of 'boiler' is partly outside "
                          "the inventory's period "
                          "2023: the row is counted whole in the reporting year; cut its amount at "
                          "the end of the period"));
}

TEST(RowPeriods, PeriodsOfTheStudyAreReadToo) {
  Findings findings;
  EXPECT_EQ("r", years_of(study("FY2023"), {"2019"}, findings));
  EXPECT_EQ("r", years_of(study("2023", "before"), {"2023"}, findings));
  EXPECT_EQ("r", years_of(study("2023", "2023-H1"), {"2023-Q4"}, findings));
  EXPECT_THAT(
      testing::lines(findings),
      ElementsAre(
          "study.toml:4:1: warning W0751: the inventory's period 'FY2023' is none: no row is "
          "compared with it; "
          "financial years begin in April, July or October, by country: write two dates such as "
          "2022-04-01/2023-03-31",
          "study.toml:4:1: error E0750: base_period 'before' is none; write 2023, 2023-H1, "
          "2023-Q2, 2023-04, "
          "2023-04-17, or two of them with / between",
          "study.toml:4:1: error E0750: base_period 2023-H1 and period 2023 share days; the base "
          "year lies before "
          "the reporting year: give each row to one of them"));
}

TEST(RowPeriods, MonthsOfThreeYearsGiveTheYearAndItsBase) {
  std::string activities = "source,scope,amount,unit,factor,period\n";
  for (int month = 1; month <= 12; ++month) {
    activities += "boiler,1,1,t,one," + std::to_string(month) + "/2018\n";
    activities += "boiler,1,1000,t,one," + std::to_string(month) + "/2020\n";
    activities += "boiler,1,10,t,one," + std::to_string(month) + "/2023\n";
  }
  const testing::InventoryRun run(
      {.activities = activities, .keys = "period = \"2023\"\nbase_period = \"2018\""});
  EXPECT_NEAR(run.fixed("scope 1"), 120.0, 1e-9);
  EXPECT_NEAR(run.fixed("base year, gross of the claim's boundary"), 12.0, 1e-9);
}

TEST(RowPeriods, ReadingsOfAnotherYearAreNotCounted) {
  const auto run = [](const std::string& quantities, const std::string& keys) {
    return testing::InventoryRun(
        {.activities = "source,scope,amount,unit,of,factor\nboiler,1,,,fuel,f\n",
         .quantities = "quantity,amount,unit,period\n" + quantities,
         .factors = "id,category,unit_activity,unit_emission,gas,value,distribution,source\nf,fuel,"
                    "t,t,CO2,1,constant,x\n",
         .keys = keys});
  };
  const testing::InventoryRun last_year =
      run("fuel,10,t,2022\nfuel,5,t,2023-H1\nfuel,4,t,\n", "period = \"2023\"");
  EXPECT_EQ(last_year.fixed("scope 1"), 9.0);
  EXPECT_THAT(last_year.findings(),
              ::testing::HasSubstr(
                  "quantities.csv:2:11: warning W0753: 2022 of 'fuel' is outside the inventory's "
                  "period 2023: the row is not counted"));
  EXPECT_THAT(run("fuel,10,t,2022-12/2023-01\n", "period = \"2023\"").findings(),
              ::testing::HasSubstr("warning W0752"));
}

TEST(RowPeriods, AQuantityIsOfOneYear) {
  const StudyInventory both = study("2023", "2018");
  Quantities quantities;
  for (const char* period : {"2018", "2023-Q1"}) {
    QuantityRow row;
    row.record.period = period;
    row.period_place = {"q.csv", static_cast<std::uint32_t>(quantities["fuel"].rows.size() + 2), 4};
    quantities["fuel"].rows.push_back(row);
  }
  Findings findings;
  place_readings_in_time(both, read_study_periods(both, findings), quantities, findings);
  EXPECT_THAT(testing::lines(findings),
              ElementsAre("q.csv:2:4: error E0774: quantity 'fuel' sums 2018 of the base "
                          "year and 2023-Q1 of the reporting year; give each year "
                          "a quantity of its own"));
}

}  // namespace
}  // namespace plume::row_periods_test
