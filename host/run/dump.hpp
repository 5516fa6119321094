// SPDX-License-Identifier: Apache-2.0
// One iteration to look at: all numbers that it was made of, as tables with ids and names. Any
// iteration of a study can be made again by its number alone, without running the others.
//
//   demand.csv            demand, product, amount: f
//   technosphere.csv      product, process, value, static, …: the cells of A
//   biosphere.csv         flow, process, value, static, …: B
//   characterisation.csv  category, flow, value, static, …: C, normalisation and weighting
//                         multiplied in
//   supply.csv            demand, process, value, static, …: s with A s = f
//   inventory.csv         demand, flow, value, static, …: g = B s
//   scores.csv            demand, category, unit, status, score, direct, difference, static: score
//                         as the run stores it, bit for bit;
//                         direct = C g; difference = score − direct
//
// Cells are sums of the exchanges on them; only what the demands reach is there, as in the run.
// Values are those the run solves with (rounded to fp32 with precision "mixed"); supply and
// inventory are solved directly (host/sampling/direct_iteration.hpp), and are empty tables where
// the iteration has no solution. Every number is written with the digits that read back as the same
// double.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "host/base/finding.hpp"
#include "host/store/result.hpp"
#include "host/study/study.hpp"
#include "kernels/base/status.hpp"

namespace plume {

struct IterationDump {
  std::uint64_t iteration = 0;
  std::uint64_t seed = 0;
  IterationStatus status = IterationStatus::ok;
  std::filesystem::path folder;
  std::vector<std::string> files;  ///< names in the folder
  OutputAxes axes;
  std::vector<double> scores;         ///< [demand][category], as the run stores them
  std::vector<double> static_scores;  ///< [demand][category]
};

/// Writes the tables into `folder`, which is made where it is missing; empty: STUDY-iteration-N
/// beside the study file. Throws BadInput with all findings, and Error where something cannot be
/// written; `findings` holds warnings and notes.
[[nodiscard]] IterationDump dump_iteration(const StudySource& source,
                                           const std::vector<Override>& overrides,
                                           std::uint64_t iteration,
                                           const std::filesystem::path& folder, Findings& findings);

}  // namespace plume
