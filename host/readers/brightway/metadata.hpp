// SPDX-License-Identifier: Apache-2.0
// datapackage.json: what a package holds, before any array is read. Resources are brought together
// by group, in the order in which the groups first appear, as Brightway does.
//
// Says what is wrong with the file itself (E0301-E0303, E0311, E0317, E0318), what will not be read
// (W0330-W0332) and what has no effect (N0340, N0341).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/archive/archive.hpp"
#include "host/base/finding.hpp"
#include "host/model/model.hpp"

namespace plume {

struct NpyResource {
  std::string name;  ///< of the resource, as messages show it
  std::string path;  ///< in the archive
  std::optional<std::int64_t> num_rows;
};

enum class GroupCategory : std::uint8_t { vector, array };

/// The resources of one group: all that describes one set of matrix entries.
struct GroupMetadata {
  std::string name;
  Matrix matrix = Matrix::technosphere;
  GroupCategory category = GroupCategory::vector;
  std::optional<NpyResource> indices, data, distributions, flip, rescale, reference;
  std::string identifier;  ///< parts joined by " | "; empty if not given
  std::optional<std::int64_t> global_index;
};

struct PackageMetadata {
  std::string name;
  std::string id;  ///< the name, or else the path, where none is given
  bool sum_intra_duplicates = true;
  bool sum_inter_duplicates = false;
  ColumnOrder order = ColumnOrder::random;
  bool only_characterisation = false;  ///< no group of a matrix read is for another
  bool complete = true;                ///< false: groups were left out because of errors
  std::vector<GroupMetadata> groups;   ///< those that can be read
};

/// Nothing where the file is not there or is no package; the findings say why.
[[nodiscard]] std::optional<PackageMetadata> read_metadata(const Archive& archive,
                                                           Findings& findings);

}  // namespace plume
