// SPDX-License-Identifier: Apache-2.0
#include "host/link/stored_makers.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

namespace plume {
namespace {

/// Of a column: what it makes in one run, and where it was read.
struct Made {
  double amount = 0.0;
  std::uint32_t source = no_raw;
};

std::vector<Made> made_by_column(const Model& model) {
  std::vector<Made> made(model.processes.size());
  for (const Exchange& each : model.exchanges) {
    if (each.matrix != Matrix::technosphere ||
        model.processes[each.column].reference_product != each.row)
      continue;
    made[each.column].amount += each.static_value();
    made[each.column].source = each.source;
  }
  return made;
}

void add_maker(const Model& model, std::uint32_t column, const Made& made, InventoryData& data) {
  const auto text = [&data](const std::string& from) { return data.texts.add(from); };
  const Process& process = model.processes[column];
  const Product& product = model.products[process.reference_product];
  const bool takes = process.side == ReferenceSide::taken || made.amount < 0.0;

  RawFlow flow;
  flow.id = text(product.flow.empty() ? product.id : product.flow);
  flow.name = text(product.name);
  flow.unit = text(product.unit);
  flow.kind = takes ? FlowKind::waste : FlowKind::product;
  flow.source = made.source;

  RawExchange reference;
  reference.flow = flow.id;
  reference.unit = flow.unit;
  reference.amount = takes ? -1.0 : 1.0;
  reference.direction = Direction::output;
  reference.is_reference = true;

  RawProcess maker;
  maker.id = text(process.dataset.empty() ? process.id : process.dataset);
  maker.name = text(process.name);
  maker.location = text(process.location);
  maker.category = text(process.category);
  maker.first_exchange = static_cast<std::uint32_t>(data.exchanges.size());
  maker.num_exchanges = 1;
  maker.source = made.source;
  maker.stored = column;

  data.flows.push_back(flow);
  data.exchanges.push_back(reference);
  data.processes.push_back(maker);
}

}  // namespace

void add_stored_makers(const Model& model, InventoryData& data, Findings& findings) {
  if (data.processes.empty()) return;
  const std::vector<Made> made = made_by_column(model);
  std::vector<std::size_t> unknown(model.sources.size());
  for (std::uint32_t p = 0; p < model.processes.size(); ++p) {
    // a column without its product, which validation names
    if (made[p].source >= model.sources.size()) continue;
    if (model.processes[p].side == ReferenceSide::unknown)
      ++unknown[made[p].source];
    else
      add_maker(model, p, made[p], data);
  }
  for (std::size_t s = 0; s < unknown.size(); ++s) {
    if (unknown[s] == 0) continue;
    findings.add("W0647", {model.sources[s].path, 0, 0},
                 fmt::format("{} processes were compiled by an earlier version, which did not keep "
                             "whether they treat "
                             "wastes: no input of another model is linked to them",
                             unknown[s]),
                 "compile the model again with plume convert");
  }
}

}  // namespace plume
