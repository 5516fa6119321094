// SPDX-License-Identifier: Apache-2.0
// Brightway's inventory workbooks (.xlsx) and CSV files: databases, activities, exchanges,
// parameters. docs/formats/brightway-excel.md says what is read and what is ignored.
//
// Exchanges name activities by name, reference product and location: whatever of these an exchange
// gives must be equal. A product is name|reference product|location, an elementary flow
// name|category|subcategory|unit, as in EcoSpold 1, an activity its code, or else the id of its
// product.
#pragma once

#include "host/readers/format.hpp"

namespace plume {

[[nodiscard]] const Format& brightway_excel_format();

}  // namespace plume
