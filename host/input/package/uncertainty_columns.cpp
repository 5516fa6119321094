// SPDX-License-Identifier: Apache-2.0
#include "host/input/package/uncertainty_columns.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "host/base/numbers.hpp"
#include "host/input/package/utf8.hpp"

namespace plume {
namespace {

constexpr std::array<std::string_view, 11> uncertainty_columns = {
    "distribution", "loc", "scale", "shape", "minimum", "maximum", "negative", "gsd", "gsd2", "sd", "cv"};

/// Columns, besides `distribution`, that a kind can use.
bool uses(DistributionKind kind, std::string_view column) {
  const auto one_of = [column](std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), column) != names.end();
  };
  switch (kind) {
    case DistributionKind::undefined:
    case DistributionKind::none:
      return true;  // a distribution switched off keeps its parameters
    case DistributionKind::lognormal:
      return one_of({"loc", "scale", "minimum", "maximum", "negative", "gsd", "gsd2", "cv"});
    case DistributionKind::normal:
      return one_of({"loc", "scale", "minimum", "maximum", "sd", "cv"});
    case DistributionKind::uniform:
      return one_of({"minimum", "maximum"});
    case DistributionKind::triangular:
      return one_of({"loc", "minimum", "maximum"});
    default:
      return one_of({"loc", "scale", "shape", "minimum", "maximum", "negative"});
  }
}

std::string_view columns_of(DistributionKind kind) {
  switch (kind) {
    case DistributionKind::lognormal:
      return "scale, gsd, gsd2 or cv, and loc, minimum, maximum, negative";
    case DistributionKind::normal:
      return "scale, sd or cv, and loc, minimum, maximum";
    case DistributionKind::uniform:
      return "minimum and maximum";
    case DistributionKind::triangular:
      return "minimum, maximum and loc (the mode)";
    default:
      return "loc, scale, shape, minimum, maximum and negative";
  }
}

std::vector<std::string> distribution_names() {
  std::vector<std::string> names;
  for (int kind = 1; kind <= static_cast<int>(DistributionKind::beta_pert); ++kind) {
    names.emplace_back(name_of(static_cast<DistributionKind>(kind)));
  }
  return names;
}

bool parse_truth(std::string_view text, bool& value) {
  std::string word(text);
  for (char& c : word) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  value = word == "true" || word == "yes" || word == "1";
  return value || word == "false" || word == "no" || word == "0";
}

}  // namespace

std::vector<Column> with_uncertainty(std::vector<Column> columns) {
  for (const std::string_view name : uncertainty_columns) columns.push_back({std::string(name), Column::optional});
  return columns;
}

struct UncertaintyColumns::Cells {
  NumberCell loc, scale, shape, minimum, maximum, gsd, gsd2, sd, cv;

  [[nodiscard]] bool readable() const {
    for (const NumberCell* cell : {&loc, &scale, &shape, &minimum, &maximum, &gsd, &gsd2, &sd, &cv}) {
      if (cell->state == NumberCell::State::bad) return false;
    }
    return true;
  }
};

UncertaintyColumns::UncertaintyColumns(const Table& table)
    : distribution_(table.column("distribution")),
      loc_(table.column("loc")),
      scale_(table.column("scale")),
      shape_(table.column("shape")),
      minimum_(table.column("minimum")),
      maximum_(table.column("maximum")),
      negative_(table.column("negative")),
      gsd_(table.column("gsd")),
      gsd2_(table.column("gsd2")),
      sd_(table.column("sd")),
      cv_(table.column("cv")),
      any_(std::any_of(uncertainty_columns.begin(), uncertainty_columns.end(),
                       [&table](std::string_view name) { return table.column(name) != Table::absent; })) {}

bool UncertaintyColumns::check_used(const Table& table, DistributionKind kind, Findings& findings) const {
  bool good = true;
  for (const std::size_t column : {loc_, scale_, shape_, minimum_, maximum_, negative_, gsd_, gsd2_, sd_, cv_}) {
    if (table.text(column).empty() || uses(kind, table.name(column))) continue;
    if (bool truth = true; column == negative_ && parse_truth(table.text(column), truth) && !truth) continue;
    std::string hint = std::string(name_of(kind)) + " takes " + std::string(columns_of(kind));
    if (column == sd_ && kind == DistributionKind::lognormal) hint += "; cv = sd ÷ mean";
    findings.add("E0242", table.place(column),
                 "column '" + std::string(table.name(column)) + "' does not belong to the distribution " +
                     std::string(name_of(kind)),
                 std::move(hint));
    good = false;
  }
  return good;
}

bool UncertaintyColumns::read_spread(Table& table, const Cells& cells, double amount, Uncertainty& uncertainty,
                                     Findings& findings) const {
  struct Spread {
    std::size_t column;
    const NumberCell& cell;
    double least;
  };
  const bool lognormal = uncertainty.kind == DistributionKind::lognormal;
  const std::array<Spread, 5> all = {{{scale_, cells.scale, 0.0},
                                      {gsd_, cells.gsd, 1.0},
                                      {gsd2_, cells.gsd2, 1.0},
                                      {sd_, cells.sd, 0.0},
                                      {cv_, cells.cv, 0.0}}};
  const Spread* given = nullptr;
  for (const Spread& spread : all) {
    if (spread.cell.state != NumberCell::State::good) continue;
    if (given != nullptr) {
      findings.add("E0241", table.place(spread.column),
                   "'" + std::string(table.name(given->column)) + "' and '" + std::string(table.name(spread.column)) +
                       "' both give the spread",
                   "keep one of them");
      return false;
    }
    given = &spread;
  }
  if (given == nullptr) {
    findings.add(
        "E0243", table.place(distribution_),
        "the distribution " + std::string(name_of(uncertainty.kind)) + " has no spread",
        lognormal ? "give one of scale (σ of ln x), gsd (e^σ), gsd2 (e^2σ) or cv" : "give one of scale, sd or cv");
    return false;
  }
  const double value = given->cell.value;
  if (value < given->least) {
    const std::string_view name = table.name(given->column);
    findings.add("E0244", table.place(given->column),
                 std::string(name) + " " + in_quotes(table.text(given->column)) + " is below " +
                     (given->least == 0.0 ? "0" : "1"),
                 name == "gsd"    ? "a geometric standard deviation is e^σ, at least 1"
                 : name == "gsd2" ? "a squared geometric standard deviation is e^2σ, at least 1"
                                  : "a spread is not negative");
    return false;
  }
  if (given->column == scale_ || given->column == sd_) {
    uncertainty.scale = value;
  } else if (given->column == gsd_) {
    uncertainty.scale = std::log(value);
  } else if (given->column == gsd2_) {
    uncertainty.scale = 0.5 * std::log(value);
  } else if (lognormal) {
    uncertainty.scale = std::sqrt(std::log1p(value * value));
  } else {
    uncertainty.scale = value * std::fabs(cells.loc.state == NumberCell::State::good ? cells.loc.value : amount);
  }
  return true;
}

Uncertainty UncertaintyColumns::read(Table& table, double amount, Findings& findings) const {
  if (!any_) return {};
  const std::string_view name = table.text(distribution_);
  if (name.empty()) {
    for (const std::size_t column : {loc_, scale_, shape_, minimum_, maximum_, negative_, gsd_, gsd2_, sd_, cv_}) {
      if (table.text(column).empty()) continue;
      findings.add("E0240", table.place(column),
                   "'" + std::string(table.name(column)) + "' is given, but no distribution",
                   "name it in the column 'distribution', e.g. lognormal, or empty the cell");
      break;
    }
    return {};
  }
  Uncertainty uncertainty;
  if (!distribution_from_name(name, uncertainty.kind)) {
    static const std::vector<std::string> names = distribution_names();
    std::string hint = did_you_mean(name, names);
    if (hint.empty()) {
      hint = "allowed are";
      for (const std::string& allowed : names) hint += (allowed == names.front() ? " " : ", ") + allowed;
    }
    findings.add("E0247", table.place(distribution_), "unknown distribution " + in_quotes(name), std::move(hint));
    return {};
  }
  if (uncertainty.is_certain()) return uncertainty;

  const Cells cells = {table.number(loc_),     table.number(scale_),   table.number(shape_),
                       table.number(minimum_), table.number(maximum_), table.number(gsd_),
                       table.number(gsd2_),    table.number(sd_),      table.number(cv_)};
  const auto given = [](const NumberCell& cell) { return cell.state == NumberCell::State::good; };
  const auto or_not_given = [given](const NumberCell& cell) {
    return given(cell) ? cell.value : Uncertainty::not_given;
  };
  bool good = check_used(table, uncertainty.kind, findings) && cells.readable();

  const std::string_view negative = table.text(negative_);
  bool is_negative = amount < 0.0;
  if (!negative.empty() && !parse_truth(negative, is_negative)) {
    findings.add("E0248", table.place(negative_), "negative " + in_quotes(negative) + " is not a truth value",
                 "allowed are true, false, yes, no, 1, 0");
    good = false;
  }
  if (!good) return {};

  uncertainty.loc = or_not_given(cells.loc);
  uncertainty.minimum = or_not_given(cells.minimum);
  uncertainty.maximum = or_not_given(cells.maximum);
  switch (uncertainty.kind) {
    case DistributionKind::lognormal:
      if (!read_spread(table, cells, amount, uncertainty, findings)) return {};
      if (amount == 0.0 && !given(cells.loc)) {
        findings.add("E0245", table.place(distribution_), "a lognormal amount cannot be 0",
                     "give the median as amount, or its logarithm as loc");
        return {};
      }
      if (amount != 0.0 && is_negative != (amount < 0.0)) {
        findings.add("E0246", table.place(negative_),
                     "negative " + in_quotes(negative) + " contradicts the sign of the amount " + format_exact(amount),
                     "empty the cell: the amount's sign is taken");
        return {};
      }
      if (!given(cells.loc)) uncertainty.loc = std::log(std::fabs(amount));
      uncertainty.negative = is_negative;
      break;
    case DistributionKind::normal:
      if (!read_spread(table, cells, amount, uncertainty, findings)) return {};
      if (!given(cells.loc)) uncertainty.loc = amount;
      break;
    case DistributionKind::triangular:
    case DistributionKind::uniform:
      if (!given(cells.minimum) || !given(cells.maximum)) {
        findings.add("E0243", table.place(distribution_),
                     "the distribution " + std::string(name_of(uncertainty.kind)) + " lacks its " +
                         (given(cells.minimum)   ? "maximum"
                          : given(cells.maximum) ? "minimum"
                                                 : "minimum and maximum"),
                     "give both bounds");
        return {};
      }
      if (uncertainty.kind == DistributionKind::triangular && !given(cells.loc)) uncertainty.loc = amount;
      break;
    default:
      uncertainty.scale = or_not_given(cells.scale);
      uncertainty.shape = or_not_given(cells.shape);
      uncertainty.negative = !negative.empty() && is_negative;
      break;
  }
  return uncertainty;
}

}  // namespace plume
