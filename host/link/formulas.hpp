// SPDX-License-Identifier: Apache-2.0
// From formulas as texts in scopes to nodes of Model::formulas, for sources whose study asks for
// amounts = "formula".
//
//     exchange.amount = what its formula comes to at the static parameters
//     exchange.node   = the node that gives it in each iteration
//
// A name is a parameter of the process, a named exchange of it, a parameter of the scopes outside,
// π or e. A parameter with a formula is that formula; one with a
// distribution beside it is  draw · formula / formula(static),  as an amount is. A named exchange
// that formulas refer to is drawn once, for itself and for them.
// A formula that cannot be worked out is a finding (W0450), and its stored value stands.
#pragma once

#include <cstdint>
#include <unordered_map>

#include "host/base/finding.hpp"
#include "host/link/inventory_data.hpp"
#include "host/model/builder.hpp"

namespace plume {

/// What link() must know of numbers that have a formula and a distribution of their own: it is
/// around the stored number.
struct StoredNumbers {
  std::unordered_map<std::uint32_t, double> exchanges;  ///< by index into InventoryData::exchanges
  std::unordered_map<std::uint32_t, double> factors;    ///< by index into InventoryData::factors
};

/// Gives exchanges, allocations and factors of `data` their nodes and amounts; adds the parameters
/// that they need to the model.
[[nodiscard]] StoredNumbers link_formulas(InventoryData& data, ModelBuilder& builder,
                                          Findings& findings);

/// Makes  draw · formula / stored  of a number whose amount is that of its formula. One that comes
/// to 0 is not drawn beside it.
void draw_around(double stored, Exchange& number, Uncertainty& uncertainty);

}  // namespace plume
