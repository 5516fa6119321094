// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/factor_library.hpp"

#include <fmt/format.h>

#include <set>
#include <stdexcept>
#include <utility>

#include "host/base/letter_case.hpp"
#include "host/base/numbers.hpp"
#include "host/inventory/factor_distribution.hpp"
#include "host/inventory/inventory_columns.hpp"
#include "host/inventory/inventory_formulas.hpp"

namespace plume {

namespace factors_text {
extern const std::string_view csv;
extern const std::string_view version;
}  // namespace factors_text

namespace {

bool names_the_gas(const EmissionFactor& f, const std::string& substance) {
  return !substance.empty() && mass_of(f.gas_name, substance).kind == SubstanceMass::Kind::same;
}

bool is_warming_potential(const EmissionFactor& f) {
  if (f.is_conversion() || f.gas_name.has_gwp_of_one() || !is_mass(f.activity) ||
      !is_mass(f.emission))
    return false;
  const std::string& of = f.activity.substance;
  const std::string& to = f.emission.substance;
  const bool by_word = lower_case(trim(f.category)) == "gwp" &&
                       (of.empty() || names_the_gas(f, of)) &&
                       (to.empty() || gas_key(to) == "co2e" || read_gas(to) == GasName{"CO2e"});
  return by_word || (names_the_gas(f, of) && read_gas(to) == GasName{"CO2e"});
}

/// 71132.4 → "71130"
std::string short_number(double value) {
  NumberTrouble ignored;
  const auto rounded = parse_double(format_significant(value, 4), ignored);
  return format_exact(rounded.value_or(value));
}

/// Reads the rows of one table of factors.
class FactorRows {
 public:
  FactorRows(const Sheet& sheet, InventoryFormulas* formulas, Findings& findings)
      : formulas_(formulas), findings_(findings) {
    for (const char* name : {"id", "name", "category", "region", "year", "unit_activity",
                             "unit_emission", "gas", "value", "distribution", "p1", "p2", "p3",
                             "lower95", "upper95", "pedigree", "source", "note", "confidence"})
      columns_.emplace_back(name, sheet.column(name));
  }

  EmissionFactor read(const Sheet::Row& row) {
    row_ = &row;
    EmissionFactor f;
    f.place = row.start;
    f.id = text("id");
    f.name = text("name");
    f.category = text("category");
    f.region = text("region");
    f.year = text("year");
    f.unit_activity = text("unit_activity");
    f.unit_emission = text("unit_emission");
    f.gas = text("gas");
    f.pedigree = text("pedigree");
    f.source = text("source");
    f.note = text("note");
    f.confidence = text("confidence");
    if (f.id.empty())
      findings_.add("E0706", place("id"), "a factor has no id", "give each a name of its own");
    if (f.name.empty()) f.name = f.id;
    f.lower95 = number("lower95", false);
    f.upper95 = number("upper95", false);
    f.activity = unit("unit_activity");
    f.emission = unit("unit_emission");
    f.value = value(f);
    f.gas_place = place("gas");
    f.activity_place = place("unit_activity");
    f.emission_place = place("unit_emission");
    f.gas_name = read_gas(f.gas).value_or(GasName{f.gas, GasOrigin::not_said, false});
    f.is_gwp = is_warming_potential(f);
    f.uncertainty = distribution(f);
    if (f.is_gwp && f.formula.is_given())
      findings_.add(
          "E0463", place("value"), fmt::format("the warming potential '{}' is a formula", f.id),
          "give its number: potentials are compared by set, and stand in several categories");
    if (f.source.empty())
      findings_.add("E0710", place("source"), fmt::format("factor '{}' has no source", f.id),
                    "say where the number comes from");
    return f;
  }

 private:
  [[nodiscard]] std::size_t at(std::string_view name) const {
    for (const auto& [known, column] : columns_) {
      if (known == name) return column;
    }
    return Sheet::absent;
  }
  [[nodiscard]] std::string text(std::string_view name) const {
    return std::string(row_->text(at(name)));
  }
  [[nodiscard]] Place place(std::string_view name) const { return row_->place(at(name)); }

  double value(EmissionFactor& f) {
    const std::string cell = text("value");
    if (formulas_ != nullptr && formulas_->is_formula(cell))
      return formulas_->work_out(cell, place("value"), "value",
                                 FormulaUnit{f.unit(), f.emission / f.activity}, f.formula);
    return number("value", true).value_or(0.0);
  }

  std::optional<double> number(std::string_view name, bool required) {
    const std::string cell = text(name);
    if (cell.empty() && !required) return {};
    NumberTrouble trouble;
    const auto value = parse_double(cell, trouble);
    if (!value) findings_.add("E0707", place(name), trouble.problem(name, cell), trouble.hint);
    return value;
  }

  MeasureUnit unit(std::string_view name) {
    const UnitReading reading = read_unit(text(name));
    if (!reading.unit) findings_.add("E0709", place(name), reading.problem, reading.hint);
    if (!reading.remark.empty() && remarked_.insert(reading.remark).second)
      findings_.add("N0743", place(name), reading.remark,
                    "write the other name where the other is meant");
    return reading.unit.value_or(unknown_unit());
  }

  Uncertainty distribution(const EmissionFactor& factor) {
    FactorCells cells;
    cells.value = factor.value;
    cells.distribution = text("distribution");
    cells.pedigree = factor.pedigree;
    cells.p1 = number("p1", false);
    cells.p2 = number("p2", false);
    cells.p3 = number("p3", false);
    cells.lower95 = factor.lower95;
    cells.upper95 = factor.upper95;
    FactorDistribution made = factor_distribution(cells);
    for (const FactorDistribution::Fault& fault : made.faults) {
      const char* joint = fault.problem.starts_with("has ") ? "" : ":";
      findings_.add(fault.code, place(fault.column),
                    fmt::format("factor '{}'{} {}", factor.id, joint, fault.problem), fault.hint);
    }
    if (!made.remark.empty())
      findings_.add("W0740", place(made.remark_column),
                    fmt::format("factor '{}': {}", factor.id, made.remark),
                    "give one way to say it: a distribution with its parameters, or lower95 and "
                    "upper95, or pedigree scores");
    return made.drawn;
  }

  InventoryFormulas* formulas_;
  Findings& findings_;
  const Sheet::Row* row_ = nullptr;
  std::vector<std::pair<std::string, std::size_t>> columns_;
  std::set<std::string> remarked_;
};

}  // namespace

std::string EmissionFactor::uncertainty_text() const {
  if (formula.is_given() && uncertainty.is_certain()) return "by formula: " + formula.text;
  if (uncertainty.kind == DistributionKind::undefined) return "no uncertainty published";
  if (uncertainty.kind == DistributionKind::none) return "constant";
  if (has_default) {
    EmissionFactor own = *this;
    own.has_default = false;
    return "the study's default: " + own.uncertainty_text();
  }
  const Interval95 drawn = interval95(uncertainty, value);
  std::string bounds =
      fmt::format("95 %: {} to {}", short_number(drawn.lower), short_number(drawn.upper));
  if (lower95 && upper95 &&
      (short_number(*lower95) != short_number(drawn.lower) ||
       short_number(*upper95) != short_number(drawn.upper)))
    bounds += fmt::format("; published: {} to {}", short_number(*lower95), short_number(*upper95));
  switch (uncertainty.kind) {
    case DistributionKind::lognormal:
      return fmt::format("lognormal, sigma {} ({})", format_significant(uncertainty.scale, 3),
                         bounds);
    case DistributionKind::normal:
      return fmt::format("normal, sd {} ({})", format_significant(uncertainty.scale, 3), bounds);
    case DistributionKind::mixture:
      return fmt::format("two-piece lognormal, sigma {} and {} ({})",
                         format_significant(uncertainty.table->rows.front().component.scale, 3),
                         format_significant(uncertainty.table->rows.back().component.scale, 3),
                         bounds);
    default:
      return fmt::format("{}, {} to {}", name_of(uncertainty.kind),
                         format_exact(uncertainty.minimum), format_exact(uncertainty.maximum));
  }
}

std::vector<Column> factor_columns() {
  return inventory_columns({"id", "unit_activity", "unit_emission", "gas", "value", "source"},
                           {"name", "category", "region", "year", "distribution", "p1", "p2", "p3",
                            "lower95", "upper95", "pedigree", "confidence"});
}

void FactorLibrary::add(const Sheet& sheet, bool built_in, Findings& findings,
                        InventoryFormulas* formulas) {
  FactorRows rows(sheet, formulas, findings);
  for (const Sheet::Row& row : sheet.rows()) {
    EmissionFactor factor = rows.read(row);
    factor.from_library = built_in;
    const auto [known, is_new] = by_id_.emplace(factor.id, factors_.size());
    if (is_new) {
      factors_.push_back(std::move(factor));
    } else if (!built_in && factors_[known->second].from_library) {
      // a study's own number stands before the library's
      factors_[known->second] = std::move(factor);
    } else {
      findings.add("E0706", factor.place,
                   fmt::format("factor '{}' stands twice, first in line {}", factor.id,
                               factors_[known->second].place.line),
                   "give each a name of its own");
    }
  }
}

const EmissionFactor* FactorLibrary::find(std::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &factors_[found->second];
}

void FactorLibrary::give_uncertainty(std::string_view id, const AmountUncertainty& given) {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return;
  factors_[found->second].uncertainty = given.drawn;
  factors_[found->second].written_percent = given.written_percent;
  factors_[found->second].has_default = true;
}

std::vector<std::string> FactorLibrary::ids() const {
  std::vector<std::string> all;
  for (const EmissionFactor& each : factors_) all.push_back(each.id);
  return all;
}

std::string_view built_in_factors_text() { return factors_text::csv; }

std::string built_in_factors_version() { return std::string(trim(factors_text::version)); }

const FactorLibrary& built_in_factors() {
  static const FactorLibrary library = [] {
    Findings findings;
    FactorLibrary made;
    if (const auto sheet =
            sheet_of_csv(built_in_factors_text(), "factors.csv", factor_columns(), findings))
      made.add(*sheet, true, findings);
    if (findings.has_errors())
      throw std::logic_error("the factor library: " + findings.to_string());
    return made;
  }();
  return library;
}

}  // namespace plume
