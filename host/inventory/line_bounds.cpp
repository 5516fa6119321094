// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/line_bounds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "host/inventory/instruments.hpp"
#include "host/inventory/line_factors.hpp"
#include "host/inventory/quantities.hpp"

namespace plume {
namespace {

/// Where no factor is below 0, the sign of the score is that of the amount.
bool has_factors_above_zero(const ActivityLine& line, const FactorLibrary& library) {
  return std::all_of(line.factors.begin(), line.factors.end(), [&](const std::string& id) {
    if (is_process(id)) return false;
    const EmissionFactor* factor = library.find(id);
    return factor != nullptr && factor->value >= 0.0 && !factor->formula.is_difference;
  });
}

bool is_emission(const ActivityLine& line) {
  const std::string& scope = line.record.scope;
  return scope == "1" || scope == "3" || scope.starts_with("2 ");
}

void tell_negative(const ActivityLine& line, const Quantity& quantity, double amount,
                   Findings& findings) {
  findings.add(
      "W0759", quantity.place,
      fmt::format("the net of '{}' is {}, below 0: '{}' counts nothing", line.of,
                  amount_words(amount, quantity.dimension), line.record.source),
      "what is exported is no negative emission: report it apart, as a quantity of its own");
}

/// An amount by formula in which something is taken off is a difference, too.
void bound_formula(std::size_t index, ActivityLine& line, const FactorLibrary& library,
                   LineBounds& bounds, Findings& findings) {
  if (!line.number.formula.is_difference || !line.number.formula.is_drawn) return;
  if (has_factors_above_zero(line, library)) {
    line.record.bounded = true;
    bounds.floors.push_back({index, ""});
    return;
  }
  findings.add(
      "W0465", line.place,
      fmt::format(
          "the amount '{}' of '{}' is a difference that is not kept from falling below 0, as its "
          "factor is a process or may be below 0",
          line.number.formula.text, line.record.source),
      "make it a quantity of its own, and the line of that quantity: what is left counts 0 at "
      "least");
}

}  // namespace

LineBounds find_bounds(InventoryRows& rows, const FactorLibrary& library, Findings& findings) {
  LineBounds bounds;
  const std::map<std::string, double> amounts = static_amounts(rows.quantities);
  std::set<std::string> told;
  for (std::size_t i = 0; i < rows.lines.size(); ++i) {
    ActivityLine& line = rows.lines[i];
    if (!is_emission(line)) continue;
    if (line.of.empty() || !is_difference(rows.quantities, line.of)) {
      bound_formula(i, line, library, bounds, findings);
      continue;
    }
    const double net = line.number.amount * line.number.unit.factor * amounts.at(line.of);
    line.record.bounded = true;
    const bool by_score = has_factors_above_zero(line, library);
    if (!by_score) rows.quantities.at(line.of).report = true;
    bounds.floors.push_back({i, by_score ? "" : line.of});
    if (net < 0.0 && told.insert(line.of).second)
      tell_negative(line, rows.quantities.at(line.of), amounts.at(line.of), findings);
  }
  for (const InstrumentRow& instrument : rows.instruments) {
    const std::string& covered = instrument.record.covers;
    if (!may_exceed(rows, covered)) continue;
    for (std::size_t i = 0; i < rows.lines.size(); ++i) {
      const ActivityLine& line = rows.lines[i];
      const bool counts =
          line.of == instrument.record.name && line.record.scope == "2 market" &&
          std::any_of(line.factors.begin(), line.factors.end(), [&](const std::string& id) {
            const EmissionFactor* factor = library.find(id);
            return factor == nullptr || factor->value != 0.0 || !factor->uncertainty.is_certain();
          });
      if (!counts) continue;
      LineBounds::Share share{i, covered, {}};
      for (const InstrumentRow& each : rows.instruments) {
        if (each.record.covers == covered) share.instruments.push_back(each.record.name);
      }
      rows.quantities.at(covered).report = true;
      for (const std::string& name : share.instruments) rows.quantities.at(name).report = true;
      bounds.shares.push_back(std::move(share));
    }
  }
  return bounds;
}

void add_bounds(const LineBounds& bounds, const InventoryRows& rows, InventoryParts& parts) {
  InventoryModel& made = parts.made();
  std::map<std::string, std::uint32_t> demands;
  for (std::size_t d = 0; d < made.demands.size(); ++d)
    demands[made.demands[d].name] = static_cast<std::uint32_t>(d);
  const auto sums_of = [&](const ActivityLine& line) {
    std::vector<std::uint32_t> sums;
    for (const InventoryRecord::Total& total : made.record.totals) {
      const std::uint32_t d = demands.at(total.demand);
      for (const DemandVector::Entry& entry : made.demands[d].entries) {
        if (entry.product == line.root) sums.push_back(d);
      }
    }
    return sums;
  };
  for (const LineBounds::Floor& floor : bounds.floors) {
    const ActivityLine& line = rows.lines[floor.line];
    ScoreBounds::Floor bound{demands.at(line.record.demand), sums_of(line)};
    if (!floor.measured.empty()) bound.measured = demands.at("quantity: " + floor.measured);
    made.bounds.floors.push_back(std::move(bound));
  }
  for (const LineBounds::Share& share : bounds.shares) {
    const ActivityLine& line = rows.lines[share.line];
    ScoreBounds::Share bound{demands.at(line.record.demand),
                             sums_of(line),
                             demands.at("quantity: " + share.covered),
                             {}};
    for (const std::string& name : share.instruments)
      bound.parts.push_back(demands.at("quantity: " + name));
    made.bounds.shares.push_back(std::move(bound));
  }
  made.quantity_category = parts.builder().find_category("quantity");
}

}  // namespace plume
