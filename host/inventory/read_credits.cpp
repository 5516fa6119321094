// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "host/base/numbers.hpp"
#include "host/inventory/inventory_tables.hpp"
#include "host/units/gas_names.hpp"

namespace plume {
namespace {

/// A part of 1, such as the share of credits that stands for real reductions; `otherwise` where the
/// cell is empty.
InventoryNumber share_of(const InventoryTable& table, const Sheet::Row& row, const char* column,
                         const char* uncertainty, double otherwise, Findings& findings) {
  InventoryNumber number;
  number.amount = otherwise;
  number.table = table.source();
  number.line = row.start.line;
  // Shares have no unit, so theirs is read from a column that does not exist.
  if (!table.text(row, column).empty())
    number = table.number(row, {column, "no unit", uncertainty}, findings);
  if (number.amount < 0.0 || number.amount > 1.0)
    findings.add("E0716", table.place(row, column),
                 fmt::format("{} {} is not a share", column, format_exact(number.amount)),
                 "give a part of 1, such as 0.7");
  return number;
}

/// Credits are issued in tonnes of CO2e: a mass, and of nothing else.
void check_unit(const MeasureUnit& unit, const InventoryTable& table, const Sheet::Row& row,
                Findings& findings) {
  const std::optional<GasName> gas = read_gas(unit.substance);
  if (!same_dimension(unit, *parse_unit("kg"))) {
    findings.add("E0717", table.place(row, "unit"), "credits are no mass in this unit",
                 "give kg or t");
  } else if (!unit.substance.empty() && !(gas && gas->has_gwp_of_one())) {
    findings.add("E0734", table.place(row, "unit"),
                 fmt::format("credits in '{}' are no tonnes of CO2e", table.text(row, "unit")),
                 "credits are issued in tonnes of CO2e: convert the mass of the gas by its warming "
                 "potential, and write t CO2e");
  }
}

}  // namespace

std::vector<Column> credit_columns() {
  return inventory_columns(
      {"project", "nominal", "unit"},
      {"realised", "realised_uncertainty", "delivery", "reversal", "reversal_uncertainty",
       "registry", "vintage", "retired", "method", "evidence"});
}

void read_credits(const InventoryTable& table, std::vector<CreditRow>& credits,
                  Findings& findings) {
  for (const Sheet::Row& row : table.rows()) {
    CreditRow credit;
    credit.record.project = table.text(row, "project");
    credit.record.registry = table.text(row, "registry");
    credit.record.vintage = table.text(row, "vintage");
    credit.record.retired = table.text(row, "retired");
    credit.record.method = table.text(row, "method");
    credit.record.evidence = table.text(row, "evidence");
    credit.record.uncertainty = table.text(row, "realised_uncertainty");
    credit.place = row.start;
    credit.evidence_place = table.place(row, "evidence");
    credit.vintage_place = table.place(row, "vintage");
    credit.retired_place = table.place(row, "retired");
    credit.nominal = table.number(row, {"nominal", "unit", ""}, findings);
    credit.realised = share_of(table, row, "realised", "realised_uncertainty", 1.0, findings);
    credit.delivery = share_of(table, row, "delivery", "", 1.0, findings);
    credit.reversal = share_of(table, row, "reversal", "reversal_uncertainty", 0.0, findings);
    credit.record.realised = credit.realised.amount;
    credit.record.delivery = credit.delivery.amount;
    credit.record.reversal = credit.reversal.amount;
    if (credit.delivery.amount < 1.0) {
      credit.delivery.uncertainty.kind = DistributionKind::bernoulli;
      credit.delivery.uncertainty.loc = credit.delivery.amount;
      credit.delivery.amount = 1.0;  // the static balance assumes delivery
    }
    check_unit(credit.nominal.unit, table, row, findings);
    credit.record.nominal = credit.nominal.amount * credit.nominal.unit.factor / 1000.0;
    if (credit.nominal.amount < 0.0)
      findings.add("E0713", table.place(row, "nominal"), "credits are below 0",
                   "give bought tonnes as a positive amount");
    credits.push_back(std::move(credit));
  }
}

}  // namespace plume
