// SPDX-License-Identifier: Apache-2.0
#include "host/readers/brightway/read_datapackages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <map>
#include <string>

#include "tests/host/archive/write_zip.hpp"
#include "tests/host/readers/brightway/package_fixture.hpp"
#include "tests/support/findings.hpp"

namespace plume::read_datapackages_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using namespace plume::testing;

constexpr double nan = Uncertainty::not_given;

std::vector<std::string> lines_of(const Packages& packages) {
  return lines(packages.findings, packages.path());
}

Group characterisation(const std::string& name, const Cells& cells,
                       const std::vector<double>& factors,
                       const nlohmann::json& extra = nlohmann::json::object()) {
  Group group = vector_group(name, "characterization_matrix", cells, factors);
  group.extra = extra;
  return group;
}

TEST(ReadDatapackages, IdsAndMatrices) {
  Packages packages;
  packages.add({two_processes(), vector_group("b", "biosphere_matrix", {{7, 1}, {8, 2}}, {5, 6}),
                characterisation("c", {{7, 0}, {9, 0}}, {2, 3}),
                vector_group("n", "normalization_matrix", {{7, 0}}, {10}),
                vector_group("w", "weighting_matrix", {{1, 1}}, {42})});

  const Model& model = packages.read();

  EXPECT_THAT(lines_of(packages), IsEmpty());
  EXPECT_THAT(cells_of(model, Matrix::technosphere),
              ElementsAre("3,1 = 1", "4,2 = 1", "4,1 = -0.5"));
  EXPECT_THAT(cells_of(model, Matrix::biosphere), ElementsAre("7,1 = 5", "8,2 = 6"));
  EXPECT_THAT(cells_of(model, Matrix::characterisation), ElementsAre("7,c = 2", "9,c = 3"));
  EXPECT_THAT(cells_of(model, Matrix::normalisation), ElementsAre("7 = 10"));
  EXPECT_THAT(cells_of(model, Matrix::weighting), ElementsAre("0 = 42"));
  EXPECT_EQ(model.products.at(model.processes.at(0).reference_product).id, "3");
  EXPECT_EQ(model.products.at(model.processes.at(1).reference_product).id, "4");
  EXPECT_THAT(model.flows, SizeIs(3));  // 9 has a factor only
}

TEST(ReadDatapackages, ExchangesKnowWhereTheyStand) {
  Packages packages;
  packages.add({two_processes()});

  const Model& model = packages.read();

  const Exchange& third = model.exchanges.at(2);
  EXPECT_EQ(third.line, 3u);
  EXPECT_EQ(third.source, 0u);
  EXPECT_EQ(model.sources.at(0).tables.at(third.table), "technosphere.data.npy");
  EXPECT_EQ(third.sign, -1);
  EXPECT_EQ(third.amount, 0.5);
}

TEST(ReadDatapackages, AlsoInAFolderOfAZip) {
  const TempFolder folder;
  NamedFiles files = {{"pack/datapackage.json", package_json({two_processes()}).dump()}};
  for (const auto& [kind, content] : two_processes().files)
    files.emplace_back("pack/technosphere." + kind + ".npy", content);
  write_zip(folder.path() / "p.zip", files);
  Packages packages;
  packages.open(folder.path() / "p.zip");

  const Model& model = packages.read();

  EXPECT_THAT(lines_of(packages), IsEmpty());
  EXPECT_EQ(model.place_of(model.exchanges.at(1)).file,
            (folder.path() / "p.zip/pack/technosphere.data.npy").string());
}

TEST(ReadDatapackages, RescaleIsAFactor) {
  Group group = vector_group("t", "technosphere_matrix", {{1, 1}, {2, 1}}, {1, 3});
  group.files.emplace_back("flip", npy_bools({0, 1}));
  group.files.emplace_back("rescale", npy_doubles({1, 1000}));
  Packages packages;
  packages.add({group});

  const Model& model = packages.read();

  EXPECT_EQ(model.exchanges.at(1).factor, 1000.0);
  EXPECT_EQ(model.exchanges.at(1).static_value(), -3000.0);
}

TEST(ReadDatapackages, LaterPackagesReplaceOrAdd) {
  const auto model_of = [](bool sum_inter) {
    Packages packages;
    packages.add({two_processes()});
    packages.add({vector_group("late", "technosphere_matrix", {{4, 1}}, {-0.25})},
                 {{"sum_inter_duplicates", sum_inter}});
    return cells_of(packages.read(), Matrix::technosphere);
  };

  EXPECT_THAT(model_of(false), ElementsAre("3,1 = 1", "4,2 = 1", "4,1 = -0.25"));
  EXPECT_THAT(model_of(true), ElementsAre("3,1 = 1", "4,2 = 1", "4,1 = -0.5", "4,1 = -0.25"));
}

TEST(ReadDatapackages, LaterGroupsOfOnePackageReplaceToo) {
  Packages packages;
  packages.add({two_processes(),
                vector_group("late", "technosphere_matrix", {{4, 1}, {4, 1}}, {-0.25, -0.5})},
               {{"sum_intra_duplicates", false}});
  EXPECT_THAT(cells_of(packages.read(), Matrix::technosphere),
              ElementsAre("3,1 = 1", "4,2 = 1", "4,1 = -0.5"));
}

TEST(ReadDatapackages, DistributionsStandBesideTheirAmounts) {
  Uncertainty normal;
  normal.kind = DistributionKind::normal;
  normal.loc = 5.0;
  normal.scale = 0.5;
  Uncertainty certain;
  certain.kind = DistributionKind::none;
  Group group = vector_group("b", "biosphere_matrix", {{6, 1}, {7, 1}, {8, 1}}, {nan, 4, 5});
  group.files.emplace_back("distributions", npy_distributions({certain, certain, normal}));
  Packages packages;
  packages.add({two_processes(), group});

  const Model& model = packages.read();

  EXPECT_THAT(cells_of(model, Matrix::biosphere), ElementsAre("7,1 = 4", "8,1 = 5 normal"));
  ASSERT_THAT(model.uncertainties, SizeIs(1));
  EXPECT_EQ(model.uncertainties[0].scale, 0.5);
  EXPECT_TRUE(std::isnan(model.uncertainties[0].minimum));
}

TEST(ReadDatapackages, CategoriesByIdentifierPackageOrGroup) {
  Packages packages;
  packages.add({two_processes(), characterisation("group name", {{7, 0}}, {1})});
  packages.add({characterisation("x", {{7, 0}}, {2})}, {{"name", "package name"}});
  packages.add({characterisation("y", {{7, 0}}, {3}, {{"identifier", {"IPCC", "GWP100"}}})});

  const Model& model = packages.read();

  EXPECT_THAT(cells_of(model, Matrix::characterisation),
              ElementsAre("7,group name = 1", "7,package name = 2", "7,IPCC | GWP100 = 3"));
  EXPECT_EQ(model.categories[2].name, "IPCC | GWP100");
}

TEST(ReadDatapackages, GroupsOfOneCategoryReplaceEachOther) {
  const nlohmann::json identifier = {{"identifier", {"GWP100"}}};
  Packages packages;
  packages.add({characterisation("a", {{7, 0}, {8, 0}}, {1, 2}, identifier)});
  packages.add({characterisation("b", {{7, 0}}, {5}, identifier)});
  EXPECT_THAT(cells_of(packages.read(), Matrix::characterisation),
              ElementsAre("8,GWP100 = 2", "7,GWP100 = 5"));
}

TEST(ReadDatapackages, OnlyFactorsOfTheGlobalIndex) {
  Packages packages;
  packages.add({characterisation("c", {{7, 1}, {7, 2}, {8, 1}, {9, 3}}, {10, 20, 30, 40},
                                 {{"global_index", 1}})},
               {{"name", ""}});

  const Model& model = packages.read();

  EXPECT_THAT(cells_of(model, Matrix::characterisation), ElementsAre("7,c = 10", "8,c = 30"));
  EXPECT_EQ(model.exchanges[1].line, 3u);
  EXPECT_THAT(
      lines_of(packages),
      ElementsAre("0/c.data.npy: note N0342: 2 of 4 factors are for other places than global_index "
                  "1; they are not used"));
}

TEST(ReadDatapackages, AnArrayOfFactorsIsFilteredRowByRow) {
  Group group = array_group("c", "characterization_matrix", {{7, 2}, {7, 1}, {8, 1}},
                            {{1, 2}, {3, 4}, {5, 6}});
  group.extra = {{"global_index", 1}};
  Packages packages;
  packages.add({two_processes(), group});

  const Model& model = packages.read();

  EXPECT_THAT(cells_of(model, Matrix::characterisation),
              ElementsAre("7,c = 3 array 0 row 0", "8,c = 5 array 0 row 1"));
  EXPECT_THAT(model.arrays.at(0).values, ElementsAre(3, 4, 5, 6));
  EXPECT_EQ(model.arrays.at(0).num_rows, 2u);
}

TEST(ReadDatapackages, ArraysOfOnePackageShareTheirColumns) {
  Packages packages;
  packages.add({two_processes(), array_group("a", "biosphere_matrix", {{7, 1}}, {{1, 2, 3}}),
                array_group("b", "characterization_matrix", {{7, 0}}, {{1, 2, 3}})},
               {{"id", "one"}});
  packages.add({array_group("c", "biosphere_matrix", {{8, 1}}, {{1, 2, 3}})}, {{"id", "two"}});

  const Model& model = packages.read();

  ASSERT_THAT(model.arrays, SizeIs(3));  // matrix by matrix: a, c, b
  EXPECT_EQ(model.arrays[0].name, "a");
  EXPECT_EQ(model.arrays[1].name, "c");
  EXPECT_EQ(model.arrays[2].name, "b");
  EXPECT_EQ(model.arrays[0].group_key, model.arrays[2].group_key);
  EXPECT_NE(model.arrays[0].group_key, model.arrays[1].group_key);
  EXPECT_EQ(model.arrays[0].order, ColumnOrder::random);
}

// itertools.product(range(2), range(3), range(4)): the first array turns every 12, the second every
// 4, the last every time.
TEST(ReadDatapackages, CombinatorialArraysCountLikeAnOdometer) {
  Packages packages;
  packages.add({two_processes(), array_group("c2", "characterization_matrix", {{7, 0}}, {{1, 2}}),
                array_group("b3", "biosphere_matrix", {{7, 1}}, {{1, 2, 3}}),
                array_group("t4", "technosphere_matrix", {{4, 1}}, {{-1, -2, -3, -4}})},
               {{"combinatorial", true}});

  const Model& model = packages.read();

  ASSERT_THAT(model.arrays, SizeIs(3));
  EXPECT_EQ(model.arrays[0].name, "t4");
  EXPECT_EQ(model.arrays[0].stride, 1u);
  EXPECT_EQ(model.arrays[1].name, "b3");
  EXPECT_EQ(model.arrays[1].stride, 4u);
  EXPECT_EQ(model.arrays[2].name, "c2");
  EXPECT_EQ(model.arrays[2].stride, 12u);
  EXPECT_EQ(model.arrays[2].order, ColumnOrder::combinatorial);
}

TEST(ReadDatapackages, MoreCombinationsThanNumbersStayAtTheFirstColumn) {
  std::vector<Group> groups = {two_processes()};
  for (int i = 0; i < 66; ++i) {
    groups.push_back(
        array_group("a" + std::to_string(i), "biosphere_matrix", {{100 + i, 1}}, {{1, 2}}));
  }
  Packages packages;
  packages.add(groups, {{"combinatorial", true}});

  const Model& model = packages.read();

  EXPECT_EQ(model.arrays.at(65).stride, 1u);
  EXPECT_EQ(model.arrays.at(2).stride, std::uint64_t{1} << 63);
  EXPECT_EQ(model.arrays.at(1).stride, std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(model.arrays.at(0).stride, std::numeric_limits<std::uint64_t>::max());
}

TEST(ReadDatapackages, ReferenceResourcesNameTheProduct) {
  Group group = vector_group("t", "technosphere_matrix", {{3, 1}, {1, 1}}, {1, 1});
  group.files.emplace_back("reference", npy_bools({1, 0}));
  Packages packages;
  packages.add({group});

  const Model& model = packages.read();

  // not 1, the same id
  EXPECT_EQ(model.products.at(model.processes.at(0).reference_product).id, "3");
}

TEST(ReadDatapackages, AModelThatIsThereAlreadyIsContinued) {
  Packages packages;
  {
    ModelBuilder builder(packages.model);
    (void)builder.process("1");
  }
  packages.add({vector_group("b", "biosphere_matrix", {{7, 1}}, {5})});

  const Model& model = packages.read();

  EXPECT_THAT(lines_of(packages), IsEmpty());
  EXPECT_THAT(cells_of(model, Matrix::biosphere), ElementsAre("7,1 = 5"));
}

TEST(ReadDatapackages, IsRecognisedByItsJson) {
  const TempFolder folder;
  folder.write("a/datapackage.json", "{}");
  folder.write("b/processes.csv", "");
  Findings findings;
  EXPECT_TRUE(is_datapackage(*Archive::open(folder.path() / "a", findings)));
  EXPECT_FALSE(is_datapackage(*Archive::open(folder.path() / "b", findings)));
}

TEST(ReadDatapackagesFindings, ProcessesWithoutATechnosphereColumn) {
  Packages packages;
  packages.add({vector_group("b", "biosphere_matrix", {{7, 1}, {7, 99}, {7, 98}}, {1, 2, 3}),
                two_processes()});

  const Model& model = packages.read();

  EXPECT_THAT(cells_of(model, Matrix::biosphere), ElementsAre("7,1 = 1"));
  EXPECT_THAT(lines_of(packages),
              ElementsAre("0/b.data.npy:2: warning W0335: 2 of 3 rows are for processes without a "
                          "technosphere column, the first for "
                          "process 99; they are not used"));
}

TEST(ReadDatapackagesFindings, ABrokenTechnosphereIsNotBlamedOnTheBiosphere) {
  Group broken = two_processes();
  broken.files[1].second = "?";
  Packages packages;
  packages.add({broken, vector_group("b", "biosphere_matrix", {{7, 1}}, {1})});

  (void)packages.read();

  EXPECT_THAT(codes(packages.findings), ElementsAre("E0305"));
}

TEST(ReadDatapackagesFindings, ASecondReferenceProduct) {
  Group group = vector_group("t", "technosphere_matrix", {{3, 1}, {1, 1}}, {1, 1});
  group.files.emplace_back("reference", npy_bools({1, 1}));
  Packages packages;
  packages.add({group});

  (void)packages.read();

  EXPECT_THAT(
      lines_of(packages),
      ElementsAre(
          "0/t.reference.npy:2: warning W0336: process 1 has a second reference product, 1; "
          "the first, 3, is taken"));
}

TEST(ReadDatapackagesFindings, InconsistentGlobalIndex) {
  Packages packages;
  packages.add({characterisation("a", {{7, 1}}, {1}, {{"identifier", "GWP"}, {"global_index", 1}}),
                characterisation("b", {{7, 2}}, {1}, {{"identifier", "GWP"}, {"global_index", 2}}),
                characterisation("c", {{7, 2}}, {1}, {{"identifier", "GWP"}}),
                characterisation("d", {{7, 2}}, {1}, {{"identifier", "AP"}, {"global_index", 2}})});

  const Model& model = packages.read();

  EXPECT_THAT(lines_of(packages),
              ElementsAre("0/datapackage.json: error E0313: group 'b' has global_index 2, an "
                          "earlier group of category 'GWP' has "
                          "global_index 1; give all groups of a category the same global_index",
                          "0/datapackage.json: error E0313: group 'c' has no global_index, an "
                          "earlier group of category 'GWP' has "
                          "global_index 1; give all groups of a category the same global_index"));
  EXPECT_THAT(cells_of(model, Matrix::characterisation), ElementsAre("7,GWP = 1", "7,AP = 1"));
}

TEST(ReadDatapackagesFindings, SeveralWeightingValues) {
  Packages packages;
  packages.add({vector_group("w", "weighting_matrix", {{1, 1}, {2, 2}}, {1, 2})});

  (void)packages.read();

  EXPECT_THAT(
      lines_of(packages),
      ElementsAre(
          "0/w.data.npy: error E0314: group 'w' has 2 weighting values; there can be only one"));
}

Group identified(Group group, const std::string& name) {
  group.extra = {{"identifier", {name}}};
  return group;
}

TEST(ReadDatapackages, TwoNormalisationsOrWeightingsAreSetsOfTheirOwn) {
  Packages packages;
  packages.add({two_processes()});
  packages.add(
      {identified(vector_group("n1", "normalization_matrix", {{7, 0}, {8, 0}}, {1, 1}), "first")});
  // no cell in common
  packages.add({identified(vector_group("n2", "normalization_matrix", {{9, 0}}, {2}), "second")});
  packages.add({identified(vector_group("w1", "weighting_matrix", {{0, 0}}, {2}), "light")});
  packages.add({identified(vector_group("w2", "weighting_matrix", {{0, 0}}, {3}), "heavy")});

  const Model& model = packages.read();

  EXPECT_THAT(lines_of(packages), IsEmpty());
  ASSERT_EQ(model.normalisations.size(), 2u);
  EXPECT_EQ(model.normalisations[0].name, "first");
  EXPECT_EQ(model.normalisations[1].name, "second");
  ASSERT_EQ(model.weightings.size(), 2u);
  std::map<double, std::uint32_t> set_of;
  for (const Exchange& e : model.exchanges) {
    if (e.matrix == Matrix::weighting) set_of[e.amount] = e.row;
    if (e.matrix == Matrix::normalisation) {
      EXPECT_EQ(e.column, e.amount == 2 ? 1u : 0u);
    }
  }
  EXPECT_THAT(set_of, ElementsAre(std::pair(2.0, 0u), std::pair(3.0, 1u)));
}

TEST(ReadDatapackages, NormalisationsWithoutIdentifierAreOneAPackage) {
  const auto sets_of = [](bool one_package) {
    Packages packages;
    const Group first = vector_group("n1", "normalization_matrix", {{7, 0}}, {1}),
                second = vector_group("n2", "normalization_matrix", {{7, 0}}, {2});
    if (one_package) {
      packages.add({two_processes(), first, second});
    } else {
      packages.add({two_processes(), first});
      packages.add({second});
    }
    return packages.read().normalisations.size();
  };
  EXPECT_EQ(sets_of(true), 1u);
  EXPECT_EQ(sets_of(false), 2u);
}

TEST(ReadDatapackages, ALaterPackageMayChangeANormalisationOfItsIdentifier) {
  Packages packages;
  packages.add(
      {two_processes(),
       identified(vector_group("n", "normalization_matrix", {{7, 0}, {8, 0}}, {1, 2}), "EF")});
  packages.add({identified(vector_group("late", "normalization_matrix", {{8, 0}}, {5}), "EF")});
  const Model& model = packages.read();
  EXPECT_THAT(lines_of(packages), IsEmpty());
  EXPECT_THAT(cells_of(model, Matrix::normalisation), ElementsAre("7 = 1", "8 = 5"));
}

TEST(ReadDatapackagesFindings, OfAllPackagesAtOnce) {
  Packages packages;
  packages.add_json("{");
  packages.add({vector_group("a", "biosphere_matrix", {{1, 1}}, {1, 2})});
  packages.add({vector_group("b", "technosphere_matrix", {{-1, 1}}, {1}),
                vector_group("w", "weighting_matrix", {{1, 1}, {2, 2}}, {1, 2})});

  (void)packages.read();

  EXPECT_THAT(codes(packages.findings), ElementsAre("E0301", "E0312", "E0307", "E0314"));
}

// Whatever byte a copy stops at: a finding, no crash.
TEST(ReadDatapackagesFindings, EveryTruncationOfAZip) {
  const TempFolder folder;
  Group group = two_processes();
  NamedFiles files = {{"datapackage.json", package_json({group}).dump()}};
  for (const auto& [kind, content] : group.files)
    files.emplace_back("technosphere." + kind + ".npy", content);
  write_zip(folder.path() / "whole.zip", files);
  const std::string whole = bytes_of(folder.path() / "whole.zip");

  for (std::size_t length = 0; length <= whole.size(); ++length) {
    const auto file = folder.write("cut.zip", std::string_view(whole).substr(0, length));
    Findings findings;
    Model model;
    ModelBuilder builder(model);
    if (const auto archive = Archive::open(file, findings))
      read_datapackages({{&*archive, 0}}, builder, findings);
    EXPECT_EQ(findings.has_errors(), length < whole.size()) << length;
    EXPECT_THAT(model.exchanges, SizeIs(length < whole.size() ? 0 : 3)) << length;
  }
}

// The files of bw_processing's and bw2calc's own tests.
class SharedPackages : public ::testing::Test {
 protected:
  Packages packages;
  static std::filesystem::path folder() {
    return PLUME_SOURCE_DIR "/../shared/data/bw_datapackages";
  }
  void SetUp() override {
    if (!std::filesystem::exists(folder())) GTEST_SKIP() << folder() << " is not there";
  }
  std::vector<std::string> read(std::initializer_list<const char*> names) {
    for (const char* name : names) packages.open(folder() / name);
    (void)packages.read();
    return lines(packages.findings, folder());
  }
  [[nodiscard]] const Uncertainty& uncertainty(std::size_t exchange) const {
    return packages.model.uncertainties.at(packages.model.exchanges.at(exchange).uncertainty);
  }
};

TEST_F(SharedPackages, McBasic) {
  EXPECT_THAT(read({"bw2calc/mc_basic.zip"}), IsEmpty());

  const Model& model = packages.model;
  EXPECT_THAT(cells_of(model, Matrix::technosphere),
              ElementsAre("3,1 = 1", "4,2 = 1", "4,1 = -0.5 uniform"));
  EXPECT_THAT(cells_of(model, Matrix::biosphere),
              ElementsAre("1,1 = 1 uniform", "2,2 = 0.1 uniform"));
  EXPECT_THAT(
      cells_of(model, Matrix::characterisation),
      ElementsAre("1,mc-characterization = 1 uniform", "2,mc-characterization = 2 uniform"));
  EXPECT_EQ(uncertainty(2).minimum, static_cast<double>(0.2F));  // stored in float32
  EXPECT_EQ(uncertainty(2).maximum, static_cast<double>(0.8F));
  EXPECT_EQ(uncertainty(3).maximum, 1.5);
  EXPECT_EQ(uncertainty(6).maximum, 4.0);
  EXPECT_EQ(model.products.at(model.processes.at(0).reference_product).id, "3");
}

TEST_F(SharedPackages, McComplete) {
  EXPECT_THAT(read({"bw2calc/mc_complete.zip"}), IsEmpty());

  EXPECT_THAT(cells_of(packages.model, Matrix::normalisation),
              ElementsAre("100 = 1 uniform", "200 = 2 uniform"));
  EXPECT_THAT(cells_of(packages.model, Matrix::weighting), ElementsAre("0 = 1 uniform"));
}

TEST_F(SharedPackages, BasicFixtureAndArraySequential) {
  EXPECT_THAT(read({"bw2calc/basic_fixture.zip"}), IsEmpty());
  EXPECT_THAT(cells_of(packages.model, Matrix::biosphere), ElementsAre("1,101 = 1"));
  EXPECT_THAT(cells_of(packages.model, Matrix::characterisation),
              ElementsAre("1,eb-characterization = 1"));

  Packages sequential;
  sequential.open(folder() / "bw2calc/array_sequential.zip");
  const Model& model = sequential.read();
  EXPECT_THAT(lines(sequential.findings), IsEmpty());
  EXPECT_THAT(cells_of(model, Matrix::technosphere),
              ElementsAre("1,101 = 1", "2,102 = 1", "2,101 = -0.5"));
  EXPECT_THAT(cells_of(model, Matrix::biosphere), ElementsAre("1,101 = 1 array 0 row 0"));
  EXPECT_THAT(model.arrays.at(0).values, ElementsAre(1, 2, 3, 4));
  EXPECT_EQ(model.arrays.at(0).order, ColumnOrder::sequential);
}

TEST_F(SharedPackages, MobilityExampleAndIpcc) {
  EXPECT_THAT(read({"bw2calc/bw2io_example_db.zip", "bw2calc/ipcc_simple.zip"}), IsEmpty());

  const Model& model = packages.model;
  EXPECT_THAT(cells_of(model, Matrix::technosphere), SizeIs(17));
  EXPECT_THAT(cells_of(model, Matrix::biosphere), SizeIs(3));
  EXPECT_THAT(cells_of(model, Matrix::characterisation),
              ElementsAre("9,ipccs.9602a5c9eb31e1a9ba91f7805bfc9e98.zip = 1"));
  EXPECT_THAT(model.processes, SizeIs(8));
  for (const Process& process : model.processes)
    EXPECT_EQ(model.products.at(process.reference_product).id, process.id);
}

TEST_F(SharedPackages, MultiLca) {
  EXPECT_THAT(read({"bw2calc/multi_lca_simple_1.zip", "bw2calc/multi_lca_simple_2.zip"}),
              IsEmpty());

  const Model& model = packages.model;
  EXPECT_THAT(cells_of(model, Matrix::technosphere),
              ElementsAre("100,1 = -0.2 uniform", "100,2 = -0.5 uniform", "100,3 = 1", "101,1 = 1",
                          "102,1 = -0.5 uniform", "102,2 = 1", "100,4 = -0.1", "101,4 = -0.2",
                          "101,5 = -0.1", "103,4 = -0.4", "103,5 = 1", "104,4 = 1"));
  EXPECT_THAT(cells_of(model, Matrix::biosphere), SizeIs(9));
  EXPECT_EQ(uncertainty(12).kind, DistributionKind::triangular);
  const auto reference = [&](std::size_t p) {
    return model.products.at(model.processes.at(p).reference_product).id;
  };
  EXPECT_EQ(reference(0), "101");
  EXPECT_EQ(reference(1), "102");
  EXPECT_EQ(reference(2), "100");
  EXPECT_EQ(reference(3), "104");
  EXPECT_EQ(reference(4), "103");
}

// A weighting of 42, uniform, then five columns over the same cell.
TEST_F(SharedPackages, Svdm) {
  EXPECT_THAT(read({"bw2calc/svdm.zip"}), IsEmpty());

  EXPECT_THAT(cells_of(packages.model, Matrix::weighting), ElementsAre("0 = 42 array 0 row 0"));
  EXPECT_EQ(packages.model.arrays.at(0).num_columns, 5u);
}

TEST_F(SharedPackages, FixturesOfUnknownMatricesWarn) {
  const std::string warning =
      "/datapackage.json: warning W0330: matrix 'sa_matrix' is not known; groups not read: 5; "
      "known are "
      "technosphere_matrix, "
      "biosphere_matrix, characterization_matrix, normalization_matrix, weighting_matrix";
  const std::string note =
      "/datapackage.json: note N0341: resources that only describe others are not used: "
      "sa-data-vector-csv-metadata, "
      "sa-data-array-json-metadata, sa-data-array-json-parameters";
  EXPECT_THAT(read({"bw_processing/tfd", "bw_processing/test-fixture.zip",
                    "bw_processing/test-fixture-32bit.zip"}),
              ElementsAre("bw_processing/tfd" + warning, "bw_processing/tfd" + note,
                          "bw_processing/test-fixture.zip" + warning,
                          "bw_processing/test-fixture.zip" + note,
                          "bw_processing/test-fixture-32bit.zip" + warning,
                          "bw_processing/test-fixture-32bit.zip" + note));
  EXPECT_THAT(packages.model.exchanges, IsEmpty());
}

TEST_F(SharedPackages, ParquetOfUnknownMatricesWarnsToo) {
  (void)read({"bw_processing/datapackage_2.zip"});
  EXPECT_FALSE(packages.findings.has_errors());
  EXPECT_GT(packages.findings.num_warnings(), 0u);
}

// The synthetic models of issue tests, generated here; counts as the generator's own log gives
// them.
TEST(SyntheticPackages, Small) {
  const std::filesystem::path synth = PLUME_SOURCE_DIR "/../shared/synth";
  if (!std::filesystem::exists(synth / "gen.py")) GTEST_SKIP() << synth << " is not there";
  const TempFolder folder;
  const std::string command =
      "cd '" + folder.path().string() + "' && /usr/bin/python3 '" + (synth / "gen.py").string() +
      "' --sizes small --out models > log 2>&1 && /usr/bin/python3 '" +
      (synth / "to_datapackage.py").string() + "' models/small -o packages >> log 2>&1";
  if (std::system(command.c_str()) != 0) {
    GTEST_SKIP() << "the generator does not run here: " << bytes_of(folder.path() / "log");
  }
  Packages packages;
  packages.open(folder.path() / "packages/model.zip");
  for (int k = 0; k < 10; ++k)
    packages.open(folder.path() / ("packages/category_0" + std::to_string(k) + ".zip"));

  const Model& model = packages.read();

  EXPECT_THAT(lines_of(packages), IsEmpty());
  EXPECT_THAT(model.processes, SizeIs(400));
  EXPECT_THAT(model.products, SizeIs(400));
  EXPECT_THAT(model.flows, SizeIs(300));
  EXPECT_THAT(model.categories, SizeIs(10));
  EXPECT_EQ(model.categories[3].id, "category | 03");
  for (const Process& process : model.processes)
    EXPECT_EQ(model.products.at(process.reference_product).id, process.id);
}

}  // namespace
}  // namespace plume::read_datapackages_test
