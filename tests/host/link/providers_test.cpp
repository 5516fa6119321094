// SPDX-License-Identifier: Apache-2.0
#include "host/link/providers.hpp"

#include <gtest/gtest.h>

#include "tests/support/raw_inventory.hpp"

namespace plume::providers_test {
namespace {

using testing::RawInventory;

class ProvidersTest : public ::testing::Test {
 protected:
  ProvidersTest() {
    raw.flow("power", FlowKind::product, "kWh");
    raw.process("b", {raw.out("power", 1).reference()}).location = raw.text("DE");
    RawProcess& market = raw.process("c", {raw.out("power", 1).reference()});
    market.location = raw.text("CH");
    market.is_market = true;
    raw.process("a", {raw.out("power", 1).reference()}).location = raw.text("CH");
    consumer.location = raw.text("DE");
  }
  std::string maker(RawInventory::Line line, ProviderRule rule, Side side = Side::gives) {
    UnitTable units(raw.data);
    const FlowTable flows(raw.data, units);
    Model model;
    const auto columns = make_columns(raw.data, flows, model, model.link_report, raw.findings);
    link = Providers(raw.data, columns).find(line.exchange, consumer, side, rule);
    return link.column == no_raw ? "" : columns[link.column].id;
  }
  RawInventory raw;
  RawProcess consumer;
  Link link;
};

TEST_F(ProvidersTest, TheMakerThatIsNamedIsTaken) {
  EXPECT_EQ(maker(raw.in("power", 1).from("c"), ProviderRule::error), "c");
  EXPECT_EQ(link.reason, LinkReason::provider);
}

TEST_F(ProvidersTest, OfSeveralTheOnlyOneAtThePlaceOfTheExchange) {
  EXPECT_EQ(maker(raw.in("power", 1).at("DE"), ProviderRule::error), "b");
  EXPECT_EQ(link.reason, LinkReason::only_maker);
  EXPECT_EQ(maker(raw.in("power", 1).at("CH"), ProviderRule::error), "");
  EXPECT_EQ(link.reason, LinkReason::ambiguous);
}

TEST_F(ProvidersTest, TheRuleOfTheStudyDecidesAmongSeveral) {
  EXPECT_EQ(maker(raw.in("power", 1), ProviderRule::error), "");
  EXPECT_EQ(link.reason, LinkReason::ambiguous);
  EXPECT_EQ(maker(raw.in("power", 1), ProviderRule::first), "a");  // by id, not by position
  EXPECT_EQ(link.reason, LinkReason::rule);
  EXPECT_EQ(maker(raw.in("power", 1), ProviderRule::market), "c");
  EXPECT_EQ(maker(raw.in("power", 1), ProviderRule::location), "b");
}

TEST_F(ProvidersTest, ANamedMakerThatIsAbsentIsSaid) {
  EXPECT_EQ(maker(raw.in("power", 1).from("z"), ProviderRule::first), "a");
  EXPECT_TRUE(link.provider_absent);
  EXPECT_EQ(maker(raw.in("steel", 1).from("z"), ProviderRule::first), "");
  EXPECT_TRUE(link.provider_absent);
  EXPECT_EQ(link.reason, LinkReason::nobody);
}

TEST_F(ProvidersTest, WhatTakesInAProductDoesNotGiveIt) {
  raw.process("tip", {raw.out("power", -1).reference()});
  EXPECT_EQ(maker(raw.in("power", -1), ProviderRule::first, Side::takes), "tip");
  EXPECT_EQ(maker(raw.in("power", 1), ProviderRule::first, Side::gives), "a");
}

TEST(LinkReason, HasTheNamesOfPlumeInfo) {
  EXPECT_EQ(name_of(LinkReason::provider), "provider");
  EXPECT_EQ(name_of(LinkReason::only_maker), "only_maker");
  EXPECT_EQ(name_of(LinkReason::rule), "rule");
  EXPECT_EQ(name_of(LinkReason::nobody), "cut_off");
  EXPECT_EQ(name_of(LinkReason::ambiguous), "ambiguous");
}

}  // namespace
}  // namespace plume::providers_test
