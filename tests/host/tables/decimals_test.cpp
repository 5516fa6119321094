// SPDX-License-Identifier: Apache-2.0
#include "host/tables/decimals.hpp"

#include <gtest/gtest.h>

namespace plume::decimals_test {
namespace {

using Verdict = Decimals::Verdict;

/// The verdict on a table with these cells in a column of numbers.
Verdict verdict_on(const std::vector<std::string>& cells, char separator,
                   Column::Holds holds = Column::number) {
  Decimals decimals;
  for (const std::string& cell : cells)
    decimals.count(cell, holds, "amount", [] { return Place{"t.csv", 2, 1}; });
  return decimals.verdict(separator);
}

TEST(Decimals, CommasMeanOneThingBetweenSemicolons) {
  EXPECT_EQ(verdict_on({"1,5", "2"}, ';'), Verdict::commas);
  EXPECT_EQ(verdict_on({"12,500"}, ';'), Verdict::commas);
  EXPECT_EQ(verdict_on({"-0,25e-3"}, ';'), Verdict::commas);
  EXPECT_EQ(verdict_on({"1.5", "2"}, ';'), Verdict::points);
}

TEST(Decimals, BetweenSemicolonsAPointMayPartThousands) {
  EXPECT_EQ(verdict_on({"1.500", "2"}, ';'), Verdict::points_unclear);
  EXPECT_EQ(verdict_on({"1.500", "2.5"}, ';'), Verdict::points);
  EXPECT_EQ(verdict_on({"0.500"}, ';'), Verdict::points);
  EXPECT_EQ(verdict_on({"1.500"}, ','), Verdict::points);
  EXPECT_EQ(verdict_on({"1.500"}, '\t'), Verdict::points);
}

TEST(Decimals, PointsThatMayPartThousandsAreTold) {
  Decimals decimals;
  decimals.count("1.500", Column::number, "amount", [] { return Place{"t.csv", 2, 1}; });
  Findings findings;
  decimals.report(decimals.verdict(';'), findings);
  EXPECT_EQ(findings.to_string(),
            "t.csv:2:1: warning W0292: '1.500' is read as 1.500: in a table separated by ';' it "
            "may be 1500, and so "
            "may every number with '.' of the table; write 1500 without a point if it is so, or "
            "1.5000 if not");
}

TEST(Decimals, APointBesideCommasCannotBeTold) {
  EXPECT_EQ(verdict_on({"1,5", "1.234"}, ';'), Verdict::mixed);
  EXPECT_EQ(verdict_on({"1,5", "1.234"}, '\t'), Verdict::mixed);
}

TEST(Decimals, BetweenTabsAllMayBeThousands) {
  EXPECT_EQ(verdict_on({"1,234", "12,500"}, '\t'), Verdict::unclear);
  EXPECT_EQ(verdict_on({"1,234", "0,500"}, '\t'), Verdict::commas);
  EXPECT_EQ(verdict_on({"1,234", "12,5"}, '\t'), Verdict::commas);
  EXPECT_EQ(verdict_on({"123,456"}, '\t'), Verdict::unclear);
  EXPECT_EQ(verdict_on({"1234,567"}, '\t'), Verdict::commas) << "no group has four digits";
}

TEST(Decimals, BetweenCommasAndInWorkbooksTheyAreNone) {
  EXPECT_EQ(verdict_on({"1,5"}, ','), Verdict::refused);
  EXPECT_EQ(verdict_on({"1,5"}, 0), Verdict::refused);
}

TEST(Decimals, WhatIsNoNumberSaysNothing) {
  EXPECT_EQ(verdict_on({"1,234,5", "x,y", "1.234,5", ","}, ';'), Verdict::points);
  EXPECT_EQ(verdict_on({"1,5"}, ';', Column::Holds::text), Verdict::points);
  EXPECT_EQ(verdict_on({"5,5 %", "meter class 0,5"}, ';', Column::expression), Verdict::commas);
  EXPECT_EQ(verdict_on({"uniform(1,5)"}, ';', Column::expression), Verdict::points);
}

TEST(Decimals, NumbersInWordsGetTheirPoints) {
  EXPECT_EQ(with_points("1,5", Column::number), "1.5");
  EXPECT_EQ(with_points("1,234,5", Column::number), "1,234,5");
  EXPECT_EQ(with_points("±5,5 %", Column::expression), "±5.5 %");
  EXPECT_EQ(with_points("uniform(1,5; 2,5)", Column::expression), "uniform(1.5, 2.5)");
  EXPECT_EQ(with_points("uniform(1, 2)", Column::expression), "uniform(1, 2)");
  EXPECT_EQ(with_points("uniform(1,5)", Column::expression), "") << "1.5, or 1 and 5";
  EXPECT_EQ(with_points("(2,2,1,2,1,5)", Column::expression), "(2,2,1,2,1,5)");
}

}  // namespace
}  // namespace plume::decimals_test
