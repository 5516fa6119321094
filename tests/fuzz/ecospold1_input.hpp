// SPDX-License-Identifier: Apache-2.0
// One input of the reader of EcoSpold 1 (database_input.hpp). Shared by the fuzz target and by the
// smoke run.
#pragma once

#include "host/readers/ecospold1/ecospold1.hpp"
#include "tests/fuzz/database_input.hpp"

namespace plume::fuzz {

inline bool ecospold1_input(std::string_view bytes) {
  return database_input(ecospold1_format(), bytes);
}

}  // namespace plume::fuzz
