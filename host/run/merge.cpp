// SPDX-License-Identifier: Apache-2.0
#include "host/run/merge.hpp"

#include <algorithm>
#include <optional>
#include <system_error>

#include "host/base/error.hpp"
#include "host/record/run_figures.hpp"
#include "host/run/long_run.hpp"
#include "host/run/output_check.hpp"
#include "host/store/atomic_file.hpp"
#include "host/store/continuation.hpp"
#include "host/store/lock_file.hpp"
#include "host/store/parts.hpp"

namespace plume {
namespace {

namespace fs = std::filesystem;

Parts open_operand(const fs::path& operand) {
  std::error_code error;
  if (fs::is_directory(operand, error)) {
    if (Parts::exist(operand)) return Parts::open(operand);
    throw Error("cannot read " + operand.string() + ": it holds no parts of a run");
  }
  const PartFile part(operand);
  return Parts::open(operand.has_parent_path() ? operand.parent_path() : ".",
                     IterationRange{part.first(), part.end()});
}

/// The result's own folder, whose manifest is gone: a merge was killed when it tidied up, and the
/// result is there.
bool is_left_over(const fs::path& operand, const fs::path& result) {
  std::error_code error;
  return Parts::is_left_over(operand) && fs::exists(result, error) &&
         fs::equivalent(operand, parts_folder(result), error);
}

std::string place_of(const Parts& parts) { return parts.folder().string(); }

/// What merging cannot do, because it has no model.
void check_kind(const Parts& parts, Findings& findings) {
  const PartsManifest& manifest = parts.manifest();
  const auto report = [&](const char* what) {
    findings.add("E0611", {place_of(parts), 0, 0}, what,
                 "finish it with the command of the run and --resume: it runs what is missing and "
                 "makes the result");
  };
  if (manifest.first > 0) report("the parts extend a result, which merging does not read");
  if (manifest.stop_rule)
    report("the run has a stop rule, and only the run knows whether it has ended");
  if (manifest.header.provenance.first_order.controls > 0) {
    report("the run has a control variate, which is computed from the model");
  }
}

void check_same_run(const Parts& first, const Parts& other, Findings& findings) {
  check_continuation(other.manifest().header, first.manifest().header, place_of(other), findings,
                     Continuation::merge);
  if (other.manifest().iterations == first.manifest().iterations) return;
  findings.add("E0604", {place_of(other), 0, 0},
               "the parts are of different runs: they are of " +
                   std::to_string(other.manifest().iterations) +
                   " iterations, those of the first of " +
                   std::to_string(first.manifest().iterations),
               "merge the parts of one run");
}

ResultTotals finished(ResultTotals totals, const Parts& parts) {
  totals.seconds = parts.seconds();
  totals.stop_reason = "iterations done";
  totals.finished = utc_now();
  return totals;
}

/// What the run would have counted.
ResultTotals totals_of(const Parts& parts) {
  ResultTotals totals;
  std::vector<IterationStatus> status;
  const std::uint64_t all = parts.manifest().iterations;
  while (totals.iterations < all) {
    const PartFile& part = parts.part_with(totals.iterations);
    status.resize(std::min(all, part.end()) - totals.iterations);
    part.read_status(totals.iterations, status);
    for (std::size_t i = 0; i < status.size(); ++i) totals.count(totals.iterations + i, status[i]);
    totals.iterations += status.size();
  }
  return finished(totals, parts);
}

/// Those of a run without samples, one after the other.
RunFigures figures_of(const Parts& parts) {
  std::optional<RunFigures> all = parts.figures_from(0);
  while (all && all->end() < parts.manifest().iterations) {
    const std::optional<RunFigures> next = parts.figures_from(all->end());
    if (!next)
      throw Error(place_of(parts) + ": no part begins at iteration " + std::to_string(all->end()));
    all->append(*next);
  }
  if (!all) throw Error(place_of(parts) + ": no part begins at iteration 0");
  return *std::move(all);
}

}  // namespace

MergeReport merge_parts(const std::vector<fs::path>& operands, const fs::path& result,
                        const std::string& command, bool force) {
  MergeReport report;
  check_output(result, operands, force, report.findings);
  if (report.findings.has_errors()) throw BadInput(report.findings);
  { const AtomicFile probe(result); }
  const LockFile lock(lock_path(result), result.string());
  remove_orphans_of(result);
  if (operands.size() == 1 && is_left_over(operands.front(), result)) {
    const ResultFile there(result);
    Parts::finish_removal(operands.front());
    report.header = there.header();
    report.totals = there.totals();
    report.summaries = there.summaries();
    report.removed = true;
    return report;
  }
  std::optional<Parts> parts;
  for (const fs::path& operand : operands) {
    Parts opened = open_operand(operand);
    for (const DamagedPart& part : opened.damaged()) {
      report.findings.add("W0609", {part.path.string(), 0, 0},
                          "the part cannot be used: " + part.problem,
                          "its iterations must be in other parts");
    }
    forbid_foreign(opened, report.findings);
    if (!parts) {
      check_kind(opened, report.findings);
      parts.emplace(std::move(opened));
    } else {
      check_same_run(*parts, opened, report.findings);
      parts->add(opened);
    }
  }
  const std::uint64_t all = parts->manifest().iterations;
  if (!report.findings.has_errors()) {
    const std::vector<IterationRange> gaps = parts->missing(0, all);
    for (const IterationRange& gap : gaps) {
      report.findings.add(
          "E0605", {place_of(*parts), 0, 0},
          "iterations " + describe({gap}) + " of " + std::to_string(all) + " are missing",
          "run the shards that have them, or all that is missing with the command of the run and "
          "--resume");
    }
  }
  if (report.findings.has_errors()) throw BadInput(report.findings);

  report.header = parts->manifest().header;
  std::optional<RunFigures> figures;
  if (!report.header.samples) figures.emplace(figures_of(*parts));
  report.totals = figures ? finished(figures->totals(), *parts) : totals_of(*parts);
  report.num_parts = parts->whole().size();
  Provenance& made = report.header.provenance;
  made.finished.clear();
  if (made.parts.empty()) made.parts.emplace_back();
  made.parts.back().command += "; " + command;
  naming_bytes(report.header, [&] {
    ResultWriter writer(result, report.header);
    if (figures) {
      report.summaries = writer.finish(report.totals, *figures);
    } else {
      writer.append_parts(*parts, all);
      report.summaries = writer.finish(report.totals);
    }
  });
  complete_provenance(made, report.totals);
  const fs::path own = parts_folder(result);
  std::error_code error;
  for (const fs::path& operand : operands) {
    if (!fs::is_directory(operand, error) || !fs::equivalent(operand, own, error)) continue;
    Parts::remove(own);
    report.removed = true;
  }
  return report;
}

}  // namespace plume
