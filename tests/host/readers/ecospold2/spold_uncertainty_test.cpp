// SPDX-License-Identifier: Apache-2.0
#include "host/readers/ecospold2/spold_uncertainty.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace plume::spold_uncertainty_test {
namespace {

class SpoldUncertaintyTest : public ::testing::Test {
 protected:
  SpoldUncertainty read(const std::string& xml, double amount) {
    document.load_string(("<uncertainty>" + xml + "</uncertainty>").c_str());
    return spold_uncertainty(document.document_element(), amount, texts);
  }
  std::string fault(const std::string& xml, double amount = 2.0) {
    return std::string(texts[read(xml, amount).value.fault]);
  }
  pugi::xml_document document;
  TextPool texts;
};

TEST_F(SpoldUncertaintyTest, TheVarianceWithPedigreeStands) {
  const SpoldUncertainty read_ = read(
      R"(<lognormal meanValue="2" mu="0.6931" variance="0.01" varianceWithPedigreeUncertainty="0.04"/>)",
      2.0);
  EXPECT_EQ(read_.value.value.kind, DistributionKind::lognormal);
  EXPECT_DOUBLE_EQ(read_.value.value.loc, std::log(2.0));
  EXPECT_DOUBLE_EQ(read_.value.value.scale, 0.2);
  EXPECT_FALSE(read_.contradicts);
  EXPECT_DOUBLE_EQ(read(R"(<normal meanValue="2" variance="0.25"/>)", 2.0).value.value.scale, 0.5);
}

TEST_F(SpoldUncertaintyTest, TheAmountStandsWhereMuContradictsIt) {
  const SpoldUncertainty read_ = read(R"(<lognormal meanValue="2" mu="0" variance="0.04"/>)", -2.0);
  EXPECT_TRUE(read_.contradicts);
  EXPECT_DOUBLE_EQ(read_.value.value.loc, std::log(2.0));
  EXPECT_TRUE(read_.value.value.negative);
}

TEST_F(SpoldUncertaintyTest, WhatCannotBeDrawnNamesItsAttribute) {
  EXPECT_EQ(fault(R"(<lognormal mu="0.69" variance="INF" varianceWithPedigreeUncertainty="INF"/>)"),
            "varianceWithPedigreeUncertainty INF");
  EXPECT_EQ(fault(R"(<lognormal mu="0.69" variance="Infinity"/>)"), "variance Infinity");
  EXPECT_EQ(fault(R"(<lognormal mu="0.69" variance="0"/>)"), "variance 0");
  EXPECT_EQ(fault(R"(<lognormal mu="0.69"/>)"), "no variance");
  EXPECT_EQ(fault(R"(<lognormal mu="0" variance="0.1"/>)", 0.0), "amount 0");
  EXPECT_EQ(fault(R"(<triangular minValue="3" mostLikelyValue="2" maxValue="1"/>)"),
            "minValue, mostLikelyValue and maxValue are not in order");
  EXPECT_EQ(fault(R"(<uniform minValue="3" maxValue="3"/>)"), "minValue is not below maxValue");
  EXPECT_EQ(fault(R"(<undefined minValue="1" maxValue="4" standardDeviation95="0"/>)"),
            "undefined");
  EXPECT_EQ(fault("<comment/>"), "no distribution");
}

TEST_F(SpoldUncertaintyTest, BoundsAreThoseOfTheFile) {
  const Uncertainty u =
      read(R"(<triangular minValue="1" mostLikelyValue="2" maxValue="4"/>)", 2.0).value.value;
  EXPECT_EQ(u.minimum, 1.0);
  EXPECT_EQ(u.loc, 2.0);
  EXPECT_EQ(u.maximum, 4.0);
}

}  // namespace
}  // namespace plume::spold_uncertainty_test
