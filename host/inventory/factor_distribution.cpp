// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/factor_distribution.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "host/base/constants.hpp"
#include "host/base/numbers.hpp"
#include "host/model/distribution.hpp"
#include "host/model/pedigree.hpp"

namespace plume {
namespace {

constexpr double same_centre = 0.01;  // of the value: tables round
constexpr double symmetric = 0.02;    // of the width: bounds of tables are rounded, too
// of the value: beyond, too much of a normal lies below 0
constexpr double greatest_normal_share = 0.3;
constexpr double same_interval = 0.1;  // of its width

class Maker {
 public:
  explicit Maker(const FactorCells& cells) : c_(cells) {}

  FactorDistribution make() {
    if (c_.distribution.empty())
      from_bounds_or_scores();
    else
      from_name();
    if (!made_.faults.empty()) made_.drawn = Uncertainty{};
    return std::move(made_);
  }

 private:
  Uncertainty& u() { return made_.drawn; }

  bool fault(const char* column, std::string problem, std::string hint,
             const char* code = "E0707") {
    made_.faults.push_back({code, column, std::move(problem), std::move(hint)});
    return false;
  }

  bool has(const char* column, const std::optional<double>& cell) {
    return cell ||
           fault(column, fmt::format("the distribution {} has no {}", c_.distribution, column),
                 "docs/inventory.md says what each distribution needs");
  }

  void from_name() {
    const std::string& name = c_.distribution;
    if (name == "lognormal") {
      if (has("p1", c_.p1) && has("p2", c_.p2) && is_spread()) lognormal();
    } else if (name == "normal") {
      if (has("p1", c_.p1) && has("p2", c_.p2) && is_spread()) normal();
    } else if (name == "uniform") {
      if (has("p1", c_.p1) && has("p2", c_.p2)) uniform();
    } else if (name == "triangular") {
      if (has("p1", c_.p1) && has("p2", c_.p2) && has("p3", c_.p3)) triangular();
    } else if (name == "two-piece lognormal") {
      if (has("lower95", c_.lower95) && has("upper95", c_.upper95) && bounds_hold()) two_pieces();
    } else if (name == "constant") {
      u().kind = DistributionKind::none;
    } else {
      fault("distribution",
            fmt::format("has the distribution '{}', which cannot be used here", name),
            "one of lognormal, normal, uniform, triangular, two-piece lognormal, constant; empty: "
            "none published",
            "E0708");
      return;
    }
    if (!made_.faults.empty()) return;
    hold_against_bounds();
  }

  bool is_spread() {
    return *c_.p2 >= 0.0 || fault("p2", fmt::format("p2 {} is below 0", format_exact(*c_.p2)),
                                  "it is a standard deviation, of ln x if lognormal");
  }

  void lognormal() {
    if (!(std::fabs(*c_.p1 - std::log(std::fabs(c_.value))) <= same_centre)) {
      fault("p1",
            fmt::format("p1 {} is not the logarithm of the value {}", format_exact(*c_.p1),
                        format_exact(c_.value)),
            "the value of a lognormal is its median");
      return;
    }
    u().kind = DistributionKind::lognormal;
    u().loc = *c_.p1;
    u().scale = *c_.p2;
    u().negative = c_.value < 0.0;
    u().median_given = true;
  }

  bool is_value(double centre) const {
    return std::fabs(centre - c_.value) <= same_centre * std::fabs(c_.value);
  }

  void normal() {
    if (!is_value(*c_.p1)) {
      fault("p1",
            fmt::format("p1 {} is not the value {}", format_exact(*c_.p1), format_exact(c_.value)),
            "the value of a normal is its mean");
      return;
    }
    u().kind = DistributionKind::normal;
    u().loc = *c_.p1;
    u().scale = *c_.p2;
  }

  bool ascend(bool ascending, const char* give) {
    return ascending || fault("p1",
                              fmt::format("the parameters of the distribution {} do not ascend",
                                          c_.distribution),
                              give);
  }

  void uniform() {
    if (!ascend(*c_.p1 <= *c_.p2, "give minimum and maximum")) return;
    const double middle = 0.5 * (*c_.p1 + *c_.p2);
    if (!is_value(middle)) {
      fault(
          "value",
          fmt::format("the middle {} of the uniform is not the value {}", format_exact(middle),
                      format_exact(c_.value)),
          "give minimum and maximum around the value, or a triangular with the value as its mode");
      return;
    }
    u().kind = DistributionKind::uniform;
    u().minimum = *c_.p1;
    u().maximum = *c_.p2;
  }

  void triangular() {
    if (!ascend(*c_.p1 <= *c_.p2 && *c_.p2 <= *c_.p3, "give minimum, mode and maximum")) return;
    const double mean = (*c_.p1 + *c_.p2 + *c_.p3) / 3.0;
    if (!is_value(*c_.p2) && !is_value(mean)) {
      fault("value",
            fmt::format("neither the mode {} nor the mean {} of the triangular is the value {}",
                        format_exact(*c_.p2), format_significant(mean, 6), format_exact(c_.value)),
            "the value of a triangular is its mode or its mean");
      return;
    }
    u().kind = DistributionKind::triangular;
    u().minimum = *c_.p1;
    u().loc = *c_.p2;
    u().maximum = *c_.p3;
  }

  bool bounds_hold() {
    const double lower = *c_.lower95, upper = *c_.upper95;
    if (!(lower <= c_.value && c_.value <= upper))
      return fault("lower95",
                   fmt::format("the value {} does not lie between lower95 {} and upper95 {}",
                               format_exact(c_.value), format_exact(lower), format_exact(upper)),
                   "give the ends of its 95 % interval in the units of the value");
    return true;
  }

  void two_pieces() {
    if (*c_.lower95 * *c_.upper95 <= 0.0) {
      fault("lower95",
            fmt::format("no lognormal lies between {} and {}", format_exact(*c_.lower95),
                        format_exact(*c_.upper95)),
            "its values are of one sign: give another distribution");
      return;
    }
    if (*c_.lower95 == c_.value || *c_.upper95 == c_.value) {
      fault("lower95",
            fmt::format("the value {} is an end of its interval", format_exact(c_.value)),
            "give a distribution with the value inside");
      return;
    }
    u() = two_piece_lognormal(c_.value, *c_.lower95, *c_.upper95);
  }

  void from_bounds_or_scores() {
    if (c_.p1 || c_.p2 || c_.p3) {
      fault("distribution", "has parameters, but no distribution",
            "say which: lognormal, normal, uniform, triangular");
      return;
    }
    if (c_.lower95.has_value() != c_.upper95.has_value()) {
      fault(c_.lower95 ? "upper95" : "lower95", "has one end of its 95 % interval alone",
            "give both ends, or none");
      return;
    }
    if (c_.lower95) {
      if (!bounds_hold()) return;
      from_bounds();
      if (made_.faults.empty() && !c_.pedigree.empty()) {
        made_.remark = fmt::format("its pedigree scores '{}' are not drawn: its 95 % interval is",
                                   c_.pedigree);
        made_.remark_column = "pedigree";
      }
    } else if (!c_.pedigree.empty()) {
      from_scores();
    }
  }

  void from_bounds() {
    const double lower = *c_.lower95, upper = *c_.upper95, value = c_.value, width = upper - lower;
    if (width == 0.0) {
      u().kind = DistributionKind::none;
      return;
    }
    const bool is_symmetric = std::fabs((upper - value) - (value - lower)) <= symmetric * width;
    if (is_symmetric &&
        (width <= 2.0 * greatest_normal_share * std::fabs(value) || lower * upper <= 0.0)) {
      u().kind = DistributionKind::normal;
      u().loc = value;
      u().scale = width / (2.0 * z95);
      return;
    }
    if (lower * upper > 0.0) {
      const double below = std::fabs(std::log(value / lower)),
                   above = std::fabs(std::log(upper / value));
      if (std::fabs(above - below) <= symmetric * (above + below)) {
        u().kind = DistributionKind::lognormal;
        u().loc = std::log(std::fabs(value));
        u().scale = (below + above) / (2.0 * z95);
        u().negative = value < 0.0;
        u().median_given = true;
        return;
      }
    }
    two_pieces();
  }

  void from_scores() {
    const auto scores = parse_pedigree(c_.pedigree);
    if (!scores) {
      fault("pedigree", fmt::format("pedigree '{}' cannot be understood", c_.pedigree),
            "scores are five or six numbers from 1 to 5, such as (2,2,1,2,1,5)");
      return;
    }
    const double sigma = pedigree_sigma(*scores, PedigreeRules::ecoinvent3, 1.0);
    if (c_.value == 0.0 || !(sigma > 0.0)) return;
    u().kind = DistributionKind::lognormal;
    u().loc = std::log(std::fabs(c_.value));
    u().scale = sigma;
    u().negative = c_.value < 0.0;
    u().median_given = true;
  }

  /// Bounds beside a distribution are its own, or are told.
  void hold_against_bounds() {
    if (!c_.lower95 && !c_.upper95) return;
    const Interval95 drawn = interval95(u(), c_.value);
    const double lower = c_.lower95.value_or(drawn.lower), upper = c_.upper95.value_or(drawn.upper);
    const double away = std::max(std::fabs(lower - drawn.lower), std::fabs(upper - drawn.upper));
    if (away <= same_interval * (drawn.upper - drawn.lower) && drawn.upper > drawn.lower) return;
    if (away == 0.0) return;
    made_.remark = fmt::format(
        "its 95 % interval is given as {} to {}, and drawn as {} to {}: that of its distribution "
        "{}",
        format_exact(lower), format_exact(upper), format_significant(drawn.lower, 4),
        format_significant(drawn.upper, 4), c_.distribution);
  }

  const FactorCells& c_;
  FactorDistribution made_;
};

Uncertainty half_of_lognormal(double median, double sigma, bool negative) {
  Uncertainty half;
  half.kind = DistributionKind::lognormal;
  half.loc = std::log(median);
  half.scale = sigma;
  half.negative = negative;
  half.median_given = true;
  return half;
}

}  // namespace

FactorDistribution factor_distribution(const FactorCells& cells) { return Maker(cells).make(); }

Uncertainty two_piece_lognormal(double value, double lower95, double upper95) {
  const bool negative = value < 0.0;
  DistributionTable::Row below, above;
  below.component =
      half_of_lognormal(std::fabs(value), std::fabs(std::log(value / lower95)) / z95, negative);
  below.component.maximum = value;
  above.component =
      half_of_lognormal(std::fabs(value), std::fabs(std::log(upper95 / value)) / z95, negative);
  above.component.minimum = value;
  DistributionTable table;
  // As u rises a lognormal of negative values falls: the pieces follow each other in the same way.
  table.rows = negative ? std::vector{above, below} : std::vector{below, above};
  Uncertainty made;
  made.kind = DistributionKind::mixture;
  made.table = std::make_shared<const DistributionTable>(std::move(table));
  return made;
}

Interval95 interval95(const Uncertainty& drawn, double value) {
  if (drawn.is_certain()) return {value, value};
  const Distribution distribution(drawn);
  const double first = distribution.value({0.025, 0.975}),
               last = distribution.value({0.975, 0.025});
  return {std::min(first, last), std::max(first, last)};
}

}  // namespace plume
