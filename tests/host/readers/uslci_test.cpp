// SPDX-License-Identifier: Apache-2.0
// US LCI as its publishers export it, with openLCA's methods through a mapping table, against
// scores of an independent reader (../shared/golden/formats_uslci_methods.json says how they were
// made), and the same database as EcoSpold 2.
#include <gmock/gmock.h>

#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "host/readers/read_models.hpp"
#include "tests/support/static_scores.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::uslci_test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const fs::path shared = fs::path(PLUME_SOURCE_DIR) / ".." / "shared";
const fs::path json_ld = shared / "data" / "uslci" / "uslci_olca1_5_0_json_ld.zip";
const fs::path ecospold2 = shared / "data" / "uslci" / "uslci_fy18_q1_01_ecospold2.zip";
const fs::path refdata = shared / "data" / "olca_refdata" / "olca_refdata_subset.zip";

StudyModel model_at(const fs::path& path) {
  StudyModel model;
  model.path = path;
  model.written_path = path.filename().string();
  return model;
}

json golden(const char* name) {
  std::ifstream file(shared / "golden" / name);
  return json::parse(file);
}

TEST(UsLci, JsonLdWithMethodsThroughAMapping) {
  if (!fs::exists(json_ld) || !fs::exists(refdata)) GTEST_SKIP() << "../shared/data is absent";
  StudyModel database = model_at(json_ld);
  database.allocation = AllocationMethod::none;
  database.providers = ProviderRule::first;
  database.mappings = {refdata / "mappings" / "EcoSpold1_Import.csv"};
  StudyModel methods = model_at(refdata);
  const json expected = golden("formats_uslci_methods.json");
  for (const json& id : expected["category_ids"]) methods.methods.push_back(id);
  Findings findings;
  const Model model = read_models({database, methods}, findings);
  ASSERT_FALSE(findings.has_errors()) << findings.to_string();

  const LinkReport& report = model.link_report;
  EXPECT_EQ(report.processes, 766u);
  EXPECT_EQ(report.exchanges.at("input"), 6480u);
  EXPECT_EQ(report.links.at("only_maker") + report.links.at("rule"), 3725u);
  EXPECT_EQ(report.links.at("cut_off"), 2755u);
  EXPECT_EQ(report.flows.at("exchanges_mapped"), 16869u);
  EXPECT_EQ(report.flows.at("exchanges_with_factor"), 12410u);
  EXPECT_EQ(report.distributions.at("exchange").at("lognormal"), 5130u);
  EXPECT_EQ(report.downgraded.at("geomSd 0") + report.downgraded.at("geomSd 1"), 5118u);
  EXPECT_EQ(report.downgraded.at("minimum, mode and maximum are not in order"), 27u);

  std::map<std::string, std::size_t> processes, categories;
  for (std::size_t j = 0; j < model.processes.size(); ++j) processes[model.processes[j].id] = j;
  for (std::size_t k = 0; k < model.categories.size(); ++k) categories[model.categories[k].id] = k;
  ASSERT_EQ(categories.size(), 18u);
  const auto scores = testing::static_scores(model);
  for (const auto& [id, entry] : expected["scores"].items()) {
    for (std::size_t k = 0; k < expected["category_ids"].size(); ++k) {
      const double wanted = entry["scores"][k];
      const double found = scores[processes.at(id)][categories.at(expected["category_ids"][k])];
      // The expected scores are sums of an LU solution, whose rounding stands where nothing reaches
      // a category: up to 3e-14.
      EXPECT_NEAR(found, wanted, 1e-9 * std::abs(wanted) + 1e-13)
          << id << " " << expected["categories"][k];
    }
  }
}

TEST(UsLci, EcoSpold2WithFactorsByName) {
  if (!fs::exists(ecospold2)) GTEST_SKIP() << "../shared/data is absent";
  const json expected = golden("uslci_ecospold2.json");
  StudyModel database = model_at(ecospold2);
  database.providers = ProviderRule::first;
  Findings first;
  const Model without = read_models({database}, first);
  EXPECT_EQ(without.link_report.processes, 767u);
  EXPECT_EQ(without.link_report.products, 746u);
  EXPECT_EQ(without.link_report.allocation.at("without_reference"), 21u);
  EXPECT_EQ(without.link_report.links.at("only_maker") + without.link_report.links.at("rule"),
            3586u);
  EXPECT_EQ(without.link_report.links.at("cut_off"), 2618u);
  EXPECT_EQ(without.link_report.downgraded.at("varianceWithPedigreeUncertainty Infinity"), 4811u);

  testing::TempFolder folder;
  std::string table = "category,flow,unit,amount\n";
  for (const Flow& flow : without.flows) {
    const auto factor = expected["gwp100"].find(flow.name);
    if (factor != expected["gwp100"].end())
      table += "gwp," + flow.id + "," + flow.unit + "," + factor->dump() + "\n";
  }
  Findings findings;
  const Model model = read_models({database, model_at(folder.write("gwp.csv", table))}, findings);
  ASSERT_FALSE(findings.has_errors()) << findings.to_string();
  std::map<std::string, std::size_t> processes;
  for (std::size_t j = 0; j < model.processes.size(); ++j) processes[model.processes[j].id] = j;
  const auto scores = testing::static_scores(model);
  // These take carbon dioxide from nature, which the expected scores leave out and Plume values as
  // the factor says.
  const std::set<std::string> takes_up = {"11256034-2355-3add-ade9-59983025dded",
                                          "3ffdd525-d623-363f-8876-1999b0f5130f"};
  for (const auto& [file, wanted] : expected["all_static_scores"].items()) {
    const std::string id = file.substr(0, file.size() - std::string(".spold").size());
    if (takes_up.count(id) != 0) continue;
    EXPECT_NEAR(scores[processes.at(id)][0], wanted.get<double>(),
                1e-9 * std::abs(wanted.get<double>()) + 1e-13)
        << file;
  }
}

/// 304 formulas of parameters that say no unit: nothing is known, and nothing told.
TEST(UsLci, UnitsOfFormulasRaiseNoFalseAlarm) {
  if (!fs::exists(json_ld)) GTEST_SKIP() << "../shared/data is absent";
  StudyModel database = model_at(json_ld);
  database.providers = ProviderRule::first;
  database.amounts = AmountRule::formula;
  Findings findings;
  const Model model = read_models({database}, findings);
  EXPECT_FALSE(model.parameters.empty()) << "formulas are looked at";
  for (const Finding& each : findings.list()) EXPECT_NE(each.code, "W0466") << each.problem;
}

}  // namespace
}  // namespace plume::uslci_test
