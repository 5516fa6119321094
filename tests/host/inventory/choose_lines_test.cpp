// SPDX-License-Identifier: Apache-2.0
// Rows that are summed: which, and that totals are those of rows that stand alone, draw by draw.
#include "host/inventory/choose_lines.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "host/analysis/inventory_summary.hpp"
#include "host/inventory/inventory_tables.hpp"
#include "tests/support/inventory_run.hpp"

namespace plume::choose_lines_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const std::string head = "source,site,scope,category,amount,unit,factor,uncertainty\n";

struct Chosen {
  LineChoice choice;
  std::vector<std::string> own, groups;
  std::string told;
};

Chosen chosen_of(const std::string& activities, std::optional<std::size_t> most,
                 const LineBounds& bounds = {}, const std::vector<std::size_t>& base_year = {}) {
  testing::InventoryFiles files({.activities = activities, .factors = testing::plain_factors});
  files.inventory.lines = most;
  FactorLibrary library;
  Model model;
  Findings findings;
  InventoryRows rows = read_inventory_tables(files.inventory, library, model, findings);
  for (const std::size_t i : base_year) rows.lines.at(i).record.base_year = true;
  Chosen chosen{
      choose_lines(files.inventory, rows, bounds, library, findings), {}, {}, findings.to_string()};
  for (const std::size_t i : chosen.choice.own)
    chosen.own.push_back(rows.lines.at(i).record.source);
  for (const LineGroup& group : chosen.choice.groups) chosen.groups.push_back(group.record.source);
  return chosen;
}

std::string many_rows(std::size_t count) {
  std::string rows = head;
  for (std::size_t i = 0; i < count; ++i) rows += "s" + std::to_string(i) + ",,1,,1,t,one,\n";
  return rows;
}

TEST(ChooseLines, OfFewRowsEachIsALineInItsPlace) {
  const Chosen chosen = chosen_of(head + "a,,1,,1,t,one,\nb,,1,,2,t,one,\nc,,3,4,3,t,one,\n", {});
  EXPECT_THAT(chosen.own, ElementsAre("a", "b", "c"));
  EXPECT_THAT(chosen.groups, IsEmpty());
  EXPECT_EQ(chosen.told, "");
}

TEST(ChooseLines, TheLargestStandAloneAndOthersAreSummedByScopeAndCategory) {
  const Chosen chosen = chosen_of(
      head +
          "a,,1,,1,t,one,\nb,,1,,9,t,one,\nc,,3,4,3,t,one,\nd,,3,4,8,t,one,\ne,,3,5,1,t,one,\n"
          "f,,3,4,2,t,one,\ng,,3,5,1,t,one,\nh,,1,,2,t,one,\n",
      2);
  EXPECT_THAT(chosen.own, ElementsAre("b", "d"));
  EXPECT_THAT(chosen.groups,
              ElementsAre("other lines of scope 1", "other lines of scope 3, category 4",
                          "other lines of scope 3, category 5"));
  EXPECT_THAT(chosen.choice.groups.at(1).lines, ElementsAre(2, 5));
  EXPECT_THAT(chosen.told,
              HasSubstr("N0779: of 8 rows 2 stand alone, the largest first; the other 6 are drawn "
                        "row by row and summed, in 3 lines"));
}

TEST(ChooseLines, AWideLineIsLargerThanACertainOne) {
  const std::string rows =
      head +
      "certain,,1,,10,t,one,\nwide,,1,,8,t,one,50 %\nsmall,,1,,1,t,one,\nleast,,1,,1,t,one,\n";
  EXPECT_THAT(chosen_of(rows, 1).own, ElementsAre("wide"));
}

TEST(ChooseLines, ASumOfOneRowIsThatRow) {
  const Chosen chosen =
      chosen_of(head + "a,,1,,9,t,one,\nb,,3,1,1,t,one,\nc,,1,,1,t,one,\nd,,1,,1,t,one,\n", 1);
  EXPECT_THAT(chosen.own, ElementsAre("a", "b"));
  EXPECT_THAT(chosen.groups, ElementsAre("other lines of scope 1"));
}

TEST(ChooseLines, ByDefaultThousandRowsStandAloneAndOfMoreTwoHundred) {
  EXPECT_THAT(chosen_of(many_rows(most_own_lines), {}).own, SizeIs(1000));
  EXPECT_THAT(chosen_of(many_rows(most_own_lines + 1), {}).own, SizeIs(200));
  EXPECT_THAT(chosen_of(many_rows(most_own_lines + 1), 5000).own, SizeIs(1001));
}

TEST(ChooseLines, BoundedLinesStandAlone) {
  LineBounds bounds;
  bounds.floors.push_back({2, ""});
  bounds.shares.push_back({3, "x", {}});
  const Chosen chosen = chosen_of(
      head + "a,,1,,9,t,one,\nb,,1,,8,t,one,\nc,,1,,1,t,one,\nd,,1,,2,t,one,\ne,,1,,3,t,one,\n", 1,
      bounds);
  EXPECT_THAT(chosen.own, ElementsAre("a", "d", "c"));
}

TEST(ChooseLines, LinesOfProcessesTakeTurnsAndAreSummedWithTheirLike) {
  const Chosen chosen = chosen_of(
      head +
          "a,,1,,9,t,one,\nb,,1,,8,t,one,\nc,,1,,1,t,process:x,\nd,,1,,2,t,process:x,\n"
          "e,,1,,3,t,process:y,\nf,,1,,5,t,process:x,\ng,,1,,2,t,process:y,\nh,,1,,1,t,one,\n",
      4);
  EXPECT_THAT(chosen.own, ElementsAre("a", "f", "b", "e", "h", "g"))
      << "h and g are all that is left of their kind";
  EXPECT_THAT(chosen.groups, ElementsAre("other lines of scope 1 (process:x)"));
}

/// Rows of the base year that a shown line is compared with are summed by source and site, all
/// others by scope.
TEST(ChooseLines, TheBaseYearIsSummedBesideWhatItIsComparedWith) {
  const Chosen chosen =
      chosen_of(head +
                    "a,n,1,,9,t,one,\nb,n,1,,2,t,one,\nc,n,1,,1,t,one,\n"
                    "a,n,1,,3,t,one,\na,n,1,,4,t,one,\nb,n,1,,3,t,one,\nz,n,1,,1,t,one,\n",
                1, {}, {3, 4, 5, 6});
  EXPECT_THAT(chosen.own, ElementsAre("a"));
  EXPECT_THAT(chosen.groups, ElementsAre("other lines of scope 1", "a", "other lines of scope 1"));
  EXPECT_THAT(chosen.choice.groups.at(1).lines, ElementsAre(3, 4));
  EXPECT_THAT(chosen.choice.groups.at(2).lines, ElementsAre(5, 6));
  EXPECT_TRUE(chosen.choice.groups.at(2).record.base_year);
}

testing::InventoryStudy mixed_study(const std::string& lines) {
  testing::InventoryStudy study;
  study.activities =
      "source,site,period,scope,category,amount,unit,of,via,factor,uncertainty,group\n"
      "gas,n,2023-01,1,,9,t,,heat,burnt;methane,5 %,meter\n"
      "gas,n,2023-02,1,,4,t,,heat,burnt;methane,5 %,meter\n"
      "gas,s,2023-01,1,,3,t,,heat,burnt;methane,20 %,\n"
      "leak,n,2023-01,1,,0.2,t,,,gwp100_ar6_hfc_32,30 %,\n"
      "power,n,2023,2 location,,0.5,1,bought,,grid,\"triangular(0.3, 0.5, 0.6)\",\n"
      "power,s,2023,2 location,,0.25,1,bought,,grid,,\n"
      "power,w,2023,2 location,,0.25,1,bought,,grid,,\n"
      "freight,n,2023,3,4,2,t,,,spread,,\n"
      "freight,s,2023,3,4,3,t,,,spread,10 %,\n"
      "trees,n,2023,removal,,1,t,,,spread,10 %,\n"
      "trees,s,2023,removal,,2,t,,,spread,10 %,\n"
      "gas,n,2020,1,,15,t,,heat,burnt;methane,5 %,\n"
      "gas,s,2020,1,,7,t,,heat,burnt;methane,5 %,\n"
      "gas,w,2020,1,,6,t,,heat,burnt;methane,5 %,\n";
  study.quantities =
      "quantity,of,amount,unit,uncertainty\nused,,40,MWh,3 %\nbought,used,0.9,1,2 %\n";
  study.factors =
      "id,category,unit_activity,unit_emission,gas,value,distribution,p1,p2,source\n"
      "heat,fuel,t,GJ,-,40,normal,40,1,x\n"
      "burnt,fuel,GJ,kg,CO2,70,lognormal,4.248495242049359,0.1,x\n"
      "methane,fuel,GJ,kg,CH4 (fossil),0.1,lognormal,-2.302585092994046,0.4,x\n"
      "grid,electricity,MWh,t,CO2,0.4,lognormal,-0.916290731874155,0.2,x\n"
      "spread,freight,t,t,CO2e,0.5,lognormal,-0.693147180559945,0.3,x\n";
  study.keys = "period = \"2023\"\nbase_period = \"2020\"\ngwp_uncertainty = true\n" + lines;
  study.tables =
      "[claim]\nboundary = \"type II\"\nbasis = \"location\"\n[solver]\nprecision = \"double\"\n";
  return study;
}

TEST(ChooseLines, TotalsOfSummedRowsAreThoseOfSingleRowsInEveryIteration) {
  const testing::InventoryRun alone(mixed_study("lines = \"all\"")),
      summed(mixed_study("lines = 1"));
  EXPECT_THAT(alone.findings(), Not(HasSubstr("N0779")));
  EXPECT_THAT(summed.findings(),
              HasSubstr("N0779: of 14 rows 1 stands alone, the largest first; the other 13"));
  EXPECT_TRUE(summed.has("other lines of scope 1"));
  const InventorySummary totals = inventory_summary(alone.file());
  ASSERT_GE(totals.record.totals.size(), 8U);
  for (const InventoryRecord::Total& total : totals.record.totals) {
    for (const InventoryRecord::Category& category : totals.record.categories) {
      const double wanted = alone.fixed(total.demand, category.id);
      EXPECT_NEAR(summed.fixed(total.demand, category.id), wanted, 1e-12 * std::abs(wanted))
          << total.demand;
      const std::vector<double> a = alone.samples(total.demand, category.id);
      const std::vector<double> b = summed.samples(total.demand, category.id);
      ASSERT_EQ(a.size(), b.size());
      for (std::size_t i = 0; i < a.size(); ++i)
        ASSERT_NEAR(b[i], a[i], 1e-11 * std::abs(a[i]))
            << total.demand << " " << category.id << " " << i;
    }
  }
}

TEST(ChooseLines, SummedRowsAreOneLineOfTheReport) {
  const testing::InventoryRun alone(mixed_study("lines = \"all\"")),
      summed(mixed_study("lines = 1"));
  const InventorySummary each = inventory_summary(alone.file()),
                         few = inventory_summary(summed.file());
  EXPECT_EQ(each.lines.size(), 11U);
  EXPECT_EQ(few.lines.size(), 5U) << "the largest, and a sum of each scope that has more";
  std::uint64_t rows = 0;
  double share = 0.0, variance = 0.0;
  for (const InventoryLineSummary& line : few.lines) {
    rows += few.record.lines.at(line.record).rows;
    if (line.inside) share += line.share, variance += line.variance_share;
  }
  EXPECT_EQ(rows, 11U);
  EXPECT_NEAR(share, 1.0, 1e-12);
  EXPECT_NEAR(variance, 1.0, 1e-9);
  EXPECT_NEAR(few.approach1.u_total, each.approach1.u_total, 1e-9)
      << "rows alone in their errors, summed or not";
}

}  // namespace
}  // namespace plume::choose_lines_test
