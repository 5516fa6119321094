// SPDX-License-Identifier: Apache-2.0
// write_result PATH ITERATIONS: writes the sample result, as a process of its own that tests may kill or starve of disk.
// Exit status 4 with the message on stderr where that is an Error.
#include <cstdio>
#include <cstdlib>

#include "host/base/error.hpp"
#include "tests/host/store/sample_result.hpp"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: write_result PATH ITERATIONS\n");
    return 2;
  }
  try {
    plume::sample::write(argv[1], std::strtoull(argv[2], nullptr, 10));
  } catch (const plume::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 4;
  }
  return 0;
}
