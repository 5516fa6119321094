// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/summarise_links.hpp"

#include <gmock/gmock.h>

namespace plume::summarise_links_test {
namespace {

/// A bike takes 2 steel and 0.5 of something nobody makes; steel takes 0.25 scrap, which nobody
/// makes either.
Model bike() {
  Model model;
  model.products = {{"bike", "bike", "unit", ""}, {"steel", "steel", "kg", ""}};
  model.processes = {{"bike", "bike", "unit", "CN", 0}, {"steel", "steel", "kg", "", 1}};
  model.flows = {{"co2", "carbon dioxide", "kg", "air"}, {"pb", "lead", "kg", "soil"}};
  model.categories = {{"gwp", "warming", "kg"}};
  const auto add = [&](Matrix matrix, std::uint32_t row, std::uint32_t column, double amount,
                       std::int8_t sign = 1) {
    Exchange e;
    e.matrix = matrix, e.row = row, e.column = column, e.amount = amount, e.sign = sign;
    model.exchanges.push_back(e);
  };
  add(Matrix::technosphere, 0, 0, 1.0);
  add(Matrix::technosphere, 1, 1, 1.0);
  add(Matrix::technosphere, 1, 0, 2.0, -1);
  add(Matrix::biosphere, 0, 0, 1.0);
  add(Matrix::biosphere, 0, 1, 1.5);
  add(Matrix::biosphere, 1, 1, 0.01);
  add(Matrix::characterisation, 0, 0, 1.0);
  model.link_report.formats = {"test"};
  model.link_report.links = {{"only_maker", 1}, {"cut_off", 1}};
  model.link_report.cut_offs.push_back({1, "scrap", "scrap", "kg", "", "nobody makes it", 0.25});
  return model;
}

/// What the compiler would say of a demand for `amount` bikes.
Problem problem_of(double amount) {
  Problem problem;
  problem.num_demands = 1;
  problem.num_rows = 2;
  problem.row_process = {1, 0};
  problem.static_supply = {2.0 * amount, amount};
  return problem;
}

TEST(SummariseLinks, CutOffsAndFlowsHaveTheAmountsThatTheDemandReaches) {
  const LinkSummary summary = summarise_links(bike(), {0}, problem_of(3.0));
  ASSERT_EQ(summary.demands.size(), 1u);
  const LinkSummary::Demand& demand = summary.demands[0];
  EXPECT_EQ(demand.inputs, 2u);
  EXPECT_EQ(demand.inputs_cut_off, 1u);
  ASSERT_EQ(demand.cut_offs.size(), 1u);
  EXPECT_DOUBLE_EQ(demand.cut_offs[0].amount, 0.25 * 6.0);
  EXPECT_EQ(demand.cut_offs[0].consumer, "steel");
  ASSERT_EQ(demand.without_factor.size(), 1u);
  EXPECT_EQ(demand.without_factor[0].flow, "lead");
  EXPECT_DOUBLE_EQ(demand.without_factor[0].amount, 0.06);
  EXPECT_EQ(demand.flows, 2u);
  ASSERT_EQ(demand.incomplete_share.size(), 1u);
  EXPECT_DOUBLE_EQ(demand.incomplete_share[0], 9.0 / 12.0);  // steel emits 9 of the 12 kg
}

TEST(SummariseLinks, WhatNoDemandReachesIsNotListed) {
  Problem problem = problem_of(1.0);
  problem.static_supply = {0.0, 1.0};
  const LinkSummary::Demand demand = summarise_links(bike(), {0}, problem).demands.at(0);
  EXPECT_TRUE(demand.cut_offs.empty());
  EXPECT_EQ(demand.incomplete_share[0], 0.0);
}

TEST(SummariseLinks, LinksByNameAreOneLineForEachProductMakerAndUnit) {
  Model model = bike();
  LinkReport::Across steel{0,    "s1", "steel",      "kg",   "m",   "mill",
                           "DE", "t",  "metals.zip", "name", 900.0, 1e-3};
  LinkReport::Across power{0,  "p1", "power",    "kWh",     "g", "grid",
                           "", "MJ", "grid.zip", "mapping", 2.0, 3.6};
  model.link_report.across = {power, steel, steel};
  const std::vector<LinkSummary::Across> lines =
      summarise_links(model, {0}, problem_of(1.0)).across;
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].product, "steel");
  EXPECT_EQ(lines[0].maker, "mill {DE}");
  EXPECT_EQ(lines[0].inputs, 2u);
  EXPECT_EQ(lines[0].factor, 1e-3);
  EXPECT_EQ(lines[1].maker, "grid");
  EXPECT_EQ(lines[1].reason, "mapping");
}

TEST(SummariseLinks, ModelsThatAreMatricesHaveNone) {
  Model model = bike();
  model.link_report = {};
  EXPECT_TRUE(summarise_links(model, {0}, problem_of(1.0)).empty());
  EXPECT_EQ(to_json(LinkSummary{}), "");
}

}  // namespace
}  // namespace plume::summarise_links_test
