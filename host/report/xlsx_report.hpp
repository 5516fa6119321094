// SPDX-License-Identifier: Apache-2.0
// A document as an Excel workbook (ECMA-376, SpreadsheetML): a sheet a section, its tables and
// texts one below the other, figures as the numbers they are drawn from. Numbers are exact, and
// shown as rounded as everywhere else; texts are texts, also those that begin with = + - @.
// docs/decisions/0011-own-xlsx.md says why this is our own.
#pragma once

#include <string>

#include "host/report/document.hpp"

namespace plume {

[[nodiscard]] std::string xlsx_report(const Document& document);

/// The number format by which a spreadsheet shows the cell as shown() does: "0.000", "0.00E+00",
/// "0.0 %".
[[nodiscard]] std::string number_format(const Cell& cell);

}  // namespace plume
