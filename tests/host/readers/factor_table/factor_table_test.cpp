// SPDX-License-Identifier: Apache-2.0
#include "host/readers/factor_table/factor_table.hpp"

#include <gtest/gtest.h>

#include "tests/support/findings.hpp"

namespace plume::factor_table_test {
namespace {

TEST(FactorTable, IsRecognisedByItsHeader) {
  const auto recognised = [](const char* text) {
    return factor_table_format().recognises(Archive::from_memory("f.csv", {{"f.csv", text}}));
  };
  EXPECT_TRUE(recognised("flow,category,amount\n"));
  EXPECT_TRUE(recognised("Category;Flow;Amount;Unit\n"));
  EXPECT_FALSE(recognised("flow,category\n"));
  EXPECT_FALSE(recognised("<a/>"));
  EXPECT_FALSE(recognised(""));
}

TEST(FactorTable, CategoriesStandInTheirOrderWithTheirFactors) {
  const Archive archive =
      Archive::from_memory("f.csv", {{"f.csv",
                                      "category,flow,name,compartment,subcompartment,comment,unit,"
                                      "amount,category_unit\nb,f1,CO2,air,low,x,t,1000,kg\n"
                                      "a,f1,CO2,air,,x,kg,2,\nb,f2,CH4,air,low,x,kg,30,\n"}});
  Model model;
  ModelBuilder builder(model);
  InventoryData data;
  Findings findings;
  const StudyModel wanted;
  factor_table_format().read({{&archive, &wanted, 0}}, {builder, data}, findings);
  ASSERT_EQ(data.categories.size(), 2u);
  EXPECT_EQ(data.text(data.categories[0].id), "b");
  EXPECT_EQ(data.text(data.categories[0].unit), "kg");
  EXPECT_EQ(data.categories[0].num_factors, 2u);
  EXPECT_EQ(data.factors[1].value, 30.0);
  EXPECT_EQ(data.factors[1].line, 4u);
  EXPECT_EQ(data.text(data.factors[0].unit), "t");
  EXPECT_EQ(data.text(data.factors[0].name), "CO2");
  EXPECT_EQ(data.text(data.factors[0].category), "air/low");
  EXPECT_EQ(data.text(data.factors[2].category), "air");
  EXPECT_EQ(data.counts.ignored, (Tally{{"column comment", 1}}));
}

}  // namespace
}  // namespace plume::factor_table_test
