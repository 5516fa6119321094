// SPDX-License-Identifier: Apache-2.0
// Where the program talks to: results go to `out`, findings, progress and errors to `err`.
#pragma once

#include <cstddef>
#include <iosfwd>

namespace plume {

/// How findings and messages are told: in words, or as lines of JSON (host/cli/machine_lines.hpp).
enum class Telling { words, json };

struct Console {
  std::ostream& out;
  std::ostream& err;
  /// columns of the terminal behind `out`; 0: no terminal, nothing is shortened
  std::size_t out_width = 0;
  bool err_is_terminal = false;  ///< whether progress may be shown
  Telling findings = Telling::words;
  /// where a study called "-" comes from; nullptr: there is no such place
  std::istream* in = nullptr;
};

/// Standard output and error, asked what they are.
[[nodiscard]] Console standard_console();

}  // namespace plume
