// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/amount_uncertainty.hpp"

#include <fmt/format.h>

#include <cmath>
#include <vector>

#include "host/base/numbers.hpp"
#include "host/model/distribution.hpp"
#include "host/model/pedigree.hpp"

namespace plume {
namespace {

constexpr double z975 = 1.959963984540054;
constexpr double greatest_normal = 30.0;  // percent: beyond, too much of a normal lies below 0

std::optional<Uncertainty> of_half_width(double u, double amount, std::string& why) {
  if (!(u >= 0.0) || !(u <= 1000.0)) {
    why = "a half-width is 0 to 1000 %";
    return {};
  }
  Uncertainty made;
  if (u == 0.0 || amount == 0.0) return made;
  if (u <= greatest_normal) {
    made.kind = DistributionKind::normal;
    made.loc = amount;
    made.scale = std::abs(amount) * u / 100.0 / z975;
    return made;
  }
  const double half = u / 200.0, log_variance = std::log(1.0 + half * half);
  made.kind = DistributionKind::lognormal;
  made.negative = amount < 0.0;
  made.loc = std::log(std::abs(amount)) - 0.5 * log_variance;
  made.scale = std::sqrt(log_variance);
  made.median_given = true;
  return made;
}

/// "name(1, 2)" taken apart; nothing where it is not so written.
struct Call {
  std::string name;
  std::vector<double> numbers;
};
std::optional<Call> parse_call(std::string_view text) {
  const std::size_t open = text.find('(');
  if (open == std::string_view::npos || text.back() != ')') return {};
  Call call;
  call.name = trim(text.substr(0, open));
  std::string_view rest = text.substr(open + 1, text.size() - open - 2);
  while (true) {
    const std::size_t comma = rest.find(',');
    NumberTrouble trouble;
    const auto number = parse_double(rest.substr(0, comma), trouble);
    if (!number) return {};
    call.numbers.push_back(*number);
    if (comma == std::string_view::npos) return call;
    rest = rest.substr(comma + 1);
  }
}

}  // namespace

std::optional<Uncertainty> parse_amount_uncertainty(std::string_view given, double amount, std::string& why) {
  std::string_view text = trim(given);
  Uncertainty made;
  if (text.empty()) return made;
  if (text == "constant") {
    made.kind = DistributionKind::none;
    return made;
  }
  if (text.front() == '(') {
    const auto scores = parse_pedigree(text);
    if (!scores || amount == 0.0) {
      why = "pedigree scores are five or six numbers from 1 to 5";
      return {};
    }
    made.kind = DistributionKind::lognormal;
    made.loc = std::log(std::abs(amount));
    made.negative = amount < 0.0;
    made.scale = pedigree_sigma(*scores, PedigreeRules::ecoinvent3, 1.0);
    made.median_given = true;
    return made.scale > 0.0 ? made : Uncertainty{};
  }
  if (text.starts_with("meter class")) {
    NumberTrouble trouble;
    const auto meter = parse_double(text.substr(11), trouble);
    if (!meter) {
      why = "a meter class is a number, such as 0.5";
      return {};
    }
    return of_half_width(*meter, amount, why);
  }
  if (text.ends_with('%')) {
    text = trim(text.substr(0, text.size() - 1));
    for (const std::string_view sign : {std::string_view("±"), std::string_view("+-")}) {
      if (text.starts_with(sign)) text.remove_prefix(sign.size());
    }
    NumberTrouble trouble;
    if (const auto u = parse_double(text, trouble)) return of_half_width(*u, amount, why);
  }
  why =
      "write a half-width such as 5 %, 'meter class 0.5', pedigree scores, or normal(sd), lognormal(sigma), "
      "uniform(a, b), triangular(a, mode, b), pert(a, mode, b), beta(a, b), bernoulli(p), constant";
  const auto call = text.empty() ? std::nullopt : parse_call(text);
  if (!call) return {};
  const std::vector<double>& p = call->numbers;
  const auto is = [&](const char* name, std::size_t count) { return call->name == name && p.size() == count; };
  if (is("normal", 1) && p[0] > 0.0) {
    made.kind = DistributionKind::normal;
    made.loc = amount;
    made.scale = p[0];
  } else if (is("lognormal", 1) && p[0] > 0.0 && amount != 0.0) {
    made.kind = DistributionKind::lognormal;
    made.loc = std::log(std::abs(amount));
    made.negative = amount < 0.0;
    made.scale = p[0];
    made.median_given = true;
  } else if (is("uniform", 2) && p[0] < p[1]) {
    made.kind = DistributionKind::uniform;
    made.minimum = p[0];
    made.maximum = p[1];
  } else if ((is("triangular", 3) || is("pert", 3)) && p[0] <= p[1] && p[1] <= p[2] && p[0] < p[2]) {
    made.kind = call->name == "pert" ? DistributionKind::beta_pert : DistributionKind::triangular;
    made.minimum = p[0];
    made.loc = p[1];
    made.maximum = p[2];
  } else if (is("beta", 2) && p[0] > 0.0 && p[1] > 0.0) {
    made.kind = DistributionKind::beta;
    made.loc = p[0];
    made.shape = p[1];
  } else if (is("bernoulli", 1) && p[0] >= 0.0 && p[0] <= 1.0) {
    made.kind = DistributionKind::bernoulli;
    made.loc = p[0];
  } else {
    return {};
  }
  why.clear();
  return made;
}

PercentEnds ends95_percent(const Uncertainty& uncertainty, double static_value) {
  if (uncertainty.is_certain() || static_value == 0.0) return {};
  const Distribution distribution(uncertainty);
  const double scale = 100.0 / std::abs(static_value);
  return {(distribution.value({0.025, 0.975}) - static_value) * scale,
          (distribution.value({0.975, 0.025}) - static_value) * scale};
}

double u95_percent(const Uncertainty& uncertainty, double static_value) {
  const PercentEnds ends = ends95_percent(uncertainty, static_value);
  return (ends.upper - ends.lower) / 2.0;
}

}  // namespace plume
