// SPDX-License-Identifier: Apache-2.0
// Sobol designs, control variates and freezing through run_study, on mini models: what they record,
// say and keep.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "host/run/prepare.hpp"
#include "host/run/run_study.hpp"
#include "tests/host/run/golden_models.hpp"

namespace plume::designs_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::scratch;

RunReport run(const std::string& model, const std::string& result, std::vector<Override> overrides,
              const std::string& device = "cpu") {
  RunOptions options;
  options.result_path = scratch(result);
  options.device = device;
  options.overrides = std::move(overrides);
  return run_study(
      std::filesystem::path(PLUME_SOURCE_DIR) / "datasets" / "mini" / model / "study.toml",
      options);
}

TEST(Designs, SobolIsRecordedAndTheSameOnEverySystem) {
  const std::vector<Override> sobol = {{"sampling.design", "sobol"},
                                       {"sampling.iterations", "3000"},
                                       {"sampling.sobol_dimensions", "3"}};
  const RunReport report = run("loop", "sobol.h5", sobol);
  EXPECT_EQ("sobol", report.header.provenance.design);
  const ResultFile file(report.result_path);
  EXPECT_LE(file.header().provenance.first_order.sobol_dimensions, 3u);
  EXPECT_GT(file.header().provenance.first_order.sobol_dimensions, 0u);
  EXPECT_GT(file.header().provenance.first_order.sobol_share, 0.1);
  const RunReport serial = run("loop", "sobol_serial.h5", sobol, "serial");
  EXPECT_EQ(file.samples(0, 0), ResultFile(serial.result_path).samples(0, 0));
  EXPECT_NE(file.samples(0, 0),
            ResultFile(run("loop", "sobol_lhs.h5",
                           {{"sampling.design", "lhs"}, {"sampling.iterations", "3000"}})
                           .result_path)
                .samples(0, 0));
}

// The score of lognormal-chain is a lognormal, median 12: its mean and quantiles are exact. n =
// 16,384; z = 4.
TEST(Designs, EstimatesWithAControlAreRightAndSurer) {
  const double sigma = std::sqrt(std::pow(std::log(1.2), 2) + std::pow(0.5 * std::log(1.21), 2) +
                                 0.15 * 0.15 + std::log1p(0.01) + std::pow(std::log(1.05), 2));
  for (const char* design : {"random", "lhs", "sobol"}) {
    SCOPED_TRACE(design);
    const RunReport report = run("lognormal-chain", std::string("control_") + design + ".h5",
                                 {{"sampling.design", design},
                                  {"sampling.control", "true"},
                                  {"sampling.iterations", "16384"}});
    const ResultFile file(report.result_path);
    ASSERT_EQ(1u, file.controlled().size());
    const ControlledSummary& c = file.controlled()[0];
    EXPECT_NEAR(12.0 * std::exp(0.5 * sigma * sigma), c.mean, 4.0 * c.se_mean);
    EXPECT_GT(std::abs(12.0 * std::exp(0.5 * sigma * sigma) * 1.02 - c.mean), 4.0 * c.se_mean)
        << "the twin";
    EXPECT_NEAR(12.0, c.quantile[0], 4.0 * c.se_quantile[0]);
    EXPECT_NEAR(12.0 * std::exp(1.9599640 * sigma), c.quantile[6], 4.0 * c.se_quantile[6]);
    EXPECT_GT(file.header().provenance.first_order.controls, 0u);
    if (std::string(design) != "random") continue;
    EXPECT_GT(c.gain, 15.0);
    EXPECT_GT(c.quantile_gain[0], 2.0);
    EXPECT_NEAR(file.summaries()[0].se_mean / c.se_mean, std::sqrt(c.gain), 0.01);
  }
}

TEST(Designs, PlainFiguresDoNotKnowOfTheControl) {
  const RunReport with = run("loop", "with_control.h5", {{"sampling.control", "true"}});
  const RunReport without = run("loop", "without_control.h5", {});
  EXPECT_EQ(ResultFile(with.result_path).samples(0, 0),
            ResultFile(without.result_path).samples(0, 0));
  EXPECT_EQ(with.summaries[0].mean, without.summaries[0].mean);
  EXPECT_FALSE(with.controlled.empty());
  EXPECT_TRUE(without.controlled.empty());
}

// 2,048 iterations and 1,024 more are 3,072: samples, and what the control makes of them.
TEST(Designs, ExtendedRunsEstimateAsOneRun) {
  const std::vector<Override> first = {
      {"sampling.design", "sobol"}, {"sampling.control", "true"}, {"sampling.iterations", "2048"}};
  run("lognormal-chain", "extended.h5", first);
  RunOptions more;
  more.result_path = scratch("extended.h5");
  more.device = "cpu";
  more.extend = 1024;
  run_study(std::filesystem::path(PLUME_SOURCE_DIR) / "datasets" / "mini" / "lognormal-chain" /
                "study.toml",
            more);
  const RunReport whole = run("lognormal-chain", "whole.h5",
                              {{"sampling.design", "sobol"},
                               {"sampling.control", "true"},
                               {"sampling.iterations", "3072"}});
  const ResultFile extended(scratch("extended.h5")), at_once(whole.result_path);
  EXPECT_EQ(at_once.samples(0, 0), extended.samples(0, 0));
  EXPECT_EQ(at_once.controlled()[0].mean, extended.controlled()[0].mean);
  EXPECT_EQ(at_once.controlled()[0].se_quantile, extended.controlled()[0].se_quantile);
}

TEST(Designs, FreezingIsAWarningAndRecorded) {
  const RunReport report = run("lognormal-chain", "frozen.h5", {{"sampling.freeze_below", "0.1"}});
  const FirstOrderUse& use = report.header.provenance.first_order;
  ASSERT_EQ(1u, use.frozen);
  EXPECT_GT(use.frozen_share, 0.0);
  EXPECT_LT(use.frozen_share, 0.1);
  ASSERT_EQ(1u, report.header.provenance.warnings.size());
  EXPECT_THAT(report.header.provenance.warnings[0],
              HasSubstr("warning W0512: 1 of 5 uncertain numbers are not drawn but held at their "
                        "means: together they "
                        "have at most 0.0"));
  EXPECT_THAT(report.header.provenance.warnings[0],
              HasSubstr("of the first-order variance of any score, so the spread shown is a little "
                        "too small; leave out "
                        "sampling.freeze_below to draw them all"));
  EXPECT_EQ(0u, run("lognormal-chain", "not_frozen.h5", {}).header.provenance.first_order.frozen);
}

// A loop of gain 1 in the means and in the medians: no solution to look from, in a study that needs
// none to be refused.
TEST(Designs, SayWhereTheAnalysisHasNoResult) {
  Findings findings;
  const std::filesystem::path folder = scratch("no_first_order");
  std::filesystem::create_directories(folder / "model");
  const auto write = [&](const char* name, const char* text) {
    std::ofstream(folder / name) << text;
  };
  write("study.toml",
        "[study]\nname = \"s\"\n[[model]]\npath = \"model\"\n[[demand]]\nprocess = "
        "\"p\"\n[sampling]\ncontrol = true\n");
  write("model/processes.csv", "id,name,unit\np,p,kg\nq,q,kg\n");
  write("model/exchanges.csv",
        "process,type,item,amount,unit,distribution,loc,scale\n"
        "p,input,q,0.5,kg,normal,1,0.01\nq,input,p,1,kg,,,\np,emission,x,1,kg,normal,1,0.1\n");
  write("model/flows.csv", "id,name,unit\nx,x,kg\n");
  write("model/categories.csv", "id,name,unit\nk,k,kg\n");
  write("model/factors.csv", "category,flow,amount,unit\nk,x,1,kg\n");
  const PreparedStudy prepared = prepare_study(folder / "study.toml", {}, findings);
  ASSERT_FALSE(findings.has_errors()) << findings.to_string();
  EXPECT_THAT(findings.to_string(), HasSubstr("warning W0513: the first-order analysis has no "
                                              "result: neither the means nor the medians of what "
                                              "is drawn have a solution; sampling.freeze_below, "
                                              "sampling.control and the dimensions of a Sobol "
                                              "design are not used"));
  EXPECT_TRUE(prepared.problem.control_variance.empty());
}

}  // namespace
}  // namespace plume::designs_test
