// SPDX-License-Identifier: Apache-2.0
#include "host/cli/progress.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <sstream>

namespace progress_test {
namespace {

using plume::describe;
using plume::describe_duration;
using plume::ProgressLine;
using plume::api::Progress;

TEST(DescribeDuration, UsesTheUnitsPeopleRead) {
  EXPECT_EQ(describe_duration(0.0), "0 s");
  EXPECT_EQ(describe_duration(0.44), "0.4 s");
  EXPECT_EQ(describe_duration(0.97), "1.0 s");
  EXPECT_EQ(describe_duration(4.84), "4.8 s");
  EXPECT_EQ(describe_duration(9.96), "10 s");
  EXPECT_EQ(describe_duration(59.4), "59 s");
  EXPECT_EQ(describe_duration(59.6), "1 min 0 s");
  EXPECT_EQ(describe_duration(200.0), "3 min 20 s");
  EXPECT_EQ(describe_duration(3599.6), "1 h 0 min");
  EXPECT_EQ(describe_duration(7500.0), "2 h 5 min");
  EXPECT_EQ(describe_duration(std::numeric_limits<double>::quiet_NaN()), "?");
  EXPECT_EQ(describe_duration(std::numeric_limits<double>::infinity()), "?");
}

TEST(DescribeProgress, TellsShareRateAndTimeLeft) {
  EXPECT_EQ(describe({"sampling", 40960, 100000, 3.33}),
            "sampling  40960 of 100000 iterations (40 %), 12300 a second, 4.8 s left");
  EXPECT_EQ(describe({"sampling", 0, 1000, 0.0}), "sampling  0 of 1000 iterations (0 %)");
  EXPECT_EQ(describe({"sampling", 1000, 1000, 4.0}),
            "sampling  1000 of 1000 iterations (100 %), 250 a second, 4.0 s");
  EXPECT_EQ(describe({"reading", 0, 0, 1.24}), "reading 1.2 s");
}

/// What a terminal shows: each line after its last rewriting.
std::string shown(const std::string& written) {
  std::string screen, line;
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (written[i] == '\r')
      line.clear();
    else if (written.compare(i, 3, "\x1B[K") == 0)
      i += 2;
    else if (written[i] == '\n')
      screen += line + "\n", line.clear();
    else
      line += written[i];
  }
  return screen + line;
}

class ProgressLineWithClock : public ::testing::Test {
 protected:
  double now_ = 100.0;
  std::ostringstream terminal_;
};

TEST_F(ProgressLineWithClock, AFinishedStageLeavesItsLine) {
  {
    ProgressLine line(terminal_, [this] { return now_; });
    line.update({"reading", 0, 0, 0.0});
    now_ += 1.2;
    line.update({"compiling", 0, 0, 0.0});
    now_ += 0.4;
    line.update({"sampling", 0, 1000, 0.0});
    now_ += 2.0;
    line.update({"sampling", 500, 1000, 2.0});
    now_ += 2.0;
    line.update({"sampling", 1000, 1000, 4.0});
  }

  EXPECT_EQ(shown(terminal_.str()),
            "reading 1.2 s\n"
            "compiling 0.4 s\n"
            "sampling  1000 of 1000 iterations (100 %), 250 a second, 4.0 s\n");
}

TEST_F(ProgressLineWithClock, IsRewrittenAtMostTenTimesASecondAndEndsWithTheLatest) {
  ProgressLine line(terminal_, [this] { return now_; });
  for (int i = 0; i <= 1000; ++i) {  // one second, a thousand calls
    line.update({"sampling", static_cast<std::uint64_t>(i), 1000, i / 1000.0});
    now_ += 0.001;
  }
  const std::string before_end = terminal_.str();
  line.finish();

  const auto rewrites = std::count(before_end.begin(), before_end.end(), '\r');
  EXPECT_GE(rewrites, 9);
  EXPECT_LE(rewrites, 11);
  EXPECT_EQ(shown(terminal_.str()),
            "sampling  1000 of 1000 iterations (100 %), 1000 a second, 1.0 s\n");
}

TEST_F(ProgressLineWithClock, SaysNothingWhereNothingHappened) {
  {
    ProgressLine line(terminal_, [this] { return now_; });
  }

  EXPECT_EQ(terminal_.str(), "");
}

TEST(ProgressLineByDefault, AsksTheSteadyClock) {
  std::ostringstream terminal;
  ProgressLine line(terminal);

  line.update({"reading", 0, 0, 0.0});
  line.finish();

  EXPECT_EQ(shown(terminal.str()).substr(0, 9), "reading 0");
}

TEST_F(ProgressLineWithClock, ProgramsGetALineForEachStageTenASecondAndTheLast) {
  {
    plume::ProgressLines lines(terminal_, [this] { return now_; });
    lines.update({"reading", 0, 0, 0.0});
    for (std::uint64_t done = 1; done <= 100; ++done) {
      now_ += 0.01;
      lines.update({"sampling", done, 100, 0.01 * static_cast<double>(done)});
    }
  }
  const std::string text = terminal_.str();
  const auto count = std::count(text.begin(), text.end(), '\n');
  EXPECT_GE(count, 10);
  EXPECT_LE(count, 13);
  EXPECT_EQ(text.find(R"({"kind":"progress","stage":"reading")"), 0U);
  EXPECT_NE(text.find(R"("done":100,"total":100)"), std::string::npos) << "the last state is told";
}

}  // namespace
}  // namespace progress_test
