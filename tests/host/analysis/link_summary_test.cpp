// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/link_summary.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace plume::link_summary_test {
namespace {

TEST(LinkSummary, ItsTextComesBack) {
  LinkSummary summary;
  summary.formats = {"ecospold2"};
  summary.processes = 3;
  summary.links = {{"provider", 5}, {"cut_off", 1}};
  LinkSummary::Demand demand;
  demand.inputs = 6, demand.inputs_cut_off = 1, demand.products_cut_off = 1, demand.flows = 2;
  demand.cut_offs.push_back({"scrap", "kg", "steel {CN}", "nobody makes it", 1.5, 2});
  demand.without_factor.push_back({"lead", "soil", "kg", 0.06});
  demand.incomplete_share = {0.75, std::nan("")};
  summary.demands.push_back(demand);
  summary.across.push_back({"steel", "kg", "mill {DE}", "t", "metals.zip", "name", 1e-3, 4});
  const LinkSummary again = link_summary_from_json(to_json(summary));
  EXPECT_EQ(to_json(again), to_json(summary));
  EXPECT_EQ(again.links, summary.links);
  ASSERT_EQ(again.across.size(), 1u);
  EXPECT_EQ(again.across[0].maker, "mill {DE}");
  EXPECT_EQ(again.across[0].inputs, 4u);
  EXPECT_EQ(again.demands[0].cut_offs[0].consumers, 2u);
  EXPECT_EQ(again.demands[0].without_factor[0].amount, 0.06);
  EXPECT_TRUE(std::isnan(again.demands[0].incomplete_share[1]));
}

TEST(LinkSummary, OneOfBeforeThereWereLinksByNameIsRead) {
  LinkSummary summary;
  summary.formats = {"ecospold2"};
  std::string text = to_json(summary);
  const std::string key = "\"across\":[],";
  ASSERT_NE(text.find(key), std::string::npos);
  text.erase(text.find(key), key.size());
  EXPECT_TRUE(link_summary_from_json(text).across.empty());
}

TEST(LinkSummary, AnEmptyOneIsAnEmptyTextAndWhatIsNoneIsRefused) {
  EXPECT_EQ(to_json(LinkSummary{}), "");
  EXPECT_TRUE(link_summary_from_json("").empty());
  EXPECT_ANY_THROW((void)link_summary_from_json("{}"));
}

}  // namespace
}  // namespace plume::link_summary_test
