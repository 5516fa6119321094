// SPDX-License-Identifier: Apache-2.0
#include "host/api/looking.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "host/base/error.hpp"
#include "host/store/parts.hpp"
#include "tests/support/findings.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::api::looking_test {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

const std::string mini = PLUME_SOURCE_DIR "/datasets/mini";

class Looking : public ::testing::Test {
 protected:
  [[nodiscard]] std::string at(const std::string& name) const {
    return (folder_.path() / name).string();
  }

  testing::TempFolder folder_;
  Findings findings_;
};

TEST_F(Looking, AModelIsCheckedInEveryForm) {
  const std::string model = mini + "/lognormal-chain/model";
  EXPECT_THAT(check_model(model, {}, Form::text, findings_),
              HasSubstr("\ndistribution  number\nlognormal          5\n"));
  EXPECT_THAT(check_model(model, {}, Form::csv, findings_), HasSubstr("code,"));
  EXPECT_TRUE(
      nlohmann::json::parse(check_model(model, {}, Form::json, findings_)).contains("findings"));
  EXPECT_FALSE(findings_.has_errors());
}

TEST_F(Looking, OfAModelWithErrorsOnlyTheFindingsAreToldOfIt) {
  const std::string none = at("none");
  EXPECT_EQ(check_model(none, {}, Form::text, findings_), "");
  EXPECT_TRUE(findings_.has_errors());
  EXPECT_THAT(check_model(none, {}, Form::csv, findings_), HasSubstr("error"));
  EXPECT_THROW((void)look_at_model(none, Form::text), BadInput);
}

TEST_F(Looking, AModelIsLookedAtAsTextOrJson) {
  EXPECT_THAT(look_at_model(mini + "/two-processes/model", Form::text),
              HasSubstr("\nProcesses   2\n"));
  EXPECT_EQ(nlohmann::json::parse(look_at_model(mini + "/two-processes/model", Form::json))
                .at("processes"),
            2);
}

TEST_F(Looking, AStudyIsCheckedWithWhatIsSet) {
  Study study = Study::file(mini + "/lognormal-chain/study.toml");
  study.set("sampling.iterations", "500");
  const std::string text = check_study(study, {}, findings_);
  EXPECT_THAT(text, StartsWith("Study       lognormal-chain, "));
  EXPECT_THAT(text,
              HasSubstr("\nDraws       5 in an iteration\nSize        500 iterations of 1 scores"));
  EXPECT_THAT(text, HasSubstr("\nMemory      "));
  EXPECT_THAT(text, HasSubstr("\nlognormal          5\n"));

  study.set("sampling.iterations", "0");
  EXPECT_EQ(check_study(study, {}, findings_), "");
  EXPECT_TRUE(findings_.has_errors());
}

TEST_F(Looking, WarningsAreErrorsWhereThePolicySaysSo) {
  const Study study = Study::text(
      "[study]\nname = \"x\"\n[[model]]\npath = \"lognormal-chain/model\"\n[[demand]]\nprocess = "
      "\"nobody\"\n",
      mini);
  EXPECT_EQ(check_study(study, {}, findings_), "");
  const std::size_t errors = findings_.num_errors();
  findings_.add("W0801", {}, "odd");
  EXPECT_EQ(check_study(study, {{"W0801", true}}, findings_), "");
  EXPECT_THAT(testing::codes(findings_), Contains("E0286"));
  EXPECT_GT(findings_.num_errors(), errors);
}

TEST_F(Looking, AStudyIsLookedAtWithoutItsModels) {
  EXPECT_THAT(
      look_at_study(Study::file(mini + "/two-processes/study.toml")),
      HasSubstr("Demands     1 kg steel: 1 of steel\n            1000 kWh: 1000 of power\n"));
  EXPECT_THROW((void)look_at_study(Study::file(at("missing.toml"))), BadInput);
}

TEST_F(Looking, PartsSayWhatIsKept) {
  PartsManifest manifest;
  manifest.header.study_name = "kettle";
  manifest.header.provenance.design = "random";
  manifest.header.axes.demands.push_back({"cup", "kWh"});
  manifest.header.axes.categories.push_back({"gwp", "", "kg"});
  manifest.header.static_scores = {1.0};
  manifest.iterations = 4000;
  plume::Parts parts = plume::Parts::create(at("kettle.parts"), manifest);
  parts.write(0, std::vector<double>(1000, 2.0),
              std::vector<IterationStatus>(1000, IterationStatus::ok), 1.5);
  EXPECT_THAT(look_at_parts(at("kettle.parts")),
              HasSubstr("\nKept        1000 iterations (25.0 %) in 1 part,"));
  EXPECT_THROW((void)look_at_parts(at("none.parts")), Error);
}

TEST_F(Looking, AFolderThatIsNoProjectIsRefused) {
  EXPECT_THROW((void)look_at_project(folder_.path().string(), Form::text, findings_), BadInput);
}

TEST_F(Looking, AnIterationIsWrittenDownAndShown) {
  const std::string text =
      dump_iteration(Study::file(mini + "/loop/study.toml"), 17, at("iteration-17"), findings_);
  EXPECT_THAT(text, StartsWith("Iteration   17, seed "));
  EXPECT_THAT(text, HasSubstr("\nFolder      " + at("iteration-17") + "\n"));
  EXPECT_TRUE(fs::exists(at("iteration-17/technosphere.csv")));
}

}  // namespace
}  // namespace plume::api::looking_test
