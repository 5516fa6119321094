// SPDX-License-Identifier: Apache-2.0
// One input of the reader of tables, by its name a workbook: any bytes give a sheet or findings. An
// input that begins with "@" is the files of a workbook (packed_files.hpp), zipped here: mutations
// would hardly come past the check sums of a zip. Shared by the fuzz target and by the smoke run; a
// broken promise ends the program.
#pragma once

#include <string>
#include <string_view>

#include "host/report/zip_writer.hpp"
#include "host/tables/sheet.hpp"
#include "tests/fuzz/memory_file.hpp"
#include "tests/fuzz/packed_files.hpp"

namespace plume::fuzz {

inline std::string zipped(std::string_view bytes) {
  if (!bytes.starts_with('@')) return std::string(bytes);
  ZipWriter zip;
  const auto folders = folders_of(bytes);
  for (const auto& [name, content] : folders[0]) zip.add(name, content);
  return zip.finish();
}

/// Returns whether there were no errors.
inline bool xlsx_input(std::string_view bytes) {
  const MemoryFile file("fuzz.xlsx", zipped(bytes));
  Findings findings;
  const auto sheet = read_sheet(file.path(), "",
                                {{"source"},
                                 {"amount", Column::optional, Column::number},
                                 {"uncertainty", Column::optional, Column::expression}},
                                findings);
  check_findings(findings);
  require(sheet.has_value() || findings.has_errors(), "no sheet and nothing said");
  return !findings.has_errors();
}

}  // namespace plume::fuzz
