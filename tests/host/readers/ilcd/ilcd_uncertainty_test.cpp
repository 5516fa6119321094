// SPDX-License-Identifier: Apache-2.0
#include "host/readers/ilcd/ilcd_uncertainty.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace plume::ilcd_uncertainty_test {
namespace {

class IlcdUncertaintyTest : public ::testing::Test {
 protected:
  std::optional<RawUncertainty> read(const std::string& type, const std::string& elements,
                                     double amount) {
    document.load_string(("<exchange><uncertaintyDistributionType>" + type +
                          "</uncertaintyDistributionType>" + elements + "</exchange>")
                             .c_str());
    return ilcd_uncertainty(document.document_element(), amount, "minimumAmount", "maximumAmount",
                            texts);
  }
  static std::string spread(const std::string& value) {
    return "<relativeStandardDeviation95In>" + value + "</relativeStandardDeviation95In>";
  }
  static std::string ends(const std::string& from, const std::string& to) {
    return "<minimumAmount>" + from + "</minimumAmount><maximumAmount>" + to + "</maximumAmount>";
  }
  std::string fault(const std::string& type, const std::string& elements, double amount = 2.0) {
    return std::string(texts[read(type, elements, amount)->fault]);
  }
  pugi::xml_document document;
  TextPool texts;
};

TEST_F(IlcdUncertaintyTest, Trap2SpreadsAreTheSquareOfTheGsdAndTwoSdInTheUnitOfTheAmount) {
  const auto lognormal = read("log-normal", spread("1.21"), -2.0);
  EXPECT_DOUBLE_EQ(lognormal->value.loc, std::log(2.0));
  EXPECT_NEAR(lognormal->value.scale, std::log(1.1), 1e-15);
  EXPECT_TRUE(lognormal->value.negative);
  const auto normal = read("normal", spread("0.02"), 0.1);
  EXPECT_EQ(normal->value.loc, 0.1);
  EXPECT_EQ(normal->value.scale, 0.01);
}

TEST_F(IlcdUncertaintyTest, EndsAreThoseOfTheAmountAndTheAmountIsTheMode) {
  const auto triangle = read("triangular", ends("1", "6"), 2.0);
  EXPECT_EQ(triangle->value.minimum, 1.0);
  EXPECT_EQ(triangle->value.loc, 2.0);
  EXPECT_EQ(triangle->value.maximum, 6.0);
  EXPECT_EQ(read("uniform", ends("1", "6"), 2.0)->value.kind, DistributionKind::uniform);
}

TEST_F(IlcdUncertaintyTest, WhatCannotBeDrawnSaysWhy) {
  EXPECT_FALSE(read("undefined", spread("2"), 1.0));
  EXPECT_FALSE(read("", "", 1.0));
  EXPECT_EQ(fault("log-normal", spread("1")), "relativeStandardDeviation95In 1");
  EXPECT_EQ(fault("log-normal", ""), "no relativeStandardDeviation95In");
  EXPECT_EQ(fault("log-normal", spread("2"), 0.0), "amount 0");
  EXPECT_EQ(fault("normal", spread("0")), "relativeStandardDeviation95In 0");
  EXPECT_EQ(fault("triangular", ends("3", "6")), "minimum, amount and maximum are not in order");
  EXPECT_EQ(fault("uniform", ends("6", "6")), "minimum is not below maximum");
  EXPECT_EQ(fault("beta", ""), "the distribution 'beta' is not known");
}

TEST_F(IlcdUncertaintyTest, TheStudyMaySayThatTheSpreadOfANormalIsInPerCent) {
  (void)read("normal", spread("20"), 4.0);  // fills the document
  const auto normal = ilcd_uncertainty(document.document_element(), 4.0, "minimumAmount",
                                       "maximumAmount", texts, NormalSpread::percent);
  EXPECT_DOUBLE_EQ(normal->value.scale, 0.4);  // half of 20 per cent of 4
}

}  // namespace
}  // namespace plume::ilcd_uncertainty_test
