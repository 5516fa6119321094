// SPDX-License-Identifier: Apache-2.0
// From the raw record to the Model: the one core that links, converts, allocates and attaches
// methods, for every format.
//
//     columns   of datasets, by allocation (columns.hpp)
//     rows      one a column for its product; one an elementary flow, after the mapping tables
//     numbers
//             of exchange e in column j and row i: sign · factor · draw, factor = units · share ·
//             mapping
//
// Signs. With + for what a process hands out and − for what it takes in, a process that treats a
// waste has its reference product at −, whether its format writes an input (openLCA) or a negative
// output (EcoSpold 2). The whole row of a product whose reference is negative is multiplied by −1,
// so that treatment is a service like any other: what is treated is asked for in positive amounts.
// An avoided product is + whatever its format writes: an input with a mark, or a negative input.
// Elementary flows are + in both directions: factors of resources carry their own sign.
//
// Amounts are the stored ones, or where the study asks for that those of their formulas
// (formulas.hpp). What cannot be used is a finding, and is counted in Model::link_report.
#pragma once

#include "host/base/finding.hpp"
#include "host/link/inventory_data.hpp"
#include "host/model/builder.hpp"

namespace plume {

/// Adds everything of `data` to the model of `builder`. `data` gains the built-in units.
void link(InventoryData& data, ModelBuilder& builder, Findings& findings);

}  // namespace plume
