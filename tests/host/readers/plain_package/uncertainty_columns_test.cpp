// SPDX-License-Identifier: Apache-2.0
#include "host/readers/plain_package/uncertainty_columns.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/host/readers/plain_package/read_texts.hpp"

namespace plume::uncertainty_columns_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

struct Result {
  Uncertainty uncertainty;
  std::vector<std::string> findings;
};

/// The uncertainty of one row with the columns amount and those named.
Result read(const std::string& names, const std::string& cells) {
  const std::string text = "amount," + names + "\n" + cells + "\n";
  Findings findings;
  Table table(text, "t.csv", with_uncertainty({{"amount", Column::required}}), findings);
  const UncertaintyColumns columns(table);
  EXPECT_TRUE(table.next());
  Result result;
  result.uncertainty =
      columns.read(table, table.required_number(table.column("amount")).value_or(NAN), findings);
  result.findings = testing::lines_of(findings);
  return result;
}

TEST(UncertaintyColumns, NoneGiven) {
  EXPECT_TRUE(read("distribution,gsd", "2,,").uncertainty.is_certain());
  EXPECT_TRUE(read("distribution,gsd", "2,none,1.2").uncertainty.is_certain());
  EXPECT_THAT(read("distribution,gsd", "2,none,1.2").findings, IsEmpty());
}

struct SpreadCase {
  std::string names;
  std::string cells;
  double loc;
  double scale;
};

class Spread : public ::testing::TestWithParam<SpreadCase> {};

TEST_P(Spread, BecomesLocAndScale) {
  const Result result = read(GetParam().names, GetParam().cells);
  EXPECT_THAT(result.findings, IsEmpty());
  EXPECT_DOUBLE_EQ(result.uncertainty.loc, GetParam().loc);
  EXPECT_DOUBLE_EQ(result.uncertainty.scale, GetParam().scale);
  EXPECT_FALSE(result.uncertainty.negative);
  EXPECT_TRUE(std::isnan(result.uncertainty.minimum));
}

INSTANTIATE_TEST_SUITE_P(
    Lognormal, Spread,
    ::testing::Values(
        SpreadCase{"distribution,scale", "2,lognormal,0.3", std::log(2.0), 0.3},
        SpreadCase{"distribution,gsd", "2,lognormal,1.2", std::log(2.0), std::log(1.2)},
        SpreadCase{"distribution,gsd2", "2,lognormal,1.44", std::log(2.0), 0.5 * std::log(1.44)},
        SpreadCase{"distribution,cv", "2,lognormal,0.5", std::log(2.0), std::sqrt(std::log(1.25))},
        SpreadCase{"distribution,loc,scale", "2,lognormal,0.5,0.1", 0.5, 0.1}));
INSTANTIATE_TEST_SUITE_P(
    Normal, Spread,
    ::testing::Values(SpreadCase{"distribution,scale", "2,normal,0.3", 2.0, 0.3},
                      SpreadCase{"distribution,sd", "2,normal,0.3", 2.0, 0.3},
                      SpreadCase{"distribution,cv", "-2,normal,0.1", -2.0, 0.2},
                      SpreadCase{"distribution,cv,loc", "2,normal,0.1,3", 3.0, 0.1 * 3.0}));

TEST(UncertaintyColumns, NegativeAmountsMakeNegativeLognormals) {
  const Result result = read("distribution,gsd,minimum", "-2,lognormal,1.5,-4");
  EXPECT_THAT(result.findings, IsEmpty());
  EXPECT_TRUE(result.uncertainty.negative);
  EXPECT_DOUBLE_EQ(result.uncertainty.loc, std::log(2.0));
  EXPECT_DOUBLE_EQ(result.uncertainty.minimum, -4.0);
  EXPECT_TRUE(read("distribution,gsd,negative", "-2,lognormal,1.5,TRUE").uncertainty.negative);
}

TEST(UncertaintyColumns, TriangularAndUniform) {
  const Uncertainty triangular =
      read("distribution,minimum,maximum", "2,triangular,1,4").uncertainty;
  EXPECT_EQ(triangular.kind, DistributionKind::triangular);
  EXPECT_DOUBLE_EQ(triangular.loc, 2.0);
  EXPECT_DOUBLE_EQ(triangular.minimum, 1.0);
  EXPECT_DOUBLE_EQ(triangular.maximum, 4.0);
  EXPECT_DOUBLE_EQ(read("distribution,minimum,maximum,loc", "2,triangular,1,4,3").uncertainty.loc,
                   3.0);
  const Uncertainty uniform = read("distribution,minimum,maximum", "2,uniform,1,4").uncertainty;
  EXPECT_EQ(uniform.kind, DistributionKind::uniform);
  EXPECT_DOUBLE_EQ(uniform.minimum, 1.0);
  EXPECT_TRUE(std::isnan(uniform.loc));
}

TEST(UncertaintyColumns, OtherKindsAsStatsArrays) {
  const Result result = read("distribution,loc,scale,shape,negative", "-2,weibull,,1.5,2,true");
  EXPECT_THAT(result.findings, IsEmpty());
  EXPECT_EQ(result.uncertainty.kind, DistributionKind::weibull);
  EXPECT_TRUE(std::isnan(result.uncertainty.loc));
  EXPECT_DOUBLE_EQ(result.uncertainty.scale, 1.5);
  EXPECT_DOUBLE_EQ(result.uncertainty.shape, 2.0);
  EXPECT_TRUE(result.uncertainty.negative);
}

TEST(UncertaintyColumns, EveryKindTakesItsColumns) {
  const auto kind_of = [](const std::string& names, const std::string& cells) {
    const Result result = read("distribution," + names, "2," + cells);
    EXPECT_THAT(result.findings, IsEmpty()) << cells;
    return result.uncertainty;
  };
  const Uncertainty gamma = kind_of("loc,scale,shape,minimum,maximum", "gamma,0.5,1.5,2,1,9");
  EXPECT_EQ(gamma.loc, 0.5);
  EXPECT_EQ(gamma.scale, 1.5);
  EXPECT_EQ(gamma.shape, 2.0);
  EXPECT_EQ(gamma.minimum, 1.0);
  EXPECT_EQ(gamma.maximum, 9.0);
  EXPECT_FALSE(gamma.negative);
  // as its amount
  EXPECT_TRUE(read("distribution,scale,shape", "-2,gamma,1,2").uncertainty.negative);
  const Uncertainty beta = kind_of("loc,shape,minimum,maximum", "beta,2,5,0,10");
  EXPECT_EQ(beta.loc, 2.0);
  EXPECT_EQ(beta.shape, 5.0);
  EXPECT_EQ(kind_of("loc", "bernoulli,0.3").loc, 0.3);
  EXPECT_TRUE(std::isnan(kind_of("maximum", "discrete_uniform,7").minimum));
  const Uncertainty extreme = kind_of("scale,shape", "generalized_extreme_value,0.5,-0.1");
  EXPECT_EQ(extreme.loc, 2.0);  // the amount
  EXPECT_EQ(extreme.shape, -0.1);
  const Uncertainty t = kind_of("shape,scale", "students_t,4,");
  EXPECT_EQ(t.loc, 2.0);
  EXPECT_TRUE(std::isnan(t.scale));
  const Uncertainty pert = kind_of("minimum,maximum,scale", "beta_pert,1,5,6");
  EXPECT_EQ(pert.loc, 2.0);
  EXPECT_EQ(pert.scale, 6.0);
  EXPECT_EQ(kind_of("minimum,maximum", "log_uniform,1,5").maximum, 5.0);
}

TEST(UncertaintyColumns, LognormalsFromMeanAndDeviationOrFromBounds) {
  const Uncertainty by_mean = read("distribution,mean,sd", "2,lognormal,3,1.5").uncertainty;
  EXPECT_DOUBLE_EQ(by_mean.scale, std::sqrt(std::log(1.25)));
  EXPECT_DOUBLE_EQ(std::exp(by_mean.loc + 0.5 * by_mean.scale * by_mean.scale), 3.0);
  EXPECT_TRUE(by_mean.median_given);
  EXPECT_FALSE(by_mean.negative);
  EXPECT_TRUE(read("distribution,mean,sd", "2,lognormal,-3,1.5").uncertainty.negative);
  // IPCC 2006, CH4 of natural gas: 0.3 to 3 kg/TJ.
  const Uncertainty by_bounds = read("distribution,low95,high95", "1,lognormal,0.3,3").uncertainty;
  EXPECT_NEAR(by_bounds.loc, -0.05268025782891317, 1e-15);
  EXPECT_NEAR(by_bounds.scale, 0.5874049500798338, 1e-15);
  EXPECT_TRUE(by_bounds.median_given);
  const Uncertainty below = read("distribution,low95,high95", "1,lognormal,-3,-0.3").uncertainty;
  EXPECT_TRUE(below.negative);
  EXPECT_DOUBLE_EQ(below.loc, by_bounds.loc);
  EXPECT_DOUBLE_EQ(below.scale, by_bounds.scale);
  EXPECT_FALSE(read("distribution,gsd", "2,lognormal,1.2").uncertainty.median_given);
}

struct Scores {
  std::optional<PedigreeScores> scores;
  std::vector<std::string> findings;
};
Scores read_scores(const std::string& names, const std::string& cells) {
  const std::string text = "amount," + names + "\n" + cells + "\n";
  Findings findings;
  Table table(text, "t.csv", with_uncertainty({{"amount", Column::required}}), findings);
  const UncertaintyColumns columns(table);
  EXPECT_TRUE(table.next());
  Scores result;
  result.scores = columns.read_scores(table, findings);
  result.findings = testing::lines_of(findings);
  return result;
}

TEST(UncertaintyColumns, PedigreeScores) {
  const Scores given = read_scores("pedigree,basic_uncertainty", "2,2;4;1;na;3,1.05");
  ASSERT_TRUE(given.scores.has_value());
  EXPECT_THAT(given.findings, IsEmpty());
  EXPECT_THAT(given.scores->score, ElementsAre(2, 4, 1, 0, 3, 0));
  EXPECT_EQ(given.scores->basic_uncertainty, 1.05);
  EXPECT_FALSE(read_scores("pedigree", "2,").scores.has_value());
  EXPECT_THAT(read_scores("pedigree", "2,2;4").findings,
              ElementsAre("t.csv:2:3: error E0255: pedigree '2;4' is not five or six scores; write "
                          "scores 1 to 5 or na, "
                          "such as 2;4;1;2;3"));
  EXPECT_THAT(read_scores("pedigree,basic_uncertainty", "2,,1.05").findings,
              ElementsAre("t.csv:2:4: error E0255: a basic uncertainty is given, but no pedigree "
                          "scores; give the scores "
                          "in the column 'pedigree', such as 2;4;1;2;3"));
  EXPECT_THAT(
      read_scores("pedigree,basic_uncertainty", "2,1;1;1;1;1,0.9").findings,
      ElementsAre(
          "t.csv:2:13: error E0256: basic_uncertainty '0.9' is below 1; it is a squared geometric "
          "standard deviation, such as 1.05"));
}

TEST(UncertaintyColumns, ScoresStandForASpread) {
  const Result result = read("distribution,pedigree", "2,lognormal,1;1;1;1;2");
  EXPECT_THAT(result.findings, IsEmpty());
  EXPECT_EQ(result.uncertainty.kind, DistributionKind::lognormal);
  EXPECT_TRUE(std::isnan(result.uncertainty.scale));
}

TEST(UncertaintyColumns, AGsdThatIsRareIsToldAndDrawn) {
  const Result gsd = read("distribution,gsd", "2,lognormal,10");
  EXPECT_THAT(gsd.findings,
              ElementsAre("t.csv:2:13: warning W0271: a gsd of 10 spreads 95 % of the values over "
                          "a factor of 8300; it "
                          "is drawn as it stands; is it a percentage? 10 % is a cv of 0.1"));
  EXPECT_EQ(gsd.uncertainty.scale, std::log(10.0));
  const Result gsd2 = read("distribution,gsd2", "2,lognormal,9");
  EXPECT_THAT(gsd2.findings,
              ElementsAre("t.csv:2:13: warning W0271: a gsd2 of 9 spreads 95 % of the values over "
                          "a factor of 74; it "
                          "is drawn as it stands; is it a percentage? 10 % is a cv of 0.1"));
  EXPECT_THAT(read("distribution,gsd", "2,lognormal,2.9").findings, IsEmpty());
}

struct FaultCase {
  std::string names;
  std::string cells;
  std::string finding;
};

class UncertaintyFault : public ::testing::TestWithParam<FaultCase> {};

TEST_P(UncertaintyFault, IsToldAndLeavesTheAmountCertain) {
  const Result result = read(GetParam().names, GetParam().cells);
  EXPECT_THAT(result.findings, ElementsAre(GetParam().finding));
  EXPECT_TRUE(result.uncertainty.is_certain());
}

INSTANTIATE_TEST_SUITE_P(
    All, UncertaintyFault,
    ::testing::Values(
        FaultCase{"distribution,gsd", "2,,1.2",
                  "t.csv:2:4: error E0240: 'gsd' is given, but no distribution; name it in the "
                  "column 'distribution', e.g. "
                  "lognormal, or empty the cell"},
        FaultCase{"gsd,sd", "2,1.2,0.1",
                  "t.csv:2:3: error E0240: 'gsd' is given, but no distribution; name it in the "
                  "column 'distribution', e.g. "
                  "lognormal, or empty the cell"},
        FaultCase{
            "distribution,scale,gsd", "2,lognormal,0.2,1.2",
            "t.csv:2:17: error E0241: 'scale' and 'gsd' both give the spread; keep one of them"},
        FaultCase{
            "distribution,sd", "2,lognormal,0.2",
            "t.csv:2:13: error E0243: 'sd' is given alone; a lognormal takes mean and sd together"},
        FaultCase{"distribution,low95", "2,lognormal,0.2",
                  "t.csv:2:13: error E0243: 'low95' is given alone; a lognormal takes low95 and "
                  "high95 together"},
        FaultCase{"distribution,mean,sd,gsd", "2,lognormal,2,1,1.2",
                  "t.csv:2:17: error E0241: mean and sd say all of a lognormal, and 'gsd' is given "
                  "too; keep one way of "
                  "giving it"},
        FaultCase{"distribution,low95,high95,mean", "2,lognormal,1,3,2",
                  "t.csv:2:13: error E0241: mean and sd say all of a lognormal, and 'low95' is "
                  "given too; keep one way "
                  "of giving it"},
        FaultCase{"distribution,mean,sd", "2,lognormal,0,1",
                  "t.csv:2:13: error E0249: no lognormal has mean 0 and sd 1; the mean is not 0, "
                  "and the sd above 0"},
        FaultCase{"distribution,mean,sd", "2,lognormal,3,0",
                  "t.csv:2:15: error E0249: no lognormal has mean 3 and sd 0; the mean is not 0, "
                  "and the sd above 0"},
        FaultCase{"distribution,low95,high95", "2,lognormal,-1,3",
                  "t.csv:2:13: error E0249: no lognormal has 95 % of its values between -1 and 3; "
                  "low95 is below high95, "
                  "and both are above 0 or both below"},
        FaultCase{"distribution,table", "2,empirical,",
                  "t.csv:2:3: error E0243: the distribution empirical lacks its table; empirical "
                  "takes table, minimum "
                  "and maximum"},
        FaultCase{"distribution,table", "2,empirical,x",
                  "t.csv:2:3: error E0254: empirical cannot be a component of a mixture; write its "
                  "rows into the "
                  "mixture"},
        FaultCase{"distribution,scale,shape", "2,gamma,1,",
                  "t.csv:2:3: error E0243: the distribution gamma lacks its shape; gamma takes "
                  "scale, shape, loc (the "
                  "offset), minimum, maximum and negative"},
        FaultCase{"distribution,minimum,maximum", "2,discrete_uniform,1,",
                  "t.csv:2:3: error E0243: the distribution discrete_uniform lacks its maximum; "
                  "discrete_uniform takes "
                  "minimum, default 0, and maximum, which is not drawn"},
        FaultCase{"distribution,negative", "2,students_t,true",
                  "t.csv:2:14: error E0242: column 'negative' does not belong to the distribution "
                  "students_t; students_t "
                  "takes shape (degrees of freedom), loc, scale, minimum and maximum"},
        FaultCase{"distribution,gsd", "2,normal,1.2",
                  "t.csv:2:10: error E0242: column 'gsd' does not belong to the distribution "
                  "normal; normal takes "
                  "scale, sd or cv, "
                  "and loc, minimum, maximum"},
        FaultCase{"distribution,scale,minimum,maximum", "2,uniform,1,1,3",
                  "t.csv:2:11: error E0242: column 'scale' does not belong to the distribution "
                  "uniform; uniform takes "
                  "minimum and "
                  "maximum"},
        FaultCase{"distribution,cv,minimum,maximum", "2,triangular,1,1,3",
                  "t.csv:2:14: error E0242: column 'cv' does not belong to the distribution "
                  "triangular; triangular "
                  "takes minimum, "
                  "maximum and loc (the mode)"},
        FaultCase{"distribution,gsd", "2,gamma,1",
                  "t.csv:2:9: error E0242: column 'gsd' does not belong to the distribution gamma; "
                  "gamma takes "
                  "scale, shape, loc (the offset), minimum, maximum and negative"},
        FaultCase{"distribution,gsd", "2,lognormal,",
                  "t.csv:2:3: error E0243: the distribution lognormal has no spread; give one of "
                  "scale (σ of ln x), "
                  "gsd (e^σ), gsd2 "
                  "(e^2σ) or cv; or mean with sd, low95 with high95, or pedigree"},
        FaultCase{"distribution,sd", "2,normal,",
                  "t.csv:2:3: error E0243: the distribution normal has no spread; give one of "
                  "scale, sd or cv; or pedigree"},
        FaultCase{
            "distribution,minimum,maximum", "2,uniform,1,",
            "t.csv:2:3: error E0243: the distribution uniform lacks its maximum; give both bounds"},
        FaultCase{"distribution,minimum,maximum", "2,triangular,,3",
                  "t.csv:2:3: error E0243: the distribution triangular lacks its minimum; give "
                  "both bounds"},
        FaultCase{"distribution", "2,triangular",
                  "t.csv:2:3: error E0243: the distribution triangular lacks its minimum and "
                  "maximum; give both bounds"},
        FaultCase{"distribution,gsd", "2,lognormal,0.8",
                  "t.csv:2:13: error E0244: gsd '0.8' is below 1; a geometric standard deviation "
                  "is e^σ, at least 1"},
        FaultCase{"distribution,gsd2", "2,lognormal,0.8",
                  "t.csv:2:13: error E0244: gsd2 '0.8' is below 1; a squared geometric standard "
                  "deviation is e^2σ, at "
                  "least 1"},
        FaultCase{"distribution,sd", "2,normal,-1",
                  "t.csv:2:10: error E0244: sd '-1' is below 0; a spread is not negative"},
        FaultCase{"distribution,gsd", "0,lognormal,1.2",
                  "t.csv:2:3: warning W0262: the amount is 0, and so is every multiple of it; the "
                  "lognormal is left out; "
                  "give its median as loc if another is meant"},
        FaultCase{"distribution,gsd,negative", "2,lognormal,1.2,true",
                  "t.csv:2:17: error E0246: negative 'true' contradicts the sign of the amount 2; "
                  "empty the cell: the "
                  "amount's sign "
                  "is taken"},
        FaultCase{
            "distribution,gsd", "2,log-normal,1.2",
            "t.csv:2:3: error E0247: unknown distribution 'log-normal'; did you mean 'lognormal'?"},
        FaultCase{"distribution,gsd", "2,?,1.2",
                  "t.csv:2:3: error E0247: unknown distribution '?'; allowed are none, lognormal, "
                  "normal, uniform, "
                  "triangular, "
                  "bernoulli, discrete_uniform, weibull, gamma, beta, generalized_extreme_value, "
                  "students_t, beta_pert, "
                  "log_uniform, empirical, histogram, categorical, mixture"},
        FaultCase{"distribution,gsd,negative", "2,lognormal,1.2,maybe",
                  "t.csv:2:17: error E0248: negative 'maybe' is not a truth value; allowed are "
                  "true, false, yes, no, 1, 0"}));

TEST(UncertaintyColumns, ADecimalCommaIsAnErrorOfTheTable) {
  const Result result = read("distribution,gsd", "2,lognormal,\"1,2\"");
  EXPECT_THAT(result.findings, ElementsAre("t.csv:2:13: error E0221: gsd '1,2' is not a number "
                                           "(decimals use '.'); did you mean 1.2?"));
}

TEST(UncertaintyColumns, EveryFaultOfARowIsTold) {
  const Result result = read("distribution,gsd,sd,negative", "2,normal,1.2,x,maybe");
  EXPECT_THAT(result.findings,
              ElementsAre(StartsWith("t.csv:2:14: error E0221: sd 'x'"),
                          StartsWith("t.csv:2:16: error E0242: column 'negative'"),
                          StartsWith("t.csv:2:10: error E0242: column 'gsd'"),
                          StartsWith("t.csv:2:16: error E0248: negative 'maybe'")));
}

}  // namespace
}  // namespace plume::uncertainty_columns_test
