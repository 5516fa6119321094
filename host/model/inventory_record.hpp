// SPDX-License-Identifier: Apache-2.0
// What a result must know of the inventory it came from: which demand is which line or total, and
// what its numbers rest on. It travels as one JSON text in the result's provenance, so that reports
// need the result file alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plume {

struct InventoryRecord {
  struct Factor {
    std::string id, name, gas, unit;  ///< unit: "kg/TJ (NCV)"
    double value = 0.0;
    std::string uncertainty;  ///< "lognormal, sigma 0.018", or "no uncertainty published"
    /// half of the 95 % interval, percent of the value; 0 where there is none
    double u95 = 0.0;
    std::string source, year, region, confidence;
    bool from_library = false;
  };

  struct Line {
    std::string demand;  ///< its name among the demands of the result
    std::string source, site, period, scope, category, evidence, group, place;
    std::string iso_category;  ///< of ISO 14064-1: "1" … "6"; empty outside of them
    bool base_year = false;
    double amount = 0.0;
    std::string unit, uncertainty;
    double u95_activity = 0.0;  ///< percent; 0 where there is none
    /// percent of the line's factors together, by error propagation
    double u95_factor = 0.0;
    std::vector<std::string> factors;  ///< ids into `factors`
    /// Ends of the 95 % intervals from the static value, percent: the activity's, and of the
    /// factors together.
    double activity_lower = 0.0, activity_upper = 0.0, factor_lower = 0.0, factor_upper = 0.0;
    bool bounded = false;    ///< of a difference: an iteration in which it is below 0 counts 0
    std::uint64_t rows = 1;  ///< of the tables: more where it sums what stands in several
  };

  /// A row of a table of quantities: what a meter or an invoice says, before it is a part of
  /// anything.
  struct Reading {
    /// of: the quantity that it is so much per unit of; empty where it stands for itself
    std::string quantity, of;
    double amount = 0.0;
    std::string unit, uncertainty, site, period, source, evidence, place;
  };

  /// Sums of lines that are demands of the result, too. `kind` is one of
  /// scope 1, scope 2 location, scope 2 market, scope 3, scope 3 category, removals, outside, type
  /// I location, type I market, type II location, type II market, gross, credits face value,
  /// credits risk-adjusted, net face value, net risk-adjusted, base gross.
  struct Total {
    std::string demand, kind, category;
    /// A sum of emissions from which nothing is taken.
    [[nodiscard]] bool is_gross() const {
      return kind.starts_with("scope") || kind.starts_with("type") || kind == "gross" ||
             kind == "base gross";
    }
  };

  /// A category of the result: a gas, the sum of all, or the sum by another set of warming
  /// potentials.
  struct Category {
    std::string id, kind, gas;  ///< kind: total, gas, biogenic, other gwp, gwp uncertainty
    std::string gwp_set;
    double gwp = 0.0;  ///< of a gas: kg CO2e for a kilogram; 0 where forms of the gas have several
  };

  struct Credit {
    std::string project, registry, vintage, retired, method, evidence;
    double nominal = 0.0;   ///< t CO2e
    double realised = 1.0;  ///< share, static
    double delivery = 1.0;  ///< probability
    double reversal = 0.0;  ///< share
    std::string uncertainty;
    bool counted = true;           ///< in totals and verdict
    std::string not_counted = {};  ///< why, where it is not
    bool retirement_shown = true;  ///< or nothing is said of it
    bool planned = false;          ///< not retired at the day of the report
  };

  /// A contract or certificate of scope 2, market-based.
  struct Instrument {
    std::string name, kind, covers;                ///< covers: the quantity of which it is a part
    double volume = 0.0;                           ///< static
    std::string unit;                              ///< of `volume`: MWh of energy, else a base unit
    double share = 0.0;                            ///< of what it covers, static
    std::string uncertainty, factor, factor_text;  ///< factor: id; its value with unit
    /// how many of the eight criteria of the Scope 2 Guidance it meets; empty: not stated
    std::string quality;
    std::string vintage, tracking, evidence, place;
    /// why its volume is counted at the residual factor; empty: it counts as what it is
    std::string at_residual;
  };

  /// What the study says of one indicator of the zero-carbon factory code.
  struct Indicator {
    std::string group;               ///< one of indicator_groups()
    std::string name, status, note;  ///< status: one of indicator_statuses()
    std::vector<std::string> evidence;
  };

  struct Claim {
    bool present = false;
    std::string boundary = "type I";        ///< "type I" | "type II"
    std::string basis = "market";           ///< "market" | "location"
    std::string credits = "risk-adjusted";  ///< "risk-adjusted" | "face value": which net decides
    double probability = 0.95;              ///< P(net ≤ 0) that the claim needs
    double materiality = 0.05;              ///< of the gross total
    std::string statement;
    bool count_unretired = false;  ///< a plan: credits count that are not retired
  };

  std::string organisation, period, base_period, gwp_set, library_sha256, library_version;
  bool gwp_uncertainty = false;
  std::vector<std::string> exclusions;
  std::vector<Line> lines;
  std::vector<Reading> readings;
  std::vector<Total> totals;
  std::vector<Category> categories;
  std::vector<Factor> factors;
  std::vector<Credit> credits;
  std::vector<Instrument> instruments;
  std::vector<Indicator> indicators;
  Claim claim;

  [[nodiscard]] bool empty() const { return lines.empty(); }
  [[nodiscard]] std::string demand_of(
      std::string_view kind) const;  ///< of the total of that kind; empty where there is none
};

/// How the source of a line begins that sums rows of a scope, as "other lines of scope 1".
inline constexpr char sum_of_lines[] = "other lines of ";

/// The six groups of indicators of the zero-carbon factory code (T/CECA-G 0171-2022), in its order.
[[nodiscard]] const std::vector<std::string>& indicator_groups();
/// "met", "partly met", "not met", "not assessed".
[[nodiscard]] const std::vector<std::string>& indicator_statuses();

[[nodiscard]] std::string to_json(const InventoryRecord& record);
/// Throws std::runtime_error where the text is not such an object. The empty text is an empty
/// record.
[[nodiscard]] InventoryRecord inventory_record_from_json(std::string_view json);

}  // namespace plume
