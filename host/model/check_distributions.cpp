// SPDX-License-Identifier: Apache-2.0
#include "host/model/check_distributions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "host/base/numbers.hpp"
#include "host/model/distribution.hpp"
#include "host/model/examples.hpp"
#include "host/model/sign_probability.hpp"

namespace plume {
namespace {

constexpr double least_mass = 1e-12;
constexpr double suspicious_sigma = 2.5;   // gsd 12; importers of ecoinvent treat more as a mistake
constexpr double wide_sigma = 1.5;         // gsd 4.5; the mean is three times the median
constexpr double told_share = 0.01;        // of draws that turn the meaning of an exchange
constexpr double median_tolerance = 0.01;  // well above what storage in 32 bits can do
constexpr double range_tolerance = 1e-6;   // bounds may be stored in 32 bits, the amount in 64

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
      return {"W0412", "loc is not a finite number",
              "for a lognormal loc is ln of the median, for a normal the mean"};
    case DistributionFault::bounds_missing:
      return {"W0413", "minimum or maximum is not a finite number",
              "they are parameters of this distribution"};
    case DistributionFault::bounds_reversed:
      return {"W0414", "minimum is not below maximum",
              "exchange the bounds, or leave the distribution out"};
    case DistributionFault::mode:
      return {"W0415", "loc (the mode) is not between minimum and maximum",
              "allowed: minimum <= loc <= maximum"};
    case DistributionFault::truncation_reversed:
      return {"W0416", "the bounds that truncate it are reversed", "minimum must be below maximum"};
    case DistributionFault::truncation_empty:
      return {"W0417", "less than 1e-12 of it lies between its bounds",
              "move the bounds, or leave the distribution out"};
    case DistributionFault::unknown:
      return {"W0419", "no distribution has this number", "allowed: 0 to 13, as in stats_arrays"};
    case DistributionFault::shape:
      return {"W0424", "a shape parameter is outside of what can be drawn",
              "allowed: shape 0.01 to 1e8 of weibull and gamma, likewise loc and shape of beta, "
              "0.1 to 1e8 of students_t, "
              "-20 to 20 of generalized_extreme_value, scale 0 to 1e8 of beta_pert"};
    case DistributionFault::probability:
      return {"W0425", "loc (the probability) is not between 0 and 1",
              "a bernoulli is 1 with this probability, else 0"};
    case DistributionFault::whole_numbers:
      return {
          "W0426",
          "there is no whole number, or there are more than 2^32, from minimum to below maximum",
          "a discrete_uniform draws minimum and excludes maximum"};
    case DistributionFault::sign:
      return {"W0427", "minimum and maximum are not of one sign",
              "both must be above 0, or both below"};
    case DistributionFault::rows:
      return {"W0428", "its rows are no distribution",
              "values must be finite, weights at least 0 and not all 0, bins must not be reversed "
              "or overlap"};
    case DistributionFault::component:
      return {"W0429", "a component of the mixture cannot be drawn",
              "its parameters must be possible; allowed are all distributions but bernoulli, "
              "discrete_uniform and "
              "those with rows"};
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
  return kind + given("loc", u.loc) + given("scale", u.scale) + given("shape", u.shape) +
         given("minimum", u.minimum) + given("maximum", u.maximum);
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

/// The sign of a lognormal's amount is W0420's matter.
bool is_outside(double amount, const Uncertainty& u) {
  const double slack = range_tolerance * std::fabs(amount);
  if (u.kind == DistributionKind::lognormal)
    return amount < u.minimum - slack || amount > u.maximum + slack;
  const Distribution distribution(u);
  return amount < distribution.least() - slack || amount > distribution.most() + slack;
}

}  // namespace

double mass_inside(const Uncertainty& u) { return Distribution(u).mass(); }

namespace {

bool within(double value, double least, double most) { return value >= least && value <= most; }

/// The first that is a fault.
template <class... Faults>
DistributionFault first_of(Faults... faults) {
  DistributionFault found = DistributionFault::none;
  for (const DistributionFault fault : {faults...}) {
    if (found == DistributionFault::none) found = fault;
  }
  return found;
}

DistributionFault unless(bool good, DistributionFault fault) {
  return good ? DistributionFault::none : fault;
}

DistributionFault loc_fault(const Uncertainty& u) {
  return unless(std::isfinite(u.loc), DistributionFault::loc);
}
/// A loc that may be left out.
DistributionFault offset_fault(const Uncertainty& u) {
  return unless(!std::isinf(u.loc), DistributionFault::loc);
}
DistributionFault scale_fault(const Uncertainty& u) {
  return unless(std::isfinite(u.scale) && u.scale > 0.0, DistributionFault::scale);
}
DistributionFault shape_fault(double shape, double least, double most) {
  return unless(within(shape, least, most), DistributionFault::shape);
}
DistributionFault bounds_fault(double minimum, double maximum) {
  if (!std::isfinite(minimum) || !std::isfinite(maximum)) return DistributionFault::bounds_missing;
  return unless(minimum < maximum, DistributionFault::bounds_reversed);
}
DistributionFault mode_fault(const Uncertainty& u) {
  return unless(within(u.loc, u.minimum, u.maximum), DistributionFault::mode);
}

DistributionFault rows_fault(const Uncertainty& u) {
  if (u.table == nullptr || u.table->rows.empty()) return DistributionFault::rows;
  double sum = 0.0;
  for (const DistributionTable::Row& row : u.table->rows) {
    if (!std::isfinite(row.weight) || row.weight < 0.0) return DistributionFault::rows;
    sum += row.weight;
    if (u.kind == DistributionKind::mixture && !row.component.is_certain()) {
      const Uncertainty& component = row.component;
      if (component.kind == DistributionKind::bernoulli ||
          component.kind == DistributionKind::discrete_uniform || component.table != nullptr ||
          component.kind >= DistributionKind::empirical ||
          fault_of(component) != DistributionFault::none)
        return DistributionFault::component;
      continue;
    }
    if (!std::isfinite(row.value)) return DistributionFault::rows;
    if (u.kind == DistributionKind::histogram &&
        !(std::isfinite(row.upper) && row.value < row.upper))
      return DistributionFault::rows;
  }
  if (!std::isfinite(sum) || !(sum > 0.0)) return DistributionFault::rows;
  if (u.kind != DistributionKind::histogram) return DistributionFault::none;
  std::vector<DistributionTable::Row> bins = u.table->rows;
  std::sort(bins.begin(), bins.end(),
            [](const auto& a, const auto& b) { return a.value < b.value; });
  for (std::size_t i = 1; i < bins.size(); ++i) {
    // A bound written twice may differ by rounding.
    if (bins[i].value < bins[i - 1].upper - 1e-9 * (bins[i - 1].upper - bins[i - 1].value))
      return DistributionFault::rows;
  }
  return DistributionFault::none;
}

/// Faults of the parameters, truncation left aside.
DistributionFault parameter_fault(const Uncertainty& u) {
  const double minimum = std::isnan(u.minimum) ? 0.0 : u.minimum,
               maximum = std::isnan(u.maximum) ? 1.0 : u.maximum;
  switch (u.kind) {
    case DistributionKind::undefined:
    case DistributionKind::none:
      return DistributionFault::none;
    case DistributionKind::lognormal:
    case DistributionKind::normal:
      return first_of(scale_fault(u), loc_fault(u));
    case DistributionKind::uniform:
      return bounds_fault(u.minimum, u.maximum);
    case DistributionKind::triangular:
      return first_of(bounds_fault(u.minimum, u.maximum), mode_fault(u));
    case DistributionKind::bernoulli:
      return unless(within(u.loc, 0.0, 1.0), DistributionFault::probability);
    case DistributionKind::discrete_uniform:
      if (const auto fault = bounds_fault(minimum, u.maximum); fault != DistributionFault::none)
        return fault;
      return unless(within(std::ceil(u.maximum) - std::ceil(minimum), 1.0, 4294967296.0),
                    DistributionFault::whole_numbers);
    case DistributionKind::weibull:
    case DistributionKind::gamma:
      return first_of(scale_fault(u), shape_fault(u.shape, 0.01, 1e8), offset_fault(u));
    case DistributionKind::beta:
      return first_of(shape_fault(u.loc, 0.01, 1e8), shape_fault(u.shape, 0.01, 1e8),
                      bounds_fault(minimum, maximum));
    case DistributionKind::generalized_extreme_value:
      return first_of(scale_fault(u), loc_fault(u),
                      shape_fault(std::isnan(u.shape) ? 0.0 : u.shape, -20.0, 20.0));
    case DistributionKind::students_t:
      return first_of(std::isnan(u.scale) ? DistributionFault::none : scale_fault(u),
                      shape_fault(u.shape, 0.1, 1e8), offset_fault(u));
    case DistributionKind::beta_pert:
      return first_of(bounds_fault(u.minimum, u.maximum), mode_fault(u),
                      shape_fault(std::isnan(u.scale) ? 4.0 : u.scale, 0.0, 1e8));
    case DistributionKind::log_uniform:
      return first_of(bounds_fault(u.minimum, u.maximum),
                      unless(u.minimum > 0.0 || u.maximum < 0.0, DistributionFault::sign));
    case DistributionKind::empirical:
    case DistributionKind::histogram:
    case DistributionKind::categorical:
    case DistributionKind::mixture:
      return rows_fault(u);
  }
  return DistributionFault::unknown;
}

}  // namespace

DistributionFault fault_of(const Uncertainty& u) {
  const DistributionFault fault = parameter_fault(u);
  if (fault != DistributionFault::none || u.is_certain()) return fault;
  if (std::isnan(u.minimum) && std::isnan(u.maximum)) return fault;
  if (u.minimum >= u.maximum) return DistributionFault::truncation_reversed;
  return mass_inside(u) < least_mass ? DistributionFault::truncation_empty
                                     : DistributionFault::none;
}

void check_distributions(Model& model, Findings& findings) {
  // Ordered maps, so that the findings come in the same order each time.
  std::map<DistributionFault, Gathered> faults;
  Gathered wrong_sign, wide, outside, turned;
  Examples not_median("exchange");
  double largest = 0.0;
  const Exchange* farthest = nullptr;

  for (Exchange& exchange : model.exchanges) {
    if (exchange.uncertainty == no_index) continue;
    const Uncertainty& u = model.uncertainties[exchange.uncertainty];
    const DistributionFault fault = fault_of(u);
    if (fault != DistributionFault::none) {
      faults[fault].add(model, exchange, [&] { return parameters(u); });
      exchange.uncertainty = no_index;
      continue;
    }
    const bool is_lognormal = u.kind == DistributionKind::lognormal;
    if (is_lognormal && u.scale > suspicious_sigma)
      wide.add(model, exchange, [&] { return parameters(u); });
    // The static amount of a presampled exchange need not mean anything.
    if (exchange.array != no_index || !std::isfinite(exchange.amount)) continue;
    if (is_lognormal && exchange.amount != 0.0 && (exchange.amount < 0.0) != u.negative) {
      wrong_sign.add(model, exchange, [&] {
        return fmt::format("amount {}, draws {} 0", format_exact(exchange.amount),
                           u.negative ? "below" : "above");
      });
    } else if (is_lognormal && !u.median_given) {
      const double median = std::exp(u.loc);
      const double deviation = std::fabs(std::fabs(exchange.amount) - median) / median;
      if (deviation > median_tolerance) {
        not_median.add([] { return std::string{}; });
        if (farthest == nullptr || deviation > largest) farthest = &exchange, largest = deviation;
      }
    }
    if (const double share = is_lognormal ? 0.0 : probability_of_other_sign(u, exchange.amount);
        share > told_share) {
      turned.add(model, exchange, [&] {
        return fmt::format("amount {}, {} % of the draws", format_exact(exchange.amount),
                           format_significant(100.0 * share, 2));
      });
    }
    if (is_outside(exchange.amount, u)) {
      outside.add(model, exchange, [&] {
        return fmt::format("amount {}, {}", format_exact(exchange.amount), parameters(u));
      });
    }
  }

  const auto report = [&findings](const char* code, const Gathered& gathered, std::string_view what,
                                  const char* hint) {
    if (gathered.examples.empty()) return;
    findings.add(
        code, gathered.first,
        fmt::format("{} in {}: {}", what, gathered.examples.count_text(), gathered.examples.list()),
        hint);
  };
  for (const auto& [fault, gathered] : faults) {
    const FaultText text = text_of(fault);
    report(text.code, gathered,
           fmt::format("distribution not drawn, static amount used: {}", text.what), text.hint);
  }
  report("W0420", wrong_sign, "lognormal of the other sign than its static amount",
         "it is drawn as it stands; set `negative` where the amount is below 0");
  report("W0421", wide, "lognormal with a scale above 2.5",
         "it is drawn as it stands; was a gsd given where ln(gsd) is meant?");
  if (farthest != nullptr) {
    const Uncertainty& u = model.uncertainties[farthest->uncertainty];
    findings.add("W0422", model.place_of(*farthest),
                 fmt::format("static amount is not the median of its lognormal in {}; largest "
                             "difference: {}, amount {}, "
                             "median {}",
                             not_median.count_text(), model.label_of(*farthest),
                             format_exact(farthest->amount),
                             format_significant((u.negative ? -1.0 : 1.0) * std::exp(u.loc), 6)),
                 "drawn values follow the distribution; its loc is ln of the median");
  }
  report("N0272", turned, "draws of the other sign than the static amount",
         "bounds keep the sign: minimum or maximum 0");
  report("W0423", outside, "static amount outside the range of its distribution",
         "it is drawn as it stands");
}

void check_spreads(const Model& model, Findings& findings) {
  Gathered wide;
  for (const Exchange& exchange : model.exchanges) {
    if (exchange.uncertainty == no_index) continue;
    const Uncertainty& u = model.uncertainties[exchange.uncertainty];
    if (u.kind != DistributionKind::lognormal || u.scale <= wide_sigma ||
        u.scale > suspicious_sigma)
      continue;
    wide.add(model, exchange, [&] { return parameters(u); });
  }
  if (wide.examples.empty()) return;
  findings.add("N0296", wide.first,
               fmt::format("lognormal with a scale above 1.5 in {}: {}", wide.examples.count_text(),
                           wide.examples.list()),
               "its mean is more than three times its median, and few draws make most of it; look "
               "whether it is meant");
}

}  // namespace plume
