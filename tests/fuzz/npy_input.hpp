// SPDX-License-Identifier: Apache-2.0
// One input of the NumPy reader: any bytes give an array, all of which can be read, or one finding;
// never both. Shared by the fuzz target and by the test that replays its corpus; a broken promise
// ends the program.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "host/readers/brightway/npy.hpp"
#include "tests/fuzz/require.hpp"

namespace plume::fuzz {

/// Returns whether there was an array.
inline bool npy_input(std::string_view bytes) {
  Findings findings;
  const auto array = NpyArray::parse(std::string(bytes), "fuzz.npy", findings);
  check_findings(findings);
  require(findings.num_errors() == (array ? 0U : 1U), "neither an array nor a finding, or both");
  if (!array) return false;
  require(!array->fields().empty(), "an array without fields");
  for (const NpyField& field : array->fields()) {
    require(array->doubles(field).size() == array->size(), "numbers are missing");
    require(array->integers(field).size() == array->size(), "integers are missing");
  }
  (void)array->shape_text();
  (void)array->type_text();
  return true;
}

}  // namespace plume::fuzz
