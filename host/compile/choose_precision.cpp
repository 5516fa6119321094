// SPDX-License-Identifier: Apache-2.0
// Drawn numbers are held in fp32 unless one of them would not keep its distribution there: then all
// are held in double, and it is said which.
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
  const double size = std::abs(factor) *
                      (u.kind == DistributionKind::lognormal ? std::exp(u.loc) : std::abs(u.loc));
  const bool in_range = size > 0x1p-60 && size < 0x1p60;
  if (u.kind == DistributionKind::lognormal) return in_range && u.scale > 1e-3 && u.scale < 6.0;
  return u.kind == DistributionKind::normal && in_range && u.scale > 1e-3 * std::abs(u.loc) &&
         u.scale < 1e3 * std::abs(u.loc);
}

}  // namespace

/// Whether what a process takes of a product is next to nothing of all that is taken of it,
/// whatever is demanded: then its digits do not count.
bool Compiler::is_negligible(const Exchange& e) const {
  constexpr double nothing = 0x1p-40;
  const std::uint32_t row = maker_of(e.product()).value, column = node_of_[e.process()].value;
  const double amount = std::abs(typical_value(e)), made = std::abs(static_diagonal_[row]);
  for (const std::vector<double>& size : gross_) {
    if (size[column] > 0.0 && !(amount * size[column] < nothing * made * size[row])) return false;
  }
  return row != column;
}

void Compiler::choose_precision() {
  if (!problem_.fp32_values) return;
  std::size_t count = 0;
  const Exchange* first = nullptr;
  std::string reason;
  const auto look_at = [&](const Exchange& e, double scale) {
    const auto index = static_cast<std::size_t>(&e - model_.exchanges.data());
    if (!is_drawn(e.matrix) ||
        (options_.frozen != nullptr && !options_.frozen->empty() && (*options_.frozen)[index]))
      return;
    const double factor = e.sign * e.factor * scale;
    std::optional<std::string> why;
    if (e.uncertainty != no_index && !model_.uncertainties[e.uncertainty].is_certain()) {
      const Uncertainty& u = model_.uncertainties[e.uncertainty];
      if (!is_plainly_within(u, factor)) why = beyond_single(Distribution(u), factor);
    }
    if (e.array != no_index && !why) {
      const PresampledArray& array = model_.arrays[e.array];
      const std::span<const double> values(
          array.values.data() + std::size_t{e.array_row} * array.num_columns, array.num_columns);
      why = beyond_single(values, array.multiplies ? factor * e.amount : factor);
    }
    if (!why) return;
    if (count++ > 0) return;
    first = &e;
    reason = *why;
  };
  for (const std::uint32_t i : entries(Matrix::technosphere)) {
    const Exchange& e = model_.exchanges[i];
    if (!node_of_[e.process()]) continue;
    const std::uint32_t row = row_of_node_[maker_of(e.product())].value;
    const std::uint32_t column = row_of_node_[node_of_[e.process()]].value;
    if (is_negligible(e)) continue;
    look_at(e, std::ldexp(1.0, row_scale_[row] + problem_.row_exponent[column]));
  }
  for (const std::uint32_t i : entries(Matrix::biosphere)) {
    const Exchange& e = model_.exchanges[i];
    if (node_of_[e.process()] && flow_used_[e.row])
      look_at(e, std::ldexp(1.0, problem_.row_exponent[row_of_node_[node_of_[e.process()]].value]));
  }
  const std::vector<double> multipliers = certain_multipliers();
  for (const std::uint32_t i : entries(Matrix::characterisation)) {
    const Exchange& e = model_.exchanges[i];
    if (flow_used_[e.row]) look_at(e, multipliers.empty() ? 1.0 : multipliers[e.row]);
  }
  for (const Matrix matrix : {Matrix::normalisation, Matrix::weighting}) {
    for (const std::uint32_t i : entries(matrix)) look_at(model_.exchanges[i], 1.0);
  }
  if (count == 0) return;
  problem_.fp32_values = problem_.fp32_unknowns = false;
  findings_.add("N0442", model_.place_of(*first),
                "numbers of 32 bits do not hold what is drawn for " +
                    (count == 1 ? std::string() : std::to_string(count) + " exchanges, first ") +
                    model_.label_of(*first) + ": it " + reason +
                    "; the study is computed in double",
                "solver.precision = \"double\" says so from the start");
}

}  // namespace plume
