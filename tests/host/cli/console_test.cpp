// SPDX-License-Identifier: Apache-2.0
#include "host/cli/console.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>

namespace console_test {
namespace {

/// Puts a descriptor in the place of another one, and back.
class Redirected {
 public:
  Redirected(int descriptor, int by) : descriptor_(descriptor), kept_(::dup(descriptor)) {
    ::dup2(by, descriptor);
  }
  ~Redirected() {
    ::dup2(kept_, descriptor_);
    ::close(kept_);
  }
  Redirected(const Redirected&) = delete;
  Redirected& operator=(const Redirected&) = delete;

 private:
  int descriptor_, kept_;
};

TEST(StandardConsole, AFileOrPipeIsNoTerminal) {
  const int file = ::open("/dev/null", O_WRONLY);
  plume::Console console{std::cout, std::cerr, 1, true};
  {
    const Redirected out(STDOUT_FILENO, file), err(STDERR_FILENO, file);
    const plume::Console asked = plume::standard_console();
    console.out_width = asked.out_width;
    console.err_is_terminal = asked.err_is_terminal;
  }
  ::close(file);

  EXPECT_EQ(console.out_width, 0u);
  EXPECT_FALSE(console.err_is_terminal);
}

TEST(StandardConsole, ATerminalTellsItsWidth) {
  const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY);
  if (terminal < 0 || ::grantpt(terminal) != 0 || ::unlockpt(terminal) != 0)
    GTEST_SKIP() << "no pseudo terminal is to be had";
  const int user_side = ::open(::ptsname(terminal), O_RDWR | O_NOCTTY);
  if (user_side < 0) GTEST_SKIP() << "the pseudo terminal cannot be opened";
  std::size_t width = 0, unknown_width = 0;
  bool is_terminal = false;
  {
    const Redirected out(STDOUT_FILENO, user_side), err(STDERR_FILENO, user_side);
    winsize size{};
    ::ioctl(user_side, TIOCSWINSZ, &size);
    unknown_width = plume::standard_console().out_width;
    size.ws_col = 123;
    ::ioctl(user_side, TIOCSWINSZ, &size);
    width = plume::standard_console().out_width;
    is_terminal = plume::standard_console().err_is_terminal;
  }
  ::close(user_side);
  ::close(terminal);

  EXPECT_EQ(unknown_width, 80u);
  EXPECT_EQ(width, 123u);
  EXPECT_TRUE(is_terminal);
}

}  // namespace
}  // namespace console_test
