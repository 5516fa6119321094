// SPDX-License-Identifier: Apache-2.0
#include "host/api/policy.hpp"

#include <algorithm>
#include <cstddef>
#include <map>

#include "host/model/link_report.hpp"

namespace plume::api {
namespace {

constexpr std::size_t code_length = 5;

bool is_warning_code(std::string_view code) {
  return code.size() == code_length && code.front() == 'W' &&
         std::all_of(code.begin() + 1, code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_error(const std::vector<PolicyRule>& rules, std::string_view code) {
  bool error = false;
  for (const PolicyRule& rule : rules) {
    if (rule.code.empty() || rule.code == code) error = rule.is_error;
  }
  return error;
}

/// Of each warning: all those that were met, also beyond the limit of what is shown.
std::map<std::string, std::size_t> warnings_in(const LinkReport& report, const Findings& findings) {
  std::map<std::string, std::size_t> shown, details;
  for (const Finding& each : findings.list()) ++shown[each.code];
  for (auto& [code, count] : shown) count += findings.suppressed(code);
  for (const Finding& each : report.details) ++details[each.code];
  for (const auto& [code, count] : details) shown[code] = std::max(shown[code], count);
  std::erase_if(shown, [](const auto& each) { return !is_warning_code(each.first); });
  return shown;
}

}  // namespace

std::optional<PolicyRule> policy_rule(std::string_view text) {
  PolicyRule rule;
  if (const std::size_t equals = text.find('='); equals != std::string_view::npos) {
    rule.code = text.substr(0, equals);
    text.remove_prefix(equals + 1);
    if (!is_warning_code(rule.code)) return std::nullopt;
  }
  rule.is_error = text == "error";
  if (!rule.is_error && text != "warn" && text != "downgrade") return std::nullopt;
  return rule;
}

void apply_policy(const std::vector<PolicyRule>& rules, const LinkReport& report,
                  Findings& findings) {
  for (const auto& [code, count] : warnings_in(report, findings)) {
    if (!is_error(rules, code)) continue;
    findings.add("E0286", {},
                 std::to_string(count) + (count == 1 ? " finding" : " findings") + " of code " +
                     code + (count == 1 ? " is an error" : " are errors") + " by --policy",
                 "mend what they say, or leave the option out: then it is a warning");
  }
}

}  // namespace plume::api
