// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/ipcc_approach1.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

namespace ipcc_approach1_test {
namespace {

using nlohmann::json;

class IpccGolden : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::filesystem::path path = PLUME_SOURCE_DIR "/../shared/golden/ipcc_ghgp.json";
    if (!std::filesystem::exists(path))
      GTEST_SKIP() << "the golden file ipcc_ghgp.json is not here";
    std::ifstream file(path);
    golden_ = json::parse(file);
  }
  /// The object that has a member of this name, anywhere in the file.
  static const json* holder_of(const json& node, const std::string& name) {
    if (node.is_object() && node.contains(name)) return &node;
    if (!node.is_structured()) return nullptr;
    for (const json& child : node)
      if (const json* found = holder_of(child, name)) return found;
    return nullptr;
  }

  json golden_;
};

void expect_same(double actual, const json& expected, const std::string& what) {
  EXPECT_NEAR(actual, expected.get<double>(), 1e-12 * std::abs(expected.get<double>())) << what;
}

TEST_F(IpccGolden, EveryColumnOfTable32) {
  // Arrange
  const json* table = holder_of(golden_, "U_trend_pct_points");
  ASSERT_NE(table, nullptr);
  const json* rows = nullptr;
  for (const json& member : *table)
    if (member.is_array()) rows = &member;
  ASSERT_NE(rows, nullptr);
  std::vector<plume::Approach1Row> input;
  for (const json& row : *rows)
    input.push_back({row.at("name"), row.at("gas"), row.at("C_base"), row.at("D_year_t"),
                     row.at("E_AD_pct"), row.at("F_EF_pct")});
  // Act
  const plume::Approach1 all = plume::approach1(input);
  // Assert
  ASSERT_GE(rows->size(), 7U);
  for (std::size_t i = 0; i < rows->size(); ++i) {
    const json& row = rows->at(i);
    const std::string name = row.at("name");
    expect_same(all.rows[i].combined, row.at("G_combined_pct"), name + " G");
    expect_same(all.rows[i].contribution, row.at("H_contribution_to_variance"), name + " H");
    // I is a difference of percentages near 100: its last digits are those of 100.
    EXPECT_NEAR(all.rows[i].type_a, row.at("I_typeA").get<double>(), 1e-12) << name;
    expect_same(all.rows[i].type_b, row.at("J_typeB"), name + " J");
    EXPECT_NEAR(all.rows[i].trend_factor, row.at("K_trend_EF").get<double>(), 1e-10) << name;
    expect_same(all.rows[i].trend_activity, row.at("L_trend_AD"), name + " L");
    EXPECT_NEAR(all.rows[i].trend_variance, row.at("M_trend_variance").get<double>(), 1e-10)
        << name;
  }
  expect_same(all.base, table->at("total_base"), "base");
  expect_same(all.year, table->at("total_t"), "year");
  expect_same(all.u_total, table->at("U_total_pct"), "U");
  // One row, of 100.5 %, is wider than 100 %: U² = 4.816² + 4.39·(F_c² − 1) with its F_c of 1.0676.
  const double fc = plume::ipcc_correction(all.rows[3].combined);
  EXPECT_GT(fc, 1.05);
  EXPECT_NEAR(all.u_corrected * all.u_corrected,
              all.u_total * all.u_total + all.rows[3].contribution * (fc * fc - 1.0), 1e-12);
  expect_same(all.trend, table->at("trend_pct"), "trend");
  EXPECT_NEAR(all.u_trend, table->at("U_trend_pct_points").get<double>(), 1e-11);
}

TEST_F(IpccGolden, CorrectionAboveAHundredPercent) {
  const json& expected = golden_.at("correction_and_asymmetric");
  for (const auto& [u, factor] : expected.at("Fc").items())
    expect_same(plume::ipcc_correction(std::stod(u)), factor, "Fc of " + u);
  for (const auto& [u, corrected] : expected.at("U_corrected").items())
    expect_same(std::stod(u) * plume::ipcc_correction(std::stod(u)), corrected, "corrected " + u);
}

TEST(IpccCorrection, EndsAtTheCapOfTheGuidelines) {
  EXPECT_EQ(plume::ipcc_correction(300.0), plume::ipcc_correction(230.0))
      << "fitted up to 230 % (2006 Guidelines, vol. 1, 3.2.3.1)";
  EXPECT_LT(plume::ipcc_correction(229.0), plume::ipcc_correction(230.0));
  EXPECT_EQ(plume::ipcc_correction(100.0), 1.0);
}

TEST_F(IpccGolden, ToolOfTheGhgProtocol) {
  const json& tool = golden_.at("ghg_protocol_tool");
  std::vector<plume::Approach1Row> rows;
  for (const json& source : tool.at("sources")) {
    const bool direct = !source.contains("U_AD");
    rows.push_back(
        {source.at("source"), "", 0.0, source.at("emission_t"),
         direct ? source.at("U_combined").get<double>() : source.at("U_AD").get<double>(),
         direct ? 0.0 : source.at("U_EF").get<double>()});
  }
  const plume::Approach1 all = plume::approach1(rows);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    expect_same(all.rows[i].combined, tool.at("sources")[i].at("U_combined"), rows[i].name);
    EXPECT_EQ(plume::ghg_protocol_rating(all.rows[i].combined), tool.at("sources")[i].at("rating"))
        << rows[i].name;
  }
  expect_same(all.u_total, tool.at("U_total_pct"), "total");
  EXPECT_EQ(plume::ghg_protocol_rating(all.u_total), tool.at("rating"));
}

TEST_F(IpccGolden, CorrectedRowsMakeTheCorrectedTotal) {
  const json& expected = golden_.at("correction_and_asymmetric").at("U_corrected");
  for (const auto& [u, corrected] : expected.items()) {
    const plume::Approach1 alone = plume::approach1({{"a", "CO2", 0.0, 5.0, 0.0, std::stod(u)}});
    expect_same(alone.rows[0].corrected, corrected, u);
    expect_same(alone.u_corrected, corrected, "total of " + u);
    EXPECT_EQ(alone.u_total, std::stod(u)) << "Table 3.2 is not corrected";
  }
}

TEST(IpccApproach1, TotalOfZeroHasNoPercentage) {
  EXPECT_TRUE(std::isinf(
      plume::approach1({{"a", "CO2", 0.0, 5.0, 1.0, 1.0}, {"b", "CO2", 0.0, -5.0, 1.0, 1.0}})
          .u_total));
}

TEST(IpccApproach1, RatingsChangeAboveTheirLimits) {
  EXPECT_EQ(plume::ghg_protocol_rating(5.0), "High");
  EXPECT_EQ(plume::ghg_protocol_rating(5.01), "Good");
  EXPECT_EQ(plume::ghg_protocol_rating(15.0), "Good");
  EXPECT_EQ(plume::ghg_protocol_rating(15.01), "Fair");
  EXPECT_EQ(plume::ghg_protocol_rating(30.0), "Fair");
  EXPECT_EQ(plume::ghg_protocol_rating(30.01), "Poor");
}

}  // namespace
}  // namespace ipcc_approach1_test
