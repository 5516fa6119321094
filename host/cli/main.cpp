// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "host/cli/console.hpp"
#include "host/cli/program.hpp"

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  return plume::run_program(arguments, plume::standard_console());
}
