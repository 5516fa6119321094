// SPDX-License-Identifier: Apache-2.0
#include "host/store/model_file.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "host/base/error.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::model_file_test {
namespace {

using testing::TempFolder;

Model sample() {
  Model model;
  model.sources.push_back({"m", "test", ""});
  model.products.push_back({"p", "thing", "kg", ""});
  model.processes.push_back({"p", "thing", "kg", "", 0});
  model.processes.back().side = ReferenceSide::taken;
  Exchange e;
  e.key = 42, e.amount = 0.1;
  model.exchanges.push_back(e);
  return model;
}

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(ModelFile, AModelComesBack) {
  const TempFolder folder;
  const std::filesystem::path path = folder.path() / "m.plume.h5";
  write_model_file(path, sample(), {{"W0804", {"a.zip", 3, 0}, "cut off", "add it"}});
  EXPECT_TRUE(is_model_file(path));
  const StoredModel stored = read_model_file(path);
  ASSERT_EQ(stored.findings.size(), 1u);
  EXPECT_EQ(to_string(stored.findings[0]), "a.zip:3: warning W0804: cut off; add it");
  const Model& again = stored.model;
  ASSERT_EQ(again.exchanges.size(), 1u);
  EXPECT_EQ(again.exchanges[0].key, 42u);
  EXPECT_EQ(again.exchanges[0].amount, 0.1);
  EXPECT_EQ(again.processes[0].side, ReferenceSide::taken);
}

TEST(ModelFile, AModelOfVersion1_0HasNoFormulasAndDoesNotSayWhatTreatsWastes) {
  const Model model = read_model_file(PLUME_SOURCE_DIR "/tests/data/model-v1.0.plume.h5").model;
  EXPECT_EQ(model.processes.size(), 7u);
  EXPECT_TRUE(model.parameters.empty());
  EXPECT_TRUE(std::all_of(model.exchanges.begin(), model.exchanges.end(),
                          [](const Exchange& e) { return e.formula == no_index; }));
  EXPECT_TRUE(std::all_of(model.processes.begin(), model.processes.end(),
                          [](const Process& each) { return each.side == ReferenceSide::unknown; }));
}

TEST(ModelFile, TheSameModelGivesTheSameBytes) {
  const TempFolder folder;
  write_model_file(folder.path() / "a.h5", sample());
  write_model_file(folder.path() / "b.h5", sample());
  EXPECT_EQ(bytes_of(folder.path() / "a.h5"), bytes_of(folder.path() / "b.h5"));
}

TEST(ModelFile, OtherFilesAndDamagedOnesAreRefused) {
  const TempFolder folder;
  EXPECT_FALSE(is_model_file(folder.write("a.h5", "no HDF5 at all")));
  EXPECT_THROW((void)read_model_file(folder.path() / "a.h5"), Error);
  const std::filesystem::path path = folder.path() / "m.h5";
  write_model_file(path, sample());
  const std::string whole = bytes_of(path);
  EXPECT_THROW((void)read_model_file(folder.write("cut.h5", whole.substr(0, whole.size() / 2))),
               Error);
  EXPECT_THROW((void)read_model_file(folder.write("end.h5", whole.substr(0, whole.size() - 64))),
               Error);
}

}  // namespace
}  // namespace plume::model_file_test
