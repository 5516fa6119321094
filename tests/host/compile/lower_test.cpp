// SPDX-License-Identifier: Apache-2.0
// Every kind of number: what the engine would draw for it, against closed forms and against the
// stored reference distributions.
#include "host/compile/lower.hpp"

#include <gtest/gtest.h>

#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "kernels/random/draw.hpp"
#include "tests/support/draft.hpp"
#include "tests/support/exact_draw.hpp"

namespace plume::lower_test {
namespace {

using testing::lognormal;
using testing::normal;
using testing::triangular;
using testing::truncated;
using testing::uniform;
using Kind = LoweredExchange::Kind;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// One exchange with its model.
struct One {
  Model model;
  Exchange exchange;

  explicit One(double amount, const Uncertainty& u = {}, int sign = 1, double factor = 1.0) {
    exchange.key = 0x123456789abcdefu;
    exchange.amount = amount;
    exchange.sign = static_cast<std::int8_t>(sign);
    exchange.factor = factor;
    if (!u.is_certain()) {
      exchange.uncertainty = 0;
      model.uncertainties.push_back(u);
    }
  }
  [[nodiscard]] LoweredExchange lowered(double scale = 1.0, const LowerOptions& options = {},
                                        bool draw = true) const {
    return lower(model, exchange, scale, draw, options, {0});
  }
};

/// The engine's value at a word, in the precision of values.
double drawn(const LoweredExchange& l, std::uint32_t word) {
  const Pack<std::uint32_t, 1> w{word};
  switch (l.kind) {
    case Kind::fixed:
      return l.fixed;
    case Kind::lognormal:
      return plain_lognormal<1>(l.plain, w).v;
    case Kind::normal:
      return plain_normal<1>(l.plain, w).v;
    case Kind::wide:
      return wide_draw<1>(l.wide, w).v;
  }
  return nan;
}

std::uint32_t word_at(double p) { return static_cast<std::uint32_t>(p * 4294967296.0); }

// --- fixed numbers
// -------------------------------------------------------------------------------------------------

TEST(Lower, FixedNumbersCarrySignFactorAndScale) {
  const LoweredExchange l = One(3.0, {}, -1, 0.5).lowered(4.0);
  EXPECT_EQ(Kind::fixed, l.kind);
  EXPECT_EQ(-6.0, l.fixed);
  EXPECT_FALSE(l.array.has_value());
}

TEST(Lower, FixedNumbersAreNeverRounded) {
  EXPECT_EQ(0.1, One(0.1).lowered().fixed);
  EXPECT_EQ(0.1, One(0.1).lowered(1.0, {.fp32_values = false}).fixed);
  EXPECT_EQ(1e-60, One(1e-60).lowered().fixed);
}

TEST(Lower, WithoutDrawingTheStaticAmountStands) {
  One one(2.0, lognormal(5.0, 0.3), -1, 10.0);
  const LoweredExchange l = one.lowered(1.0, {}, false);
  EXPECT_EQ(Kind::fixed, l.kind);
  EXPECT_EQ(-20.0, l.fixed);
}

// --- plain draws
// -------------------------------------------------------------------------------------------------

TEST(Lower, LognormalIsPlainInFp32) {
  const LoweredExchange l = One(1.0, lognormal(2.5, 0.3), -1, 10.0).lowered(0.25);
  EXPECT_EQ(Kind::lognormal, l.kind);
  EXPECT_EQ(0x123456789abcdefu, l.plain.key);
  EXPECT_FLOAT_EQ(-6.25f, l.plain.a);
  EXPECT_FLOAT_EQ(static_cast<float>(0.3 / std::log(2.0)), l.plain.b);
}

TEST(Lower, NegativeLognormalIsMinusItsMagnitude) {
  EXPECT_FLOAT_EQ(-2.5f, One(-1.0, lognormal(-2.5, 0.3)).lowered().plain.a);
  EXPECT_FLOAT_EQ(2.5f, One(-1.0, lognormal(-2.5, 0.3), -1).lowered().plain.a);
}

TEST(Lower, ALognormalHasItsAmountForAMedian) {
  // The mean over 2^16 strata is e^(σ²/2) times the amount.
  const auto mean = [](const LoweredExchange& lowered) {
    double sum = 0.0;
    for (std::uint32_t i = 0; i < 65'536; ++i) sum += drawn(lowered, (i << 16) + 32'768);
    return sum / 65'536;
  };
  EXPECT_NEAR(2.5 * std::exp(0.125), mean(One(1.0, lognormal(2.5, 0.5)).lowered()), 1e-3);
}

TEST(Lower, NormalIsPlainInFp32) {
  const LoweredExchange l = One(1.0, normal(2.0, 0.5), -1).lowered(2.0);
  EXPECT_EQ(Kind::normal, l.kind);
  EXPECT_EQ(-4.0f, l.plain.a);
  EXPECT_EQ(-1.0f, l.plain.b);
}

// --- wide draws
// -------------------------------------------------------------------------------------------------

TEST(Lower, EverythingElseIsWide) {
  EXPECT_EQ(Kind::wide, One(1.0, lognormal(1.0, 0.3)).lowered(1.0, {.fp32_values = false}).kind);
  EXPECT_EQ(Kind::wide, One(1.0, normal(1.0, 0.3)).lowered(1.0, {.fp32_values = false}).kind);
  EXPECT_EQ(Kind::wide, One(1.0, uniform(0.0, 1.0)).lowered().kind);
  EXPECT_EQ(Kind::wide, One(1.0, triangular(0.0, 0.5, 1.0)).lowered().kind);
  EXPECT_EQ(Kind::wide, One(1.0, truncated(lognormal(1.0, 0.3), nan, 2.0)).lowered().kind);
  EXPECT_EQ(Kind::wide, One(1.0, truncated(normal(1.0, 0.3), 0.0, nan)).lowered().kind);
}

TEST(Lower, NumbersBeyondFp32sComfortAreWide) {
  EXPECT_EQ(Kind::wide, One(1.0, lognormal(1e-35, 0.3)).lowered().kind);
  EXPECT_EQ(Kind::wide, One(1.0, lognormal(1e35, 0.3)).lowered().kind);
  EXPECT_EQ(Kind::wide, One(1.0, lognormal(1.0, 12.0)).lowered().kind);
}

struct Case {
  std::string name;
  Uncertainty uncertainty;
};
std::vector<Case> all_kinds() {
  return {{"lognormal", lognormal(3.0, 0.4)},
          {"negative lognormal", lognormal(-3.0, 0.4)},
          {"normal", normal(-1.0, 2.0)},
          {"uniform", uniform(-2.0, 5.0)},
          {"triangular", triangular(1.0, 1.5, 4.0)},
          {"triangular, mode at its minimum", triangular(1.0, 1.0, 4.0)},
          {"triangular, mode at its maximum", triangular(1.0, 4.0, 4.0)},
          {"lognormal below", truncated(lognormal(3.0, 0.4), nan, 3.5)},
          {"lognormal above", truncated(lognormal(3.0, 0.4), 2.0, nan)},
          {"lognormal between", truncated(lognormal(3.0, 0.4), 2.0, 8.0)},
          {"lognormal above less than nothing", truncated(lognormal(3.0, 0.4), -1.0, 8.0)},
          {"negative lognormal between", truncated(lognormal(-3.0, 0.4), -8.0, -2.0)},
          {"negative lognormal below", truncated(lognormal(-3.0, 0.4), nan, -2.0)},
          {"normal above", truncated(normal(1.0, 0.5), 0.0, nan)},
          {"normal below", truncated(normal(1.0, 0.5), nan, 0.9)},
          {"normal between", truncated(normal(0.0, 1.0), 2.0, 4.0)},
          {"normal far above", truncated(normal(0.0, 1.0), 6.0, 6.5)},
          {"normal far below", truncated(normal(0.0, 1.0), -6.5, -6.0)}};
}

TEST(Lower, DrawsAreTheClosedFormQuantiles) {
  for (const Case& c : all_kinds()) {
    for (const int sign : {1, -1}) {
      for (const bool fp32 : {true, false}) {
        for (const double scale : {1.0, 0.0078125, -3.0}) {
          const One one(1.0, c.uncertainty, sign, 0.7);
          const LoweredExchange l = one.lowered(scale, {.fp32_values = fp32});
          for (int i = 0; i <= 400; ++i) {
            const std::uint32_t word = i == 0 ? 0 : i == 400 ? 0xffffffffu : word_at(i / 400.0);
            const long double p = (word + 0.5L) / 4294967296.0L,
                              rest = (4294967295u - word + 0.5L) / 4294967296.0L;
            const double exact =
                sign * 0.7 * scale * testing::quantile_exactly(c.uncertainty, p, rest);
            const bool plain = l.kind == Kind::lognormal || l.kind == Kind::normal;
            const double size = std::max(std::abs(exact), plain ? 5.0 * std::abs(scale) : 0.0);
            ASSERT_NEAR(exact, drawn(l, word),
                        (plain ? 2e-6 : 2e-13) * std::max(size, std::abs(scale)))
                << c.name << " sign " << sign << " scale " << scale << " word " << word;
          }
        }
      }
    }
  }
}

TEST(Lower, TruncatedDrawsNeverLeaveTheirBounds) {
  for (const Case& c : all_kinds()) {
    const Uncertainty& u = c.uncertainty;
    if (u.kind == DistributionKind::triangular) continue;
    for (const int sign : {1, -1}) {
      const LoweredExchange l = One(1.0, u, sign).lowered();
      const double low = std::isnan(u.minimum) ? -infinity : u.minimum,
                   high = std::isnan(u.maximum) ? infinity : u.maximum;
      for (std::uint32_t i = 0; i < 4096; ++i) {
        for (const std::uint32_t word : {i, ~i, i * 1048573u}) {
          const double value = sign * drawn(l, word);
          ASSERT_GE(value, low) << c.name;
          ASSERT_LE(value, high) << c.name;
        }
      }
    }
  }
}

// --- presampled columns
// -----------------------------------------------------------------------------------------------

TEST(Lower, ArraysLieOverTheirOwnDraw) {
  One one(2.0, lognormal(2.0, 0.3), -1, 0.5);
  PresampledArray array;
  array.num_rows = 3;
  array.num_columns = 4;
  array.values.resize(12);
  array.order = ColumnOrder::combinatorial;
  array.stride = 5;
  array.group_key = 99;
  one.model.arrays = {array};
  one.exchange.array = 0;
  one.exchange.array_row = 2;
  const LoweredExchange l = lower(one.model, one.exchange, 8.0, true, {}, {1000});
  EXPECT_EQ(Kind::lognormal, l.kind);
  ASSERT_TRUE(l.array.has_value());
  EXPECT_EQ(1008u, l.array->offset);
  EXPECT_EQ(99u, l.array->group_key);
  EXPECT_EQ(5u, l.array->stride);
  EXPECT_EQ(4u, l.array->num_columns);
  EXPECT_EQ(0u, l.array->random);
  EXPECT_EQ(-4.0, l.array->factor);
  EXPECT_FALSE(lower(one.model, one.exchange, 8.0, false, {}, {1000}).array.has_value());
  one.model.arrays[0].order = ColumnOrder::random;
  EXPECT_EQ(1u, lower(one.model, one.exchange, 8.0, true, {}, {1000}).array->random);
}

TEST(Lower, AnArrayWithoutUncertaintyLiesOverTheStaticAmount) {
  One one(2.0);
  one.model.arrays.resize(1);
  one.model.arrays[0].num_columns = 1;
  one.exchange.array = 0;
  const LoweredExchange l = one.lowered(3.0);
  EXPECT_EQ(Kind::fixed, l.kind);
  EXPECT_EQ(6.0, l.fixed);
  EXPECT_TRUE(l.array.has_value());
}

// --- Φ
// -------------------------------------------------------------------------------------------------

TEST(NormalCdf, KeepsTheDigitsOfTheLowerTail) {
  EXPECT_DOUBLE_EQ(0.5, normal_cdf(0.0));
  EXPECT_NEAR(0.975, normal_cdf(1.959963984540054), 1e-15);
  for (double z = -37.0; z < 0.0; z += 0.37) {
    const double exact = static_cast<double>(0.5L * boost::math::erfc(-z / std::sqrt(2.0L)));
    EXPECT_NEAR(1.0, normal_cdf(z) / exact, 1e-12) << z;
  }
  EXPECT_EQ(0.0, normal_cdf(-infinity));
  EXPECT_EQ(1.0, normal_cdf(infinity));
}

// --- against the stored distributions
// ---------------------------------------------------------------------------------

struct Reference {
  std::string id;
  Uncertainty uncertainty;
  nlohmann::json item;
};

std::vector<Reference> references(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::vector<Reference> list;
  const nlohmann::json stored = nlohmann::json::parse(file);
  for (const auto& item : stored["items"]) {
    const std::string kind = item["kind"];
    const auto& p = item["params"];
    const auto bound = [&](const char* name) {
      return p[name].is_null() ? nan : p[name].get<double>();
    };
    Uncertainty u;
    if (kind == "lognormal") {
      u = lognormal(std::exp(p["mu"].get<double>()), p["sigma"]);
      u.loc = p["mu"];
    } else if (kind == "normal") {
      u = normal(p["mean"], p["sd"]);
    } else if (kind == "truncated_normal") {
      u = truncated(normal(p["mean0"], p["sd0"]), bound("lower"), bound("upper"));
    } else if (kind == "uniform") {
      u = uniform(p["min"], p["max"]);
    } else if (kind == "triangular") {
      u = triangular(p["min"], p["mode"], p["max"]);
    } else {
      continue;
    }
    list.push_back({item["id"], u, item});
  }
  return list;
}

TEST(ReferenceDistributions, QuantilesAndMoments) {
  const std::filesystem::path path = PLUME_SOURCE_DIR "/../shared/golden/distributions.json";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "the reference distributions are not here";
  const auto list = references(path);
  EXPECT_GE(list.size(), 20u);
  for (const Reference& reference : list) {
    SCOPED_TRACE(reference.id);
    for (const bool fp32 : {true, false}) {
      const LoweredExchange l = One(1.0, reference.uncertainty).lowered(1.0, {.fp32_values = fp32});
      const bool plain = l.kind == Kind::lognormal || l.kind == Kind::normal;
      const double sd = reference.item["sd"];
      for (const auto& [level, value] : reference.item["quantiles"].items()) {
        const double p = std::stod(level), exact = value;
        // A word is within 1.2e-10 of the level; that moves a quantile by 1.2e-10 over the density,
        // at most 1e-6 standard deviations at 0.001.
        const double bound = (plain ? 3e-6 : 1e-12) * std::max(std::abs(exact), sd) +
                             1e-6 * std::max(sd, std::abs(exact)) * (plain ? 1 : 0.5);
        EXPECT_NEAR(exact, drawn(l, word_at(p)), bound) << "level " << level;
      }
      if (reference.uncertainty.kind == DistributionKind::lognormal &&
          reference.uncertainty.scale > 0.6)
        continue;  // no midpoint rule
      // Midpoints of 2^17 strata: an integral; what the last strata of the tails miss is below the
      // bounds.
      constexpr std::uint32_t n = 1u << 17;
      double mean = 0.0, square = 0.0;
      for (std::uint32_t i = 0; i < n; ++i) {
        const double x = drawn(l, (i << 15) + 16384) - reference.item["mean"].get<double>();
        mean += x / n;
        square += x * x / n;
      }
      EXPECT_NEAR(0.0, mean, 2e-4 * sd);
      EXPECT_NEAR(1.0, std::sqrt(square - mean * mean) / sd, 1e-3);
    }
  }
}

TEST(ReferenceDistributions, AWrongSpreadWouldBeSeen) {
  const std::filesystem::path path = PLUME_SOURCE_DIR "/../shared/golden/distributions.json";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "the reference distributions are not here";
  int seen = 0;
  for (const Reference& reference : references(path)) {
    if (reference.uncertainty.kind != DistributionKind::lognormal ||
        reference.uncertainty.scale > 2.0)
      continue;
    Uncertainty sabotaged = reference.uncertainty;
    sabotaged.scale *= 1.0001;
    const double exact = reference.item["quantiles"]["0.999"], sd = reference.item["sd"];
    EXPECT_GT(std::abs(drawn(One(1.0, sabotaged).lowered(), word_at(0.999)) - exact),
              4e-6 * std::max(exact, sd))
        << reference.id;
    ++seen;
  }
  EXPECT_GE(seen, 4);
}

}  // namespace
}  // namespace plume::lower_test
