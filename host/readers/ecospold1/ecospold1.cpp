// SPDX-License-Identifier: Apache-2.0
#include "host/readers/ecospold1/ecospold1.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "host/base/letter_case.hpp"
#include "host/base/numbers.hpp"
#include "host/link/unit_table.hpp"
#include "host/readers/ecospold1/spold1_uncertainty.hpp"
#include "host/readers/spread95.hpp"
#include "host/readers/xml.hpp"

namespace plume {
namespace {

constexpr std::size_t largest_file = std::size_t{1} << 30;
constexpr std::string_view name_space = "EcoSpold01";

bool is_xml(const std::string& name) {
  const std::string lower = lower_case(name);
  return lower.ends_with(".xml") || lower.ends_with(".spold");
}

/// Exports have lists of categories and units beside their datasets, so a few files are looked at.
bool recognises(const Archive& archive) {
  constexpr int looked_at = 8;
  int looked = 0;
  for (const std::string& name : archive.names()) {
    if (!is_xml(name)) continue;
    Findings unused;
    const std::optional<std::string> text = archive.read(name, unused, largest_file);
    if (text && begins_with_words(*text, name_space)) return true;
    if (++looked == looked_at) return false;
  }
  return false;
}

/// "000124-38-9" → "124-38-9"; empty where the text is no CAS number ("NaN").
std::string_view cas_number(std::string_view text) {
  text = trim(text);
  while (text.starts_with('0')) text.remove_prefix(1);
  const bool fits = text.size() >= 7 && text[text.size() - 2] == '-' &&
                    text[text.size() - 5] == '-' &&
                    std::count(text.begin(), text.end(), '-') == 2 &&
                    text.find_first_not_of("0123456789-") == std::string_view::npos;
  return fits ? text : std::string_view{};
}

AllocationMethod allocation_method(std::string_view code) {
  if (code == "0") return AllocationMethod::physical;
  if (code == "1") return AllocationMethod::economic;
  return AllocationMethod::as_stored;  // -1 undefined, 2 another
}

/// What is known of an exchange beside its record, until all files are read.
struct Extra {
  std::string_view number;  ///< kept by the text pool
  bool is_product = false;  ///< not elementary
  int group = 0;            ///< of an output; -1 of an input
};

class SourceReader {
 public:
  SourceReader(const FormatSource& source, InventoryData& data, Findings& findings)
      : archive_(*source.archive),
        source_(source.source),
        normals_(source.wanted->normal_spread),
        data_(data),
        findings_(findings) {
    first_process_ = data.processes.size();
    first_exchange_ = data.exchanges.size();
  }

  void read() {
    for (const std::string& name : archive_.names()) {
      if (is_xml(name))
        read_file(name);
      else
        add_to(ignored(), "files that are no XML");
    }
    name_processes();
    link_by_number();
    find_treatments();
  }

 private:
  // --- files and datasets
  // -----------------------------------------------------------------------------------------------
  void read_file(const std::string& name) {
    std::optional<std::string> text = archive_.read(name, findings_, largest_file);
    if (!text) return;
    const bool is_of_this_kind = begins_with_words(*text, name_space);
    XmlFile file;
    file.text = std::move(*text);
    const XmlLines lines(file.text);
    lines_ = &lines;
    file_ = archive_.display_name(name);
    // First of all it must be XML: a file that is cut off before its first element is not one of
    // another kind.
    if (!parse_xml(file, file_, findings_)) return;
    if (!is_of_this_kind) return add_to(ignored(), "files of another kind");
    const pugi::xml_node root = file.document.document_element();
    if (local_name(root.name()) != "ecoSpold") {
      findings_.add(
          "E0660", {file_, lines.line_of(root), 0},
          fmt::format("the file begins with <{}>, not with <ecoSpold>", root.name()),
          "it is no EcoSpold 1, whatever its namespace says; take it out, or export it again");
      return;
    }
    data_.files.push_back({source_, name, true});
    place_.file = static_cast<std::uint32_t>(data_.files.size() - 1);
    std::string space(attribute_of(root, "xmlns"));
    for (const pugi::xml_attribute& attribute : root.attributes()) {
      if (std::string_view(attribute.value()).find(name_space) != std::string_view::npos)
        space = attribute.value();
    }
    const bool is_impact_file = space.ends_with("EcoSpold01Impact");
    bool any = false;
    for (const pugi::xml_node& node : root.children()) {
      if (local_name(node.name()) != "dataset") {
        if (*node.name() != '\0') add_to(ignored(), local_name(node.name()));
        continue;
      }
      any = true;
      place_.line = lines.line_of(node);
      if (is_impact_file || is_category(node))
        take_category(node);
      else
        take_process(node);
    }
    if (!any)
      findings_.add("W0841", {file_, 0, 0}, "the file holds no dataset", "a dataset is expected");
  }

  static pugi::xml_node information(const pugi::xml_node& dataset) {
    return child_of(child_of(dataset, "metaInformation"), "processInformation");
  }

  /// Type 4 is an impact category.
  static bool is_category(const pugi::xml_node& dataset) {
    return trim(attribute_of(child_of(information(dataset), "dataSetInformation"), "type")) == "4";
  }

  void take_process(const pugi::xml_node& dataset) {
    const pugi::xml_node about = information(dataset);
    const pugi::xml_node function = child_of(about, "referenceFunction");
    RawProcess process;
    process.name = add(trim(attribute_of(function, "name")));
    process.location = add(trim(attribute_of(child_of(about, "geography"), "location")));
    process.category = add(path_of(function));
    process.source = source_;
    process.place = place_;
    if (process.name == no_text) {
      findings_.add("E0662", place(), "a dataset has no name in its referenceFunction",
                    "a product of EcoSpold 1 is known by its name; export it again");
      return;
    }
    process.first_exchange = static_cast<std::uint32_t>(data_.exchanges.size());
    const pugi::xml_node flows = child_of(dataset, "flowData");
    own_ids_.clear();
    for (const pugi::xml_node& node : flows.children()) {
      const std::string_view kind = local_name(node.name());
      if (kind == "exchange")
        take_exchange(node, process);
      else if (kind != "allocation" && !kind.empty())
        add_to(ignored(), kind);
    }
    process.num_exchanges =
        static_cast<std::uint32_t>(data_.exchanges.size()) - process.first_exchange;
    process.first_allocation = static_cast<std::uint32_t>(data_.allocations.size());
    take_allocations(flows, process);
    process.num_allocations =
        static_cast<std::uint32_t>(data_.allocations.size()) - process.first_allocation;
    find_reference(function, process);
    numbers_.push_back(add(trim(attribute_of(dataset, "number"))));
    data_.processes.push_back(process);
    for (const char* part : {"modellingAndValidation", "administrativeInformation"}) {
      if (child_of(child_of(dataset, "metaInformation"), part)) add_to(ignored(), part);
    }
  }

  // --- exchanges
  // -----------------------------------------------------------------------------------------------
  void take_exchange(const pugi::xml_node& node, const RawProcess& process) {
    RawExchange exchange;
    Extra extra;
    exchange.line = lines_->line_of(node);
    const std::string_view name = trim(attribute_of(node, "name"));
    if (!take_group(node, name, exchange, extra)) return;
    const std::string_view given = attribute_of(node, "meanValue");
    const std::optional<double> amount = xml_number(given);
    if (!amount || !std::isfinite(*amount)) {
      findings_.add("E0663", {file_, exchange.line, 0},
                    fmt::format("exchange '{}' of '{}' has the meanValue '{}', which is no number",
                                name, data_.text(process.name), given),
                    "numbers have a decimal point, such as 1.5e-3");
      return;
    }
    exchange.amount = *amount;
    exchange.unit = add(trim(attribute_of(node, "unit")));
    exchange.location =
        add(extra.is_product ? trim(attribute_of(node, "location")) : std::string_view{});
    exchange.flow = extra.is_product ? add(name) : add(elementary_id(node));
    extra.number = data_.text(add(trim(attribute_of(node, "number"))));
    exchange.own_id = own_id(exchange, extra);
    if (const auto uncertainty = spold1_uncertainty(node, *amount, data_.texts, normals_))
      exchange.uncertainty = data_.add_uncertainty(*uncertainty, Holder::exchange);
    add_flow(node, exchange, name);
    count_attributes(node);
    data_.exchanges.push_back(exchange);
    extras_.push_back(extra);
  }

  /// Direction and kind by the group; false with a finding where there is none that is known.
  bool take_group(const pugi::xml_node& node, std::string_view name, RawExchange& exchange,
                  Extra& extra) {
    std::string_view in, out;
    for (const pugi::xml_node& child : node.children()) {
      const std::string_view kind = local_name(child.name());
      if (kind == "inputGroup")
        in = trim(child.text().get());
      else if (kind == "outputGroup")
        out = trim(child.text().get());
      else if (!kind.empty())
        add_to(ignored(), kind);
    }
    if (!in.empty() && !out.empty()) {
      findings_.add(
          "W0661", {file_, exchange.line, 0},
          fmt::format("exchange '{}' is of inputGroup {} and of outputGroup {}", name, in, out),
          "it is read as the input; an exchange is one or the other");
      out = {};
    }
    const std::string_view group = in.empty() ? out : in;
    const bool known = group.size() == 1 && (in.empty() ? group[0] >= '0' && group[0] <= '4'
                                                        : group[0] >= '1' && group[0] <= '5');
    if (!known) {
      findings_.add(
          "E0664", {file_, exchange.line, 0},
          fmt::format("exchange '{}' has the {} '{}'", name,
                      in.empty() ? "outputGroup" : "inputGroup", group),
          "allowed: inputGroup 1, 2, 3, 5 (products) and 4 (from nature), outputGroup 0 to 4");
      return false;
    }
    const int number = group[0] - '0';
    exchange.direction = in.empty() ? Direction::output : Direction::input;
    extra.is_product = number != 4;
    extra.group = in.empty() ? number : -1;
    exchange.kind = extra.is_product ? FlowKind::product : FlowKind::elementary;
    if (!in.empty()) return true;
    exchange.is_reference = number == 0;
    if (number == 1) {  // what the system avoids is credited, as a marked input is in other formats
      exchange.direction = Direction::input;
      exchange.is_avoided = true;
    }
    if (number == 3) exchange.kind = FlowKind::waste;
    return true;
  }

  /// Numbers of exchanges change from export to export; what an exchange is does not.
  Text own_id(const RawExchange& exchange, const Extra& extra) {
    std::string id(data_.text(exchange.flow));
    id += exchange.direction == Direction::input ? "/in" : "/out";
    if (!own_ids_.insert(id).second) {
      id += '/';
      id += extra.number;
    }
    return add(id);
  }

  /// Water in kg and water in m3 are two flows.
  static std::string elementary_id(const pugi::xml_node& node) {
    return fmt::format("{}|{}|{}|{}", trim(attribute_of(node, "name")),
                       trim(attribute_of(node, "category")),
                       trim(attribute_of(node, "subCategory")),
                       UnitTable::known_reference(trim(attribute_of(node, "unit"))));
  }

  static std::string path_of(const pugi::xml_node& node) {
    std::string path(trim(attribute_of(node, "category")));
    if (const std::string_view sub = trim(attribute_of(node, "subCategory")); !sub.empty()) {
      path += '/';
      path += sub;
    }
    return path;
  }

  void add_flow(const pugi::xml_node& node, const RawExchange& exchange, std::string_view name) {
    const std::string_view given = attribute_of(node, "CASNumber");
    const std::string_view cas = cas_number(given);
    if (cas.empty() && !trim(given).empty()) add_to(ignored(), "CASNumber that is no CAS number");
    if (!flows_.insert((std::uint64_t{exchange.flow} << 32) | exchange.unit).second) return;
    RawFlow flow;
    flow.id = exchange.flow;
    flow.name = add(name);
    flow.cas = add(cas);
    flow.unit = exchange.unit;
    flow.kind = exchange.kind == FlowKind::elementary ? FlowKind::elementary : FlowKind::product;
    if (flow.kind == FlowKind::elementary) flow.category = add(path_of(node));
    flow.source = source_;
    flow.place = {place_.file, exchange.line};
    data_.flows.push_back(flow);
  }

  void count_attributes(const pugi::xml_node& node) {
    for (const pugi::xml_attribute& attribute : node.attributes()) {
      const std::string_view name = local_name(attribute.name());
      const bool used = name == "number" || name == "category" || name == "subCategory" ||
                        name == "name" || name == "location" || name == "unit" ||
                        name == "CASNumber" || name == "meanValue" || name == "uncertaintyType" ||
                        name == "standardDeviation95" || name == "minValue" || name == "maxValue" ||
                        name == "mostLikelyValue";
      if (!used) add_to(ignored(), name);
    }
  }

  // --- allocation and the reference
  // -----------------------------------------------------------------------------------------------
  [[nodiscard]] std::vector<std::uint32_t> exchanges_of_number(const RawProcess& process,
                                                               std::string_view number) const {
    std::vector<std::uint32_t> found;
    for (std::uint32_t i = 0; i < process.num_exchanges; ++i) {
      const std::uint32_t index = process.first_exchange + i;
      if (extras_[index - first_exchange_].number == number) found.push_back(index);
    }
    return found;
  }

  /// Per cent of an exchange for one co-product. An exchange that is shared out to some is of share
  /// 0 for the others.
  void take_allocations(const pugi::xml_node& flows, RawProcess& process) {
    std::map<std::uint32_t, std::map<std::uint32_t, double>> shares;  // by exchange and co-product
    std::vector<std::uint32_t> products;
    bool first = true;
    for (const pugi::xml_node& node : flows.children()) {
      if (local_name(node.name()) != "allocation") continue;
      const AllocationMethod method =
          allocation_method(trim(attribute_of(node, "allocationMethod")));
      process.stored_allocation =
          first || method == process.stored_allocation ? method : AllocationMethod::as_stored;
      first = false;
      const std::optional<double> percent = xml_number(attribute_of(node, "fraction"));
      const std::string_view number = trim(attribute_of(node, "referenceToCoProduct"));
      const std::uint32_t product = co_product(process, number);
      if (!percent || !std::isfinite(*percent) || product == no_raw) {
        findings_.add("W0665", {file_, lines_->line_of(node), 0},
                      fmt::format("an allocation of '{}' gives {} per cent to the co-product {}, "
                                  "which cannot be used",
                                  data_.text(process.name), attribute_of(node, "fraction"), number),
                      "fraction is a number, and referenceToCoProduct the number of an output of "
                      "group 0 or 2");
        continue;
      }
      if (std::find(products.begin(), products.end(), product) == products.end())
        products.push_back(product);
      for (const pugi::xml_node& to : node.children()) {
        if (local_name(to.name()) != "referenceToInputOutput") continue;
        for (const std::uint32_t exchange : exchanges_of_number(process, trim(to.text().get()))) {
          if (extras_[exchange - first_exchange_].group == 0 ||
              extras_[exchange - first_exchange_].group == 2)
            continue;
          shares[exchange][product] += *percent / 100.0;
        }
      }
    }
    for (const auto& [exchange, of] : shares) {
      for (const std::uint32_t product : products) {
        const auto share = of.find(product);
        data_.allocations.push_back({process.stored_allocation, data_.exchanges[product].flow,
                                     data_.exchanges[exchange].own_id, no_text,
                                     share == of.end() ? 0.0 : share->second});
      }
    }
    if (shares.empty()) process.stored_allocation = AllocationMethod::none;
    allocated_ = std::move(products);
  }

  [[nodiscard]] std::uint32_t co_product(const RawProcess& process, std::string_view number) const {
    for (const std::uint32_t each : exchanges_of_number(process, number)) {
      const int group = extras_[each - first_exchange_].group;
      if (group == 0 || group == 2) return each;
    }
    return no_raw;
  }

  /// A dataset without an output of group 0 is for the co-product that its referenceFunction names,
  /// or for each that it shares out.
  void find_reference(const pugi::xml_node& function, const RawProcess& process) {
    const auto begin = data_.exchanges.begin() + process.first_exchange;
    const auto end = begin + process.num_exchanges;
    if (std::any_of(begin, end, [](const RawExchange& each) { return each.is_reference; })) return;
    const Text name = data_.texts.find(trim(attribute_of(function, "name")));
    for (auto each = begin; each != end; ++each) {
      const int group =
          extras_[static_cast<std::size_t>(each - data_.exchanges.begin()) - first_exchange_].group;
      if (group != 2 || each->flow != name) continue;
      each->is_reference = true;
      return;
    }
    for (const std::uint32_t each : allocated_) data_.exchanges[each].is_reference = true;
  }

  // --- impact categories
  // -----------------------------------------------------------------------------------------------
  void take_category(const pugi::xml_node& dataset) {
    const pugi::xml_node function = child_of(information(dataset), "referenceFunction");
    const std::string_view method = trim(attribute_of(function, "category"));
    const std::string_view group = trim(attribute_of(function, "subCategory"));
    const std::string_view name = trim(attribute_of(function, "name"));
    RawCategory category;
    category.name = add(group.empty() ? std::string(name) : fmt::format("{}, {}", group, name));
    category.id = add(fmt::format("{}|{}|{}", method, group, name));
    category.unit = add(trim(attribute_of(function, "unit")));
    category.method = add(method);
    category.source = source_;
    category.place = place_;
    category.first_factor = static_cast<std::uint32_t>(data_.factors.size());
    for (const pugi::xml_node& node : child_of(dataset, "flowData").children()) {
      if (local_name(node.name()) == "exchange") take_factor(node, name);
    }
    category.num_factors = static_cast<std::uint32_t>(data_.factors.size()) - category.first_factor;
    data_.categories.push_back(category);
  }

  void take_factor(const pugi::xml_node& node, std::string_view category) {
    RawFactor factor;
    factor.line = lines_->line_of(node);
    const std::optional<double> value = xml_number(attribute_of(node, "meanValue"));
    if (!value || !std::isfinite(*value)) {
      findings_.add(
          "E0663", {file_, factor.line, 0},
          fmt::format("the factor of '{}' in '{}' has the meanValue '{}', which is no number",
                      trim(attribute_of(node, "name")), category, attribute_of(node, "meanValue")),
          "numbers have a decimal point, such as 1.5e-3");
      return;
    }
    factor.value = *value;
    factor.flow = add(elementary_id(node));
    factor.unit = add(trim(attribute_of(node, "unit")));
    RawExchange described;
    described.flow = factor.flow;
    described.unit = factor.unit;
    described.kind = FlowKind::elementary;
    described.line = factor.line;
    add_flow(node, described, trim(attribute_of(node, "name")));
    if (const auto uncertainty = spold1_uncertainty(node, *value, data_.texts, normals_))
      factor.uncertainty = data_.add_uncertainty(*uncertainty, Holder::factor);
    count_attributes(node);
    data_.factors.push_back(factor);
  }

  // --- when all files are read
  // -----------------------------------------------------------------------------------------------
  /// Ids are name and location; of datasets that have both in common, the number too.
  void name_processes() {
    std::map<std::string, int> met;
    const auto id_of = [&](std::size_t p) {
      const RawProcess& process = data_.processes[first_process_ + p];
      return fmt::format("{}|{}", data_.text(process.name), data_.text(process.location));
    };
    for (std::size_t p = 0; p < numbers_.size(); ++p) ++met[id_of(p)];
    for (std::size_t p = 0; p < numbers_.size(); ++p) {
      std::string id = id_of(p);
      if (met[id] > 1) id += fmt::format("|{}", data_.text(numbers_[p]));
      data_.processes[first_process_ + p].id = add(id);
    }
  }

  template <class Action>
  void each_exchange(const Action& action) {
    for (std::size_t p = 0; p < numbers_.size(); ++p) {
      const RawProcess& process = data_.processes[first_process_ + p];
      for (std::uint32_t i = 0; i < process.num_exchanges; ++i) {
        const std::uint32_t index = process.first_exchange + i;
        action(process, data_.exchanges[index], extras_[index - first_exchange_]);
      }
    }
  }

  /// ecoinvent writes the number of the product that is meant, others number exchanges anew in each
  /// dataset. Numbers are believed where every input with one maker has the number of that maker's
  /// product.
  void link_by_number() {
    struct Maker {
      Text process = no_text;
      std::string_view number;
    };
    std::unordered_map<Text, std::vector<Maker>> makers;
    each_exchange([&](const RawProcess& process, const RawExchange& exchange, const Extra& extra) {
      if (exchange.is_reference || extra.group == 2)
        makers[exchange.flow].push_back({process.id, extra.number});
    });
    bool agrees = true;
    each_exchange([&](const RawProcess&, const RawExchange& exchange, const Extra& extra) {
      if (extra.group != -1 || !extra.is_product) return;
      if (const auto found = makers.find(exchange.flow);
          found != makers.end() && found->second.size() == 1)
        agrees = agrees && found->second.front().number == extra.number;
    });
    if (!agrees) return;
    each_exchange([&](const RawProcess&, RawExchange& exchange, const Extra& extra) {
      const auto found = makers.find(exchange.flow);
      if (extra.group != -1 || !extra.is_product || extra.number.empty() || found == makers.end())
        return;
      const Maker* only = nullptr;
      for (const Maker& each : found->second) {
        if (each.number != extra.number) continue;
        if (only != nullptr) return;
        only = &each;
      }
      if (only != nullptr) exchange.provider = only->process;
    });
  }

  /// A waste that a dataset of the source offers to treat is an input of that service: EcoSpold 1
  /// writes both positive.
  void find_treatments() {
    std::unordered_set<Text> offered;
    each_exchange([&](const RawProcess&, const RawExchange& exchange, const Extra&) {
      if (exchange.is_reference) offered.insert(exchange.flow);
    });
    each_exchange([&](const RawProcess&, RawExchange& exchange, const Extra& extra) {
      if (extra.group != 3 || !offered.contains(exchange.flow)) return;
      exchange.direction = Direction::input;
      exchange.kind = FlowKind::product;
    });
  }

  [[nodiscard]] Text add(std::string_view text) { return data_.texts.add(text); }
  [[nodiscard]] Tally& ignored() { return data_.counts.ignored; }
  [[nodiscard]] Place place() const { return {file_, place_.line, 0}; }

  const Archive& archive_;
  std::uint32_t source_;
  NormalSpread normals_;
  InventoryData& data_;
  Findings& findings_;
  const XmlLines* lines_ = nullptr;
  std::string file_;
  RawPlace place_;
  std::size_t first_process_ = 0, first_exchange_ = 0;
  std::vector<Text> numbers_;  ///< of the datasets
  std::vector<Extra> extras_;  ///< beside the exchanges
  std::vector<std::uint32_t> allocated_;
  std::unordered_set<std::string> own_ids_;
  std::unordered_set<std::uint64_t> flows_;
};

void read(const std::vector<FormatSource>& sources, const ReadInto& into, Findings& findings) {
  for (const FormatSource& each : sources) {
    const NormalSpreadNote normals(each, into.data);
    SourceReader(each, into.data, findings).read();
    normals.tell(into.data, findings);
  }
}

}  // namespace

const Format& ecospold1_format() {
  static const Format format{"ecospold1", "EcoSpold 1 file",
                             "EcoSpold 1 files of the namespace EcoSpold01", &recognises, &read};
  return format;
}

}  // namespace plume
