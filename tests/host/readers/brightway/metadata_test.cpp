// SPDX-License-Identifier: Apache-2.0
#include "host/readers/brightway/metadata.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/host/readers/brightway/package_fixture.hpp"
#include "tests/support/findings.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::metadata_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace plume::testing;

/// What read_metadata makes of a datapackage.json.
struct Result {
  std::optional<PackageMetadata> metadata;
  std::vector<std::string> findings;
};

Result read_text(const std::string& text) {
  const TempFolder folder;
  folder.write("p/datapackage.json", text);
  Findings findings;
  const auto archive = Archive::open(folder.path() / "p", findings);
  Result result;
  result.metadata = read_metadata(*archive, findings);
  result.findings = lines(findings, folder.path());
  return result;
}

Result read(const nlohmann::json& json) { return read_text(json.dump()); }

/// The standard package with its first resource changed: null takes a key away.
nlohmann::json with_resource(const nlohmann::json& changes) {
  nlohmann::json json = package_json({two_processes()});
  json["resources"][0].merge_patch(changes);
  return json;
}

TEST(Metadata, GroupsInTheOrderOfTheirFirstResource) {
  const auto [metadata, findings] =
      read(package_json({two_processes(), vector_group("b", "biosphere_matrix", {}, {}),
                         array_group("a", "characterization_matrix", {}, {})},
                        {{"name", "n"}, {"id", "i"}, {"sum_inter_duplicates", true}}));

  ASSERT_TRUE(metadata);
  EXPECT_THAT(findings, IsEmpty());
  EXPECT_EQ(metadata->name, "n");
  EXPECT_EQ(metadata->id, "i");
  EXPECT_TRUE(metadata->sum_intra_duplicates);
  EXPECT_TRUE(metadata->sum_inter_duplicates);
  EXPECT_FALSE(metadata->only_characterisation);
  EXPECT_TRUE(metadata->complete);
  EXPECT_EQ(metadata->order, ColumnOrder::random);
  ASSERT_EQ(metadata->groups.size(), 3u);
  EXPECT_EQ(metadata->groups[0].name, "technosphere");
  EXPECT_EQ(metadata->groups[0].flip->path, "technosphere.flip.npy");
  EXPECT_FALSE(metadata->groups[0].distributions);
  EXPECT_EQ(metadata->groups[1].matrix, Matrix::biosphere);
  EXPECT_EQ(metadata->groups[2].matrix, Matrix::characterisation);
  EXPECT_EQ(metadata->groups[2].category, GroupCategory::array);
}

TEST(Metadata, DefaultsOfAnOldPackage) {
  const auto [metadata, findings] = read_text(R"({"name": "old", "resources": []})");

  ASSERT_TRUE(metadata);
  EXPECT_THAT(findings, IsEmpty());
  EXPECT_EQ(metadata->id, "old");
  EXPECT_TRUE(metadata->sum_intra_duplicates);
  EXPECT_FALSE(metadata->sum_inter_duplicates);
  EXPECT_TRUE(metadata->only_characterisation);
}

TEST(Metadata, OrderOfColumns) {
  const auto order = [](bool sequential, bool combinatorial) {
    return read(package_json({}, {{"sequential", sequential}, {"combinatorial", combinatorial}}))
        .metadata->order;
  };
  EXPECT_EQ(order(false, false), ColumnOrder::random);
  EXPECT_EQ(order(true, false), ColumnOrder::sequential);
  EXPECT_EQ(order(false, true), ColumnOrder::combinatorial);
  EXPECT_EQ(order(true, true), ColumnOrder::combinatorial);
}

TEST(Metadata, IdentifiersAreJoined) {
  Group group = vector_group("c", "characterization_matrix", {}, {});
  group.extra = {{"identifier", {"IPCC", "GWP", 100}}, {"global_index", 1}};
  const auto listed = read(package_json({group})).metadata;
  group.extra = {{"identifier", "GWP100"}};
  const auto single = read(package_json({group})).metadata;

  ASSERT_TRUE(listed && single);
  EXPECT_EQ(listed->groups[0].identifier, "IPCC | GWP | 100");
  EXPECT_EQ(listed->groups[0].global_index, 1);
  EXPECT_EQ(single->groups[0].identifier, "GWP100");
  EXPECT_EQ(single->groups[0].global_index, std::nullopt);
  EXPECT_TRUE(single->only_characterisation);
}

TEST(Metadata, RescaleWasOnceCalledScale) {
  Group group = two_processes();
  group.files.emplace_back("scale", npy_doubles({1, 1, 2}));
  const auto [metadata, findings] = read(package_json({group}));

  ASSERT_TRUE(metadata);
  EXPECT_THAT(findings, IsEmpty());
  EXPECT_EQ(metadata->groups[0].rescale->path, "technosphere.scale.npy");
}

TEST(Metadata, InvGeomappingIsPassedOverInSilence) {
  const auto [metadata, findings] = read(
      package_json({two_processes(), vector_group("g", "inv_geomapping_matrix", {{1, 2}}, {1})}));

  ASSERT_TRUE(metadata);
  EXPECT_THAT(findings, IsEmpty());
  EXPECT_EQ(metadata->groups.size(), 1u);
}

TEST(MetadataFindings, SyntaxErrorsHaveLineAndColumn) {
  EXPECT_THAT(read_text("{\n  \"name\": \"a\",\n  \"id\": ]\n}").findings,
              ElementsAre("p/datapackage.json:3:9: error E0301: not valid JSON: ']' is not "
                          "expected here; write the package again "
                          "with bw_processing"));
  EXPECT_THAT(read_text("{\"name\": ").findings,
              ElementsAre("p/datapackage.json:1:10: error E0301: not valid JSON: the text ends too "
                          "early; write the package again "
                          "with bw_processing"));
  EXPECT_THAT(read_text("{\"name\": \"a\nb\"}").findings,
              ElementsAre("p/datapackage.json:1:12: error E0301: not valid JSON: byte 0x0A is not "
                          "expected here; write the "
                          "package again with bw_processing"));
  EXPECT_THAT(read_text("{\"seed\": 1e999}").findings,
              ElementsAre("p/datapackage.json: error E0301: not valid JSON: a number is too large; "
                          "write the package again with "
                          "bw_processing"));
}

TEST(MetadataFindings, MissingFile) {
  const TempFolder folder;
  Findings findings;
  const auto archive = Archive::open(folder.path(), findings);

  EXPECT_FALSE(read_metadata(*archive, findings));

  EXPECT_THAT(codes(findings), ElementsAre("E0205"));
}

TEST(MetadataFindings, WrongTypesAllAtOnce) {
  const auto [metadata, findings] = read_text(
      R"({"name": 1, "id": [], "sum_intra_duplicates": "yes", "sequential": 1, "resources": [3, {"kind": "data", "name": {}}]})");

  ASSERT_TRUE(metadata);
  EXPECT_FALSE(metadata->complete);
  EXPECT_THAT(
      findings,
      ElementsAre(
          "p/datapackage.json: error E0302: name is an integer; it must be a text",
          "p/datapackage.json: error E0302: id is a list; it must be a text",
          "p/datapackage.json: error E0302: sum_intra_duplicates is a text; it must be true or "
          "false",
          "p/datapackage.json: error E0302: sequential is an integer; it must be true or false",
          "p/datapackage.json: error E0302: resources[0] is an integer; it must be an object",
          "p/datapackage.json: error E0302: resources[1].name is an object; it must be a text",
          "p/datapackage.json: error E0302: resources[1].group is missing; it must be a text",
          "p/datapackage.json: error E0302: resources[1].matrix is missing; it must be a text"));
}

TEST(MetadataFindings, WrongTypesOfResourceKeys) {
  EXPECT_THAT(read(with_resource({{"nrows", 2.5}})).findings,
              ElementsAre("p/datapackage.json: error E0302: resources[0].nrows is a number; it "
                          "must be an integer"));
  EXPECT_THAT(read(with_resource({{"path", true}})).findings,
              ElementsAre("p/datapackage.json: error E0302: resources[0].path is a truth value; it "
                          "must be a text"));
  EXPECT_THAT(
      read(with_resource({{"path", nullptr}})).findings,
      ElementsAre(
          "p/datapackage.json: error E0302: resources[0].path is missing; it must be a text"));
  EXPECT_THAT(read(with_resource({{"global_index", "GLO"}})).findings,
              ElementsAre("p/datapackage.json: error E0302: resources[0].global_index is a text; "
                          "it must be an integer"));
  EXPECT_THAT(read(with_resource({{"identifier", 5}})).findings,
              ElementsAre("p/datapackage.json: error E0302: resources[0].identifier is an integer; "
                          "it must be a text or a list of "
                          "texts"));
}

// Names may be anything; a message stays one line, and nesting without end is no danger.
TEST(MetadataFindings, StrangeNamesAndDeepNesting) {
  const std::string deep = std::string(200'000, '[') + std::string(200'000, ']');
  EXPECT_THAT(
      read_text("{\"seed\": " + deep + ", \"resources\": []}").findings,
      ElementsAre("p/datapackage.json: error E0302: seed is a list; it must be an integer"));
  EXPECT_THAT(read(with_resource({{"kind", std::string(500, 'k') + "\n"}})).findings,
              ElementsAre("p/datapackage.json: warning W0332: resource 'technosphere.indices' is "
                          "of unknown kind '" +
                          std::string(120, 'k') +
                          "...'; it is not read; known are indices, data, distributions, flip, "
                          "rescale, reference, params, "
                          "param_labels"));
  const nlohmann::json nested = nlohmann::json::array({nlohmann::json::array({1, 2})});
  EXPECT_THAT(read(with_resource({{"identifier", nested}})).findings,
              ElementsAre("p/datapackage.json: error E0302: resources[0].identifier is a list; it "
                          "must be a text or a list of "
                          "texts"));
}

TEST(MetadataFindings, TheRootAndTheResources) {
  EXPECT_THAT(
      read_text("[]").findings,
      ElementsAre("p/datapackage.json: error E0302: the file is a list; it must be an object"));
  EXPECT_FALSE(read_text("[]").metadata);
  EXPECT_THAT(
      read_text("{}").findings,
      ElementsAre("p/datapackage.json: error E0302: resources is missing; it must be a list"));
  EXPECT_THAT(
      read_text(R"({"resources": {}})").findings,
      ElementsAre("p/datapackage.json: error E0302: resources is an object; it must be a list"));
}

TEST(MetadataFindings, ValuesThatAreNotKnown) {
  EXPECT_THAT(read_text(R"({"profile": "tabular", "resources": []})").findings,
              ElementsAre("p/datapackage.json: error E0303: profile is 'tabular'; only "
                          "'data-package' can be read"));
  EXPECT_THAT(read(with_resource({{"profile", "tabular"}})).findings,
              ElementsAre("p/datapackage.json: error E0303: resources[0].profile is 'tabular'; "
                          "'data-resource' and 'interface' are "
                          "known"));
  EXPECT_THAT(read(with_resource({{"category", "cube"}})).findings,
              ElementsAre("p/datapackage.json: error E0303: resources[0].category is 'cube'; "
                          "'vector' and 'array' are known"));
  EXPECT_THAT(
      read(with_resource({{"format", "csv"}})).findings,
      ElementsAre(
          "p/datapackage.json: error E0303: resources[0].format is 'csv'; only 'npy' can be read"));
}

TEST(MetadataFindings, Parquet) {
  const std::string expected =
      "p/t.indices.parquet: error E0311: resource 'technosphere.indices' is stored as Parquet, "
      "which is not read; "
      "write the "
      "package with bw_processing's matrix_serialize_format_type = MatrixSerializeFormat.NUMPY";
  EXPECT_THAT(read(with_resource({{"format", "pqt"}, {"path", "t.indices.parquet"}})).findings,
              ElementsAre(expected));
  EXPECT_THAT(read(with_resource({{"format", nullptr}, {"path", "t.indices.parquet"}})).findings,
              ElementsAre(expected));
}

TEST(MetadataFindings, AKindGivenTwice) {
  Group group = two_processes();
  group.files.push_back(group.files[0]);
  EXPECT_THAT(read(package_json({group})).findings,
              ElementsAre("p/datapackage.json: error E0317: group 'technosphere' has two resources "
                          "of kind 'indices'; keep one of "
                          "them"));
}

TEST(MetadataFindings, AGroupOfTwoMinds) {
  EXPECT_THAT(read(with_resource({{"matrix", "biosphere_matrix"}})).findings,
              ElementsAre("p/datapackage.json: error E0318: group 'technosphere' is for two "
                          "matrices, 'biosphere_matrix' and "
                          "'technosphere_matrix'; give each its own group"));
  const auto [metadata, findings] = read(with_resource({{"category", "array"}}));
  EXPECT_THAT(findings, ElementsAre("p/datapackage.json: error E0318: group 'technosphere' is of "
                                    "two categories, 'vector' and "
                                    "'array'; give each its own group"));
  EXPECT_THAT(metadata->groups, IsEmpty());
  EXPECT_FALSE(metadata->complete);
}

TEST(MetadataFindings, UnknownMatricesOncePerLabel) {
  EXPECT_THAT(read(package_json({vector_group("a", "sa_matrix", {}, {}),
                                 vector_group("b", "sa_matrix", {}, {}),
                                 vector_group("c", "characterisation_matrix", {}, {})}))
                  .findings,
              ElementsAre("p/datapackage.json: warning W0330: matrix 'characterisation_matrix' is "
                          "not known; groups not read: 1; did "
                          "you mean 'characterization_matrix'?",
                          "p/datapackage.json: warning W0330: matrix 'sa_matrix' is not known; "
                          "groups not read: 2; known are "
                          "technosphere_matrix, biosphere_matrix, characterization_matrix, "
                          "normalization_matrix, weighting_matrix"));
}

TEST(MetadataFindings, InterfacesAreNotRead) {
  nlohmann::json json = package_json({two_processes()});
  json["resources"][1] = {{"profile", "interface"},          {"name", "technosphere.data"},
                          {"matrix", "technosphere_matrix"}, {"kind", "data"},
                          {"group", "technosphere"},         {"category", "vector"}};
  const auto [metadata, findings] = read(json);

  EXPECT_THAT(
      findings,
      ElementsAre("p/datapackage.json: warning W0331: group 'technosphere' takes its data from a "
                  "program while "
                  "it runs (an interface); it is not read; store its values as an array, with "
                  "bw_processing's add_persistent_array"));
  EXPECT_THAT(metadata->groups, IsEmpty());
}

TEST(MetadataFindings, UnknownKinds) {
  EXPECT_THAT(read(with_resource({{"kind", "colour"}})).findings,
              ElementsAre("p/datapackage.json: warning W0332: resource 'technosphere.indices' is "
                          "of unknown kind 'colour'; it is "
                          "not read; known are indices, data, distributions, flip, rescale, "
                          "reference, params, param_labels"));
}

TEST(MetadataFindings, WhatHasNoEffect) {
  Group group = two_processes();
  group.files.emplace_back("params", npy_doubles({1}));
  nlohmann::json json = package_json({group}, {{"seed", 42}});
  json["resources"].push_back(
      {{"profile", "data-resource"}, {"name", "names"}, {"path", "names.csv"}, {"valid_for", "x"}});

  EXPECT_THAT(
      read(json).findings,
      ElementsAre(
          "p/datapackage.json: note N0340: the package's seed 42 is not used; the study's seed "
          "decides all draws",
          "p/datapackage.json: note N0341: resources that only describe others are not used: "
          "technosphere.params, names"));
}

}  // namespace
}  // namespace plume::metadata_test
