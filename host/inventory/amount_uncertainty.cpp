// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/amount_uncertainty.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "host/base/constants.hpp"
#include "host/base/letter_case.hpp"
#include "host/base/numbers.hpp"
#include "host/model/distribution.hpp"
#include "host/model/pedigree.hpp"

namespace plume {
namespace {

using Read = std::optional<AmountUncertainty>;

// percent: beyond, too much of a normal lies below 0
constexpr double greatest_normal_percent = 30.0;
constexpr const char* ways =
    "write a half-width such as 5 %, 'meter class 0.5', pedigree scores, or normal(sd), "
    "lognormal(sigma), "
    "uniform(a, b), triangular(a, mode, b), pert(a, mode, b), beta(a, b), bernoulli(p), constant";

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

/// Lower case, one kind of blank, bracket, minus and percent sign.
std::string plain_text(std::string_view text) {
  std::string plain = lower_case(trim(text));
  constexpr std::pair<const char*, const char*> same[] = {
      {"\u00a0", " "}, {"\u202f", " "},   {"\u2009", " "},  {"（", "("},     {"）", ")"},
      {"，", ","},     {"；", ";"},       {"％", "%"},      {"\u2212", "-"}, {"\u2013", "-"},
      {"＋", "+"},     {"per cent", "%"}, {"percent", "%"}, {"pct", "%"}};
  for (const auto& [from, to] : same) replace_all(plain, from, to);
  return std::string(trim(plain));
}

Read certain() {
  Read made = AmountUncertainty{};
  made->drawn.kind = DistributionKind::none;
  return made;
}

Read of_half_width(double u, double amount, std::string& why) {
  if (!(u >= 0.0) || !(u <= 1000.0)) {
    why = "a half-width is 0 to 1000 %";
    return {};
  }
  if (u == 0.0) return certain();
  AmountUncertainty made;
  made.written_percent = u;
  if (amount == 0.0) return made;
  if (u <= greatest_normal_percent) {
    made.drawn.kind = DistributionKind::normal;
    made.drawn.loc = amount;
    made.drawn.scale = std::abs(amount) * u / 100.0 / z95;
    return made;
  }
  const double half = u / 200.0, log_variance = std::log(1.0 + half * half);
  made.drawn.kind = DistributionKind::lognormal;
  made.drawn.negative = amount < 0.0;
  made.drawn.loc = std::log(std::abs(amount)) - 0.5 * log_variance;
  made.drawn.scale = std::sqrt(log_variance);
  made.drawn.median_given = true;
  return made;
}

/// Median |amount|, this σ of ln.
AmountUncertainty lognormal_about(double amount, double sigma) {
  AmountUncertainty made;
  if (amount == 0.0) return made;
  made.drawn.kind = DistributionKind::lognormal;
  made.drawn.loc = std::log(std::abs(amount));
  made.drawn.negative = amount < 0.0;
  made.drawn.scale = sigma;
  made.drawn.median_given = true;
  return made;
}

/// "5.5", and "5,5" where the comma can only be a decimal one.
std::optional<double> number_of(std::string_view text) {
  std::string plain(trim(text));
  const std::size_t comma = plain.find(',');
  if (comma != std::string::npos && plain.size() - comma != 4 &&
      plain.find('.') == std::string::npos)
    plain[comma] = '.';
  NumberTrouble ignored;
  return parse_double(plain, ignored);
}

/// Takes "(95 % CI)", "(k=2)" off the end; false where the brackets speak of another interval, and
/// `why` says so.
bool take_interval_note(std::string& text, std::string& why) {
  const std::size_t open = text.rfind('(');
  if (!text.ends_with(')') || open == std::string::npos || text.find('%') > text.find('('))
    return true;
  std::string note;
  for (const char c : text.substr(open + 1, text.size() - open - 2))
    if (c != ' ' && c != '.' && c != '-') note += c;
  for (const char* known :
       {"95%", "95%ci", "ci95%", "ci95", "95ci", "95%confidence", "95%confidenceinterval",
        "95%level", "95%confidencelevel", "k=2", "k2", "2sigma", "2σ", "2sd", "u95"}) {
    if (note != known) continue;
    text = trim(text.substr(0, open));
    return true;
  }
  why = fmt::format("'{}' is no 95 % interval: give half of the 95 % interval, such as 5 %",
                    text.substr(open));
  return false;
}

bool has_percent(const std::string& text) {
  return text.find('%') != std::string::npos && !text.starts_with('(');
}

Read of_percent(std::string text, double amount, std::string& why) {
  if (!take_interval_note(text, why)) return {};
  for (const std::string_view sign : {"±", "+/-", "+-", "-/+", "+"}) {
    if (!text.starts_with(sign)) continue;
    text = trim(text.substr(sign.size()));
    break;
  }
  why = ways;
  if (!text.ends_with('%')) return {};
  text.pop_back();
  const auto u = number_of(text);
  return u ? of_half_width(*u, amount, why) : Read{};
}

/// "(2,2,1,2,1,5)"; without brackets also with blanks or slashes between.
std::optional<PedigreeScores> scores_of(std::string text) {
  if (auto scores = parse_pedigree(text)) return scores;
  if (text.find_first_not_of("12345 /") != std::string::npos) return {};
  std::replace(text.begin(), text.end(), '/', ' ');
  std::string parted;
  for (const char c : text)
    parted += c == ' ' ? (parted.ends_with(';') ? "" : ";") : std::string(1, c);
  return parse_pedigree(parted);
}

AmountUncertainty of_scores(const PedigreeScores& scores, double amount) {
  const double sigma = pedigree_sigma(scores, PedigreeRules::ecoinvent3, 1.0);
  return sigma > 0.0 ? lognormal_about(amount, sigma) : AmountUncertainty{};
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
    const std::size_t comma = rest.find_first_of(",;");
    NumberTrouble trouble;
    const auto number = parse_double(rest.substr(0, comma), trouble);
    if (!number) return {};
    call.numbers.push_back(*number);
    if (comma == std::string_view::npos) return call;
    rest = rest.substr(comma + 1);
  }
}

/// Distributions of ends of their own, which do not follow from the amount.
std::optional<Uncertainty> of_own_ends(const Call& call) {
  const std::vector<double>& p = call.numbers;
  const auto is = [&](const char* name, std::size_t count) {
    return call.name == name && p.size() == count;
  };
  Uncertainty made;
  if (is("uniform", 2) && p[0] < p[1]) {
    made.kind = DistributionKind::uniform;
    made.minimum = p[0];
    made.maximum = p[1];
  } else if ((is("triangular", 3) || is("pert", 3)) && p[0] <= p[1] && p[1] <= p[2] &&
             p[0] < p[2]) {
    made.kind = call.name == "pert" ? DistributionKind::beta_pert : DistributionKind::triangular;
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
  return made;
}

/// The static value is one of those drawn; where it is not their centre either, that is said.
Read held_against(const Uncertainty& made, const std::string& text, double amount, AmountKind kind,
                  std::string& why) {
  AmountUncertainty read;
  if (amount == 0.0 && kind == AmountKind::amount) {
    read.remark = fmt::format("an amount of 0 has no spread: '{}' is not drawn", text);
    return read;
  }
  const Distribution drawn(made);
  if (!(amount >= drawn.least() && amount <= drawn.most())) {
    why =
        fmt::format("the amount {} lies outside of {} to {}, which would be drawn",
                    format_exact(amount), format_exact(drawn.least()), format_exact(drawn.most()));
    return {};
  }
  read.drawn = made;
  const double mean = drawn.moments().mean, near = 0.01 * (drawn.most() - drawn.least());
  const bool is_centre = std::abs(amount - mean) <= near || std::abs(amount - made.loc) <= near ||
                         std::abs(amount - drawn.value({0.5, 0.5})) <= near;
  const bool is_choice =
      made.kind == DistributionKind::bernoulli || made.kind == DistributionKind::beta;
  if (!is_centre && !is_choice)
    read.remark = fmt::format("the amount {} is not the middle of '{}', whose mean is {}",
                              format_exact(amount), text, format_significant(mean, 4));
  return read;
}

Read of_call(const std::string& text, double amount, AmountKind kind, std::string& why) {
  const auto call = parse_call(text);
  if (!call) return {};
  const std::vector<double>& p = call->numbers;
  if (call->name == "normal" && p.size() == 1 && p[0] > 0.0) {
    AmountUncertainty made;
    if (amount == 0.0 && kind == AmountKind::amount) {
      made.remark = fmt::format("an amount of 0 has no spread: '{}' is not drawn", text);
      return made;
    }
    made.drawn.kind = DistributionKind::normal;
    made.drawn.loc = amount;
    made.drawn.scale = p[0];
    return made;
  }
  if (call->name == "lognormal" && p.size() == 1 && p[0] > 0.0)
    return lognormal_about(amount, p[0]);
  const auto made = of_own_ends(*call);
  return made ? held_against(*made, text, amount, kind, why) : Read{};
}

}  // namespace

std::optional<AmountUncertainty> read_amount_uncertainty(std::string_view given, double amount,
                                                         AmountKind kind, std::string& why) {
  const std::string text = plain_text(given);
  for (const char* unknown :
       {"", "n/a", "na", "n.a.", "none", "-", "--", "unknown", "not known", "?"})
    if (text == unknown) return AmountUncertainty{};
  for (const char* sure : {"constant", "exact", "certain"})
    if (text == sure) return certain();
  if (has_percent(text)) return of_percent(text, amount, why);
  if (text.starts_with("meter class")) {
    if (const auto meter = number_of(std::string_view(text).substr(11)))
      return of_half_width(*meter, amount, why);
    why = "a meter class is a number, such as 0.5";
    return {};
  }
  if (const auto scores = scores_of(text)) return of_scores(*scores, amount);
  if (text.front() == '(') {
    why = "pedigree scores are five or six numbers from 1 to 5";
    return {};
  }
  if (const auto number = number_of(text)) {
    why = fmt::format(
        "write '{0} %' for half of the 95 % interval, or normal({0}) for a standard deviation",
        format_exact(*number));
    return {};
  }
  why = ways;
  return of_call(text, amount, kind, why);
}

PercentEnds ends95_percent(const Uncertainty& uncertainty, double static_value) {
  if (uncertainty.is_certain() || static_value == 0.0) return {};
  const Distribution distribution(uncertainty);
  const double scale = 100.0 / std::abs(static_value);
  const double first = distribution.value({0.025, 0.975}),
               last = distribution.value({0.975, 0.025});
  return {(std::min(first, last) - static_value) * scale,
          (std::max(first, last) - static_value) * scale};
}

double u95_percent(const Uncertainty& uncertainty, double static_value) {
  const PercentEnds ends = ends95_percent(uncertainty, static_value);
  return (ends.upper - ends.lower) / 2.0;
}

}  // namespace plume
