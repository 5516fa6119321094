// SPDX-License-Identifier: Apache-2.0
#include "host/readers/plain_package/plain_package.hpp"

#include <gtest/gtest.h>

#include "tests/support/findings.hpp"

namespace plume {
namespace {

TEST(PlainPackageFormat, FillsTheModelDirectly) {
  const Archive archive = Archive::from_memory(
      "p", {{"processes.csv", "id,name,unit\na,A,kg\n"}, {"exchanges.csv", "process,type,item,amount\n"}});
  EXPECT_TRUE(plain_package_format().recognises(archive));
  Model model;
  model.sources = {{"p", "", ""}};
  ModelBuilder builder(model);
  InventoryData data;
  Findings findings;
  const StudyModel wanted;
  plain_package_format().read({{&archive, &wanted, 0}}, {builder, data}, findings);
  ASSERT_EQ(model.processes.size(), 1u);
  EXPECT_EQ(model.processes[0].id, "a");
  EXPECT_TRUE(data.empty());
}

}  // namespace
}  // namespace plume
