// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/inventory_formulas.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "host/base/numbers.hpp"
#include "host/inventory/inventory_columns.hpp"
#include "host/inventory/inventory_table.hpp"
#include "host/model/uncertainty.hpp"

namespace plume {
namespace {

constexpr FormulaLanguage language = FormulaLanguage::openlca;

/// What is a formula of one name and nothing else can be named by formulas.
bool is_name(std::string_view text, const FormulaDialect& dialect) {
  FormulaError error;
  const auto formula = parse_formula(text, dialect, error);
  return formula && formula->code().size() == 1 && formula->names().size() == 1;
}

bool is_number(std::string_view text) {
  NumberTrouble trouble;
  return parse_double(text, trouble).has_value();
}

}  // namespace

std::vector<Column> parameter_columns() {
  return inventory_columns({"name", "amount"}, {"unit", "uncertainty"});
}

InventoryFormulas::InventoryFormulas(const StudyInventory& inventory, Model& model,
                                     Findings& findings)
    : inventory_(inventory),
      model_(model),
      findings_(findings),
      dialect_(formula_dialect(language)),
      scope_(model.formulas, dialect_, [this](const std::string&, std::uint64_t token) {
        return number_of(static_cast<std::uint32_t>(token));
      }) {}

void InventoryFormulas::read(const InventoryTable& table) {
  if (!builder_) builder_.emplace(model_);
  for (const Sheet::Row& row : table.rows()) {
    Given given;
    given.name = table.text(row, "name");
    given.place = table.place(row, "name");
    const std::string amount = table.text(row, "amount");
    given.unit = table.text(row, "unit");
    const char* unit = given.unit.empty() ? "no unit" : "unit";
    if (given.unit == "%") given.unit.clear();  // hundredths are numbers of no unit
    if (amount.empty() || is_number(amount) || !is_formula(amount)) {
      given.number = table.number(row, {"amount", unit, "uncertainty"}, findings_);
    } else {
      given.formula = amount;
      given.place = table.place(row, "amount");
      if (!table.text(row, "uncertainty").empty())
        findings_.add(
            "E0462", table.place(row, "uncertainty"),
            fmt::format("an uncertainty stands beside the formula '{}' of parameter '{}'", amount,
                        given.name),
            "give it to a parameter of its own, such as error, and multiply: (…) * error");
    }
    add(std::move(given));
  }
}

void InventoryFormulas::add(Given given) {
  const std::string key = FormulaScope::key_of(dialect_, given.name);
  if (!is_name(given.name, dialect_)) {
    findings_.add("E0461", given.place,
                  fmt::format("'{}' is no name that a formula can use", given.name),
                  "letters, digits and '_', a letter first, and no word such as 'and' or 'div'");
    return;
  }
  const auto index = static_cast<std::uint32_t>(given_.size());
  if (!by_key_.emplace(key, index).second) {
    findings_.add("E0461", given.place, fmt::format("parameter '{}' is given twice", given.name),
                  "give each name once; capitals do not tell names apart");
    return;
  }
  given_.push_back(std::move(given));
  FormulaScope::Meaning meaning;
  meaning.token = index;
  scope_.define(key, meaning);
}

void InventoryFormulas::check() {
  for (const SetParameter& set : inventory_.set) {
    const auto found = by_key_.find(FormulaScope::key_of(dialect_, set.name));
    if (found == by_key_.end()) {
      findings_.add("E0451", inventory_.set_place,
                    fmt::format("set: there is no parameter '{}'", set.name),
                    given_.empty() ? "name a table of parameters: parameters = \"parameters.csv\""
                                   : did_you_mean(set.name, names()));
      continue;
    }
    Given& given = given_[found->second];
    given.formula.clear();
    given.number.amount = set.value;
    given.number.unit = {};
    given.number.uncertainty = {};
    given.number.written_percent.reset();
  }
  // Texts stay where they are from now on.
  for (std::uint32_t i = 0; i < given_.size(); ++i) {
    FormulaScope::Meaning meaning;
    meaning.token = i;
    meaning.formula = given_[i].formula;
    meaning.unit = given_[i].unit;
    scope_.define(FormulaScope::key_of(dialect_, given_[i].name), meaning);
  }
  for (const Given& given : given_) {
    if (given.formula.empty()) continue;
    FormulaValue ignored;
    (void)work_out(given.formula, given.place, fmt::format("parameter '{}'", given.name),
                   named_unit(given.unit), ignored);
  }
}

bool InventoryFormulas::is_formula(std::string_view cell) const {
  if (!builder_ || is_number(cell)) return false;
  FormulaError error;
  const auto formula = parse_formula(cell, dialect_, error);
  if (formula) return !formula->names().empty();
  // A slip in what is meant as a formula: it names a parameter.
  const std::string text = FormulaScope::key_of(dialect_, cell);
  return std::any_of(by_key_.begin(), by_key_.end(), [&](const auto& known) {
    return text.find(known.first) != std::string::npos;
  });
}

double InventoryFormulas::work_out(std::string_view formula, const Place& place,
                                   std::string_view what, const std::optional<FormulaUnit>& unit,
                                   FormulaValue& into) {
  std::string why;
  const std::optional<FormulaNode> node = scope_.compile(formula, why);
  if (!node) {
    tell(formula, place, what, why);
    return 0.0;
  }
  extend_values();
  const double value = values_[*node];
  if (!std::isfinite(value)) {
    tell(formula, place, what, "it is no number at the amounts of its parameters");
    return 0.0;
  }
  if (const std::string trouble = scope_.unit_trouble(formula, unit); !trouble.empty())
    findings_.add("W0466", place, fmt::format("the formula '{}' of {} {}", formula, what, trouble),
                  "formulas work with the numbers as they are written: give the parameters in "
                  "units that fit, or multiply "
                  "by what lies between them");
  into.node = *node;
  into.text = formula;
  fill(*node, into);
  return value;
}

void InventoryFormulas::tell(std::string_view formula, const Place& place, std::string_view what,
                             const std::string& why) {
  constexpr std::string_view missing = "there is no parameter '";
  std::string hint =
      "names are those of the table of parameters; see docs/inventory.md for what formulas may "
      "hold";
  if (const std::size_t at = why.find(missing); at != std::string::npos) {
    const std::string rest = why.substr(at + missing.size());
    if (const std::string near = did_you_mean(rest.substr(0, rest.find('\'')), names());
        !near.empty())
      hint = near;
  }
  findings_.add("E0460", place,
                fmt::format("the formula '{}' of {} cannot be worked out: {}", formula, what, why),
                hint);
}

std::vector<std::string> InventoryFormulas::names() const {
  std::vector<std::string> all;
  for (const Given& given : given_) all.push_back(given.name);
  return all;
}

FormulaNode InventoryFormulas::number_of(std::uint32_t index) {
  Given& given = given_[index];
  given.is_used = true;
  const InventoryNumber& number = given.number;
  Exchange exchange;
  exchange.amount = number.amount;
  // hundredths of '%'
  exchange.factor = same_dimension(number.unit, MeasureUnit{}) ? number.unit.factor : 1.0;
  exchange.line = number.line;
  exchange.source = number.table;
  given.parameter =
      builder_->parameter(given.name, "", exchange, number.uncertainty,
                          "inventory parameter " + FormulaScope::key_of(dialect_, given.name));
  by_parameter_[given.parameter] = index;
  return model_.formulas.parameter(given.parameter);
}

void InventoryFormulas::extend_values() {
  model_.formulas.extend(values_, [&](std::uint32_t number) {
    return model_.exchanges[model_.parameters[number].exchange].static_value();
  });
}

void InventoryFormulas::fill(FormulaNode node, FormulaValue& into) const {
  std::vector<double> weights(node + 1);
  weights[node] = 1.0;
  const std::vector<double> slopes = model_.formulas.derivatives(values_, std::move(weights));
  std::vector<char> below(node + 1);
  below[node] = 1;
  for (std::size_t i = node + 1; i-- > 0;) {
    const FormulaGraph::Node& each = model_.formulas.nodes()[i];
    if (below[i] == 0) continue;
    if (formula_operands(each.op) > 0) below[each.a] = below[each.b] = below[each.c] = 1;
    into.is_difference =
        into.is_difference || each.op == FormulaOp::subtract || each.op == FormulaOp::negate;
    if (each.op != FormulaOp::name) continue;
    const InventoryNumber& number = given_[by_parameter_.at(each.a)].number;
    if (number.uncertainty.is_certain()) continue;
    into.is_drawn = true;
    if (values_[node] == 0.0) continue;
    into.shares.push_back(
        {model_.exchanges[model_.parameters[each.a].exchange].key,
         slopes[i] * values_[i] / values_[node],
         SquaredWidths(number.uncertainty, number.amount, number.written_percent)});
  }
}

void InventoryFormulas::note_unused() const {
  for (const Given& given : given_) {
    if (given.is_used || !given.formula.empty()) continue;
    findings_.add("N0464", given.place,
                  fmt::format("no formula names the parameter '{}'", given.name),
                  "use it in a formula, or take it out");
  }
}

}  // namespace plume
