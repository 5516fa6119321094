// SPDX-License-Identifier: Apache-2.0
// Drawn numbers are held in fp32 unless one of them would not keep its distribution there: then all are held in double, and it is said which.
#include <cmath>
#include <optional>
#include <span>
#include <string>

#include "host/compile/compiler.hpp"
#include "host/compile/single_precision.hpp"
#include "host/model/distribution.hpp"

namespace plume {
namespace {

/// Most numbers are lognormals or normals far from any trouble: no quantiles are asked for.
bool is_plainly_within(const Uncertainty& u, double factor) {
  if (!std::isnan(u.minimum) || !std::isnan(u.maximum)) return false;
  const double size = std::abs(factor) * (u.kind == DistributionKind::lognormal ? std::exp(u.loc) : std::abs(u.loc));
  const bool in_range = size > 0x1p-60 && size < 0x1p60;
  if (u.kind == DistributionKind::lognormal) return in_range && u.scale > 1e-3 && u.scale < 6.0;
  return u.kind == DistributionKind::normal && in_range && u.scale > 1e-3 * std::abs(u.loc) &&
         u.scale < 1e3 * std::abs(u.loc);
}

}  // namespace

void Compiler::choose_precision() {
  if (!problem_.fp32_values) return;
  std::size_t count = 0;
  const Exchange* first = nullptr;
  std::string reason;
  const auto look_at = [&](const Exchange& e, int exponent) {
    const auto index = static_cast<std::size_t>(&e - model_.exchanges.data());
    if (!is_drawn(e.matrix) || (options_.frozen != nullptr && !options_.frozen->empty() && (*options_.frozen)[index]))
      return;
    const double factor = std::ldexp(e.sign * e.factor, exponent);
    std::optional<std::string> why;
    if (e.uncertainty != no_index && !model_.uncertainties[e.uncertainty].is_certain()) {
      const Uncertainty& u = model_.uncertainties[e.uncertainty];
      if (!is_plainly_within(u, factor)) why = beyond_single(Distribution(u, options_.lognormal_anchor_mean), factor);
    }
    if (e.array != no_index && !why) {
      const PresampledArray& array = model_.arrays[e.array];
      const std::span<const double> values(array.values.data() + std::size_t{e.array_row} * array.num_columns,
                                           array.num_columns);
      why = beyond_single(values, array.multiplies ? factor * e.amount : factor);
    }
    if (!why) return;
    if (count++ > 0) return;
    first = &e;
    reason = *why;
  };
  for (const std::uint32_t i : entries(Matrix::technosphere)) {
    const Exchange& e = model_.exchanges[i];
    if (node_of_[e.column] == no_index) continue;
    look_at(e, row_scale_[row_of_node_[node_of_[process_of_[e.row]]]] +
                   problem_.row_exponent[row_of_node_[node_of_[e.column]]]);
  }
  for (const std::uint32_t i : entries(Matrix::biosphere)) {
    const Exchange& e = model_.exchanges[i];
    if (node_of_[e.column] != no_index && flow_used_[e.row])
      look_at(e, problem_.row_exponent[row_of_node_[node_of_[e.column]]]);
  }
  for (const Matrix matrix : {Matrix::characterisation, Matrix::normalisation, Matrix::weighting}) {
    for (const std::uint32_t i : entries(matrix)) look_at(model_.exchanges[i], 0);
  }
  if (count == 0) return;
  problem_.fp32_values = problem_.fp32_unknowns = false;
  findings_.add("N0442", model_.place_of(*first),
                "numbers of 32 bits do not hold what is drawn for " +
                    (count == 1 ? std::string() : std::to_string(count) + " exchanges, first ") +
                    model_.label_of(*first) + ": it " + reason + "; the study is computed in double",
                "solver.precision = \"double\" says so from the start");
}

}  // namespace plume
