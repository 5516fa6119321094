// SPDX-License-Identifier: Apache-2.0
#include "host/model/check_distributions.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <string>

#include "host/base/numbers.hpp"
#include "host/model/examples.hpp"

namespace plume {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double least_mass = 1e-12;
constexpr double suspicious_sigma = 2.5;   // gsd 12; importers of ecoinvent treat more as a mistake
constexpr double median_tolerance = 0.01;  // well above what storage in 32 bits can do
constexpr double range_tolerance = 1e-6;   // bounds may be stored in 32 bits, the amount in 64

/// Share of the standard normal above z.
double upper_tail(double z) { return 0.5 * std::erfc(z / std::sqrt(2.0)); }

double normal_mass(double low, double high) {
  if (low > 0.0) return upper_tail(low) - upper_tail(high);
  if (high < 0.0) return upper_tail(-high) - upper_tail(-low);
  return 1.0 - upper_tail(high) - upper_tail(-low);
}

/// What is wrong, as the end of "distribution not drawn, static amount used: …", and what to do.
struct FaultText {
  const char* code;
  const char* what;
  const char* hint;
};

FaultText text_of(DistributionFault fault) {
  switch (fault) {
    case DistributionFault::scale:
      return {"W0411", "scale is not a finite number above 0",
              "for a lognormal scale is the standard deviation of ln x, for a normal that of x"};
    case DistributionFault::loc:
      return {"W0412", "loc is not a finite number", "for a lognormal loc is ln of the median, for a normal the mean"};
    case DistributionFault::bounds_missing:
      return {"W0413", "minimum or maximum is not a finite number", "uniform and triangular need both bounds"};
    case DistributionFault::bounds_reversed:
      return {"W0414", "minimum is not below maximum", "exchange the bounds, or leave the distribution out"};
    case DistributionFault::mode:
      return {"W0415", "loc (the mode) is not between minimum and maximum", "allowed: minimum <= loc <= maximum"};
    case DistributionFault::truncation_reversed:
      return {"W0416", "the bounds that truncate it are reversed", "minimum must be below maximum"};
    case DistributionFault::truncation_empty:
      return {"W0417", "less than 1e-12 of it lies between its bounds",
              "move the bounds, or leave the distribution out"};
    case DistributionFault::unknown:
      return {"W0419", "no distribution has this number", "allowed: 0 to 13, as in stats_arrays"};
    case DistributionFault::not_offered:
      return {"W0418", "this version draws no such distribution", "drawn are lognormal, normal, uniform, triangular"};
    case DistributionFault::none:
      break;
  }
  return {"", "", ""};
}

std::string parameters(const Uncertainty& u) {
  const auto given = [](const char* name, double value) {
    return std::isnan(value) ? std::string{} : fmt::format(" {} {}", name, format_exact(value));
  };
  const std::string kind = fault_of(u) == DistributionFault::unknown
                               ? fmt::format("distribution {}", static_cast<int>(u.kind))
                               : std::string(name_of(u.kind));
  return kind + given("loc", u.loc) + given("scale", u.scale) + given("shape", u.shape) + given("minimum", u.minimum) +
         given("maximum", u.maximum);
}

/// One kind of finding over all exchanges.
struct Gathered {
  Examples examples{"exchange"};
  Place first;

  template <class Describe>
  void add(const Model& model, const Exchange& exchange, const Describe& describe) {
    if (examples.empty()) first = model.place_of(exchange);
    examples.add([&] {
      std::string text = fmt::format("{} ({})", model.label_of(exchange), describe());
      const Place place = model.place_of(exchange);
      if (place.line > 0) text += fmt::format(" at {}:{}", place.file, place.line);
      return text;
    });
  }
};

bool is_outside(double amount, const Uncertainty& u) {
  const double slack = range_tolerance * std::fabs(amount);
  return amount < u.minimum - slack || amount > u.maximum + slack;  // false for a bound that is not given
}

}  // namespace

double mass_inside(const Uncertainty& u) {
  double low = std::isnan(u.minimum) ? -infinity : u.minimum;
  double high = std::isnan(u.maximum) ? infinity : u.maximum;
  if (u.kind == DistributionKind::lognormal) {
    if (u.negative) {
      const double mirrored = -low;
      low = -high;
      high = mirrored;
    }
    if (high <= 0.0) return 0.0;
    low = low > 0.0 ? std::log(low) : -infinity;
    high = std::log(high);
  }
  return normal_mass((low - u.loc) / u.scale, (high - u.loc) / u.scale);
}

DistributionFault fault_of(const Uncertainty& u) {
  switch (u.kind) {
    case DistributionKind::undefined:
    case DistributionKind::none:
      return DistributionFault::none;
    case DistributionKind::lognormal:
    case DistributionKind::normal:
      if (!std::isfinite(u.scale) || u.scale <= 0.0) return DistributionFault::scale;
      if (!std::isfinite(u.loc)) return DistributionFault::loc;
      if (u.minimum >= u.maximum) return DistributionFault::truncation_reversed;
      return mass_inside(u) < least_mass ? DistributionFault::truncation_empty : DistributionFault::none;
    case DistributionKind::uniform:
    case DistributionKind::triangular:
      if (!std::isfinite(u.minimum) || !std::isfinite(u.maximum)) return DistributionFault::bounds_missing;
      if (u.minimum >= u.maximum) return DistributionFault::bounds_reversed;
      if (u.kind == DistributionKind::triangular && !(u.loc >= u.minimum && u.loc <= u.maximum))
        return DistributionFault::mode;
      return DistributionFault::none;
    case DistributionKind::bernoulli:
    case DistributionKind::discrete_uniform:
    case DistributionKind::weibull:
    case DistributionKind::gamma:
    case DistributionKind::beta:
    case DistributionKind::generalized_extreme_value:
    case DistributionKind::students_t:
    case DistributionKind::beta_pert:
      return DistributionFault::not_offered;
  }
  return DistributionFault::unknown;
}

void check_distributions(Model& model, Findings& findings) {
  // Ordered maps, so that the findings come in the same order each time.
  std::map<DistributionFault, Gathered> faults;
  std::map<DistributionKind, Gathered> not_offered;
  Gathered wrong_sign, wide, outside;
  Examples not_median("exchange");
  double largest = 0.0;
  const Exchange* farthest = nullptr;

  for (Exchange& exchange : model.exchanges) {
    if (exchange.uncertainty == no_index) continue;
    const Uncertainty& u = model.uncertainties[exchange.uncertainty];
    const DistributionFault fault = fault_of(u);
    if (fault != DistributionFault::none) {
      Gathered& gathered = fault == DistributionFault::not_offered ? not_offered[u.kind] : faults[fault];
      gathered.add(model, exchange, [&] { return parameters(u); });
      exchange.uncertainty = no_index;
      continue;
    }
    const bool is_lognormal = u.kind == DistributionKind::lognormal;
    if (is_lognormal && u.scale > suspicious_sigma) wide.add(model, exchange, [&] { return parameters(u); });
    // The static amount of a presampled exchange need not mean anything.
    if (exchange.array != no_index || !std::isfinite(exchange.amount)) continue;
    if (is_lognormal && exchange.amount != 0.0 && (exchange.amount < 0.0) != u.negative) {
      wrong_sign.add(model, exchange, [&] {
        return fmt::format("amount {}, draws {} 0", format_exact(exchange.amount), u.negative ? "below" : "above");
      });
    } else if (is_lognormal) {
      const double median = std::exp(u.loc);
      const double deviation = std::fabs(std::fabs(exchange.amount) - median) / median;
      if (deviation > median_tolerance) {
        not_median.add([] { return std::string{}; });
        if (farthest == nullptr || deviation > largest) farthest = &exchange, largest = deviation;
      }
    }
    if (is_outside(exchange.amount, u)) {
      outside.add(model, exchange,
                  [&] { return fmt::format("amount {}, {}", format_exact(exchange.amount), parameters(u)); });
    }
  }

  const auto report = [&findings](const char* code, const Gathered& gathered, std::string_view what, const char* hint) {
    if (gathered.examples.empty()) return;
    findings.add(code, gathered.first,
                 fmt::format("{} in {}: {}", what, gathered.examples.count_text(), gathered.examples.list()), hint);
  };
  for (const auto& [fault, gathered] : faults) {
    const FaultText text = text_of(fault);
    report(text.code, gathered, fmt::format("distribution not drawn, static amount used: {}", text.what), text.hint);
  }
  for (const auto& [kind, gathered] : not_offered) {
    const FaultText text = text_of(DistributionFault::not_offered);
    report(text.code, gathered,
           fmt::format("distribution not drawn, static amount used: this version does not draw {}", name_of(kind)),
           text.hint);
  }
  report("W0420", wrong_sign, "lognormal of the other sign than its static amount",
         "it is drawn as it stands; set `negative` where the amount is below 0");
  report("W0421", wide, "lognormal with a scale above 2.5",
         "it is drawn as it stands; was a gsd given where ln(gsd) is meant?");
  if (farthest != nullptr) {
    const Uncertainty& u = model.uncertainties[farthest->uncertainty];
    findings.add(
        "W0422", model.place_of(*farthest),
        fmt::format("static amount is not the median of its lognormal in {}; largest difference: {}, amount {}, "
                    "median {}",
                    not_median.count_text(), model.label_of(*farthest), format_exact(farthest->amount),
                    format_significant((u.negative ? -1.0 : 1.0) * std::exp(u.loc), 6)),
        "drawn values follow the distribution; its loc is ln of the median");
  }
  report("W0423", outside, "static amount outside the range of its distribution", "it is drawn as it stands");
}

}  // namespace plume
