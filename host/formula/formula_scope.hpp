// SPDX-License-Identifier: Apache-2.0
// From formulas as texts to nodes of a graph, by names in scopes that lie inside one another:
// database, project, process. A name is looked up from the inside outwards, then among the
// constants; the formula behind a name sees the scope that the name stands in and those outside of
// it.
//
//     FormulaScope scope(graph, dialect, [&](const std::string& key,
//         std::uint64_t token) { return graph.parameter(add(token)); });
//     scope.define("mass", {.token = 0});
//     scope.define("gross", {.formula = "mass * 1.1"});
//     // its node; nothing with the reason where a name is unknown or defines itself
//     scope.compile("2 * gross", why);
//
// Names get their numbers when a formula first asks for them: what nothing depends on is no
// parameter of the model.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "host/formula/formula_graph.hpp"
#include "host/formula/formula_units.hpp"

namespace plume {

class FormulaScope {
 public:
  /// The number behind a name, as a node: a parameter of the model, or a number.
  using NumberOf = std::function<FormulaNode(const std::string& key, std::uint64_t token)>;

  struct Meaning {
    std::string_view formula = {};  ///< empty: a number; texts must outlive the scope
    std::string_view unit = {};     ///< of the value; empty: that of the formula, or unknown
    std::uint64_t token = 0;        ///< by which NumberOf knows it
    double stored = 0.0;            ///< beside a formula
    /// a distribution stands beside the formula: draw · formula / stored
    bool is_drawn_beside = false;
    std::optional<FormulaNode> node;  ///< once it is worked out
    bool is_open = false;             ///< it is being worked out
  };

  FormulaScope(FormulaGraph& graph, const FormulaDialect& dialect, NumberOf number_of,
               FormulaScope* outer = nullptr)
      : graph_(&graph), dialect_(&dialect), number_of_(std::move(number_of)), outer_(outer) {}

  /// A name as the language compares it: without blanks around it.
  [[nodiscard]] static std::string key_of(const FormulaDialect& dialect, std::string_view name);

  /// The last definition of a key stands.
  void define(const std::string& key, const Meaning& meaning) {
    has_units_ = has_units_ || !meaning.unit.empty();
    meanings_.insert_or_assign(key, meaning);
  }

  [[nodiscard]] std::optional<FormulaNode> compile(std::string_view formula, std::string& why) {
    return compile(formula, 0, why);
  }

  /// Why the value of a formula that was compiled cannot stand for an amount in that unit, or what
  /// within it does not fit; empty where nothing is wrong or not enough is known.
  [[nodiscard]] std::string unit_trouble(std::string_view formula,
                                         const std::optional<FormulaUnit>& wanted);

  [[nodiscard]] const std::map<std::string, Meaning>& meanings() const { return meanings_; }
  [[nodiscard]] const FormulaDialect& dialect() const { return *dialect_; }

 private:
  [[nodiscard]] bool knows_units() const {
    return has_units_ || (outer_ != nullptr && outer_->knows_units());
  }
  [[nodiscard]] std::optional<FormulaUnit> unit_of(std::string_view formula, std::string& why);
  [[nodiscard]] std::optional<FormulaUnit> unit_of_name(const std::string& key);
  [[nodiscard]] std::optional<FormulaNode> compile(std::string_view text, int depth,
                                                   std::string& why);
  [[nodiscard]] std::optional<FormulaNode> node_of(const std::string& key, int depth,
                                                   std::string& why);
  [[nodiscard]] std::optional<FormulaNode> work_out(const std::string& key, const Meaning& meaning,
                                                    int depth, std::string& why);

  FormulaGraph* graph_;
  const FormulaDialect* dialect_;
  NumberOf number_of_;
  FormulaScope* outer_;
  std::map<std::string, Meaning> meanings_;
  std::map<std::string, std::optional<FormulaUnit>> units_;  ///< of names that were asked for
  bool has_units_ = false;
};

}  // namespace plume
