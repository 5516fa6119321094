// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/inventory_model.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "host/analysis/inventory_summary.hpp"
#include "host/run/run_study.hpp"
#include "tests/support/golden_samples.hpp"

namespace plume::inventory_model_test {
namespace {

constexpr double z = 4.0;  // standard errors: one in 16,000 for a figure that is right

class WaferFactory : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    std::ifstream golden(PLUME_SOURCE_DIR "/../shared/golden/leshan_like.json");
    if (!golden) return;
    golden_ = nlohmann::json::parse(golden);
    path_ = std::filesystem::temp_directory_path() /
            ("plume_wafer_" + std::to_string(getpid()) + ".h5");
    RunOptions options;
    options.result_path = path_;
    run_study(PLUME_SOURCE_DIR "/datasets/studies/wafer_factory/study.toml", options);
    summary_ = inventory_summary(ResultFile(path_));
  }
  static void TearDownTestSuite() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  void SetUp() override {
    if (golden_.is_null()) GTEST_SKIP() << "../shared/golden/leshan_like.json is not there";
  }

  struct Mapped {
    const char* golden;
    const char* demand;
    const char* category;
  };
  /// Golden rows, and where they stand in the result.
  static constexpr Mapped rows_[] = {
      {"S1 natural gas CO2", "natural gas", "gas CO2"},
      {"S1 natural gas CH4", "natural gas", "gas CH4"},
      {"S1 natural gas N2O", "natural gas", "gas N2O"},
      {"S1 diesel CO2", "diesel", "ghg"},
      {"S1 R-410A", "R-410A", "ghg"},
      {"S1 SF6", "SF6", "ghg"},
      {"S2 location-based", "purchased electricity, location-based", "ghg"},
      {"S2 market-based", "purchased electricity, market-based", "ghg"},
      {"S3.1 polysilicon", "polysilicon", "ghg"},
      {"S3.3 T&D losses (location)", "grid losses", "ghg"},
      {"S3.4 transport", "transport", "ghg"},
      {"credits realised", "credits, risk-adjusted", "ghg"},
      {"electricity_MWh", "quantity: electricity metered", "quantity"},
  };
  static constexpr Mapped totals_[] = {
      {"electricity_MWh", "quantity: electricity metered", "quantity"},
      {"Scope 1", "scope 1", "ghg"},
      {"Scope 2 location-based", "scope 2, location-based", "ghg"},
      {"Scope 2 market-based", "scope 2, market-based", "ghg"},
      {"Scope 3 (listed categories)", "scope 3", "ghg"},
      {"Type I gross market-based (S1+S2mb)", "type I gross, market-based", "ghg"},
      {"Type I gross location-based (S1+S2lb)", "type I gross, location-based", "ghg"},
      {"Type I net, credits at face value (market-based)", "net, credits at face value", "ghg"},
      {"Type I net, credits risk-adjusted (market-based)", "net, credits risk-adjusted", "ghg"},
  };

  /// Quantities are given in MJ.
  static double unit_of(const Mapped& row) {
    return row.category == std::string("quantity") ? 3600.0 : 1.0;
  }
  static std::vector<double> samples_of(const Mapped& row) {
    const ResultFile file(path_);
    const auto& axes = file.header().axes;
    for (std::size_t d = 0; d < axes.demands.size(); ++d) {
      for (std::size_t k = 0; k < axes.categories.size(); ++k) {
        if (axes.demands[d].name == row.demand && axes.categories[k].id == row.category)
          return file.samples(d, k);
      }
    }
    ADD_FAILURE() << row.golden << " is not in the result";
    return {};
  }

  static nlohmann::json golden_;
  static std::filesystem::path path_;
  static InventorySummary summary_;
};
nlohmann::json WaferFactory::golden_;
std::filesystem::path WaferFactory::path_;
InventorySummary WaferFactory::summary_;

TEST_F(WaferFactory, StaticValuesAreThoseOfTheGolden) {
  const ResultFile file(path_);
  const auto& axes = file.header().axes;
  for (const Mapped& row : rows_) {
    bool found = false;
    for (std::size_t d = 0; d < axes.demands.size(); ++d) {
      for (std::size_t k = 0; k < axes.categories.size(); ++k) {
        if (axes.demands[d].name != row.demand || axes.categories[k].id != row.category) continue;
        const double wanted = golden_["deterministic"][row.golden].get<double>() * unit_of(row);
        EXPECT_NEAR(file.header().static_scores[d * axes.categories.size() + k], wanted,
                    1e-12 * std::abs(wanted))
            << row.golden;
        found = true;
      }
    }
    EXPECT_TRUE(found) << row.golden;
  }
}

TEST_F(WaferFactory, MeansSpreadsAndPercentilesAreThoseOfTheGolden) {
  for (const Mapped& row : rows_) {
    if (!golden_["rows"].contains(row.golden)) continue;  // a total
    EXPECT_EQ("", testing::disagreement(samples_of(row), golden_["rows"][row.golden]))
        << row.golden;
  }
  for (const Mapped& row : totals_)
    EXPECT_EQ("",
              testing::disagreement(samples_of(row), golden_["totals"][row.golden], unit_of(row)))
        << row.golden;
  const Mapped& gross = totals_[5];
  EXPECT_NE("", testing::disagreement(samples_of(gross), golden_["totals"][gross.golden], 1.02))
      << "the twin";
}

TEST_F(WaferFactory, ClaimIsThatOfTheGolden) {
  const ClaimSummary& claim = summary_.claim;
  const auto expect_probability = [](const ClaimFigures& figures, const nlohmann::json& golden) {
    EXPECT_NEAR(figures.probability, golden["p"].get<double>(),
                z * std::hypot(figures.probability_se, golden["se"].get<double>()));
  };

  expect_probability(claim.face, golden_["claims"]["P_typeI_net_le_0_credits_at_face_value"]);
  expect_probability(claim.risk_adjusted, golden_["claims"]["P_typeI_net_le_0_risk_adjusted"]);
  EXPECT_EQ(claim.verdict, "not demonstrated");
  // The contract fails with a probability of exactly 5 %: a finite volume for 95 % would be chance.
  EXPECT_TRUE(std::isinf(claim.risk_adjusted.needed[3].nominal));
  // The golden volumes come from 1,000,000 iterations; theirs is our error times √(n/1,000,000).
  const double both = std::sqrt(1.0 + static_cast<double>(summary_.iterations) / 1e6);
  const auto expect_needed = [&](const ClaimFigures& figures, const nlohmann::json& golden) {
    for (const auto& needed : figures.needed) {
      const std::string level =
          "p" + std::to_string(static_cast<int>(std::lround(100.0 * needed.confidence)));
      if (!golden.contains(level) || std::isinf(needed.nominal)) continue;
      EXPECT_NEAR(needed.nominal, golden[level].get<double>(), z * needed.se * both) << level;
      EXPECT_LT(needed.se, 0.05 * needed.nominal) << level;
    }
  };
  expect_needed(claim.face, golden_["claims"]["credits_needed_face_value"]);
  expect_needed(claim.risk_adjusted, golden_["claims"]["credits_needed_risk_adjusted"]);
}

/// What add_inventory() has to say of these tables.
std::string findings_of(const std::string& activities, const std::string& quantities = {}) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("plume_inventory_" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "a.csv") << activities;
  std::ofstream(folder / "q.csv") << quantities;
  StudyInventory inventory;
  inventory.activities.push_back({folder / "a.csv", "a.csv"});
  if (!quantities.empty()) inventory.quantities.push_back({folder / "q.csv", "q.csv"});
  Model model;
  Findings findings;
  static_cast<void>(add_inventory(inventory, nullptr, model, findings));
  std::filesystem::remove_all(folder);
  std::string text = findings.to_string();
  const std::string prefix = folder.string() + "/";
  for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix))
    text.erase(at, prefix.size());
  return text;
}

constexpr const char* header = "source,scope,amount,unit,factor,evidence,period\n";

TEST(InventoryFindings, MixedUnits) {
  EXPECT_EQ(findings_of(std::string(header) + "power,1,5,kg,cn_grid_shandong_2021,,\n"),
            "a.csv:2:11: error E0717: 'power' cannot be multiplied by 'cn_grid_shandong_2021', "
            "which is per kWh; "
            "convert the amount, "
            "or name a conversion such as a heating value in the column 'via'");
}

TEST(InventoryFindings, UnknownFactor) {
  EXPECT_EQ(findings_of(std::string(header) + "power,1,5,kWh,cn_grid_shandon_2021,,\n"),
            "a.csv:2:15: error E0724: there is no factor 'cn_grid_shandon_2021'; did you mean "
            "'cn_grid_shandong_2021'?");
}

TEST(InventoryFindings, DoubleCounting) {
  const std::string first = std::string(header) + "a,1,5,kWh,cn_grid_shandong_2021,M1,\n";
  EXPECT_EQ(findings_of(first + "a,1,5.0,kWh,cn_grid_shandong_2021,M1,\n"),
            "a.csv:3:35: error E0720: evidence 'M1' is counted twice with factor "
            "'cn_grid_shandong_2021', first in line 2; "
            "give each document to one row, or each row an evidence id of its own");
}

TEST(InventoryFindings, OneDocumentOfSeveralLines) {
  const std::string first = std::string(header) + "a,1,5,kWh,cn_grid_shandong_2021,M1,\n";
  const auto has = [&](const std::string& row, const char* code) {
    return findings_of(first + row).find(code) != std::string::npos;
  };
  EXPECT_EQ(
      findings_of(std::string(header) +
                  "a,1,5,kWh,cn_grid_shandong_2021,M1,\nb,1,5000,Wh,cn_grid_shandong_2021,M1,\n")
          .substr(0, 122),
      "a.csv:3:35: warning W0758: evidence 'M1' stands with factor 'cn_grid_shandong_2021' and the "
      "same amount in line "
      "2, "
      "too; if");
  EXPECT_TRUE(has("a,1,6,kWh,cn_grid_shandong_2021,M1,\n", "W0758"))
      << "the same source, another amount";
  for (const char* row :
       {"b,1,6,kWh,cn_grid_shandong_2021,M1,\n", "a,1,5,kWh,cn_grid_shandong_2021,M2,\n",
        "a,1,5,kWh,cn_grid_shandong_2021,M1,2023\n",
        "a,2 location,5,kWh,cn_grid_shandong_2021,M1,\n",
        "a,1,5,kWh,cn_grid_shandong_2020,M1,\n"}) {
    EXPECT_FALSE(has(row, "E0720") || has(row, "W0758")) << row;
  }
}

TEST(InventoryFindings, Scopes) {
  EXPECT_EQ(findings_of(std::string(header) +
                        "a,2,5,kWh,cn_grid_shandong_2021,,\nb,3,5,kWh,cn_grid_shandong_2021,,\n"),
            "a.csv:2:3: error E0715: scope '2' is unknown; say by which electricity: '2 location' "
            "or '2 market'; "
            "report both\n"
            "a.csv:3:3: error E0715: scope 3 without a category from 1 to 15 (given: ''); give the "
            "category of the GHG "
            "Protocol in "
            "the column 'category'");
}

TEST(InventoryFindings, NegativeActivity) {
  EXPECT_EQ(findings_of(std::string(header) + "a,1,-5,kWh,cn_grid_shandong_2021,,\n"),
            "a.csv:2:5: error E0713: the activity -5 kWh is below 0; removals are positive amounts "
            "of scope 'removal'; "
            "what a site "
            "makes itself is a quantity");
}

TEST(InventoryFindings, OverlappingPeriods) {
  EXPECT_EQ(
      findings_of(
          std::string(header) +
          "a,1,5,kWh,cn_grid_shandong_2021,,2023\na,1,5,kWh,cn_grid_shandong_2021,,2023-12\n"),
      "a.csv:3:34: error E0722: 2023-12 of 'a' overlaps 2023 in line 2; periods of one source and "
      "site follow "
      "each other; "
      "different meters are different sources");
}

TEST(InventoryFindings, QuantityOfItself) {
  EXPECT_EQ(findings_of(std::string(header) + "a,1,5,kWh,cn_grid_shandong_2021,,\n",
                        "quantity,of,amount,unit\nq,q,1,1\n"),
            "q.csv:2:3: error E0719: quantity 'q' is of itself; break the circle: one of them must "
            "stand alone");
}

}  // namespace
}  // namespace plume::inventory_model_test
