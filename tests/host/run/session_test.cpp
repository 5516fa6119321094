// SPDX-License-Identifier: Apache-2.0
// What a run finds where its result is to be. The whole of resuming and extending: resume_test.cpp,
// extension_test.cpp.
#include "host/run/session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "host/run/run_study.hpp"
#include "tests/host/run/prepared_loop.hpp"
#include "tests/support/refusal.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::session_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class OpenSession : public ::testing::Test {
 protected:
  OpenSession() {
    options_.device = "cpu";
    options_.threads = 1;
    options_.batch = 1024;
    options_.result_path = folder_.path() / "r.h5";
    options_.overrides = {{"sampling.iterations", "4000"}};
    options_.parts.seconds = 0.0;  // every batch is a part
  }
  Session open() const {
    PreparedRun run = prepare_run(loop_study(), options_);
    const RunDevice device = open_device(devices_for(options_), *run.study, options_, run.findings);
    return open_session(std::move(run), device, options_);
  }
  std::string refusal() const {
    return testing::refusal_of([&] { (void)open(); });
  }
  void interrupt() const {
    RunOptions options = options_;
    options.progress = [](const RunProgress& progress) {
      if (progress.stage == "sampling" && progress.done > 0)
        throw std::runtime_error("interrupted");
    };
    EXPECT_THROW((void)run_study(loop_study(), options), std::runtime_error);
  }
  testing::TempFolder folder_;
  RunOptions options_;
};

TEST_F(OpenSession, WhereNothingIsEverythingIsToBeMade) {
  const Session session = open();
  EXPECT_EQ(session.range, (IterationRange{0, 4000}));
  EXPECT_EQ(session.plan.iterations, 4000u);
  EXPECT_FALSE(session.found || session.earlier || session.complete);
  EXPECT_TRUE(session.locks->whole);
  EXPECT_THAT(refusal(), HasSubstr("cannot write")) << "the first session has the lock";
}

TEST_F(OpenSession, AShardHasItsOwnRange) {
  options_.shard = Shard{2, 2};
  const Session session = open();
  EXPECT_GT(session.range.first, 0u);
  EXPECT_EQ(session.range.end, 4000u);
  EXPECT_EQ(session.plan.first, session.range.first);
}

TEST_F(OpenSession, PartsAreGoneOnFromOnlyWhenAsked) {
  interrupt();
  EXPECT_THAT(refusal(), HasSubstr("E0610"));
  options_.resume = true;
  std::string told;
  options_.notice = [&](const std::string& line) { told = line; };
  const Session session = open();
  ASSERT_TRUE(session.found);
  EXPECT_EQ(session.found->num_iterations(0, 4000), 1024u);
  EXPECT_THAT(told, HasSubstr("resuming: 1024 of 4000 iterations"));
}

TEST_F(OpenSession, AResultThatIsThereIsComplete) {
  (void)run_study(loop_study(), options_);
  EXPECT_FALSE(open().complete) << "without --resume it is made anew";
  options_.resume = true;
  const Session session = open();
  ASSERT_TRUE(session.complete);
  EXPECT_EQ(session.complete->totals().iterations, 4000u);
}

TEST_F(OpenSession, AnExtensionPlansTheWholeAndMakesPartsOfTheRest) {
  (void)run_study(loop_study(), options_);
  options_.overrides.clear();
  options_.extend = 500;
  const Session session = open();
  ASSERT_TRUE(session.earlier);
  EXPECT_EQ(session.plan.first, 0u);
  EXPECT_EQ(session.plan.iterations, 4500u);
  EXPECT_EQ(session.plan.ask_after, 4000u);
  EXPECT_EQ(session.manifest.first, 4000u);
  EXPECT_EQ(session.header.provenance.parts.size(), 2u);
  EXPECT_EQ(session.manifest.header.provenance.parts.size(), 1u);
}

TEST_F(OpenSession, SomebodysFolderIsNotTouched) {
  std::ofstream(folder_.path() / "r.parts") << "notes";
  EXPECT_THAT(refusal(), HasSubstr("E0630"));
}

}  // namespace
}  // namespace plume::session_test
