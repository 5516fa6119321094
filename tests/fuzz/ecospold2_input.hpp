// SPDX-License-Identifier: Apache-2.0
// One input of the reader of EcoSpold 2 (database_input.hpp). Shared by the fuzz target and by the
// smoke run.
#pragma once

#include "host/readers/ecospold2/ecospold2.hpp"
#include "tests/fuzz/database_input.hpp"

namespace plume::fuzz {

inline bool ecospold2_input(std::string_view bytes) {
  return database_input(ecospold2_format(), bytes);
}

}  // namespace plume::fuzz
