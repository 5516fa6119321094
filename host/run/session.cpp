// SPDX-License-Identifier: Apache-2.0
#include "host/run/session.hpp"

#include <system_error>
#include <utility>

#include "host/base/error.hpp"
#include "host/run/long_run.hpp"
#include "host/run/output_check.hpp"
#include "host/run/run_header.hpp"
#include "host/run/run_plan.hpp"
#include "host/run/team_run.hpp"
#include "host/stats/streaming.hpp"
#include "host/store/continuation.hpp"

namespace plume {
namespace {

void throw_errors(const Findings& findings) {
  if (findings.has_errors()) throw BadInput(findings);
}

/// With the header that this run would have alone; of a team all ranks say what they run on.
Session begun_session(PreparedRun run, const RunDevice& device, const RunOptions& options) {
  Session session;
  session.prepared = std::move(run.study);
  session.result = std::move(run.result);
  session.folder = parts_folder(session.result);
  session.findings = std::move(run.findings);
  session.shard = options.shard;
  session.header = run_header(*session.prepared, run.overrides, options.command, *device.runner,
                              session.findings);
  if (options.team == nullptr) return session;
  session.rank_devices = options.team->gather(device.runner->description());
  Provenance& made = session.header.provenance;
  if (options.leads()) made.device = describe_ranks(session.rank_devices);
  made.parts.back().device = made.device;
  return session;
}

/// No other run is at the result, and nothing of somebody else's lies where parts would.
void lock(Session& session, std::optional<Extension>& extension, const RunOptions& options) {
  if (!options.leads()) return;
  session.locks = extension ? std::move(*extension).locks : lock_run(session.result, options.shard);
  if (!options.shard) Parts::finish_removal(session.folder);
  check_parts_folder(session.folder, session.header, session.findings);
  throw_errors(session.findings);
}

/// The result that is extended must be of this very run.
void take_earlier(Session& session, Extension& extension) {
  Findings differences;
  check_continuation(extension.earlier.header(), session.header, session.result.string(),
                     differences);
  throw_errors(differences);
  (extension.done ? session.complete : session.earlier).emplace(std::move(extension.earlier));
  session.found = std::move(extension.parts);
}

/// First iteration of what is new, whatever shard of it this process makes.
std::uint64_t first_new(const Session& session) {
  return session.earlier ? session.earlier->totals().iterations : 0;
}

IterationRange wanted_range(const Session& session) {
  const ResultHeader& header = session.header;
  const std::uint64_t end = header.iterations_planned;
  if (!session.shard) return {first_new(session), end};
  const std::uint64_t unit = header.samples ? result_chunk(end, header.axes.num_outputs())
                                            : std::uint64_t{streaming_block};
  const ShardRange own = shard_range(*session.shard, end, unit);
  return {own.first, own.end};
}

/// Of a new run: its parts, or a result that holds it all already.
void find_begun(Session& session, const RunOptions& options) {
  if (Parts::exist(session.folder)) {
    session.found.emplace(
        Parts::open(session.folder, session.shard ? std::optional(session.range) : std::nullopt));
    return;
  }
  std::error_code error;
  if (!options.resume || session.shard || !std::filesystem::exists(session.result, error)) return;
  try {
    session.complete.emplace(session.result);
  } catch (const Error&) {  // something else; it is replaced, as always
    return;
  }
  if (!is_complete(*session.complete, session.header)) session.complete.reset();
}

/// Those that are damaged are removed, and made again.
void tell_damaged(Parts& parts, Findings& findings) {
  for (const DamagedPart& part : parts.damaged()) {
    findings.add("W0609", {part.path.string(), 0, 0}, "the part cannot be used: " + part.problem,
                 "its iterations are made again");
  }
  parts.remove_damaged();
}

/// The parts found are of this very run, and it is to go on from them.
void check_found(Session& session, const RunOptions& options) {
  Parts& found = *session.found;
  const bool of_others =
      session.shard && found.num_iterations(session.range.first, session.range.end) == 0;
  if (!options.resume && !of_others) {
    forbid_parts(session.folder, session.range, found, session.findings);
    throw BadInput(session.findings);
  }
  Findings differences;
  check_parts(found.manifest(), session.header, first_new(session), session.folder, differences);
  throw_errors(differences);
  forbid_foreign(found, session.findings);
  throw_errors(session.findings);
  tell_damaged(found, session.findings);
}

/// The run began when its parts did, on what made them.
void resume(Session& session, const RunOptions& options) {
  const IterationRange& range = session.range;
  options.tell(
      "resuming: " + std::to_string(session.found->num_iterations(range.first, range.end)) +
      " of " + std::to_string(range.end - range.first) + " iterations were found in " +
      session.folder.string());
  const Provenance& there = session.found->manifest().header.provenance;
  Provenance& made = session.header.provenance;
  made.started = made.parts.back().started = there.started;
  made.command = made.parts.back().command = there.command;
  if (there.device != made.device) made.device = there.device + "; resumed on " + made.device;
  made.parts.back().device = made.device;
}

void check_disk(Session& session, const RunOptions& options) {
  const Parts* const found = session.found ? &*session.found : nullptr;
  const std::uint64_t bytes = run_bytes(session.header, first_new(session), found);
  if (options.leads()) check_room(session.prepared->study, bytes, session.result, session.findings);
  throw_errors(session.findings);
}

/// What goes into parts is of this run alone; what goes into the result, of all that made it.
void settle_headers(Session& session) {
  session.manifest = {session.header, first_new(session), session.header.iterations_planned,
                      session.prepared->study.stop.has_value()};
  if (session.earlier)
    session.header =
        continued_header(session.earlier->header(), session.earlier->totals(), session.header);
}

SamplingPlan plan_of(const Session& session, const RunDevice& device, const RunOptions& options) {
  SamplingPlan plan = run_plan(*session.prepared, session.range.end, options.batch,
                               device.runner->preferred_batch());
  plan.first = session.shard ? session.range.first : 0;
  plan.ask_after = first_new(session);
  return plan;
}

}  // namespace

Session open_session(PreparedRun run, const RunDevice& device, const RunOptions& options) {
  std::optional<Extension> extension = std::move(run.extension);
  Session session = begun_session(std::move(run), device, options);
  lock(session, extension, options);
  if (extension) take_earlier(session, *extension);
  if (session.complete) return session;
  session.range = wanted_range(session);
  if (!extension && options.leads()) find_begun(session, options);
  if (session.complete) return session;
  if (session.found) check_found(session, options);
  if (session.found && options.resume) resume(session, options);
  check_disk(session, options);
  settle_headers(session);
  session.plan = plan_of(session, device, options);
  return session;
}

}  // namespace plume
