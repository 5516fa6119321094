// SPDX-License-Identifier: Apache-2.0
#include "host/report/inventory_cells.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "host/report/number.hpp"
#include "host/report/text.hpp"

namespace plume {
namespace {

Rounding rounding_of(const InventoryFigure& figure) {
  return rounding_by_error(figure.sd, std::vector{figure.mean, figure.lower, figure.upper});
}

/// The order in which ISO 14064-1 and the GHG Protocol name the gases: CO2, CH4, N2O, HFCs, PFCs,
/// SF6, NF3; others last.
std::size_t place_of(const GasSummary& gas) {
  if (gas.biogenic) return 9;
  constexpr std::string_view order[] = {"CO2", "CH4", "N2O"};
  for (std::size_t i = 0; i < 3; ++i) {
    if (gas.gas == order[i]) return i;
  }
  if (gas.gas.starts_with("HFC") || gas.gas.starts_with("R-")) return 3;
  if (gas.gas.starts_with("PFC")) return 4;
  if (gas.gas == "SF6") return 5;
  return gas.gas == "NF3" ? 6 : 7;
}

}  // namespace

Cell number_of(double value, const InventoryFigure& figure) {
  return Cell::number(value, rounding_of(figure));
}
std::string words_of(double value, const InventoryFigure& figure) {
  return rounded(value, rounding_of(figure));
}

Cell text(const std::string& words) { return Cell::words(printable(words)); }
Cell u95(double percent) { return percent == 0.0 ? Cell::words("") : Cell::figure(percent, 2); }

std::vector<ReportColumn> columns_of(const Labels& labels, const std::vector<std::string>& keys) {
  static const std::vector<std::string> texts = {
      "line",   "quantity",   "of",       "scope",      "site",        "period",    "unit",
      "rating", "material",   "evidence", "source",     "uncertainty", "factor",    "region",
      "year",   "project",    "gas",      "confidence", "registry",    "retired",   "item",
      "where",  "total",      "vintage",  "figure",     "group",       "indicator", "status",
      "note",   "instrument", "kind",     "covers",     "quality"};
  std::vector<ReportColumn> columns;
  for (const std::string& key : keys) {
    const bool is_text = std::find(texts.begin(), texts.end(), key) != texts.end();
    columns.push_back(
        {labels("column." + key), is_text ? ReportColumn::Kind::text : ReportColumn::number});
  }
  return columns;
}

const std::vector<std::string>& figure_columns() {
  static const std::vector<std::string> keys = {"static", "mean",     "median", "lower",
                                                "upper",  "u95_down", "u95_up", "rating"};
  return keys;
}

Cell rating_cell(const std::string& rating, const Labels& labels) {
  return rating.empty() ? Cell::words("") : Cell::words(labels("rating." + rating));
}

void add_figure_cells(std::vector<Cell>& row, const InventoryFigure& figure, const Labels& labels) {
  for (const double value :
       {figure.static_value, figure.mean, figure.median, figure.lower, figure.upper}) {
    row.push_back(number_of(value, figure));
  }
  row.push_back(u95(figure.u95_lower));
  row.push_back(u95(figure.u95_upper));
  row.push_back(rating_cell(figure.rating, labels));
}

std::string boundary_words(const InventoryRecord::Claim& claim, const Labels& labels) {
  return labels(claim.boundary == "type II" ? "boundary.type_2" : "boundary.type_1",
                {labels("inventory." + claim.basis)});
}

double share_error(const InventorySummary& inventory) {
  return inventory.iterations > 0 ? 1.0 / std::sqrt(static_cast<double>(inventory.iterations))
                                  : 0.0;
}

void add_direct_gases(const ReportContent& content, std::vector<Block>& blocks) {
  std::vector<GasSummary> gases = content.inventory->direct;
  if (gases.empty()) return;
  const Labels& labels = content.labels;
  std::stable_sort(gases.begin(), gases.end(), [](const GasSummary& a, const GasSummary& b) {
    return place_of(a) < place_of(b);
  });
  std::vector<std::string> keys = {"gas", "tonnes"};
  keys.insert(keys.end(), figure_columns().begin(), figure_columns().end());
  ReportTable table{
      "direct-gases", labels("gases.caption", {tonnes}), columns_of(labels, keys), {}};
  for (const GasSummary& gas : gases) {
    std::vector<Cell> row{gas.biogenic ? Cell::words(labels("gases.biogenic")) : text(gas.gas),
                          std::isnan(gas.tonnes) ? Cell::words("") : Cell::figure(gas.tonnes, 4)};
    add_figure_cells(row, gas.figure, labels);
    table.rows.push_back(std::move(row));
  }
  blocks.emplace_back(std::move(table));
  blocks.emplace_back(Paragraph{labels("gases.note"), Paragraph::Kind::note});
}

}  // namespace plume
