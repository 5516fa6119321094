// SPDX-License-Identifier: Apache-2.0
#include "host/report/document.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace document_test {
namespace {

using plume::Cell;
using plume::shown;

TEST(CellShown, ANumberIsRoundedByItsUncertainty) {
  const std::vector values{1.23456};
  EXPECT_EQ(shown(Cell::number(1.23456, plume::rounding_by_error(0.0123, values))), "1.235");
  EXPECT_EQ(shown(Cell::figure(1234.5)), "1230");
  EXPECT_EQ(shown(Cell::figure(0.0012345)), "0.00123");
  EXPECT_EQ(shown(Cell::figure(1.2345e-7)), "1.23e-07");
  EXPECT_EQ(shown(Cell::count(1000000)), "1\u202f000\u202f000");
  EXPECT_EQ(shown(Cell::words("=x")), "=x");
}

TEST(CellShown, WhatIsNoNumberIsADashOrWords) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(shown(Cell::figure(nan)), "–");
  EXPECT_EQ(shown(Cell::number(nan, {}, "not known")), "not known");
  EXPECT_EQ(shown(Cell::percent(nan)), "–");
  EXPECT_EQ(shown(Cell::change(0.0, 1.0)), "–");
}

TEST(CellShown, SharesKeepWhatTellsThemFromZeroAndOne) {
  EXPECT_EQ(shown(Cell::percent(0.578)), "58 %");
  EXPECT_EQ(shown(Cell::percent(0.9731)), "97.3 %");
  EXPECT_EQ(shown(Cell::level(0.95)), "95 %");
  EXPECT_EQ(shown(Cell::level(0.975)), "97.5 %");
  EXPECT_EQ(shown(Cell::percent(0.9731, 0.02)), "97 %");
  EXPECT_EQ(shown(Cell::percent(0.00123)), "0.12 %");
  EXPECT_EQ(shown(Cell::change(2.0, 2.5)), "+25 %");
}

TEST(CellShown, NothingIsCertainBySimulation) {
  EXPECT_EQ(shown(Cell::sampled_share(1.0, 10000)), "> 99.97 %");
  EXPECT_EQ(shown(Cell::sampled_share(0.0, 10000)), "< 0.03 %");
  EXPECT_EQ(shown(Cell::sampled_share(0.25, 10000)), "25 %");
  // Outwards: 3/n is 0.015, 0.15, 4.17 %.
  EXPECT_EQ(shown(Cell::sampled_share(0.0, 20000)), "< 0.02 %");
  EXPECT_EQ(shown(Cell::sampled_share(0.0, 2000)), "< 0.2 %");
  EXPECT_EQ(shown(Cell::sampled_share(1.0, 2000)), "> 99.8 %");
  EXPECT_EQ(shown(Cell::sampled_share(1.0, 72)), "> 95 %");
  EXPECT_EQ(shown(Cell::sampled_share(0.0, 72)), "< 5 %");
  EXPECT_EQ(shown(Cell::sampled_share(0.0, 1000)), "< 0.3 %") << "what needs no rounding stays";
  EXPECT_EQ(Cell::sampled_share(1.0, 10000).value, 1.0);
}

TEST(KindName, IsThatOfTheData) {
  plume::Figure figure;
  EXPECT_EQ(plume::kind_name(figure), "distribution");
  figure.data = plume::ClaimCurveData{};
  EXPECT_EQ(plume::kind_name(figure), "claim_curve");
}

}  // namespace
}  // namespace document_test
