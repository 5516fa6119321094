// SPDX-License-Identifier: Apache-2.0
#include "host/input/reader.hpp"

#include <gmock/gmock.h>

#include "host/base/hash.hpp"
#include "tests/support/findings.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume {
namespace {

using plume::testing::codes;
using plume::testing::lines;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ReaderTest : public ::testing::Test {
 protected:
  /// A plain package of one process that makes one product.
  void package(const std::string& name, const std::string& process) const {
    folder_.write(name + "/processes.csv", "id,name,unit\n" + process + "," + process + ",kg\n");
    folder_.write(name + "/flows.csv", "id,name,unit\nco2,CO2,kg\n");
    folder_.write(name + "/exchanges.csv", "process,type,item,amount\n" + process + ",emission,co2,1\n");
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

TEST_F(ReaderTest, DetectsTheFormatByContent) {
  package("plain", "a");
  folder_.write("bw/datapackage.json", "{}");
  folder_.write("bw/exchanges.csv", "");  // a datapackage may carry tables
  folder_.write("other/readme.txt", "");
  EXPECT_EQ(detect_format(folder_.path() / "plain", findings_), "plume");
  EXPECT_EQ(detect_format(folder_.path() / "bw", findings_), "brightway");
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_EQ(detect_format(folder_.path() / "other", findings_), "");
  EXPECT_THAT(said(), ElementsAre("other: error E0140: 'other' is no model that Plume can read; a plain package holds "
                                  "exchanges.csv, a Brightway datapackage datapackage.json"));
}

TEST_F(ReaderTest, ReadsPackagesInOrderAndRecordsTheirSources) {
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

TEST_F(ReaderTest, AFormatThatTheContentBeliesIsAFinding) {
  package("plain", "a");
  folder_.write("bw/datapackage.json", "{}");
  const Model read = read_models({model("plain", "brightway", 4), model("bw", "plume", 7)}, findings_);
  EXPECT_THAT(read.sources, IsEmpty());
  EXPECT_THAT(said(), ElementsAre("s.toml:4:8: error E0141: 'plain' is a plume package, not a brightway datapackage as "
                                  "model.format says; write format = \"plume\", or leave it out",
                                  "s.toml:7:8: error E0141: 'bw' is a brightway datapackage, not a plume package as "
                                  "model.format says; write format = \"brightway\", or leave it out"));
}

TEST_F(ReaderTest, EveryModelIsLookedAtThoughSomeAreBad) {
  package("plain", "a");
  folder_.write("other/readme.txt", "");
  const Model read = read_models({model("none"), model("other"), model("plain")}, findings_);
  EXPECT_THAT(read.sources, ::testing::SizeIs(1));
  EXPECT_THAT(codes(findings_), Contains("E0140"));
  EXPECT_EQ(findings_.num_errors(), 2u);  // the archive tells of the first, the reader of the second
}

}  // namespace
}  // namespace plume
