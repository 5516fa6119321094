// SPDX-License-Identifier: Apache-2.0
// Cells, columns and words that the tables of an inventory have in common.
//
//     std::vector<Cell> row{text(total.demand)};
//     // static, mean, median, interval, rating
//     add_figure_cells(row, total, labels);
#pragma once

#include <string>
#include <vector>

#include "host/analysis/inventory_summary.hpp"
#include "host/report/document.hpp"
#include "host/report/labels.hpp"
#include "host/report/sections.hpp"

namespace plume {

inline constexpr const char* tonnes = "t CO2e";

/// Rounded by the spread of the figure.
[[nodiscard]] Cell number_of(double value, const InventoryFigure& figure);
[[nodiscard]] std::string words_of(double value, const InventoryFigure& figure);
[[nodiscard]] Cell text(const std::string& words);
/// Percent, with two digits; what is not known stays empty.
[[nodiscard]] Cell u95(double percent);

/// Columns with the labels of their keys, those of words to the left.
[[nodiscard]] std::vector<ReportColumn> columns_of(const Labels& labels,
                                                   const std::vector<std::string>& keys);

/// Keys of the columns that add_figure_cells fills.
[[nodiscard]] const std::vector<std::string>& figure_columns();
void add_figure_cells(std::vector<Cell>& row, const InventoryFigure& figure, const Labels& labels);

/// "High", "Good" …, in the language of the labels.
[[nodiscard]] Cell rating_cell(const std::string& rating, const Labels& labels);

/// What shares are shares of: "type I, location-based".
[[nodiscard]] std::string boundary_words(const InventoryRecord::Claim& claim, const Labels& labels);

/// What n draws leave open of a share of variance: of the order of 1/√n.
[[nodiscard]] double share_error(const InventorySummary& inventory);

/// Scope 1 by gas and biogenic CO2, where there are any: a table and its note.
void add_direct_gases(const ReportContent& content, std::vector<Block>& blocks);

}  // namespace plume
