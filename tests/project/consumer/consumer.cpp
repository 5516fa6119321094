// SPDX-License-Identifier: Apache-2.0
// consumer STUDY.toml RESULT.h5: runs 2,000 iterations, prints static score and mean of the first
// output.
#include <cstdio>
#include <exception>

#include "host/run/run_study.hpp"

int main(int, char** argv) {
  try {
    plume::RunOptions options;
    options.result_path = argv[2];
    options.device = "cpu";
    options.overrides = {{"sampling.iterations", "2000"}};
    const plume::RunReport report = plume::run_study(argv[1], options);
    std::printf("%llu %.17g %.17g\n", static_cast<unsigned long long>(report.totals.iterations),
                report.header.static_scores.at(0), report.summaries.at(0).mean);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
