// SPDX-License-Identifier: Apache-2.0
// What a run finds and holds where its result is to be: locks, the result that it extends, parts of
// it that are made already; and what follows from them, the header of the whole and the plan of
// what is to be there in the end.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/plan/plan.hpp"
#include "host/run/prepare_run.hpp"
#include "host/run/run_device.hpp"
#include "host/run/run_locks.hpp"
#include "host/store/parts.hpp"
#include "host/store/result.hpp"

namespace plume {

struct Session {
  std::shared_ptr<const PreparedStudy> prepared;
  std::filesystem::path result, folder;  ///< of the parts
  Findings findings;
  std::optional<RunLocks> locks;
  std::vector<std::string> rank_devices;  ///< on the process that leads a team
  std::optional<ResultFile> earlier;      ///< that is extended
  /// the result is there, and is what this run would make: nothing else is filled in then
  std::optional<ResultFile> complete;
  std::optional<Parts> found;  ///< to go on from
  std::optional<Shard> shard;
  /// that are to be there in the end: of a shard its own, else up to all; of an extension the new
  /// ones
  IterationRange range;
  ResultHeader header;     ///< of the result
  PartsManifest manifest;  ///< of the parts, which are of this run alone
  SamplingPlan plan;

  [[nodiscard]] const ResultFile* extended() const { return earlier ? &*earlier : nullptr; }
};

/// Looks, locks, and says what is resumed. BadInput where what is there forbids the run, Error
/// where the disk has not the room.
[[nodiscard]] Session open_session(PreparedRun run, const RunDevice& device,
                                   const RunOptions& options);

}  // namespace plume
