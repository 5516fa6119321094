// SPDX-License-Identifier: Apache-2.0
#include "host/link/link_methods.hpp"

#include <fmt/format.h>

#include <cmath>
#include <set>

#include "host/base/edit_distance.hpp"
#include "host/link/columns.hpp"

namespace plume {
namespace {

std::string shown_path(std::string_view path) {
  // "Elementary flows/Emission to air/unspecified" → "Emission to air/unspecified"
  constexpr std::string_view root = "Elementary flows/";
  if (path.starts_with(root)) path.remove_prefix(root.size());
  return std::string(path);
}

}  // namespace

LinkMethods::LinkMethods(const InventoryData& data, const UnitTable& units, const FlowTable& flows,
                         const StoredNumbers& stored, ModelBuilder& builder, Findings& findings)
    : data_(data),
      units_(units),
      flows_(flows),
      stored_(stored),
      builder_(builder),
      model_(builder.model()),
      findings_(findings) {
  for (const RawMappingTable& table : data.mapping_tables) {
    std::unordered_map<Text, std::uint32_t>& rows = mappings_[table.source];
    for (std::uint32_t i = 0; i < table.num; ++i) {
      const RawMapping& mapping = data.mappings[table.first + i];
      const auto [known, is_new] = rows.emplace(mapping.from, table.first + i);
      if (is_new || (data.mappings[known->second].to == mapping.to &&
                     data.mappings[known->second].factor == mapping.factor))
        continue;
      findings.add("W0820", {table.path, mapping.line, 0},
                   fmt::format("flow '{}' is mapped to '{}' and to '{}'", data.text(mapping.from),
                               data.text(data.mappings[known->second].to), data.text(mapping.to)),
                   "the first row stands");
    }
  }
}

const RawMapping* LinkMethods::mapping_of(std::uint32_t source, Text flow) const {
  const auto tables = mappings_.find(source);
  if (tables == mappings_.end()) return nullptr;
  const auto found = tables->second.find(flow);
  return found == tables->second.end() ? nullptr : &data_.mappings[found->second];
}

/// Units of the row in one unit of the source's flow, by what the mapping says of both units.
std::optional<double> LinkMethods::units_of(const RawMapping& mapping, std::uint32_t source) const {
  const std::optional<double> from =
      flows_.factor(source, mapping.from, mapping.from_unit, mapping.from_property);
  const std::optional<double> to =
      flows_.factor(source, mapping.to, mapping.to_unit, mapping.to_property);
  if (!from || !to || *from == 0.0) return std::nullopt;
  return mapping.factor * *to / *from;
}

LinkMethods::MappedRow LinkMethods::make_row(std::uint32_t source, Text flow) {
  const RawMapping* mapping = mapping_of(source, flow);
  const Text target = mapping == nullptr ? flow : mapping->to;
  MappedRow row;
  row.is_mapped = mapping != nullptr;
  if (mapping != nullptr) {
    const std::optional<double> factor = units_of(*mapping, source);
    if (!factor) {
      findings_.add(
          "E0821", {},
          fmt::format("the mapping of flow '{}' to '{}' names units that cannot be converted",
                      data_.text(flow), data_.text(target)),
          "name units of the flows' own properties");
      return row;
    }
    row.factor = *factor;
  }
  row.row = builder_.flow(data_.text(target));
  const bool has_unit = !model_.flows[row.row].unit.empty();
  Flow& entry = model_.flows[row.row];
  if (row.row >= flow_of_row_.size()) {
    flow_of_row_.resize(row.row + 1, no_text);
    source_of_row_.resize(row.row + 1, source);
  }
  flow_of_row_[row.row] = target;
  source_of_row_[row.row] = source;
  const RawFlow* own = flows_.find(source, flow);
  const RawFlow* known = flows_.find(source, target);
  const RawFlow* described = known != nullptr ? known : own;
  if (entry.name.empty()) {
    if (known == nullptr && mapping != nullptr && mapping->to_name != no_text) {
      entry.name = data_.text(mapping->to_name);
      entry.compartment = shown_path(data_.text(mapping->to_category));
    } else if (described != nullptr) {
      entry.name = data_.text(described->name);
      entry.compartment = shown_path(data_.text(described->category));
      entry.cas = data_.text(described->cas);
    }
    if (entry.name.empty()) entry.name = entry.id;
  }
  if (entry.unit.empty()) {
    Text unit = flows_.unit_of(source, target);
    if (unit == no_text && mapping != nullptr)
      unit = units_.reference_unit(source, units_.group_of(source, mapping->to_property));
    if (unit == no_text) unit = flows_.unit_of(source, flow);
    entry.unit = data_.text(unit);
  }
  if (has_unit) bring_to_row(row, source, target);
  return row;
}

/// Another source, or a model that was linked before, gave the row its unit.
void LinkMethods::bring_to_row(MappedRow& row, std::uint32_t source, Text flow) {
  const Text unit = flows_.unit_of(source, flow);
  if (const std::optional<double> units = row_units(row.row, source, unit)) {
    row.factor *= *units;
    return;
  }
  findings_.add("E0277", {},
                fmt::format("flow '{}' ({}) is in '{}' in one model and in '{}' in another",
                            model_.flows[row.row].name, model_.flows[row.row].id,
                            model_.flows[row.row].unit, data_.text(unit)),
                "one cannot be converted to the other; write the flow in units of one dimension");
  row.row = no_index;
}

std::optional<double> LinkMethods::row_units(std::uint32_t row, std::uint32_t source,
                                             Text unit) const {
  const std::string& of_row = model_.flows[row].unit;
  if (unit == no_text || of_row.empty() || of_row == "-" || data_.text(unit) == of_row) return 1.0;
  if (UnitTable::common_name(data_.text(unit)) == UnitTable::common_name(of_row)) return 1.0;
  const Text group = units_.group_of_unit(source, unit);
  const Text wanted = data_.texts.find(of_row);
  if (group != no_text && wanted != no_text) {
    const std::optional<double> one = units_.factor(source, unit, group),
                                other = units_.factor(source, wanted, group);
    if (one && other && *other != 0.0) return *one / *other;
  }
  return UnitTable::known_factor(data_.text(unit), of_row);
}

/// The unit that FlowTable brings a factor to: of its flow, or else the reference of what the
/// factor itself says.
Text LinkMethods::unit_of_factor(const RawFactor& factor, Text flow, std::uint32_t source) const {
  if (flows_.find(source, flow) != nullptr) return flows_.unit_of(source, flow);
  const Text group =
      factor.property != no_text ? units_.group_of(source, factor.property) : no_text;
  return units_.reference_unit(
      source, group != no_text ? group : units_.group_of_unit(source, factor.unit));
}

const LinkMethods::MappedRow& LinkMethods::mapped_row(std::uint32_t source, Text flow) {
  const auto key = std::pair{source, flow};
  const auto known = rows_.find(key);
  if (known != rows_.end()) return known->second;
  return rows_.emplace(key, make_row(source, flow)).first->second;
}

LinkMethods::ElementaryRow LinkMethods::row_of(std::uint32_t source, const RawExchange& exchange) {
  ElementaryRow result;
  const std::optional<double> units =
      flows_.factor(source, exchange.flow, exchange.unit, exchange.property);
  if (!units || flows_.find(source, exchange.flow) == nullptr) return result;
  const MappedRow& row = mapped_row(source, exchange.flow);
  result.known = true;
  if (row.row == no_index) return result;
  ++(row.is_mapped ? mapped_ : unmapped_);
  if (row.row >= uses_.size()) uses_.resize(row.row + 1, 0);
  ++uses_[row.row];
  result.is_converted = *units != 1.0;
  result.row = row.row;
  result.factor = *units * row.factor;
  return result;
}

bool LinkMethods::is_wanted(const RawCategory& category) const {
  const std::vector<std::string>& wanted = options_of(data_, category.source).methods;
  if (wanted.empty()) return true;
  for (const std::string& each : wanted) {
    for (const Text name : {category.method, category.name, category.id}) {
      if (name != no_text && data_.text(name) == each) return true;
    }
  }
  return false;
}

void LinkMethods::check_wanted() const {
  for (const RawSource& source : data_.sources) {
    for (const std::string& wanted : source.methods) {
      std::vector<std::string> names;
      bool found = false;
      for (const RawCategory& category : data_.categories) {
        if (category.source != source.source) continue;
        for (const Text name : {category.method, category.name, category.id}) {
          found = found || data_.text(name) == wanted;
          if (name != no_text && name != category.id) names.emplace_back(data_.text(name));
        }
      }
      if (found) continue;
      const std::string path =
          source.source < model_.sources.size() ? model_.sources[source.source].path : "";
      std::string hint = did_you_mean(wanted, names);
      findings_.add(
          "E0822", {path, 0, 0}, fmt::format("there is no method or category '{}'", wanted),
          hint.empty()
              ? "methods = [\"…\"] takes names or ids of methods and categories of this model"
              : hint);
    }
  }
}

/// `flow` and `source` name the flow whose unit the row has.
void LinkMethods::add_factor(const RawCategory& raw, const RawFactor& factor, std::uint32_t column,
                             std::uint32_t row, Text flow, std::uint32_t source,
                             LinkReport& report) {
  const std::optional<double> own_units = flows_.factor(source, flow, factor.unit, factor.property);
  const std::optional<double> of_row = row_units(row, source, unit_of_factor(factor, flow, source));
  const std::optional<double> units =
      own_units && of_row ? std::optional(*own_units * *of_row) : std::nullopt;
  if (!units || *units == 0.0) {
    const Place where = place_of(data_, model_, raw.place);
    findings_.add(
        "E0823", {where.file, factor.line, 0},
        fmt::format(
            "the factor of '{}' in '{}' is per '{}', which cannot be converted to '{}'",
            model_.flows[row].name, model_.categories[column].name,
            data_.text(factor.unit != no_text ? factor.unit : unit_of_factor(factor, flow, source)),
            model_.flows[row].unit),
        "the unit is unknown, or of another dimension");
    return;
  }
  Exchange exchange;
  exchange.matrix = Matrix::characterisation;
  exchange.row = row;
  exchange.column = column;
  exchange.amount = factor.value;
  exchange.formula = factor.node;
  exchange.factor = 1.0 / *units;
  exchange.source = static_cast<std::uint16_t>(raw.source);
  exchange.table = no_index;
  exchange.line = factor.line;
  Uncertainty uncertainty;
  if (factor.uncertainty != no_raw) {
    const RawUncertainty& stored = data_.uncertainties[factor.uncertainty];
    if (stored.fault == no_text)
      uncertainty = stored.value;
    else
      add_to(report.downgraded, data_.text(stored.fault));
  }
  const auto around =
      stored_.factors.find(static_cast<std::uint32_t>(&factor - data_.factors.data()));
  if (around != stored_.factors.end()) draw_around(around->second, exchange, uncertainty);
  builder_.add(exchange, uncertainty);
  if (row >= uses_.size()) uses_.resize(row + 1, 0);
}

void LinkMethods::index_names() {
  for (std::uint32_t row = 0; row < flow_of_row_.size(); ++row) {
    if (flow_of_row_[row] != no_text)
      named_[{model_.flows[row].name, model_.flows[row].compartment}].push_back(row);
  }
}

const std::vector<std::uint32_t>& LinkMethods::rows_named(const RawFactor& factor) const {
  static const std::vector<std::uint32_t> none;
  if (factor.name == no_text) return none;
  const auto found =
      named_.find({std::string(data_.text(factor.name)), std::string(data_.text(factor.category))});
  return found == named_.end() ? none : found->second;
}

void LinkMethods::add_category(const RawCategory& raw, LinkReport& report) {
  const std::string_view id = data_.text(raw.id);
  const bool is_known = builder_.find_category(id) != no_index;
  const std::uint32_t column = builder_.category(id);
  ImpactCategory& category = model_.categories[column];
  if (is_known && !category.name.empty()) return;  // a category of several methods is one category
  category.name = data_.text(raw.name == no_text ? raw.id : raw.name);
  category.unit = data_.text(raw.unit);
  category.method = data_.text(raw.method);
  std::uint64_t absent = 0, located = 0, by_name = 0;
  std::set<std::uint32_t> valued;
  std::vector<const RawFactor*> others;
  for (std::uint32_t i = 0; i < raw.num_factors; ++i) {
    const RawFactor& factor = data_.factors[raw.first_factor + i];
    if (factor.location != no_text) {
      ++located;
      continue;
    }
    const std::uint32_t row = builder_.find_flow(data_.text(factor.flow));
    if (row == no_index) {
      others.push_back(&factor);
      continue;
    }
    valued.insert(row);
    add_factor(raw, factor, column, row, factor.flow, raw.source, report);
  }
  for (const RawFactor* factor : others) {
    bool found = false;
    for (const std::uint32_t row : rows_named(*factor)) {
      if (!valued.insert(row).second) continue;
      found = true;
      add_factor(raw, *factor, column, row, flow_of_row_[row], source_of_row_[row], report);
    }
    ++(found ? by_name : absent);
  }
  if (by_name > 0) add_to(report.flows, "factors_matched_by_name", by_name);
  add_to(report.flows, "factors_for_absent_flows", absent);
  if (located > 0) {
    add_to(report.ignored, "factors for a location", located);
    findings_.add("W0824", place_of(data_, model_, raw.place),
                  fmt::format("{} factors of '{}' are for a location", located, category.name),
                  "the factor without a location stands for every place");
  }
}

/// Two categories of one name are told apart by their methods.
void LinkMethods::name_categories() {
  std::map<std::string, std::vector<std::uint32_t>> named;
  for (std::uint32_t k = 0; k < model_.categories.size(); ++k)
    named[model_.categories[k].name].push_back(k);
  for (const auto& [name, list] : named) {
    if (list.size() < 2) continue;
    for (const std::uint32_t k : list) {
      ImpactCategory& category = model_.categories[k];
      if (!category.method.empty()) category.name = category.method + " | " + category.name;
    }
  }
}

void LinkMethods::add_factors(LinkReport& report) {
  check_wanted();
  index_names();
  for (const RawCategory& category : data_.categories) {
    if (is_wanted(category)) add_category(category, report);
  }
  name_categories();
  std::vector<char> has_factor(model_.flows.size());
  for (const Exchange& exchange : model_.exchanges) {
    if (exchange.matrix == Matrix::characterisation && exchange.row < has_factor.size())
      has_factor[exchange.row] = 1;
  }
  std::uint64_t with = 0, without = 0, exchanges_with = 0, exchanges_without = 0;
  for (std::uint32_t row = 0; row < uses_.size(); ++row) {
    if (uses_[row] == 0) continue;
    ++(has_factor[row] ? with : without);
    (has_factor[row] ? exchanges_with : exchanges_without) += uses_[row];
  }
  add_to(report.flows, "with_factor", with);
  add_to(report.flows, "without_factor", without);
  add_to(report.flows, "exchanges_with_factor", exchanges_with);
  add_to(report.flows, "exchanges_without_factor", exchanges_without);
  if (!data_.mapping_tables.empty()) {
    add_to(report.flows, "exchanges_mapped", mapped_);
    add_to(report.flows, "exchanges_not_mapped", unmapped_);
  }
}

}  // namespace plume
