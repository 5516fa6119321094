// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/credit_serials.hpp"

#include <gtest/gtest.h>

namespace plume::credit_serials_test {
namespace {

TEST(CreditSerials, SignsAndCapitalsMakeNoDifference) {
  for (const char* text : {"VCS-1-60", "vcs 1 60", " VCS - 1/60 ", "Vcs_1.60"})
    EXPECT_EQ(serial_key(text), "vcs-1-60") << text;
  EXPECT_NE(serial_key("VCS-1-60"), serial_key("VCS-16-0")) << "what stands apart stays apart";
  EXPECT_EQ(serial_key("林业 7"), "林业-7");
}

TEST(CreditSerials, RangesAreNumbersOfOneLength) {
  const auto ranges = ranges_of("5720-259136203-259146202-VCU-033");
  ASSERT_EQ(ranges.size(), 1u);
  EXPECT_EQ(ranges[0].first, 259136203u);
  EXPECT_EQ(ranges[0].last, 259146202u);
  EXPECT_EQ(ranges[0].series, "5720#vcu-033");
  EXPECT_EQ(ranges_of("CCER 1..60").size(), 1u);
  EXPECT_EQ(ranges_of("CCER 1 to 60").size(), 1u);
  for (const char* none : {"VCS-7-1001", "VCS-123", "VCS-0002-0001", "R-1", "",
                           "1234567890123456789-1234567890123456790"})
    EXPECT_TRUE(ranges_of(none).empty()) << none;
}

}  // namespace
}  // namespace plume::credit_serials_test
