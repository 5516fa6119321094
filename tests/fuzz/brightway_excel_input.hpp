// SPDX-License-Identifier: Apache-2.0
// One input of the reader of Brightway's workbooks (database_input.hpp). Shared by the fuzz target
// and by the smoke run.
#pragma once

#include "host/readers/brightway_excel/brightway_excel.hpp"
#include "tests/fuzz/database_input.hpp"

namespace plume::fuzz {

inline bool brightway_excel_input(std::string_view bytes) {
  return database_input(brightway_excel_format(), bytes);
}

}  // namespace plume::fuzz
