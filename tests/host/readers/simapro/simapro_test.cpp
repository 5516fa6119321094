// SPDX-License-Identifier: Apache-2.0
#include "host/readers/simapro/simapro.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "host/readers/read_models.hpp"
#include "tests/support/findings.hpp"
#include "tests/support/raw_inventory.hpp"
#include "tests/support/read_database.hpp"
#include "tests/support/static_scores.hpp"

namespace plume::simapro_test {
namespace {

namespace fs = std::filesystem;
using testing::cell;
using testing::codes;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::lines;

using Files = std::map<std::string, std::string>;

std::string header(const std::string& separator = "Semicolon", const std::string& decimal = ".") {
  return "{SimaPro 9.0}\n{processes}\n{CSV separator: " + separator +
         "}\n{Decimal separator: " + decimal + "}\n\n";
}

std::string process(const std::string& id, const std::string& sections) {
  return "Process\n\nProcess identifier\n" + id + "\n\nProcess name\n" + id + " works\n\n" +
         sections + "\nEnd\n\n";
}

class SimaProTest : public ::testing::Test {
 protected:
  Model read(Files files, AllocationMethod allocation = AllocationMethod::as_stored) {
    return testing::read_database(simapro_format(), Archive::from_memory("db", std::move(files)),
                                  findings, {.allocation = allocation},
                                  [&](const InventoryData& data) {
                                    parameters.clear();
                                    for (const RawParameter& each : data.parameters)
                                      parameters[std::string(data.text(each.name))] = each.value;
                                  });
  }
  Model read(const std::string& blocks) { return read(Files{{"a.csv", header() + blocks}}); }
  [[nodiscard]] std::vector<std::string> said() const {
    return testing::lines_without("N0814", findings);
  }
  Findings findings;
  std::map<std::string, double> parameters;
};

TEST_F(SimaProTest, SectionsSayWhatAnExchangeDoes) {
  const Model model = read(
      process("mill",
              "Products\nsteel;kg;1000;100;not defined;x;\n\nAvoided "
              "products\ncement;kg;100;Undefined;0;0;0;\n\n"
              "Resources\nWater;in "
              "water;m3;2;Undefined;0;0;0;\n\nMaterials/fuels\ncement;kg;7;Undefined;0;0;0;\n\n"
              "Electricity/heat\npower;kWh;500;Undefined;0;0;0;\n\nEmissions to "
              "air\nCO2;;kg;3;Undefined;0;0;0;\n\n"
              "Final waste flows\nSlag;;kg;4;Undefined;0;0;0;\n\nWaste to "
              "treatment\nscrap;kg;5;Undefined;0;0;0;\n") +
      process("cement works", "Products\ncement;kg;1;100;not defined;x;\n") +
      process("grid", "Products\npower;MJ;1;100;not defined;x;\n") +
      process("dump", "Waste treatment\nscrap;kg;2;All waste types;x;\n"));
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "mill", "mill"), 1000.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "cement works", "mill"), 100.0 - 7.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "grid", "mill"), -1800.0);
  // a treatment is a service
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "dump", "dump"), 2.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "dump", "mill"), -5.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::biosphere, "Water|resource|in water|m3", "mill"), 2.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::biosphere, "CO2|air|unspecified|kg", "mill"), 3.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::biosphere, "Slag|final waste|unspecified|kg", "mill"), 4.0);
}

TEST_F(SimaProTest, Trap1DecimalCommasStandInFormulasAndFactorsToo) {
  const std::string blocks =
      process("mill",
              "Products\nsteel;kg;1,0;100,0;not defined;x;\n\nEmissions to "
              "air\nCO2;;kg;2*(1,5+0,5);Lognormal;1,44;0;0;\n") +
      "Method\n\nName\nm\n\nImpact "
      "category\ngwp;kg\n\nSubstances\nAir;(unspecified);CO2;;1000,5;ton\n\nEnd\n";
  const Model model = read(Files{{"a.csv", header("Semicolon", ",") + blocks}});
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_DOUBLE_EQ(cell(model, Matrix::biosphere, "CO2|air|unspecified|kg", "mill"), 4.0);
  EXPECT_DOUBLE_EQ(testing::static_scores(model)[0][0], 4.0 * 1.0005);
  EXPECT_EQ(model.link_report.formulas, (Tally{{"exchange", 1}}));
}

TEST_F(SimaProTest, Trap1ACommaWhereThePointIsTheSignIsAnError) {
  read(process("mill",
               "Products\nsteel;kg;1;100;not defined;x;\n\nEmissions to "
               "air\nCO2;;kg;1,5;Undefined;0;0;0;\n"));
  EXPECT_THAT(
      said(),
      ElementsAre(
          "db/a.csv:18: error E0676: the amount of 'CO2' is '1,5', which cannot be worked out: "
          "'1,5' is no "
          "formula: ',' is not expected here (character 2); numbers have the decimal sign '.' as "
          "the "
          "file's header says; names are parameters of the process, the project or the database"));
}

TEST_F(SimaProTest, Trap6ParametersOfThreeScopesInAnyCase) {
  const Model model =
      read(process("mill",
                   "Products\nsteel;kg;1;100;not defined;x;\n\nEmissions to "
                   "air\nCO2;;kg;MASS*(1+Loss)+yield+load+e;Undefined;0;0;0;\n"
                   "CH4;;kg;pi;Undefined;0;0;0;\n\nInput "
                   "parameters\nMass;15;Lognormal;1.21;0;0;No;\nyield;1;Undefined;0;0;0;No;\n"
                   "load;2;Undefined;0;0;0;No;\ne;3;Undefined;0;0;0;No;\n\nCalculated "
                   "parameters\nloss;base*2;x\n") +
           "Database Input "
           "parameters\nbase;0.05;Uniform;0;0.01;0.1;No;\nmass;99;Undefined;0;0;0;No;\n\nEnd\n\n"
           "Project Calculated parameters\ntwice;mass*2;\n\nEnd\n");
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_DOUBLE_EQ(cell(model, Matrix::biosphere, "CO2|air|unspecified|kg", "mill"),
                   15 * 1.1 + 1 + 2 + 3);
  EXPECT_NEAR(cell(model, Matrix::biosphere, "CH4|air|unspecified|kg", "mill"), 3.14159265358979,
              1e-14);
  EXPECT_EQ(parameters.at("twice"), 198.0);
  EXPECT_EQ(parameters.at("loss"), 0.1);
  EXPECT_EQ(model.link_report.distributions.at("parameter"),
            (Tally{{"lognormal", 1}, {"uniform", 1}}));
  EXPECT_EQ(model.link_report.formulas, (Tally{{"exchange", 2}, {"parameter", 2}}));
}

TEST_F(SimaProTest, Trap6CyclesAndUnknownNamesAreFindings) {
  read(process("mill",
               "Products\nsteel;kg;1;100;not "
               "defined;x;\n\nMaterials/fuels\ncoal;kg;nothing*2;Undefined;0;0;0;\n\n"
               "Calculated parameters\na;b;\nb;a;\n"));
  EXPECT_THAT(
      said(),
      ElementsAre(
          HasSubstr(
              "db/a.csv:21: error E0676: the calculated parameter 'a' cannot be worked out: the "
              "parameter 'a' depends on itself"),
          HasSubstr("db/a.csv:22: error E0676: the calculated parameter 'b'"),
          HasSubstr(
              "db/a.csv:18: error E0676: the amount of 'coal' is 'nothing*2', which cannot be "
              "worked out: there is no parameter 'nothing'")));
}

TEST_F(SimaProTest, Trap6AParameterThatIsThereTwiceIsTold) {
  const Model model =
      read(process("mill",
                   "Products\nsteel;kg;1;100;not defined;x;\n\nEmissions to "
                   "air\nCO2;;kg;2*a;Undefined;0;0;0;\n\n"
                   "Input parameters\na;1;Undefined;0;0;0;No;\nA;2;Undefined;0;0;0;No;\n"));
  EXPECT_THAT(said(), ElementsAre("db/a.csv:22: warning W0678: the parameter 'A' is there twice; "
                                  "upper and lower case are the "
                                  "same in SimaPro; the last one stands"));
  EXPECT_DOUBLE_EQ(cell(model, Matrix::biosphere, "CO2|air|unspecified|kg", "mill"), 4.0);
}

TEST_F(SimaProTest, Trap7AllocationMayBeAFormulaAndDoesNotAlwaysAddTo100) {
  const std::string plant =
      process("plant",
              "Products\nheat;MJ;2;100*share;not defined;x;\npower;kWh;1;40;not "
              "defined;x;\n\nEmissions to air\nCO2;;kg;10;Undefined;0;0;0;\n\n"
              "Input parameters\nshare;0.6;Undefined;0;0;0;No;\n");
  const Model model = read(plant);
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_DOUBLE_EQ(cell(model, Matrix::biosphere, "CO2|air|unspecified|kg", "plant_heat"), 6.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::biosphere, "CO2|air|unspecified|kg", "plant_power"), 4.0);
  EXPECT_EQ(model.link_report.formulas.at("allocation"), 1u);
  read(process("twice", "Products\na;p;1;100;not defined;x;\nb;p;1;100;not defined;x;\n") +
       process("half", "Products\nc;p;1;50;not defined;x;\n"));
  EXPECT_THAT(codes(findings), ::testing::IsSupersetOf({"W0807", "W0671"}));
}

TEST_F(SimaProTest, Trap8WasteFlipsByTheSignOfItsTreatment) {
  // The treatment of another format: a product of -1.
  testing::RawInventory raw;
  raw.flow("scrap", FlowKind::product, "kg");
  raw.process("treatment", {raw.out("scrap", -1).reference()});
  raw.flow("steel", FlowKind::product, "kg");
  auto waste = raw.out("scrap", 5);
  waste.exchange.kind = FlowKind::waste;
  raw.process("mill", {raw.out("steel", 1).reference(), waste});
  EXPECT_DOUBLE_EQ(cell(raw.link(), Matrix::technosphere, "treatment", "mill"), -5.0);
}

TEST_F(SimaProTest, Trap9CasNumbersTurnedIntoDatesAreNone) {
  const Model model =
      read(process("mill",
                   "Products\nsteel;kg;1;100;not defined;x;\n\nEmissions to "
                   "air\nCO2;;kg;1;Undefined;0;0;0;\nHFC;;kg;1;Undefined;0;0;0;\n") +
           "Airborne emissions\nCO2;kg;000124-38-9;x\nHFC;kg;10/8/5595;\n\nEnd\n");
  EXPECT_EQ(model.flows[0].cas, "124-38-9");
  EXPECT_EQ(model.flows[1].cas, "");
  EXPECT_EQ(model.link_report.ignored.at("CAS number that is none"), 1u);
}

TEST_F(SimaProTest, Trap10OldColumnsCommentsThatSpillAndPlatformIds) {
  const Model old = read(Files{
      {"a.txt",
       "SimaPro 7\tprocesses\tDate:\t1\nProject\tx\n\nProcess\n\nProcess "
       "identifier\tp1\nProcess name\tbread\n\nProducts\n"
       "bread\t2\tkg\t100\tnot defined\tx\tfirst line\n\t\t\t\t\t\tsecond "
       "line\n\nMaterials/fuels\nflour\t1.5\tkg\tLognormal\t1.21\n\n"
       "Process\n\nProcess identifier\tp2\n\nProducts\nflour\t1\tkg\t100\tnot defined\tx\n"}});
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_DOUBLE_EQ(cell(old, Matrix::technosphere, "p1", "p1"), 2.0);
  EXPECT_DOUBLE_EQ(cell(old, Matrix::technosphere, "p2", "p1"), -1.5);
  EXPECT_EQ(old.link_report.distributions.at("exchange"), (Tally{{"lognormal", 1}}));
  EXPECT_EQ(old.link_report.ignored.at("rows without a name"), 1u);
  const Model platform = read(
      "Process\n\nPlatformId\n298f6b5c\n\nProducts\nsteel;kg;1;100;not defined;x;comment; "
      "more;298f\n\nEmissions to "
      "air\n"
      "CO2;low. pop.;kg;1;Undefined;0;0;0;a;b;c;80db\n\nEnd\n");
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_EQ(platform.processes.at(0).id, "298f6b5c");  // without an identifier
  EXPECT_EQ(platform.processes.at(0).name, "steel");
  EXPECT_DOUBLE_EQ(cell(platform, Matrix::biosphere, "CO2|air|low. pop.|kg", "298f6b5c"), 1.0);
}

TEST_F(SimaProTest, UnitsOfTheFileComeFirst) {
  const Model model =
      read(process("mill",
                   "Products\nsteel;heap;1;100;not defined;x;\n\nEmissions to "
                   "air\nCO2;;pot;3;Undefined;0;0;0;\nCO2;;kg;1;Undefined;0;0;0;\n") +
           process("user",
                   "Products\ncar;p;1;100;not "
                   "defined;x;\n\nMaterials/fuels\nsteel;kg;100;Undefined;0;0;0;\n") +
           "Units\nkg;Mass;1;kg\nheap;Mass;50;kg\npot;Mass;7;kg\nbad;Mass;x;kg\n\nEnd\n");
  EXPECT_THAT(said(), ElementsAre(HasSubstr("warning W0677: the unit 'bad' has the factor 'x'")));
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "mill", "user"), -2.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::biosphere, "CO2|air|unspecified|kg", "mill"), 22.0);
}

TEST_F(SimaProTest, StagesAreProcessesAndWhatSharesOutWasteIsTold) {
  const Model model = read(
      "Product stage\n\nCategory "
      "type\nassembly\n\nProducts\nbox;p;1;Others;;\n\nMaterials/"
      "assemblies\nboard;kg;2*k;Undefined;0;0;0;;\n\n"
      "Input parameters\nk;3;Undefined;1;0;0;No;;\n\nEnd\n\n"
      "Product stage\n\nCategory type\nlife "
      "cycle\n\nProducts\nlife;p;1;Others;;\n\nAssembly\nbox;p;1;Undefined;0;0;0;;\n\n"
      "Waste/Disposal scenario\ndump;;;Undefined;0;0;0;;\n\nEnd\n\n" +
      process("board", "Products\nboard;kg;1;100;not defined;x;\n"));
  EXPECT_THAT(
      said(),
      ElementsAre(HasSubstr(
          "warning W0673: 'Waste/Disposal scenario' of 'life' shares products out as waste, which "
          "is not read: 1 rows")));
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "board", "box"), -6.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "box", "life"), -1.0);
}

TEST_F(SimaProTest, FilesThatAreCutOffAreTold) {
  read(Files{{"a.csv", "{SimaPro 9.1.1.1}\n{processes}\n"}});
  EXPECT_THAT(
      said(),
      ElementsAre(
          "db/a.csv: error E0670: the file holds no process, product stage or method; export "
          "processes or methods from SimaPro as CSV; the file may be cut off"));
  findings = {};
  read("Process\n\nProducts\nsteel;kg;1;100;not defined;x;\n");
  EXPECT_THAT(
      said(),
      ElementsAre(
          "db/a.csv:6: warning W0672: the block 'Process' has no line 'End'; the file may be "
          "cut off; export it again"));
}

TEST_F(SimaProTest, FactorsThatCannotBeReadAreErrors) {
  read(process("mill", "Products\nsteel;kg;1;100;not defined;x;\n") +
       "Method\n\nName\nm\n\nImpact "
       "category\ngwp;kg\n\nSubstances\nMoon;(unspecified);CO2;;1;kg\nAir;;CO2;;1,5;kg\n\nEnd\n");
  EXPECT_THAT(codes(findings), ElementsAre("E0679", "E0679"));
}

TEST_F(SimaProTest, KeysDoNotDependOnTheOrderOfRows) {
  const auto keys_of = [&](const std::string& rows) {
    std::set<std::uint64_t> keys;
    const Model model = read(
        process("mill", "Products\nsteel;kg;1;100;not defined;x;\n\nEmissions to air\n" + rows));
    for (const Exchange& each : model.exchanges) keys.insert(each.key);
    return keys;
  };
  const std::string a = "CO2;;kg;1;Lognormal;1.21;0;0;\n", b = "CH4;;kg;1;Lognormal;1.21;0;0;\n";
  EXPECT_EQ(keys_of(a + b), keys_of(b + a));
}

// --- files of others: every one of ../shared/data opens, or says what is wrong with it
// ----------------------------------------------
struct SimaProFile {
  const char* name;
  int processes = 0;
  int products = 0;
  int categories = 0;
  Tally exchanges = {};                  ///< distributions of exchanges
  std::vector<std::string> errors = {};  ///< codes
  const char* why = "";                  ///< where Brightway stops: what is right
};

void PrintTo(const SimaProFile& file, std::ostream* out) { *out << file.name; }

class SimaProFiles : public ::testing::TestWithParam<SimaProFile> {};

const Tally five_kinds = {{"lognormal", 1}, {"normal", 1}, {"triangular", 1}, {"uniform", 1}};

TEST_P(SimaProFiles, OpensOrGetsTheRightFinding) {
  const SimaProFile& expected = GetParam();
  const fs::path path =
      fs::path(PLUME_SOURCE_DIR) / ".." / "shared" / "data" / "simapro_csv" / expected.name;
  if (!fs::exists(path.parent_path())) GTEST_SKIP() << "../shared/data is absent";
  StudyModel wanted;
  wanted.path = path;
  wanted.written_path = path.filename().string();
  wanted.is_looked_at = true;
  Findings findings;
  const Model model = read_models({wanted}, findings);
  std::vector<std::string> errors;
  for (const Finding& each : findings.list()) {
    if (each.severity() == Severity::error) errors.push_back(each.code);
  }
  EXPECT_EQ(errors, expected.errors) << findings.to_string();
  EXPECT_EQ(model.link_report.processes, static_cast<std::uint64_t>(expected.processes))
      << findings.to_string();
  EXPECT_EQ(model.link_report.products, static_cast<std::uint64_t>(expected.products));
  EXPECT_EQ(model.categories.size(), static_cast<std::size_t>(expected.categories));
  const auto drawn = model.link_report.distributions.find("exchange");
  EXPECT_EQ(drawn == model.link_report.distributions.end() ? Tally{} : drawn->second,
            expected.exchanges);
}

INSTANTIATE_TEST_SUITE_P(
    Shared, SimaProFiles,
    ::testing::Values(
        SimaProFile{"bw2io/allocation.csv", 2, 3},
        SimaProFile{"bw2io/comments.txt",
                    1,
                    1,
                    0,
                    {{"lognormal", 2}},
                    {},
                    "the layout of SimaPro 7 is read"},
        SimaProFile{"bw2io/damagecategory.txt",
                    0,
                    0,
                    6,
                    {},
                    {},
                    "two of damage; separators behind a label are no cells"},
        SimaProFile{"bw2io/empty.txt", 1, 1, 0, {}, {}, "the layout of SimaPro 7 is read"},
        SimaProFile{"bw2io/external_documents_and_literature_references.csv", 1, 1},
        SimaProFile{
            "bw2io/invalid.txt", 0, 0, 0, {}, {"E0140"}, "it is not of SimaPro, and no model"},
        SimaProFile{"bw2io/inventory.csv", 1, 1, 0, {{"lognormal", 1}}},
        SimaProFile{"bw2io/metadata.txt", 1, 1, 0, {}, {}, "the layout of SimaPro 7 is read"},
        SimaProFile{"bw2io/missing.txt", 2, 2, 0, {}, {}, "what nobody makes is cut off and told"},
        SimaProFile{
            "bw2io/multioutput.txt", 1, 2, 0, {}, {}, "its allocation adds to 200 per cent: W0807"},
        SimaProFile{"bw2io/process_with_invalid_lognormal_scale.csv", 1, 1, 0, {{"lognormal", 1}}},
        SimaProFile{"bw2io/python_builtin_as_unit_name.csv", 1, 1},
        SimaProFile{"bw2io/simple.txt", 2, 2, 0, {}, {}, "the layout of SimaPro 7 is read"},
        SimaProFile{"bw_simapro_csv/allocation.csv", 2, 3},
        SimaProFile{"bw_simapro_csv/cas_missing_check_number.csv", 1, 1, 0, five_kinds},
        SimaProFile{"bw_simapro_csv/comments.txt",
                    1,
                    1,
                    0,
                    {{"lognormal", 2}},
                    {},
                    "the layout of SimaPro 7 is read"},
        SimaProFile{"bw_simapro_csv/damagecategory.txt", 0, 0, 6},
        SimaProFile{"bw_simapro_csv/empty.txt", 1, 1, 0, {}, {}, "the layout of SimaPro 7 is read"},
        SimaProFile{"bw_simapro_csv/external_documents_and_literature_references.csv", 1, 1},
        SimaProFile{
            "bw_simapro_csv/header.csv", 0, 0, 0, {}, {"E0670"}, "a header and nothing behind it"},
        SimaProFile{"bw_simapro_csv/header_translations.csv",
                    0,
                    0,
                    0,
                    {},
                    {"E0670"},
                    "a header and nothing behind it"},
        SimaProFile{"bw_simapro_csv/invalid.txt",
                    0,
                    0,
                    0,
                    {},
                    {"E0140"},
                    "it is not of SimaPro, and no model"},
        SimaProFile{"bw_simapro_csv/inventory.csv", 1, 1, 0, {{"lognormal", 1}}},
        SimaProFile{"bw_simapro_csv/literature.csv",
                    0,
                    0,
                    0,
                    {},
                    {"E0140"},
                    "a literature reference without header"},
        SimaProFile{
            "bw_simapro_csv/metadata.txt", 1, 1, 0, {}, {}, "the layout of SimaPro 7 is read"},
        SimaProFile{"bw_simapro_csv/method.csv",
                    0,
                    0,
                    34,
                    {},
                    {},
                    "two of damage, two normalised, three weighted; separators behind a label are "
                    "no cells"},
        SimaProFile{"bw_simapro_csv/method_end.csv",
                    0,
                    0,
                    5,
                    {},
                    {},
                    "two sets of weights, each with a single score"},
        SimaProFile{"bw_simapro_csv/minimal_header.csv",
                    0,
                    0,
                    0,
                    {},
                    {"E0670"},
                    "a header and nothing behind it"},
        SimaProFile{"bw_simapro_csv/missing-project.csv",
                    2,
                    3,
                    0,
                    {},
                    {},
                    "the name of the project is not needed"},
        SimaProFile{
            "bw_simapro_csv/missing.txt", 2, 2, 0, {}, {}, "the layout of SimaPro 7 is read"},
        SimaProFile{"bw_simapro_csv/multioutput.txt",
                    1,
                    2,
                    0,
                    {},
                    {},
                    "its allocation adds to 200 per cent: W0807"},
        SimaProFile{"bw_simapro_csv/process.csv", 1, 1, 0, five_kinds},
        SimaProFile{"bw_simapro_csv/process_identifiers.csv",
                    3,
                    3,
                    0,
                    {{"lognormal", 3}, {"normal", 3}, {"triangular", 3}, {"uniform", 3}}},
        SimaProFile{
            "bw_simapro_csv/process_with_invalid_lognormal_scale.csv", 1, 1, 0, {{"lognormal", 1}}},
        SimaProFile{"bw_simapro_csv/project_params.csv", 2, 2},
        SimaProFile{"bw_simapro_csv/python_builtin_as_unit_name.csv", 1, 1},
        SimaProFile{
            "bw_simapro_csv/simple.txt", 2, 2, 0, {}, {}, "the layout of SimaPro 7 is read"},
        SimaProFile{"bw_simapro_csv/stages.csv",
                    12,
                    12,
                    0,
                    {},
                    {},
                    "stages are processes; shares of waste are told: W0673"},
        SimaProFile{"bw_simapro_csv/waste.csv", 1, 1, 0, five_kinds},
        SimaProFile{"olca-modules/method.csv", 0, 0, 6, {}, {}, "two normalised, two weighted"},
        SimaProFile{"olca-modules/process.csv", 1, 1}));

TEST(SimaProRefused, AFileCutOffBehindItsHeader) {
  const fs::path path =
      fs::path(PLUME_SOURCE_DIR) / ".." / "shared" / "data" / "refuse" / "AGRIBALYSE.CSV";
  if (!fs::exists(path)) GTEST_SKIP() << "../shared/data is absent";
  StudyModel wanted;
  wanted.path = path;
  wanted.written_path = "AGRIBALYSE.CSV";
  Findings findings;
  EXPECT_TRUE(read_models({wanted}, findings).processes.empty());
  EXPECT_THAT(codes(findings), ElementsAre("E0670"));
}

}  // namespace
}  // namespace plume::simapro_test
