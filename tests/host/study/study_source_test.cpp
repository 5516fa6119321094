// SPDX-License-Identifier: Apache-2.0
#include "host/study/study_source.hpp"

#include <gtest/gtest.h>

#include <string>

#include "host/base/finding.hpp"
#include "host/study/study.hpp"

namespace plume::study_source_test {
namespace {

TEST(StudySource, AFileHasNoTextAndATextNoFile) {
  const StudySource file = "models/study.toml", text(std::filesystem::path("models"), "[study]");
  EXPECT_FALSE(file.text.has_value());
  EXPECT_FALSE(is_given_text(file.path));
  EXPECT_EQ(text.text, "[study]");
  EXPECT_EQ(text.path, std::filesystem::path("models/-"));
  EXPECT_TRUE(is_given_text(text.path));
  EXPECT_EQ(StudySource({}, "").path, std::filesystem::path("-"));
}

TEST(StudySource, PathsInATextAreRelativeToItsFolder) {
  Findings findings;
  const Study study = read_study(
      {std::filesystem::path("base"), "[study]\nname = \"s\"\n[[model]]\npath = \"m\"\n"}, {},
      findings);
  ASSERT_FALSE(findings.list().empty());  // there is no such model
  EXPECT_EQ(findings.list()[0].place.file, "base/-");
  ASSERT_EQ(study.models.size(), 1u);
  EXPECT_EQ(study.models[0].path, std::filesystem::path("base/m"));
}

}  // namespace
}  // namespace plume::study_source_test
