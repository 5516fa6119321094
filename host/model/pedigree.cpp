// SPDX-License-Identifier: Apache-2.0
#include "host/model/pedigree.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string>

#include "host/base/letter_case.hpp"
#include "host/base/numbers.hpp"
#include "host/model/model.hpp"

namespace plume {
namespace {

constexpr std::size_t num_indicators = PedigreeScores::num_indicators;

constexpr double factors[num_indicators][5] = {
    {1.00, 1.05, 1.10, 1.20, 1.50}, {1.00, 1.02, 1.05, 1.10, 1.20}, {1.00, 1.03, 1.10, 1.20, 1.50},
    {1.00, 1.01, 1.02, 1.05, 1.10}, {1.00, 1.05, 1.20, 1.50, 2.00}, {1.00, 1.02, 1.05, 1.10, 1.20}};

constexpr double variances[num_indicators][5] = {
    {0.0, 0.0006, 0.002, 0.008, 0.04}, {0.0, 0.0001, 0.0006, 0.002, 0.008},
    {0.0, 0.0002, 0.002, 0.008, 0.04}, {0.0, 2.5e-5, 0.0001, 0.0006, 0.002},
    {0.0, 0.0006, 0.008, 0.04, 0.12},  {0.0, 0.0, 0.0, 0.0, 0.0}};

double squared(double x) { return x * x; }

}  // namespace

std::optional<PedigreeScores> parse_pedigree(std::string_view text) {
  text = trim(text);
  if (text.size() >= 2 && text.front() == '(' && text.back() == ')')
    text = text.substr(1, text.size() - 2);
  PedigreeScores scores;
  std::size_t count = 0;
  while (true) {
    const std::size_t end = text.find_first_of(",;");
    const std::string word = lower_case(trim(text.substr(0, end)));
    if (word.starts_with("bu:")) {
      NumberTrouble trouble;
      const std::optional<double> basic = parse_double(std::string_view(word).substr(3), trouble);
      if (!basic || !(*basic >= 1.0) || end != std::string_view::npos) return std::nullopt;
      scores.basic_uncertainty = *basic;
      break;
    }
    if (count == num_indicators) return std::nullopt;
    if (word.size() == 1 && word[0] >= '1' && word[0] <= '5') {
      scores.score[count] = static_cast<std::uint8_t>(word[0] - '0');
    } else if (word != "na" && word != "n/a" && word != "n.a.") {
      return std::nullopt;
    }
    ++count;
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  if (count < 5) return std::nullopt;
  return scores;
}

double pedigree_variance(const PedigreeScores& scores, PedigreeRules rules) {
  double sum = 0.0;
  for (std::size_t i = 0; i < num_indicators; ++i) {
    if (scores.score[i] == 0) continue;
    const std::size_t column = scores.score[i] - std::size_t{1};
    sum += rules == PedigreeRules::ecoinvent2 ? squared(0.5 * std::log(factors[i][column]))
                                              : variances[i][column];
  }
  return sum;
}

double pedigree_sigma(const PedigreeScores& scores, PedigreeRules rules, double basic_uncertainty) {
  const double basic =
      std::isnan(scores.basic_uncertainty) ? basic_uncertainty : scores.basic_uncertainty;
  return std::sqrt(pedigree_variance(scores, rules) + squared(0.5 * std::log(basic)));
}

void apply_pedigree(Model& model, const PedigreeOptions& options, Findings& findings) {
  std::size_t spreads = 0, filled = 0, unused = 0;
  for (const ExchangePedigree& scored : model.pedigrees) {
    Exchange& exchange = model.exchanges[scored.exchange];
    const double sigma = pedigree_sigma(scored.scores, options.rules, options.basic_uncertainty);
    if (exchange.uncertainty != no_index) {
      Uncertainty& u = model.uncertainties[exchange.uncertainty];
      const bool lognormal = u.kind == DistributionKind::lognormal;
      if (!std::isnan(u.scale) || (!lognormal && u.kind != DistributionKind::normal)) continue;
      if (sigma > 0.0) {
        u.scale = lognormal ? sigma : std::fabs(u.loc) * std::sqrt(std::expm1(squared(sigma)));
        ++spreads;
      } else {
        exchange.uncertainty = no_index;  // the best scores and no basic uncertainty: certain
      }
      continue;
    }
    if (!options.fill_missing) {
      ++unused;
      continue;
    }
    if (!(sigma > 0.0) || exchange.amount == 0.0 || !std::isfinite(exchange.amount)) continue;
    Uncertainty u;
    u.kind = DistributionKind::lognormal;
    u.loc = std::log(std::fabs(exchange.amount));
    u.scale = sigma;
    u.negative = exchange.amount < 0.0;
    exchange.uncertainty = static_cast<std::uint32_t>(model.uncertainties.size());
    model.uncertainties.push_back(u);
    ++filled;
  }
  const char* rules = options.rules == PedigreeRules::ecoinvent2 ? "ecoinvent 2" : "ecoinvent 3";
  if (spreads + filled > 0) {
    findings.add(
        "N0435", {},
        fmt::format(
            "pedigree scores give the spread of {} distributions by the rules of {}; {} of these "
            "exchanges had no distribution and are lognormal now",
            spreads + filled, rules, filled));
  }
  if (unused > 0) {
    findings.add(
        "N0436", {},
        fmt::format("{} exchanges have pedigree scores but no distribution: certain", unused),
        "[pedigree] in the study makes them lognormal");
  }
}

}  // namespace plume
