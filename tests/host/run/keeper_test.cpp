// SPDX-License-Identifier: Apache-2.0
// Samples and figures are kept the same way: in memory, in parts when something ends the run, and
// in the result.
#include "host/run/keeper.hpp"

#include <gtest/gtest.h>

#include "host/run/run_device.hpp"
#include "tests/host/run/prepared_loop.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::keeper_test {
namespace {

class Keeping : public ::testing::TestWithParam<const char*> {
 protected:
  Keeping() {
    options_.device = "cpu";
    options_.threads = 1;
    options_.result_path = folder_.path() / "r.h5";
    options_.resume = true;
    options_.overrides = {{"result.samples", GetParam()}, {"sampling.iterations", "3000"}};
  }
  Session open() const {
    PreparedRun run = prepare_run(loop_study(), options_);
    const RunDevice device = open_device(devices_for(options_), *run.study, options_, run.findings);
    return open_session(std::move(run), device, options_);
  }
  /// 1024 iterations with scores 1, 2, … each.
  static void feed(Keeper& keeper, std::uint64_t first, std::size_t outputs) {
    std::vector<double> scores(1024 * outputs);
    for (std::size_t i = 0; i < scores.size(); ++i)
      scores[i] = 1.0 + static_cast<double>(i / outputs);
    keeper.sink().append(first, scores, std::vector<IterationStatus>(1024, IterationStatus::ok),
                         false);
  }
  testing::TempFolder folder_;
  RunOptions options_;
};

TEST_P(Keeping, WhatIsInMemoryIsSavedAndGoneOnFrom) {
  {
    Session session = open();
    const auto keeper = make_keeper(session, {});
    EXPECT_EQ(keeper->there(session.plan), 0u);
    feed(*keeper, 0, session.header.axes.num_outputs());
    EXPECT_FALSE(std::filesystem::exists(session.folder)) << "a short run has no parts";
    EXPECT_EQ(keeper->save_what_can_be(), 1024u);
  }
  Session session = open();
  ASSERT_TRUE(session.found);
  const auto keeper = make_keeper(session, {});
  EXPECT_EQ(keeper->there(session.plan), 1024u);
  EXPECT_FALSE(session.found) << "the keeper has them";
}

TEST_P(Keeping, BecomesAResult) {
  Session session = open();
  const auto keeper = make_keeper(session, {});
  feed(*keeper, 0, session.header.axes.num_outputs());
  ResultTotals of_the_loop;
  of_the_loop.iterations = 1024;
  of_the_loop.seconds = 2.0;
  of_the_loop.stop_reason = "iterations done";
  const ResultTotals totals = keeper->totals(of_the_loop);
  EXPECT_EQ(totals.iterations, 1024u);
  EXPECT_EQ(totals.seconds, 2.0);
  ResultWriter writer(session.result, session.header);
  const std::vector<Summary> summaries = keeper->write(writer, totals, nullptr);
  EXPECT_DOUBLE_EQ(summaries.at(0).mean, 512.5);
  EXPECT_EQ(ResultFile(session.result).totals().stop_reason, "iterations done");
}

INSTANTIATE_TEST_SUITE_P(Both, Keeping, ::testing::Values("true", "false"), [](const auto& of) {
  return of.param == std::string("true") ? "samples" : "figures";
});

}  // namespace
}  // namespace plume::keeper_test
