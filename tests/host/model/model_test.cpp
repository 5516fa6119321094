// SPDX-License-Identifier: Apache-2.0
#include "host/model/model.hpp"

#include <gtest/gtest.h>

namespace plume::model_test {
namespace {

TEST(Matrix, HasNames) {
  EXPECT_EQ(name_of(Matrix::technosphere), "technosphere");
  EXPECT_EQ(name_of(Matrix::biosphere), "biosphere");
  EXPECT_EQ(name_of(Matrix::characterisation), "characterisation");
  EXPECT_EQ(name_of(Matrix::normalisation), "normalisation");
  EXPECT_EQ(name_of(Matrix::weighting), "weighting");
}

TEST(Exchange, StaticValueIsSignTimesFactorTimesAmount) {
  Exchange e;
  e.amount = 3.0;
  EXPECT_EQ(e.static_value(), 3.0);
  e.factor = 0.5;
  e.sign = -1;
  EXPECT_EQ(e.static_value(), -1.5);
}

TEST(Model, PlaceOfAnExchangeIsItsTableAndLine) {
  Model model;
  model.sources = {{"steel", "plume package", "", {"exchanges.csv", "factors.csv"}},
                   {"db.zip", "brightway datapackage", ""}};
  Exchange e;
  e.line = 118;
  EXPECT_EQ(model.place_of(e).file, "steel/exchanges.csv");
  EXPECT_EQ(model.place_of(e).line, 118u);
  EXPECT_EQ(model.place_of(e).column, 0u);
  e.table = 1;
  EXPECT_EQ(model.place_of(e).file, "steel/factors.csv");
  e.table = 2;
  EXPECT_EQ(model.place_of(e).file, "steel");
  e.source = 1;
  EXPECT_EQ(model.place_of(e).file, "db.zip");
  e.source = 2;
  EXPECT_EQ(model.place_of(e).file, "");
}

TEST(Model, LabelsNameBothEndsOfAnExchange) {
  Model model;
  model.products = {{"p1", "steel", "kg", ""}};
  model.processes = {{"a1", "", "", ""}};
  model.flows = {{"co2", "co2", "kg", ""}};
  model.categories = {{"gwp", "climate change", "kg CO2e"}};
  Exchange e;
  EXPECT_EQ(model.label_of(e), "product 'steel' (p1) in process 'a1'");
  e.matrix = Matrix::biosphere;
  EXPECT_EQ(model.label_of(e), "flow 'co2' in process 'a1'");
  e.matrix = Matrix::characterisation;
  EXPECT_EQ(model.label_of(e), "factor of flow 'co2' in category 'climate change' (gwp)");
  e.matrix = Matrix::normalisation;
  EXPECT_EQ(model.label_of(e), "normalisation of flow 'co2'");
  e.matrix = Matrix::weighting;
  EXPECT_EQ(model.label_of(e), "weighting of category 'climate change' (gwp)");
}

}  // namespace
}  // namespace plume::model_test
