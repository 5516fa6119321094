// SPDX-License-Identifier: Apache-2.0
// What a number of an inventory's table keeps of the formula in its cell: the node that gives it in
// each iteration, and what its static value depends on.
//
//     if (number.formula.is_given()) exchange.formula = number.formula.node;
//     widths.add(number.formula.widths(), 1.0);
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/inventory/squared_widths.hpp"
#include "host/model/model.hpp"

namespace plume {

struct FormulaValue {
  /// A parameter that is drawn: by `elasticity` percent it moves the number for one percent of its
  /// own.
  struct Share {
    std::uint64_t key = 0;  ///< of its draw
    double elasticity = 0.0;
    SquaredWidths widths = {};
  };
  std::uint32_t node = no_index;  ///< of Model::formulas
  std::string text;
  bool is_drawn = false;       ///< it follows a parameter that is drawn
  std::vector<Share> shares;   ///< of a number that is not 0
  bool is_difference = false;  ///< something is taken off in it

  [[nodiscard]] bool is_given() const { return node != no_index; }

  /// By error propagation, in percent squared of the number.
  [[nodiscard]] SquaredWidths widths() const {
    SquaredWidths sum;
    for (const Share& share : shares) sum.add(share.widths, share.elasticity);
    return sum;
  }
};

}  // namespace plume
