// SPDX-License-Identifier: Apache-2.0
// Certificates and exports in every iteration: against max() of the same draws, which the result
// holds as reported quantities.
#include "host/inventory/line_bounds.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "tests/support/inventory_run.hpp"

namespace plume::line_bounds_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const char* const factors =
    "id,category,unit_activity,unit_emission,gas,value,distribution,source\n"
    "grid,electricity,MWh,t,CO2,0.4,constant,x\nresid,electricity,MWh,t,CO2,0.5,constant,x\n"
    "wind,electricity,MWh,t,CO2,0,constant,x\nhydro,electricity,MWh,t,CO2,0.02,constant,x\n"
    "fuel,fuel,t,t,CO2,1,constant,x\n";
const char* const lines =
    "source,scope,amount,unit,of,factor,uncertainty\n"
    "by grid,2 location,,,purchased,grid,\n"
    "not covered,2 market,,,uncovered,resid,\n";
const char* const quantities =
    "quantity,of,amount,unit,uncertainty,report\n"
    "purchased,,5000,MWh,1 %,yes\nuncovered,purchased,1,1,,\nuncovered,certificates,-1,1,,yes\n";
const std::string head = "instrument,covers,of,amount,unit,factor,quality,uncertainty,vintage\n";

testing::InventoryRun run_of(const std::string& instruments, const std::string& activities = lines,
                             const std::string& keys = "") {
  return testing::InventoryRun({.activities = activities,
                                .quantities = quantities,
                                .instruments = head + instruments,
                                .factors = factors,
                                .keys = keys,
                                .tables = "[claim]\nboundary = \"type I\"",
                                .iterations = 4096});
}

double least(const std::vector<double>& samples) {
  return *std::min_element(samples.begin(), samples.end());
}

TEST(LineBounds, WhatCertificatesCoverBeyondTheUseAvoidsNothing) {
  for (const char* row :
       {"certificates,purchased,,4990,MWh,wind,8,,", "certificates,purchased,,5000,MWh,wind,8,1 %,",
        "certificates,purchased,purchased,0.95,1,wind,8,\"triangular(0.8, 0.95, 1.3)\","}) {
    const testing::InventoryRun run = run_of(std::string(row) + "\n");
    const std::vector<double> market = run.samples("scope 2, market-based"),
                              net = run.samples("quantity: uncovered", "quantity");
    std::size_t surplus = 0;
    for (std::size_t i = 0; i < market.size(); ++i) {
      ASSERT_NEAR(market[i], 0.5 * std::max(net[i] / 3600.0, 0.0), 1e-3) << row << ", " << i;
      surplus += net[i] < 0.0;
    }
    EXPECT_GT(surplus, 1000U) << "the draws must go beyond, or nothing is tested";
    for (const char* total :
         {"scope 2, market-based", "type I gross, market-based", "gross of the claim's boundary",
          "net, credits at face value", "not covered"})
      EXPECT_EQ(least(run.samples(total)), 0.0) << row << ", " << total;
    for (const char* category : {"gas CO2", "ghg, GWP uncertain"})
      EXPECT_EQ(least(run.samples("scope 2, market-based", category)), 0.0) << category;
  }
}

TEST(LineBounds, CertificatesWithAFactorCountForTheUseAtMost) {
  const testing::InventoryRun run = run_of("certificates,purchased,,4990,MWh,hydro,8,2 %,\n");
  const std::vector<double> line = run.samples("certificates"),
                            market = run.samples("scope 2, market-based"),
                            use = run.samples("quantity: purchased", "quantity"),
                            volume = run.samples("quantity: certificates", "quantity");
  std::size_t beyond = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const double counted = std::min(use[i], volume[i]) / 3600.0,
                 rest = std::max(use[i] - volume[i], 0.0) / 3600.0;
    ASSERT_NEAR(line[i], 0.02 * counted, 1e-4) << i;
    ASSERT_NEAR(market[i], 0.02 * counted + 0.5 * rest, 2e-3) << i;
    beyond += volume[i] > use[i];
  }
  EXPECT_GT(beyond, 1000U);
}

TEST(LineBounds, SharesThatCannotExceedTheWholeNeedNone) {
  const testing::InventoryRun run =
      run_of("certificates,purchased,purchased,0.95,1,hydro,8,\"triangular(0.9, 0.95, 1.0)\",\n");
  EXPECT_FALSE(run.has("quantity: certificates"));
  EXPECT_NEAR(run.fixed("scope 2, market-based"), 4750.0 * 0.02 + 250.0 * 0.5, 1e-9);
}

TEST(LineBounds, WhatIsExportedIsNoNegativeEmission) {
  const testing::InventoryRun run(
      {.activities = "source,scope,amount,unit,of,factor\nboiler,1,,,net,fuel\noven,1,30,t,,fuel\n",
       .quantities = "quantity,of,amount,unit\nused,,100,t\nnet,used,1,1\nnet,,-150,t\n",
       .factors = factors});
  EXPECT_EQ(run.fixed("scope 1"), 30.0);
  EXPECT_EQ(least(run.samples("scope 1")), 30.0);
  EXPECT_THAT(
      run.findings(),
      HasSubstr("quantities.csv:3:1: warning W0759: the net of 'net' is -50 t, below 0: 'boiler' "
                "counts nothing; what "
                "is exported is no negative emission: report it apart, as a quantity of its own"));
}

TEST(LineBounds, WhereTheFactorIsBelowNothingTheAmountIsBounded) {
  const testing::InventoryRun run(
      {.activities = "source,scope,amount,unit,of,factor\nburnt,1,,,net,less\noven,1,900,t,,fuel\n",
       .quantities =
           "quantity,of,amount,unit,uncertainty\nused,,100,t,10 %\nnet,used,1,1,\nnet,,-100,t,\n",
       .factors = std::string(factors) + "less,fuel,t,t,CO2,-1,constant,x\n"});
  const std::vector<double> line = run.samples("burnt"), total = run.samples("scope 1"),
                            net = run.samples("quantity: net", "quantity");
  for (std::size_t i = 0; i < line.size(); ++i) {
    ASSERT_NEAR(line[i], -std::max(net[i] / 1000.0, 0.0), 1e-4) << i;
    ASSERT_NEAR(total[i], 900.0 + line[i], 1e-3) << i;
  }
  EXPECT_LT(least(net), 0.0) << "the draws must go below, or nothing is tested";
}

TEST(LineBounds, AFactorBelowNothingIsTold) {
  const testing::InventoryRun run(
      {.activities = "source,scope,amount,unit,factor\navoided,1,50,t,less\n",
       .factors = "id,category,unit_activity,unit_emission,gas,value,distribution,source\nless,"
                  "fuel,t,t,CO2,-1,constant,x\n"});
  EXPECT_EQ(run.fixed("scope 1"), -50.0);
  EXPECT_THAT(
      run.findings(),
      HasSubstr("warning W0760: the total 'scope 1' is -50 t CO2e, below 0, before anything is "
                "taken off"));
}

TEST(Instruments, AMarketLineOfTheWholeTakesWhatIsLeft) {
  const std::string whole =
      "source,scope,amount,unit,of,factor,uncertainty\nby grid,2 "
      "location,,,purchased,grid,\nbought,2 "
      "market,,,purchased,resid,\n";
  const testing::InventoryRun run = run_of("certificates,purchased,,3000,MWh,wind,8,,\n", whole);
  EXPECT_NEAR(run.fixed("scope 2, market-based"), 1000.0, 1e-9);
  EXPECT_THAT(
      run.findings(),
      HasSubstr(
          "activities.csv:3:19: warning W0761: 'bought' counts 5000 MWh of 'purchased' beside "
          "instruments for 3000 MWh of 5000 MWh: it is taken for the 2000 MWh that are left"));
  EXPECT_THAT(run_of("certificates,purchased,,3000,MWh,wind,8,,\n").findings(),
              Not(HasSubstr("W0761")));
  const std::string part =
      "source,scope,amount,unit,of,factor,uncertainty\nbought,2 market,0.4,1,purchased,resid,\n";
  EXPECT_THAT(run_of("certificates,purchased,,3000,MWh,wind,8,,\n", part).findings(),
              Not(HasSubstr("W0762")));
  const std::string much =
      "source,scope,amount,unit,of,factor,uncertainty\nbought,2 market,0.5,1,purchased,resid,\n";
  EXPECT_THAT(run_of("certificates,purchased,,3000,MWh,wind,8,,\n", much).findings(),
              HasSubstr("W0762"));
  const std::string percent =
      "source,scope,amount,unit,of,factor,uncertainty\nbought,2 market,100,%,purchased,resid,\n";
  EXPECT_NEAR(
      run_of("certificates,purchased,,3000,MWh,wind,8,,\n", percent).fixed("scope 2, market-based"),
      1000.0, 1e-9);
}

TEST(Instruments, MoreEnergyByMarketThanByLocationIsTold) {
  const std::string heading = "source,scope,amount,unit,of,factor,uncertainty\n";
  const std::string located = heading + "by grid,2 location,,,purchased,grid,\n";
  const std::string row = "certificates,purchased,,3000,MWh,wind,8,,\n";
  EXPECT_THAT(
      run_of(row, located + "bought,2 market,5000,MWh,,resid,\n").findings(),
      HasSubstr("activities.csv:3:8: warning W0768: rows of scope 2 by market and instruments come "
                "to 8000 MWh, "
                "rows by location to 5000 MWh: 'bought' may count again what instruments cover"));
  EXPECT_THAT(run_of("certificates,purchased,,3000,MWh,,8,,\n",
                     located + "bought,2 market,5000,MWh,,resid,\n")
                  .findings(),
              HasSubstr("W0768"))
      << "an instrument without a factor covers, too";
  EXPECT_THAT(
      run_of(row, located + "a,2 market,30,%,purchased,resid,\nb,2 market,0.3,1,purchased,resid,\n")
          .findings(),
      HasSubstr("W0768"))
      << "each alone is no more than what is left";
  EXPECT_THAT(run_of(row, located + "bought,2 market,2000,MWh,,resid,\n").findings(),
              Not(HasSubstr("W0768")));
  EXPECT_THAT(run_of(row, located + "bought,2 market,500,MWh,,resid,\n").findings(),
              HasSubstr("activities.csv:3:8: note N0771: rows of scope 2 by market and instruments "
                        "come to 3500 MWh, rows by "
                        "location to 5000 MWh"));
  EXPECT_THAT(run_of(row, located + "bought,2 market,2000,MWh,,resid,\n").findings(),
              Not(HasSubstr("N0771")));
  EXPECT_THAT(run_of(row, heading + "bought,2 market,5000,MWh,,resid,\n").findings(),
              Not(HasSubstr("W0768")))
      << "nothing to compare with";
}

TEST(Instruments, OneThatFailsACriterionCountsAtTheResidualFactor) {
  for (const char* factor : {"wind", ""}) {
    const testing::InventoryRun run =
        run_of(std::string("certificates,purchased,,3000,MWh,") + factor + ",6,,2023\n", lines,
               "period = \"2023\"");
    EXPECT_NEAR(run.fixed("scope 2, market-based"), 2500.0, 1e-9) << factor;
    EXPECT_THAT(run.findings(),
                HasSubstr("warning W0732: 'certificates' meets 6 of the 8 quality criteria of the "
                          "Scope 2 Guidance: its "
                          "volume is counted by the factor 'resid' of 'not covered'"));
  }
}

TEST(Instruments, AVintageOfAnotherYearCountsAtTheResidualFactor) {
  const testing::InventoryRun old =
      run_of("certificates,purchased,,3000,MWh,wind,8,,2021\n", lines, "period = \"2023\"");
  EXPECT_NEAR(old.fixed("scope 2, market-based"), 2500.0, 1e-9);
  EXPECT_THAT(
      old.findings(),
      HasSubstr(
          "warning W0763: 'certificates' is of the vintage 2021, which is not of the period"));
  const testing::InventoryRun fits =
      run_of("certificates,purchased,,3000,MWh,wind,8,,2023-H2\n", lines, "period = \"2023\"");
  EXPECT_NEAR(fits.fixed("scope 2, market-based"), 1000.0, 1e-9);
}

}  // namespace
}  // namespace plume::line_bounds_test
