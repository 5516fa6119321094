// SPDX-License-Identifier: Apache-2.0
// Life cycle assessment without anything clever: dense matrices, Gaussian elimination with partial
// pivoting, long double. Two ways in: a model with one value an exchange, or a compiled problem
// with one realisation. The truth for everything else.
//
//     DenseLca(model, demands, categories).scores(static_values(model))      // [demand][category]
//     DenseScores s = dense_scores(problem.view(), realise(problem.view(), ValueType::fp32, 17));
#pragma once

#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <utility>
#include <vector>

#include "host/model/demand_vector.hpp"
#include "host/model/model.hpp"
#include "kernels/api/realisation.hpp"

namespace plume::testing {

using Real = long double;

/// Square, row by row.
class DenseMatrix {
 public:
  explicit DenseMatrix(std::size_t size) : size_(size), value_(size * size, 0) {}
  Real& operator()(std::size_t row, std::size_t column) { return value_[row * size_ + column]; }

  /// x with A x = b. Throws where a pivot is exactly zero.
  [[nodiscard]] std::vector<Real> solve(std::vector<Real> b) const {
    DenseMatrix a = *this;
    for (std::size_t k = 0; k < size_; ++k) {
      std::size_t pivot = k;
      for (std::size_t i = k + 1; i < size_; ++i)
        pivot = std::abs(a(i, k)) > std::abs(a(pivot, k)) ? i : pivot;
      if (a(pivot, k) == 0) throw std::runtime_error("singular");
      for (std::size_t j = 0; j < size_; ++j) std::swap(a(k, j), a(pivot, j));
      std::swap(b[k], b[pivot]);
      for (std::size_t i = k + 1; i < size_; ++i) {
        const Real factor = a(i, k) / a(k, k);
        for (std::size_t j = k; j < size_; ++j) a(i, j) -= factor * a(k, j);
        b[i] -= factor * b[k];
      }
    }
    for (std::size_t k = size_; k-- > 0;) {
      for (std::size_t j = k + 1; j < size_; ++j) b[k] -= a(k, j) * b[j];
      b[k] /= a(k, k);
    }
    return b;
  }

 private:
  std::size_t size_;
  std::vector<Real> value_;
};

// --- from a model
// -------------------------------------------------------------------------------------------------

/// Values by exchange: the static amounts.
inline std::vector<double> static_values(const Model& model) {
  std::vector<double> values;
  for (const Exchange& e : model.exchanges) values.push_back(e.static_value());
  return values;
}

class DenseLca {
 public:
  DenseLca(const Model& model, const std::vector<DemandVector>& demands,
           const std::vector<std::uint32_t>& categories)
      : model_(model), demands_(demands), categories_(categories) {}

  /// [demand][category] for one value an exchange. Flows without a normalisation factor count
  /// nothing if there are any such factors.
  [[nodiscard]] std::vector<double> scores(const std::vector<double>& values) const {
    DenseMatrix a(model_.products.size());
    std::vector<Real> normalisation(model_.flows.size(), 1);
    Real weighting = 1;
    for (const Exchange& e : model_.exchanges) {
      if (e.matrix == Matrix::normalisation) normalisation.assign(model_.flows.size(), 0);
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
      const Exchange& e = model_.exchanges[i];
      if (e.matrix == Matrix::technosphere) a(e.row, e.column) += values[i];
      if (e.matrix == Matrix::normalisation) normalisation[e.row] += values[i];
      if (e.matrix == Matrix::weighting) weighting *= values[i];
    }
    std::vector<double> scores;
    for (const DemandVector& demand : demands_) {
      std::vector<Real> f(model_.products.size(), 0), g(model_.flows.size(), 0);
      for (const auto& entry : demand.entries) f[entry.product] += entry.amount;
      const std::vector<Real> s = a.solve(f);
      for (std::size_t i = 0; i < values.size(); ++i) {
        const Exchange& e = model_.exchanges[i];
        if (e.matrix == Matrix::biosphere) g[e.row] += values[i] * s[e.column];
      }
      for (const std::uint32_t category : categories_) {
        Real h = 0;
        for (std::size_t i = 0; i < values.size(); ++i) {
          const Exchange& e = model_.exchanges[i];
          if (e.matrix == Matrix::characterisation && e.column == category)
            h += values[i] * normalisation[e.row] * g[e.row];
        }
        scores.push_back(static_cast<double>(weighting * h));
      }
    }
    return scores;
  }

 private:
  const Model& model_;
  const std::vector<DemandVector>& demands_;
  const std::vector<std::uint32_t>& categories_;
};

// --- from a compiled problem
// ------------------------------------------------------------------------------------------

struct DenseScores {
  std::vector<double> score;      ///< [demand][category]
  std::vector<double> magnitude;  ///< [demand][category] Σ |contributions| of biosphere entries
  std::vector<double> supply;     ///< [demand][row], scaled
};

inline DenseScores dense_scores(const ProblemView& view, const Realisation& r) {
  DenseMatrix a(view.num_rows);
  for (std::uint32_t row = 0; row < view.num_rows; ++row) {
    a(row, row) += view.diagonal[row];
    for (auto k = view.row_fixed[row]; k < view.row_fixed[row + 1]; ++k)
      a(row, view.fixed_column[k]) += view.fixed_value[k];
    for (auto k = view.row_slot[row]; k < view.row_slot[row + 1]; ++k) {
      const std::uint32_t i = k - view.row_slot[row];
      a(row, view.slot_column != nullptr ? view.slot_column[k] : i < row ? i : i + 1) += r.slots[k];
    }
    for (auto k = view.row_diagonal[row]; k < view.row_diagonal[row + 1]; ++k)
      a(row, row) += r.slots[k];
  }
  DenseScores result;
  for (std::uint32_t demand = 0; demand < view.num_demands; ++demand) {
    std::vector<Real> f(view.num_rows, 0);
    if (view.adjoint.num_right_sides > 0) {
      for (auto i = view.demand_begin[demand]; i < view.demand_begin[demand + 1]; ++i)
        f[view.demand_row[i]] += view.demand_value[i];
    } else {
      const double* side = view.right_side + std::size_t{demand} * view.num_rows;
      f.assign(side, side + view.num_rows);
    }
    const std::vector<Real> x = a.solve(f);
    result.supply.insert(result.supply.end(), x.begin(), x.end());
    std::vector<Real> g(view.num_flows, 0), size(view.num_flows, 0);
    const auto add = [&](std::uint32_t flow, std::uint32_t row, double value) {
      g[flow] += value * x[row];
      size[flow] += std::abs(value * x[row]);
    };
    for (std::uint32_t i = 0; i < view.num_bio_fixed; ++i)
      add(view.bio_fixed[i].flow, view.bio_fixed[i].row, view.bio_fixed_value[i]);
    std::size_t next = 0;
    const auto add_draws = [&](const auto& draws, std::uint32_t count) {
      for (std::uint32_t i = 0; i < count; ++i)
        add(draws[i].target, draws[i].row, r.biosphere[next++]);
    };
    add_draws(view.biosphere.lognormal, view.biosphere.num_lognormal);
    add_draws(view.biosphere.normal, view.biosphere.num_normal);
    add_draws(view.biosphere.wide, view.biosphere.num_wide);
    for (std::uint32_t i = 0; i < view.num_bio_slots; ++i)
      add(view.bio_slot[i].flow, view.bio_slot[i].row, r.bio_slots[i]);
    for (std::uint32_t category = 0; category < view.num_categories; ++category) {
      Real h = 0, magnitude = 0;
      for (auto i = view.category_entry[category]; i < view.category_entry[category + 1]; ++i) {
        Real factor =
            view.entry_slot[i] == no_slot ? view.entry_value[i] : r.factors[view.entry_slot[i]];
        if (view.entry_normalisation != nullptr) factor *= r.factors[view.entry_normalisation[i]];
        if (view.weighting_slot != no_slot) factor *= r.factors[view.weighting_slot];
        h += factor * g[view.entry_flow[i]];
        magnitude += std::abs(factor) * size[view.entry_flow[i]];
      }
      result.score.push_back(static_cast<double>(h));
      result.magnitude.push_back(static_cast<double>(magnitude));
    }
  }
  return result;
}

}  // namespace plume::testing
