// SPDX-License-Identifier: Apache-2.0
// One small model in several formats (datasets/rosetta): each gives the same scores, counts and,
// where ids allow, the same keys.
#include <gmock/gmock.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "host/model/validate.hpp"
#include "host/readers/read_models.hpp"
#include "tests/support/static_scores.hpp"

namespace plume::rosetta_test {
namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path(PLUME_SOURCE_DIR) / "datasets" / "rosetta";

/// Files of one encoding, and what it can say.
struct Encoding {
  std::vector<std::string> files;
  bool has_formulas = true;
  bool is_allocated = false;  ///< a dataset a product: what the plant emits stands in both
  bool has_makers = true;     ///< inputs name their maker
  std::string formula_of = "exchange";
};

void PrintTo(const Encoding& encoding, std::ostream* out) { *out << encoding.files.front(); }

class Rosetta : public ::testing::TestWithParam<Encoding> {
 protected:
  static Model read(const std::vector<std::string>& names, Findings& findings,
                    AmountRule amounts = AmountRule::stored) {
    std::vector<StudyModel> models;
    for (const std::string& name : names) {
      StudyModel model;
      model.path = folder / name;
      model.written_path = name;
      model.amounts = amounts;
      models.push_back(model);
    }
    return read_models(models, findings);
  }
  static nlohmann::json expected() {
    std::ifstream file(folder / "expected.json");
    return nlohmann::json::parse(file);
  }
};

/// Parameters without a unit, or "dimensionless" ones, are of an unknown unit.
TEST_P(Rosetta, UnitsOfFormulasRaiseNoFalseAlarm) {
  Findings findings;
  (void)read(GetParam().files, findings, AmountRule::formula);
  for (const Finding& each : findings.list()) EXPECT_NE(each.code, "W0466") << each.problem;
}

TEST_P(Rosetta, OneBikeHasTheScoreOfEveryEncoding) {
  Findings findings;
  Model model = read(GetParam().files, findings);
  validate(model, findings);
  ASSERT_FALSE(findings.has_errors()) << findings.to_string();
  const auto scores = testing::static_scores(model);
  const double wanted = expected()["static"];
  bool found = false;
  for (std::size_t j = 0; j < model.processes.size(); ++j) {
    if (model.processes[j].name != "bike") continue;
    EXPECT_NEAR(scores[j][0], wanted, 1e-12 * wanted);
    found = true;
  }
  EXPECT_TRUE(found);
}

TEST_P(Rosetta, WhatCannotBeUsedIsReported) {
  Findings findings;
  const LinkReport report = read(GetParam().files, findings).link_report;
  ASSERT_EQ(report.cut_offs.size(), 1u);
  EXPECT_THAT(report.cut_offs[0].product, ::testing::StartsWith("scrap"));
  EXPECT_EQ(report.cut_offs[0].amount, 0.7);
  EXPECT_EQ(report.cut_offs[0].unit, "kg");
  EXPECT_EQ(report.flows.at("without_factor"), 3u);  // lead, water, gas
  EXPECT_EQ(report.links.at(GetParam().has_makers ? "provider" : "only_maker"), 6u);
  EXPECT_EQ(report.links.at("cut_off"), 1u);
  EXPECT_EQ(report.products, 7u);
  const Tally& drawn = report.distributions.at("exchange");
  EXPECT_EQ(drawn.at("lognormal"), 3u);
  EXPECT_EQ(drawn.at("triangular"), 1u);
  EXPECT_EQ(drawn.at("uniform"), 1u);
  EXPECT_EQ(drawn.at("normal"), GetParam().is_allocated ? 2u : 1u);
  const bool has_formulas = GetParam().has_formulas;
  EXPECT_EQ(report.distributions.at("parameter"),
            has_formulas ? Tally({{"lognormal", 1}, {"uniform", 1}}) : Tally());
  EXPECT_EQ(report.formulas, has_formulas ? Tally({{GetParam().formula_of, 1}}) : Tally());
}

INSTANTIATE_TEST_SUITE_P(
    Encodings, Rosetta,
    ::testing::Values(
        Encoding{{"rosetta_olca_schema1.zip"}}, Encoding{{"rosetta_olca_schema2.zip"}},
        Encoding{{"rosetta_ecospold1.xml", "rosetta_factors.csv"}, false},
        Encoding{{"rosetta_ecospold2", "rosetta_factors.csv"}, true, true},
        Encoding{{"rosetta_ilcd.zip"}, true, false, false, "parameter"},
        Encoding{
            {"rosetta_simapro_comma.csv", "rosetta_simapro_comma_method.csv"}, true, false, false},
        Encoding{
            {"rosetta_simapro_tab.csv", "rosetta_simapro_tab_method.csv"}, true, false, false}));

TEST_F(Rosetta, BothSchemasHaveTheSameKeysAndValues) {
  Findings findings;
  const Model one = read({"rosetta_olca_schema1.zip"}, findings);
  const Model two = read({"rosetta_olca_schema2.zip"}, findings);
  ASSERT_EQ(one.exchanges.size(), two.exchanges.size());
  for (std::size_t i = 0; i < one.exchanges.size(); ++i) {
    EXPECT_EQ(one.exchanges[i].key, two.exchanges[i].key);
    EXPECT_EQ(one.exchanges[i].static_value(), two.exchanges[i].static_value());
  }
}

TEST_F(Rosetta, DecimalCommasAndPointsOfSimaProAreTheSameModel) {
  Findings findings;
  const Model comma =
      read({"rosetta_simapro_comma.csv", "rosetta_simapro_comma_method.csv"}, findings);
  const Model point = read({"rosetta_simapro_tab.csv", "rosetta_simapro_tab_method.csv"}, findings);
  ASSERT_EQ(comma.exchanges.size(), point.exchanges.size());
  for (std::size_t i = 0; i < comma.exchanges.size(); ++i) {
    EXPECT_EQ(comma.exchanges[i].key, point.exchanges[i].key);
    EXPECT_EQ(comma.exchanges[i].static_value(), point.exchanges[i].static_value());
  }
}

TEST_F(Rosetta, BothColumnsOfThePlantShareTheDrawOfItsCarbonDioxide) {
  Findings findings;
  const Model model = read({"rosetta_olca_schema2.zip"}, findings);
  ASSERT_EQ(model.dependence.source_groups.size(), 1u);
  EXPECT_EQ(model.dependence.source_groups.begin()->second.size(), 2u);
}

// Brightway draws the normal of SimaPro, standard deviation 0.01, with 0.141: it takes twice the
// deviation for the variance.
TEST(RosettaSpreads, ANormalOfSimaProAndIlcdIsReadAsTheStudySays) {
  const auto deviation = [](const std::string& name, NormalSpread as, Findings& findings) {
    StudyModel wanted;
    wanted.path = folder / name;
    wanted.written_path = name;
    wanted.normal_spread = as;
    const Model model = read_models({wanted}, findings);
    double scale = 0.0;
    for (const Uncertainty& each : model.uncertainties) {
      if (each.kind == DistributionKind::normal) scale = each.scale;
    }
    return scale;
  };
  const std::string note =
      "of their spread; the format says twice the standard deviation; leave normal_spread out for "
      "that";
  for (const char* name :
       {"rosetta_simapro_comma.csv", "rosetta_ilcd.zip", "rosetta_ecospold1.xml"}) {
    Findings as_is, variance, percent;
    EXPECT_DOUBLE_EQ(deviation(name, NormalSpread::two_sd, as_is), 0.01) << name;
    EXPECT_EQ(as_is.to_string().find("N0285"), std::string::npos);
    EXPECT_DOUBLE_EQ(deviation(name, NormalSpread::variance, variance), std::sqrt(0.02)) << name;
    EXPECT_THAT(variance.to_string(),
                ::testing::HasSubstr(
                    std::string(name) +
                    ": note N0285: 1 normals are read with their variance as the number " + note));
    EXPECT_DOUBLE_EQ(deviation(name, NormalSpread::percent, percent), 0.02 / 100 * 0.1 / 2) << name;
    EXPECT_THAT(percent.to_string(),
                ::testing::HasSubstr("N0285: 1 normals are read with twice their standard "
                                     "deviation in per cent of the mean as the number " +
                                     note));
  }
}

}  // namespace
}  // namespace plume::rosetta_test
