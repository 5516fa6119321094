// SPDX-License-Identifier: Apache-2.0
#include "host/matrix/dense_factors.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace plume {

bool DenseFactors::factor() {
  std::iota(order_.begin(), order_.end(), 0u);
  // Rows are compared by their own sizes: their units differ.
  std::vector<double> size(size_, 0.0);
  for (std::uint32_t i = 0; i < size_; ++i) {
    for (std::uint32_t j = 0; j < size_; ++j) size[i] = std::max(size[i], std::abs(at(i, j).high));
  }
  for (std::uint32_t k = 0; k < size_; ++k) {
    std::uint32_t pivot = k;
    for (std::uint32_t i = k; i < size_; ++i) {
      const double here = std::abs(at(i, k).high) * size[pivot],
                   best = std::abs(at(pivot, k).high) * size[i];
      if (here > best) pivot = i;
    }
    if (at(pivot, k).high == 0.0) return false;
    if (pivot != k) {
      for (std::uint32_t j = 0; j < size_; ++j) std::swap(at(k, j), at(pivot, j));
      std::swap(order_[k], order_[pivot]);
      std::swap(size[k], size[pivot]);
    }
    for (std::uint32_t i = k + 1; i < size_; ++i) {
      if (at(i, k).high == 0.0) continue;
      const DoubleDouble factor = at(i, k) / at(k, k);
      at(i, k) = factor;
      for (std::uint32_t j = k + 1; j < size_; ++j) at(i, j) -= factor * at(k, j);
    }
  }
  return true;
}

void DenseFactors::solve(std::span<DoubleDouble> b) const {
  std::vector<DoubleDouble> x(size_);
  const auto cell = [&](std::uint32_t i, std::uint32_t j) {
    return cell_[std::size_t{i} * size_ + j];
  };
  for (std::uint32_t i = 0; i < size_; ++i) {
    x[i] = b[order_[i]];
    for (std::uint32_t j = 0; j < i; ++j) x[i] -= cell(i, j) * x[j];
  }
  for (std::uint32_t i = size_; i-- > 0;) {
    for (std::uint32_t j = i + 1; j < size_; ++j) x[i] -= cell(i, j) * x[j];
    x[i] = x[i] / cell(i, i);
  }
  std::copy(x.begin(), x.end(), b.begin());
}

}  // namespace plume
