// SPDX-License-Identifier: Apache-2.0
// One cell of a CSV table as RFC 4180 quotes it.
#pragma once

#include <string>

namespace plume {

/// In quotes where it holds a comma, a quote or a line end; the text stays as it is.
[[nodiscard]] std::string csv_quoted(const std::string& text);

/// Of a name that others wrote: valid UTF-8, and no formula for a spreadsheet. csv_cell("=1+1") == "'=1+1"
[[nodiscard]] std::string csv_cell(const std::string& name);

}  // namespace plume
