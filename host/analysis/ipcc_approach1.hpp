// SPDX-License-Identifier: Apache-2.0
// Error propagation as in the IPCC 2006 Guidelines, volume 1, chapter 3 (Approach 1, Tables 3.2 and
// 3.3), and the ratings of the GHG Protocol's uncertainty tool. U is half of a 95 % interval in
// percent of the central value.
//
//     G = √(E² + F²)                        activity and factor together
//     H = (G·D / ΣD)²                       contribution to the variance of the total
//     I = |D/ΣC − C·ΣD/(ΣC)²| …             type A: the trend's change if the row rises by 1 % in
//                                           both years
//     J = |D / ΣC|                          type B: the same if it rises in the last year alone
//     K = I·F (factor the same in both years) or J·F·√2 (not);   L = J·E·√2;   M = K² + L²
//     U of the total = √ΣH,  of the trend = √ΣM
//
// Table 3.2 has no place for the correction F_c of products wider than 100 %, and its worked
// example leaves it out. Columns G to M are those of the table; the total with corrected rows,
// √Σ(F_c·G·D/ΣD)², stands beside.
#pragma once

#include <string>
#include <vector>

namespace plume {

struct Approach1Row {
  std::string name, gas;
  /// C, D: emissions; removals are negative
  double base = 0.0, year = 0.0;
  double u_activity = 0.0, u_factor = 0.0;  ///< E, F
  /// the factor is the same in both years
  bool factor_correlated = true;
  /// G, H, I, J; made by approach1()
  double combined = 0.0, contribution = 0.0, type_a = 0.0, type_b = 0.0;
  double trend_factor = 0.0, trend_activity = 0.0, trend_variance = 0.0;  ///< K, L, M
  double corrected = 0.0;                                                 ///< G·F_c
};

struct Approach1 {
  std::vector<Approach1Row> rows;
  double base = 0.0, year = 0.0;
  double u_total = 0.0;               ///< percent; infinite where the total is 0
  double u_corrected = 0.0;           ///< the same of rows with the half-width G·F_c
  double trend = 0.0, u_trend = 0.0;  ///< percent, percent points
  bool has_base = false;
};

/// Fills in columns G to M and the totals. Without a base year (all base 0) trend columns stay 0.
[[nodiscard]] Approach1 approach1(std::vector<Approach1Row> rows);

/// F_c: what the half-widths of products above 100 % are multiplied by, since error propagation
/// underestimates them; 1 up to 100 %, that of 230 % above 230 %, beyond which the formula is not
/// meant to be used.
[[nodiscard]] double ipcc_correction(double u_percent);

/// "High" up to ±5 %, "Good" 15, "Fair" 30, else "Poor".
[[nodiscard]] std::string ghg_protocol_rating(double u_percent);

}  // namespace plume
