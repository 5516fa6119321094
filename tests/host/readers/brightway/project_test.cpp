// SPDX-License-Identifier: Apache-2.0
#include "host/readers/brightway/project.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "host/readers/read_models.hpp"
#include "tests/support/findings.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::project_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::lines;
using testing::TempFolder;

/// As Brightway 2.5 writes it: the digits behind the names are those that it made.
class Project : public ::testing::Test {
 protected:
  Project() {
    std::filesystem::create_directories(folder.path() / "processed");
    folder.write("databases.json",
                 R"({"foreground": {"depends": ["background"], "number": 2, "dirty": false},
                     "background": {"depends": [], "number": 3, "dirty": true},
                     "new": {"depends": [], "number": 1}})");
    folder.write(
        "methods.json",
        R"([[["climate", "GWP 100"], {"unit": "kg CO2-eq", "abbreviation": "climateg.50698755", "num_cfs": 2}],
                     [["climate", "GWP 20"], {"unit": "kg CO2-eq", "abbreviation": "climateg.a7eaf289", "num_cfs": 2}]])");
    folder.write("normalizations.json", R"([["EF 3.1", {"unit": "person years", "num_cfs": 7}]])");
    folder.write("processed/climateg.50698755.zip", "12345");
    for (const char* name : {"foreground.0fa009a7.zip", "background.d229bbf3.zip"}) {
      std::filesystem::copy_file(
          std::filesystem::path(PLUME_SOURCE_DIR) / "tests/data/brightway-processed.zip",
          folder.path() / "processed" / name);
    }
  }
  TempFolder folder;
  Findings findings;
};

TEST_F(Project, NamesDatabasesAndFactorsWithTheirFiles) {
  const auto project = read_brightway_project(folder.path(), findings);

  ASSERT_TRUE(project.has_value());
  ASSERT_EQ(project->databases.size(), 3u);
  const BrightwayProject::Database& background = project->databases[0];
  EXPECT_EQ(background.name, "background");
  EXPECT_EQ(background.datasets, 3u);
  EXPECT_TRUE(background.changed);
  const BrightwayProject::Database& foreground = project->databases[1];
  EXPECT_EQ(foreground.processed.file, "processed/foreground.0fa009a7.zip");
  EXPECT_GT(foreground.processed.bytes, 500u);
  EXPECT_EQ(foreground.technosphere, 5u);
  EXPECT_EQ(foreground.biosphere, 3u);
  EXPECT_THAT(foreground.depends, ElementsAre("background"));
  EXPECT_EQ(project->databases[2].processed.file, "");
  ASSERT_EQ(project->methods.size(), 2u);
  EXPECT_EQ(project->methods[0].name, "climate | GWP 100");
  EXPECT_EQ(project->methods[0].unit, "kg CO2-eq");
  EXPECT_EQ(project->methods[0].factors, 2u);
  EXPECT_EQ(project->methods[0].processed.bytes, 5u);
  EXPECT_EQ(project->methods[1].processed.file, "");
  ASSERT_EQ(project->normalisations.size(), 1u);
  EXPECT_EQ(project->normalisations[0].name, "EF 3.1");
  EXPECT_THAT(
      lines(findings),
      ElementsAre(
          HasSubstr("databases.json: warning W0645: database 'background' has changed since it was "
                    "processed; bw2data.Database(\"background\").process() does it"),
          HasSubstr("databases.json: warning W0644: database 'new' was never processed; "
                    "bw2data.Database(\"new\").process() does it")));
}

TEST_F(Project, AsJson) {
  const auto project = read_brightway_project(folder.path(), findings);
  const auto json = nlohmann::json::parse(to_json(*project));
  EXPECT_EQ(json["databases"][1]["technosphere"], 5);
  EXPECT_TRUE(json["databases"][2]["file"].is_null());
  EXPECT_EQ(json["methods"][1]["name"], "climate | GWP 20");
  EXPECT_TRUE(json["weightings"].empty());
}

TEST_F(Project, AListThatIsNoneIsAFinding) {
  folder.write("methods.json", "[[");
  EXPECT_FALSE(read_brightway_project(folder.path(), findings).has_value());
  EXPECT_THAT(findings.to_string(),
              HasSubstr("methods.json: error E0642: this is no list of names in JSON"));
}

TEST(BrightwayFolder, OfProjectsNamesThem) {
  TempFolder all;
  Findings findings;
  all.write("projects.db", "SQLite format 3");
  EXPECT_TRUE(is_brightway_folder(all.path()));
  EXPECT_FALSE(read_brightway_project(all.path(), findings).has_value());
  std::filesystem::create_directories(all.path() / "mine.5f391c4b" / "lci");
  all.write("mine.5f391c4b/databases.json", "{}");
  EXPECT_FALSE(read_brightway_project(all.path(), findings).has_value());
  EXPECT_THAT(
      lines(findings),
      ElementsAre(
          HasSubstr(
              "error E0643: the folder is for Brightway projects, and is none itself; it holds "
              "none yet"),
          HasSubstr("name one of those in it: 'mine.5f391c4b'")));
  Findings of_one;
  EXPECT_TRUE(read_brightway_project(all.path() / "mine.5f391c4b", of_one).has_value());
  EXPECT_THAT(
      lines(of_one),
      ElementsAre(HasSubstr("mine.5f391c4b: warning W0646: the Brightway project holds no "
                            "database and no method; import one with bw2io, or give the folder "
                            "of another project")));
  EXPECT_FALSE(is_brightway_folder(all.path() / "mine.5f391c4b" / "lci"));
}

TEST(BrightwayFolder, AsTheModelOfAStudySaysWhatToName) {
  TempFolder all;
  Findings findings;
  all.write("projects.db", "SQLite format 3");
  StudyModel model;
  model.path = all.path();
  (void)read_models({model}, findings);
  EXPECT_THAT(findings.to_string(), HasSubstr("error E0140"));
  EXPECT_THAT(
      findings.to_string(),
      HasSubstr("it is for Brightway projects: name the files of its databases and methods, "
                "which plume info lists"));
}

}  // namespace
}  // namespace plume::project_test
