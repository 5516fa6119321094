// SPDX-License-Identifier: Apache-2.0
// The bit contract for amounts that follow drawn parameters: every operation there is, in all three matrices, beside draws of their own or alone.
#include <gtest/gtest.h>

#include <random>

#include "host/model/settle_formulas.hpp"
#include "tests/support/bits.hpp"
#include "tests/support/random_model.hpp"
#include "tests/support/systems.hpp"

namespace plume {
namespace {

using testing::make_serial;
using testing::make_tested;
using testing::Outcomes;
using testing::random_model;
using testing::RandomModel;
using testing::run_range;
using testing::same_bits;
using testing::TestedSystem;

/// Numbers near 1 made of x, y (both near 1) in ways that use every function.
constexpr const char* formulas[] = {"1 + 0.1 * sin(x) * cos(y)",
                                    "exp(0.2 * (x - y))",
                                    "if(x < y; x; 1.1 * y)",
                                    "sqrt(x * y)",
                                    "x^1.7 / y^2",
                                    "1 + 0.1 * ln(x)",
                                    "max(x; y; 0.9)",
                                    "min(x; 1.2)",
                                    "1 + 0.2 * tanh(x - y)",
                                    "abs(x)",
                                    "1 + 0.1 * (atan(x) - 0.7)",
                                    "round(10 * x) / 10",
                                    "1 + frac(x) / 10",
                                    "avg(x; y; 1)",
                                    "1 + 0.1 * log10(x*y)",
                                    "x / (1 + (y - 1)^2)",
                                    "1 + 0.1*(x > y) * (y > 0.5)",
                                    "cosh(x - y)",
                                    "1 + 0.1 * sinh(x - y)",
                                    "1 + 0.05 * (x * 7 mod 2)"};

RandomModel model_of_formulas(std::uint64_t seed) {
  RandomModel m = random_model(seed, {.num_processes = 20, .sigma = 0.15, .uncertain = 0.7, .arrays = 0.05});
  Model& model = m.draft.model();
  m.draft.parameter("x", 1.0, testing::lognormal(1.0, 0.1)).parameter("y", 1.0, testing::uniform(0.8, 1.2));
  std::mt19937_64 random(seed);
  for (std::size_t i = 0; i + 2 < model.exchanges.size(); ++i) {
    if (model.exchanges[i].array != no_index || random() % 3 != 0) continue;
    std::swap(model.exchanges[i], model.exchanges.back());
    m.draft.by(std::to_string(std::abs(model.exchanges.back().amount)) + " * (" +
               formulas[random() % std::size(formulas)] + ")" + (model.exchanges.back().amount < 0 ? " * (0-1)" : ""));
    std::swap(model.exchanges[i], model.exchanges.back());
  }
  return m;
}

class FormulaBits : public ::testing::TestWithParam<TestedSystem> {};

TEST_P(FormulaBits, AreTheSameOnEverySystem) {
  PLUME_SKIP_WITHOUT(GetParam());
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    RandomModel m = model_of_formulas(seed);
    Findings findings;
    settle_formulas(m.draft.model(), true, findings);
    CompileOptions options;
    options.seed = seed;
    options.latin_hypercube = seed % 2 == 1;
    options.fp32_values = seed % 3 != 2;
    const Problem problem = m.compile(options);
    const ProblemView view = problem.view();
    ASSERT_EQ(view.formulas.num_parameters, 2u);
    ASSERT_GT(view.formulas.part_begin[4], 20u);
    const Outcomes serial = run_range(*make_serial(view, problem.lane_types()), view, 1000, 300);
    const auto runner = make_tested(GetParam(), view, problem.lane_types());
    const Outcomes whole = run_range(*runner, view, 1000, 300);
    ASSERT_TRUE(same_bits(serial.scores, whole.scores)) << "model " << seed;
    ASSERT_EQ(serial.outcome, whole.outcome);
    const Outcomes piece = run_range(*runner, view, 1037, 50);
    const auto outputs = static_cast<std::ptrdiff_t>(serial.scores.size() / 300);
    ASSERT_TRUE(same_bits(
        piece.scores, std::vector<double>(serial.scores.begin() + 37 * outputs, serial.scores.begin() + 87 * outputs)));
  }
}

INSTANTIATE_TEST_SUITE_P(Systems, FormulaBits, ::testing::ValuesIn(testing::other_systems()), testing::name_of_system);

}  // namespace
}  // namespace plume
