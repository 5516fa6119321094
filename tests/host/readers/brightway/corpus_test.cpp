// SPDX-License-Identifier: Apache-2.0
// The corpora of fuzz_npy, fuzz_datapackage and fuzz_archive as ordinary tests: files good_* are
// read without error, files bad_* are not, and no prefix of any of them breaks a promise that the
// fuzz targets check.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "tests/fuzz/archive_input.hpp"
#include "tests/fuzz/datapackage_input.hpp"
#include "tests/fuzz/npy_input.hpp"
#include "tests/host/archive/write_zip.hpp"

namespace plume::corpus_test {
namespace {

struct Corpus {
  const char* folder;
  bool (*input)(std::string_view);
  std::size_t step;  // between the prefixes tried
};

class CorpusReplay : public ::testing::TestWithParam<Corpus> {
 protected:
  static std::vector<std::filesystem::path> files() {
    std::vector<std::filesystem::path> found;
    const auto folder =
        std::filesystem::path(PLUME_SOURCE_DIR) / "tests/fuzz/corpus" / GetParam().folder;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
      found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
  }
};

TEST_P(CorpusReplay, GoodFilesAreReadAndBadOnesAreNot) {
  std::size_t num_good = 0, num_bad = 0;
  for (const auto& file : files()) {
    const bool good = file.filename().string().starts_with("good_");
    EXPECT_EQ(GetParam().input(testing::bytes_of(file)), good) << file;
    ++(good ? num_good : num_bad);
  }
  EXPECT_GT(num_good, 3u);
  EXPECT_GT(num_bad, 5u);
}

TEST_P(CorpusReplay, NoPrefixBreaksAPromise) {
  for (const auto& file : files()) {
    const std::string whole = testing::bytes_of(file);
    for (std::size_t length = 0; length < whole.size(); length += GetParam().step) {
      (void)GetParam().input(std::string_view(whole).substr(0, length));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Inputs, CorpusReplay,
                         ::testing::Values(Corpus{"npy", fuzz::npy_input, 1},
                                           Corpus{"datapackage", fuzz::datapackage_input, 29},
                                           Corpus{"archive", fuzz::archive_input, 7}),
                         [](const auto& instance) { return std::string(instance.param.folder); });

}  // namespace
}  // namespace plume::corpus_test
