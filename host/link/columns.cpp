// SPDX-License-Identifier: Apache-2.0
#include "host/link/columns.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <unordered_map>
#include <utility>

namespace plume {
namespace {

constexpr double sum_tolerance = 1e-6;  ///< of shares, from 1

std::string named(const InventoryData& data, const RawProcess& process) {
  if (process.name == no_text) return fmt::format("'{}'", data.text(process.id));
  return fmt::format("'{}' ({})", data.text(process.name), data.text(process.id));
}

/// Products of one dataset: its reference first.
class Products {
 public:
  Products(const InventoryData& data, const FlowTable& flows, const RawProcess& process) {
    for (std::uint32_t i = 0; i < process.num_exchanges; ++i) {
      const std::uint32_t index = process.first_exchange + i;
      const RawExchange& exchange = data.exchanges[index];
      switch (role_of(exchange, kind_of(exchange, process.source, flows))) {
        case Role::reference:
          references.push_back(index);
          break;
        case Role::by_product:
          (exchange.amount == 0.0 ? zeros : others).push_back(index);
          break;
        default:
          break;
      }
    }
  }
  [[nodiscard]] std::vector<std::uint32_t> all() const {
    std::vector<std::uint32_t> list = references;
    list.insert(list.end(), others.begin(), others.end());
    return list;
  }
  std::vector<std::uint32_t> references, others, zeros;
};

class ColumnMaker {
 public:
  ColumnMaker(const InventoryData& data, const FlowTable& flows, const Model& model,
              LinkReport& report, Findings& findings)
      : data_(data), flows_(flows), model_(model), report_(report), findings_(findings) {}

  std::vector<ProductColumn> make() {
    check_properties_asked();
    for (std::uint32_t p = 0; p < data_.processes.size(); ++p) add(p);
    name_columns();
    return std::move(columns_);
  }

 private:
  void add(std::uint32_t p) {
    const RawProcess& process = data_.processes[p];
    const Products products(data_, flows_, process);
    if (!products.zeros.empty())
      add_to(report_.allocation, "by_products_of_amount_0", products.zeros.size());
    if (products.references.empty()) {
      add_to(report_.allocation, "without_reference");
      tell("W0801", place_of(data_, model_, process.place),
           fmt::format("dataset {} has no reference product, so that nothing can be asked of it",
                       named(data_, process)),
           "it is skipped; export it with its quantitative reference");
      return;
    }
    const std::vector<std::uint32_t> all = products.all();
    const AllocationMethod wanted = options_of(data_, process.source).allocation;
    const AllocationMethod method =
        wanted == AllocationMethod::as_stored ? process.stored_allocation : wanted;
    if (all.size() > 1 && method != AllocationMethod::none &&
        method != AllocationMethod::substitution && allocate(p, all, method)) {
      add_to(report_.allocation, name_of(method));
      return;
    }
    ProductColumn column;
    column.process = p;
    column.reference = all.front();
    columns_.push_back(column);
    if (all.size() > 1)
      add_to(report_.allocation,
             method == AllocationMethod::substitution ? "substitution" : "none");
  }

  /// Adds a column a product; false where the dataset has no usable factors of that method.
  bool allocate(std::uint32_t p, const std::vector<std::uint32_t>& products,
                AllocationMethod method) {
    std::vector<ProductColumn> made;
    for (const std::uint32_t reference : products) {
      ProductColumn column;
      column.process = p;
      column.reference = reference;
      column.is_main = reference == products.front();
      made.push_back(column);
    }
    if (!by_factors(p, made, method) && !by_property(p, made, method)) {
      add_to(report_.allocation, "without_factors");
      const RawProcess& process = data_.processes[p];
      tell("W0806", place_of(data_, model_, process.place),
           fmt::format(
               "dataset {} makes {} products, and has no factor of {} allocation for each of them",
               named(data_, process), products.size(), shown(process.source, method)),
           "its column is for the reference product alone, and the others are cut off");
      return false;
    }
    columns_.insert(columns_.end(), made.begin(), made.end());
    return true;
  }

  /// "economic", or "'wet mass'" where the study names a property.
  [[nodiscard]] std::string shown(std::uint32_t source, AllocationMethod method) const {
    if (method != AllocationMethod::property) return std::string(name_of(method));
    return fmt::format("'{}'", options_of(data_, source).allocation_property);
  }

  bool by_factors(std::uint32_t p, std::vector<ProductColumn>& made, AllocationMethod method) {
    if (method == AllocationMethod::property) return false;
    const RawProcess& process = data_.processes[p];
    std::vector<char> found(made.size());
    for (std::uint32_t i = 0; i < process.num_allocations; ++i) {
      const RawAllocation& factor = data_.allocations[process.first_allocation + i];
      if (factor.method != method && factor.method != AllocationMethod::as_stored) continue;
      if (factor.product == no_text) {
        add_to(report_.allocation, "factors_without_product");
        continue;
      }
      for (std::size_t k = 0; k < made.size(); ++k) {
        if (data_.exchanges[made[k].reference].flow != factor.product) continue;
        if (factor.exchange == no_text)
          made[k].share = factor.value, made[k].share_node = factor.node;
        else
          made[k].shares.push_back({factor.exchange, factor.value});
        found[k] = 1;
      }
    }
    bool whole = true;
    double sum = 0.0;
    bool by_product_alone = true;
    for (std::size_t k = 0; k < made.size(); ++k) {
      whole = whole && found[k] != 0;
      sum += made[k].share;
      by_product_alone = by_product_alone && made[k].shares.empty();
    }
    if (!whole) return false;
    if (by_product_alone && std::abs(sum - 1.0) > sum_tolerance) {
      tell("W0807", place_of(data_, model_, process.place),
           fmt::format("the {} allocation factors of dataset {} add to {}, not to 1",
                       name_of(method), named(data_, process), sum),
           "they are used as they are: a part of the dataset is counted more than once, or not at "
           "all");
    }
    check_sums(process, made, method);
    return true;
  }

  /// Factors that are given by exchange add to 1 for each of them.
  void check_sums(const RawProcess& process, const std::vector<ProductColumn>& made,
                  AllocationMethod method) {
    std::map<Text, double> sums;
    for (const ProductColumn& column : made) {
      for (const ProductColumn::ExchangeShare& each : column.shares)
        sums[each.exchange] += each.share;
    }
    std::size_t off = 0;
    std::pair<Text, double> first;
    for (const auto& each : sums) {
      if (std::abs(each.second - 1.0) <= sum_tolerance) continue;
      if (off++ == 0) first = each;
    }
    if (off == 0) return;
    tell("W0807", place_of(data_, model_, process.place),
         fmt::format("the {} allocation factors of {} exchanges of dataset {} do not add to 1: "
                     "those of '{}' add to {}",
                     name_of(method), off, named(data_, process), data_.text(first.first),
                     first.second),
         "they are used as they are: a part of the dataset is counted more than once, or not at "
         "all");
  }

  /// The property that a method shares by where there are no factors: that of the study, price, or
  /// dry mass.
  [[nodiscard]] std::string_view property_of(std::uint32_t source, AllocationMethod method) const {
    if (method == AllocationMethod::property) return options_of(data_, source).allocation_property;
    if (method == AllocationMethod::economic) return "price";
    return method == AllocationMethod::physical ? "dry mass" : "";
  }

  [[nodiscard]] const RawQuality* find_quality(const RawExchange& product,
                                               std::string_view name) const {
    for (std::uint32_t i = 0; i < product.num_qualities; ++i) {
      const RawQuality& quality = data_.qualities[product.first_quality + i];
      if (data_.text(quality.name) == name) return &quality;
    }
    return nullptr;
  }

  bool by_property(std::uint32_t p, std::vector<ProductColumn>& made, AllocationMethod method) {
    const RawProcess& process = data_.processes[p];
    const std::string_view name = property_of(process.source, method);
    if (name.empty()) return false;
    std::vector<double> values;
    Text unit = no_text;
    double sum = 0.0;
    for (const ProductColumn& column : made) {
      const RawExchange& product = data_.exchanges[column.reference];
      const RawQuality* quality = find_quality(product, name);
      if (quality == nullptr) return false;
      if (values.empty()) unit = quality->unit;
      if (quality->unit != unit) return tell_units(process, name, unit, quality->unit);
      values.push_back(product.amount * quality->amount);
      sum += values.back();
    }
    if (!(std::abs(sum) > 0.0) || !std::isfinite(sum)) return false;
    for (std::size_t k = 0; k < made.size(); ++k) {
      made[k].share = values[k] / sum;
      made[k].share_node = no_raw;
      made[k].shares.clear();  // of factors that were there for some products alone
    }
    tell_negative_shares(process, made, name);
    return true;
  }

  /// Sums of euros and dollars are no shares.
  bool tell_units(const RawProcess& process, std::string_view name, Text first, Text other) {
    tell("W0274", place_of(data_, model_, process.place),
         fmt::format("the products of dataset {} have '{}' in '{}' and in '{}'",
                     named(data_, process), name, data_.text(first), data_.text(other)),
         "shares need one unit; write the property of all its products in the same");
    return false;
  }

  void tell_negative_shares(const RawProcess& process, const std::vector<ProductColumn>& made,
                            std::string_view name) {
    for (const ProductColumn& column : made) {
      if (column.share >= 0.0) continue;
      tell("W0275", place_of(data_, model_, process.place),
           fmt::format("product '{}' of dataset {} has a share of {:.6g} by '{}'",
                       data_.text(data_.exchanges[column.reference].flow), named(data_, process),
                       column.share, name),
           "a product that costs its maker something lowers the burdens of the others below 0; "
           "choose another "
           "property or method where that is not meant");
    }
  }

  /// A name that no product of a source bears is a slip of the pen.
  void check_properties_asked() {
    for (const RawSource& asked : data_.sources) {
      if (asked.allocation != AllocationMethod::property) continue;
      std::map<std::string_view, std::size_t> names;
      for (const RawProcess& process : data_.processes) {
        if (process.source == asked.source) count_properties(process, names);
      }
      if (names.count(asked.allocation_property) != 0) continue;
      std::string known;
      for (const auto& [name, count] : names)
        known += fmt::format("{}'{}'", known.empty() ? "" : ", ", name);
      const std::string path =
          asked.source < model_.sources.size() ? model_.sources[asked.source].path : "";
      tell("E0273", {path, 0, 0},
           fmt::format(
               "allocation = \"{}\" is no method, and no product has a property of that name",
               asked.allocation_property),
           "methods are \"as stored\", \"none\", \"physical\", \"economic\", \"causal\" and "
           "\"substitution\"; " +
               (known.empty() ? std::string("products have no properties here")
                              : "properties here are " + known));
    }
  }

  void count_properties(const RawProcess& process,
                        std::map<std::string_view, std::size_t>& names) const {
    for (std::uint32_t i = 0; i < process.num_exchanges; ++i) {
      const RawExchange& exchange = data_.exchanges[process.first_exchange + i];
      for (std::uint32_t k = 0; k < exchange.num_qualities; ++k)
        ++names[data_.text(data_.qualities[exchange.first_quality + k].name)];
    }
  }

  /// The dataset's id where it has one column; with the flow's where it has several. Two columns of
  /// one id are a finding.
  void name_columns() {
    std::unordered_map<Text, std::uint32_t> columns_of;
    for (const ProductColumn& column : columns_) {
      const RawProcess& process = data_.processes[column.process];
      columns_of[process.id] += process.stored == no_raw ? 1 : 0;
    }
    std::unordered_map<std::string, std::size_t> seen;
    std::vector<ProductColumn> kept;
    for (ProductColumn& column : columns_) {
      const RawProcess& process = data_.processes[column.process];
      const RawExchange& product = data_.exchanges[column.reference];
      if (process.stored != no_raw) {
        column.id = model_.processes[process.stored].id;
        column.is_main = model_.processes[process.stored].is_main;
        kept.push_back(std::move(column));
        continue;
      }
      column.id = data_.text(process.id);
      if (columns_of[process.id] > 1) {
        column.id += '_';
        column.id += data_.text(product.flow);
      }
      const auto [first, is_new] = seen.emplace(column.id, kept.size());
      if (is_new) {
        kept.push_back(std::move(column));
        continue;
      }
      const RawProcess& other = data_.processes[kept[first->second].process];
      tell("E0811", place_of(data_, model_, process.place),
           fmt::format("dataset {} makes product '{}', as another dataset of the same id does",
                       named(data_, process), data_.text(product.flow)),
           fmt::format("keep one of them; the first is in {}", to_string_of(other.place)));
    }
    columns_ = std::move(kept);
  }

  /// A finding, kept in whole beside those that are shown.
  void tell(std::string code, Place where, std::string problem, std::string hint) {
    report_.details.push_back({code, where, problem, hint});
    findings_.add(std::move(code), std::move(where), std::move(problem), std::move(hint));
  }

  [[nodiscard]] std::string to_string_of(const RawPlace& where) const {
    const Place place = place_of(data_, model_, where);
    return place.line == 0 ? place.file : fmt::format("{}:{}", place.file, place.line);
  }

  const InventoryData& data_;
  const FlowTable& flows_;
  const Model& model_;
  LinkReport& report_;
  Findings& findings_;
  std::vector<ProductColumn> columns_;
};

}  // namespace

std::string_view name_of(Role role) {
  constexpr std::string_view names[] = {"reference", "by_product", "input",   "waste",
                                        "avoided",   "emission",   "resource"};
  return names[static_cast<int>(role)];
}

Role role_of(const RawExchange& exchange, FlowKind kind) {
  if (exchange.is_reference) return Role::reference;
  if (kind == FlowKind::elementary)
    return exchange.direction == Direction::input ? Role::resource : Role::emission;
  if (exchange.is_avoided) return Role::avoided;
  // Taking in a waste is a service to others, as handing out a product is.
  const bool takes = exchange.direction == Direction::input;
  if (kind == FlowKind::waste) return takes ? Role::by_product : Role::waste;
  return takes ? Role::input : Role::by_product;
}

FlowKind kind_of(const RawExchange& exchange, std::uint32_t source, const FlowTable& flows) {
  return exchange.kind != FlowKind::unknown ? exchange.kind : flows.kind_of(source, exchange.flow);
}

std::optional<double> ProductColumn::share_of(const RawExchange& exchange) const {
  if (shares.empty()) return share;
  for (const ExchangeShare& each : shares) {
    if (each.exchange == exchange.own_id) return each.share;
  }
  return std::nullopt;
}

std::vector<ProductColumn> make_columns(const InventoryData& data, const FlowTable& flows,
                                        const Model& model, LinkReport& report,
                                        Findings& findings) {
  return ColumnMaker(data, flows, model, report, findings).make();
}

Text unit_of_row(const InventoryData& data, const FlowTable& flows, const ProductColumn& column) {
  const RawExchange& reference = data.exchanges[column.reference];
  const std::uint32_t source = data.processes[column.process].source;
  const RawFlow* flow = flows.find(source, reference.flow);
  const bool has_property = flow != nullptr && flow->property != no_text;
  return has_property || reference.unit == no_text ? flows.unit_of(source, reference.flow)
                                                   : reference.unit;
}

const RawSource& options_of(const InventoryData& data, std::uint32_t source) {
  static const RawSource defaults;
  for (const RawSource& each : data.sources) {
    if (each.source == source) return each;
  }
  return defaults;
}

Place place_of(const InventoryData& data, const Model& model, const RawPlace& place) {
  if (place.file >= data.files.size()) return {};
  const RawFile& file = data.files[place.file];
  const std::string root =
      file.source < model.sources.size() ? model.sources[file.source].path : "";
  return {file.name.empty() ? root : root + "/" + file.name, place.line, 0};
}

}  // namespace plume
