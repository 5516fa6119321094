// SPDX-License-Identifier: Apache-2.0
// Draws through tables against Boost.Math in long double, over both tails to the last of the 2³²
// uniforms and densely between: relative error at most 1e-10, relative to the spread where y passes
// through 0. And the distributions they give.
#include "host/compile/quantile_tables.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "host/compile/lower.hpp"
#include "kernels/random/draw.hpp"
#include "tests/support/exact_standard.hpp"
#include "tests/support/golden_distributions.hpp"
#include "tests/support/statistics.hpp"

namespace plume::quantile_tables_test {
namespace {

using Kind = DistributionKind;
constexpr double none = Uncertainty::not_given;
constexpr double infinity = std::numeric_limits<double>::infinity();

Uncertainty make(Kind kind, double loc, double scale, double shape, double minimum = none,
                 double maximum = none) {
  return {loc, scale, shape, minimum, maximum, kind, false};
}
Uncertainty with_rows(Kind kind, std::vector<DistributionTable::Row> rows, double minimum = none,
                      double maximum = none) {
  Uncertainty u = make(kind, none, none, none, minimum, maximum);
  u.table = std::make_shared<const DistributionTable>(DistributionTable{std::move(rows)});
  return u;
}

/// Ends, powers of two from both, and a grid between.
std::vector<std::uint32_t> words() {
  std::vector<std::uint32_t> list;
  for (std::uint32_t i = 0; i < 512; ++i)
    list.insert(list.end(), {i, ~i, 0x80000000u + i, 0x7fffffffu - i});
  for (int bit = 9; bit < 32; ++bit) {
    for (std::uint32_t part = 0; part < 64; ++part) {
      const auto word = static_cast<std::uint32_t>((std::uint64_t{1} << bit) +
                                                   ((std::uint64_t{part} << bit) >> 6));
      list.insert(list.end(), {word, ~word});
    }
  }
  for (std::uint64_t i = 0; i < 8192; ++i) list.push_back(static_cast<std::uint32_t>(i * 524287));
  return list;
}
Probability uniform_of(std::uint32_t word) {
  return {(word + 0.5) / 4294967296.0, (4294967295u - word + 0.5) / 4294967296.0};
}

/// One exchange of an uncertainty, lowered.
class Drawn {
 public:
  explicit Drawn(const Uncertainty& u, double factor = 1.0) {
    Model model;
    model.uncertainties = {u};
    Exchange e;
    e.uncertainty = 0;
    e.key = 17;
    LowerOptions options;
    options.tables = &tables_;
    lowered_ = lower(model, e, factor, true, options, {});
  }
  [[nodiscard]] double at(std::uint32_t word) const {
    const Pack<std::uint32_t, 1> w{word};
    if (lowered_.kind == LoweredExchange::Kind::lognormal)
      return plain_lognormal<1>(lowered_.plain, w).v;
    if (lowered_.kind == LoweredExchange::Kind::normal) return plain_normal<1>(lowered_.plain, w).v;
    return wide_draw<1>(lowered_.wide, w, tables_.values().data()).v;
  }
  [[nodiscard]] const LoweredExchange& lowered() const { return lowered_; }
  [[nodiscard]] std::size_t size() const { return tables_.values().size(); }

 private:
  QuantileTables tables_;
  LoweredExchange lowered_;
};

struct Case {
  Uncertainty uncertainty;
  StandardDistribution standard;
  double offset, factor;
};
std::vector<Case> smooth_cases() {
  using Form = StandardDistribution::Form;
  std::vector<Case> cases;
  for (const double shape : {0.05, 0.3, 0.5, 1.0, 2.0, 9.0, 130.0, 1e5})
    cases.push_back({make(Kind::gamma, 0.0, 3.0, shape), {Form::gamma, shape}, 0.0, 3.0});
  for (const double shape : {0.2, 0.8, 1.5, 3.0, 40.0})
    cases.push_back({make(Kind::weibull, 0.0, 0.5, shape), {Form::weibull, shape}, 0.0, 0.5});
  for (const auto& [a, b] : std::vector<std::pair<double, double>>{
           {2, 5}, {0.5, 0.5}, {8, 2}, {0.1, 0.3}, {1, 1}, {1.8, 4.2}, {300, 20}})
    cases.push_back({make(Kind::beta, a, none, b, 0.0, 100.0), {Form::beta, a, b}, 0.0, 100.0});
  for (const double xi : {0.0, 0.3, -0.3, 1.5, -1.5, 1e-8})
    cases.push_back(
        {make(Kind::generalized_extreme_value, 4.0, 0.7, xi), {Form::extreme_value, xi}, 4.0, 0.7});
  for (const double nu : {0.7, 1.0, 2.0, 5.0, 10.0, 200.0})
    cases.push_back({make(Kind::students_t, 0.0, 0.5, nu), {Form::students_t, nu}, 0.0, 0.5});
  cases.push_back(
      {make(Kind::beta_pert, 2.0, none, none, 0.0, 10.0), {Form::beta, 1.8, 4.2}, 0.0, 10.0});
  return cases;
}

TEST(QuantileTables, SmoothOnesAreTheQuantilesOfBoost) {
  double largest = 0.0;
  std::size_t longest = 0;
  for (const Case& c : smooth_cases()) {
    const Drawn drawn(c.uncertainty);
    ASSERT_EQ(drawn.lowered().wide.form, DrawForm::smooth);
    longest = std::max(longest, drawn.size());
    const bool crosses_zero = c.standard.least() < 0.0;
    const double spread = crosses_zero ? std::fabs(c.factor * (c.standard.quantile({0.75, 0.25}) -
                                                               c.standard.quantile({0.25, 0.75})))
                                       : 0.0;
    for (const std::uint32_t word : words()) {
      const Probability u = uniform_of(word);
      const double exact =
          c.offset + c.factor * testing::standard_quantile_exactly(c.standard, u.lower, u.upper);
      const double error =
          std::fabs(drawn.at(word) - exact) / std::max({std::fabs(exact), spread, 1e-290});
      largest = std::max(largest, error);
      ASSERT_LE(error, 1e-10) << name_of(c.uncertainty.kind) << " loc " << c.uncertainty.loc
                              << " shape " << c.uncertainty.shape << " word " << word << " exact "
                              << exact;
    }
    // The twin: one ten-millionth more of the shape is seen.
    StandardDistribution other = c.standard;
    other.first += 1e-6 * std::max(1.0, std::fabs(other.first));
    double seen = 0.0;
    for (const std::uint32_t word : words()) {
      const Probability u = uniform_of(word);
      const double wrong = c.offset + c.factor * other.quantile(u);
      seen = std::max(
          seen, std::fabs(drawn.at(word) - wrong) / std::max({std::fabs(wrong), spread, 1e-290}));
    }
    EXPECT_GT(seen, 1e-10) << name_of(c.uncertainty.kind) << ' ' << c.uncertainty.shape;
  }
  RecordProperty("largest_relative_error", std::to_string(largest));
  RecordProperty("longest_table", static_cast<int>(longest));
  std::printf("largest relative error %.2g, longest table %zu doubles\n", largest, longest);
}

std::vector<Uncertainty> truncated_cases() {
  std::vector<Uncertainty> list = {make(Kind::gamma, 0.0, 3.0, 2.0, 1.0, 4.0),
                                   make(Kind::gamma, 0.0, 3.0, 0.4, none, 1.0),
                                   make(Kind::gamma, 1.0, 3.0, 2.0, 60.0, none),
                                   make(Kind::weibull, 0.0, 2.0, 1.5, 0.5, 0.6),
                                   make(Kind::weibull, 0.0, 2.0, 1.5, 11.0, none),
                                   make(Kind::generalized_extreme_value, 4.0, 0.7, 0.3, 5.0, 9.0),
                                   make(Kind::generalized_extreme_value, 4.0, 0.7, -0.3, none, 4.0),
                                   make(Kind::students_t, 0.0, 0.5, 3.0, 0.0, none),
                                   make(Kind::students_t, 0.0, 0.5, 3.0, -1.0, 2.0),
                                   make(Kind::students_t, 0.0, 0.5, 3.0, 40.0, 50.0)};
  Uncertainty negative = make(Kind::gamma, 1.0, 3.0, 2.0, -9.0, -2.0);
  negative.negative = true;
  list.push_back(negative);
  negative = make(Kind::weibull, 0.5, 3.0, 2.0);
  negative.negative = true;
  list.push_back(negative);
  return list;
}

std::vector<Uncertainty> other_cases() {
  const std::vector<DistributionTable::Row> values = {
      {5.0, 0, 1.0, {}}, {1.0, 0, 2.0, {}}, {3.0, 0, 1.0, {}}};
  const std::vector<DistributionTable::Row> bins = {
      {1.0, 2.0, 1.0, {}}, {2.0, 4.0, 3.0, {}}, {6.0, 7.0, 2.0, {}}};
  Uncertainty negative = make(Kind::gamma, 1.0, 3.0, 2.0);
  negative.negative = true;
  const std::vector<DistributionTable::Row> parts = {
      {0, 0, 1.0, make(Kind::uniform, none, none, none, 0.0, 1.0)},
      {0, 0, 2.0, make(Kind::normal, 3.0, 0.5, none)},
      {7.0, 0, 0.01, {}},
      {0, 0, 0.5, make(Kind::lognormal, 0.0, 1.0, none)},
      {0, 0, 0.3, make(Kind::triangular, 2.0, none, none, 1.0, 5.0)},
      {0, 0, 0.3, make(Kind::log_uniform, none, none, none, 0.1, 5.0)},
      {0, 0, 0.3, make(Kind::beta_pert, 2.0, none, none, 1.0, 5.0)},
      {0, 0, 0.3, make(Kind::students_t, 2.0, 0.1, 4.0)},
      {0, 0, 0.3, make(Kind::weibull, 0.0, 1.0, 0.7)},
      {0, 0, 0.3, negative}};
  return {make(Kind::bernoulli, 0.3, none, none),
          make(Kind::bernoulli, 0.3, none, none, 0.5, none),
          make(Kind::discrete_uniform, none, none, none, -2.0, 5.0),
          make(Kind::discrete_uniform, none, none, none, 0.0, 1e6),
          make(Kind::log_uniform, none, none, none, 0.01, 20.0),
          make(Kind::log_uniform, none, none, none, -20.0, -0.01),
          with_rows(Kind::empirical, values),
          with_rows(Kind::categorical, values),
          with_rows(Kind::categorical, values, none, 4.0),
          with_rows(Kind::histogram, bins),
          with_rows(Kind::histogram, bins, 1.5, 6.5),
          with_rows(Kind::mixture, parts),
          with_rows(Kind::mixture, parts, 0.5, 4.0)};
}

TEST(QuantileTables, TruncatedAndCompoundOnesAreTheHostsQuantiles) {
  std::vector<Uncertainty> all = truncated_cases();
  for (const Uncertainty& u : other_cases()) all.push_back(u);
  double largest = 0.0;
  for (const Uncertainty& u : all) {
    ASSERT_GT(Distribution(u).mass(), 1e-12);
    for (const double factor : {1.0, -0.25}) {
      const Drawn drawn(u, factor);
      const Distribution d(u);
      const double spread = std::fabs(d.value({0.75, 0.25}) - d.value({0.25, 0.75}));
      for (const std::uint32_t word : words()) {
        const double exact = factor * d.value(uniform_of(word)), value = drawn.at(word);
        const double size = std::fabs(factor) * spread + std::fabs(exact);
        largest = std::max(largest, std::fabs(value - exact) / size);
        ASSERT_NEAR(value, exact, 1e-9 * size) << name_of(u.kind) << " minimum " << u.minimum
                                               << " maximum " << u.maximum << " word " << word;
        ASSERT_GE(value, std::min(factor * d.least(), factor * d.most()));
        ASSERT_LE(value, std::max(factor * d.least(), factor * d.most()));
      }
    }
  }
  std::printf("largest relative error %.2g\n", largest);
}

TEST(QuantileTables, TheSameParametersShareATable) {
  QuantileTables tables;
  const auto place = [&](const Uncertainty& u) { return tables.place_of(Distribution(u)).offset; };
  const auto first = place(make(Kind::gamma, 0.0, 1.0, 2.0));
  const std::size_t size = tables.values().size();
  EXPECT_EQ(place(make(Kind::gamma, 5.0, 3.0, 2.0)), first);
  EXPECT_EQ(tables.values().size(), size);
  EXPECT_NE(place(make(Kind::gamma, 0.0, 1.0, 2.1)), first);
  EXPECT_NE(place(make(Kind::gamma, 0.0, 1.0, 2.0, none, 1.0)), first);
  // A beta_pert is a beta, wherever its bounds are.
  EXPECT_EQ(place(make(Kind::beta_pert, 2.0, none, none, 0.0, 10.0)),
            place(make(Kind::beta_pert, 104.0, none, none, 100.0, 120.0)));
  const auto rows = with_rows(Kind::empirical, {{1.0, 0, 1.0, {}}, {2.0, 0, 1.0, {}}});
  EXPECT_EQ(place(rows),
            place(with_rows(Kind::categorical, {{1.0, 0, 3.0, {}}, {2.0, 0, 3.0, {}}})));
}

TEST(QuantileTables, ShapesAtTheirLimitsGiveFiniteTables) {
  for (const Uncertainty& u :
       {make(Kind::gamma, 0.0, 1.0, 0.01), make(Kind::gamma, 0.0, 1.0, 1e8),
        make(Kind::weibull, 0.0, 1.0, 0.01), make(Kind::weibull, 0.0, 1.0, 1e8),
        make(Kind::beta, 0.01, none, 0.01), make(Kind::beta, 1e8, none, 1e8),
        make(Kind::beta, 0.01, none, 1e8), make(Kind::students_t, 0.0, 1.0, 0.1),
        make(Kind::students_t, 0, 1, 1e8), make(Kind::generalized_extreme_value, 0.0, 1.0, 20.0),
        make(Kind::generalized_extreme_value, 0.0, 1.0, -20.0)}) {
    const Drawn drawn(u);
    const Distribution d(u);
    const double spread = std::fabs(d.value({0.75, 0.25}) - d.value({0.25, 0.75}));
    EXPECT_LT(drawn.size(), 60'000u) << name_of(u.kind) << ' ' << u.shape;
    for (const std::uint32_t word : words()) {
      const double exact = d.value(uniform_of(word));
      ASSERT_TRUE(std::isfinite(drawn.at(word)));
      ASSERT_NEAR(drawn.at(word), exact, 1e-9 * (std::fabs(exact) + spread) + 1e-300)
          << name_of(u.kind) << ' ' << u.shape;
    }
  }
}

// --- distributions (Kolmogorov-Smirnov, n = 20,000, level 0.001)
// --------------------------------------------------------

std::vector<double> sample(const Uncertainty& u, std::uint64_t key) {
  const Drawn drawn(u);
  std::vector<double> values;
  for (std::uint64_t i = 0; i < 20'000; ++i)
    values.push_back(drawn.at(word_of(7, key, i, Stream::value)));
  return values;
}

/// F of a continuous uncertainty from its untruncated standard form, renormalised.
double cumulative(const Uncertainty& u, double x) {
  Uncertainty whole = u;
  const bool bounds_are_parameters = u.kind == Kind::beta || u.kind == Kind::beta_pert ||
                                     u.kind == Kind::log_uniform || u.kind == Kind::uniform ||
                                     u.kind == Kind::triangular;
  if (!bounds_are_parameters) whole.minimum = whole.maximum = none;
  const Distribution d(whole);
  const auto f = [&](double v) {
    const Probability p = d.standard().cumulative((v - d.offset()) / d.factor());
    return d.factor() > 0.0 ? p.lower : p.upper;
  };
  const double from = bounds_are_parameters || std::isnan(u.minimum) ? 0.0 : f(u.minimum);
  const double to = bounds_are_parameters || std::isnan(u.maximum) ? 1.0 : f(u.maximum);
  return (f(x) - from) / (to - from);
}

TEST(QuantileTables, DrawsFollowTheirDistributionFunctions) {
  std::vector<Uncertainty> all = truncated_cases();
  for (const Case& c : smooth_cases()) all.push_back(c.uncertainty);
  all.push_back(make(Kind::log_uniform, none, none, none, 0.01, 20.0));
  all.push_back(make(Kind::lognormal, 0.3, 0.8, none, 0.5, 4.0));
  all.push_back(make(Kind::normal, 0.3, 0.8, none, 0.5, 4.0));
  std::uint64_t key = 100;
  for (const Uncertainty& u : all) {
    // the reverse of their quantiles is not good enough
    if (u.shape >= 1e5 || u.shape == 0.05) continue;
    const std::vector<double> values = sample(u, ++key);
    SCOPED_TRACE(std::string(name_of(u.kind)) + " loc " + std::to_string(u.loc) + " shape " +
                 std::to_string(u.shape) + " minimum " + std::to_string(u.minimum));
    EXPECT_LT(testing::ks_statistic(values, [&](double x) { return cumulative(u, x); }),
              testing::ks_critical(values.size()));
    // Sabotaged: every value drawn from uniforms squeezed to nine tenths.
    const Drawn drawn(u);
    std::vector<double> squeezed;
    for (std::uint64_t i = 0; i < 20'000; ++i) {
      squeezed.push_back(
          drawn.at(static_cast<std::uint32_t>(word_of(7, key, i, Stream::value) * 0.95)));
    }
    EXPECT_GT(testing::ks_statistic(squeezed, [&](double x) { return cumulative(u, x); }),
              testing::ks_critical(values.size()));
  }
}

TEST(QuantileTables, DiscreteOnesHaveTheirProbabilities) {
  // Cells of equal probability; chi-square at level 0.001.
  const auto check = [](const Uncertainty& u, const std::vector<double>& cells) {
    std::vector<std::uint32_t> counts(cells.size(), 0), sabotaged(cells.size(), 0);
    for (const double x : sample(u, 55)) {
      const auto cell =
          static_cast<std::size_t>(std::find(cells.begin(), cells.end(), x) - cells.begin());
      ASSERT_LT(cell, cells.size()) << x;
      ++counts[cell];
      ++sabotaged[cell == 0 && counts[0] % 8 == 0 ? 1 : cell];
    }
    const double critical = testing::chi_square_critical(static_cast<double>(cells.size() - 1));
    EXPECT_LT(testing::chi_square(counts), critical) << name_of(u.kind);
    EXPECT_GT(testing::chi_square(sabotaged), critical) << name_of(u.kind);
  };
  check(make(Kind::bernoulli, 0.5, none, none), {0.0, 1.0});
  check(make(Kind::discrete_uniform, none, none, none, 2.0, 7.0), {2.0, 3.0, 4.0, 5.0, 6.0});
  check(with_rows(Kind::empirical, {{4.0, 0, 2.0, {}}, {1.0, 0, 2.0, {}}, {2.5, 0, 2.0, {}}}),
        {1.0, 2.5, 4.0});
  check(with_rows(Kind::categorical, {{4.0, 0, 0.1, {}}, {1.0, 0, 0.1, {}}}), {1.0, 4.0});
}

// --- the stored references
// ----------------------------------------------------------------------------------------------

TEST(QuantileTables, AllReferenceDistributionsHaveTheirQuantiles) {
  if (!std::filesystem::exists(testing::golden_distributions_path()))
    GTEST_SKIP() << "the reference distributions are not here";
  const auto list = testing::golden_distributions();
  EXPECT_EQ(list.size(), 40u);
  for (const auto& golden : list) {
    const Drawn drawn(golden.uncertainty);
    const Distribution d(golden.uncertainty);
    const double sd = std::sqrt(golden.variance);
    const bool plain = drawn.lowered().kind != LoweredExchange::Kind::wide;
    for (const auto& [level, exact] : golden.quantiles) {
      const double size = std::max(std::fabs(exact), sd);
      const bool discrete = golden.uncertainty.kind == Kind::bernoulli ||
                            golden.uncertainty.kind == Kind::discrete_uniform;
      // On the host at the level itself; drawn at the nearest word, which is within 1.2e-10 of it.
      // A discrete quantile at a step is that below it.
      const double p = discrete ? level - 1e-9 : level;
      EXPECT_NEAR(d.value({p, 1.0 - p}), exact, discrete ? 0.0 : 1e-8 * size)
          << golden.id << ' ' << level;
      const auto word =
          static_cast<std::uint32_t>(std::floor(level * 4294967296.0 - (discrete ? 1.0 : 0.0)));
      EXPECT_NEAR(drawn.at(word), exact, discrete ? 0.0 : (plain ? 5e-6 : 1e-6) * size)
          << golden.id << ' ' << level;
    }
  }
}

}  // namespace
}  // namespace plume::quantile_tables_test
