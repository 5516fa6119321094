// SPDX-License-Identifier: Apache-2.0
// What lanes must prove of their scores (kernels/solve/certify.hpp): which lanes, how exactly, and
// where the proof begins.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "host/base/constants.hpp"
#include "host/compile/compiler.hpp"
#include "host/compile/plausible_range.hpp"

namespace plume {
namespace {

/// Where lanes are screened: parts of the smaller sign, and tails beyond zero, that come to these
/// shares of a score cancel nothing worth summing their sizes for. Where they are certified nothing
/// is harmless: a small part may be drawn large.
constexpr double harmless_share = 0.05, harmless_tails = 0.15;
/// Of large systems (feedback_spread.cpp). Estimates allow for 4.5 times the static feedback, which
/// is not always enough where draws may move feedback by some hundredths: they then allow for twice
/// or four times as much. Where by a quarter, nothing but a proof is.
constexpr double moved_feedback = 0.03, much_moved_feedback = 0.1, most_moved_feedback = 0.25;
/// share of a score that a wide draw may come to at its farthest, and counts for nothing
constexpr double harmless_reach = 0.01;
/// that carry an estimate: one draw may make all of it too small
constexpr double few_rows = 30.0;
/// What fp32 unknowns leave of a score, over the steps that products take in the mean: some 0.4 of
/// this was seen.
constexpr double fp32_rounding = 0x1p-24;
constexpr double margin = 0.8;  ///< of the tolerance, for supplies
/// so much more may cancel in a lane than in the static score
constexpr double cancelling_margin = 8;
constexpr int depth_sweeps = 40;
/// Depths are those of a system with feedback this much stronger: lanes whose consumers differ are
/// mostly covered at once.
constexpr double depth_reserve = 1.15;
constexpr double acyclic_unit = 0x1p-5;  ///< as in kernels/solve/certify.hpp
constexpr double deepest_static = 1e6;

/// As how many equal parts Σ weight·|x| is: (Σ part)² / Σ part².
double equal_parts(const std::vector<double>& weight, const std::vector<double>& x,
                   std::size_t begin, std::size_t rows) {
  double sum = 0.0, squares = 0.0;
  for (std::size_t i = begin; i < begin + rows; ++i) {
    const double part = std::abs(weight[i] * x[i]);
    sum += part;
    squares += part * part;
  }
  return squares > 0.0 ? sum * sum / squares : 1.0;
}

}  // namespace

void Compiler::prepare_certificates() {
  share_scores();
  const bool small =
      problem_.slot_column.size() + problem_.fixed_column.size() <= options_.certified_entries;
  if (options_.prove_all && !small && !problem_.by_adjoint && prepare_proofs()) return;
  // Adjoints, and systems that prove nothing statically, are certified: slower, and as certain.
  problem_.certify_always = small || options_.prove_all || has_wide_draws();
  if (!problem_.certify_always) judge_estimates();
  problem_.may_cancel = scores_may_cancel();
  // fp32 cannot hold supplies that prove a tolerance of 10⁻⁶: where all lanes must, unknowns are
  // fp64 in `fast`, too.
  if (problem_.certify_always || problem_.may_cancel) problem_.fp32_unknowns = false;
  problem_.certificate_target = margin * problem_.tolerance;
  for (const double share : problem_.score_share) {
    if (problem_.may_cancel)
      problem_.certificate_target =
          std::min(problem_.certificate_target, problem_.tolerance * share / cancelling_margin);
  }
  // A large system of narrow draws in whose scores nothing cancels: the estimate stands
  // (docs/decisions/0002-lanes.md).
  if (!problem_.certify_always && !problem_.may_cancel) {
    problem_.certificate_target = 0.0;
    return;
  }
  problem_.depth = static_depths(false);
  if (problem_.by_adjoint) problem_.adjoint.depth = static_depths(true);
}

/// Of a large system of narrow draws: whether estimates tell enough of lanes.
void Compiler::judge_estimates() {
  const FeedbackSpread feedback = feedback_spread();
  problem_.certify_always = feedback.spread > most_moved_feedback;
  if (feedback.steps * fp32_rounding > problem_.tolerance || feedback.spread > much_moved_feedback)
    problem_.fp32_unknowns = false;
  if (problem_.certify_always) return;
  const double base = feedback.spread <= moved_feedback        ? 1.0
                      : feedback.spread <= much_moved_feedback ? 2.0
                                                               : 4.0;
  const double reserve = rows_of_estimates() < few_rows ? 2.0 * base : base;
  // Twice the base may be used up where a score is drawn small, as errors of many rows have signs;
  // not where unknowns are rounded to 32 bits.
  for (double& size : problem_.score_size) size /= problem_.fp32_unknowns ? base : 2.0 * base;
  for (double& weight : problem_.error_weight) weight *= reserve;
  for (double& weight : problem_.adjoint.error_weight) weight *= reserve;
}

/// As many rows carry the estimate of the right-hand side that has the fewest.
double Compiler::rows_of_estimates() const {
  const std::size_t rows = problem_.num_rows;
  double fewest = static_cast<double>(rows);
  const auto look_at = [&](const std::vector<double>& weight, const std::vector<double>& x) {
    for (std::size_t begin = 0; begin < weight.size(); begin += rows)
      fewest = std::min(fewest, equal_parts(weight, x, begin, rows));
  };
  look_at(problem_.error_weight, problem_.by_adjoint ? problem_.sum_initial : problem_.initial);
  if (problem_.by_adjoint) look_at(problem_.adjoint.error_weight, problem_.adjoint.initial);
  return fewest;
}

/// t = ω + P t of the static solution, in solving order; of the transpose, that of the adjoints
/// together. Any positive numbers would do: lanes that they do not fit find their own.
std::vector<float> Compiler::static_depths(bool transposed) const {
  const std::uint32_t n = problem_.num_rows;
  std::vector<double> size(n, 0.0);
  if (transposed) {
    for (std::size_t k = 0; k < categories_.size(); ++k) {
      double largest = 0.0;
      for (const double value : adjoint_[k]) largest = std::max(largest, std::abs(value));
      for (std::uint32_t row = 0; row < n && largest > 0.0; ++row)
        size[n - 1 - row] += std::abs(adjoint_[k][node_of_row_[RowId{row}].value]) / largest;
    }
  } else {
    for (const auto& side : sides_) {
      for (std::uint32_t row = 0; row < n; ++row)
        size[row] += std::abs(side[node_of_row_[RowId{row}].value]);
    }
  }
  struct Entry {
    std::uint32_t row, column;
    double share;
  };
  std::vector<Entry> entries;
  std::vector<double> output(n, 0.0);
  for_each_static([&](NodeId row_node, NodeId column_node, double value) {
    std::uint32_t row = row_of_node_[row_node].value, column = row_of_node_[column_node].value;
    if (transposed) {
      const std::uint32_t consumer = column;
      column = n - 1 - row;
      row = n - 1 - consumer;
    }
    const double part = std::abs(value) * size[column];
    if (row == column) {
      output[row] = part;
    } else {
      entries.push_back({row, column, part});
    }
  });
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.row < b.row; });
  std::vector<double> unit(n, acyclic_unit);
  for (const Block& block : transposed ? problem_.adjoint.blocks : problem_.blocks) {
    for (std::uint32_t row = block.begin; row < block.end && block.iterative != 0; ++row)
      unit[row] = 1.0;
  }
  std::vector<double> depth(unit);
  for (int sweep = 0; sweep < depth_sweeps; ++sweep) {
    std::size_t next = 0;
    double change = 0.0;
    for (std::uint32_t row = 0; row < n; ++row) {
      double reach = 0.0;
      for (; next < entries.size() && entries[next].row == row; ++next)
        reach += entries[next].share * depth[entries[next].column];
      double after = unit[row] + (output[row] > 0.0 ? depth_reserve * reach / output[row] : 0.0);
      if (!(after < deepest_static)) after = deepest_static;
      change = std::max(change, std::abs(after - depth[row]) / after);
      depth[row] = after;
    }
    if (change < 1e-3) break;
  }
  return {depth.begin(), depth.end()};
}

/// Whether a number may be drawn so far from its static value that a score feels it: then what the
/// static adjoint says of a lane is worth little. A wide number at the edge of a large system,
/// which carries next to nothing even at its farthest, takes nothing from the estimate.
bool Compiler::has_wide_draws() const {
  for (const Matrix matrix : {Matrix::characterisation, Matrix::normalisation}) {
    if (!is_drawn(matrix)) continue;
    for (const std::uint32_t i : entries(matrix)) {
      const Exchange& e = model_.exchanges[i];
      if (plausible_range(model_, e).is_wide(e.static_value())) return true;
    }
  }
  std::vector<FarExchange> wide;
  for (const Matrix matrix : {Matrix::technosphere, Matrix::biosphere}) {
    if (!is_drawn(matrix)) continue;
    for (const std::uint32_t i : entries(matrix)) {
      const Exchange& e = model_.exchanges[i];
      if (!node_of_[e.process()] || (matrix == Matrix::biosphere && !flow_position_[e.flow()]))
        continue;
      const PlausibleRange range = plausible_range(model_, e);
      if (!range.is_wide(e.static_value())) continue;
      const double end = std::max(std::abs(range.low), std::abs(range.high));
      wide.push_back({&e, range.bounded ? end : std::numeric_limits<double>::infinity()});
    }
  }
  return !wide.empty() && farthest_share(wide) > harmless_reach;
}

/// The largest share of a static score that one of these comes to at the far end of its range;
/// infinite where it has none.
double Compiler::farthest_share(const std::vector<FarExchange>& exchanges) const {
  const std::vector<std::vector<FlowFactor>> factors = factors_of_flows();
  double farthest = 0.0;
  for (std::size_t d = 0; d < demands_.size(); ++d) {
    std::vector<double> size(categories_.size());
    for (std::size_t k = 0; k < size.size(); ++k) size[k] = size_of_score(supply_[d], gross_[d], k);
    for (const auto& [e, far] : exchanges) {
      const double amount =
          far == infinity ? infinity : far * gross_[d][node_of_[e->process()].value];
      const auto look_at = [&](std::size_t k, double score_of_unit) {
        if (score_of_unit == 0.0) return;
        farthest = std::max(farthest,
                            size[k] > 0.0 ? amount * std::abs(score_of_unit) / size[k] : infinity);
      };
      if (e->matrix == Matrix::biosphere) {
        for (const FlowFactor& factor : factors[e->row]) look_at(factor.category, factor.value);
      } else {
        for (std::size_t k = 0; k < size.size(); ++k)
          look_at(k, adjoint_[k][maker_of(e->product()).value]);
      }
    }
  }
  return farthest;
}

/// Of a number, the share that may be drawn with the other sign.
double Compiler::opposed_share(const Exchange& e) const {
  return is_drawn(e.matrix) ? plausible_range(model_, e).opposed(e.static_value()) : 0.0;
}

/// By flow: its factors at typical values, normalised, in the sense of static ones.
std::vector<std::vector<Compiler::FlowFactor>> Compiler::factors_of_flows() const {
  std::vector<double> normalisation(model_.flows.size(),
                                    entries(Matrix::normalisation).empty() ? 1.0 : 0.0);
  std::vector<double> norm_opposed(model_.flows.size(), 0.0);
  for (const std::uint32_t i : entries(Matrix::normalisation)) {
    const Exchange& e = model_.exchanges[i];
    normalisation[e.row] = std::abs(typical_value(e)) * (e.static_value() < 0.0 ? -1.0 : 1.0);
    norm_opposed[e.row] = opposed_share(e);
  }
  std::vector<std::vector<FlowFactor>> factors(model_.flows.size());
  for (const std::uint32_t i : entries(Matrix::characterisation)) {
    const Exchange& e = model_.exchanges[i];
    factors[e.row].push_back({category_position_[e.column], typical_value(e) * normalisation[e.row],
                              opposed_share(e) + norm_opposed[e.row]});
  }
  return factors;
}

/// Whether a score has parts of both signs, or of a sign that is not known, that come to more than
/// a small share of it.
bool Compiler::scores_may_cancel() const {
  const std::vector<std::vector<FlowFactor>> factors = factors_of_flows();
  const std::size_t num_categories = categories_.size();
  for (std::size_t d = 0; d < supply_.size(); ++d) {
    const std::vector<double>& supply = supply_[d];
    std::vector<double> above(num_categories, 0.0), below(num_categories, 0.0),
        either(num_categories, 0.0);
    for (const std::uint32_t i : entries(Matrix::biosphere)) {
      const Exchange& e = model_.exchanges[i];
      const NodeId node = node_of_[e.process()];
      if (!node || factors[e.row].empty()) continue;
      const double amount = typical_value(e) * supply[node.value];
      // A supply that is what purchases leave of credits may change its sign.
      const double amount_opposed =
          gross_[d][node.value] <= 2.0 * std::abs(supply[node.value]) ? opposed_share(e) : 1.0;
      for (const FlowFactor& factor : factors[e.row]) {
        const double part = amount * factor.value;
        (part < 0.0 ? below : above)[factor.category] += std::abs(part);
        either[factor.category] += std::abs(part) * std::min(1.0, amount_opposed + factor.opposed);
      }
    }
    for (std::size_t k = 0; k < num_categories; ++k) {
      const double whole = above[k] + below[k], smaller = std::min(above[k], below[k]);
      const bool harmless =
          smaller <= harmless_share * whole && smaller + either[k] <= harmless_tails * whole;
      if (problem_.certify_always ? smaller + either[k] > 0.0 : !harmless) return true;
    }
  }
  return false;
}

/// What errors are relative to in the weights, and that over what the parts of the score come to in
/// size.
void Compiler::share_scores() {
  problem_.score_size.clear();
  problem_.score_share.clear();
  for (std::size_t d = 0; d < demands_.size(); ++d) {
    for (std::size_t k = 0; k < categories_.size(); ++k) {
      double total = 0.0;
      if (problem_.by_adjoint) {
        for (const auto& entry : demands_[d].entries)
          total += std::abs(adjoint_[k][maker_of(ProductId{entry.product}).value] * entry.amount);
      } else {
        for (std::size_t j = 0; j < supply_[d].size(); ++j)
          total += magnitude_[k][j] * std::abs(supply_[d][j]);
      }
      const double size = size_of_score(supply_[d], gross_[d], k);
      problem_.score_size.push_back(size);
      problem_.score_share.push_back(size > 0.0 && total > 0.0 ? std::min(size / total, 1.0) : 1.0);
    }
  }
}

}  // namespace plume
