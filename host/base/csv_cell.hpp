// SPDX-License-Identifier: Apache-2.0
// One cell of a CSV table as RFC 4180 quotes it; of names that others wrote, harmless in a terminal
// and in a spreadsheet.
//
//     csv += csv_cell(flow.name) + ',' + format_exact(amount) + '\n';
#pragma once

#include <string>
#include <string_view>

namespace plume {

/// In quotes where it holds a comma, a quote or a line end; the text stays as it is.
[[nodiscard]] std::string csv_quoted(std::string_view text);

/// Of a name that others wrote: printable (host/base/printable.hpp), and no formula.
/// csv_cell("=1+1") == "'=1+1"
[[nodiscard]] std::string csv_cell(std::string_view name);

}  // namespace plume
