// SPDX-License-Identifier: Apache-2.0
#include "host/tables/row_reader.hpp"

#include <gtest/gtest.h>

#include "host/tables/csv.hpp"

namespace plume::row_reader_test {
namespace {

TEST(RowReader, BeginsAgainAndIsQuietWhereItOnlyLooks) {
  Findings findings;
  CsvReader csv("a,b\n1,5\" pipe\n", "t.csv", findings);
  RowReader& rows = csv;
  rows.set_quiet(true);
  while (rows.next()) {
  }
  EXPECT_TRUE(findings.list().empty());

  rows.rewind();
  rows.set_quiet(false);
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.cells()[1].text, "b");
  EXPECT_EQ(rows.line(), 1u);
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.place(rows.cells()[1]).column, 3u);
  EXPECT_EQ(findings.list().size(), 1u) << "the quote in the cell";
  EXPECT_FALSE(rows.next());
}

TEST(RowReader, AQuoteThatNeverEndsIsFoundAgain) {
  Findings findings;
  CsvReader csv("a,b\n1,\"x\n", "t.csv", findings);
  csv.set_quiet(true);
  while (csv.next()) {
  }
  csv.rewind();
  csv.set_quiet(false);
  while (csv.next()) {
  }
  EXPECT_EQ(findings.num_errors(), 1u);
  EXPECT_FALSE(csv.intact());
}

}  // namespace
}  // namespace plume::row_reader_test
