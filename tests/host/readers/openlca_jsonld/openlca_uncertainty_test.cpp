// SPDX-License-Identifier: Apache-2.0
#include "host/readers/openlca_jsonld/openlca_uncertainty.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace plume::openlca_uncertainty_test {
namespace {

class OpenLcaUncertaintyTest : public ::testing::Test {
 protected:
  RawUncertainty read(const char* json) {
    return *openlca_uncertainty(Json::parse(json), texts, ignored);
  }
  std::string fault(const char* json) { return std::string(texts[read(json).fault]); }
  TextPool texts;
  Tally ignored;
};

TEST_F(OpenLcaUncertaintyTest, EveryKindHasItsParameters) {
  const Uncertainty lognormal =
      read(R"({"distributionType": "LOG_NORMAL_DISTRIBUTION", "geomMean": -2, "geomSd": 1.2})")
          .value;
  EXPECT_EQ(lognormal.kind, DistributionKind::lognormal);
  EXPECT_DOUBLE_EQ(lognormal.loc, std::log(2.0));
  EXPECT_DOUBLE_EQ(lognormal.scale, std::log(1.2));
  EXPECT_TRUE(lognormal.negative);
  const Uncertainty normal =
      read(R"({"distributionType": "NORMAL_DISTRIBUTION", "mean": 3, "sd": 0.5})").value;
  EXPECT_EQ(normal.kind, DistributionKind::normal);
  EXPECT_EQ(normal.loc, 3.0);
  EXPECT_EQ(normal.scale, 0.5);
  const Uncertainty triangle =
      read(
          R"({"distributionType": "TRIANGLE_DISTRIBUTION", "minimum": 1, "mode": 2, "maximum": 4})")
          .value;
  EXPECT_EQ(triangle.kind, DistributionKind::triangular);
  EXPECT_EQ(triangle.loc, 2.0);
  EXPECT_EQ(triangle.maximum, 4.0);
  const Uncertainty uniform =
      read(R"({"distributionType": "UNIFORM_DISTRIBUTION", "minimum": 1, "maximum": 4})").value;
  EXPECT_EQ(uniform.kind, DistributionKind::uniform);
  EXPECT_EQ(uniform.minimum, 1.0);
}

TEST_F(OpenLcaUncertaintyTest, WhatCannotBeDrawnNamesItsKey) {
  EXPECT_EQ(
      fault(R"({"distributionType": "LOG_NORMAL_DISTRIBUTION", "geomMean": 1, "geomSd": 0.0})"),
      "geomSd 0");
  EXPECT_EQ(fault(R"({"distributionType": "LOG_NORMAL_DISTRIBUTION", "geomMean": 1, "geomSd": 1})"),
            "geomSd 1");
  EXPECT_EQ(
      fault(R"({"distributionType": "LOG_NORMAL_DISTRIBUTION", "geomMean": 1, "geomSd": 0.8})"),
      "geomSd 0.8");
  EXPECT_EQ(fault(R"({"distributionType": "LOG_NORMAL_DISTRIBUTION", "geomMean": 0, "geomSd": 2})"),
            "geomMean 0");
  EXPECT_EQ(fault(R"({"distributionType": "NORMAL_DISTRIBUTION", "mean": 3, "sd": 0})"), "sd 0");
  EXPECT_EQ(
      fault(
          R"({"distributionType": "TRIANGLE_DISTRIBUTION", "minimum": 5.6, "mode": 5.54, "maximum": 5.48})"),
      "minimum, mode and maximum are not in order");
  EXPECT_EQ(fault(R"({"distributionType": "UNIFORM_DISTRIBUTION", "minimum": 2, "maximum": 2})"),
            "minimum is not below maximum");
  EXPECT_EQ(fault(R"({"distributionType": "CAUCHY"})"), "distributionType CAUCHY is unknown");
}

TEST_F(OpenLcaUncertaintyTest, NoneIsNothingAndOtherKeysAreCounted) {
  EXPECT_FALSE(openlca_uncertainty(Json::parse(R"({"distributionType": "NONE"})"), texts, ignored));
  EXPECT_FALSE(openlca_uncertainty(Json::parse("{}"), texts, ignored));
  read(R"({"distributionType": "NORMAL_DISTRIBUTION", "mean": 3, "sd": 1, "sdFormula": "a*2"})");
  EXPECT_EQ(ignored, (Tally{{"uncertainty.sdFormula", 1}}));
}

// Scores (2;3;1;1;4) with factors 1.05, 1.05, 1, 1, 1.5 and a basic uncertainty of 1.05 give σ_g² =
// 1.51313 and σ_g = 1.23009.
TEST_F(OpenLcaUncertaintyTest, ASquareInThePlaceOfItsRootIsFoundByTheScoresOfTheExchange) {
  const auto is_square = [&](const char* spread, const char* scores = "(2;3;1;1;4)") {
    const std::string exchange =
        std::string(R"({"dqEntry": ")") + scores + R"(", "baseUncertainty": 1.05})";
    const std::string text =
        std::string(
            R"({"distributionType": "LOG_NORMAL_DISTRIBUTION", "geomMean": 2, "geomSd": )") +
        spread + "}";
    return is_squared_spread(Json::parse(exchange), read(text.c_str()));
  };
  EXPECT_TRUE(is_square("1.51313"));
  EXPECT_TRUE(is_square("1.513"));
  EXPECT_FALSE(is_square("1.23009"));
  EXPECT_FALSE(is_square("1.51313", "(2;3;1;1;3)"));
  EXPECT_FALSE(is_square("1.51313", ""));
  EXPECT_FALSE(is_square("0"));
}

}  // namespace
}  // namespace plume::openlca_uncertainty_test
