// SPDX-License-Identifier: Apache-2.0
// From the study's words to the model's indices: demands and categories by id, uuid or exact name.
#pragma once

#include <string>
#include <vector>

#include "host/base/finding.hpp"
#include "host/model/demand_vector.hpp"
#include "host/model/model.hpp"
#include "host/study/study.hpp"

namespace plume {

/// Finds each item: product id, then process id (its reference product), then exact name (and
/// location). Several matches are an error that lists the candidates; none is an error with the
/// nearest names. Codes 011x.
[[nodiscard]] std::vector<DemandVector> resolve_demands(const Study& study, const Model& model,
                                                        Findings& findings);

/// Indices into model.categories, in the study's order; all of them where the study names none.
[[nodiscard]] std::vector<std::uint32_t> resolve_categories(const Study& study, const Model& model,
                                                            Findings& findings);

}  // namespace plume
