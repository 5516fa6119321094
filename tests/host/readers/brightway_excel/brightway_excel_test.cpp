// SPDX-License-Identifier: Apache-2.0
#include "host/readers/brightway_excel/brightway_excel.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "host/readers/read_models.hpp"
#include "tests/support/findings.hpp"
#include "tests/support/raw_inventory.hpp"
#include "tests/support/read_database.hpp"

namespace plume::brightway_excel_test {
namespace {

namespace fs = std::filesystem;
using testing::cell;
using testing::codes;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::lines;

const std::string columns =
    "name,amount,unit,database,location,categories,type,reference product,uncertainty "
    "type,loc,scale,minimum,maximum,formula\n";

std::string activity(const std::string& name, const std::string& code, const std::string& exchanges,
                     const std::string& more = {}) {
  return "Activity," + name + "\ncode," + code +
         "\nlocation,GLO\nunit,kilogram\nreference product," + name + " product\n" + more +
         "Exchanges\n" + columns + exchanges + ",\n";
}

std::string production(const std::string& name, const std::string& amount = "1") {
  return name + "," + amount + ",kilogram,db,GLO,,production," + name + " product\n";
}

class BrightwayExcelTest : public ::testing::Test {
 protected:
  Model read(const std::string& rows) {
    return testing::read_database(
        brightway_excel_format(),
        Archive::from_memory("db.csv",
                             {{"db.csv", "Database,db\nformat,Excel spreadsheet\n,\n" + rows}}),
        findings);
  }
  [[nodiscard]] std::vector<std::string> said() const {
    return testing::lines_without("N0814", findings);
  }
  Findings findings;
};

TEST_F(BrightwayExcelTest, ExchangesNameActivitiesByNameProductAndLocation) {
  const Model model = read(
      activity("mill", "M",
               production("mill") + "mine,5,kilogram,db,GLO,,technosphere,mine product\n"
                                    "CO2,2,kilogram,biosphere3,,air::low,biosphere,\nWater,3,cubic "
                                    "meter,biosphere3,,natural resource::in water,biosphere,\n"
                                    "cement,4,kilogram,db,GLO,,substitution,\n") +
      activity("mine", "N", production("mine")) + activity("cement", "C", production("cement")));
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "N", "M"), -5.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "C", "M"), 4.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::biosphere, "CO2|air|low|kg", "M"), 2.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::biosphere, "Water|natural resource|in water|m3", "M"), 3.0);
  EXPECT_EQ(model.link_report.exchanges.at("resource"), 1u);
  EXPECT_EQ(model.flows[0].compartment, "air/low");
}

TEST_F(BrightwayExcelTest, Traps2And7FormulasOfThreeScopesAndGroups) {
  const Model model = read(
      "Project parameters,\nname,amount,formula\nfoo,,green / 7\ngreen,7,\n,\nDatabase "
      "parameters,\nname,amount,formula,uncertainty type,minimum,maximum\n"
      "blue,12,,4,10,14\nred,29,(foo + blue ** 2) / 5\n,\n" +
      activity("a", "A",
               production("a") + "b,9,kilogram,db,GLO,,technosphere,,,,,,,foo * bar + "
                                 "4\nb,0,kilogram,db,GLO,,technosphere,,,,,,,bar\n"
                                 "b,,kilogram,db,GLO,,technosphere,,,,,,,2*bar\nb,7,kilogram,db,"
                                 "GLO,,technosphere,,,,,,,bar\n",
               "Parameters,my group\nname,amount,formula\nbar,5,reference_me + 2\n,\n") +
      activity("b", "B", production("b"),
               "Parameters,my group\nname,amount,formula\nreference_me,3,sqrt(red - 20)\n,\n"));
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "B", "A"), -(9.0 + 5.0 + 10.0 + 7.0));
  EXPECT_THAT(said(), ElementsAre(HasSubstr("warning W0694: the amount of 'b' is 7, and its "
                                            "formula 'bar' gives 5; the stored value stands")));
  EXPECT_EQ(model.link_report.formulas, (Tally{{"exchange", 4}, {"parameter", 4}}));
  EXPECT_EQ(model.link_report.distributions.at("parameter"), (Tally{{"uniform", 1}}));
}

TEST_F(BrightwayExcelTest, FormulasThatCannotBeWorkedOutAreTold) {
  read("Database parameters,\nname,amount,formula\na,1,b+\n,\n" +
       activity("x", "X",
                production("x") + "CO2,1,kilogram,,,air,biosphere,,,,,,,nothing\nCO2,,kilogram,,,"
                                  "air,biosphere,,,,,,,nothing\n"));
  EXPECT_THAT(codes(findings), ElementsAre("W0693", "W0693", "E0692", "N0814"));
}

TEST_F(BrightwayExcelTest, Trap8WhatAnExchangeDoesNotGiveIsNotCompared) {
  const std::string makers =
      activity("mine", "N", production("mine")) + activity("pit", "P", production("pit"));
  EXPECT_DOUBLE_EQ(
      cell(read(activity("mill", "M", production("mill") + "mine,5,kilogram,db,,,technosphere,\n") +
                makers),
           Matrix::technosphere, "N", "M"),
      -5.0);
  EXPECT_THAT(said(), IsEmpty());
  read(activity("mill", "M", production("mill") + "mine,5,kilogram,db,RER,,technosphere,\n") +
       makers);
  EXPECT_THAT(codes(findings), ElementsAre("W0804"));  // of another place
  findings = {};
  std::string other = activity("mine", "O", production("mine"));
  other.replace(other.find("location,GLO"), 12, "location,RER");
  read(activity("mill", "M", production("mill") + "mine,5,kilogram,db,,,technosphere,\n") + makers +
       other);
  EXPECT_THAT(codes(findings), ElementsAre("E0690", "W0804"));
}

TEST_F(BrightwayExcelTest, TreatmentsAreProductsOfMinusOne) {
  const Model model =
      read(activity("mill", "M",
                    production("mill") + "dump,-7,kilogram,db,GLO,,technosphere,dump product\n") +
           activity("dump", "D", production("dump", "-1")));
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "D", "D"), 1.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "D", "M"), -7.0);
}

TEST_F(BrightwayExcelTest, ProductsMayBeNodesOfTheirOwnAndProductionMayBeImplied) {
  const Model model = read(
      "Activity,mill\ncode,M\nlocation,RNA\ntype,process\nExchanges\nname,amount,unit,type\nsteel,"
      "2,kilogram,"
      "production\ngrid,3,kilowatt hour,technosphere\n,\n"
      "Activity,steel\ncode,S\nlocation,RNA\ntype,product\nunit,kilogram\n,\nActivity,grid\ncode,"
      "G\nlocation,RNA\nunit,"
      "kilowatt hour\n,\n"
      "Activity,car\ncode,C\nExchanges\nname,amount,unit,type\ncar,1,unit,production\nsteel,5,"
      "kilogram,technosphere\n");
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_EQ(model.link_report.processes, 3u);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "M", "M"), 2.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "M", "C"), -5.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "G", "G"), 1.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::technosphere, "G", "M"), -3.0);
}

TEST_F(BrightwayExcelTest, Traps1And5TextsThatAreNoNumbersAndUnknownTypesAreErrors) {
  read(activity("mill", "M",
                production("mill") + "CO2,NA,kilogram,,,air,biosphere,\nCO2,1,kilogram,,,air,"
                                     "nothing,\nCO2, 5 ,kilogram,,,air,biosphere,\n"));
  EXPECT_THAT(codes(findings), ElementsAre("E0692", "E0691"));
}

// --- files of others: counts "as extracted" by Brightway's own reader
// -------------------------------------------------------------------
class BrightwayFiles : public ::testing::TestWithParam<const char*> {};

TEST_P(BrightwayFiles, HaveTheDatasetsExchangesAndDistributionsThatBrightwayExtracts) {
  const fs::path shared = fs::path(PLUME_SOURCE_DIR) / ".." / "shared";
  const fs::path path = shared / "data" / "bw_excel" / GetParam();
  if (!fs::exists(shared / "data" / "bw_excel")) GTEST_SKIP() << "../shared/data is absent";
  std::ifstream file(shared / "golden" / "formats_brightway_counts.json");
  const nlohmann::json expected =
      nlohmann::json::parse(file)["files"][std::string("bw_excel/") + GetParam()]["as extracted"];
  StudyModel wanted;
  wanted.path = path;
  wanted.written_path = GetParam();
  wanted.is_looked_at = true;
  Findings findings;
  const LinkReport report = read_models({wanted}, findings).link_report;
  const auto count = [](const Tally& tally, std::string_view name) {
    const auto found = tally.find(name);
    return found == tally.end() ? std::uint64_t{0} : found->second;
  };
  EXPECT_EQ(report.processes, expected["datasets"].get<std::uint64_t>()) << findings.to_string();
  std::uint64_t exchanges = 0;
  for (const auto& [role, number] : report.exchanges) exchanges += number;
  exchanges -= count(report.ignored, "activities without a production exchange, which make 1");
  EXPECT_EQ(exchanges, expected["exchanges"].get<std::uint64_t>()) << findings.to_string();
  EXPECT_EQ(count(report.formulas, "exchange"), expected["with formula"].get<std::uint64_t>());
  const auto& types = expected["uncertainty types (stats_arrays ids)"];
  const auto drawn = report.distributions.find("exchange");
  const std::pair<const char*, const char*> kinds[] = {
      {"2", "lognormal"}, {"3", "normal"}, {"4", "uniform"}, {"5", "triangular"}};
  for (const auto& [id, kind] : kinds)
    EXPECT_EQ(drawn == report.distributions.end() ? 0 : count(drawn->second, kind),
              types.value(id, std::uint64_t{0}))
        << kind;
}

INSTANTIATE_TEST_SUITE_P(
    Shared, BrightwayFiles,
    ::testing::Values("basic_example.xlsx", "basic_example_with_reference_product.xlsx",
                      "blank_lines.xlsx", "example.xlsx", "export-complicated.xlsx",
                      "premise/lci-batteries-NMC622-NMC532.xlsx", "premise/lci-biofuels.xlsx",
                      "premise/lci-carbon-capture.xlsx", "premise/lci-geothermal.xlsx",
                      "premise/lci-hydrogen-electrolysis.xlsx", "premise/lci-nuclear_EPR.xlsx",
                      "premise/lci-steel.xlsx", "premise/lci-two_wheelers.xlsx",
                      "sample_activities_with_variables.xlsx"));

TEST(BrightwayOtherFiles, OpenOrGetTheRightFinding) {
  const fs::path folder = fs::path(PLUME_SOURCE_DIR) / ".." / "shared" / "data" / "bw_excel";
  if (!fs::exists(folder)) GTEST_SKIP() << "../shared/data is absent";
  const auto read = [&](const char* name) {
    StudyModel wanted;
    wanted.path = folder / name;
    wanted.written_path = name;
    wanted.is_looked_at = true;
    Findings findings;
    const LinkReport report = read_models({wanted}, findings).link_report;
    return std::pair{codes(findings), report};
  };
  EXPECT_THAT(read("empty.xlsx").first, ElementsAre("E0140"));
  EXPECT_THAT(read("with_formulas.xlsx").first, ElementsAre("E0140"));  // two numbers
  // factors without the name of a category
  EXPECT_THAT(read("lcia.xlsx").first, ElementsAre("E0140"));
  // all of its columns are cut off
  EXPECT_THAT(read("basic_all_cutoff.xlsx").first, ElementsAre("E0140"));
  // and two nodes that are products
  EXPECT_EQ(read("with_products.xlsx").second.processes, 3u);
  EXPECT_EQ(read("sample_parameterized_database.xlsx").second.formulas.at("exchange"), 9u);
  EXPECT_EQ(read("example.csv").second.processes, 3u);
}

}  // namespace
}  // namespace plume::brightway_excel_test
