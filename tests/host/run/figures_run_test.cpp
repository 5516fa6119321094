// SPDX-License-Identifier: Apache-2.0
// result.samples = false: the figures are those of the samples, and the same bits however the run
// was cut.
#include "host/run/figures_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "host/record/run_figures.hpp"
#include "host/run/merge.hpp"
#include "host/run/run_study.hpp"
#include "tests/host/store/figures_numbers.hpp"
#include "tests/support/refusal.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::figures_run_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class FiguresRun : public ::testing::Test {
 protected:
  FiguresRun() {
    fs::copy(fs::path(PLUME_SOURCE_DIR) / "datasets" / "mini" / "loop", folder_.path(),
             fs::copy_options::recursive);
  }
  [[nodiscard]] fs::path in(const std::string& name) const { return folder_.path() / name; }

  RunOptions options(const std::string& result, const std::string& design,
                     const std::string& iterations, bool samples = false) const {
    RunOptions options;
    options.device = "cpu";
    options.threads = 2;
    options.batch = 700;
    options.result_path = in(result);
    options.command = "plume run";
    options.parts.seconds = 0.0;  // every batch is a part
    options.overrides = {{"sampling.design", design},
                         {"sampling.iterations", iterations},
                         {"result.samples", samples ? "true" : "false"}};
    return options;
  }
  RunReport run(const RunOptions& options) const { return run_study(in("study.toml"), options); }
  void interrupt(RunOptions options) const {
    options.progress = [](const RunProgress& progress) {
      if (progress.stage == "sampling" && progress.done > 0)
        throw std::runtime_error("interrupted");
    };
    EXPECT_THROW((void)run_study(in("study.toml"), options), std::runtime_error);
  }
  void expect_same(const std::string& a, const std::string& b) const {
    const ResultFile one(in(a)), other(in(b));
    EXPECT_EQ(sample::numbers_of(one.figures()), sample::numbers_of(other.figures()));
    for (std::size_t i = 0; i < one.summaries().size(); ++i) {
      EXPECT_EQ(one.summaries()[i].mean, other.summaries()[i].mean);
      EXPECT_EQ(one.summaries()[i].quantiles, other.summaries()[i].quantiles);
      EXPECT_EQ(one.summaries()[i].se_median, other.summaries()[i].se_median);
    }
  }

  testing::TempFolder folder_;
};

TEST_F(FiguresRun, FiguresAreThoseOfTheSamplesOfTheSameRun) {
  for (const char* design : {"random", "lhs", "sobol"}) {
    (void)run(options("kept.h5", design, "20000", true));
    const RunReport report = run(options("x.h5", design, "20000"));
    const ResultFile kept(in("kept.h5")), figures(in("x.h5"));
    ASSERT_FALSE(figures.header().samples);
    EXPECT_FALSE(fs::exists(in("x.parts")));
    EXPECT_EQ(figures.totals().iterations, 20000u);
    for (std::size_t i = 0; i < kept.summaries().size(); ++i) {
      const Summary &a = kept.summaries()[i], &b = figures.summaries()[i];
      EXPECT_EQ(report.summaries[i].mean, b.mean);
      EXPECT_EQ(a.count, b.count);
      EXPECT_EQ(a.replicates, b.replicates) << design;
      EXPECT_EQ(a.minimum, b.minimum);
      EXPECT_EQ(a.maximum, b.maximum);
      EXPECT_NEAR(a.mean, b.mean, 1e-12 * a.sd);
      EXPECT_NEAR(a.sd, b.sd, 1e-10 * a.sd);
      // Under strata the error of a mean asks for the tails, which bins know to a tenth of a
      // percent.
      EXPECT_NEAR(a.se_mean, b.se_mean, 1e-4 * a.se_mean) << design;
      for (std::size_t level = 0; level < quantile_levels.size(); ++level) {
        EXPECT_NEAR(a.quantiles[level], b.quantiles[level], 0.001 * std::abs(a.quantiles[level]));
        // What the bins add belongs to the error: never less than with samples, and at most by a
        // bin's width.
        const double bin = 0.001 * std::abs(a.quantiles[level]);
        EXPECT_GE(b.se_quantiles[level], 0.9 * a.se_quantiles[level]) << design;
        EXPECT_LE(b.se_quantiles[level], 1.1 * std::hypot(a.se_quantiles[level], bin)) << design;
      }
    }
  }
}

TEST_F(FiguresRun, ResumedAndExtendedTheBitsAreThoseOfOneRun) {
  for (const char* design : {"random", "lhs"}) {
    (void)run(options("whole.h5", design, "20001"));
    RunOptions first = options("x.h5", design, "12345");
    interrupt(first);
    ASSERT_TRUE(fs::exists(in("x.parts")));
    first.resume = true;
    first.threads = 1;
    interrupt(first);
    const RunReport report = run(first);
    EXPECT_EQ(report.totals.iterations, 12345u);
    EXPECT_FALSE(fs::exists(in("x.parts")));

    RunOptions extension = options("x.h5", design, "0");
    extension.overrides.clear();
    extension.extend = 20001 - 12345;
    interrupt(extension);
    extension.resume = true;
    (void)run(extension);
    expect_same("whole.h5", "x.h5");
    EXPECT_TRUE(run(extension).was_complete) << "nothing is added twice";
    fs::remove(in("x.h5"));
  }
}

TEST_F(FiguresRun, ShardsMergedGiveTheBitsOfOneRun) {
  (void)run(options("whole.h5", "lhs", "20001"));
  for (std::uint64_t k : {3u, 1u, 2u}) {
    RunOptions shard = options("x.h5", "lhs", "20001");
    shard.shard = Shard{k, 3};
    (void)run(shard);
  }
  const MergeReport report = merge_parts({in("x.parts")}, in("x.h5"), "plume merge");
  EXPECT_EQ(report.num_parts, 3u);
  EXPECT_FALSE(fs::exists(in("x.parts")));
  EXPECT_EQ(report.totals.iterations, 20001u);
  expect_same("whole.h5", "x.h5");
}

TEST_F(FiguresRun, AMissingShardIsNamedByItsRange) {
  for (std::uint64_t k : {1u, 3u}) {
    RunOptions shard = options("x.h5", "random", "20001");
    shard.shard = Shard{k, 3};
    (void)run(shard);
  }
  EXPECT_THAT(
      testing::refusal_of([&] { (void)merge_parts({in("x.parts")}, in("x.h5"), "plume merge"); }),
      HasSubstr("error E0605: iterations 7168 to 14335 of 20001 are missing"));
  EXPECT_FALSE(fs::exists(in("x.h5")));
}

TEST_F(FiguresRun, ARunIsOfOneKind) {
  interrupt(options("x.h5", "random", "20000"));
  RunOptions other = options("x.h5", "random", "20000", true);
  other.resume = true;
  EXPECT_THAT(testing::refusal_of([&] { (void)run(other); }),
              HasSubstr("the parts cannot be resumed: their state of samples is not kept, that of "
                        "this run kept"));
}

TEST_F(FiguresRun, DiskDoesNotGrowWithTheIterations) {
  std::vector<std::uint64_t> sizes;
  for (const char* iterations : {"100000", "1000000"}) {
    (void)run([&] {
      RunOptions all = options("x.h5", "random", iterations);
      all.batch = 0;
      all.parts.seconds = 30.0;
      return all;
    }());
    sizes.push_back(fs::file_size(in("x.h5")));
  }
  // More of the tail has bins; ten times the samples would be ten times the bytes.
  EXPECT_LT(static_cast<double>(sizes[1]), 1.5 * static_cast<double>(sizes[0]));
}

TEST_F(FiguresRun, WhatAsksForSamplesIsRefusedAllAtOnce) {
  RunOptions all = options("x.h5", "random", "20000");
  all.overrides.emplace_back("stop.relative_se_mean", "0.01");
  all.overrides.emplace_back("sampling.control", "true");
  all.overrides.emplace_back("result.digits", "4");
  const std::string text = testing::refusal_of([&] { (void)run(all); });
  EXPECT_THAT(text,
              HasSubstr("error E0612: result.samples = false: a stop rule looks at the samples"));
  EXPECT_THAT(text, HasSubstr("; leave [stop] out and set sampling.iterations; or keep samples"));
  EXPECT_THAT(
      text,
      HasSubstr("error E0612: result.samples = false: a control variate is fitted to the samples"));
  EXPECT_THAT(text, HasSubstr("; leave sampling.control out, or keep samples"));
  EXPECT_THAT(text, HasSubstr("error E0612: result.samples = false: result.digits rounds samples"));
  EXPECT_THAT(text, HasSubstr("; leave one of them out"));
  EXPECT_FALSE(fs::exists(in("x.h5")));
}

TEST_F(FiguresRun, InventoriesAndRanksAreRefused) {
  Study study;
  study.keep_samples = false;
  study.claim.emplace();
  Findings findings;
  check_figures_study(study, 2, findings);
  const std::string text = findings.to_string();
  EXPECT_THAT(
      text,
      HasSubstr("result.samples = false: inventories and claims are judged by their samples"));
  EXPECT_THAT(text, HasSubstr("; keep samples"));
  EXPECT_THAT(text, HasSubstr("result.samples = false: ranks of MPI make samples"));
  EXPECT_THAT(text, HasSubstr("; run shards (--shard) and merge them, or keep samples"));
  Findings none;
  study.keep_samples = true;
  check_figures_study(study, 2, none);
  EXPECT_FALSE(none.has_errors());
}

// ---- result.digits

TEST_F(FiguresRun, RoundedSamplesAreRoundedBeforeAnythingIsMadeOfThem) {
  RunOptions exact = options("kept.h5", "random", "40000", true);
  (void)run(exact);
  RunOptions rounded = options("x.h5", "random", "40000", true);
  rounded.overrides.emplace_back("result.digits", "4");
  (void)run(rounded);
  const ResultFile kept(in("kept.h5")), file(in("x.h5"));
  EXPECT_EQ(file.header().score_bits, 14u);
  const std::vector<double> a = kept.samples(0, 0), b = file.samples(0, 0);
  std::size_t changed = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ASSERT_NEAR(a[i], b[i], 0.5e-4 * std::abs(a[i]));
    changed += a[i] != b[i];
  }
  EXPECT_GT(changed, a.size() / 2);
  const Summary again = summarise(b, 1);
  EXPECT_EQ(file.summaries()[0].mean, again.mean);
  EXPECT_EQ(file.summaries()[0].quantiles, again.quantiles);
  EXPECT_LT(2 * fs::file_size(in("x.h5")), fs::file_size(in("kept.h5")));
}

TEST_F(FiguresRun, RoundedRunsAreCutAndMergedLikeOthers) {
  const auto with_digits = [&](const std::string& name, const char* digits) {
    RunOptions made = options(name, "lhs", "40000", true);
    made.overrides.emplace_back("result.digits", digits);
    return made;
  };
  (void)run(with_digits("whole.h5", "5"));
  RunOptions cut = with_digits("x.h5", "5");
  interrupt(cut);
  cut.resume = true;
  (void)run(cut);
  EXPECT_EQ(ResultFile(in("whole.h5")).samples(0, 0), ResultFile(in("x.h5")).samples(0, 0));
  for (std::uint64_t k : {1u, 2u}) {
    RunOptions shard = with_digits("s.h5", "5");
    shard.shard = Shard{k, 2};
    (void)run(shard);
  }
  (void)merge_parts({in("s.parts")}, in("s.h5"), "plume merge");
  EXPECT_EQ(ResultFile(in("whole.h5")).samples(0, 0), ResultFile(in("s.h5")).samples(0, 0));
  RunOptions other = with_digits("s.h5", "6");
  interrupt(with_digits("y.h5", "5"));
  other.result_path = in("y.h5");
  other.resume = true;
  EXPECT_THAT(testing::refusal_of([&] { (void)run(other); }),
              HasSubstr("their number of bits of a score is 17, that of this run 20"));
}

}  // namespace
}  // namespace plume::figures_run_test
