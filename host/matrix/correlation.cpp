// SPDX-License-Identifier: Apache-2.0
#include "host/matrix/correlation.hpp"

#include <algorithm>
#include <cmath>

namespace plume {
namespace {

/// Rotates rows and columns p, q so that element (p, q) vanishes.
void rotate(SquareMatrix& a, SquareMatrix& v, std::size_t p, std::size_t q) {
  const double apq = a.at(p, q);
  const double theta = (a.at(q, q) - a.at(p, p)) / (2.0 * apq);
  const double t = (theta >= 0.0 ? 1.0 : -1.0) / (std::abs(theta) + std::sqrt(theta * theta + 1.0));
  const double c = 1.0 / std::sqrt(t * t + 1.0), s = t * c;
  for (std::size_t k = 0; k < a.size; ++k) {
    const double akp = a.at(k, p), akq = a.at(k, q);
    a.at(k, p) = c * akp - s * akq;
    a.at(k, q) = s * akp + c * akq;
  }
  for (std::size_t k = 0; k < a.size; ++k) {
    const double apk = a.at(p, k), aqk = a.at(q, k);
    a.at(p, k) = c * apk - s * aqk;
    a.at(q, k) = s * apk + c * aqk;
  }
  for (std::size_t k = 0; k < a.size; ++k) {
    const double vkp = v.at(k, p), vkq = v.at(k, q);
    v.at(k, p) = c * vkp - s * vkq;
    v.at(k, q) = s * vkp + c * vkq;
  }
}

/// The nearest matrix with no eigenvalue below `floor`.
SquareMatrix clip_eigenvalues(const SquareMatrix& matrix, double floor) {
  const EigenPairs eigen = symmetric_eigen(matrix);
  SquareMatrix result{matrix.size, std::vector<double>(matrix.values.size(), 0.0)};
  for (std::size_t k = 0; k < matrix.size; ++k) {
    const double value = std::max(eigen.values[k], floor);
    for (std::size_t i = 0; i < matrix.size; ++i) {
      for (std::size_t j = 0; j < matrix.size; ++j)
        result.at(i, j) += value * eigen.vectors.at(i, k) * eigen.vectors.at(j, k);
    }
  }
  return result;
}

}  // namespace

EigenPairs symmetric_eigen(SquareMatrix matrix) {
  const std::size_t n = matrix.size;
  EigenPairs result{{}, {n, std::vector<double>(n * n, 0.0)}};
  for (std::size_t i = 0; i < n; ++i) result.vectors.at(i, i) = 1.0;
  constexpr int most_sweeps = 60;
  for (int sweep = 0; sweep < most_sweeps; ++sweep) {
    double off = 0.0, on = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
      on += matrix.at(i, i) * matrix.at(i, i);
      for (std::size_t j = i + 1; j < n; ++j) off += matrix.at(i, j) * matrix.at(i, j);
    }
    if (off <= 1e-32 * on) break;
    for (std::size_t p = 0; p < n; ++p) {
      for (std::size_t q = p + 1; q < n; ++q) {
        if (matrix.at(p, q) != 0.0) rotate(matrix, result.vectors, p, q);
      }
    }
  }
  for (std::size_t i = 0; i < n; ++i) result.values.push_back(matrix.at(i, i));
  return result;
}

double smallest_eigenvalue(const SquareMatrix& symmetric) {
  const EigenPairs eigen = symmetric_eigen(symmetric);
  return *std::min_element(eigen.values.begin(), eigen.values.end());
}

SquareMatrix nearest_correlation(const SquareMatrix& symmetric, double floor) {
  const std::size_t n = symmetric.size;
  SquareMatrix y = symmetric;
  std::vector<double> correction(n * n, 0.0);
  constexpr int most_steps = 1000;
  for (int step = 0; step < most_steps; ++step) {
    SquareMatrix r = y;
    for (std::size_t i = 0; i < n * n; ++i) r.values[i] -= correction[i];
    const SquareMatrix x = clip_eigenvalues(r, floor);
    double change = 0.0;
    for (std::size_t i = 0; i < n * n; ++i) correction[i] = x.values[i] - r.values[i];
    SquareMatrix next = x;
    for (std::size_t i = 0; i < n; ++i) next.at(i, i) = 1.0;
    for (std::size_t i = 0; i < n * n; ++i)
      change = std::max(change, std::abs(next.values[i] - y.values[i]));
    y = next;
    if (change < 1e-12) break;
  }
  // The last projection was onto unit diagonals; a final clip, rescaled to a unit diagonal, leaves
  // no eigenvalue below 0.
  SquareMatrix result = clip_eigenvalues(y, floor);
  std::vector<double> scale(n);
  for (std::size_t i = 0; i < n; ++i) scale[i] = 1.0 / std::sqrt(result.at(i, i));
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double r =
          std::clamp(0.5 * (result.at(i, j) + result.at(j, i)) * scale[i] * scale[j], -1.0, 1.0);
      result.at(i, j) = result.at(j, i) = r;
    }
    result.at(i, i) = 1.0;
  }
  return result;
}

std::vector<double> cholesky(const SquareMatrix& matrix) {
  const std::size_t n = matrix.size;
  SquareMatrix l{n, std::vector<double>(n * n, 0.0)};
  std::vector<double> lower;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = matrix.at(i, j);
      for (std::size_t k = 0; k < j; ++k) sum -= l.at(i, k) * l.at(j, k);
      if (j < i) {
        l.at(i, j) = l.at(j, j) > 0.0 ? sum / l.at(j, j) : 0.0;
      } else {
        constexpr double nothing = 1e-14;  // what rounding leaves of a pivot that is zero
        l.at(i, i) = sum > nothing ? std::sqrt(sum) : 0.0;
      }
      lower.push_back(l.at(i, j));
    }
  }
  return lower;
}

}  // namespace plume
