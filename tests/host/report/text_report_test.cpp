// SPDX-License-Identifier: Apache-2.0
#include "host/report/text_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/host/report/fixture.hpp"

namespace {

using plume::text_report;
using plume::testing::small_report_input;
using ::testing::HasSubstr;

/// The lines of the first table.
std::string table_of(const std::string& report) {
  const std::size_t begin = report.find("\ncategory") + 1;
  return report.substr(begin, report.find("\n\n", begin) + 1 - begin);
}

TEST(TextReport, IsThisTextExactly) {
  EXPECT_EQ(
      text_report(small_report_input()),
      "Study       Two kettles\n"
      "Iterations  1000, seed 18446744073709551615, design random; 5 solved directly (sparse LU)\n"
      "Failed      2 infeasible (supplies of opposite sign; the score counts all the same), 3 singular (no unique "
      "solution; no score)\n"
      "Drawn       technosphere biosphere; a lognormal's static amount is its median\n"
      "Device      cpu: 2 threads, AVX-512; precision mixed, tolerance 1e-07; 0.12 s in the loop\n"
      "Inputs      kettle, plume package, sha256 0011223344556677\n"
      "Made by     plume 0.1.0 (commit 0123456789ab), 2025-01-02T03:04:06Z\n"
      "Warnings    1; 'plume info' lists them\n"
      "\n"
      "Demand: 1 kWh [kWh]\n"
      "\n"
      "category        unit          static     median       mean   ± s.e.   shift        sd    2.5 %     97.5 %\n"
      "climate change  kg CO2-eq      0.500      0.501      0.562    0.012   +12 %     0.390    0.120      1.500\n"
      "人体毒性        CTUh       1.250e-10  1.234e-10  1.310e-10  2.5e-12  +4.8 %  7.89e-11  1.0e-11  3.100e-10\n"
      "\n"
      "Demand: =cup, \"hot\"\n"
      "\n"
      "category        unit        static   median     mean  ± s.e.  shift      sd    2.5 %   97.5 %\n"
      "climate change  kg CO2-eq  12.0000  12.0000  12.0000       0    0 %  0.0000  12.0000  12.0000\n"
      "人体毒性        CTUh             0        –        –       –      –       –        –        –\n"
      "\n"
      "2.5 % to 97.5 %: the 95 % uncertainty interval of the score. It covers parameter uncertainty given\n"
      "in the model only; model and scenario choices are not in it.\n"
      "± s.e.: Monte Carlo standard error of the mean. It says how well this many iterations know the mean,\n"
      "not how uncertain the score is; its two digits decide how many digits of the others are shown.\n"
      "shift: of the mean from the static score. The largest is that of climate change for 1 kWh: mean\n"
      "+12 %, median +0.25 %. Skewed distributions and ratios of uncertain numbers shift a mean; it is no\n"
      "error.\n"
      "The statistics are of the 997 iterations with a score; 3 have none.\n");
}

TEST(TextReport, NamesAndThenColumnsGiveWayToANarrowTerminal) {
  auto input = small_report_input();
  input.header.axes.demands.resize(1);
  input.header.axes.categories[0].name = "climate change, fossil and biogenic and land use";

  EXPECT_EQ(
      table_of(text_report(input, 110)),
      "category                       unit          static     median       mean   ± s.e.   shift    2.5 %     97.5 %\n"
      "climate change, fossil and b…  kg CO2-eq      0.500      0.501      0.562    0.012   +12 %    0.120      1.500\n"
      "人体毒性                       CTUh       1.250e-10  1.234e-10  1.310e-10  2.5e-12  +4.8 %  1.0e-11  "
      "3.100e-10\n");
  EXPECT_EQ(table_of(text_report(input, 80)),
            "category               unit            mean   ± s.e.   shift    2.5 %     97.5 %\n"
            "climate change, foss…  kg CO2-eq      0.562    0.012   +12 %    0.120      1.500\n"
            "人体毒性               CTUh       1.310e-10  2.5e-12  +4.8 %  1.0e-11  3.100e-10\n");
}

TEST(TextReport, NoTerminalControlComesFromNames) {
  auto input = small_report_input();
  input.header.study_name = "a\x1B[2Jb\nc";

  EXPECT_THAT(text_report(input), HasSubstr("Study       a [2Jb c\n"));
}

TEST(TextReport, SaysWhenTheStopRuleEndedTheRun) {
  auto input = small_report_input();
  input.header.iterations_planned = 5000;
  input.totals.stop_reason = "precision reached";

  EXPECT_THAT(text_report(input), HasSubstr("Iterations  1000 of at most 5000 (precision reached), seed"));
}

TEST(TextReport, SaysThatALatinHypercubeKnowsTheMeanBetterThanItsStandardErrorSays) {
  auto input = small_report_input();
  EXPECT_EQ(text_report(input).find("Latin hypercube"), std::string::npos);
  input.header.provenance.design = "lhs";
  EXPECT_NE(text_report(input).find("The iterations are a Latin hypercube: they balance each other"),
            std::string::npos);
}

TEST(TextReport, SaysWhenNothingIsShiftedUncertainOrScored) {
  auto input = small_report_input();
  for (auto& summary : input.summaries) summary.sd = 0.0;
  EXPECT_THAT(text_report(input), HasSubstr("\nThe iterations do not differ: nothing that was drawn is uncertain.\n"));

  input = small_report_input();
  input.header.static_scores = {0.56, 1.31e-10, 12.0, 0.0};
  EXPECT_THAT(
      text_report(input),
      HasSubstr(
          "\nshift: of the mean from the static score; none is larger than chance explains (4 standard errors).\n"));

  for (auto& summary : input.summaries) summary.count = 0;
  EXPECT_THAT(text_report(input), HasSubstr("\nNo iteration has a score: there are no statistics.\n"));
}

TEST(DescribeFailures, NamesEachStatusOnce) {
  plume::ResultTotals totals;
  EXPECT_EQ(plume::describe_failures(totals), "none");
  totals.failed[0] = 7;
  totals.failed[1] = 7;
  EXPECT_EQ(plume::describe_failures(totals), "none");
  totals.failed[2] = 1;
  totals.failed[3] = 2;
  totals.failed[4] = 3;
  EXPECT_EQ(plume::describe_failures(totals),
            "1 infeasible (supplies of opposite sign; the score counts all the same), 2 singular (no unique solution; "
            "no score), "
            "3 non_finite (a score is not a finite number; no score)");
}

}  // namespace
