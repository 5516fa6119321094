// SPDX-License-Identifier: Apache-2.0
#include "host/readers/simapro/simapro_method_sets.hpp"

#include <gmock/gmock.h>

#include <map>
#include <string>

#include "host/archive/archive.hpp"
#include "host/readers/read_models.hpp"
#include "host/readers/simapro/simapro.hpp"
#include "tests/support/findings.hpp"
#include "tests/support/raw_inventory.hpp"
#include "tests/support/read_database.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::simapro_method_sets_test {
namespace {

namespace fs = std::filesystem;
using testing::cell;
using ::testing::HasSubstr;

/// Climate counts 2, dust 3 and 5; damage = 10 climate + 100 dust.
std::string method(const std::string& uses, const std::string& more) {
  return "{SimaPro 9.1.1.1}\n{methods}\n{CSV separator: Semicolon}\n{Decimal separator: "
         ".}\n\nMethod\n\nName\nm\n\n" +
         uses +
         "Weighting unit\nPt\n\n"
         "Impact category\nclimate;kg CO2 eq\n\nSubstances\nAir;;CO2;;2;kg\n\n"
         "Impact category\ndust;kg PM\n\nSubstances\nAir;;CO2;;3;kg\nAir;;PM;;5;kg\n\n" +
         more + "End\n";
}
std::string use(const std::string& what, const std::string& answer) {
  return "Use " + what + "\n" + answer + "\n\n";
}
const std::string damage =
    "Damage category\nhealth;DALY\n\nImpact categories\nclimate;10\ndust;100\n\n";

/// A process that emits both: factors of flows that nobody has are left out.
std::string emitter(const std::string& one, const std::string& two) {
  return "{SimaPro 9.1.1.1}\n{processes}\n{CSV separator: Semicolon}\n{Decimal separator: "
         ".}\n\nProcess\n\nProducts\nsteel;kg;1;100;not "
         "defined;x;\n\nEmissions to air\n" +
         one + ";;kg;1;Undefined;0;0;0;\n" + two + ";;kg;1;Undefined;0;0;0;\n\nEnd\n";
}

class SimaProMethodSets : public ::testing::Test {
 protected:
  /// The factor of CO2 in each category, by "method|category".
  std::map<std::string, double> co2(const std::string& text) {
    model = testing::read_database(
        simapro_format(),
        Archive::from_memory("db", {{"a.csv", text}, {"b.csv", emitter("CO2", "PM")}}), findings);
    std::map<std::string, double> factors;
    for (const ImpactCategory& each : model.categories)
      factors[each.id] = cell(model, Matrix::characterisation, "CO2|air|unspecified|kg", each.id);
    return factors;
  }
  [[nodiscard]] std::string unit(const std::string& id) const {
    for (const ImpactCategory& each : model.categories) {
      if (each.id == id) return each.unit;
    }
    return "none";
  }
  Model model;
  Findings findings;
};

TEST_F(SimaProMethodSets, DamageIsASumOfImpacts) {
  const auto factors = co2(method(use("Damage Assessment", "Yes"), damage));
  EXPECT_THAT(testing::codes(findings), ::testing::IsEmpty()) << findings.to_string();
  EXPECT_EQ(factors.size(), 3u);
  EXPECT_DOUBLE_EQ(factors.at("m|health"), 10.0 * 2.0 + 100.0 * 3.0);
  EXPECT_DOUBLE_EQ(cell(model, Matrix::characterisation, "PM|air|unspecified|kg", "m|health"),
                   500.0);
  EXPECT_EQ(unit("m|health"), "DALY");
}

TEST_F(SimaProMethodSets, NormsAndWeightsAreOfTheDamages) {
  const auto factors =
      co2(method(use("Damage Assessment", "Yes") + use("Normalization", "Yes") +
                     use("Weighting", "Yes") + use("Addition", "Yes"),
                 damage + "Damage category\nnature;PDF\n\nImpact categories\nclimate;1\n\n"
                          "Normalization-Weighting "
                          "set\nEurope\n\nNormalization\nhealth;0.5\nnature;4\n\nWeighting\nhealth;"
                          "300\nnature;200\n\n"));
  EXPECT_THAT(testing::codes(findings), ::testing::IsEmpty()) << findings.to_string();
  EXPECT_DOUBLE_EQ(factors.at("m (Europe, normalised)|health"), 160.0);
  EXPECT_DOUBLE_EQ(factors.at("m (Europe, weighted)|health"), 48000.0);
  EXPECT_DOUBLE_EQ(factors.at("m (Europe, weighted)|nature"), 2.0 * 4.0 * 200.0);
  EXPECT_DOUBLE_EQ(factors.at("m (Europe, weighted)|single score"), 48000.0 + 1600.0);
  EXPECT_EQ(unit("m (Europe, weighted)|single score"), "Pt");
  EXPECT_EQ(unit("m (Europe, normalised)|health"), "1");
}

TEST_F(SimaProMethodSets, WithoutDamagesSetsAreOfTheImpactsAndWhatIsNotUsedIsLeftOut) {
  const std::string set =
      "Normalization-Weighting set\ns\n\nNormalization\nclimate;0.1\n\nWeighting\nclimate;7\n\n";
  const auto weighted = co2(
      method(use("Damage Assessment", "No") + use("Normalization", "No") + use("Weighting", "Yes"),
             damage + set));
  EXPECT_EQ(weighted.size(), 3u);
  EXPECT_DOUBLE_EQ(weighted.at("m (s, weighted)|climate"), 14.0)
      << "not normalised, as the method says";
  EXPECT_EQ(model.link_report.ignored.at("normalisation that the method does not use"), 1u);
  EXPECT_EQ(model.link_report.ignored.at("damage categories that the method does not use"), 1u);
}

TEST_F(SimaProMethodSets, NamesThatTheMethodDoesNotHaveAreTold) {
  (void)co2(method(use("Damage Assessment", "Yes") + use("Normalization", "Yes"),
                   "Damage category\nhealth;DALY\n\nImpact categories\nclimat;10\ndust;x\n\n"
                   "Normalization-Weighting set\ns\n\nNormalization\nnoise;1\n\n"));
  EXPECT_THAT(testing::codes(findings), ::testing::ElementsAre("W0651", "W0651", "W0651"));
  EXPECT_THAT(findings.to_string(),
              HasSubstr("'health' of 'm' names 'climat', which the method does not have"));
  EXPECT_THAT(findings.to_string(),
              HasSubstr("'health' of 'm' has 'x' for 'dust', which is no number"));
}

/// IMPACT World+ of ../shared/data, one gas by hand: its effects on the climate in both damages, by
/// their norms and weights.
TEST(SimaProMethodSetsShared, ImpactWorldPlusHasItsDamagesAndSingleScore) {
  const fs::path path = fs::path(PLUME_SOURCE_DIR) / ".." / "shared" / "data" / "simapro_csv" /
                        "bw_simapro_csv" / "method.csv";
  if (!fs::exists(path)) GTEST_SKIP() << "../shared/data is absent";
  const testing::TempFolder folder;
  StudyModel process, method_of_file;
  process.path = folder.write("process.csv", emitter("(E)-HFC-1234ze", "Carbon dioxide"));
  method_of_file.path = path;
  Findings findings;
  const Model model = read_models({process, method_of_file}, findings);
  ASSERT_FALSE(findings.has_errors()) << findings.to_string();
  const std::string name = model.categories.front().method;
  const auto of = [&](const std::string& category) {
    return cell(model, Matrix::characterisation, "(E)-HFC-1234ze|air|unspecified|kg", category);
  };
  const double health = 0.000000818 + 0.000000182, nature = 0.177 + 0.0421;
  EXPECT_NEAR(of(name + "|Human health"), health, 1e-12 * health);
  EXPECT_NEAR(of(name + "|Ecosystem quality"), nature, 1e-12 * nature);
  const std::string set = name + " (IMPACT World+ (Stepwise 2006 values), ";
  EXPECT_NEAR(of(set + "normalised)|Human health"), 13.7 * health, 1e-12 * 13.7 * health);
  const double score = 13.7 * 5401.459854 * health + 1.01e-4 * 1386.138614 * nature;
  EXPECT_NEAR(of(set + "weighted)|single score"), score, 1e-12 * score);
}

}  // namespace
}  // namespace plume::simapro_method_sets_test
