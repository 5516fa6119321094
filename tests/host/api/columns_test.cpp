// SPDX-License-Identifier: Apache-2.0
// Columns in memory: the bits are those of a Brightway datapackage with the same arrays, however
// the numbers lie.
#include "host/api/columns.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "host/api/state.hpp"
#include "tests/support/bits.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::api::columns_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// A plant takes steel, a works power; the third process is named by nothing but B.
struct Loop {
  std::vector<std::int64_t> a_rows = {0, 1, 1, 0}, a_columns = {0, 1, 0, 1};
  std::vector<double> a_amounts = {1.0, 1.0, -0.1, -2.0};
  std::vector<std::uint8_t> a_kinds = {0, 1, 4, 0};
  std::vector<float> a_minima = {0, 0, 0.05F, 0}, a_maxima = {0, 0, 0.15F, 0};
  std::vector<std::int32_t> b_rows = {0, 0, 1}, b_columns = {1, 0, 1};
  std::vector<float> b_amounts = {1.5F, 0.5F, 0.25F};
  std::vector<std::int8_t> b_kinds = {2, 2, 3};
  std::vector<double> b_locs = {std::log(1.5), std::log(0.5), 0.25}, b_scales = {0.2, 0.3, 0.01};
  // categories do not lie in their order
  std::vector<std::uint16_t> c_rows = {1, 0, 0}, c_columns = {1, 1, 0};
  std::vector<double> c_amounts = {1.0, 28.0, 1.0};
  std::vector<std::int64_t> c_kinds = {0, 3, 0};
  std::vector<double> c_locs = {1.0, 28.0, 1.0}, c_scales = {nan, 2.0, nan};

  [[nodiscard]] Columns columns() const {
    Columns made;
    made.products = made.processes = {{"0", "power"}, {"1", "steel"}, {"2", "nothing"}};
    made.flows = {{"0", "co2"}, {"1", "ch4"}};
    made.categories = {{"gwp", "", "kg CO2e"}, {"methane"}};
    made.technosphere = {numbers(a_rows), numbers(a_columns), numbers(a_amounts), numbers(a_kinds)};
    made.technosphere.minimum = numbers(a_minima);
    made.technosphere.maximum = numbers(a_maxima);
    made.biosphere = {numbers(b_rows), numbers(b_columns), numbers(b_amounts), numbers(b_kinds)};
    made.biosphere.loc = numbers(b_locs);
    made.biosphere.scale = numbers(b_scales);
    made.characterisation = {numbers(c_rows), numbers(c_columns), numbers(c_amounts),
                             numbers(c_kinds)};
    made.characterisation.loc = numbers(c_locs);
    made.characterisation.scale = numbers(c_scales);
    return made;
  }
};

Study study_of(const std::string& what = "0") {
  return Study({.name = "x", .demands = {{"d", {{what}}}}, .iterations = 2000, .seed = 3});
}

std::vector<double> scores_of(const Prepared& prepared) {
  RunSettings settings;
  settings.threads = 1;
  return Run(prepared, settings).go().all_scores();
}

std::vector<std::string> findings_of(const Columns& columns) {
  const Prepared prepared = prepare(study_of(), model_of(columns));
  std::vector<std::string> all;
  for (const Finding& each : prepared.findings()) all.push_back(to_string(each));
  return all;
}

/// A .npy file of one field a type code, whatever the numbers are.
void save(const std::filesystem::path& path, const std::string& descr, std::size_t rows,
          const std::string& bytes) {
  std::string header = "{'descr': " + descr + ", 'fortran_order': False, 'shape': (" +
                       std::to_string(rows) + ",), }";
  header.resize((header.size() + 11 + 63) / 64 * 64 - 11, ' ');
  header += '\n';
  std::ofstream file(path, std::ios::binary);
  file << "\x93NUMPY" << '\x01' << '\x00' << static_cast<char>(header.size() % 256)
       << static_cast<char>(header.size() / 256) << header << bytes;
}

template <class Number>
void append(std::string& bytes, Number number) {
  bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
}

/// The same model as Brightway stores it.
class Datapackage {
 public:
  explicit Datapackage(const std::filesystem::path& folder) : folder_(folder) {}

  void add(const std::string& matrix, const std::string& category,
           const std::vector<std::array<double, 8>>& entries) {
    std::string indices, data, flip, drawn;
    for (const auto& [row, column, amount, kind, loc, scale, minimum, maximum] : entries) {
      append(indices, static_cast<std::int64_t>(row));
      append(indices, static_cast<std::int64_t>(column));
      const bool taken = matrix == "technosphere_matrix" && amount < 0.0 && row != column;
      append(data, std::abs(amount));
      append(flip, taken);
      append(drawn, static_cast<std::uint8_t>(kind));
      append(drawn, kind <= 1 ? std::abs(amount) : loc);
      for (const double number : {scale, nan, minimum, maximum}) append(drawn, number);
      append(drawn, false);
    }
    const std::string group = matrix + category;
    const auto resource = [&](const std::string& kind, const std::string& descr,
                              const std::string& bytes) {
      const std::string file = group + kind + ".npy";
      save(folder_ / file, descr, entries.size(), bytes);
      resources_ += std::string(resources_.empty() ? "" : ",") +
                    R"({"profile":"data-resource","format":"npy","category":"vector","matrix":")" +
                    matrix + R"(","group":")" + group + R"(","kind":")" + kind + R"(","name":")" +
                    group + kind + R"(","path":")" + file + R"(","nrows":)" +
                    std::to_string(entries.size()) +
                    (category.empty() ? "" : R"(,"identifier":[")" + category + R"("])") + "}";
    };
    resource("indices", "[('row', '<i8'), ('col', '<i8')]", indices);
    resource("data", "'<f8'", data);
    resource("flip", "'|b1'", flip);
    resource("distributions",
             "[('uncertainty_type', '|u1'), ('loc', '<f8'), ('scale', '<f8'), ('shape', '<f8'), "
             "('minimum', '<f8'), "
             "('maximum', '<f8'), ('negative', '|b1')]",
             drawn);
  }
  void finish() const {
    std::ofstream(folder_ / "datapackage.json")
        << R"({"profile":"data-package","name":"arrays","id":"arrays","sum_intra_duplicates":true,"sum_inter_duplicates":false,"resources":[)"
        << resources_ << "]}";
  }

 private:
  std::filesystem::path folder_;
  std::string resources_;
};

TEST(Columns, HaveTheBitsOfADatapackage) {
  const Loop loop;
  const testing::TempFolder folder;
  Datapackage package(folder.path());
  const auto f = [](float number) { return static_cast<double>(number); };
  package.add("technosphere_matrix", "",
              {{0, 0, 1, 0, nan, nan, nan, nan},
               {1, 1, 1, 1, nan, nan, nan, nan},
               {1, 0, -0.1, 4, nan, nan, f(0.05F), f(0.15F)},
               {0, 1, -2, 0, nan, nan, nan, nan}});
  package.add("biosphere_matrix", "",
              {{0, 1, 1.5, 2, std::log(1.5), 0.2, nan, nan},
               {0, 0, 0.5, 2, std::log(0.5), 0.3, nan, nan},
               {1, 1, 0.25, 3, 0.25, 0.01, nan, nan}});
  package.add("characterization_matrix", "gwp",
              {{1, 0, 28, 3, 28, 2, nan, nan}, {0, 0, 1, 0, nan, nan, nan, nan}});
  package.add("characterization_matrix", "methane", {{1, 0, 1, 0, nan, nan, nan, nan}});
  package.finish();
  const std::string text =
      "[study]\nname = \"x\"\n[[model]]\npath = \".\"\n[[demand]]\nname = \"d\"\nprocess = \"0\"\n"
      "[sampling]\niterations = 2000\nseed = 3\n";
  const Prepared stored = prepare(Study::text(text, folder.path()));
  ASSERT_TRUE(stored.ok()) << to_string(stored.findings().at(0));
  const Prepared given = prepare(study_of(), model_of(loop.columns()));
  ASSERT_TRUE(given.ok()) << to_string(given.findings().at(0));
  EXPECT_EQ(given.static_score(0, 0), stored.static_score(0, 0));
  EXPECT_NEAR(given.static_score(0, 0), (0.5 + 0.1 * (1.5 + 28.0 * 0.25)) / 0.8, 1e-6);
  const std::vector<double> scores = scores_of(given), stored_scores = scores_of(stored);
  ASSERT_EQ(scores.size(), 4000u);
  EXPECT_TRUE(testing::same_bits(scores, stored_scores));
  EXPECT_NE(scores[0], scores[2]);
}

TEST(Columns, MayLieInPackedAndInPaddedRecordsAndBackwards) {
  const Loop loop;
  const std::vector<double> wanted = scores_of(prepare(study_of(), model_of(loop.columns())));
#pragma pack(push, 1)
  struct Packed {
    char before = 'x';
    std::int64_t row = 0;
    float amount = 0;
    double loc = 0, scale = 0;
  };
#pragma pack(pop)
  static_assert(sizeof(Packed) == 29);
  struct Padded {
    std::int8_t kind = 0;
    double loc = 0;
  };
  std::vector<Packed> packed(3);
  std::vector<Padded> padded(3);
  for (std::size_t i = 0; i < 3; ++i) {
    packed[2 - i].row = loop.b_rows[i];
    packed[2 - i].amount = loop.b_amounts[i];
    packed[2 - i].scale = loop.b_scales[i];
    padded[i].kind = loop.b_kinds[i];
    padded[i].loc = loop.b_locs[i];
  }
  Columns columns = loop.columns();
  const auto member = [&](std::size_t offset, Numbers::Type type) {
    return Numbers{reinterpret_cast<const char*>(&packed[2]) + offset, 3, -29, type};
  };
  columns.biosphere.rows = member(1, Numbers::Type::int64);
  columns.biosphere.amounts = member(9, Numbers::Type::float32);
  columns.biosphere.scale = member(21, Numbers::Type::float64);
  columns.biosphere.kind = {&padded[0].kind, 3, sizeof(Padded), Numbers::Type::int8};
  columns.biosphere.loc = {&padded[0].loc, 3, sizeof(Padded), Numbers::Type::float64};
  EXPECT_TRUE(testing::same_bits(scores_of(prepare(study_of(), model_of(columns))), wanted));
}

TEST(Columns, TakeTheTypeOfTheirNumbers) {
  const std::array<std::uint32_t, 2> four = {};
  const std::vector<std::uint64_t> eight(3);
  EXPECT_EQ(numbers(four).type, Numbers::Type::uint32);
  EXPECT_EQ(numbers(four).stride, 4);
  EXPECT_EQ(numbers(eight).type, Numbers::Type::uint64);
  EXPECT_EQ(numbers(eight).size, 3u);
  EXPECT_EQ(numbers(std::array<bool, 1>{}).type, Numbers::Type::boolean);
  EXPECT_EQ(numbers(std::array<std::int16_t, 1>{}).type, Numbers::Type::int16);
  EXPECT_EQ(numbers(std::array<float, 1>{}).type, Numbers::Type::float32);
}

TEST(Columns, AModelThatIsHandedOverIsNotCopied) {
  const Loop loop;
  Model model = model_of(loop.columns());
  const Exchange* numbers = model.state().model.exchanges.data();
  const Model other = model;
  EXPECT_NE(std::move(model).take().model.exchanges.data(), numbers);  // `other` has them
  Model alone = model_of(loop.columns());
  numbers = alone.state().model.exchanges.data();
  EXPECT_EQ(std::move(alone).take().model.exchanges.data(), numbers);
  EXPECT_EQ(other.state().model.exchanges.size(), 10u);
  EXPECT_EQ(other.state().model.exchanges.capacity(), 10u);
}

TEST(Columns, NamesAndUnitsAreThoseOfTheLabels) {
  const Loop loop;
  const Prepared prepared = prepare(study_of("steel"), model_of(loop.columns()));
  ASSERT_TRUE(prepared.ok()) << to_string(prepared.findings().at(0));
  EXPECT_EQ(prepared.category(0).unit, "kg CO2e");
  EXPECT_EQ(prepared.category(1).id, "methane");
  EXPECT_NEAR(prepared.static_score(0, 1), 0.25 / 0.8, 1e-6);
  EXPECT_FALSE(prepare(study_of("nothing"), model_of(loop.columns())).ok());  // no entry names it
}

TEST(Columns, ADigestTellsModelsApart) {
  Loop loop;
  const std::string digest = model_of(loop.columns()).state().model.sources.at(0).sha256;
  EXPECT_EQ(model_of(loop.columns()).state().model.sources.at(0).sha256, digest);
  loop.b_scales[2] = 0.02;
  EXPECT_NE(model_of(loop.columns()).state().model.sources.at(0).sha256, digest);
  loop = {};
  std::swap(loop.c_amounts[0], loop.c_amounts[1]);
  EXPECT_NE(model_of(loop.columns()).state().model.sources.at(0).sha256, digest);
}

TEST(Columns, WrongSizesAndTypesAreFindings) {
  const Loop loop;
  Columns columns = loop.columns();
  columns.technosphere.columns.size = 3;
  columns.biosphere.scale.size = 2;
  EXPECT_THAT(findings_of(columns), ElementsAre("model in memory/technosphere:1: error E0653: it "
                                                "has 4 amounts, and 3 of columns; give one of each "
                                                "for an entry",
                                                "model in memory/biosphere:1: error E0653: it has "
                                                "3 amounts, and 2 of scale; give one of each for "
                                                "an entry"));
  columns = loop.columns();
  columns.biosphere.rows = numbers(loop.b_amounts);
  EXPECT_THAT(findings_of(columns),
              ElementsAre("model in memory/biosphere:1: error E0654: its rows are floating-point "
                          "numbers; give integers: rows "
                          "and columns count from 0, kinds are those of stats_arrays"));
  columns = loop.columns();
  columns.biosphere.kind = numbers(loop.b_scales);
  EXPECT_THAT(findings_of(columns), ElementsAre(HasSubstr("E0654: its kinds are")));
  columns = loop.columns();
  columns.flows[1].id = "0";
  EXPECT_THAT(findings_of(columns), ElementsAre(HasSubstr("flows:2: error E0775")));
}

TEST(Columns, WrongNumbersAreFindings) {
  Loop loop;
  loop.a_rows[2] = -1;
  loop.c_columns[0] = 2;
  EXPECT_THAT(
      findings_of(loop.columns()),
      ElementsAre(
          HasSubstr("technosphere:3: error E0776: its row is product -1, and there are 3"),
          HasSubstr("characterisation:1: error E0776: its column is flow 2, and there are 2")));
  loop = {};
  loop.c_rows[1] = 2;
  EXPECT_THAT(findings_of(loop.columns()),
              ElementsAre(HasSubstr("characterisation:2: error E0776: its row is category 2")));
  loop = {};
  loop.b_kinds = {14, -1, 3};
  EXPECT_THAT(findings_of(loop.columns()),
              ElementsAre(HasSubstr(
                  "biosphere:1: error E0310: uncertainty type 14 is not known (and 1 more)")));
  loop = {};
  loop.b_columns[2] = 2;
  EXPECT_THAT(
      findings_of(loop.columns()),
      ::testing::Contains(HasSubstr(
          "biosphere:3: warning W0335: 1 of 3 entries are for processes without an entry in the "
          "technosphere, the first for process 2; they are not used")));
}

TEST(Columns, AnAmountThatIsNanIsNoEntryOrTheMedian) {
  Loop loop;
  loop.b_amounts[2] = std::numeric_limits<float>::quiet_NaN();
  const Prepared prepared = prepare(study_of(), model_of(loop.columns()));
  ASSERT_TRUE(prepared.ok());
  EXPECT_THAT(to_string(prepared.findings().at(0)),
              HasSubstr("biosphere:3: warning W0337: the amount is NaN; the median"));
  EXPECT_NEAR(prepared.static_score(0, 1), 0.1 * 0.25 / 0.8, 1e-6);
  loop.b_kinds[2] = 0;
  EXPECT_EQ(model_of(loop.columns()).state().model.exchanges.size(), 9u);
  loop.b_kinds[2] = 4;  // uniform, without ends
  EXPECT_THAT(findings_of(loop.columns()),
              ElementsAre(HasSubstr("biosphere:3: error E0319: the amount is NaN")));
}

}  // namespace
}  // namespace plume::api::columns_test
