// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/line_checks.hpp"

#include <fmt/format.h>

#include <map>
#include <string>

#include "host/inventory/period.hpp"

namespace plume {

namespace {

bool is_same_source(const ActivityLine& a, const ActivityLine& b) {
  return a.record.source == b.record.source && a.record.site == b.record.site;
}

bool is_same_amount(const ActivityLine& a, const ActivityLine& b) {
  return a.of == b.of && a.via == b.via && same_dimension(a.number.unit, b.number.unit) &&
         a.number.amount * a.number.unit.factor == b.number.amount * b.number.unit.factor;
}

/// Periods that are written differently may be the same.
std::string key_of_period(const std::string& text) {
  const auto period = read_period(text).period;
  return period ? fmt::format("{} {}", period->first, period->last) : text;
}

/// What is told of one line and an earlier one with the same document, factor, scope and period.
/// True if something was.
bool tell_double(const ActivityLine& line, const ActivityLine& earlier, const std::string& factor,
                 Findings& findings) {
  const bool source = is_same_source(line, earlier), amount = is_same_amount(line, earlier);
  if (source && amount) {
    findings.add("E0720", line.evidence_place,
                 fmt::format("evidence '{}' is counted twice with factor '{}', first in line {}",
                             line.record.evidence, factor, earlier.place.line),
                 "give each document to one row, or each row an evidence id of its own");
  } else if (source || amount) {
    findings.add(
        "W0758", line.evidence_place,
        fmt::format("evidence '{}' stands with factor '{}' and the same {} in line {}, too",
                    line.record.evidence, factor, source ? "source" : "amount", earlier.place.line),
        "if both are one delivery, take one of them out; if not, nothing needs to be done");
  }
  return source || amount;
}

}  // namespace

void check_evidence(const std::vector<ActivityLine>& lines, Findings& findings) {
  std::map<std::string, std::vector<const ActivityLine*>> by_document;
  for (const ActivityLine& line : lines) {
    const InventoryRecord::Line& record = line.record;
    if (record.evidence.empty()) continue;
    const std::string identity =
        record.evidence + "\n" + record.scope + "\n" + key_of_period(record.period);
    bool told = false;
    for (const std::string& factor : line.factors) {
      std::vector<const ActivityLine*>& earlier = by_document[identity + "\n" + factor];
      for (const ActivityLine* other : earlier)
        told = told || tell_double(line, *other, factor, findings);
      earlier.push_back(&line);
    }
  }
}

void check_periods(const std::vector<ActivityLine>& lines, Findings& findings) {
  struct Span {
    Period period;
    const ActivityLine* line;
  };
  std::map<std::string, std::vector<Span>> by_source;
  for (const ActivityLine& line : lines) {
    const InventoryRecord::Line& record = line.record;
    if (record.period.empty()) continue;
    const PeriodReading reading = read_period(record.period);
    if (!reading.period) {
      findings.add("E0721", line.period_place, fmt::format("period '{}' is none", record.period),
                   reading.hint);
      continue;
    }
    std::string key = record.source + "\n" + record.site + "\n" + record.scope;
    for (const std::string& factor : line.factors) key += "\n" + factor;
    std::vector<Span>& earlier = by_source[key];
    for (const Span& other : earlier) {
      if (!overlap(other.period, *reading.period)) continue;
      findings.add("E0722", line.period_place,
                   fmt::format("{} of '{}' overlaps {} in line {}", record.period, record.source,
                               other.line->record.period, other.line->place.line),
                   "periods of one source and site follow each other; different meters are "
                   "different sources");
      break;
    }
    earlier.push_back({*reading.period, &line});
  }
}

void check_both_ways(const std::vector<ActivityLine>& lines, const Place& inventory,
                     Findings& findings) {
  bool location = false, market = false;
  for (const ActivityLine& line : lines) {
    if (line.record.base_year) continue;  // what it lacks makes no total of this year smaller
    location = location || line.record.scope == "2 location";
    market = market || line.record.scope == "2 market";
  }
  if (location && !market)
    findings.add("W0723", inventory, "scope 2 is given by location alone",
                 "the GHG Protocol asks for market-based rows, too, with a residual mix for what "
                 "no contract covers");
  if (market && !location)
    findings.add("W0723", inventory, "scope 2 is given by market alone",
                 "the GHG Protocol asks for location-based rows, too");
}

}  // namespace plume
