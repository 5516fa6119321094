// SPDX-License-Identifier: Apache-2.0
#include "host/study/select_exchanges.hpp"

#include <gmock/gmock.h>

#include "tests/support/draft.hpp"
#include "tests/support/findings.hpp"

namespace plume::select_exchanges_test {
namespace {

using plume::testing::lines;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(MatchesPattern, StarStandsForAnyText) {
  EXPECT_TRUE(matches_pattern("carbon dioxide", "carbon*"));
  EXPECT_TRUE(matches_pattern("carbon dioxide", "*oxi*"));
  EXPECT_TRUE(matches_pattern("carbon dioxide", "c*n d*e"));
  EXPECT_TRUE(matches_pattern("carbon", "carbon*"));
  EXPECT_TRUE(matches_pattern("", "*"));
  EXPECT_TRUE(matches_pattern("aab", "*ab"));
  EXPECT_FALSE(matches_pattern("carbon dioxide", "carbon"));
  EXPECT_FALSE(matches_pattern("carbon dioxide", "*x"));
  EXPECT_FALSE(matches_pattern("", "a*"));
}

class Selection : public ::testing::Test {
 protected:
  Selection() {
    draft_.technosphere("steel", "mill", 1.0);                             // 0
    draft_.technosphere("coal", "mill", 0.5);                              // 1
    draft_.biosphere("co2", "mill", 2.0);                                  // 2
    draft_.biosphere("ch4", "mill", 0.1).biosphere("co2", "mine", 0.3);    // 3, 4
    draft_.characterisation("co2", "gwp", 1.0).normalisation("co2", 2.0);  // 5, 6
    draft_.weighting("gwp", 3.0);                                          // 7
    Model& model = draft_.model();
    model.processes[0].location = "DE";
    model.flows[0].name = "carbon dioxide";
    model.flows[0].unit = model.products[0].unit = "kg";
    model.dependence.tags["upstream"] = {1, 4};
    Exchange own;
    own.matrix = Matrix::biosphere;
    draft_.builder().add(own, {}, "e9");  // 8
  }
  std::vector<std::uint32_t> find(const ExchangeSelector& selector) {
    findings_ = {};
    return ExchangeSelection(draft_.model(), findings_)
        .find(selector)
        .value_or(std::vector<std::uint32_t>{999});
  }
  testing::Draft draft_;
  Findings findings_;
};

TEST_F(Selection, EveryKeyAndAllTogether) {
  ExchangeSelector s;
  s.matrix = Matrix::biosphere;
  EXPECT_THAT(find(s), ElementsAre(2, 3, 4, 8));
  s.flows = {"carbon dioxide"};
  EXPECT_THAT(find(s), ElementsAre(2, 4, 8));
  s.processes = {"mi*e"};
  EXPECT_THAT(find(s), ElementsAre(4));
  s = {};
  s.flows = {"co2"};
  EXPECT_THAT(find(s), ElementsAre(2, 4, 5, 6, 8)) << "in every matrix";
  s.locations = {"DE"};
  EXPECT_THAT(find(s), ElementsAre(2, 8));
  s = {};
  s.products = {"steel", "coal"};
  EXPECT_THAT(find(s), ElementsAre(0, 1));
  s.units = {"kg"};
  EXPECT_THAT(find(s), ElementsAre(0));
  s = {};
  s.categories = {"gwp"};
  EXPECT_THAT(find(s), ElementsAre(5, 7));
  s = {};
  s.tags = {"up*"};
  EXPECT_THAT(find(s), ElementsAre(1, 4));
  s.matrix = Matrix::biosphere;
  EXPECT_THAT(find(s), ElementsAre(4));
  s = {};
  s.exchanges = {"e9"};
  EXPECT_THAT(find(s), ElementsAre(8));
  s.products = {"steel"};
  EXPECT_THAT(find(s), IsEmpty());
  EXPECT_THAT(lines(findings_), IsEmpty());
}

TEST_F(Selection, TextsThatNameNothingAreFindings) {
  ExchangeSelector s;
  s.place = {"study.toml", 9, 5};
  s.flows = {"co3"};
  s.processes = {"zzzzzzzzz"};
  s.units = {"t"};
  s.tags = {"downstream"};
  s.exchanges = {"e8"};
  EXPECT_THAT(find(s), ElementsAre(999));
  EXPECT_THAT(
      lines(findings_),
      ElementsAre("study.toml:9:5: error E0152: the model has no process 'zzzzzzzzz'; give the id "
                  "or exact name of a "
                  "process of the model, or a pattern with *",
                  "study.toml:9:5: error E0152: the model has no flow 'co3'; did you mean 'co2'?",
                  "study.toml:9:5: error E0152: the model has no unit 't'; give the id or exact "
                  "name of a unit of the model, "
                  "or a pattern with *",
                  "study.toml:9:5: error E0152: the model has no tag 'downstream'; give the id or "
                  "exact name of a tag of the "
                  "model, or a pattern with *",
                  "study.toml:9:5: error E0152: the model has no exchange 'e8'; give an id of the "
                  "column 'id' of "
                  "exchanges.csv"));
}

}  // namespace
}  // namespace plume::select_exchanges_test
