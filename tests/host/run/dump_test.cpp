// SPDX-License-Identifier: Apache-2.0
// plume run --dump: the tables, read back and solved densely, give the scores of the run.
#include "host/run/dump.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "host/base/error.hpp"
#include "host/run/run_study.hpp"
#include "tests/support/bits.hpp"
#include "tests/support/dense_lca.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::dump_test {
namespace {

namespace fs = std::filesystem;
using testing::Real;

/// Rows of a CSV table without quotes, the heads left out.
std::vector<std::vector<std::string>> rows_of(const fs::path& path) {
  std::ifstream file(path);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(file, line);) {
    std::vector<std::string> cells;
    std::stringstream stream(line);
    for (std::string cell; std::getline(stream, cell, ',');) cells.push_back(cell);
    rows.push_back(cells);
  }
  if (!rows.empty()) rows.erase(rows.begin());
  return rows;
}

/// Scores by (demand, category) from the column `value` (2) or `static` (3) of the three matrices:
/// h = C B A⁻¹ f.
std::map<std::pair<std::string, std::string>, double> dense_scores_of(const fs::path& folder,
                                                                      std::size_t column) {
  std::map<std::string, std::size_t> products, processes;
  const auto technosphere = rows_of(folder / "technosphere.csv");
  for (const auto& row : technosphere) {
    products.emplace(row[0], products.size());
    processes.emplace(row[1], processes.size());
  }
  EXPECT_EQ(products.size(), processes.size());
  testing::DenseMatrix a(products.size());
  for (const auto& row : technosphere)
    a(products.at(row[0]), processes.at(row[1])) += std::stold(row[column]);
  std::map<std::string, std::vector<Real>> demands;
  for (const auto& row : rows_of(folder / "demand.csv")) {
    auto& f = demands[row[0]];
    f.resize(products.size(), 0);
    f[products.at(row[1])] += std::stold(row[2]);
  }
  std::map<std::pair<std::string, std::string>, double> scores;
  for (const auto& [name, f] : demands) {
    const std::vector<Real> s = a.solve(f);
    std::map<std::string, Real> g;
    for (const auto& row : rows_of(folder / "biosphere.csv"))
      g[row[0]] += std::stold(row[column]) * s[processes.at(row[1])];
    std::map<std::string, Real> h;
    for (const auto& row : rows_of(folder / "characterisation.csv"))
      h[row[0]] += std::stold(row[column]) * g[row[1]];
    for (const auto& [category, value] : h) scores[{name, category}] = static_cast<double>(value);
  }
  return scores;
}

struct Case {
  const char* study;
  const char* design;
};

class Dump : public ::testing::TestWithParam<Case> {
 protected:
  [[nodiscard]] fs::path study() const {
    return fs::path(PLUME_SOURCE_DIR) / "datasets" / "mini" / GetParam().study / "study.toml";
  }
  [[nodiscard]] std::vector<Override> overrides() const {
    return {{"sampling.iterations", "300"}, {"sampling.design", GetParam().design}};
  }
  testing::TempFolder folder_;
};

TEST_P(Dump, TablesGiveTheScoresOfTheRun) {
  RunOptions options;
  options.device = "cpu";
  options.result_path = folder_.path() / "r.h5";
  options.overrides = overrides();
  run_study(study(), options);
  const ResultFile file(options.result_path);
  const OutputAxes& axes = file.header().axes;
  for (const std::uint64_t iteration : {0u, 17u, 299u}) {
    Findings findings;
    const fs::path folder = folder_.path() / std::to_string(iteration);
    const IterationDump dump = dump_iteration(study(), overrides(), iteration, folder, findings);
    EXPECT_EQ(dump.status, file.status()[iteration]);
    const auto drawn = dense_scores_of(folder, 2), amounts = dense_scores_of(folder, 3);
    ASSERT_EQ(dump.scores.size(), axes.num_outputs());
    bool differs = false;
    for (std::size_t d = 0; d < axes.demands.size(); ++d) {
      for (std::size_t k = 0; k < axes.categories.size(); ++k) {
        const std::size_t output = d * axes.categories.size() + k;
        const double score = file.samples(d, k)[iteration],
                     fixed = file.header().static_scores[output];
        EXPECT_EQ(testing::bits_of(dump.scores[output]), testing::bits_of(score))
            << "as the run has it";
        const std::pair<std::string, std::string> key = {axes.demands[d].name,
                                                         axes.categories[k].id};
        if (!drawn.contains(key)) continue;  // no flow that reaches this category
        const double size = std::max(std::abs(score), 1e-3 * std::abs(fixed));
        EXPECT_NEAR(drawn.at(key), score, 2e-7 * size) << key.first << ", " << key.second;
        EXPECT_NEAR(amounts.at(key), fixed, 1e-12 * std::max(std::abs(fixed), 1e-30));
        differs = differs || std::abs(score - fixed) > 1e-5 * size;
      }
    }
    EXPECT_EQ(differs, std::string(GetParam().study) != "several")
        << "drawn numbers are not static ones; 'several' is certain";
  }
}

INSTANTIATE_TEST_SUITE_P(
    MiniModels, Dump,
    ::testing::Values(Case{"loop", "random"}, Case{"loop", "lhs"}, Case{"several", "random"},
                      Case{"multi-output", "random"}, Case{"heijungs-suh-uncertain", "random"},
                      Case{"lognormal-chain", "sobol"}),
    [](const auto& instance) {
      std::string name = std::string(instance.param.study) + "_" + instance.param.design;
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

TEST(DumpIteration, GoesBesideTheStudyUnlessAFolderIsGiven) {
  const testing::TempFolder folder;
  fs::copy(fs::path(PLUME_SOURCE_DIR) / "datasets" / "mini" / "loop", folder.path(),
           fs::copy_options::recursive);
  Findings findings;
  const IterationDump dump =
      dump_iteration(folder.path() / "study.toml", {}, 123456789, {}, findings);
  EXPECT_EQ(dump.folder, folder.path() / "study-iteration-123456789");
  EXPECT_THAT(dump.files, ::testing::ElementsAre("demand.csv", "technosphere.csv", "biosphere.csv",
                                                 "characterisation.csv", "supply.csv",
                                                 "inventory.csv", "scores.csv"));
  for (const std::string& name : dump.files)
    EXPECT_FALSE(rows_of(dump.folder / name).empty()) << name;
  EXPECT_FALSE(fs::exists(folder.path() / "study.h5")) << "nothing is run";
}

TEST(DumpIteration, WhatCannotBeWrittenIsAnErrorThatNamesIt) {
  const testing::TempFolder folder;
  folder.write("taken", "a file");
  Findings findings;
  const fs::path study = fs::path(PLUME_SOURCE_DIR) / "datasets" / "mini" / "loop" / "study.toml";
  try {
    (void)dump_iteration(study, {}, 0, folder.path() / "taken", findings);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("cannot create the folder " +
                                                   (folder.path() / "taken").string()));
  }
  EXPECT_THROW(
      (void)dump_iteration(study, {{"sampling.sed", "1"}}, 0, folder.path() / "x", findings),
      BadInput);
  EXPECT_FALSE(fs::exists(folder.path() / "x"));
}

}  // namespace
}  // namespace plume::dump_test
