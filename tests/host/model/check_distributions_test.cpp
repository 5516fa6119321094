// SPDX-License-Identifier: Apache-2.0
#include "host/model/check_distributions.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "host/model/builder.hpp"
#include "tests/support/findings.hpp"

namespace plume::check_distributions_test {
namespace {

using plume::testing::lines;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = Uncertainty::not_given;

Uncertainty lognormal(double loc, double scale, bool negative = false, double minimum = nan,
                      double maximum = nan) {
  return {loc, scale, nan, minimum, maximum, DistributionKind::lognormal, negative};
}
Uncertainty normal(double loc, double scale, double minimum = nan, double maximum = nan) {
  return {loc, scale, nan, minimum, maximum, DistributionKind::normal, false};
}
Uncertainty uniform(double minimum, double maximum) {
  return {nan, nan, nan, minimum, maximum, DistributionKind::uniform, false};
}
Uncertainty triangular(double minimum, double mode, double maximum) {
  return {mode, nan, nan, minimum, maximum, DistributionKind::triangular, false};
}

/// A model of inputs 'p0', 'p1', … of process 'a', one for each uncertainty.
struct Inputs {
  Model model;
  Findings findings;

  Inputs& add(double amount, const Uncertainty& u) {
    if (model.sources.empty()) model.sources = {{"steel", "plume package", "", {"exchanges.csv"}}};
    ModelBuilder builder(model);
    Exchange e;
    e.row = builder.product("p" + std::to_string(model.exchanges.size()));
    e.column = builder.process("a");
    e.amount = amount;
    e.line = static_cast<std::uint32_t>(model.exchanges.size() + 2);
    builder.add(e, u);
    return *this;
  }
  std::vector<std::string> check() {
    check_distributions(model, findings);
    return lines(findings);
  }
};

TEST(FaultOf, AcceptsWhatCanBeDrawn) {
  for (const Uncertainty& u :
       {lognormal(0.0, 0.1), lognormal(0.0, 0.1, true), lognormal(0.0, 0.1, true, -2.0, -0.5),
        normal(0.0, 1.0), normal(1.0, 2.0, 0.0), normal(1.0, 2.0, nan, 5.0),
        normal(0.0, 1.0, 6.9, 8.0), uniform(-1.0, 1.0), triangular(0.0, 0.0, 1.0),
        triangular(0.0, 1.0, 1.0), normal(0.0, 1.0, -inf, inf), Uncertainty{}})
    EXPECT_EQ(fault_of(u), DistributionFault::none)
        << u.loc << ' ' << u.scale << ' ' << u.minimum << ' ' << u.maximum;
}

TEST(FaultOf, NamesWhatCannot) {
  for (const double scale : {nan, 0.0, -0.0, -1.0, inf}) {
    EXPECT_EQ(fault_of(lognormal(0.0, scale)), DistributionFault::scale);
    EXPECT_EQ(fault_of(normal(0.0, scale)), DistributionFault::scale);
  }
  for (const double loc : {nan, inf, -inf}) {
    EXPECT_EQ(fault_of(lognormal(loc, 1.0)), DistributionFault::loc);
    EXPECT_EQ(fault_of(normal(loc, 1.0)), DistributionFault::loc);
  }
  EXPECT_EQ(fault_of(uniform(nan, 1.0)), DistributionFault::bounds_missing);
  EXPECT_EQ(fault_of(uniform(0.0, inf)), DistributionFault::bounds_missing);
  EXPECT_EQ(fault_of(triangular(0.0, 0.5, nan)), DistributionFault::bounds_missing);
  EXPECT_EQ(fault_of(uniform(1.0, 1.0)), DistributionFault::bounds_reversed);
  EXPECT_EQ(fault_of(triangular(13.0, 11.0, 10.0)), DistributionFault::bounds_reversed);
  EXPECT_EQ(fault_of(triangular(0.0, 1.5, 1.0)), DistributionFault::mode);
  EXPECT_EQ(fault_of(triangular(0.0, nan, 1.0)), DistributionFault::mode);
  EXPECT_EQ(fault_of(normal(0.0, 1.0, 1.0, -1.0)), DistributionFault::truncation_reversed);
  EXPECT_EQ(fault_of(lognormal(0.0, 1.0, false, 1.0, 1.0)), DistributionFault::truncation_reversed);
  EXPECT_EQ(fault_of(normal(0.0, 1.0, 7.5)), DistributionFault::truncation_empty);
  EXPECT_EQ(fault_of(lognormal(0.0, 1.0, false, nan, 0.0)), DistributionFault::truncation_empty);
  EXPECT_EQ(fault_of(lognormal(0.0, 1.0, true, 0.0, 1.0)), DistributionFault::truncation_empty);
  EXPECT_EQ(fault_of({1.0, 1.0, 1.0, nan, nan, static_cast<DistributionKind>(99), false}),
            DistributionFault::unknown);
}

Uncertainty of(DistributionKind kind, double loc, double scale, double shape, double minimum = nan,
               double maximum = nan) {
  return {loc, scale, shape, minimum, maximum, kind, false};
}
Uncertainty rows_of(DistributionKind kind, std::vector<DistributionTable::Row> rows,
                    double minimum = nan, double maximum = nan) {
  Uncertainty u = of(kind, nan, nan, nan, minimum, maximum);
  u.table = std::make_shared<const DistributionTable>(DistributionTable{std::move(rows)});
  return u;
}

TEST(FaultOf, EveryOtherKindHasItsOwn) {
  using K = DistributionKind;
  using F = DistributionFault;
  const std::vector<std::pair<Uncertainty, F>> cases = {
      {of(K::bernoulli, 0.0, nan, nan), F::none},
      {of(K::bernoulli, 1.0, nan, nan), F::none},
      {of(K::bernoulli, 1.1, nan, nan), F::probability},
      {of(K::bernoulli, -0.1, nan, nan), F::probability},
      {of(K::bernoulli, nan, nan, nan), F::probability},
      {of(K::bernoulli, 0.0, nan, nan, 0.5, 2.0), F::truncation_empty},
      {of(K::discrete_uniform, nan, nan, nan, nan, 3.0), F::none},
      {of(K::discrete_uniform, nan, nan, nan, 2.0, 3.0), F::none},
      {of(K::discrete_uniform, nan, nan, nan, 2.2, 2.9), F::whole_numbers},
      {of(K::discrete_uniform, nan, nan, nan, 0.0, 1e10), F::whole_numbers},
      {of(K::discrete_uniform, nan, nan, nan, 3.0, 3.0), F::bounds_reversed},
      {of(K::discrete_uniform, nan, nan, nan, 3.0, nan), F::bounds_missing},
      {of(K::weibull, nan, 2.0, 1.5), F::none},
      {of(K::weibull, nan, 2.0, nan), F::shape},
      {of(K::weibull, nan, 0.0, 1.5), F::scale},
      {of(K::gamma, inf, 2.0, 1.5), F::loc},
      {of(K::gamma, 0.0, 2.0, 0.0), F::shape},
      {of(K::gamma, 0.0, 2.0, -1.0), F::shape},
      {of(K::gamma, 0.0, 2.0, 1.0, 5.0, 4.0), F::truncation_reversed},
      {of(K::gamma, 0.0, 2.0, 1.0, -5.0, -4.0), F::truncation_empty},
      {of(K::beta, 2.0, nan, 3.0), F::none},
      {of(K::beta, 2.0, nan, nan), F::shape},
      {of(K::beta, 0.0, nan, 3.0), F::shape},
      {of(K::beta, 2.0, nan, 3.0, 1.0, nan), F::bounds_reversed},
      {of(K::beta, 2.0, nan, 3.0, -inf, 1.0), F::bounds_missing},
      {of(K::generalized_extreme_value, 1.0, 2.0, nan), F::none},
      {of(K::generalized_extreme_value, 1.0, 2.0, -0.3), F::none},
      {of(K::generalized_extreme_value, 1.0, 2.0, 30.0), F::shape},
      {of(K::generalized_extreme_value, nan, 2.0, 0.0), F::loc},
      {of(K::generalized_extreme_value, 1.0, -2.0, 0.0), F::scale},
      {of(K::students_t, nan, nan, 4.0), F::none},
      {of(K::students_t, nan, nan, nan), F::shape},
      {of(K::students_t, nan, 0.0, 4.0), F::scale},
      {of(K::students_t, nan, nan, 4.0, 1e9, nan), F::truncation_empty},
      {of(K::beta_pert, 2.0, nan, nan, 1.0, 4.0), F::none},
      {of(K::beta_pert, 5.0, nan, nan, 1.0, 4.0), F::mode},
      {of(K::beta_pert, 2.0, -1.0, nan, 1.0, 4.0), F::shape},
      {of(K::beta_pert, 2.0, nan, nan, 4.0, 1.0), F::bounds_reversed},
      {of(K::log_uniform, nan, nan, nan, 1.0, 4.0), F::none},
      {of(K::log_uniform, nan, nan, nan, -4.0, -1.0), F::none},
      {of(K::log_uniform, nan, nan, nan, -4.0, 1.0), F::sign},
      {of(K::log_uniform, nan, nan, nan, 0.0, 1.0), F::sign},
      {of(K::empirical, nan, nan, nan), F::rows},
      {rows_of(K::empirical, {}), F::rows},
      {rows_of(K::empirical, {{1.0, 0.0, 1.0, {}}}), F::none},
      {rows_of(K::empirical, {{nan, 0.0, 1.0, {}}}), F::rows},
      {rows_of(K::empirical, {{1.0, 0.0, 0.0, {}}}), F::rows},
      {rows_of(K::categorical, {{1.0, 0.0, -1.0, {}}, {2.0, 0.0, 3.0, {}}}), F::rows},
      {rows_of(K::categorical, {{1.0, 0.0, 1.0, {}}}, 2.0, 3.0), F::truncation_empty},
      {rows_of(K::histogram, {{1.0, 2.0, 1.0, {}}, {2.0, 3.0, 1.0, {}}}), F::none},
      {rows_of(K::histogram, {{1.0, 2.5, 1.0, {}}, {2.0, 3.0, 1.0, {}}}), F::rows},
      {rows_of(K::histogram, {{3.0, 2.0, 1.0, {}}}), F::rows},
      {rows_of(K::mixture, {{0.0, 0.0, 1.0, normal(0.0, 1.0)}, {3.0, 0.0, 1.0, {}}}), F::none},
      {rows_of(K::mixture, {{0.0, 0.0, 1.0, normal(0.0, 0.0)}}), F::component},
      {rows_of(K::mixture, {{0.0, 0.0, 1.0, of(K::bernoulli, 0.5, nan, nan)}}), F::component},
      {rows_of(K::mixture, {{0.0, 0.0, 1.0, rows_of(K::empirical, {{1.0, 0.0, 1.0, {}}})}}),
       F::component}};
  for (std::size_t i = 0; i < cases.size(); ++i)
    EXPECT_EQ(fault_of(cases[i].first), cases[i].second) << "case " << i;
}

// Normal tail probabilities: Q(3) = 1.3498980316300946e-3, Q(6) = 9.865876450376946e-10, Q(7) =
// 1.2798125438858352e-12.
TEST(MassInside, IsAccurateInTheTails) {
  EXPECT_NEAR(mass_inside(normal(0.0, 1.0)), 1.0, 1e-15);
  EXPECT_NEAR(mass_inside(normal(0.0, 1.0, 0.0)), 0.5, 1e-15);
  EXPECT_NEAR(mass_inside(normal(5.0, 2.0, -1.0, 11.0)), 1.0 - 2.0 * 1.3498980316300946e-3, 1e-15);
  EXPECT_NEAR(mass_inside(normal(0.0, 1.0, 6.0)) / 9.865876450376946e-10, 1.0, 1e-12);
  EXPECT_NEAR(mass_inside(normal(0.0, 1.0, nan, -7.0)) / 1.2798125438858352e-12, 1.0, 1e-12);
}

TEST(MassInside, OfALognormalIsTakenInLogarithmsAndSignedSpace) {
  EXPECT_NEAR(mass_inside(lognormal(0.0, 1.0, false, std::exp(3.0))), 1.3498980316300946e-3, 1e-15);
  EXPECT_NEAR(mass_inside(lognormal(0.0, 1.0, false, -5.0, 1.0)), 0.5, 1e-15);
  EXPECT_NEAR(mass_inside(lognormal(0.0, 1.0, true, nan, -std::exp(3.0))), 1.3498980316300946e-3,
              1e-15);
  EXPECT_NEAR(mass_inside(lognormal(0.0, 1.0, true, -1.0, 2.0)), 0.5, 1e-15);
  EXPECT_EQ(mass_inside(lognormal(0.0, 1.0, true, 1.0, 2.0)), 0.0);
}

TEST(CheckDistributions, LeavesGoodOnesAlone) {
  Inputs inputs;
  inputs.add(1.0, lognormal(0.0, 0.2))
      .add(-2.0, lognormal(std::log(2.0), 0.2, true))
      .add(3.0, normal(3.0, 1.0));
  inputs.add(0.5, uniform(0.0, 1.0)).add(0.5, triangular(0.0, 0.5, 1.0));
  inputs.add(1234.5, lognormal(static_cast<float>(std::log(1234.5)), 0.2));  // stored in 32 bits
  EXPECT_THAT(inputs.check(), IsEmpty());
  for (const Exchange& e : inputs.model.exchanges) EXPECT_NE(e.uncertainty, no_index);
}

TEST(CheckDistributions, DowngradesAndCounts) {
  Inputs inputs;
  for (int i = 0; i < 5; ++i) inputs.add(1.0, lognormal(0.0, 0.0));
  inputs.add(1.0, lognormal(0.0, 0.1));
  EXPECT_THAT(
      inputs.check(),
      ElementsAre("steel/exchanges.csv:2: warning W0411: distribution not drawn, static amount "
                  "used: scale is not a "
                  "finite number above 0 in 5 exchanges: product 'p0' in process 'a' (lognormal "
                  "loc 0 scale 0) at "
                  "steel/exchanges.csv:2, product 'p1' in process 'a' (lognormal loc 0 scale 0) at "
                  "steel/exchanges.csv:3, product 'p2' in process 'a' (lognormal loc 0 scale 0) at "
                  "steel/exchanges.csv:4 and 2 more; for a lognormal scale is the standard "
                  "deviation of ln x, for a "
                  "normal that of x"));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(inputs.model.exchanges[i].uncertainty, no_index);
  EXPECT_NE(inputs.model.exchanges[5].uncertainty, no_index);
}

std::vector<std::string> one(double amount, const Uncertainty& u) {
  return Inputs{}.add(amount, u).check();
}

TEST(CheckDistributions, WordsOfEveryDowngrade) {
  EXPECT_THAT(
      one(1.0, normal(nan, 1.0)),
      ElementsAre(
          "steel/exchanges.csv:2: warning W0412: distribution not drawn, static amount used: loc "
          "is not a "
          "finite number in 1 exchange: product 'p0' in process 'a' (normal scale 1) at "
          "steel/exchanges.csv:2; for a lognormal loc is ln of the median, for a normal the mean"));
  EXPECT_THAT(one(1.0, uniform(0.0, nan)),
              ElementsAre("steel/exchanges.csv:2: warning W0413: distribution not drawn, static "
                          "amount used: minimum or "
                          "maximum is not a finite number in 1 exchange: product 'p0' in process "
                          "'a' (uniform minimum 0) at "
                          "steel/exchanges.csv:2; they are parameters of this distribution"));
  EXPECT_THAT(
      one(5.54, triangular(5.6, 5.54, 5.48)),
      ElementsAre(
          "steel/exchanges.csv:2: warning W0414: distribution not drawn, static amount used: "
          "minimum is not "
          "below maximum in 1 exchange: product 'p0' in process 'a' (triangular loc 5.54 minimum "
          "5.6 maximum "
          "5.48) at steel/exchanges.csv:2; exchange the bounds, or leave the distribution out"));
  EXPECT_THAT(
      one(1.0, triangular(0.0, 3.0, 2.0)),
      ElementsAre(
          "steel/exchanges.csv:2: warning W0415: distribution not drawn, static amount used: loc "
          "(the mode) "
          "is not between minimum and maximum in 1 exchange: product 'p0' in process 'a' "
          "(triangular loc 3 "
          "minimum 0 maximum 2) at steel/exchanges.csv:2; allowed: minimum <= loc <= maximum"));
  EXPECT_THAT(one(1.0, normal(1.0, 1.0, 2.0, 0.0)),
              ElementsAre("steel/exchanges.csv:2: warning W0416: distribution not drawn, static "
                          "amount used: the bounds that "
                          "truncate it are reversed in 1 exchange: product 'p0' in process 'a' "
                          "(normal loc 1 scale 1 minimum "
                          "2 maximum 0) at steel/exchanges.csv:2; minimum must be below maximum"));
  EXPECT_THAT(one(1.0, lognormal(0.0, 0.1, true, 0.5, 2.0)),
              ElementsAre("steel/exchanges.csv:2: warning W0417: distribution not drawn, static "
                          "amount used: less than 1e-12 "
                          "of it lies between its bounds in 1 exchange: product 'p0' in process "
                          "'a' (lognormal loc 0 scale "
                          "0.1 minimum 0.5 maximum 2) at steel/exchanges.csv:2; move the bounds, "
                          "or leave the distribution "
                          "out"));
  EXPECT_THAT(
      one(1.0, {nan, nan, nan, nan, nan, static_cast<DistributionKind>(99), false}),
      ElementsAre("steel/exchanges.csv:2: warning W0419: distribution not drawn, static amount "
                  "used: no distribution "
                  "has this number in 1 exchange: product 'p0' in process 'a' (distribution 99) at "
                  "steel/exchanges.csv:2; allowed: 0 to 13, as in stats_arrays"));
}

TEST(CheckDistributions, WordsOfTheOtherKindsDowngrades) {
  EXPECT_THAT(one(1.0, of(DistributionKind::gamma, nan, 1.0, -2.0)),
              ElementsAre("steel/exchanges.csv:2: warning W0424: distribution not drawn, static "
                          "amount used: a shape parameter "
                          "is outside of what can be drawn in 1 "
                          "exchange: product 'p0' in process 'a' (gamma scale 1 shape -2) at "
                          "steel/exchanges.csv:2; allowed: "
                          "shape 0.01 to 1e8 of weibull and gamma, likewise loc and shape of beta, "
                          "0.1 to 1e8 of students_t, "
                          "-20 to 20 of generalized_extreme_value, scale 0 to 1e8 of beta_pert"));
  EXPECT_THAT(
      one(1.0, of(DistributionKind::bernoulli, 1.5, nan, nan)),
      ElementsAre(
          "steel/exchanges.csv:2: warning W0425: distribution not drawn, static amount used: loc "
          "(the "
          "probability) is not between 0 and 1 in 1 "
          "exchange: product 'p0' in process 'a' (bernoulli loc 1.5) at steel/exchanges.csv:2; a "
          "bernoulli is 1 with this probability, else 0"));
  EXPECT_THAT(
      one(1.0, of(DistributionKind::discrete_uniform, nan, nan, nan, 2.2, 2.9)),
      ElementsAre(
          "steel/exchanges.csv:2: warning W0426: distribution not drawn, static amount used: there "
          "is "
          "no whole number, or there are more than 2^32, from minimum to below maximum in 1 "
          "exchange: product 'p0' in process 'a' (discrete_uniform minimum 2.2 maximum 2.9) at "
          "steel/exchanges.csv:2; a discrete_uniform draws minimum and excludes maximum"));
  EXPECT_THAT(
      one(1.0, of(DistributionKind::log_uniform, nan, nan, nan, -1.0, 4.0)),
      ElementsAre("steel/exchanges.csv:2: warning W0427: distribution not drawn, static amount "
                  "used: minimum "
                  "and maximum are not of one sign in 1 "
                  "exchange: product 'p0' in process 'a' (log_uniform minimum -1 maximum 4) at "
                  "steel/exchanges.csv:2; both must be above 0, or both below"));
  EXPECT_THAT(
      one(1.0, rows_of(DistributionKind::empirical, {})),
      ElementsAre(
          "steel/exchanges.csv:2: warning W0428: distribution not drawn, static amount used: its "
          "rows "
          "are no distribution in 1 "
          "exchange: product 'p0' in process 'a' (empirical) at steel/exchanges.csv:2; values must "
          "be "
          "finite, weights at least 0 and not all 0, bins must not be reversed or overlap"));
  EXPECT_THAT(
      one(1.0, rows_of(DistributionKind::mixture, {{0.0, 0.0, 1.0, normal(0.0, 0.0)}})),
      ElementsAre(
          "steel/exchanges.csv:2: warning W0429: distribution not drawn, static amount used: a "
          "component of the mixture cannot be drawn in 1 "
          "exchange: product 'p0' in process 'a' (mixture) at steel/exchanges.csv:2; its "
          "parameters "
          "must be possible; allowed are all distributions but bernoulli, discrete_uniform and "
          "those "
          "with rows"));
}

TEST(CheckDistributions, WordsOfEverySuspicion) {
  EXPECT_THAT(one(-1.0, lognormal(0.0, 0.1)),
              ElementsAre("steel/exchanges.csv:2: warning W0420: lognormal of the other sign than "
                          "its static amount in 1 "
                          "exchange: product 'p0' in process 'a' (amount -1, draws above 0) at "
                          "steel/exchanges.csv:2; it is "
                          "drawn as it stands; set `negative` where the amount is below 0"));
  EXPECT_THAT(one(1.0, lognormal(0.0, 2.6)),
              ElementsAre("steel/exchanges.csv:2: warning W0421: lognormal with a scale above 2.5 "
                          "in 1 exchange: product 'p0' "
                          "in process 'a' (lognormal loc 0 scale 2.6) at steel/exchanges.csv:2; it "
                          "is drawn as it stands; "
                          "was a gsd given where ln(gsd) is meant?"));
  EXPECT_THAT(
      one(3.0, uniform(0.0, 2.0)),
      ElementsAre(
          "steel/exchanges.csv:2: warning W0423: static amount outside the range of its "
          "distribution in 1 "
          "exchange: product 'p0' in process 'a' (amount 3, uniform minimum 0 maximum 2) at "
          "steel/exchanges.csv:2; it is drawn as it stands"));
}

TEST(CheckDistributions, DrawsOfTheOtherSignAreTold) {
  EXPECT_THAT(one(1.0, uniform(-1.0, 3.0)),
              ElementsAre("steel/exchanges.csv:2: note N0272: draws of the other sign than the "
                          "static amount in 1 exchange: product "
                          "'p0' in process 'a' (amount 1, 25 % of the draws) at "
                          "steel/exchanges.csv:2; bounds keep the sign: minimum "
                          "or "
                          "maximum 0"));
  EXPECT_THAT(one(1.0, uniform(-0.01, 1.5)), IsEmpty()) << "less than 1 %";
}

TEST(CheckDistributions, SuspiciousOnesAreDrawn) {
  Inputs inputs;
  inputs.add(-1.0, lognormal(0.0, 0.1))
      .add(1.0, lognormal(0.0, 9.0))
      .add(1.02, lognormal(0.0, 0.1))
      .add(3.0, uniform(0, 2));
  EXPECT_EQ(inputs.check().size(), 4u);
  for (const Exchange& e : inputs.model.exchanges) EXPECT_NE(e.uncertainty, no_index);
}

TEST(CheckDistributions, MediansApartAreCountedWithTheFarthest) {
  Inputs inputs;
  inputs.add(1.005, lognormal(0.0, 0.1));  // within 1 %
  inputs.add(1.02, lognormal(0.0, 0.1));
  inputs.add(-4.0, lognormal(std::log(2.0), 0.1, true));
  inputs.add(0.9, lognormal(0.0, 0.1));
  EXPECT_THAT(inputs.check(),
              ElementsAre("steel/exchanges.csv:4: warning W0422: static amount is not the median "
                          "of its lognormal in 3 "
                          "exchanges; largest difference: product 'p2' in process 'a', amount -4, "
                          "median -2.00000; drawn "
                          "values follow the distribution; its loc is ln of the median"));
}

TEST(CheckDistributions, AZeroAmountIsFarFromEveryMedian) {
  EXPECT_THAT(one(0.0, lognormal(0.0, 0.1)),
              ElementsAre("steel/exchanges.csv:2: warning W0422: static amount is not the median "
                          "of its lognormal in 1 "
                          "exchange; largest difference: product 'p0' in process 'a', amount 0, "
                          "median 1.00000; drawn values "
                          "follow the distribution; its loc is ln of the median"));
}

TEST(CheckDistributions, AmountsOfPresampledExchangesAreNotJudged) {
  Inputs inputs;
  inputs.add(nan, lognormal(0.0, 0.1)).add(-5.0, lognormal(0.0, 0.1)).add(7.0, uniform(0.0, 1.0));
  for (Exchange& e : inputs.model.exchanges) e.array = 0;
  EXPECT_THAT(inputs.check(), IsEmpty());
}

TEST(CheckSpreads, ToldOfThoseThatAreWideAndNotOfThoseThatCheckDistributionsTellsOf) {
  Inputs inputs;
  inputs.add(1.0, lognormal(0.0, 1.5)).add(1.0, lognormal(0.0, 1.6)).add(1.0, lognormal(0.0, 2.6));
  check_spreads(inputs.model, inputs.findings);
  EXPECT_THAT(
      lines(inputs.findings),
      ElementsAre(
          "steel/exchanges.csv:3: note N0296: lognormal with a scale above 1.5 in 1 exchange: "
          "product "
          "'p1' in process 'a' (lognormal loc 0 scale 1.6) at steel/exchanges.csv:3; its mean is "
          "more "
          "than three times its median, and few draws make most of it; look whether it is meant"));
}

}  // namespace
}  // namespace plume::check_distributions_test
