// SPDX-License-Identifier: Apache-2.0
// From formulas as texts in scopes to nodes of Model::formulas, for sources whose study asks for amounts = "formula".
//
//     exchange.amount = what its formula comes to at the static parameters
//     exchange.node   = the node that gives it in each iteration
//
// A name is a parameter of the process, a named exchange of it, a parameter of the scopes outside, π or e. A parameter with a formula is that formula; one with a
// distribution beside it is  draw · formula / formula(static),  as an amount is. A named exchange that formulas refer to is drawn once, for itself and for them.
// A formula that cannot be worked out is a finding (W0450), and its stored value stands.
#pragma once

#include <cstdint>
#include <unordered_map>

#include "host/base/finding.hpp"
#include "host/link/inventory_data.hpp"
#include "host/model/builder.hpp"

namespace plume {

/// What link() must know of amounts that have a distribution of their own: it is relative to the stored amount.
using StoredOf = std::unordered_map<std::uint32_t, double>;  ///< by index into InventoryData::exchanges

/// Gives exchanges, allocations and factors of `data` their nodes and amounts; adds the parameters that they need to the model.
[[nodiscard]] StoredOf link_formulas(InventoryData& data, ModelBuilder& builder, Findings& findings);

}  // namespace plume
