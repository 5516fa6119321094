// SPDX-License-Identifier: Apache-2.0
// Tables of quantile functions for kernels/random/quantile_table.hpp, made once for each set of
// parameters.
//
// A smooth table is made by halving: over an interval of ln t (t: the distance to an end of (0, 1))
// the quantile, or its logarithm, is interpolated at nine Chebyshev nodes; where it is off by more
// than 1e-11 between them, the interval is halved. So a table has some ten segments of 128 bytes
// for a gamma, a few hundred at the most for shapes near their limits.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "host/model/distribution.hpp"

namespace plume {

class QuantileTables {
 public:
  /// Where the table of y (Shape::continuous) or of the value (Shape::pieces) begins in values().
  struct Place {
    std::uint64_t offset;
    bool smooth;  ///< else rows of pieces
  };
  Place place_of(const Distribution& distribution);

  [[nodiscard]] const std::vector<double>& values() const { return values_; }
  [[nodiscard]] std::vector<double> take() { return std::move(values_); }

 private:
  std::uint64_t append(const std::vector<double>& key, const std::vector<double>& begins,
                       const std::vector<double>& records);

  std::vector<double> values_;
  std::map<std::vector<double>, std::uint64_t> offset_of_;
};

}  // namespace plume
