// SPDX-License-Identifier: Apache-2.0
#include "host/convert/write_package.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <limits>
#include <string>
#include <utility>

#include "host/model/builder.hpp"
#include "host/readers/plain_package/read_package.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::write_package_test {
namespace {

using ::testing::HasSubstr;
using testing::TempFolder;

/// One process that makes a product of its own and emits a gas.
Model small_model() {
  Model model;
  model.sources.push_back({"m", "test", ""});
  ModelBuilder builder(model);
  builder.keep_exchange_ids();
  model.products.push_back({"p", "thing, \"quoted\"", "kg", "DE", "", no_index});
  model.processes.push_back({"p", "thing", "kg", "DE", 0});
  model.flows.push_back({"co2", "carbon dioxide", "kg", "air/unspecified"});
  ModelBuilder known(model);
  known.keep_exchange_ids();
  Exchange reference;
  reference.amount = 2.0;
  known.add(reference);
  return model;
}

Model read_back(const Model& model) {
  const TempFolder folder;
  (void)write_package(folder.path(), model);
  Model again;
  again.sources.push_back({"again", "plume package", ""});
  ModelBuilder builder(again);
  Findings findings;
  const auto archive = Archive::open(folder.path(), findings);
  read_package(*archive, 0, builder, findings);
  EXPECT_FALSE(findings.has_errors()) << findings.to_string();
  return again;
}

TEST(WritePackage, EveryKindOfDistributionComesBackToTheBit) {
  Model model = small_model();
  ModelBuilder builder(model);
  builder.keep_exchange_ids();
  const double third = 1.0 / 3.0;
  auto bins = std::make_shared<DistributionTable>();
  bins->rows = {{third, 0.5, 2.0, {}}, {0.5, 0.9, 1.0, {}}};
  auto values = std::make_shared<DistributionTable>();
  values->rows = {{third, 0.0, 1.0, {}}, {0.7, 0.0, 3.0, {}}};
  auto parts = std::make_shared<DistributionTable>();
  Uncertainty inner;
  inner.kind = DistributionKind::normal, inner.loc = third, inner.scale = 0.1;
  parts->rows = {{Uncertainty::not_given, 0.0, 0.25, inner}, {0.7, 0.0, 0.75, {}}};
  for (int kind = 2; kind < num_distribution_kinds; ++kind) {
    Uncertainty u;
    u.kind = static_cast<DistributionKind>(kind);
    u.loc = third, u.scale = 0.1 + third, u.shape = 2.0 + third, u.minimum = 0.1 * third,
    u.maximum = 3.0 + third;
    if (u.kind == DistributionKind::histogram) u.table = bins;
    if (u.kind == DistributionKind::empirical || u.kind == DistributionKind::categorical)
      u.table = values;
    if (u.kind == DistributionKind::mixture) u.table = parts;
    Exchange e;
    e.matrix = Matrix::biosphere;
    e.amount = 0.1 * kind;
    e.factor = -third;
    builder.add(e, u, "own " + std::to_string(kind));
  }
  const Model again = read_back(model);
  ASSERT_EQ(again.exchanges.size(), model.exchanges.size());
  for (std::size_t i = 1; i < model.exchanges.size(); ++i) {
    const Exchange &x = model.exchanges[i], &y = again.exchanges[i];
    EXPECT_EQ(x.key, y.key);
    EXPECT_EQ(x.amount, y.amount);
    EXPECT_EQ(x.sign * x.factor, y.sign * y.factor);
    const Uncertainty &u = model.uncertainties[x.uncertainty],
                      &v = again.uncertainties[y.uncertainty];
    EXPECT_EQ(u.kind, v.kind);
    for (const auto field : {&Uncertainty::loc, &Uncertainty::scale, &Uncertainty::shape,
                             &Uncertainty::minimum, &Uncertainty::maximum}) {
      if (!std::isnan(v.*field)) {
        EXPECT_EQ(u.*field, v.*field) << name_of(u.kind);
      }
    }
    ASSERT_EQ(u.table == nullptr, v.table == nullptr);
    if (u.table == nullptr) continue;
    ASSERT_EQ(u.table->rows.size(), v.table->rows.size());
    for (std::size_t r = 0; r < u.table->rows.size(); ++r) {
      EXPECT_EQ(u.table->rows[r].weight, v.table->rows[r].weight);
      EXPECT_EQ(u.table->rows[r].component.kind, v.table->rows[r].component.kind);
      if (u.table->rows[r].component.is_certain()) continue;
      EXPECT_EQ(u.table->rows[r].component.loc, v.table->rows[r].component.loc);
    }
  }
  EXPECT_EQ(again.products[0].name, "thing, \"quoted\"");
}

/// A table of the package that the model is written to.
std::string table_of(const Model& model, const std::string& name) {
  const TempFolder folder;
  (void)write_package(folder.path(), model);
  std::ifstream file(folder.path() / name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

TEST(WritePackage, TheMainProductIsSaidWhereItIsNotTheFirst) {
  Model model;
  model.products = {{"p", "heat", "MJ", ""}, {"q", "power", "kWh", ""}};
  model.processes = {{"p", "heat", "MJ", "", 0, "chp"}, {"q", "power", "kWh", "", 1, "chp"}};
  ModelBuilder builder(model);
  for (const std::uint32_t column : {0u, 1u}) {
    Exchange reference;
    reference.row = reference.column = column;
    reference.amount = 2.0;
    builder.add(reference);
  }
  model.processes[1].is_main = false;
  EXPECT_EQ(table_of(model, "processes.csv"),
            "id,name,product,dataset,amount\np,heat,p,chp,2\nq,power,q,chp,2\n");
  std::swap(model.processes[0].is_main, model.processes[1].is_main);
  EXPECT_EQ(table_of(model, "processes.csv"),
            "id,name,product,dataset,main,amount\np,heat,p,chp,false,2\nq,power,q,chp,true,2\n");
}

TEST(WritePackage, WhatIsTakenFromNatureIsAResource) {
  Model model = small_model();
  model.flows.push_back({"ore", "ore", "kg", "natural resource/in ground"});
  ModelBuilder builder(model);
  for (const std::uint32_t flow : {0u, 1u}) {
    Exchange e;
    e.matrix = Matrix::biosphere;
    e.row = flow;
    e.amount = 3.0;
    builder.add(e);
  }
  EXPECT_EQ(table_of(model, "exchanges.csv"),
            "process,type,item,amount\np,emission,co2,3\np,resource,ore,3\n");
}

TEST(WritePackage, WhatTablesCannotHoldIsFound) {
  Model model = small_model();
  model.arrays.emplace_back();
  model.exchanges[0].array = 0;
  model.exchanges[0].formula = model.formulas.number(std::numeric_limits<double>::quiet_NaN());
  model.flows[0].id = "#co2";
  model.exchanges[0].amount = std::numeric_limits<double>::infinity();
  model.products.push_back({"q", "nobody makes it", "kg", ""});
  Findings findings;
  check_package_can_hold(model, findings);
  const std::string text = findings.to_string();
  for (const char* code : {"E0472", "E0473", "E0474", "E0475", "E0479"})
    EXPECT_THAT(text, HasSubstr(code));
}

}  // namespace
}  // namespace plume::write_package_test
