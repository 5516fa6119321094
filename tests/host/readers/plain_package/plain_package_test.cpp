// SPDX-License-Identifier: Apache-2.0
#include "host/readers/plain_package/plain_package.hpp"

#include <gmock/gmock.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/findings.hpp"
#include "tests/support/raw_inventory.hpp"
#include "tests/support/read_database.hpp"

namespace plume::plain_package_test {
namespace {

using testing::cell;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using testing::lines;
using testing::lines_without;

TEST(PlainPackageFormat, FillsTheModelDirectly) {
  const Archive archive =
      Archive::from_memory("p", {{"processes.csv", "id,name,unit\na,A,kg\n"},
                                 {"exchanges.csv", "process,type,item,amount\n"}});
  EXPECT_TRUE(plain_package_format().recognises(archive));
  Model model;
  model.sources = {{"p", "", ""}};
  ModelBuilder builder(model);
  InventoryData data;
  Findings findings;
  const StudyModel wanted;
  plain_package_format().read({{&archive, &wanted, 0}}, {builder, data}, findings);
  ASSERT_EQ(model.processes.size(), 1u);
  EXPECT_EQ(model.processes[0].id, "a");
  EXPECT_TRUE(data.empty());
}

using Files = std::map<std::string, std::string>;

/// Steel takes power by formulas of parameters.csv.
Files with_formulas() {
  return {{"processes.csv",
           "id,name,unit,amount,formula\npower,power plant,kWh,1,\nsteel,steel works,kg,,output\n"},
          {"flows.csv", "id,name,unit\nco2,carbon dioxide,kg\n"},
          {"exchanges.csv",
           "process,type,item,amount,formula,distribution,sd\nsteel,input,power,,output * need,,\n"
           "steel,emission,co2,1.5,output*0.75,normal,0.1\npower,emission,co2,,INTENSITY^2,,\n"},
          {"categories.csv", "id,name,unit\ngwp,global warming,kg\n"},
          {"factors.csv", "category,flow,amount,formula\ngwp,co2,,1 + 0*output\n"},
          {"parameters.csv",
           "name,process,amount,formula,distribution,gsd\noutput,,2,,,\nneed,steel,0.5,,lognormal,"
           "1.2\nneed,,9,,,\n"
           "intensity,,,3*0.2,,\n"}};
}

class FormulasOfPackages : public ::testing::Test {
 protected:
  Model read(Files files, const RawSource& options = {}) {
    return testing::read_database(plain_package_format(),
                                  Archive::from_memory("p", std::move(files)), findings, options);
  }
  static RawSource by_formula() {
    RawSource options;
    options.amounts = AmountRule::formula;
    return options;
  }
  Findings findings;
};

TEST_F(FormulasOfPackages, AnAmountThatIsLeftOutIsThatOfItsFormula) {
  const Model model = read(with_formulas());
  EXPECT_THAT(testing::codes(findings), ElementsAre("N0814"));
  EXPECT_EQ(cell(model, Matrix::technosphere, "steel", "steel"), 2.0);
  // the process's own `need` is 0.5
  EXPECT_EQ(cell(model, Matrix::technosphere, "power", "steel"), -1.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::biosphere, "co2", "power"), 0.36);
  EXPECT_EQ(cell(model, Matrix::characterisation, "co2", "gwp"), 1.0);
  EXPECT_TRUE(model.parameters.empty());  // not asked for
  EXPECT_EQ(model.link_report.formulas.at("exchange"), 4u);
  EXPECT_EQ(model.link_report.formulas.at("parameter"), 1u);
}

TEST_F(FormulasOfPackages, AreDrawnWhereTheStudyAsksForIt) {
  const Model model = read(with_formulas(), by_formula());
  EXPECT_THAT(testing::codes(findings), IsEmpty());
  ASSERT_EQ(model.parameters.size(), 2u);  // those that formulas use: output and the need of steel
  const auto amount_with = [&](Matrix matrix, std::string_view column, double output, double need) {
    std::vector<double> values;
    for (const Parameter& each : model.parameters)
      values.push_back(each.name == "output" ? output : need);
    const std::vector<double> nodes = model.formulas.values(values);
    double sum = 0.0;
    for (const Exchange& e : model.exchanges) {
      if (e.matrix != matrix || model.processes[e.column].id != column || e.row != 0) continue;
      sum += e.sign * e.factor * (e.formula == no_index ? e.amount : nodes[e.formula]);
    }
    return sum;
  };
  EXPECT_DOUBLE_EQ(amount_with(Matrix::technosphere, "steel", 3.0, 0.7), -2.1);
  EXPECT_EQ(model.parameters[1].scope, "steel works");
  for (const Exchange& e : model.exchanges) {
    if (e.matrix != Matrix::biosphere || e.uncertainty == no_index) continue;
    EXPECT_EQ(e.amount, 1.5);  // what the normal is around
    EXPECT_NE(e.formula, no_index);
  }
}

TEST_F(FormulasOfPackages, UnitsThatDoNotFitAreTold) {
  Files files = with_formulas();
  files["parameters.csv"] =
      "name,process,amount,unit,formula\noutput,,2,kg,\nneed,steel,0.5,kWh/"
      "kg,\nintensity,,,kg,3*0.2\n";
  files["factors.csv"] = "category,flow,amount\ngwp,co2,1\n";
  read(files, by_formula());
  EXPECT_THAT(
      testing::lines(findings),
      ElementsAre(
          "p/exchanges.csv:4: warning W0466: units do not fit in 1 formula: 'INTENSITY^2' of flow "
          "'carbon dioxide' (co2) in process "
          "'power plant' (power) gives 'kg*kg', which is no 'kg'; formulas work with the numbers "
          "as "
          "they are written: give the "
          "parameters in units that fit, or multiply by what lies between them"))
      << "output * need is in kWh, as the input of power; output * 0.75 may be anything";
}

TEST_F(FormulasOfPackages, AnIdOfAParameterStandsOnce) {
  Files files = with_formulas();
  files["parameters.csv"] = "name,amount,id\noutput,2,x\nneed,0.5,x\nintensity,1,\n";
  read(files);
  EXPECT_THAT(
      findings.to_string(),
      ::testing::HasSubstr("p/parameters.csv:3:10: error E0459: the id 'x' is given twice"));
}

TEST_F(FormulasOfPackages, AParameterIsSetByTheStudy) {
  RawSource options = by_formula();
  options.set = {{"steel works", "need", 1.5}};
  EXPECT_EQ(cell(read(with_formulas(), options), Matrix::technosphere, "power", "steel"), -3.0);
}

TEST_F(FormulasOfPackages, AStoredAmountThatIsAnotherIsToldAndOneThatIsLeftOutNeedsAValue) {
  Files files = with_formulas();
  files["exchanges.csv"] =
      "process,type,item,amount,formula\nsteel,input,power,5,output * "
      "need\nsteel,emission,co2,,1/0*need\n"
      "power,emission,co2,,nothing\n";
  read(files);
  EXPECT_THAT(
      lines_without("N0814", findings),
      ElementsAre("p/exchanges.csv:2:21: warning W0695: product 'power plant' (power) in process "
                  "'steel works' (steel) "
                  "is 5, and its formula 'output * need' gives 1; the stored value stands",
                  "p/exchanges.csv:3:21: error E0458: the formula '1/0*need' of flow 'carbon "
                  "dioxide' (co2) in process "
                  "'steel works' (steel) cannot be worked out: '1/0*need' is no number; names are "
                  "those of parameters.csv; "
                  "without an amount beside it a formula must have a value",
                  "p/exchanges.csv:4:21: error E0458: the formula 'nothing' of flow 'carbon "
                  "dioxide' (co2) in process "
                  "'power plant' (power) cannot be worked out: there is no parameter 'nothing'; "
                  "names are those of "
                  "parameters.csv; without an amount beside it a formula must have a value"));
}

TEST_F(FormulasOfPackages, ADistributionBesideAFormulaNeedsItsAmount) {
  Files files = with_formulas();
  files["exchanges.csv"] =
      "process,type,item,amount,formula,distribution,loc,scale\nsteel,input,power,,output,normal,2,"
      "0.1\n";
  files["parameters.csv"] =
      "name,amount,formula,distribution,loc,scale\noutput,,3-1,normal,2,0.1\noutput,7,,,,\nneed,0."
      "5,,,,\n"
      "intensity,1,,,,\n";
  read(files);
  EXPECT_THAT(lines(findings), IsSupersetOf({"p/exchanges.csv:2:19: error E0457: a distribution "
                                             "stands beside the formula 'output', and no "
                                             "amount; give the amount that the distribution is "
                                             "around: draws are scaled with formula / amount",
                                             "p/parameters.csv:2:1: error E0457: a distribution "
                                             "stands beside the formula '3-1', and no "
                                             "amount; give the amount that the distribution is "
                                             "around: draws are scaled with formula / amount",
                                             "p/parameters.csv:3:1: error E0459: parameter "
                                             "'output' is given twice; give each name once in a "
                                             "process, and once for all of the package"}));
}

TEST_F(FormulasOfPackages, AParameterOfAProcessThatIsNotThereIsAnError) {
  Files files = with_formulas();
  files["parameters.csv"] += "loss,stel,0.1,,,\n";
  read(files);
  EXPECT_THAT(testing::codes(findings), ::testing::Contains("E0231"));
}

}  // namespace
}  // namespace plume::plain_package_test
