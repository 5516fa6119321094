// SPDX-License-Identifier: Apache-2.0
#include "host/readers/openlca_jsonld/openlca_jsonld.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "host/base/letter_case.hpp"
#include "host/base/numbers.hpp"
#include "host/link/columns.hpp"
#include "host/model/examples.hpp"
#include "host/readers/json.hpp"
#include "host/readers/openlca_jsonld/openlca_uncertainty.hpp"
#include "host/readers/stored_amounts.hpp"

namespace plume {
namespace {

/// Folders of a package that hold what a model is made of.
constexpr std::string_view read_folders[] = {
    "processes",    "flows",      "flow_properties", "unit_groups", "lcia_categories",
    "lcia_methods", "parameters", "product_systems", "locations",   "categories"};

std::string_view folder_of(std::string_view name) {
  const std::size_t slash = name.find('/');
  return slash == std::string_view::npos ? std::string_view{} : name.substr(0, slash);
}

bool recognises(const Archive& archive) {
  for (const std::string& name : archive.names()) {
    if (!name.ends_with(".json")) continue;
    const std::string_view folder = folder_of(name);
    if (std::find(std::begin(read_folders), std::end(read_folders), folder) !=
        std::end(read_folders))
      return true;
  }
  return false;
}

FlowKind flow_kind(std::string_view type) {
  if (type == "ELEMENTARY_FLOW") return FlowKind::elementary;
  if (type == "PRODUCT_FLOW") return FlowKind::product;
  if (type == "WASTE_FLOW") return FlowKind::waste;
  return FlowKind::unknown;
}

AllocationMethod allocation_method(std::string_view type) {
  if (type.starts_with("PHYSICAL")) return AllocationMethod::physical;
  if (type.starts_with("ECONOMIC")) return AllocationMethod::economic;
  if (type.starts_with("CAUSAL")) return AllocationMethod::causal;
  return AllocationMethod::none;
}

class PackageReader {
 public:
  PackageReader(const FormatSource& source, InventoryData& data, Findings& findings)
      : archive_(*source.archive),
        source_(source.source),
        data_(data),
        findings_(findings),
        first_process_(data.processes.size()),
        first_category_(data.categories.size()) {}

  void read() {
    std::map<std::string_view, std::vector<std::string>> files;
    const std::vector<std::string> names = archive_.names();
    for (const std::string& name : names) {
      const std::string_view folder = folder_of(name);
      const bool wanted = std::find(std::begin(read_folders), std::end(read_folders), folder) !=
                          std::end(read_folders);
      if (wanted && name.ends_with(".json"))
        files[folder].push_back(name);
      else if (!folder.empty())
        add_to(ignored(), fmt::format("files in {}/", folder));
    }
    const auto each = [&](std::string_view folder, void (PackageReader::*take)(const Json&)) {
      for (const std::string& name : files[folder]) {
        const std::optional<Json> json = read_json(archive_, name, findings_);
        if (!json) continue;
        file_ = name;
        if (json->is_object()) (this->*take)(*json);
      }
    };
    tell_libraries();
    each("categories", &PackageReader::take_category);
    each("locations", &PackageReader::take_location);
    each("unit_groups", &PackageReader::take_unit_group);
    each("flow_properties", &PackageReader::take_flow_property);
    each("flows", &PackageReader::take_flow);
    each("lcia_methods", &PackageReader::take_method);
    each("lcia_categories", &PackageReader::take_lcia_category);
    each("parameters", &PackageReader::take_parameter);
    each("processes", &PackageReader::take_process);
    each("product_systems", &PackageReader::take_product_system);
    add_flows_met();
    add_scope();
    compare_formulas();
    redefine_parameters();
    tell_squared();
  }

 private:
  void tell_squared() {
    if (squared_.empty()) return;
    findings_.add("W0298", {archive_.path().generic_string(), 0, 0},
                  fmt::format("geomSd is the square of the geometric standard deviation that its "
                              "own scores give in {}: {}",
                              squared_.count_text(), squared_.list()),
                  "it is drawn as it stands, twice as wide in ln x; versions of openLCA until 2026 "
                  "wrote it so from "
                  "their pedigree table: give the root, and export again");
  }

  /// Libraries of openLCA 2 that the package leans on: their processes and flows are not in it.
  void tell_libraries() {
    constexpr const char* header = "openlca.json";
    if (!archive_.contains(header)) return;
    const std::optional<Json> json = read_json(archive_, header, findings_);
    if (!json) return;
    for (const Json& each : list_of(*json, {"libraries"})) {
      const std::string_view id = each.is_string()
                                      ? std::string_view(each.get_ref<const std::string&>())
                                      : text_of(each, {"id", "@id", "name"});
      findings_.add("W0280", {archive_.display_name(header), 0, 0},
                    fmt::format("the package needs the library '{}', which is not in it", id),
                    "name the library's own export as another [[model]]; what it makes is cut off "
                    "without it");
    }
  }

  /// Parameters of the package, which processes and methods see.
  void add_scope() {
    RawScope scope;
    scope.source = source_;
    scope.dialect = formula_dialect(FormulaLanguage::openlca);
    for (const std::size_t each : globals_)
      scope.parameters.push_back(static_cast<std::uint32_t>(each));
    const auto index = static_cast<std::uint32_t>(data_.scopes.size());
    for (std::size_t i = first_process_; i < data_.processes.size(); ++i)
      data_.processes[i].scope = index;
    for (std::size_t i = first_category_; i < data_.categories.size(); ++i)
      data_.categories[i].scope = index;
    data_.scopes.push_back(std::move(scope));
    for (const auto& [category, range] : category_parameters_) {
      RawScope own;
      own.source = source_;
      own.outer = index;
      own.dialect = formula_dialect(FormulaLanguage::openlca);
      own.id = data_.categories[category].id;
      own.name = data_.categories[category].name;
      for (std::uint32_t i = range.first; i < range.second; ++i) own.parameters.push_back(i);
      data_.categories[category].scope = static_cast<std::uint32_t>(data_.scopes.size());
      data_.scopes.push_back(std::move(own));
    }
  }

  // --- parameter sets of product systems
  // --------------------------------------------------------------------------------------------
  struct ParameterSet {
    std::string system, name;
    std::vector<Json> redefinitions;
  };

  /// Those of openLCA 2 have names; openLCA 1 has one list a product system.
  void take_parameter_sets(const Json& system) {
    const std::string name(text_of(system, "name"));
    const auto add_set = [&](std::string set_name, const Json& holder, const char* key) {
      ParameterSet set{name, std::move(set_name), {}};
      for (const Json& each : list_of(holder, {key})) set.redefinitions.push_back(each);
      if (!set.redefinitions.empty()) sets_.push_back(std::move(set));
    };
    for (const Json& each : list_of(system, {"parameterSets"}))
      add_set(std::string(text_of(each, "name")), each, "parameters");
    add_set(name, system, "parameterRedefs");
  }

  /// The set that the study chooses, by its name or as "SYSTEM/SET".
  void redefine_parameters() {
    const std::string& wanted = options_of(data_, source_).parameter_set;
    std::vector<std::string> names;
    std::vector<const ParameterSet*> chosen;
    for (const ParameterSet& each : sets_) {
      const std::string whole = each.system + "/" + each.name;
      names.push_back(each.system == each.name ? each.name : whole);
      if (each.name == wanted || whole == wanted) chosen.push_back(&each);
    }
    const Place place{archive_.path().generic_string(), 0, 0};
    if (wanted.empty()) {
      if (!names.empty())
        findings_.add(
            "N0650", place,
            fmt::format(
                "product systems redefine parameters, and the study chooses none of their sets: {}",
                list_of_names(names)),
            "parameter_set = \"SYSTEM/SET\" below its [[model]] takes one");
      return;
    }
    if (chosen.size() != 1) {
      findings_.add("E0648", place,
                    chosen.empty()
                        ? fmt::format("there is no parameter set '{}'", wanted)
                        : fmt::format("{} parameter sets are called '{}'", chosen.size(), wanted),
                    names.empty() ? "the package has no product system with one"
                                  : "one of " + list_of_names(names));
      return;
    }
    for (const Json& each : chosen.front()->redefinitions) redefine(each, *chosen.front());
  }

  static std::string list_of_names(const std::vector<std::string>& names) {
    constexpr std::size_t most = 5;
    std::string text;
    for (std::size_t i = 0; i < names.size() && i < most; ++i)
      text += (i == 0 ? "'" : ", '") + names[i] + "'";
    if (names.size() > most) text += fmt::format(" and {} more", names.size() - most);
    return text;
  }

  /// A redefined parameter has the value and the distribution of the set; a formula that it had is
  /// gone.
  void redefine(const Json& json, const ParameterSet& set) {
    const std::string key = lower_case(trim(text_of(json, "name")));
    const std::optional<double> value = number_of(json, {"value"});
    RawParameter* found = nullptr;
    for (const std::uint32_t i : parameters_of(reference_of(json, "context"))) {
      if (lower_case(trim(data_.text(data_.parameters[i].name))) == key)
        found = &data_.parameters[i];
    }
    if (found == nullptr || !value) {
      findings_.add("W0649", {archive_.path().generic_string(), 0, 0},
                    found == nullptr
                        ? fmt::format("the set '{}' redefines '{}', which is no parameter there",
                                      set.name, text_of(json, "name"))
                        : fmt::format("the set '{}' gives '{}' a value that is no number", set.name,
                                      text_of(json, "name")),
                    "that redefinition changes nothing; export the package with all that the "
                    "product system needs");
      return;
    }
    found->value = *value;
    found->formula = no_text;
    found->uncertainty = no_raw;
    if (const Json* object = find_of(json, {"uncertainty"})) {
      if (const auto drawn = openlca_uncertainty(*object, data_.texts, ignored()))
        found->uncertainty = data_.add_uncertainty(*drawn, Holder::parameter);
    }
  }

  /// Of a process or impact category; without one those of the package.
  [[nodiscard]] std::vector<std::uint32_t> parameters_of(std::string_view context) const {
    std::vector<std::uint32_t> list;
    if (context.empty()) {
      for (const std::size_t each : globals_) list.push_back(static_cast<std::uint32_t>(each));
      return list;
    }
    const Text id = data_.texts.find(context);
    if (const auto process = processes_.find(id); id != no_text && process != processes_.end()) {
      const RawProcess& of = data_.processes[process->second];
      for (std::uint32_t i = 0; i < of.num_parameters; ++i) list.push_back(of.first_parameter + i);
    }
    for (const auto& [category, range] : category_parameters_) {
      if (data_.categories[category].id != id) continue;
      for (std::uint32_t i = range.first; i < range.second; ++i) list.push_back(i);
    }
    return list;
  }

  void compare_formulas() {
    StoredAmounts check(data_, formula_dialect(FormulaLanguage::openlca), findings_);
    for (const std::size_t each : globals_) check.add_global(data_.parameters[each]);
    for (std::size_t i = first_process_; i < data_.processes.size(); ++i) {
      const RawProcess& process = data_.processes[i];
      check.compare(process, archive_.display_name(data_.files[process.place.file].name));
    }
  }

  [[nodiscard]] Text add(std::string_view text) { return data_.texts.add(text); }
  [[nodiscard]] Tally& ignored() { return data_.counts.ignored; }
  [[nodiscard]] RawPlace here() {
    data_.files.push_back({source_, file_, false});
    return {static_cast<std::uint32_t>(data_.files.size() - 1), 0};
  }

  /// "a/b/c" of a category that is a path, an object, or the id of a file in categories/.
  [[nodiscard]] Text category_path(const Json& object) {
    const Json* category = find_of(object, {"category"});
    if (category == nullptr) return no_text;
    if (category->is_string()) return add(category->get_ref<const std::string&>());
    std::string path;
    for (const Json& each : list_of(*category, {"categoryPath"}))
      if (each.is_string()) path += each.get<std::string>() + "/";
    if (path.empty()) path = parents_of(text_of(*category, "@id"));
    return add(path + std::string(text_of(*category, "name")));
  }

  /// "a/b/" of the category with that id; a chain that closes on itself ends.
  [[nodiscard]] std::string parents_of(std::string_view id) const {
    std::string path;
    constexpr int deepest = 32;
    auto found = categories_.find(std::string(id));
    for (int depth = 0;
         depth < deepest && found != categories_.end() && !found->second.second.empty(); ++depth) {
      found = categories_.find(found->second.second);
      if (found != categories_.end()) path = found->second.first + "/" + path;
    }
    return path;
  }

  void take_category(const Json& json) {
    categories_.emplace(
        text_of(json, "@id"),
        std::pair{std::string(text_of(json, "name")), std::string(reference_of(json, "category"))});
  }

  void take_location(const Json& json) {
    const std::string_view code = text_of(json, "code");
    if (!code.empty()) locations_.emplace(text_of(json, "@id"), code);
  }

  [[nodiscard]] Text location(const Json& object) {
    const Json* place = find_of(object, {"location"});
    if (place == nullptr) return no_text;
    // of references in schema 2: the code
    if (place->is_string()) return add(place->get_ref<const std::string&>());
    const auto known = locations_.find(std::string(text_of(*place, "@id")));
    if (known != locations_.end()) return add(known->second);
    return add(text_of(*place, {"code", "name"}));
  }

  /// The number under a key, or `absent` where there is none; what is there and no number is an
  /// error, since nothing else can stand for it.
  [[nodiscard]] double number(const Json& object, const char* key, double absent,
                              std::string_view of_what) {
    const Json* found = find_of(object, {key});
    if (found == nullptr) return absent;
    if (const std::optional<double> value = number_of(object, {key})) return *value;
    constexpr std::size_t longest = 60;
    findings_.add("E0278", {archive_.display_name(file_), 0, 0},
                  fmt::format("'{}' of {} is {}, which is no number", key, of_what,
                              found->dump().substr(0, longest)),
                  "numbers have a decimal point, such as 1.5e-3");
    return absent;
  }

  void take_unit_group(const Json& json) {
    const Text group = add(text_of(json, "@id"));
    for (const Json& each : list_of(json, {"units"})) {
      RawUnit unit;
      unit.group = group;
      unit.id = add(text_of(each, "@id"));
      unit.name = add(text_of(each, "name"));
      unit.factor = number(each, "conversionFactor", 1.0, "a unit");
      unit.is_reference = flag_of(each, {"isRefUnit", "isReferenceUnit", "referenceUnit"});
      unit.source = source_;
      data_.units.push_back(unit);
    }
  }

  void take_flow_property(const Json& json) {
    data_.properties.push_back({add(text_of(json, "@id")), add(text_of(json, "name")),
                                add(reference_of(json, "unitGroup")), source_});
  }

  void take_flow(const Json& json) {
    RawFlow flow;
    flow.id = add(text_of(json, "@id"));
    flow.name = add(text_of(json, "name"));
    flow.cas = add(text_of(json, "cas"));
    flow.synonyms = add(text_of(json, "synonyms"));
    flow.category = category_path(json);
    flow.location = location(json);
    flow.kind = flow_kind(text_of(json, "flowType"));
    flow.source = source_;
    flow.first_property = static_cast<std::uint32_t>(data_.flow_properties.size());
    for (const Json& each : list_of(json, {"flowProperties"})) {
      RawFlowProperty property;
      property.property = add(reference_of(each, "flowProperty"));
      property.factor = number(each, "conversionFactor", 1.0, "a flow property");
      data_.flow_properties.push_back(property);
      const bool is_reference =
          flag_of(each, {"isRefFlowProperty", "isReferenceFlowProperty", "referenceFlowProperty"});
      if (is_reference || flow.property == no_text) flow.property = property.property;
    }
    flow.num_properties =
        static_cast<std::uint32_t>(data_.flow_properties.size()) - flow.first_property;
    flow.place = here();
    flows_.emplace(flow.id, true);
    data_.flows.push_back(flow);
    count_ignored(json, "flow",
                  {"@context", "@type", "@id", "name", "cas", "synonyms", "category", "location",
                   "flowType", "flowProperties"},
                  ignored());
  }

  /// A flow of an exchange or factor whose own file the package does not have: what the reference
  /// to it says.
  void meet_flow(const Json& owner, Text id) {
    if (flows_.count(id) != 0 || met_.count(id) != 0) return;
    const Json* reference = find_of(owner, {"flow"});
    RawFlow flow;
    flow.id = id;
    flow.name = add(text_of(*reference, "name"));
    flow.category = category_path(*reference);
    flow.kind = flow_kind(text_of(*reference, "flowType"));
    flow.property = add(reference_of(owner, "flowProperty"));
    if (flow.property == no_text) flow.unit = add(text_of(*reference, "refUnit"));
    flow.source = source_;
    met_.emplace(id, flow);
  }

  void add_flows_met() {
    std::vector<RawFlow> list;
    for (const auto& [id, flow] : met_) list.push_back(flow);
    std::sort(list.begin(), list.end(), [&](const RawFlow& a, const RawFlow& b) {
      return data_.text(a.id) < data_.text(b.id);
    });
    data_.flows.insert(data_.flows.end(), list.begin(), list.end());
  }

  /// What a parameter draws and computes; formulas of input parameters are remains of former ones.
  [[nodiscard]] RawParameter parameter(const Json& json) {
    RawParameter result;
    result.name = add(text_of(json, "name"));
    result.value =
        number(json, "value", 0.0, fmt::format("parameter '{}'", data_.text(result.name)));
    const bool is_input = flag_of(json, {"isInputParameter", "inputParameter"});
    if (!is_input) result.formula = add(text_of(json, "formula"));
    if (result.formula != no_text) ++data_.counts.formulas[static_cast<int>(Holder::parameter)];
    if (const Json* object = find_of(json, {"uncertainty"})) {
      if (const auto drawn = openlca_uncertainty(*object, data_.texts, ignored()))
        result.uncertainty = data_.add_uncertainty(*drawn, Holder::parameter);
    }
    return result;
  }

  void take_parameter(const Json& json) {
    globals_.push_back(data_.parameters.size());
    data_.parameters.push_back(parameter(json));
  }

  void take_process(const Json& json) {
    RawProcess process;
    process.id = add(text_of(json, "@id"));
    process.name = add(text_of(json, "name"));
    process.location = location(json);
    process.category = category_path(json);
    process.stored_allocation = allocation_method(text_of(json, "defaultAllocationMethod"));
    process.source = source_;
    process.place = here();
    process.first_exchange = static_cast<std::uint32_t>(data_.exchanges.size());
    for (const Json& each : list_of(json, {"exchanges"})) {
      if (each.is_object()) take_exchange(each, process);
    }
    process.num_exchanges =
        static_cast<std::uint32_t>(data_.exchanges.size()) - process.first_exchange;
    process.first_allocation = static_cast<std::uint32_t>(data_.allocations.size());
    for (const Json& each : list_of(json, {"allocationFactors"})) take_allocation(each);
    process.num_allocations =
        static_cast<std::uint32_t>(data_.allocations.size()) - process.first_allocation;
    process.first_parameter = static_cast<std::uint32_t>(data_.parameters.size());
    for (const Json& each : list_of(json, {"parameters"}))
      data_.parameters.push_back(parameter(each));
    process.num_parameters =
        static_cast<std::uint32_t>(data_.parameters.size()) - process.first_parameter;
    processes_.emplace(process.id, static_cast<std::uint32_t>(data_.processes.size()));
    data_.processes.push_back(process);
    count_ignored(json, "process",
                  {"@context", "@type", "@id", "name", "location", "category",
                   "defaultAllocationMethod", "exchanges", "allocationFactors", "parameters"},
                  ignored());
  }

  void take_exchange(const Json& json, const RawProcess& process) {
    RawExchange exchange;
    exchange.flow = add(reference_of(json, "flow"));
    exchange.own_id = own_id(json);
    exchange.unit = add(reference_of(json, "unit"));
    if (const Json* unit = find_of(json, {"unit"}); exchange.unit == no_text && unit != nullptr)
      exchange.unit = add(text_of(*unit, "name"));
    exchange.property = add(reference_of(json, "flowProperty"));
    exchange.provider = maker(json);
    exchange.location = no_text;  // of the emission, not of the maker
    exchange.direction = flag_of(json, {"isInput", "input"}) ? Direction::input : Direction::output;
    exchange.is_avoided = flag_of(json, {"isAvoidedProduct", "avoidedProduct"});
    exchange.is_reference = flag_of(json, {"isQuantitativeReference", "quantitativeReference"});
    exchange.line = static_cast<std::uint32_t>(data_.exchanges.size() - process.first_exchange + 1);
    exchange.formula = add(text_of(json, "amountFormula"));
    if (exchange.formula != no_text) ++data_.counts.formulas[static_cast<int>(Holder::exchange)];
    if (const Json* flow = find_of(json, {"flow"})) {
      exchange.kind = flow_kind(text_of(*flow, "flowType"));
      meet_flow(json, exchange.flow);
    }
    const std::optional<double> amount = number_of(json, {"amount"});
    if (!amount) {
      findings_.add("E0831", {archive_.display_name(file_), 0, 0},
                    fmt::format("exchange {} of process '{}' has no amount that is a number",
                                exchange.line, data_.text(process.name)),
                    "give its amount");
      return;
    }
    exchange.amount = *amount;
    if (const Json* object = find_of(json, {"uncertainty"})) {
      if (const auto drawn = openlca_uncertainty(*object, data_.texts, ignored()))
        exchange.uncertainty = data_.add_uncertainty(*drawn, Holder::exchange);
      const bool drawn = exchange.uncertainty != no_raw;
      if (drawn && is_squared_spread(json, data_.uncertainties[exchange.uncertainty])) {
        squared_.add([&] {
          return fmt::format("exchange {} of '{}'", exchange.line, data_.text(process.name));
        });
      }
    }
    data_.exchanges.push_back(exchange);
    count_ignored(
        json, "exchange",
        {"@type", "@id", "internalId", "flow", "unit", "flowProperty", "defaultProvider", "isInput",
         "input", "isAvoidedProduct", "avoidedProduct", "isQuantitativeReference",
         "quantitativeReference", "amount", "amountFormula", "uncertainty"},
        ignored());
  }

  /// Id of the default provider; what the reference says of it is kept for models that know it by
  /// another id.
  [[nodiscard]] Text maker(const Json& json) {
    const Text id = add(reference_of(json, "defaultProvider"));
    if (id == no_text || !makers_.insert(id).second) return id;
    const Json& reference = *find_of(json, {"defaultProvider"});
    data_.named_processes.push_back(
        {id, add(text_of(reference, "name")), location(reference), source_});
    return id;
  }

  [[nodiscard]] Text own_id(const Json& json) {
    const Json* number = find_of(json, {"internalId"});
    if (number != nullptr && number->is_number_integer())
      return add(std::to_string(number->get<std::int64_t>()));
    return add(text_of(json, {"internalId", "@id"}));
  }

  void take_allocation(const Json& json) {
    RawAllocation allocation;
    allocation.method = allocation_method(text_of(json, "allocationType"));
    allocation.product = add(reference_of(json, "product"));
    if (const Json* exchange = find_of(json, {"exchange"})) allocation.exchange = own_id(*exchange);
    allocation.formula = add(text_of(json, "formula"));
    if (allocation.formula != no_text)
      ++data_.counts.formulas[static_cast<int>(Holder::allocation)];
    allocation.value = number(json, "value", 0.0, "an allocation factor");
    data_.allocations.push_back(allocation);
    if (allocation.product == no_text) add_to(ignored(), "allocation factors that name no product");
  }

  void take_method(const Json& json) {
    const std::string name(text_of(json, "name"));
    for (const Json& each : list_of(json, {"impactCategories"}))
      methods_.emplace(text_of(each, "@id"), name);
    const std::size_t sets = list_of(json, {"nwSets"}).size();
    if (sets > 0) add_to(ignored(), "normalisation and weighting sets", sets);
  }

  void take_lcia_category(const Json& json) {
    RawCategory category;
    category.id = add(text_of(json, "@id"));
    category.name = add(text_of(json, "name"));
    category.unit = add(text_of(json, {"refUnit", "referenceUnitName"}));
    const auto method = methods_.find(std::string(text_of(json, "@id")));
    if (method != methods_.end()) category.method = add(method->second);
    category.source = source_;
    category.place = here();
    category.first_factor = static_cast<std::uint32_t>(data_.factors.size());
    for (const Json& each : list_of(json, {"impactFactors"})) take_factor(each);
    category.num_factors = static_cast<std::uint32_t>(data_.factors.size()) - category.first_factor;
    const auto first = static_cast<std::uint32_t>(data_.parameters.size());
    for (const Json& each : list_of(json, {"parameters"}))
      data_.parameters.push_back(parameter(each));
    const auto end = static_cast<std::uint32_t>(data_.parameters.size());
    if (end > first)
      category_parameters_.emplace(static_cast<std::uint32_t>(data_.categories.size()),
                                   std::pair{first, end});
    data_.categories.push_back(category);
  }

  void take_factor(const Json& json) {
    RawFactor factor;
    factor.flow = add(reference_of(json, "flow"));
    if (factor.flow == no_text) return add_to(ignored(), "factors that name no flow");
    factor.unit = add(reference_of(json, "unit"));
    if (const Json* unit = find_of(json, {"unit"}); factor.unit == no_text && unit != nullptr)
      factor.unit = add(text_of(*unit, "name"));
    factor.property = add(reference_of(json, "flowProperty"));
    factor.location = location(json);
    factor.formula = add(text_of(json, "formula"));
    factor.line = static_cast<std::uint32_t>(data_.factors.size() + 1);
    if (factor.formula != no_text) ++data_.counts.formulas[static_cast<int>(Holder::factor)];
    factor.value = number(json, "value", 0.0, "a factor");
    if (find_of(json, {"value"}) == nullptr)
      add_to(ignored(), "factors without a value, which are 0");
    if (const Json* object = find_of(json, {"uncertainty"})) {
      if (const auto drawn = openlca_uncertainty(*object, data_.texts, ignored()))
        factor.uncertainty = data_.add_uncertainty(*drawn, Holder::factor);
    }
    meet_flow(json, factor.flow);
    data_.factors.push_back(factor);
  }

  /// Links of a product system name makers for exchanges that name none themselves.
  void take_product_system(const Json& json) {
    take_parameter_sets(json);
    std::unordered_map<std::string, std::uint32_t> known;
    for (const Json& link : list_of(json, {"processLinks"})) {
      const auto process = processes_.find(data_.texts.find(reference_of(link, "process")));
      const Json* exchange = find_of(link, {"exchange"});
      const Text provider = add(reference_of(link, "provider"));
      if (process == processes_.end() || exchange == nullptr || provider == no_text) continue;
      const RawProcess& consumer = data_.processes[process->second];
      const Text own = own_id(*exchange);
      for (std::uint32_t i = 0; i < consumer.num_exchanges; ++i) {
        RawExchange& each = data_.exchanges[consumer.first_exchange + i];
        if (each.own_id != own) continue;
        if (each.provider != no_text && each.provider != provider)
          add_to(ignored(), "links of product systems that differ from the default provider");
        if (each.provider == no_text) each.provider = provider;
      }
    }
  }

  const Archive& archive_;
  std::uint32_t source_;
  InventoryData& data_;
  Findings& findings_;
  std::string file_;
  std::size_t first_process_, first_category_;
  std::vector<ParameterSet> sets_;
  /// by category: first and end
  std::map<std::uint32_t, std::pair<std::uint32_t, std::uint32_t>> category_parameters_;
  /// parameters of no process
  std::vector<std::size_t> globals_;
  /// name and parent by id
  std::unordered_map<std::string, std::pair<std::string, std::string>> categories_;
  std::unordered_map<std::string, std::string> locations_, methods_;
  std::unordered_map<Text, bool> flows_;
  std::unordered_set<Text> makers_;
  std::unordered_map<Text, RawFlow> met_;
  std::unordered_map<Text, std::uint32_t> processes_;
  Examples squared_{"exchange"};
};

void read(const std::vector<FormatSource>& sources, const ReadInto& into, Findings& findings) {
  for (const FormatSource& each : sources) PackageReader(each, into.data, findings).read();
}

}  // namespace

const Format& openlca_jsonld_format() {
  static const Format format{
      "openlca-jsonld", "openLCA JSON-LD package",
      "an openLCA JSON-LD package processes/*.json or lcia_categories/*.json", &recognises, &read};
  return format;
}

}  // namespace plume
