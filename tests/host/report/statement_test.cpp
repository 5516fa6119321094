// SPDX-License-Identifier: Apache-2.0
#include "host/report/statement.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/host/report/document_fixture.hpp"

namespace statement_test {
namespace {

TEST(Statement, SaysIntervalAndWhatItCovers) {
  const auto statement =
      nlohmann::json::parse(plume::statement_report(plume::testing::small_report_input()));
  EXPECT_EQ(statement["type"], "plume-uncertainty-statement");
  const auto& first = statement["results"][0];
  EXPECT_EQ(first["mean"], 0.56234567);
  EXPECT_EQ(first["uncertainty_interval"]["lower"], 0.12);
  EXPECT_EQ(first["uncertainty_interval"]["upper"], 1.5);
  EXPECT_TRUE(statement["results"][3]["mean"].is_null());
  EXPECT_EQ(statement["simulation"]["seed"], "18446744073709551615");
  EXPECT_EQ(statement["simulation"]["iterations_without_score"], 3);
  EXPECT_EQ(statement["reproduction"]["command"],
            "plume run kettle.toml --set sampling.seed=18446744073709551615");
}

TEST(Statement, ChangesItsDigestWithEveryInput) {
  const auto digest = [](const plume::ReportInput& input) {
    return nlohmann::json::parse(plume::statement_report(input))["reproduction"]["inputs_sha256"]
        .get<std::string>();
  };
  plume::ReportInput input = plume::testing::small_report_input();
  const std::string first = digest(input);
  input.header.provenance.inputs[0].sha256[0] = 'f';
  EXPECT_NE(digest(input), first);
  input = plume::testing::small_report_input();
  input.header.provenance.study_text += " ";
  EXPECT_NE(digest(input), first);
}

TEST(UncertaintyText, IsASentenceForFieldsOfText) {
  const std::string text = plume::uncertainty_text(plume::testing::small_report_input(), 0, 0);
  EXPECT_EQ(text.substr(0, text.find(". It covers")),
            "Mean 0.56 kg CO2-eq, median 0.50 kg CO2-eq, 95 % interval 0.12 to 1.50 kg CO2-eq (2.5 "
            "% and 97.5 % "
            "quantile), static value 0.50 kg CO2-eq");
  EXPECT_NE(
      text.find(
          "Monte Carlo, 997 iterations, seed 18446744073709551615, plume 0.1.0, inputs SHA-256 "),
      std::string::npos);
  EXPECT_EQ(plume::uncertainty_text(plume::testing::small_report_input(), 1, 1)
                .find("No iteration has a score"),
            0u);
}

}  // namespace
}  // namespace statement_test
