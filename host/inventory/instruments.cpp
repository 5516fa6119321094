// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/instruments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "host/base/joined.hpp"
#include "host/base/numbers.hpp"
#include "host/inventory/inventory_table.hpp"
#include "host/inventory/quantities.hpp"

namespace plume {
namespace {

/// Whether the instrument can be a part of what it covers.
bool check_kind(const InstrumentRow& instrument, const Quantities& quantities, Findings& findings) {
  const InventoryRecord::Instrument& record = instrument.record;
  const Quantity* covered =
      find_quantity(quantities, record.covers, instrument.covers_place, findings);
  if (covered == nullptr) return false;
  if (record.covers == record.name) {
    findings.add("E0719", instrument.covers_place,
                 fmt::format("instrument '{}' covers itself", record.name),
                 "name the quantity of which it covers a part, such as the power bought");
    return false;
  }
  if (same_dimension(quantities.at(record.name).dimension, covered->dimension)) return true;
  findings.add("E0717", instrument.amount_place,
               fmt::format("'{}' and '{}', which it covers, have units of different kinds",
                           record.name, record.covers),
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
    const bool is_energy =
        same_dimension(rows.quantities.at(record.name).dimension, *parse_unit("MWh"));
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
                   whole > 0.0 ? fmt::format("instruments cover {:.4g} % of '{}'", 100.0 * sum,
                                             record.covers)
                               : fmt::format("'{}' covers '{}', of which there is nothing",
                                             record.name, record.covers),
                   "no more than what is consumed can be covered: correct the volumes, and leave "
                   "the rest out");
  }
}

namespace {

/// Why an instrument does not count as what it is; empty where it does.
std::string failure_of(const InstrumentRow& instrument, const std::optional<Period>& study,
                       Findings& findings) {
  const InventoryRecord::Instrument& record = instrument.record;
  NumberTrouble trouble;
  const auto met = parse_integer(record.quality, 0, 8, trouble);
  if (met && *met < 8)
    return fmt::format("meets {} of the 8 quality criteria of the Scope 2 Guidance", *met);
  const std::optional<Period> own =
      instrument.period.empty() ? study : read_period(instrument.period).period;
  if (record.vintage.empty() || !own) return {};
  const PeriodReading vintage = read_period(record.vintage);
  if (!vintage.period) {
    findings.add("W0766", instrument.vintage_place,
                 fmt::format("vintage '{}' of '{}' is no period: it is not compared",
                             record.vintage, record.name),
                 vintage.hint);
    return {};
  }
  return overlap(*vintage.period, *own)
             ? std::string()
             : fmt::format("is of the vintage {}, which is not of the period", record.vintage);
}

bool is_line_of(const ActivityLine& line, const InstrumentRow& instrument) {
  return line.of == instrument.record.name && line.place.line == instrument.place.line &&
         line.place.file == instrument.place.file;
}

bool is_own_line(const ActivityLine& line, const InventoryRows& rows) {
  return std::any_of(rows.instruments.begin(), rows.instruments.end(),
                     [&](const InstrumentRow& instrument) { return is_line_of(line, instrument); });
}

/// The line of a scope that counts the covered quantity, or what is left of it, unit by unit; null
/// where there is none.
const ActivityLine* line_of_rest(const InventoryRows& rows, const std::string& covered,
                                 const char* scope) {
  for (const ActivityLine& line : rows.lines) {
    if (line.record.scope == scope && !line.of.empty() && !is_own_line(line, rows) &&
        !line.factors.empty() && same_dimension(line.number.unit, *parse_unit("1")) &&
        share_in(rows.quantities, line.of, covered) > 0.0)
      return &line;
  }
  return nullptr;
}

/// The instrument's own line with the factors of `rest`; a new one where it had none.
void count_as(InventoryRows& rows, const InstrumentRow& instrument, const ActivityLine& rest) {
  ActivityLine made = rest;
  const auto own =
      std::find_if(rows.lines.begin(), rows.lines.end(),
                   [&](const ActivityLine& line) { return is_line_of(line, instrument); });
  if (own != rows.lines.end()) {
    own->factors = made.factors;
    own->via = made.via;
    own->factor_place = made.factor_place;
    return;
  }
  made.record.source = made.of = instrument.record.name;
  made.record.scope = "2 market";
  made.record.evidence = instrument.record.evidence;
  made.record.place = instrument.record.place;
  made.number = InventoryNumber{};
  made.record.amount = made.number.amount = 1.0;
  made.number.unit = *parse_unit("1");
  made.place = instrument.place;
  rows.lines.push_back(std::move(made));
}

/// A quantity of its own: the covered one less all that covers it.
std::string quantity_left(InventoryRows& rows, const std::string& covered) {
  std::string name = covered + ", not covered";
  while (rows.quantities.count(name)) name += "'";
  Quantity left;
  left.dimension = rows.quantities.at(covered).dimension;
  left.place = rows.quantities.at(covered).place;
  const auto add = [&](double amount, const std::string& of) {
    QuantityRow row;
    row.of = of;
    row.number.amount = amount;
    row.number.unit = *parse_unit("1");
    left.rows.push_back(row);
  };
  add(1.0, covered);
  for (const InstrumentRow& instrument : rows.instruments) {
    if (instrument.record.covers == covered) add(-1.0, instrument.record.name);
  }
  rows.quantities[name] = std::move(left);
  return name;
}

/// The largest share of the whole that an instrument may be drawn as; infinite where nothing bounds
/// it.
double largest_share(const QuantityRow& row, const std::string& covered) {
  const Uncertainty& uncertainty = row.number.uncertainty;
  if (row.of != covered || row.number.formula.is_drawn)
    return std::numeric_limits<double>::infinity();
  const double scale = row.number.unit.factor;
  if (uncertainty.is_certain()) return row.number.amount * scale;
  if (uncertainty.kind == DistributionKind::bernoulli) return scale;
  return std::isnan(uncertainty.maximum) ? std::numeric_limits<double>::infinity()
                                         : uncertainty.maximum * scale;
}

}  // namespace

void count_failing_at_residual(InventoryRows& rows, const std::optional<Period>& period,
                               Findings& findings) {
  for (InstrumentRow& instrument : rows.instruments) {
    InventoryRecord::Instrument& record = instrument.record;
    const std::string failure = failure_of(instrument, period, findings);
    if (failure.empty()) continue;
    record.at_residual = failure;
    const bool is_quality = failure.starts_with("meets");
    const Place& place = is_quality ? instrument.quality_place : instrument.vintage_place;
    const ActivityLine* rest = line_of_rest(rows, record.covers, "2 market");
    if (rest == nullptr) rest = line_of_rest(rows, record.covers, "2 location");
    if (rest == nullptr && record.factor.empty()) {
      findings.add(
          is_quality ? "W0732" : "W0763", place,
          fmt::format(
              "'{}' {}, and counts nothing: it has no factor, and no row of scope 2 is of '{}'",
              record.name, failure, record.covers),
          "add a row of scope '2 market' of what no contract covers, with the factor of the "
          "residual mix");
      continue;
    }
    if (rest == nullptr) {
      findings.add("E0764", place,
                   fmt::format("'{}' {}, and no row says by which factor its volume is counted",
                               record.name, failure),
                   "add a row of scope '2 market' of what no contract covers, with the factor of "
                   "the residual mix");
      continue;
    }
    findings.add(
        is_quality ? "W0732" : "W0763", place,
        fmt::format("'{}' {}: its volume is counted by the factor '{}' of '{}'", record.name,
                    failure, joined(rest->factors, "; "), rest->record.source),
        is_quality ? "an instrument counts as what it is if it meets them all"
                   : "an instrument counts as what it is if it is of the period of the use");
    record.factor = joined(rest->factors, "; ");
    count_as(rows, instrument, *rest);
  }
}

void take_what_is_left(InventoryRows& rows, Findings& findings) {
  constexpr double rounding = 1e-9;
  const std::map<std::string, double> amounts = static_amounts(rows.quantities);
  std::map<std::string, double> covered;
  for (const InstrumentRow& instrument : rows.instruments)
    covered[instrument.record.covers] += amounts.at(instrument.record.name);
  for (const auto& [whole, volume] : covered) {
    std::string left;
    const MeasureUnit dimension = rows.quantities.at(whole).dimension;
    const double all = amounts.at(whole);
    for (std::size_t i = 0; i < rows.lines.size(); ++i) {
      ActivityLine& line = rows.lines[i];
      if (line.record.scope != "2 market" || line.of.empty() ||
          !same_dimension(line.number.unit, *parse_unit("1")) || is_own_line(line, rows))
        continue;
      const double part = line.number.amount * line.number.unit.factor;
      const double counted = part * amounts.at(line.of);
      const double share = part * share_in(rows.quantities, line.of, whole);
      if (share <= 0.0 || volume <= 0.0 || counted + volume <= all * (1.0 + rounding)) continue;
      const std::string both =
          fmt::format("'{}' counts {} of '{}' beside instruments for {} of {}", line.record.source,
                      amount_words(counted, dimension), whole, amount_words(volume, dimension),
                      amount_words(all, dimension));
      if (line.of == whole && part == 1.0) {
        if (left.empty()) left = quantity_left(rows, whole);
        rows.lines[i].of = left;
        findings.add("W0761", line.of_place,
                     both + fmt::format(": it is taken for the {} that are left",
                                        amount_words(all - volume, dimension)),
                     "make what no contract covers a quantity (the whole less its instruments), "
                     "and let the row be of it");
      } else {
        findings.add("W0762", line.of_place, both + ": together more than there is",
                     "let the row be of what no contract covers: a quantity of the whole less its "
                     "instruments");
      }
    }
  }
}

void check_market_energy(const InventoryRows& rows, Findings& findings) {
  const MeasureUnit mwh = *parse_unit("MWh");
  const std::map<std::string, double> amounts = static_amounts(rows.quantities);
  double located = 0.0, market = 0.0;
  const ActivityLine* told = nullptr;
  for (const ActivityLine& line : rows.lines) {
    const bool by_market = line.record.scope == "2 market";
    if (line.record.base_year || (!by_market && line.record.scope != "2 location")) continue;
    MeasureUnit unit = line.number.unit;
    if (!line.of.empty()) unit = unit * rows.quantities.at(line.of).dimension;
    if (!same_dimension(unit, mwh)) return;
    const double of = line.of.empty() ? 1.0 : std::max(amounts.at(line.of), 0.0);
    (by_market ? market : located) += line.number.amount * line.number.unit.factor * of;
    if (by_market && !is_own_line(line, rows) &&
        (told == nullptr || (line.of.empty() && !told->of.empty())))
      told = &line;
  }
  for (const InstrumentRow& instrument : rows.instruments) {
    const bool has_line =
        std::any_of(rows.lines.begin(), rows.lines.end(),
                    [&](const ActivityLine& line) { return is_line_of(line, instrument); });
    if (!has_line && !instrument.period.empty()) return;  // perhaps of the base year
    if (!has_line) market += amounts.at(instrument.record.name);
  }
  constexpr double rounding = 1e-9;
  if (told != nullptr && market < located * (1.0 - rounding))
    findings.add("N0771", told->scope_place,
                 fmt::format("rows of scope 2 by market{} come to {}, rows by location to {}",
                             rows.instruments.empty() ? "" : " and instruments",
                             amount_words(market, mwh), amount_words(located, mwh)),
                 "both ways count the same use: add rows of what is missing");
  if (rows.instruments.empty() || told == nullptr || located <= 0.0 ||
      market <= located * (1.0 + rounding))
    return;
  findings.add(
      "W0768", told->scope_place,
      fmt::format(
          "rows of scope 2 by market and instruments come to {}, rows by location to {}: '{}' may "
          "count again what instruments cover",
          amount_words(market, mwh), amount_words(located, mwh), told->record.source),
      "make what no contract covers a quantity (the whole less its instruments), and let the row "
      "be of it");
}

bool may_exceed(const InventoryRows& rows, const std::string& covered) {
  double most = 0.0;
  for (const InstrumentRow& instrument : rows.instruments) {
    if (instrument.record.covers != covered) continue;
    for (const QuantityRow& row : rows.quantities.at(instrument.record.name).rows)
      most += largest_share(row, covered);
  }
  return most > 1.0 + 1e-12;
}

}  // namespace plume
