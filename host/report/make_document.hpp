// SPDX-License-Identifier: Apache-2.0
// Puts a report together: the sections of a profile, or of a user's template, from what a result
// holds. A section without data is left out.
//
//     const Document document = make_document(input, sample_shapes(file),
//         {Profile::lca, built_in_labels("zh"), {}});
//     write_file("report.html", html_report(document, …));
#pragma once

#include <string>
#include <vector>

#include "host/analysis/inventory_summary.hpp"
#include "host/analysis/sample_shapes.hpp"
#include "host/report/document.hpp"
#include "host/report/labels.hpp"
#include "host/report/report_input.hpp"
#include "host/report/report_template.hpp"

namespace plume {

struct ReportChoices {
  Profile profile = Profile::lca;
  Labels labels = built_in_labels("en");
  ReportTemplate own;  ///< nothing in it: none
};

/// What a section is made from.
struct ReportContent {
  const ReportInput& input;
  const SampleShapes& shapes;
  const Labels& labels;
  const InventorySummary* inventory = nullptr;  ///< nullptr, or empty: of no inventory
};

/// `inventory`: where the result is of one.
[[nodiscard]] Document make_document(const ReportInput& input, const SampleShapes& shapes,
                                     const ReportChoices& choices,
                                     const InventorySummary* inventory = nullptr);

/// The profile that a result asks for when the user does not.
[[nodiscard]] Profile natural_profile(const ReportInput& input,
                                      const InventorySummary* inventory = nullptr);

/// Names of all sections, as templates know them.
[[nodiscard]] const std::vector<std::string>& section_ids();

/// Sections of a profile, in their order.
[[nodiscard]] std::vector<std::string> sections_of(Profile profile);

/// One of the sections; without blocks where the result has nothing for it.
[[nodiscard]] Section make_section(const std::string& id, const ReportContent& content);

}  // namespace plume
