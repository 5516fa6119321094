// SPDX-License-Identifier: Apache-2.0
// Plume's own plain package: a folder or zip of CSV tables that a person can write in a
// spreadsheet. docs/plain-package.md.
#pragma once

#include <cstdint>

#include "host/archive/archive.hpp"
#include "host/base/finding.hpp"
#include "host/model/builder.hpp"
#include "host/readers/plain_package/formulas.hpp"
#include "host/readers/plain_package/package_files.hpp"

namespace plume {

/// Whether the archive looks like a plain package (it holds exchanges.csv, processes.csv or
/// factors.csv at its root, in any case).
[[nodiscard]] bool is_package(const Archive& archive);

/// Adds the package to the model, and returns its formulas, which are not worked out yet. `source`
/// indexes model.sources. Findings: codes 021x-029x, each with file:line:column.
PackageFormulas read_package(const Archive& archive, std::uint16_t source, ModelBuilder& builder,
                             Findings& findings);

/// The same from any set of texts.
PackageFormulas read_package(const PackageFiles& files, std::uint16_t source, ModelBuilder& builder,
                             Findings& findings);

}  // namespace plume
