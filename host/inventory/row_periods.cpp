// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/row_periods.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace plume {
namespace {

enum class YearOfRow { reporting, base, neither };

/// "the inventory's period 2023", "the inventory's period 2023 and its base period 2018".
std::string both_periods(const StudyInventory& inventory) {
  return inventory.base_period.empty()
             ? "the inventory's period " + inventory.period
             : fmt::format("the inventory's period {} and its base period {}", inventory.period,
                           inventory.base_period);
}

YearOfRow year_of(const Period& period, const StudyPeriods& study) {
  if (study.base && study.base->holds(period)) return YearOfRow::base;
  if (!study.reporting || overlap(*study.reporting, period) ||
      (study.base && overlap(*study.base, period)))
    return YearOfRow::reporting;
  return YearOfRow::neither;
}

}  // namespace

StudyPeriods read_study_periods(const StudyInventory& inventory, Findings& findings) {
  StudyPeriods periods;
  if (!inventory.period.empty()) {
    const PeriodReading reading = read_period(inventory.period);
    periods.reporting = reading.period;
    if (!reading.period)
      findings.add("W0751", inventory.place,
                   fmt::format("the inventory's period '{}' is none: no row is compared with it",
                               inventory.period),
                   reading.hint);
  }
  if (!inventory.base_period.empty()) {
    const PeriodReading reading = read_period(inventory.base_period);
    periods.base = reading.period;
    if (!reading.period)
      findings.add("E0750", inventory.place,
                   fmt::format("base_period '{}' is none", inventory.base_period), reading.hint);
    else if (periods.reporting && overlap(*periods.reporting, *periods.base))
      findings.add("E0750", inventory.place,
                   fmt::format("base_period {} and period {} share days", inventory.base_period,
                               inventory.period),
                   "the base year lies before the reporting year: give each row to one of them");
  }
  return periods;
}

void place_lines_in_time(const StudyInventory& inventory, const StudyPeriods& study,
                         std::vector<ActivityLine>& lines, Findings& findings) {
  std::vector<ActivityLine> kept;
  kept.reserve(lines.size());
  for (ActivityLine& line : lines) {
    const auto period = read_period(line.record.period).period;
    const YearOfRow year = period ? year_of(*period, study) : YearOfRow::reporting;
    line.record.base_year = year == YearOfRow::base;
    if (year == YearOfRow::neither) {
      findings.add("W0753", line.period_place,
                   fmt::format("{} of '{}' is outside {}: the row is not counted",
                               line.record.period, line.record.source, both_periods(inventory)),
                   "correct the period of the row or of the study");
      continue;
    }
    if (year == YearOfRow::reporting && period && study.reporting &&
        !study.reporting->holds(*period))
      findings.add(
          "W0752", line.period_place,
          fmt::format(
              "{} of '{}' is partly outside {}: the row is counted whole in the reporting year",
              line.record.period, line.record.source, both_periods(inventory)),
          "cut its amount at the end of the period");
    kept.push_back(std::move(line));
  }
  const bool had_lines = !lines.empty();
  lines = std::move(kept);
  if (had_lines && std::all_of(lines.begin(), lines.end(),
                               [](const ActivityLine& line) { return line.record.base_year; }))
    findings.add("E0767", inventory.place,
                 fmt::format("no row of the tables of activities is of the inventory's period {}",
                             inventory.period),
                 "correct the period of the study or of the rows: without one nothing is emitted");
}

void place_readings_in_time(const StudyInventory& inventory, const StudyPeriods& study,
                            Quantities& quantities, Findings& findings) {
  for (auto& [name, quantity] : quantities) {
    const QuantityRow* of_year[2] = {nullptr, nullptr};  // reporting, base
    for (QuantityRow& row : quantity.rows) {
      if (row.record.period.empty()) continue;
      const PeriodReading reading = read_period(row.record.period);
      if (!reading.period) {
        findings.add("E0721", row.period_place,
                     fmt::format("period '{}' is none", row.record.period), reading.hint);
        continue;
      }
      const YearOfRow year = year_of(*reading.period, study);
      if (year == YearOfRow::neither) {
        findings.add("W0753", row.period_place,
                     fmt::format("{} of '{}' is outside {}: the row is not counted",
                                 row.record.period, name, both_periods(inventory)),
                     "correct the period of the row or of the study");
        row.number.amount = 0.0;  // its unit still says what the quantity is
        row.number.uncertainty = {};
        row.number.written_percent.reset();
        continue;
      }
      of_year[year == YearOfRow::base ? 1 : 0] = &row;
      if (year == YearOfRow::reporting && study.reporting &&
          !study.reporting->holds(*reading.period))
        findings.add("W0752", row.period_place,
                     fmt::format("{} of '{}' is partly outside {}: the row is counted whole",
                                 row.record.period, name, both_periods(inventory)),
                     "cut its amount at the end of the period");
    }
    if (of_year[0] != nullptr && of_year[1] != nullptr)
      findings.add(
          "E0774", of_year[1]->period_place,
          fmt::format("quantity '{}' sums {} of the base year and {} of the reporting year", name,
                      of_year[1]->record.period, of_year[0]->record.period),
          "give each year a quantity of its own");
  }
}

}  // namespace plume
