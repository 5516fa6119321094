// SPDX-License-Identifier: Apache-2.0
// Makers that are columns of the Model already: of compiled models, plain packages and
// datapackages, which have nothing to link themselves.
//
// Each enters the raw record as a dataset of its reference product alone, so that inputs of other
// models find it by the same rules as any other maker: by id, mapping table or name. link() gives
// it neither a column nor exchanges.
#pragma once

#include "host/base/finding.hpp"
#include "host/link/inventory_data.hpp"
#include "host/model/model.hpp"

namespace plume {

/// Adds the makers of `model` to `data`, where this has datasets that may take from them. Compiled
/// models that do not say whether a process is a treatment are left out, with finding W0647.
void add_stored_makers(const Model& model, InventoryData& data, Findings& findings);

}  // namespace plume
