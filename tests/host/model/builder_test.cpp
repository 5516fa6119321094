// SPDX-License-Identifier: Apache-2.0
#include "host/model/builder.hpp"

#include <gtest/gtest.h>

#include "host/base/hash.hpp"

namespace plume::builder_test {
namespace {

Exchange input_of(ModelBuilder& builder, const char* product, const char* process, double amount) {
  Exchange e;
  e.row = builder.product(product);
  e.column = builder.process(process);
  e.amount = amount;
  return e;
}

TEST(ModelBuilder, GivesEachIdOneIndex) {
  Model model;
  ModelBuilder builder(model);
  EXPECT_EQ(builder.product("x"), 0u);
  EXPECT_EQ(builder.product("y"), 1u);
  EXPECT_EQ(builder.product("x"), 0u);
  EXPECT_EQ(builder.process("x"), 0u);  // kinds have id spaces of their own
  EXPECT_EQ(builder.flow("x"), 0u);
  EXPECT_EQ(builder.category("x"), 0u);
  EXPECT_EQ(builder.find_product("y"), 1u);
  EXPECT_EQ(builder.find_product("z"), no_index);
  EXPECT_EQ(builder.find_process("y"), no_index);
  EXPECT_EQ(builder.find_flow("y"), no_index);
  EXPECT_EQ(builder.find_category("y"), no_index);
  ASSERT_EQ(model.products.size(), 2u);
  EXPECT_EQ(model.products[1].id, "y");
  EXPECT_EQ(model.products[1].name, "");
}

TEST(ModelBuilder, KeysAreHashesOfIdsAndOrdinal) {
  Model model;
  ModelBuilder builder(model);
  builder.add(input_of(builder, "p", "a", 1.0));
  builder.add(input_of(builder, "p", "a", 2.0));
  builder.add(input_of(builder, "p", "a", 3.0), {}, "e77");
  builder.add(input_of(builder, "p", "a", 4.0));
  EXPECT_EQ(model.exchanges[0].key, stable_key({"technosphere", "p", "a", "0"}));
  EXPECT_EQ(model.exchanges[1].key, stable_key({"technosphere", "p", "a", "1"}));
  EXPECT_EQ(model.exchanges[2].key, stable_key({"exchange", "e77"}));
  EXPECT_EQ(model.exchanges[3].key, stable_key({"technosphere", "p", "a", "2"}));
}

TEST(ModelBuilder, KeysOfTheOtherMatrices) {
  Model model;
  ModelBuilder builder(model);
  Exchange e;
  e.row = builder.flow("co2");
  e.column = builder.process("a");
  e.matrix = Matrix::biosphere;
  builder.add(e);
  e.column = builder.category("gwp");
  e.matrix = Matrix::characterisation;
  builder.add(e);
  e.matrix = Matrix::normalisation;
  builder.add(e);
  e.matrix = Matrix::weighting;
  builder.add(e);
  EXPECT_EQ(model.exchanges[0].key, stable_key({"biosphere", "co2", "a", "0"}));
  EXPECT_EQ(model.exchanges[1].key, stable_key({"characterisation", "co2", "gwp", "0"}));
  EXPECT_EQ(model.exchanges[2].key, stable_key({"normalisation", "co2", "", "0"}));
  EXPECT_EQ(model.exchanges[3].key, stable_key({"weighting", "", "gwp", "0"}));
}

TEST(ModelBuilder, KeysDoNotDependOnOtherExchanges) {
  Model one, two;
  ModelBuilder first(one), second(two);
  first.add(input_of(first, "p", "a", 1.0));
  second.add(input_of(second, "other", "a", 1.0));
  second.add(input_of(second, "p", "b", 1.0));
  second.add(input_of(second, "p", "a", 1.0));
  EXPECT_EQ(one.exchanges[0].key, two.exchanges[2].key);
}

TEST(ModelBuilder, StoresOnlyUncertaintiesThatDraw) {
  Model model;
  ModelBuilder builder(model);
  builder.add(input_of(builder, "p", "a", 1.0),
              Uncertainty{.loc = 1.0, .kind = DistributionKind::none});
  builder.add(input_of(builder, "p", "b", 1.0),
              Uncertainty{.loc = 1.0, .scale = 0.1, .kind = DistributionKind::normal});
  EXPECT_EQ(model.exchanges[0].uncertainty, no_index);
  EXPECT_EQ(model.exchanges[1].uncertainty, 0u);
  ASSERT_EQ(model.uncertainties.size(), 1u);
  EXPECT_EQ(model.uncertainties[0].scale, 0.1);
}

TEST(ModelBuilder, TakesUpWhatTheModelHolds) {
  Model model;
  {
    ModelBuilder builder(model);
    builder.add(input_of(builder, "p", "a", 1.0));
    builder.add(input_of(builder, "p", "a", 2.0), {}, "e77");
    builder.add(input_of(builder, "p", "a", 3.0));
  }
  ModelBuilder builder(model);
  EXPECT_EQ(builder.product("p"), 0u);
  EXPECT_EQ(builder.add(input_of(builder, "p", "a", 4.0)), 3u);
  EXPECT_EQ(model.exchanges[3].key, stable_key({"technosphere", "p", "a", "2"}));
}

}  // namespace
}  // namespace plume::builder_test
