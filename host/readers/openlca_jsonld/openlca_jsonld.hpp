// SPDX-License-Identifier: Apache-2.0
// openLCA's JSON-LD packages of schema 1 and 2, as a folder or zip: processes, flows, flow
// properties, unit groups, parameters, product systems, LCIA categories and methods.
// docs/formats/openlca-jsonld.md says what is read and what is ignored.
//
// Both schemas are read by one set of rules: a key is looked for under both of its names
// ("isInput", "input").
#pragma once

#include "host/readers/format.hpp"

namespace plume {

[[nodiscard]] const Format& openlca_jsonld_format();

}  // namespace plume
