// SPDX-License-Identifier: Apache-2.0
// A document as one HTML file: no network, no script, pictures inside as SVG. Its content security
// policy allows its own style sheet, by hash, and pictures that stand in the file, and nothing
// else. Light and dark as the reader's screen is; paper is light. On narrow screens tables become
// lists of cards, so that nothing is cut off.
//
// A cell with a rounded number has it exactly in its attribute data-v.
#pragma once

#include <string>

#include "host/report/document.hpp"
#include "host/report/labels.hpp"
#include "host/report/report_template.hpp"

namespace plume {

/// `own`: logo and colours.
[[nodiscard]] std::string html_report(const Document& document, const Labels& labels,
                                      const ReportTemplate& own = {});

/// The style sheet of the page.
[[nodiscard]] std::string style_sheet(const ReportTemplate& own);

}  // namespace plume
