// SPDX-License-Identifier: Apache-2.0
// The arrays of one group, read and checked against each other: what is returned has a row for each
// index, numbers of allowed types, no negative ids and no unknown distributions. What is wrong is
// E0304-E0310, E0312 or E0319.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "host/archive/archive.hpp"
#include "host/base/finding.hpp"
#include "host/model/uncertainty.hpp"
#include "host/readers/brightway/metadata.hpp"

namespace plume {

struct GroupData {
  std::vector<std::int64_t> rows, columns;  ///< ids
  /// vector: one an element; array: [row][column]; may hold NaN
  std::vector<double> values;
  std::size_t num_columns = 1;             ///< of an array
  std::vector<Uncertainty> distributions;  ///< empty where the group has none
  std::vector<std::int64_t> flip;          ///< empty, or not 0 where the sign turns
  std::vector<double> rescale;             ///< empty, or factors
  /// empty, or not 0 where an entry is its process's reference product
  std::vector<std::int64_t> reference;

  [[nodiscard]] std::size_t size() const { return rows.size(); }
};

/// A vector group without `data` gets the medians of its distributions as values (N0343), as does
/// an element whose data is NaN beside a distribution (W0337).
[[nodiscard]] std::optional<GroupData> read_group(const Archive& archive,
                                                  const GroupMetadata& group, Findings& findings);

}  // namespace plume
