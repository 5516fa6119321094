// SPDX-License-Identifier: Apache-2.0
// A small inventory run as a user would run it: tables as texts, a study file, a result whose
// totals a test compares by hand.
//
//     const testing::InventoryRun run({.activities =
//         "source,scope,amount,unit,factor\nboiler,1,2,t,one\n"});
//     EXPECT_NEAR(run.fixed("scope 1"), 2.0, 1e-12);
//     for (const double t : run.samples("scope 1")) EXPECT_GE(t, 0.0);
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "host/run/run_study.hpp"
#include "host/store/result.hpp"
#include "tests/support/inventory_files.hpp"

namespace plume::testing {

struct InventoryStudy {
  std::string activities;
  std::string quantities = {}, instruments = {}, credits = {};
  std::string factors = plain_factors;
  std::string parameters = {};
  std::string keys = {};    ///< lines of [inventory]: "period = \"2023\""
  std::string tables = {};  ///< more of the study file: "[claim]\nboundary = \"type II\""
  int iterations = 1024;
  std::string sampling = {};  ///< more lines of [sampling]
};

class InventoryRun {
 public:
  explicit InventoryRun(const InventoryStudy& study) {
    std::string text =
        "[study]\nname = \"test\"\n[inventory]\norganisation = \"Example\"\n" + study.keys + "\n";
    const auto table = [&](const std::string& key, const std::string& content) {
      if (content.empty()) return;
      folder_.write(key + ".csv", content);
      text += key + " = \"" + key + ".csv\"\n";
    };
    table("activities", study.activities);
    table("quantities", study.quantities);
    table("instruments", study.instruments);
    table("credits", study.credits);
    table("factors", study.factors);
    table("parameters", study.parameters);
    text += study.tables + "\n[sampling]\niterations = " + std::to_string(study.iterations) +
            "\nseed = 1\n" + study.sampling;
    RunOptions options;
    options.result_path = folder_.path() / "out.h5";
    options.threads = 1;
    report_ = run_study(folder_.write("study.toml", text), options);
  }

  [[nodiscard]] double fixed(const std::string& demand, const std::string& category = "ghg") const {
    const auto [d, k] = find(demand, category);
    return report_.header.static_scores[d * report_.header.axes.categories.size() + k];
  }
  [[nodiscard]] std::vector<double> samples(const std::string& demand,
                                            const std::string& category = "ghg") const {
    const auto [d, k] = find(demand, category);
    return file().samples(d, k);
  }
  [[nodiscard]] bool has(const std::string& demand) const {
    for (const auto& each : report_.header.axes.demands) {
      if (each.name == demand) return true;
    }
    return false;
  }
  [[nodiscard]] ResultFile file() const { return ResultFile(report_.result_path); }
  [[nodiscard]] std::string findings() const { return report_.findings.to_string(); }

 private:
  [[nodiscard]] std::pair<std::size_t, std::size_t> find(const std::string& demand,
                                                         const std::string& category) const {
    const auto& axes = report_.header.axes;
    for (std::size_t d = 0; d < axes.demands.size(); ++d) {
      for (std::size_t k = 0; k < axes.categories.size(); ++k) {
        if (axes.demands[d].name == demand && axes.categories[k].id == category) return {d, k};
      }
    }
    throw std::runtime_error("no output " + demand + ", " + category);
  }
  TempFolder folder_;
  RunReport report_;
};

}  // namespace plume::testing
