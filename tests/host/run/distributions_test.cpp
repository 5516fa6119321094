// SPDX-License-Identifier: Apache-2.0
// Every distribution on the whole way: a plain package with one emission of each, drawn through the
// engine, against closed forms. Mean and standard deviation within 4 standard errors (n = 20,480,
// fixed seed); the twin, a tenth more spread, must not be.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numeric>
#include <string>
#include <vector>

#include "host/run/run_study.hpp"
#include "host/store/result.hpp"
#include "tests/host/run/golden_models.hpp"

namespace plume::distributions_test {
namespace {

using testing::scratch;

struct Emission {
  std::string name;
  double amount;
  /// distribution,loc,scale,shape,minimum,maximum,gsd,sd,mean,low95,high95,table,pedigree
  std::string cells;
  double mean, sd;
};

double gamma_function(double x) { return std::tgamma(x); }

std::vector<Emission> emissions() {
  const double pi = 3.14159265358979323846, euler = 0.57721566490153286;
  const double s = 0.4, m2 = std::exp(s * s / 2), g = gamma_function(1 + 1 / 1.5);
  // Standard normal between −1 and 2.
  const auto density = [&](double z) { return std::exp(-z * z / 2) / std::sqrt(2 * pi); };
  const auto phi = [](double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); };
  const double mass = phi(2) - phi(-1), tm = (density(-1) - density(2)) / mass,
               tv = 1 + (-1 * density(-1) - 2 * density(2)) / mass - tm * tm;
  // Exponential between 1 and 3: memoryless, so 1 + that between 0 and 2.
  const double q = std::exp(-2.0), em = 1 - 2 * q / (1 - q), ev = 1 - 4 * q / ((1 - q) * (1 - q));
  return {
      {"lognormal", 2, "lognormal,,0.4,,,,,,,,,,", 2 * m2, 2 * m2 * std::sqrt(std::expm1(s * s))},
      {"negative", -2, "lognormal,,0.4,,,,,,,,,,", -2 * m2, 2 * m2 * std::sqrt(std::expm1(s * s))},
      {"by_mean", 2, "lognormal,,,,,,,1.5,3,,,,", 3, 1.5},
      {"by_bounds", 2, "lognormal,,,,,,,,,0.5,2,,",
       std::exp(0.5 * std::pow(std::log(2.0) / 1.959963984540054, 2)),
       std::exp(0.5 * std::pow(std::log(2.0) / 1.959963984540054, 2)) *
           std::sqrt(std::expm1(std::pow(std::log(2.0) / 1.959963984540054, 2)))},
      {"by_scores", 2, "lognormal,,,,,,,,,,,,1;1;1;1;5", 2 * std::exp(0.06),
       2 * std::exp(0.06) * std::sqrt(std::expm1(0.12))},
      {"scores_alone", 2, ",,,,,,,,,,,,1;1;1;1;5", 2 * std::exp(0.06),
       2 * std::exp(0.06) * std::sqrt(std::expm1(0.12))},
      {"normal", 5, "normal,,0.5,,,,,,,,,,", 5, 0.5},
      {"truncated", 1, "normal,0,1,,-1,2,,,,,,,", tm, std::sqrt(tv)},
      {"uniform", 1, "uniform,,,,0,6,,,,,,,", 3, 6 / std::sqrt(12.0)},
      {"triangular", 1, "triangular,,,,0,5,,,,,,,", 2, std::sqrt((25 + 1 - 5) / 18.0)},
      {"bernoulli", 1, "bernoulli,0.3,,,,,,,,,,,", 0.3, std::sqrt(0.21)},
      {"discrete", 1, "discrete_uniform,,,,0,6,,,,,,,", 2.5, std::sqrt(35 / 12.0)},
      {"weibull", 1, "weibull,,2,1.5,,,,,,,,,", 2 * g,
       2 * std::sqrt(gamma_function(1 + 2 / 1.5) - g * g)},
      {"negative_weibull", -1, "weibull,,2,1.5,,,,,,,,,", -2 * g,
       2 * std::sqrt(gamma_function(1 + 2 / 1.5) - g * g)},
      {"gamma", 1, "gamma,1,2,2.5,,,,,,,,,", 6, 2 * std::sqrt(2.5)},
      {"truncated_gamma", 1.5, "gamma,,1,1,1,3,,,,,,,", 1 + em, std::sqrt(ev)},
      {"beta", 30, "beta,2,,5,0,100,,,,,,,", 200 / 7.0, 100 * std::sqrt(10.0 / (49 * 8))},
      {"gumbel", 4, "generalized_extreme_value,,0.7,,,,,,,,,,", 4 + 0.7 * euler,
       0.7 * pi / std::sqrt(6.0)},
      {"weibull_tail", 4, "generalized_extreme_value,,0.7,-0.2,,,,,,,,,",
       4 + 0.7 * (1 - gamma_function(1.2)) / 0.2,
       0.7 / 0.2 * std::sqrt(gamma_function(1.4) - gamma_function(1.2) * gamma_function(1.2))},
      {"students_t", 3, "students_t,,0.5,10,,,,,,,,,", 3, 0.5 * std::sqrt(1.25)},
      {"beta_pert", 2, "beta_pert,,,,0,10,,,,,,,", 3, std::sqrt(3.0)},
      {"log_uniform", 1, "log_uniform,,,,1,10,,,,,,,", 9 / std::log(10.0),
       std::sqrt(99 / (2 * std::log(10.0)) - std::pow(9 / std::log(10.0), 2))},
      {"empirical", 2, "empirical,,,,,,,,,,,values,", 2, std::sqrt(0.25 * 1 + 0.5 * 0 + 0.25 * 1)},
      {"choice", 2, "categorical,,,,,2.5,,,,,,values,", 5 / 3.0, std::sqrt(2.0) / 3},
      {"histogram", 2, "histogram,,,,,,,,,,,bins,", 0.25 * 1 + 0.75 * 4,
       std::sqrt(0.25 * (4 / 12.0 + std::pow(1 - 3.25, 2)) +
                 0.75 * (4 / 12.0 + std::pow(4 - 3.25, 2)))},
      {"mixture", 2, "mixture,,,,,,,,,,,parts,", 0.5 * 1 + 0.3 * 5 + 0.2 * 8,
       std::sqrt(0.5 * (0.04 + std::pow(1 - 3.6, 2)) + 0.3 * (4 / 12.0 + std::pow(5 - 3.6, 2)) +
                 0.2 * std::pow(8 - 3.6, 2))}};
}

std::filesystem::path write_study(const std::string& name, const std::string& extra) {
  const std::filesystem::path folder = scratch(name);
  std::filesystem::create_directories(folder / "m");
  const auto file = [&](const char* path) { return std::ofstream(folder / path); };
  file("m/processes.csv") << "id,unit\np,kg\n";
  auto flows = file("m/flows.csv");
  auto exchanges = file("m/exchanges.csv");
  auto categories = file("m/categories.csv");
  auto factors = file("m/factors.csv");
  flows << "id,unit\n";
  categories << "id,unit\n";
  factors << "category,flow,amount\n";
  exchanges << "process,type,item,amount,distribution,loc,scale,shape,minimum,maximum,gsd,sd,mean,"
               "low95,high95,table,"
               "pedigree\n";
  for (const Emission& e : emissions()) {
    flows << e.name << ",kg\n";
    categories << e.name << ",kg\n";
    factors << e.name << ',' << e.name << ",1\n";
    exchanges << "p,emission," << e.name << ',' << e.amount << ',' << e.cells << '\n';
  }
  file("m/distributions.csv")
      << "id,value,low,high,weight,distribution,sd,minimum,maximum\n"
         "values,1,,,1,,,,\nvalues,2,,,2,,,,\nvalues,3,,,1,,,,\n"
         "bins,,0,2,1,,,,\nbins,,3,5,3,,,,\n"
         "parts,1,,,5,normal,0.2,,\nparts,,,,3,uniform,,4,6\nparts,8,,,2,,,,\n";
  std::ofstream study(folder / "study.toml");
  study
      << "[study]\nname = 'every distribution'\n[[model]]\npath = 'm'\n[[demand]]\nprocess = 'p'\n"
         "[sampling]\niterations = 20480\nseed = 11\n[pedigree]\n"
      << extra;
  return folder / "study.toml";
}

double sd_of(const std::vector<double>& x, double mean) {
  double sum = 0.0;
  for (const double value : x) sum += (value - mean) * (value - mean);
  return std::sqrt(sum / static_cast<double>(x.size() - 1));
}

TEST(EveryDistribution, HasItsMeanAndDeviationInARun) {
  for (const bool fp64 : {false, true}) {
    RunOptions options;
    options.device = "cpu";
    options.result_path = scratch("every_distribution.h5");
    if (fp64) options.overrides = {{"solver.precision", "double"}, {"sampling.iterations", "4096"}};
    const RunReport report = run_study(write_study("every_distribution", ""), options);
    for (const Finding& finding : report.findings.list())
      EXPECT_EQ(finding.code[0], 'N') << to_string(finding);
    const ResultFile file(report.result_path);
    const std::vector<Emission> all = emissions();
    ASSERT_EQ(file.header().axes.categories.size(), all.size());
    for (std::size_t k = 0; k < all.size(); ++k) {
      ASSERT_EQ(file.header().axes.categories[k].id, all[k].name);
      const std::vector<double> x = file.samples(0, k);
      const double n = static_cast<double>(x.size());
      const double mean = std::accumulate(x.begin(), x.end(), 0.0) / n, sd = sd_of(x, mean);
      double fourth = 0.0;
      for (const double value : x) fourth += std::pow((value - mean) / sd, 4) / n;
      const double se_mean = sd / std::sqrt(n), se_sd = sd * std::sqrt((fourth - 1) / n) / 2;
      EXPECT_NEAR(mean, all[k].mean, 4 * se_mean) << all[k].name;
      EXPECT_NEAR(sd, all[k].sd, 4 * se_sd) << all[k].name;
      if (!fp64) {
        EXPECT_GT(std::fabs(1.1 * sd - all[k].sd), 4 * se_sd) << all[k].name;
      }
    }
    EXPECT_EQ(file.header().provenance.lognormals.count, 6u);
  }
}

TEST(EveryDistribution, TheAnchorOfOneModelMovesItsLognormals) {
  std::filesystem::path study = write_study("anchored", "");
  std::ifstream in(study);
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  text.replace(text.find("path = 'm'"), 10, "path = 'm'\nlognormal_anchor = 'mean'");
  std::ofstream(study) << text;
  RunOptions options;
  options.device = "cpu";
  options.result_path = scratch("anchored.h5");
  const RunReport report = run_study(study, options);
  const Provenance& made = report.header.provenance;
  EXPECT_EQ(made.lognormal_anchor, "median; mean of 'm'");
  EXPECT_EQ(made.lognormals.count, 6u);
  EXPECT_EQ(made.lognormals.at_mean, 4u);  // not those given by mean and deviation or by bounds
  EXPECT_NEAR(made.lognormals.largest_mean_to_median, std::sqrt(1.25), 1e-12);
  const Summary& lognormal = report.summaries[0];
  EXPECT_NEAR(lognormal.mean, 2.0, 4 * lognormal.se_mean);
  // where it would be at the median
  EXPECT_GT(2.0 * std::exp(0.08) - lognormal.mean, 4 * lognormal.se_mean);
  EXPECT_NEAR(report.summaries[2].mean, 3.0, 4 * report.summaries[2].se_mean);
}

}  // namespace
}  // namespace plume::distributions_test
