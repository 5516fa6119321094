// SPDX-License-Identifier: Apache-2.0
// One input of the zip reader: any bytes give files, each of the size its directory says, or findings.
// Shared by the fuzz target and by the test that replays its corpus; a broken promise ends the program.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <unistd.h>

#include "host/input/archive/archive.hpp"
#include "tests/fuzz/require.hpp"

namespace plume::fuzz {

/// Returns whether there were no errors.
inline bool archive_input(std::string_view bytes) {
  namespace fs = std::filesystem;
  static const fs::path file = fs::temp_directory_path() / ("plume_fuzz_" + std::to_string(getpid()) + ".zip");
  std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  Findings findings;
  if (const auto archive = Archive::open(file, findings)) {
    for (const std::string& name : archive->names()) {
      const bool had_errors = findings.has_errors();
      const auto content = archive->read(name, findings, std::size_t{1} << 24);
      require(content.has_value() || had_errors || findings.has_errors(), "nothing read and nothing said");
    }
  } else {
    require(findings.has_errors(), "not opened and nothing said");
  }
  for (const Finding& finding : findings.list()) require(!finding.problem.empty(), "a finding says nothing");
  fs::remove(file);
  return !findings.has_errors();
}

}  // namespace plume::fuzz
