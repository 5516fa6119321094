// SPDX-License-Identifier: Apache-2.0
#include "host/readers/plain_package/distribution_rows.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host/model/distribution.hpp"
#include "tests/host/readers/plain_package/read_texts.hpp"

namespace plume::distribution_rows_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Rows {
  DistributionRows rows;
  Findings findings;
  explicit Rows(const std::string& text) { rows.read(text, "distributions.csv", findings); }
  std::shared_ptr<const DistributionTable> find(const std::string& id, DistributionKind kind) {
    return rows.find(id, kind, {"exchanges.csv", 7, 3}, findings);
  }
  [[nodiscard]] std::vector<std::string> lines() const { return testing::lines_of(findings); }
};

TEST(DistributionRows, AreValuesBinsOrComponents) {
  Rows r(
      "id,value,low,high,weight,distribution,sd\n"
      "a,1,,,2,,\na,3,,,,,\n"
      "b,,0,1,1,,\nb,,1,4,2,,\n"
      "c,5,,,0.5,normal,2\nc,7,,,0.5,,\n");
  const auto values = r.find("a", DistributionKind::empirical);
  const auto bins = r.find("b", DistributionKind::histogram);
  const auto mixture = r.find("c", DistributionKind::mixture);
  EXPECT_THAT(r.lines(), IsEmpty());
  ASSERT_TRUE(values && bins && mixture);
  ASSERT_EQ(values->rows.size(), 2u);
  EXPECT_EQ(values->rows[0].value, 1.0);
  EXPECT_EQ(values->rows[0].weight, 2.0);
  EXPECT_EQ(values->rows[1].weight, 1.0);  // default
  EXPECT_EQ(bins->rows[1].value, 1.0);
  EXPECT_EQ(bins->rows[1].upper, 4.0);
  EXPECT_EQ(mixture->rows[0].component.kind, DistributionKind::normal);
  EXPECT_EQ(mixture->rows[0].component.loc, 5.0);
  EXPECT_TRUE(mixture->rows[1].component.is_certain());
  EXPECT_EQ(mixture->rows[1].value, 7.0);
  EXPECT_EQ(r.find("a", DistributionKind::empirical), values);     // made once
  EXPECT_NE(r.find("a", DistributionKind::categorical), nullptr);  // the same rows as another kind
}

TEST(DistributionRows, SayWhatIsMissingOrTooMuch) {
  Rows r(
      "id,value,low,high,distribution,sd\nbins,,0,1,,\nbins,,1,,,\nvalue,3,,,,\nnormal,5,,,normal,"
      "2\n");
  EXPECT_EQ(r.find("bims", DistributionKind::histogram), nullptr);
  EXPECT_EQ(r.find("bins", DistributionKind::histogram), nullptr);
  EXPECT_EQ(r.find("value", DistributionKind::histogram), nullptr);
  EXPECT_EQ(r.find("normal", DistributionKind::empirical), nullptr);
  EXPECT_EQ(r.find("normal", DistributionKind::empirical), nullptr);  // told once
  EXPECT_THAT(r.lines(), ElementsAre("exchanges.csv:7:3: error E0250: distributions.csv has no "
                                     "rows of 'bims'; did you mean 'bins'?",
                                     "distributions.csv:3:1: error E0251: a row of 'bins' has no "
                                     "high; a histogram needs it in every row",
                                     "distributions.csv:4:1: error E0251: a row of 'value' has no "
                                     "low; a histogram needs it in every row",
                                     "distributions.csv:4:1: error E0251: a row of 'value' has no "
                                     "high; a histogram needs it in every row",
                                     "distributions.csv:4:1: error E0252: a row of 'value' has a "
                                     "value, and is used as histogram; empty "
                                     "the cell, or use another distribution",
                                     "distributions.csv:5:1: error E0252: a row of 'normal' has a "
                                     "distribution, and is used as empirical; "
                                     "empty the cell, or use another distribution"));
}

TEST(DistributionRows, BadRowsAreToldAtOnceAndNotAgain) {
  Rows r(
      "id,value,weight,distribution,table\na,1,-1,,\nb,x,1,,\nc,1,1,empirical,a\nd,,1,normal,\n");
  EXPECT_EQ(r.find("a", DistributionKind::empirical), nullptr);
  EXPECT_THAT(
      r.lines(),
      ElementsAre(
          "distributions.csv:2:5: error E0253: weight '-1' is below 0; weights are relative, and "
          "at "
          "least 0",
          "distributions.csv:3:3: error E0221: value 'x' is not a number; write it like 12, "
          "0.5 or 1.2e-3, without a unit",
          "distributions.csv:4:7: error E0254: empirical cannot be a component of a mixture; write "
          "its "
          "rows into the mixture",
          "distributions.csv:5:6: error E0243: the distribution normal lacks its centre; give loc, "
          "or "
          "the value"));
}

TEST(DistributionRows, AreNamedByExchangesAndFactors) {
  testing::Texts texts = testing::steel_with(
      "exchanges.csv",
      "process,type,item,amount,distribution,table,maximum,pedigree\nsteel,input,power,2,histogram,"
      "kwh,5,1;1;1;1;1\n"
      "steel,emission,co2,1.5,,,,2;2;2;2;2\npower,emission,co2,0.5,mixture,mix,,\n");
  texts["distributions.csv"] =
      "id,low,high,weight,value,distribution,gsd\nkwh,1,2,1,,,\nkwh,2,6,3,,,\nmix,,,1,0.4,"
      "lognormal,1.2\nmix,,,1,0.6,,"
      "\n";
  const testing::Reading reading = testing::read_texts(texts);
  EXPECT_THAT(reading.lines, IsEmpty());
  ASSERT_EQ(reading.model.uncertainties.size(), 2u);
  EXPECT_EQ(Distribution(reading.model.uncertainties[0]).most(), 5.0);
  EXPECT_EQ(reading.model.uncertainties[1].table->rows.size(), 2u);
  ASSERT_EQ(reading.model.pedigrees.size(), 2u);
  EXPECT_THAT(reading.model.pedigrees[1].scores.score, ElementsAre(2, 2, 2, 2, 2, 0));
  EXPECT_EQ(reading.model.exchanges[reading.model.pedigrees[1].exchange].amount, 1.5);
}

TEST(DistributionRows, ALognormalComponentWithoutItsMedianIsAnError) {
  Findings findings;
  DistributionRows rows;
  rows.read("id,value,distribution,gsd\nm,,lognormal,1.2\n", "d.csv", findings);
  EXPECT_EQ(findings.to_string(),
            "d.csv:2:4: error E0245: a lognormal without an amount has no median; give the median "
            "as value, or its "
            "logarithm as "
            "loc");
}

}  // namespace
}  // namespace plume::distribution_rows_test
