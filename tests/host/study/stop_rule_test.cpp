// SPDX-License-Identifier: Apache-2.0
#include "host/study/stop_rule.hpp"

#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

#include "host/toml/toml_table.hpp"
#include "tests/support/findings.hpp"

namespace plume::stop_rule_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

/// [stop] of a study with the given demands.
struct Read {
  StopRule rule;
  std::vector<std::string> said;

  explicit Read(const std::string& text,
                const std::vector<std::string>& names = {"steel", "aluminium", "wood"}) {
    Findings findings;
    std::vector<StudyDemand> demands;
    for (const std::string& name : names) demands.push_back({name, {}, {}});
    const toml::table root = toml::parse("[stop]\n" + text, std::string_view("s.toml"));
    const TomlTable keys(*root["stop"].as_table(), "stop", stop_rule_keys(), "s.toml", findings);
    rule = read_stop_rule(keys, demands, findings);
    said = testing::lines(findings);
  }
};

TEST(ReadStopRule, ReadsEveryKey) {
  const Read read(
      "relative_se_mean = 0.01\nquantiles = [0.05, 0.5]\nquantile_half_width = 2\nquantile_scale = "
      "'absolute'\n"
      "comparison_half_width = 0.02\ncomparisons = [['wood', 'steel']]\nmin_iterations = 4096\n");
  EXPECT_THAT(read.said, IsEmpty());
  EXPECT_EQ(read.rule.relative_se_mean, 0.01);
  EXPECT_THAT(read.rule.quantiles, ElementsAre(0.05, 0.5));
  EXPECT_EQ(read.rule.quantile_half_width, 2.0);
  EXPECT_TRUE(read.rule.quantile_in_own_unit);
  EXPECT_EQ(read.rule.comparison_half_width, 0.02);
  EXPECT_THAT(read.rule.comparisons, ElementsAre(Pair(2u, 0u)));
  EXPECT_EQ(read.rule.min_iterations, 4096u);
}

TEST(ReadStopRule, ComparesAllPairsUnlessSomeAreNamed) {
  const Read read("comparison_half_width = 0.02");
  EXPECT_THAT(read.said, IsEmpty());
  EXPECT_THAT(read.rule.comparisons, ElementsAre(Pair(0u, 1u), Pair(0u, 2u), Pair(1u, 2u)));
  EXPECT_THAT(Read("comparison_half_width = 0").rule.comparisons, IsEmpty());
}

TEST(ReadStopRule, ARuleNeedsAPrecision) {
  EXPECT_THAT(
      Read("min_iterations = 2048").said,
      ElementsAre(
          "s.toml:1:1: error E0105: the stop rule names no precision; add relative_se_mean, "
          "quantile_half_width or comparison_half_width below [stop]; 0 turns a rule off"));
}

TEST(ReadStopRule, QuantilesAndTheirWidthGoTogether) {
  EXPECT_THAT(Read("relative_se_mean = 0.1\nquantiles = [0.5]").said,
              ElementsAre("s.toml:3:13: error E0105: stop.quantiles names levels, but not how well "
                          "they must be known; add "
                          "quantile_half_width = … below [stop]"));
  const std::string without =
      "error E0105: stop.quantile_half_width has no quantile to be about; add quantiles = [0.05, "
      "0.95] below [stop]";
  EXPECT_THAT(Read("quantile_half_width = 0.1").said, ElementsAre("s.toml:2:23: " + without));
  EXPECT_THAT(Read("quantile_half_width = 0.1\nquantiles = []").said,
              ElementsAre("s.toml:2:23: " + without));
  EXPECT_THAT(Read("quantile_half_width = 0.1\nquantiles = [0.001, 0.5]").said,
              ElementsAre("s.toml:3:14: error E0104: stop.quantiles = 0.001 is out of range; "
                          "allowed: 0.005 to 0.995"));
}

TEST(ReadStopRule, ComparisonsAreOfTwoDemandsThatExist) {
  EXPECT_THAT(
      Read("comparison_half_width = 0.1\ncomparisons = [['steel', 'aluminum'], ['wood'], ['wood', "
           "'wood']]")
          .said,
      ElementsAre(
          "s.toml:3:16: error E0104: the study has no demand 'aluminum' to compare; did you mean "
          "'aluminium'?",
          "s.toml:3:39: error E0104: a comparison is of two different demands; write comparisons = "
          "[[\"A\", "
          "\"B\"]] with names of demands",
          "s.toml:3:49: error E0104: a comparison is of two different demands; write comparisons = "
          "[[\"A\", "
          "\"B\"]] with names of demands"));
  EXPECT_THAT(Read("comparison_half_width = 0.1\ncomparisons = [['steel', 'zzzzzz']]").said,
              ElementsAre("s.toml:3:16: error E0104: the study has no demand 'zzzzzz' to compare; "
                          "use the name of a "
                          "[[demand]]"));
  EXPECT_THAT(Read("relative_se_mean = 0.1\ncomparisons = [['steel', 'wood']]").said,
              ElementsAre("s.toml:3:15: error E0105: stop.comparisons names demands, but not how "
                          "well their comparison must "
                          "be known; add comparison_half_width = … below [stop]"));
  EXPECT_THAT(Read("comparison_half_width = 0.1\ncomparisons = []").said,
              ElementsAre("s.toml:3:15: error E0104: stop.comparisons is empty; name pairs of "
                          "demands, or remove it to "
                          "compare all"));
}

TEST(ReadStopRule, ThereMustBeSomethingToCompareAndNotTooMuch) {
  EXPECT_THAT(
      Read("comparison_half_width = 0.1", {"steel"}).said,
      ElementsAre(
          "s.toml:2:25: error E0104: a study with fewer than two demands compares nothing; remove "
          "comparison_half_width, or add a [[demand]]"));
  std::vector<std::string> many;
  for (int i = 0; i < 200; ++i) many.push_back("d" + std::to_string(i));
  EXPECT_THAT(Read("comparison_half_width = 0.1", many).said,
              ElementsAre("s.toml:2:25: error E0104: 200 demands make 19900 pairs, more than the "
                          "10000 that a stop rule "
                          "follows; name the pairs that matter: comparisons = [[\"A\", \"B\"]]"));
  EXPECT_THAT(Read("comparison_half_width = 0.1\ncomparisons = [['d1', 'd199']]", many).said,
              IsEmpty());
}

}  // namespace
}  // namespace plume::stop_rule_test
