// SPDX-License-Identifier: Apache-2.0
// Formulas in tables of an inventory against an evaluator of the test's own: each parameter is an
// amount of its own line, too, whose samples are its draws.
#include "host/inventory/inventory_formulas.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "host/inventory/add_lines.hpp"
#include "host/inventory/inventory_model.hpp"
#include "host/inventory/inventory_tables.hpp"
#include "host/inventory/quantities.hpp"
#include "tests/support/findings.hpp"
#include "tests/support/inventory_files.hpp"
#include "tests/support/inventory_run.hpp"

namespace plume::inventory_formulas_test {
namespace {

using ::testing::HasSubstr;
using testing::InventoryFiles;
using testing::InventoryRun;
using ::testing::Not;

const std::string head = "source,scope,amount,unit,factor\n";
const std::string parameters =
    "name,amount,unit,uncertainty,comment\n"
    "Trips,220,,5 %,each way\n"
    "distance,35,km,\"uniform(30, 40)\",\n"
    "use,0.31,L/km,\"lognormal(0.1)\",\n"
    "empty_return,1.8,,,\n"
    "litres,trips * distance * use * empty_return,,,a formula of others\n";
/// Each parameter as a line of its own.
const std::string single = head + "t,1,trips,t,one\nd,1,distance,t,one\nu,1,USE,t,one\n";

void expect_follows(const InventoryRun& run, const std::string& line,
                    const std::function<double(double, double, double)>& evaluate) {
  const std::vector<double> t = run.samples("t"), d = run.samples("d"), u = run.samples("u");
  const std::vector<double> drawn = run.samples(line);
  ASSERT_EQ(drawn.size(), t.size());
  ASSERT_NE(*std::min_element(drawn.begin(), drawn.end()),
            *std::max_element(drawn.begin(), drawn.end()));
  for (std::size_t k = 0; k < drawn.size(); ++k) {
    const double wanted = evaluate(t[k], d[k], u[k]);
    ASSERT_NEAR(drawn[k], wanted, 1e-6 * std::abs(wanted)) << line << ", iteration " << k;
  }
}

TEST(InventoryFormulas, AmountsFollowTheirParametersInEveryIteration) {
  const InventoryRun run(
      {.activities = single + "fuel,1,litres,t,one\n"
                              "branches,1,if(distance > 35; trips ^ 2; sqrt(trips)) + 2*use,t,one\n"
                              "power,2 market,trips*distance*use,MWh,power\n",
       .parameters = parameters});
  EXPECT_NEAR(run.fixed("fuel"), 220.0 * 35.0 * 0.31 * 1.8, 1e-9);
  EXPECT_NEAR(run.fixed("branches"), std::sqrt(220.0) + 0.62, 1e-12);
  expect_follows(run, "fuel", [](double t, double d, double u) { return t * d * u * 1.8; });
  expect_follows(run, "branches", [](double t, double d, double u) {
    return (d > 35.0 ? t * t : std::sqrt(t)) + 2.0 * u;
  });
  expect_follows(run, "power", [](double t, double d, double u) { return 0.4 * t * d * u; });
}

TEST(InventoryFormulas, QuantitiesContractsAndFactorsFollowThem) {
  const InventoryRun run(
      {.activities = "source,scope,amount,unit,factor,of\nt,1,trips,t,one,\nd,1,distance,t,one,\nu,"
                     "1,use,t,one,\n"
                     "heat,1,2*trips,t,by_use,\nof it,1,,,one,burnt\n"
                     "grid,2 location,,,power,bought\nrest,2 market,,,power,bought\n",
       .quantities =
           "quantity,amount,unit\nburnt,trips + distance,t\nburnt,3,t\nbought,1000*trips,MWh\n",
       .instruments = "instrument,covers,amount,unit,factor,quality\nwind,bought,trips * "
                      "distance,MWh,half_power,8\n",
       .factors =
           testing::plain_factors +
           "by_use,fuel,t,t,CO2,use + 1,,x\nhalf_power,electricity,MWh,t,CO2,0.2,constant,x\n",
       .parameters = parameters});
  expect_follows(run, "heat", [](double t, double, double u) { return 2.0 * t * (u + 1.0); });
  expect_follows(run, "of it", [](double t, double d, double) { return t + d + 3.0; });
  expect_follows(run, "wind", [](double t, double d, double) { return 0.2 * t * d; });
  expect_follows(run, "rest",
                 [](double t, double d, double) { return 0.4 * (1000.0 * t - t * d); });
}

TEST(InventoryFormulas, CreditsFollowThemInBothBalances) {
  const InventoryRun run({.activities = single,
                          .credits = "project,nominal,unit,registry,evidence,retired\nforest,trips "
                                     "+ use,t,VCS,1,2020-01-01\n",
                          .parameters = parameters});
  for (const char* total : {"credits, face value", "credits, risk-adjusted"}) {
    if (run.has(total))
      expect_follows(run, total, [](double t, double, double u) { return -(t + u); });
  }
  EXPECT_TRUE(run.has("credits, face value"));
}

TEST(InventoryFormulas, ADistributionBesideAFormulaIsAroundItsStaticValue) {
  const InventoryRun run(
      {.activities = "source,scope,amount,unit,factor,uncertainty,group\nt,1,trips,t,one,,\nd,1,"
                     "distance,t,one,,\nu,1,use,t,one,,\n"
                     "alone,1,385,t,one,2 %,g\nbeside,1,trips + 165,t,one,2 %,g\n",
       .parameters = parameters});
  const std::vector<double> own = run.samples("alone"), both = run.samples("beside"),
                            t = run.samples("t");
  for (std::size_t k = 0; k < own.size(); ++k)
    ASSERT_NEAR(both[k], own[k] * (t[k] + 165.0) / 385.0, 1e-6 * both[k]) << "group g draws both";
}

TEST(InventoryFormulas, SetFixesAParameterAndSamplingHoldsAllOfThem) {
  const InventoryRun set({.activities = single + "fuel,1,litres,t,one\n",
                          .parameters = parameters,
                          .keys = "set = { TRIPS = 100, litres = 7 }"});
  EXPECT_EQ(set.fixed("t"), 100.0);
  EXPECT_EQ(set.fixed("fuel"), 7.0);
  for (const double t : set.samples("t")) ASSERT_EQ(t, 100.0);
  const InventoryRun held({.activities = single + "fuel,1,litres,t,one\n",
                           .parameters = parameters,
                           .sampling = "parameters = false\n"});
  for (const double each : held.samples("fuel")) ASSERT_NEAR(each, held.fixed("fuel"), 1e-9);
}

TEST(InventoryFormulas, APercentageIsHundredths) {
  const InventoryRun run(
      {.activities = head + "x,1,100 * (1 + loss),t,one\nl,1,loss,t,one\n",
       .parameters = "name,amount,unit,uncertainty\nloss,5,%,\"uniform(4, 6)\"\n"});
  EXPECT_NEAR(run.fixed("x"), 105.0, 1e-12);
  for (const double l : run.samples("l")) ASSERT_TRUE(l >= 0.04 && l <= 0.06) << l;
}

/// trips ± 5 %, distance of [30, 40] ± 4.75/35, use: error propagation by the product rule.
TEST(InventoryFormulas, ErrorPropagationTakesTheUncertaintyOfTheParameters) {
  const InventoryFiles files({.activities = head + "fuel,1,trips * distance,t,one\n",
                              .factors = testing::plain_factors,
                              .parameters = parameters});
  Model model;
  Findings findings;
  FactorLibrary library;
  InventoryRows rows = read_inventory_tables(files.inventory, library, model, findings);
  InventoryParts parts(model, findings);
  add_lines(rows, choose_lines(files.inventory, rows, {}, library, findings), library, "AR6-100",
            parts);
  const InventoryRecord::Line line = parts.finish().record.lines.at(0);
  EXPECT_NEAR(line.u95_activity, std::hypot(5.0, 100.0 * 4.75 / 35.0), 1e-9);
  EXPECT_EQ(line.uncertainty, "14 % (formula)");
}

/// Two rows of a quantity follow one parameter: its width counts once, by both. Independent rows
/// would have 5 %/√2.
TEST(InventoryFormulas, RowsOfOneParameterAreWhollyCorrelated) {
  const InventoryFiles files({.activities = "source,scope,amount,unit,factor,of\nx,1,,,one,q\n",
                              .quantities = "quantity,amount,unit\nq,trips,t\nq,trips,t\n",
                              .factors = testing::plain_factors,
                              .parameters = parameters});
  Model model;
  Findings findings;
  FactorLibrary library;
  InventoryRows rows = read_inventory_tables(files.inventory, library, model, findings);
  check_quantities(rows.quantities, findings);
  InventoryParts parts(model, findings);
  add_lines(rows, choose_lines(files.inventory, rows, {}, library, findings), library, "AR6-100",
            parts);
  EXPECT_NEAR(parts.finish().record.lines.at(0).u95_activity, 5.0, 1e-12);
}

TEST(InventoryFormulas, ADifferenceCountsNothingBelowZero) {
  const InventoryRun run(
      {.activities = single + "net,1,trips - 220,t,one\n", .parameters = parameters});
  const std::vector<double> t = run.samples("t"), net = run.samples("net");
  for (std::size_t k = 0; k < net.size(); ++k)
    ASSERT_NEAR(net[k], std::max(t[k] - 220.0, 0.0), 1e-4);
}

// --- what users get wrong
// -------------------------------------------------------------------------------------------------
std::string told(const testing::InventoryTexts& texts, const std::vector<SetParameter>& set = {}) {
  InventoryFiles files(texts);
  files.inventory.set = set;
  Model model;
  Findings findings;
  (void)add_inventory(files.inventory, nullptr, model, findings);
  std::string all;
  for (const std::string& each : testing::lines(findings)) all += each + "\n";
  return all;
}

std::string told_of(const std::string& amount, const std::string& more_parameters = {}) {
  return told({.activities = head + "a,1,1,t,one\nx,1," + amount + ",t,one\n",
               .factors = testing::plain_factors,
               .parameters = parameters + more_parameters});
}

TEST(InventoryFormulas, UnknownNamesCirclesAndNoNumbersNameTheirRow) {
  EXPECT_THAT(told_of("trips * distnce"),
              HasSubstr("a.csv:3:5: error E0460: the formula 'trips * distnce' of amount cannot be "
                        "worked out: there is no "
                        "parameter 'distnce'; did you mean 'distance'?"));
  EXPECT_THAT(
      told_of("a", "a,b + 1,,,\nb,2 * a,,,\n"),
      HasSubstr(
          "p.csv:7:3: error E0460: the formula 'b + 1' of parameter 'a' cannot be worked out"));
  EXPECT_THAT(told_of("a", "a,b + 1,,,\nb,2 * a,,,\n"), HasSubstr("depends on itself"));
  EXPECT_THAT(told_of("1/(empty_return - 1.8)"),
              HasSubstr("a.csv:3:5: error E0460: the formula '1/(empty_return - "
                        "1.8)' of amount cannot be worked out: it is no number"));
  EXPECT_THAT(told_of("trips * (1 +"), HasSubstr("a.csv:3:5: error E0460"));
}

TEST(InventoryFormulas, WordsAndRangesAreNoFormulas) {
  EXPECT_THAT(told_of("12 kWh"), HasSubstr("E0707"));
  EXPECT_THAT(told_of("12-15"), HasSubstr("E0707")) << "a range, not minus three";
  EXPECT_THAT(told({.activities = head + "x,1,a*b,t,one\n", .factors = testing::plain_factors}),
              HasSubstr("E0707"))
      << "without a table of parameters nothing is a formula";
}

TEST(InventoryFormulas, NamesAreOnceAndSuchThatFormulasCanUseThem) {
  EXPECT_THAT(told_of("1", "TRIPS,3,,,\n"),
              HasSubstr("p.csv:7:1: error E0461: parameter 'TRIPS' is given twice"));
  EXPECT_THAT(told_of("1", "two words,3,,,\n"),
              HasSubstr("error E0461: 'two words' is no name that a formula can use"));
}

TEST(InventoryFormulas, AParameterByFormulaHasNoUncertaintyOfItsOwn) {
  EXPECT_THAT(told_of("more", "more,2*trips,,5 %,\n"), HasSubstr("p.csv:7:15: error E0462"));
}

TEST(InventoryFormulas, AWarmingPotentialIsNoFormula) {
  EXPECT_THAT(told({.activities = head + "x,1,1,t,one\n",
                    .factors = testing::plain_factors + "mine,GWP,kg CH4,kg CO2e,CH4,27 + use,,x\n",
                    .parameters = parameters}),
              HasSubstr("error E0463: the warming potential 'mine' is a formula"));
}

TEST(InventoryFormulas, WhatNothingNamesIsNoted) {
  const std::string all = told_of("litres");
  EXPECT_THAT(all, Not(HasSubstr("N0464")));
  EXPECT_THAT(told_of("litres", "spare,1,,,\n"),
              HasSubstr("p.csv:7:1: note N0464: no formula names the parameter 'spare'"));
}

TEST(InventoryFormulas, SetNamesAParameterThatIsThere) {
  const testing::InventoryTexts texts{.activities = head + "x,1,trips,t,one\n",
                                      .factors = testing::plain_factors,
                                      .parameters = parameters};
  EXPECT_THAT(told(texts, {{{}, "tripps", 1.0}}),
              HasSubstr("E0451: set: there is no parameter 'tripps'; did you mean 'Trips'?"));
}

TEST(InventoryFormulas, ADifferenceWithoutAFloorIsTold) {
  EXPECT_THAT(told({.activities = head + "x,1,trips - distance,t,below\n",
                    .factors = testing::plain_factors + "below,fuel,t,t,CO2,-1,constant,x\n",
                    .parameters = parameters}),
              HasSubstr("warning W0465: the amount 'trips - distance' of 'x' is a difference"));
}

TEST(InventoryFormulas, UnitsThatDoNotFitAreToldAndNothingIsConverted) {
  const auto of = [](const std::string& amount, const std::string& unit) {
    return told({.activities = head + "x,1," + amount + "," + unit + ",one\n",
                 .factors = testing::plain_factors,
                 .parameters = "name,amount,unit\nload,2,t\nmass,3,kg\nloss,5,%\nplain,2,\n"});
  };
  EXPECT_THAT(of("load + mass", "t"), HasSubstr("a.csv:2:5: warning W0466: the formula 'load + "
                                                "mass' of amount adds 't' and 'kg' as they are"));
  EXPECT_THAT(
      of("mass", "t"),
      HasSubstr("W0466: the formula 'mass' of amount gives 'kg', each of which is 0.001 't'"));
  for (const char* right : {"load", "load * (1 + loss)", "load * plain + 1", "mass / 1000"})
    EXPECT_THAT(of(right, "t"), Not(HasSubstr("W0466"))) << right;
}

/// The root of what is drawn below 0 has no value: those iterations fail, and the row is named.
TEST(InventoryFormulas, DrawsWithoutAValueNameTheRow) {
  const InventoryRun run(
      {.activities = head + "x,1,sqrt(distance - 31),t,one\n", .parameters = parameters});
  EXPECT_THAT(run.findings(), HasSubstr("activities.csv:2: warning W0454"));
}

}  // namespace
}  // namespace plume::inventory_formulas_test
