// SPDX-License-Identifier: Apache-2.0
// Activity data × emission factors × GWP as a model for the same engine: A × B × C.
//
// Each line of the inventory is a demand of its own. Its processes are a chain: the line's root
// uses the amounts that stand for themselves, a quantity that others are `of` uses those per unit
// of itself, and at the end conversions (`via`) lead to a process that emits gases by the line's
// factors. Every line has its own copies of these processes, and numbers of the same row or factor
// share one draw wherever they stand, so that lines and years that use the same factor are
// correlated through it.
//
//   technosphere       amounts of activities and quantities, conversions, shares of credits that
//                      are delivered and real
//   biosphere          emission factors: kg of a gas
//   characterisation   GWP: t CO2e in the category "ghg", in one category a gas, and in one for
//                      each further set of GWP
//
// Totals (scopes, boundaries, credits, net) are demands that sum lines. All are drawn together.
#pragma once

#include <vector>

#include "host/base/finding.hpp"
#include "host/model/demand_vector.hpp"
#include "host/model/inventory_record.hpp"
#include "host/model/model.hpp"
#include "host/model/score_bounds.hpp"
#include "host/study/study_inventory.hpp"

namespace plume {

struct InventoryModel {
  std::vector<DemandVector> demands;
  std::vector<std::uint32_t> categories;  ///< positions in the model
  InventoryRecord record;
  ScoreBounds bounds;  ///< by position in `demands`
  /// position in the model of what measures quantities
  std::uint32_t quantity_category = no_index;
};

/// Reads the tables and adds everything to the model. Findings: 07xx.
[[nodiscard]] InventoryModel add_inventory(const StudyInventory& inventory, const StudyClaim* claim,
                                           Model& model, Findings& findings);

}  // namespace plume
