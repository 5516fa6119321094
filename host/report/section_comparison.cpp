// SPDX-License-Identifier: Apache-2.0
// Which option is below which, in the same draws.
#include <algorithm>
#include <cmath>
#include <optional>

#include "host/report/sections.hpp"
#include "host/report/text.hpp"

namespace plume {
namespace {

/// more options than this are numbered in the heads of columns
constexpr std::size_t most_named = 4;
constexpr std::size_t most_matrices = 6;  ///< more categories than this have tables only

/// P(row < column). Of options that are equal in every draw neither is ever below the other, and no
/// bound need say so.
Cell share_of(const BelowCounts& below, std::size_t pair) {
  if (below.equal[pair] == 1.0) return Cell::percent(0.0);
  return Cell::sampled_share(below.share[pair], static_cast<double>(below.both[pair]));
}

/// The option that is below each of the others with the greatest probability, taken at its least
/// sure pair; others that it equals in every draw are the same option.
std::string verdict_of(const ReportContent& content, const BelowCounts& below, std::size_t size,
                       const std::string& name) {
  const OutputAxes& axes = content.input.header.axes;
  std::size_t best = 0, rival = 0;
  double surest = -1.0;
  for (std::size_t a = 0; a < size; ++a) {
    std::size_t nearest = a;
    for (std::size_t b = 0; b < size; ++b) {
      if (a == b || below.equal[a * size + b] == 1.0) continue;
      if (nearest == a || below.share[a * size + b] < below.share[a * size + nearest]) nearest = b;
    }
    if (nearest == a || !(below.share[a * size + nearest] > surest)) continue;
    surest = below.share[a * size + nearest], best = a, rival = nearest;
  }
  if (surest < 0.0) {
    const bool any =
        std::any_of(below.both.begin(), below.both.end(), [](std::uint64_t n) { return n > 0; });
    return content.labels(any ? "comparison.all_equal" : "comparison.none", {name});
  }
  const bool alone =
      std::none_of(below.equal.begin() + static_cast<std::ptrdiff_t>(best * size),
                   below.equal.begin() + static_cast<std::ptrdiff_t>((best + 1) * size),
                   [](double share) { return share == 1.0; });
  const char* sure = alone ? "comparison.clear" : "comparison.clear_but_equal";
  return content.labels(
      surest >= 0.95 ? sure : "comparison.unclear",
      {name, printable(axes.demands[best].name), shown(share_of(below, best * size + rival)),
       printable(axes.demands[rival].name)});
}

/// A sentence for each pair that is often equal, the first few.
std::vector<std::string> words_of_ties(const ReportContent& content, const BelowCounts& below,
                                       std::size_t size, const std::string& name) {
  constexpr std::size_t most_sentences = 5;
  const OutputAxes& axes = content.input.header.axes;
  std::vector<std::string> all;
  for (std::size_t a = 0; a < size; ++a) {
    for (std::size_t b = a + 1; b < size && all.size() < most_sentences; ++b) {
      const double equal = below.equal[a * size + b];
      if (!(equal > 0.0)) continue;
      const std::string one = printable(axes.demands[a].name),
                        other = printable(axes.demands[b].name);
      const Cell share = Cell::sampled_share(equal, static_cast<double>(below.both[a * size + b]));
      all.push_back(equal == 1.0
                        ? content.labels("comparison.equal", {name, one, other})
                        : content.labels("comparison.ties", {name, one, other, shown(share)}));
    }
  }
  return all;
}

/// P(row = column), where any two options are ever equal.
std::optional<ReportTable> table_of_ties(const ReportContent& content, const BelowCounts& below,
                                         std::size_t size, const ReportTable& like) {
  if (std::none_of(below.equal.begin(), below.equal.end(),
                   [](double share) { return share > 0.0; }))
    return {};
  ReportTable table = like;
  table.id = "equal" + like.id.substr(like.id.find('-'));
  table.caption = content.labels("comparison.equal_caption");
  for (std::size_t b = 0; b < size; ++b) {
    const std::string head = size > most_named
                                 ? std::to_string(b + 1)
                                 : printable(content.input.header.axes.demands[b].name);
    table.columns[b + 1].head = content.labels("comparison.same_as", {head});
  }
  for (std::size_t a = 0; a < size; ++a) {
    for (std::size_t b = 0; b < size; ++b) {
      if (a != b) table.rows[a][b + 1] = Cell::percent(below.equal[a * size + b]);
    }
  }
  return table;
}

}  // namespace

std::vector<Block> comparison_section(const ReportContent& content) {
  const OutputAxes& axes = content.input.header.axes;
  const std::size_t size = content.shapes.num_compared;
  std::vector<Block> blocks;
  if (size < 2) return blocks;
  blocks.emplace_back(Paragraph{content.labels("comparison.text")});
  if (axes.demands.size() > size) {
    blocks.emplace_back(
        Paragraph{content.labels("comparison.more",
                                 {std::to_string(size), std::to_string(axes.demands.size())}),
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
    blocks.emplace_back(Paragraph{verdict_of(content, below, size, name)});
    for (const std::string& words : words_of_ties(content, below, size, name))
      blocks.emplace_back(Paragraph{words});
    if (category < most_matrices) {
      MatrixData data;
      for (std::size_t d = 0; d < size; ++d) data.labels.push_back(printable(axes.demands[d].name));
      data.values = below.share;
      data.counts.assign(below.both.begin(), below.both.end());
      data.equal = below.equal;
      blocks.emplace_back(Figure{"comparison-" + std::to_string(category + 1), name,
                                 content.labels("comparison.description", {name}), "",
                                 std::move(data)});
    }
    const bool numbered = size > most_named;
    ReportTable table;
    table.id = "below-" + std::to_string(category + 1);
    table.caption = content.labels("comparison.caption", {name});
    table.columns.push_back({content.labels("column.option")});
    for (std::size_t b = 0; b < size; ++b) {
      table.columns.push_back(
          {content.labels("comparison.below",
                          {numbered ? std::to_string(b + 1) : printable(axes.demands[b].name)}),
           ReportColumn::number});
    }
    for (std::size_t a = 0; a < size; ++a) {
      std::vector<Cell> row{Cell::words((numbered ? std::to_string(a + 1) + " " : "") +
                                        printable(axes.demands[a].name))};
      for (std::size_t b = 0; b < size; ++b) {
        row.push_back(a == b ? Cell::words("") : share_of(below, a * size + b));
      }
      table.rows.push_back(std::move(row));
    }
    std::optional<ReportTable> ties = table_of_ties(content, below, size, table);
    blocks.emplace_back(std::move(table));
    if (ties) blocks.emplace_back(std::move(*ties));
  }
  return blocks;
}

}  // namespace plume
