// SPDX-License-Identifier: Apache-2.0
#include "host/run/run_study.hpp"

#include <utility>

#include "host/run/prepare_run.hpp"
#include "host/run/run_device.hpp"
#include "host/run/sampling.hpp"
#include "host/run/session.hpp"
#include "host/run/team_run.hpp"

namespace plume {
namespace {

RunReport begun_report(const Session& session) {
  RunReport report;
  report.result_path = session.result;
  report.header = session.header;
  report.findings = session.findings;
  report.seconds_reading = session.prepared->seconds_reading;
  report.seconds_compiling = session.prepared->seconds_compiling;
  if (session.shard) report.shard = session.range;
  return report;
}

/// Of a result that needs no run.
RunReport complete_report(const Session& session, const RunOptions& options) {
  if (options.team != nullptr) release_ranks(*options.team);
  Parts::remove(session.folder);
  RunReport report = begun_report(session);
  report.header = session.complete->header();
  report.totals = session.complete->totals();
  report.summaries = session.complete->summaries();
  report.controlled = session.complete->controlled();
  report.was_complete = true;
  return report;
}

/// Of what this run has made: a result, or of a shard parts.
RunReport made_report(const Session& session, Made made) {
  RunReport report = begun_report(session);
  report.header = std::move(made.header);
  report.totals = std::move(made.totals);
  report.summaries = std::move(made.summaries);
  report.controlled = std::move(made.controlled);
  if (session.shard) {
    report.parts = session.folder;
    return report;
  }
  Parts::remove(session.folder);
  complete_provenance(report.header.provenance, report.totals);
  report.too_many_failures = has_too_many_failures(report.totals, session.prepared->study.solver);
  return report;
}

RunReport run(PreparedRun prepared, const std::vector<Device>& devices, const RunOptions& options) {
  RunDevice device = open_device(devices, *prepared.study, options, prepared.findings);
  Session session = open_session(std::move(prepared), device, options);
  if (session.complete) return complete_report(session, options);
  if (options.findings) options.findings(session.findings);
  if (options.team != nullptr && session.header.samples)
    sample_with_ranks(session, device, options);
  if (!options.leads()) return begun_report(session);
  Made made = sample(session, device, options);
  return made_report(session, std::move(made));
}

}  // namespace

RunReport run_study(const StudySource& source, const RunOptions& options) {
  // a wrong one is told before all that takes long
  const std::vector<Device> devices = devices_for(options);
  return run(prepare_run(source, options), devices, options);
}

RunReport run_prepared(std::shared_ptr<const PreparedStudy> study, const RunOptions& options,
                       Findings found) {
  const std::vector<Device> devices = devices_for(options);
  return run(prepare_run(std::move(study), options, std::move(found)), devices, options);
}

}  // namespace plume
