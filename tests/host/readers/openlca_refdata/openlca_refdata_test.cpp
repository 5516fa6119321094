// SPDX-License-Identifier: Apache-2.0
#include "host/readers/openlca_refdata/openlca_refdata.hpp"

#include <gtest/gtest.h>

namespace plume::openlca_refdata_test {
namespace {

InventoryData read(std::vector<std::string> methods) {
  const Archive archive = Archive::from_memory(
      "refdata",
      {{"units.csv",
        "ID,Name,Description,Conversion factor,Synonyms,Unit group\nu1,kg,,1.0,,Units of "
        "mass\nu2,t,,1000.0,,Units of mass\n"},
       {"unit_groups.csv",
        "ID,Name,Description,Category,Default flow property,Reference unit\ng1,Units of "
        "mass,,,Mass,kg\n"},
       {"flow_properties.csv",
        "ID,Name,Description,Category,Unit group,Property type\np1,Mass,,,Units of "
        "mass,physical\n"},
       {"lcia_categories.csv",
        "ID,Name,Description,Category,Reference "
        "unit\nabcde-1,GWP,,IPCC,kg\nfffff-2,Acid,,TRACI,kg\n"},
       {"lcia_method_categories.csv", "LCIA method,LCIA category\nIPCC,abcde-1\nTRACI,fffff-2\n"},
       {"lcia_factors/abcde.csv",
        "LCIA category,Flow,Flow property,Flow unit,Location,Factor\nabcde-1,f1,Mass,kg,,1.5\n"},
       {"lcia_factors/fffff.csv",
        "LCIA category,Flow,Flow property,Flow unit,Location,Factor\nfffff-2,f1,Mass,t,CH,2\n"},
       {"locations.csv", ""}});
  Model model;
  ModelBuilder builder(model);
  InventoryData data;
  Findings findings;
  StudyModel wanted;
  wanted.methods = std::move(methods);
  EXPECT_TRUE(openlca_refdata_format().recognises(archive));
  openlca_refdata_format().read({{&archive, &wanted, 0}}, {builder, data}, findings);
  EXPECT_FALSE(findings.has_errors()) << findings.to_string();
  return data;
}

TEST(OpenLcaRefdata, OnlyTheFactorsOfTheMethodsAskedForAreRead) {
  const InventoryData data = read({"TRACI"});
  ASSERT_EQ(data.categories.size(), 1u);
  EXPECT_EQ(data.text(data.categories[0].name), "Acid");
  EXPECT_EQ(data.text(data.categories[0].method), "TRACI");
  ASSERT_EQ(data.factors.size(), 1u);
  EXPECT_EQ(data.text(data.factors[0].location), "CH");
  EXPECT_EQ(data.text(data.factors[0].unit), "t");
}

TEST(OpenLcaRefdata, WithoutMethodsAllAreRead) {
  const InventoryData data = read({});
  EXPECT_EQ(data.categories.size(), 2u);
  EXPECT_EQ(data.factors.size(), 2u);
  EXPECT_EQ(data.counts.ignored.count("locations.csv"), 1u);
}

TEST(OpenLcaRefdata, UnitsBelongToTheGroupThatTheirTableNames) {
  const InventoryData data = read({});
  ASSERT_EQ(data.units.size(), 2u);
  EXPECT_EQ(data.text(data.units[1].group), "g1");
  EXPECT_EQ(data.units[1].factor, 1000.0);
  EXPECT_TRUE(data.units[0].is_reference);
  EXPECT_FALSE(data.units[1].is_reference);
  EXPECT_EQ(data.text(data.properties[0].group), "g1");
}

}  // namespace
}  // namespace plume::openlca_refdata_test
