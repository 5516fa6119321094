// SPDX-License-Identifier: Apache-2.0
#include "host/readers/read_models.hpp"

#include <gmock/gmock.h>

#include "host/base/hash.hpp"
#include "tests/support/findings.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::read_models_test {
namespace {

using plume::testing::codes;
using plume::testing::lines;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ReadModelsTest : public ::testing::Test {
 protected:
  /// A plain package of one process that makes one product.
  void package(const std::string& name, const std::string& process) const {
    folder_.write(name + "/processes.csv", "id,name,unit\n" + process + "," + process + ",kg\n");
    folder_.write(name + "/flows.csv", "id,name,unit\nco2,CO2,kg\n");
    folder_.write(name + "/exchanges.csv",
                  "process,type,item,amount\n" + process + ",emission,co2,1\n");
    folder_.write(name + "/categories.csv", "id,name,unit\ngwp,GWP,kg\n");
    folder_.write(name + "/factors.csv", "category,flow,amount\ngwp,co2,1\n");
  }
  [[nodiscard]] StudyModel model(const std::string& name, const std::string& format = "auto",
                                 std::uint32_t line = 4) const {
    return {folder_.path() / name, name, format, {"s.toml", line, 8}};
  }
  [[nodiscard]] std::vector<std::string> said() const { return lines(findings_, folder_.path()); }

  plume::testing::TempFolder folder_;
  Findings findings_;
};

TEST_F(ReadModelsTest, ReadsPackagesInOrderAndRecordsTheirSources) {
  package("one", "a");
  package("two", "b");
  folder_.write("two/categories.csv", "id,name,unit\nap,AP,mol\n");
  folder_.write("two/factors.csv", "category,flow,amount\nap,co2,1\n");
  folder_.write("two/flows.csv", "id,name,unit\nco2,CO2,kg\n");
  const Model read = read_models({model("two"), model("one", "plume")}, findings_);
  ASSERT_EQ(read.sources.size(), 2u);
  EXPECT_EQ(read.sources[0].path, "two");
  EXPECT_EQ(read.sources[0].format, "plume package");
  EXPECT_EQ(read.sources[0].sha256, sha256_of_path(folder_.path() / "two"));
  EXPECT_EQ(read.sources[1].path, "one");
  ASSERT_EQ(read.processes.size(), 2u);
  EXPECT_EQ(read.processes[0].id, "b");
  EXPECT_EQ(read.processes[1].id, "a");
}

TEST_F(ReadModelsTest, AFormatThatTheContentBeliesIsAFinding) {
  package("plain", "a");
  folder_.write("bw/datapackage.json", "{}");
  const Model read =
      read_models({model("plain", "brightway", 4), model("bw", "plume", 7)}, findings_);
  EXPECT_THAT(read.sources, IsEmpty());
  EXPECT_THAT(
      said(),
      ElementsAre(
          "s.toml:4:8: error E0141: 'plain' is a plume package, not a brightway datapackage as "
          "model.format says; write format = \"plume\", or leave it out",
          "s.toml:7:8: error E0141: 'bw' is a brightway datapackage, not a plume package as "
          "model.format says; write format = \"brightway\", or leave it out"));
}

TEST_F(ReadModelsTest, AnUnknownFormatIsAFindingThatNamesAllFormats) {
  package("plain", "a");
  const Model read = read_models({model("plain", "csv", 9)}, findings_);
  EXPECT_THAT(read.sources, IsEmpty());
  EXPECT_THAT(
      said(),
      ElementsAre(
          "s.toml:9:8: error E0104: model.format = \"csv\" is not offered; allowed: \"auto\", "
          "\"compiled\", \"plume\", \"brightway-excel\", \"brightway\", \"openlca-jsonld\", "
          "\"ilcd\", \"ecospold1\", \"ecospold2\", "
          "\"openlca-refdata\", \"simapro\", \"factors\""));
}

TEST_F(ReadModelsTest, AMappingTableThatIsNotThereOrIsSeveralIsAFinding) {
  package("plain", "a");
  folder_.write("tables/a.csv", "");
  folder_.write("tables/b.csv", "");
  StudyModel wanted = model("plain");
  wanted.mappings = {folder_.path() / "none.csv", folder_.path() / "tables"};
  const Model read = read_models({wanted}, findings_);
  EXPECT_THAT(said(), ElementsAre("s.toml:4:8: error E0836: the mapping table 'none.csv' does not "
                                  "exist; the path is relative "
                                  "to the study file, and may go into a zip",
                                  "s.toml:4:8: error E0836: 'tables' holds 2 files, not one table; "
                                  "name the table itself; a "
                                  "path may go into a zip"));
}

TEST_F(ReadModelsTest, WhatNobodyRecognisesIsAFindingThatSaysWhatIsRead) {
  folder_.write("other/readme.txt", "");
  const Model read = read_models({model("other")}, findings_);
  EXPECT_THAT(
      said(),
      ElementsAre(
          "s.toml:4:8: error E0140: 'other' is no model that Plume can read; a plain package "
          "holds exchanges.csv, a Brightway workbook or CSV rows that begin with Database and "
          "Activity, a "
          "Brightway datapackage datapackage.json, an openLCA JSON-LD "
          "package processes/*.json or lcia_categories/*.json, ILCD packages files of the "
          "namespaces "
          "lca.jrc.it/ILCD, EcoSpold 1 files of the namespace "
          "EcoSpold01, an EcoSpold 2 database .spold files, openLCA's reference data "
          "lcia_categories.csv, SimaPro CSV files a first line that begins with {SimaPro, a table "
          "of factors "
          "the columns "
          "category, flow, amount, a compiled model what plume convert wrote"));
}

TEST_F(ReadModelsTest, EveryModelIsLookedAtThoughSomeAreBad) {
  package("plain", "a");
  folder_.write("other/readme.txt", "");
  const Model read = read_models({model("none"), model("other"), model("plain")}, findings_);
  EXPECT_THAT(read.sources, ::testing::SizeIs(1));
  EXPECT_THAT(codes(findings_), Contains("E0140"));
  // the archive tells of the first, the reader of the second
  EXPECT_EQ(findings_.num_errors(), 2u);
}

}  // namespace
}  // namespace plume::read_models_test
