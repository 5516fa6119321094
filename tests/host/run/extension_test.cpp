// SPDX-License-Identifier: Apache-2.0
// plume run --extend: a result that grew in parts is the result of one run of the whole.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "host/base/error.hpp"
#include "host/run/run_study.hpp"
#include "tests/host/run/same_numbers.hpp"
#include "tests/support/bits.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::extension_test {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::same_bits;

class Extension : public ::testing::Test {
 protected:
  Extension() {
    fs::copy(fs::path(PLUME_SOURCE_DIR) / "datasets" / "mini" / "loop", folder_.path(),
             fs::copy_options::recursive);
  }
  [[nodiscard]] fs::path study() const { return folder_.path() / "study.toml"; }
  [[nodiscard]] fs::path result() const { return folder_.path() / "study.h5"; }

  RunReport run(std::uint64_t extend, std::vector<Override> overrides,
                const fs::path& result = {}) const {
    RunOptions options;
    options.device = "cpu";
    options.threads = 1;
    options.extend = extend;
    options.overrides = std::move(overrides);
    options.result_path = result;
    options.command = extend == 0 ? "plume run" : "plume run --extend " + std::to_string(extend);
    return run_study(study(), options);
  }
  /// The findings that refuse an extension by 100.
  std::string refusal(std::vector<Override> overrides) const {
    try {
      run(100, std::move(overrides));
    } catch (const BadInput& bad) {
      return bad.findings().to_string();
    }
    return "not refused";
  }
  static std::string bytes_of(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

  testing::TempFolder folder_;
};

TEST_F(Extension, GivesTheNumbersOfOneRunOfTheWhole) {
  for (const char* design : {"random", "lhs", "sobol"}) {
    const std::string control = design == std::string("sobol") ? "true" : "false";
    run(0, {{"sampling.design", design},
            {"sampling.control", control},
            {"sampling.iterations", "1500"}});
    const std::vector<double> before = ResultFile(result()).samples(0, 0);
    const RunReport extended = run(2000, {});
    EXPECT_EQ(run(600, {}).totals.iterations, 4100u) << "and again";
    EXPECT_EQ(extended.totals.iterations, 3500u);
    const fs::path whole = folder_.path() / "whole.h5";
    run(0,
        {{"sampling.design", design},
         {"sampling.control", control},
         {"sampling.iterations", "4100"}},
        whole);
    const ResultFile grown(result());
    EXPECT_EQ(grown.controlled().empty(), control == "false");
    expect_same_results(grown, ResultFile(whole));
    std::vector<double> first = grown.samples(0, 0);
    first.resize(before.size());
    EXPECT_TRUE(same_bits(first, before)) << "what was there stays";
    EXPECT_EQ(grown.header().provenance.design, design) << "the overrides of the result hold";
  }
}

TEST_F(Extension, IsRememberedInTheProvenance) {
  run(0, {{"sampling.seed", "5"}, {"sampling.iterations", "100"}});
  run(50, {});
  const ResultFile file(result());
  const Provenance& made = file.header().provenance;
  EXPECT_THAT(made.overrides, ElementsAre("sampling.seed=5", "sampling.iterations=150"));
  EXPECT_EQ(made.command, "plume run");
  ASSERT_EQ(made.parts.size(), 2u);
  EXPECT_EQ(made.parts[0].iterations, 100u);
  EXPECT_EQ(made.parts[1].first_iteration, 100u);
  EXPECT_EQ(made.parts[1].iterations, 50u);
  EXPECT_EQ(made.parts[1].command, "plume run --extend 50");
  EXPECT_GE(file.totals().seconds, made.parts[0].seconds);
}

TEST_F(Extension, OverridesMayBeRepeatedButNotChanged) {
  run(0, {{"sampling.seed", "5"}, {"sampling.iterations", "100"}});
  const std::string before = bytes_of(result());
  EXPECT_THAT(
      refusal({{"sampling.seed", "6"}}),
      HasSubstr("error E0601: the result cannot be extended: its seed is 5, that of this run 6"));
  EXPECT_THAT(refusal({{"sampling.seed", "5"}, {"sampling.design", "lhs"}}),
              HasSubstr("its --set values are 'sampling.seed=5', those of this run "
                        "'sampling.seed=5', 'sampling.design=lhs'"));
  EXPECT_EQ(refusal({{"sampling.iterations", "500"}}),
            "--set sampling.iterations=500: error E0602: sampling.iterations says how many "
            "iterations there are, --extend "
            "how many are added; leave one of them out");
  EXPECT_TRUE(bytes_of(result()) == before) << "a refused result is not touched";
  EXPECT_EQ(run(10, {{"sampling.seed", "5"}}).totals.iterations, 110u);
}

TEST_F(Extension, AChangedStudyOrModelIsRefused) {
  run(0, {{"sampling.iterations", "100"}});
  std::ofstream(study(), std::ios::app) << "# a word more\n";
  EXPECT_THAT(refusal({}), HasSubstr("is another text than the study it was made from"));
  run(0, {{"sampling.iterations", "100"}});
  std::ofstream(folder_.path() / "model" / "flows.csv", std::ios::app)
      << "another,another flow,kg,air\n";
  EXPECT_THAT(refusal({}),
              HasSubstr("a model file has changed: restore it, or run the study anew"));
}

TEST_F(Extension, WithoutAResultThereIsNothingToExtend) {
  try {
    run(100, {});
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()),
              "cannot read " + result().string() + ": No such file or directory");
  }
}

TEST_F(Extension, AnInterruptedExtensionLeavesTheOldResult) {
  run(0, {{"sampling.iterations", "100"}});
  const std::string before = bytes_of(result());
  RunOptions options;
  options.device = "cpu";
  options.extend = 100;
  options.progress = [](const RunProgress& progress) {
    if (progress.stage == "sampling") throw std::runtime_error("interrupted");
  };
  EXPECT_ANY_THROW(run_study(study(), options));
  EXPECT_TRUE(bytes_of(result()) == before);
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(folder_.path()))
    files += entry.path().extension() == ".h5";
  EXPECT_EQ(files, 1u);
}

TEST_F(Extension, GoesOnBeyondWhereTheStopRuleEndedTheRun) {
  const std::vector<Override> overrides = {{"sampling.iterations", "100000"},
                                           {"stop.relative_se_mean", "0.002"}};
  const RunReport stopped = run(0, overrides);
  ASSERT_EQ(stopped.totals.stop_reason, "precision reached");
  const RunReport extended = run(512, {});
  EXPECT_EQ(extended.totals.iterations, stopped.totals.iterations + 512);
  EXPECT_EQ(extended.totals.stop_reason, "iterations done");
}

}  // namespace
}  // namespace plume::extension_test
