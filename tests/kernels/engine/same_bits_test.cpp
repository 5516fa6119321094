// SPDX-License-Identifier: Apache-2.0
// The bit contract: scores are a function of the problem and the iteration. Not of the system, the
// instruction set, the threads, how the iterations are cut into batches, or what else runs in the
// same pack.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "tests/support/bits.hpp"
#include "tests/support/random_model.hpp"
#include "tests/support/systems.hpp"

namespace plume::same_bits_test {
namespace {

using testing::Draft;
using testing::make_serial;
using testing::make_tested;
using testing::Outcomes;
using testing::random_model;
using testing::RandomModelOptions;
using testing::run_range;
using testing::same_bits;
using testing::TestedSystem;

class SameBits : public ::testing::TestWithParam<TestedSystem> {};

/// Models of every sort, by number.
RandomModelOptions sort_of(std::uint64_t seed) {
  return {.num_processes = 12 + static_cast<std::uint32_t>(seed % 4) * 14,
          .num_demands = 1 + static_cast<std::uint32_t>(seed % 3),
          .feedback = seed % 5 == 0 ? 0.93 : 0.5,
          .sigma = seed % 3 == 0 ? 0.4 : 0.15,
          .normalised = seed % 2 == 0,
          .weighted = seed % 4 == 1,
          .every_kind = seed % 2 == 1};
}

CompileOptions options_of(std::uint64_t seed) {
  CompileOptions options;
  options.seed = 1000 + seed;
  options.latin_hypercube = seed % 3 == 2;
  options.fp32_values = seed % 4 != 3;
  return options;
}

ValueType values_of(const Problem& problem) {
  return problem.fp32_values ? ValueType::fp32 : ValueType::fp64;
}

TEST_P(SameBits, AsTheSerialSystem) {
  PLUME_SKIP_WITHOUT(GetParam());
  std::size_t not_ok = 0;
  for (std::uint64_t seed = 0; seed < 24; ++seed) {
    const Problem problem = random_model(seed, sort_of(seed)).compile(options_of(seed));
    const ProblemView view = problem.view();
    const Outcomes serial = run_range(*make_serial(view, values_of(problem)), view, 0, 200);
    const Outcomes other =
        run_range(*make_tested(GetParam(), view, values_of(problem)), view, 0, 200);
    ASSERT_TRUE(same_bits(serial.scores, other.scores)) << "model " << seed;
    ASSERT_EQ(serial.outcome, other.outcome) << "model " << seed;
    for (const LaneOutcome outcome : serial.outcome) not_ok += outcome == LaneOutcome::ok ? 0 : 1;
  }
  EXPECT_GT(not_ok, 0u) << "all models too tame";
}

TEST_P(SameBits, WhereEveryScoreIsProved) {
  PLUME_SKIP_WITHOUT(GetParam());
  std::size_t proved = 0;
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    CompileOptions options = options_of(seed);
    options.certified_entries = 0;
    options.prove_all = true;
    const Problem problem = random_model(seed, sort_of(seed)).compile(options);
    proved += problem.proof.used ? 1 : 0;
    const ProblemView view = problem.view();
    const Outcomes serial = run_range(*make_serial(view, values_of(problem)), view, 0, 100);
    const Outcomes other =
        run_range(*make_tested(GetParam(), view, values_of(problem)), view, 0, 100);
    ASSERT_TRUE(same_bits(serial.scores, other.scores)) << "model " << seed;
    ASSERT_EQ(serial.outcome, other.outcome) << "model " << seed;
  }
  EXPECT_GE(proved, 8u);
}

TEST_P(SameBits, InFp32UnknownsToo) {
  PLUME_SKIP_WITHOUT(GetParam());
  constexpr LaneTypes fast(ValueType::fp32, ValueType::fp32);
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    CompileOptions options = options_of(seed);
    options.fp32_values = true;
    options.tolerance = 1e-5;
    const Problem problem = random_model(seed, sort_of(seed)).compile(options);
    const ProblemView view = problem.view();
    const Outcomes serial = run_range(*make_serial(view, fast), view, 0, 100);
    const Outcomes other = run_range(*make_tested(GetParam(), view, fast), view, 0, 100);
    ASSERT_TRUE(same_bits(serial.scores, other.scores)) << "model " << seed;
    ASSERT_EQ(serial.outcome, other.outcome) << "model " << seed;
  }
}

TEST_P(SameBits, ByAdjointAndWithManyRightHandSides) {
  PLUME_SKIP_WITHOUT(GetParam());
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    RandomModelOptions sort = sort_of(seed);
    sort.num_demands = 6;
    sort.num_categories = 5;
    CompileOptions options = options_of(seed);
    options.adjoint = seed % 2 == 0 ? AdjointUse::always : AdjointUse::never;
    const Problem problem = random_model(seed, sort).compile(options);
    ASSERT_EQ(seed % 2 == 0, problem.by_adjoint);
    const ProblemView view = problem.view();
    // The serial system takes four right-hand sides at once as the others do; one at a time gives
    // the same.
    const Outcomes serial = run_range(*make_serial(view, values_of(problem)), view, 0, 100);
    const Outcomes other =
        run_range(*make_tested(GetParam(), view, values_of(problem)), view, 0, 100);
    ASSERT_TRUE(same_bits(serial.scores, other.scores)) << "model " << seed;
    ASSERT_EQ(serial.outcome, other.outcome) << "model " << seed;
  }
}

TEST_P(SameBits, InDenseSystems) {
  PLUME_SKIP_WITHOUT(GetParam());
  Draft draft;
  constexpr int n = 36;
  for (int j = 0; j < n; ++j) {
    const std::string process = "a" + std::to_string(j);
    draft.technosphere("p" + std::to_string(j), process, 1.0);
    draft.biosphere("f", process, 1.0 + j, testing::lognormal(1.0 + j, 0.2));
    for (int i = 0; i < n; ++i) {
      const double amount = -0.4 / n * (1.0 + (i * j) % 3);
      if (i != j && (i + j) % 7 != 0)
        draft.technosphere("p" + std::to_string(i), process, amount,
                           testing::lognormal(amount, 0.3));
    }
  }
  draft.characterisation("f", "c", 1.0);
  const Problem problem = draft.compile({draft.demand("p3", 1.0)});
  ASSERT_TRUE(problem.dense);
  const ProblemView view = problem.view();
  const Outcomes serial = run_range(*make_serial(view, ValueType::fp32), view, 0, 60);
  ASSERT_TRUE(
      same_bits(serial.scores,
                run_range(*make_tested(GetParam(), view, ValueType::fp32), view, 0, 60).scores));
}

// cuda_runner_test.cpp has the same where lanes are few.
TEST_P(SameBits, InMomentsOfBlocks) {
  PLUME_SKIP_WITHOUT(GetParam());
  const Problem problem = random_model(4, sort_of(4)).compile(options_of(4));
  const ProblemView view = problem.view();
  const auto serial = make_serial(view, values_of(problem));
  const auto runner = make_tested(GetParam(), view, values_of(problem));
  for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{3072}}) {
    const auto expected = testing::moments_of_range(*serial, view, first, 4000);
    ASSERT_FALSE(expected.empty());
    EXPECT_EQ(expected, testing::moments_of_range(*runner, view, first, 4000));
  }
  EXPECT_EQ(2u * 3 * view.num_demands * view.num_categories,
            testing::moments_of_range(*runner, view, 1, 3100).size());
}

TEST_P(SameBits, HoweverIterationsAreCutIntoBatches) {
  PLUME_SKIP_WITHOUT(GetParam());
  for (const std::uint64_t seed : {1u, 2u, 5u}) {
    const Problem problem = random_model(seed, sort_of(seed)).compile(options_of(seed));
    const ProblemView view = problem.view();
    const auto runner = make_tested(GetParam(), view, values_of(problem));
    constexpr std::uint64_t begin = 1000, end = 1400;
    const Outcomes whole = run_range(*runner, view, begin, end - begin);
    std::mt19937_64 random(seed);
    for (int trial = 0; trial < 10; ++trial) {
      Outcomes pieces;
      for (std::uint64_t first = begin; first < end;) {
        const std::uint64_t count =
            std::min<std::uint64_t>(end - first, 1 + random() % (trial < 5 ? 7 : 90));
        const Outcomes piece = run_range(*runner, view, first, count);
        pieces.scores.insert(pieces.scores.end(), piece.scores.begin(), piece.scores.end());
        pieces.outcome.insert(pieces.outcome.end(), piece.outcome.begin(), piece.outcome.end());
        first += count;
      }
      ASSERT_TRUE(same_bits(whole.scores, pieces.scores)) << "model " << seed;
      ASSERT_EQ(whole.outcome, pieces.outcome);
    }
  }
}

TEST_P(SameBits, FarOutAndBackwards) {
  PLUME_SKIP_WITHOUT(GetParam());
  const Problem problem = random_model(4, sort_of(4)).compile(options_of(4));
  const ProblemView view = problem.view();
  const auto runner = make_tested(GetParam(), view, values_of(problem));
  const auto serial = make_serial(view, values_of(problem));
  for (const std::uint64_t first :
       {std::uint64_t{(1ull << 33) + 5}, std::uint64_t{(1ull << 32) - 9}, std::uint64_t{77},
        std::uint64_t{0}}) {
    const Outcomes expected = run_range(*serial, view, first, 20);
    ASSERT_TRUE(same_bits(expected.scores, run_range(*runner, view, first, 20).scores))
        << "from " << first;
  }
}

TEST_P(SameBits, AnEmptyBatchTouchesNothing) {
  PLUME_SKIP_WITHOUT(GetParam());
  const Problem problem = random_model(1).compile();
  const auto runner = make_tested(GetParam(), problem.view(), ValueType::fp32);
  double score = 7.0;
  LaneOutcome outcome = LaneOutcome::infeasible;
  BatchOutput batch;
  batch.first = 3;
  batch.scores = &score;
  batch.outcome = &outcome;
  runner->run(batch);
  EXPECT_EQ(7.0, score);
  EXPECT_EQ(LaneOutcome::infeasible, outcome);
}

TEST_P(SameBits, NeighboursThatDivergeChangeNothing) {
  PLUME_SKIP_WITHOUT(GetParam());
  // One iteration in 16 has feedback far above 1, or a number that is not finite: its neighbours
  // are as in a model without it.
  for (const double bad : {40.0, 1e30, std::numeric_limits<double>::infinity()}) {
    const auto loop = [&](double at_five) {
      Draft draft;
      draft.technosphere("p", "a", 1.0).technosphere("q", "b", 1.0).technosphere("r", "c", 1.0);
      draft.technosphere("q", "a", -0.6, testing::lognormal(-0.6, 0.3))
          .technosphere("r", "b", -0.7, testing::lognormal(-0.7, 0.3));
      draft.technosphere("p", "c", 0.5).times(-1, 1.0);
      std::vector<double> columns(16, std::numeric_limits<double>::quiet_NaN());
      columns[5] = at_five;
      draft.columns(columns);
      draft.biosphere("co2", "a", 1.0)
          .biosphere("co2", "c", 2.0)
          .characterisation("co2", "gwp", 1.0);
      return draft.compile({draft.demand("p", 1.0)});
    };
    const Problem tame = loop(0.5), wild = loop(bad);
    const Outcomes expected =
        run_range(*make_tested(GetParam(), tame.view(), ValueType::fp32), tame.view(), 0, 64);
    const Outcomes got =
        run_range(*make_tested(GetParam(), wild.view(), ValueType::fp32), wild.view(), 0, 64);
    for (std::size_t i = 0; i < 64; ++i) {
      if (i % 16 == 5) {
        EXPECT_NE(testing::bits_of(expected.scores[i]), testing::bits_of(got.scores[i]));
      } else {
        ASSERT_EQ(testing::bits_of(expected.scores[i]), testing::bits_of(got.scores[i]))
            << "iteration " << i << " beside " << bad;
        ASSERT_EQ(LaneOutcome::ok, got.outcome[i]);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Systems, SameBits, ::testing::ValuesIn(testing::other_systems()),
                         testing::name_of_system);

TEST(SuppliesAndInventories, AreThoseOfTheSerialSystemToo) {
  const Problem problem = random_model(6, sort_of(6)).compile(options_of(6));
  const ProblemView view = problem.view();
  const auto dump = [&](BatchRunner& runner) {
    std::vector<double> scores(33 * view.num_demands * view.num_categories),
        supply(33 * view.num_demands * view.num_rows);
    std::vector<double> inventory(33 * view.num_demands * view.num_flows);
    std::vector<LaneOutcome> outcome(33);
    std::vector<std::uint32_t> sweeps(33, 0);
    runner.run({.first = 7,
                .count = 33,
                .scores = scores.data(),
                .outcome = outcome.data(),
                .sweeps = sweeps.data(),
                .supply = supply.data(),
                .inventory = inventory.data()});
    for (const std::uint32_t count : sweeps)
      EXPECT_TRUE(count > 0 && count <= view.max_sweeps * view.num_demands * view.num_blocks);
    EXPECT_THAT(supply, ::testing::Contains(::testing::Not(0.0)));
    EXPECT_THAT(inventory, ::testing::Contains(::testing::Not(0.0)));
    supply.insert(supply.end(), inventory.begin(), inventory.end());
    return supply;
  };
  const auto serial = dump(*make_serial(view, values_of(problem)));
  EXPECT_TRUE(same_bits(
      serial, dump(*make_tested({"baseline", "cpu", "baseline", 2}, view, values_of(problem)))));
}

}  // namespace
}  // namespace plume::same_bits_test
