// SPDX-License-Identifier: Apache-2.0
// How probable a claim "net emissions are at most 0" is, and what it would take. net = gross − V·s,
// where V is the nominal volume of credits and s what a nominal tonne turns out to be: 1 at face
// value, delivered × realised × (1 − reversed) risk-adjusted.
//
//     const ClaimSummary claim = judge_claim({gross, share, 40000.0, gross_static, 0.7},
//         {0.95, true});
//     if (claim.verdict == "demonstrated") …
//
// The rule is fixed before the run: a required probability r. As in JCGM 106:2012, 8.3, a guard
// band keeps the best estimate away from the limit: guarded acceptance and guarded rejection, each
// with the probability r, and here also against the run's own Monte Carlo error.
//
// Net that is 0 but for rounding is 0: what is bought exactly offsets what was calculated.
//
//     demonstrated       the lower end of the 95 % interval of P(net ≤ 0) is at least r
//     not met            the upper end is at most 1 − r: net > 0 is as probable as the claim would
//                        have to be
//     not demonstrated   neither
//
// The interval is Wilson's (1927), which stays open at 0 and 1: no run of finite length shows a
// certainty. docs/claims.md has the formulas.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace plume {

/// One way to count credits.
struct ClaimFigures {
  double static_net = 0.0;
  double probability = 0.0, probability_se = 0.0;                     ///< P(net ≤ 0)
  double shortfall = 0.0, shortfall_se = 0.0;                         ///< E[max(net, 0)]
  double mean = 0.0, lower = 0.0, upper = 0.0, p90 = 0.0, p95 = 0.0;  ///< of net
  struct Needed {
    double confidence;
    double nominal;   ///< t CO2e of the same mix of credits; infinite where no volume is enough
    double se = 0.0;  ///< of `nominal`; NaN where it is infinite
  };
  std::vector<Needed> needed;                               ///< for 50, 80, 90, 95 and 99 %
  double median = 0.0;                                      ///< of net
  double probability_lower = 0.0, probability_upper = 0.0;  ///< 95 % interval of `probability`
};

struct ClaimSummary {
  bool present = false;
  std::string boundary_demand;  ///< "type I gross, market-based"
  double gross_static = 0.0, nominal = 0.0;
  double realised_mean = 0.0;                    ///< t CO2e of the nominal ones, on average
  double gross_mean = 0.0, removals_mean = 0.0;  ///< net = gross − removals − credits
  ClaimFigures face, risk_adjusted;
  /// "demonstrated" | "not demonstrated" | "not met": by the rule that the study fixed
  std::string verdict;
  double not_shown = 0.0,
         /// t CO2e of credits that count: retirement not shown; not retired, of a plan
      planned = 0.0;
  /// Probability of the claim against nominal credits, for a figure.
  std::vector<double> curve_credits, curve_face, curve_adjusted;
};

/// A net that is 0 but for rounding counts as 0: |net| at most this share of gross and credits.
/// 32-bit values round at 2⁻²⁴ each, two or three of them in a product; sums of double precision at
/// 1e-16 a term.
inline constexpr double net_rounding_mixed = 2.5e-7, net_rounding_double = 1e-14;

/// Values of one iteration stand at the same place; an iteration with a NaN does not count.
struct ClaimSamples {
  std::span<const double> gross;  ///< t CO2e
  std::span<const double> share;  ///< what a nominal tonne turns out to be; empty: a tonne
  double nominal = 0.0;           ///< t CO2e of all credits together, 0 or more
  double gross_static = 0.0;
  double share_static = 1.0;
  double rounding = net_rounding_double;  ///< relative
};

struct ClaimRule {
  double probability = 0.95;  ///< required of P(net ≤ 0)
  bool risk_adjusted = true;  ///< which net is judged
};

/// `present` is false where no iteration counts.
[[nodiscard]] ClaimSummary judge_claim(const ClaimSamples& samples, const ClaimRule& rule);

/// net, or 0 where it is nothing but the rounding of what it is the difference of.
[[nodiscard]] double rounded_net(double gross, double credits, double rounding);

/// Ends of Wilson's 95 % interval (1927) for a probability of which `met` of `n` independent
/// iterations were seen.
struct WilsonInterval {
  double lower, upper;
};
[[nodiscard]] WilsonInterval wilson_interval(double met, double n);

/// The verdict of the rule on these figures.
[[nodiscard]] std::string claim_verdict(const ClaimFigures& figures, double required_probability);

}  // namespace plume
