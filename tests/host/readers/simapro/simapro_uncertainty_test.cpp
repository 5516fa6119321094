// SPDX-License-Identifier: Apache-2.0
#include "host/readers/simapro/simapro_uncertainty.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace plume::simapro_uncertainty_test {
namespace {

TEST(SimaProUncertainty, Trap4NormalsHaveTwiceTheirSd) {
  TextPool texts;
  const auto normal = simapro_uncertainty("Normal", 0.1, {0.02, 0, 0}, texts);
  EXPECT_EQ(normal->value.kind, DistributionKind::normal);
  EXPECT_EQ(normal->value.loc, 0.1);
  EXPECT_EQ(normal->value.scale, 0.01);
}

TEST(SimaProUncertainty, LognormalsHaveTheSquareOfTheirGsdAndTheSignOfTheAmount) {
  TextPool texts;
  const auto u = simapro_uncertainty("Lognormal", -2.0, {1.44, 0, 0}, texts);
  EXPECT_DOUBLE_EQ(u->value.loc, std::log(2.0));
  EXPECT_DOUBLE_EQ(u->value.scale, std::log(1.2));
  EXPECT_TRUE(u->value.negative);
}

TEST(SimaProUncertainty, BoundsStandInTheSecondAndThirdField) {
  TextPool texts;
  const auto triangle = simapro_uncertainty("Triangle", 2.0, {0, 1, 5}, texts);
  EXPECT_EQ(triangle->value.kind, DistributionKind::triangular);
  EXPECT_EQ(triangle->value.minimum, 1.0);
  EXPECT_EQ(triangle->value.loc, 2.0);
  EXPECT_EQ(triangle->value.maximum, 5.0);
  const auto uniform = simapro_uncertainty("Uniform", 9.0, {0, 1, 2}, texts);
  EXPECT_EQ(uniform->value.kind, DistributionKind::uniform);
  EXPECT_EQ(uniform->fault, no_text);
}

TEST(SimaProUncertainty, Trap5WhatCannotBeDrawnSaysWhy) {
  TextPool texts;
  const auto fault = [&](const char* kind, double amount, std::array<double, 3> fields) {
    return std::string(texts[simapro_uncertainty(kind, amount, fields, texts)->fault]);
  };
  EXPECT_EQ(fault("Lognormal", 1, {1, 0, 0}), "Lognormal 1");
  EXPECT_EQ(fault("Lognormal", 1, {0, 0, 0}), "Lognormal 0");
  EXPECT_EQ(fault("Lognormal", 0, {2, 0, 0}), "amount 0");
  EXPECT_EQ(fault("Normal", 1, {0, 0, 0}), "Normal 0");
  EXPECT_EQ(fault("Triangle", 9, {0, 1, 5}), "minimum, amount and maximum are not in order");
  EXPECT_EQ(fault("Uniform", 9, {0, 2, 2}), "minimum is not below maximum");
  EXPECT_EQ(fault("Gamma", 1, {1, 2, 3}), "the distribution 'Gamma' is not known");
  EXPECT_FALSE(simapro_uncertainty("Undefined", 1, {0, 0, 0}, texts));
  EXPECT_FALSE(simapro_uncertainty("", 1, {0, 0, 0}, texts));
}

TEST(SimaProUncertainty, TheStudyMaySayThatTheFieldOfANormalIsItsVariance) {
  TextPool texts;
  const auto normal =
      simapro_uncertainty("Normal", 0.1, {0.0001, 0, 0}, texts, NormalSpread::variance);
  EXPECT_EQ(normal->value.kind, DistributionKind::normal);
  EXPECT_DOUBLE_EQ(normal->value.scale, 0.01);
  const auto lognormal =
      simapro_uncertainty("Lognormal", 2.0, {1.44, 0, 0}, texts, NormalSpread::variance);
  EXPECT_DOUBLE_EQ(lognormal->value.scale, std::log(1.2));  // of normals alone
}

}  // namespace
}  // namespace plume::simapro_uncertainty_test
