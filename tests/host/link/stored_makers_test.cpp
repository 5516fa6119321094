// SPDX-License-Identifier: Apache-2.0
#include "host/link/stored_makers.hpp"

#include <gmock/gmock.h>

#include "tests/support/findings.hpp"
#include "tests/support/raw_inventory.hpp"

namespace plume::stored_makers_test {
namespace {

using testing::cell;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::lines;
using testing::RawInventory;

constexpr Matrix technosphere = Matrix::technosphere;

/// A car of a database takes what a process of another model makes, which stands in the Model
/// already.
class StoredMakersTest : public ::testing::Test {
 protected:
  StoredMakersTest() {
    raw.options();
    raw.flow("car", FlowKind::product, "unit");
    raw.flow("steel", FlowKind::product, "kg");
    raw.flow("scrap", FlowKind::waste, "kg");
  }
  struct Maker {
    std::string_view process, product, unit = "kg", flow = "", dataset = "", name = "",
                                       location = "";
    double amount = 1.0;
    ReferenceSide side = ReferenceSide::given;
  };
  void car(RawInventory::Line line) { raw.process("car", {raw.out("car", 1).reference(), line}); }
  Model link(const std::vector<Maker>& makers) {
    return raw.link([&](ModelBuilder& builder) {
      Model& model = builder.model();
      model.sources.push_back({"metals.plume.h5", "", ""});
      for (const Maker& each : makers) {
        Exchange exchange;
        exchange.row = builder.product(each.product);
        exchange.column = builder.process(each.process);
        exchange.amount = each.amount;
        exchange.source = 1;
        Product& product = model.products[exchange.row];
        product.unit = each.unit, product.flow = each.flow;
        product.name = each.name.empty() ? each.product : each.name;
        Process& process = model.processes[exchange.column];
        process.name = each.process, process.location = each.location,
        process.dataset = each.dataset;
        process.reference_product = exchange.row, process.side = each.side;
        builder.add(exchange);
      }
    });
  }
  RawInventory raw;
  const std::vector<Maker> two_mills = {{"z", "steel z", "kg", "steel", "", "steel", "DE"},
                                        {"a", "steel a", "kg", "steel", "", "steel", "CN"}};
};

TEST_F(StoredMakersTest, AnInputIsTakenFromTheOnlyMakerOfTheSameId) {
  car(raw.in("steel", 900));
  const Model model = link({{"mill", "steel"}});
  EXPECT_DOUBLE_EQ(cell(model, technosphere, "steel", "car"), -900.0);
  EXPECT_EQ(model.link_report.links, (Tally{{"only_maker", 1}}));
  EXPECT_EQ(model.link_report.processes, 1u);  // what is stored has been counted when it was made
  EXPECT_EQ(model.link_report.products, 1u);
  EXPECT_EQ(model.processes.size(), 2u);
  EXPECT_THAT(lines(raw.findings), IsEmpty());
}

TEST_F(StoredMakersTest, TheIdOfTheFlowCountsWhereTheRowHasOneOfItsOwn) {
  car(raw.in("steel", 900));
  const Model model = link({{"mill_steel", "mill_steel", "kg", "steel", "mill"}});
  EXPECT_DOUBLE_EQ(cell(model, technosphere, "mill_steel", "car"), -900.0);
}

TEST_F(StoredMakersTest, TheMakerThatIsNamedIsTakenByTheIdOfItsDataset) {
  car(raw.in("steel", 900).from("mill"));
  const Model model = link(
      {{"a_steel", "a_steel", "kg", "steel", "a"}, {"mill_steel", "row", "kg", "steel", "mill"}});
  EXPECT_DOUBLE_EQ(cell(model, technosphere, "row", "car"), -900.0);
  EXPECT_EQ(model.link_report.links, (Tally{{"provider", 1}}));
}

TEST_F(StoredMakersTest, UnitsAreConvertedToThoseOfTheRow) {
  car(raw.in("steel", 900));
  EXPECT_DOUBLE_EQ(cell(link({{"mill", "steel", "t"}}), technosphere, "steel", "car"), -0.9);
}

TEST_F(StoredMakersTest, AlsoWhereTheFlowHasPropertiesInItsOwnModelAlone) {
  raw.data.units.push_back({raw.text("mass units"), raw.text("kg"), raw.text("kg"), 1.0, true, 0});
  raw.data.units.push_back({raw.text("mass units"), raw.text("g"), raw.text("g"), 1e-3, false, 0});
  raw.data.properties.push_back({raw.text("mass"), raw.text("Mass"), raw.text("mass units"), 0});
  RawFlow& steel = raw.data.flows[1];
  steel.property = raw.text("mass"), steel.unit = no_text;
  car(raw.in("steel", 900'000).unit("g"));
  EXPECT_DOUBLE_EQ(cell(link({{"mill", "steel", "t"}}), technosphere, "steel", "car"), -0.9);
}

TEST_F(StoredMakersTest, UnitsOfOtherDimensionsAreAnError) {
  car(raw.in("steel", 900));
  const Model model = link({{"mill", "steel", "m2"}});
  EXPECT_THAT(lines(raw.findings), ElementsAre(HasSubstr("error E0803")));
}

TEST_F(StoredMakersTest, SeveralMakersAreAnErrorThatListsThem) {
  car(raw.in("steel", 900));
  (void)link(two_mills);
  EXPECT_THAT(lines(raw.findings),
              ElementsAre(AllOf(HasSubstr("error E0800"),
                                HasSubstr("'a' {CN} of 1 kg (a), 'z' {DE} of 1 kg (z)"))));
}

TEST_F(StoredMakersTest, UnlessARuleSaysWhich) {
  raw.options().providers = ProviderRule::first;
  car(raw.in("steel", 900));
  EXPECT_DOUBLE_EQ(cell(link(two_mills), technosphere, "steel a", "car"), -900.0);
}

TEST_F(StoredMakersTest, NotByNameUnlessTheStudyAsksForIt) {
  car(raw.in("steel", 900));
  const Model model = link({{"mill", "row 7", "kg", "another id", "", "steel", "DE"}});
  EXPECT_EQ(model.link_report.links, (Tally{{"cut_off", 1}}));
}

TEST_F(StoredMakersTest, ByNameWhereTheStudyAsksForIt) {
  raw.options().link = LinkBy::name;
  car(raw.in("steel", 900));
  const Model model = link({{"mill", "row 7", "kg", "another id", "", "steel", "DE"}});
  EXPECT_DOUBLE_EQ(cell(model, technosphere, "row 7", "car"), -900.0);
  EXPECT_EQ(model.link_report.links, (Tally{{"name", 1}}));
  EXPECT_EQ(model.link_report.across.at(0).model, "metals.plume.h5");
}

TEST_F(StoredMakersTest, ByAMappingTable) {
  raw.data.mapping_tables.push_back({"map.csv", 0, 0, 1});
  RawMapping mapping;
  mapping.from = raw.text("steel"), mapping.to = raw.text("S1"), mapping.factor = 2.0;
  raw.data.mappings.push_back(mapping);
  car(raw.in("steel", 900));
  const Model model = link({{"mill", "S1", "t"}});
  // without a unit of the target: of its row
  EXPECT_DOUBLE_EQ(cell(model, technosphere, "S1", "car"), -1800.0);
}

// The row of a compiled treatment was turned; that of a plain package or datapackage stands as it
// was written.
TEST_F(StoredMakersTest, AWasteIsAskedOfATreatmentInPositiveAmounts) {
  car(raw.out("scrap", 3));
  Maker smelter{"smelter", "scrap"};
  smelter.side = ReferenceSide::taken;
  EXPECT_DOUBLE_EQ(cell(link({smelter}), technosphere, "scrap", "car"), -3.0);
}

TEST_F(StoredMakersTest, AndGivenToOneThatTakesANegativeAmount) {
  car(raw.out("scrap", 3));
  Maker smelter{"smelter", "scrap"};
  smelter.amount = -1.0;
  EXPECT_DOUBLE_EQ(cell(link({smelter}), technosphere, "scrap", "car"), 3.0);
}

TEST_F(StoredMakersTest, AWasteIsNotGivenToWhatHandsItOut) {
  car(raw.out("scrap", 3).from("yard"));
  const Model model = link({{"yard", "scrap"}});
  EXPECT_EQ(model.link_report.links, (Tally{{"waste_cut_off", 1}}));
}

TEST_F(StoredMakersTest, FilesThatDoNotSayWhatTreatsAWasteAreLeftOutAndNamed) {
  car(raw.in("steel", 900));
  Maker mill{"mill", "steel"};
  mill.side = ReferenceSide::unknown;
  EXPECT_EQ(link({mill}).link_report.links, (Tally{{"cut_off", 1}}));
  EXPECT_EQ(lines(raw.findings).front(),
            "metals.plume.h5: warning W0647: 1 processes were compiled by an earlier version, "
            "which did not keep "
            "whether they treat wastes: no input of another model is linked to them; compile the "
            "model again with "
            "plume convert");
}

TEST_F(StoredMakersTest, OneIdInTwoModelsIsAnError) {
  car(raw.in("steel", 900));
  (void)link({{"car", "car"}});
  EXPECT_THAT(lines(raw.findings),
              Contains(HasSubstr("error E0812: process 'car' is in another model")));
}

}  // namespace
}  // namespace plume::stored_makers_test
