// SPDX-License-Identifier: Apache-2.0
// Counts for `plume info --format json` of models that come as matrices (plain packages,
// datapackages): nothing is linked in them, so that no reader counts on the way.
#pragma once

#include "host/model/model.hpp"

namespace plume {

/// Fills processes, products, exchanges, distributions and flows of the link report from the
/// model's entries; a report that has counts of exchanges already stays as it is. A flow is a
/// resource where its compartment says so.
void count_entries(Model& model);

}  // namespace plume
