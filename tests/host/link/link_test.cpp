// SPDX-License-Identifier: Apache-2.0
#include "host/link/link.hpp"

#include <gmock/gmock.h>

#include "host/model/validate.hpp"
#include "tests/support/findings.hpp"
#include "tests/support/raw_inventory.hpp"

namespace plume::link_test {
namespace {

using testing::cell;
using testing::codes;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::lines;
using testing::RawInventory;

constexpr Matrix technosphere = Matrix::technosphere;

class LinkTest : public ::testing::Test {
 protected:
  LinkTest() {
    raw.flow("power", FlowKind::product, "kWh");
    raw.flow("steel", FlowKind::product, "kg");
    raw.flow("slag", FlowKind::waste, "kg");
    raw.flow("co2", FlowKind::elementary, "kg");
    raw.process("grid", {raw.out("power", 1).reference(), raw.out("co2", 0.5)});
  }
  RawInventory raw;
};

TEST_F(LinkTest, AnInputIsTakenFromItsMakerInTheUnitOfTheMaker) {
  raw.process("mill", {raw.out("steel", 1000).reference(), raw.in("power", 1800).unit("MJ")});
  raw.data.exchanges[0].unit = raw.text("kWh");
  const Model model = raw.link();
  EXPECT_DOUBLE_EQ(cell(model, technosphere, "grid", "mill"), -500.0);
  EXPECT_DOUBLE_EQ(cell(model, technosphere, "mill", "mill"), 1000.0);
  EXPECT_EQ(model.products[0].unit, "kWh");
  EXPECT_EQ(model.link_report.units.at("converted"), 1u);
  EXPECT_EQ(model.link_report.links, (Tally{{"only_maker", 1}}));
}

TEST_F(LinkTest, TheDrawIsConvertedWithTheAmount) {
  raw.process("mill",
              {raw.out("steel", 1).reference(), raw.in("power", 3.6).unit("MJ").lognormal(0.1)});
  raw.data.exchanges[0].unit = raw.text("kWh");
  const Model model = raw.link();
  const Exchange& e = model.exchanges.back();
  ASSERT_NE(e.uncertainty, no_index);
  EXPECT_DOUBLE_EQ(e.static_value(), -1.0);
  // in MJ; the factor converts what is drawn
  EXPECT_DOUBLE_EQ(model.uncertainties[e.uncertainty].loc, std::log(3.6));
  EXPECT_DOUBLE_EQ(e.factor, 1.0 / 3.6);
}

TEST_F(LinkTest, UnitsOfDifferentDimensionsAreAnErrorThatNamesBoth) {
  raw.process("mill", {raw.out("steel", 1).reference(), raw.in("power", 3.6).unit("m3")});
  raw.link();
  EXPECT_THAT(
      lines(raw.findings),
      ElementsAre(
          "db/data.json: error E0803: 'mill' has 'power' in 'm3', which cannot be converted "
          "to 'kWh'; the unit is unknown, or of another dimension; write it in a unit of "
          "the flow"));
}

// The four meanings of a waste treatment meet in one sign: its service is positive.
TEST_F(LinkTest, TreatmentAsAnInputOfItsProcess) {
  raw.process("tip", {raw.in("slag", 1).reference(), raw.out("co2", 0.02)});
  raw.process("mill", {raw.out("steel", 1).reference(), raw.out("slag", 0.3)});
  const Model model = raw.link();
  EXPECT_DOUBLE_EQ(cell(model, technosphere, "tip", "tip"), 1.0);
  EXPECT_DOUBLE_EQ(cell(model, technosphere, "tip", "mill"), -0.3);
}

TEST_F(LinkTest, TreatmentAsANegativeProductWithNegativeInputs) {
  raw.flow("sludge", FlowKind::product, "kg");
  raw.process("tip", {raw.out("sludge", -1).reference(), raw.out("co2", 0.02)});
  raw.process("mill", {raw.out("steel", 1).reference(), raw.in("sludge", -0.3).from("tip")});
  const Model model = raw.link();
  EXPECT_DOUBLE_EQ(cell(model, technosphere, "tip", "tip"), 1.0);
  EXPECT_DOUBLE_EQ(cell(model, technosphere, "tip", "mill"), -0.3);
}

TEST_F(LinkTest, AnAvoidedProductIsACreditHoweverItIsWritten) {
  raw.process("marked", {raw.out("steel", 1).reference(), raw.in("power", 2).avoided()});
  raw.process("negative", {raw.out("steel", 1).reference(), raw.in("power", -2)});
  const Model model = raw.link();
  EXPECT_DOUBLE_EQ(cell(model, technosphere, "grid", "marked"), 2.0);
  EXPECT_DOUBLE_EQ(cell(model, technosphere, "grid", "negative"), 2.0);
}

TEST_F(LinkTest, AWasteIsNotGivenToAProcessThatMakesIt) {
  raw.process("dirty", {raw.out("slag", 1).reference()});
  raw.process("mill", {raw.out("steel", 1).reference(), raw.out("slag", 0.3)});
  const Model model = raw.link();
  EXPECT_EQ(model.link_report.links, (Tally{{"waste_cut_off", 1}}));
}

TEST_F(LinkTest, WhatNobodyMakesIsCutOffAndListed) {
  raw.flow("scrap", FlowKind::product, "kg");
  raw.process("mill", {raw.out("steel", 1).reference(), raw.in("scrap", 0.7).unit("kg")});
  const Model model = raw.link();
  ASSERT_EQ(model.link_report.cut_offs.size(), 1u);
  const LinkReport::CutOff& cut = model.link_report.cut_offs[0];
  EXPECT_EQ(cut.product, "scrap");
  EXPECT_EQ(cut.amount, 0.7);
  EXPECT_EQ(cut.unit, "kg");
  EXPECT_EQ(model.processes[cut.process].id, "mill");
  EXPECT_THAT(lines(raw.findings),
              ElementsAre("warning W0804: 1 inputs of 1 products are cut off, since nobody makes "
                          "these: 'scrap' (1); plume "
                          "check lists each; add the models that make them, or a mapping"));
}

TEST_F(LinkTest, SeveralMakersAreAnErrorThatListsThem) {
  raw.process("solar", {raw.out("power", 2).reference()}).location = raw.text("DE");
  raw.process("mill", {raw.out("steel", 1).reference(), raw.in("power", 1)});
  raw.link();
  EXPECT_THAT(
      lines(raw.findings),
      ElementsAre("db: error E0800: 1 inputs take 'power', which 2 processes make, and do not say "
                  "from which: 'grid' "
                  "of 1 kWh (grid), 'solar' {DE} of 2 kWh (solar); providers = \"first\" in "
                  "[[model]] takes the one "
                  "with the smallest id; \"market\" and \"location\" choose by what they are"));
}

TEST_F(LinkTest, ALookAtAModelCountsWhatARunWouldRefuse) {
  raw.options().is_looked_at = true;
  raw.process("solar", {raw.out("power", 2).reference()});
  raw.process("mill", {raw.out("steel", 1).reference(), raw.in("power", 1)});
  const Model model = raw.link();
  EXPECT_THAT(codes(raw.findings), ElementsAre("W0813"));
  EXPECT_EQ(model.link_report.links, (Tally{{"ambiguous", 1}}));
}

TEST_F(LinkTest, AMakerThatIsNamedButAbsentIsTold) {
  raw.flow("ore", FlowKind::product, "kg");
  raw.process("mill", {raw.out("steel", 1).reference(), raw.in("power", 1).from("a"),
                       raw.in("ore", 1).from("b")});
  const Model model = raw.link();
  EXPECT_DOUBLE_EQ(cell(model, technosphere, "grid", "mill"), -1.0);
  EXPECT_EQ(model.link_report.links, (Tally{{"cut_off", 1}, {"only_maker", 1}}));
  EXPECT_THAT(lines(raw.findings), Contains("warning W0805: 2 inputs name a maker that is not "
                                            "among the models; they are taken from the only other "
                                            "maker where there is one, and cut off elsewhere; add "
                                            "the library or database that the package was "
                                            "exported without"));
}

TEST_F(LinkTest, ExchangesWithoutAFactorWhereOthersHaveOneAreTold) {
  raw.flow("heat", FlowKind::product, "MJ");
  RawProcess& chp = raw.process("chp", {raw.out("steel", 1).reference(), raw.out("heat", 2),
                                        raw.out("co2", 1).id("3"), raw.in("power", 1).id("4")});
  chp.stored_allocation = AllocationMethod::causal;
  raw.allocation(chp, AllocationMethod::causal, "steel", 0.6, "3");
  raw.allocation(chp, AllocationMethod::causal, "heat", 0.4, "3");
  const Model model = raw.link();
  EXPECT_DOUBLE_EQ(cell(model, Matrix::biosphere, "co2", "chp_heat"), 0.4);
  EXPECT_THAT(lines(raw.findings),
              ElementsAre("db/data.json: warning W0808: 1 exchanges of dataset 'chp' have no "
                          "allocation factor though others "
                          "have; they belong to none of its products; give them factors"));
}

TEST_F(LinkTest, AProductOfAmountZeroCannotBeAskedFor) {
  raw.process("mill", {raw.out("steel", 0).reference()});
  raw.link();
  EXPECT_THAT(lines(raw.findings),
              ElementsAre("db/data.json: error E0802: the reference product of 'mill' has the "
                          "amount 0; a process cannot be "
                          "scaled to a demand by it; give the amount that one run makes"));
}

TEST_F(LinkTest, ADistributionThatCannotBeDrawnIsNamedAndCounted) {
  raw.process("mill", {raw.out("steel", 1).reference(), raw.in("power", 1).faulty("geomSd 0")});
  const Model model = raw.link();
  EXPECT_THAT(
      lines(raw.findings),
      ElementsAre("db/data.json: warning W0809: the lognormal of 'power', exchange 0 of 'mill', is "
                  "not drawn: geomSd 0; its amount stands; mend the spread to draw it"));
  EXPECT_EQ(model.link_report.downgraded, (Tally{{"geomSd 0", 1}}));
  EXPECT_EQ(model.link_report.distributions.at("exchange"), (Tally{{"lognormal", 1}}));
  EXPECT_THAT(model.uncertainties, IsEmpty());
}

TEST_F(LinkTest, ManyDistributionsOfOneFaultAreOneFindingAndAllOfThemDetails) {
  raw.process("mill", {raw.out("steel", 1).reference(), raw.in("power", 1).faulty("geomSd 0"),
                       raw.out("co2", 1).faulty("geomSd 0"), raw.out("co2", 1).faulty("geomSd 1")});
  const Model model = raw.link();
  EXPECT_THAT(
      lines(raw.findings),
      ElementsAre("db/data.json: warning W0809: the lognormal of 'power', exchange 0 of 'mill', is "
                  "not drawn: geomSd 0, "
                  "and 1 more for this reason; its amount stands; mend the spread to draw it",
                  "db/data.json: warning W0809: the lognormal of 'co2', exchange 0 of 'mill', is "
                  "not drawn: geomSd 1; its "
                  "amount stands; mend the spread to draw it"));
  EXPECT_EQ(model.link_report.details.size(), 3u);
}

TEST_F(LinkTest, ColumnsOfOneDatasetShareTheDrawsOfItsExchanges) {
  raw.flow("heat", FlowKind::product, "MJ");
  RawProcess& chp = raw.process("chp", {raw.out("steel", 1).reference(), raw.out("heat", 2),
                                        raw.out("co2", 1).id("e3").lognormal(0.2)});
  chp.stored_allocation = AllocationMethod::physical;
  raw.allocation(chp, AllocationMethod::physical, "steel", 0.6);
  raw.allocation(chp, AllocationMethod::physical, "heat", 0.4);
  Model model = raw.link();
  EXPECT_DOUBLE_EQ(cell(model, Matrix::biosphere, "co2", "chp_steel"), 0.6);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::biosphere, "co2", "chp_heat"), 0.4);
  ASSERT_EQ(model.dependence.source_groups.size(), 1u);
  EXPECT_EQ(model.dependence.source_groups.begin()->first, "chp#e3");
  EXPECT_EQ(model.dependence.source_groups.begin()->second.size(), 2u);
  validate(model, raw.findings);
  EXPECT_FALSE(raw.findings.has_errors()) << raw.findings.to_string();
}

TEST_F(LinkTest, SubstitutionCreditsTheMakersOfByProducts) {
  raw.options().allocation = AllocationMethod::substitution;
  raw.flow("dust", FlowKind::product, "kg");
  raw.process("mill", {raw.out("steel", 1).reference(), raw.out("power", 0.4).lognormal(0.1),
                       raw.out("dust", 3)});
  const Model model = raw.link();
  EXPECT_DOUBLE_EQ(cell(model, technosphere, "grid", "mill"), 0.4);
  EXPECT_EQ(model.uncertainties.size(), 1u);
  EXPECT_EQ(model.link_report.allocation, (Tally{{"substitution", 1}}));
  // nobody else makes it, so that nothing is credited
  ASSERT_EQ(model.link_report.cut_offs.size(), 1u);
  EXPECT_EQ(model.link_report.cut_offs[0].product, "dust");
}

TEST_F(LinkTest, KeysBelongToIdsNotToPositions) {
  const auto key_of = [](bool swapped) {
    RawInventory other;
    other.flow("power", FlowKind::product, "kWh");
    other.flow("co2", FlowKind::elementary, "kg");
    if (swapped)
      other.process("grid", {other.out("co2", 0.5).id("b"), other.out("co2", 0.1).id("a"),
                             other.out("power", 1).reference()});
    else
      other.process("grid", {other.out("power", 1).reference(), other.out("co2", 0.1).id("a"),
                             other.out("co2", 0.5).id("b")});
    const Model model = other.link();
    for (const Exchange& e : model.exchanges)
      if (e.amount == 0.5) return e.key;
    return std::uint64_t{0};
  };
  EXPECT_NE(key_of(false), 0u);
  EXPECT_EQ(key_of(false), key_of(true));
}

TEST_F(LinkTest, AFlowOfWhichNothingIsKnownIsAnError) {
  raw.process("mill", {raw.out("steel", 1).reference(), raw.out("co2", 1), raw.in("unknown", 1)});
  raw.data.exchanges.back().kind = FlowKind::elementary;
  raw.link();
  EXPECT_THAT(lines(raw.findings), ElementsAre("db/data.json: error E0810: 'mill' takes or gives "
                                               "flow 'unknown', of which no model says anything; "
                                               "export the package with its flows"));
}

TEST_F(LinkTest, FormulasAreCountedAndSaid) {
  raw.data.counts.formulas[static_cast<int>(Holder::exchange)] = 2;
  raw.flow("co2", FlowKind::elementary, "kg");
  raw.process("mill", {raw.out("steel", 1).reference().unit("kg"), raw.out("co2", 1).by("x"),
                       raw.out("co2", 2).by("y")});
  const Model model = raw.link();
  EXPECT_EQ(model.link_report.formulas, (Tally{{"exchange", 2}}));
  EXPECT_THAT(
      lines(raw.findings),
      ElementsAre(
          "note N0814: 2 formulas are not drawn anew: the amounts stored beside them stand; "
          "amounts = \"formula\" below [[model]] draws their parameters in each iteration"));
}

TEST_F(LinkTest, AProcessOfAnotherModelIsNotOverwritten) {
  Model model;
  model.sources = {{"db", "", ""}};
  ModelBuilder builder(model);
  builder.process("grid");
  link(raw.data, builder, raw.findings);
  EXPECT_THAT(codes(raw.findings), ElementsAre("E0812"));
}

}  // namespace
}  // namespace plume::link_test
