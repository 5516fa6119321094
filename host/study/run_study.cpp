// SPDX-License-Identifier: Apache-2.0
#include "host/study/run_study.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

#include "host/base/error.hpp"
#include "host/base/significant_bits.hpp"
#include "host/base/version.hpp"
#include "host/plan/plan.hpp"
#include "host/run/control_source.hpp"
#include "host/run/fallback_runner.hpp"
#include "host/run/loop.hpp"
#include "host/stats/replicates.hpp"
#include "host/store/atomic_file.hpp"
#include "host/store/continuation.hpp"
#include "host/store/lock_file.hpp"
#include "host/study/figures_run.hpp"
#include "host/study/long_run.hpp"
#include "host/study/output_check.hpp"
#include "host/study/prepare.hpp"
#include "host/study/team_run.hpp"
#include "host/study/threads.hpp"
#include "kernels/api/batch_runner.hpp"

namespace plume {
namespace {

/// What is drawn; parameters of formulas where there are any, since most models have none.
std::string drawn_parts(const Sampling& sampling, const Problem& problem) {
  std::string text;
  const auto add = [&](bool drawn, const char* name) {
    if (drawn) text += (text.empty() ? "" : " ") + std::string(name);
  };
  add(sampling.technosphere, "technosphere");
  add(sampling.biosphere, "biosphere");
  add(sampling.characterisation, "characterisation");
  add(sampling.parameters && !problem.formulas.initial.empty(), "parameters");
  return text;
}

std::vector<std::string> texts_of(const std::vector<Override>& overrides) {
  std::vector<std::string> texts;
  for (const Override& change : overrides) texts.push_back(change.first + "=" + change.second);
  return texts;
}

std::vector<Override> overrides_of(const std::vector<std::string>& texts) {
  std::vector<Override> overrides;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    overrides.emplace_back(text.substr(0, equals), equals == std::string::npos ? "" : text.substr(equals + 1));
  }
  return overrides;
}

/// "median", or "median; mean of 'steel.zip'" where a model has its own.
std::string anchor_words(const Study& study) {
  const auto word = [](LognormalAnchor anchor) { return anchor == LognormalAnchor::median ? "median" : "mean"; };
  std::string text = word(study.sampling.lognormal_anchor);
  for (const StudyModel& model : study.models) {
    if (model.lognormal_anchor.value_or(study.sampling.lognormal_anchor) != study.sampling.lognormal_anchor)
      text += std::string("; ") + word(*model.lognormal_anchor) + " of '" + model.written_path + "'";
  }
  return text;
}

ResultHeader header_of(const PreparedStudy& prepared, const std::vector<Override>& overrides, const RunOptions& options,
                       const BatchRunner& runner, const Findings& findings) {
  const Study& study = prepared.study;
  ResultHeader header;
  header.study_name = study.name;
  header.seed = study.sampling.seed;
  header.iterations_planned = study.sampling.iterations;
  header.samples = study.keep_samples;
  if (study.digits > 0) header.score_bits = bits_for_digits(study.digits);
  header.axes = prepared.axes;
  header.static_scores = prepared.problem.static_scores;
  Provenance& p = header.provenance;
  p.plume_version = version();
  p.commit = commit();
  p.compiler = compiler();
  p.device = runner.description();
  p.memory_per_lane = lane_bytes(prepared.problem.view(), prepared.problem.lane_types());
  p.memory_of_lanes = runner.memory_bytes();
  p.precision = name_of(study.solver.precision);
  p.tolerance = study.solver.tolerance;
  p.design = name_of(study.sampling.design);
  p.first_order = prepared.first_order;
  p.lognormal_anchor = anchor_words(study);
  p.lognormals = {prepared.lognormals.lognormals, prepared.lognormals.at_mean,
                  prepared.lognormals.largest_mean_to_median};
  p.drawn = drawn_parts(study.sampling, prepared.problem);
  p.started = utc_now();
  p.command = options.command;
  p.study_path = study.path.string();
  p.study_text = study.text;
  p.inventory = prepared.inventory;
  p.links = prepared.links;
  p.drivers = prepared.drivers;
  p.poles = prepared.problem.demand_pole;
  p.overrides = texts_of(overrides);
  p.inputs = prepared.inputs;
  for (const Finding& finding : findings.list()) p.warnings.push_back(to_string(finding));
  RunPart part;
  part.started = p.started;
  part.device = p.device;
  part.command = p.command;
  p.parts.push_back(part);
  return header;
}

PrecisionTarget target_of(const std::optional<StopRule>& stop) {
  PrecisionTarget target;
  if (!stop) return target;
  target.relative_se_mean = stop->relative_se_mean;
  target.min_iterations = stop->min_iterations;
  target.quantiles = stop->quantiles;
  target.quantile_half_width = stop->quantile_half_width;
  target.quantile_scale = stop->quantile_in_own_unit ? WidthScale::absolute : WidthScale::relative;
  target.comparison_half_width = stop->comparison_half_width;
  target.comparisons = stop->comparisons;
  return target;
}

std::filesystem::path result_path(const Study& study, const RunOptions& options) {
  if (!options.result_path.empty()) return options.result_path;
  if (!study.result_path.empty()) return study.result_path;
  if (is_given_text(study.path)) {
    Findings findings;
    findings.add("E0641", {study.path.string(), 0, 0},
                 "a study from standard input has no file that its result could lie beside",
                 "give -o RESULT.h5, or path = \"…\" below [result]");
    throw BadInput(findings);
  }
  return std::filesystem::path(study.path).replace_extension(".h5");  // kettle.toml: kettle.h5 beside it
}

bool has_gpu(const std::vector<Device>& devices) {
  return std::any_of(devices.begin(), devices.end(),
                     [](const Device& device) { return device.system == System::cuda; });
}

/// Device errors are the environment's: one kind of exception for the caller.
template <class Make>
auto as_environment_errors(const std::vector<Device>& devices, Make make) {
  try {
    return make();
  } catch (const std::bad_alloc&) {
    // Threads are what lanes of a CPU multiply with; those of a GPU are as many as fit.
    throw Error(std::string("not enough memory for the lanes of this problem; use ") +
                (has_gpu(devices) ? "fewer demands, or --device cpu" : "fewer threads (--threads) or fewer demands"));
  } catch (const std::invalid_argument&) {
    throw;
  } catch (const Error&) {
    throw;
  } catch (const std::runtime_error& error) {
    throw Error(error.what());
  }
}

}  // namespace

namespace {

/// Whether this process writes the result: alone, or the first of its team.
bool leads(const RunOptions& options) { return options.team == nullptr || options.team->rank() == 0; }

/// As many threads as are asked for (0: one a core), or as there can be, which is told.
unsigned affordable_threads(unsigned asked, Findings& findings) {
  const unsigned wanted = asked != 0 ? asked : std::max(1u, std::thread::hardware_concurrency());
  const unsigned threads = threads_to_be_had(wanted);
  if (threads == wanted) return asked;
  findings.add("W0634", {"--threads", 0, 0},
               "the system does not give the " + std::to_string(wanted) + " threads that are wanted; the run uses " +
                   std::to_string(threads),
               "the result is the same; ask for fewer, or raise the limits (ulimit -u, ulimit -v)");
  return threads;
}

/// The finished result that options.extend continues, the overrides of the whole, and what there is of it already.
struct Extension {
  std::filesystem::path path;
  std::unique_ptr<LockFile> lock;
  ResultFile earlier;
  std::vector<Override> overrides;
  std::optional<Parts> parts;
  bool done = false;  ///< nothing is left to add
};

std::string shard_name(const Shard& shard) {
  return std::to_string(shard.number) + "-of-" + std::to_string(shard.count);
}

/// Shards share the lock that a whole run wants for itself; each has another for itself.
struct RunLocks {
  RunLocks(const std::filesystem::path& result, const std::optional<Shard>& shard) {
    // Says what is wrong with the path before anything is made beside it.
    { const AtomicFile probe(result); }
    remove_orphans_of(result);
    whole = std::make_unique<LockFile>(lock_path(result), result.string(),
                                       shard ? LockFile::Mode::shared : LockFile::Mode::exclusive);
    if (shard) own = std::make_unique<LockFile>(lock_path(result, shard_name(*shard)), result.string());
  }
  std::unique_ptr<LockFile> whole, own;
};

/// Of the parts that reach into `range`, E0610 where there are any and the run is not to go on from them.
void forbid_parts(const std::filesystem::path& folder, IterationRange range, const Parts& parts, Findings& findings) {
  const std::uint64_t there = parts.num_iterations(range.first, range.end);
  findings.add("E0610", {folder.string(), 0, 0},
               "there are " + std::to_string(there) + " of " + std::to_string(range.end - range.first) +
                   " iterations of a run that has not ended",
               "go on from them with --resume, or remove the folder to begin anew");
}

/// Those that are damaged are removed, and made again.
void tell_damaged(Parts& parts, Findings& findings) {
  for (const DamagedPart& part : parts.damaged()) {
    findings.add("W0609", {part.path.string(), 0, 0}, "the part cannot be used: " + part.problem,
                 "its iterations are made again");
  }
  parts.remove_damaged();
}

Extension open_extension(const StudySource& source, const RunOptions& options, Findings& findings) {
  for (const Override& change : options.overrides) {
    if (change.first != "sampling.iterations") continue;
    findings.add("E0602", {"--set " + change.first + "=" + change.second, 0, 0},
                 "sampling.iterations says how many iterations there are, --extend how many are added",
                 "leave one of them out");
  }
  if (options.shard) {
    findings.add("E0606", {"--shard", 0, 0}, "shards are of a new run, and --extend continues a finished one",
                 "leave one of them out");
  }
  Findings of_the_study;
  const Study study = read_study(source, options.overrides, of_the_study);
  if (of_the_study.has_errors()) throw BadInput(of_the_study);
  if (findings.has_errors()) throw BadInput(findings);
  const std::filesystem::path path = result_path(study, options);
  { const ResultFile must_be_there(path); }
  std::optional<RunLocks> locks;
  if (leads(options)) locks.emplace(path, std::nullopt);
  ResultFile earlier(path);
  const std::filesystem::path folder = parts_folder(path);
  std::optional<Parts> parts;
  const std::uint64_t before = earlier.totals().iterations;
  std::uint64_t done = before;
  bool complete = false;
  if (!leads(options)) {  // what is there of it is the matter of rank 0
  } else if (Parts::exist(folder)) {
    parts.emplace(Parts::open(folder));
    const PartsManifest& manifest = parts->manifest();
    if (!options.resume) {
      forbid_parts(folder, {manifest.first, manifest.iterations}, *parts, findings);
      throw BadInput(findings);
    }
    // Killed between the new result's getting its name and the end of its parts.
    complete = manifest.first > 0 && before > manifest.first && manifest.iterations - manifest.first == options.extend;
    if (complete) done = manifest.first;
  } else if (options.resume) {
    complete = is_extended(earlier, options.extend, options.command);
    if (complete) done = earlier.header().provenance.parts.back().first_iteration;
  }
  const std::uint64_t all =
      options.extend > std::numeric_limits<std::int64_t>::max() - done ? options.extend : done + options.extend;
  auto overrides =
      overrides_of(continued_overrides(earlier.header().provenance.overrides, texts_of(options.overrides), all));
  return {
      path,    locks ? std::move(locks->whole) : nullptr, std::move(earlier), std::move(overrides), std::move(parts),
      complete};
}

/// All that is known of a result that needs no run.
void report_of(const ResultFile& file, RunReport& report) {
  report.header = file.header();
  report.totals = file.totals();
  report.summaries = file.summaries();
  report.controlled = file.controlled();
  report.was_complete = true;
}

/// Iterations of the result that is extended, as they are.
void append_result(const ResultFile& earlier, ResultWriter& writer) {
  const std::size_t outputs = earlier.header().axes.num_outputs();
  const std::uint64_t all = earlier.totals().iterations;
  const std::uint64_t most = std::max<std::uint64_t>(1, (std::size_t{32} << 20) / sizeof(double) / outputs);
  std::vector<double> scores;
  std::vector<IterationStatus> status;
  for (std::uint64_t first = 0; first < all; first += status.size()) {
    status.resize(std::min(most, all - first));
    scores.resize(status.size() * outputs);
    earlier.read(first, scores, status);
    writer.append(scores, status);
  }
}

/// A runner for the devices; with a GPU among them one that outlives it, where the study wants so.
std::unique_ptr<BatchRunner> runner_for(const std::vector<Device>& devices, const PreparedStudy& prepared,
                                        const RunnerOptions& runner_options, const RunOptions& options) {
  auto runner = make_runner(devices, prepared.problem.view(), runner_options);
  if (!has_gpu(devices) || prepared.study.on_device_loss == DeviceLoss::stop) return runner;
  return std::make_unique<FallbackRunner>(
      std::move(runner),
      [&prepared, runner_options] {
        return make_runner(choose_devices("cpu"), prepared.problem.view(), runner_options);
      },
      [&options](const std::string& cause, const std::string& now_on) {
        if (options.notice) options.notice("the device failed (" + cause + "); the run goes on with " + now_on);
      });
}

/// When the result is there: its parts go, and what only the end knows is filled in.
void finish_report(const std::filesystem::path& folder, const Study& study, RunReport& report) {
  Parts::remove(folder);
  complete_provenance(report.header.provenance, report.totals);
  std::uint64_t without_score = 0;
  for (int s = 0; s < num_iteration_statuses; ++s) {
    if (!has_score(static_cast<IterationStatus>(s))) without_score += report.totals.failed[s];
  }
  report.too_many_failures = static_cast<double>(without_score) >
                             study.solver.max_failed_share * static_cast<double>(report.totals.iterations);
}

}  // namespace

RunReport run_study(const StudySource& source, const RunOptions& options) {
  RunReport report;
  const auto stage = [&](const char* name) {
    if (options.progress) options.progress({name, 0, 0, 0.0, 0});
  };
  const auto notice = [&](const std::string& line) {
    if (options.notice) options.notice(line);
  };
  std::vector<Device> devices;
  const auto on_device = [&](auto make) { return as_environment_errors(devices, make); };
  devices = on_device([&] { return choose_devices(options.device); });
  Team* const team = options.team;
  if (team != nullptr) devices = {devices[device_of_rank(team->local_rank(), devices.size())]};
  std::optional<Extension> extension;
  if (options.extend > 0) extension.emplace(open_extension(source, options, report.findings));
  const ResultFile* earlier = extension ? &extension->earlier : nullptr;
  const std::vector<Override>& overrides = extension ? extension->overrides : options.overrides;
  const auto began = std::chrono::steady_clock::now();
  const auto preparing = [&](const PreparationProgress& at) {
    if (options.progress)
      options.progress({at.stage, at.done, at.total,
                        std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count(), 0});
  };
  PreparedStudy prepared = prepare_study(source, overrides, report.findings, preparing);
  const Study& study = prepared.study;
  if (options.shard && study.stop) {
    report.findings.add("E0606", {study.path.string(), 0, 0},
                        "shards cannot ask a stop rule: none of them knows the iterations of the others",
                        "leave [stop] out and set sampling.iterations; or run without --shard");
  }
  check_figures_study(study, team != nullptr ? team->size() : 1, report.findings);
  report.result_path = extension ? extension->path : result_path(study, options);
  if (!extension && leads(options)) {
    check_output(report.result_path, inputs_of(study, prepared.inputs), options.force, report.findings);
  }
  if (report.findings.has_errors()) throw BadInput(report.findings);
  prepared.model = {};
  report.seconds_reading = prepared.seconds_reading;
  report.seconds_compiling = prepared.seconds_compiling;

  RunnerOptions runner_options;
  runner_options.values = prepared.problem.lane_types();
  runner_options.threads = affordable_threads(
      team != nullptr && options.threads == 0 ? static_cast<unsigned>(team->cores()) : options.threads,
      report.findings);
  runner_options.most_at_once = make_plan(study.sampling.iterations, options.batch, study.sampling.iterations,
                                          prepared.axes.num_outputs(), target_of(study.stop))
                                    .batch;
  const auto runner = on_device([&] { return runner_for(devices, prepared, runner_options, options); });

  report.header = header_of(prepared, overrides, options, *runner, report.findings);
  std::vector<std::string> rank_devices;
  if (team != nullptr) {
    rank_devices = team->gather(runner->description());
    if (leads(options)) report.header.provenance.device = describe_ranks(rank_devices);
    report.header.provenance.parts.back().device = report.header.provenance.device;
  }
  const std::filesystem::path folder = parts_folder(report.result_path);
  std::optional<RunLocks> locks;
  if (!extension && leads(options)) locks.emplace(report.result_path, options.shard);
  if (leads(options)) {
    if (!options.shard) Parts::finish_removal(folder);
    check_parts_folder(folder, report.header, report.findings);
    if (report.findings.has_errors()) throw BadInput(report.findings);
  }
  const std::uint64_t first = earlier == nullptr || extension->done ? 0 : earlier->totals().iterations;
  if (earlier != nullptr) {
    Findings differences;
    check_continuation(earlier->header(), report.header, report.result_path.string(), differences);
    if (differences.has_errors()) throw BadInput(differences);
    if (extension->done) {
      if (team != nullptr) release_ranks(*team);
      Parts::remove(folder);
      report_of(*earlier, report);
      return report;
    }
  }

  const std::uint64_t end = report.header.iterations_planned;
  IterationRange range{first, end};
  if (options.shard) {
    const std::uint64_t unit =
        study.keep_samples ? result_chunk(end, prepared.axes.num_outputs()) : std::uint64_t{streaming_block};
    const ShardRange own = shard_range(*options.shard, end, unit);
    range = report.shard = {own.first, own.end};
  }
  std::optional<Parts> found;
  if (!leads(options)) {  // what is there already is the matter of rank 0
  } else if (extension) {
    found = std::move(extension->parts);
  } else if (Parts::exist(folder)) {
    found.emplace(Parts::open(folder, options.shard ? std::optional(range) : std::nullopt));
  } else if (std::error_code error;
             options.resume && !options.shard && std::filesystem::exists(report.result_path, error)) {
    std::optional<ResultFile> there;
    try {
      there.emplace(report.result_path);
    } catch (const Error&) {  // something else; it is replaced, as always
    }
    if (there && is_complete(*there, report.header)) {
      if (team != nullptr) release_ranks(*team);
      Parts::remove(folder);
      report_of(*there, report);
      return report;
    }
  }
  if (found) {
    const bool others = options.shard && found->num_iterations(range.first, range.end) == 0;
    if (!options.resume && !others) {
      forbid_parts(folder, range, *found, report.findings);
      throw BadInput(report.findings);
    }
    Findings differences;
    check_parts(found->manifest(), report.header, first, folder, differences);
    if (differences.has_errors()) throw BadInput(differences);
    forbid_foreign(*found, report.findings);
    if (report.findings.has_errors()) throw BadInput(report.findings);
    tell_damaged(*found, report.findings);
    if (options.resume) {
      notice("resuming: " + std::to_string(found->num_iterations(range.first, range.end)) + " of " +
             std::to_string(range.end - range.first) + " iterations were found in " + folder.string());
      const Provenance& there = found->manifest().header.provenance;
      Provenance& made = report.header.provenance;
      made.started = made.parts.back().started = there.started;
      made.command = made.parts.back().command = there.command;
      if (there.device != made.device) made.device = there.device + "; resumed on " + made.device;
      made.parts.back().device = made.device;
    }
  }
  if (leads(options))
    check_room(study, run_bytes(report.header, first, found ? &*found : nullptr), report.result_path, report.findings);
  if (report.findings.has_errors()) throw BadInput(report.findings);
  PartsManifest manifest{report.header, first, end, study.stop.has_value()};
  if (earlier != nullptr) report.header = continued_header(earlier->header(), earlier->totals(), report.header);
  if (options.findings) options.findings(report.findings);
  SamplingPlan plan = make_plan(range.end, options.batch, runner->preferred_batch(), prepared.axes.num_outputs(),
                                target_of(study.stop));
  plan.replicate_length = replicate_length(report.header.provenance.design);
  plan.first = options.shard ? range.first : 0;
  plan.score_bits = report.header.score_bits;
  plan.bounds = prepared.bounds;
  plan.ask_after = first;
  const auto tell_kept = [&](std::uint64_t kept, std::uint64_t of) {
    notice(std::to_string(kept) + " of " + std::to_string(of) + " iterations are kept in " + folder.string() +
           "; the same command with --resume goes on from there");
  };
  const auto note_lost_device = [&](bool any_found) {
    if (any_found || runner->description() == manifest.header.provenance.parts.back().device) return;
    Provenance& made = report.header.provenance;
    if (earlier == nullptr) made.device = runner->description();
    made.parts.back().device = runner->description();
  };

  if (!study.keep_samples) {
    const double seconds_before = found ? found->seconds_of(plan.first) : 0.0;
    const bool any_found = found.has_value();
    FiguresWork work{prepared.problem,  plan,    manifest,         folder, options.parts,
                     study.covariances, earlier, std::move(found), {},     {}};
    work.policy.shared = options.shard.has_value();
    if (options.progress) {
      work.progress = [&](std::uint64_t done, double seconds, std::uint64_t there) {
        options.progress({"sampling", done, plan.iterations - plan.first, seconds, there});
      };
    }
    work.given_up = [&](std::uint64_t kept) { tell_kept(kept, end - first); };
    on_device([&] {
      run_figures(std::move(work), *runner, [&](FiguresWriter& made, const ResultTotals& totals) {
        report.totals = totals;
        report.totals.seconds += seconds_before + (earlier != nullptr ? earlier->totals().seconds : 0.0);
        report.totals.finished = utc_now();
        note_lost_device(any_found);
        if (options.shard) {
          made.flush();
          report.parts = folder;
          return;
        }
        stage("writing");
        naming_bytes(report.header, [&] {
          ResultWriter writer(report.result_path, report.header);
          report.summaries = writer.finish(report.totals, made.figures());
        });
      });
    });
    if (!options.shard) finish_report(folder, study, report);
    return report;
  }

  if (team != nullptr) {
    const FoundIterations there(earlier, found ? &*found : nullptr);
    const std::uint64_t there_first = there.count(0);
    TeamWork work{prepared.problem, plan, manifest, folder, options.parts, leads(options) ? &there : nullptr, {}};
    if (options.progress) {
      work.progress = [&, last = -1.0](std::uint64_t done, double seconds) mutable {
        if (seconds - last < 0.1) return;
        last = seconds;
        options.progress(
            {"sampling", std::min(there_first + done, plan.iterations), plan.iterations, seconds, there_first});
      };
    }
    try {
      const TeamParts made = on_device([&] { return make_parts(*team, work, *runner); });
      if (!leads(options)) return report;
      found.emplace(gathered_parts(folder, first, made.end));
      if (made.devices != rank_devices) {  // a device was lost
        Provenance& whole = report.header.provenance;
        if (earlier == nullptr) whole.device = describe_ranks(made.devices);
        whole.parts.back().device = describe_ranks(made.devices);
      }
    } catch (...) {
      if (leads(options)) {
        notice("the iterations that were made are kept in " + folder.string() +
               "; the same command with --resume goes on from there");
      }
      throw;
    }
  }

  const double seconds_before = found ? found->seconds() : 0.0;
  const bool any_found = found.has_value();
  PartsPolicy policy = options.parts;
  policy.shared = options.shard.has_value();
  PartsWriter sink(folder, manifest, std::move(found), policy);
  // The parts that the sink adds lie before where the loop looks.
  const FoundIterations known(earlier, sink.parts());
  const std::uint64_t known_first = known.count(plan.first);
  LoopProgress progress;
  if (options.progress) {
    progress = [&, last = -1.0](std::uint64_t done, double seconds) mutable {
      if (seconds - last < 0.1 && done < plan.iterations) return;
      last = seconds;
      options.progress({"sampling", done - plan.first, plan.iterations - plan.first, seconds, known_first});
    };
  }
  try {
    const bool any_known = earlier != nullptr || any_found;
    report.totals = on_device(
        [&] { return run_iterations(prepared.problem, plan, *runner, sink, progress, any_known ? &known : nullptr); });
    if (options.progress && report.totals.iterations < plan.iterations - plan.first) {  // the stop rule ended it
      options.progress({"sampling", report.totals.iterations, report.totals.iterations, report.totals.seconds, first});
    }
    report.totals.seconds += seconds_before + (earlier != nullptr ? earlier->totals().seconds : 0.0);
    report.totals.finished = utc_now();
    note_lost_device(any_found);
    if (options.shard) {
      sink.flush();
      report.parts = folder;
      return report;
    }
    stage("writing");
    if (sink.parts() != nullptr) sink.flush();
    std::optional<ControlSource> control;
    if (!prepared.problem.control_variance.empty()) {
      control = on_device(
          [&] { return control_source(prepared.problem, *runner, runner_options, report.totals.iterations); });
    }
    naming_bytes(report.header, [&] {
      ResultWriter writer(report.result_path, report.header);
      if (earlier != nullptr) append_result(*earlier, writer);
      if (sink.parts() != nullptr) {
        writer.append_parts(*sink.parts(), report.totals.iterations);
      } else {
        writer.append(sink.buffered_scores(), sink.buffered_status());
      }
      report.summaries = on_device([&] { return writer.finish(report.totals, control ? &*control : nullptr); });
      report.controlled = writer.controlled();
    });
  } catch (...) {
    const std::uint64_t kept = sink.save_what_can_be();
    if (kept > 0) tell_kept(kept, end - first);
    throw;
  }
  finish_report(folder, study, report);
  return report;
}

}  // namespace plume
