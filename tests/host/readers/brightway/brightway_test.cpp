// SPDX-License-Identifier: Apache-2.0
#include "host/readers/brightway/brightway.hpp"

#include <gtest/gtest.h>

#include "tests/support/findings.hpp"

namespace plume::brightway_test {
namespace {

TEST(BrightwayFormat, ReadsAllPackagesOfAStudyAtOnce) {
  EXPECT_TRUE(
      brightway_format().recognises(Archive::from_memory("a", {{"datapackage.json", "{}"}})));
  const Archive first = Archive::from_memory("first", {{"datapackage.json", "{"}});
  const Archive second = Archive::from_memory("second", {{"datapackage.json", "["}});
  Model model;
  model.sources = {{"first", "", ""}, {"second", "", ""}};
  ModelBuilder builder(model);
  InventoryData data;
  Findings findings;
  const StudyModel wanted;
  brightway_format().read({{&first, &wanted, 0}, {&second, &wanted, 1}}, {builder, data}, findings);
  EXPECT_EQ(findings.num_errors(), 2u);  // both were looked at
  EXPECT_TRUE(data.empty());
}

}  // namespace
}  // namespace plume::brightway_test
