// SPDX-License-Identifier: Apache-2.0
// write_result PATH ITERATIONS [figures]: writes the sample result (with "figures": without its
// samples), as a process of its own that tests may kill or starve of disk. Exit status 4 with the
// message on stderr where that is an Error.
#include <cstdio>
#include <cstdlib>

#include "host/base/error.hpp"
#include "tests/host/store/figures_sample.hpp"

int main(int argc, char** argv) {
  if (argc < 3 || argc > 4) {
    std::fprintf(stderr, "usage: write_result PATH ITERATIONS [figures]\n");
    return 2;
  }
  try {
    const std::uint64_t iterations = std::strtoull(argv[2], nullptr, 10);
    if (argc == 4) {
      plume::ResultTotals totals;
      totals.iterations = iterations;
      totals.stop_reason = "iterations done";
      plume::ResultWriter writer(argv[1], plume::sample::manifest_of_figures(iterations).header);
      (void)writer.finish(totals, plume::sample::figures(0, iterations));
    } else {
      plume::sample::write(argv[1], iterations);
    }
  } catch (const plume::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 4;
  }
  return 0;
}
