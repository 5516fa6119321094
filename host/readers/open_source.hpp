// SPDX-License-Identifier: Apache-2.0
// Opening what a path leads to, whatever it is: a folder, a zip, a zip inside a zip, a file inside
// a zip, or one file, which becomes an archive of that file alone. Files of programs that Plume
// cannot read are refused with the sentence that says what to export instead (E0832): 7z archives,
// openLCA databases (.zolca), SimaPro databases and exports (.spx), workbooks of Excel 97 (.xls).
//
//     open_source("db.zip", findings);                      // the zip
//     open_source("refdata.zip/mappings/m.csv", findings);  // an archive that holds m.csv
#pragma once

#include <filesystem>
#include <optional>

#include "host/archive/archive.hpp"
#include "host/base/finding.hpp"

namespace plume {

[[nodiscard]] std::optional<Archive> open_source(const std::filesystem::path& path,
                                                 Findings& findings);

/// Whether the path exists, or leads into a zip that does.
[[nodiscard]] bool source_exists(const std::filesystem::path& path);

}  // namespace plume
