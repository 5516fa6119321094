// SPDX-License-Identifier: Apache-2.0
// What an error in x means for the scores, and the rows that acceleration mixes.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "host/compile/compiler.hpp"

namespace plume {
namespace {

/// Acceleration mixes at least so many rows of a block, and twice as many as feed strongly back to earlier ones.
constexpr std::uint32_t min_monitored_rows = 2000;
constexpr double strong_feedback = 0.05;  ///< a row takes this share of an earlier row's output
/// The weights use the static adjoint; a lane's own is larger where its feedback is. Measured up to 4.3 times the estimate at a
/// spectral radius of 0.97, 1.5 times elsewhere.
constexpr double safety = 4.5;
constexpr double sign_share = 0.01;  ///< a row carrying this share of a score must keep its sign

}  // namespace

/// After a sweep only the readers that stand before their supplier still hold its old value. With the adjoint λ, a change Δ_j of x_j in
/// the last sweep leaves an error of h_k of at most Σ_j |Δ_j| Σ_{i before j} |λ_ki a_ij|.
void Compiler::weigh_errors() {
  const std::uint32_t n = problem_.num_rows;
  const std::size_t num_demands = demands_.size(), num_categories = categories_.size();
  problem_.error_weight.assign(n * num_demands, 0.0);
  std::vector<double> contribution(n * num_demands, 0.0);  // largest share of a score that a row carries
  std::vector<double> stale(n);
  std::vector<double> scaled_diagonal(n, 0.0);
  for_each_static([&](std::uint32_t row, std::uint32_t column, double value) {
    if (row == column) {
      const std::uint32_t r = row_of_node_[row];
      scaled_diagonal[r] = std::abs(std::ldexp(value, row_scale_[r] + problem_.row_exponent[r]));
    }
  });
  struct StaleReader {
    std::uint32_t row_node, column;
    double size;
  };
  std::vector<StaleReader> readers;
  for (const std::uint32_t i : entries(Matrix::technosphere)) {
    const Exchange& e = model_.exchanges[i];
    if (node_of_[e.column] == no_index) continue;
    const std::uint32_t row_node = node_of_[process_of_[e.row]], column = row_of_node_[node_of_[e.column]];
    if (row_of_node_[row_node] >= column) continue;
    readers.push_back({row_node, column, std::abs(std::ldexp(typical_value(e), problem_.row_exponent[column]))});
  }
  for (std::size_t k = 0; k < num_categories; ++k) {
    std::fill(stale.begin(), stale.end(), 0.0);
    for (const StaleReader& reader : readers)
      stale[reader.column] += std::abs(adjoint_[k][reader.row_node]) * reader.size;
    for (std::size_t d = 0; d < num_demands; ++d) {
      double size = size_of_score(d, k);
      // No static score to measure by: changes of x, which is scaled to O(1), count as they are.
      if (!(size > 0.0)) size = *std::max_element(stale.begin(), stale.end());
      if (!(size > 0.0)) continue;
      for (std::uint32_t row = 0; row < n; ++row) {
        double& weight = problem_.error_weight[d * n + row];
        weight = std::max(weight, safety * stale[row] / size);
        // In scaled rows the adjoint is λ / 2^row_scale; times the scaled diagonal it is the score per unit of x.
        const double per_unit =
            std::abs(std::ldexp(adjoint_[k][node_of_row_[row]], -row_scale_[row])) * scaled_diagonal[row];
        contribution[d * n + row] = std::max(contribution[d * n + row], per_unit / size);
      }
    }
  }
  std::vector<double> feedback(n, 0.0);  // largest share of an earlier row's output that a row takes
  for (const StaleReader& reader : readers) {
    const std::uint32_t row = row_of_node_[reader.row_node];
    const double output = std::ldexp(scaled_diagonal[row], -row_scale_[row]) *
                          std::ldexp(largest_supply_[reader.row_node], -problem_.row_exponent[row]);
    const double taken =
        reader.size * std::ldexp(largest_supply_[node_of_row_[reader.column]], -problem_.row_exponent[reader.column]);
    if (output > 0.0) feedback[reader.column] = std::max(feedback[reader.column], taken / output);
  }
  choose_monitored(feedback);
  problem_.sign_begin.assign(1, 0);
  for (std::size_t d = 0; d < num_demands; ++d) {
    for (std::uint32_t row = 0; row < n; ++row) {
      if (contribution[d * n + row] * std::abs(problem_.initial[d * n + row]) >= sign_share)
        problem_.sign_row.push_back(row);
    }
    problem_.sign_begin.push_back(static_cast<std::uint32_t>(problem_.sign_row.size()));
  }
}

/// The rows that acceleration mixes: those whose old values, read by earlier rows, matter most for the scores; and before them those
/// that feed back strongly, however little they matter: where a draw drives such a cycle beyond one, only mixing its rows holds it.
/// On a model of 100,000 processes whose cyclic block has 52,000 rows, the 2,000 that matter most left 2 of 64 lanes unsolved after
/// 60 sweeps, and so did the 25,000 that matter most; with the 2,100 rows of strong feedback none was left, after 17 sweeps.
void Compiler::choose_monitored(const std::vector<double>& feedback) {
  const std::uint32_t n = problem_.num_rows;
  for (Block& block : problem_.blocks) {
    block.monitor_begin = problem_.num_monitored;
    if (block.iterative != 0) {
      const auto strong =
          static_cast<std::uint32_t>(std::count_if(feedback.begin() + block.begin, feedback.begin() + block.end,
                                                   [](double share) { return share >= strong_feedback; }));
      problem_.num_monitored += std::min(block.end - block.begin, std::max(min_monitored_rows, 2 * strong));
    }
    block.monitor_end = problem_.num_monitored;
    problem_.max_monitored = std::max(problem_.max_monitored, block.monitor_end - block.monitor_begin);
  }
  std::vector<std::uint32_t> rows;
  for (std::size_t d = 0; d < demands_.size(); ++d) {
    const double* weight = problem_.error_weight.data() + d * n;
    const double* initial = problem_.initial.data() + d * n;
    for (const Block& block : problem_.blocks) {
      if (block.iterative == 0) continue;
      rows.resize(block.end - block.begin);
      std::iota(rows.begin(), rows.end(), block.begin);
      const auto share = [&](std::uint32_t row) { return weight[row] * std::abs(initial[row]); };
      std::stable_sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
        const bool a_strong = feedback[a] >= strong_feedback, b_strong = feedback[b] >= strong_feedback;
        return a_strong != b_strong ? a_strong : share(a) > share(b);
      });
      rows.resize(block.monitor_end - block.monitor_begin);
      std::sort(rows.begin(), rows.end());
      for (const std::uint32_t row : rows) {
        problem_.monitored_row.push_back(row);
        problem_.monitored_weight.push_back(weight[row] * weight[row]);
      }
    }
  }
}

}  // namespace plume
