// SPDX-License-Identifier: Apache-2.0
#include "host/model/link_report.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace plume::link_report_test {
namespace {

TEST(LinkReport, TalliesCountByName) {
  Tally tally;
  add_to(tally, "input");
  add_to(tally, "input", 2);
  add_to(tally, "waste");
  EXPECT_EQ(tally, (Tally{{"input", 3}, {"waste", 1}}));
}

TEST(LinkReport, JsonHasTheKeysThatOthersRelyOn) {
  LinkReport report;
  Findings findings;
  findings.add("W0804", {"a.json", 3, 0}, "1 input is cut off", "add \"it\"");
  report.formats = {"openlca-jsonld", "openlca-refdata"};
  report.processes = 6;
  report.distributions["exchange"]["normal"] = 1;
  report.cut_offs.push_back({0, "scrap id", "scrap", "kg", "", "nobody makes it", 0.7});
  report.across.push_back(
      {1, "s1", "steel", "kg", "m", "mill", "DE", "t", "metals.zip", "name", 900.0, 1e-3});
  const auto json = nlohmann::json::parse(to_json(report, findings, false));
  EXPECT_EQ(json["format"], "openlca-jsonld, openlca-refdata");
  EXPECT_EQ(json["processes"], 6);
  EXPECT_EQ(json["distributions"]["exchange"]["normal"], 1);
  for (const char* key :
       {"exchanges", "downgraded", "formulas", "links", "allocation", "units", "flows", "ignored"})
    EXPECT_TRUE(json[key].is_object() || json[key].is_null()) << key;
  EXPECT_EQ(json["findings"][0]["code"], "W0804");
  EXPECT_EQ(json["findings"][0]["severity"], "warning");
  EXPECT_EQ(json["findings"][0]["file"], "a.json");
  EXPECT_EQ(findings_table(report, findings),
            "code,severity,file,line,problem,hint\nW0804,warning,\"a.json\",3,\"1 input is cut "
            "off\",\"add \"\"it\"\"\"\n");
  EXPECT_EQ(
      json["links"],
      (nlohmann::json{
          {"provider", 0}, {"only_maker", 0}, {"rule", 0}, {"cut_off", 0}, {"ambiguous", 0}}));
  EXPECT_FALSE(json.contains("cut_offs"));
  const auto whole = nlohmann::json::parse(to_json(report, findings, true));
  EXPECT_EQ(whole["cut_offs"][0]["amount"], 0.7);
  EXPECT_EQ(whole["cut_offs"][0]["name"], "scrap");
  EXPECT_EQ(whole["across"][0], (nlohmann::json{{"process", 1},
                                                {"product", "s1"},
                                                {"name", "steel"},
                                                {"amount", 900.0},
                                                {"unit", "kg"},
                                                {"maker", "m"},
                                                {"maker_name", "mill"},
                                                {"maker_location", "DE"},
                                                {"maker_unit", "t"},
                                                {"model", "metals.zip"},
                                                {"factor", 1e-3},
                                                {"reason", "name"}}));
}

TEST(LinkReport, TablesHaveEveryDetailThoughOnlySomeAreShown) {
  LinkReport report;
  Findings findings;
  for (int i = 0; i < 60; ++i) {
    report.details.push_back({"W0801", {"a", 0, 0}, "skipped", ""});
    findings.add("W0801", {"a", 0, 0}, "skipped");
  }
  findings.add("W0804", {}, "cut off");
  const std::string table = findings_table(report, findings);
  // header, details, the other finding
  EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 62);
}

TEST(LinkReport, BytesThatAreNoUtf8DoNotEndTheProgram) {
  LinkReport report;
  const Findings findings;
  report.ignored["\xff"] = 1;
  EXPECT_NO_THROW(nlohmann::json::parse(to_json(report, findings, false)));
}

}  // namespace
}  // namespace plume::link_report_test
