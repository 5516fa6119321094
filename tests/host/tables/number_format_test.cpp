// SPDX-License-Identifier: Apache-2.0
#include "host/tables/number_format.hpp"

#include <gtest/gtest.h>

namespace plume::number_format_test {
namespace {

using Kind = NumberFormat::Kind;

TEST(NumberFormat, KindsByTheirCodes) {
  for (const char* code :
       {"General", "0.00", "#,##0.00", "0.00E+00", "\"day\" 0", "[Red]-0.0", "0_d", "# ?/?", "@"})
    EXPECT_EQ(number_format(code).kind, Kind::number) << code;
  for (const char* code : {"0%", "0.00%;[Red]-0.00%", "#,##0 %"})
    EXPECT_EQ(number_format(code).kind, Kind::percent) << code;
  EXPECT_EQ(number_format("0\"%\"").kind, Kind::number) << "a sign that is only written";
  for (const char* code :
       {"yyyy-mm-dd", "d/m/yy h:mm", "mmm-yy", "yyyy", "[$-804]yyyy\"年\"m\"月\"", "m"})
    EXPECT_EQ(number_format(code).kind, Kind::date) << code;
  for (const char* code : {"h:mm", "[h]:mm:ss", "mm:ss"})
    EXPECT_EQ(number_format(code).kind, Kind::time) << code;
  for (const char* code : {"0,", "#,##0.0,,\"M\""})
    EXPECT_EQ(number_format(code).kind, Kind::scaled) << code;
}

TEST(NumberFormat, WordsAndNothing) {
  EXPECT_EQ(number_format("0.0\" kt\"").words, "kt");
  EXPECT_EQ(number_format("0\\ \\k\\g").words, "kg");
  for (const char* code : {"0.00", "\"$\"#,##0.00", "[$CHF] 0", "0\" €\"", "General"})
    EXPECT_EQ(number_format(code).words, "") << code;
  EXPECT_EQ(number_format(";;;").kind, Kind::nothing);
  EXPECT_EQ(number_format("0;;").kind, Kind::number);
}

TEST(NumberFormat, TheBuiltInOnes) {
  EXPECT_EQ(built_in_number_format(0).kind, Kind::number);
  EXPECT_EQ(built_in_number_format(4).kind, Kind::number);
  EXPECT_EQ(built_in_number_format(9).kind, Kind::percent);
  EXPECT_EQ(built_in_number_format(14).kind, Kind::date);
  EXPECT_EQ(built_in_number_format(20).kind, Kind::time);
  EXPECT_EQ(built_in_number_format(37).kind, Kind::number);
}

TEST(NumberFormat, DatesAsFarAsTheyAreShown) {
  const auto shown = [](double serial, const char* code,
                        DateSystem system = DateSystem::from_1900) {
    return date_text(serial, number_format(code), system);
  };
  EXPECT_EQ(shown(45017.0, "yyyy-mm-dd"), "2023-04-01");
  EXPECT_EQ(shown(45017.0, "mmm-yy"), "2023-04");
  EXPECT_EQ(shown(44927.0, "yyyy"), "2023");
  EXPECT_EQ(shown(45017.0, "d-mmm"), "2023-04-01");
  EXPECT_EQ(shown(45017.5, "yyyy-mm-dd hh:mm"), "2023-04-01 12:00");
  EXPECT_EQ(shown(43555.0, "yyyy-mm-dd", DateSystem::from_1904), "2023-04-01");
  EXPECT_EQ(shown(1.0, "yyyy-mm-dd"), "1900-01-01");
  EXPECT_EQ(shown(59.0, "yyyy-mm-dd"), "1900-02-28");
  EXPECT_EQ(shown(61.0, "yyyy-mm-dd"), "1900-03-01");
  EXPECT_EQ(shown(-1.0, "yyyy"), "");
  EXPECT_EQ(shown(1e9, "yyyy"), "");
}

TEST(NumberFormat, DatesOfIso8601) {
  EXPECT_EQ(date_text("2023-04-01T00:00:00", NumberFormat{}), "2023-04-01");
  EXPECT_EQ(date_text("2023-04-01", number_format("yyyy-mm")), "2023-04");
  EXPECT_EQ(date_text("2023-04-01T12:30:00", number_format("d.m.yyyy")), "2023-04-01 12:30");
}

}  // namespace
}  // namespace plume::number_format_test
