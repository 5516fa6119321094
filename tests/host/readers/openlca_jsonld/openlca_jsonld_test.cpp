// SPDX-License-Identifier: Apache-2.0
#include "host/readers/openlca_jsonld/openlca_jsonld.hpp"

#include <gmock/gmock.h>

#include <map>
#include <string>

#include "tests/support/findings.hpp"
#include "tests/support/raw_inventory.hpp"
#include "tests/support/read_database.hpp"

namespace plume::openlca_jsonld_test {
namespace {

using testing::cell;
using testing::codes;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::lines;

using Files = std::map<std::string, std::string>;

constexpr const char* mass = "93a60a56-a3c8-11da-a746-0800200b9a66";

/// Two processes without unit groups: a mill that takes power and emits.
Files package() {
  const std::string property = R"("flowProperty": {"@id": ")" + std::string(mass) + R"("})";
  Files files;
  files["openlca.json"] = R"({"schemaVersion": 2})";
  files["flows/ore.json"] =
      R"({"@id": "ore", "name": "ore", "flowType": "PRODUCT_FLOW", "flowProperties": [{"isRefFlowProperty": true, )" +
      property + R"(, "conversionFactor": 1}]})";
  files["processes/mine.json"] = R"({"@id": "mine", "name": "mine", "exchanges": [
      {"internalId": 1, "amount": 1, "isQuantitativeReference": true, "flow": {"@id": "ore"}, "unit": {"name": "t"}, )" +
                                 property + "}]}";
  files["processes/mill.json"] = R"({"@id": "mill", "name": "mill", "exchanges": [
      {"internalId": 1, "amount": 1, "isQuantitativeReference": "TRUE", "flow": {"@id": "steel", "flowType": "PRODUCT_FLOW", "name": "steel"}, "unit": {"name": "kg"}, )" +
                                 property + R"(},
      {"internalId": 2, "amount": 1.5, "isInput": true, "flow": {"@id": "ore"}, "unit": {"name": "kg"}, "description": "x", )" +
                                 property + "}]}";
  return files;
}

class JsonLdTest : public ::testing::Test {
 protected:
  Model read(Files files) {
    return testing::read_database(openlca_jsonld_format(),
                                  Archive::from_memory("p.zip", std::move(files)), findings);
  }
  Findings findings;
};

TEST_F(JsonLdTest, SpreadsThatAreSquaredAreToldAndDrawnAsTheyStand) {
  Files files = package();
  std::string& mill = files["processes/mill.json"];
  mill.replace(
      mill.find("\"description\""), 0,
      R"x("dqEntry": "(2;3;1;1;4)", "baseUncertainty": 1.05, "uncertainty": {"distributionType":
                   "LOG_NORMAL_DISTRIBUTION", "geomMean": 1.5, "geomSd": 1.51313}, )x");
  const Model model = read(std::move(files));
  EXPECT_THAT(lines(findings),
              ::testing::Contains(::testing::HasSubstr(
                  "p.zip: warning W0298: geomSd is the square of the geometric standard deviation "
                  "that its own scores give in 1 exchange: exchange 2 of 'mill'; it is drawn as it "
                  "stands, twice as wide in ln x")));
  ASSERT_EQ(model.uncertainties.size(), 1u);
  EXPECT_DOUBLE_EQ(model.uncertainties[0].scale, std::log(1.51313));
}

TEST_F(JsonLdTest, WhatIsSaidOfADefaultProviderIsKeptForModelsThatKnowItByAnotherId) {
  Files files = package();
  std::string& mill = files["processes/mill.json"];
  mill.replace(mill.find("\"description\""), 0,
               R"("defaultProvider": {"@id": "far", "name": "far mine", "location": "DE"}, )");
  std::vector<std::string> kept;
  testing::read_database(openlca_jsonld_format(), Archive::from_memory("p.zip", std::move(files)),
                         findings, {}, [&](const InventoryData& data) {
                           for (const RawNamedProcess& each : data.named_processes) {
                             kept.insert(kept.end(), {std::string(data.text(each.id)),
                                                      std::string(data.text(each.name)),
                                                      std::string(data.text(each.location))});
                           }
                         });
  EXPECT_THAT(kept, ElementsAre("far", "far mine", "DE"));
}

TEST_F(JsonLdTest, AnExchangeWithoutFlowTypeHasThatOfItsFlowAndUnitsAreBuiltIn) {
  const Model model = read(package());
  EXPECT_THAT(lines(findings), IsEmpty());
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "mine", "mine"), 1000.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "mine", "mill"), -1.5);
  // by what its exchange says: flows/ has no file of it
  EXPECT_EQ(model.products[0].name, "steel");
  EXPECT_EQ(model.link_report.ignored, (Tally{{"exchange.description", 1}}));
}

TEST_F(JsonLdTest, WhatStandsForANumberAndIsNoneIsAnError) {
  Files files = package();
  files["lcia_categories/gwp.json"] =
      R"({"@id": "gwp", "name": "gwp", "impactFactors": [{"flow": {"@id": "co2"}, "value": "1,5"}, {"flow": {"@id": "ch4"}}]})";
  files["parameters/p.json"] = R"({"name": "load", "isInputParameter": true, "value": [2]})";
  const Model model = read(files);
  EXPECT_THAT(lines(findings),
              ::testing::ElementsAre("p.zip/lcia_categories/gwp.json: error E0278: 'value' of a "
                                     "factor is \"1,5\", which is no number; "
                                     "numbers have a decimal point, such as 1.5e-3",
                                     "p.zip/parameters/p.json: error E0278: 'value' of parameter "
                                     "'load' is [2], which is no number; "
                                     "numbers have a decimal point, such as 1.5e-3"));
  EXPECT_EQ(model.link_report.ignored.at("factors without a value, which are 0"), 1u);
}

TEST_F(JsonLdTest, LibrariesThatAPackageNeedsAreNamed) {
  Files files = package();
  files["openlca.json"] =
      R"({"schemaVersion": 2, "libraries": [{"id": "USLCI 2022", "url": "x"}, "ei_3.9"]})";
  read(files);
  EXPECT_THAT(
      lines(findings),
      ::testing::ElementsAre(
          "p.zip/openlca.json: warning W0280: the package needs the library 'USLCI 2022', which is "
          "not in it; "
          "name the library's own export as another [[model]]; what it makes is cut off without it",
          "p.zip/openlca.json: warning W0280: the package needs the library 'ei_3.9', which is not "
          "in it; name "
          "the library's own export as another [[model]]; what it makes is cut off without it"));
}

TEST_F(JsonLdTest, AnExchangeMayBeInAnotherPropertyThanItsFlow) {
  Files files = package();
  const std::string items = R"("01846770-4cfe-4a25-8ad9-919d8d378345")";  // Number of items
  files["flows/ore.json"] =
      R"({"@id": "ore", "name": "ore", "flowType": "PRODUCT_FLOW", "flowProperties": [
      {"isRefFlowProperty": true, "conversionFactor": 1, "flowProperty": {"@id": ")" +
      std::string(mass) + R"("}},
      {"conversionFactor": 0.5, "flowProperty": {"@id": )" +
      items + R"(}}]})";
  std::string& mill = files["processes/mill.json"];
  const std::size_t at = mill.find(R"("amount": 1.5)");
  const std::size_t unit = mill.find(R"("unit": {"name": "kg"})", at);
  mill.replace(unit, std::string::npos,
               R"("unit": {"name": "unit"}, "flowProperty": {"@id": )" + items + "}}]}");
  const Model model = read(std::move(files));
  EXPECT_THAT(lines(findings), IsEmpty());
  // 1.5 items; half an item is a kilogram
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "mine", "mill"), -3.0);
}

TEST_F(JsonLdTest, SchemaOneIsReadByTheSameRules) {
  const Model two = read(package());
  Files files = package();
  for (auto& [name, text] : files) {
    for (const auto& [now, before] :
         std::map<std::string, std::string>{{"isQuantitativeReference", "quantitativeReference"},
                                            {"isInput", "input"},
                                            {"isRefFlowProperty", "referenceFlowProperty"}}) {
      for (std::size_t at = 0; (at = text.find(now, at)) != std::string::npos; at += before.size())
        text.replace(at, now.size(), before);
    }
  }
  files.erase("openlca.json");
  files["context.json"] = "{}";
  const Model one = read(files);
  ASSERT_EQ(one.exchanges.size(), two.exchanges.size());
  for (std::size_t i = 0; i < one.exchanges.size(); ++i) {
    EXPECT_EQ(one.exchanges[i].key, two.exchanges[i].key);
    EXPECT_EQ(one.exchanges[i].static_value(), two.exchanges[i].static_value());
  }
}

TEST_F(JsonLdTest, AnExchangeWithoutAmountIsAnError) {
  Files files = package();
  files["processes/mine.json"] =
      R"({"@id": "mine", "name": "mine", "exchanges": [{"amount": "much", "flow": {"@id": "ore"}}]})";
  read(files);
  EXPECT_THAT(lines(findings),
              ::testing::Contains(
                  "p.zip/processes/mine.json: error E0831: exchange 1 of process 'mine' has no "
                  "amount that is a number; give its amount"));
}

TEST_F(JsonLdTest, LinksOfAProductSystemNameTheMakersThatExchangesDoNot) {
  Files files = package();
  files["processes/other.json"] = files["processes/mine.json"];
  files["processes/other.json"].replace(files["processes/other.json"].find("\"mine\""), 6,
                                        "\"also\"");
  files["product_systems/s.json"] =
      R"({"processLinks": [{"process": {"@id": "mill"}, "provider": {"@id": "also"},
      "flow": {"@id": "ore"}, "exchange": {"internalId": 2}}]})";
  const Model model = read(files);
  EXPECT_THAT(codes(findings), IsEmpty());
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "also", "mill"), -1.5);
}

TEST_F(JsonLdTest, CategoriesMayBeIdsPathsOrObjects) {
  Files files = package();
  files["categories/a.json"] = R"({"@id": "a", "name": "Metals"})";
  files["categories/b.json"] = R"({"@id": "b", "name": "Steel", "category": {"@id": "a"}})";
  files["processes/mine.json"].insert(1, R"("category": {"@id": "b", "name": "Steel"}, )");
  files["processes/mill.json"].insert(1, R"("category": "Metals/Mills", )");
  const Model model = read(files);
  EXPECT_EQ(model.processes[0].category, "Metals/Mills");
  EXPECT_EQ(model.processes[1].category, "Metals/Steel");
}

TEST_F(JsonLdTest, FactorsAreReadWithTheirMethodAndUnits) {
  Files files = package();
  const std::string property = R"("flowProperty": {"@id": ")" + std::string(mass) + R"("})";
  files["flows/co2.json"] =
      R"({"@id": "co2", "name": "CO2", "flowType": "ELEMENTARY_FLOW", "flowProperties": [{"isRefFlowProperty": true, )" +
      property + R"(, "conversionFactor": 1}]})";
  std::string& mine = files["processes/mine.json"];
  mine.replace(
      mine.rfind("}]"), 2,
      R"(}, {"internalId": 3, "amount": 2, "flow": {"@id": "co2"}, "unit": {"name": "kg"}, )" +
          property + "}]");
  files["lcia_methods/m.json"] =
      R"({"@id": "m", "name": "IPCC", "impactCategories": [{"@id": "gwp"}], "nwSets": [{}]})";
  files["lcia_categories/gwp.json"] =
      R"({"@id": "gwp", "name": "GWP", "refUnit": "kg CO2e", "impactFactors": [
      {"value": 1000, "flow": {"@id": "co2"}, "unit": {"name": "t"}, )" +
      property + R"(}, {"value": 1}]})";
  const Model model = read(files);
  ASSERT_EQ(model.categories.size(), 1u);
  EXPECT_EQ(model.categories[0].method, "IPCC");
  EXPECT_EQ(model.categories[0].unit, "kg CO2e");
  EXPECT_DOUBLE_EQ(cell(model, Matrix::characterisation, "co2", "gwp"), 1.0);
  EXPECT_EQ(model.link_report.ignored.at("factors that name no flow"), 1u);
  EXPECT_EQ(model.link_report.ignored.at("normalisation and weighting sets"), 1u);
}

TEST_F(JsonLdTest, AWasteThatIsHandedOnIsNoProduct) {
  Files files = package();
  const std::string property = R"("flowProperty": {"@id": ")" + std::string(mass) + R"("})";
  files["flows/slag.json"] =
      R"({"@id": "slag", "name": "slag", "flowType": "WASTE_FLOW", "flowProperties": [{"isRefFlowProperty": true, )" +
      property + R"(, "conversionFactor": 1}]})";
  std::string& mill = files["processes/mill.json"];
  mill.replace(
      mill.rfind("}]"), 2,
      R"(}, {"internalId": 3, "amount": 7, "flow": {"@id": "slag"}, "unit": {"name": "kg"}, )" +
          property + "}]");
  const Model model = read(std::move(files));
  EXPECT_EQ(model.link_report.exchanges.at("waste"), 1u);
}

TEST(JsonLd, IsRecognisedByItsFolders) {
  const auto recognised = [](Files files) {
    return openlca_jsonld_format().recognises(Archive::from_memory("p", std::move(files)));
  };
  EXPECT_TRUE(recognised({{"processes/a.json", "{}"}}));
  EXPECT_TRUE(recognised({{"lcia_categories/a.json", "{}"}}));
  EXPECT_FALSE(recognised({{"processes.csv", ""}, {"context.json", "{}"}}));
}

// --- parameters
// -------------------------------------------------------------------------------------------------
/// Ore by a formula of a parameter of the package and one of the process; a category with a
/// parameter of its own; a product system with two sets.
Files parametrised() {
  Files files = package();
  std::string& mill = files["processes/mill.json"];
  mill.replace(mill.find("\"description\""), 0, R"("amountFormula": "load * share", )");
  mill.replace(mill.find("\"exchanges\""), 0,
               R"("parameters": [{"name": "Share", "isInputParameter": true, "value": 0.75}], )");
  mill.replace(
      mill.find(R"({"internalId": 2)"), 0,
      R"({"internalId": 3, "amount": 1, "flow": {"@id": "co2", "flowType": "ELEMENTARY_FLOW", "name": "co2"}, "unit": {"name": "kg"},
                   "flowProperty": {"@id": ")" +
          std::string(mass) + R"("}}, )");
  files["flows/co2.json"] =
      R"({"@id": "co2", "name": "co2", "flowType": "ELEMENTARY_FLOW", "flowProperties": [{"isRefFlowProperty": true,
      "flowProperty": {"@id": ")" +
      std::string(mass) + R"("}, "conversionFactor": 1}]})";
  files["parameters/p.json"] = R"({"name": "load", "isInputParameter": true, "value": 2})";
  files["lcia_categories/c.json"] =
      R"({"@id": "c", "name": "climate", "parameters": [{"name": "gwp", "isInputParameter": true, "value": 3,
      "uncertainty": {"distributionType": "NORMAL_DISTRIBUTION", "mean": 3, "sd": 0.1}}],
      "impactFactors": [{"flow": {"@id": "co2", "flowType": "ELEMENTARY_FLOW"}, "value": 6, "formula": "gwp * load", "unit": {"name": "kg"}}]})";
  files["product_systems/s.json"] = R"({"@id": "s", "name": "bike", "parameterSets": [
      {"name": "light", "parameters": [{"name": "load", "value": 1}]},
      {"name": "heavy", "parameters": [{"name": "LOAD", "value": 10, "uncertainty": {"distributionType": "UNIFORM_DISTRIBUTION", "minimum": 9, "maximum": 11}},
        {"name": "share", "value": 0.5, "context": {"@type": "Process", "@id": "mill"}},
        {"name": "gwp", "value": 30, "context": {"@type": "ImpactCategory", "@id": "c"}},
        {"name": "nowhere", "value": 1}]}]})";
  return files;
}

class ParametersOfJsonLd : public ::testing::Test {
 protected:
  Model read(const std::string& set, Files files = parametrised()) {
    RawSource options;
    options.amounts = AmountRule::formula;
    options.parameter_set = set;
    return testing::read_database(openlca_jsonld_format(),
                                  Archive::from_memory("p.zip", std::move(files)), findings,
                                  options);
  }
  /// The static values of the parameters that formulas use.
  static std::map<std::string, double> values(const Model& model) {
    std::map<std::string, double> all;
    for (const Parameter& each : model.parameters)
      all[each.name] = model.exchanges[each.exchange].static_value();
    return all;
  }
  Findings findings;
};

TEST_F(ParametersOfJsonLd, ImpactCategoriesHaveSomeOfTheirOwn) {
  const Model model = read("");
  EXPECT_EQ(values(model),
            (std::map<std::string, double>{{"load", 2.0}, {"Share", 0.75}, {"gwp", 3.0}}));
  EXPECT_DOUBLE_EQ(cell(model, Matrix::characterisation, "co2", "c"), 6.0) << findings.to_string();
  for (const Parameter& each : model.parameters) {
    if (each.name != "gwp") continue;
    EXPECT_EQ(each.scope, "climate");
    EXPECT_NE(model.exchanges[each.exchange].uncertainty, no_index);
  }
}

TEST_F(ParametersOfJsonLd, ProductSystemsRedefineThemWhereTheStudyChoosesASet) {
  const Model model = read("bike/heavy");
  EXPECT_EQ(values(model),
            (std::map<std::string, double>{{"load", 10.0}, {"Share", 0.5}, {"gwp", 30.0}}));
  EXPECT_DOUBLE_EQ(cell(model, Matrix::characterisation, "co2", "c"), 300.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "mine", "mill"), -5.0);
  for (const Parameter& each : model.parameters) {
    const Exchange& number = model.exchanges[each.exchange];
    if (each.name == "gwp")
      EXPECT_EQ(number.uncertainty, no_index) << "its distribution was that of the value it had";
    if (each.name == "load") EXPECT_EQ(model.uncertainties.at(number.uncertainty).maximum, 11.0);
  }
  EXPECT_THAT(lines(findings),
              ::testing::Contains(::testing::HasSubstr(
                  "W0649: the set 'heavy' redefines 'nowhere', which is no parameter there")));
}

TEST_F(ParametersOfJsonLd, SetsThatAreNotChosenAreNamedAndOnesThatAreNotThereAreErrors) {
  EXPECT_EQ(values(read("light")).at("load"), 1.0) << "by its name alone";
  findings = {};
  (void)read("");
  EXPECT_THAT(lines(findings), ::testing::Contains(::testing::HasSubstr(
                                   "note N0650: product systems redefine parameters, and the study "
                                   "chooses none of their sets: 'bike/light', 'bike/heavy'")));
  findings = {};
  (void)read("huge");
  EXPECT_THAT(
      lines(findings),
      ::testing::Contains(::testing::HasSubstr(
          "error E0648: there is no parameter set 'huge'; one of 'bike/light', 'bike/heavy'")));
}

TEST_F(ParametersOfJsonLd, ListsOfOpenLca1BearTheNameOfTheirSystem) {
  Files files = parametrised();
  files["product_systems/s.json"] =
      R"({"@id": "s", "name": "bike", "parameterRedefs": [{"name": "load", "value": 4}]})";
  EXPECT_EQ(values(read("bike", std::move(files))).at("load"), 4.0);
}

}  // namespace
}  // namespace plume::openlca_jsonld_test
