// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/default_uncertainty.hpp"

#include <fmt/format.h>

#include <set>
#include <string>
#include <vector>

#include "host/inventory/amount_uncertainty.hpp"
#include "host/inventory/line_factors.hpp"

namespace plume {
namespace {

using Default = StudyInventory::DefaultUncertainty;

/// Gives one number the default; true if it took it.
bool take(InventoryNumber& number, const Default& given) {
  if (number.uncertainty.kind != DistributionKind::undefined || number.amount == 0.0 ||
      number.formula.is_given())
    return false;
  std::string ignored;
  const auto read = read_amount_uncertainty(given.text, number.amount, AmountKind::amount, ignored);
  if (!read) return false;
  number.uncertainty = read->drawn;
  number.written_percent = read->written_percent;
  return true;
}

std::size_t to_activities(std::vector<ActivityLine>& lines, const Default& given) {
  std::size_t count = 0;
  for (ActivityLine& line : lines) {
    if (!line.of.empty() || !take(line.number, given)) continue;
    line.record.uncertainty = given.text + " (default)";
    ++count;
  }
  return count;
}

std::size_t to_quantities(Quantities& quantities, const Default& given) {
  std::size_t count = 0;
  for (auto& [name, quantity] : quantities) {
    for (QuantityRow& row : quantity.rows)
      count += row.of.empty() && take(row.number, given) ? 1 : 0;
  }
  return count;
}

/// Of the factors that lines name; a warming potential used as a factor emits the amount itself,
/// and has none to take.
std::size_t to_factors(const std::set<std::string>& ids, const Default& given,
                       FactorLibrary& library) {
  std::size_t count = 0;
  for (const std::string& id : ids) {
    const EmissionFactor* factor = library.find(id);
    if (factor == nullptr || factor->is_gwp || factor->value == 0.0 || factor->formula.is_given() ||
        factor->uncertainty.kind != DistributionKind::undefined)
      continue;
    std::string ignored;
    const auto read =
        read_amount_uncertainty(given.text, factor->value, AmountKind::amount, ignored);
    if (!read) continue;
    library.give_uncertainty(id, *read);
    ++count;
  }
  return count;
}

}  // namespace

void apply_default_uncertainty(const StudyInventory& inventory, InventoryRows& rows,
                               FactorLibrary& library, Findings& findings) {
  std::set<std::string> conversions, factors;
  for (const ActivityLine& line : rows.lines) {
    conversions.insert(line.via.begin(), line.via.end());
    factors.insert(line.factors.begin(), line.factors.end());
  }
  for (const Default& given : inventory.default_uncertainty) {
    std::string why;
    if (!read_amount_uncertainty(given.text, 1.0, AmountKind::amount, why)) {
      findings.add("E0746", given.place,
                   fmt::format("the default uncertainty '{}' of {} cannot be understood",
                               given.text, given.kind),
                   why);
      continue;
    }
    const std::size_t count = given.kind == "activity"   ? to_activities(rows.lines, given)
                              : given.kind == "quantity" ? to_quantities(rows.quantities, given)
                              : given.kind == "factor"   ? to_factors(factors, given, library)
                                                         : to_factors(conversions, given, library);
    findings.add("N0742", given.place,
                 fmt::format("{} numbers of the kind {} have no uncertainty of their own and are "
                             "drawn with the study's default, {}",
                             count, given.kind, given.text),
                 "a default is a judgement: reports should say whose");
  }
}

}  // namespace plume
