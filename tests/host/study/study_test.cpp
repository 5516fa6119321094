// SPDX-License-Identifier: Apache-2.0
#include "host/study/study.hpp"

#include <gmock/gmock.h>

#include <map>

#include "tests/support/findings.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::study_test {
namespace {

using plume::testing::lines;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* smallest = R"([study]
name = "steel"
[[model]]
path = "m"
[[demand]]
process = "p1"
)";

/// A study read from a folder that holds the model "m".
class StudyTest : public ::testing::Test {
 protected:
  StudyTest() { folder_.write("m/exchanges.csv", ""); }

  Study read(const std::string& text, const std::vector<Override>& overrides = {}) {
    findings_ = {};
    return read_study(folder_.write("study.toml", text), overrides, findings_);
  }
  /// Findings of the smallest study and `more`, which begins in line 7.
  std::vector<std::string> with(const std::string& more,
                                const std::vector<Override>& overrides = {}) {
    read(smallest + more, overrides);
    return said();
  }
  [[nodiscard]] std::vector<std::string> said() const { return lines(findings_, folder_.path()); }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

  plume::testing::TempFolder folder_;
  Findings findings_;
};

TEST_F(StudyTest, TheSmallestStudyHasTheDocumentedDefaults) {
  const Study study = read(smallest);
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_EQ(study.name, "steel");
  EXPECT_EQ(study.path, folder() / "study.toml");
  EXPECT_EQ(study.text, smallest);
  ASSERT_EQ(study.models.size(), 1u);
  EXPECT_EQ(study.models[0].path, folder() / "m");
  EXPECT_EQ(study.models[0].written_path, "m");
  EXPECT_EQ(study.models[0].format, "auto");
  EXPECT_EQ(study.models[0].place.line, 4u);
  ASSERT_EQ(study.demands.size(), 1u);
  EXPECT_EQ(study.demands[0].name, "p1");
  ASSERT_EQ(study.demands[0].items.size(), 1u);
  EXPECT_EQ(study.demands[0].items[0].process, "p1");
  EXPECT_EQ(study.demands[0].items[0].amount, 1.0);
  EXPECT_EQ(study.demands[0].items[0].place.line, 6u);
  EXPECT_THAT(study.categories, IsEmpty());
  EXPECT_EQ(study.sampling.iterations, 1000u);
  EXPECT_EQ(study.sampling.seed, 1u);
  EXPECT_EQ(study.sampling.design, Design::random);
  EXPECT_TRUE(study.sampling.technosphere && study.sampling.biosphere &&
              study.sampling.characterisation && study.sampling.parameters);
  EXPECT_EQ(study.sampling.lognormal_anchor, LognormalAnchor::median);
  EXPECT_EQ(study.solver.precision, Precision::mixed);
  EXPECT_EQ(study.solver.tolerance, 1e-7);
  EXPECT_EQ(study.solver.max_failed_share, 0.01);
  EXPECT_EQ(study.solver.proof, ProofOf::needed);
  EXPECT_FALSE(study.stop);
  EXPECT_TRUE(study.result_path.empty());
}

TEST_F(StudyTest, ReadsEveryKey) {
  folder_.write("demand.csv", "process,amount,unit\np1,2,kg\np2,3,\n");
  const Study study = read(R"(
[study]
name = "all keys"
[[model]]
path = "m"
format = "plume"
[[model]]
path = "./../)" + folder().filename().string() +
                           R"(/m/exchanges.csv"
[[demand]]
name = "one"
process = "p1"
location = "DE"
unit = "kg"
amount = 2
[[demand]]
name = "many"
items = [{process = "p1", amount = 1.5, location = "DE", unit = "kg"}, {process = 42}]
[[demand]]
name = "table"
path = "demand.csv"
[[category]]
name = "gwp"
[[category]]
name = "ap"
[sampling]
iterations = 17179869184
seed = 0
design = "lhs"
technosphere = false
biosphere = false
characterisation = false
parameters = false
lognormal_anchor = "mean"
[solver]
precision = "double"
tolerance = 1e-12
proof = "all"
max_failed_share = 1
[stop]
relative_se_mean = 0.01
min_iterations = 2048
[result]
path = "out.h5"
)");
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_EQ(study.models[0].format, "plume");
  EXPECT_EQ(study.models.size(), 2u);
  ASSERT_EQ(study.demands.size(), 3u);
  EXPECT_EQ(study.demands[0].items[0].location, "DE");
  EXPECT_EQ(study.demands[0].items[0].unit, "kg");
  EXPECT_EQ(study.demands[0].items[0].amount, 2.0);
  ASSERT_EQ(study.demands[1].items.size(), 2u);
  EXPECT_EQ(study.demands[1].items[0].amount, 1.5);
  EXPECT_EQ(study.demands[1].items[1].process, "42");
  EXPECT_EQ(study.demands[1].items[1].amount, 1.0);
  ASSERT_EQ(study.demands[2].items.size(), 2u);
  EXPECT_EQ(study.demands[2].items[1].place.file, (folder() / "demand.csv").string());
  EXPECT_EQ(study.demands[2].items[1].place.line, 3u);
  ASSERT_EQ(study.categories.size(), 2u);
  EXPECT_EQ(study.categories[1].name, "ap");
  EXPECT_EQ(study.sampling.iterations, 17179869184u);
  EXPECT_EQ(study.sampling.seed, 0u);
  EXPECT_EQ(study.sampling.design, Design::latin_hypercube);
  EXPECT_FALSE(study.sampling.technosphere || study.sampling.biosphere ||
               study.sampling.characterisation || study.sampling.parameters);
  EXPECT_EQ(study.sampling.lognormal_anchor, LognormalAnchor::mean);
  EXPECT_EQ(study.solver.precision, Precision::double_);
  EXPECT_EQ(study.solver.tolerance, 1e-12);
  EXPECT_EQ(study.solver.max_failed_share, 1.0);
  EXPECT_EQ(study.solver.proof, ProofOf::all);
  ASSERT_TRUE(study.stop);
  EXPECT_EQ(study.stop->relative_se_mean, 0.01);
  EXPECT_EQ(study.stop->min_iterations, 2048u);
  EXPECT_EQ(study.result_path, folder() / "out.h5");
}

TEST_F(StudyTest, AbsolutePathsStayAsTheyAre) {
  const Study study = read("[study]\nname='x'\n[[model]]\npath='" + (folder() / "m").string() +
                           "'\n[[demand]]\nprocess='p'\n");
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_EQ(study.models[0].path, folder() / "m");
}

TEST_F(StudyTest, ParametersThatAreSetMeanFormulas) {
  const std::string head =
      "[study]\nname='x'\n[[model]]\npath='" + (folder() / "m").string() + "'\n";
  const std::string tail = "\n[[demand]]\nprocess='p'\n";
  const Study study = read(head + "set = { mass = 15, 'bike, GLO' = { loss = 0.5 } }" + tail);
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_EQ(study.models[0].amounts, AmountRule::formula);
  ASSERT_EQ(study.models[0].set.size(), 2u);
  EXPECT_EQ(study.models[0].set[0].process, "bike, GLO");
  EXPECT_EQ(study.models[0].set[0].name, "loss");
  EXPECT_EQ(study.models[0].set[1].value, 15.0);
  (void)read(head + "amounts = 'stored'\nset = { mass = 15 }" + tail);
  EXPECT_THAT(said(), ElementsAre(::testing::HasSubstr(
                          "error E0455: set changes parameters, and amounts = \"stored\"")));
  (void)read(head + "set = { mass = 'x' }" + tail);
  EXPECT_THAT(said(), ElementsAre(::testing::HasSubstr("error E0456: set: 'mass' is no number")));
}

TEST_F(StudyTest, AScenarioSetsParametersOfModelsAndInventory) {
  folder_.write("a.csv", "");
  const std::string model = "\n[[model]]\npath='" + (folder() / "m").string() + "'\n";
  const std::string rest =
      "set = { mass = 15, loss = 0.5 "
      "}\n[[demand]]\nprocess='p'\n[inventory]\nactivities='a.csv'\nset = { trips = 1 }\n"
      "[scenario.heavy]\nset = { mass = 20, mill = { loss = 0.1 } }\ninventory = { trips = 7 }\n"
      "[scenario.light]\nset = { mass = 5 }\n";
  const Study base = read("[study]\nname='x'" + model + rest);
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_EQ(base.models[0].set.size(), 2u);
  EXPECT_EQ(base.name, "x");
  const Study heavy = read("[study]\nname='x'\nscenario='heavy'" + model + rest);
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_EQ(heavy.name, "x, heavy");
  std::map<std::string, double> set;
  for (const SetParameter& each : heavy.models[0].set)
    set[each.process + "." + each.name] = each.value;
  EXPECT_EQ(set,
            (std::map<std::string, double>{{".mass", 20.0}, {".loss", 0.5}, {"mill.loss", 0.1}}));
  ASSERT_EQ(heavy.inventory->set.size(), 1u);
  EXPECT_EQ(heavy.inventory->set[0].value, 7.0);
}

TEST_F(StudyTest, AScenarioThatIsNotThereIsAnError) {
  const std::string model = "\n[[model]]\npath='" + (folder() / "m").string() + "'\n",
                    demand = "[[demand]]\nprocess='p'\n";
  (void)read("[study]\nname='x'\nscenario='heavi'" + model + demand +
             "[scenario.heavy]\nset = { mass = 1 }\n");
  EXPECT_THAT(said(),
              ElementsAre(::testing::HasSubstr(
                  "error E0652: the study has no scenario 'heavi'; did you mean 'heavy'?")));
  (void)read("[study]\nname='x'\nscenario='heavy'" + model + "amounts = 'stored'\n" + demand +
             "[scenario.heavy]\nset = { mass = 1 }\n");
  EXPECT_THAT(
      said(),
      ElementsAre(::testing::HasSubstr("error E0455: set changes parameters, and no model")));
}

TEST_F(StudyTest, AParameterSetMeansFormulas) {
  const Study study = read("[study]\nname='x'\n[[model]]\npath='" + (folder() / "m").string() +
                           "'\nparameter_set='bike/heavy'\n[[demand]]\nprocess='p'\n");
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_EQ(study.models[0].amounts, AmountRule::formula);
  EXPECT_EQ(study.models[0].parameter_set, "bike/heavy");
}

TEST_F(StudyTest, SyntaxErrorsHaveTheirPlaceAndReason) {
  const std::pair<const char*, const char*> cases[] = {
      {"name = steel",
       "study.toml:1:8: error E0101: this is not TOML (error while parsing value: could not "
       "determine value "
       "type); text stands in quotes; decimals use '.', as in 0.5"},
      {"[sampling]\nseed = 1\nseed = 2",
       "study.toml:3:8: error E0101: this is not TOML (error while parsing key-value pair: cannot "
       "redefine existing "
       "integer "
       "'seed'); each key and [table] stands once; only [[table]] may repeat"},
      {"amount = 1,5",
       "study.toml:1:11: error E0101: this is not TOML (error while parsing key-value pair: "
       "expected a comment "
       "or whitespace, saw ','); decimals use '.'"},
      {"path = \"C:\\data\"",
       "study.toml:1:12: error E0101: this is not TOML (error while parsing string: unknown escape "
       "sequence '\\d'); in a path write '/' for '\\'"},
      {"\xFF\xFE",
       "study.toml:1:1: error E0101: this is not TOML (a byte that is not UTF-8); save the file as "
       "UTF-8"},
      {"[study",
       "study.toml:1:7: error E0101: this is not TOML (error while parsing table header: "
       "encountered end-of-file)"},
  };
  for (const auto& [text, words] : cases) {
    read(text);
    EXPECT_THAT(said(), ElementsAre(words)) << text;
  }
}

TEST_F(StudyTest, KeysTooDeepAreRefused) {
  std::string key = "a";
  for (int i = 0; i < 1'000'000; ++i) key += ".a";
  read(key + " = 1");
  EXPECT_THAT(said(), ElementsAre("study.toml:1:34: error E0101: this is not TOML (a key of more "
                                  "than 16 parts); keys of a study have two"));
}

TEST_F(StudyTest, AnEmptyStudyLacksEverything) {
  read("");
  EXPECT_THAT(
      said(),
      ElementsAre(
          "study.toml: error E0105: the study has no name; add [study] with name = \"…\"",
          "study.toml: error E0105: the study has no model; add [[model]] with path = \"…\"",
          "study.toml: error E0105: the study has no demand; add [[demand]] with name, process and "
          "amount"));
}

TEST_F(StudyTest, PedigreeAndAnchorsOfModels) {
  EXPECT_FALSE(read(smallest).pedigree.fill_missing);
  EXPECT_FALSE(read(smallest).models[0].lognormal_anchor.has_value());
  const Study study =
      read(std::string(smallest) + "[pedigree]\nrules = 'ecoinvent2'\nbasic_uncertainty = 1.05\n");
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_TRUE(study.pedigree.fill_missing);
  EXPECT_EQ(study.pedigree.rules, PedigreeRules::ecoinvent2);
  EXPECT_EQ(study.pedigree.basic_uncertainty, 1.05);
  const Study other = read(std::string(smallest) +
                           "[pedigree]\nfill_missing = false\n[[model]]\npath = 'm/exchanges.csv'\n"
                           "lognormal_anchor = 'mean'\n");
  EXPECT_FALSE(other.pedigree.fill_missing);
  EXPECT_EQ(other.pedigree.rules, PedigreeRules::ecoinvent3);
  ASSERT_EQ(other.models.size(), 2u);
  EXPECT_EQ(other.models[1].lognormal_anchor, LognormalAnchor::mean);
  EXPECT_THAT(
      with("[pedigree]\nrules = 'ecoinvent4'\nbasic_uncertainty = 0.5\n"),
      ElementsAre(
          "study.toml:8:9: error E0104: pedigree.rules = \"ecoinvent4\" is not offered; allowed: "
          "\"ecoinvent2\", \"ecoinvent3\"",
          "study.toml:9:21: error E0104: pedigree.basic_uncertainty = 0.5 is out of range; "
          "allowed: 1 to "
          "1000000"));
}

TEST_F(StudyTest, AllocationIsAMethodOrAPropertyOfProducts) {
  const auto allocation_of = [&](const std::string& word) {
    std::string text = smallest;
    text.replace(text.find("path"), 4, "allocation = \"" + word + "\"\npath");
    return read(text).models.at(0);
  };
  EXPECT_EQ(allocation_of("economic").allocation, AllocationMethod::economic);
  EXPECT_EQ(allocation_of("as stored").allocation, AllocationMethod::as_stored);
  const StudyModel by_mass = allocation_of("wet mass");
  EXPECT_EQ(by_mass.allocation, AllocationMethod::property);
  EXPECT_EQ(by_mass.allocation_property, "wet mass");
  EXPECT_THAT(said(), IsEmpty());
}

TEST_F(StudyTest, LinksToOtherModelsAreByIdOrByName) {
  const auto link_of = [&](const std::string& line) {
    std::string text = smallest;
    text.replace(text.find("path"), 4, line + "path");
    return read(text).models.at(0).link;
  };
  EXPECT_EQ(link_of(""), LinkBy::id);
  EXPECT_EQ(link_of("link = \"id\"\n"), LinkBy::id);
  EXPECT_EQ(link_of("link = \"name\"\n"), LinkBy::name);
  EXPECT_THAT(said(), IsEmpty());
  link_of("link = \"cas\"\n");
  EXPECT_THAT(said(), ElementsAre(::testing::HasSubstr(
                          "model.link = \"cas\" is not offered; allowed: \"id\", \"name\"")));
}

TEST_F(StudyTest, TheSpreadOfNormalsMayBeReadInThreeWays) {
  const auto spread_of = [&](const std::string& line) {
    std::string text = smallest;
    text.replace(text.find("path"), 4, line + "path");
    return read(text).models.at(0).normal_spread;
  };
  EXPECT_EQ(spread_of(""), NormalSpread::two_sd);
  EXPECT_EQ(spread_of("normal_spread = \"2 sd\"\n"), NormalSpread::two_sd);
  EXPECT_EQ(spread_of("normal_spread = \"variance\"\n"), NormalSpread::variance);
  EXPECT_EQ(spread_of("normal_spread = \"percent\"\n"), NormalSpread::percent);
  EXPECT_THAT(said(), IsEmpty());
}

TEST_F(StudyTest, WhatIsMissingIsNamed) {
  read("model = []\ndemand = []\n[study]\n[stop]\n[[category]]\n");
  EXPECT_THAT(
      said(),
      ElementsAre(
          "study.toml:3:1: error E0105: the study has no name; add name = \"…\" below [study]",
          "study.toml:1:9: error E0105: the study has no model; add [[model]] with path = \"…\"",
          "study.toml:2:10: error E0105: the study has no demand; add [[demand]] with name, "
          "process and amount",
          "study.toml:5:1: error E0105: a category has no name; add name = \"…\" below "
          "[[category]]",
          "study.toml:4:1: error E0105: the stop rule names no precision; add relative_se_mean, "
          "quantile_half_width "
          "or comparison_half_width below [stop]; 0 turns a rule off"));
  EXPECT_THAT(
      with("[[model]]\n[[demand]]\nitems = [{amount = 2}]\n[[demand]]\nname = 'x'\nitems = []\n"),
      ElementsAre(
          "study.toml:7:1: error E0105: a model has no path; add path = \"…\" below [[model]]",
          "study.toml:8:1: error E0105: a demand of several items has no name; add name = \"…\"",
          "study.toml:9:10: error E0105: an item of a demand has no process; add process = \"…\"",
          "study.toml:12:9: error E0105: a demand has no items; add {process = \"…\", amount = "
          "…}"));
}

TEST_F(StudyTest, UnknownKeysAreFoundEverywhere) {
  EXPECT_THAT(
      with("name = 'x'\nammount = 2\n[smapling]\n[[demand]]\nname = 'y'\nitems = [{proces = "
           "'p'}]\n[solver]\n"
           "tolerence = 1e-9\n[sampling]\nsobol = 1\n[stop]\nrelative_se = 1\n[result]\nfile = "
           "'x'\n[[category]]\nid = "
           "'x'\n"),
      ElementsAre(
          "study.toml:9:2: error E0102: unknown key 'smapling'; did you mean 'sampling'?",
          "study.toml:8:1: error E0102: unknown key 'demand.ammount'; did you mean 'amount'?",
          "study.toml:12:11: error E0102: unknown key 'demand.items.proces'; did you mean "
          "'process'?",
          "study.toml:12:10: error E0105: an item of a demand has no process; add process = \"…\"",
          "study.toml:22:1: error E0102: unknown key 'category.id'; known here: name, "
          "normalisation, weighting, unit",
          "study.toml:21:1: error E0105: a category has no name; add name = \"…\" below "
          "[[category]]",
          "study.toml:16:1: error E0102: unknown key 'sampling.sobol'; did you mean "
          "'sobol_dimensions'?",
          "study.toml:14:1: error E0102: unknown key 'solver.tolerence'; did you mean 'tolerance'?",
          "study.toml:18:1: error E0102: unknown key 'stop.relative_se'; did you mean "
          "'relative_se_mean'?",
          "study.toml:17:1: error E0105: the stop rule names no precision; add relative_se_mean, "
          "quantile_half_width "
          "or comparison_half_width below [stop]; 0 turns a rule off",
          "study.toml:20:1: error E0102: unknown key 'result.file'; known here: path, max_bytes, "
          "samples, covariances, "
          "digits"));
}

TEST_F(StudyTest, WrongTypesNameBoth) {
  EXPECT_THAT(
      with("amount = \"2\"\n[sampling]\niterations = 1e4\nseed = 1.5\ntechnosphere = "
           "1\n[solver]\ntolerance = true\n"
           "[stop]\nrelative_se_mean = []\n[result]\npath = 5\n"),
      ElementsAre(
          "study.toml:7:10: error E0103: demand.amount = \"2\" is a string, and must be a number; "
          "write it without "
          "quotes",
          "study.toml:9:14: error E0103: sampling.iterations = 10000.0 is a float, and must be an "
          "integer; write 10000",
          "study.toml:10:8: error E0103: sampling.seed = 1.5 is a float, and must be an integer",
          "study.toml:11:16: error E0103: sampling.technosphere = 1 is an integer, and must be a "
          "boolean; write true "
          "or false",
          "study.toml:13:13: error E0103: solver.tolerance = true is a boolean, and must be a "
          "number",
          "study.toml:15:20: error E0103: stop.relative_se_mean is an array, and must be a number",
          "study.toml:17:8: error E0103: result.path = 5 is an integer, and must be a string; "
          "write it in quotes"));
}

TEST_F(StudyTest, WrongTablesSayHowToWriteThem) {
  read("study = 5\n[model]\npath = 'm'\n[demand]\nprocess = 'p'\n[[sampling]]\nseed = 1\n");
  EXPECT_THAT(said(), ElementsAre("study.toml:1:9: error E0103: study = 5 is an integer, and must "
                                  "be a table; write [study] and its keys below",
                                  "study.toml:2:1: error E0103: model is a table, and must be an "
                                  "array of tables; write [[model]] for each",
                                  "study.toml:4:1: error E0103: demand is a table, and must be an "
                                  "array of tables; write [[demand]] for each",
                                  "study.toml:6:1: error E0103: sampling is an array, and must be "
                                  "a table; write [sampling] once, not "
                                  "[[sampling]]"));
}

TEST_F(StudyTest, DesignsTakeTheirKeys) {
  const std::string head =
      "[study]\nname = 's'\n[[model]]\npath = 'm'\n[[demand]]\nprocess = 'p'\n[sampling]\n";
  const Study plain = read(head);
  EXPECT_EQ(64u, plain.sampling.sobol_dimensions);
  EXPECT_FALSE(plain.sampling.control);
  EXPECT_EQ(0.0, plain.sampling.freeze_below);
  const Study study = read(
      head + "design = 'sobol'\nsobol_dimensions = 256\ncontrol = true\nfreeze_below = 1e-4\n");
  EXPECT_THAT(said(), ElementsAre());
  EXPECT_EQ(Design::sobol, study.sampling.design);
  EXPECT_EQ(256u, study.sampling.sobol_dimensions);
  EXPECT_TRUE(study.sampling.control);
  EXPECT_EQ(1e-4, study.sampling.freeze_below);
}

TEST_F(StudyTest, DesignsRefuseWhatIsNotTheirs) {
  EXPECT_THAT(with("[sampling]\ndesign = \"lhs\"\nsobol_dimensions = 20\n"),
              ElementsAre("study.toml:9:20: error E0122: sampling.sobol_dimensions goes with the "
                          "design sobol; leave it out, or "
                          "write design = \"sobol\""));
  EXPECT_THAT(with("[sampling]\ndesign = \"sobol\"\nsobol_dimensions = 257\ncontrol = "
                   "1\nfreeze_below = 0.2\n"),
              ElementsAre("study.toml:9:20: error E0104: sampling.sobol_dimensions = 257 is out of "
                          "range; allowed: 1 to 256",
                          "study.toml:10:11: error E0103: sampling.control = 1 is an integer, and "
                          "must be a boolean; write true "
                          "or false",
                          "study.toml:11:16: error E0104: sampling.freeze_below = 0.2 is out of "
                          "range; allowed: 0 to 0.1"));
}

TEST_F(StudyTest, ValuesOutOfRangeNameTheRange) {
  EXPECT_THAT(
      with("amount = nan\n[sampling]\niterations = 0\nseed = -1\ndesign = "
           "\"halton\"\nlognormal_anchor = \"mode\"\n"
           "[solver]\nprecision = \"float\"\ntolerance = 0.1\nmax_failed_share = "
           "1.5\n[stop]\nrelative_se_mean = -1\n"
           "min_iterations = 0\n[result]\npath = \"m\"\n"),
      ElementsAre(
          "study.toml:7:10: error E0104: demand.amount = nan is not finite; write a finite number",
          "study.toml:9:14: error E0104: sampling.iterations = 0 is out of range; allowed: 1 to "
          "17179869184",
          "study.toml:10:8: error E0104: sampling.seed = -1 is out of range; allowed: 0 to "
          "9223372036854775807",
          "study.toml:11:10: error E0104: sampling.design = \"halton\" is not offered; allowed: "
          "\"random\", \"lhs\", "
          "\"sobol\"",
          "study.toml:12:20: error E0104: sampling.lognormal_anchor = \"mode\" is not offered; "
          "allowed: \"median\", "
          "\"mean\"",
          "study.toml:14:13: error E0104: solver.precision = \"float\" is not offered; allowed: "
          "\"mixed\", \"double\", "
          "\"fast\"",
          "study.toml:15:13: error E0104: solver.tolerance = 0.1 is out of range; allowed: 1e-12 "
          "to 0.01",
          "study.toml:16:20: error E0104: solver.max_failed_share = 1.5 is out of range; allowed: "
          "0 to 1",
          "study.toml:18:20: error E0104: stop.relative_se_mean = -1 is out of range; allowed: 0 "
          "to 1",
          "study.toml:19:18: error E0104: stop.min_iterations = 0 is out of range; allowed: 1 to "
          "17179869184",
          "study.toml:21:8: error E0104: result.path = \"m\" is a folder; write the name of a "
          "file, such as "
          "result.h5"));
}

TEST_F(StudyTest, DiskAndDeviceOfALongRunAreSaidInTheStudy) {
  const Study plain = read(smallest);
  EXPECT_EQ(plain.max_bytes, 0u);
  EXPECT_TRUE(plain.keep_samples && plain.covariances);
  EXPECT_EQ(plain.digits, 0u);
  const Study figures =
      read(std::string(smallest) + "[result]\nsamples = false\ncovariances = false\ndigits = 6\n");
  EXPECT_FALSE(figures.keep_samples || figures.covariances);
  EXPECT_EQ(figures.keep_samples_place.line, 8u);
  EXPECT_EQ(figures.digits, 6u);
  EXPECT_EQ(plain.on_device_loss, DeviceLoss::cpu);
  const Study study =
      read(std::string(smallest) +
           "[result]\nmax_bytes = 20_000_000_000\n[run]\non_device_loss = 'stop'\n");
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_EQ(study.max_bytes, 20'000'000'000u);
  EXPECT_EQ(study.max_bytes_place.line, 8u);
  EXPECT_EQ(study.on_device_loss, DeviceLoss::stop);
  EXPECT_THAT(
      with("[result]\ndigits = 16\n"),
      ElementsAre(
          "study.toml:8:10: error E0104: result.digits = 16 is out of range; allowed: 1 to 15"));
  EXPECT_THAT(
      with("[result]\nmax_bytes = 0\n[run]\non_device_loss = 'gpu'\nretries = 3\n"),
      ElementsAre(
          "study.toml:8:13: error E0104: result.max_bytes = 0 is out of range; allowed: 1 to "
          "9223372036854775807",
          "study.toml:11:1: error E0102: unknown key 'run.retries'; known here: on_device_loss",
          "study.toml:10:18: error E0104: run.on_device_loss = \"gpu\" is not offered; allowed: "
          "\"cpu\", \"stop\""));
}

TEST_F(StudyTest, AModelThatDoesNotExistIsAFinding) {
  EXPECT_THAT(with("[[model]]\npath = \"exchange\"\nformat = \"csv\"\n[[model]]\npath = "
                   "\"m/exchange.csv\"\n"),
              ElementsAre("study.toml:8:8: error E0106: model 'exchange' does not exist (looked "
                          "for 'exchange'); the path is relative "
                          "to the study file",
                          "study.toml:11:8: error E0106: model 'm/exchange.csv' does not exist "
                          "(looked for 'm/exchange.csv'); did you "
                          "mean 'exchanges.csv'?"));
}

TEST_F(StudyTest, ADemandSaysInOneWayWhatIsDemanded) {
  EXPECT_THAT(with("[[demand]]\nname = 'x'\n[[demand]]\nname = 'y'\nprocess = 'p'\npath = "
                   "'d.csv'\n[[demand]]\nname = 'z'\n"
                   "items = [{process = 'p'}]\namount = 5\nunit = 'kg'\n"),
              ElementsAre("study.toml:7:1: error E0107: a demand says nothing of what is demanded; "
                          "give one of process, items, path",
                          "study.toml:9:1: error E0107: a demand says in several ways what is "
                          "demanded; give one of process, items, "
                          "path",
                          "study.toml:16:10: error E0107: demand.amount goes with process, not "
                          "with items or path; give it for each "
                          "item",
                          "study.toml:17:8: error E0107: demand.unit goes with process, not with "
                          "items or path; give it for each "
                          "item"));
}

TEST_F(StudyTest, NamesStandOnce) {
  EXPECT_THAT(
      with("[[demand]]\nname = 'p1'\nprocess = 'p2'\n[[model]]\npath = './m'\n[[category]]\nname = "
           "'g'\n[[category]]\nname = 'g'\n"),
      ElementsAre("study.toml:11:8: error E0108: model './m' stands twice, first in line 4; give "
                  "each model once",
                  "study.toml:8:8: error E0108: demand 'p1' stands twice, first in line 5; give "
                  "each demand once",
                  "study.toml:15:8: error E0108: category 'g' stands twice, first in line 13; give "
                  "each category once"));
}

TEST_F(StudyTest, AFileThatCannotBeReadIsAFinding) {
  (void)read_study(folder() / "none.toml", {}, findings_);
  (void)read_study(folder() / "m", {}, findings_);
  EXPECT_THAT(
      said(),
      ElementsAre(
          "none.toml: error E0109: the study file cannot be read (No such file or directory)",
          "m: error E0109: the study file cannot be read (it is a folder)"));
}

TEST_F(StudyTest, DemandTablesReportTheirOwnLines) {
  folder_.write("d.csv", "process,amount\np,x\n");
  EXPECT_THAT(with("[[demand]]\npath = 'd.csv'\n[[demand]]\npath = 'e.csv'\n"),
              ElementsAre("d.csv:2:3: error E0221: amount 'x' is not a number; write it like 12, "
                          "0.5 or 1.2e-3, without a unit",
                          "study.toml:10:8: error E0120: demand table 'e.csv' cannot be read (No "
                          "such file or directory); the path "
                          "is relative to the study file"));
}

TEST_F(StudyTest, OverridesAreHeldToTheSameRules) {
  const Study study =
      read(smallest, {{"sampling.seed", "7"}, {"study.name", "copper"}, {"result.path", "x.h5"}});
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_EQ(study.sampling.seed, 7u);
  EXPECT_EQ(study.name, "copper");
  EXPECT_EQ(study.result_path, folder() / "x.h5");
  EXPECT_EQ(study.text, smallest);
  EXPECT_THAT(
      with("", {{"sampling.sead", "7"},
                {"sampling.seed", "many"},
                {"solver.tolerance", "1"},
                {"demand.amount", "2"}}),
      ElementsAre(
          "--set demand.amount=2: error E0130: 'demand' is a list, and has no keys to set; --set "
          "reaches the keys "
          "of tables such as sampling, solver, stop, result",
          "--set sampling.sead=7: error E0102: unknown key 'sampling.sead'; did you mean 'seed'?",
          "--set sampling.seed=many: error E0103: sampling.seed = \"many\" is a string, and must "
          "be an integer",
          "--set solver.tolerance=1: error E0104: solver.tolerance = 1 is out of range; allowed: "
          "1e-12 to 0.01"));
}

TEST(ModelNamed, IsAModelAsAStudyWouldNameIt) {
  const StudyModel model = model_named("models/steel.zip");
  EXPECT_EQ(model.path, "models/steel.zip");
  EXPECT_EQ(model.written_path, "models/steel.zip");
  EXPECT_EQ(model.place.file, "models/steel.zip");
  EXPECT_EQ(model.format, "auto");
}

TEST_F(StudyTest, AStudyBesideTheWorkingFolderNeedsNoFolder) {
  Findings findings;
  const Study study =
      parse_study("[study]\nname='x'\n[[model]]\npath='no such model'\n[[demand]]\nprocess='p'\n",
                  "s.toml", {}, findings);
  EXPECT_EQ(study.models.at(0).path, "no such model");
  EXPECT_THAT(
      lines(findings),
      ElementsAre(
          "s.toml:4:6: error E0106: model 'no such model' does not exist (looked for 'no such "
          "model'); the path is relative to the study file"));
}

}  // namespace
}  // namespace plume::study_test
