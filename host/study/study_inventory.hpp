// SPDX-License-Identifier: Apache-2.0
// What a study says of a greenhouse gas inventory and of a claim made of it: [inventory] and
// [claim]. docs/inventory.md shows both.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "host/base/finding.hpp"
#include "host/link/link_options.hpp"

namespace plume {

class TomlTable;

struct StudyInventory {
  struct File {
    std::filesystem::path path;  ///< the study's folder applied
    std::string written_path;    ///< as the study says it
  };
  std::string organisation, period, base_period, sheet;
  std::string reported;  ///< day of the report; empty: the day of the run
  std::vector<File> parameters, activities, quantities, instruments, factors, credits;
  std::string gwp = "AR6-100";
  std::vector<std::string> compare_gwp;
  bool gwp_uncertainty = false;
  /// What is drawn where no uncertainty is known: host/inventory/default_uncertainty.hpp.
  struct DefaultUncertainty {
    std::string kind, text;  ///< kind: activity, quantity, conversion, factor
    Place place;
  };
  std::vector<DefaultUncertainty> default_uncertainty;
  std::string model_category;     ///< of an LCA model: counts where lines point at its processes
  std::vector<SetParameter> set;  ///< parameters that are fixed
  std::vector<std::string> exclusions;
  /// As many rows of a year are lines of their own at most (host/inventory/choose_lines.hpp);
  /// nothing: as it is by default.
  std::optional<std::size_t> lines;
  Place place, set_place, gwp_place, model_category_place;
};

/// The rule by which a claim is judged, fixed before the run.
struct StudyClaim {
  std::string boundary = "type I";        ///< "type I" (scopes 1 and 2) | "type II" (all scopes)
  std::string basis = "market";           ///< of scope 2: "market" | "location"
  bool basis_given = false;               ///< without: "location" where scope 2 has only that
  std::string credits = "risk-adjusted";  ///< which balance is judged: or "face value"
  double probability = 0.95;              ///< that net emissions are at most 0
  double materiality = 0.05;              ///< share of the gross total
  std::string statement;
  bool count_unretired = false;  ///< a plan: credits count that are not retired yet
  /// [[claim.indicator]]: what there is for one indicator of the zero-carbon factory code.
  struct Indicator {
    /// group, status: as in host/model/inventory_record.hpp
    std::string group, name, status = "not assessed", note;
    std::vector<std::string> evidence;
  };
  std::vector<Indicator> indicators;
  Place place;
};

/// Names of GWP sets: "AR4-20" … "AR6-500".
[[nodiscard]] const std::vector<std::string>& gwp_sets();

/// The tables of `top`. Paths are relative to `folder`. Findings: 010x.
[[nodiscard]] std::optional<StudyInventory> read_study_inventory(
    const TomlTable& top, const std::string& file, const std::filesystem::path& folder,
    Findings& findings);
[[nodiscard]] std::optional<StudyClaim> read_study_claim(const TomlTable& top, bool has_inventory,
                                                         const std::string& file,
                                                         Findings& findings);

}  // namespace plume
