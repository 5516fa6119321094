// SPDX-License-Identifier: Apache-2.0
#include "host/readers/plain_package/declarations.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/host/readers/plain_package/read_texts.hpp"

namespace plume::declarations_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::read_texts;
using testing::Reading;
using testing::steel;
using testing::steel_with;

TEST(Processes, DeclareProductsOfTheSameIdWithAmountOne) {
  const Reading reading = read_texts(steel());
  EXPECT_THAT(reading.lines, IsEmpty());
  ASSERT_EQ(reading.model.processes.size(), 2u);
  ASSERT_EQ(reading.model.products.size(), 2u);
  const Process& power = reading.model.processes[0];
  EXPECT_EQ(power.id, "power");
  EXPECT_EQ(power.name, "power plant");
  EXPECT_EQ(power.unit, "kWh");
  EXPECT_EQ(reading.model.products[power.reference_product].id, "power");
  EXPECT_EQ(reading.model.products[power.reference_product].unit, "kWh");
  const Exchange& reference = reading.model.exchanges[0];
  EXPECT_EQ(reference.matrix, Matrix::technosphere);
  EXPECT_EQ(reference.sign, 1);
  EXPECT_EQ(reference.amount, 1.0);
  EXPECT_EQ(reference.line, 2u);
}

TEST(Processes, OwnProductAmountAndUncertainty) {
  const Reading reading =
      read_texts(steel_with("processes.csv",
                            "id;product;amount;unit;location;distribution;cv\npower;power;10;kWh;"
                            "CN;normal;0.05\nsteel;steel;-1;kg;;;\n"));
  EXPECT_THAT(reading.lines, IsEmpty());
  EXPECT_EQ(reading.model.processes[0].name, "power");
  EXPECT_EQ(reading.model.processes[0].location, "CN");
  EXPECT_EQ(reading.model.exchanges[0].amount, 10.0);
  ASSERT_NE(reading.model.exchanges[0].uncertainty, no_index);
  EXPECT_DOUBLE_EQ(reading.model.uncertainties[reading.model.exchanges[0].uncertainty].scale, 0.5);
  EXPECT_EQ(reading.model.exchanges[1].amount, -1.0);
  EXPECT_EQ(reading.model.exchanges[1].uncertainty, no_index);
}

TEST(Processes, ProductsTableGivesRowsTheirOrderNamesAndUnits) {
  testing::Texts texts = steel();
  texts["products.csv"] = "id,name,unit,location\nsteel,steel coil,kg,DE\npower,electricity,kWh,\n";
  texts["processes.csv"] = "id,name\npower,power plant\nsteel,steel works\n";
  const Reading reading = read_texts(texts);
  EXPECT_THAT(reading.lines, IsEmpty());
  EXPECT_EQ(reading.model.products[0].id, "steel");
  EXPECT_EQ(reading.model.products[0].name, "steel coil");
  EXPECT_EQ(reading.model.products[0].location, "DE");
  EXPECT_EQ(reading.model.processes[0].unit, "kWh");
  EXPECT_EQ(reading.model.processes[0].reference_product, 1u);
}

TEST(Processes, DeclaredTwice) {
  const Reading reading =
      read_texts(steel_with("processes.csv", "id,unit\npower,kWh\nsteel,kg\npower,MJ\n"));
  EXPECT_THAT(reading.lines, ElementsAre("p/processes.csv:4:1: error E0230: process 'power' is "
                                         "declared twice; it stands in line 2 "
                                         "already; every id is given once"));
}

TEST(Processes, TwoProducersOfOneProduct) {
  const Reading reading = read_texts(
      steel_with("processes.csv", "id,unit,product\npower,kWh,\nsteel,kg,\nwind,kWh,power\n"));
  EXPECT_THAT(reading.lines,
              ElementsAre("p/processes.csv:4:10: error E0237: product 'power' is the product of "
                          "process 'power' already; give this "
                          "process a product of its own, and mix the two in a third process"));
}

TEST(Processes, ATreatmentIsWrittenInOneWay) {
  const Reading reading = read_texts(
      steel_with("processes.csv", "id,unit,amount,treatment\npower,kWh,1,no\nsteel,kg,2,yes\n"));
  EXPECT_THAT(reading.lines, ::testing::IsEmpty());
  EXPECT_EQ(reading.model.processes[0].side, ReferenceSide::given);
  EXPECT_EQ(reading.model.processes[1].side, ReferenceSide::taken);
  EXPECT_THAT(
      read_texts(steel_with("processes.csv",
                            "id,unit,amount,treatment\npower,kWh,-1,true\nsteel,kg,2,ja\n"))
          .lines,
      ElementsAre("p/processes.csv:2:14: error E0295: the amount of treatment 'power' is negative, "
                  "which says that "
                  "already; write treatment = true beside a positive amount, or leave it out",
                  "p/processes.csv:3:12: error E0248: treatment 'ja' is not a truth value; allowed "
                  "are true, false, "
                  "yes, no, 1, 0"));
}

TEST(Processes, NoUnit) {
  const Reading reading = read_texts(steel_with("processes.csv", "id,unit\npower,\nsteel,kg\n"));
  EXPECT_THAT(
      reading.lines,
      ElementsAre(
          "p/processes.csv:2:7: error E0220: process 'power' has no unit; name the unit of its "
          "product in the column 'unit'"));
  EXPECT_THAT(read_texts(steel_with("processes.csv", "id\npower\nsteel\n")).lines,
              ElementsAre("p/processes.csv:2: error E0220: process 'power' has no unit; name the "
                          "unit of its product in the column "
                          "'unit'",
                          "p/processes.csv:3: error E0220: process 'steel' has no unit; name the "
                          "unit of its product in the column "
                          "'unit'"));
}

TEST(Processes, UnitOtherThanTheProducts) {
  testing::Texts texts = steel();
  texts["products.csv"] = "id,unit\npower,MJ\n";
  EXPECT_THAT(read_texts(texts).lines,
              ElementsAre("p/processes.csv:2:19: error E0235: unit 'kWh' is not 'MJ', the unit of "
                          "product 'power'; convert the "
                          "amount; units are compared, not converted"));
}

TEST(Processes, BadAmountIsOneFindingAndTheIdStaysKnown) {
  const Reading reading =
      read_texts(steel_with("processes.csv", "id,unit,amount\npower,kWh,one\nsteel,kg,\n"));
  EXPECT_THAT(reading.lines, ElementsAre("p/processes.csv:2:11: error E0221: amount 'one' is not a "
                                         "number; write it like 12, 0.5 or "
                                         "1.2e-3, without a unit"));
}

TEST(Processes, RowsLeftOutMakeNoUnknownIds) {
  const Reading reading =
      read_texts(steel_with("processes.csv", "id,unit\npower,kWh,extra\nsteel,kg\n"));
  EXPECT_THAT(
      reading.lines,
      ElementsAre(
          "p/processes.csv:2:11: error E0215: the row has 3 cells, the header 2; put a cell that "
          "holds ',' in double quotes; decimals use '.'"));
}

TEST(Ids, ControlCharacters) {
  const Reading reading = read_texts(steel_with("flows.csv", "id,unit\nco2,kg\n\"c\nh4\",kg\n"));
  EXPECT_THAT(
      reading.lines,
      ElementsAre(
          "p/flows.csv:3:1: error E0228: id 'c?h4' holds a line end or another control character; "
          "write ids on one line"));
}

TEST(Flows, FieldsAndDuplicates) {
  const Reading reading = read_texts(steel_with(
      "flows.csv", "id,unit,compartment,name\nco2,kg,air,carbon dioxide\nch4,kg,,\nco2,kg,,\n"));
  EXPECT_THAT(reading.lines, ElementsAre("p/flows.csv:4:1: error E0230: elementary flow 'co2' is "
                                         "declared twice; it stands in line "
                                         "2 already; every id is given once"));
  EXPECT_EQ(reading.model.flows[0].compartment, "air");
  EXPECT_EQ(reading.model.flows[0].name, "carbon dioxide");
  EXPECT_EQ(reading.model.flows[1].name, "ch4");
}

TEST(Products, EmptyIdAndUnit) {
  testing::Texts texts = steel();
  texts["products.csv"] = "id,unit\n,kg\nheat,\n";
  EXPECT_THAT(
      read_texts(texts).lines,
      ElementsAre(
          "p/products.csv:2:1: error E0220: the cell of column 'id' is empty; every row needs one",
          "p/products.csv:3:6: error E0220: the cell of column 'unit' is empty; every row needs "
          "one"));
}

TEST(Categories, FieldsAndDuplicates) {
  const Reading reading = read_texts(
      steel_with("categories.csv", "id,unit,name\ngwp,kg CO2e,climate change\ngwp,kg,\n"));
  EXPECT_THAT(reading.lines, ElementsAre("p/categories.csv:3:1: error E0230: category 'gwp' is "
                                         "declared twice; it stands in line 2 "
                                         "already; every id is given once"));
  EXPECT_EQ(reading.model.categories[0].unit, "kg CO2e");
  EXPECT_EQ(reading.model.categories[0].name, "climate change");
}

TEST(Packages, MayShareFlowsAndProductsButNotProcessesAndCategories) {
  Model model;
  Findings findings;
  ModelBuilder builder(model);
  const testing::Texts first = steel();
  const testing::Texts second = {
      {"processes.csv", "id,unit\nsteel,kg\ncar,unit\n"},
      {"flows.csv", "id,unit\nco2,g\nch4,kg\n"},
      {"exchanges.csv", "process,type,item,amount\ncar,input,steel,900\ncar,emission,ch4,1\n"},
      {"categories.csv", "id,unit\ngwp,kg\n"},
      {"factors.csv", "category,flow,amount\ngwp,ch4,29.8\n"}};
  read_package(testing::files_of(first), 0, builder, findings);
  ASSERT_FALSE(findings.has_errors());
  read_package(testing::files_of(second), 1, builder, findings);
  EXPECT_THAT(testing::lines_of(findings),
              ElementsAre("p/flows.csv:2:5: error E0235: unit 'g' is not 'kg', the unit of "
                          "elementary flow 'co2'; convert the "
                          "amount; units are compared, not converted",
                          "p/categories.csv:2:1: error E0230: category 'gwp' is declared twice; an "
                          "earlier model of the study "
                          "declares it; use another id",
                          "p/processes.csv:2:1: error E0230: process 'steel' is declared twice; an "
                          "earlier model of the study "
                          "declares it; use another id"));
  EXPECT_EQ(model.exchanges.back().source, 1);
}

}  // namespace
}  // namespace plume::declarations_test
