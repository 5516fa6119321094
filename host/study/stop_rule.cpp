// SPDX-License-Identifier: Apache-2.0
#include "host/study/stop_rule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "host/toml/toml_table.hpp"

namespace plume {
namespace {

constexpr std::int64_t most_iterations = std::int64_t{1} << 34;
/// each is counted in every iteration and category
constexpr std::size_t most_comparisons = 10'000;

std::optional<std::uint32_t> position_of(const std::string& name,
                                         const std::vector<StudyDemand>& demands) {
  const auto found = std::find_if(demands.begin(), demands.end(),
                                  [&](const auto& each) { return each.name == name; });
  if (found == demands.end()) return std::nullopt;
  return static_cast<std::uint32_t>(found - demands.begin());
}

void read_quantiles(const TomlTable& keys, StopRule& rule, Findings& findings) {
  // A block of 1024 iterations must hold a few beyond the level.
  rule.quantiles = keys.numbers("quantiles", 0.005, 0.995);
  if (const auto scale = keys.choice("quantile_scale", {"relative", "absolute"}))
    rule.quantile_in_own_unit = *scale == 1;
  if (const auto width = keys.number("quantile_half_width", 0.0, 1e300))
    rule.quantile_half_width = *width;
  if (keys.has("quantiles") && !keys.has("quantile_half_width")) {
    findings.add("E0105", keys.place("quantiles"),
                 "stop.quantiles names levels, but not how well they must be known",
                 "add quantile_half_width = … below [stop]");
  }
  if (keys.has("quantile_half_width") &&
      (!keys.has("quantiles") || keys.is_empty_array("quantiles"))) {
    findings.add("E0105", keys.place("quantile_half_width"),
                 "stop.quantile_half_width has no quantile to be about",
                 "add quantiles = [0.05, 0.95] below [stop]");
  }
}

void read_comparisons(const TomlTable& keys, const std::vector<StudyDemand>& demands,
                      StopRule& rule, Findings& findings) {
  if (const auto width = keys.number("comparison_half_width", 0.0, 0.5))
    rule.comparison_half_width = *width;
  if (keys.has("comparisons") && !keys.has("comparison_half_width")) {
    findings.add("E0105", keys.place("comparisons"),
                 "stop.comparisons names demands, but not how well their comparison must be known",
                 "add comparison_half_width = … below [stop]");
  }
  if (keys.is_empty_array("comparisons")) {
    findings.add("E0104", keys.place("comparisons"), "stop.comparisons is empty",
                 "name pairs of demands, or remove it to compare all");
  }
  for (const TomlTable::TextList& list : keys.text_lists("comparisons")) {
    if (list.texts.size() != 2 || list.texts[0] == list.texts[1]) {
      findings.add("E0104", list.place, "a comparison is of two different demands",
                   "write comparisons = [[\"A\", \"B\"]] with names of demands");
      continue;
    }
    std::vector<std::string> names;
    for (const StudyDemand& demand : demands) names.push_back(demand.name);
    bool known = true;
    for (const std::string& name : list.texts) {
      if (position_of(name, demands)) continue;
      known = false;
      const std::string hint = did_you_mean(name, names);
      findings.add("E0104", list.place,
                   fmt::format("the study has no demand '{}' to compare", name),
                   hint.empty() ? "use the name of a [[demand]]" : hint);
    }
    if (known)
      rule.comparisons.emplace_back(*position_of(list.texts[0], demands),
                                    *position_of(list.texts[1], demands));
  }
  if (!(rule.comparison_half_width > 0.0) || keys.has("comparisons")) return;
  const std::size_t pairs = demands.size() * (demands.size() - 1) / 2;
  if (demands.size() < 2) {
    findings.add("E0104", keys.place("comparison_half_width"),
                 "a study with fewer than two demands compares nothing",
                 "remove comparison_half_width, or add a [[demand]]");
  } else if (pairs > most_comparisons) {
    findings.add("E0104", keys.place("comparison_half_width"),
                 fmt::format("{} demands make {} pairs, more than the {} that a stop rule follows",
                             demands.size(), pairs, most_comparisons),
                 "name the pairs that matter: comparisons = [[\"A\", \"B\"]]");
  } else {
    for (std::uint32_t a = 0; a < demands.size(); ++a) {
      for (std::uint32_t b = a + 1; b < demands.size(); ++b) rule.comparisons.emplace_back(a, b);
    }
  }
}

}  // namespace

std::vector<std::string> stop_rule_keys() {
  return {"relative_se_mean",      "quantiles",   "quantile_half_width", "quantile_scale",
          "comparison_half_width", "comparisons", "min_iterations"};
}

StopRule read_stop_rule(const TomlTable& keys, const std::vector<StudyDemand>& demands,
                        Findings& findings) {
  StopRule rule;
  if (const auto precision = keys.number("relative_se_mean", 0.0, 1.0))
    rule.relative_se_mean = *precision;
  read_quantiles(keys, rule, findings);
  read_comparisons(keys, demands, rule, findings);
  if (!keys.has("relative_se_mean") && !keys.has("quantile_half_width") &&
      !keys.has("comparison_half_width")) {
    findings.add("E0105", keys.place(), "the stop rule names no precision",
                 "add relative_se_mean, quantile_half_width or comparison_half_width below [stop]; "
                 "0 turns a rule off");
  }
  if (const auto n = keys.integer("min_iterations", 1, most_iterations))
    rule.min_iterations = static_cast<std::uint64_t>(*n);
  return rule;
}

}  // namespace plume
