// SPDX-License-Identifier: Apache-2.0
#include "host/link/cross_links.hpp"

#include <gmock/gmock.h>

#include "tests/support/findings.hpp"
#include "tests/support/raw_inventory.hpp"

namespace plume::cross_links_test {
namespace {

using testing::cell;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::lines;
using testing::lines_without;
using testing::RawInventory;

constexpr Matrix technosphere = Matrix::technosphere;

/// A car of model "cars" takes 'steel' (its own id for it); model "metals" makes a 'steel' of
/// another id.
class CrossLinksTest : public ::testing::Test {
 protected:
  CrossLinksTest() {
    raw.data.files.push_back({1, "metals.json", false});
    flow("steel-1", "steel", FlowKind::product, "kg", 0);
    flow("car", "car", FlowKind::product, "unit", 0);
    flow("steel-2", "steel", FlowKind::product, "kg", 1);
    for (std::uint32_t source : {0U, 1U}) {
      raw.data.sources.emplace_back();
      raw.data.sources.back().source = source;
    }
    cars().link = LinkBy::name;
  }
  RawSource& cars() { return raw.data.sources[0]; }
  RawFlow& flow(std::string_view id, std::string_view name, FlowKind kind, std::string_view unit,
                std::uint32_t source) {
    RawFlow& made = raw.flow(id, kind, unit);
    made.name = raw.text(name);
    made.source = source;
    return made;
  }
  RawProcess& mill(std::string_view id, std::string_view location,
                   std::string_view product = "steel-2", std::string_view unit = "kg") {
    RawProcess& made = raw.process(id, {raw.out(product, 1).reference().unit(unit)});
    made.location = raw.text(location);
    made.source = 1;
    made.place = {1, 0};
    return made;
  }
  void car(RawInventory::Line steel) { raw.process("car", {raw.out("car", 1).reference(), steel}); }
  RawInventory::Line steel(std::string_view unit = "kg") {
    return raw.in("steel-1", 900).unit(unit);
  }
  Model link() {
    Model model;
    model.sources = {{"cars", "", ""}, {"metals", "", ""}};
    ModelBuilder builder(model);
    plume::link(raw.data, builder, raw.findings);
    return model;
  }
  RawInventory raw;
};

TEST_F(CrossLinksTest, AnInputIsTakenFromTheOneMakerOfThatNameInAnotherModel) {
  mill("mill", "DE");
  car(steel());
  const Model model = link();
  EXPECT_DOUBLE_EQ(cell(model, technosphere, "mill", "car"), -900.0);
  EXPECT_EQ(model.link_report.links, (Tally{{"name", 1}}));
  EXPECT_THAT(model.link_report.cut_offs, IsEmpty());
  EXPECT_THAT(lines(raw.findings), ElementsAre("note N0281: 1 inputs are linked to makers whose "
                                               "product has another id: 'steel' from 'mill' "
                                               "{DE} (by name); plume convert lists each, with the "
                                               "factor from its unit to the maker's"));
}

TEST_F(CrossLinksTest, ItsReasonAndItsFactorAreKept) {
  mill("mill", "DE", "steel-2", "t");
  car(steel("kg"));
  const Model model = link();
  EXPECT_DOUBLE_EQ(cell(model, technosphere, "mill", "car"), -0.9);  // in the maker's tonnes
  ASSERT_EQ(model.link_report.across.size(), 1u);
  const LinkReport::Across& kept = model.link_report.across[0];
  EXPECT_EQ(kept.product_id, "steel-1");
  EXPECT_EQ(kept.maker_id, "mill");
  EXPECT_EQ(kept.maker_location, "DE");
  EXPECT_EQ(kept.unit, "kg");
  EXPECT_EQ(kept.maker_unit, "t");
  EXPECT_EQ(kept.model, "metals");
  EXPECT_EQ(kept.reason, "name");
  EXPECT_EQ(kept.amount, 900.0);
  EXPECT_DOUBLE_EQ(kept.factor, 1e-3);
  EXPECT_EQ(model.link_report.units.at("converted"), 1u);
}

TEST_F(CrossLinksTest, NothingIsLinkedByNameUnlessAsked) {
  cars().link = LinkBy::id;
  mill("mill", "DE");
  car(steel());
  const Model model = link();
  EXPECT_EQ(model.link_report.links, (Tally{{"cut_off", 1}}));
  EXPECT_THAT(lines_without("W0804", raw.findings), IsEmpty());
}

TEST_F(CrossLinksTest, AModelDoesNotLinkItselfByName) {
  mill("mill", "DE").source = 0;
  flow("steel-2", "steel", FlowKind::product, "kg", 0);
  car(steel());
  EXPECT_EQ(link().link_report.links, (Tally{{"cut_off", 1}}));
}

TEST_F(CrossLinksTest, WhatAModelMakesItselfIsNotTakenFromAnother) {
  mill("mill", "DE");
  raw.process("own mill", {raw.out("steel-1", 1).reference()});
  car(steel());
  const Model model = link();
  EXPECT_DOUBLE_EQ(cell(model, technosphere, "own mill", "car"), -900.0);
  EXPECT_EQ(model.link_report.links, (Tally{{"only_maker", 1}}));
}

TEST_F(CrossLinksTest, SeveralMakersOfTheNameAreAnErrorThatListsThem) {
  mill("mill B", "CN");
  mill("mill A", "DE");
  car(steel());
  const Model model = link();
  EXPECT_EQ(model.link_report.links, (Tally{{"ambiguous", 1}}));
  EXPECT_THAT(lines(raw.findings), ElementsAre("cars: error E0284: 1 inputs take 'steel', which 2 "
                                               "processes of other models make, and do not "
                                               "say from which: 'mill A' {DE} of 1 kg (mill A), "
                                               "'mill B' {CN} of 1 kg (mill B); providers = "
                                               "\"first\" in [[model]] takes the one with the "
                                               "smallest id; \"market\" and \"location\" choose "
                                               "by what they are"));
}

TEST_F(CrossLinksTest, OfSeveralTheLocationOrTheRuleDecides) {
  mill("mill A", "DE");
  mill("mill B", "CN");
  car(steel().at("CN"));
  EXPECT_DOUBLE_EQ(cell(link(), technosphere, "mill B", "car"), -900.0);
  cars().providers = ProviderRule::first;
  raw.data.exchanges.back().location = no_text;
  raw.findings = {};
  const Model model = link();
  EXPECT_DOUBLE_EQ(cell(model, technosphere, "mill A", "car"), -900.0);
  EXPECT_EQ(model.link_report.links, (Tally{{"name", 1}}));
}

TEST_F(CrossLinksTest, OfSeveralTheOneThatBearsTheNameOfTheMakerThatIsMeant) {
  mill("mill A", "");
  mill("mill B", "");
  raw.data.named_processes.push_back({raw.text("other id of B"), raw.text("mill B"), no_text, 0});
  car(steel().from("other id of B"));
  const Model model = link();
  EXPECT_DOUBLE_EQ(cell(model, technosphere, "mill B", "car"), -900.0);
  // it is there, by another id
  for (const Finding& each : raw.findings.list()) EXPECT_NE(each.code, "W0805");
}

TEST_F(CrossLinksTest, TheMakerThatIsMeantComesBeforeAnotherOfTheOwnModel) {
  raw.process("own mill", {raw.out("steel-1", 1).reference()});
  mill("mill B", "");
  raw.data.named_processes.push_back({raw.text("other id of B"), raw.text("mill B"), no_text, 0});
  car(steel().from("other id of B"));
  EXPECT_DOUBLE_EQ(cell(link(), technosphere, "mill B", "car"), -900.0);
  raw.data.named_processes.back().name = raw.text("mill C");  // whom nobody knows
  const Model model = link();
  EXPECT_DOUBLE_EQ(cell(model, technosphere, "own mill", "car"), -900.0);
  EXPECT_EQ(model.link_report.links, (Tally{{"only_maker", 1}}));
}

TEST_F(CrossLinksTest, AnotherLocationIsNotTheSameAndIsTold) {
  mill("mill", "CN");
  car(steel().at("DE"));
  EXPECT_EQ(link().link_report.links, (Tally{{"cut_off", 1}}));
  EXPECT_THAT(
      lines_without("W0804", raw.findings),
      ElementsAre(
          "warning W0283: 1 inputs are not linked by name, since case, blanks or location differ: "
          "'steel' is asked for in {DE} and made by 'mill' {CN} (mill); names and locations must "
          "be the "
          "same letter by letter; mend them, or give the model a mapping table"));
}

TEST_F(CrossLinksTest, TheLocationOfAFlowIsComparedWithThatOfTheOtherFlow) {
  for (RawFlow& each : raw.data.flows) each.location = raw.text("RNA");
  mill("mill", "US");  // whose product is of North America
  car(steel());
  EXPECT_DOUBLE_EQ(cell(link(), technosphere, "mill", "car"), -900.0);
}

TEST_F(CrossLinksTest, CaseAndBlanksAreNotTheSameAndAreTold) {
  for (const char* name : {"Steel", " steel", "steel ", "steel\xC2\xA0"}) {
    CrossLinksTest::raw.data.processes.clear();
    for (RawFlow& each : raw.data.flows) {
      if (raw.data.text(each.id) == "steel-2") each.name = raw.text(name);
    }
    raw.findings = {};
    mill("mill", "");
    car(steel());
    EXPECT_EQ(link().link_report.links, (Tally{{"cut_off", 1}})) << name;
    EXPECT_THAT(lines_without("W0804", raw.findings),
                ElementsAre(::testing::HasSubstr("'steel' is '" + std::string(name) +
                                                 "' in 'mill' (mill)")));
  }
}

TEST_F(CrossLinksTest, AUnitOfAnotherDimensionIsRefusedAndNamesBoth) {
  mill("mill", "DE", "steel-2", "m3");
  car(steel());
  EXPECT_EQ(link().link_report.links, (Tally{{"cut_off", 1}}));
  EXPECT_THAT(lines_without("W0804", raw.findings),
              ElementsAre("cars/data.json: warning W0282: 1 inputs of 'steel', the first of 'car', "
                          "are in 'kg', and 'mill' "
                          "{DE} (mill) makes it in 'm3'; units of different dimensions are not "
                          "linked by name; give the "
                          "model a mapping table with the factor"));
}

TEST_F(CrossLinksTest, AWasteGoesToTheTreatmentOfThatName) {
  flow("slag-1", "slag", FlowKind::waste, "kg", 0);
  flow("slag-2", "slag", FlowKind::product, "kg", 1);
  mill("maker", "", "slag-2");  // hands it out: no treatment
  RawProcess& tip = raw.process("tip", {raw.out("slag-2", -1).reference()});
  tip.source = 1;
  car(raw.out("slag-1", 20));
  const Model model = link();
  EXPECT_DOUBLE_EQ(cell(model, technosphere, "tip", "tip"), 1.0);
  EXPECT_DOUBLE_EQ(cell(model, technosphere, "tip", "car"), -20.0);  // 20 kg of the service
}

TEST_F(CrossLinksTest, SourcesWithOtherIdsOfUnitsConvertByTheirReferenceUnits) {
  raw.data.units.push_back({raw.text("mass-1"), raw.text("kg-1"), raw.text("kg"), 1.0, true, 0});
  raw.data.units.push_back({raw.text("mass-1"), raw.text("t-1"), raw.text("t"), 1000.0, false, 0});
  raw.data.units.push_back({raw.text("mass-2"), raw.text("g-2"), raw.text("g"), 1.0, true, 1});
  raw.data.units.push_back(
      {raw.text("mass-2"), raw.text("kg-2"), raw.text("kg"), 1000.0, false, 1});
  mill("mill", "", "steel-2", "kg-2");
  car(raw.in("steel-1", 0.9).unit("t-1"));
  EXPECT_DOUBLE_EQ(cell(link(), technosphere, "mill", "car"), -900.0);
}

TEST_F(CrossLinksTest, AMappingLeadsFromAProductToThatOfAnotherModel) {
  cars().link = LinkBy::id;
  raw.data.mapping_tables.push_back({"products.csv", 0, 0, 1});
  RawMapping row;
  row.from = raw.text("steel-1");
  row.to = raw.text("sheet");
  row.factor = 1.25;
  raw.data.mappings.push_back(row);
  flow("sheet", "steel sheet", FlowKind::product, "t", 1);
  mill("mill", "DE", "sheet", "t");
  car(steel("t"));
  raw.data.mappings[0].from_unit = raw.text("t");
  const Model model = link();
  EXPECT_DOUBLE_EQ(cell(model, technosphere, "mill", "car"), -1125.0);
  EXPECT_EQ(model.link_report.links, (Tally{{"mapping", 1}}));
  ASSERT_EQ(model.link_report.across.size(), 1u);
  EXPECT_EQ(model.link_report.across[0].reason, "mapping");
  EXPECT_EQ(model.link_report.across[0].factor, 1.25);
}

TEST_F(CrossLinksTest, AMappingMayNameTheMakerOfItsProduct) {
  mill("a mill", "DE");
  mill("mill", "CN");
  raw.data.mapping_tables.push_back({"products.csv", 0, 0, 1});
  RawMapping row;
  row.from = raw.text("steel-1"), row.to = raw.text("steel-2"), row.provider = raw.text("mill");
  raw.data.mappings.push_back(row);
  cars().link = LinkBy::id;
  car(steel());
  const Model model = link();
  EXPECT_DOUBLE_EQ(cell(model, technosphere, "mill", "car"), -900.0);
  EXPECT_EQ(model.link_report.links, (Tally{{"mapping", 1}}));
}

TEST_F(CrossLinksTest, AMappingWhoseUnitsCannotBeConvertedIsAnError) {
  raw.data.mapping_tables.push_back({"products.csv", 0, 0, 1});
  RawMapping row;
  row.from = raw.text("steel-1");
  row.to = raw.text("steel-2");
  row.to_unit = raw.text("m3");
  raw.data.mappings.push_back(row);
  mill("mill", "DE");
  car(steel());
  link();
  EXPECT_THAT(lines(raw.findings), ElementsAre("cars/data.json: error E0821: the mapping of "
                                               "'steel', in 'kg', to what 'mill' {DE} of 1 kg "
                                               "(mill) makes names units that cannot be converted; "
                                               "name units of the flows' own properties"));
}

}  // namespace
}  // namespace plume::cross_links_test
