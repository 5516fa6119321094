// SPDX-License-Identifier: Apache-2.0
// Bits of the cuda system against the serial one over what the tests of the engine leave out: every
// precision with one, three and six demands, with and without adjoints, with control variates, in
// strata, with large feedback, and dense.
#include <gtest/gtest.h>

#include <string>

#include "host/analysis/first_order_designs.hpp"
#include "tests/cuda_on_cpu/support.hpp"

namespace cuda_on_cpu {
namespace {

using plume::testing::make_serial;
using plume::testing::same_bits;

class Problems : public ::testing::TestWithParam<int> {};

void expect_same(const Problem& problem, LaneTypes types, std::uint64_t first, std::uint64_t count,
                 const std::string& what) {
  const ProblemView view = problem.view();
  const Outcomes serial = run_range(*make_serial(view, types), view, first, count);
  const Outcomes cuda = run_range(*few_lanes(view, types), view, first, count);
  EXPECT_TRUE(same_bits(serial.scores, cuda.scores)) << what;
  EXPECT_EQ(serial.outcome, cuda.outcome) << what;
}

TEST_P(Problems, OfEverySortHaveTheBitsOfTheSerialSystem) {
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    plume::CompileOptions options = options_for(GetParam(), seed);
    options.latin_hypercube = seed % 2 == 1;
    options.adjoint = seed / 3 % 2 == 0 ? plume::AdjointUse::always : plume::AdjointUse::never;
    const auto model = plume::testing::random_model(
        300 + seed, {.num_processes = 20 + static_cast<std::uint32_t>(seed % 3) * 20,
                     .num_categories = 5,
                     .num_demands = seed % 3 == 0   ? 6u
                                    : seed % 3 == 1 ? 1u
                                                    : 3u,
                     .feedback = seed % 4 == 3 ? 0.96 : 0.6,
                     .sigma = seed % 5 == 4 ? 0.5 : 0.2,
                     .normalised = seed % 2 == 0,
                     .weighted = seed % 4 == 0,
                     .every_kind = seed % 3 != 1});
    expect_same(model.compile(options), precision(GetParam()), seed * 1001, 70,
                "seed " + std::to_string(seed));
  }
}

TEST_P(Problems, ThatAreDenseHaveTheBitsOfTheSerialSystem) {
  plume::testing::Draft draft;
  constexpr int n = 36;
  for (int j = 0; j < n; ++j) {
    const std::string process = "a" + std::to_string(j);
    draft.technosphere("p" + std::to_string(j), process, 1.0);
    draft.biosphere("f", process, 1.0 + j, plume::testing::lognormal(1.0 + j, 0.2));
    for (int i = 0; i < n; ++i) {
      const double amount = -0.4 / n * (1.0 + (i * j) % 3);
      if (i != j && (i + j) % 7 != 0)
        draft.technosphere("p" + std::to_string(i), process, amount,
                           plume::testing::lognormal(amount, 0.3));
    }
  }
  draft.characterisation("f", "c", 1.0);
  for (const int demands : {1, 5}) {
    std::vector<plume::DemandVector> wanted;
    for (int d = 0; d < demands; ++d)
      wanted.push_back(draft.demand("p" + std::to_string(d * 3), 1.0));
    for (const auto adjoint : {plume::AdjointUse::always, plume::AdjointUse::never}) {
      plume::CompileOptions options = options_for(GetParam(), 5);
      options.adjoint = adjoint;
      const Problem problem = draft.compile(wanted, options);
      EXPECT_TRUE(problem.dense);
      expect_same(problem, precision(GetParam()), 5, 40, std::to_string(demands) + " demands");
    }
  }
}

TEST_P(Problems, WithControlVariatesAndSobolPointsHaveTheBitsOfTheSerialSystem) {
  plume::CompileOptions options = options_for(GetParam(), 9);
  options.moments = true;
  Problem problem = plume::testing::random_model(9, {.num_demands = 2}).compile(options);
  const plume::FirstOrder analysis(problem, {plume::FirstOrderOptions::Around::means, 1.0});
  plume::add_control(problem, analysis);
  plume::use_sobol(problem, analysis, 16);
  const ProblemView view = problem.view();
  ASSERT_GT(view.num_control, 0u);
  constexpr std::uint64_t count = 300;
  const auto controls = [&](BatchRunner& runner, bool scores_too) {
    const std::size_t outputs = std::size_t{view.num_demands} * view.num_categories;
    std::vector<double> scores(count * outputs), control(count * outputs, -1.0);
    std::vector<plume::LaneOutcome> outcome(count);
    runner.run({.first = 11,
                .count = count,
                .scores = scores_too ? scores.data() : nullptr,
                .outcome = outcome.data(),
                .control = control.data()});
    control.insert(control.end(), scores.begin(), scores.end());
    return control;
  };
  const auto serial = make_serial(view, precision(GetParam()));
  const auto cuda = few_lanes(view, precision(GetParam()));
  for (const bool scores_too : {true, false})
    EXPECT_TRUE(same_bits(controls(*serial, scores_too), controls(*cuda, scores_too)));
}

INSTANTIATE_TEST_SUITE_P(Precisions, Problems, ::testing::Values(0, 1, 2));

}  // namespace
}  // namespace cuda_on_cpu
