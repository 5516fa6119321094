// SPDX-License-Identifier: Apache-2.0
#include "host/base/letter_case.hpp"

#include <gtest/gtest.h>

namespace plume::letter_case_test {
namespace {

TEST(LowerCase, ChangesTheLettersFromAToZAndNothingElse) {
  for (int code = 0; code < 256; ++code) {
    const char c = static_cast<char>(code);
    EXPECT_EQ(lower_case(c), code >= 65 && code <= 90 ? static_cast<char>(code + 32) : c) << code;
  }
  EXPECT_EQ(lower_case("CO2 (Fossil) [AZ]"), "co2 (fossil) [az]");
  EXPECT_EQ(lower_case("Ärzte 零碳"), "Ärzte 零碳") << "bytes of UTF-8 are no letters";
  EXPECT_EQ(lower_case(""), "");
}

}  // namespace
}  // namespace plume::letter_case_test
