// SPDX-License-Identifier: Apache-2.0
#include "host/readers/ecospold2/ecospold2.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstddef>
#include <exception>
#include <limits>
#include <memory>
#include <string>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "host/base/numbers.hpp"
#include "host/link/unit_table.hpp"
#include "host/readers/ecospold2/spold_uncertainty.hpp"
#include "host/readers/stored_amounts.hpp"
#include "host/readers/xml.hpp"

namespace plume {
namespace {

constexpr std::size_t files_in_block = 256;
constexpr std::size_t largest_file = std::size_t{256} << 20;
constexpr std::string_view name_space = "EcoSpold02";

bool is_spold(std::string_view name) {
  return name.ends_with(".spold") || name.ends_with(".SPOLD");
}

/// Names that the master data give to ids; datasets may leave them out.
using MasterNames = std::unordered_map<std::string, std::string>;

bool begins_as_ecospold2(const Archive& archive, const std::string& name) {
  Findings unused;
  const std::optional<std::string> text = archive.read(name, unused, largest_file);
  return text && begins_with_words(*text, name_space);
}

/// The first few files tell: an export named ecospold2 may hold EcoSpold 1.
bool recognises(const Archive& archive) {
  constexpr int looked_at = 3;
  int looked = 0;
  for (const std::string& name : archive.names()) {
    if (!is_spold(name) && !name.ends_with(".xml")) continue;
    if (name.find("MasterData/") != std::string::npos) continue;
    if (begins_as_ecospold2(archive, name)) return true;
    if (++looked == looked_at) return false;
  }
  return false;
}

FormulaDialect spold_dialect() {
  FormulaDialect dialect = formula_dialect(FormulaLanguage::ecospold2);
  dialect.unit_factor = &UnitTable::known_factor;
  return dialect;
}

/// Reads the files of one block into a record of its own.
class BlockReader {
 public:
  BlockReader(const Archive& archive, std::uint32_t source, const MasterNames& names)
      : archive_(archive), source_(source), names_(names) {}

  void read(const std::string& name) {
    XmlFile file;
    std::optional<std::string> text = archive_.read(name, findings, largest_file);
    if (!text) return;
    file.text = std::move(*text);
    if (!parse_xml(file, archive_.display_name(name), findings)) return;
    lines_ = Lines{&name};
    const pugi::xml_node root = file.document.document_element();
    bool any = false;
    for (const pugi::xml_node& node : root.children()) {
      const std::string_view kind = local_name(node.name());
      if (kind == "activityDataset" || kind == "childActivityDataset") {
        take_dataset(node, name);
        any = true;
      } else if (!kind.empty()) {
        add_to(data.counts.ignored, kind);
      }
    }
    if (!any)
      findings.add("W0841", {archive_.display_name(name), 0, 0}, "the file holds no dataset",
                   "an activityDataset or childActivityDataset is expected");
  }

  InventoryData data;
  Findings findings;

 private:
  struct Lines {
    const std::string* file = nullptr;
  };

  [[nodiscard]] Text add(std::string_view text) { return data.texts.add(text); }
  [[nodiscard]] Tally& ignored() { return data.counts.ignored; }

  [[nodiscard]] Text named(std::string_view text, std::string_view id) {
    if (!text.empty()) return add(text);
    const auto found = names_.find(std::string(id));
    return add(found == names_.end() ? id : std::string_view(found->second));
  }

  void take_dataset(const pugi::xml_node& dataset, const std::string& name) {
    RawProcess process;
    const pugi::xml_node description = child_of(dataset, "activityDescription");
    const pugi::xml_node activity = child_of(description, "activity");
    const pugi::xml_node geography = child_of(description, "geography");
    process.id = add(attribute_of(activity, "id"));
    process.name =
        named(text_of(activity, "activityName"), attribute_of(activity, "activityNameId"));
    process.location =
        named(text_of(geography, "shortname"), attribute_of(geography, "geographyId"));
    if (const pugi::xml_node group = child_of(description, "classification"))
      process.category = add(text_of(group, "classificationValue"));
    const std::string_view special = attribute_of(activity, "specialActivityType");
    process.is_market = special == "1" || special == "10";
    process.source = source_;
    data.files.push_back({source_, name, false});
    process.place = {static_cast<std::uint32_t>(data.files.size() - 1), 0};
    process.first_exchange = static_cast<std::uint32_t>(data.exchanges.size());
    process.first_parameter = static_cast<std::uint32_t>(data.parameters.size());
    for (const pugi::xml_node& node : child_of(dataset, "flowData").children()) {
      const std::string_view kind = local_name(node.name());
      if (kind == "intermediateExchange")
        take_exchange(node, process, false);
      else if (kind == "elementaryExchange")
        take_exchange(node, process, true);
      else if (kind == "parameter")
        take_parameter(node);
      else if (!kind.empty())
        add_to(ignored(), kind);
    }
    process.num_exchanges =
        static_cast<std::uint32_t>(data.exchanges.size()) - process.first_exchange;
    process.num_parameters =
        static_cast<std::uint32_t>(data.parameters.size()) - process.first_parameter;
    if (process.id == no_text) {
      findings.add("E0842", {archive_.display_name(name), 0, 0}, "the dataset has no activity id",
                   "export it again; links lead to that id");
    }
    data.processes.push_back(process);
    StoredAmounts(data, dialect_, findings).compare(process, archive_.display_name(name));
    for (const char* part : {"modellingAndValidation", "administrativeInformation"}) {
      if (child_of(dataset, part)) add_to(ignored(), part);
    }
  }

  void take_exchange(const pugi::xml_node& node, const RawProcess& process, bool is_elementary) {
    RawExchange exchange;
    std::string_view flow, unit_id, cas;
    std::optional<double> amount;
    for (const pugi::xml_attribute& attribute : node.attributes()) {
      const std::string_view name = local_name(attribute.name());
      const std::string_view value = attribute.value();
      if (name == "id")
        exchange.own_id = add(value);
      else if (name == "amount")
        amount = xml_number(value);
      else if (name == "intermediateExchangeId" || name == "elementaryExchangeId")
        flow = value;
      else if (name == "activityLinkId")
        exchange.provider = add(value);
      else if (name == "mathematicalRelation")
        exchange.formula = add(value);
      else if (name == "unitId")
        unit_id = value;
      else if (name == "casNumber")
        cas = value;
      else if (name == "variableName")
        exchange.variable = add(value);
      else if (name != "isCalculatedAmount" && !is_of_volume(name))
        add_to(ignored(), attribute.name());
    }
    if (exchange.formula != no_text) ++data.counts.formulas[static_cast<int>(Holder::exchange)];
    exchange.flow = add(flow);
    exchange.line = static_cast<std::uint32_t>(data.exchanges.size() - process.first_exchange + 1);
    if (!amount || !std::isfinite(*amount)) {
      findings.add("E0843", {archive_.display_name(*lines_.file), 0, 0},
                   fmt::format("exchange {} ('{}') has the amount '{}', which is no number",
                               exchange.line, text_of(node, "name"), attribute_of(node, "amount")),
                   "numbers have a decimal point, such as 1.5e-3");
      return;
    }
    exchange.amount = *amount;
    take_children(node, exchange, is_elementary);
    if (is_conditional(exchange)) return tell_conditional(node, exchange);
    exchange.unit = named(text_of(node, "unitName"), unit_id);
    add_flow(node, exchange, is_elementary, cas);
    data.exchanges.push_back(exchange);
    take_volume(node, exchange);
  }

  static bool is_of_volume(std::string_view attribute) {
    return attribute == "productionVolumeAmount" || attribute == "productionVolumeVariableName" ||
           attribute == "productionVolumeMathematicalRelation";
  }

  /// The yearly volume of a product, which formulas of the dataset know by a name, or by Ref('id',
  /// 'ProductionVolume').
  void take_volume(const pugi::xml_node& node, const RawExchange& exchange) {
    const std::string_view written = attribute_of(node, "productionVolumeAmount");
    if (written.empty()) return;
    const std::optional<double> amount = xml_number(written);
    RawParameter volume;
    volume.value = amount.value_or(std::numeric_limits<double>::quiet_NaN());
    volume.formula = add(attribute_of(node, "productionVolumeMathematicalRelation"));
    if (volume.formula != no_text)
      ++data.counts.formulas[static_cast<int>(Holder::production_volume)];
    if (const pugi::xml_node uncertainty = child_of(node, "productionVolumeUncertainty");
        uncertainty && amount) {
      // is counted already
      data.uncertainties.push_back(spold_uncertainty(uncertainty, *amount, data.texts).value);
      volume.uncertainty = static_cast<std::uint32_t>(data.uncertainties.size() - 1);
    }
    if (exchange.own_id != no_text) {
      volume.name = add(formula_reference(data.text(exchange.own_id), "ProductionVolume"));
      data.parameters.push_back(volume);
    }
    const std::string_view variable = attribute_of(node, "productionVolumeVariableName");
    if (variable.empty()) return;
    if (volume.name != no_text) {  // one draw by two names
      volume.formula =
          add(fmt::format("Ref('{}', 'ProductionVolume')", data.text(exchange.own_id)));
      volume.uncertainty = no_raw;
    }
    volume.name = add(variable);
    data.parameters.push_back(volume);
  }

  /// ecoinvent's term: a by-product below 0 with an activity link lets a market of the
  /// consequential model take from another. Models that allocate leave it out.
  static bool is_conditional(const RawExchange& exchange) {
    return exchange.direction == Direction::output && exchange.kind == FlowKind::product &&
           !exchange.is_reference && exchange.amount < 0.0 && exchange.provider != no_text;
  }

  void tell_conditional(const pugi::xml_node& node, const RawExchange& exchange) {
    add_to(ignored(), "conditional exchanges");
    findings.add("W0299", {archive_.display_name(*lines_.file), 0, 0},
                 fmt::format("exchange {} ('{}') is a conditional exchange: a by-product of {} "
                             "with an activity link",
                             exchange.line, text_of(node, "name"), format_exact(exchange.amount)),
                 "it belongs to consequential models alone, and is left out");
  }

  void take_children(const pugi::xml_node& node, RawExchange& exchange, bool is_elementary) {
    exchange.kind = is_elementary ? FlowKind::elementary : FlowKind::product;
    for (const pugi::xml_node& child : node.children()) {
      const std::string_view name = local_name(child.name());
      if (name == "outputGroup") {
        const std::string_view group = child.text().get();
        exchange.direction = Direction::output;
        if (!is_elementary) exchange.is_reference = group == "0";
        if (!is_elementary && group == "3") exchange.kind = FlowKind::waste;
      } else if (name == "inputGroup") {
        exchange.direction = Direction::input;
      } else if (name == "uncertainty") {
        take_uncertainty(child, exchange);
      } else if (name == "productionVolumeUncertainty") {
        add_to(data.counts.distributions[static_cast<int>(Holder::production_volume)],
               name_of(spold_kind(child)));
      }
    }
    // Prices and masses are of products; of inputs they mean nothing here, and there are very many
    // of them.
    exchange.first_quality = static_cast<std::uint32_t>(data.qualities.size());
    for (const pugi::xml_node& child : node.children()) {
      const std::string_view name = local_name(child.name());
      if (name == "property")
        take_property(child, exchange);
      else if (name != "outputGroup" && name != "inputGroup" && name != "uncertainty" &&
               name != "name" && name != "unitName" && name != "compartment" &&
               name != "productionVolumeUncertainty" && !name.empty())
        add_to(ignored(), name);
    }
    exchange.num_qualities =
        static_cast<std::uint16_t>(data.qualities.size() - exchange.first_quality);
  }

  void take_uncertainty(const pugi::xml_node& node, RawExchange& exchange) {
    const SpoldUncertainty read = spold_uncertainty(node, exchange.amount, data.texts);
    exchange.uncertainty = data.add_uncertainty(read.value, Holder::exchange);
    if (read.contradicts && read.value.fault == no_text) {
      add_to(ignored(), "uncertainty.mu that contradicts the amount");
      findings.add(
          "W0844", {archive_.display_name(*lines_.file), 0, 0},
          fmt::format("exchange {} has the amount {} and a lognormal with mu {}", exchange.line,
                      exchange.amount, attribute_of(child_of(node, "lognormal"), "mu")),
          "its median is the amount");
    }
  }

  /// The amount of a property or parameter; what is no number is told, and shares nothing, since
  /// sums with it are no numbers either.
  [[nodiscard]] double number_of(const pugi::xml_node& node) {
    if (const std::optional<double> value = xml_number(attribute_of(node, "amount"));
        value && std::isfinite(*value))
      return *value;
    findings.add(
        "W0279", {archive_.display_name(*lines_.file), 0, 0},
        fmt::format("{} '{}' has the amount '{}', which is no number", local_name(node.name()),
                    text_of(node, "name"), attribute_of(node, "amount")),
        "nothing is allocated by it, and formulas that use it are not worked out");
    return std::numeric_limits<double>::quiet_NaN();
  }

  void take_property(const pugi::xml_node& node, const RawExchange& exchange) {
    for (const pugi::xml_node& child : node.children()) {
      if (local_name(child.name()) == "uncertainty")
        add_to(data.counts.distributions[static_cast<int>(Holder::property)],
               name_of(spold_kind(child)));
    }
    if (!attribute_of(node, "mathematicalRelation").empty())
      ++data.counts.formulas[static_cast<int>(Holder::property)];
    if (const std::string_view variable = attribute_of(node, "variableName"); !variable.empty()) {
      RawParameter value;  // formulas of the dataset may name it
      value.name = add(variable);
      value.unit = named(text_of(node, "unitName"), attribute_of(node, "unitId"));
      value.value = number_of(node);
      data.parameters.push_back(value);
    }
    if (exchange.direction != Direction::output || exchange.kind == FlowKind::elementary) return;
    RawQuality quality;
    quality.name = named(text_of(node, "name"), attribute_of(node, "propertyId"));
    quality.unit = named(text_of(node, "unitName"), attribute_of(node, "unitId"));
    quality.amount = number_of(node);
    data.qualities.push_back(quality);
  }

  void add_flow(const pugi::xml_node& node, const RawExchange& exchange, bool is_elementary,
                std::string_view cas) {
    // One record for each unit that a flow is met in.
    const std::uint64_t met = (std::uint64_t{exchange.flow} << 32) | exchange.unit;
    if (!flows_.insert(met).second) return;
    RawFlow flow;
    flow.id = exchange.flow;
    flow.name = named(text_of(node, "name"), data.text(exchange.flow));
    flow.unit = exchange.unit;
    flow.cas = add(cas);
    flow.kind = is_elementary ? FlowKind::elementary : FlowKind::product;
    flow.source = source_;
    if (const pugi::xml_node compartment = child_of(node, "compartment")) {
      std::string path(text_of(compartment, "compartment"));
      if (const std::string_view sub = text_of(compartment, "subcompartment"); !sub.empty())
        path += "/" + std::string(sub);
      flow.category = add(path);
    }
    data.flows.push_back(flow);
  }

  void take_parameter(const pugi::xml_node& node) {
    RawParameter parameter;
    parameter.name = add(attribute_of(node, "variableName"));
    parameter.formula = add(attribute_of(node, "mathematicalRelation"));
    parameter.unit = named(text_of(node, "unitName"), attribute_of(node, "unitId"));
    parameter.value = number_of(node);
    if (parameter.formula != no_text) ++data.counts.formulas[static_cast<int>(Holder::parameter)];
    if (const pugi::xml_node uncertainty = child_of(node, "uncertainty")) {
      const SpoldUncertainty read = spold_uncertainty(uncertainty, parameter.value, data.texts);
      parameter.uncertainty = data.add_uncertainty(read.value, Holder::parameter);
    }
    data.parameters.push_back(parameter);
  }

  const Archive& archive_;
  std::uint32_t source_;
  const MasterNames& names_;
  FormulaDialect dialect_ = spold_dialect();
  Lines lines_;
  std::unordered_set<std::uint64_t> flows_;
};

/// Names of units, places and exchanges by their ids.
void take_names(const pugi::xml_node& node, MasterNames& names) {
  for (const pugi::xml_node& child : node.children()) {
    const std::string_view id = attribute_of(child, "id");
    std::string_view name = text_of(child, "shortname");
    if (name.empty()) name = text_of(child, "name");
    if (!id.empty() && !name.empty()) names.emplace(id, name);
  }
}

class FolderReader {
 public:
  FolderReader(const FormatSource& source, InventoryData& data, Findings& findings)
      : archive_(*source.archive), source_(source.source), data_(data), findings_(findings) {
    for (const std::string& name : archive_.names()) {
      if (name.find("MasterData/") != std::string::npos)
        master_.push_back(name);
      else if (is_spold(name) || name.ends_with(".xml"))
        files_.push_back(name);
      else
        add_to(data.counts.ignored, "files that are no .spold");
    }
  }

  void read() {
    read_master();
    const std::size_t num_blocks = (files_.size() + files_in_block - 1) / files_in_block;
    std::vector<std::unique_ptr<BlockReader>> blocks(num_blocks);
    std::atomic<std::size_t> next{0};
    std::vector<std::exception_ptr> failures(num_threads());
    const auto work = [&](std::size_t thread) {
      try {
        for (std::size_t b = next++; b < num_blocks; b = next++) {
          blocks[b] = std::make_unique<BlockReader>(archive_, source_, names_);
          const std::size_t end = std::min(files_.size(), (b + 1) * files_in_block);
          for (std::size_t i = b * files_in_block; i < end; ++i) blocks[b]->read(files_[i]);
        }
      } catch (...) {
        failures[thread] = std::current_exception();
      }
    };
    std::vector<std::thread> threads;
    for (std::size_t t = 1; t < failures.size(); ++t) threads.emplace_back(work, t);
    work(0);
    for (std::thread& thread : threads) thread.join();
    for (const std::exception_ptr& failure : failures) {
      if (failure) std::rethrow_exception(failure);
    }
    const std::size_t first_process = data_.processes.size();
    for (std::unique_ptr<BlockReader>& block : blocks) {
      data_.append(block->data);
      for (const Finding& each : block->findings.list())
        findings_.add(each.code, each.place, each.problem, each.hint);
      block.reset();
    }
    RawScope scope;  // parameters are of datasets alone
    scope.source = source_;
    scope.dialect = spold_dialect();
    for (std::size_t i = first_process; i < data_.processes.size(); ++i)
      data_.processes[i].scope = static_cast<std::uint32_t>(data_.scopes.size());
    data_.scopes.push_back(std::move(scope));
  }

 private:
  [[nodiscard]] std::size_t num_threads() const {
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    return std::max<std::size_t>(
        1, std::min({cores, std::size_t{8}, files_.size() / files_in_block + 1}));
  }

  void read_master() {
    for (const std::string& name : master_) {
      if (name.ends_with("ActivityIndex.xml")) continue;
      std::optional<std::string> text = archive_.read(name, findings_, largest_file);
      if (!text) continue;
      XmlFile file;
      file.text = std::move(*text);
      if (parse_xml(file, archive_.display_name(name), findings_))
        take_names(file.document.document_element(), names_);
    }
  }

  const Archive& archive_;
  std::uint32_t source_;
  InventoryData& data_;
  Findings& findings_;
  std::vector<std::string> files_, master_;
  MasterNames names_;
};

void read(const std::vector<FormatSource>& sources, const ReadInto& into, Findings& findings) {
  for (const FormatSource& each : sources) FolderReader(each, into.data, findings).read();
}

}  // namespace

const Format& ecospold2_format() {
  static const Format format{"ecospold2", "EcoSpold 2 database",
                             "an EcoSpold 2 database .spold files", &recognises, &read};
  return format;
}

}  // namespace plume
