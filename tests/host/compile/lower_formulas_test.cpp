// SPDX-License-Identifier: Apache-2.0
// Amounts that follow parameters, through the compiler and the engine: against the scores that the
// drawn parameters give by hand.
#include <gmock/gmock.h>

#include <cmath>

#include "host/model/settle_formulas.hpp"
#include "kernels/api/realisation.hpp"
#include "tests/support/draft.hpp"
#include "tests/support/findings.hpp"
#include "tests/support/systems.hpp"

namespace plume::lower_formulas_test {
namespace {

using testing::Draft;
using testing::lognormal;
using testing::normal;
using testing::uniform;

constexpr std::uint64_t n = 2048;

/// A car of `mass` kg of steel; the mill's coal and factors follow parameters, too, one of them
/// beside a draw of its own.
///     h = km · mass · (1 + loss) · (coal(loss) · 2 + own) · gwp
struct Car {
  Draft draft;
  Car() {
    draft.parameter("mass", 15.0, lognormal(15.0, 0.1)).parameter("loss", 0.1, uniform(0.05, 0.15));
    draft.parameter("km", 2.0).parameter("gwp", 25.0, normal(25.0, 3.0));
    draft.technosphere("car", "factory", 1.0).technosphere("steel", "mill", 1.0);
    draft.technosphere("steel", "factory", 2.0 * 15.0 * 1.1)
        .by("km * mass * (1 + loss)")
        .times(-1, 1.0);
    draft.technosphere("coal", "mine", 1.0)
        .technosphere("coal", "mill", 0.1 * 0.1)
        .by("loss^2")
        .times(-1, 1.0);
    draft.biosphere("co2", "mine", 2.0);
    draft.biosphere("co2", "mill", 3.0 * 1.1, lognormal(3.0 * 1.1, 0.2))
        .by("3 * (1 + loss)")
        .times(1, 1.0);
    draft.characterisation("co2", "gwp", 25.0).by("gwp");
  }
  [[nodiscard]] Problem compile(CompileOptions options = {}) {
    Findings findings;
    settle_formulas(draft.model(), options.draw_parameters, findings);
    EXPECT_EQ(findings.list().size(), 0u) << findings.to_string();
    return draft.compile({draft.demand("car", 1.0)}, options);
  }
};

TEST(LowerFormulas, StaticScoresAreThoseOfTheAmounts) {
  Car car;
  EXPECT_NEAR(car.compile().static_scores[0], 33.0 * (0.01 * 2.0 + 3.3) * 25.0, 1e-9);
}

TEST(LowerFormulas, EveryScoreIsThatOfItsDrawnParameters) {
  for (const bool fp32 : {true, false}) {
    for (const bool lhs : {false, true}) {
      Car car;
      CompileOptions options;
      options.fp32_values = fp32;
      options.latin_hypercube = lhs;
      const Problem problem = car.compile(options);
      const ProblemView view = problem.view();
      ASSERT_EQ(view.formulas.num_parameters, 3u) << "km is certain";
      const auto runner = testing::make_serial(view, problem.lane_types());
      const testing::Outcomes out = testing::run_range(*runner, view, 0, n);
      double sum = 0.0;
      for (std::uint64_t i = 0; i < n; ++i) {
        const Realisation r = realise(view, problem.lane_types().values, i);
        const auto drawn = [&](std::uint32_t parameter) {
          return r.parameters[problem.formulas.register_of[parameter]];
        };
        const double mass = drawn(0), loss = drawn(1), gwp = drawn(3);
        // The draw of the mill's own carbon dioxide is in its slot, beside the formula: 3.3 · draw
        // · (1 + loss) / 1.1.
        const double own =
            std::ldexp(r.bio_slots[0], -problem.row_exponent[problem.bio_slot[0].row]);
        EXPECT_GT(own, 0.0);
        const double exact = 2.0 * mass * (1.0 + loss) * (loss * loss * 2.0 + own) * gwp;
        ASSERT_NEAR(out.scores[i] / exact, 1.0, fp32 ? 5e-7 : 1e-12) << i;
        sum += own / (3.0 * (1.0 + loss)) - std::exp(0.02);
      }
      EXPECT_NEAR(sum / n, 0.0, 4.0 * 0.21 / std::sqrt(n))
          << "what is left of the own draw has its own distribution";
    }
  }
}

TEST(LowerFormulas, ParametersThatAreNotDrawnKeepTheirValues) {
  Car car;
  CompileOptions options;
  options.draw_parameters = false;
  const Problem problem = car.compile(options);
  EXPECT_EQ(problem.view().formulas.num_parameters, 0u);
  EXPECT_EQ(problem.num_drawn(), 1u) << "the mill's own draw";
}

TEST(LowerFormulas, AMatrixThatIsNotDrawnStandsAsItIs) {
  Car car;
  CompileOptions options;
  options.draw_technosphere = options.draw_biosphere = false;
  const Problem problem = car.compile(options);
  EXPECT_EQ(problem.view().formulas.num_parameters, 1u) << "gwp alone";
}

TEST(LowerFormulas, WhatHasNoValueFailsInItsIterationsAlone) {
  Draft draft;
  draft.parameter("x", 1.0, normal(1.0, 1.0));
  draft.technosphere("p", "a", 1.0);
  draft.biosphere("co2", "a", 1.0).by("sqrt(x)");
  draft.characterisation("co2", "gwp", 1.0);
  Findings findings;
  settle_formulas(draft.model(), true, findings);
  EXPECT_THAT(testing::codes(findings), ::testing::ElementsAre("W0454")) << findings.to_string();
  const Problem problem = draft.compile({draft.demand("p", 1.0)});
  const ProblemView view = problem.view();
  const auto runner = testing::make_serial(view, problem.lane_types());
  const testing::Outcomes out = testing::run_range(*runner, view, 0, n);
  std::uint64_t failed = 0;
  for (std::uint64_t i = 0; i < n; ++i) {
    const double x = realise(view, problem.lane_types().values, i).parameters[0];
    EXPECT_EQ(out.outcome[i] == LaneOutcome::unsolved, x < 0.0) << x;
    failed += x < 0.0 ? 1 : 0;
    if (x >= 0.0) {
      EXPECT_NEAR(out.scores[i], std::sqrt(x), 1e-6);
    }
  }
  EXPECT_NEAR(static_cast<double>(failed) / n, 0.1587, 0.03);
}

}  // namespace
}  // namespace plume::lower_formulas_test
