// SPDX-License-Identifier: Apache-2.0
// A raw record in a few lines, and the model that link() makes of it.
//
//     RawInventory raw;
//     raw.flow("steel", FlowKind::product, "kg");
//     raw.process("mill", {raw.out("steel", 1000).reference(), raw.in("power", 500).from("grid")});
//     const Model model = raw.link();
#pragma once

#include <cmath>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>

#include "host/link/link.hpp"
#include "host/model/builder.hpp"

namespace plume::testing {

class RawInventory {
 public:
  class Line {
   public:
    Line(RawInventory& raw, Direction direction, std::string_view flow, double amount) : raw_(raw) {
      exchange.direction = direction;
      exchange.flow = raw.text(flow);
      exchange.amount = amount;
    }
    Line& reference() {
      return set([&] { exchange.is_reference = true; });
    }
    Line& avoided() {
      return set([&] { exchange.is_avoided = true; });
    }
    Line& from(std::string_view process) {
      return set([&] { exchange.provider = raw_.text(process); });
    }
    Line& unit(std::string_view name) {
      return set([&] { exchange.unit = raw_.text(name); });
    }
    Line& property(std::string_view id) {
      return set([&] { exchange.property = raw_.text(id); });
    }
    Line& by(std::string_view formula) {
      return set([&] { exchange.formula = raw_.text(formula); });
    }
    Line& named(std::string_view variable) {
      return set([&] { exchange.variable = raw_.text(variable); });
    }
    Line& id(std::string_view own) {
      return set([&] { exchange.own_id = raw_.text(own); });
    }
    Line& at(std::string_view location) {
      return set([&] { exchange.location = raw_.text(location); });
    }
    Line& lognormal(double sigma) {
      RawUncertainty u;
      u.value.kind = DistributionKind::lognormal;
      u.value.loc = std::log(std::abs(exchange.amount));
      u.value.scale = sigma;
      return set([&] { exchange.uncertainty = raw_.data.add_uncertainty(u, Holder::exchange); });
    }
    Line& faulty(std::string_view why) {
      RawUncertainty u;
      u.value.kind = DistributionKind::lognormal;
      u.fault = raw_.text(why);
      return set([&] { exchange.uncertainty = raw_.data.add_uncertainty(u, Holder::exchange); });
    }
    Line& quality(std::string_view name, double amount, std::string_view unit = {}) {
      exchange.first_quality = static_cast<std::uint32_t>(raw_.data.qualities.size());
      exchange.num_qualities = 1;
      raw_.data.qualities.push_back({raw_.text(name), raw_.text(unit), amount});
      return *this;
    }
    RawExchange exchange;

   private:
    template <class Action>
    Line& set(const Action& action) {
      action();
      return *this;
    }
    RawInventory& raw_;
  };

  RawInventory() { data.files.push_back({0, "data.json", false}); }

  Text text(std::string_view words) { return data.texts.add(words); }
  Line in(std::string_view flow, double amount) { return {*this, Direction::input, flow, amount}; }
  Line out(std::string_view flow, double amount) {
    return {*this, Direction::output, flow, amount};
  }

  /// A flow that has a unit and no properties.
  RawFlow& flow(std::string_view id, FlowKind kind, std::string_view unit) {
    RawFlow flow;
    flow.id = flow.name = text(id);
    flow.kind = kind;
    flow.unit = text(unit);
    data.flows.push_back(flow);
    return data.flows.back();
  }

  RawProcess& process(std::string_view id, std::initializer_list<Line> lines) {
    RawProcess process;
    process.id = process.name = text(id);
    process.place = {0, 0};
    process.first_exchange = static_cast<std::uint32_t>(data.exchanges.size());
    for (const Line& line : lines) data.exchanges.push_back(line.exchange);
    process.num_exchanges = static_cast<std::uint32_t>(lines.size());
    data.processes.push_back(process);
    return data.processes.back();
  }

  void allocation(RawProcess& process, AllocationMethod method, std::string_view product,
                  double value, std::string_view exchange = {}) {
    if (process.num_allocations == 0)
      process.first_allocation = static_cast<std::uint32_t>(data.allocations.size());
    ++process.num_allocations;
    data.allocations.push_back({method, text(product), text(exchange), no_text, value});
  }

  RawCategory& category(std::string_view id, std::string_view method = {}) {
    RawCategory category;
    category.id = category.name = text(id);
    category.method = text(method);
    category.first_factor = static_cast<std::uint32_t>(data.factors.size());
    data.categories.push_back(category);
    return data.categories.back();
  }
  RawFactor& factor(RawCategory& category, std::string_view flow, double value,
                    std::string_view unit = {}) {
    RawFactor factor;
    factor.flow = text(flow);
    factor.unit = text(unit);
    factor.value = value;
    ++category.num_factors;
    data.factors.push_back(factor);
    return data.factors.back();
  }

  RawSource& options() {
    if (data.sources.empty()) data.sources.emplace_back();
    return data.sources.front();
  }

  /// `before`: what models that need no links have put there.
  Model link(const std::function<void(ModelBuilder&)>& before = {}) {
    Model model;
    model.sources = {{"db", "", ""}};
    ModelBuilder builder(model);
    if (before) before(builder);
    plume::link(data, builder, findings);
    return model;
  }

  InventoryData data;
  Findings findings;
};

/// Sum of what stands on a cell, by ids.
inline double cell(const Model& model, Matrix matrix, std::string_view row,
                   std::string_view column) {
  double sum = 0.0;
  for (const Exchange& e : model.exchanges) {
    if (e.matrix != matrix) continue;
    const std::string& row_id =
        matrix == Matrix::technosphere ? model.products[e.row].id : model.flows[e.row].id;
    const std::string& column_id = matrix == Matrix::characterisation
                                       ? model.categories[e.column].id
                                       : model.processes[e.column].id;
    if (row_id == row && column_id == column) sum += e.static_value();
  }
  return sum;
}

}  // namespace plume::testing
