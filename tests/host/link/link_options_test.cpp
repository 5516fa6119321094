// SPDX-License-Identifier: Apache-2.0
#include "host/link/link_options.hpp"

#include <gtest/gtest.h>

namespace plume::link_options_test {
namespace {

TEST(LinkOptions, EveryChoiceHasTheWordOfTheStudyFile) {
  EXPECT_EQ(name_of(AllocationMethod::as_stored), "as stored");
  EXPECT_EQ(name_of(AllocationMethod::none), "none");
  EXPECT_EQ(name_of(AllocationMethod::physical), "physical");
  EXPECT_EQ(name_of(AllocationMethod::economic), "economic");
  EXPECT_EQ(name_of(AllocationMethod::causal), "causal");
  EXPECT_EQ(name_of(AllocationMethod::substitution), "substitution");
  EXPECT_EQ(name_of(AllocationMethod::property), "property");
  EXPECT_EQ(name_of(ProviderRule::error), "error");
  EXPECT_EQ(name_of(ProviderRule::first), "first");
  EXPECT_EQ(name_of(ProviderRule::market), "market");
  EXPECT_EQ(name_of(ProviderRule::location), "location");
}

}  // namespace
}  // namespace plume::link_options_test
