// SPDX-License-Identifier: Apache-2.0
// How well a run knows a quantile: its Monte Carlo standard error, independent iterations.
//
// The sample quantile at p has the asymptotic standard error √(p(1 − p)/n) ÷ f, where f is the density at the quantile.
// 1/f is estimated as the slope of the sample quantile function between the ends of Woodruff's interval, the levels
// p ± 1.96 √(p(1 − p)/n). Source: Woodruff (1952), "Confidence intervals for medians and other position measures",
// J. Am. Stat. Assoc. 47, 635-646. Use:
//
//     std::sort(samples.begin(), samples.end());
//     const double error = quantile_se(samples, 0.975);
#pragma once

#include <span>

namespace plume {

/// Standard error of quantile_of_sorted(sorted, p). NaN where there is none: fewer than two values, or p not inside (0, 1).
/// Rests on a sample that reaches beyond the level: n p (1 − p) of about 5 or more.
[[nodiscard]] double quantile_se(std::span<const double> sorted, double p);

}  // namespace plume
