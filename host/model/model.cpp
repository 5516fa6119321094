// SPDX-License-Identifier: Apache-2.0
#include "host/model/model.hpp"

#include <fmt/format.h>

namespace plume {

std::string_view name_of(Matrix matrix) {
  switch (matrix) {
    case Matrix::technosphere:
      return "technosphere";
    case Matrix::biosphere:
      return "biosphere";
    case Matrix::characterisation:
      return "characterisation";
    case Matrix::normalisation:
      return "normalisation";
    case Matrix::weighting:
      return "weighting";
    case Matrix::parameter:
      return "parameter";
  }
  return "unknown";
}

double ConvertibleUnits::factor(std::string_view from, std::string_view to) const {
  double from_factor = 0.0, to_factor = 0.0;
  for (const Unit& unit : units) {
    if (unit.name == from) from_factor = unit.factor;
    if (unit.name == to) to_factor = unit.factor;
  }
  return to_factor == 0.0 ? 0.0 : from_factor / to_factor;
}

Place Model::place_of(const Exchange& exchange) const {
  if (exchange.source >= sources.size()) return {};
  const Source& source = sources[exchange.source];
  std::string file = source.path;
  if (exchange.table < source.tables.size()) file += "/" + source.tables[exchange.table];
  return {file, exchange.line, 0};
}

std::string Model::label_of(const Exchange& exchange) const {
  const auto named = [](const auto& list, std::uint32_t index) {
    if (index >= list.size()) return fmt::format("#{}", index);
    const auto& item = list[index];
    if (item.name.empty() || item.name == item.id) return fmt::format("'{}'", item.id);
    return fmt::format("'{}' ({})", item.name, item.id);
  };
  switch (exchange.matrix) {
    case Matrix::technosphere:
      return fmt::format("product {} in process {}", named(products, exchange.row),
                         named(processes, exchange.column));
    case Matrix::biosphere:
      return fmt::format("flow {} in process {}", named(flows, exchange.row),
                         named(processes, exchange.column));
    case Matrix::characterisation:
      return fmt::format("factor of flow {} in category {}", named(flows, exchange.row),
                         named(categories, exchange.column));
    case Matrix::normalisation:
      return fmt::format("normalisation of flow {}", named(flows, exchange.row));
    case Matrix::weighting:
      return fmt::format("weighting of category {}", named(categories, exchange.column));
    case Matrix::parameter: {
      if (exchange.row >= parameters.size()) return "a parameter";
      const Parameter& parameter = parameters[exchange.row];
      return parameter.scope.empty()
                 ? fmt::format("parameter '{}'", parameter.name)
                 : fmt::format("parameter '{}' of '{}'", parameter.name, parameter.scope);
    }
  }
  return {};
}

}  // namespace plume
