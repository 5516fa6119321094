// SPDX-License-Identifier: Apache-2.0
// One input of the readers of results and parts: any bytes give a file whose parts agree, or an
// Error that names it. The input is the file without its digest, which is made here: it would keep
// the fuzzer out of everything behind it. Shared by the fuzz target and by the test that replays
// its corpus; a broken promise ends the program.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "host/base/error.hpp"
#include "host/store/figures_file.hpp"
#include "host/store/file_digest.hpp"
#include "host/store/part_file.hpp"
#include "host/store/result.hpp"
#include "tests/fuzz/memory_file.hpp"

namespace plume::fuzz {

/// Whether the reading ends well; where it does not, with an Error that names the file.
template <class Read>
bool reads(const MemoryFile& file, Read read) {
  try {
    read(file.path());
    return true;
  } catch (const Error& error) {
    require(std::string_view(error.what()).find(file.path().string()) != std::string_view::npos,
            "an error that names no file");
    return false;
  }
}

inline void read_result(const std::filesystem::path& path) {
  const ResultFile file(path);
  const std::size_t outputs = file.header().axes.num_outputs();
  require(file.summaries().size() == outputs, "not one summary for each output");
  require(file.header().static_scores.size() == outputs, "not one static score for each output");
  file.verify();
}

inline void read_part(const std::filesystem::path& path) {
  const PartFile part(path);
  std::vector<IterationStatus> status(1);
  part.read_status(part.first(), status);
}

/// Returns whether it is a result or a part.
inline bool result_input(std::string_view bytes) {
  const MemoryFile file("fuzz.h5", bytes);
  seal_file(file.descriptor(), "fuzz.h5");
  const bool is_result = reads(file, read_result);
  const bool is_part = reads(file, read_part);
  const bool is_figures =
      reads(file, [](const std::filesystem::path& path) { (void)read_figures_part(path); });
  return is_result || is_part || is_figures;
}

}  // namespace plume::fuzz
