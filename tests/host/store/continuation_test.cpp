// SPDX-License-Identifier: Apache-2.0
#include "host/store/continuation.hpp"

#include <gmock/gmock.h>

#include "tests/host/store/sample_result.hpp"
#include "tests/support/findings.hpp"

namespace plume::continuation_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> refusals(const ResultHeader& now) {
  Findings findings;
  check_continuation(sample::header(10), now, "x.h5", findings);
  return testing::lines(findings);
}

TEST(ContinuedOverrides, AreThoseOfTheResultUnlessOthersAreGiven) {
  EXPECT_THAT(continued_overrides({"a=1", "sampling.iterations=10", "b=2"}, {}, 30),
              ElementsAre("a=1", "b=2", "sampling.iterations=30"));
  EXPECT_THAT(continued_overrides({"a=1"}, {"c=3"}, 30),
              ElementsAre("c=3", "sampling.iterations=30"));
}

TEST(CheckContinuation, TheSameRunMayGoOn) { EXPECT_THAT(refusals(sample::header(10)), IsEmpty()); }

TEST(CheckContinuation, WhatChangesNoNumberMayDiffer) {
  ResultHeader now = sample::header(99);
  now.provenance.device = "cuda: another";
  now.provenance.command = "plume run --extend 5 study.toml";
  now.provenance.started = "2030-01-01T00:00:00Z";
  now.provenance.inputs[0].path = "/elsewhere/package.zip";
  for (const char* free : {"sampling.iterations=99", "stop.relative_se_mean=0.01",
                           "result.path='y.h5'", "solver.max_failed_share=0.5"}) {
    now.provenance.overrides.emplace_back(free);
  }
  EXPECT_THAT(refusals(now), IsEmpty());
}

TEST(CheckContinuation, EveryDifferenceIsNamedOnBothSides) {
  ResultHeader now = sample::header(10);
  Provenance& made = now.provenance;
  now.seed = 3;
  made.plume_version = "0.2.0";
  made.commit = "0123456789ab";
  made.design = "lhs";
  made.precision = "double";
  made.tolerance = 1e-9;
  made.lognormal_anchor = "mean";
  made.drawn = "";
  made.study_text += "#";
  made.overrides = {};
  made.inputs[1].sha256 = std::string(64, '8');
  now.axes.demands.pop_back();
  const std::string program =
      "; extend with the program that made the result, or run the study anew";
  const std::string study = "; extend with the study as it was run, or run the study anew";
  const std::string begin = "x.h5: error E0601: the result cannot be extended: ";
  EXPECT_THAT(
      refusals(now),
      ElementsAre(
          begin + "its version of Plume is 0.1.0, that of this run 0.2.0" + program,
          begin + "its commit of Plume is 83aaa03f0c11, that of this run 0123456789ab" + program,
          begin + "its seed is 18446744073709551605, that of this run 3" + study,
          begin + "its design is random, that of this run lhs" + study,
          begin + "its precision is mixed, that of this run double" + study,
          begin + "its tolerance is 1e-07, that of this run 1e-09" + study,
          begin + "its lognormal anchor is median, that of this run mean" + study,
          begin +
              "its list of drawn matrices is technosphere biosphere characterisation, that of this "
              "run empty" +
              study,
          begin +
              "studies/électricité.toml is another text than the study it was made from, "
              "studies/électricité.toml" +
              study,
          begin + "its --set values are 'sampling.seed=7', 'solver.tolerance=1e-7', those of this "
                  "run none; give the same, "
                  "or none to take those of the result",
          begin + "it was made from ../bw with sha256 7777777777777777, this run reads ../bw with "
                  "sha256 "
                  "8888888888888888; a model file has changed: restore it, or run the study anew",
          begin + "it has 2 demands and 3 categories, this run 1 and 3" + study));
  ResultHeader fewer = sample::header(10);
  fewer.provenance.inputs.pop_back();
  EXPECT_THAT(refusals(fewer),
              ElementsAre(begin + "it was made from 2 model files, this run reads 1" + study));
}

TEST(RunDigest, KnowsToHowManyBitsScoresAreRounded) {
  ResultHeader coarse = sample::header(10), fine = sample::header(10);
  coarse.score_bits = 17;
  fine.score_bits = 20;
  EXPECT_NE(run_digest(coarse), run_digest(fine));
  EXPECT_NE(run_digest(fine), run_digest(sample::header(10)));
}

TEST(ContinuedHeader, RemembersTheFirstParts) {
  const ResultTotals done = sample::totals(50);
  ResultHeader now = sample::header(80);
  now.provenance.started = "2030-01-01T00:00:00Z";
  now.provenance.command = "plume run --extend 30 study.toml";
  RunPart part;
  part.started = now.provenance.started;
  part.device = "cuda: another";
  part.command = now.provenance.command;
  now.provenance.parts = {part};
  now.provenance.device = part.device;
  const ResultHeader whole = continued_header(sample::header(50), done, now);
  const Provenance& made = whole.provenance;
  EXPECT_EQ(whole.iterations_planned, 80u);
  EXPECT_EQ(made.started, sample::header(50).provenance.started);
  EXPECT_EQ(made.command, sample::header(50).provenance.command);
  EXPECT_EQ(made.device, "cpu: 2 threads, AVX-512; extended on cuda: another");
  ASSERT_EQ(made.parts.size(), 2u);
  EXPECT_EQ(made.parts[0].first_iteration, 0u) << "of a file that does not know parts yet";
  EXPECT_EQ(made.parts[0].iterations, 50u);
  EXPECT_EQ(made.parts[0].command, sample::header(50).provenance.command);
  EXPECT_EQ(made.parts[1].first_iteration, 50u);
  EXPECT_EQ(made.parts[1].command, "plume run --extend 30 study.toml");
}

TEST(CompleteProvenance, FillsInTheLastPart) {
  Provenance made;
  made.parts.resize(2);
  made.parts[0] = {0, 50, "a", "b", "cpu", "first", 2.0};
  made.parts[1].first_iteration = 50;
  ResultTotals totals;
  totals.iterations = 80;
  totals.seconds = 5.0;
  totals.finished = "c";
  complete_provenance(made, totals);
  EXPECT_EQ(made.finished, "c");
  EXPECT_EQ(made.parts[1].iterations, 30u);
  EXPECT_EQ(made.parts[1].seconds, 3.0);
  EXPECT_EQ(made.parts[1].finished, "c");
  totals.iterations = 999;
  complete_provenance(made, totals);
  EXPECT_EQ(made.parts[1].iterations, 30u) << "once";
}

}  // namespace
}  // namespace plume::continuation_test
