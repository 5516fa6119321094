// SPDX-License-Identifier: Apache-2.0
// Parameters with values or formulas, in scopes that lie inside one another: database, project,
// process. A name is looked up from the inside outwards; the formula of a parameter sees the scope
// that it stands in and those outside of it. Values are worked out when asked for, in the order of
// their dependence, and kept.
//
//     ParameterScope project(dialect), process(dialect, &project);
//     project.add("mass", 15.0);
//     process.add_formula("gross", "mass * 1.1");
//     std::string why;
//     // 33; nothing with the reason where a name is unknown or defines itself
//     process.evaluate("2 * gross", why);
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "host/formula/formula.hpp"

namespace plume {

class ParameterScope {
 public:
  explicit ParameterScope(const FormulaDialect& dialect, ParameterScope* outer = nullptr)
      : dialect_(dialect), outer_(outer) {}

  /// A later definition of a name replaces an earlier one; false where there was one. Blanks around
  /// names are no part of them.
  bool add(std::string_view name, double value);
  bool add_formula(std::string_view name, std::string_view formula);

  [[nodiscard]] std::optional<double> value_of(std::string_view name, std::string& why);
  [[nodiscard]] std::optional<double> evaluate(std::string_view formula, std::string& why);

 private:
  struct Entry {
    std::optional<double> value;
    std::string formula;
    bool is_open = false;  ///< its value is being worked out
  };
  [[nodiscard]] std::string key_of(std::string_view name) const;
  [[nodiscard]] std::optional<double> find(const std::string& key, int depth, std::string& why);
  [[nodiscard]] std::optional<double> compute(std::string_view formula, int depth,
                                              std::string& why);

  FormulaDialect dialect_;
  ParameterScope* outer_;
  std::map<std::string, Entry> entries_;
};

}  // namespace plume
