// SPDX-License-Identifier: Apache-2.0
// What the classes of plume.hpp hold. Seen by host/api alone, and not installed.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/api/plume.hpp"
#include "host/model/model.hpp"
#include "host/run/prepare.hpp"
#include "host/run/run_options.hpp"
#include "host/store/result.hpp"
#include "host/study/study.hpp"

namespace plume::api {

/// The path of a model in memory, in findings and results.
inline constexpr const char* in_memory = "model in memory";

/// Each has an id that no other has, or there is a finding (E0775).
void check_labels(const char* what, const std::vector<Label>& labels, Findings& findings);

struct Model::State {
  plume::Model model;
  Findings findings;
};

struct Study::Parts {
  StudySource source;
  std::vector<Override> overrides;
};

struct Prepared::State {
  std::shared_ptr<const PreparedStudy> study;
  std::vector<Override> overrides;
  Findings findings;
};

/// What runs into files and in memory are asked alike; not the progress, which the two tell
/// differently.
[[nodiscard]] RunOptions options_of(const RunSettings& settings);
[[nodiscard]] Progress progress_of(const RunProgress& at);
/// Throws Error where the settings of a run into a file give a number of iterations.
void refuse_iterations(const RunSettings& settings);

/// Iterations in memory: scores [iteration][demand][category].
struct Samples {
  std::vector<double> scores;
  std::vector<IterationStatus> status;
};

/// Of the iterations in memory: totals, and figures of each output.
[[nodiscard]] Result result_of(ResultHeader header, ResultTotals totals, Samples samples);

/// A result in memory has `samples`, one in a file `file`.
struct Result::State {
  ResultHeader header;
  ResultTotals totals;
  std::vector<Summary> summaries;
  Samples samples;
  std::optional<ResultFile> file;
};

}  // namespace plume::api
