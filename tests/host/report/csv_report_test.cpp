// SPDX-License-Identifier: Apache-2.0
#include "host/report/csv_report.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "host/report/json_report.hpp"
#include "tests/host/report/fixture.hpp"

namespace csv_report_test {
namespace {

using plume::csv_report;
using plume::testing::small_report_input;

TEST(CsvReport, IsThisTextExactly) {
  EXPECT_EQ(
      csv_report(small_report_input()),
      "demand,demand_unit,category,category_id,unit,count,static,mean,se_mean,sd,median,minimum,"
      "maximum,q0.025,q0.05,"
      "q0.25,"
      "q0.75,q0.95,q0.975,se_median,se_q0.025,se_q0.05,se_q0.25,se_q0.75,se_q0.95,se_q0.975,mean_"
      "lower,mean_upper,"
      "replicates,standard_errors_from\r\n"
      "1 kWh,kWh,climate change,cc,kg "
      "CO2-eq,997,0.5,0.56234567,0.0123456,0.3898,0.501234567,0.1,3.5,0.12,0.15,0.33,0.7,"
      "1.2,1.5,0.015,0.01,0.011,0.012,0.02,0.04,0.06,0.5381192987440199,0.5865720412559802,997,"
      "independent "
      "iterations\r\n"
      "1 "
      "kWh,kWh,人体毒性,tox,CTUh,997,1.25e-10,1.31e-10,2.5e-12,7.8938e-11,1.2345e-10,1e-12,9e-10,"
      "1e-11,2e-11,7e-11,"
      "1.7e-10,2.7e-10,3.1e-10,,,,,,,,1.2609412842308596e-10,1.3590587157691407e-10,997,"
      "independent iterations\r\n"
      "\"'=cup, \"\"hot\"\"\",,climate change,cc,kg "
      "CO2-eq,997,12,12,0,0,12,12,12,12,12,12,12,12,12,,,,,,,,12,12,997,independent iterations\r\n"
      "\"'=cup, \"\"hot\"\"\",,人体毒性,tox,CTUh,0,0,,,,,,,,,,,,,,,,,,,,,,0,independent "
      "iterations\r\n");
}

TEST(CsvReport, HasColumnsForTheControlVariate) {
  const std::string csv = csv_report(plume::testing::controlled_report_input());
  EXPECT_NE(std::string::npos,
            csv.find(",mean_controlled,se_mean_controlled,control_gain,median_controlled,"
                     "se_median_controlled,median_control_gain"));
  EXPECT_NE(std::string::npos, csv.find(",0.561234,0.0031,15.86,0.5015,0.0087,2.97"));
}

TEST(CsvReport, NamesThatASpreadsheetWouldRunAreDefusedNumbersAreNot) {
  auto input = small_report_input();
  input.header.axes.demands = {{"+1", "-kg"}, {"@x", "\tq"}};
  input.header.axes.categories = {{"-id", "a-b", "kg"}};
  input.header.static_scores = {-1.5, -2.5};
  input.summaries.resize(2);

  const std::string text = csv_report(input);

  EXPECT_NE(text.find("\r\n'+1,'-kg,a-b,'-id,kg,997,-1.5,"), std::string::npos) << text;
  EXPECT_NE(text.find("\r\n'@x,' q,a-b,'-id,kg,997,-2.5,"), std::string::npos) << text;
}

TEST(CsvReport, LineEndsInNamesAreBlanks) {
  auto input = small_report_input();
  input.header.axes.demands[0].name = "two\nlines";

  EXPECT_NE(csv_report(input).find("\r\ntwo lines,kWh"), std::string::npos);
}

TEST(CsvReport, AgreesWithTheJsonReport) {
  const auto input = small_report_input();
  const auto outputs = nlohmann::json::parse(plume::json_report(input)).at("outputs");
  const std::string text = csv_report(input);
  const std::string row = text.substr(text.find("1 kWh,kWh,climate"));

  std::vector<std::string> cells;
  for (std::size_t begin = 0, end; begin < row.find('\r'); begin = end + 1) {
    end = std::min(row.find(',', begin), row.find('\r'));
    cells.push_back(row.substr(begin, end - begin));
  }

  ASSERT_EQ(cells.size(), 30u);
  EXPECT_EQ(std::stod(cells[6]), outputs[0]["static"].get<double>());
  EXPECT_EQ(std::stod(cells[7]), outputs[0]["mean"].get<double>());
  EXPECT_EQ(std::stod(cells[8]), outputs[0]["se_mean"].get<double>());
  EXPECT_EQ(std::stod(cells[9]), outputs[0]["sd"].get<double>());
  EXPECT_EQ(std::stod(cells[10]), outputs[0]["median"].get<double>());
  EXPECT_EQ(std::stod(cells[13]), outputs[0]["quantiles"]["0.025"].get<double>());
  EXPECT_EQ(std::stod(cells[18]), outputs[0]["quantiles"]["0.975"].get<double>());
  EXPECT_EQ(std::stod(cells[19]), outputs[0]["se_median"].get<double>());
  EXPECT_EQ(std::stod(cells[25]), outputs[0]["se_quantiles"]["0.975"].get<double>());
  EXPECT_EQ(std::stod(cells[26]), outputs[0]["mean_interval"][0].get<double>());
  EXPECT_EQ(std::stod(cells[27]), outputs[0]["mean_interval"][1].get<double>());
  EXPECT_EQ(std::stod(cells[28]), outputs[0]["replicates"].get<double>());
}

}  // namespace
}  // namespace csv_report_test
