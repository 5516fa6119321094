// SPDX-License-Identifier: Apache-2.0
#include "host/readers/compiled_model/compiled_model.hpp"

#include <gmock/gmock.h>

#include "host/readers/read_models.hpp"
#include "host/store/model_file.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::compiled_model_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::TempFolder;

Model one_process(const std::string& id, const std::string& unit_of_flow) {
  Model model;
  model.sources.push_back({"source of " + id, "test", "00"});
  model.products.push_back({id, "thing", "kg", ""});
  model.processes.push_back({id, "thing", "kg", "", 0});
  model.flows.push_back({"co2", "carbon dioxide", unit_of_flow, "air"});
  Exchange e;
  e.key = 7, e.amount = 2.0;
  model.exchanges.push_back(e);
  e.key = 8, e.matrix = Matrix::biosphere;
  model.exchanges.push_back(e);
  return model;
}

fs::path stored(const TempFolder& folder, const std::string& name, const Model& model) {
  write_model_file(folder.path() / name, model);
  return folder.path() / name;
}

Model read(const std::vector<fs::path>& paths, Findings& findings) {
  std::vector<StudyModel> models;
  for (const fs::path& path : paths) {
    StudyModel model;
    model.path = path;
    model.written_path = path.filename().string();
    models.push_back(model);
  }
  return read_models(models, findings);
}

TEST(CompiledModel, TwoOfThemShareTheirFlows) {
  const TempFolder folder;
  Findings findings;
  const Model model = read({stored(folder, "a.plume.h5", one_process("a", "kg")),
                            stored(folder, "b.plume.h5", one_process("b", "kg"))},
                           findings);
  ASSERT_FALSE(findings.has_errors()) << findings.to_string();
  EXPECT_EQ(model.processes.size(), 2u);
  EXPECT_EQ(model.flows.size(), 1u);
  ASSERT_EQ(model.exchanges.size(), 4u);
  EXPECT_EQ(model.exchanges[3].row, 0u);
  EXPECT_EQ(model.exchanges[3].column, 1u);
  EXPECT_EQ(model.processes[1].reference_product, 1u);
  EXPECT_EQ(model.place_of(model.exchanges[3]).file, "source of b");
  EXPECT_EQ(model.sources.size(), 4u);  // two files, and what they were made of
}

TEST(CompiledModel, WhatContradictsIsFound) {
  const TempFolder folder;
  const fs::path a = stored(folder, "a.plume.h5", one_process("a", "kg"));
  Findings twice, unit, category;
  (void)read({a, stored(folder, "again.plume.h5", one_process("a", "kg"))}, twice);
  EXPECT_THAT(twice.to_string(), HasSubstr("E0812"));
  (void)read({a, stored(folder, "g.plume.h5", one_process("g", "g"))}, unit);
  EXPECT_THAT(unit.to_string(), HasSubstr("E0638"));
  Model method;
  method.sources.push_back({"m", "test", ""});
  method.categories.push_back({"gwp", "warming", "kg"});
  (void)read({stored(folder, "m.plume.h5", method), stored(folder, "n.plume.h5", method)},
             category);
  EXPECT_THAT(category.to_string(), HasSubstr("E0637"));
}

TEST(CompiledModel, AFileThatClaimsToBeOneAndIsNotIsRefused) {
  const TempFolder folder;
  Model model = one_process("a", "kg");
  model.exchanges[0].row = 5;
  Findings findings;
  (void)read({stored(folder, "a.plume.h5", model)}, findings);
  EXPECT_THAT(findings.to_string(), HasSubstr("E0636"));
}

}  // namespace
}  // namespace plume::compiled_model_test
