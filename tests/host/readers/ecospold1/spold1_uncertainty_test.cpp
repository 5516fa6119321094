// SPDX-License-Identifier: Apache-2.0
#include "host/readers/ecospold1/spold1_uncertainty.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace plume::spold1_uncertainty_test {
namespace {

class Spold1UncertaintyTest : public ::testing::Test {
 protected:
  std::optional<RawUncertainty> read(const std::string& attributes, double amount) {
    document.load_string(("<exchange " + attributes + "/>").c_str());
    return spold1_uncertainty(document.document_element(), amount, texts);
  }
  std::string fault(const std::string& attributes, double amount = 2.0) {
    return std::string(texts[read(attributes, amount)->fault]);
  }
  pugi::xml_document document;
  TextPool texts;
};

TEST_F(Spold1UncertaintyTest, WithoutATypeThereIsNone) {
  EXPECT_FALSE(read("", 1.0));
  EXPECT_FALSE(read(R"(uncertaintyType="0" standardDeviation95="2")", 1.0));
}

TEST_F(Spold1UncertaintyTest, Trap2LognormalsHaveTheSquareOfTheirGsdAndNormalsTwoSd) {
  const auto lognormal = read(R"(uncertaintyType="1" standardDeviation95="1.44")", 2.0);
  EXPECT_EQ(lognormal->value.kind, DistributionKind::lognormal);
  EXPECT_DOUBLE_EQ(lognormal->value.loc, std::log(2.0));
  EXPECT_DOUBLE_EQ(lognormal->value.scale, std::log(1.2));
  EXPECT_FALSE(lognormal->value.negative);
  const auto normal = read(R"(uncertaintyType="2" standardDeviation95="0.02")", 0.1);
  EXPECT_EQ(normal->value.kind, DistributionKind::normal);
  EXPECT_EQ(normal->value.loc, 0.1);
  EXPECT_EQ(normal->value.scale, 0.01);
}

TEST_F(Spold1UncertaintyTest, Trap3WithoutAMostLikelyValueTheMeanValueIsTheMean) {
  const auto stated =
      read(R"(uncertaintyType="3" minValue="1" mostLikelyValue="2" maxValue="6")", 3.0);
  EXPECT_EQ(stated->value.loc, 2.0);
  EXPECT_EQ(stated->fault, no_text);
  const auto derived = read(R"(uncertaintyType="3" minValue="1" maxValue="6")", 3.0);
  EXPECT_EQ(derived->value.loc, 2.0);  // 3 · 3 − 1 − 6
  EXPECT_EQ(fault(R"(uncertaintyType="3" minValue="1" maxValue="6")", 5.0),
            "mostLikelyValue is absent, and 3 meanValue - minValue - maxValue is outside");
  EXPECT_EQ(fault(R"(uncertaintyType="3" minValue="5.6" mostLikelyValue="5.54" maxValue="5.48")"),
            "minValue, mostLikelyValue and maxValue are not in order");
}

TEST_F(Spold1UncertaintyTest, Trap6LognormalsOfNegativeAmountsAreDrawnWithTheirSign) {
  const auto negative = read(R"(uncertaintyType="1" standardDeviation95="1.322")", -100.0);
  EXPECT_TRUE(negative->value.negative);
  EXPECT_DOUBLE_EQ(negative->value.loc, std::log(100.0));
  EXPECT_EQ(negative->fault, no_text);
}

TEST_F(Spold1UncertaintyTest, WhatCannotBeDrawnSaysWhy) {
  EXPECT_EQ(fault(R"(uncertaintyType="1" standardDeviation95="1.0")"), "standardDeviation95 1.0");
  EXPECT_EQ(fault(R"(uncertaintyType="1" standardDeviation95="NaN")"), "standardDeviation95 NaN");
  EXPECT_EQ(fault(R"(uncertaintyType="1" standardDeviation95="INF")"), "standardDeviation95 INF");
  EXPECT_EQ(fault(R"(uncertaintyType="1")"), "no standardDeviation95");
  EXPECT_EQ(fault(R"(uncertaintyType="1" standardDeviation95="2")", 0.0), "amount 0");
  EXPECT_EQ(fault(R"(uncertaintyType="2" standardDeviation95="0")"), "standardDeviation95 0");
  EXPECT_EQ(fault(R"(uncertaintyType="4" minValue="2" maxValue="2")"),
            "minValue is not below maxValue");
  EXPECT_EQ(fault(R"(uncertaintyType="4" minValue="2")"), "minValue is not below maxValue");
  EXPECT_EQ(fault(R"(uncertaintyType="9")"), "uncertaintyType 9 is unknown");
}

}  // namespace
}  // namespace plume::spold1_uncertainty_test
