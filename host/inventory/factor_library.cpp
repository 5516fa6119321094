// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/factor_library.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>
#include <utility>

#include "host/base/numbers.hpp"

namespace plume {

namespace factors_text {
extern const std::string_view csv;
extern const std::string_view version;
}  // namespace factors_text

namespace {

/// Reads the rows of one table of factors.
class FactorRows {
 public:
  FactorRows(const Sheet& sheet, Findings& findings) : sheet_(sheet), findings_(findings) {
    for (const char* name :
         {"id", "name", "category", "region", "year", "unit_activity", "unit_emission", "gas", "value", "distribution",
          "p1", "p2", "p3", "lower95", "upper95", "pedigree", "source", "note", "confidence"})
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
    if (f.id.empty()) findings_.add("E0706", place("id"), "a factor has no id", "give each a name of its own");
    if (f.name.empty()) f.name = f.id;
    f.value = number("value", true).value_or(0.0);
    f.lower95 = number("lower95", false);
    f.upper95 = number("upper95", false);
    f.activity = unit("unit_activity");
    f.emission = unit("unit_emission");
    f.uncertainty = distribution(f);
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
  [[nodiscard]] std::string text(std::string_view name) const { return std::string(row_->text(at(name))); }
  [[nodiscard]] const Place& place(std::string_view name) const { return row_->place(at(name)); }

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
    return reading.unit.value_or(MeasureUnit{});
  }

  /// A spread is not negative, bounds ascend, and the value of a lognormal is its median: what else would be drawn is not the factor.
  bool parameters_hold(const EmissionFactor& factor, const std::string& name, const std::optional<double>& p1,
                       const std::optional<double>& p2, const std::optional<double>& p3) {
    const auto wrong = [&](const char* column, const std::string& problem, const std::string& hint) {
      findings_.add("E0707", place(column), fmt::format("factor '{}': {}", factor.id, problem), hint);
      return false;
    };
    const bool spread = name == "lognormal" || name == "normal";
    if (spread && p2 && *p2 < 0.0) {
      return wrong("p2", fmt::format("p2 {} is below 0", format_exact(*p2)),
                   "it is a standard deviation, of ln x if lognormal");
    }
    if (name == "lognormal" && !(std::fabs(*p1 - std::log(factor.value)) <= 0.01)) {
      return wrong(
          "p1",
          fmt::format("p1 {} is not the logarithm of the value {}", format_exact(*p1), format_exact(factor.value)),
          "the value of a lognormal is its median");
    }
    const bool bounded = name == "uniform" || name == "triangular";
    if (bounded && p2 && (*p1 > *p2 || (p3 && name == "triangular" && *p2 > *p3))) {
      return wrong("p1", fmt::format("the parameters of the distribution {} do not ascend", name),
                   name == "uniform" ? "give minimum and maximum" : "give minimum, mode and maximum");
    }
    return true;
  }

  Uncertainty distribution(const EmissionFactor& factor) {
    Uncertainty u;
    const std::string name = text("distribution");
    if (name.empty()) return u;
    const auto p1 = number("p1", name != "constant"), p2 = number("p2", name != "constant");
    const auto p3 = number("p3", name == "triangular");
    if (!p1 && name != "constant") return u;
    if (!parameters_hold(factor, name, p1, p2, p3)) return u;
    if (name == "lognormal") {
      u.kind = DistributionKind::lognormal;
      u.loc = *p1;
      u.scale = p2.value_or(0.0);
      u.median_given = true;
    } else if (name == "normal") {
      u.kind = DistributionKind::normal;
      u.loc = *p1;
      u.scale = p2.value_or(0.0);
    } else if (name == "uniform" && p2) {
      u.kind = DistributionKind::uniform;
      u.minimum = *p1;
      u.maximum = *p2;
    } else if (name == "triangular" && p2 && p3) {
      u.kind = DistributionKind::triangular;
      u.minimum = *p1;
      u.loc = *p2;
      u.maximum = *p3;
    } else if (name == "constant") {
      u.kind = DistributionKind::none;
    } else {
      findings_.add("E0708", place("distribution"),
                    fmt::format("factor '{}' has the distribution '{}', which cannot be used here", factor.id, name),
                    "one of lognormal, normal, uniform, triangular, constant; empty: none published");
    }
    return u;
  }

  const Sheet& sheet_;
  Findings& findings_;
  const Sheet::Row* row_ = nullptr;
  std::vector<std::pair<std::string, std::size_t>> columns_;
};

}  // namespace

std::string EmissionFactor::uncertainty_text() const {
  const std::string bounds = lower95 && upper95
                                 ? fmt::format(" (95 %: {} to {})", format_exact(*lower95), format_exact(*upper95))
                                 : std::string();
  switch (uncertainty.kind) {
    case DistributionKind::undefined:
      return "no uncertainty published";
    case DistributionKind::none:
      return "constant";
    case DistributionKind::lognormal:
      return "lognormal, sigma " + format_significant(uncertainty.scale, 3) + bounds;
    case DistributionKind::normal:
      return "normal, sd " + format_significant(uncertainty.scale, 3) + bounds;
    default:
      return std::string(name_of(uncertainty.kind)) + ", " + format_exact(uncertainty.minimum) + " to " +
             format_exact(uncertainty.maximum);
  }
}

void FactorLibrary::add(const Sheet& sheet, bool built_in, Findings& findings) {
  sheet.check_columns({"id", "unit_activity", "unit_emission", "gas", "value", "source"},
                      {"name", "category", "region", "year", "distribution", "p1", "p2", "p3", "lower95", "upper95",
                       "pedigree", "confidence"},
                      findings);
  FactorRows rows(sheet, findings);
  for (const Sheet::Row& row : sheet.rows()) {
    EmissionFactor factor = rows.read(row);
    factor.from_library = built_in;
    const auto [known, is_new] = by_id_.emplace(factor.id, factors_.size());
    if (is_new) {
      factors_.push_back(std::move(factor));
    } else if (!built_in && factors_[known->second].from_library) {
      factors_[known->second] = std::move(factor);  // a study's own number stands before the library's
    } else {
      findings.add(
          "E0706", factor.place,
          fmt::format("factor '{}' stands twice, first in line {}", factor.id, factors_[known->second].place.line),
          "give each a name of its own");
    }
  }
}

const EmissionFactor* FactorLibrary::find(std::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &factors_[found->second];
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
    if (const auto sheet = sheet_of_csv(built_in_factors_text(), "factors.csv", findings))
      made.add(*sheet, true, findings);
    if (findings.has_errors()) throw std::logic_error("the factor library: " + findings.to_string());
    return made;
  }();
  return library;
}

}  // namespace plume
