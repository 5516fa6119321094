// SPDX-License-Identifier: Apache-2.0
// Two small tables as kernels/random/quantile_table.hpp reads them: made by hand, so that the
// kernels' tests need no host.
#pragma once

#include <cmath>
#include <vector>

#include "kernels/api/problem_view.hpp"

namespace plume::testing {

/// x = √u below ½ (e^{½ ln t}), 2 − (1 − u) at ½ … ¾ as a polynomial in d, and ln(1 / (1 − u)) + 2
/// above.
inline std::vector<double> smooth_table() {
  const double ln2 = std::log(2.0);
  std::vector<double> table = {4.0, 0.0, 0.5, 0.75, 2.0};
  const auto record = [&](std::vector<double> fields, std::vector<double> p) {
    p.resize(smooth_degree + 1, 0.0);
    table.insert(table.end(), fields.begin(), fields.end());
    table.insert(table.end(), p.begin(), p.end());
  };
  // ln t from −33 ln 2 to −ln 2: middle −17 ln 2, half width 16 ln 2.
  record({0.0, 1.0, 1.0 / (16 * ln2), 17.0 / 16, 0.0, 0.0, 1.0}, {-8.5 * ln2, 8.0 * ln2});
  // e^{ln t} as the Taylor series of degree 8 around the middle of −2 ln 2 … −ln 2: 2 − t.
  std::vector<double> series;
  double term = std::exp(-1.5 * ln2);
  for (int k = 0; k <= smooth_degree; ++k) {
    series.push_back(term);
    term *= 0.5 * ln2 / (k + 1);
  }
  record({1.0, -1.0, 2.0 / ln2, 3.0, 2.0, -1.0, 0.0}, series);
  record({1.0, -1.0, 2.0 / (31 * ln2), 35.0 / 31, 2.0, -1.0, 0.0}, {-17.5 * ln2, 15.5 * ln2});
  record({0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0}, {});
  return table;
}

/// A step of 5, then a rise from 1 to 3, then one of −2.
inline std::vector<double> piece_table() {
  return {4.0,  0.0, 0.25, 0.75, 2.0,  0.0,  5.0, 0.0, 0.0,  // count, begins, first record
          0.25, 1.0, 4.0,  0.0,  0.75, -2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0};
}

}  // namespace plume::testing
