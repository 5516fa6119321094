// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/credit_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "host/base/numbers.hpp"
#include "host/inventory/credit_serials.hpp"

namespace plume {
namespace {

enum class Retirement { shown, not_shown, not_yet };

bool has_word(const std::string& key, std::span<const std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    // words of Chinese stand without blanks
    const bool is_letters = static_cast<unsigned char>(word.front()) > 127;
    return is_letters ? key.find(word) != key.npos
                      : ("-" + key + "-").find("-" + std::string(word) + "-") != key.npos;
  });
}

/// A day, a number of a document or a plain yes shows it; "no", "will be retired in May" or a later
/// day say that it is still to come.
Retirement retirement_of(const std::string& text, int report_day) {
  // Whole texts: "No. 123" is a number, and serials end with "-0".
  static constexpr std::array<std::string_view, 9> no = {"no",    "n", "non", "nein", "none",
                                                         "false", "0", "否",  "open"};
  static constexpr std::array<std::string_view, 12> not_yet = {
      "not",    "nicht",     "will",   "be", "planned", "pending",
      "unused", "unretired", "active", "未", "尚",      "待"};
  static constexpr std::array<std::string_view, 16> yes = {
      "yes",  "y",       "true",      "x",  "ja", "oui",  "si", "sí",
      "done", "retired", "cancelled", "是", "已", "注销", "✓",  "surrendered"};
  if (text.empty()) return Retirement::not_shown;
  const std::string key = serial_key(text);
  const auto period = read_period(text).period;
  if (period) return period->first > report_day ? Retirement::not_yet : Retirement::shown;
  const bool has_number = key.find_first_of("0123456789") != key.npos;
  if (text == "-" || std::find(no.begin(), no.end(), key) != no.end() || has_word(key, not_yet) ||
      (!has_number && key.starts_with("no-")))
    return Retirement::not_yet;
  return has_number || has_word(key, yes) ? Retirement::shown : Retirement::not_shown;
}

void leave_out(CreditRow& credit, std::string reason) {
  credit.record.counted = false;
  if (credit.record.not_counted.empty()) credit.record.not_counted = std::move(reason);
}

class Serials {
 public:
  explicit Serials(Findings& findings) : findings_(findings) {}

  void check(CreditRow& credit) {
    if (credit.record.evidence.empty()) return;
    const std::string registry = serial_key(credit.record.registry),
                      serial = serial_key(credit.record.evidence);
    const auto [first, is_new] = rows_.emplace(registry + "\n" + serial, &credit);
    if (!is_new) {
      findings_.add(
          "W0754", credit.evidence_place,
          fmt::format(
              "the same serial '{}' of the registry '{}' stands in {}: the row is not counted",
              credit.record.evidence, credit.record.registry, place_of(*first->second, credit)),
          "a credit is used once; give each row the serial numbers of its own credits");
      return leave_out(credit, "its serial is counted already");
    }
    check_registry(credit, registry, serial);
    for (SerialRange& range : ranges_of(credit.record.evidence))
      check_range(credit, registry + "\n" + range.series, range);
  }

 private:
  static std::string place_of(const CreditRow& other, const CreditRow& credit) {
    return other.place.file == credit.place.file
               ? fmt::format("line {}", other.place.line)
               : fmt::format("{}:{}", other.place.file, other.place.line);
  }

  /// The same document, once with a registry and once without.
  void check_registry(const CreditRow& credit, const std::string& registry,
                      const std::string& serial) {
    const auto [first, is_new] = of_serial_.emplace(serial, &credit);
    if (is_new || registry.empty() == first->second->record.registry.empty()) return;
    findings_.add(
        "W0769", credit.evidence_place,
        fmt::format("'{}' stands in {}, too, and one of the two names no registry: both count",
                    credit.record.evidence, place_of(*first->second, credit)),
        "name the registry in both rows: if it is the same, the credit counts once");
  }

  void check_range(const CreditRow& credit, const std::string& series, const SerialRange& range) {
    auto& known = ranges_[series];
    const auto shares = [&](const RowRange& each) {
      return each.first <= range.last && each.last >= range.first;
    };
    if (const auto other = std::find_if(known.begin(), known.end(), shares); other != known.end())
      findings_.add("W0769", credit.evidence_place,
                    fmt::format("the serial numbers '{}' share some with '{}' in {}: both count",
                                credit.record.evidence, other->row->record.evidence,
                                place_of(*other->row, credit)),
                    "a credit is used once; give each row the serial numbers of its own credits");
    known.push_back({range.first, range.last, &credit});
  }

  Findings& findings_;
  std::map<std::string, const CreditRow*> rows_, of_serial_;
  struct RowRange {
    std::uint64_t first, last;
    const CreditRow* row;
  };
  std::map<std::string, std::vector<RowRange>> ranges_;  ///< by series
};

void check_vintage(CreditRow& credit, const CreditRules& rules, Findings& findings) {
  const InventoryRecord::Credit& record = credit.record;
  if (record.vintage.empty()) return;
  const PeriodReading vintage = read_period(record.vintage);
  if (!vintage.period) {
    findings.add("W0766", credit.vintage_place,
                 fmt::format("vintage '{}' of '{}' is no period: it is not compared with {}",
                             record.vintage, record.project, rules.period_text),
                 vintage.hint);
    return;
  }
  // A study without a period: what begins after its report does not exist yet.
  if (vintage.period->first <= (rules.period ? rules.period->last : rules.report_day)) return;
  findings.add(
      "W0755", credit.vintage_place,
      fmt::format("vintage {} is after {}: the credits of '{}' do not exist in the period and are "
                  "not counted",
                  record.vintage, rules.period ? rules.period_text : "the day of the report",
                  record.project),
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
                 record.retired.empty()
                     ? fmt::format("nothing says that the {} t CO2e of '{}' are retired", tonnes,
                                   record.project)
                     : fmt::format("'{}' does not say that the {} t CO2e of '{}' are retired",
                                   record.retired, tonnes, record.project),
                 "give the day of retirement in the column 'retired', or 'no'; until then the "
                 "report says 'retirement "
                 "not shown'");
    return;
  }
  credit.record.planned = true;
  findings.add("W0756", credit.retired_place,
               fmt::format("the {} t CO2e of '{}' are not retired ('{}'): {}", tonnes,
                           record.project, record.retired,
                           rules.count_unretired ? "they count as a plan" : "they are not counted"),
               rules.count_unretired ? "the report says so beside the verdict"
                                     : "retire them first; a claim about a plan counts them by "
                                       "[claim] count_unretired = true");
  if (!rules.count_unretired) leave_out(credit, "it is not retired");
}

}  // namespace

void check_credits(std::vector<CreditRow>& credits, const CreditRules& rules, Findings& findings) {
  Serials serials(findings);
  for (CreditRow& credit : credits) {
    serials.check(credit);
    check_vintage(credit, rules, findings);
    check_retired(credit, rules, findings);
  }
}

}  // namespace plume
