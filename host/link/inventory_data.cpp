// SPDX-License-Identifier: Apache-2.0
#include "host/link/inventory_data.hpp"

#include <initializer_list>

namespace plume {
namespace {

std::uint32_t size_of(const auto& list) { return static_cast<std::uint32_t>(list.size()); }

/// The numbers that texts and indices of one InventoryData get in another.
class Moved {
 public:
  Moved(InventoryData& to, const InventoryData& from)
      : files_(size_of(to.files)), uncertainties_(size_of(to.uncertainties)) {
    texts_.reserve(from.texts.size());
    for (Text text = 0; text < from.texts.size(); ++text)
      texts_.push_back(to.texts.add(from.texts[text]));
  }
  void texts(std::initializer_list<Text*> list) const {
    for (Text* text : list) *text = texts_[*text];
  }
  void file(RawPlace& place) const {
    if (place.file != no_raw) place.file += files_;
  }
  void uncertainty(std::uint32_t& index) const {
    if (index != no_raw) index += uncertainties_;
  }

 private:
  std::vector<Text> texts_;
  std::uint32_t files_, uncertainties_;
};

template <class Item, class Move>
void append_list(std::vector<Item>& to, const std::vector<Item>& from, const Move& move) {
  to.reserve(to.size() + from.size());
  for (Item item : from) {
    move(item);
    to.push_back(item);
  }
}

}  // namespace

std::string_view name_of(Holder holder) {
  constexpr std::string_view names[] = {"exchange", "parameter",         "property",
                                        "factor",   "production_volume", "allocation"};
  return names[static_cast<int>(holder)];
}

void ReadCounts::add(const ReadCounts& other) {
  const auto join = [](Tally& to, const Tally& from) {
    for (const auto& [name, count] : from) add_to(to, name, count);
  };
  for (int holder = 0; holder < num_holders; ++holder) {
    join(distributions[holder], other.distributions[holder]);
    formulas[holder] += other.formulas[holder];
  }
  join(downgraded, other.downgraded);
  join(ignored, other.ignored);
}

std::string_view InventoryData::what_stands(std::uint32_t source) const {
  for (const RawSource& each : sources) {
    if (each.source == source && each.amounts == AmountRule::formula)
      return "its formula stands, as the study asks with amounts = \"formula\"";
  }
  return "the stored value stands";
}

std::uint32_t InventoryData::add_uncertainty(const RawUncertainty& uncertainty, Holder holder) {
  add_to(counts.distributions[static_cast<int>(holder)], name_of(uncertainty.value.kind));
  uncertainties.push_back(uncertainty);
  return size_of(uncertainties) - 1;
}

void InventoryData::append(const InventoryData& other) {
  const Moved moved(*this, other);
  const std::uint32_t exchanges_before = size_of(exchanges),
                      allocations_before = size_of(allocations);
  const std::uint32_t parameters_before = size_of(parameters),
                      qualities_before = size_of(qualities);
  const std::uint32_t flow_properties_before = size_of(flow_properties),
                      factors_before = size_of(factors);
  const std::uint32_t mappings_before = size_of(mappings), scopes_before = size_of(scopes);
  files.insert(files.end(), other.files.begin(), other.files.end());
  sources.insert(sources.end(), other.sources.begin(), other.sources.end());
  append_list(units, other.units, [&](RawUnit& unit) {
    moved.texts({&unit.group, &unit.id, &unit.name});
  });
  append_list(properties, other.properties, [&](RawProperty& p) {
    moved.texts({&p.id, &p.name, &p.group});
  });
  append_list(flows, other.flows, [&](RawFlow& flow) {
    moved.texts({&flow.id, &flow.name, &flow.cas, &flow.category, &flow.location, &flow.synonyms,
                 &flow.property, &flow.unit});
    flow.first_property += flow_properties_before;
    moved.file(flow.place);
  });
  append_list(flow_properties, other.flow_properties,
              [&](RawFlowProperty& p) { moved.texts({&p.property}); });
  append_list(processes, other.processes, [&](RawProcess& process) {
    moved.texts({&process.id, &process.name, &process.location, &process.category});
    process.first_exchange += exchanges_before;
    process.first_allocation += allocations_before;
    process.first_parameter += parameters_before;
    if (process.scope != no_raw) process.scope += scopes_before;
    moved.file(process.place);
  });
  append_list(named_processes, other.named_processes, [&](RawNamedProcess& process) {
    moved.texts({&process.id, &process.name, &process.location});
  });
  append_list(exchanges, other.exchanges, [&](RawExchange& exchange) {
    moved.texts({&exchange.flow, &exchange.own_id, &exchange.unit, &exchange.property,
                 &exchange.provider, &exchange.location, &exchange.formula, &exchange.variable});
    exchange.first_quality += qualities_before;
    moved.uncertainty(exchange.uncertainty);
  });
  append_list(qualities, other.qualities, [&](RawQuality& q) { moved.texts({&q.name, &q.unit}); });
  append_list(uncertainties, other.uncertainties,
              [&](RawUncertainty& u) { moved.texts({&u.fault}); });
  append_list(allocations, other.allocations, [&](RawAllocation& a) {
    moved.texts({&a.product, &a.exchange, &a.formula});
  });
  append_list(scopes, other.scopes, [&](RawScope& scope) {
    if (scope.outer != no_raw) scope.outer += scopes_before;
    for (std::uint32_t& each : scope.parameters) each += parameters_before;
    moved.texts({&scope.name, &scope.id});
  });
  append_list(stored_formulas, other.stored_formulas, [&](RawStoredFormula& formula) {
    formula.scope += scopes_before;
    moved.texts({&formula.formula});
    moved.file(formula.place);
  });
  append_list(parameters, other.parameters, [&](RawParameter& parameter) {
    moved.texts({&parameter.name, &parameter.formula});
    moved.uncertainty(parameter.uncertainty);
  });
  append_list(categories, other.categories, [&](RawCategory& category) {
    moved.texts({&category.id, &category.name, &category.unit, &category.method});
    category.first_factor += factors_before;
    if (category.scope != no_raw) category.scope += scopes_before;
    moved.file(category.place);
  });
  append_list(factors, other.factors, [&](RawFactor& factor) {
    moved.texts({&factor.flow, &factor.name, &factor.category, &factor.unit, &factor.property,
                 &factor.location, &factor.formula});
    moved.uncertainty(factor.uncertainty);
  });
  append_list(mapping_tables, other.mapping_tables,
              [&](RawMappingTable& table) { table.first += mappings_before; });
  append_list(mappings, other.mappings, [&](RawMapping& row) {
    moved.texts({&row.from, &row.to, &row.from_unit, &row.to_unit, &row.from_property,
                 &row.to_property, &row.to_name, &row.to_category});
  });
  counts.add(other.counts);
}

}  // namespace plume
