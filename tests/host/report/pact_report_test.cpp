// SPDX-License-Identifier: Apache-2.0
#include "host/report/pact_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/host/report/fixture.hpp"

namespace plume::pact_report_test {
namespace {

using ::testing::HasSubstr;
using Json = nlohmann::json;

/// Two kilowatt hours of a mean of 0.56 kg CO2-eq; the second demand is another product, the second
/// category is in CTUh.
ReportInput with_study(const std::string& product = {}) {
  ReportInput input = testing::small_report_input();
  input.header.provenance.study_text =
      "[study]\nname = \"k\"\n[[model]]\npath = \"m\"\n[[demand]]\nname = \"1 kWh\"\nprocess = "
      "\"p\"\namount = 2.0\n" +
      product;
  return input;
}

Json footprints_of(const ReportInput& input, Findings& findings) {
  return Json::parse(pact_report(input, findings))["data"];
}

TEST(PactReport, OneFootprintAProductWithWhatAResultKnows) {
  Findings findings;
  const Json footprints = footprints_of(with_study(), findings);

  // two demands; the category in CTUh is none of greenhouse gases
  ASSERT_EQ(footprints.size(), 2u);
  const Json& footprint = footprints[0];
  EXPECT_EQ(footprint["specVersion"], "2.3.0");
  EXPECT_EQ(footprint["pcf"]["declaredUnit"], "kilowatt hour");
  EXPECT_EQ(footprint["pcf"]["unitaryProductAmount"], "2");
  EXPECT_EQ(footprint["pcf"]["pCfExcludingBiogenic"], "0.281172835");
  EXPECT_THAT(footprint["id"].get<std::string>(),
              ::testing::MatchesRegex(
                  "[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  EXPECT_NE(footprint["id"], footprints[1]["id"]);
}

TEST(PactReport, TheWordsStandOnTheFootprintsBasis) {
  Findings findings;
  const Json footprint = footprints_of(with_study(), findings)[0];
  EXPECT_THAT(footprint["pcf"]["uncertaintyAssessmentDescription"].get<std::string>(),
              HasSubstr("Mean 0.28 kg CO2e per kWh, median 0.25 kg CO2e per kWh, 95 % interval "
                        "0.06 to 0.75 kg CO2e "
                        "per kWh"));
}

TEST(PactReport, NamesEachRequiredFieldThatIsMissing) {
  Findings findings;
  const Json footprints = footprints_of(with_study(), findings);
  ASSERT_EQ(findings.list().size(), 3u);  // the category that is not used, and two drafts
  EXPECT_EQ(findings.list()[1].problem,
            "the footprint of '1 kWh' is a draft: PACT 2.3.0 requires companyName (company), "
            "companyIds (company_ids), "
            "productIds (ids), productCategoryCpc (cpc), referencePeriodStart (period_start), "
            "referencePeriodEnd "
            "(period_end), fossilGhgEmissions (fossil_category), fossilCarbonContent "
            "(fossil_carbon_content), "
            "exemptedEmissionsPercent (exempted_percent), biogenicCarbonContent "
            "(biogenic_carbon_content), "
            "characterizationFactors (ipcc), ipccCharacterizationFactorsSources (ipcc), "
            "crossSectoralStandardsUsed "
            "(standards), boundaryProcessesDescription (boundary), exemptedEmissionsDescription "
            "(exempted_description), packagingEmissionsIncluded (packaging_included)");
  EXPECT_THAT(footprints[0]["comment"].get<std::string>(),
              HasSubstr("Draft; to be filled in: companyName (company)"));
}

constexpr const char* told_in_full =
    "[product]\npact = \"3.0.3\"\ndemand = \"1 kWh\"\ncompany = \"Sunny\"\ncompany_ids = "
    "[\"urn:lei:5299\"]\n"
    "ids = [\"urn:gtin:4712345060507\"]\nperiod_start = \"2023-01-01\"\nperiod_end = "
    "\"2024-01-01\"\n"
    "geography = \"CN-SC\"\nstandards = [\"ISO14067\", \"PACT-3.0\"]\nipcc = "
    "[\"AR6\"]\nmass_per_unit = 0.0\n"
    "fossil_carbon_content = 0.0\nexempted_percent = 1.5\nfossil_category = "
    "\"gwp\"\nuptake_category = \"gwp\"\n"
    "primary_data_share = 40.0\ntechnological_dqr = 2.0\nverified_by = \"An Office\"\n";

TEST(PactReport, TheCurrentDataModelIsFilledFromTheStudy) {
  ReportInput input = with_study(told_in_full);
  input.header.axes.categories[0].id = "gwp";
  Findings findings;

  const Json footprints = footprints_of(input, findings);

  ASSERT_EQ(footprints.size(), 1u);
  EXPECT_FALSE(footprints[0].contains("version"));
  const Json& pcf = footprints[0]["pcf"];
  for (const char* field :
       {"declaredUnitOfMeasurement", "declaredUnitAmount", "productMassPerDeclaredUnit",
        "referencePeriodStart", "referencePeriodEnd", "pcfExcludingBiogenicUptake",
        "pcfIncludingBiogenicUptake", "fossilGhgEmissions", "fossilCarbonContent",
        "ipccCharacterizationFactors", "crossSectoralStandards", "exemptedEmissionsPercent"})
    EXPECT_TRUE(pcf.contains(field)) << field;
  EXPECT_EQ(pcf["pcfExcludingBiogenicUptake"], "0.281172835");
  EXPECT_EQ(pcf["geographyCountrySubdivision"], "CN-SC");
  EXPECT_EQ(pcf["referencePeriodStart"], "2023-01-01T00:00:00Z");
  EXPECT_EQ(pcf["dqi"]["technologicalDQR"], "2");
  EXPECT_EQ(pcf["verification"]["providerName"], "An Office");
  EXPECT_EQ(findings.to_string().find("W0910"), std::string::npos) << findings.to_string();
  EXPECT_EQ(footprints[0]["comment"].get<std::string>().find("Draft"), std::string::npos);
}

TEST(PactReport, AnInventoryHasNoProductUnlessItIsNamed) {
  ReportInput input = with_study();
  input.header.provenance.inventory = "{}";
  Findings findings;
  EXPECT_EQ(pact_report(input, findings), "");
  EXPECT_THAT(
      findings.to_string(),
      HasSubstr(
          "error E0913: the result is of an inventory, whose lines and totals are no products; add "
          "[product] to the study and name the demand that is the product: demand = \"…\""));

  Findings named;
  input.header.provenance.study_text += "[product]\ndemand = \"1 kWh\"\n";
  EXPECT_EQ(footprints_of(input, named).size(), 1u);
}

TEST(PactReport, SeveralDemandsAreNotOneProduct) {
  Findings findings;
  EXPECT_EQ(pact_report(with_study("[product]\ncompany = \"Sunny\"\n"), findings), "");
  EXPECT_THAT(findings.to_string(),
              HasSubstr("error E0913: [product] does not say which demand is the product"));
  Findings other;
  EXPECT_EQ(pact_report(with_study("[product]\ndemand = \"2 kWh\"\n"), other), "");
  EXPECT_THAT(other.to_string(), HasSubstr("error E0913: the result has no demand '2 kWh'"));
}

}  // namespace
}  // namespace plume::pact_report_test
