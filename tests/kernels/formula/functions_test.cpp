// SPDX-License-Identifier: Apache-2.0
// Every operation of formulas against the C library in the next wider type, and the same bits on
// every instruction set.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "host/formula/formula.hpp"
#include "tests/kernels/formula/formula_probe.hpp"
#include "tests/support/bits.hpp"
#include "tests/support/instruction_sets.hpp"

namespace plume::functions_test {
namespace {

using testing::FormulaProbe;

std::vector<double> results(const FormulaProbe& probe, FormulaOp op, const std::vector<double>& a,
                            const std::vector<double>& b, const std::vector<double>& c) {
  std::vector<double> out(a.size());
  probe.operation(op, a.data(), b.data(), c.data(), out.data(), a.size());
  return out;
}

double scalar(FormulaOp op, double a, double b = 0.0, double c = 0.0) {
  const std::vector<double> as(16, a), bs(16, b), cs(16, c);
  return results(testing::formula_probe_scalar(), op, as, bs, cs)[0];
}

struct Function {
  const char* name;
  FormulaOp op;
  std::function<long double(long double)> exact;
  double low, high;
  double ulps;  ///< of results beyond 1e-3, and of 1e-3 below
};

class Functions : public ::testing::TestWithParam<Function> {};

TEST_P(Functions, AreAsExactAsTheyPromise) {
  const Function& f = GetParam();
  std::mt19937_64 random(3);
  std::uniform_real_distribution<double> within(f.low, f.high);
  double largest = 0.0;
  for (int i = 0; i < 20'000; ++i) {
    std::vector<double> x(16);
    for (double& each : x) each = within(random);
    const std::vector<double> got = results(testing::formula_probe_scalar(), f.op, x, x, x);
    for (std::size_t k = 0; k < x.size(); ++k) {
      const long double exact = f.exact(x[k]);
      const auto size = std::max(std::abs(static_cast<double>(exact)), 1e-3);
      largest = std::max(largest, static_cast<double>(std::abs(got[k] - exact)) / (size * 0x1p-53));
    }
  }
  EXPECT_LE(largest, f.ulps) << f.name;
}

INSTANTIATE_TEST_SUITE_P(
    All, Functions,
    ::testing::Values(
        Function{"exp", FormulaOp::exponential, [](long double x) { return std::exp(x); }, -700,
                 700, 4},
        Function{"ln", FormulaOp::natural_log, [](long double x) { return std::log(x); }, 1e-300,
                 50, 4},
        Function{"log10", FormulaOp::decimal_log, [](long double x) { return std::log10(x); },
                 1e-300, 50, 6},
        Function{"sqrt", FormulaOp::root, [](long double x) { return std::sqrt(x); }, 0, 1e9, 1},
        Function{"sin", FormulaOp::sine, [](long double x) { return std::sin(x); }, -100, 100, 4},
        Function{"cos", FormulaOp::cosine, [](long double x) { return std::cos(x); }, -100, 100, 4},
        Function{"tan", FormulaOp::tangent, [](long double x) { return std::tan(x); }, -100, 100,
                 8},
        Function{"cot", FormulaOp::cotangent, [](long double x) { return 1 / std::tan(x); }, 0.1, 3,
                 8},
        Function{"asin", FormulaOp::arc_sine, [](long double x) { return std::asin(x); }, -1, 1,
                 12},
        Function{"acos", FormulaOp::arc_cosine, [](long double x) { return std::acos(x); }, -1, 1,
                 12},
        Function{"atan", FormulaOp::arc_tangent, [](long double x) { return std::atan(x); }, -50,
                 50, 12},
        Function{"sinh", FormulaOp::sine_h, [](long double x) { return std::sinh(x); }, -20, 20,
                 12},
        Function{"cosh", FormulaOp::cosine_h, [](long double x) { return std::cosh(x); }, -20, 20,
                 8},
        Function{"tanh", FormulaOp::tangent_h, [](long double x) { return std::tanh(x); }, -25, 25,
                 12},
        Function{"floor", FormulaOp::floor, [](long double x) { return std::floor(x); }, -1e6, 1e6,
                 0},
        Function{"ceil", FormulaOp::ceiling, [](long double x) { return std::ceil(x); }, -1e6, 1e6,
                 0},
        Function{"round", FormulaOp::round, [](long double x) { return std::round(x); }, -1e6, 1e6,
                 0},
        Function{"trunc", FormulaOp::truncate, [](long double x) { return std::trunc(x); }, -1e6,
                 1e6, 0},
        Function{"abs", FormulaOp::absolute, [](long double x) { return std::abs(x); }, -1e6, 1e6,
                 0}),
    [](const auto& each) { return std::string(each.param.name); });

TEST(FormulaFunctions, PowersOfWholeExponentsAreProducts) {
  EXPECT_EQ(scalar(FormulaOp::power, 2.0, 10.0), 1024.0);
  EXPECT_EQ(scalar(FormulaOp::power, -3.0, 3.0), -27.0);
  EXPECT_EQ(scalar(FormulaOp::power, 2.0, -2.0), 0.25);
  EXPECT_EQ(scalar(FormulaOp::power, 0.0, 0.0), 1.0);
  EXPECT_EQ(scalar(FormulaOp::power, 0.0, 0.5), 0.0);
  EXPECT_TRUE(std::isnan(scalar(FormulaOp::power, 0.0, -1.0)));
  EXPECT_TRUE(std::isnan(scalar(FormulaOp::power, -2.0, 0.5)));
  std::mt19937_64 random(5);
  std::uniform_real_distribution<double> base(1e-3, 50.0), exponent(-5.0, 5.0);
  for (int i = 0; i < 20'000; ++i) {
    const double a = base(random), b = exponent(random);
    ASSERT_NEAR(scalar(FormulaOp::power, a, b) / std::pow(a, b), 1.0, 1e-14) << a << "^" << b;
  }
}

TEST(FormulaFunctions, HalvesAreRoundedAsLanguagesDo) {
  EXPECT_EQ(scalar(FormulaOp::round, 2.5), 3.0);
  EXPECT_EQ(scalar(FormulaOp::round, -2.5), -3.0);
  EXPECT_EQ(scalar(FormulaOp::round, 0.49999999999999994), 0.0);
  EXPECT_EQ(scalar(FormulaOp::round_half_even, 2.5), 2.0);
  EXPECT_EQ(scalar(FormulaOp::round_half_even, -3.5), -4.0);
  EXPECT_EQ(scalar(FormulaOp::truncate, -2.7), -2.0);
  EXPECT_EQ(scalar(FormulaOp::decimal_log, 1000.0), 3.0);
}

TEST(FormulaFunctions, ComparisonsTellLessFromEqualAndGreater) {
  const auto truths = [](FormulaOp op) {  // of a number below 2, of 2 itself and of one above it
    return std::vector<double>{scalar(op, 1.0, 2.0), scalar(op, 2.0, 2.0), scalar(op, 3.0, 2.0)};
  };
  EXPECT_EQ(truths(FormulaOp::less), (std::vector<double>{1.0, 0.0, 0.0}));
  EXPECT_EQ(truths(FormulaOp::less_equal), (std::vector<double>{1.0, 1.0, 0.0}));
  EXPECT_EQ(truths(FormulaOp::equal), (std::vector<double>{0.0, 1.0, 0.0}));
  EXPECT_EQ(truths(FormulaOp::not_equal), (std::vector<double>{1.0, 0.0, 1.0}));
  EXPECT_EQ(truths(FormulaOp::greater), (std::vector<double>{0.0, 0.0, 1.0}));
  EXPECT_EQ(truths(FormulaOp::greater_equal), (std::vector<double>{0.0, 1.0, 1.0}));
}

TEST(FormulaFunctions, RemaindersAreThoseOfTheCLibrary) {
  std::mt19937_64 random(6);
  std::uniform_real_distribution<double> any(-100.0, 100.0);
  for (int i = 0; i < 50'000; ++i) {
    const double a = any(random), b = i % 3 == 0 ? 0.1 : any(random);
    ASSERT_EQ(scalar(FormulaOp::modulo, a, b), std::fmod(a, b)) << a << " mod " << b;
    ASSERT_NEAR(scalar(FormulaOp::floored_modulo, a, b),
                formula_value(FormulaOp::floored_modulo, a, b, 0.0), 1e-13);
  }
  EXPECT_EQ(scalar(FormulaOp::floored_modulo, -7.0, 3.0), 2.0);
  EXPECT_EQ(scalar(FormulaOp::floored_modulo, 7.0, -3.0), -2.0);
}

TEST(FormulaFunctions, NothingIsMadeOfWhatIsNoNumber) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN(),
                   infinity = std::numeric_limits<double>::infinity();
  for (auto op = static_cast<std::uint32_t>(FormulaOp::negate);
       op < static_cast<std::uint32_t>(FormulaOp::store); ++op) {
    const auto each = static_cast<FormulaOp>(op);
    for (const double bad : {nan, infinity, -infinity}) {
      if (each == FormulaOp::select) continue;
      EXPECT_TRUE(std::isnan(scalar(each, bad, bad, bad))) << op;
      if (formula_operands(each) == 2) {
        EXPECT_TRUE(std::isnan(scalar(each, 1.0, bad)) && std::isnan(scalar(each, bad, 1.0))) << op;
      }
    }
  }
  EXPECT_EQ(scalar(FormulaOp::select, 1.0, 10.0, nan), 10.0);
  EXPECT_EQ(scalar(FormulaOp::select, 0.0, nan, 20.0), 20.0);
  EXPECT_TRUE(std::isnan(scalar(FormulaOp::select, nan, 1.0, 1.0)));
  EXPECT_TRUE(std::isnan(scalar(FormulaOp::divide, 1.0, 0.0)));
  EXPECT_TRUE(std::isnan(scalar(FormulaOp::natural_log, 0.0)));
  EXPECT_TRUE(std::isnan(scalar(FormulaOp::exponential, 1000.0)));
  EXPECT_TRUE(std::isnan(scalar(FormulaOp::arc_sine, 1.5)));
}

class SameBitsOfFormulas : public ::testing::TestWithParam<FormulaProbe> {};

TEST_P(SameBitsOfFormulas, EveryOperationOnEveryKindOfNumber) {
  std::mt19937_64 random(9);
  std::vector<double> a, b, c;
  const auto any = [&] {
    switch (random() % 8) {
      case 0:
        return static_cast<double>(static_cast<int>(random() % 21)) - 10.0;
      case 1:
        return std::ldexp(1.0, static_cast<int>(random() % 2000) - 1000);
      case 2:
        return std::numeric_limits<double>::quiet_NaN();
      case 3:
        return (static_cast<double>(random() % 2001) - 1000.0) / 8.0;
      default:
        return std::ldexp(static_cast<double>(static_cast<std::int64_t>(random())), -61);
    }
  };
  for (int i = 0; i < 16'384; ++i) {
    a.push_back(any());
    b.push_back(any());
    c.push_back(any());
  }
  for (auto op = static_cast<std::uint32_t>(FormulaOp::negate);
       op < static_cast<std::uint32_t>(FormulaOp::store); ++op) {
    const auto each = static_cast<FormulaOp>(op);
    EXPECT_TRUE(testing::same_bits(results(testing::formula_probe_scalar(), each, a, b, c),
                                   results(GetParam(), each, a, b, c)))
        << op;
  }
}

INSTANTIATE_TEST_SUITE_P(Sets, SameBitsOfFormulas,
                         ::testing::ValuesIn(testing::probes_of_this_cpu(
                             testing::formula_probe_baseline, testing::formula_probe_avx2,
                             testing::formula_probe_avx512)),
                         [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace plume::functions_test
