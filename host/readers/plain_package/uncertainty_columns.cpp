// SPDX-License-Identifier: Apache-2.0
#include "host/readers/plain_package/uncertainty_columns.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "host/base/constants.hpp"
#include "host/base/letter_case.hpp"
#include "host/base/numbers.hpp"
#include "host/readers/plain_package/distribution_rows.hpp"
#include "host/tables/utf8.hpp"

namespace plume {
namespace {

constexpr std::array<std::string_view, 17> uncertainty_columns = {"distribution",
                                                                  "loc",
                                                                  "scale",
                                                                  "shape",
                                                                  "minimum",
                                                                  "maximum",
                                                                  "negative",
                                                                  "gsd",
                                                                  "gsd2",
                                                                  "sd",
                                                                  "cv",
                                                                  "mean",
                                                                  "low95",
                                                                  "high95",
                                                                  "table",
                                                                  "pedigree",
                                                                  "basic_uncertainty"};

/// Columns, besides `distribution`, that a kind can use; those it cannot do without; and both in
/// words.
struct KindColumns {
  std::vector<std::string_view> allowed, needed;
  const char* words;
};

const KindColumns& columns_of(DistributionKind kind) {
  static const std::array<KindColumns, num_distribution_kinds> all = {{
      {},
      {},
      {{"loc", "scale", "minimum", "maximum", "negative", "gsd", "gsd2", "cv", "mean", "sd",
        "low95", "high95"},
       {},
       "scale, gsd, gsd2, cv, mean with sd, or low95 with high95, and loc, minimum, maximum, "
       "negative"},
      {{"loc", "scale", "minimum", "maximum", "sd", "cv"},
       {},
       "scale, sd or cv, and loc, minimum, maximum"},
      {{"minimum", "maximum"}, {"minimum", "maximum"}, "minimum and maximum"},
      {{"loc", "minimum", "maximum"},
       {"minimum", "maximum"},
       "minimum, maximum and loc (the mode)"},
      {{"loc", "minimum", "maximum"},
       {"loc"},
       "loc (the probability of 1), and minimum and maximum"},
      {{"minimum", "maximum"}, {"maximum"}, "minimum, default 0, and maximum, which is not drawn"},
      {{"loc", "scale", "shape", "minimum", "maximum", "negative"},
       {"scale", "shape"},
       "scale, shape, loc (the offset), minimum, maximum and negative"},
      {{"loc", "scale", "shape", "minimum", "maximum", "negative"},
       {"scale", "shape"},
       "scale, shape, loc (the offset), minimum, maximum and negative"},
      {{"loc", "shape", "minimum", "maximum"},
       {"loc", "shape"},
       "loc (alpha), shape (beta), minimum and maximum"},
      {{"loc", "scale", "shape", "minimum", "maximum"},
       {"scale"},
       "loc, scale, shape, minimum and maximum"},
      {{"loc", "scale", "shape", "minimum", "maximum"},
       {"shape"},
       "shape (degrees of freedom), loc, scale, minimum and maximum"},
      {{"loc", "scale", "minimum", "maximum"},
       {"minimum", "maximum"},
       "minimum, maximum, loc (the mode) and scale (lambda)"},
      {{"minimum", "maximum"}, {"minimum", "maximum"}, "minimum and maximum"},
      {{"table", "minimum", "maximum"}, {"table"}, "table, minimum and maximum"},
      {{"table", "minimum", "maximum"}, {"table"}, "table, minimum and maximum"},
      {{"table", "minimum", "maximum"}, {"table"}, "table, minimum and maximum"},
      {{"table", "minimum", "maximum"}, {"table"}, "table, minimum and maximum"},
  }};
  return all[static_cast<std::size_t>(kind)];
}

std::vector<std::string> distribution_names() {
  std::vector<std::string> names;
  for (int kind = 1; kind < num_distribution_kinds; ++kind) {
    names.emplace_back(name_of(static_cast<DistributionKind>(kind)));
  }
  return names;
}

/// A gsd of 3 is rare in databases; 5, 10 or 20 are mostly percentages.
void warn_of_percentage(const Table& table, std::size_t column, double gsd, Findings& findings) {
  constexpr double rare_gsd = 3.0;
  if (gsd < rare_gsd) return;
  const std::string_view name = table.name(column);
  findings.add("W0271", table.place(column),
               "a " + std::string(name) + " of " + std::string(table.text(column)) +
                   " spreads 95 % of the values over a factor of " +
                   format_significant(std::pow(gsd, 2.0 * z95), 2),
               "it is drawn as it stands; is it a percentage? 10 % is a cv of 0.1");
}

}  // namespace

std::vector<Column> with_uncertainty(std::vector<Column> columns) {
  constexpr std::array<std::string_view, 4> texts = {"distribution", "negative", "table",
                                                     "pedigree"};
  for (const std::string_view name : uncertainty_columns) {
    const bool text = std::find(texts.begin(), texts.end(), name) != texts.end();
    columns.push_back(
        {std::string(name), Column::optional, text ? Column::Holds::text : Column::number});
  }
  return columns;
}

bool parse_truth(std::string_view text, bool& value) {
  const std::string word = lower_case(text);
  value = word == "true" || word == "yes" || word == "1";
  return value || word == "false" || word == "no" || word == "0";
}

bool takes_column(DistributionKind kind, std::string_view column) {
  const std::vector<std::string_view>& allowed = columns_of(kind).allowed;
  return std::find(allowed.begin(), allowed.end(), column) != allowed.end();
}

struct UncertaintyColumns::Cells {
  NumberCell loc, scale, shape, minimum, maximum, gsd, gsd2, sd, cv, mean, low95, high95;

  [[nodiscard]] bool readable() const {
    for (const NumberCell* cell : {&loc, &scale, &shape, &minimum, &maximum, &gsd, &gsd2, &sd, &cv,
                                   &mean, &low95, &high95}) {
      if (cell->state == NumberCell::State::bad) return false;
    }
    return true;
  }
};

UncertaintyColumns::UncertaintyColumns(const Table& table, DistributionRows* rows)
    : rows_(rows),
      distribution_(table.column("distribution")),
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
      mean_(table.column("mean")),
      low95_(table.column("low95")),
      high95_(table.column("high95")),
      table_(table.column("table")),
      pedigree_(table.column("pedigree")),
      basic_uncertainty_(table.column("basic_uncertainty")),
      any_(std::any_of(
          uncertainty_columns.begin(), uncertainty_columns.end(),
          [&table](std::string_view name) { return table.column(name) != Table::absent; })) {}

std::vector<std::size_t> UncertaintyColumns::parameter_columns() const {
  return {loc_,  scale_, shape_, minimum_, maximum_, negative_, gsd_,
          gsd2_, sd_,    cv_,    mean_,    low95_,   high95_,   table_};
}

bool UncertaintyColumns::check_used(const Table& table, DistributionKind kind,
                                    Findings& findings) const {
  bool good = true;
  for (const std::size_t column : parameter_columns()) {
    if (table.text(column).empty() || takes_column(kind, table.name(column))) continue;
    if (bool truth = true; column == negative_ && parse_truth(table.text(column), truth) && !truth)
      continue;
    std::string hint = std::string(name_of(kind)) + " takes " + columns_of(kind).words;
    findings.add("E0242", table.place(column),
                 "column '" + std::string(table.name(column)) +
                     "' does not belong to the distribution " + std::string(name_of(kind)),
                 std::move(hint));
    good = false;
  }
  return good;
}

bool UncertaintyColumns::read_spread(Table& table, const Cells& cells, double amount,
                                     Uncertainty& uncertainty, Findings& findings) const {
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
                   "'" + std::string(table.name(given->column)) + "' and '" +
                       std::string(table.name(spread.column)) + "' both give the spread",
                   "keep one of them");
      return false;
    }
    given = &spread;
  }
  if (given == nullptr && !table.text(pedigree_).empty()) return true;  // the scores give it
  if (given == nullptr) {
    findings.add("E0243", table.place(distribution_),
                 "the distribution " + std::string(name_of(uncertainty.kind)) + " has no spread",
                 lognormal ? "give one of scale (σ of ln x), gsd (e^σ), gsd2 (e^2σ) or cv; or mean "
                             "with sd, low95 with high95, or "
                             "pedigree"
                           : "give one of scale, sd or cv; or pedigree");
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
  if (given->column == gsd_ || given->column == gsd2_)
    warn_of_percentage(table, given->column, given->column == gsd_ ? value : std::sqrt(value),
                       findings);
  if (given->column == scale_ || given->column == sd_) {
    uncertainty.scale = value;
  } else if (given->column == gsd_) {
    uncertainty.scale = std::log(value);
  } else if (given->column == gsd2_) {
    uncertainty.scale = 0.5 * std::log(value);
  } else if (lognormal) {
    uncertainty.scale = std::sqrt(std::log1p(value * value));
  } else {
    uncertainty.scale =
        value * std::fabs(cells.loc.state == NumberCell::State::good ? cells.loc.value : amount);
  }
  return true;
}

Uncertainty UncertaintyColumns::read(Table& table, double amount, Findings& findings) const {
  if (!any_) return {};
  const std::string_view name = table.text(distribution_);
  if (name.empty()) {
    for (const std::size_t column : parameter_columns()) {
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
      for (const std::string& allowed : names)
        hint += (allowed == names.front() ? " " : ", ") + allowed;
    }
    findings.add("E0247", table.place(distribution_), "unknown distribution " + in_quotes(name),
                 std::move(hint));
    return {};
  }
  if (uncertainty.is_certain()) return uncertainty;

  const Cells cells = {table.number(loc_),     table.number(scale_),   table.number(shape_),
                       table.number(minimum_), table.number(maximum_), table.number(gsd_),
                       table.number(gsd2_),    table.number(sd_),      table.number(cv_),
                       table.number(mean_),    table.number(low95_),   table.number(high95_)};
  const auto given = [](const NumberCell& cell) { return cell.state == NumberCell::State::good; };
  const auto or_not_given = [given](const NumberCell& cell) {
    return given(cell) ? cell.value : Uncertainty::not_given;
  };
  bool good = check_used(table, uncertainty.kind, findings) && cells.readable();

  const std::string_view negative = table.text(negative_);
  bool is_negative = amount < 0.0;
  if (!negative.empty() && !parse_truth(negative, is_negative)) {
    findings.add("E0248", table.place(negative_),
                 "negative " + in_quotes(negative) + " is not a truth value",
                 "allowed are true, false, yes, no, 1, 0");
    good = false;
  }
  if (!good) return {};

  std::vector<std::string_view> lacking;
  for (const std::string_view needed : columns_of(uncertainty.kind).needed) {
    if (table.text(table.column(needed)).empty()) lacking.push_back(needed);
  }
  if (!lacking.empty()) {
    std::string names(lacking[0]);
    if (lacking.size() > 1) names += " and " + std::string(lacking[1]);
    const bool bounds = lacking[0] == "minimum" || lacking[0] == "maximum";
    findings.add(
        "E0243", table.place(distribution_),
        "the distribution " + std::string(name_of(uncertainty.kind)) + " lacks its " + names,
        bounds && uncertainty.kind != DistributionKind::discrete_uniform
            ? std::string("give both bounds")
            : std::string(name_of(uncertainty.kind)) + " takes " +
                  columns_of(uncertainty.kind).words);
    return {};
  }
  uncertainty.loc = or_not_given(cells.loc);
  uncertainty.minimum = or_not_given(cells.minimum);
  uncertainty.maximum = or_not_given(cells.maximum);
  uncertainty.shape = or_not_given(cells.shape);
  uncertainty.negative = !negative.empty() && is_negative;
  switch (uncertainty.kind) {
    case DistributionKind::lognormal:
      uncertainty.negative = is_negative;
      if (!read_lognormal(table, cells, amount, uncertainty, findings)) return {};
      break;
    case DistributionKind::normal:
      if (!read_centre(table, cells, amount, uncertainty, findings) ||
          !read_spread(table, cells, uncertainty.loc, uncertainty, findings))
        return {};
      break;
    case DistributionKind::triangular:
    case DistributionKind::beta_pert:
    case DistributionKind::generalized_extreme_value:
    case DistributionKind::students_t:
      uncertainty.scale = or_not_given(cells.scale);
      if (!read_centre(table, cells, amount, uncertainty, findings)) return {};
      break;
    case DistributionKind::weibull:
    case DistributionKind::gamma:
      uncertainty.scale = or_not_given(cells.scale);
      uncertainty.negative = is_negative;
      break;
    case DistributionKind::empirical:
    case DistributionKind::histogram:
    case DistributionKind::categorical:
    case DistributionKind::mixture:
      if (rows_ == nullptr) {
        findings.add("E0254", table.place(distribution_),
                     std::string(name_of(uncertainty.kind)) + " cannot be a component of a mixture",
                     "write its rows into the mixture");
        return {};
      }
      uncertainty.table =
          rows_->find(table.text(table_), uncertainty.kind, table.place(table_), findings);
      if (uncertainty.table == nullptr) return {};
      break;
    default:
      break;
  }
  return uncertainty;
}

bool UncertaintyColumns::read_centre(Table& table, const Cells& cells, double amount,
                                     Uncertainty& uncertainty, Findings& findings) const {
  if (cells.loc.state == NumberCell::State::good) return true;
  uncertainty.loc = amount;
  if (!std::isnan(amount)) return true;
  findings.add("E0243", table.place(distribution_),
               "the distribution " + std::string(name_of(uncertainty.kind)) + " lacks its centre",
               "give loc, or the value");
  return false;
}

bool UncertaintyColumns::read_lognormal(Table& table, const Cells& cells, double amount,
                                        Uncertainty& uncertainty, Findings& findings) const {
  const auto given = [](const NumberCell& cell) { return cell.state == NumberCell::State::good; };
  const bool by_mean = given(cells.mean) || given(cells.sd),
             by_bounds = given(cells.low95) || given(cells.high95);
  if (!by_mean && !by_bounds) {
    if (!read_spread(table, cells, amount, uncertainty, findings)) return false;
    if (!given(cells.loc) && amount == 0.0) {
      findings.add("W0262", table.place(distribution_),
                   "the amount is 0, and so is every multiple of it",
                   "the lognormal is left out; give its median as loc if another is meant");
      return false;
    }
    if (!given(cells.loc) && std::isnan(amount)) {
      findings.add("E0245", table.place(distribution_),
                   "a lognormal without an amount has no median",
                   "give the median as value, or its logarithm as loc");
      return false;
    }
    if (amount != 0.0 && !std::isnan(amount) && uncertainty.negative != (amount < 0.0)) {
      findings.add("E0246", table.place(negative_),
                   "negative " + in_quotes(table.text(negative_)) +
                       " contradicts the sign of the amount " + format_exact(amount),
                   "empty the cell: the amount's sign is taken");
      return false;
    }
    if (!given(cells.loc)) uncertainty.loc = std::log(std::fabs(amount));
    return true;
  }
  // Median and spread from one pair of cells; no others may speak of either.
  const std::size_t first = by_mean ? mean_ : low95_, second = by_mean ? sd_ : high95_;
  const NumberCell& one = by_mean ? cells.mean : cells.low95;
  const NumberCell& two = by_mean ? cells.sd : cells.high95;
  const std::string pair = by_mean ? "mean and sd" : "low95 and high95";
  for (const std::size_t column : {loc_, scale_, gsd_, gsd2_, cv_, negative_,
                                   by_mean ? low95_ : mean_, by_mean ? high95_ : sd_}) {
    if (table.text(column).empty()) continue;
    findings.add("E0241", table.place(column),
                 pair + " say all of a lognormal, and '" + std::string(table.name(column)) +
                     "' is given too",
                 "keep one way of giving it");
    return false;
  }
  if (!given(one) || !given(two)) {
    const std::size_t there = given(one) ? first : second;
    findings.add("E0243", table.place(there),
                 "'" + std::string(table.name(there)) + "' is given alone",
                 "a lognormal takes " + pair + " together");
    return false;
  }
  uncertainty.median_given = true;
  if (by_mean) {
    if (one.value == 0.0 || !(two.value > 0.0)) {
      findings.add(
          "E0249", table.place(one.value == 0.0 ? mean_ : sd_),
          "no lognormal has mean " + format_exact(one.value) + " and sd " + format_exact(two.value),
          "the mean is not 0, and the sd above 0");
      return false;
    }
    const double cv = two.value / one.value;
    uncertainty.scale = std::sqrt(std::log1p(cv * cv));
    uncertainty.loc = std::log(std::fabs(one.value)) - 0.5 * uncertainty.scale * uncertainty.scale;
    uncertainty.negative = one.value < 0.0;
    return true;
  }
  const bool below_zero = two.value < 0.0;
  if (!(one.value < two.value) || !(one.value > 0.0 || below_zero)) {
    findings.add("E0249", table.place(low95_),
                 "no lognormal has 95 % of its values between " + format_exact(one.value) +
                     " and " + format_exact(two.value),
                 "low95 is below high95, and both are above 0 or both below");
    return false;
  }
  const double near_zero = std::log(std::fabs(below_zero ? two.value : one.value));
  const double far = std::log(std::fabs(below_zero ? one.value : two.value));
  uncertainty.loc = 0.5 * (near_zero + far);
  uncertainty.scale = (far - near_zero) / (2.0 * z95);
  uncertainty.negative = below_zero;
  return true;
}

std::optional<PedigreeScores> UncertaintyColumns::read_scores(Table& table,
                                                              Findings& findings) const {
  const std::string_view text = table.text(pedigree_);
  const NumberCell basic = table.number(basic_uncertainty_);
  if (basic.state == NumberCell::State::good && !(basic.value >= 1.0)) {
    findings.add("E0256", table.place(basic_uncertainty_),
                 "basic_uncertainty " + in_quotes(table.text(basic_uncertainty_)) + " is below 1",
                 "it is a squared geometric standard deviation, such as 1.05");
    return std::nullopt;
  }
  if (text.empty()) {
    if (basic.state != NumberCell::State::empty) {
      findings.add("E0255", table.place(basic_uncertainty_),
                   "a basic uncertainty is given, but no pedigree scores",
                   "give the scores in the column 'pedigree', such as 2;4;1;2;3");
    }
    return std::nullopt;
  }
  std::optional<PedigreeScores> scores = parse_pedigree(text);
  if (!scores) {
    findings.add("E0255", table.place(pedigree_),
                 "pedigree " + in_quotes(text) + " is not five or six scores",
                 "write scores 1 to 5 or na, such as 2;4;1;2;3");
    return std::nullopt;
  }
  if (basic.state == NumberCell::State::good) scores->basic_uncertainty = basic.value;
  return scores;
}

}  // namespace plume
