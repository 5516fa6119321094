// SPDX-License-Identifier: Apache-2.0
#include "host/readers/plain_package/formulas.hpp"

#include <cmath>
#include <limits>
#include <set>
#include <utility>

#include "host/readers/plain_package/declarations.hpp"
#include "host/readers/plain_package/uncertainty_columns.hpp"
#include "host/tables/utf8.hpp"

namespace plume {
namespace {

void tell_no_amount(Place place, std::string_view formula, Findings& findings) {
  findings.add(
      "E0457", std::move(place),
      "a distribution stands beside the formula " + in_quotes(formula) + ", and no amount",
      "give the amount that the distribution is around: draws are scaled with formula / amount");
}

}  // namespace

std::optional<double> FormulaColumn::amount(Table& table) const {
  if (!is_given(table)) return table.required_number(amount_);
  const NumberCell cell = table.number(amount_);
  if (cell.state == NumberCell::State::bad) return std::nullopt;
  return cell.state == NumberCell::State::good ? cell.value
                                               : std::numeric_limits<double>::quiet_NaN();
}

void FormulaColumn::note(Table& table, std::size_t exchange, PackageContext& context) const {
  if (!is_given(table)) return;
  const Exchange& number = context.builder.model().exchanges[exchange];
  PackageFormula formula;
  formula.exchange = static_cast<std::uint32_t>(exchange);
  formula.text = table.text(formula_);
  formula.has_amount = std::isfinite(number.amount);
  formula.is_factor = number.matrix == Matrix::characterisation;
  formula.place = table.place(formula_);
  if (!formula.has_amount && number.uncertainty != no_index) {
    tell_no_amount(table.place(amount_), formula.text, context.findings);
  }
  context.formulas.formulas.push_back(std::move(formula));
}

void read_parameters(std::string_view text, const std::string& file,
                     const std::string& display_folder, PackageContext& context) {
  Table table(text, file,
              with_uncertainty({{"name", Column::required},
                                {"process"},
                                {"unit"},
                                {"id"},
                                {"amount", Column::required, Column::number},
                                {"formula"}}),
              context.findings, Repeats::meant);
  const UncertaintyColumns uncertainties(table, &context.distributions);
  const std::size_t name = table.column("name"), process = table.column("process");
  const FormulaColumn formulas(table, table.column("amount"));
  const std::size_t formula = table.column("formula"), unit = table.column("unit"),
                    id = table.column("id");
  std::set<std::pair<std::string, std::string>> seen;
  std::set<std::string> ids;
  while (table.next()) {
    PackageParameter parameter;
    parameter.name = table.required_text(name);
    parameter.process = table.text(process);
    parameter.formula = table.text(formula);
    parameter.unit = table.text(unit);
    parameter.id = table.text(id);
    parameter.place = table.place(name);
    const std::optional<double> amount = formulas.amount(table);
    if (parameter.name.empty() || !amount) continue;
    if (!parameter.process.empty() &&
        context.find(IdKind::process, parameter.process) == no_index) {
      context.report_unknown(IdKind::process, parameter.process, table.place(process),
                             display_folder);
      continue;
    }
    if (!seen.emplace(parameter.process, parameter.name).second) {
      context.findings.add("E0459", parameter.place,
                           "parameter " + in_quotes(parameter.name) + " is given twice",
                           "give each name once in a process, and once for all of the package");
      continue;
    }
    if (!parameter.id.empty() && !ids.insert(parameter.id).second) {
      context.findings.add(
          "E0459", table.place(id), "the id " + in_quotes(parameter.id) + " is given twice",
          "two parameters of one id would be one draw: give each its own, or none");
      continue;
    }
    parameter.amount = *amount;
    parameter.uncertainty = uncertainties.read(table, *amount, context.findings);
    if (std::isnan(*amount) && !parameter.uncertainty.is_certain())
      tell_no_amount(parameter.place, parameter.formula, context.findings);
    context.formulas.parameters.push_back(std::move(parameter));
  }
}

}  // namespace plume
