// SPDX-License-Identifier: Apache-2.0
#include "host/study/figures_run.hpp"

#include <utility>

#include "host/stats/replicates.hpp"

namespace plume {

void check_figures_study(const Study& study, std::size_t num_ranks, Findings& findings) {
  if (study.keep_samples) return;
  const auto refuse = [&](const char* what, const char* hint) {
    findings.add("E0612", study.keep_samples_place, std::string("result.samples = false: ") + what, hint);
  };
  if (study.digits > 0) refuse("result.digits rounds samples", "leave one of them out");
  if (study.stop) {
    refuse("a stop rule looks at the samples", "leave [stop] out and set sampling.iterations; or keep samples");
  }
  if (study.sampling.control) {
    refuse("a control variate is fitted to the samples", "leave sampling.control out, or keep samples");
  }
  if (study.inventory || study.claim) {
    refuse("inventories and claims are judged by their samples", "keep samples");
  }
  if (num_ranks > 1) {
    refuse("ranks of MPI make samples", "run shards (--shard) and merge them, or keep samples");
  }
}

void run_figures(FiguresWork work, BatchRunner& runner,
                 const std::function<void(FiguresWriter&, const ResultTotals&)>& finish) {
  const OutputAxes& axes = work.manifest.header.axes;
  const bool replicates = replicate_length(work.manifest.header.provenance.design) != 1;
  const StreamingOptions options{work.covariances, replicates, axes.demands.size()};
  const std::uint64_t first = work.plan.first;
  std::optional<RunFigures> figures;
  if (work.found) figures = work.found->figures_from(first);
  if (!figures && work.earlier != nullptr) figures = work.earlier->figures();
  if (!figures) figures.emplace(axes.num_outputs(), first, options);

  SamplingPlan rest = work.plan;
  rest.first = figures->end();
  const std::uint64_t there = rest.first - first;
  LoopProgress progress;
  if (work.progress) {
    progress = [&, last = -1.0](std::uint64_t done, double seconds) mutable {
      if (seconds - last < 0.1 && done < rest.iterations) return;
      last = seconds;
      work.progress(done - first, seconds, there);
    };
  }
  FiguresWriter sink(work.folder, work.manifest, std::move(work.found), std::move(*figures), work.policy);
  try {
    ResultTotals totals = sink.figures().totals();
    totals.seconds = 0.0;
    if (rest.first < rest.iterations) {
      const ResultTotals made = run_iterations(work.problem, rest, runner, sink, progress);
      totals = sink.figures().totals();
      totals.seconds = made.seconds;
    }
    totals.stop_reason = "iterations done";
    finish(sink, totals);
  } catch (...) {
    const std::uint64_t kept = sink.save_what_can_be();
    if (kept > 0 && work.given_up) work.given_up(kept);
    throw;
  }
}

}  // namespace plume
