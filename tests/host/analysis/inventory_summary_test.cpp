// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/inventory_summary.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "tests/support/temp_folder.hpp"

namespace plume::inventory_summary_test {
namespace {

constexpr std::size_t num_iterations = 1001;

/// Two lines: power from 10 to 30 t evenly, heat always 20 t. Credits of 40 t of which half are
/// delivered in every other iteration. Ten years before everything was twice as much. The last
/// iteration has no score.
class Inventory : public ::testing::Test {
 protected:
  InventoryRecord record() const {
    InventoryRecord r;
    r.organisation = "a site";
    InventoryRecord::Line power;
    power.demand = power.source = "power";
    power.scope = "2 market";
    InventoryRecord::Line heat;
    heat.demand = heat.source = "heat";
    heat.scope = "1";
    InventoryRecord::Line before = power;
    before.demand = "power, base year";
    before.base_year = true;
    r.lines = {power, heat, before};
    r.totals = {{"gross", "gross", ""},
                {"credits", "credits risk-adjusted", ""},
                {"before", "base gross", ""}};
    r.categories = {{"ghg", "total", "", "AR6-100"}, {"other", "other gwp", "", "AR5-100"}};
    r.credits.emplace_back();
    r.credits.back().nominal = 40.0;
    r.claim.present = true;
    r.claim.probability = 0.9;
    return r;
  }

  InventorySummary summary_of(const InventoryRecord& r, double heat_of_the_first_ten = 20.0) {
    ResultHeader header;
    header.study_name = "site";
    header.iterations_planned = num_iterations;
    for (const char* demand : {"power", "heat", "power, base year", "gross", "credits", "before"}) {
      header.axes.demands.push_back({demand, "year"});
    }
    header.axes.categories = {{"ghg", "all gases", "t CO2e"}, {"other", "AR5", "t CO2e"}};
    header.static_scores = {18, 18, 20, 20, 36, 36, 38, 38, -20, -20, 76, 76};
    header.provenance.inventory = r.empty() ? std::string() : to_json(r);
    const auto path = folder_.path() / "result.h5";
    ResultWriter writer(path, header);
    std::vector<double> scores;
    std::vector<IterationStatus> status;
    for (std::size_t i = 0; i < num_iterations; ++i) {
      const double power = 10.0 + 20.0 * static_cast<double>(i) / 999.0, gross = power + 20.0;
      const double credits = i % 2 == 0 ? -40.0 : -20.0;
      const double heat = i < 10 ? heat_of_the_first_ten : 20.0;
      for (const double x : {power, heat, 2.0 * power, gross, credits, 2.0 * gross}) {
        scores.push_back(x);
        scores.push_back(2.0 * x);  // the other set of warming potentials
      }
      status.push_back(i == 1000 ? IterationStatus::singular : IterationStatus::ok);
    }
    writer.append(scores, status);
    ResultTotals totals;
    totals.iterations = num_iterations;
    totals.stop_reason = "iterations done";
    (void)writer.finish(totals);
    return inventory_summary(ResultFile(path));
  }

  testing::TempFolder folder_;
};

TEST_F(Inventory, AResultWithoutOneHasNoSummary) { EXPECT_TRUE(summary_of({}).empty()); }

TEST_F(Inventory, FiguresOfLinesAndTotals) {
  const InventorySummary s = summary_of(record());
  EXPECT_EQ(1000u, s.iterations) << "the one without a score does not count";
  ASSERT_EQ(2u, s.lines.size()) << "the base year is no line of the year reported";
  const InventoryFigure& power = s.lines[0].figure;
  EXPECT_EQ("power", power.demand);
  EXPECT_EQ(18.0, power.static_value);
  EXPECT_NEAR(20.0, power.mean, 1e-12);
  EXPECT_NEAR(20.0, power.median, 1e-12);
  EXPECT_NEAR(10.5, power.lower, 1e-12);
  EXPECT_NEAR(29.5, power.upper, 1e-12);
  // of evenly spaced numbers
  EXPECT_NEAR(20.0 / 999.0 * std::sqrt(1000.0 * 1001.0 / 12.0), power.sd, 1e-9);
  EXPECT_NEAR(-47.5, power.u95_lower, 1e-9);
  EXPECT_NEAR(47.5, power.u95_upper, 1e-9);
  EXPECT_EQ("Poor", power.rating);
  EXPECT_EQ(0.0, s.lines[1].figure.sd);
  EXPECT_EQ("High", s.lines[1].figure.rating);
  ASSERT_EQ(3u, s.totals.size());
  EXPECT_NEAR(40.0, s.totals[0].mean, 1e-12);
}

TEST_F(Inventory, WhatVariesOutsideTheIntervalOnlyIsNotCertain) {
  // 0 in 10 of 1,000 iterations
  const InventoryFigure heat = summary_of(record(), 0.0).lines[1].figure;
  EXPECT_NEAR(19.8, heat.mean, 1e-12);
  EXPECT_NEAR(20.0 * std::sqrt(0.01 * 0.99 * 1000.0 / 999.0), heat.sd, 1e-9);
  EXPECT_EQ(20.0, heat.lower);
}

TEST_F(Inventory, SharesOfTotalAndVariance) {
  const InventorySummary s = summary_of(record());
  EXPECT_NEAR(18.0 / 38.0, s.lines[0].share, 1e-12);
  EXPECT_NEAR(1.0, s.lines[0].variance_share, 1e-9);
  EXPECT_NEAR(0.0, s.lines[1].variance_share, 1e-12);
  EXPECT_GT(s.lines[0].expected_drop, 0.9) << "nothing else varies";
  EXPECT_LT(s.lines[1].expected_drop, 0.05);
  EXPECT_TRUE(s.lines[0].material);
}

TEST_F(Inventory, TheBaseYearCountsOnceInTheLines) {
  InventoryRecord r = record();
  EXPECT_EQ(36.0, summary_of(r).lines[0].base_static);
  EXPECT_EQ(36.0, summary_of(r).approach1.base);
  r.lines[1].source = "power";  // two lines of one source
  r.lines[1].scope = "2 market";
  const InventorySummary two = summary_of(r);
  EXPECT_EQ(18.0, two.lines[0].base_static);
  EXPECT_EQ(18.0, two.lines[1].base_static);
  EXPECT_EQ(36.0, two.approach1.base);
}

TEST_F(Inventory, WhatWasGivenUpSinceTheBaseYearIsInTheTrend) {
  InventoryRecord r = record();
  r.lines[2].source = "an oven";
  const Approach1 all = summary_of(r).approach1;
  ASSERT_EQ(3u, all.rows.size());
  EXPECT_EQ("power, base year", all.rows[2].name);
  EXPECT_EQ(36.0, all.rows[2].base);
  EXPECT_EQ(0.0, all.rows[2].year);
  EXPECT_EQ(36.0, all.base);
  EXPECT_NEAR((38.0 - 36.0) / 36.0 * 100.0, all.trend, 1e-12);
}

TEST_F(Inventory, TheClaimCountsCreditsAsTheyTurnOut) {
  const InventorySummary s = summary_of(record());
  ASSERT_TRUE(s.claim.present);
  EXPECT_EQ(40.0, s.claim.nominal);
  // gross ≤ 40 in half of the iterations
  EXPECT_NEAR(0.5, s.claim.face.probability, 1e-12);
  // and all credits are there in half of those
  EXPECT_NEAR(0.25, s.claim.risk_adjusted.probability, 0.002);
  EXPECT_EQ("not demonstrated", s.claim.verdict);
}

TEST_F(Inventory, WithoutCreditsNetIsGross) {
  InventoryRecord r = record();
  r.credits.clear();
  const InventorySummary s = summary_of(r);
  EXPECT_EQ(0.0, s.claim.risk_adjusted.probability);
  EXPECT_EQ("not met", s.claim.verdict);
  r.claim.present = false;
  EXPECT_FALSE(summary_of(r).claim.present);
}

TEST_F(Inventory, TheTrendKeepsWhatBothYearsShare) {
  const TrendSummary trend = summary_of(record()).trend;
  ASSERT_TRUE(trend.present);
  EXPECT_NEAR(-50.0, trend.mean, 1e-9);
  EXPECT_NEAR(-50.0, trend.lower, 1e-9) << "the error of power is in both years";
  EXPECT_NEAR(-50.0, trend.static_percent, 1e-9);
  EXPECT_EQ(1.0, trend.probability_of_reduction);
}

TEST_F(Inventory, AllSixGroupsOfIndicatorsWhereTheStudyHasOne) {
  EXPECT_TRUE(summary_of(record()).indicators.empty());
  InventoryRecord r = record();
  r.indicators = {{"offsets", "credits", "met", "", {"REG-1"}},
                  {"offsets", "insurance", "not met", "", {}}};
  const InventorySummary s = summary_of(r);
  ASSERT_EQ(6u, s.indicators.size());
  EXPECT_EQ("infrastructure", s.indicators[0].name);
  EXPECT_TRUE(s.indicators[0].indicators.empty());
  ASSERT_EQ(2u, s.indicators[5].indicators.size());
  EXPECT_EQ("insurance", s.indicators[5].indicators[1].name);
}

TEST_F(Inventory, OtherWarmingPotentials) {
  const InventorySummary s = summary_of(record());
  ASSERT_EQ(1u, s.other_gwp.size());
  EXPECT_EQ("other", s.other_gwp[0].demand);
  EXPECT_NEAR(80.0, s.other_gwp[0].mean, 1e-12);
}

}  // namespace
}  // namespace plume::inventory_summary_test
