// SPDX-License-Identifier: Apache-2.0
#include "host/report/pact_category.hpp"

#include <gtest/gtest.h>

namespace plume::pact_category_test {
namespace {

using Categories = std::vector<OutputAxes::Category>;

TEST(PactCategory, IsTheOneOfAHundredYears) {
  Findings findings;

  const auto chosen = pact_category({{"gwp20", "climate change, 20 years (AR6)", "kg CO2e"},
                                     {"bio", "biogenic CO2", "kg CO2e"},
                                     {"gwp100", "climate change, 100 years (AR6)", "kg CO2e"},
                                     {"energy", "", "MJ"}},
                                    "", findings);

  EXPECT_EQ(chosen, 2u);
  EXPECT_EQ(findings.to_string(),
            "note N0912: the footprint is of the category 'climate change, 100 years (AR6)'; "
            "others are not used: "
            "'climate change, 20 years (AR6)' (it is of 20 years), 'biogenic CO2' (it is of "
            "biogenic carbon or "
            "removals), 'energy' (its unit 'MJ' is no mass of CO2 equivalents)");
}

TEST(PactCategory, AHorizonIsANumberByItself) {
  EXPECT_EQ(why_no_footprint({"a", "AR6-20", "kg CO2e"}), "it is of 20 years");
  EXPECT_EQ(why_no_footprint({"a", "GWP500", "t CO2e"}), "it is of 500 years");
  EXPECT_EQ(why_no_footprint({"a", "IPCC 2020 GWP 100a", "kg CO2-Eq"}), "");
  EXPECT_EQ(why_no_footprint({"a", "IPCC 2021 GWP 100a, 20 sectors", "kg CO2-Eq"}), "");
  EXPECT_EQ(why_no_footprint({"ghg", "greenhouse gases", "kg CO2e"}), "");
  EXPECT_EQ(why_no_footprint({"gwp100", "climate change, 500 years", "kg CO2e"}),
            "it is of 500 years")
      << "the name counts";
  EXPECT_EQ(why_no_footprint({"a", "IPCC 2021, GTP100", "kg CO2e"}),
            "it is a potential of temperature, not of warming");
}

TEST(PactCategory, APartIsNoFootprintUnlessItIsAskedFor) {
  const Categories parts = {{"f", "climate change, fossil", "kg CO2e"},
                            {"l", "GWP-luluc", "kg CO2e"}};
  Findings findings;
  EXPECT_EQ(pact_category(parts, "", findings), std::nullopt);
  EXPECT_NE(findings.to_string().find("'climate change, fossil' (it is a part of the footprint)"),
            std::string::npos);
  Findings none;
  EXPECT_EQ(pact_category(parts, "f", none), 0u);
}

TEST(PactCategory, TheReportToldIsTheCategorys) {
  Findings findings;
  for (const char* name : {"GWP100 (AR6)", "climate change"})
    check_reports({"c", name, "kg CO2e"}, {"AR6"}, findings);
  EXPECT_EQ(findings.to_string(), "");
  check_reports({"c", "GWP100 (AR6)", "kg CO2e"}, {"AR5"}, findings);
  EXPECT_EQ(findings.to_string(),
            "warning W0772: the study says that the footprint is by the potentials of AR5, and its "
            "category is 'GWP100 "
            "(AR6)'; correct "
            "ipcc below [product], or take the category of that report");
}

TEST(PactCategory, OneThatIsNamedMustFit) {
  const Categories categories = {
      {"gwp20", "", "kg CO2e"}, {"gwp100", "", "kg CO2e"}, {"ef", "EF 3.1", "kg CO2-Eq"}};
  Findings findings;

  EXPECT_EQ(pact_category(categories, "EF 3.1", findings), 2u);
  EXPECT_EQ(pact_category(categories, "gwp20", findings), std::nullopt);
  EXPECT_EQ(pact_category(categories, "gwp1000", findings), std::nullopt);
  EXPECT_EQ(pact_category(categories, "", findings), std::nullopt);

  EXPECT_EQ(findings.to_string(),
            "error E0911: the category 'gwp20' cannot be the footprint of a product: it is of 20 "
            "years; name the "
            "category of 100 years in the study: category = \"…\" below [product]\n"
            "error E0911: the result has no category 'gwp1000'; did you mean 'gwp100'?\n"
            "error E0911: 2 categories can be the footprint of a product; there are 'gwp20', "
            "'gwp100', 'ef'; name the "
            "category of 100 years in the study: category = \"…\" below [product]");
}

TEST(PactCategory, NoneIsRefusedWithTheReasonOfEach) {
  Findings findings;
  EXPECT_EQ(pact_category({{"a", "energy", "MJ"}}, "", findings), std::nullopt);
  EXPECT_EQ(findings.to_string(),
            "error E0911: no category can be the footprint of a product: 'energy' (its unit 'MJ' "
            "is no mass of CO2 "
            "equivalents); name the category of 100 years in the study: category = \"…\" below "
            "[product]");
}

}  // namespace
}  // namespace plume::pact_category_test
