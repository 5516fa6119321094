// SPDX-License-Identifier: Apache-2.0
// The bit contract for amounts that follow drawn parameters: every operation there is, in all three
// matrices, beside draws of their own or alone.
#include <gtest/gtest.h>

#include "tests/support/bits.hpp"
#include "tests/support/formula_model.hpp"
#include "tests/support/systems.hpp"

namespace plume::formula_bits_test {
namespace {

using testing::make_serial;
using testing::make_tested;
using testing::Outcomes;
using testing::run_range;
using testing::same_bits;
using testing::TestedSystem;

class FormulaBits : public ::testing::TestWithParam<TestedSystem> {};

TEST_P(FormulaBits, AreTheSameOnEverySystem) {
  PLUME_SKIP_WITHOUT(GetParam());
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    CompileOptions options;
    options.seed = seed;
    options.latin_hypercube = seed % 2 == 1;
    options.fp32_values = seed % 3 != 2;
    options.fp32_unknowns = seed % 3 == 1;
    options.tolerance = options.fp32_unknowns ? 1e-5 : 1e-7;
    const Problem problem = testing::model_of_formulas(seed).compile(options);
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
    ASSERT_TRUE(same_bits(piece.scores, std::vector<double>(serial.scores.begin() + 37 * outputs,
                                                            serial.scores.begin() + 87 * outputs)));
  }
}

INSTANTIATE_TEST_SUITE_P(Systems, FormulaBits, ::testing::ValuesIn(testing::other_systems()),
                         testing::name_of_system);

}  // namespace
}  // namespace plume::formula_bits_test
