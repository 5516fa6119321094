// SPDX-License-Identifier: Apache-2.0
#include "host/run/run_header.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host/run/run_device.hpp"
#include "tests/host/run/prepared_loop.hpp"

namespace plume::run_header_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(RunHeader, SaysHowTheResultComesToBe) {
  const std::vector<Override> overrides = {{"sampling.seed", "7"},
                                           {"sampling.biosphere", "false"},
                                           {"sampling.lognormal_anchor", "mean"},
                                           {"result.digits", "3"}};
  const auto prepared = prepared_loop(overrides);
  RunOptions options;
  options.device = "cpu";
  options.threads = 1;
  Findings findings;
  const RunDevice device = open_device(devices_for(options), *prepared, options, findings);
  findings.add("W0634", {}, "few threads");
  const ResultHeader header =
      run_header(*prepared, overrides, "plume run x", *device.runner, findings);
  EXPECT_EQ(header.seed, 7u);
  EXPECT_EQ(header.score_bits, 10u);
  EXPECT_EQ(header.iterations_planned, prepared->study.sampling.iterations);
  EXPECT_EQ(header.static_scores, prepared->problem.static_scores);
  const Provenance& made = header.provenance;
  EXPECT_EQ(made.drawn, "technosphere characterisation") << "there are no parameters of formulas";
  EXPECT_EQ(made.lognormal_anchor, "mean");
  EXPECT_EQ(made.device, device.runner->description());
  EXPECT_EQ(made.study_text, prepared->study.text);
  EXPECT_THAT(made.overrides, ElementsAre("sampling.seed=7", "sampling.biosphere=false",
                                          "sampling.lognormal_anchor=mean", "result.digits=3"));
  EXPECT_THAT(made.warnings, ElementsAre("warning W0634: few threads"));
  ASSERT_EQ(made.parts.size(), 1u);
  EXPECT_EQ(made.parts[0].command, "plume run x");
  EXPECT_EQ(made.parts[0].started, made.started);
}

TEST(RunHeader, AModelMayHaveAnAnchorOfItsOwn) {
  PreparedStudy prepared = *prepared_loop();
  ASSERT_EQ(prepared.study.models.size(), 1u);
  prepared.study.models[0].lognormal_anchor = LognormalAnchor::mean;
  RunOptions options;
  options.device = "cpu";
  Findings findings;
  const RunDevice device = open_device(devices_for(options), prepared, options, findings);
  EXPECT_EQ(run_header(prepared, {}, "", *device.runner, findings).provenance.lognormal_anchor,
            "median; mean of '" + prepared.study.models[0].written_path + "'");
}

TEST(Overrides, AreTheSameThereAndBack) {
  const std::vector<Override> overrides = {
      {"sampling.seed", "7"}, {"study.name", "a=b"}, {"result.path", ""}};
  EXPECT_EQ(overrides_of(texts_of(overrides)), overrides);
  EXPECT_THAT(overrides_of({"sampling.seed"}), ElementsAre(Override{"sampling.seed", ""}));
  EXPECT_THAT(texts_of({}), IsEmpty());
}

}  // namespace
}  // namespace plume::run_header_test
