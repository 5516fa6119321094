// SPDX-License-Identifier: Apache-2.0
// Which option is below which, in the same draws.
#include <algorithm>
#include <cmath>

#include "host/report/sections.hpp"
#include "host/report/text.hpp"

namespace plume {
namespace {

constexpr std::size_t most_named = 4;     ///< more options than this are numbered in the heads of columns
constexpr std::size_t most_matrices = 6;  ///< more categories than this have tables only

}  // namespace

std::vector<Block> comparison_section(const ReportContent& content) {
  const OutputAxes& axes = content.input.header.axes;
  const std::size_t size = content.shapes.num_compared;
  std::vector<Block> blocks;
  if (size < 2) return blocks;
  blocks.emplace_back(Paragraph{content.labels("comparison.text")});
  if (axes.demands.size() > size) {
    blocks.emplace_back(
        Paragraph{content.labels("comparison.more", {std::to_string(size), std::to_string(axes.demands.size())}),
                  Paragraph::Kind::note});
  }
  for (const OutputAxes::Demand& demand : axes.demands) {
    if (demand.unit == axes.demands.front().unit) continue;
    blocks.emplace_back(Paragraph{content.labels("comparison.units"), Paragraph::Kind::note});
    break;
  }
  for (std::size_t category = 0; category < content.shapes.below.size(); ++category) {
    const BelowCounts& below = content.shapes.below[category];
    const OutputRow any = output_row(content.input, 0, category);
    const std::string name = printable(any.category_name());
    // The option that is below each of the others with the greatest probability, taken at its least sure pair.
    std::size_t best = 0, rival = 0;
    double surest = -1.0;
    for (std::size_t a = 0; a < size; ++a) {
      std::size_t nearest = a;
      for (std::size_t b = 0; b < size; ++b) {
        if (a != b && (nearest == a || below.share[a * size + b] < below.share[a * size + nearest])) nearest = b;
      }
      if (below.share[a * size + nearest] > surest) surest = below.share[a * size + nearest], best = a, rival = nearest;
    }
    std::string verdict = content.labels("comparison.none", {name});
    if (surest >= 0.0) {
      const auto count = static_cast<double>(below.both[best * size + rival]);
      verdict = content.labels(surest >= 0.95 ? "comparison.clear" : "comparison.unclear",
                               {name, printable(axes.demands[best].name), shown(Cell::sampled_share(surest, count)),
                                printable(axes.demands[rival].name)});
    }
    blocks.emplace_back(Paragraph{verdict});
    if (category < most_matrices) {
      MatrixData data;
      for (std::size_t d = 0; d < size; ++d) data.labels.push_back(printable(axes.demands[d].name));
      data.values = below.share;
      data.counts.assign(below.both.begin(), below.both.end());
      blocks.emplace_back(Figure{"comparison-" + std::to_string(category + 1), name,
                                 content.labels("comparison.description", {name}), "", std::move(data)});
    }
    const bool numbered = size > most_named;
    ReportTable table;
    table.id = "below-" + std::to_string(category + 1);
    table.caption = content.labels("comparison.caption", {name});
    table.columns.push_back({content.labels("column.option")});
    for (std::size_t b = 0; b < size; ++b) {
      table.columns.push_back(
          {content.labels("comparison.below", {numbered ? std::to_string(b + 1) : printable(axes.demands[b].name)}),
           ReportColumn::number});
    }
    for (std::size_t a = 0; a < size; ++a) {
      std::vector<Cell> row{
          Cell::words((numbered ? std::to_string(a + 1) + " " : "") + printable(axes.demands[a].name))};
      for (std::size_t b = 0; b < size; ++b) {
        row.push_back(
            a == b ? Cell::words("")
                   : Cell::sampled_share(below.share[a * size + b], static_cast<double>(below.both[a * size + b])));
      }
      table.rows.push_back(std::move(row));
    }
    blocks.emplace_back(std::move(table));
  }
  return blocks;
}

}  // namespace plume
