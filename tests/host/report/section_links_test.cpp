// SPDX-License-Identifier: Apache-2.0
// links_section() of host/report/sections.hpp: what the databases hold and leave out.
#include <gtest/gtest.h>

#include <limits>
#include <variant>

#include "host/analysis/link_summary.hpp"
#include "host/base/error.hpp"
#include "host/report/sections.hpp"
#include "tests/host/report/document_fixture.hpp"

namespace section_links_test {
namespace {

using plume::Block;
using plume::LinkSummary;
using plume::Paragraph;
using plume::ReportTable;

class LinksSection : public ::testing::Test {
 protected:
  LinksSection() {
    links_.formats = {"openlca-jsonld", "openlca-refdata"};
    links_.processes = 766;
    links_.links = {{"provider", 10}, {"only_maker", 20}, {"rule", 3}, {"cut_off", 4}};
    links_.units = {{"converted", 5}};
    links_.flows = {
        {"exchanges_mapped", 6}, {"exchanges_with_factor", 7}, {"exchanges_without_factor", 8}};
    links_.downgraded = {{"geomSd 0", 2}, {"geomSd 1", 1}};
    links_.formulas = {{"exchange", 9}};
    LinkSummary::Demand demand;
    demand.inputs = 40;
    demand.inputs_cut_off = 10;
    demand.products_cut_off = 2;
    demand.flows = 100;
    demand.flows_without_factor = 30;
    demand.cut_offs = {{"Dummy, coal", "kg", "Mining", "nobody makes it", 0.25, 3}};
    demand.without_factor = {{"Iron", "water/unspecified", "kg", 0.125}};
    demand.incomplete_share = {0.5, 0.75};
    links_.demands = {demand, LinkSummary::Demand{}};
  }
  std::vector<Block> section() {
    input_.header.provenance.links = to_json(links_);
    return plume::links_section(content_);
  }
  template <class Kind>
  static std::vector<Kind> all(const std::vector<Block>& blocks) {
    std::vector<Kind> found;
    for (const Block& each : blocks) {
      if (const auto* block = std::get_if<Kind>(&each)) found.push_back(*block);
    }
    return found;
  }
  plume::ReportInput input_ = plume::testing::small_report_input();
  plume::SampleShapes shapes_ = plume::testing::small_shapes();
  plume::Labels labels_ = plume::built_in_labels("en");
  plume::ReportContent content_{input_, shapes_, labels_};
  LinkSummary links_;
};

TEST_F(LinksSection, CountsWhatWasLinkedConvertedAndLeftOut) {
  const auto said = all<Paragraph>(section());
  ASSERT_EQ(said.size(), 4u);
  EXPECT_EQ(
      said[0].text,
      "766 datasets (openlca-jsonld, openlca-refdata). Inputs: 10 are linked to the maker that the "
      "source names, "
      "20 to the only maker, 3 by the rule of the study; 4 are cut off, since nobody makes them.");
  EXPECT_EQ(said[1].text.substr(0, 76),
            "5 amounts were converted to other units and 6 exchanges mapped to flows of t");
  EXPECT_NE(said[1].text.find(
                "7 exchanges with the environment have a factor, 8 have none. 3 distributions"),
            std::string::npos);
}

TEST_F(LinksSection, SaysHowMuchADemandReachesOfWhatIsCutOff) {
  const auto said = all<Paragraph>(section());
  EXPECT_EQ(said[2].text,
            "1 kWh reaches 40 inputs, of which 10 are cut off (25 %), of 2 products; 30 of the 100 "
            "elementary flows that "
            "it causes have no factor. Processes with a cut-off input make 50 % (climate change) "
            "to 75 % (人体毒性) of "
            "the static score; what their missing inputs would add is not known.");
}

TEST_F(LinksSection, OneShareIsSaidOnceAndAnUnknownOneNotAtAll) {
  links_.demands[0].incomplete_share = {0.5, 0.501};
  EXPECT_NE(all<Paragraph>(section())[2].text.find("make 50 % of the static score"),
            std::string::npos);
  links_.demands[0].incomplete_share.assign(2, std::numeric_limits<double>::quiet_NaN());
  EXPECT_EQ(all<Paragraph>(section())[2].text.find("Processes with"), std::string::npos);
}

TEST_F(LinksSection, NamesTheLargestAmounts) {
  const auto tables = all<ReportTable>(section());
  ASSERT_EQ(tables.size(), 2u);  // nothing is cut off from the second demand
  EXPECT_EQ(tables[0].caption, "Cut off from 1 kWh: the largest amounts");
  EXPECT_EQ(shown(tables[0].rows.at(0).at(0)), "Dummy, coal");
  EXPECT_EQ(shown(tables[0].rows[0][1]), "0.250");
  EXPECT_EQ(shown(tables[0].rows[0][3]), "3");
  EXPECT_EQ(shown(tables[0].rows[0][4]), "Mining");
  EXPECT_EQ(shown(tables[1].rows.at(0).at(0)), "Iron");
  EXPECT_EQ(shown(tables[1].rows[0][1]), "water/unspecified");
}

TEST_F(LinksSection, LinksByNameAreSaidAndListed) {
  links_.links["name"] = 5;
  links_.across = {{"steel", "kg", "mill {DE}", "t", "metals.zip", "name", 1e-3, 5},
                   {"power", "kWh", "grid", "MJ", "grid.zip", "mapping", 3.6, 1}};
  const auto said = all<Paragraph>(section());
  EXPECT_EQ(said[2].text,
            "5 inputs are linked by name and 0 by a mapping table to makers whose product has "
            "another id.");
  const ReportTable table = all<ReportTable>(section()).at(0);
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(shown(table.rows[0].at(2)), "mill {DE}");
  EXPECT_EQ(shown(table.rows[0].at(4)), "5");
  EXPECT_EQ(shown(table.rows[0].at(5)), "name");
  EXPECT_EQ(shown(table.rows[1].at(5)), "mapping");
}

TEST_F(LinksSection, ManyDemandsAreCounted) {
  links_.demands.assign(9, links_.demands[0]);
  input_.header.axes.demands.assign(9, {"1 kg", "kg"});
  const auto blocks = section();
  EXPECT_EQ(all<ReportTable>(blocks).size(), 12u);
  EXPECT_EQ(all<Paragraph>(blocks).back().text,
            "3 more demands are not shown here; the JSON report has all.");
}

TEST_F(LinksSection, AModelThatNeedsNoLinksHasNoneAndWhatIsNoneIsRefused) {
  EXPECT_TRUE(plume::links_section(content_).empty());
  input_.header.provenance.links = "{";
  EXPECT_THROW(plume::links_section(content_), plume::Error);
}

}  // namespace
}  // namespace section_links_test
