// SPDX-License-Identifier: Apache-2.0
// The rows of a file that people call a table, told by its content and not by its name: a workbook
// of Excel (.xlsx, .xlsm), else a CSV text. What is neither (an old .xls, an OpenDocument sheet, a
// web page, a PDF) is named, with what to do.
//
//     std::unique_ptr<RowReader> rows = open_table_file("activities.xlsx", "2023", words,
//         findings);
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "host/base/finding.hpp"
#include "host/tables/row_reader.hpp"

namespace plume {

/// `sheet`: of a workbook, "" the first that is not hidden; `words`: names that the header may
/// hold. Null with a finding: E0266 no table by its kind; those of the archive and of the workbook.
/// E0700 where the file cannot be read.
[[nodiscard]] std::unique_ptr<RowReader> open_table_file(const std::filesystem::path& path,
                                                         const std::string& sheet,
                                                         std::span<const std::string> words,
                                                         Findings& findings);

/// What a file is, by its first bytes, where that is no table: "an old Excel workbook (.xls)"; else
/// empty.
[[nodiscard]] std::string kind_that_is_no_table(std::string_view bytes);

}  // namespace plume
