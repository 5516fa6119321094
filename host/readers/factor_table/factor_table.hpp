// SPDX-License-Identifier: Apache-2.0
// A method as one CSV table of factors: category, flow (its id), amount; and if wanted unit (of the
// flow), name, compartment, subcompartment, cas, category_unit, location. Flows are matched by id.
#pragma once

#include "host/readers/format.hpp"

namespace plume {

[[nodiscard]] const Format& factor_table_format();

}  // namespace plume
