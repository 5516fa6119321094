// SPDX-License-Identifier: Apache-2.0
// Whole studies against ../shared/golden: the silicon chain of a wafer as an LCA model
// (pv_chain.json), the same chain in an inventory that points at it, and two years of an inventory
// with correlated factors (ipcc_ghgp.json, Approach 2).
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "host/analysis/inventory_summary.hpp"
#include "host/run/run_study.hpp"
#include "tests/support/golden_samples.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::inventory_golden_test {
namespace {

using nlohmann::json;
using testing::disagreement;
using testing::TempFolder;

json golden_file(const std::string& name) {
  std::ifstream file(std::string(PLUME_SOURCE_DIR "/../shared/golden/") + name);
  return file ? json::parse(file) : json{};
}

/// Runs study.toml of the folder.
ResultFile result_of(const TempFolder& folder) {
  RunOptions options;
  options.device = "cpu";
  options.result_path = folder.path() / "result.h5";
  run_study(folder.path() / "study.toml", options);
  return ResultFile(options.result_path);
}

struct Output {
  std::size_t demand, category;
};
Output output_of(const ResultFile& file, const std::string& demand, const std::string& category) {
  const auto& axes = file.header().axes;
  for (std::size_t d = 0; d < axes.demands.size(); ++d) {
    for (std::size_t k = 0; k < axes.categories.size(); ++k)
      if (axes.demands[d].name == demand && axes.categories[k].id == category) return {d, k};
  }
  throw std::runtime_error("the result has no " + demand + ", " + category);
}
double static_of(const ResultFile& file, const std::string& demand, const std::string& category) {
  const Output at = output_of(file, demand, category);
  return file.header()
      .static_scores[at.demand * file.header().axes.categories.size() + at.category];
}
std::vector<double> samples_of(const ResultFile& file, const std::string& demand,
                               const std::string& category) {
  const Output at = output_of(file, demand, category);
  return file.samples(at.demand, at.category);
}
void expect_static(double actual, const json& wanted, const std::string& what) {
  EXPECT_NEAR(actual, wanted.get<double>(), 1e-12 * std::abs(wanted.get<double>())) << what;
}

double variance_of(const std::vector<double>& values) {
  double mean = 0.0, sum = 0.0;
  for (const double x : values) mean += x / static_cast<double>(values.size());
  for (const double x : values) sum += (x - mean) * (x - mean);
  return sum / static_cast<double>(values.size() - 1);
}

constexpr const char* stages[] = {"wafering", "cz", "siemens", "mg_si"};
constexpr const char* grids[] = {"CN_2022_national_average", "CN_Sichuan_2022_average"};

/// The four activities of the golden file; the electricity of each is a flow of its own.
void write_chain(const TempFolder& folder, const json& golden) {
  const auto number = [&](const char* id) {
    const json& p = golden["parameters"][id];
    return fmt::format("{},lognormal,{}", p["median"].get<double>(), p["sigma"].get<double>());
  };
  folder.write("model/processes.csv", "id,unit\nwafering,m2\ncz,kg\nsiemens,kg\nmg_si,kg\n");
  folder.write("model/flows.csv",
               "id,unit\nco2,kg\nel_wafering,kWh\nel_cz,kWh\nel_siemens,kWh\nel_mg_si,kWh\n");
  folder.write("model/exchanges.csv",
               "process,type,item,amount,distribution,scale\n"
               "wafering,input,cz," +
                   number("wafer_cz_kg_per_m2") + "\nwafering,emission,el_wafering," +
                   number("wafer_electricity_kWh_per_m2") + "\ncz,input,siemens," +
                   number("cz_sog_kg_per_kg") + "\ncz,emission,el_cz," +
                   number("cz_electricity_kWh_per_kg") + "\nsiemens,input,mg_si," +
                   number("sog_mg_kg_per_kg") + "\nsiemens,emission,el_siemens," +
                   number("sog_electricity_kWh_per_kg") + "\nmg_si,emission,el_mg_si," +
                   number("mg_electricity_kWh_per_kg") + "\nmg_si,emission,co2," +
                   number("mg_co2_fossil_kg_per_kg") + "\n");
  std::string categories = "id,name,unit\nelectricity,electricity,kWh\n",
              factors = "category,flow,amount\n";
  for (const char* stage : stages) {
    categories += fmt::format("stage {0},{0},kWh\n", stage);
    factors += fmt::format("electricity,el_{0},1\nstage {0},el_{0},1\n", stage);
  }
  for (const char* grid : grids) {
    categories += fmt::format("{0},{0},kg CO2\n", grid);
    factors += fmt::format("{},co2,1\n", grid);
    for (const char* stage : stages)
      factors += fmt::format("{},el_{},{}\n", grid, stage,
                             golden["gwp_kgCO2_per_m2"][grid]["grid_factor"].get<double>());
  }
  folder.write("model/categories.csv", categories);
  folder.write("model/factors.csv", factors);
}

TEST(PvChainGolden, StaticAndSampledFiguresAgree) {
  const json golden = golden_file("pv_chain.json");
  if (golden.is_null()) GTEST_SKIP() << "../shared/golden/pv_chain.json is not there";
  const TempFolder folder;
  write_chain(folder, golden);
  folder.write("study.toml",
               "[study]\nname = \"silicon chain\"\n[[model]]\npath = \"model\"\n"
               "[[demand]]\nname = \"wafer\"\nprocess = \"wafering\"\namount = 1.0\n"
               "[sampling]\niterations = 32768\nseed = 12\n");

  const ResultFile file = result_of(folder);

  const json& electricity = golden["electricity_kWh_per_m2"];
  expect_static(static_of(file, "wafer", "electricity"), electricity["static"], "electricity");
  for (const char* stage : stages)
    expect_static(static_of(file, "wafer", std::string("stage ") + stage),
                  electricity["by_stage"][stage], stage);
  const std::vector<double> drawn = samples_of(file, "wafer", "electricity");
  EXPECT_EQ("", disagreement(drawn, electricity["mc"]));
  EXPECT_NE("", disagreement(drawn, electricity["mc"], 1.01)) << "the twin: one percent more";
  // Wafering's electricity is one parameter and a summand: its first-order share is the ratio of
  // variances.
  const std::vector<double> wafering = samples_of(file, "wafer", "stage wafering");
  const double share = variance_of(wafering) / variance_of(drawn);
  const double wanted =
      golden["electricity_first_order_share_estimated"]["wafer_electricity_kWh_per_m2"];
  EXPECT_NEAR(share, wanted, 0.1 * wanted) << "the golden share is an estimate itself";
  for (const char* grid : grids) {
    expect_static(static_of(file, "wafer", grid), golden["gwp_kgCO2_per_m2"][grid]["static"], grid);
    EXPECT_EQ("",
              disagreement(samples_of(file, "wafer", grid), golden["gwp_kgCO2_per_m2"][grid]["mc"]))
        << grid;
  }
  // The moments of products of lognormals are exact: √n·(ours − exact)/sd is a standard normal
  // number.
  const Output at = output_of(file, "wafer", "electricity");
  const Summary& summary =
      file.summaries()[at.demand * file.header().axes.categories.size() + at.category];
  const double sd = electricity["sd_exact"], se = sd / std::sqrt(32768.0);
  EXPECT_NEAR(summary.mean, electricity["mean_exact"].get<double>(), 4.0 * se);
}

/// A line that points at a process of an LCA model counts what the model says, draw by draw.
TEST(PvChainGolden, ALineThatPointsAtTheProcessCountsTheSame) {
  const json golden = golden_file("pv_chain.json");
  if (golden.is_null()) GTEST_SKIP() << "../shared/golden/pv_chain.json is not there";
  const TempFolder folder;
  write_chain(folder, golden);
  folder.write(
      "a.csv",
      "source,scope,category,amount,unit,factor\nwafers bought,3,1,2000,m2,process:wafering\n"
      "own fuel,1,,10,t,own\n");
  folder.write("f.csv",
               "id,unit_activity,unit_emission,gas,value,distribution,p1,p2,source\nown,kg,kg,CO2,"
               "3,normal,3,0.1,m\n");
  folder.write("study.toml",
               "[study]\nname = \"bought wafers\"\n[[model]]\npath = \"model\"\n"
               "[[demand]]\nname = \"wafer\"\nprocess = \"wafering\"\namount = 1.0\n"
               "[inventory]\nactivities = \"a.csv\"\nfactors = \"f.csv\"\n"
               "model_category = \"CN_Sichuan_2022_average\"\n"
               "[sampling]\niterations = 512\nseed = 12\n");

  const ResultFile file = result_of(folder);

  const json& wanted = golden["gwp_kgCO2_per_m2"]["CN_Sichuan_2022_average"]["static"];
  expect_static(static_of(file, "wafers bought", "ghg"), wanted.get<double>() * 2000.0 / 1000.0,
                "t CO2e");
  expect_static(static_of(file, "scope 1", "ghg"), 30.0, "scope 1");
  expect_static(static_of(file, "type II gross, location-based", "ghg"),
                wanted.get<double>() * 2.0 + 30.0, "all");
  const std::vector<double> line = samples_of(file, "wafers bought", "ghg"),
                            model = samples_of(file, "wafer", "CN_Sichuan_2022_average");
  ASSERT_EQ(512u, line.size());
  EXPECT_GT(*std::max_element(line.begin(), line.end()),
            1.2 * *std::min_element(line.begin(), line.end()));
  for (std::size_t i = 0; i < line.size(); ++i)
    ASSERT_NEAR(line[i], 2.0 * model[i], 1e-6 * line[i]) << i;
}

/// Two years, the factor of a source drawn once for both, activities each year anew.
class TwoYears : public ::testing::TestWithParam<const char*> {};

TEST_P(TwoYears, TotalAndTrendAreThoseOfApproach2) {
  const json golden = golden_file("ipcc_ghgp.json");
  if (golden.is_null()) GTEST_SKIP() << "../shared/golden/ipcc_ghgp.json is not there";
  const bool normal = std::string(GetParam()) == "normal";
  std::string activities = "source,scope,period,amount,unit,factor,uncertainty\n";
  std::string factors = "id,unit_activity,unit_emission,gas,value,distribution,p1,p2,source\n";
  int k = 0;
  for (const json& row : golden["approach1"]["rows"]) {
    const double u_activity = row["E_AD_pct"].get<double>() / 196.0,
                 u_factor = row["F_EF_pct"].get<double>() / 196.0;
    // Of a lognormal of mean m and relative sd u: σ = √ln(1 + u²), median m·exp(−σ²/2).
    const double sigma = std::sqrt(std::log1p(u_activity * u_activity)),
                 sf = std::sqrt(std::log1p(u_factor * u_factor));
    const double median = normal ? 1.0 : std::exp(-0.5 * sigma * sigma),
                 of_factor = normal ? 1.0 : std::exp(-0.5 * sf * sf);
    factors += normal ? fmt::format("f{},kg,kg,CO2e,1,normal,1,{},golden\n", ++k, u_factor)
                      : fmt::format("f{},kg,kg,CO2e,{},lognormal,{},{},golden\n", ++k, of_factor,
                                    std::log(of_factor), sf);
    for (const auto& [year, column] :
         {std::pair{"2013", "C_base"}, std::pair{"2023", "D_year_t"}}) {
      const double amount = row[column].get<double>() * median;
      activities +=
          fmt::format("\"{}\",1,{},{},t,f{},", row["name"].get<std::string>(), year, amount, k) +
          (normal ? fmt::format("normal({})\n", amount * u_activity)
                  : fmt::format("lognormal({})\n", sigma));
    }
  }
  const TempFolder folder;
  folder.write("a.csv", activities);
  folder.write("f.csv", factors);
  folder.write(
      "study.toml",
      "[study]\nname = \"two years\"\n[inventory]\nperiod = \"2023\"\nbase_period = \"2013\"\n"
      "activities = \"a.csv\"\nfactors = \"f.csv\"\n[sampling]\niterations = 32768\nseed = 3\n");

  const ResultFile file = result_of(folder);

  const json& approach2 = golden["approach2"][GetParam()];
  const InventorySummary summary = inventory_summary(file);
  const std::string base = summary.record.demand_of("base gross"),
                    year = summary.record.demand_of("gross");
  std::vector<double> total = samples_of(file, year, "ghg"), change = samples_of(file, base, "ghg");
  EXPECT_EQ("", disagreement(total, approach2["total_t"]));
  EXPECT_NE("", disagreement(total, approach2["total_t"], 1.002)) << "the twin: 0.2 % more";
  for (std::size_t i = 0; i < total.size(); ++i)
    change[i] = (total[i] - change[i]) / change[i] * 100.0;
  EXPECT_EQ("", disagreement(change, approach2["trend_pct"]));
  EXPECT_NE("", disagreement(change, approach2["trend_pct"], 1.01)) << "the twin: another trend";
  ASSERT_TRUE(summary.trend.present);
  EXPECT_NEAR(summary.trend.mean, approach2["trend_pct"]["mean"]["value"].get<double>(), 0.025);
  EXPECT_EQ(1.0, summary.trend.probability_of_reduction);
  ASSERT_EQ(7u, summary.lines.size()) << "lines of the base year are no lines of the year";
  const InventoryLineSummary& coal = summary.lines[2];
  const InventoryRecord::Line& line = summary.record.lines.at(coal.record);
  EXPECT_NEAR((line.activity_upper - line.activity_lower) / 2.0, 3.0, 0.01);
  EXPECT_NEAR((line.factor_upper - line.factor_lower) / 2.0, 7.0, 0.02);
  EXPECT_EQ(summary.approach1.rows.at(2).gas, "CO2e");
  if (!normal) return;  // the static value is the sum of medians there
  const json& approach1 = golden["approach1"];
  expect_static(static_of(file, year, "ghg"), approach1["total_t"], "total");
  expect_static(static_of(file, base, "ghg"), approach1["total_base"], "base");
  EXPECT_NEAR(summary.trend.static_percent, approach1["trend_pct"].get<double>(), 1e-11);
  expect_static(coal.base_static, 30000.0, "coal in the base year");
  // 22 kt and 30 kt, activities ±3 % apart, factor ±7 % together, of 62.65 kt.
  const double apart = std::hypot(22.0, 30.0) * 3.0, together = (30.0 - 22.0) * 7.0;
  EXPECT_NEAR((coal.trend_upper - coal.trend_lower) / 2.0, std::hypot(apart, together) / 62.65,
              0.05);
  EXPECT_NEAR(summary.approach1.u_total, approach1["U_total_pct"].get<double>(), 2e-4);
  EXPECT_NEAR(summary.approach1.u_trend, approach1["U_trend_pct_points"].get<double>(), 2e-4);
}
INSTANTIATE_TEST_SUITE_P(Approach2, TwoYears, ::testing::Values("normal", "lognormal"),
                         [](const auto& of) { return std::string(of.param); });

/// Position of each value among all of them.
std::vector<double> ranks_of(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t i = 0; i < order.size(); ++i) ranks[order[i]] = static_cast<double>(i);
  return ranks;
}

double correlation_of(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> sum = a;
  for (std::size_t i = 0; i < a.size(); ++i) sum[i] += b[i];
  return (variance_of(sum) - variance_of(a) - variance_of(b)) / 2.0 /
         std::sqrt(variance_of(a) * variance_of(b));
}

/// The share under contract is what the wafer factory's claim hangs on.
TEST(WaferFactoryDriver, TheContractsShareOfTheVarianceIsThatOfTheGolden) {
  const json golden = golden_file("leshan_like.json");
  if (golden.is_null()) GTEST_SKIP() << "../shared/golden/leshan_like.json is not there";
  const TempFolder folder;
  std::filesystem::copy(PLUME_SOURCE_DIR "/datasets/studies/wafer_factory", folder.path());
  std::ofstream(folder.path() / "quantities.csv", std::ios::app)
      << "bought,electricity purchased,1,1,,yes,\ncovered,hydropower contracts,1,1,,yes,\n";

  const ResultFile file = result_of(folder);

  std::vector<double> share = samples_of(file, "quantity: covered", "quantity");
  const std::vector<double> bought = samples_of(file, "quantity: bought", "quantity"),
                            gross = samples_of(file, "type I gross, market-based", "ghg");
  for (std::size_t i = 0; i < share.size(); ++i) share[i] /= bought[i];
  const auto n = static_cast<double>(share.size());
  const double rho = golden["spearman_with_typeI_gross_market"]["re_share"];
  EXPECT_NEAR(correlation_of(ranks_of(share), ranks_of(gross)), rho,
              4.0 * 1.5 * (1.0 - rho * rho) / std::sqrt(n));
  // The total is all but linear in the share: its first-order share of the variance is the squared
  // correlation.
  const double first = golden["first_order_variance_share_typeI_gross_market"]["re_share"];
  const double linear = correlation_of(share, gross);
  EXPECT_NEAR(linear * linear, first, 4.0 * 2.0 * std::sqrt(first) * (1.0 - first) / std::sqrt(n));
}

/// The carbon content of a fuel is no emission factor: 44/12 stands between.
TEST(CarbonContent, BecomesCarbonDioxideByTheRatioOfMasses) {
  const TempFolder folder;
  folder.write("a.csv",
               "source,scope,amount,unit,via,factor\nboiler,1,1000,GJ,cn_ng_cc,carbon_to_co2\n"
               "residue,1,3,t C,,carbon_to_co2\n");
  folder.write("study.toml",
               "[study]\nname = \"carbon\"\n[inventory]\nactivities = \"a.csv\"\n"
               "[sampling]\niterations = 16\nseed = 3\n");

  const ResultFile file = result_of(folder);

  EXPECT_NEAR(static_of(file, "boiler", "ghg"), 1000.0 * 0.0153 * 44.0 / 12.0, 1e-10);
  EXPECT_NEAR(static_of(file, "residue", "ghg"), 11.0, 1e-11);
}

/// The tail of a warming potential's normal below 0 is cut off: 100 ± 80 (1σ) has 11 % of it.
TEST(GwpUncertainty, NoGreenhouseGasCools) {
  const TempFolder folder;
  folder.write("a.csv", "source,scope,amount,unit,factor\nleak,1,1,t,gwp_own\n");
  folder.write("f.csv",
               "id,category,unit_activity,unit_emission,gas,value,distribution,p1,p2,source\n"
               "gwp_own,GWP,kg,kg CO2e,XF9,100,normal,100,80,guess\n");
  folder.write(
      "study.toml",
      "[study]\nname = \"cooling\"\n[inventory]\nactivities = \"a.csv\"\nfactors = \"f.csv\"\n"
      "gwp_uncertainty = true\n[sampling]\niterations = 4096\nseed = 3\n");

  const ResultFile file = result_of(folder);

  const std::vector<double> drawn = samples_of(file, "leak", "ghg");
  EXPECT_GT(*std::min_element(drawn.begin(), drawn.end()), 0.0);
  // Mean of a normal cut at 0: μ + σ φ(μ/σ)/Φ(μ/σ) = 100 + 80·0.182649/0.894350 = 116.338; its sd
  // is 66.2.
  double mean = 0.0;
  for (const double x : drawn) mean += x / 4096.0;
  EXPECT_NEAR(mean, 116.338, 4.0 * 66.2 / 64.0);
}

/// Contracts as a table: the rest by the residual mix, a contract with a factor of its own as a
/// line.
TEST(Instruments, CoverAPartAndLeaveTheRest) {
  const TempFolder folder;
  folder.write(
      "q.csv",
      "quantity,of,amount,unit\npower,,1000,MWh\nuncovered,power,1,1\nuncovered,hydropower,-1,1\n"
      "uncovered,gas power,-1,1\n");
  folder.write("i.csv",
               "instrument,covers,of,amount,unit,uncertainty,kind,factor,quality,evidence\n"
               "hydropower,power,power,0.6,1,\"triangular(0.5, 0.6, 0.7)\",PPA,,8,C-1\n"
               "gas power,power,,150,MWh,,supplier,own,8,C-2\n");
  folder.write("f.csv",
               "id,unit_activity,unit_emission,gas,value,distribution,p1,p2,source\n"
               "own,kWh,kg,CO2,0.4,constant,,,supplier\nmix,kWh,kg,CO2,0.6,constant,,,m\n"
               "grid,kWh,kg,CO2,0.5,constant,,,m\n");
  folder.write("a.csv",
               "source,scope,amount,unit,of,factor\ngrid power,2 location,,,power,grid\n"
               "rest,2 market,,,uncovered,mix\n");
  folder.write(
      "study.toml",
      "[study]\nname = \"contracts\"\n[inventory]\nactivities = \"a.csv\"\nquantities = \"q.csv\"\n"
      "instruments = \"i.csv\"\nfactors = \"f.csv\"\n[sampling]\niterations = 512\nseed = 3\n");

  const ResultFile file = result_of(folder);

  EXPECT_NEAR(static_of(file, "scope 2, location-based", "ghg"), 500.0, 1e-9);
  EXPECT_NEAR(static_of(file, "gas power", "ghg"), 60.0, 1e-9);
  EXPECT_NEAR(static_of(file, "rest", "ghg"), 150.0, 1e-9);
  EXPECT_NEAR(static_of(file, "scope 2, market-based", "ghg"), 210.0, 1e-9);
  const std::vector<double> rest = samples_of(file, "rest", "ghg");
  EXPECT_GT(*std::min_element(rest.begin(), rest.end()), 90.0) << "with 0.7 covered by hydropower";
  EXPECT_LT(*std::max_element(rest.begin(), rest.end()), 210.0);
  const auto& instruments = inventory_summary(file).record.instruments;
  ASSERT_EQ(2u, instruments.size());
  EXPECT_EQ("hydropower|PPA|power|MWh|8|C-1|i.csv:2",
            instruments[0].name + "|" + instruments[0].kind + "|" + instruments[0].covers + "|" +
                instruments[0].unit + "|" + instruments[0].quality + "|" + instruments[0].evidence +
                "|" + instruments[0].place);
  EXPECT_NEAR(instruments[0].volume, 600.0, 1e-9);
  EXPECT_NEAR(instruments[1].share, 0.15, 1e-12);
  EXPECT_EQ("0.4 kg/kWh", instruments[1].factor_text);
}

/// Methane by three sets of warming potentials, side by side, from the same draws.
TEST(CompareGwp, EachFurtherSetIsACategoryOfItsOwn) {
  const TempFolder folder;
  folder.write("a.csv", "source,scope,amount,unit,factor,uncertainty\nleak,1,100,t,own,10 %\n");
  folder.write("f.csv",
               "id,unit_activity,unit_emission,gas,value,distribution,p1,p2,source\n"
               "own,kg,kg,CH4 (fossil),0.01,normal,0.01,0.001,measured\n");
  folder.write(
      "study.toml",
      "[study]\nname = \"methane\"\n[inventory]\nactivities = \"a.csv\"\nfactors = \"f.csv\"\n"
      "gwp = \"AR6-100\"\ncompare_gwp = [\"AR6-20\", \"AR4-100\"]\n[sampling]\niterations = "
      "512\nseed = 3\n");

  const ResultFile file = result_of(folder);

  EXPECT_NEAR(29.8, static_of(file, "leak", "ghg"), 1e-9);
  EXPECT_NEAR(82.5, static_of(file, "leak", "ghg AR6-20"), 1e-9);
  EXPECT_NEAR(25.0, static_of(file, "leak", "ghg AR4-100"), 1e-9);
  const std::vector<double> now = samples_of(file, "leak", "ghg"),
                            twenty = samples_of(file, "leak", "ghg AR6-20");
  for (std::size_t i = 0; i < now.size(); ++i)
    ASSERT_NEAR(twenty[i], now[i] * 82.5 / 29.8, 1e-6 * twenty[i]) << i;
  const InventorySummary summary = inventory_summary(file);
  ASSERT_EQ(3u, summary.other_gwp.size()) << "two sets, and the uncertainty of the one that counts";
  EXPECT_EQ("ghg AR6-20", summary.other_gwp[0].demand);
  EXPECT_EQ("ghg AR4-100", summary.other_gwp[1].demand);
  EXPECT_NEAR(82.5, summary.other_gwp[0].static_value, 1e-9);
  EXPECT_GT(summary.other_gwp[2].sd, 1.2 * summary.totals[0].sd) << "the GWP drawn, too";
}

}  // namespace
}  // namespace plume::inventory_golden_test
