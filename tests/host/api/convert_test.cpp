// SPDX-License-Identifier: Apache-2.0
#include "host/api/convert.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "host/api/inputs.hpp"
#include "host/base/error.hpp"
#include "tests/support/findings.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::api::convert_test {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::string loop = PLUME_SOURCE_DIR "/datasets/mini/loop";

class ApiConvert : public ::testing::Test {
 protected:
  [[nodiscard]] std::string at(const std::string& name) const {
    return (folder_.path() / name).string();
  }
  template <class Action>
  std::vector<std::string> refusal(const Action& action) {
    try {
      action();
    } catch (const BadInput& bad) {
      return testing::codes(bad.findings());
    }
    return {};
  }

  testing::TempFolder folder_;
  Findings findings_;
};

TEST_F(ApiConvert, ModelsBecomeACompiledModelOrAPackage) {
  const std::string compiled =
      convert_models({loop + "/model"}, {.output = at("loop.plume.h5")}, findings_);
  EXPECT_THAT(compiled, StartsWith("From        " + loop + "/model, "));
  EXPECT_THAT(compiled, HasSubstr("\nHolds       2 processes, 1 flows, 1 categories, "));
  EXPECT_THAT(compiled, HasSubstr("\nCompiled    " + at("loop.plume.h5") + "\n"));
  EXPECT_EQ(input_kind(at("loop.plume.h5")), InputKind::model);

  const std::string package =
      convert_models({at("loop.plume.h5")}, {.output = at("loop")}, findings_);
  EXPECT_THAT(package, HasSubstr("\nPackage     " + at("loop") + "\n"));
  EXPECT_THAT(package, HasSubstr("exchanges.csv\n"));
  EXPECT_TRUE(fs::exists(at("loop") + "/exchanges.csv"));
}

TEST_F(ApiConvert, AStudyNamesItsModels) {
  EXPECT_THAT(convert_study(loop + "/study.toml", {.output = at("loop.plume.h5")}, findings_),
              HasSubstr("\nHolds       2 processes, 1 flows, 1 categories, "));
}

TEST_F(ApiConvert, WhatIsWrongIsThrownAndNothingIsWritten) {
  const std::string empty = folder_.write("empty.toml", "[study]\nname = \"x\"\n").string();
  EXPECT_THAT(refusal([&] { (void)convert_study(empty, {.output = at("x.plume.h5")}, findings_); }),
              ::testing::Not(::testing::IsEmpty()));
  fs::copy(loop, at("mine"), fs::copy_options::recursive);
  Findings findings;
  const ConvertSettings itself{.output = at("mine/study.toml"), .force = true};
  EXPECT_THAT(refusal([&] { (void)convert_study(at("mine/study.toml"), itself, findings); }),
              ElementsAre("E0632"));
  EXPECT_FALSE(fs::exists(at("x.plume.h5")));
}

}  // namespace
}  // namespace plume::api::convert_test
