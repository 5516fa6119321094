// SPDX-License-Identifier: Apache-2.0
#include "host/link/formulas.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <map>
#include <string>

#include "host/model/settle_formulas.hpp"
#include "tests/support/findings.hpp"
#include "tests/support/raw_inventory.hpp"

namespace plume::formulas_test {
namespace {

using testing::RawInventory;

/// A mill whose inputs follow parameters, with a scope of the package outside.
struct Mill {
  RawInventory raw;
  FormulaLanguage language = FormulaLanguage::openlca;

  Mill() {
    raw.options().amounts = AmountRule::formula;
    raw.flow("steel", FlowKind::product, "kg");
    raw.flow("co2", FlowKind::elementary, "kg");
    raw.flow("dust", FlowKind::elementary, "kg");
  }
  std::uint32_t parameter(std::string_view name, double value, std::string_view formula = {},
                          double sigma = 0.0) {
    RawParameter p;
    p.name = raw.text(name);
    p.value = value;
    p.formula = formula.empty() ? no_text : raw.text(formula);
    if (sigma > 0.0) {
      RawUncertainty u;
      u.value.kind = DistributionKind::normal;
      u.value.loc = value;
      u.value.scale = sigma;
      p.uncertainty = raw.data.add_uncertainty(u, Holder::parameter);
    }
    raw.data.parameters.push_back(p);
    return static_cast<std::uint32_t>(raw.data.parameters.size() - 1);
  }
  std::uint32_t scope(std::vector<std::uint32_t> parameters, std::uint32_t outer = no_raw) {
    raw.data.scopes.push_back({0, outer, formula_dialect(language), std::move(parameters)});
    return static_cast<std::uint32_t>(raw.data.scopes.size() - 1);
  }
  /// The parameters added since `first` are the process's.
  void own(RawProcess& process, std::uint32_t first, std::uint32_t scope) {
    process.first_parameter = first;
    process.num_parameters = static_cast<std::uint32_t>(raw.data.parameters.size()) - first;
    process.scope = scope;
  }
};

/// Amount and labels of the parameters that an emission follows.
const Exchange& emission(const Model& model, std::string_view flow) {
  for (const Exchange& e : model.exchanges) {
    if (e.matrix == Matrix::biosphere && model.flows[e.row].id == flow) return e;
  }
  throw std::out_of_range("no such flow");
}

double by_formula(const Model& model, const Exchange& e,
                  const std::map<std::string, double>& values) {
  std::vector<double> parameters;
  for (const Parameter& each : model.parameters) {
    const auto found = values.find(each.name);
    parameters.push_back(found != values.end() ? found->second
                                               : model.exchanges[each.exchange].static_value());
  }
  return model.formulas.values(parameters)[e.formula];
}

TEST(LinkFormulas, NamesAreLookedUpFromTheInsideOutwards) {
  Mill m;
  const std::uint32_t outer =
      m.scope({m.parameter("loss", 0.5), m.parameter("Yield ", 0.8, {}, 0.1)});
  const auto first = static_cast<std::uint32_t>(m.raw.data.parameters.size());
  m.parameter("loss", 0.1, {}, 0.01);
  m.parameter("gross", 0.0, "(1 + LOSS) / yield");
  m.own(m.raw.process("mill",
                      {m.raw.out("steel", 1).reference(), m.raw.out("co2", 2.0).by("2 * gross")}),
        first, outer);
  const Model model = m.raw.link();
  EXPECT_THAT(testing::codes(m.raw.findings), ::testing::IsEmpty());
  const Exchange& co2 = emission(model, "co2");
  EXPECT_DOUBLE_EQ(co2.amount, 2.0 * 1.1 / 0.8);
  EXPECT_DOUBLE_EQ(by_formula(model, co2, {{"loss", 0.2}, {"Yield ", 0.5}}), 2.0 * 1.2 / 0.5);
  ASSERT_EQ(model.parameters.size(), 2u);
  EXPECT_EQ(model.label_of(model.exchanges[model.parameters[0].exchange]),
            "parameter 'loss' of 'mill'");
}

TEST(LinkFormulas, StoredAmountsStandWhereTheStudyDoesNotAskForFormulas) {
  Mill m;
  m.raw.options().amounts = AmountRule::stored;
  const std::uint32_t outer = m.scope({m.parameter("x", 3.0, {}, 1.0)});
  m.raw.process("mill", {m.raw.out("steel", 1).reference(), m.raw.out("co2", 2.0).by("x")}).scope =
      outer;
  const Model model = m.raw.link();
  EXPECT_EQ(emission(model, "co2").amount, 2.0);
  EXPECT_EQ(emission(model, "co2").formula, no_index);
  EXPECT_TRUE(model.parameters.empty());
  EXPECT_THAT(testing::codes(m.raw.findings), ::testing::ElementsAre("N0814"));
}

TEST(LinkFormulas, ADistributionBesideAFormulaIsAroundTheStoredNumber) {
  Mill m;
  const std::uint32_t outer = m.scope({m.parameter("x", 3.0, {}, 1.0)});
  m.raw
      .process("mill",
               {m.raw.out("steel", 1).reference(), m.raw.out("co2", 2.0).by("x").lognormal(0.2)})
      .scope = outer;
  const Model model = m.raw.link();
  const Exchange& co2 = emission(model, "co2");
  EXPECT_EQ(co2.amount, 2.0);
  EXPECT_DOUBLE_EQ(co2.static_value(), 3.0);
  EXPECT_NE(co2.uncertainty, no_index);
  EXPECT_NE(co2.formula, no_index);
}

TEST(LinkFormulas, ANamedExchangeIsDrawnOnceForItselfAndForWhatFollowsIt) {
  Mill m;
  m.language = FormulaLanguage::ecospold2;
  const std::uint32_t outer = m.scope({});
  m.raw
      .process("mill", {m.raw.out("steel", 1).reference(),
                        m.raw.out("co2", 2.0).id("e-1").named("fuel").lognormal(0.2),
                        m.raw.out("dust", 1.0).by("fuel * 1% + Ref('e-1') * 0")})
      .scope = outer;
  const Model model = m.raw.link();
  EXPECT_THAT(testing::codes(m.raw.findings), ::testing::IsEmpty());
  const Exchange &co2 = emission(model, "co2"), &dust = emission(model, "dust");
  EXPECT_EQ(co2.uncertainty, no_index) << "its draw is that of the parameter";
  EXPECT_NE(co2.formula, no_index);
  EXPECT_DOUBLE_EQ(dust.amount, 0.02);
  EXPECT_NE(model.exchanges[model.parameters[0].exchange].uncertainty, no_index);
}

TEST(LinkFormulas, AParameterWithADistributionAndAFormulaHasBoth) {
  Mill m;
  const std::uint32_t outer =
      m.scope({m.parameter("x", 3.0, {}, 1.0), m.parameter("y", 6.0, "2 * x", 0.5)});
  m.raw.process("mill", {m.raw.out("steel", 1).reference(), m.raw.out("co2", 6.0).by("y")}).scope =
      outer;
  const Model model = m.raw.link();
  const Exchange& co2 = emission(model, "co2");
  EXPECT_DOUBLE_EQ(co2.amount, 6.0);
  EXPECT_DOUBLE_EQ(by_formula(model, co2, {{"x", 4.0}, {"y", 9.0}}), 8.0 * 9.0 / 6.0);
}

TEST(LinkFormulas, WhatCannotBeWorkedOutIsToldAndKeepsItsStoredAmount) {
  Mill m;
  const std::uint32_t outer = m.scope(
      {m.parameter("a", 1.0, "b + 1"), m.parameter("b", 1.0, "a + 1"), m.parameter("zero", 0.0)});
  m.raw
      .process("mill", {m.raw.out("steel", 1).reference(), m.raw.out("co2", 2.0).by("a"),
                        m.raw.out("dust", 3.0).by("c"), m.raw.out("dust", 4.0).by("1 / zero"),
                        m.raw.out("dust", 5.0).by("1 +")})
      .scope = outer;
  const Model model = m.raw.link();
  const std::vector<std::string> told = testing::lines(m.raw.findings);
  ASSERT_EQ(told.size(), 4u);
  EXPECT_THAT(told[0], ::testing::HasSubstr(
                           "W0450: the formula 'a' of exchange 0 of 'mill' cannot be worked out"));
  EXPECT_THAT(told[0], ::testing::HasSubstr("depends on itself"));
  EXPECT_THAT(told[1], ::testing::HasSubstr("there is no parameter 'c'"));
  EXPECT_THAT(told[2], ::testing::HasSubstr("it is no number"));
  EXPECT_EQ(emission(model, "co2").amount, 2.0);
  EXPECT_EQ(emission(model, "co2").formula, no_index);
}

/// A named input of 2 kg, and parameters of which some say their unit.
std::vector<std::string> units_told(const std::string& formula) {
  Mill mill;
  mill.parameter("load", 3.0);
  mill.raw.data.parameters.back().unit = mill.raw.text("t");
  mill.parameter("distance", 5.0);
  mill.raw.data.parameters.back().unit = mill.raw.text("km");
  mill.parameter("plain", 7.0);
  mill.parameter("odd", 7.0, "load + distance");
  RawProcess& process =
      mill.raw.process("mill", {mill.raw.out("steel", 1.0).reference(),
                                mill.raw.out("dust", 2.0).unit("kg").named("dust_out"),
                                mill.raw.out("co2", 1.0).unit("kg").by(formula)});
  mill.own(process, 0, mill.scope({}));
  (void)mill.raw.link();
  std::vector<std::string> told;
  for (const Finding& each : mill.raw.findings.list()) {
    if (each.code == "W0466") told.push_back(each.problem);
  }
  return told;
}

TEST(LinkFormulas, UnitsThatDoNotFitAreTold) {
  using ::testing::ElementsAre;
  using ::testing::HasSubstr;
  const std::string odd = "'load + distance' of parameter 'odd' adds 't' and 'km' as they are";
  EXPECT_THAT(units_told("plain * load + 3"), ElementsAre("units do not fit in 1 formula: " + odd));
  EXPECT_THAT(units_told("dust_out * 2 + plain"), ElementsAre(HasSubstr("1 formula")));
  EXPECT_THAT(units_told("dust_out + load"),
              ElementsAre(HasSubstr("adds 'kg' and 't' as they are")));
  EXPECT_THAT(units_told("load"),
              ElementsAre(HasSubstr(
                  "'load' of exchange 0 of 'mill' gives 't', each of which is 1000 'kg'")));
  EXPECT_THAT(units_told("load*distance"),
              ElementsAre(HasSubstr("gives 't*km', which is no 'kg'")));
}

TEST(LinkFormulas, AStudySetsParametersEverywhereOrOfOneProcess) {
  Mill m;
  m.raw.options().set = {{"", "x", 10.0}, {"mill", "y", 7.0}};
  const std::uint32_t outer = m.scope({m.parameter("X", 3.0, {}, 1.0), m.parameter("y", 1.0)});
  const auto first = static_cast<std::uint32_t>(m.raw.data.parameters.size());
  m.parameter("y", 2.0, {}, 0.1);
  m.own(
      m.raw.process("mill", {m.raw.out("steel", 1).reference(), m.raw.out("co2", 2.0).by("x + y")}),
      first, outer);
  const Model model = m.raw.link();
  EXPECT_THAT(testing::codes(m.raw.findings), ::testing::IsEmpty());
  EXPECT_EQ(emission(model, "co2").amount, 17.0);
  EXPECT_TRUE(model.parameters.empty()) << "fixed, no longer drawn";
}

TEST(LinkFormulas, AParameterThatIsSetAndNotThereIsAnError) {
  Mill m;
  m.raw.options().set = {{"", "los", 10.0}};
  m.scope({m.parameter("loss", 3.0)});
  (void)m.raw.link();
  ASSERT_THAT(testing::codes(m.raw.findings), ::testing::ElementsAre("E0451"));
  EXPECT_THAT(testing::lines(m.raw.findings)[0], ::testing::HasSubstr("did you mean 'loss'?"));
}

TEST(LinkFormulas, SharesOfProductsFollowTheirFormulas) {
  Mill m;
  m.raw.flow("slag", FlowKind::product, "kg");
  const std::uint32_t outer = m.scope({m.parameter("s", 80.0, {}, 5.0)});
  RawProcess& process = m.raw.process(
      "mill", {m.raw.out("steel", 1).reference(), m.raw.out("slag", 2), m.raw.out("co2", 10.0)});
  process.scope = outer;
  process.stored_allocation = AllocationMethod::economic;
  m.raw.allocation(process, AllocationMethod::economic, "steel", 0.8);
  m.raw.allocation(process, AllocationMethod::economic, "slag", 0.2);
  for (const char* formula : {"s", "100 - s"}) {
    RawAllocation& each = m.raw.data.allocations[formula[0] == 's' ? 0 : 1];
    each.formula = m.raw.text(formula);
    each.formula_scale = 100.0;
  }
  const Model model = m.raw.link();
  EXPECT_THAT(testing::codes(m.raw.findings), ::testing::IsEmpty());
  std::vector<double> now, later;
  for (const Exchange& e : model.exchanges) {
    if (e.matrix != Matrix::biosphere) continue;
    now.push_back(e.static_value());
    later.push_back(e.sign * e.factor * by_formula(model, e, {{"s", 60.0}}));
  }
  ASSERT_EQ(now.size(), 2u);
  EXPECT_NEAR(now[0], 8.0, 1e-12);
  EXPECT_NEAR(now[1], 2.0, 1e-12);
  EXPECT_NEAR(later[0], 6.0, 1e-12);
  EXPECT_NEAR(later[1], 4.0, 1e-12);
}

TEST(LinkFormulas, FactorsFollowTheirFormulas) {
  Mill m;
  const std::uint32_t outer = m.scope({m.parameter("gwp", 25.0, {}, 2.0)});
  m.raw.process("mill", {m.raw.out("steel", 1).reference(), m.raw.out("co2", 2.0)}).scope = outer;
  RawCategory& category = m.raw.category("warming");
  category.scope = outer;
  m.raw.factor(category, "co2", 24.0).formula = m.raw.text("gwp + 1");
  const Model model = m.raw.link();
  EXPECT_THAT(testing::codes(m.raw.findings), ::testing::IsEmpty());
  for (const Exchange& e : model.exchanges) {
    if (e.matrix != Matrix::characterisation) continue;
    EXPECT_EQ(e.amount, 26.0);
    EXPECT_EQ(by_formula(model, e, {{"gwp", 30.0}}), 31.0);
  }
}

/// The factor of co2, as a formula of gwp with a normal around the stored value.
Model factor_of(Mill& m, const char* formula, double stored) {
  const std::uint32_t outer = m.scope({m.parameter("gwp", 25.0, {}, 2.0)});
  m.raw.process("mill", {m.raw.out("steel", 1).reference(), m.raw.out("co2", 2.0)}).scope = outer;
  RawCategory& category = m.raw.category("warming");
  category.scope = outer;
  RawFactor& factor = m.raw.factor(category, "co2", stored);
  factor.formula = m.raw.text(formula);
  RawUncertainty u;
  u.value.kind = DistributionKind::normal;
  u.value.loc = stored, u.value.scale = 1.0;
  factor.uncertainty = m.raw.data.add_uncertainty(u, Holder::factor);
  return m.raw.link();
}

const Exchange& factor_in(const Model& model) {
  for (const Exchange& e : model.exchanges) {
    if (e.matrix == Matrix::characterisation) return e;
  }
  throw std::logic_error("no factor");
}

TEST(LinkFormulas, ADistributionBesideTheFormulaOfAFactorIsScaledWithIt) {
  Mill m;
  const Model model = factor_of(m, "gwp + 1", 20.0);  // stored: 20; by formula: 26
  const Exchange& e = factor_in(model);
  EXPECT_EQ(e.amount, 20.0);
  EXPECT_DOUBLE_EQ(e.static_value(), 26.0);
  ASSERT_NE(e.uncertainty, no_index);
  EXPECT_EQ(model.uncertainties[e.uncertainty].loc, 20.0);
  // draws are around 20 · 31/26 · 26/20 = 31
  EXPECT_EQ(by_formula(model, e, {{"gwp", 30.0}}), 31.0);
}

TEST(LinkFormulas, AFormulaThatComesToNothingIsNotDrawnAround) {
  Mill m;
  const Model model = factor_of(m, "gwp - 25", 20.0);
  const Exchange& e = factor_in(model);
  EXPECT_EQ(e.static_value(), 0.0);
  EXPECT_EQ(e.factor, 1.0);  // in other iterations it is gwp − 25
  EXPECT_EQ(e.uncertainty, no_index);
}

TEST(LinkFormulas, AroundAStoredZeroNothingCanBeDrawn) {
  Mill m;
  const Model model = factor_of(m, "gwp + 1", 0.0);
  EXPECT_EQ(factor_in(model).static_value(), 26.0);
  EXPECT_EQ(factor_in(model).uncertainty, no_index);
  EXPECT_EQ(model.link_report.downgraded.at("the amount stored beside a formula is 0"), 1u);
}

}  // namespace
}  // namespace plume::formulas_test
