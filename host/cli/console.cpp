// SPDX-License-Identifier: Apache-2.0
#include "host/cli/console.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <iostream>

namespace plume {

Console standard_console() {
  Console console{std::cout, std::cerr};
  winsize size{};
  if (::isatty(STDOUT_FILENO) == 1) {
    constexpr std::size_t usual = 80;  // a terminal that does not know its size
    console.out_width =
        ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : usual;
  }
  console.in = &std::cin;
  console.err_is_terminal = ::isatty(STDERR_FILENO) == 1;
  return console;
}

}  // namespace plume
