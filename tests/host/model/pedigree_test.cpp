// SPDX-License-Identifier: Apache-2.0
// Scores to spreads: the stored cases of ../shared/golden/pedigree.json (relative 1e-12), texts in
// use, and what becomes of a model.
#include "host/model/pedigree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "host/model/model.hpp"
#include "tests/support/findings.hpp"

namespace plume::pedigree_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(PedigreeSigma, TheReferenceCases) {
  const std::filesystem::path path = PLUME_SOURCE_DIR "/../shared/golden/pedigree.json";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "the reference cases are not here";
  std::ifstream file(path);
  const nlohmann::json stored = nlohmann::json::parse(file);
  ASSERT_GE(stored["cases"].size(), 7u);
  for (const auto& item : stored["cases"]) {
    PedigreeScores scores;
    for (std::size_t i = 0; i < 5; ++i) scores.score[i] = item["scores"][i].get<std::uint8_t>();
    const double basic = item["basic_U"];
    const double two = pedigree_sigma(scores, PedigreeRules::ecoinvent2, basic);
    const double three = pedigree_sigma(scores, PedigreeRules::ecoinvent3, basic);
    EXPECT_NEAR(two / item["ei2"]["sigma"].get<double>(), 1.0, 1e-12);
    EXPECT_NEAR(std::exp(2.0 * two) / item["ei2"]["gsd2"].get<double>(), 1.0, 1e-12);
    EXPECT_NEAR(three / item["ei3_exact_vb"]["sigma"].get<double>(), 1.0, 1e-12);
    // With ecoinvent's rounded basic variances, as a basic uncertainty of e^{2 sigma_b}.
    const auto& table = item["ei3_table_vb"];
    const double rounded = std::exp(2.0 * std::sqrt(table["variance_basic"].get<double>()));
    EXPECT_NEAR(
        pedigree_sigma(scores, PedigreeRules::ecoinvent3, rounded) / table["sigma"].get<double>(),
        1.0, 1e-12);
    // The twin: another score of one indicator is seen.
    scores.score[2] = scores.score[2] == 5 ? 4 : static_cast<std::uint8_t>(scores.score[2] + 1);
    EXPECT_GT(std::fabs(pedigree_sigma(scores, PedigreeRules::ecoinvent2, basic) - two), 1e-6);
  }
  for (std::size_t i = 0; i < 5; ++i) {
    const char* names[] = {"reliability", "completeness", "temporal", "geographical",
                           "technological"};
    for (std::size_t k = 0; k < 5; ++k) {
      PedigreeScores one;
      one.score[i] = static_cast<std::uint8_t>(k + 1);
      EXPECT_EQ(pedigree_variance(one, PedigreeRules::ecoinvent3),
                stored["ei3_variances"][names[i]][k].get<double>());
      EXPECT_NEAR(std::exp(2.0 * std::sqrt(pedigree_variance(one, PedigreeRules::ecoinvent2))),
                  stored["ei2_factors"][names[i]][k].get<double>(), 1e-14);
    }
  }
}

TEST(PedigreeSigma, FactorsOfEcoinvent2AreSquaredGsds) {
  PedigreeScores scores;
  scores.score = {1, 1, 1, 1, 5};  // another technology: 2.00
  EXPECT_DOUBLE_EQ(pedigree_sigma(scores, PedigreeRules::ecoinvent2, 1.0), 0.5 * std::log(2.0));
}

TEST(ParsePedigree, ReadsTheTextsInUse) {
  const auto scores = [](const char* text) {
    const auto parsed = parse_pedigree(text);
    EXPECT_TRUE(parsed.has_value()) << text;
    return parsed.value_or(PedigreeScores{});
  };
  EXPECT_THAT(scores("(1,4,4,2,1,5)").score, ElementsAre(1, 4, 4, 2, 1, 5));
  EXPECT_THAT(scores("(1;4;4;2;1)").score, ElementsAre(1, 4, 4, 2, 1, 0));
  EXPECT_THAT(scores(" 2 ; 3 ; NA ; 1 ; 1 ; na ").score, ElementsAre(2, 3, 0, 1, 1, 0));
  EXPECT_THAT(scores("(2,2,1,1,3,5,BU:1.05)").score, ElementsAre(2, 2, 1, 1, 3, 5));
  EXPECT_EQ(scores("(2,2,1,1,3,5,BU:1.05)").basic_uncertainty, 1.05);
  EXPECT_EQ(scores("(2,2,1,1,3,BU:2)").basic_uncertainty, 2.0);
  EXPECT_TRUE(std::isnan(scores("1;1;1;1;1").basic_uncertainty));
  for (const char* text :
       {"", "()", "1,2,3,4", "1,2,3,4,6", "1,2,3,4,0", "1,2,3,4,5,1,2", "1,2,3,4,x", "1 2 3 4 5",
        "1,2,3,4,5,BU:0.5", "1,2,3,4,5,BU:", "1,2,3,4,5,BU:1.05,1", "12345", "1,,3,4,5"})
    EXPECT_FALSE(parse_pedigree(text).has_value()) << text;
}

struct Scored {
  Model model;
  Findings findings;
  void add(double amount, const Uncertainty& u, const char* text) {
    Exchange e;
    e.amount = amount;
    if (!u.is_certain()) {
      e.uncertainty = static_cast<std::uint32_t>(model.uncertainties.size());
      model.uncertainties.push_back(u);
    }
    model.pedigrees.push_back(
        {static_cast<std::uint32_t>(model.exchanges.size()), *parse_pedigree(text)});
    model.exchanges.push_back(e);
  }
  [[nodiscard]] const Uncertainty& of(std::size_t i) const {
    return model.uncertainties.at(model.exchanges[i].uncertainty);
  }
};

Uncertainty without_spread(DistributionKind kind, double loc) {
  Uncertainty u;
  u.kind = kind;
  u.loc = loc;
  return u;
}

TEST(ApplyPedigree, GivesSpreadsThatAreMissing) {
  Scored s;
  s.add(2.0, without_spread(DistributionKind::lognormal, std::log(2.0)), "2;3;4;3;2;na;BU:1.05");
  s.add(-3.0, without_spread(DistributionKind::normal, -3.0), "1;1;1;1;5");
  Uncertainty given = without_spread(DistributionKind::lognormal, 0.0);
  given.scale = 0.5;
  s.add(1.0, given, "5;5;5;5;5");
  s.add(1.0, without_spread(DistributionKind::lognormal, 0.0), "1;1;1;1;1");
  apply_pedigree(s.model, {}, s.findings);
  EXPECT_NEAR(s.of(0).scale, 0.10244569307647848, 1e-15);
  EXPECT_NEAR(s.of(1).scale, 3.0 * std::sqrt(std::expm1(0.12)), 1e-15);
  EXPECT_EQ(s.of(2).scale, 0.5);
  EXPECT_EQ(s.model.exchanges[3].uncertainty, no_index);  // nothing uncertain about it
  EXPECT_THAT(testing::lines(s.findings),
              ElementsAre("note N0435: pedigree scores give the spread of 2 distributions by the "
                          "rules of ecoinvent 3; 0 "
                          "of these exchanges had no distribution and are lognormal now"));
}

TEST(ApplyPedigree, FillsExchangesWithoutADistributionWhereAsked) {
  Scored s;
  s.add(-2.0, {}, "1;4;4;2;1");
  s.add(0.0, {}, "1;4;4;2;1");
  Scored same = s;
  apply_pedigree(s.model, {}, s.findings);
  EXPECT_EQ(s.model.exchanges[0].uncertainty, no_index);
  EXPECT_THAT(testing::lines(s.findings),
              ElementsAre("note N0436: 2 exchanges have pedigree scores but no distribution: "
                          "certain; [pedigree] in the "
                          "study makes them lognormal"));
  apply_pedigree(same.model, {PedigreeRules::ecoinvent2, 1.5, true}, same.findings);
  EXPECT_EQ(same.of(0).kind, DistributionKind::lognormal);
  EXPECT_TRUE(same.of(0).negative);
  EXPECT_DOUBLE_EQ(same.of(0).loc, std::log(2.0));
  EXPECT_DOUBLE_EQ(same.of(0).scale,
                   pedigree_sigma(same.model.pedigrees[0].scores, PedigreeRules::ecoinvent2, 1.5));
  EXPECT_EQ(same.model.exchanges[1].uncertainty, no_index);  // nothing to be lognormal about
  EXPECT_THAT(testing::lines(same.findings),
              ElementsAre("note N0435: pedigree scores give the spread of 1 distributions by the "
                          "rules of ecoinvent 2; 1 "
                          "of these exchanges had no distribution and are lognormal now"));
}

}  // namespace
}  // namespace plume::pedigree_test
