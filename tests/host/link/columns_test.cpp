// SPDX-License-Identifier: Apache-2.0
#include "host/link/columns.hpp"

#include <gmock/gmock.h>

#include "tests/support/findings.hpp"
#include "tests/support/raw_inventory.hpp"

namespace plume::columns_test {
namespace {

using testing::codes;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::lines;
using testing::RawInventory;

class ColumnsTest : public ::testing::Test {
 protected:
  ColumnsTest() {
    raw.flow("heat", FlowKind::product, "MJ");
    raw.flow("power", FlowKind::product, "kWh");
    raw.flow("co2", FlowKind::elementary, "kg");
  }
  RawProcess& chp() {
    return raw.process("chp", {raw.out("heat", 2).reference().quality("price", 1),
                               raw.out("power", 1).quality("price", 6), raw.out("co2", 1).id("3")});
  }
  std::vector<ProductColumn> columns() {
    UnitTable units(raw.data);
    const FlowTable flows(raw.data, units);
    model.sources = {{"db", "", ""}};
    return make_columns(raw.data, flows, model, model.link_report, raw.findings);
  }
  RawInventory raw;
  Model model;
};

TEST_F(ColumnsTest, WithoutAllocationOnlyTheReferenceHasAColumn) {
  chp();
  const auto made = columns();
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0].id, "chp");
  EXPECT_EQ(made[0].share, 1.0);
  EXPECT_EQ(model.link_report.allocation.at("none"), 1u);
}

TEST_F(ColumnsTest, FactorsOfProductsMakeAColumnEach) {
  RawProcess& process = chp();
  process.stored_allocation = AllocationMethod::physical;
  raw.allocation(process, AllocationMethod::physical, "heat", 0.25);
  raw.allocation(process, AllocationMethod::physical, "power", 0.75);
  raw.allocation(process, AllocationMethod::economic, "power", 0.1);
  const auto made = columns();
  ASSERT_EQ(made.size(), 2u);
  EXPECT_EQ(made[0].id, "chp_heat");
  EXPECT_TRUE(made[0].is_main);
  EXPECT_EQ(made[0].share, 0.25);
  EXPECT_EQ(made[1].id, "chp_power");
  EXPECT_FALSE(made[1].is_main);
  EXPECT_EQ(made[1].share, 0.75);
}

TEST_F(ColumnsTest, TheStudyMayAskForAnotherMethod) {
  RawProcess& process = chp();
  process.stored_allocation = AllocationMethod::physical;
  raw.options().allocation = AllocationMethod::economic;
  const auto made = columns();  // by price: 2 · 1 and 1 · 6
  ASSERT_EQ(made.size(), 2u);
  EXPECT_DOUBLE_EQ(made[0].share, 0.25);
  EXPECT_DOUBLE_EQ(made[1].share, 0.75);
}

TEST_F(ColumnsTest, AnyPropertyOfTheProductsMayShare) {
  raw.process("chp", {raw.out("heat", 2).reference().quality("exergy", 1, "MJ"),
                      raw.out("power", 1).quality("exergy", 2, "MJ"), raw.out("co2", 1)});
  raw.options().allocation = AllocationMethod::property;
  raw.options().allocation_property = "exergy";
  const auto made = columns();
  ASSERT_EQ(made.size(), 2u);
  EXPECT_DOUBLE_EQ(made[0].share, 0.5);
  EXPECT_DOUBLE_EQ(made[1].share, 0.5);
  EXPECT_EQ(model.link_report.allocation, (Tally{{"property", 1}}));
  EXPECT_THAT(raw.findings.list(), IsEmpty());
}

TEST_F(ColumnsTest, APropertyThatSomeProductLacksSharesNothing) {
  raw.process("chp", {raw.out("heat", 2).reference().quality("exergy", 1),
                      raw.out("power", 1).quality("price", 2)});
  raw.options().allocation = AllocationMethod::property;
  raw.options().allocation_property = "exergy";
  EXPECT_EQ(columns().size(), 1u);
  EXPECT_THAT(lines(raw.findings), ElementsAre("db/data.json: warning W0806: dataset 'chp' (chp) "
                                               "makes 2 products, and has no factor of 'exergy' "
                                               "allocation for each of them; its column is for the "
                                               "reference product alone, and the others are cut "
                                               "off"));
}

TEST_F(ColumnsTest, AWordThatIsNeitherMethodNorPropertyIsAnError) {
  chp();
  raw.options().allocation = AllocationMethod::property;
  raw.options().allocation_property = "ecconomic";
  columns();
  EXPECT_EQ(lines(raw.findings).front(),
            "db: error E0273: allocation = \"ecconomic\" is no method, and no product has a "
            "property of that name; "
            "methods are \"as stored\", \"none\", \"physical\", \"economic\", \"causal\" and "
            "\"substitution\"; "
            "properties here are 'price'");
}

TEST_F(ColumnsTest, PropertiesInSeveralUnitsAreNotSummed) {
  raw.process("chp", {raw.out("heat", 2).reference().quality("price", 1, "EUR2005"),
                      raw.out("power", 1).quality("price", 2, "USD")});
  raw.options().allocation = AllocationMethod::economic;
  EXPECT_EQ(columns().size(), 1u);
  EXPECT_EQ(lines(raw.findings).front(),
            "db/data.json: warning W0274: the products of dataset 'chp' (chp) have 'price' in "
            "'EUR2005' and in 'USD'; "
            "shares need one unit; write the property of all its products in the same");
}

TEST_F(ColumnsTest, AShareBelowZeroIsUsedAndTold) {
  raw.process("chp", {raw.out("heat", 2).reference().quality("price", 1),
                      raw.out("power", 1).quality("price", -1)});
  raw.options().allocation = AllocationMethod::economic;
  const auto made = columns();
  ASSERT_EQ(made.size(), 2u);
  EXPECT_DOUBLE_EQ(made[0].share, 2.0);
  EXPECT_DOUBLE_EQ(made[1].share, -1.0);
  EXPECT_EQ(lines(raw.findings).front(),
            "db/data.json: warning W0275: product 'power' of dataset 'chp' (chp) has a share of -1 "
            "by 'price'; a "
            "product that costs its maker something lowers the burdens of the others below 0; "
            "choose another property "
            "or method where that is not meant");
}

TEST_F(ColumnsTest, FactorsOfExchangesBelongToThoseAlone) {
  RawProcess& process = chp();
  process.stored_allocation = AllocationMethod::causal;
  raw.allocation(process, AllocationMethod::causal, "heat", 0.3, "3");
  raw.allocation(process, AllocationMethod::causal, "power", 0.7, "3");
  const auto made = columns();
  ASSERT_EQ(made.size(), 2u);
  EXPECT_EQ(made[0].share_of(raw.data.exchanges[2]), 0.3);
  RawExchange other = raw.data.exchanges[2];
  other.own_id = raw.text("4");
  EXPECT_EQ(made[0].share_of(other), std::nullopt);
}

TEST_F(ColumnsTest, FactorsThatNameNoProductCannotBeUsed) {
  RawProcess& process = chp();
  process.stored_allocation = AllocationMethod::causal;
  raw.allocation(process, AllocationMethod::causal, "", 0.3, "3");
  EXPECT_EQ(columns().size(), 1u);
  EXPECT_EQ(model.link_report.allocation.at("factors_without_product"), 1u);
  EXPECT_THAT(lines(raw.findings),
              ElementsAre("db/data.json: warning W0806: dataset 'chp' (chp) makes 2 products, and "
                          "has no factor of causal "
                          "allocation for each of them; its column is for the reference product "
                          "alone, and the others are cut off"));
}

TEST_F(ColumnsTest, FactorsThatDoNotAddToOneAreUsedAndTold) {
  RawProcess& process = chp();
  process.stored_allocation = AllocationMethod::physical;
  raw.allocation(process, AllocationMethod::physical, "heat", 0.5);
  raw.allocation(process, AllocationMethod::physical, "power", 0.75);
  const auto made = columns();
  ASSERT_EQ(made.size(), 2u);
  EXPECT_EQ(made[0].share, 0.5);
  EXPECT_THAT(lines(raw.findings),
              ElementsAre("db/data.json: warning W0807: the physical allocation factors of dataset "
                          "'chp' (chp) add to 1.25, not "
                          "to 1; they are used as they are: a part of the dataset is counted more "
                          "than once, or not at all"));
}

TEST_F(ColumnsTest, ADatasetWithoutReferenceIsSkippedAndNamed) {
  raw.process("lost", {raw.out("co2", 1)});
  EXPECT_THAT(columns(), IsEmpty());
  EXPECT_THAT(lines(raw.findings),
              ElementsAre("db/data.json: warning W0801: dataset 'lost' (lost) has no reference "
                          "product, so that nothing can be "
                          "asked of it; it is skipped; export it with its quantitative reference"));
}

TEST_F(ColumnsTest, ByProductsOfAmountZeroMakeNothing) {
  RawProcess& process = chp();
  raw.data.exchanges[process.first_exchange + 1].amount = 0.0;
  raw.options().allocation = AllocationMethod::economic;
  EXPECT_EQ(columns().size(), 1u);
  EXPECT_EQ(model.link_report.allocation, (Tally{{"by_products_of_amount_0", 1}}));
}

TEST_F(ColumnsTest, TwoDatasetsOfOneIdMakeTwoProductsButNotOneTwice) {
  raw.process("chp", {raw.out("heat", 1).reference()});
  raw.process("chp", {raw.out("power", 1).reference()});
  auto made = columns();
  ASSERT_EQ(made.size(), 2u);
  EXPECT_EQ(made[0].id, "chp_heat");
  EXPECT_EQ(made[1].id, "chp_power");
  raw.process("chp", {raw.out("power", 1).reference()});
  made = columns();
  EXPECT_EQ(made.size(), 2u);
  EXPECT_THAT(codes(raw.findings), ElementsAre("E0811"));
}

TEST(Role, DirectionAndKindDecide) {
  RawExchange exchange;
  EXPECT_EQ(role_of(exchange, FlowKind::product), Role::input);
  EXPECT_EQ(role_of(exchange, FlowKind::elementary), Role::resource);
  // taking in a waste is a service
  EXPECT_EQ(role_of(exchange, FlowKind::waste), Role::by_product);
  exchange.is_avoided = true;
  EXPECT_EQ(role_of(exchange, FlowKind::product), Role::avoided);
  exchange = {};
  exchange.direction = Direction::output;
  EXPECT_EQ(role_of(exchange, FlowKind::product), Role::by_product);
  EXPECT_EQ(role_of(exchange, FlowKind::elementary), Role::emission);
  EXPECT_EQ(role_of(exchange, FlowKind::waste), Role::waste);
  exchange.is_reference = true;
  EXPECT_EQ(role_of(exchange, FlowKind::product), Role::reference);
}

}  // namespace
}  // namespace plume::columns_test
