// SPDX-License-Identifier: Apache-2.0
#include "host/link/inventory_data.hpp"

#include <gtest/gtest.h>

namespace plume::inventory_data_test {
namespace {

/// A process with one exchange that has a quality, an uncertainty, an allocation and a parameter; a
/// category with one factor.
InventoryData sample(const std::string& name) {
  InventoryData data;
  data.texts.add("only in " + name);  // so that texts have other numbers in another sample
  data.files.push_back({0, name + ".json", false});
  RawUncertainty drawn;
  drawn.value.kind = DistributionKind::normal;
  drawn.fault = data.texts.add("sd 0 of " + name);
  RawExchange exchange;
  exchange.flow = data.texts.add("steel");
  exchange.formula = data.texts.add("2 * " + name);
  exchange.uncertainty = data.add_uncertainty(drawn, Holder::exchange);
  exchange.num_qualities = 1;
  data.qualities.push_back({data.texts.add("price"), data.texts.add("EUR"), 3.0});
  data.exchanges.push_back(exchange);
  data.allocations.push_back({AllocationMethod::economic, exchange.flow, no_text, no_text, 0.5});
  data.parameters.push_back({data.texts.add("p of " + name), no_text, 1.0, exchange.uncertainty});
  RawProcess process;
  process.id = data.texts.add(name);
  process.num_exchanges = process.num_allocations = process.num_parameters = 1;
  process.place = {0, 7};
  data.processes.push_back(process);
  RawFlow flow;
  flow.id = exchange.flow;
  flow.num_properties = 1;
  flow.place = {no_raw, 0};
  data.flows.push_back(flow);
  data.flow_properties.push_back({data.texts.add("mass"), 2.0});
  RawCategory category;
  category.id = data.texts.add("gwp of " + name);
  category.num_factors = 1;
  data.categories.push_back(category);
  RawFactor factor;
  factor.flow = exchange.flow;
  factor.value = 4.0;
  data.factors.push_back(factor);
  data.mapping_tables.push_back({name, 0, 0, 1});
  data.mappings.push_back({exchange.flow, process.id, 5.0});
  ++data.counts.ignored["comment"];
  ++data.counts.formulas[static_cast<int>(Holder::exchange)];
  return data;
}

TEST(InventoryData, AppendedRecordsKeepTheirTextsAndRanges) {
  InventoryData data = sample("a");
  data.append(sample("b"));
  ASSERT_EQ(data.processes.size(), 2u);
  const RawProcess& b = data.processes[1];
  EXPECT_EQ(data.text(b.id), "b");
  EXPECT_EQ(data.files[b.place.file].name, "b.json");
  EXPECT_EQ(b.place.line, 7u);
  const RawExchange& exchange = data.exchanges[b.first_exchange];
  EXPECT_EQ(data.text(exchange.formula), "2 * b");
  EXPECT_EQ(data.text(data.uncertainties[exchange.uncertainty].fault), "sd 0 of b");
  EXPECT_EQ(exchange.first_quality, 1u);
  EXPECT_EQ(data.text(data.qualities[exchange.first_quality].name), "price");
  EXPECT_EQ(b.first_allocation, 1u);
  EXPECT_EQ(data.text(data.allocations[1].product), "steel");
  EXPECT_EQ(data.text(data.parameters[b.first_parameter].name), "p of b");
  EXPECT_EQ(data.parameters[b.first_parameter].uncertainty, 1u);
  EXPECT_EQ(data.flows[1].first_property, 1u);
  EXPECT_EQ(data.flows[1].place.file, no_raw);
  EXPECT_EQ(data.text(data.flow_properties[1].property), "mass");
  EXPECT_EQ(data.categories[1].first_factor, 1u);
  EXPECT_EQ(data.text(data.factors[1].flow), "steel");
  EXPECT_EQ(data.mapping_tables[1].first, 1u);
  EXPECT_EQ(data.text(data.mappings[1].to), "b");
}

TEST(InventoryData, SharedTextsHaveOneNumber) {
  InventoryData data = sample("a");
  data.append(sample("b"));
  EXPECT_EQ(data.exchanges[0].flow, data.exchanges[1].flow);
}

TEST(InventoryData, CountsAreAdded) {
  InventoryData data = sample("a");
  data.append(sample("b"));
  EXPECT_EQ(data.counts.distributions[static_cast<int>(Holder::exchange)].at("normal"), 2u);
  EXPECT_EQ(data.counts.ignored.at("comment"), 2u);
  EXPECT_EQ(data.counts.formulas[static_cast<int>(Holder::exchange)], 2u);
}

TEST(InventoryData, HoldersHaveTheNamesOfPlumeInfo) {
  EXPECT_EQ(name_of(Holder::exchange), "exchange");
  EXPECT_EQ(name_of(Holder::parameter), "parameter");
  EXPECT_EQ(name_of(Holder::property), "property");
  EXPECT_EQ(name_of(Holder::factor), "factor");
  EXPECT_EQ(name_of(Holder::production_volume), "production_volume");
  EXPECT_EQ(name_of(Holder::allocation), "allocation");
}

}  // namespace
}  // namespace plume::inventory_data_test
