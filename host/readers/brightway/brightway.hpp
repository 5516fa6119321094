// SPDX-License-Identifier: Apache-2.0
// Brightway datapackages as a format. All packages of a study are read at once, since later ones
// overwrite cells of earlier ones.
#pragma once

#include "host/readers/format.hpp"

namespace plume {

[[nodiscard]] const Format& brightway_format();

}  // namespace plume
