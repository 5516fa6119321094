// SPDX-License-Identifier: Apache-2.0
#include "host/input/package/uncertainty_columns.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/host/input/package/read_texts.hpp"

namespace plume {
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
  result.uncertainty = columns.read(table, table.required_number(table.column("amount")).value_or(NAN), findings);
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
    ::testing::Values(SpreadCase{"distribution,scale", "2,lognormal,0.3", std::log(2.0), 0.3},
                      SpreadCase{"distribution,gsd", "2,lognormal,1.2", std::log(2.0), std::log(1.2)},
                      SpreadCase{"distribution,gsd2", "2,lognormal,1.44", std::log(2.0), 0.5 * std::log(1.44)},
                      SpreadCase{"distribution,cv", "2,lognormal,0.5", std::log(2.0), std::sqrt(std::log(1.25))},
                      SpreadCase{"distribution,loc,scale", "2,lognormal,0.5,0.1", 0.5, 0.1}));
INSTANTIATE_TEST_SUITE_P(Normal, Spread,
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
  const Uncertainty triangular = read("distribution,minimum,maximum", "2,triangular,1,4").uncertainty;
  EXPECT_EQ(triangular.kind, DistributionKind::triangular);
  EXPECT_DOUBLE_EQ(triangular.loc, 2.0);
  EXPECT_DOUBLE_EQ(triangular.minimum, 1.0);
  EXPECT_DOUBLE_EQ(triangular.maximum, 4.0);
  EXPECT_DOUBLE_EQ(read("distribution,minimum,maximum,loc", "2,triangular,1,4,3").uncertainty.loc, 3.0);
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
        FaultCase{
            "distribution,gsd", "2,,1.2",
            "t.csv:2:4: error E0240: 'gsd' is given, but no distribution; name it in the column 'distribution', e.g. "
            "lognormal, or empty the cell"},
        FaultCase{
            "gsd,sd", "2,1.2,0.1",
            "t.csv:2:3: error E0240: 'gsd' is given, but no distribution; name it in the column 'distribution', e.g. "
            "lognormal, or empty the cell"},
        FaultCase{"distribution,scale,gsd", "2,lognormal,0.2,1.2",
                  "t.csv:2:17: error E0241: 'scale' and 'gsd' both give the spread; keep one of them"},
        FaultCase{"distribution,sd", "2,lognormal,0.2",
                  "t.csv:2:13: error E0242: column 'sd' does not belong to the distribution lognormal; lognormal takes "
                  "scale, gsd, "
                  "gsd2 or cv, and loc, minimum, maximum, negative; cv = sd ÷ mean"},
        FaultCase{"distribution,gsd", "2,normal,1.2",
                  "t.csv:2:10: error E0242: column 'gsd' does not belong to the distribution normal; normal takes "
                  "scale, sd or cv, "
                  "and loc, minimum, maximum"},
        FaultCase{"distribution,scale,minimum,maximum", "2,uniform,1,1,3",
                  "t.csv:2:11: error E0242: column 'scale' does not belong to the distribution uniform; uniform takes "
                  "minimum and "
                  "maximum"},
        FaultCase{"distribution,cv,minimum,maximum", "2,triangular,1,1,3",
                  "t.csv:2:14: error E0242: column 'cv' does not belong to the distribution triangular; triangular "
                  "takes minimum, "
                  "maximum and loc (the mode)"},
        FaultCase{"distribution,gsd", "2,gamma,1",
                  "t.csv:2:9: error E0242: column 'gsd' does not belong to the distribution gamma; gamma takes loc, "
                  "scale, shape, "
                  "minimum, maximum and negative"},
        FaultCase{"distribution,gsd", "2,lognormal,",
                  "t.csv:2:3: error E0243: the distribution lognormal has no spread; give one of scale (σ of ln x), "
                  "gsd (e^σ), gsd2 "
                  "(e^2σ) or cv"},
        FaultCase{"distribution,sd", "2,normal,",
                  "t.csv:2:3: error E0243: the distribution normal has no spread; give one of scale, sd or cv"},
        FaultCase{"distribution,minimum,maximum", "2,uniform,1,",
                  "t.csv:2:3: error E0243: the distribution uniform lacks its maximum; give both bounds"},
        FaultCase{"distribution,minimum,maximum", "2,triangular,,3",
                  "t.csv:2:3: error E0243: the distribution triangular lacks its minimum; give both bounds"},
        FaultCase{
            "distribution", "2,triangular",
            "t.csv:2:3: error E0243: the distribution triangular lacks its minimum and maximum; give both bounds"},
        FaultCase{"distribution,gsd", "2,lognormal,0.8",
                  "t.csv:2:13: error E0244: gsd '0.8' is below 1; a geometric standard deviation is e^σ, at least 1"},
        FaultCase{"distribution,gsd2", "2,lognormal,0.8",
                  "t.csv:2:13: error E0244: gsd2 '0.8' is below 1; a squared geometric standard deviation is e^2σ, at "
                  "least 1"},
        FaultCase{"distribution,sd", "2,normal,-1",
                  "t.csv:2:10: error E0244: sd '-1' is below 0; a spread is not negative"},
        FaultCase{"distribution,gsd", "0,lognormal,1.2",
                  "t.csv:2:3: error E0245: a lognormal amount cannot be 0; give the median as amount, or its logarithm "
                  "as loc"},
        FaultCase{"distribution,gsd,negative", "2,lognormal,1.2,true",
                  "t.csv:2:17: error E0246: negative 'true' contradicts the sign of the amount 2; empty the cell: the "
                  "amount's sign "
                  "is taken"},
        FaultCase{"distribution,gsd", "2,log-normal,1.2",
                  "t.csv:2:3: error E0247: unknown distribution 'log-normal'; did you mean 'lognormal'?"},
        FaultCase{
            "distribution,gsd", "2,?,1.2",
            "t.csv:2:3: error E0247: unknown distribution '?'; allowed are none, lognormal, normal, uniform, "
            "triangular, "
            "bernoulli, discrete_uniform, weibull, gamma, beta, generalized_extreme_value, students_t, beta_pert"},
        FaultCase{
            "distribution,gsd,negative", "2,lognormal,1.2,maybe",
            "t.csv:2:17: error E0248: negative 'maybe' is not a truth value; allowed are true, false, yes, no, 1, 0"},
        FaultCase{"distribution,gsd", "2,lognormal,\"1,2\"",
                  "t.csv:2:13: error E0221: gsd '1,2' is not a number (decimals use '.'); did you mean 1.2?"}));

TEST(UncertaintyColumns, EveryFaultOfARowIsTold) {
  const Result result = read("distribution,gsd,sd,negative", "2,normal,1.2,x,maybe");
  EXPECT_THAT(result.findings, ElementsAre(StartsWith("t.csv:2:14: error E0221: sd 'x'"),
                                           StartsWith("t.csv:2:16: error E0242: column 'negative'"),
                                           StartsWith("t.csv:2:10: error E0242: column 'gsd'"),
                                           StartsWith("t.csv:2:16: error E0248: negative 'maybe'")));
}

}  // namespace
}  // namespace plume
