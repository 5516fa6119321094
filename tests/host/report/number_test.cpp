// SPDX-License-Identifier: Apache-2.0
#include "host/report/number.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace number_test {
namespace {

using plume::percent_change;
using plume::rounded;
using plume::Rounding;
using plume::rounding_by_error;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double inf = std::numeric_limits<double>::infinity();

TEST(RoundingByError, TwoDigitsOfTheErrorAreTheLastTwoShown) {
  const std::vector<double> values = {1.23456789};

  EXPECT_EQ(rounded(1.23456789, rounding_by_error(0.0123, values)), "1.235");
  EXPECT_EQ(rounded(1.23456789, rounding_by_error(0.0994, values)), "1.235");
  EXPECT_EQ(rounded(1.23456789, rounding_by_error(0.0996, values)), "1.23");  // ±0.10
  EXPECT_EQ(rounded(1.23456789, rounding_by_error(12.0, values)), "1");
}

TEST(RoundingByError, LargeErrorsRoundBeforeThePoint) {
  const std::vector<double> values = {123456.0, 987.0, 12.0};
  const Rounding rounding = rounding_by_error(2300.0, values);

  EXPECT_EQ(rounding.place, 2);
  EXPECT_EQ(rounded(123456.0, rounding), "123\u202f500");
  EXPECT_EQ(rounded(-123456.0, rounding), "-123\u202f500");
  EXPECT_EQ(rounded(99960.0, rounding), "100\u202f000");
  EXPECT_EQ(rounded(51.0, rounding), "100");
  EXPECT_EQ(rounded(49.0, rounding), "0");
  EXPECT_EQ(rounded(-49.0, rounding), "0");
}

TEST(Rounded, PartsThousandsFromFiveDigitsOnForPeopleAlone) {
  EXPECT_EQ(rounded(9999.0, {}), "9999");
  EXPECT_EQ(rounded(10000.0, {}), "10\u202f000");
  EXPECT_EQ(rounded(-1234567.25, {-2, false}), "-1\u202f234\u202f567.25");
  EXPECT_EQ(rounded(12345.0, {0, true}), "1.2345e+04");
  EXPECT_EQ(plume::decimal(-1234567.25, {-2, false}), "-1234567.25") << "for programs";
}

TEST(RoundingByError, TinyAndHugeNumbersAreScientificToTheSamePlace) {
  const Rounding tiny = rounding_by_error(2.5e-12, std::vector{1.31e-10, 1e-11});
  EXPECT_EQ(rounded(1.31e-10, tiny), "1.310e-10");
  EXPECT_EQ(rounded(1e-11, tiny), "1.0e-11");
  EXPECT_EQ(rounded(4e-14, tiny), "0");
  EXPECT_EQ(rounded(0.0, tiny), "0");

  const Rounding huge = rounding_by_error(1e10, std::vector{1.23456e12});
  EXPECT_EQ(rounded(1.23456e12, huge), "1.235e+12");
}

TEST(Decimal, ANumberBetweenHalfOfTheLastPlaceAndItIsOneOfIt) {
  for (int place = -300; place <= 0; ++place) {
    const std::string one =
        plume::decimal(std::stod("0.7e" + std::to_string(place)), {place, true});
    EXPECT_EQ(std::stod(one), std::stod("1e" + std::to_string(place)))
        << "1e-6 is a little below itself, and once had no end";
  }
  EXPECT_EQ(plume::decimal(9.7e-07, {-6, false}), "0.000001");
  EXPECT_EQ(plume::decimal(-9.7e-07, {-6, false}), "-0.000001");
}

TEST(RoundingByError, WithoutAnErrorSixDigitsAndNeverMoreThanNine) {
  EXPECT_EQ(rounded(2.0 / 3.0, rounding_by_error(0.0, std::vector{2.0 / 3.0})), "0.666667");
  EXPECT_EQ(rounded(2.0 / 3.0, rounding_by_error(nan, std::vector{2.0 / 3.0})), "0.666667");
  EXPECT_EQ(rounded(200.0 / 3.0, rounding_by_error(1e-15, std::vector{200.0 / 3.0})), "66.6666667");
  EXPECT_EQ(rounded(0.0, rounding_by_error(0.0, std::vector{0.0})), "0");
  EXPECT_EQ(rounded(nan, rounding_by_error(nan, std::vector{nan})), "–");
  EXPECT_EQ(rounded(-inf, {}), "-∞");
}

TEST(RoundingByError, AnExponentBelowATenThousandthAndFromABillion) {
  EXPECT_EQ(rounded(0.000123456, rounding_by_error(1e-6, std::vector{0.000123456})), "0.0001235");
  EXPECT_EQ(rounded(0.0000123456, rounding_by_error(1e-7, std::vector{0.0000123456})), "1.235e-05");
  EXPECT_EQ(rounded(123456789.0, rounding_by_error(1e3, std::vector{123456789.0})),
            "123\u202f456\u202f800");
  EXPECT_EQ(rounded(1234567890.0, rounding_by_error(1e4, std::vector{1234567890.0})),
            "1.234568e+09");
  EXPECT_EQ(rounded(5e-324, rounding_by_error(0.0, std::vector{5e-324})), "4.94066e-324");
  EXPECT_EQ(rounded(1.7976931348623157e308,
                    rounding_by_error(1e300, std::vector{1.7976931348623157e308})),
            "1.79769313e+308");
}

TEST(PercentChange, IsRelativeToTheMagnitudeOfTheStart) {
  EXPECT_EQ(percent_change(1.0, 1.12), "+12 %");
  EXPECT_EQ(percent_change(1.0, 0.99), "-1.0 %");
  EXPECT_EQ(percent_change(-2.0, -3.0), "-50 %");
  EXPECT_EQ(percent_change(3.0, 3.0), "0 %");
  EXPECT_EQ(percent_change(0.0, 1.0), "–");
  EXPECT_EQ(percent_change(nan, 1.0), "–");
  EXPECT_EQ(percent_change(1.0, nan), "–");
}

}  // namespace
}  // namespace number_test
