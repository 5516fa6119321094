// SPDX-License-Identifier: Apache-2.0
#include "host/model/builder.hpp"

#include <string>
#include <utility>

#include "host/base/hash.hpp"

namespace plume {
namespace {

template <class List>
void take_up(IdIndex& index, const List& list) {
  for (std::uint32_t i = 0; i < list.size(); ++i) index.add(list, i);
}

template <class List>
std::uint32_t find_or_add(IdIndex& index, List& list, std::string_view id) {
  if (const std::uint32_t known = index.find(list, id); known != no_index) return known;
  const auto added = static_cast<std::uint32_t>(list.size());
  list.emplace_back();
  list.back().id = id;
  index.add(list, added);
  return added;
}

template <class List>
std::string_view id_at(const List& list, std::uint32_t index) {
  return index < list.size() ? std::string_view(list[index].id) : std::string_view{};
}

/// The key of the exchange that is `ordinal`-th on its cell, from 0.
std::uint64_t cell_key(const Model& model, const Exchange& exchange, std::uint32_t ordinal) {
  std::string_view row, column;
  switch (exchange.matrix) {
    case Matrix::technosphere:
      row = id_at(model.products, exchange.row);
      column = id_at(model.processes, exchange.column);
      break;
    case Matrix::biosphere:
      row = id_at(model.flows, exchange.row);
      column = id_at(model.processes, exchange.column);
      break;
    case Matrix::characterisation:
      row = id_at(model.flows, exchange.row);
      column = id_at(model.categories, exchange.column);
      break;
    case Matrix::normalisation:
      row = id_at(model.flows, exchange.row);
      break;
    case Matrix::weighting:
      column = id_at(model.categories, exchange.column);
      break;
    case Matrix::parameter:
      if (exchange.row < model.parameters.size()) {
        row = model.parameters[exchange.row].name;
        column = model.parameters[exchange.row].scope;
      }
      break;
  }
  return stable_key({name_of(exchange.matrix), row, column, std::to_string(ordinal)});
}

}  // namespace

ModelBuilder::ModelBuilder(Model& model) : model_(model) {
  take_up(products_, model.products);
  take_up(processes_, model.processes);
  take_up(flows_, model.flows);
  take_up(categories_, model.categories);
  for (const Exchange& exchange : model.exchanges) count(exchange);
}

bool ModelBuilder::count(const Exchange& exchange) {
  const std::uint64_t first = cell_key(model_, exchange, 0);
  // An exchange with an id of its own has another key and takes no ordinal.
  const std::uint32_t before = ordinals_.count(first);
  if (exchange.key != (before == 0 ? first : cell_key(model_, exchange, before))) return false;
  ordinals_.add(first);
  return true;
}

void ModelBuilder::add_stored(const Exchange& exchange) {
  const bool by_place = count(exchange);
  model_.exchanges.push_back(exchange);
  if (!keeps_ids_ || by_place) return;
  model_.exchange_ids.resize(model_.exchanges.size());
  model_.exchange_ids.back() = unknown_exchange_id;
}

std::uint32_t ModelBuilder::product(std::string_view id) {
  return find_or_add(products_, model_.products, id);
}
std::uint32_t ModelBuilder::process(std::string_view id) {
  return find_or_add(processes_, model_.processes, id);
}
std::uint32_t ModelBuilder::flow(std::string_view id) {
  return find_or_add(flows_, model_.flows, id);
}
std::uint32_t ModelBuilder::category(std::string_view id) {
  return find_or_add(categories_, model_.categories, id);
}
std::uint32_t ModelBuilder::find_product(std::string_view id) const {
  return products_.find(model_.products, id);
}
std::uint32_t ModelBuilder::find_process(std::string_view id) const {
  return processes_.find(model_.processes, id);
}
std::uint32_t ModelBuilder::find_flow(std::string_view id) const {
  return flows_.find(model_.flows, id);
}
std::uint32_t ModelBuilder::find_category(std::string_view id) const {
  return categories_.find(model_.categories, id);
}

std::uint32_t ModelBuilder::parameter(std::string_view name, std::string_view scope,
                                      Exchange number, const Uncertainty& uncertainty,
                                      std::string_view own_id) {
  const auto index = static_cast<std::uint32_t>(model_.parameters.size());
  model_.parameters.push_back({std::string(name), std::string(scope), 0});
  number.matrix = Matrix::parameter;
  number.row = index;
  number.column = 0;
  model_.parameters[index].exchange = static_cast<std::uint32_t>(add(number, uncertainty, own_id));
  return index;
}

std::size_t ModelBuilder::add(Exchange exchange, const Uncertainty& uncertainty,
                              std::string_view own_id) {
  if (own_id.empty()) {
    const std::uint64_t first = cell_key(model_, exchange, 0);
    const std::uint32_t ordinal = ordinals_.add(first);
    exchange.key = ordinal == 0 ? first : cell_key(model_, exchange, ordinal);
  } else {
    exchange.key = stable_key({"exchange", own_id});
  }
  if (!uncertainty.is_certain()) {
    exchange.uncertainty = static_cast<std::uint32_t>(model_.uncertainties.size());
    model_.uncertainties.push_back(uncertainty);
  }
  model_.exchanges.push_back(exchange);
  if (keeps_ids_) {
    model_.exchange_ids.resize(model_.exchanges.size());
    model_.exchange_ids.back() = own_id;
  }
  return model_.exchanges.size() - 1;
}

}  // namespace plume
