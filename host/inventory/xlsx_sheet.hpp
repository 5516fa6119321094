// SPDX-License-Identifier: Apache-2.0
// One sheet of an XLSX workbook as a table of texts. Formulas count with the value that the spreadsheet stored; a cell with an error value
// (#REF!) is a finding. Numbers keep the digits of the file. Places count rows and columns of the sheet.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "host/base/finding.hpp"
#include "host/inventory/sheet.hpp"

namespace plume {

/// `sheet`: its name; empty: the first. E0700 not readable, E0704 no such sheet, E0705 a cell that holds an error.
[[nodiscard]] std::optional<Sheet> read_xlsx_sheet(const std::filesystem::path& path, const std::string& sheet,
                                                   Findings& findings);

}  // namespace plume
