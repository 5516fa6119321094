// SPDX-License-Identifier: Apache-2.0
// The summary of the links of a model (link_summary.hpp), with what each demand of a problem
// reaches by its static supply.
#pragma once

#include <cstdint>
#include <vector>

#include "host/analysis/link_summary.hpp"
#include "host/compile/problem.hpp"
#include "host/model/model.hpp"

namespace plume {

/// Nothing where no format links. `categories`: positions in the model, in the order of the result.
[[nodiscard]] LinkSummary summarise_links(const Model& model,
                                          const std::vector<std::uint32_t>& categories,
                                          const Problem& problem);

}  // namespace plume
