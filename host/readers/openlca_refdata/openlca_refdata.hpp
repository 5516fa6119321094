// SPDX-License-Identifier: Apache-2.0
// openLCA's reference data as CSV tables in a folder or zip: units, flow properties, LCIA methods,
// categories and factors. Of methods, those that the study names are read; of factors, the files of
// their categories alone.
#pragma once

#include "host/readers/format.hpp"

namespace plume {

[[nodiscard]] const Format& openlca_refdata_format();

}  // namespace plume
