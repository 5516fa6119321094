// SPDX-License-Identifier: Apache-2.0
// docs/file-format.md against a freshly written file: every documented line is in the file, and
// everything in the file is documented.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <hdf5.h>
#include <hdf5_hl.h>

#include <cmath>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "host/store/hdf5.hpp"
#include "host/store/schema.hpp"
#include "tests/host/store/figures_sample.hpp"
#include "tests/host/store/result_folder.hpp"
#include "tests/host/store/sample_result.hpp"

namespace plume::file_format_test {
namespace {

using Row = std::vector<std::string>;
using Rows = std::set<Row>;

std::string strip(std::string text, const std::string& characters) {
  const std::size_t begin = text.find_first_not_of(characters);
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(characters) + 1 - begin);
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(strip(part, " "));
  return parts;
}

/// The cells of the table whose header line is given.
std::vector<Row> table(const std::string& header) {
  std::ifstream document(PLUME_SOURCE_DIR "/docs/file-format.md");
  std::string line;
  while (std::getline(document, line) && line != header) {
  }
  if (!std::getline(document, line))
    throw std::runtime_error("docs/file-format.md has no table " + header);
  std::vector<Row> rows;
  while (std::getline(document, line) && !line.empty())
    rows.push_back(split(line.substr(1, line.size() - 2), '|'));
  return rows;
}

std::string unquoted(const std::string& text) { return strip(text, "`"); }

/// One row per dataset or attribute: cells that name several datasets are taken apart.
Rows documented_datasets() {
  Rows rows;
  for (Row row : table("| Dataset | Type | Dimensions | Unit | Meaning |")) {
    row[0] = unquoted(row[0]);
    rows.insert(row);
  }
  return rows;
}

Rows documented_attributes() {
  Rows rows;
  for (const Row& row : table("| Dataset | Attribute | Type | Value |")) {
    for (const std::string& dataset : split(row[0], ',')) {
      const std::string attribute = unquoted(row[1]);
      // The counts are of this run; the others are fixed.
      rows.insert({unquoted(dataset), attribute, row[2], attribute == "flag_counts" ? "" : row[3]});
    }
  }
  return rows;
}

Rows documented_root_attributes() {
  Rows rows;
  for (const Row& row : table("| Attribute | Type | Meaning |"))
    rows.insert({unquoted(row[0]), row[1]});
  return rows;
}

// ---- the fresh file

std::string type_name(hid_t type) {
  if (H5Tget_class(type) == H5T_STRING) {
    return H5Tis_variable_str(type) > 0 && H5Tget_cset(type) == H5T_CSET_UTF8 ? "string"
                                                                              : "other string";
  }
  const std::vector<std::pair<hid_t, std::string>> names = {{H5T_IEEE_F64LE, "float64"},
                                                            {H5T_STD_I64LE, "int64"},
                                                            {H5T_STD_U64LE, "uint64"},
                                                            {H5T_STD_U32LE, "uint32"},
                                                            {H5T_STD_U8LE, "uint8"}};
  for (const auto& [known, name] : names) {
    if (H5Tequal(type, known) > 0) return name;
  }
  return "other";
}

herr_t collect_attribute(hid_t, const char* name, const H5A_info_t*, void* data) {
  static_cast<std::vector<std::string>*>(data)->push_back(name);
  return 0;
}
herr_t collect_link(hid_t, const char* name, const H5L_info_t*, void* data) {
  static_cast<std::vector<std::string>*>(data)->push_back(name);
  return 0;
}

std::vector<std::string> attribute_names(hid_t object) {
  std::vector<std::string> names;
  hsize_t index = 0;
  H5Aiterate2(object, H5_INDEX_CRT_ORDER, H5_ITER_INC, &index, collect_attribute, &names);
  // What HDF5 itself uses to tie scales to dimensions.
  const std::set<std::string> machinery = {"CLASS", "NAME", "DIMENSION_LIST", "REFERENCE_LIST"};
  std::erase_if(names, [&](const std::string& name) { return machinery.contains(name); });
  return names;
}

std::string attribute_type(hid_t object, const std::string& name) {
  const hdf5::Handle attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose);
  const hdf5::Handle type(H5Aget_type(attribute.get()), H5Tclose);
  return type_name(type.get());
}

herr_t collect_scale(hid_t, unsigned, hid_t scale, void* data) {
  char name[64] = {};
  H5DSget_scale_name(scale, name, sizeof name);
  static_cast<std::vector<std::string>*>(data)->push_back(name);
  return 0;
}

std::string dimensions_of(hid_t dataset, unsigned rank) {
  std::vector<std::string> names;
  for (unsigned i = 0; i < rank; ++i) {
    if (H5DSis_scale(dataset) > 0) {
      collect_scale(dataset, i, dataset, &names);
    } else {
      H5DSiterate_scales(dataset, i, nullptr, collect_scale, &names);
    }
  }
  std::string joined;
  for (const std::string& name : names) joined += (joined.empty() ? "" : ", ") + name;
  return joined;
}

class FileFormat : public ::testing::Test {
 protected:
  FileFormat() {
    sample::write(folder_ / "x.h5", 40);
    file_.emplace(hdf5::File::open(folder_ / "x.h5"));
    hsize_t index = 0;
    H5Literate(file_->id(), H5_INDEX_CRT_ORDER, H5_ITER_INC, &index, collect_link, &names_);
  }

  ResultFolder folder_;
  std::optional<hdf5::File> file_;
  std::vector<std::string> names_;  ///< of everything in the root group
};

TEST_F(FileFormat, DatasetsAreThoseDocumented) {
  Rows rows;
  for (const std::string& name : names_) {
    const hdf5::Dataset dataset = file_->dataset(name);
    const hdf5::Handle type(H5Dget_type(dataset.id()), H5Tclose);
    std::string unit;
    if (dataset.has("units")) unit = "\"" + dataset.text("units") + "\"";
    if (dataset.has("unit_variable")) unit = "`" + dataset.text("unit_variable") + "`";
    rows.insert({name, type_name(type.get()),
                 dimensions_of(dataset.id(), static_cast<unsigned>(dataset.shape().size())), unit,
                 dataset.text("long_name")});
  }
  EXPECT_EQ(rows, documented_datasets());
  EXPECT_EQ(rows.size(), 21u);
}

TEST_F(FileFormat, AttributesOfDatasetsAreThoseDocumented) {
  Rows rows;
  for (const std::string& name : names_) {
    const hdf5::Dataset dataset = file_->dataset(name);
    for (const std::string& attribute : attribute_names(dataset.id())) {
      if (attribute == "long_name" || attribute == "units" || attribute == "unit_variable")
        continue;
      const std::string type = attribute_type(dataset.id(), attribute);
      std::string value;
      if (attribute == "_FillValue") {
        value = std::isnan(dataset.numbers<double>(attribute).at(0)) ? "NaN" : "a number";
      } else if (type == "string") {
        value = dataset.text(attribute);
      } else if (attribute == "flag_values") {
        for (const auto flag : dataset.numbers<std::uint8_t>(attribute)) {
          value += (value.empty() ? "" : " ") + std::to_string(flag);
        }
      }
      rows.insert({name, attribute, type, value});
    }
  }
  EXPECT_EQ(rows, documented_attributes());
  EXPECT_GT(rows.size(), 20u);
}

TEST_F(FileFormat, RootAttributesAreThoseDocumented) {
  Rows rows;
  for (const std::string& attribute : attribute_names(file_->id())) {
    rows.insert({attribute, attribute_type(file_->id(), attribute)});
  }
  EXPECT_EQ(rows, documented_root_attributes());
  EXPECT_EQ(rows.size(), 14u);
  EXPECT_EQ(file_->text("Conventions"), "CF-1.8");
  EXPECT_EQ(file_->text("plume_type"), "result");
}

TEST_F(FileFormat, DimensionsAreThoseDocumented) {
  std::set<std::string> documented;
  for (const Row& row : table("| Dimension | Size |")) documented.insert(unquoted(row[0]));
  std::set<std::string> scales;
  for (const std::string& name : names_) {
    if (H5DSis_scale(file_->dataset(name).id()) > 0) scales.insert(name);
  }
  EXPECT_EQ(scales, documented);
}

TEST_F(FileFormat, StatusesAreThoseDocumented) {
  const std::vector<Row> rows = table("| Value | Name | Meaning | Has a score |");
  ASSERT_EQ(rows.size(), static_cast<std::size_t>(num_iteration_statuses));
  for (int i = 0; i < num_iteration_statuses; ++i) {
    const Row& row = rows[static_cast<std::size_t>(i)];
    const auto status = static_cast<IterationStatus>(i);
    EXPECT_EQ(row[0], std::to_string(i));
    EXPECT_EQ(row[1], name_of(status));
    EXPECT_EQ(row[3], has_score(status) ? "yes" : "no");
  }
}

TEST_F(FileFormat, EveryKeyOfTheProvenanceIsDocumented) {
  const std::string document = content_of(PLUME_SOURCE_DIR "/docs/file-format.md");
  const std::string json = file_->text("provenance");
  std::size_t keys = 0;
  for (std::size_t at = json.find("\n  \""); at != std::string::npos;
       at = json.find("\n  \"", at + 1)) {
    const std::string key = json.substr(at + 4, json.find('"', at + 4) - at - 4);
    EXPECT_NE(document.find("`" + key + "`"), std::string::npos) << key;
    ++keys;
  }
  EXPECT_EQ(keys, 27u);
}

TEST_F(FileFormat, DocumentsTheDatasetsOfAControl) {
  Rows expected;
  for (const schema::Variable& variable : schema::controlled_variables) {
    std::string dimensions;
    for (std::size_t i = 0; i < variable.rank; ++i) {
      dimensions += (i == 0 ? "" : ", ") + std::string(schema::name_of(variable.dimensions[i]));
    }
    expected.insert({variable.name, schema::name_of(variable.type), dimensions,
                     variable.of_outputs ? "`category_unit`" : "\"1\"", variable.long_name});
  }
  Rows documented;
  for (Row row : table("| Dataset of a control | Type | Dimensions | Unit | Meaning |")) {
    row[0] = unquoted(row[0]);
    documented.insert(row);
  }
  EXPECT_EQ(documented, expected);
}

TEST_F(FileFormat, DocumentsTheArraysOfAResultWithoutSamples) {
  Rows documented;
  for (Row row : table("| Array of the figures | Type | Holds |")) {
    row[0] = unquoted(row[0]);
    documented.insert(row);
  }
  const ResultFolder folder;
  constexpr std::uint64_t iterations = 3000;
  ResultTotals totals;
  totals.iterations = iterations;
  totals.stop_reason = "iterations done";
  ResultWriter writer(folder / "x.h5", sample::manifest_of_figures(iterations).header);
  (void)writer.finish(totals, sample::figures(0, iterations));
  const hdf5::File file = hdf5::File::open(folder / "x.h5");
  Rows found;
  for (const schema::figures::Array& array : schema::figures::arrays) {
    ASSERT_TRUE(file.contains(schema::figures::path_of(array))) << array.name;
    const hdf5::Dataset dataset = file.dataset(schema::figures::path_of(array));
    EXPECT_EQ(dataset.type(), hdf5::type_of(array.type));
    EXPECT_EQ(dataset.shape().size(), 1u);
    found.insert({array.name, schema::name_of(array.type), dataset.text("long_name")});
  }
  EXPECT_EQ(found, documented);
  const hid_t group = H5Gopen2(file.id(), schema::figures::group, H5P_DEFAULT);
  H5G_info_t info{};
  ASSERT_GE(H5Gget_info(group, &info), 0);
  EXPECT_EQ(info.nlinks, schema::figures::arrays.size()) << "no array is without documentation";
  H5Gclose(group);
  for (const char* empty : {"iteration", "score", "status"})
    EXPECT_EQ(file.dataset(empty).shape().front(), 0u) << empty;
}

TEST_F(FileFormat, RoundedScoresSayHowManyBitsTheyHave) {
  const ResultFolder folder;
  ResultHeader header = sample::header(100);
  header.score_bits = 20;
  ResultTotals totals;
  totals.iterations = 100;
  totals.stop_reason = "iterations done";
  ResultWriter writer(folder / "x.h5", header);
  writer.append(sample::scores(0, 100, 6), sample::statuses(0, 100));
  (void)writer.finish(totals);
  EXPECT_NE(content_of(PLUME_SOURCE_DIR "/docs/file-format.md").find(schema::attribute::score_bits),
            std::string::npos);
  EXPECT_EQ(hdf5::File::open(folder / "x.h5")
                .dataset("score")
                .numbers<std::int64_t>(schema::attribute::score_bits),
            std::vector<std::int64_t>{20});
  EXPECT_EQ(ResultFile(folder / "x.h5").header().score_bits, 20u);
  EXPECT_FALSE(file_->dataset("score").has(schema::attribute::score_bits));
}

}  // namespace
}  // namespace plume::file_format_test
