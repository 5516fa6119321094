// SPDX-License-Identifier: Apache-2.0
// Every encoding of the rosetta model, written in both forms of Plume's own and read again: the
// same keys, numbers and draws.
#include "host/convert/convert.hpp"

#include <gmock/gmock.h>

#include <bit>
#include <cstring>
#include <fstream>
#include <sstream>

#include "host/readers/read_models.hpp"
#include "host/run/run_study.hpp"
#include "host/store/model_file.hpp"
#include "tests/support/static_scores.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::convert_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::TempFolder;

const fs::path datasets = fs::path(PLUME_SOURCE_DIR) / "datasets";

StudyModel model_at(const fs::path& path) {
  StudyModel model;
  model.path = path;
  model.written_path = path.string();
  return model;
}

std::vector<StudyModel> models_at(const std::vector<fs::path>& paths) {
  std::vector<StudyModel> models;
  for (const fs::path& path : paths) models.push_back(model_at(path));
  return models;
}

Model read_all(const std::vector<fs::path>& paths) {
  Findings findings;
  Model model = read_models(models_at(paths), findings);
  EXPECT_FALSE(findings.has_errors()) << findings.to_string();
  return model;
}

Findings convert_to(const std::vector<fs::path>& paths, const fs::path& output,
                    bool force = false) {
  Findings findings;
  (void)convert(models_at(paths), paths, {output, force}, findings);
  return findings;
}

void expect_same_bits(double a, double b, std::size_t index) {
  EXPECT_EQ(std::bit_cast<std::uint64_t>(a), std::bit_cast<std::uint64_t>(b))
      << index << ": " << a << " " << b;
}

bool same_draw(const Uncertainty& a, const Uncertainty& b) {
  const auto same = [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); };
  return a.kind == b.kind && a.negative == b.negative && same(a.loc, b.loc) &&
         same(a.scale, b.scale) && same(a.shape, b.shape) && same(a.minimum, b.minimum) &&
         same(a.maximum, b.maximum);
}

/// The same exchanges in the same order; what is sign and what is factor may differ.
void expect_same_numbers(const Model& a, const Model& b) {
  ASSERT_EQ(a.exchanges.size(), b.exchanges.size());
  ASSERT_EQ(a.processes.size(), b.processes.size());
  ASSERT_EQ(a.products.size(), b.products.size());
  ASSERT_EQ(a.flows.size(), b.flows.size());
  for (std::size_t i = 0; i < a.exchanges.size(); ++i) {
    const Exchange &x = a.exchanges[i], &y = b.exchanges[i];
    EXPECT_EQ(x.key, y.key) << i;
    EXPECT_EQ(x.row, y.row) << i;
    EXPECT_EQ(x.column, y.column) << i;
    EXPECT_EQ(x.matrix, y.matrix) << i;
    expect_same_bits(x.amount, y.amount, i);
    expect_same_bits(x.sign * x.factor, y.sign * y.factor, i);
    ASSERT_EQ(x.uncertainty == no_index, y.uncertainty == no_index) << i;
    if (x.uncertainty != no_index) {
      EXPECT_TRUE(same_draw(a.uncertainties[x.uncertainty], b.uncertainties[y.uncertainty])) << i;
    }
  }
  EXPECT_EQ(a.dependence.source_groups, b.dependence.source_groups);
  EXPECT_EQ(a.dependence.tags, b.dependence.tags);
}

std::vector<double> run(const TempFolder& folder, const std::string& name,
                        const std::vector<fs::path>& models, const std::string& process,
                        const std::string& keys = {}) {
  std::string text = "[study]\nname = \"x\"\n";
  for (const fs::path& model : models)
    text += "[[model]]\npath = \"" + model.string() + "\"\n" + keys;
  text += "[[demand]]\nprocess = \"" + process +
          "\"\namount = 1.0\n[sampling]\niterations = 2048\nseed = 5\n";
  const fs::path study = folder.write(name + ".toml", text);
  RunOptions options;
  options.result_path = folder.path() / (name + ".h5");
  options.device = "cpu";
  options.threads = 1;
  return ResultFile(run_study(study, options).result_path).samples(0, 0);
}

class Conversions : public ::testing::TestWithParam<std::vector<std::string>> {
 protected:
  static std::vector<fs::path> sources() {
    std::vector<fs::path> paths;
    for (const std::string& name : GetParam()) paths.push_back(datasets / "rosetta" / name);
    return paths;
  }
};

TEST_P(Conversions, BothFormsHoldTheSameKeysAndNumbers) {
  const TempFolder folder;
  const Model original = read_all(sources());
  for (const char* name : {"bike.plume.h5", "bike"}) {
    const fs::path output = folder.path() / name;
    const Findings findings = convert_to(sources(), output);
    ASSERT_FALSE(findings.has_errors()) << findings.to_string();
    const Model again = read_all({output});
    expect_same_numbers(original, again);
    const auto scores = testing::static_scores(again);
    for (std::size_t j = 0; j < again.processes.size(); ++j) {
      if (again.processes[j].name == "bike") {
        EXPECT_NEAR(scores[j][0], 28.087, 28.087e-12) << name;
      }
      EXPECT_EQ(again.processes[j].dataset, original.processes[j].dataset);
      EXPECT_EQ(again.processes[j].is_main, original.processes[j].is_main);
    }
  }
}

TEST_P(Conversions, RunsOfBothHaveTheBitsOfTheSource) {
  const TempFolder folder;
  ASSERT_FALSE(convert_to(sources(), folder.path() / "c.plume.h5").has_errors());
  ASSERT_FALSE(convert_to(sources(), folder.path() / "p").has_errors());
  const std::vector<double> original = run(folder, "original", sources(), "bike");
  EXPECT_EQ(original, run(folder, "compiled", {folder.path() / "c.plume.h5"}, "bike"));
  EXPECT_EQ(original, run(folder, "package", {folder.path() / "p"}, "bike"));
}

TEST_P(Conversions, ACompiledModelKeepsWhatWasCutOffAndWhereItsNumbersCameFrom) {
  const TempFolder folder;
  const Model original = read_all(sources());
  ASSERT_FALSE(convert_to(sources(), folder.path() / "c.plume.h5").has_errors());
  const Model again = read_all({folder.path() / "c.plume.h5"});
  EXPECT_EQ(again.link_report.links, original.link_report.links);
  EXPECT_EQ(again.link_report.distributions, original.link_report.distributions);
  ASSERT_EQ(again.link_report.cut_offs.size(), 1u);
  EXPECT_EQ(again.link_report.cut_offs[0].product, "scrap");
  EXPECT_EQ(again.label_of(again.exchanges.back()), original.label_of(original.exchanges.back()));
  EXPECT_EQ(again.place_of(again.exchanges.front()).file,
            original.place_of(original.exchanges.front()).file);
}

INSTANTIATE_TEST_SUITE_P(Encodings, Conversions,
                         ::testing::Values(std::vector<std::string>{"rosetta_olca_schema1.zip"},
                                           std::vector<std::string>{"rosetta_olca_schema2.zip"},
                                           std::vector<std::string>{"rosetta_ecospold2",
                                                                    "rosetta_factors.csv"}));

// --- formulas
// -------------------------------------------------------------------------------------------------
Findings convert_formulas(const std::vector<fs::path>& paths, const fs::path& output) {
  std::vector<StudyModel> models = models_at(paths);
  for (StudyModel& each : models) each.amounts = AmountRule::formula;
  Findings findings;
  (void)convert(models, paths, {output, false}, findings);
  return findings;
}

const std::string by_formula = "amounts = \"formula\"\n";

TEST_P(Conversions, PackagesOfFormulasDrawTheSameNumbers) {
  const TempFolder folder;
  const Findings findings = convert_formulas(sources(), folder.path() / "p");
  ASSERT_FALSE(findings.has_errors()) << findings.to_string();
  const std::vector<double> original = run(folder, "original", sources(), "bike", by_formula);
  EXPECT_NE(original, run(folder, "stored", sources(), "bike")) << "the formula is drawn";
  EXPECT_EQ(original, run(folder, "package", {folder.path() / "p"}, "bike", by_formula));
  ASSERT_FALSE(convert_formulas({folder.path() / "p"}, folder.path() / "again").has_errors());
  EXPECT_EQ(original, run(folder, "again", {folder.path() / "again"}, "bike", by_formula));
}

/// All that formulas can do in a package: in every table, of parameters of processes, beside draws,
/// beside factors, of parts that several need.
TEST(Convert, FormulasOfAllTablesComeBack) {
  const TempFolder folder;
  folder.write("m/processes.csv", "id,name,unit,amount,formula\na,a,kg,,1 + share\nb,b,kg,,\n");
  folder.write("m/flows.csv", "id,name,unit\nf,f,kg\ng,g,kg\n");
  folder.write("m/categories.csv", "id,name,unit\nc,c,kg\n");
  folder.write("m/factors.csv",
               "category,flow,amount,formula\nc,f,,2 * (load + share)^2\nc,g,3,\n");
  folder.write("m/exchanges.csv",
               "process,type,item,amount,factor,formula,distribution,scale\na,emission,f,,,if(load "
               "> share; load; "
               "exp(-load)),,\n"
               "a,input,b,0.3,0.7,(load + share) / 3,lognormal,0.2\nb,emission,g,,,sqrt(load + "
               "share) - own,,\n");
  folder.write("m/parameters.csv",
               "name,process,amount,formula,distribution,scale\nload,,0.7,,normal,0.05\nshare,,0.2,"
               ",lognormal,0.1\n"
               "own,b,0.1,,normal,0.01\nunused,,3,,,\n");
  const Findings findings = convert_formulas({folder.path() / "m"}, folder.path() / "p");
  ASSERT_FALSE(findings.has_errors()) << findings.to_string();
  const std::vector<double> original =
      run(folder, "original", {folder.path() / "m"}, "a", by_formula);
  EXPECT_EQ(original, run(folder, "package", {folder.path() / "p"}, "a", by_formula));
  std::ifstream file(folder.path() / "p" / "parameters.csv");
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_THAT(text.str(), HasSubstr("part_1,,,(load + share)"));
  EXPECT_THAT(text.str(), ::testing::Not(HasSubstr("unused")));
}

TEST(Convert, PlainPackagesComeBackAsTheyWere) {
  for (const char* name :
       {"duplicates", "multi-output", "waste-treatment", "truncated", "triangular-uniform"}) {
    const TempFolder folder;
    fs::path source;
    for (const fs::directory_entry& entry :
         fs::recursive_directory_iterator(datasets / "mini" / name))
      if (entry.path().filename() == "processes.csv") source = entry.path().parent_path();
    const Model original = read_all({source});
    for (const char* form : {"m.plume.h5", "m"}) {
      const Findings findings = convert_to({source}, folder.path() / form);
      ASSERT_FALSE(findings.has_errors()) << name << findings.to_string();
      expect_same_numbers(original, read_all({folder.path() / form}));
    }
  }
}

TEST(Convert, TwoMethodsOfOneInventoryMayBeCompiledModels) {
  const TempFolder folder;
  const fs::path inventory = datasets / "rosetta" / "rosetta_ecospold2";
  const fs::path factors = datasets / "rosetta" / "rosetta_factors.csv";
  ASSERT_FALSE(convert_to({inventory}, folder.path() / "i.plume.h5").has_errors());
  const Model split = read_all({folder.path() / "i.plume.h5", factors});
  const auto scores = testing::static_scores(split);
  bool found = false;
  for (std::size_t j = 0; j < split.processes.size(); ++j) {
    if (split.processes[j].name != "bike") continue;
    EXPECT_NEAR(scores[j][0], 28.087, 28.087e-12);
    found = true;
  }
  EXPECT_TRUE(found);
}

TEST(Convert, OnlyAnEarlierConversionIsReplaced) {
  const TempFolder folder;
  const std::vector<fs::path> source = {datasets / "rosetta" / "rosetta_olca_schema2.zip"};
  const fs::path note = folder.write("notes.h5", "mine");
  EXPECT_THAT(convert_to(source, note).to_string(), HasSubstr("E0470"));
  EXPECT_FALSE(convert_to(source, note, true).has_errors());
  EXPECT_FALSE(convert_to(source, note).has_errors());  // it is a compiled model now
  folder.write("mine/exchanges.csv", "process,type,item,amount\n");
  EXPECT_THAT(convert_to(source, folder.path() / "mine").to_string(), HasSubstr("E0471"));
  folder.write("other/thesis.txt", "years of work");
  EXPECT_THAT(convert_to(source, folder.path() / "other", true).to_string(),
              HasSubstr("thesis.txt"));
  EXPECT_TRUE(fs::exists(folder.path() / "other" / "thesis.txt"));
  ASSERT_FALSE(convert_to(source, folder.path() / "new").has_errors());
  EXPECT_FALSE(convert_to(source, folder.path() / "new").has_errors());
  EXPECT_THAT(convert_to(source, folder.path() / "new.zip").to_string(), HasSubstr("E0477"));
}

TEST(Convert, AnInputIsNeverTheOutput) {
  const TempFolder folder;
  const std::vector<fs::path> source = {datasets / "rosetta" / "rosetta_olca_schema2.zip"};
  const fs::path compiled = folder.path() / "c.plume.h5";
  ASSERT_FALSE(convert_to(source, compiled).has_errors());
  EXPECT_THAT(convert_to({compiled}, compiled, true).to_string(), HasSubstr("E0632"));
  ASSERT_FALSE(convert_to(source, folder.path() / "p").has_errors());
  EXPECT_THAT(convert_to({folder.path() / "p"}, folder.path() / "p", true).to_string(),
              HasSubstr("E0632"));
}

TEST(Convert, WhatTablesCannotHoldIsSaidAndNothingIsWritten) {
  const TempFolder folder;
  // A compiled model has no ids of exchanges: a package made of it could not keep the draws, and is
  // refused.
  const std::vector<fs::path> source = {datasets / "rosetta" / "rosetta_olca_schema2.zip"};
  const fs::path compiled = folder.path() / "c.plume.h5";
  ASSERT_FALSE(convert_to(source, compiled).has_errors());
  EXPECT_THAT(convert_to({compiled}, folder.path() / "p").to_string(), HasSubstr("E0474"));
  EXPECT_FALSE(fs::exists(folder.path() / "p"));
}

TEST(Convert, ADamagedCompiledModelIsRefused) {
  const TempFolder folder;
  const std::vector<fs::path> source = {datasets / "rosetta" / "rosetta_olca_schema2.zip"};
  const fs::path compiled = folder.path() / "c.plume.h5";
  ASSERT_FALSE(convert_to(source, compiled).has_errors());
  std::string bytes;
  {
    std::ifstream file(compiled, std::ios::binary);
    std::stringstream all;
    all << file.rdbuf();
    bytes = all.str();
  }
  std::size_t refused = 0;
  for (std::size_t at = 1000; at < bytes.size(); at += bytes.size() / 20) {
    std::string changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 0x20);
    const fs::path path = folder.write("d.plume.h5", changed);
    Findings findings;
    const Model model = read_models({model_at(path)}, findings);
    refused += findings.has_errors() ? 1 : 0;
    if (!findings.has_errors()) expect_same_numbers(read_all({compiled}), model);
  }
  EXPECT_GT(refused, 15u);
}

TEST(Convert, NothingIsWrittenOfAModelThatHoldsNothing) {
  const TempFolder folder;
  folder.write("empty/exchanges.csv", "process,type,item,amount\n");
  folder.write("empty/processes.csv", "id,name,unit\n");
  EXPECT_THAT(convert_to({folder.path() / "empty"}, folder.path() / "p").to_string(),
              HasSubstr("E0478"));
}

TEST(Convert, LognormalsOfMeansAreToldOf) {
  const TempFolder folder;
  folder.write("m/processes.csv", "id,name,unit\np,p,kg\n");
  folder.write("m/flows.csv", "id,name,unit\nf,f,kg\n");
  folder.write("m/exchanges.csv",
               "process,type,item,amount,distribution,mean,sd\np,emission,f,1,lognormal,1,0.1\n");
  EXPECT_THAT(convert_to({folder.path() / "m"}, folder.path() / "p").to_string(),
              HasSubstr("W0476"));
}

}  // namespace
}  // namespace plume::convert_test
