// SPDX-License-Identifier: Apache-2.0
#include "host/link/formulas.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "host/base/hash.hpp"
#include "host/base/letter_case.hpp"
#include "host/base/numbers.hpp"
#include "host/formula/formula.hpp"
#include "host/link/columns.hpp"
#include "host/model/key_counter.hpp"

namespace plume {
namespace {

constexpr int longest_chain = 500;  ///< of parameters that each need the next
constexpr std::size_t shown_characters = 60;
constexpr std::string_view around_nothing =
    "the amount stored beside a formula is 0";  ///< why nothing is drawn around it

/// What a name stands for.
struct Meaning {
  std::uint32_t parameter = no_raw, exchange = no_raw;  ///< one of both; indices into InventoryData
  std::optional<FormulaNode> node;                      ///< once it is worked out
  bool is_open = false;                                 ///< it is being worked out
  bool is_set = false;                                  ///< by the study
};

struct Scope {
  Scope* outer = nullptr;
  const FormulaDialect* dialect = nullptr;
  std::string name;  ///< of its process; empty: of the source
  std::string id;    ///< that parameters are told apart by
  RawPlace place;
  std::uint32_t source = 0;
  std::map<std::string, Meaning> meanings;
};

class FormulaLinker {
 public:
  FormulaLinker(InventoryData& data, ModelBuilder& builder, Findings& findings)
      : data_(data), builder_(builder), graph_(builder.model().formulas), findings_(findings) {}

  StoredNumbers link() {
    if (std::none_of(data_.sources.begin(), data_.sources.end(), asks_for_formulas)) return {};
    make_outer_scopes();
    for (RawProcess& process : data_.processes) {
      if (process.scope != no_raw && asks_for_formulas(options_of(data_, process.source))) link_process(process);
    }
    for (RawCategory& category : data_.categories) {
      if (category.scope != no_raw && asks_for_formulas(options_of(data_, category.source))) link_factors(category);
    }
    for (const RawStoredFormula& each : data_.stored_formulas) {
      if (asks_for_formulas(options_of(data_, data_.scopes[each.scope].source))) link_stored(each);
    }
    check_set();
    return std::move(stored_);
  }

 private:
  static bool asks_for_formulas(const RawSource& source) { return source.amounts == AmountRule::formula; }

  [[nodiscard]] static std::string key_of(const FormulaDialect& dialect, std::string_view name) {
    name = trim(name);
    return dialect.ignores_case ? lower_case(name) : std::string(name);
  }

  void make_outer_scopes() {
    outer_.resize(data_.scopes.size());
    for (std::size_t i = 0; i < data_.scopes.size(); ++i) {
      const RawScope& raw = data_.scopes[i];
      Scope& scope = outer_[i];
      if (raw.outer != no_raw) scope.outer = &outer_[raw.outer];
      scope.dialect = &raw.dialect;
      scope.source = raw.source;
      scope.id = fmt::format("scope {}", i == 0 ? 0 : i - first_scope_of(raw.source));
      if (raw.id != no_text) scope.id = data_.text(raw.id), scope.name = data_.text(raw.name);
      for (const std::uint32_t each : raw.parameters) define(scope, each);
    }
  }
  [[nodiscard]] std::size_t first_scope_of(std::uint32_t source) const {
    std::size_t first = 0;
    while (data_.scopes[first].source != source) ++first;
    return first;
  }

  /// The last definition of a name stands.
  void define(Scope& scope, std::uint32_t parameter) {
    Meaning meaning;
    meaning.parameter = parameter;
    const std::string key = key_of(*scope.dialect, data_.text(data_.parameters[parameter].name));
    if (const SetParameter* set = set_of(scope, key)) {
      meaning.node = graph_.number(set->value);
      meaning.is_set = true;
      used_sets_.insert(set);
    }
    scope.meanings.insert_or_assign(key, meaning);
  }

  /// What the study sets a parameter to; what it says of one process comes first.
  [[nodiscard]] const SetParameter* set_of(const Scope& scope, const std::string& key) const {
    const SetParameter* found = nullptr;
    for (const SetParameter& each : options_of(data_, scope.source).set) {
      if (key_of(*scope.dialect, each.name) != key) continue;
      const bool is_of_process = !each.process.empty() && (each.process == scope.name || each.process == scope.id);
      if (is_of_process || (each.process.empty() && found == nullptr)) found = &each;
    }
    return found;
  }

  // --- processes ------------------------------------------------------------------------------------------------------------------
  void link_process(RawProcess& process) {
    const auto exchanges_end = process.first_exchange + process.num_exchanges;
    bool any = false;
    for (std::uint32_t i = process.first_exchange; i < exchanges_end; ++i)
      any = any || data_.exchanges[i].formula != no_text;
    for (std::uint32_t i = 0; i < process.num_allocations; ++i)
      any = any || data_.allocations[process.first_allocation + i].formula != no_text;
    if (!any && options_of(data_, process.source).set.empty()) return;
    Scope scope;
    scope.outer = &outer_[process.scope];
    scope.dialect = scope.outer->dialect;
    scope.name = data_.text(process.name);
    scope.id = data_.text(process.id);
    scope.place = process.place;
    scope.source = process.source;
    for (std::uint32_t i = process.first_exchange; i < exchanges_end; ++i) name_exchange(scope, i);
    for (std::uint32_t i = 0; i < process.num_parameters; ++i) define(scope, process.first_parameter + i);
    for (std::uint32_t i = process.first_exchange; i < exchanges_end; ++i) {
      const RawExchange& exchange = data_.exchanges[i];
      if (exchange.formula == no_text) continue;
      if (const auto node = tell(scope, exchange.formula, fmt::format("exchange {}", exchange.line)))
        give_node(i, *node);
    }
    for (const auto& [key, meaning] : scope.meanings) {  // exchanges that formulas refer to
      if (meaning.exchange != no_raw && meaning.node && data_.exchanges[meaning.exchange].formula == no_text)
        data_.exchanges[meaning.exchange].node = *meaning.node, data_.exchanges[meaning.exchange].uncertainty = no_raw;
    }
    for (std::uint32_t i = 0; i < process.num_allocations; ++i) {
      RawAllocation& allocation = data_.allocations[process.first_allocation + i];
      if (allocation.formula == no_text) continue;
      const auto node = tell(scope, allocation.formula, "an allocation factor");
      if (!node) continue;
      allocation.node = graph_.apply(FormulaOp::divide, *node, graph_.number(allocation.formula_scale));
      allocation.value = value_of(allocation.node);
    }
  }

  /// The ways in which formulas know the amount of an exchange.
  void name_exchange(Scope& scope, std::uint32_t index) {
    const RawExchange& exchange = data_.exchanges[index];
    Meaning meaning;
    meaning.exchange = index;
    if (exchange.variable != no_text)
      scope.meanings.insert_or_assign(key_of(*scope.dialect, data_.text(exchange.variable)), meaning);
    if (scope.dialect->language == FormulaLanguage::ecospold2)
      scope.meanings.insert_or_assign(formula_reference(data_.text(exchange.own_id)), meaning);
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

  // --- factors --------------------------------------------------------------------------------------------------------------------
  void link_factors(RawCategory& category) {
    for (std::uint32_t i = 0; i < category.num_factors; ++i) {
      RawFactor& factor = data_.factors[category.first_factor + i];
      if (factor.formula == no_text) continue;
      Scope scope;
      scope.outer = &outer_[category.scope];
      scope.dialect = scope.outer->dialect;
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

  // --- numbers that the model has already -------------------------------------------------------------------------------------------
  void link_stored(const RawStoredFormula& raw) {
    Scope& scope = outer_[raw.scope];
    scope.place = raw.place;
    Model& model = builder_.model();
    const auto node = tell(scope, raw.formula, model.label_of(model.exchanges[raw.exchange]));
    if (!node) return;
    Exchange& number = model.exchanges[raw.exchange];  // the model may have grown by parameters
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

  // --- formulas -------------------------------------------------------------------------------------------------------------------
  /// The node of a formula; a finding where it has none, or no value.
  std::optional<FormulaNode> tell(Scope& scope, Text text, const std::string& what) {
    std::string why;
    const std::optional<FormulaNode> node = compile(scope, data_.text(text), 0, why);
    if (node && std::isfinite(value_of(*node))) return node;
    if (node) why = "it is no number";
    findings_.add("W0450", place_of(data_, builder_.model(), scope.place),
                  fmt::format("the formula '{}' of {} of '{}' cannot be worked out: {}",
                              data_.text(text).substr(0, shown_characters), what, scope.name, why),
                  "the stored value stands");
    return std::nullopt;
  }

  std::optional<FormulaNode> compile(Scope& scope, std::string_view text, int depth, std::string& why) {
    if (depth > longest_chain) {
      why = fmt::format("more than {} parameters depend on one another", longest_chain);
      return std::nullopt;
    }
    FormulaError error;
    const std::optional<Formula> formula = parse_formula(text, *scope.dialect, error);
    if (!formula) {
      why = fmt::format("{} (character {})", error.why, error.at + 1);
      return std::nullopt;
    }
    std::vector<FormulaNode> names;
    for (const std::string& name : formula->names()) {
      const std::optional<FormulaNode> node = node_of(scope, name, depth, why);
      if (!node) return std::nullopt;
      names.push_back(*node);
    }
    return graph_.add(*formula, names);
  }

  std::optional<FormulaNode> node_of(Scope& scope, const std::string& key, int depth, std::string& why) {
    const auto found = scope.meanings.find(key);
    if (found == scope.meanings.end()) {
      if (scope.outer != nullptr) return node_of(*scope.outer, key, depth, why);
      if (const std::optional<double> constant = formula_constant(key)) return graph_.number(*constant);
      why = fmt::format("there is no parameter '{}'", key);
      return std::nullopt;
    }
    Meaning& meaning = found->second;
    if (meaning.node) return meaning.node;
    if (meaning.is_open) {
      why = fmt::format("'{}' depends on itself", key);
      return std::nullopt;
    }
    meaning.is_open = true;
    meaning.node = meaning.parameter != no_raw ? parameter_node(scope, meaning.parameter, depth, why)
                                               : exchange_node(scope, key, meaning.exchange, depth, why);
    meaning.is_open = false;
    if (!meaning.node && why.find("parameter '") == std::string::npos)
      why = fmt::format("parameter '{}': {}", key, why);
    return meaning.node;
  }

  std::optional<FormulaNode> parameter_node(Scope& scope, std::uint32_t index, int depth, std::string& why) {
    const RawParameter& raw = data_.parameters[index];
    const Uncertainty uncertainty = uncertainty_of(raw.uncertainty);
    if (raw.formula == no_text) return add_parameter(scope, data_.text(raw.name), raw.value, uncertainty);
    const std::optional<FormulaNode> node = compile(scope, data_.text(raw.formula), depth + 1, why);
    if (!node || uncertainty.is_certain()) return node;
    return beside(*node, raw.value, [&] { return add_parameter(scope, data_.text(raw.name), raw.value, uncertainty); });
  }

  std::optional<FormulaNode> exchange_node(Scope& scope, const std::string& key, std::uint32_t index, int depth,
                                           std::string& why) {
    const RawExchange& raw = data_.exchanges[index];
    const Uncertainty uncertainty = uncertainty_of(raw.uncertainty);
    if (raw.formula == no_text) return add_parameter(scope, key, raw.amount, uncertainty);
    const std::optional<FormulaNode> node = compile(scope, data_.text(raw.formula), depth + 1, why);
    if (!node || uncertainty.is_certain()) return node;
    return beside(*node, raw.amount, [&] { return add_parameter(scope, key, raw.amount, uncertainty); });
  }

  /// draw · formula / stored: a distribution beside a formula is around the number that is stored.
  template <class Add>
  FormulaNode beside(FormulaNode formula, double stored, Add add) {
    if (stored == 0.0 || !std::isfinite(stored)) return formula;
    return graph_.apply(FormulaOp::multiply, graph_.apply(FormulaOp::divide, add(), graph_.number(stored)), formula);
  }

  FormulaNode add_parameter(const Scope& scope, std::string_view name, double amount, const Uncertainty& uncertainty) {
    Exchange number;
    number.amount = amount;
    number.source = static_cast<std::uint16_t>(scope.source);
    number.table = no_index;
    std::string id = fmt::format("parameter {}#{}", scope.id, name);
    if (const std::uint32_t before = ids_.add(stable_key({id})); before > 0) id += fmt::format("/{}", before + 1);
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
    const std::vector<FormulaGraph::Node>& nodes = graph_.nodes();
    const std::vector<Parameter>& parameters = builder_.model().parameters;
    while (node_values_.size() <= node) {
      const FormulaGraph::Node& next = nodes[node_values_.size()];
      if (next.op == FormulaOp::number)
        node_values_.push_back(next.value);
      else if (next.op == FormulaOp::name)
        node_values_.push_back(builder_.model().exchanges[parameters[next.a].exchange].static_value());
      else
        node_values_.push_back(
            formula_value(next.op, node_values_[next.a], node_values_[next.b], node_values_[next.c]));
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
        for (const RawParameter& parameter : data_.parameters) names.emplace_back(data_.text(parameter.name));
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
                          : fmt::format("set: there is no parameter '{}' of a process '{}'", each.name, each.process),
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
