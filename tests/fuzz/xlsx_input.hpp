// SPDX-License-Identifier: Apache-2.0
// One input of the reader of tables, by its first bytes a workbook: any bytes give a sheet or findings. Shared by the fuzz target and by the test that replays its corpus.
#pragma once

#include <string_view>

#include "host/tables/sheet.hpp"
#include "tests/fuzz/memory_file.hpp"

namespace plume::fuzz {

/// Returns whether there were no errors.
inline bool xlsx_input(std::string_view bytes) {
  const MemoryFile file("fuzz.xlsx", bytes);
  Findings findings;
  const auto sheet = read_sheet(
      file.path(), "",
      {{"source"}, {"amount", Column::optional, Column::number}, {"uncertainty", Column::optional, Column::expression}},
      findings);
  check_findings(findings);
  require(sheet.has_value() || findings.has_errors(), "no sheet and nothing said");
  return !findings.has_errors();
}

}  // namespace plume::fuzz
