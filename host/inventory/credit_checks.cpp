// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/credit_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <string>

#include "host/base/numbers.hpp"

namespace plume {
namespace {

/// Without regard to case and blanks.
std::string key_of(std::string_view text) {
  std::string key;
  for (const char c : text) {
    if (c != ' ') key += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return key;
}

enum class Retirement { shown, not_shown, not_yet };

Retirement retirement_of(const std::string& text, int report_day) {
  static constexpr std::array<std::string_view, 14> no = {"no",   "n",      "false",   "0",         "-",
                                                          "none", "notyet", "planned", "pending",   "unretired",
                                                          "否",   "nein",   "active",  "notretired"};
  const std::string key = key_of(text);
  if (key.empty()) return Retirement::not_shown;
  if (std::find(no.begin(), no.end(), key) != no.end()) return Retirement::not_yet;
  const auto period = read_period(text).period;
  return period && period->first > report_day ? Retirement::not_yet : Retirement::shown;
}

void leave_out(CreditRow& credit, std::string reason) {
  credit.record.counted = false;
  if (credit.record.not_counted.empty()) credit.record.not_counted = std::move(reason);
}

void check_serial(CreditRow& credit, std::map<std::string, const CreditRow*>& serials, Findings& findings) {
  const InventoryRecord::Credit& record = credit.record;
  if (record.evidence.empty()) return;
  const auto [first, is_new] = serials.emplace(key_of(record.registry) + "\n" + key_of(record.evidence), &credit);
  if (is_new) return;
  const Place& other = first->second->place;
  const std::string there = other.file == credit.place.file ? fmt::format("line {}", other.line)
                                                            : fmt::format("{}:{}", other.file, other.line);
  findings.add("W0754", credit.evidence_place,
               fmt::format("the same serial '{}' of the registry '{}' stands in {}: the row is not counted",
                           record.evidence, record.registry, there),
               "a credit is used once; give each row the serial numbers of its own credits");
  leave_out(credit, "its serial is counted already");
}

void check_vintage(CreditRow& credit, const CreditRules& rules, Findings& findings) {
  const InventoryRecord::Credit& record = credit.record;
  if (record.vintage.empty() || !rules.period) return;
  const PeriodReading vintage = read_period(record.vintage);
  if (!vintage.period) {
    findings.add("W0766", credit.vintage_place,
                 fmt::format("vintage '{}' of '{}' is no period: it is not compared with {}", record.vintage,
                             record.project, rules.period_text),
                 vintage.hint);
    return;
  }
  if (vintage.period->first <= rules.period->last) return;
  findings.add("W0755", credit.vintage_place,
               fmt::format("vintage {} is after {}: the credits of '{}' do not exist in the period and are not counted",
                           record.vintage, rules.period_text, record.project),
               "use credits of the period or of years before it");
  leave_out(credit, "its vintage is after the period");
}

void check_retired(CreditRow& credit, const CreditRules& rules, Findings& findings) {
  const InventoryRecord::Credit& record = credit.record;
  const Retirement retirement = retirement_of(record.retired, rules.report_day);
  if (retirement == Retirement::shown) return;
  const std::string tonnes = format_exact(record.nominal);
  if (retirement == Retirement::not_shown) {
    credit.record.retirement_shown = false;
    findings.add("W0757", credit.retired_place,
                 fmt::format("nothing says that the {} t CO2e of '{}' are retired", tonnes, record.project),
                 "give the day of retirement in the column 'retired', or 'no'; until then the report says 'retirement "
                 "not shown'");
    return;
  }
  credit.record.planned = true;
  findings.add("W0756", credit.retired_place,
               fmt::format("the {} t CO2e of '{}' are not retired ('{}'): {}", tonnes, record.project, record.retired,
                           rules.count_unretired ? "they count as a plan" : "they are not counted"),
               rules.count_unretired
                   ? "the report says so beside the verdict"
                   : "retire them first; a claim about a plan counts them by [claim] count_unretired = true");
  if (!rules.count_unretired) leave_out(credit, "it is not retired");
}

}  // namespace

void check_credits(std::vector<CreditRow>& credits, const CreditRules& rules, Findings& findings) {
  std::map<std::string, const CreditRow*> serials;
  for (CreditRow& credit : credits) {
    check_serial(credit, serials, findings);
    check_vintage(credit, rules, findings);
    check_retired(credit, rules, findings);
  }
}

}  // namespace plume
