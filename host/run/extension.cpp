// SPDX-License-Identifier: Apache-2.0
#include "host/run/extension.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "host/base/error.hpp"
#include "host/run/long_run.hpp"
#include "host/run/run_header.hpp"
#include "host/store/continuation.hpp"

namespace plume {
namespace {

/// How far the extension is: the iterations that it goes on from, and whether it was done before.
struct Begun {
  std::optional<Parts> parts;
  std::uint64_t before = 0;
  bool done = false;
};

Begun from_parts(Parts parts, std::uint64_t there, const RunOptions& options) {
  const PartsManifest& manifest = parts.manifest();
  if (!options.resume) {
    Findings findings;
    forbid_parts(parts.folder(), {manifest.first, manifest.iterations}, parts, findings);
    throw BadInput(findings);
  }
  // Killed between the new result's getting its name and the end of its parts.
  const bool done = manifest.first > 0 && there > manifest.first &&
                    manifest.iterations - manifest.first == options.extend;
  const std::uint64_t before = done ? manifest.first : there;
  return {std::move(parts), before, done};
}

Begun how_far(const ResultFile& earlier, const std::filesystem::path& folder,
              const RunOptions& options) {
  const std::uint64_t there = earlier.totals().iterations;
  // what is there of it is the matter of rank 0
  if (!options.leads()) return {std::nullopt, there, false};
  if (Parts::exist(folder)) return from_parts(Parts::open(folder), there, options);
  if (!options.resume || !is_extended(earlier, options.extend, options.command))
    return {std::nullopt, there, false};
  return {std::nullopt, earlier.header().provenance.parts.back().first_iteration, true};
}

std::uint64_t sum_or_more(std::uint64_t before, std::uint64_t more) {
  constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
  return more > most - before ? more : before + more;
}

}  // namespace

void forbid_unfit(const RunOptions& options) {
  Findings findings;
  for (const Override& change : options.overrides) {
    if (change.first != "sampling.iterations") continue;
    findings.add(
        "E0602", {"--set " + change.first + "=" + change.second, 0, 0},
        "sampling.iterations says how many iterations there are, --extend how many are added",
        "leave one of them out");
  }
  if (options.shard) {
    findings.add("E0606", {"--shard", 0, 0},
                 "shards are of a new run, and --extend continues a finished one",
                 "leave one of them out");
  }
  if (findings.has_errors()) throw BadInput(findings);
}

void forbid_parts(const std::filesystem::path& folder, IterationRange range, const Parts& parts,
                  Findings& findings) {
  const std::uint64_t there = parts.num_iterations(range.first, range.end);
  findings.add("E0610", {folder.string(), 0, 0},
               "there are " + std::to_string(there) + " of " +
                   std::to_string(range.end - range.first) +
                   " iterations of a run that has not ended",
               "go on from them with --resume, or remove the folder to begin anew");
}

Extension open_extension(const std::filesystem::path& path, const RunOptions& options) {
  { const ResultFile must_be_there(path); }
  std::optional<RunLocks> locks;
  if (options.leads()) locks = lock_run(path, std::nullopt);
  ResultFile earlier(path);
  Begun begun = how_far(earlier, parts_folder(path), options);
  const std::vector<std::string> whole =
      continued_overrides(earlier.header().provenance.overrides, texts_of(options.overrides),
                          sum_or_more(begun.before, options.extend));
  return {
      path,      std::move(earlier), overrides_of(whole), std::move(locks), std::move(begun.parts),
      begun.done};
}

}  // namespace plume
