// SPDX-License-Identifier: Apache-2.0
// The bit contract for draws that depend on each other: shared draws, Gaussian and t copulas,
// compositions, switches, all in one model.
#include <gtest/gtest.h>

#include <random>

#include "host/matrix/correlation.hpp"
#include "tests/support/bits.hpp"
#include "tests/support/random_model.hpp"
#include "tests/support/systems.hpp"

namespace plume::dependence_bits_test {
namespace {

using testing::make_serial;
using testing::make_tested;
using testing::Outcomes;
using testing::random_model;
using testing::RandomModel;
using testing::run_range;
using testing::same_bits;
using testing::TestedSystem;

/// A random model in which every kind of dependence ties a good part of the numbers.
RandomModel tied_model(std::uint64_t seed) {
  RandomModel m =
      random_model(seed, {.num_processes = 20, .sigma = 0.15, .uncertain = 0.9, .arrays = 0.05});
  Model& model = m.draft.model();
  std::mt19937_64 random(seed);
  std::vector<std::uint32_t> drawn;
  for (std::uint32_t i = 0; i < model.exchanges.size(); ++i) {
    const Exchange& e = model.exchanges[i];
    if (e.uncertainty == no_index) continue;
    drawn.push_back(i);
    if (random() % 3 == 0) model.dependence.share(i, group_key("g", std::to_string(random() % 4)));
  }
  const SquareMatrix matrix{3, {1, 0.6, 0.3, 0.6, 1, -0.2, 0.3, -0.2, 1}};
  model.dependence.copulas.push_back(
      {"gaussian",
       {group_key("g", "0"), group_key("g", "1"), model.exchanges[drawn[5]].key},
       cholesky(matrix),
       0.0,
       0});
  model.dependence.copulas.push_back(
      {"t",
       {group_key("g", "2"), model.exchanges[drawn[9]].key, model.exchanges[drawn[11]].key},
       cholesky(matrix),
       3.5,
       4711});
  model.dependence.switches.push_back({"s", {"x", "y", "z"}, {0.2, 0.3, 0.5}, 4712});
  Composition of_emissions{"e", 0.0, {}}, of_inputs{"i", 0.0, {}};
  for (std::uint32_t i = 0; i < model.exchanges.size(); ++i) {
    Exchange& e = model.exchanges[i];
    Composition* composition = nullptr;
    if (e.matrix == Matrix::biosphere && e.column < 6 && e.amount > 0.0 && e.array == no_index)
      composition = &of_emissions;
    if (e.matrix == Matrix::technosphere && e.column < 6 && e.static_value() < 0.0 &&
        e.amount > 0.0 && e.array == no_index)
      composition = &of_inputs;
    if (composition != nullptr) {
      composition->members.push_back({i, composition->members.size() == 1});
      composition->total += e.amount;
    } else if (e.array == no_index && random() % 9 == 0) {
      PresampledArray array;
      array.num_rows = 1;
      array.num_columns = 3;
      array.order = ColumnOrder::weighted;
      array.switch_index = 0;
      array.multiplies = random() % 2 == 0;
      const double unit = array.multiplies ? 1.0 : e.amount;
      array.values = {std::numeric_limits<double>::quiet_NaN(), 0.9 * unit, 1.1 * unit};
      e.array = static_cast<std::uint32_t>(model.arrays.size());
      model.arrays.push_back(array);
    }
  }
  for (Composition* composition : {&of_emissions, &of_inputs}) {
    EXPECT_GE(composition->members.size(), 3u);
    model.dependence.compositions.push_back(*composition);
  }
  return m;
}

CompileOptions options_of(std::uint64_t seed) {
  CompileOptions options;
  options.seed = seed;
  options.latin_hypercube = seed % 2 == 1;
  options.fp32_values = seed % 3 != 2;
  return options;
}
ValueType values_of(const Problem& problem) {
  return problem.fp32_values ? ValueType::fp32 : ValueType::fp64;
}

class DependenceBits : public ::testing::TestWithParam<TestedSystem> {};

TEST_P(DependenceBits, AsTheSerialSystemHoweverCut) {
  PLUME_SKIP_WITHOUT(GetParam());
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const Problem problem = tied_model(seed).compile(options_of(seed));
    const ProblemView view = problem.view();
    ASSERT_GT(view.copula_row.size(), 5u);
    ASSERT_GT(view.technosphere.num_share + view.biosphere_slots.num_share, 0u);
    const Outcomes serial = run_range(*make_serial(view, values_of(problem)), view, 1000, 300);
    const auto runner = make_tested(GetParam(), view, values_of(problem));
    const Outcomes whole = run_range(*runner, view, 1000, 300);
    ASSERT_TRUE(same_bits(serial.scores, whole.scores)) << "model " << seed;
    ASSERT_EQ(serial.outcome, whole.outcome);
    Outcomes pieces;
    std::mt19937_64 random(seed);
    for (std::uint64_t first = 1000; first < 1300;) {
      const std::uint64_t count = std::min<std::uint64_t>(1300 - first, 1 + random() % 40);
      const Outcomes piece = run_range(*runner, view, first, count);
      pieces.scores.insert(pieces.scores.end(), piece.scores.begin(), piece.scores.end());
      first += count;
    }
    ASSERT_TRUE(same_bits(serial.scores, pieces.scores)) << "model " << seed;
  }
}

TEST(DependenceOfDraws, TiesChangeTheScores) {
  RandomModel tied = tied_model(1),
              loose = random_model(
                  1, {.num_processes = 20, .sigma = 0.15, .uncertain = 0.9, .arrays = 0.05});
  const Problem a = tied.compile(options_of(1)), b = loose.compile(options_of(1));
  EXPECT_FALSE(
      same_bits(run_range(*make_serial(a.view(), ValueType::fp32), a.view(), 0, 10).scores,
                run_range(*make_serial(b.view(), ValueType::fp32), b.view(), 0, 10).scores));
}

INSTANTIATE_TEST_SUITE_P(Systems, DependenceBits, ::testing::ValuesIn(testing::other_systems()),
                         testing::name_of_system);

}  // namespace
}  // namespace plume::dependence_bits_test
