// SPDX-License-Identifier: Apache-2.0
// Which rows of a large inventory are lines of their own, and which are summed. Every line of its
// own is a demand: it has samples, a row in each table of a report, and a score in every category.
// Of thousands of rows nobody looks at each, and all that the others bring into totals is their
// sum: they are groups, one for each scope and category of scope 3, drawn row by row all the same.
//
//     const LineChoice choice = choose_lines(inventory, rows, bounds, library, findings);
//     // largest first, where there are groups
//     for (const std::size_t line : choice.own) …
//     for (const LineGroup& group : choice.groups) …
//
// The largest are those whose upper end is the furthest from 0: |CO2e| · (1 + half-width), static
// and by error propagation. A line whose factor is a process of a model has no size before the
// model is solved: such lines take turns with the others, process by process, the largest amount of
// each first. A line that is bounded (line_bounds.hpp) always stands by itself.
#pragma once

#include <cstddef>
#include <vector>

#include "host/inventory/factor_library.hpp"
#include "host/inventory/inventory_rows.hpp"
#include "host/inventory/line_bounds.hpp"
#include "host/inventory/line_emissions.hpp"

namespace plume {

struct LineGroup {
  InventoryRecord::Line record;    ///< what its lines have in common; its source says what it is
  std::vector<std::size_t> lines;  ///< positions
};

struct LineChoice {
  std::vector<std::size_t> own;  ///< positions; all in their order where there are no groups
  std::vector<LineGroup> groups;
  std::vector<LineSize> size;  ///< by position; empty where there are no groups
};

/// Of up to so many rows each is a line of its own where the study says nothing.
inline constexpr std::size_t most_own_lines = 1000;
/// Of more, so many are.
inline constexpr std::size_t shown_lines = 200;

/// Of checked rows. Finding: N0779 rows are summed.
[[nodiscard]] LineChoice choose_lines(const StudyInventory& inventory, const InventoryRows& rows,
                                      const LineBounds& bounds, const FactorLibrary& library,
                                      Findings& findings);

}  // namespace plume
