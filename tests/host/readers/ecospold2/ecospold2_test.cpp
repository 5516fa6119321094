// SPDX-License-Identifier: Apache-2.0
#include "host/readers/ecospold2/ecospold2.hpp"

#include <gmock/gmock.h>

#include <map>
#include <set>
#include <string>

#include "tests/support/findings.hpp"
#include "tests/support/raw_inventory.hpp"
#include "tests/support/read_database.hpp"

namespace plume::ecospold2_test {
namespace {

using testing::cell;
using testing::codes;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::lines;

using Files = std::map<std::string, std::string>;

std::string dataset(const std::string& activity, const std::string& flows,
                    const std::string& root = "activityDataset") {
  return R"(<?xml version="1.0"?><ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold02"><)" + root +
         R"(><activityDescription><activity id=")" + activity +
         R"("><activityName xml:lang="en">)" + activity +
         R"( works</activityName></activity><geography><shortname xml:lang="en">GLO</shortname></geography></activityDescription><flowData>)" +
         flows + "</flowData></" + root + "></ecoSpold>";
}

std::string exchange(const std::string& flow, double amount, const std::string& unit,
                     const std::string& group, const std::string& attributes = {},
                     const std::string& children = {}) {
  return R"(<intermediateExchange id=")" + flow + group.substr(1, 3) +
         R"(" intermediateExchangeId=")" + flow + R"(" amount=")" + std::to_string(amount) +
         R"(" )" + attributes + R"(><name xml:lang="en">)" + flow +
         R"(</name><unitName xml:lang="en">)" + unit + "</unitName>" + children + group +
         "</intermediateExchange>";
}

const std::string reference = "<outputGroup>0</outputGroup>";
const std::string by_product = "<outputGroup>2</outputGroup>";
const std::string input = "<inputGroup>5</inputGroup>";

class EcoSpold2Test : public ::testing::Test {
 protected:
  Model read(Files files, AllocationMethod allocation = AllocationMethod::as_stored,
             AmountRule amounts = AmountRule::stored) {
    return testing::read_database(ecospold2_format(), Archive::from_memory("db", std::move(files)),
                                  findings, {.allocation = allocation, .amounts = amounts});
  }
  Findings findings;
};

TEST_F(EcoSpold2Test, AnActivityIsAMakerOnlyTogetherWithItsProduct) {
  const Model model =
      read({{"a.spold", dataset("chp", exchange("heat", 1, "MJ", reference))},
            {"b.spold", dataset("chp", exchange("power", 1, "kWh", reference))},
            {"c.spold",
             dataset("mill", exchange("steel", 1, "kg", reference) +
                                 exchange("power", 3.6, "MJ", input, R"(activityLinkId="chp")"))}});
  EXPECT_THAT(lines(findings), IsEmpty());
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "chp_power", "mill"), -1.0);
  EXPECT_EQ(model.processes[0].location, "GLO");
}

TEST_F(EcoSpold2Test, ConditionalExchangesOfConsequentialModelsAreLeftOutAndTold) {
  const Model model =
      read({{"a.spold", dataset("chp", exchange("power", 1, "kWh", reference))},
            {"b.spold", dataset("market", exchange("heat", 1, "MJ", reference) +
                                              exchange("power", -0.2, "kWh", by_product,
                                                       R"(activityLinkId="chp")") +
                                              exchange("ash", -0.1, "kg", by_product))}},
           AllocationMethod::substitution);
  EXPECT_THAT(
      lines(findings),
      ::testing::Contains(
          "db/b.spold: warning W0299: exchange 2 ('power') is a conditional exchange: a "
          "by-product of -0.2 with an activity link; it belongs to consequential models alone, "
          "and is left out"));
  EXPECT_EQ(model.link_report.ignored.at("conditional exchanges"), 1u);
  EXPECT_EQ(cell(model, Matrix::technosphere, "chp", "market"), 0.0);
}

TEST_F(EcoSpold2Test, ByProductsOfAmountZeroAreDroppedAndOthersAllocatedByPrice) {
  const auto price = [](double euro) {
    return R"(<property amount=")" + std::to_string(euro) +
           R"("><name xml:lang="en">price</name></property>)";
  };
  const Files files = {
      {"a.spold", dataset("chp", exchange("heat", 2, "MJ", reference, "", price(1)) +
                                     exchange("power", 1, "kWh", by_product, "", price(6)) +
                                     exchange("ash", 0, "kg", by_product))}};
  const Model stored = read(files);
  EXPECT_EQ(stored.processes.size(), 1u);
  EXPECT_EQ(stored.link_report.allocation.at("by_products_of_amount_0"), 1u);
  EXPECT_EQ(stored.link_report.allocation.at("by_products_cut_off"), 1u);
  const Model economic = read(files, AllocationMethod::economic);
  EXPECT_EQ(economic.processes.size(), 2u);
}

// What a process takes of its own product is less of it; columns are per its reference amount,
// which need not be 1.
TEST_F(EcoSpold2Test, OwnConsumptionIsTakenOffTheReferenceAmount) {
  const Model model =
      read({{"a.spold",
             dataset("grid", exchange("power", 1000, "kWh", reference) +
                                 exchange("power", 180, "MJ", input, R"(activityLinkId="grid")"))},
            {"b.spold", dataset("mill", exchange("steel", 2, "kg", reference) +
                                            exchange("power", 3, "kWh", input))}});
  EXPECT_THAT(lines(findings), IsEmpty());
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "grid", "grid"), 950.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "mill", "mill"), 2.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "grid", "mill"), -3.0);
  EXPECT_EQ(model.link_report.links, (Tally{{"only_maker", 1}, {"provider", 1}}));
}

TEST_F(EcoSpold2Test, AnEmptyFormulaIsNone) {
  const Model model = read({{"a.spold", dataset("mill", exchange("steel", 2, "kg", reference,
                                                                 R"(mathematicalRelation="")"))}});
  EXPECT_THAT(lines(findings), IsEmpty());
  EXPECT_TRUE(model.link_report.formulas.empty());
}

// The process of the link is there and makes something else: the only maker of the product is
// taken, and the link is told.
TEST_F(EcoSpold2Test, ALinkToAnActivityThatIsAbsentIsTold) {
  const Model model =
      read({{"a.spold", dataset("grid", exchange("power", 1, "kWh", reference))},
            {"b.spold",
             dataset("mill", exchange("steel", 1, "kg", reference) +
                                 exchange("power", 3, "kWh", input, R"(activityLinkId="gone")") +
                                 exchange("ore", 3, "kg", input, R"(activityLinkId="gone")"))}});
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "grid", "mill"), -3.0);
  EXPECT_EQ(model.link_report.links, (Tally{{"cut_off", 1}, {"only_maker", 1}}));
  EXPECT_THAT(codes(findings), ElementsAre("W0804", "W0805"));
}

TEST_F(EcoSpold2Test, ATreatmentIsPositiveThoughItsProductIsNegative) {
  const Model model =
      read({{"a.spold", dataset("tip", exchange("slag", -1, "kg", reference))},
            {"b.spold",
             dataset("mill", exchange("steel", 1, "kg", reference) +
                                 exchange("slag", -0.3, "kg", input, R"(activityLinkId="tip")"))}});
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "tip", "tip"), 1.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "tip", "mill"), -0.3);
}

TEST_F(EcoSpold2Test, UncertaintiesOfPropertiesAndVolumesAreNotTheExchanges) {
  const std::string lognormal = R"(<lognormal mu="0" variance="0.04"/>)";
  const Model model = read(
      {{"a.spold",
        dataset("chp",
                exchange("heat", 1, "MJ", reference, "",
                         "<productionVolumeUncertainty>" + lognormal +
                             "</productionVolumeUncertainty><property amount=\"1\"><uncertainty>" +
                             lognormal + "</uncertainty></property>"))}});
  EXPECT_THAT(model.uncertainties, IsEmpty());
  EXPECT_EQ(model.link_report.distributions.at("property"), (Tally{{"lognormal", 1}}));
  EXPECT_EQ(model.link_report.distributions.at("production_volume"), (Tally{{"lognormal", 1}}));
  EXPECT_THAT(model.link_report.distributions.at("exchange"), IsEmpty());
}

/// Shares of a market by yearly volumes: by Ref, and by name, which are one draw.
TEST_F(EcoSpold2Test, FormulasKnowTheProductionVolume) {
  const std::string drawn =
      R"(<productionVolumeUncertainty><lognormal meanValue="50" mu="3.912023005428146" variance="0.04"/></productionVolumeUncertainty>)";
  const auto volumes = [&](const std::string& formula) {
    return Files{
        {"a.spold",
         dataset(
             "market",
             exchange("steel", 1, "kg", reference,
                      R"(productionVolumeAmount="50" productionVolumeVariableName="yearly")",
                      drawn) +
                 exchange("power", 2, "kWh", input, "mathematicalRelation=\"" + formula + "\""))}};
  };
  const Model stored = read(volumes("Ref('steelout', 'ProductionVolume') / yearly * 2"));
  EXPECT_THAT(codes(findings), ::testing::Not(::testing::Contains("W0696")))
      << findings.to_string();
  EXPECT_THAT(codes(findings), ::testing::Not(::testing::Contains("W0695")))
      << findings.to_string();
  EXPECT_EQ(stored.link_report.distributions.at("production_volume").at("lognormal"), 1u);
  const Model model = read(volumes("Ref('steelout', 'ProductionVolume') / 25 + 0*yearly"),
                           AllocationMethod::as_stored, AmountRule::formula);
  ASSERT_EQ(model.parameters.size(), 1u) << "one draw by two names";
  const Exchange& number = model.exchanges[model.parameters[0].exchange];
  EXPECT_EQ(number.amount, 50.0);
  ASSERT_NE(number.uncertainty, no_index);
  EXPECT_DOUBLE_EQ(model.uncertainties[number.uncertainty].scale, 0.2);
}

TEST_F(EcoSpold2Test, AProductionVolumeThatIsNotWhatItsFormulaGivesIsTold) {
  read({{"a.spold",
         dataset(
             "mill",
             exchange(
                 "steel", 1, "kg", reference,
                 R"(productionVolumeAmount="50" productionVolumeMathematicalRelation="7*8")"))}});
  EXPECT_THAT(findings.to_string(), ::testing::HasSubstr("is 50, and its formula '7*8' gives 56"));
}

TEST_F(EcoSpold2Test, NamesThatDatasetsLeaveOutComeFromTheMasterData) {
  std::string text = dataset("chp", exchange("heat", 1, "", reference, R"(unitId="u1")"));
  text.replace(text.find("<name xml:lang=\"en\">heat</name>"), 31, "");
  const Model model = read(
      {{"datasets/a.spold", text},
       {"MasterData/Units.xml",
        R"(<validUnits><unit id="u1"><name xml:lang="en">MJ</name></unit></validUnits>)"},
       {"MasterData/IntermediateExchanges.xml",
        R"(<v><intermediateExchange id="heat"><name xml:lang="en">district heat</name></intermediateExchange></v>)"}});
  ASSERT_EQ(model.products.size(), 1u);
  EXPECT_EQ(model.products[0].name, "district heat");
  EXPECT_EQ(model.products[0].unit, "MJ");
}

TEST_F(EcoSpold2Test, ChildDatasetsAreDatasets) {
  EXPECT_EQ(read({{"a.spold",
                   dataset("chp", exchange("heat", 1, "MJ", reference), "childActivityDataset")}})
                .processes.size(),
            1u);
}

TEST_F(EcoSpold2Test, WhatTheMasterDataOfUsersRepeatIsNotReadTwice) {
  std::string text = dataset("chp", exchange("heat", 1, "MJ", reference));
  text.insert(
      text.find("</ecoSpold>"),
      "<usedUserMasterData>" + exchange("heat", 1, "MJ", reference) + "</usedUserMasterData>");
  const Model model = read({{"a.spold", text}});
  EXPECT_EQ(model.exchanges.size(), 1u);
  EXPECT_EQ(model.link_report.ignored.at("usedUserMasterData"), 1u);
}

TEST_F(EcoSpold2Test, AmountsThatAreNoNumbersAndMuThatContradictsAreTold) {
  std::string bad = exchange("heat", 1, "MJ", input);
  bad.replace(bad.find("1.000000"), 8, "1,5");
  const std::string contradicted =
      exchange("coal", 2, "kg", input, "",
               R"(<uncertainty><lognormal mu="0" variance="0.04"/></uncertainty>)");
  read({{"a.spold", dataset("chp", exchange("power", 1, "kWh", reference) + bad + contradicted)}});
  const std::vector<std::string> said = lines(findings);
  EXPECT_THAT(
      said,
      ::testing::Contains(
          "db/a.spold: error E0843: exchange 2 ('heat') has the amount '1,5', which is no number; "
          "numbers have a decimal point, such as 1.5e-3"));
  EXPECT_THAT(
      said,
      ::testing::Contains(
          "db/a.spold: warning W0844: exchange 2 has the amount 2 and a lognormal with mu 0; its "
          "median is the amount"));
}

TEST_F(EcoSpold2Test, APropertyThatIsNoNumberAllocatesNothing) {
  const auto price = [](const std::string& euro) {
    return R"(<property amount=")" + euro + R"("><name xml:lang="en">price</name></property>)";
  };
  const Model model = read(
      {{"a.spold", dataset("chp", exchange("heat", 2, "MJ", reference, "", price("1,5")) +
                                      exchange("power", 1, "kWh", by_product, "", price("6")))}},
      AllocationMethod::economic);
  EXPECT_EQ(model.processes.size(), 1u);
  EXPECT_THAT(
      lines(findings),
      ::testing::Contains(
          "db/a.spold: warning W0279: property 'price' has the amount '1,5', which is no number; "
          "nothing is allocated by it, and formulas that use it are not worked out"));
}

TEST_F(EcoSpold2Test, AFileWithoutDatasetAndADatasetWithoutIdAreTold) {
  read({{"a.spold", R"(<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold02"/>)"},
        {"b.spold", dataset("", exchange("power", 1, "kWh", reference))}});
  EXPECT_THAT(lines(findings), ElementsAre("db/a.spold: warning W0841: the file holds no dataset; "
                                           "an activityDataset or childActivityDataset is "
                                           "expected",
                                           "db/b.spold: error E0842: the dataset has no activity "
                                           "id; export it again; links lead to that id"));
}

TEST_F(EcoSpold2Test, FilesOfUtf16AreRecognisedAndRead) {
  const std::string text = dataset("mill", exchange("steel", 1, "kg", reference));
  std::string wide = "\xFF\xFE";
  for (const char each : text) wide += {each, '\0'};
  EXPECT_TRUE(ecospold2_format().recognises(Archive::from_memory("db", {{"a.spold", wide}})));
  const Model model = read({{"a.spold", wide}});
  ASSERT_EQ(model.processes.size(), 1u) << findings.to_string();
  EXPECT_EQ(model.processes[0].name, "mill works");
}

TEST_F(EcoSpold2Test, TheOrderOfFilesChangesNoKey) {
  const std::string mill =
      dataset("mill", exchange("steel", 1, "kg", reference) + exchange("power", 1, "kWh", input));
  const std::string grid = dataset("grid", exchange("power", 1, "kWh", reference));
  const auto keys = [](const Model& model) {
    std::set<std::uint64_t> set;
    for (const Exchange& each : model.exchanges) set.insert(each.key);
    return set;
  };
  EXPECT_EQ(keys(read({{"a.spold", mill}, {"b.spold", grid}})),
            keys(read({{"a.spold", grid}, {"b.spold", mill}})));
}

TEST(EcoSpold2, TheContentDecidesNotTheName) {
  const auto recognised = [](Files files) {
    return ecospold2_format().recognises(Archive::from_memory("p", std::move(files)));
  };
  EXPECT_TRUE(recognised({{"x.xml", dataset("a", "")}}));
  EXPECT_FALSE(recognised(
      {{"ecospold2.xml", R"(<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold01"/>)"}}));
}

}  // namespace
}  // namespace plume::ecospold2_test
