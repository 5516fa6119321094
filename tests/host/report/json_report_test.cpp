// SPDX-License-Identifier: Apache-2.0
#include "host/report/json_report.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "host/base/numbers.hpp"
#include "tests/host/report/fixture.hpp"

namespace json_report_test {
namespace {

using plume::json_report;
using plume::testing::small_report_input;

std::uint64_t bits(double value) { return std::bit_cast<std::uint64_t>(value); }

TEST(JsonReport, HoldsTheContractedKeys) {
  const auto json = nlohmann::json::parse(json_report(small_report_input()));

  EXPECT_EQ(json.at("study"), "Two kettles");
  EXPECT_EQ(json.at("seed").get<std::uint64_t>(), 18446744073709551615u);
  EXPECT_EQ(json.at("iterations"), 1000);
  EXPECT_EQ(json.at("failed"),
            nlohmann::json::parse(R"({"infeasible": 2, "singular": 3, "non_finite": 0})"));
  EXPECT_EQ(json.at("status"),
            nlohmann::json::parse(
                R"({"ok": 990, "direct": 5, "infeasible": 2, "singular": 3, "non_finite": 0})"));
  ASSERT_EQ(json.at("outputs").size(), 4u);
  for (const auto& output : json.at("outputs")) {
    for (const char* key :
         {"demand", "category", "unit", "static", "mean", "se_mean", "sd", "median", "quantiles"}) {
      EXPECT_TRUE(output.contains(key)) << key;
    }
    for (const char* level : {"0.025", "0.05", "0.25", "0.75", "0.95", "0.975"}) {
      EXPECT_TRUE(output["quantiles"].contains(level)) << level;
    }
    EXPECT_EQ(output["quantiles"].size(), 6u);
  }
}

TEST(JsonReport, EveryFigureReadsBackBitForBit) {
  auto input = small_report_input();
  input.summaries[0].mean = 1.0 / 3.0;
  input.summaries[0].quantiles[3] = 5e-324;

  const auto outputs = nlohmann::json::parse(json_report(input)).at("outputs");

  for (std::size_t i = 0; i < 3; ++i) {  // the fourth has no figures
    const plume::Summary& summary = input.summaries[i];
    EXPECT_EQ(outputs[i]["count"].get<std::uint64_t>(), summary.count);
    EXPECT_EQ(bits(outputs[i]["static"]), bits(input.header.static_scores[i]));
    EXPECT_EQ(bits(outputs[i]["mean"]), bits(summary.mean));
    EXPECT_EQ(bits(outputs[i]["se_mean"]), bits(summary.se_mean));
    EXPECT_EQ(bits(outputs[i]["sd"]), bits(summary.sd));
    EXPECT_EQ(bits(outputs[i]["median"]), bits(summary.median));
    EXPECT_EQ(bits(outputs[i]["minimum"]), bits(summary.minimum));
    EXPECT_EQ(bits(outputs[i]["maximum"]), bits(summary.maximum));
    for (std::size_t q = 0; q < plume::quantile_levels.size(); ++q) {
      EXPECT_EQ(bits(outputs[i]["quantiles"][plume::format_exact(plume::quantile_levels[q])]),
                bits(summary.quantiles[q]));
    }
  }
}

TEST(JsonReport, HoldsWhatTheControlVariateEstimates) {
  const auto json = nlohmann::json::parse(json_report(plume::testing::controlled_report_input()));
  const auto& controlled = json["outputs"][0]["controlled"];
  EXPECT_EQ(controlled["mean"], 0.561234);
  EXPECT_EQ(controlled["se_mean"], 0.0031);
  EXPECT_EQ(controlled["gain"], 15.86);
  EXPECT_EQ(controlled["median"], 0.5015);
  EXPECT_EQ(controlled["se_median"], 0.0087);
  EXPECT_EQ(controlled["median_gain"], 2.97);
  EXPECT_EQ(controlled["quantiles"]["0.025"], 0.121);
  EXPECT_EQ(controlled["se_quantiles"]["0.975"], 0.05);
  EXPECT_EQ(controlled["quantile_gains"]["0.95"], 2.4);
  EXPECT_TRUE(json["outputs"][3]["controlled"]["mean"].is_null());
  EXPECT_EQ(json["provenance"]["first_order"]["controls"], 321);
  EXPECT_EQ(json["provenance"]["first_order"]["frozen"], 77);
  EXPECT_FALSE(nlohmann::json::parse(json_report(small_report_input()))["outputs"][0].contains(
      "controlled"));
}

TEST(JsonReport, HoldsStandardErrorsAndConfidenceIntervals) {
  auto input = small_report_input();
  input.summaries[0].replicates = 8;
  const auto json = nlohmann::json::parse(json_report(input));
  EXPECT_EQ(json["standard_errors_from"], "independent iterations");
  const auto& output = json["outputs"][0];
  EXPECT_EQ(output["replicates"], 8);
  EXPECT_EQ(output["se_median"], 0.015);
  EXPECT_EQ(output["se_quantiles"]["0.975"], 0.06);
  constexpr double t = 2.3646242516;  // 7 degrees of freedom
  EXPECT_NEAR(output["mean_interval"][0].get<double>(), 0.56234567 - t * 0.0123456, 1e-9);
  EXPECT_NEAR(output["mean_interval"][1].get<double>(), 0.56234567 + t * 0.0123456, 1e-9);
  EXPECT_NEAR(output["median_interval"][0].get<double>(), 0.501234567 - t * 0.015, 1e-9);
  EXPECT_NEAR(output["quantile_intervals"]["0.025"][1].get<double>(), 0.12 + t * 0.01, 1e-9);
  EXPECT_TRUE(json["outputs"][1]["se_median"].is_null()) << "not known";
  EXPECT_TRUE(json["outputs"][1]["median_interval"][0].is_null());
  input.header.provenance.design = "lhs";
  EXPECT_EQ(nlohmann::json::parse(json_report(input))["standard_errors_from"], "block means");
}

TEST(JsonReport, ListsFailedIterationsAndSaysHowManyItListsAtMost) {
  const auto json = nlohmann::json::parse(json_report(small_report_input()));
  EXPECT_EQ(json["failed_iterations"],
            nlohmann::json::parse(
                R"({"infeasible": [12, 400], "singular": [7, 503, 900], "non_finite": []})"));
  EXPECT_EQ(json["failed_iterations_limit"], 1000);
}

TEST(JsonReport, HoldsAchievedPrecisionAndParts) {
  auto input = small_report_input();
  plume::AchievedPrecision achieved;
  achieved.rule = plume::PrecisionRule::comparison_half_width;
  achieved.wanted = 0.01;
  achieved.other_demand = 1;
  input.totals.precision = {achieved};
  plume::AchievedPrecision quantile;
  quantile.rule = plume::PrecisionRule::quantile_half_width;
  quantile.reached = 0.25;
  quantile.level = 0.95;
  input.totals.precision.push_back(quantile);
  input.header.provenance.parts = {{0, 1000, "a", "b", "cpu", "plume run kettle.toml", 0.5}};
  const auto json = nlohmann::json::parse(json_report(input));
  EXPECT_EQ(
      json["precision"][0],
      nlohmann::json::parse(R"({"rule": "comparison_half_width", "wanted": 0.01, "reached": null,
      "demand": "1 kWh", "category_id": "cc", "other_demand": "=cup, \"hot\""})"));
  EXPECT_EQ(json["precision"][1]["level"], 0.95);
  EXPECT_EQ(json["precision"][1]["scale"], "relative");
  EXPECT_EQ(json["provenance"]["parts"][0],
            nlohmann::json::parse(R"({"first_iteration": 0, "iterations": 1000,
      "started": "a", "finished": "b", "device": "cpu", "command": "plume run kettle.toml", "seconds": 0.5})"));
}

TEST(JsonReport, OutputsAreInTheOrderOfDemandsThenCategories) {
  const auto outputs = nlohmann::json::parse(json_report(small_report_input())).at("outputs");

  EXPECT_EQ(outputs[1]["demand"], "1 kWh");
  EXPECT_EQ(outputs[1]["category"], "人体毒性");
  EXPECT_EQ(outputs[2]["demand"], "=cup, \"hot\"");
  EXPECT_EQ(outputs[2]["category"], "climate change");
}

TEST(JsonReport, AnOutputWithoutScoresHasNulls) {
  const auto output = nlohmann::json::parse(json_report(small_report_input())).at("outputs")[3];

  EXPECT_EQ(output["count"], 0);
  EXPECT_EQ(output["static"], 0.0);
  EXPECT_TRUE(output["mean"].is_null());
  EXPECT_TRUE(output["quantiles"]["0.975"].is_null());
}

TEST(JsonReport, CarriesProvenanceAndWarnings) {
  const auto json = nlohmann::json::parse(json_report(small_report_input()));

  EXPECT_EQ(json["provenance"]["commit"], "0123456789ab");
  EXPECT_EQ(json["provenance"]["inputs"][0]["path"], "kettle");
  EXPECT_EQ(json["provenance"]["overrides"][0], "sampling.seed=18446744073709551615");
  EXPECT_EQ(json["warnings"][0], "kettle/flows.csv:3:1: warning W0409: something");
}

TEST(JsonReport, IsLaidOutInTheOrderOfTheContract) {
  const auto json = nlohmann::ordered_json::parse(json_report(small_report_input()));

  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  EXPECT_EQ(keys, (std::vector<std::string>{
                      "study", "seed", "iterations", "iterations_planned", "stop_reason", "seconds",
                      "failed", "status", "failed_iterations", "failed_iterations_limit",
                      "precision", "standard_errors_from", "outputs", "provenance", "warnings"}));
  EXPECT_TRUE(json_report(small_report_input())
                  .starts_with("{\n  \"study\": \"Two kettles\",\n  \"seed\": 1844674"));
  EXPECT_TRUE(json_report(small_report_input()).ends_with("\n}\n"));
}

TEST(JsonReport, EveryTextReadsBackAndDamagedBytesAreReplaced) {
  const std::string awkward =
      std::string("quote \" back \\ line \n tab \t return \r bell \x07 nul ") + '\0' + " 人 \x7F";
  auto input = small_report_input();
  input.header.study_name = awkward;
  input.header.axes.demands[0].name = "bad \xFF";
  input.header.provenance.warnings = {"bad \xFF too"};

  const auto json = nlohmann::json::parse(json_report(input));

  EXPECT_EQ(json["study"].get<std::string>(), awkward);
  EXPECT_EQ(json["outputs"][0]["demand"].get<std::string>(), "bad \xEF\xBF\xBD");
  EXPECT_EQ(json["warnings"][0].get<std::string>(), "bad \xEF\xBF\xBD too");
}

TEST(JsonReport, NumbersKeepTheirTypeAndWhatIsNoNumberIsNull) {
  auto input = small_report_input();
  input.summaries[0].mean = 3.0;
  input.summaries[0].median = -0.0;
  input.summaries[0].sd = -std::numeric_limits<double>::infinity();
  input.summaries[0].maximum = 1e300;

  const std::string text = json_report(input);

  for (const char* part : {"\"mean\": 3.0,", "\"median\": -0.0,", "\"sd\": null,",
                           "\"maximum\": 1e+300,", "\"seed\": 18446744073709551615,"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << " is not in\n" << text;
  }
}

}  // namespace
}  // namespace json_report_test
