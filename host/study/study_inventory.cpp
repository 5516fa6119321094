// SPDX-License-Identifier: Apache-2.0
#include "host/study/study_inventory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <system_error>

#include "host/base/numbers.hpp"
#include "host/model/inventory_record.hpp"
#include "host/study/path_hint.hpp"
#include "host/toml/toml_table.hpp"

namespace plume {
namespace {

std::vector<StudyInventory::File> files_of(const TomlTable& keys, std::string_view key,
                                           const std::filesystem::path& folder,
                                           Findings& findings) {
  std::vector<StudyInventory::File> files;
  for (const std::string& written : keys.ids(key)) {
    std::error_code error;
    files.push_back({path_on_disk(written, folder), written});
    if (std::filesystem::is_regular_file(files.back().path, error)) continue;
    findings.add("E0106", keys.place(key),
                 fmt::format("table '{}' does not exist (looked for '{}')", written,
                             files.back().path.string()),
                 path_hint(written, folder));
    files.pop_back();
  }
  return files;
}

void read_set(const TomlTable& keys, StudyInventory& inventory, Findings& findings) {
  if (!keys.has("set")) return;
  inventory.set_place = keys.place("set");
  const toml::table* table = keys.table("set");
  if (table == nullptr) return;
  for (const auto& [key, node] : *table) {
    const std::string name(key.str());
    const auto value = node.value<double>();
    if (node.is_number() && std::isfinite(*value))
      inventory.set.push_back({{}, name, *value});
    else
      findings.add("E0456", inventory.set_place, fmt::format("set: '{}' is no number", name),
                   "set = { parameter = 1.5 }");
  }
}

/// A number of lines, or "all".
std::optional<std::size_t> read_lines(const TomlTable& keys, Findings& findings) {
  constexpr std::size_t all = std::numeric_limits<std::size_t>::max();
  const auto text = keys.id("lines");
  if (!text) return {};
  if (*text == "all") return all;
  NumberTrouble trouble;
  if (const auto number = parse_integer(*text, 0, 1'000'000, trouble))
    return static_cast<std::size_t>(*number);
  findings.add("E0104", keys.place("lines"), fmt::format("inventory.lines is '{}'", *text),
               "a number of lines from 0 to 1000000, or \"all\"");
  return {};
}

StudyClaim::Indicator read_indicator(const TomlTable& keys, Findings& findings) {
  StudyClaim::Indicator indicator;
  if (!keys.has("group"))
    findings.add("E0105", keys.place(), "an indicator of the claim is in no group",
                 "add group = \"" + indicator_groups().front() +
                     "\" or another of the six; docs/claims.md has them");
  if (const auto which = keys.choice("group", indicator_groups()))
    indicator.group = indicator_groups()[*which];
  if (!keys.has("name"))
    findings.add("E0105", keys.place(), "an indicator of the claim has no name",
                 "add name = \"…\" below [[claim.indicator]]");
  if (const auto text = keys.nonempty_text("name")) indicator.name = *text;
  if (const auto which = keys.choice("status", indicator_statuses()))
    indicator.status = indicator_statuses()[*which];
  if (const auto text = keys.nonempty_text("note")) indicator.note = *text;
  indicator.evidence = keys.ids("evidence");
  return indicator;
}

}  // namespace

const std::vector<std::string>& gwp_sets() {
  static const std::vector<std::string> all = {"AR4-20",  "AR4-100", "AR4-500", "AR5-20",
                                               "AR5-100", "AR6-20",  "AR6-100", "AR6-500"};
  return all;
}

std::optional<StudyInventory> read_study_inventory(const TomlTable& top, const std::string& file,
                                                   const std::filesystem::path& folder,
                                                   Findings& findings) {
  const toml::table* table = top.table("inventory");
  if (table == nullptr) return {};
  const TomlTable keys(
      *table, "inventory",
      {"organisation", "period", "base_period", "reported", "activities", "quantities",
       "instruments", "factors", "credits", "parameters", "set", "sheet", "gwp", "compare_gwp",
       "gwp_uncertainty", "default_uncertainty", "model_category", "exclusions", "lines"},
      file, findings);
  StudyInventory inventory;
  inventory.place = keys.place();
  inventory.gwp_place = keys.place("gwp");
  inventory.model_category_place = keys.place("model_category");
  if (!keys.has("activities"))
    findings.add("E0105", keys.place(), "the inventory has no activities",
                 "add activities = \"activities.csv\" below [inventory]");
  const auto text = [&](const char* key, std::string& to) {
    if (const auto given = keys.id(key)) to = *given;
  };
  text("organisation", inventory.organisation);
  text("period", inventory.period);
  text("base_period", inventory.base_period);
  text("reported", inventory.reported);
  text("sheet", inventory.sheet);
  text("model_category", inventory.model_category);
  inventory.parameters = files_of(keys, "parameters", folder, findings);
  read_set(keys, inventory, findings);
  inventory.activities = files_of(keys, "activities", folder, findings);
  inventory.quantities = files_of(keys, "quantities", folder, findings);
  inventory.instruments = files_of(keys, "instruments", folder, findings);
  inventory.factors = files_of(keys, "factors", folder, findings);
  inventory.credits = files_of(keys, "credits", folder, findings);
  if (const auto set = keys.choice("gwp", gwp_sets())) inventory.gwp = gwp_sets()[*set];
  for (const std::string& set : keys.ids("compare_gwp")) {
    if (std::find(gwp_sets().begin(), gwp_sets().end(), set) != gwp_sets().end()) {
      inventory.compare_gwp.push_back(set);
      continue;
    }
    std::string list;
    for (const std::string& each : gwp_sets()) list += (list.empty() ? "" : ", ") + each;
    findings.add("E0104", keys.place("compare_gwp"), fmt::format("there is no GWP set '{}'", set),
                 "one of " + list);
  }
  if (const auto flag = keys.flag("gwp_uncertainty")) inventory.gwp_uncertainty = *flag;
  if (const toml::table* defaults = keys.table("default_uncertainty")) {
    const std::vector<std::string> kinds = {"activity", "quantity", "conversion", "factor"};
    const TomlTable each(*defaults, "inventory.default_uncertainty", kinds, file, findings);
    for (const std::string& kind : kinds) {
      if (const auto given = each.nonempty_text(kind))
        inventory.default_uncertainty.push_back({kind, *given, each.place(kind)});
    }
  }
  inventory.exclusions = keys.ids("exclusions");
  inventory.lines = read_lines(keys, findings);
  return inventory;
}

std::optional<StudyClaim> read_study_claim(const TomlTable& top, bool has_inventory,
                                           const std::string& file, Findings& findings) {
  const toml::table* table = top.table("claim");
  if (table == nullptr) return {};
  const TomlTable keys(*table, "claim",
                       {"boundary", "basis", "credits", "probability", "materiality", "statement",
                        "count_unretired", "indicator"},
                       file, findings);
  StudyClaim claim;
  claim.place = keys.place();
  if (!has_inventory) {
    findings.add("E0105", keys.place(), "a claim is made of an inventory, and the study has none",
                 "add [inventory], or leave [claim] out");
    return {};
  }
  static const std::vector<std::string> boundaries = {"type I", "type II"},
                                        bases = {"market", "location"},
                                        credits = {"risk-adjusted", "face value"};
  if (const auto which = keys.choice("boundary", boundaries)) claim.boundary = boundaries[*which];
  if (const auto which = keys.choice("basis", bases)) {
    claim.basis = bases[*which];
    claim.basis_given = true;
  }
  if (const auto which = keys.choice("credits", credits)) claim.credits = credits[*which];
  if (const auto p = keys.number("probability", 0.5, 0.9999)) claim.probability = *p;
  if (const auto share = keys.number("materiality", 0.0, 1.0)) claim.materiality = *share;
  if (const auto text = keys.nonempty_text("statement")) claim.statement = *text;
  if (const auto flag = keys.flag("count_unretired")) claim.count_unretired = *flag;
  for (const toml::table* each : keys.tables("indicator"))
    claim.indicators.push_back(
        read_indicator(TomlTable(*each, "claim.indicator",
                                 {"group", "name", "status", "evidence", "note"}, file, findings),
                       findings));
  return claim;
}

}  // namespace plume
