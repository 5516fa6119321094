// SPDX-License-Identifier: Apache-2.0
// The corpus of tests/fuzz/study_input.hpp as an ordinary test: files good_* have no errors, files
// bad_* have some.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>

#include "host/archive/read_text.hpp"
#include "host/study/study.hpp"

namespace plume::study_corpus_test {
namespace {

const std::filesystem::path corpus =
    std::filesystem::path(PLUME_SOURCE_DIR) / "tests/fuzz/corpus/study";

std::vector<std::filesystem::path> files() {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(corpus))
    found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

TEST(StudyCorpus, HoldsGoodAndBadStudies) {
  const auto all = files();
  const auto good = std::count_if(all.begin(), all.end(), [](const auto& file) {
    return file.filename().string().starts_with("good_");
  });
  EXPECT_GE(good, 4);
  EXPECT_GE(static_cast<std::ptrdiff_t>(all.size()) - good, 10);
}

TEST(StudyCorpus, GoodOnesHaveNoErrorsAndBadOnesDo) {
  for (const auto& file : files()) {
    const TextFile text = read_text(file, 1 << 20);
    ASSERT_TRUE(text.text) << file;
    Findings findings;
    (void)parse_study(*text.text, file, {}, findings);
    EXPECT_EQ(findings.has_errors(), !file.filename().string().starts_with("good_"))
        << file << '\n'
        << findings.to_string();
  }
}

TEST(StudyCorpus, EveryBeginningOfAStudyEndsInFindings) {
  const TextFile text = read_text(corpus / "good_all_keys.toml", 1 << 20);
  ASSERT_TRUE(text.text);
  // The last byte is a line end, without which the study is as good.
  for (std::size_t length = 0; length + 1 < text.text->size(); ++length) {
    Findings findings;
    const Study study = parse_study(std::string_view(*text.text).substr(0, length),
                                    corpus / "study.toml", {}, findings);
    EXPECT_EQ(study.text.size(), length);
    const bool has_all = !study.models.empty() && !study.demands.empty() && !study.name.empty();
    EXPECT_TRUE(findings.has_errors() || has_all) << "length " << length;
  }
}

}  // namespace
}  // namespace plume::study_corpus_test
