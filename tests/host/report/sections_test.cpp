// SPDX-License-Identifier: Apache-2.0
#include "host/report/sections.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "host/base/error.hpp"
#include "tests/host/report/document_fixture.hpp"

namespace sections_test {
namespace {

using plume::Figure;
using plume::Paragraph;
using plume::ReportTable;
using ::testing::HasSubstr;

class Sections : public ::testing::Test {
 protected:
  plume::ReportInput input_ = plume::testing::small_report_input();
  plume::SampleShapes shapes_ = plume::testing::small_shapes();
  plume::Labels labels_ = plume::built_in_labels("en");
  plume::ReportContent content_{input_, shapes_, labels_};
};

TEST_F(Sections, TheSummarySaysTotalsWithIntervalsAndWhatTheyCover) {
  EXPECT_EQ(
      plume::total_sentence(content_, 0, 0),
      "climate change, 1 kWh: 0.56 kg CO2-eq (95 % interval 0.12 to 1.50; static value 0.50).");
  EXPECT_EQ(plume::total_sentence(content_, 1, 0),
            "climate change, =cup, \"hot\": 12.0 kg CO2-eq; nothing that was drawn changes it.");
  EXPECT_EQ(plume::total_sentence(content_, 1, 1),
            "人体毒性, =cup, \"hot\": no iteration has a score.");
  const auto blocks = plume::summary_section(content_);
  ASSERT_EQ(blocks.size(), 6u);
  EXPECT_THAT(std::get<Paragraph>(blocks[4]).text,
              HasSubstr("Choices of model and scenario are not in it."));
  EXPECT_EQ(std::get<Paragraph>(blocks[5]).text,
            "The statistics are of the 997 iterations with a score; 3 have none.");
}

TEST_F(Sections, TheMethodSaysTheShareOfWhatIsHeldInPercent) {
  input_.header.provenance.first_order.frozen = 12;
  input_.header.provenance.first_order.frozen_share = 0.031;
  std::string text;
  for (const auto& block : plume::method_section(content_)) {
    for (const auto& fact : std::get<plume::Facts>(block).facts) {
      for (const std::string& each : fact.texts) text += each + "\n";
    }
  }
  EXPECT_THAT(text, HasSubstr("3.1 %"));
}

TEST_F(Sections, WithoutSamplesNothingIsSaidToSettle) {
  input_.header.samples = false;
  shapes_.running.clear();
  const auto blocks = plume::precision_section(content_);
  EXPECT_THAT(std::get<Paragraph>(blocks.at(0)).text, HasSubstr("No samples were kept"));
  for (const auto& block : blocks) EXPECT_FALSE(std::holds_alternative<Figure>(block));
}

TEST_F(Sections, ContributionsAddUpToTheStaticScore) {
  EXPECT_TRUE(plume::contributions_section(content_).empty());
  plume::ScoreDrivers drivers;  // of the first demand and category, whose static score is 0.5
  drivers.contributions = {{"power plant (CN)", 0.4, 0.31, 0.52}, {"refinery", -0.1}};
  input_.header.provenance.drivers = plume::to_json({drivers});
  const auto blocks = plume::contributions_section(content_);
  ASSERT_EQ(blocks.size(), 2u);
  const auto& table = std::get<ReportTable>(blocks[1]);
  EXPECT_EQ(table.columns[1].head, "static, kg CO2-eq");
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_EQ(plume::shown(table.rows[0][0]), "power plant (CN)");
  EXPECT_EQ(plume::shown(table.rows[0][2]), "0.310");
  EXPECT_EQ(plume::shown(table.rows[0][3]), "0.520");
  EXPECT_EQ(plume::shown(table.rows[0][4]), "80 %");
  EXPECT_EQ(plume::shown(table.rows[1][2]), "") << "not known";
  EXPECT_EQ(plume::shown(table.rows[1][4]), "-20 %");
  EXPECT_EQ(plume::shown(table.rows[2][0]), "all others");
  double sum = 0.0;
  for (const auto& row : table.rows) sum += row[1].value;
  EXPECT_NEAR(sum, 0.5, 1e-15);
  EXPECT_TRUE(plume::drivers_section(content_).empty())
      << "nothing is said of a variance that is not known";
}

TEST_F(Sections, DriversAreDrawnWithTheShareOfTheVarianceTheyExplain) {
  plume::ScoreDrivers drivers;
  const double sd = input_.summaries.at(0).sd;
  drivers.variance = 0.8 * sd * sd;
  drivers.parameters = {{"factor of co2", 3, 0.75}, {"coal used by plant", 1, 0.2}};
  input_.header.provenance.drivers = plume::to_json({drivers});
  const auto blocks = plume::drivers_section(content_);
  ASSERT_EQ(blocks.size(), 4u);
  EXPECT_THAT(std::get<Paragraph>(blocks[1]).text,
              HasSubstr("cause 80 % of the simulated variance"));
  const auto& figure = std::get<Figure>(blocks[2]);
  const auto& data = std::get<plume::TornadoData>(figure.data);
  EXPECT_TRUE(data.shares);
  EXPECT_EQ(data.rows.at(0).label, "factor of co2 and 2 more numbers that share its draw");
  EXPECT_EQ(data.rows.at(1).high, 0.2);
  EXPECT_THAT(figure.description, HasSubstr("75 %"));
  EXPECT_EQ(plume::shown(std::get<ReportTable>(blocks[3]).rows[1][1]), "20 %");
}

TEST_F(Sections, OfManyScoresSomeAreShownAndTheOthersCounted) {
  std::vector<plume::ScoreDrivers> many(9);
  for (auto& each : many) each.contributions = {{"plant", 0.5}};
  input_.header.provenance.drivers = plume::to_json(many);
  const auto blocks = plume::contributions_section(content_);
  ASSERT_EQ(blocks.size(), 8u);
  EXPECT_EQ(std::get<Paragraph>(blocks[7]).text,
            "3 more scores are not shown here; the JSON report has them.");
}

TEST_F(Sections, DriversThatCannotBeReadAreAnError) {
  input_.header.provenance.drivers = "[1]";
  EXPECT_THROW((void)plume::drivers_section(content_), plume::Error);
}

TEST_F(Sections, OneDemandIsNotNamedEverywhere) {
  input_.header.axes.demands.resize(1);
  EXPECT_EQ(plume::output_name(content_, 0, 0), "climate change");
}

TEST_F(Sections, OnlyWhatVariesIsDrawn) {
  const auto blocks = plume::distributions_section(content_);
  ASSERT_EQ(blocks.size(), 1u);
  const auto& figure = std::get<Figure>(blocks[0]);
  EXPECT_EQ(figure.description,
            "Median 0.50 kg CO2-eq, 95 % interval 0.12 to 1.50; static value 0.50.");
  EXPECT_EQ(std::get<plume::DistributionData>(figure.data).static_value, 0.5);
}

TEST_F(Sections, TheComparisonSaysWhoIsLowerAndHowSure) {
  auto blocks = plume::comparison_section(content_);
  // what it is, units differ, and for each category a sentence, a figure, a table
  ASSERT_EQ(blocks.size(), 8u);
  EXPECT_EQ(std::get<Paragraph>(blocks[2]).text,
            "climate change: 1 kWh scores lower than every other option (probability 97.3 % "
            "against =cup, \"hot\", the "
            "nearest).");
  EXPECT_EQ(plume::shown(std::get<ReportTable>(blocks[7]).rows[0][2]), "> 99.6 %");
  shapes_.below[0].share = {0.0, 0.6, 0.4, 0.0};
  blocks = plume::comparison_section(content_);
  EXPECT_THAT(std::get<Paragraph>(blocks[2]).text,
              HasSubstr("no option scores lower than all others at the 95 % level"));
  shapes_.num_compared = 0;
  EXPECT_TRUE(plume::comparison_section(content_).empty());
}

TEST_F(Sections, TiesAreAThirdOutcome) {
  shapes_.below[0].share = {0.0, 0.0, 0.0, 0.0};
  shapes_.below[0].equal = {0.0, 1.0, 1.0, 0.0};
  auto blocks = plume::comparison_section(content_);
  const auto texts = [&] {
    std::string all;
    for (const auto& block : blocks) {
      if (const auto* paragraph = std::get_if<plume::Paragraph>(&block))
        all += paragraph->text + "\n";
    }
    return all;
  };
  EXPECT_THAT(texts(), ::testing::HasSubstr("all options are equal in all draws."));
  EXPECT_THAT(texts(), ::testing::HasSubstr(" are equal in all draws.\n"));
  EXPECT_THAT(texts(), ::testing::Not(::testing::HasSubstr("Nearest to it is")));
  shapes_.below[0].share = {0.0, 0.5, 0.3, 0.0};
  shapes_.below[0].equal = {0.0, 0.2, 0.2, 0.0};
  blocks = plume::comparison_section(content_);
  EXPECT_THAT(texts(),
              ::testing::HasSubstr("are equal in 20 % of the draws, in which neither is lower."));
  const auto is_ties = [](const plume::Block& block) {
    const auto* table = std::get_if<plume::ReportTable>(&block);
    return table != nullptr && table->id == "equal-1" && table->rows[0][2].value == 0.2;
  };
  EXPECT_EQ(std::count_if(blocks.begin(), blocks.end(), is_ties), 1);
}

TEST_F(Sections, ConvergenceTellsItsLastPoint) {
  const auto blocks = plume::precision_section(content_);
  ASSERT_EQ(blocks.size(), 2u);
  EXPECT_EQ(std::get<Figure>(blocks[1]).description,
            "After 1000 iterations: mean 0.562 ± 0.012 kg CO2-eq, 95 % quantile 1.200 ± 0.040 kg "
            "CO2-eq (± one Monte "
            "Carlo standard error).");
}

TEST_F(Sections, CoverageSaysWhatWasDrawn) {
  const auto blocks = plume::coverage_section(content_);
  EXPECT_EQ(std::get<Paragraph>(blocks[2]).text,
            "Drawn were the uncertainties of: technosphere exchanges, elementary flows.");
  EXPECT_EQ(std::get<Paragraph>(blocks[3]).text,
            "A good ranking of uncertainty does not mean good data quality.");
  input_.header.provenance.drawn.clear();
  EXPECT_EQ(std::get<Paragraph>(plume::coverage_section(content_)[2]).text, "Nothing was drawn.");
}

TEST_F(Sections, TheCommandRunsTheStudyAgain) {
  EXPECT_EQ(plume::rerun_command(input_),
            "plume run kettle.toml --set sampling.seed=18446744073709551615");
  plume::Provenance given = input_.header.provenance;
  given.study_path = "-";
  EXPECT_EQ(plume::study_operand(given), "-");
  given.study_path = "my models/-";
  EXPECT_EQ(plume::study_operand(given), "- --base 'my models'");
  input_.header.provenance.study_path = "my 'own' study.toml";
  input_.header.provenance.parts.resize(2);
  EXPECT_EQ(plume::rerun_command(input_),
            "plume run 'my '\\''own'\\'' study.toml' --set sampling.seed=18446744073709551615 "
            "--iterations 1000");
}

TEST_F(Sections, WarningsAreListedAndAtMostFifty) {
  EXPECT_EQ(std::get<plume::Facts>(plume::warnings_section(content_)[0]).facts[0].texts.size(), 1u);
  input_.header.provenance.warnings.assign(70, "w");
  const auto blocks = plume::warnings_section(content_);
  EXPECT_EQ(std::get<plume::Facts>(blocks[0]).facts[0].texts.size(), 50u);
  EXPECT_EQ(std::get<Paragraph>(blocks[1]).text, "20 more are in the result file.");
  input_.header.provenance.warnings.clear();
  EXPECT_EQ(std::get<Paragraph>(plume::warnings_section(content_)[0]).text,
            "The run had no warnings.");
}

TEST_F(Sections, AChineseReportSaysWhatAMessageMeansBeforeItIsQuoted) {
  const std::vector<std::string> said = {"a.csv:3: warning W0261: the row is that of line 2",
                                         "note N0814: 3 formulas", "something else"};
  input_.header.provenance.warnings = said;
  EXPECT_EQ(std::get<plume::Facts>(plume::warnings_section(content_)[0]).facts[0].texts, said);
  labels_ = plume::built_in_labels("zh");
  const auto texts = std::get<plume::Facts>(plume::warnings_section(content_)[0]).facts[0].texts;
  EXPECT_EQ(texts[0], "一行与前面某一行的所有单元格相同；两行都计入。（" + said[0] + "）");
  EXPECT_TRUE(texts[1].starts_with("公式不重新抽取"));
  EXPECT_EQ(texts[2], "something else");
}

TEST_F(Sections, ReproducibilityNamesEveryInputWithItsDigest) {
  input_.header.provenance.study_text = "abc";
  const auto blocks = plume::reproducibility_section(content_);
  const auto& facts = std::get<plume::Facts>(blocks.at(2)).facts;
  EXPECT_EQ(
      facts.at(4).texts.at(0),
      "kettle.toml, SHA-256 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(facts.at(5).texts.at(0),
            "kettle, plume package, SHA-256 "
            "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
}

}  // namespace
}  // namespace sections_test
