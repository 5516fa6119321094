// SPDX-License-Identifier: Apache-2.0
#include "host/study/study_product.hpp"

#include <gtest/gtest.h>

#include "host/study/study.hpp"

namespace plume::study_product_test {
namespace {

Study study_with(const std::string& product, Findings& findings) {
  return parse_study("[study]\nname = \"a\"\n" + product, "s.toml", {}, findings);
}

TEST(StudyProduct, KeepsWhatTheCompanyKnows) {
  Findings findings;
  const Study study = study_with(
      "[product]\npact = \"3.0.3\"\ncategory = \"gwp100\"\ncompany = \"Sunny Wafers\"\n"
      "company_ids = [\"urn:lei:529900T8BM49AURSDO55\"]\nperiod_start = \"2023-01-01\"\n"
      "period_end = \"2023-12-31T23:59:59Z\"\ngeography = \"CN-SC\"\nstandards = "
      "[\"ISO14067\"]\nipcc = [\"AR6\"]\n"
      "mass_per_unit = 0.01\npackaging_included = false\ntechnological_dqr = 2.5\n",
      findings);

  ASSERT_TRUE(study.product);
  const StudyProduct& product = *study.product;
  EXPECT_EQ(product.pact, PactVersion::v3_0_3);
  EXPECT_EQ(product.category, "gwp100");
  EXPECT_EQ(product.company_ids, std::vector<std::string>{"urn:lei:529900T8BM49AURSDO55"});
  EXPECT_EQ(product.period_start, "2023-01-01T00:00:00Z");
  EXPECT_EQ(product.period_end, "2023-12-31T23:59:59Z");
  EXPECT_EQ(product.geography, "CN-SC");
  EXPECT_EQ(product.mass_per_unit, 0.01);
  EXPECT_EQ(product.packaging_included, false);
  EXPECT_EQ(product.technological_dqr, 2.5);
  EXPECT_EQ(findings.to_string().find("product"), std::string::npos) << findings.to_string();
}

TEST(StudyProduct, SaysWhatIsNotAllowed) {
  Findings findings;
  static_cast<void>(
      study_with("[product]\nids = [\"4712345060507\"]\nperiod_start = \"2023\"\ngeography = "
                 "\"China\"\nipcc = [\"IPCC 2021\"]\n",
                 findings));
  const std::string told = findings.to_string();
  for (const char* line :
       {"s.toml:4:7: error E0104: product.ids = \"4712345060507\" is not allowed; a URN, such as "
        "urn:gtin:4712345060507",
        "s.toml:5:16: error E0104: product.period_start = \"2023\" is not allowed; a day as "
        "\"2023-01-01\", or an "
        "instant as \"2023-01-01T00:00:00Z\"",
        "s.toml:6:13: error E0104: product.geography = \"China\" is not allowed; a country (CN), a "
        "part of one "
        "(CN-SC), or a region: Africa, Americas,",
        "s.toml:7:8: error E0104: product.ipcc = \"IPCC 2021\" is not allowed; an assessment "
        "report, such as AR6"}) {
    EXPECT_NE(told.find(line), std::string::npos) << line << "\n---\n" << told;
  }
}

TEST(StudyProduct, APeriodEndsAfterItBegins) {
  const auto told = [](const std::string& start, const std::string& end) {
    Findings findings;
    static_cast<void>(study_with(
        "[product]\nperiod_start = \"" + start + "\"\nperiod_end = \"" + end + "\"\n", findings));
    return findings.to_string();
  };
  EXPECT_EQ(told("2023-01-01", "2024-01-01").find("E0104"), std::string::npos);
  EXPECT_NE(told("2024-01-01", "2023-01-01")
                .find("product.period_end = \"2023-01-01T00:00:00Z\" is not allowed; later than "
                      "period_start"),
            std::string::npos);
  EXPECT_NE(
      told("2023-02-30", "2024-01-01").find("product.period_start = \"2023-02-30\" is not allowed"),
      std::string::npos);
  EXPECT_NE(told("2023-01-01", "2023-12-31T25:00:00Z").find("E0104"), std::string::npos);
}

TEST(StudyProduct, UnknownKeysAreTold) {
  Findings findings;
  static_cast<void>(study_with("[product]\ncompanyName = \"a\"\n", findings));
  EXPECT_NE(findings.to_string().find("E0102"), std::string::npos);
}

}  // namespace
}  // namespace plume::study_product_test
