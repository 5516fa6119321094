// SPDX-License-Identifier: Apache-2.0
// EcoSpold 1: files of one dataset or of many, in folders or zips, and files of impact categories
// (namespace EcoSpold01Impact). docs/formats/ecospold1.md says what is read and what is ignored.
// Files are not validated: real ones break the schema, and their numbers are sound.
//
// EcoSpold 1 has no ids that last: exports number anew. A product is known by its name, a dataset
// by its name and location (and its number, where two have both in common), an elementary flow by
// name, category, subcategory and the reference unit of its dimension: "Carbon dioxide,
// fossil|air|unspecified|kg".
#pragma once

#include "host/readers/format.hpp"

namespace plume {

[[nodiscard]] const Format& ecospold1_format();

}  // namespace plume
