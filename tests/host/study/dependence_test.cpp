// SPDX-License-Identifier: Apache-2.0
#include "host/study/dependence.hpp"

#include <gmock/gmock.h>

#include "host/study/study.hpp"
#include "tests/support/findings.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::dependence_test {
namespace {

using plume::testing::lines;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

class DependenceText : public ::testing::Test {
 protected:
  DependenceText() { folder_.write("m/exchanges.csv", ""); }

  /// The study's dependence; `text` begins in line 7.
  StudyDependence read(const std::string& text) {
    findings_ = {};
    const std::string head =
        "[study]\nname = \"s\"\n[[model]]\npath = \"m\"\n[[demand]]\nprocess = \"p\"\n";
    return read_study(folder_.write("study.toml", head + text), {}, findings_).dependence;
  }
  std::vector<std::string> said(const std::string& text) {
    read(text);
    return lines(findings_, folder_.path());
  }

  plume::testing::TempFolder folder_;
  Findings findings_;
};

TEST_F(DependenceText, ReadsEveryKey) {
  folder_.write("c.csv", "process,as,Wind,coal\nmarket,factor,2,\n,,1,1\n");
  const StudyDependence d = read(R"(
[[group]]
name = "g"
match = [{matrix = "biosphere", flow = ["co2", 7]}, {exchange = "e1", unit = "kg", location = "DE", tag = "t"}]
each = "process"
[[composition]]
name = "c"
match = {process = "mix"}
pinned = {product = "wind"}
total = 2
method = "dirichlet"
sd = 0.1
sd_of = {product = "coal"}
[[correlation]]
name = "r"
inputs = [{group = "g"}, {category = "gwp"}]
matrix = [[1, 0.5], [0.5, 1]]
measure = "kendall"
copula = "t"
degrees_of_freedom = 3
[[switch]]
name = "s"
options = [{name = "Wind", weight = 1}, {name = "coal", weight = 3.5}]
values = [{match = {flow = "x"}, amount = {Wind = 4}}]
path = "c.csv"
[[in_step]]
name = "i"
arrays = ["a", "b"]
)");
  // The table's second row says of no exchange what it is for.
  EXPECT_THAT(
      lines(findings_, folder_.path()),
      ElementsAre("c.csv:3: error E0151: the row says nothing of the exchanges it is for; fill at "
                  "least one of "
                  "matrix, process, product, flow, category, location, unit, tag, exchange"));
  ASSERT_EQ(d.groups.size(), 1u);
  EXPECT_EQ(d.groups[0].name, "g");
  EXPECT_EQ(d.groups[0].each, "process");
  ASSERT_EQ(d.groups[0].members.size(), 2u);
  EXPECT_EQ(d.groups[0].members[0].matrix, Matrix::biosphere);
  EXPECT_THAT(d.groups[0].members[0].flows, ElementsAre("co2", "7"));
  EXPECT_EQ(d.groups[0].members[0].text(), "{matrix = \"biosphere\", flow = \"co2\" or \"7\"}");
  EXPECT_EQ(d.groups[0].members[1].text(),
            "{location = \"DE\", unit = \"kg\", tag = \"t\", exchange = \"e1\"}");
  ASSERT_EQ(d.compositions.size(), 1u);
  EXPECT_EQ(d.compositions[0].total, 2.0);
  EXPECT_TRUE(d.compositions[0].dirichlet);
  EXPECT_EQ(d.compositions[0].sd, 0.1);
  EXPECT_THAT(d.compositions[0].sd_of[0].products, ElementsAre("coal"));
  EXPECT_THAT(d.compositions[0].pinned[0].products, ElementsAre("wind"));
  ASSERT_EQ(d.correlations.size(), 1u);
  EXPECT_EQ(d.correlations[0].inputs[0].group, "g");
  EXPECT_EQ(d.correlations[0].degrees, 3.0);
  EXPECT_EQ(d.correlations[0].measure, StudyCorrelation::Measure::kendall);
  EXPECT_THAT(d.correlations[0].matrix, ElementsAre(ElementsAre(1.0, 0.5), ElementsAre(0.5, 1.0)));
  ASSERT_EQ(d.switches.size(), 1u);
  ASSERT_EQ(d.switches[0].values.size(), 2u);
  EXPECT_THAT(d.switches[0].values[0].values, ElementsAre(Pair("Wind", 4.0)));
  EXPECT_FALSE(d.switches[0].values[0].factors);
  EXPECT_TRUE(d.switches[0].values[1].factors);
  EXPECT_THAT(d.switches[0].values[1].values, ElementsAre(Pair("Wind", 2.0)));
  EXPECT_THAT(d.in_step[0].arrays, ElementsAre("a", "b"));
}

TEST_F(DependenceText, SaysWhatATableLacks) {
  EXPECT_THAT(
      said("[[group]]\n[[composition]]\n[[correlation]]\n[[switch]]\n[[in_step]]\n"),
      ElementsAre("study.toml:7:1: error E0105: a group has no name; add name = \"…\"",
                  "study.toml:7:1: error E0105: a group has no match; add match = {flow = \"…\"}, "
                  "or a list of such",
                  "study.toml:8:1: error E0105: a composition has no name; add name = \"…\"",
                  "study.toml:8:1: error E0105: a composition has no match; add match = {flow = "
                  "\"…\"}, or a list of such",
                  "study.toml:9:1: error E0105: a correlation has no name; add name = \"…\"",
                  "study.toml:9:1: error E0105: a correlation has no inputs; add inputs = {flow = "
                  "\"…\"}, or a list of such",
                  "study.toml:9:1: error E0105: a correlation has no matrix; add matrix = [[1, "
                  "0.5], [0.5, 1]]",
                  "study.toml:10:1: error E0105: a switch has no name; add name = \"…\"",
                  "study.toml:10:1: error E0105: a switch has no options; add options = [{name = "
                  "\"…\", weight = …}, …]",
                  "study.toml:10:1: error E0105: a switch has no values; add values = [{match = "
                  "{…}, amount = {OPTION = …}}], "
                  "or path",
                  "study.toml:11:1: error E0105: an in_step has no name; add name = \"…\"",
                  "study.toml:11:1: error E0105: in_step names no arrays; add arrays = [\"…\", "
                  "\"…\"]: the groups of "
                  "presampled values"));
}

TEST_F(DependenceText, SaysWhatDoesNotGoTogether) {
  EXPECT_THAT(said("[[group]]\nname = \"g\"\nmatch = {}\n"),
              ElementsAre("study.toml:9:9: error E0151: group.match says nothing of the exchanges "
                          "it is for; give matrix, process, "
                          "product, flow, category, location, unit, tag or exchange"));
  EXPECT_THAT(
      said("[[group]]\nname = \"g\"\nmatch = {group = \"h\"}\n"),
      ElementsAre(
          "study.toml:9:18: error E0151: group.match.group has no place here; only an input of a "
          "correlation may be a group"));
  EXPECT_THAT(said("[[group]]\nname = \"g\"\nmatch = {flow = [], exchange = 3.5, matrix = "
                   "\"b\"}\neach = \"cell\"\n"),
              ElementsAre("study.toml:9:46: error E0104: group.match.matrix = \"b\" is not "
                          "offered; allowed: \"technosphere\", "
                          "\"biosphere\", "
                          "\"characterisation\", \"normalisation\", \"weighting\"",
                          "study.toml:9:17: error E0104: group.match.flow is empty",
                          "study.toml:9:32: error E0103: group.match.exchange = 3.5 is a float, "
                          "and must be a string or a list "
                          "of strings",
                          "study.toml:10:8: error E0104: group.each = \"cell\" is not offered; "
                          "allowed: \"flow\", \"product\", "
                          "\"process\", \"category\", \"location\", \"unit\""));
  EXPECT_THAT(
      said("[[composition]]\nname = \"c\"\nmatch = {flow = \"x\"}\nmethod = \"dirichlet\"\n"),
      ElementsAre("study.toml:7:1: error E0151: composition 'c' says nothing of how widely its "
                  "shares spread; "
                  "give concentration, or sd and sd_of"));
  EXPECT_THAT(said("[[composition]]\nname = \"c\"\nmatch = {flow = \"x\"}\nmethod = "
                   "\"dirichlet\"\nsd = 1\nconcentration = 3\n"),
              ElementsAre("study.toml:7:1: error E0151: composition 'c' says in two ways how "
                          "widely its shares spread; give "
                          "concentration, or sd and sd_of"));
  EXPECT_THAT(said("[[composition]]\nname = \"c\"\nmatch = {flow = \"x\"}\nmethod = "
                   "\"dirichlet\"\nsd = 1\n"),
              ElementsAre("study.toml:7:1: error E0151: composition 'c' has sd without sd_of; sd "
                          "is that of the one "
                          "share which sd_of names"));
  EXPECT_THAT(said("[[composition]]\nname = \"c\"\nmatch = {flow = \"x\"}\nconcentration = 3\n"),
              ElementsAre("study.toml:10:17: error E0151: concentration, sd and sd_of go with "
                          "method = \"dirichlet\"; shares that are "
                          "normalised spread as their own distributions do"));
  EXPECT_THAT(said("[[group]]\nname = \"g\"\nmatch = {flow = \"x\"}\n[[group]]\nname = "
                   "\"g\"\nmatch = {flow = \"y\"}\n"),
              ElementsAre("study.toml:11:8: error E0108: group 'g' stands twice, first in line 8; "
                          "give each group once"));
}

TEST_F(DependenceText, SaysWhatIsWrongWithACorrelation) {
  const std::string head =
      "[[correlation]]\nname = \"r\"\ninputs = [{flow = \"x\"}, {flow = \"y\"}]\n";
  EXPECT_THAT(said(head + "matrix = [[1, \"a\"], [0.5, 1]]\n"),
              ElementsAre("study.toml:10:15: error E0103: correlation.matrix = \"a\" is a string, "
                          "and must be a list of rows of "
                          "numbers; write matrix = [[1, 0.5], [0.5, 1]]"));
  EXPECT_THAT(said(head + "matrix = [[1, nan], [0.5, 1]]\n"),
              ElementsAre("study.toml:10:15: error E0104: correlation.matrix = nan is not finite; "
                          "write a finite number"));
  EXPECT_THAT(said(head + "matrix = [[1, 0], [0, 1]]\ncopula = \"t\"\n"),
              ElementsAre("study.toml:11:10: error E0151: a t copula has no degrees_of_freedom; "
                          "add degrees_of_freedom "
                          "= 4, for instance"));
  EXPECT_THAT(said(head + "matrix = [[1, 0], [0, 1]]\ndegrees_of_freedom = 4\n"),
              ElementsAre("study.toml:11:22: error E0151: degrees_of_freedom goes with copula = "
                          "\"t\"; a Gaussian copula has none"));
  EXPECT_THAT(said(head + "matrix = [[1, 0], [0, 1]]\ncopula = \"t\"\ndegrees_of_freedom = "
                          "0.5\nmeasure = \"spearman\"\n"),
              ElementsAre("study.toml:12:22: error E0104: correlation.degrees_of_freedom = 0.5 is "
                          "out of range; allowed: 1 to 200",
                          "study.toml:13:11: error E0151: Spearman's correlation of a t copula has "
                          "no simple form; give the matrix as "
                          "\"kendall\" or \"normal\""));
}

TEST_F(DependenceText, SaysWhatIsWrongWithASwitch) {
  const std::string head =
      "[[switch]]\nname = \"s\"\noptions = [{name = \"a\", weight = 1}, {name = \"b\", weight = "
      "2}]\n";
  EXPECT_THAT(said("[[switch]]\nname = \"s\"\noptions = [{name = \"a\", weight = 0}, {name = "
                   "\"b\", weight = -2}]\nvalues = "
                   "[{match = {flow = \"x\"}, amount = {a = 1}}]\n"),
              ElementsAre("study.toml:9:34: error E0159: option 'a' has the weight 0; weights are "
                          "above 0; leave out an option "
                          "that is never taken",
                          "study.toml:9:60: error E0159: option 'b' has the weight -2; weights are "
                          "above 0; leave out an "
                          "option that is never taken"));
  EXPECT_THAT(
      said(head + "values = [{match = {flow = \"x\"}, amount = {c = 1}}]\n"),
      ElementsAre(
          "study.toml:10:44: error E0102: unknown key 'switch.values.amount.c'; known here: a, b"));
  EXPECT_THAT(said(head + "values = [{match = {flow = \"x\"}, amount = {}}]\n"),
              ElementsAre("study.toml:10:43: error E0159: switch.values.amount names no option; "
                          "give a number for at "
                          "least one option"));
  EXPECT_THAT(
      said(head + "values = [{match = {flow = \"x\"}, amount = {a = 1}, factor = {a = 1}}]\n"),
      ElementsAre("study.toml:10:11: error E0151: a value of a switch is an amount or a factor; "
                  "give amount = "
                  "{OPTION = …} or factor = {OPTION = …}"));
  EXPECT_THAT(said("[[switch]]\nname = \"s\"\noptions = [{name = \"a\", weight = 1}, {name = "
                   "\"a\", weight = 2}, {name = "
                   "\"b\", weight = 2}]\nvalues = [{match = {flow = \"x\"}, amount = {a = 1}}]\n"),
              ElementsAre("study.toml:9:11: error E0108: option 'a' of switch 's' stands twice; "
                          "give each option once"));
  EXPECT_THAT(said("[[switch]]\nname = \"s\"\noptions = [{name = \"a\", weight = 1}]\nvalues = "
                   "[{match = {flow = \"x\"}, "
                   "amount = {a = 1}}]\n"),
              ElementsAre("study.toml:9:11: error E0159: switch 's' has fewer than two options; a "
                          "switch chooses among several"));
  EXPECT_THAT(said(head + "path = \"none.csv\"\n"),
              ElementsAre("study.toml:10:8: error E0120: switch table 'none.csv' cannot be read "
                          "(No such file or directory); the "
                          "path is relative to the study file"));
  folder_.write("empty.csv", "process,a,b\n");
  EXPECT_THAT(
      said(head + "path = \"empty.csv\"\n"),
      ElementsAre(
          "empty.csv: error E0121: the switch table has no row; write one row for each exchange"));
  folder_.write("bad.csv", "matrix,process,as,a,c\nbiosphere,x,amount,1,2\n");
  EXPECT_THAT(
      said(head + "path = \"bad.csv\"\n"),
      ElementsAre(
          "bad.csv:1:21: error E0217: unknown column 'c'; columns of this table are matrix, "
          "process, product, "
          "flow, category, location, unit, tag, exchange, as, a, b; use 'comment' for remarks"));
  folder_.write("worse.csv", "matrix,process,as,a\nbiospere,x,times,1\n");
  EXPECT_THAT(
      said(head + "path = \"worse.csv\"\n"),
      ElementsAre(
          "worse.csv:2:1: error E0104: matrix 'biospere' is unknown; did you mean 'biosphere'?",
          "worse.csv:2:12: error E0104: 'times' is neither amount nor factor; write amount or "
          "factor; "
          "empty is amount"));
}

}  // namespace
}  // namespace plume::dependence_test
