// SPDX-License-Identifier: Apache-2.0
// Reading the models of a study into one Model: each source is opened, its format found by its
// content, and handed to the reader of that format; what readers left in the raw record is linked
// last, when every source is known.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "host/base/finding.hpp"
#include "host/model/model.hpp"
#include "host/study/study.hpp"

namespace plume {

struct ReadOptions {
  bool keep_exchange_ids = false;  ///< fill Model::exchange_ids: of models that are written down
  /// Files read and files in all; called at most ten times a second, by any thread but by one at a
  /// time. May be empty, may throw.
  std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};
};

/// Reads every model of a study into one Model; later ones may add to or replace entries of earlier
/// ones as their format says (Brightway: later packages overwrite cells). Does not validate.
[[nodiscard]] Model read_models(const std::vector<StudyModel>& models, Findings& findings,
                                const ReadOptions& options = {});

}  // namespace plume
