// SPDX-License-Identifier: Apache-2.0
#include "host/readers/ilcd/ilcd.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "host/base/letter_case.hpp"
#include "host/base/numbers.hpp"
#include "host/formula/parameter_scope.hpp"
#include "host/readers/ilcd/ilcd_uncertainty.hpp"
#include "host/readers/spread95.hpp"
#include "host/readers/xml.hpp"

namespace plume {
namespace {

constexpr std::size_t largest_file = std::size_t{256} << 20;
/// relative, between a formula and the amount stored beside it
constexpr double formula_tolerance = 1e-6;

bool is_ilcd(std::string_view text) {
  return begins_with_words(text, "lca.jrc.it/ILCD/") ||
         begins_with_words(text, "lca.jrc.it/ILCD\"");
}

bool recognises(const Archive& archive) {
  constexpr int looked_at = 8;
  int looked = 0;
  for (const std::string& name : archive.names()) {
    if (!lower_case(name).ends_with(".xml")) continue;
    Findings unused;
    const std::optional<std::string> text = archive.read(name, unused, largest_file);
    if (text && is_ilcd(*text)) return true;
    if (++looked == looked_at) return false;
  }
  return false;
}

/// Elements of a dataset by their path: child_of(child_of(…)).
pugi::xml_node at(pugi::xml_node node, std::initializer_list<std::string_view> path) {
  for (const std::string_view name : path) node = child_of(node, name);
  return node;
}

std::string_view reference_of(const pugi::xml_node& node, std::string_view name) {
  return trim(attribute_of(child_of(node, name), "refObjectId"));
}

/// "01.00.000" and "1.0" as numbers, for the newest of several versions.
std::vector<int> version_of(std::string_view text) {
  std::vector<int> numbers = {0};
  for (const char c : text) {
    if (c == '.')
      numbers.push_back(0);
    else if (c >= '0' && c <= '9')
      numbers.back() = std::min(numbers.back() * 10 + (c - '0'), 1'000'000);
  }
  while (numbers.size() > 1 && numbers.back() == 0) numbers.pop_back();
  return numbers;
}

class SourceReader {
 public:
  SourceReader(const FormatSource& source, InventoryData& data, Findings& findings)
      : archive_(*source.archive),
        source_(source.source),
        normals_(source.wanted->normal_spread),
        data_(data),
        findings_(findings) {}

  void read() {
    scope_ = static_cast<std::uint32_t>(data_.scopes.size());  // parameters are of processes alone
    data_.scopes.push_back({source_, no_raw, formula_dialect(FormulaLanguage::openlca), {}});
    for (const std::string& name : archive_.names()) {
      if (lower_case(name).ends_with(".xml"))
        list_file(name);
      else
        add_to(ignored(), "files that are no XML");
    }
    for (const auto& [key, each] : datasets_) {
      XmlFile file;
      if (open(each.name, file)) take(key.first, each, file);
    }
  }

 private:
  struct Dataset {
    std::string name;  ///< of its file
    std::vector<int> version;
  };

  // --- files
  // -----------------------------------------------------------------------------------------------
  /// False where it is no XML of ILCD; the finding of one that is none is told once.
  bool open(const std::string& name, XmlFile& file) {
    std::optional<std::string> text = archive_.read(name, findings_, largest_file);
    if (!text) return false;
    const bool is_of_this_kind = is_ilcd(*text);
    file.text = std::move(*text);
    // First of all it must be XML: a file that is cut off before its first element is not one of
    // another kind.
    if (!parse_xml(file, archive_.display_name(name), findings_)) return false;
    if (!is_of_this_kind) add_to(ignored(), "files of another kind");
    return is_of_this_kind;
  }

  /// Lists a file under its uuid, the newest of several versions, so that what is read does not
  /// depend on the order of files. Files are parsed again to be read: a package is many small
  /// files, and their trees would need several times the memory of the model.
  void list_file(const std::string& name) {
    XmlFile file;
    if (!open(name, file)) return;
    Dataset dataset;
    dataset.name = name;
    const pugi::xml_node root = file.document.document_element();
    const std::string kind(local_name(root.name()));
    static constexpr std::string_view known[] = {"unitGroupDataSet", "flowPropertyDataSet",
                                                 "flowDataSet", "processDataSet",
                                                 "LCIAMethodDataSet"};
    if (std::find(std::begin(known), std::end(known), kind) == std::end(known)) {
      add_to(ignored(), kind);
      return;
    }
    const std::string id(uuid_of(root));
    if (id.empty()) {
      findings_.add("E0680", {archive_.display_name(name), 0, 0},
                    fmt::format("the {} has no UUID", kind),
                    "export it again; everything refers to it");
      return;
    }
    dataset.version = version_of(text_of(
        at(root, {"administrativeInformation", "publicationAndOwnership"}), "dataSetVersion"));
    const auto place = datasets_.find({kind, id});
    if (place == datasets_.end()) {
      datasets_.emplace(std::pair{kind, id}, std::move(dataset));
      return;
    }
    findings_.add("W0681", {archive_.display_name(name), 0, 0},
                  fmt::format("the {} '{}' is there in several versions", kind, id),
                  "the newest is read");
    if (dataset.version > place->second.version) place->second = std::move(dataset);
  }

  [[nodiscard]] static pugi::xml_node information_of(const pugi::xml_node& root) {
    for (const pugi::xml_node& child : root.children()) {
      if (pugi::xml_node information = child_of(child, "dataSetInformation")) return information;
    }
    return {};
  }
  [[nodiscard]] static std::string_view uuid_of(const pugi::xml_node& root) {
    return text_of(information_of(root), "UUID");
  }

  void take(const std::string& kind, const Dataset& dataset, const XmlFile& file) {
    const pugi::xml_node root = file.document.document_element();
    data_.files.push_back({source_, dataset.name, false});
    place_ = {static_cast<std::uint32_t>(data_.files.size() - 1), 0};
    shown_ = archive_.display_name(dataset.name);
    if (kind == "unitGroupDataSet")
      take_units(root);
    else if (kind == "flowPropertyDataSet")
      take_property(root);
    else if (kind == "flowDataSet")
      take_flow(root);
    else if (kind == "processDataSet")
      take_process(root);
    else
      take_category(root);
  }

  // --- units and flows
  // -----------------------------------------------------------------------------------------------
  void take_units(const pugi::xml_node& root) {
    const std::string_view reference = text_of(
        at(root, {"unitGroupInformation", "quantitativeReference"}), "referenceToReferenceUnit");
    for (const pugi::xml_node& node : child_of(root, "units").children()) {
      if (local_name(node.name()) != "unit") continue;
      RawUnit unit;
      unit.group = add(uuid_of(root));
      unit.name = add(text_of(node, "name"));
      unit.id =
          add(fmt::format("{}#{}", uuid_of(root), trim(attribute_of(node, "dataSetInternalID"))));
      unit.factor = xml_number(text_of(node, "meanValue")).value_or(0.0);
      unit.is_reference = trim(attribute_of(node, "dataSetInternalID")) == reference;
      unit.source = source_;
      data_.units.push_back(unit);
    }
  }

  void take_property(const pugi::xml_node& root) {
    const pugi::xml_node quantity =
        at(root, {"flowPropertiesInformation", "quantitativeReference"});
    data_.properties.push_back({add(uuid_of(root)), add(text_of(information_of(root), "name")),
                                add(reference_of(quantity, "referenceToReferenceUnitGroup")),
                                source_});
  }

  void take_flow(const pugi::xml_node& root) {
    const pugi::xml_node about = information_of(root);
    RawFlow flow;
    flow.id = add(uuid_of(root));
    flow.name = add(text_of(child_of(about, "name"), "baseName"));
    flow.synonyms = add(text_of(about, "synonyms"));
    flow.cas = add(cas_of(about));
    flow.category = add(category_of(about));
    flow.kind =
        kind_of(text_of(at(root, {"modellingAndValidation", "LCIMethod"}), "typeOfDataSet"));
    flow.source = source_;
    flow.place = place_;
    flow.location = add(text_of(at(root, {"flowInformation", "geography"}), "locationOfSupply"));
    const std::string_view reference = text_of(
        at(root, {"flowInformation", "quantitativeReference"}), "referenceToReferenceFlowProperty");
    flow.first_property = static_cast<std::uint32_t>(data_.flow_properties.size());
    for (const pugi::xml_node& node : child_of(root, "flowProperties").children()) {
      if (local_name(node.name()) != "flowProperty") continue;
      RawFlowProperty property;
      property.property = add(reference_of(node, "referenceToFlowPropertyDataSet"));
      property.factor = xml_number(text_of(node, "meanValue")).value_or(0.0);
      if (trim(attribute_of(node, "dataSetInternalID")) == reference)
        flow.property = property.property;
      data_.flow_properties.push_back(property);
    }
    flow.num_properties =
        static_cast<std::uint32_t>(data_.flow_properties.size()) - flow.first_property;
    data_.flows.push_back(flow);
  }

  static FlowKind kind_of(std::string_view type) {
    if (type == "Elementary flow") return FlowKind::elementary;
    if (type == "Waste flow") return FlowKind::waste;
    if (type == "Product flow" || type == "Other flow") return FlowKind::product;
    return FlowKind::unknown;
  }

  static std::string_view cas_of(const pugi::xml_node& about) {
    std::string_view cas = text_of(about, "CASNumber");
    while (cas.starts_with('0')) cas.remove_prefix(1);
    return cas;
  }

  /// The first categorisation or classification as a path.
  static std::string category_of(const pugi::xml_node& about) {
    const pugi::xml_node information = child_of(about, "classificationInformation");
    std::string path;
    for (const char* kind : {"elementaryFlowCategorization", "classification"}) {
      for (const pugi::xml_node& level : child_of(information, kind).children()) {
        const std::string_view text = trim(level.text().get());
        if (text.empty()) continue;
        if (!path.empty()) path += '/';
        path += text;
      }
      if (!path.empty()) break;
    }
    return path;
  }

  // --- processes
  // -----------------------------------------------------------------------------------------------
  void take_process(const pugi::xml_node& root) {
    const pugi::xml_node about = information_of(root),
                         information = child_of(root, "processInformation");
    RawProcess process;
    process.id = add(uuid_of(root));
    process.name = add(text_of(child_of(about, "name"), "baseName"));
    process.category = add(category_of(about));
    process.location = add(trim(attribute_of(
        at(information, {"geography", "locationOfOperationSupplyOrProduction"}), "location")));
    process.source = source_;
    process.scope = scope_;
    process.place = place_;
    process.first_parameter = static_cast<std::uint32_t>(data_.parameters.size());
    take_parameters(child_of(information, "mathematicalRelations"), process);
    process.num_parameters =
        static_cast<std::uint32_t>(data_.parameters.size()) - process.first_parameter;
    references_.clear();
    for (const pugi::xml_node& node : child_of(information, "quantitativeReference").children()) {
      if (local_name(node.name()) == "referenceToReferenceFlow")
        references_.insert(std::string(trim(node.text().get())));
    }
    process.first_exchange = static_cast<std::uint32_t>(data_.exchanges.size());
    const pugi::xml_node exchanges = child_of(root, "exchanges");
    modules_ = 0;
    for (const pugi::xml_node& node : exchanges.children()) {
      if (local_name(node.name()) == "exchange") take_exchange(node, process);
    }
    process.num_exchanges =
        static_cast<std::uint32_t>(data_.exchanges.size()) - process.first_exchange;
    process.first_allocation = static_cast<std::uint32_t>(data_.allocations.size());
    take_allocations(exchanges, process);
    process.num_allocations =
        static_cast<std::uint32_t>(data_.allocations.size()) - process.first_allocation;
    if (process.num_allocations > 0) process.stored_allocation = AllocationMethod::as_stored;
    if (modules_ > 0) {
      findings_.add(
          "W0682", {shown_, 0, 0},
          fmt::format(
              "{} exchanges of '{}' have their amounts by modules (A1 to D), which are not read",
              modules_, data_.text(process.name)),
          "an environmental product declaration is a result, not a process; take the process it "
          "was made of");
      add_to(ignored(), "exchanges with amounts by modules", modules_);
    }
    data_.processes.push_back(process);
    if (child_of(root, "LCIAResults")) add_to(ignored(), "LCIAResults");
  }

  void take_parameters(const pugi::xml_node& relations, const RawProcess& process) {
    ParameterScope scope(formula_dialect(FormulaLanguage::openlca));
    variables_.clear();
    for (const pugi::xml_node& node : relations.children()) {
      if (local_name(node.name()) != "variableParameter") continue;
      RawParameter parameter;
      const std::string_view name = trim(attribute_of(node, "name"));
      parameter.name = add(name);
      parameter.formula = add(text_of(node, "formula"));
      parameter.value = xml_number(text_of(node, "meanValue")).value_or(0.0);
      variables_[lower_case(name)] = parameter.value;
      if (parameter.formula != no_text) {
        ++data_.counts.formulas[static_cast<int>(Holder::parameter)];
        scope.add_formula(name, data_.text(parameter.formula));
      } else {
        scope.add(name, parameter.value);
      }
      if (const auto u = ilcd_uncertainty(node, parameter.value, "minimumValue", "maximumValue",
                                          data_.texts, normals_))
        parameter.uncertainty = data_.add_uncertainty(*u, Holder::parameter);
      data_.parameters.push_back(parameter);
    }
    check_formulas(scope, process);
  }

  /// The stored value stands; a formula that gives another is told.
  void check_formulas(ParameterScope& scope, const RawProcess& process) {
    for (std::size_t i = process.first_parameter; i < data_.parameters.size(); ++i) {
      const RawParameter& parameter = data_.parameters[i];
      if (parameter.formula == no_text) continue;
      std::string why;
      const std::optional<double> value = scope.value_of(data_.text(parameter.name), why);
      if (value &&
          std::abs(*value - parameter.value) <= formula_tolerance * std::abs(parameter.value))
        continue;
      findings_.add(
          "W0684", {shown_, 0, 0},
          value ? fmt::format("the parameter '{}' of '{}' is {}, and its formula '{}' gives {}",
                              data_.text(parameter.name), data_.text(process.name),
                              format_exact(parameter.value),
                              data_.text(parameter.formula).substr(0, 60), format_exact(*value))
                : fmt::format("the formula of parameter '{}' of '{}' cannot be worked out: {}",
                              data_.text(parameter.name), data_.text(process.name), why),
          std::string(data_.what_stands(source_)));
    }
  }

  void take_exchange(const pugi::xml_node& node, const RawProcess& process) {
    RawExchange exchange;
    exchange.line = static_cast<std::uint32_t>(data_.exchanges.size() - process.first_exchange + 1);
    exchange.own_id = add(trim(attribute_of(node, "dataSetInternalID")));
    exchange.flow = add(reference_of(node, "referenceToFlowDataSet"));
    exchange.location = add(text_of(node, "location"));
    exchange.direction = lower_case(text_of(node, "exchangeDirection")) == "input"
                             ? Direction::input
                             : Direction::output;
    exchange.is_reference = references_.contains(std::string(data_.text(exchange.own_id)));
    for (const pugi::xml_attribute& attribute : node.attributes()) {  // of openLCA
      const std::string_view name = local_name(attribute.name());
      if (name == "defaultProvider") exchange.provider = add(trim(attribute.value()));
      if (name == "avoidedProduct")
        exchange.is_avoided = std::string_view(attribute.value()) == "true";
    }
    const std::optional<double> amount = amount_of(node, process, exchange);
    if (!amount) return;
    exchange.amount = *amount;
    if (const auto u = ilcd_uncertainty(node, *amount, "minimumAmount", "maximumAmount",
                                        data_.texts, normals_))
      exchange.uncertainty = data_.add_uncertainty(*u, Holder::exchange);
    count_elements(node);
    data_.exchanges.push_back(exchange);
  }

  /// The resulting amount, or where that is absent the mean amount times its variable.
  std::optional<double> amount_of(const pugi::xml_node& node, const RawProcess& process,
                                  RawExchange& exchange) {
    const std::string_view resulting = text_of(node, "resultingAmount"),
                           mean = text_of(node, "meanAmount");
    if (resulting.empty() && mean.empty() && has_modules(node)) {
      ++modules_;
      return std::nullopt;
    }
    std::optional<double> computed = xml_number(mean);
    const std::string_view variable = text_of(node, "referenceToVariable");
    if (!variable.empty() && computed) {
      const auto value = variables_.find(lower_case(variable));
      computed = value == variables_.end() ? std::optional<double>{}
                                           : std::optional<double>(*computed * value->second);
    }
    const std::optional<double> amount = resulting.empty() ? computed : xml_number(resulting);
    if (!variable.empty() && computed) exchange.formula = add(fmt::format("{}*{}", mean, variable));
    if (!amount || !std::isfinite(*amount)) {
      findings_.add("E0683", {shown_, 0, 0},
                    fmt::format("exchange {} of '{}' has the resultingAmount '{}', the meanAmount "
                                "'{}' and the variable '{}'",
                                data_.text(exchange.own_id), data_.text(process.name), resulting,
                                mean, variable),
                    "give the resultingAmount as a number with a decimal point");
      return std::nullopt;
    }
    if (computed && !resulting.empty() &&
        std::abs(*computed - *amount) > formula_tolerance * std::abs(*amount)) {
      findings_.add(
          "W0685", {shown_, 0, 0},
          fmt::format(
              "exchange {} of '{}' has the resultingAmount {}, and meanAmount times variable is {}",
              data_.text(exchange.own_id), data_.text(process.name), format_exact(*amount),
              format_exact(*computed)),
          "the resultingAmount stands");
    }
    return amount;
  }

  static bool has_modules(const pugi::xml_node& node) {
    for (const pugi::xml_node& each : child_of(node, "other").children()) {
      if (local_name(each.name()) == "amount") return true;
    }
    return false;
  }

  void count_elements(const pugi::xml_node& node) {
    static constexpr std::string_view used[] = {"referenceToFlowDataSet",
                                                "location",
                                                "exchangeDirection",
                                                "referenceToVariable",
                                                "meanAmount",
                                                "resultingAmount",
                                                "minimumAmount",
                                                "maximumAmount",
                                                "uncertaintyDistributionType",
                                                "relativeStandardDeviation95In",
                                                "allocations"};
    for (const pugi::xml_node& child : node.children()) {
      const std::string_view name = local_name(child.name());
      if (!name.empty() && std::find(std::begin(used), std::end(used), name) == std::end(used))
        add_to(ignored(), name);
    }
  }

  /// Per cent of an exchange for a co-product, which is named by its internal id. What is shared
  /// out to some is of share 0 for the others.
  void take_allocations(const pugi::xml_node& exchanges, const RawProcess& process) {
    // by exchange and flow of the co-product
    std::map<std::string, std::map<Text, double>, std::less<>> shares;
    std::set<Text> products;
    for (const pugi::xml_node& node : exchanges.children()) {
      for (const pugi::xml_node& each : child_of(node, "allocations").children()) {
        if (local_name(each.name()) != "allocation") continue;
        const std::string_view product = trim(attribute_of(each, "internalReferenceToCoProduct"));
        const std::optional<double> percent = xml_number(attribute_of(each, "allocatedFraction"));
        const Text flow = flow_of(process, product);
        if (flow == no_text || !percent || !std::isfinite(*percent)) {
          findings_.add("W0686", {shown_, 0, 0},
                        fmt::format("an allocation of '{}' gives {} per cent to the co-product {}, "
                                    "which cannot be used",
                                    data_.text(process.name),
                                    attribute_of(each, "allocatedFraction"), product),
                        "allocatedFraction is a number, and internalReferenceToCoProduct the "
                        "dataSetInternalID of a product");
          continue;
        }
        products.insert(flow);
        shares[std::string(trim(attribute_of(node, "dataSetInternalID")))][flow] +=
            *percent / 100.0;
      }
    }
    for (const auto& [exchange, of] : shares) {
      for (const Text product : products) {
        const auto share = of.find(product);
        data_.allocations.push_back({AllocationMethod::as_stored, product, add(exchange), no_text,
                                     share == of.end() ? 0.0 : share->second});
      }
    }
  }

  [[nodiscard]] Text flow_of(const RawProcess& process, std::string_view own_id) const {
    for (std::uint32_t i = 0; i < process.num_exchanges; ++i) {
      const RawExchange& exchange = data_.exchanges[process.first_exchange + i];
      if (data_.text(exchange.own_id) == own_id) return exchange.flow;
    }
    return no_text;
  }

  // --- methods
  // -----------------------------------------------------------------------------------------------
  void take_category(const pugi::xml_node& root) {
    const pugi::xml_node about = information_of(root);
    const pugi::xml_node quantity =
        at(root, {"LCIAMethodInformation", "quantitativeReference", "referenceQuantity"});
    RawCategory category;
    category.id = add(uuid_of(root));
    category.name = add(text_of(about, "name"));
    category.method = add(text_of(about, "methodology"));
    category.unit = add(text_of(quantity, "shortDescription"));
    category.source = source_;
    category.place = place_;
    category.first_factor = static_cast<std::uint32_t>(data_.factors.size());
    std::uint32_t position = 0;
    for (const pugi::xml_node& node : child_of(root, "characterisationFactors").children()) {
      if (local_name(node.name()) != "factor") continue;
      RawFactor factor;
      factor.line = ++position;
      factor.flow = add(reference_of(node, "referenceToFlowDataSet"));
      factor.location = add(text_of(node, "location"));
      const std::optional<double> value = xml_number(text_of(node, "meanValue"));
      if (!value || !std::isfinite(*value)) {
        findings_.add("E0683", {shown_, 0, 0},
                      fmt::format("factor {} of '{}' has the meanValue '{}', which is no number",
                                  position, data_.text(category.name), text_of(node, "meanValue")),
                      "numbers have a decimal point, such as 1.5e-3");
        continue;
      }
      factor.value = *value;
      if (const auto u =
              ilcd_uncertainty(node, *value, "minimumValue", "maximumValue", data_.texts, normals_))
        factor.uncertainty = data_.add_uncertainty(*u, Holder::factor);
      data_.factors.push_back(factor);
    }
    category.num_factors = static_cast<std::uint32_t>(data_.factors.size()) - category.first_factor;
    data_.categories.push_back(category);
  }

  [[nodiscard]] Text add(std::string_view text) { return data_.texts.add(text); }
  [[nodiscard]] Tally& ignored() { return data_.counts.ignored; }

  const Archive& archive_;
  std::uint32_t source_;
  NormalSpread normals_;
  std::uint32_t scope_ = 0;  ///< of formulas: index into InventoryData::scopes
  InventoryData& data_;
  Findings& findings_;
  std::map<std::pair<std::string, std::string>, Dataset> datasets_;  ///< by kind and uuid
  RawPlace place_;
  std::string shown_;
  /// values of the parameters of a process, in lower case
  std::map<std::string, double> variables_;
  std::set<std::string> references_;  ///< internal ids
  std::uint64_t modules_ = 0;
};

void read(const std::vector<FormatSource>& sources, const ReadInto& into, Findings& findings) {
  for (const FormatSource& each : sources) {
    const NormalSpreadNote normals(each, into.data);
    SourceReader(each, into.data, findings).read();
    normals.tell(into.data, findings);
  }
}

}  // namespace

const Format& ilcd_format() {
  static const Format format{"ilcd", "ILCD package",
                             "ILCD packages files of the namespaces lca.jrc.it/ILCD", &recognises,
                             &read};
  return format;
}

}  // namespace plume
