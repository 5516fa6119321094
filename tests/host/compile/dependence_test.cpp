// SPDX-License-Identifier: Apache-2.0
// Dependence through the compiler and the engine: draws read back where every slot is known, and
// scores where they are not.
#include "host/model/dependence.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "host/matrix/correlation.hpp"
#include "kernels/api/realisation.hpp"
#include "tests/support/bits.hpp"
#include "tests/support/draft.hpp"
#include "tests/support/systems.hpp"

namespace plume::dependence_test {
namespace {

using testing::Draft;
using testing::lognormal;
using testing::normal;
using testing::uniform;

constexpr std::uint64_t n = 8192;
constexpr double z = 4.0;

/// One process with biosphere exchanges of the given uncertainties, each of its own flow and
/// category: score k is exchange k's value.
struct Emissions {
  Draft draft;
  std::vector<std::uint32_t> exchange;

  void add(double amount, const Uncertainty& u, int sign = 1, double factor = 1.0) {
    const std::string k = std::to_string(exchange.size());
    if (exchange.empty()) draft.technosphere("p", "a", 1.0);
    draft.characterisation("f" + k, "c" + k, 1.0);
    exchange.push_back(static_cast<std::uint32_t>(draft.model().exchanges.size()));
    draft.biosphere("f" + k, "a", amount, u).times(sign, factor);
  }
  /// [exchange][iteration]
  std::vector<std::vector<double>> values(const CompileOptions& options = {},
                                          std::uint64_t count = n) {
    const Problem problem = draft.compile({draft.demand("p", 1.0)}, options);
    const ProblemView view = problem.view();
    const auto runner =
        testing::make_serial(view, problem.fp32_values ? ValueType::fp32 : ValueType::fp64);
    const testing::Outcomes out = testing::run_range(*runner, view, 0, count);
    std::vector<std::vector<double>> columns(exchange.size());
    for (std::uint64_t i = 0; i < count; ++i) {
      for (std::size_t k = 0; k < exchange.size(); ++k)
        columns[k].push_back(out.scores[i * exchange.size() + k]);
    }
    return columns;
  }
};

double correlation(const std::vector<double>& x, const std::vector<double>& y) {
  double mx = 0, my = 0, xy = 0, xx = 0, yy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) mx += x[i] / x.size(), my += y[i] / y.size();
  for (std::size_t i = 0; i < x.size(); ++i) {
    xy += (x[i] - mx) * (y[i] - my);
    xx += (x[i] - mx) * (x[i] - mx);
    yy += (y[i] - my) * (y[i] - my);
  }
  return xy / std::sqrt(xx * yy);
}

TEST(SharedDraws, HaveTheSameRelativeErrorWhateverSignAndFactor) {
  for (const bool lhs : {false, true}) {
    for (const bool fp32 : {true, false}) {
      Emissions e;
      e.add(2.0, lognormal(2.0, 0.3));
      e.add(-5.0, lognormal(-5.0, 0.3));
      e.add(7.0, lognormal(7.0, 0.3), -1, 1000.0);
      e.add(4.0, normal(4.0, 1.0));
      e.add(-8.0, normal(-8.0, 2.0));
      e.add(10.0, uniform(5.0, 15.0));
      e.add(-10.0, uniform(-15.0, -5.0));
      e.add(1.0, lognormal(1.0, 0.3));  // alone
      for (int k = 0; k < 7; ++k) e.draft.model().dependence.share(e.exchange[k], group_key("ef"));
      CompileOptions options;
      options.latin_hypercube = lhs;
      options.fp32_values = fp32;
      const auto v = e.values(options);
      const double rounding = fp32 ? 5e-6 : 1e-12;
      double least = 1e9;
      for (std::uint64_t i = 0; i < n; ++i) {
        const double error = v[0][i] / 2.0;
        ASSERT_NEAR(v[1][i] / -5.0, error, rounding * error);
        ASSERT_NEAR(v[2][i] / -7000.0, error, rounding * error);
        ASSERT_NEAR(v[4][i] / -8.0, v[3][i] / 4.0, rounding);
        ASSERT_NEAR(v[6][i] / -10.0, v[5][i] / 10.0, rounding);
        // The same z in both families.
        ASSERT_NEAR((v[3][i] - 4.0) / 1.0, std::log(error) / 0.3, 1e-4);
        least = std::min(least, std::abs(v[7][i] - error));
      }
      EXPECT_NEAR(correlation(v[0], v[7]), 0.0, z / std::sqrt(n))
          << "the twin: an exchange outside is independent";
      EXPECT_LT(correlation(v[0], v[7]), 0.5);
    }
  }
}

TEST(Copula, InputsHaveTheCorrelationsOfTheMatrixAndKeepTheirMargins) {
  const SquareMatrix matrix{3, {1, 0.7, -0.4, 0.7, 1, 0.1, -0.4, 0.1, 1}};
  for (const bool lhs : {false, true}) {
    Emissions e;
    e.add(2.0, lognormal(2.0, 0.3));
    e.add(-5.0, normal(-5.0, 1.0));
    e.add(4.0, testing::truncated(lognormal(4.0, 0.5), 2.0, 9.0));
    e.add(3.0, lognormal(3.0, 0.2));  // shares the first input's draw
    Model& model = e.draft.model();
    model.dependence.share(e.exchange[0], group_key("fuel"));
    model.dependence.share(e.exchange[3], group_key("fuel"));
    model.dependence.copulas.push_back({"prices",
                                        {group_key("fuel"), model.exchanges[e.exchange[1]].key,
                                         model.exchanges[e.exchange[2]].key},
                                        cholesky(matrix),
                                        0.0,
                                        0});
    CompileOptions options;
    options.latin_hypercube = lhs;
    const auto v = e.values(options);
    std::vector<std::vector<double>> scores(3);
    for (std::uint64_t i = 0; i < n; ++i) {
      scores[0].push_back(std::log(v[0][i] / 2.0) / 0.3);
      // relative error of a negative number: counted in its magnitude
      scores[1].push_back(-(v[1][i] + 5.0));
      const double low = std::log(0.5) / 0.5, high = std::log(2.25) / 0.5;
      const auto cdf = [](double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); };
      const double p = (cdf(std::log(v[2][i] / 4.0) / 0.5) - cdf(low)) / (cdf(high) - cdf(low));
      // Φ⁻¹ by bisection: this is a test, not a hurry.
      double a = -9.0, b = 9.0;
      for (int step = 0; step < 60; ++step) (cdf(0.5 * (a + b)) < p ? a : b) = 0.5 * (a + b);
      scores[2].push_back(a);
      ASSERT_NEAR(std::log(v[3][i] / 3.0) / 0.2, scores[0].back(), 1e-5);
    }
    for (int i = 0; i < 3; ++i) {
      for (int j = 0; j < i; ++j) {
        const double rho = matrix.at(i, j), se = (1.0 - rho * rho) / std::sqrt(n);
        EXPECT_NEAR(correlation(scores[i], scores[j]), rho, z * se) << i << " " << j;
        EXPECT_GT(std::abs(correlation(scores[i], scores[j]) - (rho + 0.1)), z * se) << "the twin";
      }
      double mean = 0.0, square = 0.0;
      for (const double x : scores[i]) mean += x / n, square += x * x / n;
      EXPECT_NEAR(mean, 0.0, z / std::sqrt(n)) << i;
      EXPECT_NEAR(square, 1.0, z * std::sqrt(2.0 / n)) << i;
    }
  }
}

/// A mix of three suppliers and one pinned one; their emissions tell the shares.
struct Mix {
  Draft draft;
  std::vector<std::uint32_t> member;
  Mix() {
    draft.technosphere("mix", "market", 1.0);
    const double share[4] = {0.5, 0.3, 0.15, 0.05};
    for (int k = 0; k < 4; ++k) {
      const std::string i = std::to_string(k);
      draft.technosphere("p" + i, "a" + i, 1.0 + k).biosphere("f" + i, "a" + i, 1.0 + k);
      draft.characterisation("f" + i, "c" + i, 1.0);
      member.push_back(static_cast<std::uint32_t>(draft.model().exchanges.size()));
      draft
          .technosphere("p" + i, "market", share[k],
                        k < 2    ? lognormal(share[k], 0.4)
                        : k == 3 ? lognormal(0.05, 0.2)
                                 : Uncertainty{})
          .times(-1, 1.0);
    }
  }
  testing::Outcomes run(const CompileOptions& options, std::uint64_t count = n) {
    const Problem problem = draft.compile({draft.demand("mix", 1.0)}, options);
    const ProblemView view = problem.view();
    return testing::run_range(
        *testing::make_serial(view, problem.fp32_values ? ValueType::fp32 : ValueType::fp64), view,
        0, count);
  }
};

TEST(Composition, SumsInEveryIterationWithPinnedMembersAsTheyAre) {
  for (const bool fp32 : {true, false}) {
    CompileOptions options;
    options.fp32_values = fp32;
    Mix plain;
    const testing::Outcomes before = plain.run(options);
    Mix mix;
    Composition composition{"mix", 1.0, {}};
    for (int k = 0; k < 4; ++k) composition.members.push_back({mix.member[k], k == 3});
    mix.draft.model().dependence.compositions.push_back(composition);
    const testing::Outcomes after = mix.run(options);
    double widest = 0.0;
    for (std::uint64_t i = 0; i < n; ++i) {
      ASSERT_EQ(after.outcome[i], LaneOutcome::ok);
      const double* raw = &before.scores[i * 4];
      const double* h = &after.scores[i * 4];
      const double rounding = fp32 ? 4e-7 : 4e-15;
      ASSERT_NEAR(h[0] + h[1] + h[2] + h[3], 1.0, rounding) << i;
      ASSERT_EQ(h[3], raw[3]) << "pinned";
      ASSERT_NEAR(h[0] / h[1], raw[0] / raw[1], 4 * rounding * raw[0] / raw[1])
          << "free ones keep their ratios";
      ASSERT_NEAR(h[2] / h[0], raw[2] / raw[0], 4 * rounding) << "a certain one, too";
      widest = std::max(widest, std::abs(raw[0] + raw[1] + raw[2] + raw[3] - 1.0));
    }
    EXPECT_GT(widest, 0.3) << "the twin: without the composition they do not sum";
  }
}

TEST(Composition, CountsMembersThatNoDemandReaches) {
  // Two emissions of an amount fixed in total; only one has a factor. Its share is as if the other
  // were there.
  const auto scores = [](bool both) {
    Draft draft;
    draft.technosphere("p", "a", 1.0).characterisation("f", "c", 1.0);
    if (both) draft.characterisation("g", "d", 1.0);
    Composition composition{"carbon", 1.0, {}};
    for (const char* flow : {"f", "g"}) {
      composition.members.push_back(
          {static_cast<std::uint32_t>(draft.model().exchanges.size()), false});
      draft.biosphere(flow, "a", 0.5, lognormal(0.5, 0.5));
    }
    draft.model().dependence.compositions.push_back(composition);
    const Problem problem = draft.compile({draft.demand("p", 1.0)});
    const ProblemView view = problem.view();
    const testing::Outcomes out =
        testing::run_range(*testing::make_serial(view, ValueType::fp32), view, 0, 500);
    std::vector<double> first;
    for (std::uint64_t i = 0; i < 500; ++i) first.push_back(out.scores[i * view.num_categories]);
    return first;
  };
  const std::vector<double> with = scores(true), without = scores(false);
  EXPECT_TRUE(testing::same_bits(with, without));
  EXPECT_GT(std::abs(with[0] - 0.5), 1e-6) << "they vary";
}

TEST(Composition, PinnedDrawsBeyondTheTotalAreIterationsWithoutAScore) {
  Mix mix;
  Composition composition{"mix", 0.06, {}};
  for (int k = 0; k < 4; ++k) composition.members.push_back({mix.member[k], k == 3});
  mix.draft.model().dependence.compositions.push_back(composition);
  const testing::Outcomes out = mix.run({}, 2000);
  std::size_t lost = 0;
  for (std::uint64_t i = 0; i < 2000; ++i) {
    const bool none = out.outcome[i] != LaneOutcome::ok;
    lost += none ? 1 : 0;
    if (!none) {
      EXPECT_NEAR(
          out.scores[i * 4] + out.scores[i * 4 + 1] + out.scores[i * 4 + 2] + out.scores[i * 4 + 3],
          0.06, 1e-8);
    }
  }
  // P(0.05 e^(0.2 z) > 0.06) = Φ(−0.9116) = 0.181
  EXPECT_NEAR(lost / 2000.0, 0.181, z * std::sqrt(0.181 * 0.819 / 2000));
}

TEST(Dirichlet, HasTheMeansSpreadsAndCorrelationsOfItsConcentration) {
  Mix mix;
  Model& model = mix.draft.model();
  constexpr double concentration = 20.0;
  const double share[4] = {0.5, 0.3, 0.15, 0.05};
  Composition composition{"mix", 1.0, {}};
  for (int k = 0; k < 4; ++k) {
    Uncertainty gamma;
    gamma.kind = DistributionKind::gamma;
    gamma.shape = concentration * share[k];
    gamma.scale = 1.0;
    gamma.loc = 0.0;
    model.exchanges[mix.member[k]].uncertainty =
        static_cast<std::uint32_t>(model.uncertainties.size());
    model.uncertainties.push_back(gamma);
    composition.members.push_back({mix.member[k], false});
  }
  model.dependence.compositions.push_back(composition);
  const testing::Outcomes out = mix.run({});
  std::vector<std::vector<double>> h(4);
  for (std::uint64_t i = 0; i < n; ++i) {
    for (int k = 0; k < 4; ++k) h[k].push_back(out.scores[i * 4 + k]);
    ASSERT_NEAR(h[0][i] + h[1][i] + h[2][i] + h[3][i], 1.0, 4e-7);
  }
  for (int k = 0; k < 4; ++k) {
    const double variance = share[k] * (1.0 - share[k]) / (concentration + 1.0);
    double mean = 0.0, second = 0.0, fourth = 0.0;
    for (const double x : h[k]) mean += x / n;
    for (const double x : h[k])
      second += std::pow(x - mean, 2) / n, fourth += std::pow(x - mean, 4) / n;
    EXPECT_NEAR(mean, share[k], z * std::sqrt(variance / n)) << k;
    const double tolerance = z * std::sqrt((fourth - second * second) / n);
    EXPECT_NEAR(second, variance, tolerance) << k;
    EXPECT_GT(std::abs(second - share[k] * (1.0 - share[k]) / concentration * 0.8), tolerance)
        << "the twin";
  }
  const double rho = -std::sqrt(0.5 * 0.3 / (0.5 * 0.7));
  EXPECT_NEAR(correlation(h[0], h[1]), rho, z * (1.0 - rho * rho) / std::sqrt(n) * 1.5);
}

TEST(Switch, OneOptionAnIterationInEveryMatrix) {
  Draft draft;
  draft.technosphere("p", "a", 1.0).technosphere("q", "b", 1.0);
  Model& model = draft.model();
  const auto value = [&](const Uncertainty& u, auto add) {
    add(u);
    return static_cast<std::uint32_t>(model.exchanges.size() - 1);
  };
  const std::uint32_t input =
      value({}, [&](const Uncertainty& u) { draft.technosphere("q", "a", 0.5, u).times(-1, 1.0); });
  const std::uint32_t emission = value(
      lognormal(3.0, 0.2), [&](const Uncertainty& u) { draft.biosphere("co2", "a", 3.0, u); });
  draft.biosphere("ch4", "b", 1.0);
  const std::uint32_t factor =
      value({}, [&](const Uncertainty& u) { draft.characterisation("ch4", "gwp", 28.0, u); });
  draft.characterisation("co2", "carbon", 1.0);
  Switch contract{"contract", {"wind", "coal", "gas"}, {0.2, 0.3, 0.5}, 4242};
  model.dependence.switches.push_back(contract);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto attach = [&](std::uint32_t exchange, std::vector<double> values, bool multiplies) {
    PresampledArray array;
    array.num_rows = 1;
    array.num_columns = 3;
    array.values = std::move(values);
    array.order = ColumnOrder::weighted;
    array.switch_index = 0;
    array.multiplies = multiplies;
    model.exchanges[exchange].array = static_cast<std::uint32_t>(model.arrays.size());
    model.arrays.push_back(array);
  };
  attach(input, {0.1, 0.2, nan}, false);
  attach(emission, {nan, 10.0, 0.5}, true);
  attach(factor, {1.0, 2.0, 3.0}, false);
  const Problem problem = draft.compile({draft.demand("p", 1.0)});
  const ProblemView view = problem.view();
  const testing::Outcomes out =
      testing::run_range(*testing::make_serial(view, ValueType::fp32), view, 0, n);
  // Without the switch: the emission's own draw.
  for (auto& e : model.exchanges) e.array = no_index;
  const Problem bare = draft.compile({draft.demand("p", 1.0)});
  const testing::Outcomes own =
      testing::run_range(*testing::make_serial(bare.view(), ValueType::fp32), bare.view(), 0, n);
  double count[3] = {};
  for (std::uint64_t i = 0; i < n; ++i) {
    const double gwp = out.scores[i * 2], carbon = out.scores[i * 2 + 1],
                 drawn = own.scores[i * 2 + 1];
    const int option = carbon > 5.0 * drawn ? 1 : carbon < 0.75 * drawn ? 2 : 0;
    count[option] += 1.0;
    const double inputs[3] = {0.1, 0.2, 0.5}, factors[3] = {1.0, 2.0, 3.0},
                 times[3] = {1.0, 10.0, 0.5};
    ASSERT_NEAR(gwp, inputs[option] * factors[option], 1e-6) << "coherent over the matrices";
    ASSERT_NEAR(carbon, times[option] * drawn, 1e-6 * carbon);
    ASSERT_EQ(static_cast<std::uint32_t>(option),
              option_of(view, contract.key, contract.thresholds(), i))
        << "anyone can tell the option of an iteration";
  }
  for (int k = 0; k < 3; ++k)
    EXPECT_NEAR(count[k] / n, contract.weights[k],
                z * std::sqrt(contract.weights[k] * (1 - contract.weights[k]) / n));
}

TEST(PresampledArrays, OfOneGroupKeepInStepAcrossMatrices) {
  Draft draft;
  draft.technosphere("p", "a", 1.0).technosphere("q", "b", 1.0);
  draft.technosphere("q", "a", 0.5).times(-1, 1.0).columns({1, 2, 3, 4, 5}, ColumnOrder::random);
  draft.biosphere("f", "b", 1.0).columns({1, 2, 3, 4, 5}, ColumnOrder::random);
  draft.characterisation("f", "c", 1.0).columns({1, 2, 3, 4, 5}, ColumnOrder::random);
  const auto scores = [&] {
    const Problem problem = draft.compile({draft.demand("p", 1.0)});
    return testing::run_range(*testing::make_serial(problem.view(), ValueType::fp64),
                              problem.view(), 0, 1000)
        .scores;
  };
  const auto is_cube = [](double h) {
    const double root = std::round(std::cbrt(h));
    return std::abs(root * root * root - h) < 1e-9 * h;
  };
  int together = 0, apart = 0;
  for (const double h : scores()) together += is_cube(h) ? 1 : 0;
  draft.model().arrays[1].group_key += 1;
  for (const double h : scores()) apart += is_cube(h) ? 1 : 0;
  EXPECT_EQ(together, 1000);
  EXPECT_LT(apart, 500) << "the twin: another group";
}

}  // namespace
}  // namespace plume::dependence_test
