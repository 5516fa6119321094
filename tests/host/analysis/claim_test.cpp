// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/claim.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <numbers>
#include <random>

namespace claim_test {
namespace {

using nlohmann::json;

std::vector<double> normal_sample(double mean, double sd, std::size_t size) {
  std::mt19937_64 random(11);
  std::normal_distribution<double> normal(mean, sd);
  std::vector<double> sample(size);
  for (double& value : sample) value = normal(random);
  return sample;
}

double figure_needed(const plume::ClaimFigures& figures, double confidence) {
  for (const auto& needed : figures.needed)
    if (needed.confidence == confidence) return needed.nominal;
  return -1.0;
}

/// gross normal(1000, 100), 1100 t of credits: net is normal(−100, 100). n = 200,000, z = 4.
constexpr double normal_below_one_sd = 0.8413447460685429;

TEST(Claim, FiguresOfANormalNetAreTheKnownOnes) {
  // Arrange
  const std::vector<double> gross = normal_sample(1000.0, 100.0, 200000);
  // Act
  const plume::ClaimSummary claim =
      plume::judge_claim({gross, {}, 1100.0, 1000.0, 1.0}, {0.95, false});
  // Assert
  EXPECT_TRUE(claim.present);
  EXPECT_EQ(claim.face.static_net, -100.0);
  EXPECT_NEAR(claim.face.probability, normal_below_one_sd, 4.0 * claim.face.probability_se);
  EXPECT_NEAR(claim.face.probability_se, std::sqrt(0.8413 * 0.1587 / 200000.0), 1e-5);
  // E[max(net, 0)] = σ (φ(1) − (1 − Φ(1)))
  const double density = std::exp(-0.5) / std::sqrt(2.0 * std::numbers::pi);
  EXPECT_NEAR(claim.face.shortfall, 100.0 * (density - (1.0 - normal_below_one_sd)),
              4.0 * claim.face.shortfall_se);
  EXPECT_NEAR(claim.face.median, -100.0, 1.2);
  EXPECT_NEAR(claim.face.p90, -100.0 + 128.155, 1.6);
  EXPECT_NEAR(claim.face.p95, -100.0 + 164.485, 2.0);
  EXPECT_NEAR(figure_needed(claim.face, 0.95), 1164.485, 2.0);
  EXPECT_NEAR(figure_needed(claim.face, 0.99), 1232.635, 3.5);
  EXPECT_EQ(claim.verdict, "not demonstrated");
}

// the sabotaged twin: the assertion above must reject it
TEST(Claim, CreditsThatAreWorthHalfAreTold) {
  const std::vector<double> gross = normal_sample(1000.0, 100.0, 200000), half(gross.size(), 0.5);
  const plume::ClaimSummary claim =
      plume::judge_claim({gross, half, 1100.0, 1000.0, 0.5}, {0.95, true});
  EXPECT_GT(std::abs(claim.risk_adjusted.probability - normal_below_one_sd), 4.0 * 0.001);
  EXPECT_NEAR(figure_needed(claim.risk_adjusted, 0.95), 2.0 * figure_needed(claim.face, 0.95),
              1e-9);
  EXPECT_EQ(claim.risk_adjusted.static_net, 450.0);
  EXPECT_NEAR(claim.realised_mean, 550.0, 1e-9);
}

TEST(Claim, CurveGoesThroughTheProbabilityAtTheNominalVolume) {
  const std::vector<double> gross = normal_sample(1000.0, 100.0, 20000);
  const plume::ClaimSummary claim = plume::judge_claim({gross, {}, 1000.0, 1000.0, 1.0}, {});
  ASSERT_EQ(claim.curve_credits.size(), claim.curve_face.size());
  ASSERT_LE(claim.curve_credits.size(), 200U);
  EXPECT_EQ(claim.curve_face, claim.curve_adjusted);
  for (std::size_t i = 0; i < claim.curve_credits.size(); ++i) {
    double met = 0.0;
    for (const double value : gross) met += value <= claim.curve_credits[i] ? 1.0 : 0.0;
    EXPECT_DOUBLE_EQ(claim.curve_face[i], met / 20000.0) << claim.curve_credits[i];
  }
}

TEST(Claim, NoVolumeReachesWhatDeliveryAloneMisses) {
  // Arrange: every tenth contract fails, and gross is 100 t.
  const std::vector<double> gross(1000, 100.0);
  std::vector<double> share(1000, 0.5);
  for (std::size_t i = 0; i < share.size(); i += 10) share[i] = 0.0;
  // Act
  const plume::ClaimSummary claim = plume::judge_claim({gross, share, 100.0, 100.0, 0.5}, {});
  // Assert
  EXPECT_EQ(figure_needed(claim.risk_adjusted, 0.8), 200.0);
  EXPECT_TRUE(std::isinf(figure_needed(claim.risk_adjusted, 0.9)))
      << "90 % is what is delivered, within its error";
  EXPECT_TRUE(std::isinf(figure_needed(claim.risk_adjusted, 0.95)));
  EXPECT_EQ(figure_needed(claim.face, 0.95), 100.0);
}

TEST(Claim, NothingIsNeededWhereNothingIsEmitted) {
  const std::vector<double> gross(500, -3.0), share(500, 0.0);
  const plume::ClaimSummary claim = plume::judge_claim({gross, share, 0.0, -3.0, 0.0}, {});
  EXPECT_EQ(figure_needed(claim.risk_adjusted, 0.99), 0.0);
  EXPECT_EQ(claim.verdict, "demonstrated");
  const std::vector<double> nothing(500, 0.0);
  EXPECT_EQ(
      figure_needed(plume::judge_claim({nothing, share, 0.0, 0.0, 0.0}, {}).risk_adjusted, 0.99),
      0.0)
      << "nor of exactly nothing";
}

TEST(Claim, VerdictKeepsAGuardBandOnBothSides) {
  plume::ClaimFigures figures;
  const auto verdict = [&figures](double lower, double upper) {
    figures.probability_lower = lower;
    figures.probability_upper = upper;
    return plume::claim_verdict(figures, 0.95);
  };
  EXPECT_EQ(verdict(0.95, 0.96), "demonstrated");
  EXPECT_EQ(verdict(0.949, 0.96), "not demonstrated");
  EXPECT_EQ(verdict(0.051, 0.06), "not demonstrated");
  EXPECT_EQ(verdict(0.04, 0.051), "not demonstrated");
  EXPECT_EQ(verdict(0.04, 0.05), "not met");
}

TEST(Claim, FewIterationsDemonstrateNothing) {
  const std::vector<double> gross(30, -1.0);
  EXPECT_EQ(plume::judge_claim({gross, {}, 0.0, -1.0, 1.0}, {0.95, true}).verdict,
            "not demonstrated");
}

TEST(Claim, WhatIsOffsetExactlyIsDemonstrated) {
  const std::vector<double> gross(1000, 100.0);
  const plume::ClaimSummary claim =
      plume::judge_claim({gross, {}, 100.0, 100.0, 1.0}, {0.95, false});
  EXPECT_EQ(claim.face.probability, 1.0);
  EXPECT_EQ(claim.face.mean, 0.0);
  EXPECT_EQ(figure_needed(claim.face, 0.95), 100.0);
  EXPECT_EQ(claim.verdict, "demonstrated");
}

TEST(Claim, AVerdictNeverTurnsOnRounding) {
  const auto probability = [](double gross, double nominal, double rounding) {
    const std::vector<double> samples(1000, gross);
    return plume::judge_claim({samples, {}, nominal, nominal, 1.0, rounding}, {0.95, false})
        .face.probability;
  };
  EXPECT_EQ(probability(0.1 + 0.2, 0.3, plume::net_rounding_double), 1.0) << "0.30000000000000004";
  EXPECT_EQ(probability(315.0 * (1.0 + 1e-7), 315.0, plume::net_rounding_mixed), 1.0)
      << "two values of 32 bits";
  EXPECT_EQ(probability(315.0 * (1.0 + 1e-7), 315.0, plume::net_rounding_double), 0.0);
  EXPECT_EQ(probability(315.0 * (1.0 + 1e-6), 315.0, plume::net_rounding_mixed), 0.0)
      << "0.3 kg are missing";
  EXPECT_EQ(plume::rounded_net(315.0, 400.0, plume::net_rounding_mixed), -85.0);
  // Of the mean of both, 300 t: a tenth of it is 30 t.
  EXPECT_EQ(plume::rounded_net(314.0, 286.0, 0.1), 0.0);
  EXPECT_EQ(plume::rounded_net(316.0, 284.0, 0.1), 32.0);
}

/// Brown, Cai and DasGupta 2001, Interval estimation for a binomial proportion; R: binom.confint(x,
/// n, methods = "wilson").
TEST(Claim, IntervalIsWilsons) {
  const plume::WilsonInterval eight = plume::wilson_interval(8.0, 10.0),
                              none = plume::wilson_interval(0.0, 10.0);
  EXPECT_NEAR(eight.lower, 0.4902, 5e-5);
  EXPECT_NEAR(eight.upper, 0.9433, 5e-5);
  EXPECT_EQ(none.lower, 0.0);
  EXPECT_NEAR(none.upper, 0.2775, 5e-5);
  std::vector<double> gross(10, -1.0);
  gross[3] = gross[7] = 1.0;
  const plume::ClaimFigures figures = plume::judge_claim({gross, {}, 0.0, 0.0, 1.0}, {}).face;
  EXPECT_EQ(figures.probability_lower, eight.lower);
  EXPECT_EQ(figures.probability_upper, eight.upper);
}

TEST(Claim, IsAbsentWithoutAnIterationThatCounts) {
  const std::vector<double> gross(5, std::numeric_limits<double>::quiet_NaN());
  EXPECT_FALSE(plume::judge_claim({gross, {}, 1.0, 1.0, 1.0}, {}).present);
}

/// The lines of example_leshan_like/inventory.csv that the boundary "type I, market-based" has,
/// drawn without the engine.
class WaferFactory {
 public:
  explicit WaferFactory(std::size_t size) {
    gross.resize(size);
    share.resize(size);
    for (std::size_t i = 0; i < size; ++i) draw(gross[i], share[i]);
  }
  std::vector<double> gross, share;

 private:
  double normal(double mean, double sd) { return mean + sd * standard_(random_); }
  double lognormal(double mu, double sigma) { return std::exp(normal(mu, sigma)); }
  double uniform() { return std::generate_canonical<double, 53>(random_); }
  double triangular(double low, double mode, double high) {
    const double u = uniform(), cut = (mode - low) / (high - low);
    return u < cut ? low + std::sqrt(u * (high - low) * (mode - low))
                   : high - std::sqrt((1.0 - u) * (high - low) * (high - mode));
  }
  void draw(double& emitted, double& realised) {
    const double cz = lognormal(-0.5187905934202875, 0.0981122309814731);
    const double cz_energy = lognormal(3.4657359027997265, 0.0981122309814731);
    const double sawing = lognormal(1.5606467482641682, 0.3593587283357377);
    const double demand =
        43.1e6 * (cz * cz_energy + sawing) * normal(1.0, 0.00510213456924654) / 1000.0;
    const double purchased = demand - normal(30000.0, 459.19211123218855);
    const double market =
        purchased * (1.0 - triangular(0.9, 0.95, 1.0)) * lognormal(-0.4949522746097005, 0.05);
    const double gas = normal(2.0e6, 20408.538276986157) * normal(38.931, 0.3972624018306741) / 1e6;
    const double per_gas =
        lognormal(10.937818439130304, 0.018132441967610158) +
        lognormal(-0.05268025782891317, 0.5874049500798338) * normal(27.0, 6.687525151029461) +
        lognormal(-2.355265350822959, 0.587404950079834) * normal(273.0, 79.03438814852998);
    const double diesel = normal(300.0, 7.65320185386981) *
                          lognormal(3.745716757919856, 0.011447086408504992) / 1000.0 *
                          lognormal(11.207646682387729, 0.007615691764021496) / 1000.0;
    const double refrigerant = triangular(0.3, 0.5, 0.8) * normal(2255.5, 521.0737210632582);
    const double switchgear = triangular(0.005, 0.01, 0.02) * 25200.0;
    emitted = market + gas * per_gas / 1000.0 + diesel + refrigerant + switchgear;
    realised = uniform() < 0.95 ? triangular(0.3, 0.7, 1.0) : 0.0;
  }

  std::mt19937_64 random_{2023};
  std::normal_distribution<double> standard_;
};

TEST(Claim, ReproducesTheWaferFactory) {
  // Arrange: n = 1,000,000 here and in the golden file, z = 4 of the combined error √2·se.
  const std::filesystem::path path = PLUME_SOURCE_DIR "/../shared/golden/leshan_like.json";
  if (!std::filesystem::exists(path))
    GTEST_SKIP() << "the golden file leshan_like.json is not here";
  std::ifstream file(path);
  const json all = json::parse(file);
  const json& golden = all.at("claims");
  const WaferFactory factory(1000000);
  double gross_static = 0.0;
  for (const auto& [line, value] : all.at("deterministic").items())
    if (line.starts_with("S1 ") || line == "S2 market-based") gross_static += value.get<double>();
  // Act
  const plume::ClaimSummary claim =
      plume::judge_claim({factory.gross, factory.share, 40000.0, gross_static, 0.7}, {0.95, true});
  // Assert
  const auto expect_probability = [](const plume::ClaimFigures& figures, const json& expected) {
    const double se = std::hypot(figures.probability_se, expected.at("se").get<double>());
    EXPECT_NEAR(figures.probability, expected.at("p").get<double>(), 4.0 * se);
  };
  expect_probability(claim.face, golden.at("P_typeI_net_le_0_credits_at_face_value"));
  expect_probability(claim.risk_adjusted, golden.at("P_typeI_net_le_0_risk_adjusted"));
  int compared = 0;
  for (const auto* figures : {&claim.face, &claim.risk_adjusted}) {
    const json& expected = golden.at(figures == &claim.face ? "credits_needed_face_value"
                                                            : "credits_needed_risk_adjusted");
    for (const auto& needed : figures->needed) {
      const std::string key =
          "p" + std::to_string(static_cast<int>(std::lround(100.0 * needed.confidence)));
      if (!expected.contains(key)) continue;
      EXPECT_NEAR(needed.nominal, expected.at(key).get<double>(),
                  4.0 * std::numbers::sqrt2 * needed.se)
          << key;
      EXPECT_LT(needed.se, 0.005 * needed.nominal) << key;
      ++compared;
    }
  }
  EXPECT_EQ(compared, 8);
  EXPECT_TRUE(std::isinf(figure_needed(claim.risk_adjusted, 0.95)));
  EXPECT_EQ(claim.verdict, "not demonstrated");
  EXPECT_NEAR(claim.face.static_net, -2935.397, 0.001) << "the static answer: met";
}

}  // namespace
}  // namespace claim_test
