// SPDX-License-Identifier: Apache-2.0
// One input of the zip reader: any bytes give files, each of the size its directory says, or
// findings. Shared by the fuzz target and by the test that replays its corpus; a broken promise
// ends the program.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "host/archive/archive.hpp"
#include "tests/fuzz/memory_file.hpp"

namespace plume::fuzz {

/// Returns whether there were no errors.
inline bool archive_input(std::string_view bytes) {
  const MemoryFile file("fuzz.zip", bytes);
  Findings findings;
  if (const auto archive = Archive::open(file.path(), findings)) {
    for (const std::string& name : archive->names()) {
      const bool had_errors = findings.has_errors();
      const auto content = archive->read(name, findings, std::size_t{1} << 24);
      require(content.has_value() || had_errors || findings.has_errors(),
              "nothing read and nothing said");
    }
  } else {
    require(findings.has_errors(), "not opened and nothing said");
  }
  for (const Finding& finding : findings.list())
    require(!finding.problem.empty(), "a finding says nothing");
  return !findings.has_errors();
}

}  // namespace plume::fuzz
