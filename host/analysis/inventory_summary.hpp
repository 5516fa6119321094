// SPDX-License-Identifier: Apache-2.0
// The figures of an inventory and of a claim made of it, from the samples of a result: tables for
// reports. All emissions in t CO2e.
//
//     // empty() where the result is of no inventory
//     const InventorySummary inventory = inventory_summary(file);
//     if (inventory.claim.present) … inventory.claim.risk_adjusted.probability …
//
// The claim is "net ≤ 0", net = gross − credits, credits either as their contracts say (face value)
// or as they turn out: nominal × delivered × realised × (1 − reversed). Standard errors are those
// of independent draws.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "host/analysis/approach_notes.hpp"
#include "host/analysis/claim.hpp"
#include "host/analysis/ipcc_approach1.hpp"
#include "host/model/inventory_record.hpp"
#include "host/store/result.hpp"

namespace plume {

/// What is known of one demand in the category "all gases".
struct InventoryFigure {
  std::string demand;
  /// 2.5, 50 and 97.5 %
  double static_value = 0.0, mean = 0.0, sd = 0.0, lower = 0.0, median = 0.0, upper = 0.0;
  /// the interval's ends from the mean, percent; the lower one is below 0
  double u95_lower = 0.0, u95_upper = 0.0;
  /// of the GHG Protocol: High, Good, Fair, Poor; empty where the mean is 0
  std::string rating = {};
};

struct InventoryLineSummary {
  std::size_t record = 0;  ///< position in InventoryRecord::lines
  InventoryFigure figure;
  std::vector<double> gases;  ///< static, t CO2e, by InventorySummary::gas_categories
  double share = 0.0;         ///< of the boundary's static total
  /// of the boundary's variance: covariance of the line with the total ÷ variance of the total
  double variance_share = 0.0;
  /// of the total's 95 % interval, as a share, if the line were known exactly: what to measure next
  double expected_drop = 0.0;
  double expected_drop_se = 0.0;  ///< standard error of it
  double base_static = 0.0;       ///< of the same source, site and scope in the base year
  /// What the line brings into the change of the boundary's total since the base year: ends of its
  /// 95 % interval from its mean, in percentage points of the base year's total.
  double trend_lower = 0.0, trend_upper = 0.0;
  /// share of iterations in which the difference that it is of was below 0: it then counts 0
  double at_bound = 0.0;
  /// its share, or half of its interval as a share of the total, is beyond the threshold
  bool material = false;
  /// the boundary of the claim; shares of a line outside of it mean nothing
  bool inside = true;
};

/// Direct emissions (scope 1) of one gas.
struct GasSummary {
  std::string gas;        ///< "CO2", "HFC-134a"
  bool biogenic = false;  ///< CO2 of living origin, outside the scopes; the figure is in t CO2
  /// static, of the gas itself; NaN where forms of it have several warming potentials
  double tonnes = 0.0;
  InventoryFigure figure;  ///< t CO2e
};

struct TrendSummary {  ///< against the base year, with what both years share
  bool present = false;
  /// percent of the base year
  double base_static = 0.0, static_percent = 0.0, mean = 0.0, lower = 0.0, upper = 0.0;
  double base_mean = 0.0,
         /// t CO2e; the change is the mean of the differences iteration by iteration
      change_mean = 0.0;
  double probability_of_reduction = 0.0, se = 0.0;
};

/// One of the six groups of indicators of the zero-carbon factory code, and what the study says of
/// it.
struct IndicatorGroup {
  std::string name;                                    ///< one of indicator_groups()
  std::vector<InventoryRecord::Indicator> indicators;  ///< empty: not assessed
};

struct InventorySummary {
  InventoryRecord record;
  std::vector<InventoryLineSummary> lines;  ///< of the reporting year
  std::vector<InventoryFigure> totals;      ///< by record.totals
  std::vector<GasSummary> direct;           ///< scope 1 by gas, biogenic CO2 last
  std::vector<std::string> gas_categories;  ///< ids of result categories that are gases
  /// the boundary's total by other sets of GWP; demand names the category
  std::vector<InventoryFigure> other_gwp;
  ClaimSummary claim;
  TrendSummary trend;
  Approach1 approach1;                       ///< of the boundary's lines
  std::vector<ApproachNote> approach_notes;  ///< why Approach 1 and the simulation differ
  /// all six, in the code's order, where the study has one or more; else none
  std::vector<IndicatorGroup> indicators;
  std::uint64_t iterations = 0;  ///< with a score

  [[nodiscard]] bool empty() const { return record.empty(); }
};

[[nodiscard]] InventorySummary inventory_summary(const ResultFile& file);

}  // namespace plume
