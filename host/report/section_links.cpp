// SPDX-License-Identifier: Apache-2.0
// What became of the databases that a result rests on: links, conversions, and what was left out,
// with how much of it each demand reaches.
#include <algorithm>
#include <cmath>
#include <exception>

#include "host/base/error.hpp"
#include "host/report/sections.hpp"
#include "host/report/text.hpp"

namespace plume {
namespace {

constexpr std::size_t most_demands = 6;

std::string count_text(const Tally& tally, std::string_view name) {
  const auto found = tally.find(name);
  return std::to_string(found == tally.end() ? 0 : found->second);
}

std::string percent(double part, double whole) {
  return shown(Cell::percent(whole > 0.0 ? part / whole : 0.0));
}

std::string sum_of(const Tally& tally) {
  std::uint64_t sum = 0;
  for (const auto& [name, count] : tally) sum += count;
  return std::to_string(sum);
}

void add_counts(const Labels& labels, const LinkSummary& links, std::vector<Block>& blocks) {
  std::string formats;
  for (const std::string& each : links.formats)
    formats += (formats.empty() ? "" : ", ") + printable(each);
  blocks.emplace_back(Paragraph{labels(
      "links.counts", {std::to_string(links.processes), formats,
                       count_text(links.links, "provider"), count_text(links.links, "only_maker"),
                       count_text(links.links, "rule"), count_text(links.links, "cut_off")})});
  blocks.emplace_back(
      Paragraph{labels("links.numbers", {count_text(links.units, "converted"),
                                         count_text(links.flows, "exchanges_mapped"),
                                         count_text(links.flows, "exchanges_with_factor"),
                                         count_text(links.flows, "exchanges_without_factor"),
                                         sum_of(links.downgraded), sum_of(links.formulas)})});
  if (links.across.empty()) return;
  blocks.emplace_back(Paragraph{labels(
      "links.across", {count_text(links.links, "name"), count_text(links.links, "mapping")})});
  ReportTable table{"linked-across",
                    labels("links.across_table"),
                    {{labels("column.product")},
                     {labels("column.unit")},
                     {labels("column.maker")},
                     {labels("column.unit")},
                     {labels("column.takers"), ReportColumn::number},
                     {labels("column.linked_by")}},
                    {}};
  for (std::size_t i = 0; i < std::min(links.across.size(), LinkSummary::most_listed); ++i) {
    const LinkSummary::Across& each = links.across[i];
    table.rows.push_back(
        {Cell::words(printable(each.product)), Cell::words(printable(each.unit)),
         Cell::words(printable(each.maker)), Cell::words(printable(each.maker_unit)),
         Cell::count(static_cast<double>(each.inputs)),
         Cell::words(labels(each.reason == "name" ? "links.by_name" : "links.by_mapping"))});
  }
  blocks.emplace_back(std::move(table));
}

/// "84 % (global warming) to 97 % (acidification)": the least and the largest.
std::string range_of(const ReportContent& content, const std::vector<double>& shares) {
  std::size_t least = shares.size(), most = shares.size();
  for (std::size_t k = 0; k < shares.size(); ++k) {
    if (std::isnan(shares[k]) || k >= content.input.header.axes.categories.size()) continue;
    if (least == shares.size() || shares[k] < shares[least]) least = k;
    if (most == shares.size() || shares[k] > shares[most]) most = k;
  }
  if (least == shares.size()) return {};
  const bool same = shares[most] - shares[least] < 5e-3;
  const auto text = [&](std::size_t k) {
    if (same) return shown(Cell::percent(shares[k]));
    const OutputAxes::Category& category = content.input.header.axes.categories[k];
    return shown(Cell::percent(shares[k])) + " (" +
           printable(category.name.empty() ? category.id : category.name) + ")";
  };
  return same ? text(least) : content.labels("links.range", {text(least), text(most)});
}

void add_demand(const ReportContent& content, std::size_t d, const LinkSummary::Demand& demand,
                std::vector<Block>& blocks) {
  const Labels& labels = content.labels;
  const std::string name = printable(content.input.header.axes.demands[d].name);
  std::string text = labels(
      "links.reached",
      {name, std::to_string(demand.inputs_cut_off), std::to_string(demand.inputs),
       percent(static_cast<double>(demand.inputs_cut_off), static_cast<double>(demand.inputs)),
       std::to_string(demand.products_cut_off), std::to_string(demand.flows_without_factor),
       std::to_string(demand.flows)});
  const std::string range = range_of(content, demand.incomplete_share);
  if (demand.inputs_cut_off > 0 && !range.empty())
    text += " " + labels("links.incomplete", {range});
  blocks.emplace_back(Paragraph{text});
  const std::string number = std::to_string(d + 1);
  if (!demand.cut_offs.empty()) {
    ReportTable table{"cut-off-" + number,
                      labels("links.cut_offs", {name}),
                      {{labels("column.product")},
                       {labels("column.amount"), ReportColumn::number},
                       {labels("column.unit")},
                       {labels("column.takers"), ReportColumn::number},
                       {labels("column.largest_taker")}},
                      {}};
    for (const LinkSummary::CutOff& each : demand.cut_offs) {
      table.rows.push_back({Cell::words(printable(each.product)), Cell::figure(each.amount),
                            Cell::words(printable(each.unit)),
                            Cell::count(static_cast<double>(each.consumers)),
                            Cell::words(printable(each.consumer))});
    }
    blocks.emplace_back(std::move(table));
  }
  if (demand.without_factor.empty()) return;
  ReportTable table{"without-factor-" + number,
                    labels("links.without_factor", {name}),
                    {{labels("column.flow")},
                     {labels("column.compartment")},
                     {labels("column.amount"), ReportColumn::number},
                     {labels("column.unit")}},
                    {}};
  for (const LinkSummary::Unvalued& each : demand.without_factor) {
    table.rows.push_back({Cell::words(printable(each.flow)),
                          Cell::words(printable(each.compartment)), Cell::figure(each.amount),
                          Cell::words(printable(each.unit))});
  }
  blocks.emplace_back(std::move(table));
}

}  // namespace

LinkSummary links_of(const ReportInput& input) {
  try {
    return link_summary_from_json(input.header.provenance.links);
  } catch (const std::exception& problem) {
    throw Error(std::string("the links of the result cannot be read: ") + problem.what());
  }
}

std::vector<Block> links_section(const ReportContent& content) {
  std::vector<Block> blocks;
  const LinkSummary links = links_of(content.input);
  if (links.empty()) return blocks;
  add_counts(content.labels, links, blocks);
  const std::size_t all = std::min(links.demands.size(), content.input.header.axes.demands.size());
  for (std::size_t d = 0; d < std::min(all, most_demands); ++d)
    add_demand(content, d, links.demands[d], blocks);
  if (all > most_demands) {
    blocks.emplace_back(Paragraph{
        content.labels("links.more", {std::to_string(all - most_demands)}), Paragraph::Kind::note});
  }
  return blocks;
}

}  // namespace plume
