// SPDX-License-Identifier: Apache-2.0
#include "host/matrix/correlation.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace plume::correlation_test {
namespace {

SquareMatrix matrix_of(std::size_t n, std::vector<double> values) { return {n, std::move(values)}; }

double distance(const SquareMatrix& a, const SquareMatrix& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.values.size(); ++i)
    sum += (a.values[i] - b.values[i]) * (a.values[i] - b.values[i]);
  return std::sqrt(sum);
}

TEST(SymmetricEigen, OfAKnownMatrix) {
  // 2 on the diagonal, −1 beside it: 2 − 2 cos(kπ/4), k = 1, 2, 3.
  const EigenPairs eigen = symmetric_eigen(matrix_of(3, {2, -1, 0, -1, 2, -1, 0, -1, 2}));
  double product = 1.0, sum = 0.0;
  for (const double value : eigen.values) product *= value, sum += value;
  EXPECT_NEAR(sum, 6.0, 1e-14);
  EXPECT_NEAR(product, 4.0, 1e-13);
  EXPECT_NEAR(smallest_eigenvalue(matrix_of(3, {2, -1, 0, -1, 2, -1, 0, -1, 2})),
              2.0 - std::sqrt(2.0), 1e-14);
  for (std::size_t k = 0; k < 3; ++k) {
    const double first = 2.0 * eigen.vectors.at(0, k) - eigen.vectors.at(1, k);
    EXPECT_NEAR(first, eigen.values[k] * eigen.vectors.at(0, k), 1e-14);
  }
}

TEST(NearestCorrelation, OfHighamsExample) {
  // Higham (2002), section 4: tridiagonal ones. The nearest correlation matrix has 0.7607 beside
  // the diagonal and 0.1573 in the corner.
  const SquareMatrix given = matrix_of(3, {1, 1, 0, 1, 1, 1, 0, 1, 1});
  EXPECT_LT(smallest_eigenvalue(given), -0.4);
  const SquareMatrix nearest = nearest_correlation(given, 1e-10);
  EXPECT_NEAR(nearest.at(0, 1), 0.7607, 5e-5);
  EXPECT_NEAR(nearest.at(1, 2), 0.7607, 5e-5);
  EXPECT_NEAR(nearest.at(0, 2), 0.1573, 5e-5);
  EXPECT_EQ(nearest.at(1, 1), 1.0);
  EXPECT_NEAR(distance(given, nearest), 0.5278, 5e-5) << "as published";
  EXPECT_GE(smallest_eigenvalue(nearest), 0.0);
}

TEST(NearestCorrelation, LeavesACorrelationMatrixAlone) {
  const SquareMatrix given = matrix_of(3, {1, 0.5, -0.2, 0.5, 1, 0.3, -0.2, 0.3, 1});
  EXPECT_LT(distance(given, nearest_correlation(given, 1e-10)), 1e-12);
}

TEST(Cholesky, IsTheRootOfTheMatrix) {
  const SquareMatrix given = matrix_of(3, {1, 0.5, -0.2, 0.5, 1, 0.3, -0.2, 0.3, 1});
  const std::vector<double> l = cholesky(given);
  ASSERT_EQ(l.size(), 6u);
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = 0.0;
      for (std::size_t k = 0; k <= j; ++k) sum += l[i * (i + 1) / 2 + k] * l[j * (j + 1) / 2 + k];
      EXPECT_NEAR(sum, given.at(i, j), 1e-15);
    }
  }
}

TEST(Cholesky, OfADimensionThatAnotherDetermines) {
  const std::vector<double> l = cholesky(matrix_of(3, {1, 1, 0.5, 1, 1, 0.5, 0.5, 0.5, 1}));
  EXPECT_EQ(l[1], 1.0);
  EXPECT_EQ(l[2], 0.0);
  EXPECT_NEAR(l[3] * l[3] + l[4] * l[4] + l[5] * l[5], 1.0, 1e-15);
  EXPECT_EQ(l[4], 0.0);
}

}  // namespace
}  // namespace plume::correlation_test
