// SPDX-License-Identifier: Apache-2.0
// The sections of reports, each a function of what the result holds. make_document.cpp puts them in
// order; a section whose blocks are empty is left out.
#pragma once

#include <string>
#include <vector>

#include "host/analysis/link_summary.hpp"
#include "host/report/make_document.hpp"

namespace plume {

[[nodiscard]] std::vector<Block> summary_section(const ReportContent& content);
[[nodiscard]] std::vector<Block> results_section(const ReportContent& content);
[[nodiscard]] std::vector<Block> distributions_section(const ReportContent& content);
[[nodiscard]] std::vector<Block> comparison_section(const ReportContent& content);
[[nodiscard]] std::vector<Block> precision_section(const ReportContent& content);
[[nodiscard]] std::vector<Block> coverage_section(const ReportContent& content);
/// What became of the databases. Throws Error where the result's text of it is damaged;
/// section_links.cpp.
[[nodiscard]] LinkSummary links_of(const ReportInput& input);
[[nodiscard]] std::vector<Block> links_section(const ReportContent& content);
[[nodiscard]] std::vector<Block> method_section(const ReportContent& content);
[[nodiscard]] std::vector<Block> warnings_section(const ReportContent& content);
[[nodiscard]] std::vector<Block> reproducibility_section(const ReportContent& content);

/// The verdict on a claim, and what must be read beside it (credits that are planned, not shown to
/// be retired, or not counted); empty where nothing is claimed.
[[nodiscard]] std::vector<Block> verdict_blocks(const ReportContent& content);
[[nodiscard]] std::vector<Block> claim_section(const ReportContent& content);
[[nodiscard]] std::vector<Block> inventory_section(const ReportContent& content);
[[nodiscard]] std::vector<Block> contributions_section(const ReportContent& content);
[[nodiscard]] std::vector<Block> drivers_section(const ReportContent& content);
/// The same two of a result that is no inventory; section_drivers.cpp.
[[nodiscard]] std::vector<Block> score_contributions(const ReportContent& content);
[[nodiscard]] std::vector<Block> score_variances(const ReportContent& content);
[[nodiscard]] std::vector<Block> approach1_section(const ReportContent& content);
[[nodiscard]] std::vector<Block> registers_section(const ReportContent& content);
[[nodiscard]] std::vector<Block> indicators_section(const ReportContent& content);
[[nodiscard]] std::vector<Block> checklist_section(const ReportContent& content);

/// The command that makes the result again: "plume run study.toml --set sampling.seed=7".
/// The study as an operand: its file, or standard input and the folder that its paths are relative
/// to.
[[nodiscard]] std::string study_operand(const Provenance& made);

[[nodiscard]] std::string rerun_command(const ReportInput& input);

/// "climate change": the name, or the id of a category without one; with the demand where there are
/// several.
[[nodiscard]] std::string output_name(const ReportContent& content, std::size_t demand,
                                      std::size_t category);

/// "Total … 37.9 kg (95 % interval 13.6 to 66.0; static value 37.1)." of one output.
[[nodiscard]] std::string total_sentence(const ReportContent& content, std::size_t demand,
                                         std::size_t category);

}  // namespace plume
