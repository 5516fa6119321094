// SPDX-License-Identifier: Apache-2.0
// The program: words in, texts and an exit status out. main() adds nothing but the process.
#pragma once

#include <span>
#include <string>

#include "host/cli/console.hpp"

namespace plume {

/// `arguments`: without the program's name. Returns the exit status (docs/command-line.md); nothing
/// is thrown.
[[nodiscard]] int run_program(std::span<const std::string> arguments, const Console& console);

}  // namespace plume
