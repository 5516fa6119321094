// SPDX-License-Identifier: Apache-2.0
// Static scores of one unit of every process of a model, without the compiler of problems: Gauss
// and Seidel's sweeps on
//     A^T λ = B^T C^T,   λ_j = (c_j − Σ_{i≠j} a_ij λ_i) / a_jj
// for models whose rows and columns have one order, as linked ones have. Productive systems
// converge.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "host/model/model.hpp"

namespace plume::testing {

/// [process][category]
inline std::vector<std::vector<double>> static_scores(const Model& model) {
  const std::size_t n = model.processes.size(), categories = model.categories.size();
  using Entries = std::vector<std::pair<std::uint32_t, double>>;
  std::vector<double> diagonal(n, 0.0);
  std::vector<Entries> columns(n), factors(model.flows.size());
  std::vector<std::vector<double>> direct(n, std::vector<double>(categories, 0.0));
  for (const Exchange& e : model.exchanges)
    if (e.matrix == Matrix::characterisation)
      factors[e.row].emplace_back(e.column, e.static_value());
  for (const Exchange& e : model.exchanges) {
    if (e.matrix == Matrix::technosphere && e.row == e.column)
      diagonal[e.column] += e.static_value();
    if (e.matrix == Matrix::technosphere && e.row != e.column)
      columns[e.column].emplace_back(e.row, e.static_value());
    if (e.matrix == Matrix::biosphere)
      for (const auto& [k, factor] : factors[e.row])
        direct[e.column][k] += factor * e.static_value();
  }
  std::vector<std::vector<double>> scores(n, std::vector<double>(categories, 0.0));
  double change = 1.0;
  for (int sweep = 0; sweep < 5000 && change > 1e-16; ++sweep) {
    change = 0.0;
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t k = 0; k < categories; ++k) {
        double value = direct[j][k];
        for (const auto& [i, amount] : columns[j]) value -= amount * scores[i][k];
        value /= diagonal[j];
        if (value != 0.0)
          change = std::max(change, std::abs(value - scores[j][k]) / std::abs(value));
        scores[j][k] = value;
      }
    }
  }
  return scores;
}

}  // namespace plume::testing
