// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/instruments.hpp"

#include <fmt/format.h>

#include "host/base/numbers.hpp"
#include "host/inventory/inventory_table.hpp"
#include "host/inventory/quantities.hpp"

namespace plume {
namespace {

/// Whether the instrument can be a part of what it covers.
bool check_kind(const InstrumentRow& instrument, const Quantities& quantities, Findings& findings) {
  const InventoryRecord::Instrument& record = instrument.record;
  const Quantity* covered = find_quantity(quantities, record.covers, instrument.covers_place, findings);
  if (covered == nullptr) return false;
  if (record.covers == record.name) {
    findings.add("E0719", instrument.covers_place, fmt::format("instrument '{}' covers itself", record.name),
                 "name the quantity of which it covers a part, such as the power bought");
    return false;
  }
  if (same_dimension(quantities.at(record.name).dimension, covered->dimension)) return true;
  findings.add("E0717", instrument.amount_place,
               fmt::format("'{}' and '{}', which it covers, have units of different kinds", record.name, record.covers),
               "give the volume in a unit such as MWh, or as a share with the quantity in 'of'");
  return false;
}

std::string values_of(const std::string& factors, const FactorLibrary& library) {
  std::string text;
  for (const std::string& id : items_of(factors)) {
    const EmissionFactor* factor = library.find(id);
    if (factor == nullptr) continue;
    text += (text.empty() ? "" : "; ") + format_exact(factor->value) + " " + factor->unit();
  }
  return text;
}

}  // namespace

void check_instruments(InventoryRows& rows, const FactorLibrary& library, Findings& findings) {
  const std::map<std::string, double> amounts = static_amounts(rows.quantities);
  std::map<std::string, double> covered;
  for (InstrumentRow& instrument : rows.instruments) {
    if (!check_kind(instrument, rows.quantities, findings)) continue;
    InventoryRecord::Instrument& record = instrument.record;
    const bool is_energy = same_dimension(rows.quantities.at(record.name).dimension, *parse_unit("MWh"));
    const double volume = amounts.at(record.name), whole = amounts.at(record.covers);
    record.volume = is_energy ? volume / parse_unit("MWh")->factor : volume;
    record.unit = is_energy ? "MWh" : "base unit";
    record.share = whole > 0.0 ? volume / whole : 0.0;
    record.factor_text = values_of(record.factor, library);
    double& sum = covered[record.covers];
    const bool was_whole = sum > 1.0 + 1e-9;
    sum += record.share;
    if (!was_whole && (sum > 1.0 + 1e-9 || (whole <= 0.0 && volume > 0.0)))
      findings.add("E0730", instrument.amount_place,
                   whole > 0.0 ? fmt::format("instruments cover {:.4g} % of '{}'", 100.0 * sum, record.covers)
                               : fmt::format("'{}' covers '{}', of which there is nothing", record.name, record.covers),
                   "no more than what is consumed can be covered: correct the volumes, and leave the rest out");
  }
}

}  // namespace plume
