// SPDX-License-Identifier: Apache-2.0
#include "host/model/link_report_text.hpp"

#include <gmock/gmock.h>

#include "host/base/error.hpp"

namespace plume::link_report_text_test {
namespace {

LinkReport sample() {
  LinkReport report;
  report.formats = {"openlca-jsonld"};
  report.processes = 3;
  report.products = 4;
  report.links = {{"provider", 5}, {"cut_off", 1}};
  report.distributions["exchange"] = {{"normal", 2}};
  report.ignored = {{"process.version", 3}};
  report.cut_offs.push_back({1, "s", "scrap", "kg", "DE", "nobody makes it", 0.1});
  report.across.push_back(
      {2, "s1", "steel", "kg", "m", "mill", "DE", "t", "metals.zip", "name", 900.0, 1e-3});
  report.details.push_back({"W0809", {"a.zip/x.json", 7, 2}, "it \"says\" so", "mend it"});
  return report;
}

TEST(LinkReportText, EveryFieldComesBack) {
  const LinkReport report = sample(), again = link_report_of(stored_link_report(report));
  EXPECT_EQ(stored_link_report(again), stored_link_report(report));
  EXPECT_EQ(again.links, report.links);
  EXPECT_EQ(again.distributions, report.distributions);
  ASSERT_EQ(again.cut_offs.size(), 1u);
  EXPECT_EQ(again.cut_offs[0].amount, 0.1);
  EXPECT_EQ(again.details[0].place.line, 7u);
  ASSERT_EQ(again.across.size(), 1u);
  EXPECT_EQ(again.across[0].model, "metals.zip");
  EXPECT_EQ(again.across[0].factor, 1e-3);
  EXPECT_EQ(again.across[0].amount, 900.0);
}

TEST(LinkReportText, OneThatWasStoredBeforeThereWereLinksByNameIsRead) {
  std::string text = stored_link_report(sample());
  const std::size_t at = text.find("\"across\":"), end = text.find(",\"allocation\"");
  ASSERT_LT(at, end);
  text.erase(at, end + 1 - at);
  EXPECT_TRUE(link_report_of(text).across.empty());
  EXPECT_EQ(link_report_of(text).cut_offs.size(), 1u);
}

TEST(LinkReportText, WhatIsNoReportIsRefused) {
  EXPECT_THROW((void)link_report_of("{"), Error);
  EXPECT_THROW((void)link_report_of("{\"formats\": []}"), Error);
}

TEST(LinkReportText, ReportsOfTwoModelsAreAdded) {
  LinkReport both = sample();
  add_to(both, sample(), {10, 11, 12});
  EXPECT_EQ(both.processes, 6u);
  EXPECT_EQ(both.links.at("provider"), 10u);
  EXPECT_EQ(both.formats.size(), 1u);
  ASSERT_EQ(both.cut_offs.size(), 2u);
  EXPECT_EQ(both.cut_offs[1].process, 11u);
  ASSERT_EQ(both.across.size(), 2u);
  EXPECT_EQ(both.across[1].process, 12u);
  LinkReport wrong;
  EXPECT_THROW(add_to(wrong, sample(), {0}), Error);  // its cut-off is of process 1
}

}  // namespace
}  // namespace plume::link_report_text_test
