// SPDX-License-Identifier: Apache-2.0
// One input of the reader of openLCA's JSON-LD (database_input.hpp). Shared by the fuzz target and
// by the smoke run.
#pragma once

#include "host/readers/openlca_jsonld/openlca_jsonld.hpp"
#include "tests/fuzz/database_input.hpp"

namespace plume::fuzz {

inline bool jsonld_input(std::string_view bytes) {
  return database_input(openlca_jsonld_format(), bytes);
}

}  // namespace plume::fuzz
