// SPDX-License-Identifier: Apache-2.0
// The one way out for words that others wrote: names, units, paths, keys, messages of libraries. A
// model, a study or a result may come from anywhere, and what it holds reaches terminals, tables
// and spreadsheets, which all obey some characters: escape sequences move the cursor, set titles or
// colours, bidirectional marks show a text in another order than it is read, line ends write lines
// of their own, and spreadsheets compute what begins like a formula (CWE-150, CWE-1236,
// CVE-2021-42574).
//
//     err << printable(path) << "\n";               // "a\x1B[31mb" is printed as "a [31mb"
//     // host/base/csv_cell.hpp, which uses both functions below
//     csv += csv_cell(name) + ",";
//
// Findings and every line of the command line's end go through printable(), too
// (host/base/finding.hpp, host/cli/program.cpp).
#pragma once

#include <string>
#include <string_view>

namespace plume {

/// Whether a terminal or a reader of lines obeys the code point: C0 and C1 controls, DEL, line and
/// paragraph separators, bidirectional marks.
[[nodiscard]] bool is_control(char32_t code_point);

/// The text safe to print on one line: valid UTF-8, each control character replaced by a space.
[[nodiscard]] std::string printable(std::string_view text);

/// The same of a text of several lines, whose line feeds stay.
[[nodiscard]] std::string printable_lines(std::string_view text);

/// JSON with each control character beyond ASCII as an escape, "\\u202e": the same data, and no
/// bytes that a terminal obeys.
[[nodiscard]] std::string json_without_controls(std::string_view json);

/// The text with a letter in front that no spreadsheet takes for a formula: ' before = + - @ (full
/// width, too), tab and line ends.
[[nodiscard]] std::string defused(std::string text);

}  // namespace plume
