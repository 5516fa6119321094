// SPDX-License-Identifier: Apache-2.0
#include "host/readers/plain_package/read_package.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "host/model/validate.hpp"
#include "tests/fuzz/package_input.hpp"
#include "tests/host/archive/write_zip.hpp"
#include "tests/host/readers/plain_package/read_texts.hpp"

namespace plume::read_package_test {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::read_texts;
using testing::Reading;
using ::testing::StartsWith;
using testing::steel;
using testing::steel_with;

const fs::path source_dir = PLUME_SOURCE_DIR;

testing::Texts steel_without(const std::string& table) {
  testing::Texts texts = steel();
  texts.erase(table);
  return texts;
}

/// Reads a folder or zip as a study does, validation included, and returns the findings.
struct Read {
  Model model;
  Findings findings;
};
Read read_path(const fs::path& path) {
  Read read;
  const std::optional<Archive> archive = Archive::open(path, read.findings);
  if (!archive) return read;
  EXPECT_TRUE(is_package(*archive)) << path;
  read.model.sources.push_back({path.string(), "plume package", ""});
  ModelBuilder builder(read.model);
  read_package(*archive, 0, builder, read.findings);
  if (!read.findings.has_errors()) validate(read.model, read.findings);
  return read;
}

class TemporaryFolder : public ::testing::Test {
 protected:
  TemporaryFolder() {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(PLUME_BINARY_DIR) / "readers_plain_package_test" /
              (std::string(info->test_suite_name()) + "." + info->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~TemporaryFolder() override { fs::remove_all(folder_); }
  fs::path folder_;
};

using ReadPackage = TemporaryFolder;

TEST_F(ReadPackage, FolderAndZipGiveTheSameModel) {
  testing::NamedFiles files;
  for (const auto& [name, text] : steel()) {
    std::ofstream(folder_ / name) << text;
    files.emplace_back(name, text);
  }
  const fs::path zip = folder_.string() + ".zip";
  testing::write_zip(zip, files);
  const Read from_folder = read_path(folder_);
  const Read from_zip = read_path(zip);
  fs::remove(zip);
  EXPECT_THAT(testing::lines_of(from_folder.findings), IsEmpty());
  EXPECT_THAT(testing::lines_of(from_zip.findings), IsEmpty());
  ASSERT_EQ(from_folder.model.exchanges.size(), 6u);
  ASSERT_EQ(from_zip.model.exchanges.size(), 6u);
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_EQ(from_folder.model.exchanges[i].key, from_zip.model.exchanges[i].key);
    EXPECT_EQ(from_folder.model.exchanges[i].amount, from_zip.model.exchanges[i].amount);
  }
}

TEST_F(ReadPackage, FindingsOfAZipNameTheTableInIt) {
  const fs::path zip = folder_ / "m.zip";
  testing::NamedFiles files;
  for (const auto& [name, text] : steel_with("flows.csv", "id,unit\nco2,kg\nco2,kg\n"))
    files.emplace_back(name, text);
  testing::write_zip(zip, files);
  EXPECT_THAT(testing::lines_of(read_path(zip).findings),
              ElementsAre(StartsWith(zip.string() + "/flows.csv:3:1: error E0230: ")));
}

TEST_F(ReadPackage, ZipCutAnywhereGivesAFindingNeverACrash) {
  const fs::path zip = folder_ / "m.zip";
  testing::NamedFiles files;
  for (const auto& [name, text] : steel()) files.emplace_back(name, text);
  testing::write_zip(zip, files);
  const std::string whole = testing::bytes_of(zip);
  for (std::size_t size = 0; size < whole.size(); size += 7) {
    std::ofstream(zip, std::ios::binary | std::ios::trunc) << whole.substr(0, size);
    Findings findings;
    EXPECT_FALSE(Archive::open(zip, findings).has_value()) << size;
    EXPECT_TRUE(findings.has_errors()) << size;
  }
}

TEST_F(ReadPackage, IsAPackageIfItHoldsATableOfNumbers) {
  const auto looks_like_one = [this] {
    Findings findings;
    return is_package(*Archive::open(folder_, findings));
  };
  std::ofstream(folder_ / "flows.csv") << "id,unit\n";
  EXPECT_FALSE(looks_like_one());
  for (const char* name : {"processes.csv", "exchanges.csv", "factors.csv"}) {
    std::ofstream(folder_ / name) << "id\n";
    EXPECT_TRUE(looks_like_one()) << name;
    fs::remove(folder_ / name);
  }
}

TEST(MissingTables, AreFindings) {
  EXPECT_THAT(read_texts(steel_without("processes.csv")).lines,
              ElementsAre("p/processes.csv: error E0210: the table is missing; add it with the "
                          "columns id, name, unit"));
  EXPECT_THAT(read_texts(steel_without("exchanges.csv")).lines,
              ElementsAre("p/exchanges.csv: error E0210: the table is missing; add it with the "
                          "columns process, type, item, "
                          "amount"));
  EXPECT_THAT(read_texts(steel_without("factors.csv")).lines,
              ElementsAre("p/factors.csv: error E0210: the table is missing, so the categories "
                          "have no factors; add it with the "
                          "columns category, flow, amount"));
  EXPECT_THAT(read_texts(steel_without("categories.csv")).lines,
              ElementsAre("p/categories.csv: error E0210: the table is missing; add it with the "
                          "columns id, name, unit"));
  EXPECT_THAT(read_texts(steel_without("flows.csv")).lines,
              ElementsAre("p/flows.csv: error E0210: the table is missing, but line 3 of "
                          "exchanges.csv uses elementary flow 'co2'; "
                          "add the table with the columns id, name, unit"));
  EXPECT_THAT(read_texts({{"flows.csv", "id,unit\n"}}).lines,
              ElementsAre("p/processes.csv: error E0210: the table is missing, and so are "
                          "exchanges.csv and factors.csv; a package "
                          "has at least one of them"));
}

TEST(MissingTables, MayStandInAnEarlierModel) {
  Model model;
  Findings findings;
  ModelBuilder builder(model);
  testing::Texts inventory = steel_without("factors.csv");
  inventory.erase("categories.csv");
  const testing::Texts method = {{"categories.csv", steel().at("categories.csv")},
                                 {"factors.csv", steel().at("factors.csv")}};
  const testing::Texts more = {
      {"exchanges.csv", "process,type,item,amount\npower,input,steel,0.1\n"}};
  read_package(testing::files_of(inventory), 0, builder, findings);
  read_package(testing::files_of(method), 1, builder, findings);
  read_package(testing::files_of(more), 2, builder, findings);
  EXPECT_THAT(testing::lines_of(findings), IsEmpty());
  EXPECT_EQ(model.exchanges.size(), 7u);
}

TEST(MisnamedTables, AreWarnings) {
  testing::Texts texts = steel_without("factors.csv");
  texts["factor.csv"] = steel().at("factors.csv");
  texts["notes.csv"] = "anything";
  texts["old/factor.csv"] = "anything";
  EXPECT_THAT(read_texts(texts).lines,
              ElementsAre("p/factor.csv: warning W0210: the file is no table of a package; did you "
                          "mean 'factors.csv'?",
                          "p/factors.csv: error E0210: the table is missing, so the categories "
                          "have no factors; add it with the "
                          "columns category, flow, amount"));
}

TEST(Tables, OfWindowsSpreadsheetsReadTheSame) {
  testing::Texts windows;
  for (const auto& [name, text] : steel()) {
    std::string& out = windows[name] = "\xEF\xBB\xBF";
    for (const char c : text)
      out += c == '\n' ? std::string("\r\n") : std::string(1, c == ',' ? ';' : c);
  }
  const Reading plain = read_texts(steel());
  const Reading reading = read_texts(windows);
  EXPECT_THAT(reading.lines, IsEmpty());
  ASSERT_EQ(reading.model.exchanges.size(), plain.model.exchanges.size());
  for (std::size_t i = 0; i < plain.model.exchanges.size(); ++i) {
    EXPECT_EQ(reading.model.exchanges[i].key, plain.model.exchanges[i].key);
    EXPECT_EQ(reading.model.exchanges[i].line, plain.model.exchanges[i].line);
  }
}

TEST(Tables, ThatCannotBeReadMakeNoUnknownIds) {
  for (const char* table : {"processes.csv", "flows.csv", "categories.csv"}) {
    const Reading reading = read_texts(steel_with(table, "id,unit\n\"a,b\n"));
    EXPECT_THAT(reading.lines,
                ElementsAre(StartsWith("p/" + std::string(table) + ":2:1: error E0213: ")))
        << table;
  }
}

/// Fenced tables of a document: "```csv NAME" to "```".
testing::Texts tables_in(const fs::path& document) {
  testing::Texts tables;
  std::ifstream in(document);
  std::string* table = nullptr;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("```csv ")) {
      table = &tables[fs::path(line.substr(7)).filename().string()];
    } else if (line.starts_with("```")) {
      table = nullptr;
    } else if (table != nullptr) {
      *table += line + "\n";
    }
  }
  return tables;
}

TEST(PlainPackageDocument, ItsExampleIsReadWithoutAFinding) {
  const testing::Texts tables = tables_in(source_dir / "docs" / "plain-package.md");
  ASSERT_EQ(tables.size(), 6u);
  Reading reading = read_texts(tables);
  Findings findings;
  validate(reading.model, findings);
  EXPECT_THAT(reading.lines, IsEmpty());
  EXPECT_THAT(testing::lines_of(findings), IsEmpty());
  EXPECT_EQ(reading.model.processes.size(), 5u);
  EXPECT_EQ(reading.model.products.size(), 5u);
  EXPECT_EQ(reading.model.flows.size(), 3u);
  EXPECT_EQ(reading.model.categories.size(), 2u);
  const ModelAudit numbers = audit(reading.model);
  EXPECT_EQ(numbers.num_exchanges[static_cast<int>(Matrix::technosphere)], 11u);
  EXPECT_EQ(numbers.num_exchanges[static_cast<int>(Matrix::biosphere)], 6u);
  EXPECT_EQ(numbers.num_exchanges[static_cast<int>(Matrix::characterisation)], 4u);
  EXPECT_EQ(numbers.num_uncertain[static_cast<int>(Matrix::technosphere)], 3u);
  EXPECT_EQ(numbers.num_negative_reference, 1u);
}

std::vector<fs::path> folders_with(const fs::path& root, const std::string& file) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(root)) {
    if (fs::exists(entry.path() / file)) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

TEST(PackageNames, AreReadInAnyCase) {
  testing::Texts texts;
  for (const auto& [name, text] : testing::steel()) {
    std::string capitals = name;
    for (char& c : capitals) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    texts[capitals] = text;
  }
  const testing::Reading reading = testing::read_texts(texts);
  EXPECT_TRUE(reading.lines.empty()) << reading.lines.front();
  EXPECT_EQ(reading.model.exchanges.size(),
            testing::read_texts(testing::steel()).model.exchanges.size());

  texts["Exchanges.csv"] = "process,type,item,amount\n";
  EXPECT_THAT(testing::read_texts(texts).lines,
              ::testing::Contains("p/Exchanges.csv: error E0270: the table exchanges.csv is there "
                                  "as 'EXCHANGES.CSV', too; keep "
                                  "one of them"));
}

TEST(Datasets, MiniModelsAndStudiesHaveNoErrors) {
  std::vector<fs::path> studies = folders_with(source_dir / "datasets" / "mini", "study.toml");
  EXPECT_EQ(studies.size(), 15u);
  studies.push_back(source_dir / "datasets" / "studies" / "wafer");
  for (const fs::path& study : studies) {
    const Read read = read_path(study / "model");
    EXPECT_FALSE(read.findings.has_errors()) << read.findings.to_string();
    EXPECT_FALSE(read.model.exchanges.empty()) << study;
  }
}

TEST(Datasets, InvalidPackagesGiveTheirFindingsWordForWord) {
  std::size_t num_compared = 0;
  for (const fs::path& folder : folders_with(source_dir / "datasets" / "invalid", "expected.txt")) {
    std::ifstream in(folder / "expected.txt");
    const std::string expected(std::istreambuf_iterator<char>(in), {});
    // Those of the study file and of the compiler are for the tests of the whole way.
    if (expected.find(" E02") == std::string::npos && expected.find(" E04") == std::string::npos)
      continue;
    const Read read = read_path(folder / "model");
    std::string given;
    const std::string prefix = folder.string() + "/";
    for (std::string line : testing::lines_of(read.findings)) {
      for (std::size_t at = line.find(prefix); at != std::string::npos; at = line.find(prefix))
        line.erase(at, prefix.size());
      given += line + "\n";
    }
    EXPECT_EQ(given, expected) << folder;
    ++num_compared;
  }
  EXPECT_GE(num_compared, 20u);
}

TEST(FuzzCorpus, OfThePackageIsReadWithoutACrash) {
  std::size_t num_files = 0;
  for (const auto& entry :
       fs::directory_iterator(source_dir / "tests" / "fuzz" / "corpus" / "package")) {
    const std::string bytes = testing::bytes_of(entry.path());
    (void)fuzz::package_input(bytes);
    // Every beginning of it too: a fault at each byte.
    for (std::size_t size = 0; size < bytes.size(); size += 3) {
      (void)fuzz::package_input(std::string_view(bytes).substr(0, size));
    }
    ++num_files;
  }
  EXPECT_GE(num_files, 16u);
}

}  // namespace
}  // namespace plume::read_package_test
