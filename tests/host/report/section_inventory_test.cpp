// SPDX-License-Identifier: Apache-2.0
// The sections of host/report/sections.hpp that inventories and claims have.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "host/report/html_report.hpp"
#include "host/report/sections.hpp"
#include "host/report/write_file.hpp"
#include "tests/host/report/document_fixture.hpp"
#include "tests/host/report/inventory_fixture.hpp"

namespace section_inventory_test {
namespace {

using plume::Figure;
using plume::Paragraph;
using plume::ReportTable;
using plume::shown;
using ::testing::HasSubstr;

class InventorySections : public ::testing::Test {
 protected:
  plume::ReportInput input_ = plume::testing::small_report_input();
  plume::SampleShapes shapes_ = plume::testing::small_shapes();
  plume::Labels labels_ = plume::built_in_labels("en");
  plume::InventorySummary inventory_ = plume::testing::wafer_inventory();
  plume::ReportContent content_{input_, shapes_, labels_, &inventory_};

  template <class Kind>
  static const Kind& block(const std::vector<plume::Block>& blocks, std::size_t number = 0) {
    for (const plume::Block& each : blocks) {
      if (const auto* found = std::get_if<Kind>(&each); found && number-- == 0) return *found;
    }
    throw std::runtime_error("no such block");
  }
};

TEST_F(InventorySections, TheVerdictIsTheSentenceOfTheRule) {
  const auto blocks = plume::claim_section(content_);
  EXPECT_EQ(block<Paragraph>(blocks).text,
            "With the credits at face value the balance is ≤ 0 with a probability of 58 %; "
            "counting delivery and "
            "quality risk, "
            "22 %. The claim is not demonstrated at the 95 % level.");
  EXPECT_EQ(block<Paragraph>(blocks).kind, Paragraph::Kind::verdict);
  inventory_.claim.verdict = "demonstrated";
  EXPECT_THAT(block<Paragraph>(plume::claim_section(content_)).text,
              HasSubstr("The claim is demonstrated at the 95 % level."));
  inventory_.claim.present = false;
  EXPECT_TRUE(plume::claim_section(content_).empty());
}

TEST_F(InventorySections, TheClaimsTableSaysThatNoVolumeIsEnough) {
  const auto blocks = plume::claim_section(content_);
  const ReportTable& table = block<ReportTable>(blocks);
  EXPECT_EQ(shown(table.rows.front()[1]), "58 %");
  EXPECT_EQ(shown(table.rows.back()[0]), "credits needed for 95 %");
  EXPECT_EQ(shown(table.rows.back()[1]), "61\u202f400");
  EXPECT_EQ(shown(table.rows.back()[2]), "no volume is enough");
}

TEST_F(InventorySections, TheBalanceEndsAtTheNet) {
  const auto blocks = plume::claim_section(content_);
  const auto& steps = std::get<plume::WaterfallData>(block<Figure>(blocks).data).steps;
  ASSERT_EQ(steps.size(), 3u);
  EXPECT_DOUBLE_EQ(steps[0].value + steps[1].value, steps[2].value);
  EXPECT_EQ(std::get<plume::ClaimCurveData>(block<Figure>(blocks, 1).data).bought, 40000.0);
}

TEST_F(InventorySections, TheBalanceIsTheOneThatTheClaimIsJudgedBy) {
  inventory_.claim.face.mean = 12.0;
  inventory_.claim.risk_adjusted.mean = 34.0;
  const auto net_of = [&](const char* credits) {
    inventory_.record.claim.credits = credits;
    const auto blocks = plume::claim_section(content_);
    const auto& steps = std::get<plume::WaterfallData>(block<Figure>(blocks).data).steps;
    return std::make_pair(steps.back().label, steps.back().value);
  };
  EXPECT_EQ(net_of("face value"), std::make_pair(std::string("net, credits at face value"), 12.0));
  EXPECT_EQ(net_of("risk-adjusted"), std::make_pair(std::string("net, risk-adjusted"), 34.0));
}

TEST_F(InventorySections, WhatIsRemovedIsNoCredit) {
  inventory_.record.totals.push_back({"removals", "removals", {}});
  plume::InventoryFigure removals;
  removals.demand = "removals";
  removals.mean = -200.0;
  inventory_.totals.push_back(removals);
  const auto blocks = plume::claim_section(content_);
  const auto& steps = std::get<plume::WaterfallData>(block<Figure>(blocks).data).steps;
  ASSERT_EQ(steps.size(), 4u);
  EXPECT_EQ(steps[1].value, -200.0);
  EXPECT_DOUBLE_EQ(steps[0].value + steps[1].value + steps[2].value, steps[3].value);
}

TEST_F(InventorySections, CreditsThatAreNotUsedUpStandBesideTheVerdict) {
  inventory_.claim.not_shown = 60.0;
  inventory_.claim.planned = 40.0;
  EXPECT_EQ(block<Paragraph>(plume::claim_section(content_), 1).text,
            "A plan: 40 t CO2e of the credits that are counted are not retired.");
  EXPECT_EQ(block<Paragraph>(plume::claim_section(content_), 2).text,
            "Retirement not shown: nothing says that 60 t CO2e of the credits are retired.");
  plume::InventoryRecord::Credit credit;
  credit.project = "forest";
  credit.nominal = 60.0;
  credit.counted = false;
  credit.not_counted = "its vintage is after the period";
  inventory_.record.credits.push_back(credit);
  EXPECT_EQ(block<Paragraph>(plume::claim_section(content_), 3).text,
            "Not counted: 60 t CO2e of credits of forest; its vintage is after the period.");
}

TEST_F(InventorySections, ElectricityIsCountedBothWays) {
  const auto blocks = plume::inventory_section(content_);
  EXPECT_EQ(block<ReportTable>(blocks).rows.size(), 5u);
  const auto& bars = std::get<plume::StackedBarsData>(block<Figure>(blocks).data);
  ASSERT_EQ(bars.bars.size(), 2u);
  EXPECT_EQ(bars.bars[0].label, "location-based");
  EXPECT_EQ(bars.parts.size(), 2u);
  EXPECT_DOUBLE_EQ(bars.bars[1].values[1], 31100.0 * 1.01);
}

TEST_F(InventorySections, TheLargestDriverComesFirst) {
  const auto blocks = plume::drivers_section(content_);
  EXPECT_THAT(block<Paragraph>(blocks).text,
              HasSubstr("residual electricity carries 97.0 % of the variance of the total."));
  EXPECT_EQ(shown(block<ReportTable>(blocks).rows[0][2]), "80 %");
}

TEST_F(InventorySections, WhatDrivesNothingIsNoDriver) {
  inventory_.lines[1].variance_share = 0.0;  // natural gas, outside of the boundary
  const auto blocks = plume::drivers_section(content_);
  ASSERT_EQ(block<ReportTable>(blocks).rows.size(), 1u);
  EXPECT_EQ(shown(block<ReportTable>(blocks).rows[0][0]), "residual electricity");
  for (auto& line : inventory_.lines) line.variance_share = line.expected_drop = 0.0;
  EXPECT_EQ(block<ReportTable>(plume::drivers_section(content_)).rows.size(), 1u)
      << "a certain inventory";
}

TEST_F(InventorySections, ErrorPropagationStandsBesideWithItsNotes) {
  const auto blocks = plume::approach1_section(content_);
  EXPECT_EQ(block<ReportTable>(blocks).columns.size(), 7u);  // no trend without a base year
  EXPECT_EQ(block<Paragraph>(blocks, 2).text,
            "The simulated interval is 1.3 times as wide as that of error propagation.");
}

TEST_F(InventorySections, RowsWiderThanAHundredPercentAreCorrectedInWords) {
  const auto blocks = plume::approach1_section(content_);
  EXPECT_EQ(std::count_if(blocks.begin(), blocks.end(),
                          [](const auto& each) {
                            return std::holds_alternative<Paragraph>(each) &&
                                   std::get<Paragraph>(each).text.find("F_c") != std::string::npos;
                          }),
            0)
      << "nothing to correct";
  inventory_.approach1 = plume::approach1({{"leaks", "CH4", 0.0, 10.0, 0.0, 150.0, true}});
  EXPECT_EQ(block<Paragraph>(plume::approach1_section(content_), 1).text,
            "With the half-widths of rows beyond 100 % multiplied by the correction F_c of the "
            "guidelines, which Table "
            "3.2 leaves out, the total has ± 180 %.");
}

TEST_F(InventorySections, APercentageThatIsDrawnOtherwiseIsTold) {
  plume::InventoryRecord::Line& line = inventory_.record.lines.at(inventory_.lines[0].record);
  line.u95_activity = 150.0;
  line.activity_lower = -78.4;
  line.activity_upper = 196.3;
  std::string told;
  for (const plume::Block& block : plume::approach1_section(content_)) {
    if (const auto* paragraph = std::get_if<Paragraph>(&block)) told += paragraph->text + "\n";
  }
  EXPECT_THAT(told, HasSubstr("Of the activity of residual electricity, ± 150 % is written; the 95 "
                              "% interval of what is drawn "
                              "runs from -78.4 % to 196 % of the static value.\n"));
}

TEST_F(InventorySections, TheGeneralTableHasBothSidesOfEachInterval) {
  inventory_.record.lines[0].activity_lower = -10.0;
  inventory_.record.lines[0].activity_upper = 20.0;
  inventory_.record.lines[0].factor_lower = -8.0;
  inventory_.record.lines[0].factor_upper = 12.0;
  const auto blocks = plume::approach1_section(content_);
  const ReportTable& table = block<ReportTable>(blocks, 1);
  ASSERT_EQ(table.columns.size(), 10u) << "no trend without a base year";
  std::vector<std::string> row;
  for (const auto& cell : table.rows.at(0)) row.push_back(shown(cell));
  EXPECT_THAT(row, ::testing::ElementsAre("residual electricity", "CO2", "31\u202f000", "-10", "20",
                                          "-8.0", "12", "-36", "40", "97.0 %"));
  inventory_.approach1.has_base = true;
  inventory_.lines[0].trend_upper = 1.27;
  const auto with_base = plume::approach1_section(content_);
  EXPECT_EQ(shown(block<ReportTable>(with_base, 1).rows.at(0).back()), "1.3");
}

TEST_F(InventorySections, RegistersNeverCallAnUnknownUncertaintyCertain) {
  const auto blocks = plume::registers_section(content_);
  EXPECT_EQ(shown(block<ReportTable>(blocks, 1).rows[0][4]), "no uncertainty published");
  EXPECT_THAT(block<Paragraph>(blocks).text, HasSubstr("not that the factor is certain"));
  EXPECT_EQ(block<ReportTable>(blocks, 3).id, "credits");
}

TEST_F(InventorySections, InstrumentsStandWithWhatTheyLeave) {
  const auto blocks = plume::inventory_section(content_);
  const ReportTable& table = block<ReportTable>(blocks, 1);
  ASSERT_EQ(table.id, "instruments");
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_EQ(shown(table.rows[0][0]), "=hydropower");
  EXPECT_EQ(shown(table.rows[0][6]), "not stated");
  EXPECT_EQ(shown(table.rows[1][6]), "8 of 8 criteria");
  EXPECT_EQ(shown(table.rows[2][0]), "not covered");
  EXPECT_EQ(shown(table.rows[2][2]), "50.00");
  EXPECT_EQ(shown(table.rows[2][4]), "5.0 %");
  const auto registers = plume::registers_section(content_);
  EXPECT_EQ(block<ReportTable>(registers, 2).id, "instruments-register");
  EXPECT_EQ(shown(block<ReportTable>(registers, 2).rows.at(0)[1]), "PPA");
  inventory_.record.instruments.clear();
  EXPECT_THROW((void)block<ReportTable>(plume::inventory_section(content_), 1), std::runtime_error);
}

TEST_F(InventorySections, SixGroupsOfIndicatorsAlthoughOneIsAssessed) {
  const auto blocks = plume::indicators_section(content_);
  const ReportTable& table = block<ReportTable>(blocks);
  ASSERT_EQ(table.rows.size(), 6u);
  const auto row = [&](std::size_t number) {
    std::string cells;
    for (const auto& cell : table.rows[number]) cells += shown(cell) + "|";
    return cells;
  };
  EXPECT_EQ(row(0), "1 infrastructure|switchgear <b>|partly met|D-1, D-2||");
  EXPECT_EQ(row(1), "2 energy and carbon information system||not assessed|||");
  EXPECT_EQ(row(5), "6 offsets||not assessed|||");
  inventory_.indicators.clear();
  EXPECT_TRUE(plume::indicators_section(content_).empty())
      << "a claim that the code does not concern";
}

TEST_F(InventorySections, WithoutAnInventoryTheyAreEmpty) {
  content_.inventory = nullptr;
  for (const auto section :
       {plume::claim_section, plume::inventory_section, plume::contributions_section,
        plume::drivers_section, plume::approach1_section, plume::registers_section,
        plume::indicators_section, plume::checklist_section}) {
    EXPECT_TRUE(section(content_).empty());
  }
}

TEST_F(InventorySections, ProfilesOfAnInventoryHaveThemInBothLanguages) {
  EXPECT_EQ(plume::natural_profile(input_, &inventory_), plume::Profile::claim);
  inventory_.claim.present = false;
  EXPECT_EQ(plume::natural_profile(input_, &inventory_), plume::Profile::inventory);
  inventory_.claim.present = true;
  for (const char* language : {"en", "zh"}) {
    const plume::Labels labels = plume::built_in_labels(language);
    const auto document =
        plume::make_document(input_, shapes_, {plume::Profile::claim, labels, {}}, &inventory_);
    EXPECT_EQ(document.sections.front().id, "claim");
    EXPECT_EQ(document.sections.size(), 12u);
    const std::string html = plume::html_report(document, labels);
    EXPECT_THAT(html, HasSubstr("=natural gas"));
    for (const char* key : {"claim.", "inventory.", "column.", "registers.", "heading."}) {
      EXPECT_EQ(html.find(std::string(">") + key), std::string::npos)
          << "a label without a text: " << key;
    }
    if (const char* keep = std::getenv("PLUME_KEEP_REPORT")) {
      plume::write_file(std::string(keep) + "-" + language + ".html", html);
    }
  }
}

TEST_F(InventorySections, TheBalanceAddsUpInFourSteps) {
  inventory_.record.totals.push_back({"removals", "removals", ""});
  inventory_.totals.push_back({"removals", -200.0, -200.0});
  const auto blocks = plume::claim_section(content_);

  const auto& steps = std::get<plume::WaterfallData>(block<Figure>(blocks).data).steps;
  ASSERT_EQ(steps.size(), 4u);  // gross, removals, credits, net
  EXPECT_EQ(steps[1].label, "removals");
  EXPECT_EQ(steps[1].value, -200.0);
  EXPECT_NEAR(steps[0].value + steps[1].value + steps[2].value, steps[3].value, 1e-9);
}

TEST_F(InventorySections, LinesOutsideOfTheBoundaryHaveNoShare) {
  inventory_.lines[1].inside = false;
  const auto blocks = plume::contributions_section(content_);
  const auto& table = block<ReportTable>(blocks);
  EXPECT_EQ(table.caption,
            "Lines of the inventory, t CO2e; shares are of type I (scopes 1 and 2), market-based");
  EXPECT_NE(shown(table.rows[0][7]), "");
  EXPECT_EQ(shown(table.rows[1][7]), "");
  EXPECT_EQ(shown(table.rows[1][8]), "");
}

TEST_F(InventorySections, ReadingsStandInTheRegisters) {
  inventory_.record.readings = {
      {"power A", "", 600.0, "MWh", "5 %", "A", "2023-01", "invoice", "M-1", "q.csv:2"}};
  const auto blocks = plume::registers_section(content_);
  const auto& table = block<ReportTable>(blocks, 1);
  EXPECT_EQ(table.id, "readings");
  EXPECT_EQ(shown(table.rows.at(0)[0]), "power A");
  EXPECT_EQ(shown(table.rows.at(0).back()), "q.csv:2");
}

TEST_F(InventorySections, TheChecklistClaimsOnlyWhatIsThere) {
  const auto where = [&](const std::string& item) {
    const auto blocks = plume::checklist_section(content_);
    for (const auto& row : block<ReportTable>(blocks).rows) {
      if (shown(row[0]) == labels_("checklist." + item)) return shown(row[1]);
    }
    return std::string("no such item");
  };
  EXPECT_EQ(where("biogenic"), "not in this report");
  EXPECT_EQ(where("responsible"), "not in this report");
  EXPECT_EQ(where("credits"), labels_("heading.registers"));
  inventory_.direct = {{"CO2 (biogenic)", true, 1.0, {"scope 1", 1.0, 1.0}}};
  EXPECT_EQ(where("biogenic"), labels_("heading.inventory"));
  inventory_.record.credits.clear();
  EXPECT_EQ(where("credits"), "not in this report");
}

}  // namespace
}  // namespace section_inventory_test
