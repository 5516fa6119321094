// SPDX-License-Identifier: Apache-2.0
// How far draws may move the feedback of a system: whether the static adjoint, which estimates of
// errors are made of, tells anything of a lane's own.
//
//     P_ij = |a_ij| x_j / (|a_ii| x_i) within a cyclic block,   t = 1 + P t
//             (the mean number of steps before a product leaves it)
//
// Where P changes by δP, t changes by (I − P)⁻¹ δP t to first order. With independent draws of
// relative spread σ_ij,
//
//     var t_i ≈ Σ_k G_ik² s_k,   s_k = Σ_j (σ_kj P_kj t_j)²,   G = (I − P)⁻¹
//
// of which the square root over t_i is small where feedback is weak or is carried by many numbers,
// and large where a single cycle near one carries it. G is never made: the sum is the mean of z_i²
// over z = G diag(√s) ε with random signs ε. Where numbers are drawn together, ε is 1 everywhere. A
// row counts with the share of a score that passes its product: a cycle at the edge of a large
// system may do what it likes.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <random>

#include "host/base/constants.hpp"
#include "host/compile/compiler.hpp"
#include "host/compile/plausible_range.hpp"
#include "host/matrix/row_matrix.hpp"

namespace plume {
namespace {

/// vectors ε: their mean square is within a third or so of the variance
constexpr std::size_t num_signs = 16;
constexpr int most_sweeps = 60;
constexpr double enough = 1e-3;  ///< of change in a sweep
constexpr double deepest = 1e4;  ///< beyond it nothing more is asked

using Signs = std::array<double, num_signs>;

struct Feedback {
  std::vector<std::uint32_t> block_of;  ///< by row; no_index outside
  RowMatrix share;                      ///< P of all cyclic blocks, without a diagonal
};

std::vector<std::uint32_t> cyclic_block_of(const Problem& problem) {
  std::vector<std::uint32_t> block_of(problem.num_rows, no_index);
  for (std::uint32_t b = 0; b < problem.blocks.size(); ++b) {
    const Block& block = problem.blocks[b];
    if (block.iterative != 0) std::fill(&block_of[block.begin], &block_of[block.end - 1] + 1, b);
  }
  return block_of;
}

/// t = 1 + P t; empty where it is beyond `deepest`.
std::vector<double> steps_in(const Feedback& feedback) {
  std::vector<double> steps(feedback.block_of.size(), 1.0);
  for (int sweep = 0; sweep < most_sweeps; ++sweep) {
    double change = 0.0;
    for (std::uint32_t row = 0; row < steps.size(); ++row) {
      double after = 1.0;
      feedback.share.for_each(
          row, [&](std::uint32_t column, double share) { after += share * steps[column]; });
      if (!(after < deepest)) return {};
      change = std::max(change, std::abs(after - steps[row]) / after);
      steps[row] = after;
    }
    if (change < enough) break;
  }
  return steps;
}

/// Root of the mean of z², z = G diag(pushed) ε, over t, by row.
std::vector<double> spread_of(const Feedback& feedback, const std::vector<double>& steps,
                              const std::vector<double>& pushed, bool together) {
  const std::size_t n = steps.size();
  std::mt19937_64 random(1);  // the engine alone: distributions differ from library to library
  std::vector<Signs> kick(n), moved(n);
  for (std::size_t row = 0; row < n; ++row) {
    const std::uint64_t bits = random();
    for (std::size_t v = 0; v < num_signs; ++v)
      kick[row][v] = pushed[row] * (together || (bits >> v & 1) != 0 ? 1.0 : -1.0);
  }
  for (int sweep = 0; sweep < most_sweeps; ++sweep) {
    double change = 0.0;
    for (std::uint32_t row = 0; row < n; ++row) {
      if (feedback.block_of[row] == no_index) continue;
      Signs after = kick[row];
      feedback.share.for_each(row, [&](std::uint32_t column, double share) {
        for (std::size_t v = 0; v < num_signs; ++v) after[v] += share * moved[column][v];
      });
      for (std::size_t v = 0; v < num_signs; ++v)
        change = std::max(change, std::abs(after[v] - moved[row][v]) / steps[row]);
      moved[row] = after;
    }
    if (change < enough) break;
  }
  std::vector<double> spread(n, 0.0);
  for (std::size_t row = 0; row < n; ++row) {
    double square = 0.0;
    for (const double z : moved[row]) square += z * z;
    spread[row] = std::sqrt(square / num_signs) / steps[row];
  }
  return spread;
}

}  // namespace

Compiler::FeedbackSpread Compiler::feedback_spread() const {
  const std::uint32_t n = problem_.num_rows;
  std::vector<double> size(n, 0.0), output(n, 0.0);
  for (const auto& side : sides_) {
    for (std::uint32_t row = 0; row < n; ++row)
      size[row] += std::abs(side[node_of_row_[RowId{row}].value]);
  }
  std::vector<Triplet> cells;
  Feedback feedback{cyclic_block_of(problem_), {}};
  const auto in_cycle = [&](std::uint32_t row, std::uint32_t column) {
    return feedback.block_of[row] != no_index &&
           feedback.block_of[row] == feedback.block_of[column];
  };
  for_each_static([&](NodeId row_node, NodeId column_node, double value) {
    const std::uint32_t row = row_of_node_[row_node].value,
                        column = row_of_node_[column_node].value;
    if (row == column) {
      output[row] = std::abs(value) * size[row];
    } else if (in_cycle(row, column)) {
      cells.push_back({row, column, std::abs(value) * size[column]});
    }
  });
  // Each row by its columns, whatever the order of the nodes.
  std::sort(cells.begin(), cells.end(),
            [](const Triplet& a, const Triplet& b) { return a.column < b.column; });
  for (Triplet& cell : cells)
    cell.value = output[cell.row] > 0.0 ? cell.value / output[cell.row] : 0.0;
  feedback.share = RowMatrix::from_cells(cells, std::vector<double>(n, 0.0));
  const std::vector<double> steps = steps_in(feedback);
  if (steps.empty()) return {infinity, infinity};

  // What the draws of each row do to it.
  const Dependence& dependence = model_.dependence;
  const bool together = !dependence.copulas.empty() || !dependence.switches.empty() ||
                        std::any_of(dependence.shared_key.begin(), dependence.shared_key.end(),
                                    [](std::uint64_t key) { return key != 0; });
  std::vector<double> pushed(n, 0.0);
  for (const std::uint32_t i : entries(Matrix::technosphere)) {
    const Exchange& e = model_.exchanges[i];
    if (!is_drawn(Matrix::technosphere) || !node_of_[e.process()] || !process_of_[e.product()] ||
        !maker_of(e.product()))
      continue;
    const std::uint32_t row = row_of_node_[maker_of(e.product())].value;
    const std::uint32_t column = row_of_node_[node_of_[e.process()]].value;
    if (!in_cycle(row, column) || !(output[row] > 0.0)) continue;
    const double moved =
        plausible_range(model_, e).spread(e.static_value()) * size[column] / output[row];
    const double push = moved * (row == column ? steps[row] - 1.0 : steps[column]);
    pushed[row] += together ? push : push * push;
  }
  if (!together) {
    for (double& push : pushed) push = std::sqrt(push);
  }
  const std::vector<double> spread = spread_of(feedback, steps, pushed, together);
  const std::vector<double> share = shares_through();
  FeedbackSpread worst;
  for (std::uint32_t row = 0; row < n; ++row) {
    if (feedback.block_of[row] == no_index) continue;
    worst.spread = std::max(worst.spread, share[node_of_row_[RowId{row}].value] * spread[row]);
    worst.steps = std::max(worst.steps, share[node_of_row_[RowId{row}].value] * steps[row]);
  }
  return worst;
}

/// By node: of the score of which most passes this product, the share; 1 and more where all of it
/// does.
std::vector<double> Compiler::shares_through() const {
  std::vector<double> most(static_matrix_.size, 0.0);
  for (std::size_t d = 0; d < demands_.size(); ++d) {
    for (std::size_t k = 0; k < categories_.size(); ++k) {
      const double score = size_of_score(supply_[d], gross_[d], k);
      for (std::size_t node = 0; node < most.size() && score > 0.0; ++node) {
        const double through =
            std::abs(adjoint_[k][node] * supply_[d][node] * static_diagonal_[node]);
        most[node] = std::max(most[node], through / score);
      }
    }
  }
  return most;
}

}  // namespace plume
