// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/inventory_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "host/base/hash.hpp"
#include "host/inventory/add_credits.hpp"
#include "host/inventory/add_lines.hpp"
#include "host/inventory/add_totals.hpp"
#include "host/inventory/characterise.hpp"
#include "host/inventory/choose_lines.hpp"
#include "host/inventory/co2e_share.hpp"
#include "host/inventory/credit_checks.hpp"
#include "host/inventory/default_uncertainty.hpp"
#include "host/inventory/factor_checks.hpp"
#include "host/inventory/instruments.hpp"
#include "host/inventory/inventory_parts.hpp"
#include "host/inventory/inventory_tables.hpp"
#include "host/inventory/line_bounds.hpp"
#include "host/inventory/line_checks.hpp"
#include "host/inventory/line_factors.hpp"
#include "host/inventory/quantities.hpp"
#include "host/inventory/row_periods.hpp"

namespace plume {
namespace {

/// By the day of the report, which is that of the run unless the study says another. E0750 where it
/// says none.
CreditRules credit_rules(const StudyInventory& inventory, const StudyClaim* claim,
                         const StudyPeriods& periods, Findings& findings) {
  CreditRules rules{periods.reporting, inventory.period, day_of_today(),
                    claim != nullptr && claim->count_unretired};
  if (inventory.reported.empty()) return rules;
  const PeriodReading day = read_period(inventory.reported);
  if (day.period)
    rules.report_day = day.period->last;
  else
    findings.add("E0750", inventory.place,
                 fmt::format("reported '{}' is no day", inventory.reported), day.hint);
  return rules;
}

/// True if a model can be made of the rows.
bool check_rows(const StudyInventory& inventory, const StudyClaim* claim, InventoryRows& rows,
                const FactorLibrary& library, const ModelBuilder& models, Findings& findings) {
  const StudyPeriods periods = read_study_periods(inventory, findings);
  check_periods(rows.lines, findings);
  place_lines_in_time(inventory, periods, rows.lines, findings);
  place_readings_in_time(inventory, periods, rows.quantities, findings);
  check_credits(rows.credits, credit_rules(inventory, claim, periods, findings), findings);
  check_quantities(rows.quantities, findings);
  for (const ActivityLine& line : rows.lines)
    check_line_factors(line, rows.quantities, library, models, findings);
  check_used_factors(rows.lines, library, inventory, findings);
  check_evidence(rows.lines, findings);
  check_both_ways(rows.lines, inventory.place, findings);
  if (!findings.has_errors()) check_instruments(rows, library, findings);
  if (findings.has_errors()) return false;
  note_unused_quantities(rows, findings);
  count_failing_at_residual(rows, periods.reporting, findings);
  take_what_is_left(rows, findings);
  check_market_energy(rows, findings);
  return !findings.has_errors();
}

/// The basis of scope 2 that totals, shares and the claim refer to: it must be one that the
/// inventory has.
std::string basis_of(const StudyClaim* claim, const std::vector<ActivityLine>& lines) {
  if (claim != nullptr && claim->basis_given) return claim->basis;
  const auto has = [&](const char* scope) {
    return std::any_of(lines.begin(), lines.end(), [&](const ActivityLine& line) {
      return !line.record.base_year && line.record.scope == scope;
    });
  };
  return has("2 location") && !has("2 market") ? "location" : "market";
}

void fill_record(const StudyInventory& inventory, const StudyClaim* claim,
                 const InventoryRows& rows, InventoryRecord& record) {
  record.organisation = inventory.organisation;
  record.period = inventory.period;
  record.base_period = inventory.base_period;
  record.gwp_set = inventory.gwp;
  record.gwp_uncertainty = inventory.gwp_uncertainty;
  record.exclusions = inventory.exclusions;
  record.library_version = built_in_factors_version();
  record.library_sha256 = sha256(built_in_factors_text());
  for (const auto& each : rows.quantities) {
    for (const QuantityRow& row : each.second.rows) {
      if (!row.record.place.empty())
        record.readings.push_back(row.record);  // those of instruments are in their own list
    }
  }
  for (const InstrumentRow& instrument : rows.instruments)
    record.instruments.push_back(instrument.record);
  const std::string basis = basis_of(claim, rows.lines);
  record.claim.basis = basis;
  if (claim == nullptr) return;
  record.claim = {true,
                  claim->boundary,
                  basis,
                  claim->credits,
                  claim->probability,
                  claim->materiality,
                  claim->statement,
                  claim->count_unretired};
  for (const StudyClaim::Indicator& each : claim->indicators)
    record.indicators.push_back({each.group, each.name, each.status, each.note, each.evidence});
}

}  // namespace

InventoryModel add_inventory(const StudyInventory& inventory, const StudyClaim* claim, Model& model,
                             Findings& findings) {
  FactorLibrary library;
  InventoryRows rows = read_inventory_tables(inventory, library, model, findings);
  apply_default_uncertainty(inventory, rows, library, findings);
  InventoryParts parts(model, findings);
  if (!check_rows(inventory, claim, rows, library, parts.builder(), findings)) return {};
  note_co2e_share(rows, library, inventory, findings);
  fill_record(inventory, claim, rows, parts.made().record);
  add_sum_category(inventory, parts);
  const LineBounds bounds = find_bounds(rows, library, findings);
  const LineChoice choice = choose_lines(inventory, rows, bounds, library, findings);
  const bool uses_model = add_lines(rows, choice, library, inventory.gwp, parts);
  add_reported_quantities(rows.quantities, parts);
  const CreditProducts credits = add_credits(rows.credits, parts);
  add_totals(rows.lines, credits, parts.made().record.claim, parts);
  add_bounds(bounds, rows, parts);
  characterise(inventory, library, credits.flow, uses_model ? UsesModel::yes : UsesModel::no,
               parts);
  return parts.finish();
}

}  // namespace plume
