// SPDX-License-Identifier: Apache-2.0
// What makes a score and its uncertainty, of results that are no inventory: contributions of
// processes, and shares of the variance.
#include <algorithm>
#include <cmath>

#include "host/analysis/score_drivers.hpp"
#include "host/base/error.hpp"
#include "host/base/numbers.hpp"
#include "host/report/own_words.hpp"
#include "host/report/sections.hpp"
#include "host/report/text.hpp"

namespace plume {
namespace {

constexpr std::size_t most_shown = 6;  ///< outputs; the JSON report has all

std::vector<ScoreDrivers> drivers_of(const ReportContent& content) {
  try {
    return score_drivers_from_json(content.input.header.provenance.drivers);
  } catch (const std::exception& problem) {
    throw Error(std::string("the drivers of the result cannot be read: ") + problem.what());
  }
}

Cell known(double value) { return std::isfinite(value) ? Cell::figure(value) : Cell::words(""); }

std::string place_of(const ScoreDrivers& drivers) {
  return std::to_string(drivers.demand + 1) + "-" + std::to_string(drivers.category + 1);
}

void add_rest(const ReportContent& content, std::size_t shown, std::size_t all,
              std::vector<Block>& blocks) {
  if (all <= shown) return;
  blocks.emplace_back(Paragraph{content.labels("score_drivers.more", {std::to_string(all - shown)}),
                                Paragraph::Kind::note});
}

}  // namespace

std::vector<Block> score_contributions(const ReportContent& content) {
  const Labels& labels = content.labels;
  std::vector<Block> blocks;
  std::size_t shown = 0, all = 0;
  for (const ScoreDrivers& drivers : drivers_of(content)) {
    const OutputRow row = output_row(content.input, drivers.demand, drivers.category);
    if (drivers.contributions.empty() || row.static_score == 0.0) continue;
    ++all;
    if (shown == most_shown) continue;
    ++shown;
    ReportTable table{
        "contributions-" + place_of(drivers),
        output_name(content, drivers.demand, drivers.category),
        {{labels("column.process")},
         {row.category.unit.empty() ? labels("column.static")
                                    : labels("column.static") + ", " + printable(row.category.unit),
          ReportColumn::number},
         {labels("column.lower"), ReportColumn::number},
         {labels("column.upper"), ReportColumn::number},
         {labels("column.share"), ReportColumn::number}},
        {}};
    double named = 0.0;
    for (const auto& c : drivers.contributions) {
      table.rows.push_back({Cell::words(printable(c.process)), Cell::figure(c.score),
                            known(c.lower), known(c.upper),
                            Cell::percent(c.score / row.static_score)});
      named += c.score;
    }
    const double rest = row.static_score - named;
    if (std::abs(rest) > 1e-9 * std::abs(row.static_score)) {
      table.rows.push_back({Cell::words(labels("score_drivers.rest")), Cell::figure(rest),
                            Cell::words(""), Cell::words(""),
                            Cell::percent(rest / row.static_score)});
    }
    blocks.emplace_back(std::move(table));
  }
  if (blocks.empty()) return blocks;
  blocks.insert(blocks.begin(), Paragraph{labels("score_drivers.contributions")});
  add_rest(content, shown, all, blocks);
  return blocks;
}

std::vector<Block> score_variances(const ReportContent& content) {
  const Labels& labels = content.labels;
  std::vector<Block> blocks;
  std::size_t shown = 0, all = 0;
  for (const ScoreDrivers& drivers : drivers_of(content)) {
    const OutputRow row = output_row(content.input, drivers.demand, drivers.category);
    if (drivers.parameters.empty()) continue;
    ++all;
    if (shown == most_shown) continue;
    ++shown;
    const std::string name = output_name(content, drivers.demand, drivers.category);
    TornadoData data;
    data.shares = true;
    ReportTable table{
        "variance-" + place_of(drivers),
        name,
        {{labels("column.number")}, {labels("column.variance_share"), ReportColumn::number}},
        {}};
    for (const auto& p : drivers.parameters) {
      const std::string text =
          p.count > 1 ? labels("score_drivers.shared", {printable(driver_words(p.name, labels)),
                                                        std::to_string(p.count - 1)})
                      : printable(driver_words(p.name, labels));
      data.rows.push_back({text, 0.0, p.share});
      table.rows.push_back({Cell::words(text), Cell::percent(p.share)});
    }
    const std::string first = data.rows.front().label,
                      share = plume::shown(Cell::percent(data.rows.front().high));
    const double simulated = row.summary.sd * row.summary.sd;
    if (simulated > 0.0) {
      blocks.emplace_back(
          Paragraph{labels("score_drivers.explained",
                           {name, format_significant(100.0 * drivers.variance / simulated, 2)})});
    }
    blocks.emplace_back(Figure{"drivers-" + place_of(drivers), name,
                               labels("score_drivers.description", {first, share}), "",
                               std::move(data)});
    blocks.emplace_back(std::move(table));
  }
  if (blocks.empty()) return blocks;
  blocks.insert(blocks.begin(), Paragraph{labels("score_drivers.variances")});
  add_rest(content, shown, all, blocks);
  return blocks;
}

}  // namespace plume
