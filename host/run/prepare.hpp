// SPDX-License-Identifier: Apache-2.0
// A study with everything that leads to its problem: what running, checking and dumping have in
// common.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "host/base/finding.hpp"
#include "host/compile/problem.hpp"
#include "host/model/demand_vector.hpp"
#include "host/model/lognormal_anchor.hpp"
#include "host/model/model.hpp"
#include "host/model/score_bounds.hpp"
#include "host/store/result.hpp"
#include "host/study/study.hpp"

namespace plume {

struct PreparedStudy {
  Study study;
  Model model;  ///< several times as large as the problem: drop it where it is not needed any more
  std::vector<DemandVector> demands;
  std::vector<std::uint32_t> categories;  ///< positions in the model
  Problem problem;
  ScoreBounds bounds;  ///< of an inventory
  FirstOrderUse first_order;
  LognormalShift lognormals;
  OutputAxes axes;
  std::vector<InputFile> inputs;
  std::string inventory;  ///< host/model/inventory_record.hpp as JSON; empty without one
  /// host/analysis/link_summary.hpp as JSON; empty where nothing was linked
  std::string links;
  /// host/analysis/score_drivers.hpp as JSON; empty of an inventory, or of very many outputs
  std::string drivers;
  double seconds_reading = 0.0;
  double seconds_compiling = 0.0;
};

/// How far a stage is: files read of all, where that is known.
struct PreparationProgress {
  const char* stage = "";  ///< "reading", "compiling"
  std::uint64_t done = 0, total = 0;
};

/// Reads, checks, resolves and compiles; stops at the first stage whose findings hold errors.
/// `progress` is called at the beginning of each and at most ten times a second while files are
/// read, by any thread but by one at a time; it may be empty. With `every_flow` the problem keeps
/// the flows of the model, to look at.
[[nodiscard]] PreparedStudy prepare_study(
    const StudySource& source, const std::vector<Override>& overrides, Findings& findings,
    const std::function<void(const PreparationProgress&)>& progress = {}, bool every_flow = false);

/// The same of a study that is read already, whose findings are in `findings`; and of one whose
/// model is read, too.
[[nodiscard]] PreparedStudy prepare_study(
    Study study, Findings& findings,
    const std::function<void(const PreparationProgress&)>& progress = {}, bool every_flow = false);
[[nodiscard]] PreparedStudy prepare_study(
    Study study, Model model, Findings& findings,
    const std::function<void(const PreparationProgress&)>& progress = {}, bool every_flow = false);

}  // namespace plume
