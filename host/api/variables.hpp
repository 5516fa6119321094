// SPDX-License-Identifier: Apache-2.0
// A result by the names that result files give (docs/file-format.md): for programs that hand it on
// in memory as a reader of the file would see it, as Plume's module of Python does.
//
//     for (const NamedFigures& each : figures_of(result)) keep(each.name, each.shape, each.values);
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "host/api/plume.hpp"

namespace plume::api {

/// A variable of result files.
struct Variable {
  std::string name;
  std::vector<std::string> dimensions;  ///< of "iteration", "demand", "category", "level"
  /// name and value: long_name; units or unit_variable, the variable that holds them
  std::vector<std::pair<std::string, std::string>> attributes;
};

/// Those that every result has.
[[nodiscard]] std::vector<Variable> variables();

/// All numbers of a variable, the last dimension fastest.
struct NamedFigures {
  std::string name;
  std::vector<std::size_t> shape;  ///< one size a dimension
  std::variant<std::vector<double>, std::vector<std::int64_t>> values;
};

/// Levels of the quantiles, and the figures of all outputs: whatever has numbers beside scores and
/// statuses.
[[nodiscard]] std::vector<NamedFigures> figures_of(const Result& result);

}  // namespace plume::api
