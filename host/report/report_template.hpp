// SPDX-License-Identifier: Apache-2.0
// How a user wants his reports: title, organisation, logo, colours, which sections in which order,
// sections of his own, other words. A TOML file, docs/reports.md#templates.
//
//     title = "Carbon footprint of our wafers"
//     logo = "logo.png"
//     sections = ["preface", "summary", "results", "reproducibility"]
//     [[section]]
//     id = "preface"
//     heading = "Why this study"
//     text = "We wanted to know."
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/finding.hpp"
#include "host/report/labels.hpp"

namespace plume {

enum class Profile { lca, inventory, claim, comparison };
[[nodiscard]] const std::vector<std::string>& profile_names();  ///< in the order of Profile

struct ReportTemplate {
  struct OwnSection {
    std::string id, heading;
    std::vector<std::string> paragraphs;
  };
  std::optional<Profile> profile;
  std::string language;  ///< empty: not given
  std::string title, subtitle, organisation;
  std::string logo_type;                  ///< "image/png"; empty: no logo
  std::string logo_bytes;                 ///< the file
  std::string logo_text;                  ///< for those who do not see it
  std::string accent_light, accent_dark;  ///< "#rrggbb"; empty: ours
  std::vector<std::string> sections;      ///< empty: those of the profile
  std::vector<OwnSection> own;
  std::filesystem::path labels;  ///< a file of labels; empty: none
};

/// Reads a template; whatever is wrong is a finding: E0101 to E0105 as in study files, E0904 a
/// section that is not known, E0905 a logo that cannot be used, E0906 a colour that cannot be read
/// on the ground.
[[nodiscard]] ReportTemplate read_template(const std::filesystem::path& file, Findings& findings);

}  // namespace plume
