// SPDX-License-Identifier: Apache-2.0
#include "host/readers/ilcd/ilcd.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <map>
#include <string>

#include "host/readers/read_models.hpp"
#include "tests/support/findings.hpp"
#include "tests/support/raw_inventory.hpp"
#include "tests/support/read_database.hpp"
#include "tests/support/static_scores.hpp"

namespace plume::ilcd_test {
namespace {

namespace fs = std::filesystem;
using testing::cell;
using testing::codes;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::lines;

using Files = std::map<std::string, std::string>;

std::string dataset(const std::string& kind, const std::string& space,
                    const std::string& information, const std::string& body,
                    const std::string& version = "01.00.000") {
  return "<x:" + kind + " xmlns:x=\"http://lca.jrc.it/ILCD/" + space +
         "\" xmlns:c=\"http://lca.jrc.it/ILCD/Common\">" + information +
         "<x:administrativeInformation><x:publicationAndOwnership><c:dataSetVersion>" + version +
         "</c:dataSetVersion></x:publicationAndOwnership></x:administrativeInformation>" + body +
         "</x:" + kind + ">";
}

std::string about(const std::string& id, const std::string& name) {
  return "<x:dataSetInformation><c:UUID>" + id + "</c:UUID><x:name><x:baseName xml:lang=\"en\">" +
         name + "</x:baseName></x:name></x:dataSetInformation>";
}

std::string flow(const std::string& id, const std::string& type, const std::string& properties,
                 const std::string& version = "01.00.000") {
  return dataset(
      "flowDataSet", "Flow",
      "<x:flowInformation>" + about(id, id + version) +
          "<x:quantitativeReference><x:referenceToReferenceFlowProperty>1</"
          "x:referenceToReferenceFlowProperty></x:quantitativeReference></x:flowInformation>"
          "<x:modellingAndValidation><x:LCIMethod><x:typeOfDataSet>" +
          type + "</x:typeOfDataSet></x:LCIMethod></x:modellingAndValidation>",
      "<x:flowProperties>" + properties + "</x:flowProperties>", version);
}

std::string property(const std::string& internal, const std::string& id,
                     const std::string& factor) {
  return "<x:flowProperty dataSetInternalID=\"" + internal +
         "\"><x:referenceToFlowPropertyDataSet refObjectId=\"" + id + "\" uri=\"http://wrong/" +
         internal + "\"/><x:meanValue>" + factor + "</x:meanValue></x:flowProperty>";
}

std::string exchange(const std::string& internal, const std::string& flow_id,
                     const std::string& direction, const std::string& amounts) {
  return "<x:exchange dataSetInternalID=\"" + internal +
         "\"><x:referenceToFlowDataSet refObjectId=\"" + flow_id +
         "\" uri=\"../../elsewhere.xml\"/>" + "<x:exchangeDirection>" + direction +
         "</x:exchangeDirection>" + amounts + "</x:exchange>";
}

std::string amount(const std::string& value) {
  return "<x:meanAmount>" + value + "</x:meanAmount><x:resultingAmount>" + value +
         "</x:resultingAmount>";
}

std::string process(const std::string& id, const std::string& references,
                    const std::string& exchanges, const std::string& parameters = {}) {
  return dataset("processDataSet", "Process",
                 "<x:processInformation>" + about(id, id) + "<x:quantitativeReference>" +
                     references +
                     "</x:quantitativeReference>"
                     "<x:geography><x:locationOfOperationSupplyOrProduction "
                     "location=\"GLO\"/></x:geography><x:mathematicalRelations>" +
                     parameters + "</x:mathematicalRelations></x:processInformation>",
                 "<x:exchanges>" + exchanges + "</x:exchanges>");
}

std::string reference(const std::string& internal) {
  return "<x:referenceToReferenceFlow>" + internal + "</x:referenceToReferenceFlow>";
}

Files with_flows(Files files) {
  files["unitgroups/u.xml"] = dataset(
      "unitGroupDataSet", "UnitGroup",
      "<x:unitGroupInformation>" + about("mass-units", "m") +
          "<x:quantitativeReference><x:referenceToReferenceUnit>0</x:referenceToReferenceUnit></"
          "x:quantitativeReference></x:unitGroupInformation>",
      "<x:units><x:unit "
      "dataSetInternalID=\"0\"><x:name>kg</x:name><x:meanValue>1</x:meanValue></x:unit>"
      "<x:unit "
      "dataSetInternalID=\"1\"><x:name>t</x:name><x:meanValue>1000</x:meanValue></x:unit></"
      "x:units>");
  files["flowproperties/p.xml"] = dataset(
      "flowPropertyDataSet", "FlowProperty",
      "<x:flowPropertiesInformation>" + about("mass", "Mass") +
          "<x:quantitativeReference><x:referenceToReferenceUnitGroup "
          "refObjectId=\"mass-units\"/></x:quantitativeReference></x:flowPropertiesInformation>",
      "");
  for (const char* name : {"steel", "coal", "heat", "power"})
    files["flows/" + std::string(name) + ".xml"] =
        flow(name, "Product flow", property("0", "energy", "30") + property("1", "mass", "1"));
  files["flows/co2.xml"] = flow("co2", "Elementary flow", property("1", "mass", "1"));
  files["flows/slag.xml"] = flow("slag", "Waste flow", property("1", "mass", "1"));
  return files;
}

class IlcdTest : public ::testing::Test {
 protected:
  Model read(Files files) {
    return testing::read_database(
        ilcd_format(), Archive::from_memory("db", with_flows(std::move(files))), findings);
  }
  [[nodiscard]] std::vector<std::string> said() const {
    return testing::lines_without("N0814", findings);
  }
  Findings findings;
};

TEST_F(IlcdTest, ChainsOfReferencesAreFollowedByUuid) {  // traps 6, 8, 9
  const Model model =
      read({{"processes/mill.xml", process("mill", reference("0"),
                                           exchange("0", "steel", "Output", amount("1000")) +
                                               exchange("1", "coal", "Input", amount("500")) +
                                               exchange("2", "co2", "Output", amount("3")) +
                                               exchange("3", "slag", "Output", amount("7")))},
            {"processes/mine.xml",
             process("mine", reference("0"), exchange("0", "coal", "Output", amount("1")))},
            {"processes/dump.xml",
             process("dump", reference("0"), exchange("0", "slag", "Input", amount("2")))},
            {"contacts/c.xml", dataset("contactDataSet", "Contact", "", "")}});
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "mill", "mill"), 1000.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "mine", "mill"), -500.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "dump", "dump"), 2.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "dump", "mill"), -7.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::biosphere, "co2", "mill"), 3.0);
  EXPECT_EQ(model.flows[0].unit, "kg");
  EXPECT_EQ(model.link_report.ignored.at("contactDataSet"), 1u);
}

TEST_F(IlcdTest, Trap1TheResultingAmountIsMeanTimesVariable) {
  const std::string parameters =
      "<x:variableParameter name=\"Mass\"><x:meanValue>15</x:meanValue></x:variableParameter>"
      "<x:variableParameter "
      "name=\"gross\"><x:formula>mass*1.1</x:formula><x:meanValue>16.5</x:meanValue></"
      "x:variableParameter>";
  const Model model = read(
      {{"m.xml",
        process("mill", reference("0"),
                exchange("0", "steel", "Output", amount("1")) +
                    exchange("1", "co2", "Output",
                             "<x:referenceToVariable>Gross</x:referenceToVariable><x:meanAmount>2</"
                             "x:meanAmount>") +
                    exchange("2", "co2", "Output",
                             "<x:referenceToVariable>mass</x:referenceToVariable><x:meanAmount>2</"
                             "x:meanAmount><x:resultingAmount>31</x:resultingAmount>"),
                parameters)}});
  EXPECT_DOUBLE_EQ(cell(model, Matrix::biosphere, "co2", "mill"), 33.0 + 31.0);
  EXPECT_THAT(said(), ElementsAre("db/m.xml: warning W0685: exchange 2 of 'mill' has the "
                                  "resultingAmount 31, and meanAmount times "
                                  "variable is 30; the resultingAmount stands"));
  EXPECT_EQ(model.link_report.formulas, (Tally{{"parameter", 1}}));
}

TEST_F(IlcdTest, FormulasThatGiveAnotherValueThanTheStoredAreTold) {
  const auto parameter = [](const std::string& formula, const std::string& value) {
    return "<x:variableParameter name=\"a\"><x:formula>" + formula + "</x:formula><x:meanValue>" +
           value + "</x:meanValue></x:variableParameter>";
  };
  read({{"m.xml", process("mill", reference("0"), exchange("0", "steel", "Output", amount("1")),
                          parameter("2*3", "6.1"))},
        {"n.xml", process("mine", reference("0"), exchange("0", "coal", "Output", amount("1")),
                          parameter("a+1", "1"))}});
  EXPECT_THAT(said(), ElementsAre("db/m.xml: warning W0684: the parameter 'a' of 'mill' is 6.1, "
                                  "and its formula '2*3' gives 6; the stored "
                                  "value stands",
                                  HasSubstr("the formula of parameter 'a' of 'mine' cannot be "
                                            "worked out: the parameter 'a' depends on itself")));
}

TEST_F(IlcdTest, Traps3And4SeveralReferencesAreAllocatedByTheirInternalIds) {
  const auto shared = [](const std::string& a, const std::string& b) {
    return amount("10") +
           "<x:allocations><x:allocation internalReferenceToCoProduct=\"0\" allocatedFraction=\"" +
           a + "\"/><x:allocation internalReferenceToCoProduct=\"" + b +
           "\" allocatedFraction=\"40\"/></x:allocations>";
  };
  const Model model =
      read({{"p.xml", process("plant", reference("0") + reference("1"),
                              exchange("0", "heat", "Output", amount("2")) +
                                  exchange("1", "power", "Output", amount("1")) +
                                  exchange("2", "co2", "Output", shared("60", "1")))}});
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_DOUBLE_EQ(cell(model, Matrix::biosphere, "co2", "plant_heat"), 6.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::biosphere, "co2", "plant_power"), 4.0);
  EXPECT_EQ(model.link_report.exchanges.at("reference"), 2u);
  read({{"p.xml", process("plant", reference("0") + reference("1"),
                          exchange("0", "heat", "Output", amount("2")) +
                              exchange("1", "power", "Output", amount("1")) +
                              exchange("2", "co2", "Output", shared("70", "1")) +
                              exchange("3", "co2", "Output", shared("60", "9")))}});
  EXPECT_THAT(codes(findings), ::testing::IsSupersetOf({"W0807", "W0686"}));
}

TEST_F(IlcdTest, Trap5WithoutProvidersFlowAndLocationLinkAndOpenLcaNamesThem) {
  std::string input = exchange("1", "coal", "Input", amount("5"));
  const Files makers = {
      {"a.xml", process("a", reference("0"), exchange("0", "coal", "Output", amount("1")))},
      {"b.xml", process("b", reference("0"), exchange("0", "coal", "Output", amount("1")))}};
  Files files = makers;
  files["m.xml"] =
      process("mill", reference("0"), exchange("0", "steel", "Output", amount("1")) + input);
  read(files);
  EXPECT_THAT(codes(findings), ElementsAre("E0800"));
  findings = {};
  input.replace(input.find("dataSetInternalID"), 0,
                "xmlns:olca=\"http://openlca.org/ilcd-extensions\" olca:defaultProvider=\"b\" ");
  files["m.xml"] =
      process("mill", reference("0"), exchange("0", "steel", "Output", amount("1")) + input);
  EXPECT_DOUBLE_EQ(cell(read(files), Matrix::technosphere, "b", "mill"), -5.0);
  EXPECT_THAT(said(), IsEmpty());
}

TEST_F(IlcdTest, Trap7TheNewestVersionOfADatasetIsRead) {
  const Model model =
      read({{"flows/a_co2_old.xml",
             flow("co2", "Elementary flow", property("1", "mass", "1"), "00.09.000")},
            {"flows/z_co2_new.xml",
             flow("co2", "Elementary flow", property("1", "mass", "1"), "02.00.000")},
            {"m.xml", process("mill", reference("0"),
                              exchange("0", "steel", "Output", amount("1")) +
                                  exchange("1", "co2", "Output", amount("1")))}});
  EXPECT_EQ(model.flows.at(0).name, "co202.00.000");
  EXPECT_THAT(codes(findings), ElementsAre("W0681", "W0681"));
}

TEST_F(IlcdTest, Trap9AmountsByModulesAreNotRead) {
  const std::string by_module =
      "<c:other><e:amount xmlns:e=\"http://www.iai.kit.edu/EPD/2013\" "
      "e:module=\"A1-A3\">5</e:amount></c:other>";
  const Model model = read({{"m.xml", process("epd", reference("0"),
                                              exchange("0", "steel", "Output", amount("1")) +
                                                  exchange("1", "co2", "Output", by_module))}});
  EXPECT_THAT(said(), ElementsAre(HasSubstr("warning W0682: 1 exchanges of 'epd' have their "
                                            "amounts by modules (A1 to D), which are not read")));
  EXPECT_EQ(model.link_report.ignored.at("exchanges with amounts by modules"), 1u);
}

TEST_F(IlcdTest, Trap10FactorsForALocationAreCountedAndTheOthersUsed) {
  const auto factor = [](const std::string& value, const std::string& more) {
    return "<x:factor><x:referenceToFlowDataSet refObjectId=\"co2\"/>" + more +
           "<x:exchangeDirection>Output</x:exchangeDirection><x:meanValue>" + value +
           "</x:meanValue><x:deviatingRecommendation>Level "
           "I</x:deviatingRecommendation></x:factor>";
  };
  const std::string method = dataset(
      "LCIAMethodDataSet", "LCIAMethod",
      "<x:LCIAMethodInformation><x:dataSetInformation><c:UUID>gwp</c:UUID><c:name "
      "xml:lang=\"en\">climate</c:name><x:methodology>M</x:methodology></x:dataSetInformation>"
      "<x:quantitativeReference><x:referenceQuantity refObjectId=\"mass\"><c:shortDescription "
      "xml:lang=\"en\">kg CO2 "
      "eq</c:shortDescription></x:referenceQuantity></x:quantitativeReference></"
      "x:LCIAMethodInformation>",
      "<x:characterisationFactors>" + factor("2", "") +
          factor("9", "<x:location>RER</x:location>") + factor("x", "") +
          "</x:characterisationFactors>");
  const Model model = read({{"lciamethods/gwp.xml", method},
                            {"m.xml", process("mill", reference("0"),
                                              exchange("0", "steel", "Output", amount("1")) +
                                                  exchange("1", "co2", "Output", amount("3")))}});
  EXPECT_THAT(codes(findings), ElementsAre("E0683", "W0824"));
  ASSERT_EQ(model.categories.size(), 1u);
  EXPECT_EQ(model.categories[0].unit, "kg CO2 eq");
  EXPECT_EQ(model.categories[0].method, "M");
  EXPECT_DOUBLE_EQ(testing::static_scores(model)[0][0], 6.0);
}

TEST_F(IlcdTest, NumbersThatAreNoneAndDatasetsWithoutUuidAreErrors) {
  read({{"m.xml", process("mill", reference("0"),
                          exchange("0", "steel", "Output", amount("1")) +
                              exchange("1", "co2", "Output", amount("1,5")) +
                              exchange("2", "co2", "Output", ""))},
        {"n.xml", process("", reference("0"), "")},
        {"o.xml", process("x", "", "").substr(0, 300)}});
  EXPECT_THAT(codes(findings), ElementsAre("E0680", "E0840", "E0683", "E0683"));
}

TEST_F(IlcdTest, FlowsThatNoModelHasAreErrors) {
  read({{"m.xml", process("mill", reference("0"), exchange("0", "gone", "Output", amount("1")))},
        {"n.xml", process("mine", reference("0"),
                          exchange("0", "coal", "Output", amount("1")) +
                              exchange("1", "lost", "Output", amount("1")))}});
  EXPECT_THAT(
      said(),
      ElementsAre(
          HasSubstr(
              "error E0810: 'mill' takes or gives flow 'gone', of which no model says anything"),
          HasSubstr(
              "error E0810: 'mine' takes or gives flow 'lost', of which no model says anything")));
}

TEST(Ilcd, IsToldByItsNamespace) {
  const auto recognises = [](Files files) {
    return ilcd_format().recognises(Archive::from_memory("db", std::move(files)));
  };
  EXPECT_TRUE(recognises({{"ILCD/processes/a.xml", process("a", "", "")}}));
  EXPECT_FALSE(
      recognises({{"a.xml", "<ecoSpold xmlns=\"http://www.EcoInvent.org/EcoSpold01\"/>"}}));
}

TEST(Ilcd, SamplesOfOthersOpenOrGetTheRightFinding) {
  const fs::path samples = fs::path(PLUME_SOURCE_DIR) / ".." / "shared" / "data" / "ilcd_samples";
  if (!fs::exists(samples)) GTEST_SKIP() << "../shared/data is absent";
  const auto read = [&](const char* name) {
    StudyModel wanted;
    wanted.path = samples / name;
    wanted.written_path = name;
    wanted.is_looked_at = true;
    Findings findings;
    const Model model = read_models({wanted}, findings);
    return std::pair{codes(findings), model.link_report};
  };
  // A flow, a flow property, a unit group, a contact and a source: nothing is wrong with them, and
  // there is no process.
  const auto [package, report] = read("msrocka_ilcd");
  EXPECT_THAT(package, IsEmpty());
  EXPECT_EQ(report.processes, 0u);
  EXPECT_EQ(report.ignored, (Tally{{"contactDataSet", 1}, {"sourceDataSet", 1}}));
  // Templates of the format's makers, in which every uuid is 0 and every number is 0.
  const auto [templates, of_templates] = read("olca-ilcd");
  EXPECT_EQ(of_templates.processes, 1u);
  EXPECT_THAT(templates, ::testing::Contains("E0811"));  // two references to one flow
}

}  // namespace
}  // namespace plume::ilcd_test
