// SPDX-License-Identifier: Apache-2.0
#include "host/store/model_columns.hpp"

#include <gmock/gmock.h>

#include <memory>

#include "host/base/error.hpp"

namespace plume::model_columns_test {
namespace {

Model sample() {
  Model model;
  model.sources.push_back({"m.zip", "test", "abc", {"a.csv", "b.csv"}, true});
  model.products.push_back({"p", "thing", "kg", "DE", "f", 0});
  model.convertible.push_back({{{"kg", 1.0}, {"t", 1000.0}}});
  model.processes.push_back({"a", "make", "kg", "DE", 0, "d", "x/y", false});
  model.flows.push_back({"co2", "carbon dioxide", "kg", "air", "124-38-9"});
  model.categories.push_back({"gwp", "warming", "kg CO2e", "IPCC"});
  auto parts = std::make_shared<DistributionTable>();
  auto inner = std::make_shared<DistributionTable>();
  inner->rows = {{1.0, 0.0, 1.0, {}}, {2.0, 0.0, 3.0, {}}};
  Uncertainty component;
  component.kind = DistributionKind::empirical;
  component.table = inner;
  parts->rows = {{Uncertainty::not_given, 0.0, 0.5, component}, {7.0, 0.0, 0.5, {}}};
  Uncertainty mixture, normal;
  mixture.kind = DistributionKind::mixture;
  mixture.table = parts;
  normal.kind = DistributionKind::normal;
  normal.loc = 0.1, normal.scale = 0.2, normal.median_given = true;
  model.uncertainties = {mixture, normal};
  Exchange e;
  e.key = 0xfedcba9876543210u;
  e.amount = 0.1, e.factor = 1.0 / 3.0, e.uncertainty = 0, e.line = 3, e.table = 1, e.sign = -1;
  model.exchanges.push_back(e);
  e.matrix = Matrix::characterisation, e.uncertainty = 1, e.sign = 1, e.array = 0, e.array_row = 1;
  model.exchanges.push_back(e);
  e.matrix = Matrix::parameter, e.array = no_index, e.row = 0;
  model.exchanges.push_back(e);
  model.parameters.push_back({"mass", "make", 2});
  const FormulaNode mass = model.formulas.parameter(0);
  model.exchanges[0].formula =
      model.formulas.apply(FormulaOp::multiply, mass, model.formulas.number(1.1));
  PedigreeScores scores;
  scores.score = {1, 2, 3, 4, 5, 0};
  model.pedigrees.push_back({1, scores});
  PresampledArray array;
  array.name = "s", array.num_rows = 2, array.num_columns = 1, array.values = {0.5, 0.6};
  array.order = ColumnOrder::combinatorial;
  model.arrays.push_back(array);
  model.dependence.source_groups["g"] = {0, 1};
  model.dependence.tags["t"] = {1};
  return model;
}

TEST(ModelColumns, EveryFieldComesBack) {
  const Model model = sample(), again = model_of(columns_of(model));
  EXPECT_EQ(again.products[0].units, 0u);
  EXPECT_EQ(again.convertible[0].factor("t", "kg"), 1000.0);
  EXPECT_EQ(again.processes[0].category, "x/y");
  EXPECT_FALSE(again.processes[0].is_main);
  EXPECT_EQ(again.flows[0].cas, "124-38-9");
  EXPECT_EQ(again.categories[0].method, "IPCC");
  EXPECT_EQ(again.exchanges[0].key, model.exchanges[0].key);
  EXPECT_EQ(again.exchanges[0].static_value(), model.exchanges[0].static_value());
  EXPECT_EQ(again.place_of(again.exchanges[0]).file, "m.zip/b.csv");
  EXPECT_EQ(again.sources[0].lognormal_anchor_mean, true);
  ASSERT_EQ(again.uncertainties.size(), 2u);
  EXPECT_TRUE(again.uncertainties[1].median_given);
  const DistributionTable& parts = *again.uncertainties[0].table;
  EXPECT_EQ(parts.rows[1].value, 7.0);
  EXPECT_EQ(parts.rows[0].component.table->rows[1].weight, 3.0);
  EXPECT_EQ(again.pedigrees[0].scores.score, model.pedigrees[0].scores.score);
  EXPECT_EQ(again.arrays[0].values, model.arrays[0].values);
  EXPECT_EQ(again.arrays[0].order, ColumnOrder::combinatorial);
  EXPECT_EQ(again.dependence.source_groups, model.dependence.source_groups);
  EXPECT_EQ(again.dependence.tags, model.dependence.tags);
  ASSERT_EQ(again.parameters.size(), 1u);
  EXPECT_EQ(again.parameters[0].name, "mass");
  EXPECT_EQ(again.parameters[0].scope, "make");
  EXPECT_EQ(again.parameters[0].exchange, 2u);
  EXPECT_EQ(again.formulas.nodes(), model.formulas.nodes());
  EXPECT_EQ(again.exchanges[0].formula, model.exchanges[0].formula);
}

TEST(ModelColumns, ColumnsThatDoNotFitTogetherAreRefused) {
  const ModelColumns good = columns_of(sample());
  const auto refused = [&](const auto& change) {
    ModelColumns bad = good;
    change(bad);
    EXPECT_THROW((void)model_of(bad), Error);
  };
  refused([](ModelColumns& c) { c.exchange_row[0] = 1; });
  refused([](ModelColumns& c) { c.exchange_column[1] = 9; });
  refused([](ModelColumns& c) { c.exchange_matrix[0] = 7; });
  refused([](ModelColumns& c) { c.exchange_uncertainty[0] = 2; });
  refused([](ModelColumns& c) { c.exchange_array_row[1] = 2; });
  refused([](ModelColumns& c) { c.exchange_key.pop_back(); });
  refused([](ModelColumns& c) { c.exchange_source[0] = 1; });
  refused([](ModelColumns& c) { c.text_ends.back() += 1; });
  refused([](ModelColumns& c) { c.product_id[0] = 10000; });
  refused([](ModelColumns& c) { c.process_product[0] = 5; });
  refused([](ModelColumns& c) { c.rows_end[0] = 100; });
  refused([](ModelColumns& c) { c.uncertainty_rows.back() = 0; });  // a table that holds itself
  refused([](ModelColumns& c) { c.uncertainty_kind[0] = c.product_name[0]; });
  refused([](ModelColumns& c) { c.array_values.pop_back(); });
  refused([](ModelColumns& c) { c.pedigree_scores[0] = 6; });
  refused([](ModelColumns& c) { c.group_exchange[0] = 3; });
  refused([](ModelColumns& c) { c.parameter_exchange[0] = 3; });
  refused([](ModelColumns& c) { c.formula_a[2] = 2; });
  refused([](ModelColumns& c) { c.formula_op[0] = 1000; });
  refused([](ModelColumns& c) { c.exchange_formula[0] = 3; });
  refused([](ModelColumns& c) { c.report = {'{'}; });
}

}  // namespace
}  // namespace plume::model_columns_test
