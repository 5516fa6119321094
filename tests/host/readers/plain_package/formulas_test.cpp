// SPDX-License-Identifier: Apache-2.0
#include "host/readers/plain_package/formulas.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "tests/host/readers/plain_package/read_texts.hpp"

namespace plume::formulas_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::steel_with;
using testing::Texts;

struct Formulas {
  Model model;
  PackageFormulas found;
  std::vector<std::string> lines;
};

Formulas read(const Texts& texts) {
  Formulas read;
  read.model.sources.push_back({"p", "plume package", ""});
  Findings findings;
  ModelBuilder builder(read.model);
  read.found = read_package(testing::files_of(texts), 0, builder, findings);
  read.lines = testing::lines_of(findings);
  return read;
}

TEST(PackageFormulas, StandBesideTheNumbersOfThreeTables) {
  Texts texts = steel_with(
      "exchanges.csv",
      "process,type,item,amount,formula\nsteel,input,power,,2*load\nsteel,emission,co2,1.5,\n");
  texts["processes.csv"] =
      "id,name,unit,amount,formula\npower,power plant,kWh,,\nsteel,steel works,kg,,load\n";
  texts["factors.csv"] = "category,flow,amount,formula\ngwp,co2,1,load/2\n";
  texts["parameters.csv"] = "name,amount\nload,2\n";
  const Formulas package = read(texts);
  EXPECT_THAT(package.lines, IsEmpty());
  ASSERT_EQ(package.found.formulas.size(), 3u);
  const PackageFormula& process = package.found.formulas[0];
  EXPECT_EQ(process.text, "load");
  EXPECT_FALSE(process.has_amount);
  // until the formula is worked out
  EXPECT_TRUE(std::isnan(package.model.exchanges[process.exchange].amount));
  EXPECT_EQ(package.found.formulas[1].text, "2*load");
  EXPECT_EQ(package.found.formulas[1].place.line, 2u);
  EXPECT_TRUE(package.found.formulas[2].has_amount);
  EXPECT_TRUE(package.found.formulas[2].is_factor);
  ASSERT_EQ(package.found.parameters.size(), 1u);
  EXPECT_EQ(package.found.parameters[0].amount, 2.0);
}

TEST(PackageFormulas, WithoutAFormulaAnAmountIsNeeded) {
  EXPECT_THAT(
      read(steel_with("exchanges.csv", "process,type,item,amount,formula\nsteel,input,power,,\n"))
          .lines,
      ElementsAre(::testing::HasSubstr("p/exchanges.csv:2:19: error E0220")));
  EXPECT_THAT(
      read(steel_with("parameters.csv", "name,amount,formula\nload,,\nother,1 kg,\n")).lines,
      ElementsAre(::testing::HasSubstr("p/parameters.csv:2:6: error E0220"),
                  ::testing::HasSubstr("p/parameters.csv:3:7: error E0221")));
}

TEST(PackageParameters, HaveOneNameInAProcessOrInThePackage) {
  EXPECT_THAT(read(steel_with("parameters.csv",
                              "name,process,amount\nload,,1\nload,steel,2\nload,,3\n,,4\n"))
                  .lines,
              ElementsAre("p/parameters.csv:4:1: error E0459: parameter 'load' is given twice; "
                          "give each name once in a "
                          "process, and once for all of the package",
                          ::testing::HasSubstr("p/parameters.csv:5:1: error E0220")));
}

}  // namespace
}  // namespace plume::formulas_test
