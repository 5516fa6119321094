// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/line_checks.hpp"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <string>

#include "host/inventory/period.hpp"

namespace plume {

// The same document stands behind both ways to count scope 2, and behind the gases of one fuel when they stand in rows of their own: double
// is what counts the same source and gas twice in one scope.
void check_evidence(const std::vector<ActivityLine>& lines, Findings& findings) {
  std::map<std::string, std::uint32_t> first_lines;
  for (const ActivityLine& line : lines) {
    const InventoryRecord::Line& record = line.record;
    if (record.evidence.empty()) continue;
    const std::string identity = record.evidence + "\n" + record.scope + "\n" + record.period;
    for (const std::string& factor : line.factors) {
      const auto [seen, is_new] = first_lines.emplace(identity + "\n" + factor, line.place.line);
      if (is_new) continue;
      findings.add("E0720", line.evidence_place,
                   fmt::format("evidence '{}' is counted twice with factor '{}', first in line {}", record.evidence,
                               factor, seen->second),
                   "give each document to one row, or each row an evidence id of its own");
      break;
    }
  }
}

void check_periods(const std::vector<ActivityLine>& lines, Findings& findings) {
  std::vector<std::optional<Period>> periods;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const InventoryRecord::Line& record = lines[i].record;
    periods.push_back(record.period.empty() ? std::nullopt : parse_period(record.period));
    if (record.period.empty()) continue;
    if (!periods[i]) {
      findings.add("E0721", lines[i].period_place, fmt::format("period '{}' is none", record.period),
                   "write 2023, 2023-04, 2023-04-17, or two of them with / between");
      continue;
    }
    for (std::size_t k = 0; k < i; ++k) {
      const InventoryRecord::Line& other = lines[k].record;
      if (!periods[k] || other.source != record.source || other.site != record.site || other.scope != record.scope ||
          lines[k].factors != lines[i].factors || !overlap(*periods[k], *periods[i]))
        continue;
      findings.add("E0722", lines[i].period_place,
                   fmt::format("{} of '{}' overlaps {} in line {}", record.period, record.source, other.period,
                               lines[k].place.line),
                   "periods of one source and site follow each other; different meters are different sources");
      break;
    }
  }
}

void check_both_ways(const std::vector<ActivityLine>& lines, const Place& inventory, Findings& findings) {
  bool location = false, market = false;
  for (const ActivityLine& line : lines) {
    location = location || line.record.scope == "2 location";
    market = market || line.record.scope == "2 market";
  }
  if (location && !market)
    findings.add("W0723", inventory, "scope 2 is given by location alone",
                 "the GHG Protocol asks for market-based rows, too, with a residual mix for what no contract covers");
  if (market && !location)
    findings.add("W0723", inventory, "scope 2 is given by market alone",
                 "the GHG Protocol asks for location-based rows, too");
}

}  // namespace plume
