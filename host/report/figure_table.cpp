// SPDX-License-Identifier: Apache-2.0
#include "host/report/figure_table.hpp"

namespace plume {
namespace {

constexpr int digits = 4;  ///< of what is drawn, for people; machines get all

Cell number(double value) { return Cell::figure(value, digits); }

void fill(Table& table, const DistributionData& data) {
  table.columns = {{"value", Column::number}, {"density", Column::number}};
  for (std::size_t i = 0; i < data.density.size(); ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(data.density.size() - 1);
    table.rows.push_back({number(data.from + share * (data.to - data.from)), number(data.density[i])});
  }
}

void fill(Table& table, const StackedBarsData& data) {
  table.columns = {{"bar"}};
  for (const std::string& part : data.parts) table.columns.push_back({part, Column::number});
  for (const char* head : {"total", "lower", "upper"}) table.columns.push_back({head, Column::number});
  for (const auto& bar : data.bars) {
    std::vector<Cell> row{Cell::words(bar.label)};
    for (const double value : bar.values) row.push_back(number(value));
    for (const double value : {bar.total, bar.lower, bar.upper}) row.push_back(number(value));
    table.rows.push_back(std::move(row));
  }
}

void fill(Table& table, const TornadoData& data) {
  if (data.shares) {
    table.columns = {{"name"}, {"share", Column::number}};
    for (const auto& row : data.rows) table.rows.push_back({Cell::words(row.label), Cell::percent(row.high)});
    return;
  }
  table.columns = {{"name"}, {"low", Column::number}, {"high", Column::number}};
  for (const auto& row : data.rows) table.rows.push_back({Cell::words(row.label), number(row.low), number(row.high)});
}

void fill(Table& table, const ConvergenceData& data) {
  table.columns = {{"iterations", Column::number}, {"mean", Column::number}, {"p95", Column::number}};
  for (std::size_t i = 0; i < data.iterations.size(); ++i) {
    table.rows.push_back({Cell::count(data.iterations[i]), number(data.mean[i]), number(data.p95[i])});
  }
}

void fill(Table& table, const MatrixData& data) {
  table.columns = {{"A"}};
  for (const std::string& label : data.labels) table.columns.push_back({label, Column::number});
  for (std::size_t a = 0; a < data.labels.size(); ++a) {
    std::vector<Cell> row{Cell::words(data.labels[a])};
    for (std::size_t b = 0; b < data.labels.size(); ++b) {
      row.push_back(a == b ? Cell::words("")
                           : Cell::sampled_share(data.values[a * data.labels.size() + b],
                                                 data.counts[a * data.labels.size() + b]));
    }
    table.rows.push_back(std::move(row));
  }
}

void fill(Table& table, const WaterfallData& data) {
  table.columns = {{"step"}, {"value", Column::number}, {"lower", Column::number}, {"upper", Column::number}};
  for (const auto& step : data.steps) {
    table.rows.push_back({Cell::words(step.label), number(step.value),
                          step.has_interval ? number(step.lower) : Cell::words(""),
                          step.has_interval ? number(step.upper) : Cell::words("")});
  }
}

void fill(Table& table, const ClaimCurveData& data) {
  table.columns = {{"credits", Column::number}, {"face_value", Column::number}};
  if (!data.adjusted.empty()) table.columns.push_back({"risk_adjusted", Column::number});
  for (std::size_t i = 0; i < data.credits.size(); ++i) {
    table.rows.push_back({number(data.credits[i]), Cell::percent(data.face[i])});
    if (!data.adjusted.empty()) table.rows.back().push_back(Cell::percent(data.adjusted[i]));
  }
}

}  // namespace

Table figure_table(const Figure& figure) {
  Table table;
  table.id = figure.id + "-data";
  table.caption = figure.title;
  if (!figure.unit.empty()) table.caption += " [" + figure.unit + "]";
  std::visit([&](const auto& data) { fill(table, data); }, figure.data);
  return table;
}

}  // namespace plume
