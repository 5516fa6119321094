// SPDX-License-Identifier: Apache-2.0
#include "host/report/figure_table.hpp"

namespace plume {
namespace {

constexpr int digits = 4;  ///< of what is drawn, for people; machines get all

Cell number(double value) { return Cell::figure(value, digits); }

void fill(ReportTable& table, const DistributionData& data) {
  table.columns = {{"value", ReportColumn::number}, {"density", ReportColumn::number}};
  for (std::size_t i = 0; i < data.density.size(); ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(data.density.size() - 1);
    table.rows.push_back(
        {number(data.from + share * (data.to - data.from)), number(data.density[i])});
    if (!data.atoms.empty()) table.rows.back().push_back(Cell::words(""));
  }
  if (data.atoms.empty()) return;
  table.columns.push_back({"probability", ReportColumn::number});
  for (const auto& atom : data.atoms) {
    table.rows.push_back({number(atom.value), Cell::words(""), Cell::percent(atom.share)});
  }
}

void fill(ReportTable& table, const StackedBarsData& data) {
  table.columns = {{"bar"}};
  for (const std::string& part : data.parts) table.columns.push_back({part, ReportColumn::number});
  for (const char* head : {"total", "lower", "upper"})
    table.columns.push_back({head, ReportColumn::number});
  for (const auto& bar : data.bars) {
    std::vector<Cell> row{Cell::words(bar.label)};
    for (const double value : bar.values) row.push_back(number(value));
    for (const double value : {bar.total, bar.lower, bar.upper}) row.push_back(number(value));
    table.rows.push_back(std::move(row));
  }
}

void fill(ReportTable& table, const TornadoData& data) {
  if (data.shares) {
    table.columns = {{"name"}, {"share", ReportColumn::number}};
    for (const auto& row : data.rows)
      table.rows.push_back({Cell::words(row.label), Cell::percent(row.high, data.error)});
    return;
  }
  table.columns = {{"name"}, {"low", ReportColumn::number}, {"high", ReportColumn::number}};
  for (const auto& row : data.rows)
    table.rows.push_back({Cell::words(row.label), number(row.low), number(row.high)});
}

void fill(ReportTable& table, const ConvergenceData& data) {
  table.columns = {{"iterations", ReportColumn::number},
                   {"mean", ReportColumn::number},
                   {"p95", ReportColumn::number}};
  for (std::size_t i = 0; i < data.iterations.size(); ++i) {
    table.rows.push_back(
        {Cell::count(data.iterations[i]), number(data.mean[i]), number(data.p95[i])});
  }
}

void fill(ReportTable& table, const MatrixData& data) {
  table.columns = {{"A"}};
  for (const std::string& label : data.labels)
    table.columns.push_back({label, ReportColumn::number});
  for (std::size_t a = 0; a < data.labels.size(); ++a) {
    std::vector<Cell> row{Cell::words(data.labels[a])};
    for (std::size_t b = 0; b < data.labels.size(); ++b) {
      const std::size_t pair = a * data.labels.size() + b;
      const bool same = !data.equal.empty() && data.equal[pair] == 1.0;
      row.push_back(a == b ? Cell::words("")
                    : same ? Cell::percent(0.0)
                           : Cell::sampled_share(data.values[pair], data.counts[pair]));
    }
    table.rows.push_back(std::move(row));
  }
}

void fill(ReportTable& table, const WaterfallData& data) {
  table.columns = {{"step"},
                   {"value", ReportColumn::number},
                   {"lower", ReportColumn::number},
                   {"upper", ReportColumn::number}};
  for (const auto& step : data.steps) {
    table.rows.push_back({Cell::words(step.label), number(step.value),
                          step.has_interval ? number(step.lower) : Cell::words(""),
                          step.has_interval ? number(step.upper) : Cell::words("")});
  }
}

void fill(ReportTable& table, const ClaimCurveData& data) {
  table.columns = {{"credits", ReportColumn::number}, {"face_value", ReportColumn::number}};
  if (!data.adjusted.empty()) table.columns.push_back({"risk_adjusted", ReportColumn::number});
  for (std::size_t i = 0; i < data.credits.size(); ++i) {
    table.rows.push_back({number(data.credits[i]), Cell::percent(data.face[i])});
    if (!data.adjusted.empty()) table.rows.back().push_back(Cell::percent(data.adjusted[i]));
  }
}

}  // namespace

ReportTable figure_table(const Figure& figure) {
  ReportTable table;
  table.id = figure.id + "-data";
  table.caption = figure.title;
  if (!figure.unit.empty()) table.caption += " [" + figure.unit + "]";
  std::visit([&](const auto& data) { fill(table, data); }, figure.data);
  return table;
}

}  // namespace plume
