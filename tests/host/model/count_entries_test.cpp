// SPDX-License-Identifier: Apache-2.0
#include "host/model/count_entries.hpp"

#include <gtest/gtest.h>

#include "tests/support/draft.hpp"

namespace plume::count_entries_test {
namespace {

TEST(CountEntries, OfAMatrixByWhatItsEntriesAre) {
  testing::Draft draft;
  draft.technosphere("steel", "mill", 1.0).technosphere("heat", "mill", 0.2);
  draft.technosphere("steel", "mill", 0.1, testing::lognormal(0.1, 0.2)).times(-1, 1.0);
  draft.biosphere("co2", "mill", 2.0, testing::normal(2.0, 0.1)).biosphere("ore", "mill", 1.5);
  draft.characterisation("co2", "gwp", 1.0, testing::normal(1.0, 0.1));
  Model& model = draft.model();
  for (Process& process : model.processes) process.reference_product = 0;
  for (Flow& flow : model.flows) {
    if (flow.id == "ore") flow.compartment = "natural resource";
  }
  count_entries(model);
  const LinkReport& report = model.link_report;
  EXPECT_EQ(report.processes, 1u);
  EXPECT_EQ(report.products, 2u);
  EXPECT_EQ(report.exchanges.at("reference"), 1u);
  EXPECT_EQ(report.exchanges.at("input"), 1u) << "of its own product";
  EXPECT_EQ(report.exchanges.at("by_product"), 1u);
  EXPECT_EQ(report.exchanges.at("emission"), 1u);
  EXPECT_EQ(report.exchanges.at("resource"), 1u);
  EXPECT_EQ(report.distributions.at("exchange").at("lognormal"), 1u);
  EXPECT_EQ(report.distributions.at("exchange").at("normal"), 1u);
  EXPECT_EQ(report.distributions.at("factor").at("normal"), 1u);
  EXPECT_EQ(report.flows.at("with_factor"), 1u);
  EXPECT_EQ(report.flows.at("without_factor"), 1u);
}

TEST(CountEntries, WhatAReaderCountedStays) {
  testing::Draft draft;
  draft.technosphere("steel", "mill", 1.0);
  add_to(draft.model().link_report.exchanges, "reference", 7);
  count_entries(draft.model());
  EXPECT_EQ(draft.model().link_report.exchanges.at("reference"), 7u);
  EXPECT_EQ(draft.model().link_report.processes, 0u);
}

}  // namespace
}  // namespace plume::count_entries_test
