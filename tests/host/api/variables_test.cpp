// SPDX-License-Identifier: Apache-2.0
#include "host/api/variables.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace plume::api {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::Pair;

Result result_of_two_demands() {
  Arrays arrays;
  arrays.products = {{"steel"}};
  arrays.processes = {{"works"}};
  arrays.flows = {{"co2"}};
  arrays.categories = {{"gwp"}};
  arrays.technosphere = {{0, 0, 1.0}};
  arrays.biosphere = {{0, 0, uniform(1.0, 2.0)}};
  arrays.characterisation = {{0, 0, 3.0}};
  const Study study({.name = "steel",
                     .demands = {{"1 kg", {{"works", 1.0}}}, {"5 kg", {{"works", 5.0}}}},
                     .iterations = 1000});
  RunSettings settings;
  settings.device = "cpu";
  settings.threads = 1;
  return Run(prepare(study, Model(arrays)), settings).go();
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
}  // namespace plume::api
