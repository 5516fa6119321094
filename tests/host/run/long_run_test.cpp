// SPDX-License-Identifier: Apache-2.0
#include "host/run/long_run.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "host/run/run_study.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::long_run_test {
namespace {

TEST(LongRun, BytesAreSaidInTheUnitThatFits) {
  EXPECT_EQ(describe_bytes(999), "999 bytes");
  EXPECT_EQ(describe_bytes(12'500), "12.5 kB");
  EXPECT_EQ(describe_bytes(3'000'000), "3.00 MB");
  EXPECT_EQ(describe_bytes(12'500'000'000), "12.5 GB");
}

TEST(LongRun, TheBytesOfAResultAreThoseOfItsFileAndALittleMore) {
  const testing::TempFolder folder;
  const auto study =
      std::filesystem::path(PLUME_SOURCE_DIR) / "datasets" / "mini" / "loop" / "study.toml";
  for (const char* iterations : {"100", "20000", "100000"}) {
    RunOptions options;
    options.device = "cpu";
    options.threads = 1;
    options.result_path = folder.path() / "r.h5";
    options.overrides = {{"sampling.iterations", iterations}};
    const RunReport report = run_study(study, options);
    const std::uint64_t size = std::filesystem::file_size(options.result_path);
    const std::uint64_t said = result_bytes(report.header);
    EXPECT_GE(said, size) << iterations;
    EXPECT_LE(said, size + size / 4 + 200'000) << iterations;
  }
}

TEST(LongRun, PartsCountAsLongAsTheyAreNotThere) {
  ResultHeader header;
  header.axes.demands = {{"d", "kg"}};
  header.axes.categories = {{"c", "", "kg"}};
  header.iterations_planned = 1'000'000;
  EXPECT_EQ(run_bytes(header, 0, nullptr), result_bytes(header)) << "they stay in memory";
  header.iterations_planned = 100'000'000;
  EXPECT_GT(run_bytes(header, 0, nullptr), result_bytes(header) + 800'000'000);
  EXPECT_LT(run_bytes(header, 99'000'000, nullptr), result_bytes(header) + 20'000'000)
      << "of an extension the new ones";
}

TEST(LongRun, TheTimeIsThatOfGreenwich) {
  const std::string now = utc_now();
  ASSERT_EQ(now.size(), 20u);
  EXPECT_EQ(now.substr(0, 2), "20");
  EXPECT_EQ(now[10], 'T');
  EXPECT_EQ(now.back(), 'Z');
}

}  // namespace
}  // namespace plume::long_run_test
