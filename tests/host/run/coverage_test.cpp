// SPDX-License-Identifier: Apache-2.0
// Do 95 % confidence intervals hold the truth in 95 % of runs? For every design, 2000 runs of 8192
// iterations (eight blocks; 4096 with a control variate, which takes longer) of
// datasets/mini/lognormal-chain, whose score is lognormal: its mean and quantiles are known
// exactly.
//
// A run is a range of iterations of one long run: by construction (keyed draws, independent blocks)
// as good as another seed. Share of 2000: standard error 0.0049, so 0.935 … 0.965 is ± 3.1 of them.
// Seeds are fixed: nothing flickers.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/run/prepare.hpp"
#include "host/sampling/control_source.hpp"
#include "host/stats/control_variate.hpp"
#include "host/stats/replicates.hpp"
#include "host/stats/student.hpp"
#include "host/stats/summary.hpp"
#include "kernels/api/batch_runner.hpp"

namespace plume::coverage_test {
namespace {

constexpr std::uint64_t num_runs = 2000;
constexpr std::uint64_t plain_length = 8192, controlled_length = 4096;
constexpr double lowest = 0.935, highest = 0.965;

/// The score of lognormal-chain: median 12, σ² as its expected.json derives it.
const double sigma = std::sqrt(std::pow(std::log(1.2), 2) + std::pow(0.5 * std::log(1.21), 2) +
                               0.15 * 0.15 + std::log1p(0.01) + std::pow(std::log(1.05), 2));
const double true_mean = 12.0 * std::exp(0.5 * sigma * sigma);
double true_quantile(double z) { return 12.0 * std::exp(sigma * z); }

struct Sampler {
  PreparedStudy prepared;
  RunnerOptions options;
  std::unique_ptr<BatchRunner> runner;
  std::optional<ControlSource> control;
  std::uint64_t run_length;
  std::vector<double> scores = std::vector<double>(run_length);
  std::vector<double> controls = std::vector<double>(run_length);

  Sampler(const std::vector<Override>& overrides, std::uint64_t length) : run_length(length) {
    Findings findings;
    prepared =
        prepare_study(std::string(PLUME_SOURCE_DIR) + "/datasets/mini/lognormal-chain/study.toml",
                      overrides, findings);
    EXPECT_EQ(findings.to_string(), "");
    options.threads = 1;
    runner = make_runner(choose_device("cpu"), prepared.problem.view(), options);
    if (prepared.study.sampling.control) {
      control = control_source(prepared.problem, *runner, options, run_length);
    }
  }

  void run(std::uint64_t number) {
    std::vector<LaneOutcome> outcome(run_length);
    BatchOutput batch;
    batch.first = number * run_length;
    batch.count = run_length;
    batch.scores = scores.data();
    batch.outcome = outcome.data();
    runner->run(batch);
    if (control) control->controls(batch.first, run_length, controls.data());
  }
};

bool holds(double estimate, double error, std::uint64_t replicates, double truth) {
  const ConfidenceInterval interval = confidence_interval(estimate, error, replicates);
  return interval.lower <= truth && truth <= interval.upper;
}

class Coverage : public ::testing::TestWithParam<const char*> {};

TEST_P(Coverage, OfNinetyFivePercentIntervals) {
  const std::string design = GetParam();
  Sampler sampler({{"sampling.design", design}}, plain_length);
  const std::uint64_t length = replicate_length(design);
  double mean = 0, median = 0, low = 0, high = 0, too_narrow = 0, as_if_independent = 0;
  for (std::uint64_t i = 0; i < num_runs; ++i) {
    sampler.run(i);
    const Summary s = summarise(sampler.scores, length);
    mean += holds(s.mean, s.se_mean, s.replicates, true_mean);
    too_narrow += holds(s.mean, 0.75 * s.se_mean, s.replicates, true_mean);
    as_if_independent +=
        holds(s.mean, s.sd / std::sqrt(static_cast<double>(s.count)), s.count, true_mean);
    median += holds(s.median, s.se_median, s.replicates, true_quantile(0.0));
    low +=
        holds(s.quantiles[0], s.se_quantiles[0], s.replicates, true_quantile(-1.959963984540054));
    high +=
        holds(s.quantiles[5], s.se_quantiles[5], s.replicates, true_quantile(1.959963984540054));
  }
  for (double* share : {&mean, &median, &low, &high, &too_narrow, &as_if_independent})
    *share /= num_runs;
  EXPECT_GE(mean, lowest);
  EXPECT_LE(mean, highest);
  EXPECT_GE(median, lowest);
  EXPECT_LE(median, highest);
  EXPECT_GE(low, lowest);
  EXPECT_LE(low, highest);
  EXPECT_GE(high, lowest);
  EXPECT_LE(high, highest);
  EXPECT_LT(too_narrow, lowest) << "sabotaged twin: three quarters of the standard error";
  if (length != 1) {
    EXPECT_GT(as_if_independent, highest)
        << "sabotaged twin: s/√n of a design of blocks, by far too wide";
  }
  RecordProperty("mean", std::to_string(mean));
  RecordProperty("quantiles",
                 std::to_string(low) + " " + std::to_string(median) + " " + std::to_string(high));
  std::printf("%s: mean %.4f, quantiles 0.025 %.4f, 0.5 %.4f, 0.975 %.4f\n", design.c_str(), mean,
              low, median, high);
}

INSTANTIATE_TEST_SUITE_P(Designs, Coverage, ::testing::Values("random", "lhs", "sobol"),
                         [](const auto& instance) { return std::string(instance.param); });

class ControlledCoverage : public ::testing::TestWithParam<const char*> {};

TEST_P(ControlledCoverage, OfNinetyFivePercentIntervals) {
  const std::string design = GetParam();
  Sampler sampler({{"sampling.design", design}, {"sampling.control", "true"}}, controlled_length);
  ASSERT_TRUE(sampler.control);
  const std::uint64_t length = replicate_length(design);
  double mean = 0, too_narrow = 0, plain_error = 0;
  for (std::uint64_t i = 0; i < num_runs; ++i) {
    sampler.run(i);
    const ControlledSummary s =
        controlled_summary(sampler.scores, sampler.controls, sampler.control->known.at(0), length);
    const std::uint64_t replicates = controlled_length / length;
    mean += holds(s.mean, s.se_mean, replicates, true_mean);
    too_narrow += holds(s.mean, 0.75 * s.se_mean, replicates, true_mean);
    plain_error += holds(s.mean, std::sqrt(s.gain) * s.se_mean, replicates, true_mean);
  }
  for (double* share : {&mean, &too_narrow, &plain_error}) *share /= num_runs;
  EXPECT_GE(mean, lowest);
  EXPECT_LE(mean, highest);
  EXPECT_LT(too_narrow, lowest) << "sabotaged twin: three quarters of the standard error";
  if (design == "random") {
    EXPECT_GT(plain_error, highest) << "sabotaged twin: the error without the control";
  }
  std::printf("%s with control: mean %.4f\n", design.c_str(), mean);
}

INSTANTIATE_TEST_SUITE_P(Designs, ControlledCoverage, ::testing::Values("random", "lhs", "sobol"),
                         [](const auto& instance) { return std::string(instance.param); });

}  // namespace
}  // namespace plume::coverage_test
