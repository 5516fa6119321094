// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/period.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace plume::period_test {
namespace {

/// "2023-01-01 2023-06-30" of the days of a period, or "none".
std::string days_of(const char* text) {
  const auto period = read_period(text).period;
  if (!period) return "none";
  const auto date = [](int day) {
    const std::chrono::year_month_day d{std::chrono::sys_days(std::chrono::days(day))};
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02u", static_cast<int>(d.year()),
                  static_cast<unsigned>(d.month()), static_cast<unsigned>(d.day()));
    return std::string(buffer);
  };
  return date(period->first) + " " + date(period->last);
}

TEST(Period, IsReadAsPeopleWriteIt) {
  const char* const of_days[][2] = {
      {"2023", "2023-01-01 2023-12-31"},
      {" 2023 ", "2023-01-01 2023-12-31"},
      {"2023-H1", "2023-01-01 2023-06-30"},
      {"H2 2023", "2023-07-01 2023-12-31"},
      {"2023 h2", "2023-07-01 2023-12-31"},
      {"2023-Q2", "2023-04-01 2023-06-30"},
      {"Q2 2023", "2023-04-01 2023-06-30"},
      {"2023Q4", "2023-10-01 2023-12-31"},
      {"Q1/2023", "2023-01-01 2023-03-31"},
      {"2023-04", "2023-04-01 2023-04-30"},
      {"2024-02", "2024-02-01 2024-02-29"},
      {"04/2023", "2023-04-01 2023-04-30"},
      {"4.2023", "2023-04-01 2023-04-30"},
      {"2023/04", "2023-04-01 2023-04-30"},
      {"Apr 2023", "2023-04-01 2023-04-30"},
      {"Apr-2023", "2023-04-01 2023-04-30"},
      {"April 2023", "2023-04-01 2023-04-30"},
      {"2023 Sept", "2023-09-01 2023-09-30"},
      {"Dez 2023", "2023-12-01 2023-12-31"},
      {"2023年", "2023-01-01 2023-12-31"},
      {"2023年4月", "2023-04-01 2023-04-30"},
      {"2023年第2季度", "2023-04-01 2023-06-30"},
      {"2023年上半年", "2023-01-01 2023-06-30"},
      {"2023-04-17", "2023-04-17 2023-04-17"},
      {"20230417", "2023-04-17 2023-04-17"},
      {"17.04.2023", "2023-04-17 2023-04-17"},
      {"17/04/2023", "2023-04-17 2023-04-17"},
      {"04/17/2023", "2023-04-17 2023-04-17"},
      {"17 Apr 2023", "2023-04-17 2023-04-17"},
      {"Apr 17, 2023", "2023-04-17 2023-04-17"},
      {"2023-04-17T08:30:00Z", "2023-04-17 2023-04-17"},
      {"2023-04-17 00:00:00", "2023-04-17 2023-04-17"},
      {"2023-W01", "2023-01-02 2023-01-08"},
      {"2020-W53", "2020-12-28 2021-01-03"},
      {"2018-01/2018-06", "2018-01-01 2018-06-30"},
      {"2023-01-01/2023-03-31", "2023-01-01 2023-03-31"},
      {"2023-01-01/03-31", "2023-01-01 2023-03-31"},
      {"2023-04-10/17", "2023-04-10 2023-04-17"},
      {"2023-01/03", "2023-01-01 2023-03-31"},
      {"2023-01-01/P3M", "2023-01-01 2023-03-31"},
      {"P1Y/2023-12-31", "2023-01-01 2023-12-31"},
      {"2023-01-02/P2W", "2023-01-02 2023-01-15"},
      {"2022/2023", "2022-01-01 2023-12-31"},
      {"2022-2023", "2022-01-01 2023-12-31"},
      {"2022 to 2023", "2022-01-01 2023-12-31"},
      {"Jan - Mar 2023", "2023-01-01 2023-03-31"},
      {"Jan-Mar 2023", "2023-01-01 2023-03-31"},
      {"Jan–Mar 2023", "2023-01-01 2023-03-31"},
      {"01.01.2023 - 31.03.2023", "2023-01-01 2023-03-31"},
      {"Nov 2022 bis Feb 2023", "2022-11-01 2023-02-28"},
  };
  for (const auto& each : of_days) EXPECT_EQ(days_of(each[0]), each[1]) << each[0];
}

TEST(Period, WhatIsNoPeriodIsNone) {
  for (const char* text : {"", "23", "2023-13", "2023-00", "2023-02-30", "2023-H3", "2023-Q5",
                           "2021-W53", "2023-12/2023-01", "last year", "2023-04-17-", "202304",
                           "2023-1-", "32.01.2023", "2023-Q", "Q2", "April", "/", "2023/"})
    EXPECT_EQ(days_of(text), "none") << text;
}

TEST(Period, WhatCanBeReadInTwoWaysIsAskedFor) {
  EXPECT_EQ(read_period("03/04/2023").hint,
            "day and month can be read both ways: write 2023-04-17");
  EXPECT_EQ(days_of("04/04/2023"), "2023-04-04 2023-04-04") << "both ways are one";
  for (const char* text : {"2022/23", "2011/12", "FY2023", "FY 23"}) {
    EXPECT_EQ(days_of(text), "none") << text;
    EXPECT_EQ(
        read_period(text).hint,
        "financial years begin in April, July or October, by country: write two dates such as "
        "2022-04-01/2023-03-31")
        << text;
  }
}

TEST(Period, IsComparedAsAnInterval) {
  const auto of = [](const char* text) { return *read_period(text).period; };
  EXPECT_TRUE(of("2023").holds(of("Q2 2023")));
  EXPECT_TRUE(of("2023").holds(of("2023-01/2023-12")));
  EXPECT_FALSE(of("2023").holds(of("2022-12/2023-01")));
  EXPECT_TRUE(overlap(of("2023"), of("2022-12/2023-01")));
  EXPECT_FALSE(overlap(of("2023"), of("2024-01")));
  EXPECT_TRUE(overlap(of("2023-01"), of("2023-01-31"))) << "both ends are days of the period";
  EXPECT_TRUE(of("2023-H1") == of("2023-01/2023-06"));
}

}  // namespace
}  // namespace plume::period_test
