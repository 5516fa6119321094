// SPDX-License-Identifier: Apache-2.0
// One input of the reader of SimaPro CSV (database_input.hpp). Shared by the fuzz target and by the
// smoke run.
#pragma once

#include "host/readers/simapro/simapro.hpp"
#include "tests/fuzz/database_input.hpp"

namespace plume::fuzz {

inline bool simapro_input(std::string_view bytes) {
  return database_input(simapro_format(), bytes);
}

}  // namespace plume::fuzz
