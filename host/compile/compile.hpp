// SPDX-License-Identifier: Apache-2.0
// From the model to the problem: pairing of products and processes, what the demands reach, order,
// static solution, adjoints, scaling, and every number lowered to a fixed value or a draw.
#pragma once

#include <cstdint>
#include <vector>

#include "host/base/finding.hpp"
#include "host/compile/problem.hpp"
#include "host/model/demand_vector.hpp"
#include "host/model/model.hpp"
#include "host/model/technosphere_faults.hpp"

namespace plume {

/// Exchanges that are not drawn: their values are their means. By model exchange; empty: none.
using FrozenExchanges = std::vector<bool>;

/// Whether scores come from the adjoints of the categories instead of the supplies of the demands.
enum class AdjointUse { automatic, never, always };

struct CompileOptions {
  std::uint64_t seed = 1;
  bool latin_hypercube = false;
  bool fp32_values = true;     ///< false: precision "double"
  bool fp32_unknowns = false;  ///< true: precision "fast"; then with fp32 values
  bool draw_technosphere = true;
  bool draw_biosphere = true;
  bool draw_characterisation = true;  ///< normalisation and weighting included
  bool draw_parameters = true;        ///< of formulas
  /// error of each score, relative to its static one (or 1/1000 of its parts if these cancel)
  double tolerance = 1e-7;
  bool moments = false;  ///< keep mean and spread of every draw, for the first-order analysis
  /// automatic: where that is less to solve, and no process takes up what it emits. always, for
  /// tests, promises less where one does.
  AdjointUse adjoint = AdjointUse::automatic;
  const FrozenExchanges* frozen = nullptr;  ///< may be null
  /// What technosphere_faults() found: an error where a demand reaches it, else a warning (W0440).
  /// Null: nobody looked.
  const std::vector<TechnosphereFault>* faults = nullptr;
  /// Up to so many entries of the technosphere every iteration is proved; tests set less, to see
  /// small systems treated as large ones.
  std::size_t certified_entries = 1'500;
  /// every iteration proves its scores, in large systems too (proof.hpp), which takes longer
  bool prove_all = false;
  /// characterise what is certain once, where that is less work; else every flow keeps its place
  bool collapse = true;
};

/// Compiles the demands and categories of a valid model (see validate). Findings (05xx): what the
/// demands reach has no perfect pairing of products and processes, or is singular at its static
/// amounts; the problem is then empty. Warnings: scores that are zero, faults that no demand
/// reaches.
[[nodiscard]] Problem compile(const Model& model, const std::vector<DemandVector>& demands,
                              const std::vector<std::uint32_t>& categories,
                              const CompileOptions& options, Findings& findings);

}  // namespace plume
