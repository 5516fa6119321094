// SPDX-License-Identifier: Apache-2.0
#include "host/api/variables.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "tests/host/api/steel_works.hpp"

namespace plume::api::variables_test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::Pair;

Result result_of_two_demands() {
  const Study study({.name = "steel",
                     .demands = {{"1 kg", {{"works", 1.0}}}, {"5 kg", {{"works", 5.0}}}},
                     .iterations = 1000});
  return Run(prepare(study, Model(steel_works(uniform(1.0, 2.0)))), on_cpu()).go();
}

const NamedFigures& named(const std::vector<NamedFigures>& all, const std::string& name) {
  for (const NamedFigures& each : all) {
    if (each.name == name) return each;
  }
  throw std::runtime_error("no figures " + name);
}

TEST(ApiVariables, AreThoseOfTheFileWithDimensionsAndAttributes) {
  bool found = false;
  for (const Variable& each : variables()) {
    if (each.name != "quantile") continue;
    found = true;
    EXPECT_THAT(each.dimensions, ElementsAre("level", "demand", "category"));
    EXPECT_THAT(each.attributes, Contains(Pair("unit_variable", "category_unit")));
  }
  EXPECT_TRUE(found);
}

TEST(ApiVariables, FiguresAreTheSummariesOfAllOutputs) {
  const Result result = result_of_two_demands();
  const std::vector<NamedFigures> all = figures_of(result);
  const NamedFigures& mean = named(all, "mean");
  EXPECT_THAT(mean.shape, ElementsAre(2, 1));
  EXPECT_THAT(std::get<std::vector<double>>(mean.values),
              ElementsAre(result.summary(0, 0).mean, result.summary(1, 0).mean));
  EXPECT_THAT(std::get<std::vector<std::int64_t>>(named(all, "count").values),
              ElementsAre(1000, 1000));
  const NamedFigures& quantile = named(all, "quantile");
  EXPECT_THAT(quantile.shape, ElementsAre(quantile_levels.size(), 2, 1));
  EXPECT_EQ(std::get<std::vector<double>>(quantile.values).at(2 * 5 + 1),
            result.summary(1, 0).quantiles[5]);
  EXPECT_THAT(std::get<std::vector<double>>(named(all, "level").values),
              ElementsAreArray(quantile_levels));
}

TEST(ApiVariables, HaveTheNamesOfTheFigures) {
  std::vector<std::string> names;
  for (const Variable& each : variables()) names.push_back(each.name);
  for (const NamedFigures& each : figures_of(result_of_two_demands()))
    EXPECT_THAT(names, Contains(each.name));
}

}  // namespace
}  // namespace plume::api::variables_test
