// SPDX-License-Identifier: Apache-2.0
#include "host/run/sampling.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "host/run/keeper.hpp"
#include "host/run/long_run.hpp"
#include "host/run/team_run.hpp"
#include "host/sampling/control_source.hpp"

namespace plume {
namespace {

/// A device that was lost in mid-run is remembered with the one that took its place.
ResultHeader header_at_end(const Session& session, bool resumed, const RunDevice& device) {
  ResultHeader header = session.header;
  const std::string now = device.runner->description();
  if (resumed || now == session.manifest.header.provenance.parts.back().device) return header;
  if (!session.earlier) header.provenance.device = now;
  header.provenance.parts.back().device = now;
  return header;
}

ResultTotals run_loop(const Session& session, Keeper& keeper, RunDevice& device,
                      const RunOptions& options) {
  const SamplingPlan& plan = session.plan;
  const LoopProgress progress = shown_progress(plan, keeper.there(plan), options);
  ResultTotals totals = keeper.totals(on_device(device.devices, [&] {
    return run_iterations(session.prepared->problem, keeper.rest(plan), *device.runner,
                          keeper.sink(), progress, keeper.known(), options.stop);
  }));
  const std::uint64_t planned = plan.iterations - plan.first;
  if (options.progress && totals.iterations < planned) {  // something ended it sooner
    options.progress(
        {"sampling", totals.iterations, totals.iterations, totals.seconds, session.plan.ask_after});
  }
  totals.seconds +=
      keeper.seconds_before() + (session.earlier ? session.earlier->totals().seconds : 0.0);
  totals.finished = utc_now();
  return totals;
}

/// Control variates of the run; they are made on its device, of what its iterations had.
std::optional<ControlSource> control_of(const Session& session, RunDevice& device,
                                        const ResultTotals& totals) {
  const Problem& problem = session.prepared->problem;
  if (problem.control_variance.empty()) return std::nullopt;
  return on_device(device.devices, [&] {
    return control_source(problem, *device.runner, device.options, totals.iterations);
  });
}

void write_result(const Session& session, Keeper& keeper, RunDevice& device,
                  const RunOptions& options, Made& made) {
  options.begin_stage("writing");
  keeper.flush_begun();
  const std::optional<ControlSource> control = control_of(session, device, made.totals);
  naming_bytes(made.header, [&] {
    ResultWriter writer(session.result, made.header);
    made.summaries = on_device(device.devices, [&] {
      return keeper.write(writer, made.totals, control ? &*control : nullptr);
    });
    made.controlled = writer.controlled();
  });
}

void tell_kept(const std::string& what, const Session& session, const RunOptions& options) {
  options.tell(what + " are kept in " + session.folder.string() +
               "; the same command with --resume goes on from there");
}

TeamWork work_of(const Session& session, const KnownSamples* known, const RunOptions& options) {
  const std::uint64_t there = known == nullptr ? 0 : known->count(0);
  const std::uint64_t all = session.plan.iterations;
  TeamWork work{session.prepared->problem,
                session.plan,
                session.manifest,
                session.folder,
                options.parts,
                known,
                {}};
  if (!options.progress) return work;
  work.progress = [&options, there, all, last = -1.0](std::uint64_t done, double seconds) mutable {
    if (seconds - last < 0.1) return;
    last = seconds;
    options.progress({"sampling", std::min(there + done, all), all, seconds, there});
  };
  return work;
}

}  // namespace

LoopProgress shown_progress(const SamplingPlan& plan, std::uint64_t there,
                            const RunOptions& options) {
  if (!options.progress) return {};
  return [&options, first = plan.first, end = plan.iterations, there, last = -1.0](
             std::uint64_t done, double seconds) mutable {
    if (seconds - last < 0.1 && done < end) return;
    last = seconds;
    options.progress({"sampling", done - first, end - first, seconds, there});
  };
}

Made sample(Session& session, RunDevice& device, const RunOptions& options) {
  const bool resumed = session.found.has_value();
  const std::unique_ptr<Keeper> keeper = make_keeper(session, options.parts);
  try {
    Made made;
    made.totals = run_loop(session, *keeper, device, options);
    made.header = header_at_end(session, resumed, device);
    if (session.shard) {
      keeper->flush();
    } else {
      write_result(session, *keeper, device, options, made);
    }
    return made;
  } catch (...) {
    const std::uint64_t kept = keeper->save_what_can_be();
    const std::uint64_t planned = session.manifest.iterations - session.manifest.first;
    if (kept > 0)
      tell_kept(std::to_string(kept) + " of " + std::to_string(planned) + " iterations", session,
                options);
    throw;
  }
}

void sample_with_ranks(Session& session, RunDevice& device, const RunOptions& options) {
  const FoundIterations there(session.extended(), session.found ? &*session.found : nullptr);
  const TeamWork work = work_of(session, options.leads() ? &there : nullptr, options);
  try {
    const TeamParts made =
        on_device(device.devices, [&] { return make_parts(*options.team, work, *device.runner); });
    if (!options.leads()) return;
    session.found.emplace(gathered_parts(session.folder, session.manifest.first, made.end));
    if (made.devices != session.rank_devices) {  // a device was lost
      Provenance& whole = session.header.provenance;
      if (!session.earlier) whole.device = describe_ranks(made.devices);
      whole.parts.back().device = describe_ranks(made.devices);
    }
  } catch (...) {
    if (options.leads()) tell_kept("the iterations that were made", session, options);
    throw;
  }
}

bool has_too_many_failures(const ResultTotals& totals, const Solver& solver) {
  std::uint64_t without_score = 0;
  for (int s = 0; s < num_iteration_statuses; ++s) {
    if (!has_score(static_cast<IterationStatus>(s))) without_score += totals.failed[s];
  }
  return static_cast<double>(without_score) >
         solver.max_failed_share * static_cast<double>(totals.iterations);
}

}  // namespace plume
