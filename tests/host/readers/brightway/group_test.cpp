// SPDX-License-Identifier: Apache-2.0
#include "host/readers/brightway/group.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "tests/host/readers/brightway/package_fixture.hpp"
#include "tests/support/findings.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::group_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace plume::testing;

constexpr double nan = Uncertainty::not_given;

struct Result {
  std::optional<GroupData> data;
  std::vector<std::string> findings;
};

using Files = std::vector<std::pair<std::string, std::string>>;

Result read(const Files& files, const std::string& category = "vector",
            const nlohmann::json& extra = {}) {
  const TempFolder folder;
  Group group{"g", "biosphere_matrix", files, category};
  if (extra.is_object()) group.extra = extra;
  for (const auto& [kind, content] : files) {
    if (!content.empty())
      folder.write("p/g." + kind + ".npy", content);  // "" for a file that is not there
  }
  folder.write("p/datapackage.json", package_json({group}).dump());
  Findings findings;
  const auto archive = Archive::open(folder.path() / "p", findings);
  const auto metadata = read_metadata(*archive, findings);
  Result result;
  result.data = read_group(*archive, metadata->groups.at(0), findings);
  result.findings = lines(findings, folder.path());
  return result;
}

const std::string three_cells = npy_indices({{1, 10}, {2, 10}, {3, 20}});
const std::string three_values = npy_doubles({1.5, 2.5, 3.5});

Uncertainty make(DistributionKind kind, double loc, double scale, double minimum = nan,
                 double maximum = nan) {
  Uncertainty u;
  u.kind = kind;
  u.loc = loc;
  u.scale = scale;
  u.minimum = minimum;
  u.maximum = maximum;
  return u;
}

TEST(Group, AVectorWithEverything) {
  const auto [data, findings] =
      read({{"indices", three_cells},
            {"data", three_values},
            {"distributions", npy_distributions({make(DistributionKind::none, 1.5, nan),
                                                 make(DistributionKind::lognormal, 0.9162907, 0.5),
                                                 make(DistributionKind::uniform, nan, nan, 3, 4)})},
            {"flip", npy_bools({0, 1, 0})},
            {"rescale", npy_doubles({1, 1, 1000})},
            {"reference", npy_bools({1, 0, 0})}});

  ASSERT_TRUE(data);
  EXPECT_THAT(findings, IsEmpty());
  EXPECT_THAT(data->rows, ElementsAre(1, 2, 3));
  EXPECT_THAT(data->columns, ElementsAre(10, 10, 20));
  EXPECT_THAT(data->values, ElementsAre(1.5, 2.5, 3.5));
  EXPECT_THAT(data->flip, ElementsAre(0, 1, 0));
  EXPECT_THAT(data->rescale, ElementsAre(1, 1, 1000));
  EXPECT_THAT(data->reference, ElementsAre(1, 0, 0));
  ASSERT_EQ(data->distributions.size(), 3u);
  EXPECT_EQ(data->distributions[1].kind, DistributionKind::lognormal);
  EXPECT_EQ(data->distributions[1].loc, static_cast<double>(0.9162907F));
  EXPECT_TRUE(std::isnan(data->distributions[1].minimum));
  EXPECT_EQ(data->distributions[2].maximum, 4.0);
}

TEST(Group, AnArray) {
  const auto [data, findings] = read({{"indices", three_cells},
                                      {"data", npy_table({{1, 2}, {3, 4}, {5, 6}})},
                                      {"flip", npy_bools({0, 0, 1})}},
                                     "array");

  ASSERT_TRUE(data);
  EXPECT_THAT(findings, IsEmpty());
  EXPECT_EQ(data->num_columns, 2u);
  EXPECT_THAT(data->values, ElementsAre(1, 2, 3, 4, 5, 6));
}

// Packages before 64-bit indices, packages with `negative` in front of the type, columns before
// rows, integer amounts.
TEST(Group, OlderTypes) {
  const std::string indices = npy_file(npy_header("[('col', '<i4'), ('row', '<i4')]", "1,"),
                                       raw<std::int32_t>(7) + raw<std::int32_t>(8));
  const std::string data_file = npy_file(npy_header("'<i8'", "1,"), raw<std::int64_t>(-2));
  const std::string distributions = npy_file(
      npy_header(
          "[('loc', '<f8'), ('negative', '|b1'), ('uncertainty_type', '|u1'), ('scale', '<f8')]",
          "1,"),
      raw(0.6931471805599453) + raw(true) + raw<std::uint8_t>(2) + raw(0.1));
  const auto [data, findings] =
      read({{"indices", indices}, {"data", data_file}, {"distributions", distributions}});

  ASSERT_TRUE(data);
  EXPECT_THAT(findings, IsEmpty());
  EXPECT_THAT(data->rows, ElementsAre(8));
  EXPECT_THAT(data->columns, ElementsAre(7));
  EXPECT_THAT(data->values, ElementsAre(-2.0));
  EXPECT_TRUE(data->distributions[0].negative);
  EXPECT_EQ(data->distributions[0].scale, 0.1);
  EXPECT_TRUE(std::isnan(data->distributions[0].shape));
}

TEST(Group, AnEmptyGroupIsAllowed) {
  const auto [data, findings] = read({{"indices", npy_indices({})}, {"data", npy_doubles({})}});

  ASSERT_TRUE(data);
  EXPECT_THAT(findings, IsEmpty());
  EXPECT_EQ(data->size(), 0u);
}

TEST(Group, DistributionsWithoutDataGiveTheirMedians) {
  const auto [data, findings] =
      read({{"indices", three_cells},
            {"distributions", npy_distributions({make(DistributionKind::none, 7, nan),
                                                 make(DistributionKind::uniform, nan, nan, 2, 4),
                                                 make(DistributionKind::none, nan, nan)})}});

  ASSERT_TRUE(data);
  EXPECT_EQ(data->values[0], 7.0);
  EXPECT_EQ(data->values[1], 3.0);
  EXPECT_TRUE(std::isnan(data->values[2]));  // no insertion
  EXPECT_THAT(findings, ElementsAre("p/g.distributions.npy: note N0343: group 'g' has no data; the "
                                    "medians of its distributions "
                                    "are its static amounts"));
}

TEST(Group, NanBesideADistributionBecomesItsMedian) {
  const auto [data, findings] = read(
      {{"indices", three_cells},
       {"data", npy_doubles({nan, nan, nan})},
       {"distributions", npy_distributions({make(DistributionKind::none, nan, nan),
                                            make(DistributionKind::uniform, nan, nan, 2, 4),
                                            make(DistributionKind::uniform, nan, nan, 4, 8)})}});

  ASSERT_TRUE(data);
  EXPECT_TRUE(std::isnan(data->values[0]));
  EXPECT_EQ(data->values[1], 3.0);
  EXPECT_EQ(data->values[2], 6.0);
  EXPECT_THAT(findings, ElementsAre("p/g.data.npy:2: warning W0337: NaN beside a distribution; the "
                                    "median 3 is its static amount "
                                    "(and 1 more element)"));
}

TEST(GroupFindings, ACertainAmountThatIsSaidTwice) {
  const auto [data, findings] =
      read({{"indices", three_cells},
            {"data", three_values},
            {"distributions", npy_distributions({make(DistributionKind::none, 1.5, nan),
                                                 make(DistributionKind::undefined, 2, nan),
                                                 make(DistributionKind::none, nan, nan)})}});

  ASSERT_TRUE(data);
  EXPECT_THAT(data->values, ElementsAre(1.5, 2.5, 3.5));
  EXPECT_THAT(findings, ElementsAre("p/g.distributions.npy:2: warning W0333: a certain amount has "
                                    "loc = 2 here and 2.5 in the "
                                    "data, which is used; Brightway uses loc in a Monte Carlo run "
                                    "and the data in a static one"));
}

TEST(GroupFindings, NoMedianToStandIn) {
  const auto [data, findings] = read(
      {{"indices", npy_indices({{1, 1}})},
       {"distributions", npy_distributions({make(DistributionKind::uniform, nan, nan, 4, 2)})}});

  EXPECT_FALSE(data);
  EXPECT_THAT(
      findings,
      ElementsAre("p/g.distributions.npy: note N0343: group 'g' has no data; the medians of its "
                  "distributions "
                  "are its static amounts",
                  "p/g.distributions.npy:1: error E0319: there is no static amount, and the "
                  "parameters of this "
                  "uniform distribution give no median; give the amount in the group's data"));
}

TEST(GroupFindings, AFileThatIsNotThere) {
  const auto [data, findings] = read({{"indices", three_cells}, {"data", ""}});

  EXPECT_FALSE(data);
  EXPECT_THAT(findings, ElementsAre("p/g.data.npy: error E0304: the file of resource 'g.data' is "
                                    "not in the package; write the "
                                    "package again, or copy it again"));
}

TEST(GroupFindings, NoIndicesAndNoData) {
  EXPECT_THAT(
      read({{"data", three_values}}).findings,
      ElementsAre(
          "p/datapackage.json: error E0308: group 'g' has no indices; write the package again with "
          "bw_processing"));
  EXPECT_THAT(read({{"indices", three_cells}}).findings,
              ElementsAre("p/datapackage.json: error E0309: group 'g' has neither data nor "
                          "distributions; write the package again "
                          "with bw_processing"));
}

TEST(GroupFindings, LengthsThatDiffer) {
  EXPECT_THAT(read({{"indices", three_cells},
                    {"data", npy_doubles({1, 2})},
                    {"flip", npy_bools({0, 0, 0, 0})}})
                  .findings,
              ElementsAre("p/g.data.npy: error E0307: it has 2 rows, but the indices of group 'g' "
                          "have 3; write the package again "
                          "with bw_processing",
                          "p/g.flip.npy: error E0307: it has 4 rows, but the indices of group 'g' "
                          "have 3; write the package again "
                          "with bw_processing"));
  EXPECT_THAT(
      read({{"indices", three_cells}, {"data", three_values}}, "vector", {{"nrows", 4}}).findings,
      ElementsAre("p/g.indices.npy: error E0307: it has 3 rows, but datapackage.json says nrows = "
                  "4; write the package "
                  "again with bw_processing",
                  "p/g.data.npy: error E0307: it has 3 rows, but datapackage.json says nrows = 4; "
                  "write the package again "
                  "with bw_processing"));
}

TEST(GroupFindings, IndicesWithoutRowAndCol) {
  const std::string floats = npy_file(npy_header("[('row', '<f8'), ('col', '<f8')]", "0,"), "");
  EXPECT_THAT(read({{"indices", floats}, {"data", npy_doubles({})}}).findings,
              ElementsAre("p/g.indices.npy: error E0306: resource 'g.indices' holds (row: float64, "
                          "col: float64) of shape (0,); it "
                          "must hold a list of (row, col) integers"));
  EXPECT_THAT(read({{"indices", npy_doubles({1})}, {"data", npy_doubles({1})}}).findings,
              ElementsAre("p/g.indices.npy: error E0306: resource 'g.indices' holds float64 of "
                          "shape (1,); it must hold a list of "
                          "(row, col) integers"));
}

TEST(GroupFindings, ArraysOfTheWrongShapeOrType) {
  EXPECT_THAT(
      read({{"indices", three_cells}, {"data", npy_table({{1, 2}, {3, 4}, {5, 6}})}}).findings,
      ElementsAre("p/g.data.npy: error E0306: resource 'g.data' holds float64 of shape (3, 2); it "
                  "must hold a list of "
                  "numbers"));
  EXPECT_THAT(read({{"indices", three_cells}, {"data", three_values}}, "array").findings,
              ElementsAre("p/g.data.npy: error E0306: resource 'g.data' holds float64 of shape "
                          "(3,); it must hold a table of "
                          "numbers with at least one column"));
  EXPECT_THAT(
      read({{"indices", three_cells}, {"data", npy_file(npy_header("'<f8'", "3, 0"), "")}}, "array")
          .findings,
      ElementsAre("p/g.data.npy: error E0306: resource 'g.data' holds float64 of shape (3, 0); it "
                  "must hold a table of "
                  "numbers with at least one column"));
  EXPECT_THAT(
      read({{"indices", three_cells}, {"data", npy_file(npy_header("'<f8'", ""), raw(1.0))}})
          .findings,
      ElementsAre("p/g.data.npy: error E0306: resource 'g.data' holds a single float64; it must "
                  "hold a list"));
  EXPECT_THAT(
      read({{"indices", three_cells}, {"data", three_values}, {"flip", three_values}}).findings,
      ElementsAre("p/g.flip.npy: error E0306: resource 'g.flip' holds float64; it must hold a list "
                  "of truth values"));
  EXPECT_THAT(
      read({{"indices", three_cells}, {"data", three_values}, {"distributions", three_values}})
          .findings,
      ElementsAre(
          "p/g.distributions.npy: error E0306: resource 'g.distributions' holds float64 of shape "
          "(3,); it must "
          "hold a list of (uncertainty_type, loc, scale, shape, minimum, maximum, negative)"));
  EXPECT_THAT(read({{"indices", npy_indices({})},
                    {"data", npy_table({})},
                    {"distributions", npy_distributions({})}},
                   "array")
                  .findings,
              ElementsAre("p/g.distributions.npy: error E0306: resource 'g.distributions' holds "
                          "distributions of an array; it "
                          "must hold "
                          "nothing: the columns of an array are its distribution"));
}

TEST(GroupFindings, NegativeIds) {
  EXPECT_THAT(read({{"indices", npy_indices({{1, 1}, {-5, 1}, {-6, -1}})}, {"data", three_values}})
                  .findings,
              ElementsAre("p/g.indices.npy:2: error E0312: row id -5 is negative (and 1 more "
                          "element); ids are 0 or more, as in "
                          "Brightway",
                          "p/g.indices.npy:3: error E0312: col id -1 is negative; ids are 0 or "
                          "more, as in Brightway"));
}

TEST(GroupFindings, UnknownDistributions) {
  const Uncertainty any;
  EXPECT_THAT(read({{"indices", three_cells},
                    {"data", three_values},
                    {"distributions", npy_distributions({any, any, any}, 98)}})
                  .findings,
              ElementsAre("p/g.distributions.npy:1: error E0310: uncertainty type 98 is not known "
                          "(and 2 more elements); 0 to "
                          "13 are, as "
                          "in stats_arrays"));
}

TEST(GroupFindings, DamagedFilesAllAtOnce) {
  EXPECT_THAT(read({{"indices", "?"}, {"data", "?"}, {"flip", "?"}}).findings.size(), 3u);
}

}  // namespace
}  // namespace plume::group_test
