// SPDX-License-Identifier: Apache-2.0
#include "host/base/csv_cell.hpp"

#include <gtest/gtest.h>

namespace plume::csv_cell_test {
namespace {

TEST(CsvCell, IsQuotedOnlyWhereItMustBe) {
  EXPECT_EQ(csv_quoted("kg CO2-eq"), "kg CO2-eq");
  EXPECT_EQ(csv_quoted(""), "");
  EXPECT_EQ(csv_quoted("steel, hot"), "\"steel, hot\"");
  EXPECT_EQ(csv_quoted("6\" pipe"), "\"6\"\" pipe\"");
  EXPECT_EQ(csv_quoted("a\nb"), "\"a\nb\"");
  EXPECT_EQ(csv_quoted("a\rb"), "\"a\rb\"");
  EXPECT_EQ(csv_quoted("-"), "-") << "what is our own stays as it is";
}

TEST(CsvCell, OfNamesThatOthersWroteIsNoFormulaAndNoDamagedText) {
  EXPECT_EQ(csv_cell("=cmd(),1"), "\"'=cmd(),1\"");
  EXPECT_EQ(csv_cell("caf\xE9"), "caf\xEF\xBF\xBD");
  EXPECT_EQ(csv_cell("steel"), "steel");
}

TEST(CsvCell, HoldsNoControlCharacter) {
  EXPECT_EQ(csv_cell("a\x1B[31m\xE2\x80\xAE,b\nc"), "\"a [31m ,b c\"");
  EXPECT_EQ(csv_cell("\t=1"), "' =1") << "defused before the tab goes";
}

}  // namespace
}  // namespace plume::csv_cell_test
