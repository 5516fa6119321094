// SPDX-License-Identifier: Apache-2.0
#include "host/link/link_methods.hpp"

#include <gmock/gmock.h>

#include "tests/support/findings.hpp"
#include "tests/support/raw_inventory.hpp"

namespace plume::link_methods_test {
namespace {

using testing::cell;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::lines;
using testing::RawInventory;

class LinkMethodsTest : public ::testing::Test {
 protected:
  LinkMethodsTest() {
    raw.flow("power", FlowKind::product, "kWh");
    raw.flow("co2", FlowKind::elementary, "kg");
    raw.flow("lead", FlowKind::elementary, "kg");
    raw.process("grid",
                {raw.out("power", 1).reference(), raw.out("co2", 2).unit("t"), raw.in("lead", 1)});
  }
  void map(std::string_view from, std::string_view to, double factor) {
    if (raw.data.mapping_tables.empty()) raw.data.mapping_tables.push_back({"m.csv", 0, 0, 0});
    RawMapping row;
    row.from = raw.text(from);
    row.to = raw.text(to);
    row.factor = factor;
    row.line = static_cast<std::uint32_t>(raw.data.mappings.size() + 1);
    raw.data.mappings.push_back(row);
    ++raw.data.mapping_tables[0].num;
  }
  RawInventory raw;
};

TEST_F(LinkMethodsTest, FactorsAreBroughtToTheUnitOfTheRow) {
  RawCategory& gwp = raw.category("gwp");
  raw.factor(gwp, "co2", 1000, "t");
  const Model model = raw.link();
  EXPECT_DOUBLE_EQ(cell(model, Matrix::biosphere, "co2", "grid"), 2000.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::characterisation, "co2", "gwp"), 1.0);
  EXPECT_EQ(model.link_report.flows.at("with_factor"), 1u);
  EXPECT_EQ(model.link_report.flows.at("without_factor"), 1u);
}

/// A flow that a plain package or a compiled model brought.
std::function<void(ModelBuilder&)> row_in(std::string_view flow, std::string_view unit) {
  return [=](ModelBuilder& builder) {
    const std::uint32_t row = builder.flow(flow);
    builder.model().flows[row].unit = unit;
  };
}

TEST_F(LinkMethodsTest, FactorsAndExchangesAreBroughtToTheUnitOfARowThatIsThereAlready) {
  RawCategory& gwp = raw.category("gwp");
  raw.factor(gwp, "co2", 1, "kg");
  const Model model = raw.link(row_in("co2", "t"));
  EXPECT_THAT(raw.findings.list(), IsEmpty());
  EXPECT_DOUBLE_EQ(cell(model, Matrix::biosphere, "co2", "grid"), 2.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::characterisation, "co2", "gwp"), 1000.0);
}

TEST_F(LinkMethodsTest, FactorsOfATableWithoutFlowsAreBroughtToTheUnitOfTheRow) {
  RawInventory table;
  RawCategory& gwp = table.category("gwp");
  table.factor(gwp, "co2", 2, "kg");
  table.factor(gwp, "n2o", 3);  // per unit of the row, whatever that is
  const Model model = table.link([](ModelBuilder& builder) {
    row_in("co2", "g")(builder);
    row_in("n2o", "g")(builder);
  });
  EXPECT_DOUBLE_EQ(cell(model, Matrix::characterisation, "co2", "gwp"), 0.002);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::characterisation, "n2o", "gwp"), 3.0);
}

TEST_F(LinkMethodsTest, ARowOfAnotherDimensionIsAnErrorWithBothUnits) {
  RawCategory& gwp = raw.category("gwp");
  raw.factor(gwp, "co2", 1, "kg");
  raw.link(row_in("co2", "MJ"));
  EXPECT_THAT(lines(raw.findings),
              ElementsAre("error E0277: flow 'co2' (co2) is in 'MJ' in one model and in 'kg' in "
                          "another; one cannot be "
                          "converted to the other; write the flow in units of one dimension",
                          "error E0823: the factor of 'co2' in 'gwp' is per 'kg', which cannot be "
                          "converted to 'MJ'; "
                          "the unit is unknown, or of another dimension"));
}

TEST_F(LinkMethodsTest, AMappedFlowStandsOnTheRowOfItsTarget) {
  RawCategory& gwp = raw.category("gwp");
  raw.factor(gwp, "carbon dioxide", 1, "kg").property = raw.text("Mass");
  map("co2", "carbon dioxide", 3.0);
  const Model model = raw.link();
  EXPECT_DOUBLE_EQ(cell(model, Matrix::biosphere, "carbon dioxide", "grid"), 6000.0);
  EXPECT_EQ(model.link_report.flows.at("exchanges_mapped"), 1u);
  EXPECT_EQ(model.link_report.flows.at("exchanges_not_mapped"), 1u);
}

TEST_F(LinkMethodsTest, AMappingMayBeOfUnitsOfItsOwn) {
  map("co2", "carbon dioxide", 3.0);
  raw.data.mappings[0].from_unit = raw.text("t");  // 3 of it are 1 t of co2, and the grid emits 2 t
  EXPECT_DOUBLE_EQ(cell(raw.link(), Matrix::biosphere, "carbon dioxide", "grid"), 6.0);
}

TEST_F(LinkMethodsTest, TwoTargetsOfOneFlowAreTold) {
  map("co2", "a", 1.0);
  map("co2", "b", 1.0);
  map("co2", "a", 1.0);  // the same again is no fault
  raw.link();
  EXPECT_THAT(
      lines(raw.findings),
      ElementsAre(
          "m.csv:2: warning W0820: flow 'co2' is mapped to 'a' and to 'b'; the first row stands"));
}

TEST_F(LinkMethodsTest, UnitsOfAMappingThatCannotBeConvertedAreAnError) {
  map("co2", "a", 1.0);
  raw.data.mappings[0].from_unit = raw.text("MJ");
  raw.link();
  EXPECT_THAT(lines(raw.findings),
              ::testing::Contains("error E0821: the mapping of flow 'co2' to 'a' names units that "
                                  "cannot be converted; name "
                                  "units of the flows' own properties"));
}

TEST_F(LinkMethodsTest, OnlyTheMethodsAskedForAreTaken) {
  raw.options().methods = {"IPCC"};
  raw.category("gwp", "IPCC");
  raw.category("acid", "TRACI");
  const Model model = raw.link();
  ASSERT_EQ(model.categories.size(), 1u);
  EXPECT_EQ(model.categories[0].name, "gwp");
  EXPECT_EQ(model.categories[0].method, "IPCC");
}

TEST_F(LinkMethodsTest, AMethodThatIsNotThereIsAnError) {
  raw.options().methods = {"IPC"};
  raw.category("gwp", "IPCC");
  raw.link();
  EXPECT_THAT(
      lines(raw.findings),
      ElementsAre("db: error E0822: there is no method or category 'IPC'; did you mean 'IPCC'?"));
}

TEST_F(LinkMethodsTest, AFactorInAnotherDimensionIsAnError) {
  RawCategory& gwp = raw.category("gwp");
  gwp.place = {0, 0};
  raw.factor(gwp, "co2", 1, "MJ").line = 7;
  raw.link();
  EXPECT_THAT(lines(raw.findings),
              ElementsAre("db/data.json:7: error E0823: the factor of 'co2' in 'gwp' is per 'MJ', "
                          "which cannot be converted to "
                          "'kg'; the unit is unknown, or of another dimension"));
}

TEST_F(LinkMethodsTest, FactorsForALocationAndForAbsentFlowsAreCounted) {
  RawCategory& gwp = raw.category("gwp");
  gwp.place = {0, 0};
  raw.factor(gwp, "co2", 1);
  raw.factor(gwp, "co2", 5).location = raw.text("CH");
  raw.factor(gwp, "n2o", 300);
  const Model model = raw.link();
  EXPECT_DOUBLE_EQ(cell(model, Matrix::characterisation, "co2", "gwp"), 1.0);
  EXPECT_EQ(model.link_report.flows.at("factors_for_absent_flows"), 1u);
  EXPECT_THAT(
      lines(raw.findings),
      ElementsAre("db/data.json: warning W0824: 1 factors of 'gwp' are for a location; the factor "
                  "without a location stands for every place"));
}

TEST_F(LinkMethodsTest, CategoriesOfOneNameAreToldApartByTheirMethods) {
  raw.category("a", "TRACI").name = raw.text("Global warming");
  raw.category("b", "CML").name = raw.text("Global warming");
  raw.category("c", "CML").name = raw.text("Acidification");
  const Model model = raw.link();
  ASSERT_EQ(model.categories.size(), 3u);
  EXPECT_EQ(model.categories[0].name, "TRACI | Global warming");
  EXPECT_EQ(model.categories[1].name, "CML | Global warming");
  EXPECT_EQ(model.categories[2].name, "Acidification");
  EXPECT_THAT(raw.findings.list(), IsEmpty());
}

TEST_F(LinkMethodsTest, FactorsOfOtherIdsBelongToTheFlowOfTheirNameAndCompartment) {
  raw.data.flows[1].name = raw.text("Carbon dioxide");
  raw.data.flows[1].category = raw.text("air/unspecified");
  RawCategory& gwp = raw.category("gwp");
  RawFactor& factor = raw.factor(gwp, "c02a-uuid", 1000, "t");
  factor.name = raw.text("Carbon dioxide");
  factor.category = raw.text("air/unspecified");
  RawFactor& other = raw.factor(gwp, "c02b-uuid", 7);
  other.name = raw.text("Carbon dioxide");
  other.category = raw.text("water/unspecified");
  const Model model = raw.link();
  // per kg, the unit of the row
  EXPECT_DOUBLE_EQ(cell(model, Matrix::characterisation, "co2", "gwp"), 1.0);
  EXPECT_EQ(model.link_report.flows.at("factors_matched_by_name"), 1u);
  EXPECT_EQ(model.link_report.flows.at("factors_for_absent_flows"), 1u);
}

TEST_F(LinkMethodsTest, AFactorByIdIsNotJoinedByOneByName) {
  raw.data.flows[1].name = raw.text("Carbon dioxide");
  RawCategory& gwp = raw.category("gwp");
  raw.factor(gwp, "co2", 1);
  raw.factor(gwp, "another id", 5).name = raw.text("Carbon dioxide");
  EXPECT_DOUBLE_EQ(cell(raw.link(), Matrix::characterisation, "co2", "gwp"), 1.0);
}

}  // namespace
}  // namespace plume::link_methods_test
