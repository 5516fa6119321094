// SPDX-License-Identifier: Apache-2.0
#include "kernels/api/realisation.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "kernels/random/philox.hpp"
#include "tests/support/draft.hpp"
#include "tests/support/exact_draw.hpp"
#include "tests/support/random_model.hpp"

namespace plume::realisation_test {
namespace {

using testing::Draft;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// One process whose every number is uncertain in another way.
Draft one_process() {
  Draft draft;
  draft.technosphere("p", "a", 1.0, testing::lognormal(1.0, 0.1));
  draft.biosphere("f", "a", 1.0, testing::normal(1.0, 0.1))
      .biosphere("f", "a", 1.0, testing::uniform(0.5, 1.5))
      .biosphere("f", "a", 0.5);
  draft.columns({4.0, nan});
  draft.characterisation("f", "c", 3.0, testing::triangular(2.0, 3.0, 5.0));
  return draft;
}

TEST(Realise, GivesEveryNumberItsDraw) {
  Draft draft = one_process();
  CompileOptions options;
  options.seed = 9;
  const Problem problem = draft.compile({draft.demand("p", 1.0)}, options);
  const auto& e = draft.model().exchanges;
  for (std::uint64_t iteration = 0; iteration < 50; ++iteration) {
    const Realisation r = realise(problem.view(), ValueType::fp32, iteration);
    const auto exact = [&](std::size_t i) {
      return testing::value_exactly(draft.model(), e[i], 9, iteration);
    };
    ASSERT_EQ(1u, r.slots.size());
    ASSERT_EQ(2u, r.biosphere.size());
    ASSERT_EQ(1u, r.bio_slots.size());
    ASSERT_EQ(1u, r.factors.size());
    EXPECT_NEAR(exact(0), r.slots[0], 1e-6);
    EXPECT_NEAR(exact(1), r.biosphere[0], 1e-6) << "plain draws come before wide ones";
    EXPECT_NEAR(exact(2), r.biosphere[1], 1e-7);
    EXPECT_EQ(iteration % 2 == 0 ? 4.0 : 0.5, r.bio_slots[0]) << "NaN leaves the static amount";
    EXPECT_NEAR(exact(4), r.factors[0], 1e-6);
  }
}

TEST(Realise, RoundsToTheTypeOfValues) {
  Draft draft = one_process();
  CompileOptions options;
  const Problem single = draft.compile({draft.demand("p", 1.0)}, options);
  options.fp32_values = false;
  const Problem full = draft.compile({draft.demand("p", 1.0)}, options);
  bool differs = false;
  for (std::uint64_t iteration = 0; iteration < 10; ++iteration) {
    const Realisation f32 = realise(single.view(), ValueType::fp32, iteration),
                      f64 = realise(full.view(), ValueType::fp64, iteration);
    for (const double value : {f32.slots[0], f32.biosphere[0], f32.biosphere[1], f32.factors[0]}) {
      EXPECT_EQ(value, static_cast<double>(static_cast<float>(value)));
    }
    differs = differs || f64.factors[0] != static_cast<double>(static_cast<float>(f64.factors[0]));
    EXPECT_NEAR(f64.slots[0], f32.slots[0], 2e-6);
  }
  EXPECT_TRUE(differs);
}

TEST(Realise, IsAFunctionOfTheIteration) {
  const Problem problem = testing::random_model(2).compile();
  const Realisation once = realise(problem.view(), ValueType::fp32, 5),
                    other = realise(problem.view(), ValueType::fp32, 6);
  const Realisation again = realise(problem.view(), ValueType::fp32, 5);
  EXPECT_EQ(once.slots, again.slots);
  EXPECT_EQ(once.biosphere, again.biosphere);
  EXPECT_NE(once.slots, other.slots);
  EXPECT_NE(once.biosphere, other.biosphere);
}

TEST(Realise, StratifiesUnderLatinHypercube) {
  Draft draft;
  draft.technosphere("p", "a", 1.0)
      .biosphere("f", "a", 1.0, testing::uniform(0.0, 1024.0))
      .characterisation("f", "c", 1.0);
  CompileOptions options;
  options.latin_hypercube = true;
  const Problem problem = draft.compile({draft.demand("p", 1.0)}, options);
  std::vector<int> visits(1024, 0);
  for (std::uint64_t i = 2048; i < 3072; ++i) {
    ++visits.at(static_cast<std::size_t>(realise(problem.view(), ValueType::fp32, i).biosphere[0]));
  }
  for (const int count : visits) EXPECT_EQ(1, count);
}

TEST(OptionOf, CountsTheThresholdsAtOrBelowTheWord) {
  ProblemView view;
  view.seed = 12;
  const std::vector<double> thresholds{0x1p30, 0x1.8p31};
  for (std::uint64_t i = 0; i < 1000; ++i) {
    const double word = word_of(12, 345, i, Stream::array_column);
    const std::uint32_t expected = word < 0x1p30 ? 0 : word < 0x1.8p31 ? 1 : 2;
    ASSERT_EQ(expected, option_of(view, 345, thresholds, i));
  }
  EXPECT_EQ(0u, option_of(view, 345, {}, 0)) << "one option";
}

}  // namespace
}  // namespace plume::realisation_test
