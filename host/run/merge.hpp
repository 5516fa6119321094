// SPDX-License-Identifier: Apache-2.0
// One result from the parts of a run: of the shards of a job array, from one folder or from
// several.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "host/base/finding.hpp"
#include "host/store/result.hpp"

namespace plume {

struct MergeReport {
  ResultHeader header;
  ResultTotals totals;
  std::vector<Summary> summaries;
  std::size_t num_parts = 0;
  Findings findings;     ///< warnings
  bool removed = false;  ///< the parts lay in the result's own folder, which is gone
};

/// `operands`: folders of parts, or parts in such folders. Throws BadInput with all that forbids it
/// (parts of different runs, a result path that is one of them or holds somebody's file, which
/// `force` lets go; every range that is missing, what only `plume run --resume` can finish), Error
/// where a file cannot be read or written.
[[nodiscard]] MergeReport merge_parts(const std::vector<std::filesystem::path>& operands,
                                      const std::filesystem::path& result,
                                      const std::string& command, bool force = false);

}  // namespace plume
