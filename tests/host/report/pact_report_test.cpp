// SPDX-License-Identifier: Apache-2.0
#include "host/report/pact_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "host/base/error.hpp"
#include "tests/host/report/fixture.hpp"

namespace {

using ::testing::HasSubstr;

plume::ReportInput with_study() {
  plume::ReportInput input = plume::testing::small_report_input();
  input.header.provenance.study_text =
      "[study]\nname = \"k\"\n[[model]]\npath = \"m\"\n[[demand]]\nname = \"1 kWh\"\nprocess = \"p\"\namount = 2.0\n";
  return input;
}

TEST(PactReport, FillsTheFieldsThatAResultKnows) {
  const auto report = nlohmann::json::parse(plume::pact_report(with_study()));
  ASSERT_EQ(report["data"].size(), 2u);  // the category in CTUh is none of greenhouse gases
  const auto& footprint = report["data"][0];
  EXPECT_EQ(footprint["specVersion"], "2.2.0");
  EXPECT_EQ(footprint["pcf"]["declaredUnit"], "kilowatt hour");
  EXPECT_EQ(footprint["pcf"]["unitaryProductAmount"], "2");
  EXPECT_EQ(footprint["pcf"]["pCfExcludingBiogenic"], "0.281172835");
  EXPECT_THAT(footprint["pcf"]["uncertaintyAssessmentDescription"].get<std::string>(),
              HasSubstr("95 % interval 0.12 to 1.50 kg CO2-eq"));
  const std::string id = footprint["id"];
  EXPECT_THAT(id, ::testing::MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  EXPECT_NE(id, report["data"][1]["id"]);
}

TEST(PactReport, SaysWhatIsToBeFilledIn) {
  const auto report = nlohmann::json::parse(plume::pact_report(with_study()));
  EXPECT_THAT(report["data"][0]["comment"].get<std::string>(), HasSubstr("To be filled in: companyName, companyIds"));
  EXPECT_FALSE(report["data"][1]["pcf"].contains("declaredUnit"));
  EXPECT_THAT(report["data"][1]["comment"].get<std::string>(), HasSubstr("declaredUnit (the demand is in '')"));
}

TEST(PactReport, KnowsUnitsOfCarbonDioxide) {
  plume::ReportInput input = with_study();
  for (const auto& [unit, factor] : std::vector<std::pair<const char*, double>>{
           {"kg CO2e", 1.0}, {"t CO₂-eq.", 1000.0}, {"g CO2-Eq", 0.001}, {"kg CO2", 1.0}}) {
    input.header.axes.categories[0].unit = unit;
    const auto report = nlohmann::json::parse(plume::pact_report(input));
    EXPECT_NEAR(std::stod(report["data"][0]["pcf"]["pCfExcludingBiogenic"].get<std::string>()), 0.281172835 * factor,
                1e-12 * factor)
        << unit;
  }
}

TEST(PactReport, DecimalsHaveNoExponent) {
  plume::ReportInput input = with_study();
  input.summaries[0].mean = 1.25e-7;
  EXPECT_EQ(nlohmann::json::parse(plume::pact_report(input))["data"][0]["pcf"]["pCfExcludingBiogenic"]
                .get<std::string>()
                .find('e'),
            std::string::npos);
}

TEST(PactReport, SaysWhyItIsImpossible) {
  plume::ReportInput input = with_study();
  for (auto& category : input.header.axes.categories) category.unit = "MJ";
  try {
    (void)plume::pact_report(input);
    FAIL();
  } catch (const plume::Error& error) {
    EXPECT_STREQ(
        error.what(),
        "cannot make product footprints: no category with scores is a mass of CO2 equivalents, as 'kg CO2-eq'; "
        "units are 'MJ', 'MJ'");
  }
}

}  // namespace
