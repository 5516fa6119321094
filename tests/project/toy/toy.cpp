// SPDX-License-Identifier: Apache-2.0
#include "host/readers/toy/toy.hpp"

#include <optional>
#include <sstream>
#include <string>

namespace plume {
namespace {

constexpr const char* shop = "shop.toy";

bool recognises(const Archive& archive) { return archive.contains(shop); }

void add_exchange(InventoryData& data, RawProcess& process, const std::string& flow, FlowKind kind,
                  Direction direction, double amount) {
  RawExchange exchange;
  exchange.flow = data.texts.add(flow);
  exchange.kind = kind;
  exchange.direction = direction;
  exchange.amount = amount;
  exchange.is_reference = kind == FlowKind::product && direction == Direction::output;
  exchange.line = process.place.line;
  data.exchanges.push_back(exchange);
  ++process.num_exchanges;
}

void add_flow(InventoryData& data, const std::string& id, FlowKind kind, const std::string& unit,
              std::uint32_t source) {
  RawFlow flow;
  flow.id = flow.name = data.texts.add(id);
  flow.unit = data.texts.add(unit);
  flow.kind = kind;
  flow.source = source;
  data.flows.push_back(flow);
}

void read_one(const FormatSource& source, InventoryData& data, Findings& findings) {
  const std::optional<std::string> text = source.archive->read(shop, findings);
  if (!text) return;
  data.files.push_back({source.source, shop, true});
  add_flow(data, "co2", FlowKind::elementary, "kg", source.source);
  std::istringstream lines(*text);
  std::string line;
  for (std::uint32_t number = 1; std::getline(lines, line); ++number) {
    std::istringstream words(line);
    std::string product, unit, input;
    double emitted = 0.0, taken = 0.0;
    words >> product >> unit >> emitted;
    RawProcess process;
    process.id = process.name = data.texts.add(product);
    process.first_exchange = static_cast<std::uint32_t>(data.exchanges.size());
    process.source = source.source;
    process.place = {static_cast<std::uint32_t>(data.files.size() - 1), number};
    add_flow(data, product, FlowKind::product, unit, source.source);
    add_exchange(data, process, product, FlowKind::product, Direction::output, 1.0);
    add_exchange(data, process, "co2", FlowKind::elementary, Direction::output, emitted);
    while (words >> input >> taken)
      add_exchange(data, process, input, FlowKind::product, Direction::input, taken);
    data.processes.push_back(process);
  }
}

void read(const std::vector<FormatSource>& sources, const ReadInto& into, Findings& findings) {
  for (const FormatSource& each : sources) read_one(each, into.data, findings);
}

}  // namespace

const Format& toy_format() {
  static const Format format{"toy", "toy shop", "a toy shop holds shop.toy", &recognises, &read};
  return format;
}

}  // namespace plume
