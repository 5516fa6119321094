// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/inventory_summary.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include "host/analysis/base_year_lines.hpp"
#include "host/analysis/what_to_measure.hpp"
#include "host/stats/order_statistics.hpp"

namespace plume {
namespace {

/// Enough for an interval's width to 1 %; sorting all iterations of every line would take longer
/// than the rest of a report.
constexpr std::size_t max_measured = 100000;

/// 2.5, 50 and 97.5 % of a sample; NaN of none.
struct Interval {
  double lower, median, upper;
};

Interval interval_of(std::vector<double> values) {
  constexpr double levels[] = {0.025, 0.5, 0.975};
  place_quantiles(values, levels);
  return {quantile_of_sorted(values, levels[0]), quantile_of_sorted(values, levels[1]),
          quantile_of_sorted(values, levels[2])};
}

double mean_of(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double x : values) sum += x;
  return values.empty() ? 0.0 : sum / static_cast<double>(values.size());
}

double covariance(const std::vector<double>& a, const std::vector<double>& b) {
  const double mean_a = mean_of(a), mean_b = mean_of(b);
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - mean_a) * (b[i] - mean_b);
  return a.size() < 2 ? 0.0 : sum / static_cast<double>(a.size() - 1);
}

/// Samples of iterations with a score, by demand.
class Scores {
 public:
  Scores(const ResultFile& file, std::string_view category) : file_(file) {
    const auto& categories = file.header().axes.categories;
    for (std::size_t k = 0; k < categories.size(); ++k) {
      if (categories[k].id == category) category_ = k;
    }
  }
  [[nodiscard]] std::size_t demand(std::string_view name) const {
    const auto& demands = file_.header().axes.demands;
    for (std::size_t d = 0; d < demands.size(); ++d) {
      if (demands[d].name == name) return d;
    }
    return absent;
  }
  [[nodiscard]] std::vector<double> samples(std::string_view name) const {
    const std::size_t d = demand(name);
    std::vector<double> values;
    if (d == absent || category_ == absent) return values;
    values = file_.samples(d, category_);
    // of an iteration all outputs or none
    std::erase_if(values, [](double x) { return std::isnan(x); });
    return values;
  }
  [[nodiscard]] double fixed(std::string_view name) const {
    const std::size_t d = demand(name);
    if (d == absent || category_ == absent) return 0.0;
    return file_.header().static_scores[d * file_.header().axes.categories.size() + category_];
  }
  static constexpr std::size_t absent = static_cast<std::size_t>(-1);

 private:
  const ResultFile& file_;
  std::size_t category_ = absent;
};

InventoryFigure figure_of(const Scores& scores, const std::string& demand,
                          const std::vector<double>& samples) {
  InventoryFigure figure;
  figure.demand = demand;
  figure.static_value = scores.fixed(demand);
  figure.mean = mean_of(samples);
  figure.sd = std::sqrt(covariance(samples, samples));
  const Interval interval = interval_of(samples);
  figure.lower = interval.lower;
  figure.median = interval.median;
  figure.upper = interval.upper;
  if (samples.empty()) return figure;
  const auto [least, most] = std::minmax_element(samples.begin(), samples.end());
  if (*most - *least <= 1e-9 * std::abs(figure.mean)) {  // certain, but for the last digits of sums
    figure.sd = 0.0;
    figure.mean = figure.lower = figure.upper = figure.median;
  }
  if (figure.mean == 0.0) return figure;
  figure.u95_lower = (figure.lower - figure.mean) / std::abs(figure.mean) * 100.0;
  figure.u95_upper = (figure.upper - figure.mean) / std::abs(figure.mean) * 100.0;
  figure.rating = ghg_protocol_rating((figure.u95_upper - figure.u95_lower) / 2.0);
  return figure;
}

/// Net emissions that are 0 but for the rounding of gross are 0.
void round_net(std::vector<double>& net, const std::vector<double>& gross, double rounding) {
  for (std::size_t i = 0; i < std::min(net.size(), gross.size()); ++i) {
    if (std::abs(net[i]) <= rounding * std::abs(gross[i])) net[i] = 0.0;
  }
}

void add_claim(const Scores& scores, double rounding, InventorySummary& summary) {
  const InventoryRecord& record = summary.record;
  const std::string gross_name = record.demand_of("gross"),
                    adjusted_name = record.demand_of("credits risk-adjusted"),
                    removals_name = record.demand_of("removals");
  std::vector<double> gross = scores.samples(gross_name);
  if (!record.claim.present || gross.empty()) return;
  const double gross_static = scores.fixed(gross_name);
  double before_credits = gross_static, removals_mean = 0.0;
  const double gross_mean = mean_of(gross);
  if (!removals_name.empty()) {
    const std::vector<double> removed = scores.samples(removals_name);
    removals_mean = 0.0 - mean_of(removed);
    for (std::size_t i = 0; i < gross.size(); ++i) gross[i] += removed[i];
    before_credits += scores.fixed(removals_name);
  }
  double nominal = 0.0, share_static = 1.0;
  for (const auto& credit : record.credits) nominal += credit.counted ? credit.nominal : 0.0;
  std::vector<double> share;
  if (nominal > 0.0) {
    share = scores.samples(adjusted_name);
    for (double& realised : share) realised /= -nominal;
    share_static = -scores.fixed(adjusted_name) / nominal;
  }
  summary.claim = judge_claim({gross, share, nominal, before_credits, share_static, rounding},
                              {record.claim.probability, record.claim.credits != "face value"});
  summary.claim.boundary_demand = gross_name;
  summary.claim.gross_mean = gross_mean;
  summary.claim.removals_mean = removals_mean;
  for (const auto& credit : record.credits) {
    if (!credit.counted) continue;
    summary.claim.not_shown += credit.retirement_shown ? 0.0 : credit.nominal;
    summary.claim.planned += credit.planned ? credit.nominal : 0.0;
  }
  summary.claim.gross_static = gross_static;
}

void add_trend(const Scores& scores, InventorySummary& summary) {
  const std::string base_name = summary.record.demand_of("base gross"),
                    name = summary.record.demand_of("gross");
  if (base_name.empty() || name.empty()) return;
  const std::vector<double> base = scores.samples(base_name), year = scores.samples(name);
  std::vector<double> change;
  double falls = 0.0;
  for (std::size_t i = 0; i < base.size(); ++i) {
    if (base[i] == 0.0) continue;
    change.push_back((year[i] - base[i]) / base[i] * 100.0);
    falls += year[i] < base[i];
  }
  if (change.empty()) return;
  TrendSummary& trend = summary.trend;
  trend.present = true;
  std::vector<double> difference = year;
  for (std::size_t i = 0; i < difference.size(); ++i) difference[i] -= base[i];
  trend.base_mean = mean_of(base);
  trend.change_mean = mean_of(difference);
  trend.base_static = scores.fixed(base_name);
  if (trend.base_static != 0.0)
    trend.static_percent = (scores.fixed(name) - trend.base_static) / trend.base_static * 100.0;
  trend.mean = mean_of(change);
  const Interval interval = interval_of(change);
  trend.lower = interval.lower;
  trend.upper = interval.upper;
  trend.probability_of_reduction = falls / static_cast<double>(change.size());
  trend.se = std::sqrt(trend.probability_of_reduction * (1.0 - trend.probability_of_reduction) /
                       static_cast<double>(change.size()));
}

bool in_boundary(const InventoryRecord& record, const InventoryRecord::Line& line) {
  return line.scope == "1" || line.scope == "2 " + record.claim.basis ||
         (line.scope == "3" && record.claim.boundary == "type II");
}

/// The same source, site and scope in the base year, and what both years bring into the trend.
void add_base_year(const Scores& scores, const InventoryRecord& record,
                   const std::vector<BaseYearShare>& compared, const std::vector<double>& samples,
                   InventoryLineSummary& line) {
  const double base_total = scores.fixed(record.demand_of("base gross"));
  std::vector<double> change = samples;
  for (const BaseYearShare& each : compared) {
    const std::string& demand = record.lines[each.line].demand;
    line.base_static += each.share * scores.fixed(demand);
    const std::vector<double> base = scores.samples(demand);
    for (std::size_t i = 0; i < std::min(base.size(), change.size()); ++i)
      change[i] -= each.share * base[i];
  }
  if (base_total == 0.0 || change.empty()) return;
  const double mean = mean_of(change);
  const Interval interval = interval_of(change);
  line.trend_lower = (interval.lower - mean) / base_total * 100.0;
  line.trend_upper = (interval.upper - mean) / base_total * 100.0;
}

/// Direct emissions by gas, and biogenic CO2 beside them (ISO 14064-1:2018, 9.3.1 f and g).
void add_direct_gases(const ResultFile& file, InventorySummary& summary) {
  const std::string direct = summary.record.demand_of("scope 1");
  if (direct.empty()) return;
  const auto add = [&](const InventoryRecord::Category& category, bool biogenic) {
    const Scores scores(file, category.id);
    GasSummary gas{category.gas, biogenic, std::numeric_limits<double>::quiet_NaN(),
                   figure_of(scores, direct, scores.samples(direct))};
    if (biogenic) gas.tonnes = gas.figure.static_value;
    if (category.gwp > 0.0) gas.tonnes = gas.figure.static_value / category.gwp;
    if (gas.figure.static_value != 0.0 || gas.figure.sd > 0.0)
      summary.direct.push_back(std::move(gas));
  };
  for (const auto& category : summary.record.categories)
    if (category.kind == "gas") add(category, false);
  for (const auto& category : summary.record.categories)
    if (category.kind == "biogenic") add(category, true);
}

/// Of a line, static, by category.
std::vector<double> static_gases(const ResultFile& file, const std::vector<std::string>& categories,
                                 const std::string& demand) {
  std::vector<double> emitted;
  for (const std::string& gas : categories) emitted.push_back(Scores(file, gas).fixed(demand));
  return emitted;
}

/// "CO2, CH4": the gases that the line emits.
std::string gases_of(const std::vector<std::string>& categories,
                     const std::vector<double>& emitted) {
  std::string gases;
  for (std::size_t g = 0; g < std::min(emitted.size(), categories.size()); ++g) {
    if (emitted[g] == 0.0) continue;
    const std::string& id = categories[g];
    gases += (gases.empty() ? "" : ", ") + (id.starts_with("gas ") ? id.substr(4) : id);
  }
  return gases;
}

}  // namespace

InventorySummary inventory_summary(const ResultFile& file) {
  InventorySummary summary;
  summary.record = inventory_record_from_json(file.header().provenance.inventory);
  if (summary.record.empty()) return summary;
  const InventoryRecord& record = summary.record;
  const Scores scores(file, "ghg");
  const double rounding =
      file.header().provenance.precision == "double" ? net_rounding_double : net_rounding_mixed;
  for (const auto& category : record.categories) {
    if (category.kind == "gas") summary.gas_categories.push_back(category.id);
  }
  const std::string gross_name = record.demand_of("gross");
  const std::vector<double> gross = scores.samples(gross_name);
  const double gross_static = scores.fixed(gross_name), variance = covariance(gross, gross);
  double line_variances = 0.0;
  summary.iterations = gross.size();
  const BaseYearLines base_year = base_year_lines(record);
  std::vector<Approach1Row> rows;
  for (std::size_t l = 0; l < record.lines.size(); ++l) {
    const InventoryRecord::Line& from = record.lines[l];
    const bool inside = in_boundary(record, from);
    if (from.base_year) continue;
    const std::vector<double> samples = scores.samples(from.demand);
    InventoryLineSummary line;
    line.record = l;
    line.inside = inside;
    line.figure = figure_of(scores, from.demand, samples);
    if (from.bounded && !samples.empty())
      line.at_bound = static_cast<double>(std::count(samples.begin(), samples.end(), 0.0)) /
                      static_cast<double>(samples.size());
    line.gases = static_gases(file, summary.gas_categories, from.demand);
    if (inside && gross_static != 0.0) {
      line.share = line.figure.static_value / gross_static;
      if (variance > 0.0) line.variance_share = covariance(samples, gross) / variance;
      const std::size_t used = std::min({samples.size(), gross.size(), max_measured});
      const std::span<const double> measured(samples.data(), used);
      const auto gains = what_to_measure(std::span(&measured, 1), std::span(gross).first(used));
      if (!gains.empty()) {
        line.expected_drop = gains.front().expected_drop;
        line.expected_drop_se = gains.front().expected_drop_se;
      }
      line_variances += line.figure.sd * line.figure.sd;
      const double half = (line.figure.upper - line.figure.lower) / 2.0 / std::abs(gross_static);
      line.material =
          std::abs(line.share) >= record.claim.materiality || half >= record.claim.materiality;
      add_base_year(scores, record, base_year.of[l], samples, line);
      rows.push_back({from.demand, gases_of(summary.gas_categories, line.gases), line.base_static,
                      line.figure.static_value, from.u95_activity, from.u95_factor});
    }
    summary.lines.push_back(std::move(line));
  }
  // What was given up since the base year is part of the trend: a row that is 0 now.
  for (const std::size_t l : base_year.given_up) {
    const InventoryRecord::Line& from = record.lines[l];
    if (in_boundary(record, from))
      rows.push_back({from.demand,
                      gases_of(summary.gas_categories,
                               static_gases(file, summary.gas_categories, from.demand)),
                      scores.fixed(from.demand), 0.0, from.u95_activity, from.u95_factor});
  }
  for (const auto& total : record.totals) {
    std::vector<double> samples = scores.samples(total.demand);
    if (total.kind.starts_with("net")) round_net(samples, gross, rounding);
    InventoryFigure figure = figure_of(scores, total.demand, samples);
    if (total.kind.starts_with("net") &&
        std::abs(figure.static_value) <= net_rounding_double * std::abs(gross_static))
      figure.static_value = 0.0;
    summary.totals.push_back(std::move(figure));
  }
  for (const auto& category : record.categories) {
    if (category.kind != "other gwp" && category.kind != "gwp uncertainty") continue;
    const Scores other(file, category.id);
    summary.other_gwp.push_back(figure_of(other, gross_name, other.samples(gross_name)));
    summary.other_gwp.back().demand = category.id;
  }
  summary.approach1 = approach1(std::move(rows));
  if (!gross.empty()) {
    const Interval interval = interval_of(gross);
    summary.approach_notes =
        approach_notes(summary.approach1,
                       {mean_of(gross), interval.lower, interval.upper, variance, line_variances});
  }
  summary.approach_notes.push_back({"approach_note.rows_alone", {}});
  if (!record.indicators.empty()) {
    for (const std::string& group : indicator_groups()) summary.indicators.push_back({group, {}});
    for (const auto& indicator : record.indicators) {
      for (IndicatorGroup& group : summary.indicators)
        if (group.name == indicator.group) group.indicators.push_back(indicator);
    }
  }
  add_direct_gases(file, summary);
  add_claim(scores, rounding, summary);
  add_trend(scores, summary);
  return summary;
}

}  // namespace plume
