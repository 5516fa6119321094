// SPDX-License-Identifier: Apache-2.0
#include "host/store/summary_variables.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace plume::summary_variables_test {
namespace {

using ::testing::ElementsAre;

/// Every number of it another.
Summary summary_from(double first) {
  Summary summary;
  summary.mean = first;
  summary.se_mean = first + 1;
  summary.se_median = first + 2;
  summary.sd = first + 3;
  summary.median = first + 4;
  summary.minimum = first + 5;
  summary.maximum = first + 6;
  summary.count = static_cast<std::uint64_t>(first) + 7;
  summary.replicates = static_cast<std::uint64_t>(first) + 8;
  for (std::size_t level = 0; level < quantile_levels.size(); ++level) {
    summary.quantiles[level] = first + 10 + static_cast<double>(level);
    summary.se_quantiles[level] = first + 20 + static_cast<double>(level);
  }
  return summary;
}

const SummaryVariable& named(const std::string& name) {
  for (const SummaryVariable& each : summary_variables) {
    if (name == each.variable.name) return each;
  }
  throw std::runtime_error("no variable " + name);
}

TEST(SummaryVariables, ValuesGoLevelByLevelAndOutputByOutput) {
  const Summary both[] = {summary_from(100), summary_from(200)};
  EXPECT_THAT(std::get<std::vector<double>>(values_of(named("sd"), both)), ElementsAre(103, 203));
  EXPECT_THAT(std::get<std::vector<std::int64_t>>(values_of(named("count"), both)),
              ElementsAre(107, 207));
  EXPECT_THAT(std::get<std::vector<double>>(values_of(named("quantile"), both)),
              ElementsAre(110, 210, 111, 211, 112, 212, 113, 213, 114, 214, 115, 215));
}

TEST(SummaryVariables, WhatWasTakenAndPutIsTheSameInEveryFigure) {
  const Summary before[] = {summary_from(100), summary_from(200)};
  Summary after[2];
  for (const SummaryVariable& each : summary_variables)
    put_values(each, values_of(each, before), after);
  for (const SummaryVariable& each : summary_variables)
    EXPECT_EQ(values_of(each, after), values_of(each, before)) << each.variable.name;
  EXPECT_EQ(after[1].se_quantiles, before[1].se_quantiles);
  EXPECT_EQ(after[1].replicates, before[1].replicates);
}

TEST(SummaryVariables, AreTheStatisticsOfTheFormat) {
  std::size_t of_outputs = 0;
  for (const schema::Variable& each : schema::variables)
    of_outputs += each.rank >= 2 && each.dimensions[0] != schema::Dimension::iteration ? 1 : 0;
  EXPECT_EQ(summary_variables.size() + 1, of_outputs);  // static_score is of no iteration
}

TEST(SummaryVariables, TooFewValuesAreRefused) {
  Summary both[2];
  EXPECT_THROW(put_values(named("mean"), std::vector<double>{1.0}, both), std::out_of_range);
}

}  // namespace
}  // namespace plume::summary_variables_test
