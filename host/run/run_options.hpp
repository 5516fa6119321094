// SPDX-License-Identifier: Apache-2.0
// What a run is asked beside its study, and what it tells on the way.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "host/base/finding.hpp"
#include "host/parallel/team.hpp"
#include "host/plan/shards.hpp"
#include "host/store/parts_writer.hpp"
#include "host/study/study.hpp"

namespace plume {

struct RunProgress {
  std::string stage;        ///< "reading", "compiling", "sampling", "writing"
  std::uint64_t done = 0;   ///< iterations; of "reading" files
  std::uint64_t total = 0;  ///< 0 where it is not known
  double seconds = 0.0;     ///< since the stage began
  std::uint64_t first = 0;  ///< iterations that were there before: of a result that is extended
};

struct RunOptions {
  std::filesystem::path result_path;  ///< empty: as the study says
  std::string device = "auto";
  unsigned threads = 0;     ///< 0: all cores this process may use
  std::uint64_t batch = 0;  ///< iterations in memory at once; 0: chosen
  std::string command;      ///< for the provenance
  std::vector<Override> overrides;
  /// add so many iterations to the finished result; 0: a new run
  std::uint64_t extend = 0;
  bool force = false;  ///< replace a file that is no result
  /// go on from the parts that are there; without any, begin
  bool resume = false;
  /// make only this part of the iterations, and leave parts
  std::optional<Shard> shard;
  /// the ranks that make this result together; each calls run_study
  Team* team = nullptr;
  PartsPolicy parts;  ///< when iterations go to disk
  /// a line to tell at once: what was found, what is kept
  std::function<void(const std::string&)> notice;
  /// called at most ten times a second; may be empty
  std::function<void(const RunProgress&)> progress;
  /// asked after every batch: end here, with the result of what there is; may be empty. Not of
  /// ranks
  std::function<bool()> stop;
  std::function<void(const Findings&)>
      findings;  ///< called once with warnings and notes, before sampling; may be empty

  /// Whether this process writes the result: alone, or the first of its team.
  [[nodiscard]] bool leads() const { return team == nullptr || team->rank() == 0; }

  void tell(const std::string& line) const {
    if (notice) notice(line);
  }
  void begin_stage(const char* stage) const {
    if (progress) progress({stage, 0, 0, 0.0, 0});
  }
};

}  // namespace plume
