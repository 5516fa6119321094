// SPDX-License-Identifier: Apache-2.0
#include "host/readers/ecospold1/ecospold1.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <map>
#include <string>

#include "host/readers/read_models.hpp"
#include "tests/support/findings.hpp"
#include "tests/support/raw_inventory.hpp"
#include "tests/support/read_database.hpp"
#include "tests/support/static_scores.hpp"

namespace plume::ecospold1_test {
namespace {

namespace fs = std::filesystem;
using testing::cell;
using testing::codes;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::lines;

using Files = std::map<std::string, std::string>;

std::string exchange(const std::string& name, const std::string& amount, const std::string& unit,
                     const std::string& group, const std::string& attributes = {}) {
  const bool in = group.front() == 'i';
  const std::string element = in ? "inputGroup" : "outputGroup";
  return "\n<exchange name=\"" + name + "\" meanValue=\"" + amount + "\" unit=\"" + unit + "\" " +
         attributes + "><" + element + ">" + group.substr(1) + "</" + element + "></exchange>";
}

std::string dataset(const std::string& number, const std::string& name, const std::string& flows,
                    const std::string& location = "GLO", const std::string& type = "1") {
  return "\n<dataset number=\"" + number +
         "\"><metaInformation><processInformation><referenceFunction name=\"" + name +
         "\" unit=\"kg\" category=\"method\" subCategory=\"group\"/><geography location=\"" +
         location + "\"/><dataSetInformation type=\"" + type +
         "\"/></processInformation></metaInformation><flowData>" + flows + "</flowData></dataset>";
}

std::string file(const std::string& datasets, const std::string& space = "EcoSpold01") {
  return R"(<?xml version="1.0" encoding="UTF-8"?><ecoSpold xmlns="http://www.EcoInvent.org/)" +
         space + "\">" + datasets + "</ecoSpold>";
}

class EcoSpold1Test : public ::testing::Test {
 protected:
  Model read(Files files, AllocationMethod allocation = AllocationMethod::as_stored,
             ProviderRule rule = ProviderRule::error) {
    return testing::read_database(ecospold1_format(), Archive::from_memory("db", std::move(files)),
                                  findings, {.allocation = allocation, .providers = rule});
  }
  Model read(const std::string& datasets) { return read(Files{{"a.xml", file(datasets)}}); }
  Findings findings;
};

TEST_F(EcoSpold1Test, IsToldByItsNamespaceInAnyEncodingAndBesideOtherFiles) {
  const auto recognises = [](Files files) {
    return ecospold1_format().recognises(Archive::from_memory("db", std::move(files)));
  };
  EXPECT_TRUE(recognises({{"categories.xml", "<categories/>"}, {"x/all.XML", file("")}}));
  EXPECT_FALSE(
      recognises({{"a.xml", "<ecoSpold xmlns=\"http://www.EcoInvent.org/EcoSpold02\"/>"}}));
  EXPECT_FALSE(recognises({{"a.txt", file("")}}));
  std::string wide = "\xFF\xFE";
  for (const char c : file("")) {
    wide += c;
    wide += '\0';
  }
  EXPECT_TRUE(recognises({{"a.xml", wide}}));
}

TEST_F(EcoSpold1Test, Utf16IsReadLikeUtf8) {
  std::string wide = "\xFF\xFE";
  for (const char c : file(dataset(
           "1", "steel", exchange("steel", "2", "kg", "o0") + exchange("x", "y", "kg", "i5")))) {
    wide += c;
    wide += '\0';
  }
  const Model model = read(Files{{"a.xml", wide}});
  ASSERT_EQ(model.processes.size(), 1u);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "steel|GLO", "steel|GLO"), 2.0);
  // no line is known
  EXPECT_THAT(lines(findings), ElementsAre(HasSubstr("db/a.xml: error E0663")));
}

TEST_F(EcoSpold1Test, GroupsSayWhatAnExchangeDoes) {
  const Model model =
      read(dataset("1", "steel",
                   exchange("steel", "1000", "kg", "o0") + exchange("power", "500", "kWh", "i2") +
                       exchange("heat", "3", "MJ", "o1") + exchange("ash", "7", "kg", "o3") +
                       exchange("tar", "1", "kg", "o2") +
                       exchange("CO2", "4", "kg", "o4", R"(category="air" subCategory="low")") +
                       exchange("Water", "5", "m3", "i4",
                                R"(category="resource" subCategory="in water")")) +
           dataset("2", "power", exchange("power", "1", "kWh", "o0")) +
           dataset("3", "heat", exchange("heat", "1", "MJ", "o0")));
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "power|GLO", "steel|GLO"), -500.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "heat|GLO", "steel|GLO"), 3.0);  // avoided
  EXPECT_DOUBLE_EQ(cell(model, Matrix::biosphere, "CO2|air|low|kg", "steel|GLO"), 4.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::biosphere, "Water|resource|in water|m3", "steel|GLO"), 5.0);
  const Tally& roles = model.link_report.exchanges;
  EXPECT_EQ(roles.at("avoided"), 1u);
  EXPECT_EQ(roles.at("waste"), 1u);
  EXPECT_EQ(roles.at("by_product"), 1u);
  EXPECT_EQ(roles.at("emission"), 1u);
  EXPECT_EQ(roles.at("resource"), 1u);
  EXPECT_EQ(model.link_report.links.at("waste_cut_off"), 1u);
  EXPECT_FALSE(findings.has_errors()) << findings.to_string();
}

TEST_F(EcoSpold1Test, Trap1FilesThatBreakTheSchemaAreRead) {
  const std::string long_name(200, 'n');
  const Model model =
      read(dataset("1", long_name,
                   exchange(long_name, "1", "kg", "o0") +
                       exchange("CO2", "4", "kg", "o4", R"(category="air" CASNumber="NaN")")));
  EXPECT_THAT(lines(findings), IsEmpty());
  EXPECT_EQ(model.processes.size(), 1u);
  EXPECT_EQ(model.link_report.ignored.at("CASNumber that is no CAS number"), 1u);
}

TEST_F(EcoSpold1Test, Trap4CoProductsAreAllocatedByThePerCentOfEachExchange) {
  const std::string plant = dataset(
      "2", "heat and power",
      exchange("heat", "2", "MJ", "o2", R"(number="2")") +
          exchange("power", "0.5", "kWh", "o2", R"(number="12")") +
          exchange("CO2", "10", "kg", "o4", R"(number="101" category="air")") +
          exchange("gas", "4", "m3", "i4", R"(number="104" category="resource")") +
          R"(<allocation referenceToCoProduct="2" allocationMethod="1" fraction="60"><referenceToInputOutput>101</referenceToInputOutput></allocation>
             <allocation referenceToCoProduct="12" allocationMethod="1" fraction="40"><referenceToInputOutput>101</referenceToInputOutput></allocation>
             <allocation referenceToCoProduct="12" allocationMethod="1" fraction="100"><referenceToInputOutput>104</referenceToInputOutput></allocation>)");
  const Model model = read(plant);
  EXPECT_THAT(lines(findings), IsEmpty());
  EXPECT_EQ(model.processes.size(), 2u);
  const std::string heat = "heat and power|GLO_heat", power = "heat and power|GLO_power";
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, heat, heat), 2.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::biosphere, "CO2|air||kg", heat), 6.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::biosphere, "CO2|air||kg", power), 4.0);
  // not named for heat
  EXPECT_DOUBLE_EQ(cell(model, Matrix::biosphere, "gas|resource||m3", heat), 0.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::biosphere, "gas|resource||m3", power), 4.0);
  EXPECT_EQ(model.link_report.allocation.at("economic"), 1u);
  // "none" is one column, for the first; "physical" is not what the factors are.
  EXPECT_EQ(read(Files{{"a.xml", file(plant)}}, AllocationMethod::none).processes.size(), 1u);
  EXPECT_THAT(lines(findings), IsEmpty());
  read(Files{{"a.xml", file(plant)}}, AllocationMethod::physical);
  EXPECT_THAT(codes(findings), ElementsAre("W0806"));
  // Method 0 is physical.
  findings = {};
  std::string by_mass = plant;
  const std::string economic = R"(allocationMethod="1")", physical = R"(allocationMethod="0")";
  for (std::size_t at; (at = by_mass.find(economic)) != std::string::npos;)
    by_mass.replace(at, economic.size(), physical);
  EXPECT_EQ(read(Files{{"a.xml", file(by_mass)}}, AllocationMethod::physical).processes.size(), 2u);
  EXPECT_THAT(lines(findings), IsEmpty());
}

TEST_F(EcoSpold1Test, Trap4FactorsThatDoNotAddTo1AndThatNameNoCoProductAreTold) {
  read(dataset(
      "2", "plant",
      exchange("heat", "2", "MJ", "o0", R"(number="2")") +
          exchange("power", "1", "kWh", "o2", R"(number="3")") +
          exchange("CO2", "10", "kg", "o4", R"(number="9")") +
          R"(<allocation referenceToCoProduct="2" allocationMethod="-1" fraction="60"><referenceToInputOutput>9</referenceToInputOutput></allocation>
<allocation referenceToCoProduct="3" allocationMethod="-1" fraction="50"><referenceToInputOutput>9</referenceToInputOutput></allocation>
<allocation referenceToCoProduct="7" allocationMethod="-1" fraction="50"><referenceToInputOutput>9</referenceToInputOutput></allocation>)"));
  EXPECT_THAT(lines(findings), ElementsAre("db/a.xml:7: warning W0665: an allocation of 'plant' "
                                           "gives 50 per cent to the co-product 7, "
                                           "which cannot be used; fraction is a number, and "
                                           "referenceToCoProduct the number of an output "
                                           "of group 0 or 2",
                                           HasSubstr("those of 'CO2|||kg/out' add to 1.1")));
}

TEST_F(EcoSpold1Test, Trap5NumbersLeadToTheMakerWhereTheyAreThoseOfProducts) {
  const auto database = [](const std::string& number) {
    return dataset("7", "power", exchange("power", "1", "kWh", "o0", R"(number="7")"), "CH") +
           dataset("8", "power", exchange("power", "1", "kWh", "o0", R"(number="8")"), "CH") +
           dataset("9", "coal", exchange("coal", "1", "kg", "o0", R"(number="9")")) +
           dataset("10", "steel",
                   exchange("steel", "1", "kg", "o0", R"(number="10")") +
                       exchange("coal", "1", "kg", "i5", "number=\"" + number + "\"") +
                       exchange("power", "2", "kWh", "i5", R"(number="8" location="CH")"));
  };
  const Model model = read(database("9"));
  EXPECT_THAT(lines(findings), IsEmpty());
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "power|CH|8", "steel|GLO"), -2.0);
  EXPECT_EQ(model.link_report.links.at("provider"), 2u);
  // Where the number of another input is not that of its maker's product, numbers are the dataset's
  // own: 8 says nothing.
  read(database("1"));
  EXPECT_THAT(codes(findings), ElementsAre("E0800"));
}

TEST_F(EcoSpold1Test, Trap7BlanksAroundNamesAreNotPartOfThemAndUnitsAreConverted) {
  const Model model =
      read(dataset("1", " power ", exchange(" power", "1", "kWh", "o0")) +
           dataset("2", "steel",
                   exchange("steel", "1", "kg", "o0") + exchange("power ", "36", "MJ", "i5")));
  EXPECT_THAT(lines(findings), IsEmpty());
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "power|GLO", "steel|GLO"), -10.0);
}

TEST_F(EcoSpold1Test, Trap7AnElementaryFlowInUnitsOfTwoDimensionsIsTwoFlows) {
  const std::string place = R"(category="resource" subCategory="in water")";
  const Model model = read(dataset(
      "1", "steel",
      exchange("steel", "1", "kg", "o0") + exchange("Water", "2", "m3", "i4", place) +
          exchange("Water", "3", "kg", "i4", place) + exchange("Water", "4000", "g", "i4", place)));
  EXPECT_THAT(lines(findings), IsEmpty());
  EXPECT_DOUBLE_EQ(cell(model, Matrix::biosphere, "Water|resource|in water|m3", "steel|GLO"), 2.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::biosphere, "Water|resource|in water|kg", "steel|GLO"), 7.0);
}

TEST_F(EcoSpold1Test, Trap7UnitsOfOtherDimensionsAreAnErrorWithBoth) {
  read(dataset("1", "water", exchange("water", "1", "kg", "o0")) +
       dataset("2", "steel",
               exchange("steel", "1", "kg", "o0") + exchange("water", "36", "m3", "i5")));
  EXPECT_THAT(lines(findings),
              ElementsAre(HasSubstr("db/a.xml:6: error E0803: 'steel' has 'water' in 'm3', which "
                                    "cannot be converted to 'kg'")));
}

TEST_F(EcoSpold1Test, Trap8DatasetsOfOneNameAndPlaceHaveTheirNumberInTheId) {
  const Model model = read(dataset("1", "power", exchange("power", "1", "kWh", "o0")) +
                           dataset("2", "power", exchange("power", "1", "kWh", "o0")) +
                           dataset("3", "power", exchange("power", "1", "kWh", "o0"), "CH"));
  EXPECT_THAT(lines(findings), IsEmpty());
  ASSERT_EQ(model.processes.size(), 3u);
  EXPECT_EQ(model.processes[0].id, "power|GLO|1");
  EXPECT_EQ(model.processes[1].id, "power|GLO|2");
  EXPECT_EQ(model.processes[2].id, "power|CH");
}

TEST_F(EcoSpold1Test, Trap9AWasteThatADatasetTreatsIsAnInputOfThatService) {
  const Model model =
      read(dataset("1", "disposal",
                   exchange("disposal", "1", "kg", "o0") +
                       exchange("CO2", "2", "kg", "o4", R"(category="air")")) +
           dataset("2", "steel",
                   exchange("steel", "1", "kg", "o0") + exchange("disposal", "3", "kg", "o3")));
  EXPECT_THAT(lines(findings), IsEmpty());
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "disposal|GLO", "steel|GLO"), -3.0);
}

TEST_F(EcoSpold1Test, Trap9UnknownGroupsAndBothGroupsAreTold) {
  const Model model = read(dataset(
      "1", "steel",
      exchange("steel", "1", "kg", "o0") + exchange("stock", "1", "kg", "o5") +
          "\n<exchange name=\"n\" meanValue=\"1\" unit=\"kg\"/>" +
          "\n<exchange name=\"power\" meanValue=\"1\" unit=\"kWh\"><inputGroup>5</inputGroup>"
          "<outputGroup>0</outputGroup></exchange>"));
  EXPECT_THAT(lines(findings),
              ElementsAre("db/a.xml:4: error E0664: exchange 'stock' has the outputGroup '5'; "
                          "allowed: inputGroup 1, 2, 3, 5 "
                          "(products) and 4 (from nature), outputGroup 0 to 4",
                          HasSubstr("db/a.xml:5: error E0664: exchange 'n' has the outputGroup ''"),
                          "db/a.xml:6: warning W0661: exchange 'power' is of inputGroup 5 and of "
                          "outputGroup 0; it is "
                          "read as the input; an exchange is one or the other",
                          HasSubstr("W0804")));
  EXPECT_EQ(model.link_report.exchanges.at("reference"), 1u);
}

TEST_F(EcoSpold1Test, Trap10PaddedCasNumbersAreCutAndFlowsHaveNameAndCompartment) {
  const Model model =
      read(dataset("1", "steel",
                   exchange("steel", "1", "kg", "o0") +
                       exchange("Carbon dioxide", "1", "kg", "o4",
                                R"(category="air" subCategory="low" CASNumber="000124-38-9")")));
  ASSERT_EQ(model.flows.size(), 1u);
  EXPECT_EQ(model.flows[0].id, "Carbon dioxide|air|low|kg");
  EXPECT_EQ(model.flows[0].name, "Carbon dioxide");
  EXPECT_EQ(model.flows[0].compartment, "air/low");
  EXPECT_EQ(model.flows[0].cas, "124-38-9");
}

TEST_F(EcoSpold1Test, DatasetsWithoutAReferenceAreForTheProductTheyAreNamedAfterOrSkipped) {
  const Model model = read(
      dataset("1", "tar", exchange("coke", "1", "kg", "o2") + exchange("tar", "2", "kg", "o2")) +
      dataset("2", "notes", ""));
  EXPECT_THAT(codes(findings), ElementsAre("W0801"));
  ASSERT_EQ(model.processes.size(), 1u);
  EXPECT_EQ(model.products[model.processes[0].reference_product].name, "tar");
}

TEST_F(EcoSpold1Test, CategoriesAreReadFromFilesOfMethodsAndFromDatasetsOfType4) {
  const std::string co2 = exchange("CO2", "1000", "t", "o4", R"(category="air" subCategory="low")");
  const std::string factors =
      "\n<exchange name=\"CO2\" meanValue=\"1\" unit=\"kg\" category=\"air\" subCategory=\"low\"/>";
  const Model model =
      read({{"db.xml", file(dataset("1", "steel", exchange("steel", "1", "kg", "o0") + co2))},
            {"m.xml", file(dataset("1", "GWP 100a", factors), "EcoSpold01Impact")},
            {"n.xml", file(dataset("1", "GWP 20a", factors + factors, "GLO", "4"))}});
  EXPECT_THAT(lines(findings), IsEmpty());
  ASSERT_EQ(model.categories.size(), 2u);
  EXPECT_EQ(model.categories[0].name, "group, GWP 100a");
  EXPECT_EQ(model.categories[0].method, "method");
  const auto scores = testing::static_scores(model);
  EXPECT_DOUBLE_EQ(scores[0][0], 1e6);
}

TEST_F(EcoSpold1Test, NumbersThatAreNoneAndDamagedFilesAreFindings) {
  read({{"a.xml",
         file(dataset("1", "steel",
                      exchange("steel", "1", "kg", "o0") + exchange("power", "1,5", "kWh", "i5") +
                          exchange("heat", "NaN", "MJ", "i5")))},
        {"b.xml", file(dataset("", "", ""))},
        {"c.xml", file(dataset("1", "x", "")).substr(0, 150)},
        {"d.xml", file("")}});
  EXPECT_THAT(codes(findings), ElementsAre("E0663", "E0663", "E0662", "E0840", "W0841"));
}

TEST_F(EcoSpold1Test, KeysDoNotDependOnTheOrderAndTheNumbersOfExchanges) {
  const std::string reference = exchange("steel", "1", "kg", "o0", R"(number="1")");
  const auto input = [](const std::string& number) {
    return exchange("power", "2", "kWh", "i5",
                    "number=\"" + number + R"(" uncertaintyType="1" standardDeviation95="1.2")");
  };
  const std::string power = dataset("1", "power", exchange("power", "1", "kWh", "o0"));
  const auto key_of = [&](const std::string& flows) {
    const Model model = read(power + dataset("2", "steel", flows));
    for (const Exchange& each : model.exchanges) {
      if (each.uncertainty != no_index) return each.key;
    }
    return std::uint64_t{0};
  };
  EXPECT_NE(key_of(reference + input("2")), 0u);
  EXPECT_EQ(key_of(reference + input("2")), key_of(input("5") + reference));
}

// --- files of others
// -------------------------------------------------------------------------------------------------
const fs::path shared_data = fs::path(PLUME_SOURCE_DIR) / ".." / "shared" / "data";

LinkReport report_of(const fs::path& path, Findings& findings) {
  StudyModel wanted;
  wanted.path = path;
  wanted.written_path = path.filename().string();
  wanted.is_looked_at = true;
  return read_models({wanted}, findings).link_report;
}

std::uint64_t sum_of(const Tally& tally, std::string_view part) {
  std::uint64_t sum = 0;
  for (const auto& [name, count] : tally) sum += name.find(part) == std::string::npos ? 0 : count;
  return sum;
}

std::uint64_t count_of(const Tally& tally, std::string_view name) {
  const auto found = tally.find(name);
  return found == tally.end() ? 0 : found->second;
}

TEST(EcoSpold1Files, UsLciOfFiscalYear20NamedEcoSpold2) {
  const fs::path path = shared_data / "uslci" / "uslci_fy20_q2_01_olca1_10_3_ecospold2.zip";
  if (!fs::exists(path)) GTEST_SKIP() << "../shared/data is absent";
  Findings findings;
  const LinkReport report = report_of(path, findings);
  EXPECT_EQ(report.processes, 631u);
  EXPECT_EQ(report.exchanges.at("reference"), 617u);
  EXPECT_EQ(report.exchanges.at("input"), 6596u);
  EXPECT_EQ(report.exchanges.at("emission"), 25526u);
  EXPECT_EQ(report.exchanges.at("resource"), 4247u);
  EXPECT_EQ(report.exchanges.at("by_product"), 196u);
  EXPECT_EQ(report.exchanges.at("waste"), 170u);
  EXPECT_EQ(report.allocation.at("without_reference"), 14u);
  const Tally& drawn = report.distributions.at("exchange");
  EXPECT_EQ(drawn, (Tally{{"lognormal", 5136}, {"triangular", 334}, {"uniform", 24}}));
  EXPECT_EQ(sum_of(report.downgraded, "standardDeviation95"), 5124u);
  EXPECT_EQ(report.downgraded.at("minValue, mostLikelyValue and maxValue are not in order"), 25u);
  EXPECT_EQ(report.ignored.at("CASNumber that is no CAS number"), 6858u);
  // inputs that are of outputGroup 0, too
  EXPECT_THAT(codes(findings), ::testing::Contains("W0661").Times(17));
  EXPECT_FALSE(findings.has_errors()) << findings.to_string();
}

TEST(EcoSpold1Files, UsLciOfFiscalYear21) {
  const fs::path path = shared_data / "uslci" / "uslci_fy21_q3_01_ecospold1.zip";
  if (!fs::exists(path)) GTEST_SKIP() << "../shared/data is absent";
  Findings findings;
  const LinkReport report = report_of(path, findings);
  EXPECT_EQ(report.processes, 639u);
  EXPECT_EQ(report.products, 639u);
  EXPECT_EQ(report.exchanges.at("input"), 6954u);
  EXPECT_EQ(report.exchanges.at("emission"), 31779u);
  EXPECT_EQ(report.exchanges.at("resource"), 5852u);
  EXPECT_EQ(report.exchanges.at("by_product"), 187u);
  EXPECT_EQ(report.exchanges.at("waste"), 245u);
  EXPECT_EQ(report.distributions.at("exchange"),
            (Tally{{"lognormal", 5130}, {"triangular", 393}, {"uniform", 24}}));
  EXPECT_EQ(sum_of(report.downgraded, "standardDeviation95"), 5118u);
  EXPECT_EQ(report.downgraded.at("minValue, mostLikelyValue and maxValue are not in order"), 33u);
  EXPECT_EQ(report.ignored.at("CASNumber that is no CAS number"), 8517u);
  const Tally& links = report.links;
  EXPECT_EQ(count_of(links, "cut_off"), 3490u);
  EXPECT_EQ(
      count_of(links, "only_maker") + count_of(links, "ambiguous") + count_of(links, "provider"),
      3400u + 64u);
  // Of the 64 in other units than their makers 25 are of another dimension: m3 or l of what is made
  // in kg.
  EXPECT_THAT(codes(findings), ::testing::Contains("E0803").Times(25));
  EXPECT_EQ(findings.num_errors(), 25u);
}

TEST(EcoSpold1Files, SamplesOfOthersOpenOrGetTheRightFinding) {
  const fs::path samples = shared_data / "ecospold_samples";
  if (!fs::exists(samples)) GTEST_SKIP() << "../shared/data is absent";
  Findings openlca;
  const LinkReport compost = report_of(samples / "olca-modules" / "ecospold1_example.xml", openlca);
  EXPECT_FALSE(openlca.has_errors()) << openlca.to_string();
  EXPECT_EQ(compost.processes, 1u);
  EXPECT_EQ(compost.distributions.at("exchange"), (Tally{{"lognormal", 1}}));
  EXPECT_EQ(compost.downgraded, Tally());

  const fs::path bw2io = samples / "bw2io" / "ecospold1";
  Findings resin;
  const LinkReport abs = report_of(
      bw2io / "Acrylonitrile-butadiene-styrene copolymer (ABS), resin, at plant CTR.xml", resin);
  EXPECT_FALSE(resin.has_errors()) << resin.to_string();
  EXPECT_EQ(abs.processes, 1u);
  EXPECT_EQ(abs.products, 1u);

  Findings acid;  // its root is <notecoSpold>, on purpose
  report_of(bw2io / "Acetic acid, at plant.xml", acid);
  EXPECT_THAT(codes(acid), ElementsAre("E0660"));
}

}  // namespace
}  // namespace plume::ecospold1_test
