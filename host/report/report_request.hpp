// SPDX-License-Identifier: Apache-2.0
// What is asked of a report: of which result, in which format, and what the user says of its looks.
#pragma once

#include <cstddef>
#include <string>

namespace plume {

enum class ReportFormat { text, csv, json, html, markdown, xlsx, pdf, pact, statement };

struct ReportRequest {
  std::string result;  ///< path of the file
  ReportFormat format = ReportFormat::text;
  /// one of profile_names(); empty: of the template, or as the result is
  std::string profile;
  std::string language;         ///< one of built_in_languages(); empty: of the template, or English
  std::string labels;           ///< a file of words; empty: none
  std::string report_template;  ///< a file; empty: none
  std::string output;           ///< a file; empty: the report goes to a screen
  bool force = false;           ///< the output may replace what is no report of this format
  std::size_t width = 0;        ///< columns of that screen; 0: nothing is shortened
};

}  // namespace plume
