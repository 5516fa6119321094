// SPDX-License-Identifier: Apache-2.0
#include "host/run/merge.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "host/base/error.hpp"
#include "host/run/run_study.hpp"
#include "host/store/parts.hpp"
#include "tests/host/run/same_numbers.hpp"
#include "tests/support/refusal.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::merge_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class Merge : public ::testing::Test {
 protected:
  Merge() {
    fs::copy(fs::path(PLUME_SOURCE_DIR) / "datasets" / "mini" / "loop", folder_.path(),
             fs::copy_options::recursive);
  }
  [[nodiscard]] fs::path in(const std::string& name) const { return folder_.path() / name; }

  RunReport run(const std::string& result, std::optional<Shard> shard,
                std::vector<Override> overrides = {}, unsigned threads = 1) const {
    RunOptions options;
    options.device = "cpu";
    options.threads = threads;
    options.result_path = in(result);
    options.command = "plume run";
    options.overrides = std::move(overrides);
    options.shard = shard;
    return run_study(in("study.toml"), options);
  }
  std::string refusal(const std::vector<fs::path>& operands) const {
    return testing::refusal_of(
        [&] { (void)merge_parts(operands, in("merged.h5"), "plume merge"); });
  }

  testing::TempFolder folder_;
};

TEST_F(Merge, SevenShardsGiveTheNumbersOfOneRunForEveryDesign) {
  for (const char* design : {"random", "lhs", "sobol"}) {
    const std::vector<Override> overrides = {{"sampling.iterations", "20000"},
                                             {"sampling.design", design}};
    run("whole.h5", {}, overrides);
    for (std::uint64_t k = 7; k >= 1; --k) run("r.h5", Shard{k, 7}, overrides, k % 2 == 0 ? 1 : 2);

    const MergeReport report =
        merge_parts({in("r.parts")}, in("r.h5"), "plume merge r.parts -o r.h5");

    EXPECT_EQ(report.num_parts, 7u);
    EXPECT_TRUE(report.removed);
    EXPECT_FALSE(fs::exists(in("r.parts")));
    const ResultFile merged(in("r.h5"));
    expect_same_results(merged, ResultFile(in("whole.h5")));
    EXPECT_EQ(merged.header().provenance.command, "plume run");
    EXPECT_EQ(merged.header().provenance.parts.back().command,
              "plume run; plume merge r.parts -o r.h5");
  }
}

TEST_F(Merge, WholeChunksOfTheResultAreCopied) {
  const std::vector<Override> overrides = {{"sampling.iterations", "140000"}};
  run("whole.h5", {}, overrides);
  for (std::uint64_t k = 1; k <= 2; ++k) run("r.h5", Shard{k, 2}, overrides);
  EXPECT_EQ(Parts::open(in("r.parts")).whole()[1].range.first % 16384, 0u)
      << "or nothing is copied";
  (void)merge_parts({in("r.parts")}, in("r.h5"), "plume merge");
  expect_same_results(ResultFile(in("r.h5")), ResultFile(in("whole.h5")));
}

TEST_F(Merge, TakesFoldersAndFilesFromSeveralPlacesAndLeavesThem) {
  run("whole.h5", {});
  for (std::uint64_t k = 1; k <= 3; ++k) run("at" + std::to_string(k) + ".h5", Shard{k, 3});
  const fs::path file = Parts::open(in("at2.parts")).whole().front().path;
  const MergeReport report =
      merge_parts({in("at3.parts"), file, in("at1.parts")}, in("merged.h5"), "plume merge");
  EXPECT_FALSE(report.removed);
  EXPECT_TRUE(Parts::exist(in("at1.parts")));
  expect_same_results(ResultFile(in("merged.h5")), ResultFile(in("whole.h5")));
}

TEST_F(Merge, ReportsEveryGapByItsRange) {
  for (const std::uint64_t k : {1u, 3u, 4u})
    run("r.h5", Shard{k, 5}, {{"sampling.iterations", "10240"}});
  EXPECT_EQ(refusal({in("r.parts")}), in("r.parts").string() +
                                          ": error E0605: iterations 2048 to 4095 of 10240 are "
                                          "missing; run the shards that have them, or all that "
                                          "is missing with the command of the run and --resume\n" +
                                          in("r.parts").string() +
                                          ": error E0605: iterations 8192 to 10239 of 10240 are "
                                          "missing; run the shards that have them, or all that "
                                          "is missing with the command of the run and --resume");
  EXPECT_FALSE(fs::exists(in("merged.h5")));
  EXPECT_TRUE(Parts::exist(in("r.parts")));
}

TEST_F(Merge, PartsOfDifferentRunsAreRefusedNamingBoth) {
  run("a.h5", Shard{1, 2});
  run("b.h5", Shard{2, 2}, {{"sampling.seed", "9"}});
  const std::string words = refusal({in("a.parts"), in("b.parts")});
  EXPECT_THAT(
      words,
      HasSubstr(
          "error E0604: the parts are of different runs: their seed is 9, that of the first 1"));
  EXPECT_THAT(words, HasSubstr("; merge the parts of one run"));
  run("c.h5", Shard{2, 2}, {{"sampling.iterations", "4096"}});
  EXPECT_THAT(refusal({in("a.parts"), in("c.parts")}),
              HasSubstr("error E0604: the parts are of different runs: they are of 4096 "
                        "iterations, those of the first of "
                        "20000; merge the parts of one run"));
  // In one folder, too.
  const fs::path stranger = Parts::open(in("b.parts")).whole().front().path;
  fs::copy_file(stranger, in("a.parts") / stranger.filename());
  EXPECT_THAT(refusal({in("a.parts")}),
              HasSubstr("error E0604: the part is of another run: its seed is 9, that of the "
                        "others 1; move it out of the "
                        "folder"));
}

TEST_F(Merge, ADamagedPartIsAGap) {
  for (std::uint64_t k = 1; k <= 2; ++k) run("r.h5", Shard{k, 2});
  const fs::path part = Parts::open(in("r.parts")).whole().back().path;
  {
    std::fstream stream(part, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(static_cast<std::streamoff>(fs::file_size(part) / 2));
    stream.write("damage!!", 8);
  }
  const std::string words = refusal({in("r.parts")});
  EXPECT_THAT(words, HasSubstr(part.string() + ": warning W0609: the part cannot be used: "));
  EXPECT_THAT(words, HasSubstr("; its iterations must be in other parts"));
  EXPECT_THAT(words, HasSubstr("error E0605: iterations 10240 to 19999 of 20000 are missing"));
}

TEST_F(Merge, WhatOnlyTheRunCanFinishIsRefused) {
  run("r.h5", Shard{1, 1}, {{"sampling.control", "true"}});
  EXPECT_EQ(refusal({in("r.parts")}),
            in("r.parts").string() +
                ": error E0611: the run has a control variate, which is computed from the model; "
                "finish it with the "
                "command of the run and --resume: it runs what is missing and makes the result");
  EXPECT_EQ(refusal({in("model")}),
            "cannot read " + in("model").string() + ": it holds no parts of a run");
}

}  // namespace
}  // namespace plume::merge_test
