// SPDX-License-Identifier: Apache-2.0
// Which product each process is there for, where no `reference` resource says so.
//
//   1. the product with the process's own id, if the process makes it: an entry that is not
//      flipped, or is positive
//   2. where the column has flipped entries (inputs): its only product with an entry that is not
//      flipped
//   3. where it has none, amounts carry their signs: its only product, or its only one with a
//      positive amount
//
// Else the model does not say (no_index): several products, or none.
#pragma once

#include <cstddef>

#include "host/model/builder.hpp"

namespace plume {

/// Looks at model.exchanges from `first_exchange` on, and only at processes without a reference
/// product.
void infer_reference_products(ModelBuilder& builder, std::size_t first_exchange);

}  // namespace plume
