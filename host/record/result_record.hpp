// SPDX-License-Identifier: Apache-2.0
// What a result says beside its scores: how it came to be, what its axes are called, how the run
// ended. Values, whatever holds them: a file (host/store/result.hpp), parts of one, or memory.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "host/plan/precision.hpp"
#include "kernels/base/status.hpp"

namespace plume {

struct InputFile {
  std::string path;
  std::string format;
  std::string sha256;
};

/// One call that added iterations to a result: the first, and each extension.
struct RunPart {
  std::uint64_t first_iteration = 0;
  std::uint64_t iterations = 0;
  std::string started;   ///< ISO 8601, UTC
  std::string finished;  ///< ISO 8601, UTC
  std::string device;
  std::string command;
  double seconds = 0.0;  ///< in the loop
};

/// What the first-order analysis made of the sampling; zero where it was not asked.
struct FirstOrderUse {
  std::uint64_t sobol_dimensions = 0;
  /// of the first-order variance that they carry; of the output where it is least
  double sobol_share = 0.0;
  std::uint64_t controls = 0;  ///< numbers in the control variate
  double freeze_below = 0.0;   ///< as the study asks
  std::uint64_t frozen = 0;    ///< parameters held at their means
  /// of the first-order variance that they have; of the output where it is most
  double frozen_share = 0.0;
};

/// The model's lognormals: how far their means lie from their medians.
struct LognormalUse {
  std::uint64_t count = 0;
  std::uint64_t at_mean = 0;  ///< those whose static amount is their mean
  double largest_mean_to_median = 1.0;
};

/// How a result came to be: enough to make it again.
struct Provenance {
  std::string plume_version;
  std::string commit;
  std::string compiler;
  std::string device;                 ///< "cpu: 2 threads, avx512", "cuda: NVIDIA H200", …
  std::uint64_t memory_per_lane = 0;  ///< bytes of values and unknowns; 0: not recorded
  std::uint64_t memory_of_lanes = 0;  ///< bytes of all lanes that the device held
  std::uint64_t memory_peak = 0;      ///< bytes that the process had resident at most
  std::string precision;              ///< "mixed" | "double"
  double tolerance = 0.0;
  std::string design;            ///< "random" | "lhs" | "sobol"
  std::string lognormal_anchor;  ///< "median" | "mean"
  /// which uncertainties were drawn: "technosphere biosphere characterisation parameters"
  std::string drawn;
  std::string started;  ///< ISO 8601, UTC
  std::string finished;
  std::string command;  ///< the command line that made it
  std::string study_path;
  std::string study_text;
  /// JSON of host/model/inventory_record.hpp; empty where the study has no inventory
  std::string inventory;
  /// JSON of host/analysis/link_summary.hpp; empty where nothing was linked
  std::string links;
  /// JSON of host/analysis/score_drivers.hpp; empty where they are not known
  std::string drivers;
  /// [demand] what goes beyond one where iterations are infeasible, in words; empty: nothing
  std::vector<std::string> poles;
  std::vector<std::string> overrides;  ///< "sampling.seed=7"
  std::vector<InputFile> inputs;
  std::vector<std::string> warnings;  ///< findings, one line each
  FirstOrderUse first_order;
  LognormalUse lognormals;
  std::vector<RunPart> parts;  ///< in order; empty in files before 1.1: one part
};

struct OutputAxes {
  struct Demand {
    std::string name;
    std::string unit;
  };
  struct Category {
    std::string id;
    std::string name;
    std::string unit;
  };
  std::vector<Demand> demands;
  std::vector<Category> categories;
  [[nodiscard]] std::size_t num_outputs() const { return demands.size() * categories.size(); }
};

/// Everything known before the first iteration.
struct ResultHeader {
  std::string study_name;
  std::uint64_t seed = 0;
  std::uint64_t iterations_planned = 0;
  bool samples = true;  ///< kept; false: figures only (run_figures.hpp)
  /// of the mantissa that samples are rounded to, and compressed; 52: all, as they are
  unsigned score_bits = 52;
  OutputAxes axes;
  std::vector<double> static_scores;  ///< [demand][category]
  Provenance provenance;
};

/// Iterations of a kind, by number: the first of them, so that a report can name them.
using IterationList = std::vector<std::uint64_t>;
inline constexpr std::size_t most_listed_iterations = 1000;

/// Everything known after the last.
struct ResultTotals {
  /// fewer than planned where the stop rule ended the run
  std::uint64_t iterations = 0;
  /// count by status; [0] is the number of ok iterations
  std::uint64_t failed[num_iteration_statuses] = {};
  double seconds = 0.0;  ///< in the loop
  std::string finished;  ///< ISO 8601, UTC
  /// "iterations done" | "precision reached" | "stopped"
  std::string stop_reason;
  /// a line a rule of [stop]; empty without one
  std::vector<AchievedPrecision> precision;

  /// Numbers of the failed iterations, from infeasible on: the first most_listed_iterations of each
  /// status.
  std::array<IterationList, num_iteration_statuses> failed_iterations;

  /// Counts an iteration, and lists it where it failed. Iterations come in order.
  void count(std::uint64_t iteration, IterationStatus status);
};

/// Fills in what only the end of a run knows: when it finished, and the size and duration of its
/// last part.
void complete_provenance(Provenance& provenance, const ResultTotals& totals);

}  // namespace plume
