// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/first_order_designs.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "kernels/api/batch_runner.hpp"
#include "tests/support/bits.hpp"
#include "tests/support/instruction_sets.hpp"
#include "tests/support/random_model.hpp"

namespace plume::first_order_designs_test {
namespace {

using testing::random_model;

constexpr std::uint64_t block = 1024;

CompileOptions with_moments(bool latin_hypercube = false) {
  CompileOptions options;
  options.moments = true;
  options.latin_hypercube = latin_hypercube;
  return options;
}

testing::RandomModel skewed(std::uint64_t seed) {
  testing::RandomModelOptions options;
  options.num_processes = 40;
  options.arrays = 0.0;
  options.sigma = 0.25;
  options.only_lognormal = seed % 2 == 0;
  return random_model(seed, options);
}

struct Sample {
  std::vector<double> scores, controls;  ///< [iteration][output]
};

Sample run(const Problem& problem, std::uint64_t iterations, const char* device = "cpu",
           const char* lanes = "") {
  Sample sample;
  const std::size_t num_outputs = std::size_t{problem.num_demands} * problem.num_categories;
  sample.scores.resize(iterations * num_outputs);
  sample.controls.resize(iterations * num_outputs);
  std::vector<LaneOutcome> outcome(iterations);
  BatchOutput batch;
  batch.count = iterations;
  batch.scores = sample.scores.data();
  batch.control = sample.controls.data();
  batch.outcome = outcome.data();
  RunnerOptions options;
  options.lanes = lanes;
  make_runner(choose_device(device), problem.view(), options)->run(batch);
  EXPECT_EQ(0, std::count(outcome.begin(), outcome.end(), LaneOutcome::unsolved));
  return sample;
}

struct Line {
  double mean_h = 0.0, mean_l = 0.0, beta = 0.0, r2 = 0.0, sd_l = 0.0;
};
Line regress(const Sample& sample, std::size_t output, std::size_t num_outputs) {
  const std::size_t n = sample.scores.size() / num_outputs;
  Line line;
  for (std::size_t i = 0; i < n; ++i) {
    line.mean_h += sample.scores[i * num_outputs + output] / static_cast<double>(n);
    line.mean_l += sample.controls[i * num_outputs + output] / static_cast<double>(n);
  }
  double hh = 0.0, hl = 0.0, ll = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    const double h = sample.scores[i * num_outputs + output] - line.mean_h;
    const double l = sample.controls[i * num_outputs + output] - line.mean_l;
    hh += h * h;
    hl += h * l;
    ll += l * l;
  }
  line.beta = hl / ll;
  line.r2 = hl * hl / (hh * ll);
  line.sd_l = std::sqrt(ll / static_cast<double>(n - 1));
  return line;
}

// E[L] = 0 within z = 4 standard errors, n = 20,480; and L explains the scores with a slope near 1.
TEST(AddControl, HasMeanZeroAndFollowsTheScores) {
  for (const std::uint64_t seed : {11u, 12u, 13u}) {
    Problem problem = skewed(seed).compile(with_moments());
    add_control(problem, FirstOrder(problem, {}));
    const Sample sample = run(problem, 20 * block);
    const std::size_t num_outputs = std::size_t{problem.num_demands} * problem.num_categories;
    for (std::size_t output = 0; output < num_outputs; ++output) {
      const Line line = regress(sample, output, num_outputs);
      const double se = line.sd_l / std::sqrt(20.0 * block);
      EXPECT_LT(std::abs(line.mean_l), 4.0 * se) << "seed " << seed << ", output " << output;
      EXPECT_GT(std::abs(line.mean_l + 0.05 * line.sd_l), 4.0 * se) << "the twin";
      EXPECT_GT(line.r2, 0.8);
      EXPECT_NEAR(1.0, line.beta, 0.25);
    }
  }
}

TEST(AddControl, DrawsOnlyWhatMatters) {
  Problem problem = skewed(11).compile(with_moments());
  add_control(problem, FirstOrder(problem, {FirstOrderOptions::Around::means, 0.5}));
  EXPECT_GT(problem.control_mean.size(), 0u);
  EXPECT_LT(problem.control_mean.size(), problem.num_drawn() / 2);
  EXPECT_EQ(problem.control_mean.size(), problem.control.size());
  EXPECT_EQ(problem.control_mean.size() + 1, problem.control_begin.size());
  EXPECT_EQ(problem.control_begin.back(), problem.control_weight.size());
}

TEST(UseSobol, GivesTheMostInfluentialParametersADimension) {
  Problem problem = skewed(12).compile(with_moments(true));
  const FirstOrder analysis(problem, {});
  const std::size_t drawn = problem.num_drawn();
  std::vector<double> shares = analysis.summed_share();
  std::sort(shares.rbegin(), shares.rend());
  std::set<std::uint64_t> keys;
  add_control(problem, analysis);
  const SobolUse use = use_sobol(problem, analysis, 5);
  EXPECT_EQ(5u, use.dimensions);
  EXPECT_GT(use.share, 0.0);
  EXPECT_LT(use.share, 1.0);
  EXPECT_EQ(5u * sobol_bits, problem.sobol_directions.size());
  EXPECT_EQ(drawn, problem.num_drawn());
  for (const DrawTables* tables : {&problem.technosphere, &problem.biosphere,
                                   &problem.biosphere_slots, &problem.characterisation}) {
    EXPECT_EQ(tables->wide.size(), tables->wide_moments.size());
    EXPECT_EQ(tables->lognormal.size(), tables->lognormal_moments.size());
    for (std::size_t i = 0; i < tables->wide.size(); ++i) {
      const WideDraw& draw = tables->wide[i];
      EXPECT_LE(tables->wide[i == 0 ? 0 : i - 1].row, draw.row) << "out of order";
      if (draw.origin != WordOrigin::sobol && draw.origin != WordOrigin::sobol_reversed) continue;
      EXPECT_LT(draw.origin_index, 5u);
      keys.insert(draw.key);
    }
  }
  EXPECT_EQ(5u, keys.size());
  std::size_t in_control = 0;
  for (const WideDraw& draw : problem.control.wide) {
    const bool follows =
        draw.origin == WordOrigin::sobol || draw.origin == WordOrigin::sobol_reversed;
    EXPECT_EQ(keys.contains(draw.key), follows);
    in_control += follows ? 1 : 0;
  }
  EXPECT_GT(in_control, 0u);
}

// Means of the scores agree with those of independent iterations (z = 4, 40 blocks against 40,960
// iterations), control included.
TEST(UseSobol, LeavesDistributionsAsTheyAre) {
  for (const std::uint64_t seed : {11u, 12u}) {
    Problem plain = skewed(seed).compile(with_moments());
    add_control(plain, FirstOrder(plain, {}));
    Problem sobol = skewed(seed).compile(with_moments(true));
    const FirstOrder analysis(sobol, {});
    add_control(sobol, analysis);
    use_sobol(sobol, analysis, 32);
    const Sample a = run(plain, 40 * block), b = run(sobol, 40 * block);
    const std::size_t num_outputs = std::size_t{plain.num_demands} * plain.num_categories;
    for (std::size_t output = 0; output < num_outputs; ++output) {
      const Line line_a = regress(a, output, num_outputs), line_b = regress(b, output, num_outputs);
      const double sd = line_a.sd_l / std::sqrt(line_a.r2) * std::abs(line_a.beta);
      const double se = sd / std::sqrt(40.0 * block);
      EXPECT_NEAR(line_a.mean_h, line_b.mean_h, 4.0 * 1.2 * se)
          << "seed " << seed << ", output " << output;
      EXPECT_GT(std::abs(line_a.mean_h + 0.05 * sd - line_b.mean_h), 4.0 * 1.2 * se) << "the twin";
      // The control sees the very draws that the scores are made of, and its mean is far better
      // than a random one's.
      EXPECT_GT(line_b.r2, 0.8);
      EXPECT_LT(std::abs(line_b.mean_l), 0.5 * line_b.sd_l / std::sqrt(40.0 * block));
    }
  }
}

TEST(UseSobol, IterationsDoNotDependOnTheLengthOfTheRun) {
  Problem problem = skewed(12).compile(with_moments(true));
  const FirstOrder analysis(problem, {});
  use_sobol(problem, analysis, 16);
  const Sample longer = run(problem, 3 * block), shorter = run(problem, 1500);
  EXPECT_TRUE(std::equal(shorter.scores.begin(), shorter.scores.end(), longer.scores.begin()));
}

TEST(UseSobol, GivesTheSameBitsOnEveryInstructionSet) {
  Problem problem = skewed(12).compile(with_moments(true));
  const FirstOrder analysis(problem, {});
  add_control(problem, analysis);
  use_sobol(problem, analysis, 16);
  const Sample serial = run(problem, 1500, "serial");
  for (const char* lanes : {"baseline", "avx2", "avx512"}) {
    if (!testing::cpu_runs(lanes)) continue;
    const Sample packs = run(problem, 1500, "cpu", lanes);
    EXPECT_TRUE(testing::same_bits(serial.scores, packs.scores)) << lanes;
    EXPECT_TRUE(testing::same_bits(serial.controls, packs.controls)) << lanes;
  }
}

// Frozen numbers are no longer drawn, the mean stays (z = 4, n = 40,960), and the variance falls by
// no more than was said.
TEST(FrozenExchanges, LeaveTheMeanAndMostOfTheVariance) {
  const testing::RandomModel model = skewed(12);
  const Problem all = model.compile(with_moments());
  const FirstOrder analysis(all, {});
  const FirstOrder::Negligible negligible = analysis.negligible(1e-3);
  ASSERT_GT(negligible.count, 0u);
  const FrozenExchanges frozen =
      frozen_exchanges(analysis, negligible, model.model().exchanges.size());
  CompileOptions options = with_moments();
  options.frozen = &frozen;
  const Problem fewer = model.compile(options);
  EXPECT_EQ(all.num_drawn() - negligible.count, fewer.num_drawn());
  const Sample a = run(all, 40 * block), b = run(fewer, 40 * block);
  const std::size_t num_outputs = std::size_t{all.num_demands} * all.num_categories;
  const FirstOrder rest(fewer, {});
  for (std::size_t output = 0; output < num_outputs; ++output) {
    double mean_a = 0.0, mean_b = 0.0, square_a = 0.0;
    for (std::size_t i = 0; i < 40 * block; ++i) {
      mean_a += a.scores[i * num_outputs + output] / (40.0 * block);
      mean_b += b.scores[i * num_outputs + output] / (40.0 * block);
      square_a += std::pow(a.scores[i * num_outputs + output], 2) / (40.0 * block);
    }
    const double sd = std::sqrt(square_a - mean_a * mean_a),
                 se = sd * std::sqrt(2.0 / (40.0 * block));
    EXPECT_NEAR(mean_a, mean_b, 4.0 * se);
    EXPECT_GE(rest.outputs()[output].variance,
              0.999 * analysis.outputs()[output].variance - 1e-9 * sd * sd);
    EXPECT_LE(rest.outputs()[output].variance, analysis.outputs()[output].variance * (1.0 + 1e-6));
  }
}

}  // namespace
}  // namespace plume::first_order_designs_test
