// SPDX-License-Identifier: Apache-2.0
#include "host/study/resolve_dependence.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "host/study/study.hpp"
#include "tests/support/draft.hpp"
#include "tests/support/findings.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::resolve_dependence_test {
namespace {

using plume::testing::lines;
using plume::testing::lognormal;
using plume::testing::normal;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// A market of three, with emissions; exchanges 0 … 8.
class Resolving : public ::testing::Test {
 protected:
  Resolving() {
    draft_.technosphere("mix", "market", 1.0);
    draft_.technosphere("wind", "market", 0.5, lognormal(0.5, 0.2))
        .technosphere("coal", "market", 0.3, lognormal(0.3, 0.2));
    draft_.technosphere("gas", "market", 0.2);
    draft_.biosphere("co2", "coal plant", 0.9, lognormal(0.9, 0.1))
        .biosphere("co2", "gas plant", 0.4, normal(0.4, 0.1));
    draft_.biosphere("ch4", "coal plant", 0.1, lognormal(0.1, 0.5))
        .biosphere("ch4", "gas plant", 0.2, lognormal(0.2, 0.5));
    draft_.characterisation("co2", "gwp", 1.0);
  }
  /// `text` begins in line 7.
  std::vector<std::string> resolve(const std::string& text) {
    plume::testing::TempFolder folder;
    folder.write("m/exchanges.csv", "");
    const std::string head =
        "[study]\nname = \"s\"\n[[model]]\npath = \"m\"\n[[demand]]\nprocess = \"p\"\n";
    Findings findings;
    const Study study = read_study(folder.write("study.toml", head + text), {}, findings);
    resolve_dependence(study.dependence, draft_.model(), findings);
    return lines(findings, folder.path());
  }
  [[nodiscard]] std::uint64_t key(std::uint32_t i) const {
    return draft_.model().dependence.key_of(i, draft_.model().exchanges[i].key);
  }
  testing::Draft draft_;
};

TEST_F(Resolving, GroupsByRuleAndByList) {
  EXPECT_THAT(resolve("[[group]]\nname = \"g\"\nmatch = {flow = \"ch4\"}\n"), IsEmpty());
  EXPECT_EQ(key(6), key(7));
  EXPECT_EQ(key(6), group_key("g"));
  EXPECT_NE(key(4), key(5));
}

TEST_F(Resolving, EachGivesAGroupForEveryValue) {
  EXPECT_THAT(
      resolve("[[group]]\nname = \"g\"\nmatch = {matrix = \"biosphere\"}\neach = \"process\"\n"),
      ElementsAre(
          "study.toml:7:1: warning W0157: group 'g' holds several distributions (1 lognormal, 1 "
          "normal): their draws share "
          "one probability, and only about one relative error; right if so meant; otherwise give "
          "them "
          "one distribution"));
  EXPECT_EQ(key(4), key(6));
  EXPECT_EQ(key(5), key(7));
  EXPECT_NE(key(4), key(5));
}

TEST_F(Resolving, GroupsOfTheModelsFiles) {
  draft_.model().dependence.source_groups["ef 17"] = {6, 7};
  EXPECT_THAT(resolve(""), IsEmpty());
  EXPECT_EQ(key(6), group_key("ef 17"));
  EXPECT_EQ(key(7), group_key("ef 17"));
}

TEST_F(Resolving, GroupsThatOverlapNameNothingOrTieNothing) {
  draft_.model().dependence.source_groups["ef 17"] = {6, 7};
  EXPECT_THAT(resolve("[[group]]\nname = \"g\"\nmatch = {process = \"coal plant\"}\n"
                      "[[group]]\nname = \"h\"\nmatch = [{flow = \"co2\", process = \"gas "
                      "plant\"}, {matrix = \"biosphere\", "
                      "process = \"gas plant\", flow = \"co2\"}]\n"
                      "[[group]]\nname = \"i\"\nmatch = {product = \"gas\"}\n"
                      "[[group]]\nname = \"j\"\nmatch = {flow = \"co2\", product = \"gas\"}\n"
                      "[[group]]\nname = \"ef 17\"\nmatch = {product = \"gas\"}\n"),
              ElementsAre("study.toml:7:1: error E0155: flow 'ch4' in process 'coal plant' is in "
                          "group 'ef 17' and in group 'g'; an "
                          "exchange "
                          "has one draw: let the groups not overlap",
                          "study.toml:12:10: error E0154: group 'h' names 1 exchange twice: flow "
                          "'co2' in process 'gas plant'; name "
                          "each "
                          "member once",
                          "study.toml:10:1: warning W0156: group 'h' ties nothing: it has fewer "
                          "than two uncertain exchanges; only "
                          "uncertain "
                          "exchanges are drawn",
                          "study.toml:13:1: warning W0156: group 'i' ties nothing: it has fewer "
                          "than two uncertain exchanges; only "
                          "uncertain "
                          "exchanges are drawn",
                          "study.toml:18:9: error E0153: group 'j': no exchange is {product = "
                          "\"gas\", flow = \"co2\"}; all that is "
                          "given "
                          "must hold of one exchange",
                          "study.toml:19:1: error E0108: group 'ef 17' is a group of the model's "
                          "files already; give it another name"));
}

TEST_F(Resolving, ACompositionWithPinnedMembers) {
  EXPECT_THAT(resolve("[[composition]]\nname = \"m\"\nmatch = {process = \"market\", product = "
                      "[\"wind\", \"coal\", \"gas\"]}\n"
                      "pinned = {product = \"wind\"}\n"),
              IsEmpty());
  const Composition& m = draft_.model().dependence.compositions.at(0);
  EXPECT_NEAR(m.total, 1.0, 1e-15);
  ASSERT_EQ(m.members.size(), 3u);
  EXPECT_TRUE(m.members[0].pinned);
  EXPECT_EQ(m.members[0].exchange, 1u);
  EXPECT_FALSE(m.members[1].pinned || m.members[2].pinned);
}

TEST_F(Resolving, ADirichletCompositionByTheSpreadOfOneShare) {
  // 0.3 of 1 with sd 0.1: α = 0.3 · 0.7 / 0.01 − 1 = 20.
  EXPECT_THAT(resolve("[[composition]]\nname = \"m\"\nmatch = {process = \"market\", product = "
                      "[\"wind\", \"coal\", \"gas\"]}\n"
                      "method = \"dirichlet\"\nsd = 0.1\nsd_of = {product = \"coal\"}\n"),
              IsEmpty());
  const Model& model = draft_.model();
  const double alpha[3] = {10.0, 6.0, 4.0};
  for (std::uint32_t i = 0; i < 3; ++i) {
    const Uncertainty& u = model.uncertainties[model.exchanges[i + 1].uncertainty];
    EXPECT_EQ(u.kind, DistributionKind::gamma);
    EXPECT_NEAR(u.shape, alpha[i], 1e-12);
  }
}

TEST_F(Resolving, CompositionsThatCannotSum) {
  const std::string head =
      "[[composition]]\nname = \"m\"\nmatch = {process = \"market\", product = [\"wind\", "
      "\"coal\", \"gas\"]}\n";
  const std::string code = ": error E0158: composition 'm' cannot sum: ";
  EXPECT_THAT(
      resolve(head + "total = 0.4\npinned = {product = \"wind\"}\n"),
      ElementsAre(
          "study.toml:10:9" + code +
          "the pinned members sum to 0.5, which leaves -0.09999999999999998 of 0.4 for the "
          "others, whose amounts sum to 0.5; what is left must have the sign of the free amounts"));
  EXPECT_THAT(resolve(head + "total = -1\n"),
              ElementsAre("study.toml:10:9" + code +
                          "the total is -1, but the amounts sum to 1; what is left must have the "
                          "sign of the free amounts"));
  EXPECT_THAT(
      resolve(head + "pinned = {process = \"market\", product = [\"wind\", \"coal\", \"gas\"]}\n"),
      ElementsAre("study.toml:7:1" + code +
                  "all its members are pinned; leave at least one member free"));
  EXPECT_THAT(resolve(head + "pinned = {product = \"mix\"}\n"),
              ElementsAre("study.toml:10:10" + code +
                          "product 'mix' in process 'market' is pinned, but is no member; pinned "
                          "names some of the members"));
  EXPECT_THAT(
      resolve("[[composition]]\nname = \"m\"\nmatch = {process = [\"market\", \"coal plant\"]}\n"),
      ElementsAre(
          "study.toml:7:1" + code +
          "product 'mix' in process 'market' and flow 'co2' in process 'coal plant' are of two "
          "matrices; give the members one matrix"));
  draft_.model().exchanges[2].amount = -0.3;
  draft_.model().exchanges[3].amount = 0.0;
  EXPECT_THAT(
      resolve(head + "method = \"dirichlet\"\nconcentration = 3\n"),
      ElementsAre("study.toml:7:1" + code +
                  "the share of product 'coal' in process 'market' is -0.3; shares of a Dirichlet "
                  "distribution have one sign"));
  draft_.model().exchanges[2].amount = -0.5;
  EXPECT_THAT(resolve(head),
              ElementsAre("study.toml:7:1" + code + "its amounts sum to 0; give total"));
  EXPECT_THAT(
      resolve(head + "total = 1\n"),
      ElementsAre(
          "study.toml:7:1" + code +
          "the amounts of its free members sum to 0; shares are in proportion to the amounts"));
  draft_.model().exchanges[2].amount = 0.3;
  draft_.model().exchanges[2].factor = 0.0;
  EXPECT_THAT(
      resolve(head),
      ElementsAre(
          "study.toml:7:1" + code +
          "product 'coal' in process 'market' has the factor 0; leave it out of the composition"));
}

TEST_F(Resolving, SpreadsThatNoCompositionHas) {
  const std::string head =
      "[[composition]]\nname = \"m\"\nmatch = {process = \"market\", product = [\"wind\", "
      "\"coal\", \"gas\"]}\nmethod "
      "= \"dirichlet\"\n";
  const std::string code = ": error E0158: composition 'm' cannot sum: ";
  EXPECT_THAT(resolve(head + "concentration = 0\n"),
              ElementsAre("study.toml:11:17" + code +
                          "its concentration is 0; a concentration is above 0"));
  EXPECT_THAT(resolve(head + "sd = 0.6\nsd_of = {product = \"wind\"}\n"),
              ElementsAre("study.toml:11:6" + code +
                          "sd = 0.6 of a share of 0.5 in 1; it must be above 0 and below 0.5000"));
  EXPECT_THAT(resolve(head + "sd = 0.1\nsd_of = {product = \"mix\"}\n"),
              ElementsAre("study.toml:12:9" + code +
                          "sd_of must name one free member; name it as in match"));
}

TEST_F(Resolving, CompositionsWarnOfOtherSumsAndOfNothingToTie) {
  EXPECT_THAT(resolve("[[composition]]\nname = \"m\"\nmatch = {process = \"market\", product = "
                      "[\"wind\", \"gas\"]}\ntotal = 1\n"
                      "[[composition]]\nname = \"n\"\nmatch = {product = \"mix\"}\n"
                      "[[composition]]\nname = \"o\"\nmatch = {product = \"gas\"}\n"),
              ElementsAre("study.toml:10:9: warning W0160: the static amounts of composition 'm' "
                          "sum to 0.700000, not to 1; static "
                          "scores "
                          "use the amounts as they are; draws have the total",
                          "study.toml:11:1: warning W0156: composition 'n' ties nothing: none of "
                          "its members is uncertain; only "
                          "uncertain "
                          "exchanges are drawn",
                          "study.toml:14:1: error E0158: composition 'o' cannot sum: product 'gas' "
                          "in process 'market' is a member of "
                          "composition 'm', too; let compositions not overlap"));
}

std::string correlation(const std::string& matrix, const std::string& inputs) {
  return "[[correlation]]\nname = \"r\"\nmatrix = " + matrix + "\ninputs = [" + inputs + "]\n";
}
const std::string two = "{product = \"wind\"}, {product = \"coal\"}";

TEST_F(Resolving, ACorrelationOfAGroupAndAnExchange) {
  EXPECT_THAT(resolve("[[group]]\nname = \"g\"\nmatch = {flow = \"ch4\"}\n" +
                      correlation("[[1, 0.6], [0.6, 1]]", "{group = \"g\"}, {product = \"wind\"}")),
              IsEmpty());
  const Copula& c = draft_.model().dependence.copulas.at(0);
  EXPECT_THAT(c.keys, ElementsAre(group_key("g"), draft_.model().exchanges[1].key));
  EXPECT_THAT(c.cholesky, ElementsAre(1.0, 0.6, DoubleNear(0.8, 1e-15)));
}

TEST_F(Resolving, MeasuresBecomeCorrelationsOfNormalScores) {
  EXPECT_THAT(resolve(correlation("[[1, 0.5], [0.5, 1]]", two) + "measure = \"spearman\"\n"),
              IsEmpty());
  EXPECT_NEAR(draft_.model().dependence.copulas.at(0).cholesky[1], 2.0 * std::sin(M_PI / 12.0),
              1e-15);
  draft_.model().dependence = {};
  EXPECT_THAT(resolve(correlation("[[1, 0.5], [0.5, 1]]", two) + "measure = \"kendall\"\n"),
              IsEmpty());
  EXPECT_NEAR(draft_.model().dependence.copulas.at(0).cholesky[1], std::sin(M_PI / 4.0), 1e-15);
}

TEST_F(Resolving, SeveralExchangesOfOneInputShareOneDraw) {
  EXPECT_THAT(
      resolve(correlation("[[1, 0.5], [0.5, 1]]", "{flow = \"ch4\"}, {product = \"wind\"}")),
      IsEmpty());
  EXPECT_EQ(key(6), key(7));
  EXPECT_EQ(draft_.model().dependence.copulas.at(0).keys[0], key(6));
}

TEST_F(Resolving, MalformedMatrices) {
  const std::string at = "study.toml:9:10: error E0161: the matrix of correlation 'r' ";
  EXPECT_THAT(
      resolve(correlation("[[1, 0.5]]", two)),
      ElementsAre(at + "is not 2 × 2, as many as there are inputs; write a row for each input"));
  EXPECT_THAT(resolve(correlation("[[1]]", "{product = \"wind\"}")),
              ElementsAre(at + "is for 1 input; a correlation has at least two inputs"));
  EXPECT_THAT(resolve(correlation("[[0.9, 0.5], [0.4, 1]]", two)),
              ElementsAre(at + "has 0.9 in row 1 of its diagonal; write 1",
                          at + "is not symmetric: 0.5 in row 1, column 2, but 0.4 in row 2, column "
                               "1; write the same "
                               "number on both sides of "
                               "the diagonal"));
  EXPECT_THAT(resolve(correlation("[[1, 1.5], [1.5, 1]]", two)),
              ElementsAre(at + "has 1.5 in row 1, column 2; allowed: -1 to 1",
                          at + "has 1.5 in row 2, column 1; allowed: -1 to 1"));
}

TEST_F(Resolving, AMatrixThatIsNotDefiniteIsMended) {
  EXPECT_THAT(resolve(correlation("[[1, 1, 0], [1, 1, 1], [0, 1, 1]]",
                                  two + ", {flow = \"ch4\", process = \"gas plant\"}")),
              ElementsAre("study.toml:9:10: warning W0162: the matrix of correlation 'r' is not "
                          "positive definite (its "
                          "smallest eigenvalue is "
                          "-0.414): the nearest correlation matrix is used, which differs by up to "
                          "0.239 (0.7607 instead of "
                          "1.000 in row 1, "
                          "column 2); its correlations contradict each other; check the largest"));
  EXPECT_NEAR(draft_.model().dependence.copulas.at(0).cholesky[1], 0.7607, 5e-5);
}

TEST_F(Resolving, InputsThatAreNoSingleDraw) {
  EXPECT_THAT(
      resolve("[[group]]\nname = \"g\"\nmatch = {flow = \"ch4\"}\neach = \"process\"\n" +
              correlation(
                  "[[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]",
                  "{group = \"g\"}, {group = \"h\"}, {product = \"gas\"}, {product = \"wind\"}")),
      ElementsAre("study.toml:7:1: warning W0156: group 'g' ties nothing: it has fewer than two "
                  "uncertain exchanges; only "
                  "uncertain "
                  "exchanges are drawn",
                  "study.toml:14:11: error E0164: group 'g' is 2 draws, not one: it has a group "
                  "for each value; an input of a "
                  "correlation is one draw",
                  "study.toml:14:26: error E0152: there is no group 'h'; an input names a "
                  "[[group]] or a group of the model's "
                  "files",
                  "study.toml:14:41: error E0164: input {product = \"gas\"} of correlation 'r' is "
                  "not uncertain; only "
                  "uncertain "
                  "exchanges are drawn"));
  EXPECT_THAT(
      resolve(correlation("[[1, 0], [0, 1]]",
                          "{product = \"wind\"}, {process = \"market\", product = \"wind\"}")),
      ElementsAre("study.toml:10:31: error E0163: input {process = \"market\", product = \"wind\"} "
                  "of correlation 'r' "
                  "has the draw of "
                  "an input of correlation 'r'; each draw may be one input of one correlation"));
}

TEST_F(Resolving, ASwitchMakesArraysOfItsValues) {
  EXPECT_THAT(resolve("[[switch]]\nname = \"s\"\noptions = [{name = \"a\", weight = 1}, {name = "
                      "\"b\", weight = 3}]\n"
                      "values = [{match = {product = \"gas\"}, amount = {b = 0.4}}, {match = {flow "
                      "= \"ch4\"}, factor "
                      "= {a = 2, b = 1}}]\n"),
              IsEmpty());
  const Model& model = draft_.model();
  ASSERT_EQ(model.arrays.size(), 2u);
  EXPECT_TRUE(std::isnan(model.arrays[0].values[0]));
  EXPECT_EQ(model.arrays[0].values[1], 0.4);
  EXPECT_FALSE(model.arrays[0].multiplies);
  EXPECT_TRUE(model.arrays[1].multiplies);
  EXPECT_THAT(model.arrays[1].values, ElementsAre(2.0, 1.0, 2.0, 1.0));
  EXPECT_EQ(model.exchanges[3].array, 0u);
  EXPECT_EQ(model.exchanges[7].array, 1u);
  EXPECT_EQ(model.exchanges[7].array_row, 1u);
  EXPECT_THAT(model.dependence.switches.at(0).weights, ElementsAre(0.25, 0.75));
}

TEST_F(Resolving, AnExchangeTakesPartInOneSwitchOnce) {
  const auto one = [](const std::string& name) {
    return "[[switch]]\nname = \"" + name +
           "\"\noptions = [{name = \"a\", weight = 1}, {name = \"b\", weight = 3}]\nvalues = "
           "[{match = {product = "
           "\"gas\"}, amount = {b = 0.4}}]\n";
  };
  EXPECT_THAT(resolve(one("s") + one("t")),
              ElementsAre("study.toml:14:11: error E0165: product 'gas' in process 'market' has "
                          "values in 'switch s' already, and "
                          "cannot have "
                          "others in switch 't'; an exchange takes part in one switch, once, and "
                          "then has no presampled values"));
}

TEST_F(Resolving, ArraysAreInStepOnlyWithEquallyManyColumns) {
  for (const std::uint32_t columns : {4u, 5u}) {
    PresampledArray array;
    array.name = "a" + std::to_string(columns);
    array.num_columns = columns;
    array.group_key = columns;
    draft_.model().arrays.push_back(array);
  }
  EXPECT_THAT(
      resolve("[[in_step]]\nname = \"i\"\narrays = [\"a4\", \"a5\", \"a6\"]\n"),
      ElementsAre(
          "study.toml:9:10: error E0166: there is no presampled array 'a6'; did you mean 'a4'?",
          "warning W0167: presampled arrays 'a4' (4 columns) and 'a5' (5 columns) are drawn "
          "together, "
          "but cannot keep in "
          "step; give them equally many columns"));
  EXPECT_EQ(draft_.model().arrays[0].group_key, draft_.model().arrays[1].group_key);
  draft_.model().arrays[1].order = ColumnOrder::sequential;
  EXPECT_THAT(
      resolve("[[in_step]]\nname = \"i\"\narrays = [\"a4\", \"a5\"]\n"),
      ElementsAre(
          "study.toml:9:10: error E0166: presampled array 'a5' is not drawn at random, but in the "
          "order of its columns; only "
          "arrays of random order can be put in step"));
}

}  // namespace
}  // namespace plume::resolve_dependence_test
