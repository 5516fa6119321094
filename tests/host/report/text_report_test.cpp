// SPDX-License-Identifier: Apache-2.0
#include "host/report/text_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <string>

#include "host/analysis/link_summary.hpp"
#include "tests/host/report/fixture.hpp"

namespace text_report_test {
namespace {

using plume::text_report;
using plume::testing::small_report_input;
using ::testing::HasSubstr;

/// The lines of the first table.
std::string table_of(const std::string& report) {
  const std::size_t begin = report.find("\ncategory") + 1;
  return report.substr(begin, report.find("\n\n", begin) + 1 - begin);
}

TEST(TextReport, ShowsHowFarLognormalsShiftMeans) {
  plume::ReportInput input = small_report_input();
  input.header.provenance.lognormals = {12, 3, 1.6487212707001282};
  EXPECT_NE(
      text_report(input).find(
          "a lognormal's static amount is its median; the means of 12 lognormals are up to 1.65 "
          "times their medians\n"),
      std::string::npos);
}

TEST(TextReport, SaysWhatOfTheDatabasesWasLeftOut) {
  plume::ReportInput input = small_report_input();
  plume::LinkSummary links;
  links.formats = {"ecospold2"};
  links.links = {{"provider", 90}, {"cut_off", 7}, {"waste_cut_off", 3}};
  links.flows = {{"exchanges_with_factor", 40}, {"exchanges_without_factor", 60}};
  input.header.provenance.links = to_json(links);
  EXPECT_THAT(text_report(input),
              HasSubstr("Left out    10 of 100 inputs and wastes cut off, 60 of 100 exchanges with "
                        "the environment without a "
                        "factor; --profile lca shows which of them each demand reaches\n"));
}

TEST(TextReport, IsThisTextExactly) {
  EXPECT_EQ(
      text_report(small_report_input()),
      "Study       Two kettles\n"
      "Iterations  1000, seed 18446744073709551615, design random; 5 solved directly (sparse LU)\n"
      "Failed      2 infeasible (supplies of opposite sign; the score counts all the same): "
      "iterations 12, 400; "
      "3 singular (no unique solution; no score): iterations 7, 503, 900\n"
      "            'plume run --dump 7 kettle.toml' writes one of them to look at\n"
      "Drawn       technosphere biosphere; a lognormal's static amount is its median\n"
      "Device      cpu: 2 threads, AVX-512; precision mixed, tolerance 1e-07; 0.12 s in the loop\n"
      "Inputs      kettle, plume package, sha256 0011223344556677\n"
      "Made by     plume 0.1.0 (commit 0123456789ab), 2025-01-02T03:04:06Z\n"
      "Warnings    1; 'plume info' lists them\n"
      "\n"
      "Demand: 1 kWh [kWh]\n"
      "\n"
      "category        unit          static     median       mean   ± s.e.   shift        sd    "
      "2.5 %     97.5 %\n"
      "climate change  kg CO2-eq      0.500      0.501      0.562    0.012   +12 %     0.390    "
      "0.120      1.500\n"
      "人体毒性        CTUh       1.250e-10  1.234e-10  1.310e-10  2.5e-12  +4.8 %  7.89e-11  "
      "1.0e-11  3.100e-10\n"
      "\n"
      "Demand: =cup, \"hot\"\n"
      "\n"
      "category        unit        static   median     mean  ± s.e.  shift      sd    2.5 %   97.5 "
      "%\n"
      "climate change  kg CO2-eq  12.0000  12.0000  12.0000       0    0 %  0.0000  12.0000  "
      "12.0000\n"
      "人体毒性        CTUh             0        –        –       –      –       –        –        "
      "–\n"
      "\n"
      "2.5 % to 97.5 %: the 95 % uncertainty interval of the score. It covers parameter "
      "uncertainty given\n"
      "in the model only; model and scenario choices are not in it.\n"
      "± s.e.: Monte Carlo standard error of the mean. It says how well this many iterations know "
      "the mean,\n"
      "not how uncertain the score is; its two digits decide how many digits of the others are "
      "shown. The\n"
      "95 % confidence interval of a mean is ± 1.96 s.e.\n"
      "shift: of the mean from the static score. The largest is that of climate change for 1 kWh: "
      "mean\n"
      "+12 %, median +0.25 %. Skewed distributions and ratios of uncertain numbers shift a mean; "
      "it is no\n"
      "error.\n"
      "The statistics are of the 997 iterations with a score; 3 have none.\n");
}

TEST(TextReport, ShowsWhatTheControlVariateGains) {
  const std::string text = text_report(plume::testing::controlled_report_input(), 0);
  EXPECT_NE(std::string::npos, text.find("With the control variate: 1 kWh\n")) << text;
  EXPECT_NE(std::string::npos, text.find("  16  ")) << text;
  EXPECT_NE(std::string::npos, text.find("not known")) << text;
  std::string words = text;
  std::replace(words.begin(), words.end(), '\n', ' ');
  EXPECT_NE(std::string::npos, words.find("gain: how many times less variance an estimate has with "
                                          "the control variate, a linear model of "
                                          "the score in 321 of its numbers whose mean is known. As "
                                          "many times more iterations would be as "
                                          "precise without it."))
      << words;
  EXPECT_NE(std::string::npos,
            words.find("An approximation: 77 uncertain numbers were held at their means, which "
                       "have at most 0.095 % of "
                       "the first-order variance of any score (sampling.freeze_below)."))
      << words;
  EXPECT_EQ(std::string::npos,
            text_report(plume::testing::small_report_input(), 0).find("control"));
}

TEST(TextReport, NamesAndThenColumnsGiveWayToANarrowTerminal) {
  auto input = small_report_input();
  input.header.axes.demands.resize(1);
  input.header.axes.categories[0].name = "climate change, fossil and biogenic and land use";

  EXPECT_EQ(table_of(text_report(input, 110)),
            "category                       unit          static     median       mean   ± s.e.   "
            "shift    2.5 %     97.5 %\n"
            "climate change, fossil and b…  kg CO2-eq      0.500      0.501      0.562    0.012   "
            "+12 %    0.120      1.500\n"
            "人体毒性                       CTUh       1.250e-10  1.234e-10  1.310e-10  2.5e-12  "
            "+4.8 %  1.0e-11  "
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

  EXPECT_THAT(text_report(input),
              HasSubstr("Iterations  1000 of at most 5000 (precision reached), seed"));
}

/// The text with its line ends as blanks.
std::string unwrapped(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

TEST(TextReport, SaysWhatTheStandardErrorsOfADesignRestOn) {
  auto input = small_report_input();
  EXPECT_THAT(text_report(input), ::testing::Not(HasSubstr("blocks")));
  input.header.provenance.design = "lhs";
  for (auto& summary : input.summaries) summary.replicates = 8;
  EXPECT_THAT(
      unwrapped(text_report(input)),
      HasSubstr("It is the spread of the means of 8 blocks, since the iterations of a block of "
                "1024 of this design "
                "(lhs) balance each other. The 95 % confidence interval of a mean is ± 2.36 s.e."));
}

TEST(TextReport, SaysThatAStandardErrorIsNotKnown) {
  auto input = small_report_input();
  input.header.provenance.design = "lhs";
  for (auto& summary : input.summaries) {
    summary.se_mean = std::numeric_limits<double>::quiet_NaN();
    summary.replicates = 1;
  }
  const std::string text = text_report(input);
  EXPECT_THAT(table_of(text), HasSubstr("not known"));
  EXPECT_THAT(
      unwrapped(text),
      HasSubstr("Of fewer than two whole blocks it is not known: the iterations of a block of 1024 "
                "of this design (lhs) balance each other, and only the spread of blocks tells. "
                "Run 2048 iterations or more."));
}

TEST(TextReport, SaysWhichPrecisionWasReached) {
  auto input = small_report_input();
  plume::AchievedPrecision mean, quantile, comparison;
  mean.wanted = 0.01;
  mean.reached = 0.00871;
  mean.category = 1;
  quantile.rule = plume::PrecisionRule::quantile_half_width;
  quantile.wanted = 0.5;
  quantile.scale = plume::WidthScale::absolute;
  quantile.level = 0.95;
  comparison.rule = plume::PrecisionRule::comparison_half_width;
  comparison.wanted = 0.01;
  comparison.reached = 0.02;
  comparison.other_demand = 1;
  input.totals.precision = {mean, quantile, comparison};
  EXPECT_THAT(
      text_report(input),
      HasSubstr(
          "Precision   standard error of the mean 0.871 %, wanted 1.00 %; worst: 人体毒性, 1 kWh\n"
          "            half-width of the 0.95 quantile not known, wanted 0.500; worst: climate "
          "change, 1 kWh\n"
          "            half-width of P(A < B) 0.0200, wanted 0.0100; worst: climate change, 1 kWh "
          "< =cup, "
          "\"hot\"\n"));
}

TEST(TextReport, SaysInHowManyPartsItWasMade) {
  auto input = small_report_input();
  input.header.provenance.parts.resize(1);
  EXPECT_THAT(text_report(input), ::testing::Not(HasSubstr("parts")));
  input.header.provenance.parts.resize(3);
  EXPECT_THAT(text_report(input), HasSubstr("design random; made in 3 parts; 5 solved directly"));
}

TEST(TextReport, SaysWhenNothingIsShiftedUncertainOrScored) {
  auto input = small_report_input();
  for (auto& summary : input.summaries) summary.sd = 0.0;
  EXPECT_THAT(text_report(input),
              HasSubstr("\nThe iterations do not differ: nothing that was drawn is uncertain.\n"));

  input = small_report_input();
  input.header.static_scores = {0.56, 1.31e-10, 12.0, 0.0};
  EXPECT_THAT(text_report(input), HasSubstr("\nshift: of the mean from the static score; none is "
                                            "larger than chance explains (4 standard errors).\n"));

  for (auto& summary : input.summaries) summary.count = 0;
  EXPECT_THAT(text_report(input),
              HasSubstr("\nNo iteration has a score: there are no statistics.\n"));
}

TEST(DescribeSamples, SaysWhatIsLeftOfThem) {
  plume::ResultHeader header;
  EXPECT_EQ(plume::describe_samples(header), "kept");
  header.score_bits = 20;
  EXPECT_EQ(plume::describe_samples(header),
            "rounded to 20 bits of the mantissa, off by at most 4.8e-05 %");
  header.samples = false;
  EXPECT_EQ(plume::describe_samples(header),
            "not kept; quantiles are read from counts, within 0.1 % of those of the samples");
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
            "1 infeasible (supplies of opposite sign; the score counts all the same); 2 singular "
            "(no unique solution; no "
            "score); 3 non_finite (a score is not a finite number; no score)");
}

TEST(DescribeFailures, NamesTheFirstIterations) {
  plume::ResultTotals totals;
  for (std::uint64_t i = 0; i < 8; ++i) totals.count(10 * i, plume::IterationStatus::singular);
  totals.count(99, plume::IterationStatus::non_finite);
  EXPECT_EQ(plume::describe_failures(totals),
            "8 singular (no unique solution; no score): iterations 0, 10, 20, 30, 40, …; 1 "
            "non_finite (a score is not a "
            "finite number; no score): iteration 99");
}

TEST(DumpHint, NamesTheWorstKindOfFailure) {
  auto input = small_report_input();
  EXPECT_EQ(plume::dump_hint(input),
            "'plume run --dump 7 kettle.toml' writes one of them to look at");
  for (auto& list : input.totals.failed_iterations) list.clear();
  EXPECT_EQ(plume::dump_hint(input), "");
}

}  // namespace
}  // namespace text_report_test
