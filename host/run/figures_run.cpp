// SPDX-License-Identifier: Apache-2.0
#include "host/run/figures_run.hpp"

#include <string>

namespace plume {

void check_figures_study(const Study& study, std::size_t num_ranks, Findings& findings) {
  if (study.keep_samples) return;
  const auto refuse = [&](const char* what, const char* hint) {
    findings.add("E0612", study.keep_samples_place, std::string("result.samples = false: ") + what,
                 hint);
  };
  if (study.digits > 0) refuse("result.digits rounds samples", "leave one of them out");
  if (study.stop) {
    refuse("a stop rule looks at the samples",
           "leave [stop] out and set sampling.iterations; or keep samples");
  }
  if (study.sampling.control) {
    refuse("a control variate is fitted to the samples",
           "leave sampling.control out, or keep samples");
  }
  if (study.inventory || study.claim) {
    refuse("inventories and claims are judged by their samples", "keep samples");
  }
  if (num_ranks > 1) {
    refuse("ranks of MPI make samples", "run shards (--shard) and merge them, or keep samples");
  }
}

}  // namespace plume
