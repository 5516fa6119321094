// SPDX-License-Identifier: Apache-2.0
#include "host/run/prepare_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "host/run/run_study.hpp"
#include "tests/host/run/prepared_loop.hpp"
#include "tests/support/refusal.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::prepare_run_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class PrepareRun : public ::testing::Test {
 protected:
  PrepareRun() {
    fs::copy(loop_study().parent_path(), folder_.path(), fs::copy_options::recursive);
  }
  [[nodiscard]] fs::path in(const char* name) const { return folder_.path() / name; }
  testing::TempFolder folder_;
};

TEST_F(PrepareRun, KnowsItsResultAndDropsTheModel) {
  const PreparedRun run = prepare_run(in("study.toml"), {});
  EXPECT_EQ(run.result, in("study.h5"));
  EXPECT_TRUE(run.study->model.exchanges.empty());
  EXPECT_GT(run.study->problem.num_rows, 0u);
  EXPECT_FALSE(run.extension);
}

TEST_F(PrepareRun, ResultsGoWhereTheOptionsSayThenTheStudyThenBesideIt) {
  Study study;
  study.path = "a/kettle.toml";
  EXPECT_EQ(result_path(study, {}), fs::path("a/kettle.h5"));
  study.result_path = "b.h5";
  EXPECT_EQ(result_path(study, {}), fs::path("b.h5"));
  RunOptions options;
  options.result_path = "c.h5";
  EXPECT_EQ(result_path(study, options), fs::path("c.h5"));
  study.path = "a/-";
  study.result_path.clear();
  EXPECT_THAT(testing::refusal_of([&] { (void)result_path(study, {}); }), HasSubstr("E0641"));
}

TEST_F(PrepareRun, WhatIsWrongIsToldTogether) {
  std::ofstream(in("study.h5")) << "somebody's";
  RunOptions options;
  options.shard = Shard{1, 2};
  options.overrides = {{"stop.relative_se_mean", "0.1"}, {"result.samples", "false"}};
  const std::string told =
      testing::refusal_of([&] { (void)prepare_run(in("study.toml"), options); });
  EXPECT_THAT(told, HasSubstr("E0606"));
  EXPECT_THAT(told, HasSubstr("E0612"));
  EXPECT_THAT(told, HasSubstr("E0633"));
}

TEST_F(PrepareRun, AStudyIsReadOnceThoughItIsExtended) {
  RunOptions options;
  options.device = "cpu";
  options.overrides = {{"sampling.iterations", "100"}, {"sampling.seed", "3"}};
  const std::string text = run_study(in("study.toml"), options).header.provenance.study_text;
  options.overrides.clear();
  options.extend = 50;
  // the models are about to be read
  options.progress = [&](const RunProgress&) { fs::remove(in("study.toml")); };
  const PreparedRun run = prepare_run(in("study.toml"), options);
  EXPECT_FALSE(fs::exists(in("study.toml")));
  ASSERT_TRUE(run.extension);
  EXPECT_EQ(run.study->study.sampling.iterations, 150u);
  EXPECT_EQ(run.study->study.sampling.seed, 3u) << "the overrides of the result hold";
  EXPECT_EQ(run.study->study.text, text);
}

}  // namespace
}  // namespace plume::prepare_run_test
