// SPDX-License-Identifier: Apache-2.0
// Checks of a model that hold for every format: codes 04xx. Run once, after reading and before
// compiling.
#pragma once

#include "host/base/finding.hpp"
#include "host/model/model.hpp"

namespace plume {

/// Adds what is wrong with the model to `findings` and repairs what may be repaired with a warning:
/// a distribution that cannot be drawn (σ ≤ 0 or infinite, reversed or impossible bounds, mode
/// outside its bounds, NaN parameters) is replaced by the static amount, counted and reported.
/// Never aborts, never leaves a distribution that draws garbage.
///   errors    non-finite amounts, two equal exchange keys, technosphere not square, no process,
///             zero reference product, product without producer
///   warnings  downgraded distributions, static amount far from the distribution's median, flows
///             without factors, …
void validate(Model& model, Findings& findings);

/// The two halves of it for those who know the demands: the first leaves out the faults of single
/// processes (technosphere_faults.hpp), which compile() judges; the second asks whether there is
/// anything to score, once everything that makes numbers uncertain is in the model.
void check_model(Model& model, Findings& findings);
void check_scores(const Model& model, Findings& findings);

/// Figures for `plume check` and `plume info`: what the model holds.
struct ModelAudit {
  std::size_t num_exchanges[num_matrices] = {};  ///< by Matrix
  std::size_t num_uncertain[num_matrices] = {};  ///< by Matrix
  std::size_t num_presampled[num_matrices] = {};
  std::size_t num_by_kind[num_distribution_kinds] = {};  ///< by DistributionKind
  /// exchanges beyond the first on their cell
  std::size_t num_duplicates = 0;
  /// processes whose reference product is a waste they treat
  std::size_t num_negative_reference = 0;
  std::size_t num_flows_without_factor = 0;
};
[[nodiscard]] ModelAudit audit(const Model& model);

}  // namespace plume
