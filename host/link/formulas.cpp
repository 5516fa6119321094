// SPDX-License-Identifier: Apache-2.0
#include "host/link/formulas.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "host/base/hash.hpp"
#include "host/base/numbers.hpp"
#include "host/formula/formula_scope.hpp"
#include "host/link/columns.hpp"
#include "host/model/examples.hpp"
#include "host/model/key_counter.hpp"

namespace plume {
namespace {

constexpr std::size_t shown_characters = 60;
constexpr std::string_view around_nothing =
    "the amount stored beside a formula is 0";  ///< why nothing is drawn around it

/// Tokens of scopes: an index into InventoryData::parameters, or with this bit one into
/// InventoryData::exchanges.
constexpr std::uint64_t exchange_bit = std::uint64_t{1} << 32;

struct Scope {
  std::string name;  ///< of its process; empty: of the source
  std::string id;    ///< that parameters are told apart by
  RawPlace place;
  std::uint32_t source = 0;
  std::optional<FormulaScope> names;
};

class FormulaLinker {
 public:
  FormulaLinker(InventoryData& data, ModelBuilder& builder, Findings& findings)
      : data_(data), builder_(builder), graph_(builder.model().formulas), findings_(findings) {}

  StoredNumbers link() {
    if (std::none_of(data_.sources.begin(), data_.sources.end(), asks_for_formulas)) return {};
    make_outer_scopes();
    for (RawProcess& process : data_.processes) {
      if (process.scope != no_raw && asks_for_formulas(options_of(data_, process.source)))
        link_process(process);
    }
    for (RawCategory& category : data_.categories) {
      if (category.scope != no_raw && asks_for_formulas(options_of(data_, category.source)))
        link_factors(category);
    }
    for (const RawStoredFormula& each : data_.stored_formulas) {
      if (asks_for_formulas(options_of(data_, data_.scopes[each.scope].source))) link_stored(each);
    }
    tell_units();
    check_set();
    return std::move(stored_);
  }

 private:
  static bool asks_for_formulas(const RawSource& source) {
    return source.amounts == AmountRule::formula;
  }

  void make_outer_scopes() {
    outer_.resize(data_.scopes.size());
    for (std::size_t i = 0; i < data_.scopes.size(); ++i) {
      const RawScope& raw = data_.scopes[i];
      Scope& scope = outer_[i];
      open(scope, raw.dialect, raw.outer == no_raw ? nullptr : &*outer_[raw.outer].names);
      scope.source = raw.source;
      scope.id = fmt::format("scope {}", i == 0 ? 0 : i - first_scope_of(raw.source));
      if (raw.id != no_text) scope.id = data_.text(raw.id), scope.name = data_.text(raw.name);
      for (const std::uint32_t each : raw.parameters) define(scope, each);
    }
    for (std::size_t i = 0; i < data_.scopes.size(); ++i) {
      for (const std::uint32_t each : data_.scopes[i].parameters)
        check_units_of_parameter(outer_[i], each);
    }
  }
  [[nodiscard]] std::size_t first_scope_of(std::uint32_t source) const {
    std::size_t first = 0;
    while (data_.scopes[first].source != source) ++first;
    return first;
  }

  void open(Scope& scope, const FormulaDialect& dialect, FormulaScope* outer) {
    scope.names.emplace(
        graph_, dialect,
        [this, &scope](const std::string& key, std::uint64_t token) {
          return number_of(scope, key, token);
        },
        outer);
  }

  void define(Scope& scope, std::uint32_t parameter) {
    const RawParameter& raw = data_.parameters[parameter];
    FormulaScope::Meaning meaning =
        meaning_of(raw.formula, raw.unit, raw.value, raw.uncertainty, parameter);
    const std::string key = FormulaScope::key_of(scope.names->dialect(), data_.text(raw.name));
    if (const SetParameter* set = set_of(scope, key)) {
      meaning.node = graph_.number(set->value);
      used_sets_.insert(set);
    }
    scope.names->define(key, meaning);
  }

  [[nodiscard]] FormulaScope::Meaning meaning_of(Text formula, Text unit, double stored,
                                                 std::uint32_t uncertainty,
                                                 std::uint64_t token) const {
    FormulaScope::Meaning meaning;
    meaning.formula = data_.text(formula);
    meaning.unit = data_.text(unit);
    meaning.token = token;
    meaning.stored = stored;
    meaning.is_drawn_beside = formula != no_text && !uncertainty_of(uncertainty).is_certain();
    return meaning;
  }

  /// What the study sets a parameter to; what it says of one process comes first.
  [[nodiscard]] const SetParameter* set_of(const Scope& scope, const std::string& key) const {
    const SetParameter* found = nullptr;
    for (const SetParameter& each : options_of(data_, scope.source).set) {
      if (FormulaScope::key_of(scope.names->dialect(), each.name) != key) continue;
      const bool is_of_process =
          !each.process.empty() && (each.process == scope.name || each.process == scope.id);
      if (is_of_process || (each.process.empty() && found == nullptr)) found = &each;
    }
    return found;
  }

  // --- processes
  // -----------------------------------------------------------------------------------------------
  void link_process(RawProcess& process) {
    const auto exchanges_end = process.first_exchange + process.num_exchanges;
    bool any = false;
    for (std::uint32_t i = process.first_exchange; i < exchanges_end; ++i)
      any = any || data_.exchanges[i].formula != no_text;
    for (std::uint32_t i = 0; i < process.num_allocations; ++i)
      any = any || data_.allocations[process.first_allocation + i].formula != no_text;
    if (!any && options_of(data_, process.source).set.empty()) return;
    Scope scope;
    open(scope, outer_[process.scope].names->dialect(), &*outer_[process.scope].names);
    scope.name = data_.text(process.name);
    scope.id = data_.text(process.id);
    scope.place = process.place;
    scope.source = process.source;
    for (std::uint32_t i = process.first_exchange; i < exchanges_end; ++i) name_exchange(scope, i);
    for (std::uint32_t i = 0; i < process.num_parameters; ++i)
      define(scope, process.first_parameter + i);
    for (std::uint32_t i = 0; i < process.num_parameters; ++i)
      check_units_of_parameter(scope, process.first_parameter + i);
    for (std::uint32_t i = process.first_exchange; i < exchanges_end; ++i) {
      const RawExchange& exchange = data_.exchanges[i];
      if (exchange.formula == no_text) continue;
      const auto node = tell(scope, exchange.formula, fmt::format("exchange {}", exchange.line));
      if (!node) continue;
      check_units(scope, exchange.formula, data_.text(exchange.unit),
                  [&] { return fmt::format("exchange {} of '{}'", exchange.line, scope.name); });
      give_node(i, *node);
    }
    // exchanges that formulas refer to
    for (const auto& [key, meaning] : scope.names->meanings()) {
      if ((meaning.token & exchange_bit) == 0 || !meaning.node || !meaning.formula.empty())
        continue;
      RawExchange& exchange = data_.exchanges[static_cast<std::uint32_t>(meaning.token)];
      exchange.node = *meaning.node;
      exchange.uncertainty = no_raw;
    }
    for (std::uint32_t i = 0; i < process.num_allocations; ++i) {
      RawAllocation& allocation = data_.allocations[process.first_allocation + i];
      if (allocation.formula == no_text) continue;
      const auto node = tell(scope, allocation.formula, "an allocation factor");
      if (!node) continue;
      allocation.node =
          graph_.apply(FormulaOp::divide, *node, graph_.number(allocation.formula_scale));
      allocation.value = value_of(allocation.node);
    }
  }

  /// The ways in which formulas know the amount of an exchange.
  void name_exchange(Scope& scope, std::uint32_t index) {
    const RawExchange& exchange = data_.exchanges[index];
    const FormulaDialect& dialect = scope.names->dialect();
    const FormulaScope::Meaning meaning =
        meaning_of(exchange.formula, exchange.unit, exchange.amount, exchange.uncertainty,
                   exchange_bit | index);
    if (exchange.variable != no_text)
      scope.names->define(FormulaScope::key_of(dialect, data_.text(exchange.variable)), meaning);
    if (dialect.language == FormulaLanguage::ecospold2)
      scope.names->define(formula_reference(data_.text(exchange.own_id)), meaning);
  }

  /// What a formula makes of an exchange; a distribution of its own stays around it.
  void give_node(std::uint32_t index, FormulaNode node) {
    RawExchange& exchange = data_.exchanges[index];
    keep_stored(index, exchange.amount, exchange.uncertainty, stored_.exchanges);
    exchange.node = node;
    exchange.amount = value_of(node);
  }

  void keep_stored(std::uint32_t index, double amount, std::uint32_t uncertainty,
                   std::unordered_map<std::uint32_t, double>& stored) {
    if (uncertainty == no_raw) return;
    RawUncertainty& around = data_.uncertainties[uncertainty];
    if (amount != 0.0)
      stored[index] = amount;
    else if (around.fault == no_text)
      around.fault = data_.texts.add(around_nothing);
  }

  // --- factors
  // -----------------------------------------------------------------------------------------------
  void link_factors(RawCategory& category) {
    for (std::uint32_t i = 0; i < category.num_factors; ++i) {
      RawFactor& factor = data_.factors[category.first_factor + i];
      if (factor.formula == no_text) continue;
      Scope scope;
      open(scope, outer_[category.scope].names->dialect(), &*outer_[category.scope].names);
      scope.name = data_.text(category.name);
      scope.place = category.place;
      scope.source = category.source;
      const auto node = tell(scope, factor.formula, fmt::format("factor {}", i + 1));
      if (!node) continue;
      keep_stored(category.first_factor + i, factor.value, factor.uncertainty, stored_.factors);
      factor.node = *node;
      factor.value = value_of(*node);
    }
  }

  // --- numbers that the model has already
  // -------------------------------------------------------------------------------------------
  void link_stored(const RawStoredFormula& raw) {
    Scope& scope = outer_[raw.scope];
    scope.place = raw.place;
    Model& model = builder_.model();
    const auto node = tell(scope, raw.formula, model.label_of(model.exchanges[raw.exchange]));
    if (!node) return;
    Exchange& number = model.exchanges[raw.exchange];  // the model may have grown by parameters
    check_units(scope, raw.formula, unit_of(number), [&] { return model.label_of(number); });
    const double stored = number.amount;
    number.formula = *node;
    number.amount = value_of(*node);
    if (number.uncertainty == no_index) return;
    Uncertainty around = model.uncertainties[number.uncertainty];
    if (stored == 0.0) {
      add_to(data_.counts.downgraded, around_nothing);
      number.uncertainty = no_index;
      return;
    }
    draw_around(stored, number, around);
    if (around.is_certain()) number.uncertainty = no_index;
  }

  // --- formulas
  // -----------------------------------------------------------------------------------------------
  /// The node of a formula; a finding where it has none, or no value.
  std::optional<FormulaNode> tell(Scope& scope, Text text, const std::string& what) {
    std::string why;
    const std::optional<FormulaNode> node = scope.names->compile(data_.text(text), why);
    if (node && std::isfinite(value_of(*node))) return node;
    if (node) why = "it is no number";
    findings_.add("W0450", place_of(data_, builder_.model(), scope.place),
                  fmt::format("the formula '{}' of {} of '{}' cannot be worked out: {}",
                              data_.text(text).substr(0, shown_characters), what, scope.name, why),
                  "the stored value stands");
    return std::nullopt;
  }

  /// In which a stored amount is; empty where its table converts it, or it is per unit of
  /// something.
  [[nodiscard]] std::string_view unit_of(const Exchange& number) const {
    const Model& model = builder_.model();
    if (number.factor != 1.0) return {};
    if (number.matrix == Matrix::technosphere) return model.products[number.row].unit;
    return number.matrix == Matrix::biosphere ? std::string_view(model.flows[number.row].unit)
                                              : std::string_view();
  }

  /// `what()` describes the amount that the formula gives.
  template <class What>
  void check_units(Scope& scope, Text formula, std::string_view unit, const What& what) {
    const std::string trouble = scope.names->unit_trouble(data_.text(formula), named_unit(unit));
    if (trouble.empty()) return;
    if (odd_units_.empty()) odd_place_ = place_of(data_, builder_.model(), scope.place);
    odd_units_.add([&] {
      return fmt::format("'{}' of {} {}", data_.text(formula).substr(0, shown_characters), what(),
                         trouble);
    });
  }

  void check_units_of_parameter(Scope& scope, std::uint32_t index) {
    const RawParameter& raw = data_.parameters[index];
    if (raw.formula == no_text) return;
    check_units(scope, raw.formula, data_.text(raw.unit),
                [&] { return fmt::format("parameter '{}'", data_.text(raw.name)); });
  }

  void tell_units() {
    if (odd_units_.empty()) return;
    findings_.add(
        "W0466", odd_place_,
        fmt::format("units do not fit in {}: {}", odd_units_.count_text(), odd_units_.list()),
        "formulas work with the numbers as they are written: give the parameters in units that "
        "fit, or "
        "multiply by what lies between them");
  }

  /// The draw behind a name.
  FormulaNode number_of(const Scope& scope, const std::string& key, std::uint64_t token) {
    const auto index = static_cast<std::uint32_t>(token);
    if ((token & exchange_bit) == 0) {
      const RawParameter& raw = data_.parameters[index];
      return add_parameter(scope, data_.text(raw.name), raw.value, uncertainty_of(raw.uncertainty),
                           data_.text(raw.id));
    }
    const RawExchange& raw = data_.exchanges[index];
    return add_parameter(scope, key, raw.amount, uncertainty_of(raw.uncertainty));
  }

  FormulaNode add_parameter(const Scope& scope, std::string_view name, double amount,
                            const Uncertainty& uncertainty, std::string_view own_id = {}) {
    Exchange number;
    number.amount = amount;
    number.source = static_cast<std::uint16_t>(scope.source);
    number.table = no_index;
    std::string id(own_id);
    if (id.empty()) {
      id = fmt::format("parameter {}#{}", scope.id, name);
      if (const std::uint32_t before = ids_.add(stable_key({id})); before > 0)
        id += fmt::format("/{}", before + 1);
    }
    const std::uint32_t parameter = builder_.parameter(name, scope.name, number, uncertainty, id);
    return graph_.parameter(parameter);
  }

  [[nodiscard]] Uncertainty uncertainty_of(std::uint32_t index) const {
    if (index == no_raw) return {};
    const RawUncertainty& raw = data_.uncertainties[index];
    return raw.fault == no_text ? raw.value : Uncertainty{};
  }

  /// At the static parameters; nodes are worked out once.
  double value_of(FormulaNode node) {
    const Model& model = builder_.model();
    if (node_values_.size() <= node) {
      graph_.extend(node_values_, [&](std::uint32_t number) {
        return model.exchanges[model.parameters[number].exchange].static_value();
      });
    }
    return node_values_[node];
  }

  /// By this model or another that the study says the same of, as --set does of all.
  [[nodiscard]] bool is_used(const SetParameter& set) const {
    return std::any_of(used_sets_.begin(), used_sets_.end(), [&](const SetParameter* each) {
      return each->process == set.process && each->name == set.name && each->value == set.value;
    });
  }

  void check_set() {
    for (const RawSource& source : data_.sources) {
      for (const SetParameter& each : source.set) {
        if (is_used(each)) continue;
        std::vector<std::string> names;
        for (const RawParameter& parameter : data_.parameters)
          names.emplace_back(data_.text(parameter.name));
        std::sort(names.begin(), names.end());
        names.erase(std::unique(names.begin(), names.end()), names.end());
        std::string hint = did_you_mean(each.name, names);
        if (hint.empty() && names.empty()) hint = "the model has no parameters";
        if (hint.empty()) hint = "`plume info` lists the parameters of a model";
        const std::string path = source.source < builder_.model().sources.size()
                                     ? builder_.model().sources[source.source].path
                                     : std::string();
        findings_.add("E0451", {path, 0, 0},
                      each.process.empty()
                          ? fmt::format("set: there is no parameter '{}'", each.name)
                          : fmt::format("set: there is no parameter '{}' of a process '{}'",
                                        each.name, each.process),
                      hint);
      }
    }
  }

  InventoryData& data_;
  ModelBuilder& builder_;
  FormulaGraph& graph_;
  Findings& findings_;
  std::vector<Scope> outer_;  ///< by InventoryData::scopes
  std::set<const SetParameter*> used_sets_;
  KeyCounter ids_;
  std::vector<double> node_values_;
  Examples odd_units_{"formula"};
  Place odd_place_;  ///< of the first
  StoredNumbers stored_;
};

}  // namespace

void draw_around(double stored, Exchange& number, Uncertainty& uncertainty) {
  if (number.amount == 0.0) {
    uncertainty = {};
    return;
  }
  number.factor *= number.amount / stored;
  number.amount = stored;
}

StoredNumbers link_formulas(InventoryData& data, ModelBuilder& builder, Findings& findings) {
  return FormulaLinker(data, builder, findings).link();
}

}  // namespace plume
