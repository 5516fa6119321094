// SPDX-License-Identifier: Apache-2.0
#include "host/study/study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <system_error>

#include "host/archive/read_text.hpp"
#include "host/base/nfc.hpp"
#include "host/study/demand_table.hpp"
#include "host/study/overrides.hpp"
#include "host/study/path_hint.hpp"
#include "host/study/stop_rule.hpp"
#include "host/toml/toml_parse.hpp"
#include "host/toml/toml_table.hpp"

namespace plume {
namespace {

constexpr double fast_tolerance = 1e-6;  ///< what unknowns in fp32 can reach

namespace fs = std::filesystem;

/// What a draw's counter can tell apart: a 32-bit word counts groups of four iterations.
constexpr std::int64_t max_iterations = std::int64_t{1} << 34;
constexpr std::int64_t max_integer = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t max_sobol_dimensions = 256;  // host/analysis/sobol_directions.hpp

class StudyReader {
 public:
  StudyReader(Study& study, Findings& findings, StudyUse use)
      : study_(study),
        findings_(findings),
        use_(use),
        file_(study.path.string()),
        folder_(study.path.parent_path()) {}

  void read(const toml::table& root) {
    const TomlTable top(root, "",
                        {"study", "model", "demand", "category", "sampling", "solver", "stop",
                         "result", "pedigree", "run", "inventory", "claim", "scenario", "product",
                         "group", "composition", "correlation", "switch", "in_step"},
                        file_, findings_);
    read_name(top);
    study_.inventory = read_study_inventory(top, file_, folder_, findings_);
    study_.claim = read_study_claim(top, top.has("inventory"), file_, findings_);
    study_.product = read_study_product(top, file_, findings_);
    read_models(top);
    read_scenario(top);
    read_demands(top);
    read_categories(top);
    read_pedigree(top);
    read_sampling(top);
    read_solver(top);
    read_stop(top);
    read_result(top);
    read_run(top);
    study_.dependence = read_dependence(top, file_, folder_, findings_);
  }

 private:
  TomlTable open(const toml::table& table, std::string path, std::vector<std::string> keys) {
    return {table, std::move(path), std::move(keys), file_, findings_};
  }
  void missing(const Place& place, std::string problem, std::string hint) {
    findings_.add("E0105", place, std::move(problem), std::move(hint));
  }
  /// Reports a second use of a name; `seen` maps what must not repeat to where it stood first.
  void check_once(std::map<std::string, Place>& seen, const std::string& identity,
                  std::string_view name, const Place& place, std::string_view what) {
    const auto [first, is_new] = seen.emplace(identity, place);
    if (is_new) return;
    findings_.add(
        "E0108", place,
        fmt::format("{} '{}' stands twice, first in line {}", what, name, first->second.line),
        fmt::format("give each {} once", what));
  }

  void read_name(const TomlTable& top) {
    const toml::table* table = top.table("study");
    if (table == nullptr) {
      if (!top.has("study"))
        missing(top.place(), "the study has no name", "add [study] with name = \"…\"");
      return;
    }
    const TomlTable keys = open(*table, "study", {"name", "scenario"});
    if (const auto name = keys.nonempty_text("name")) study_.name = *name;
    if (const auto scenario = keys.nonempty_text("scenario")) {
      scenario_ = *scenario;
      scenario_place_ = keys.place("scenario");
      study_.name += ", " + scenario_;
    }
    if (!keys.has("name"))
      missing(keys.place(), "the study has no name", "add name = \"…\" below [study]");
  }

  void read_models(const TomlTable& top) {
    const std::vector<const toml::table*> tables = top.tables("model");
    if (top.has("inventory") && !top.has("model")) return;
    if (!top.has("model") || top.is_empty_array("model"))
      missing(top.place("model"), "the study has no model", "add [[model]] with path = \"…\"");
    std::map<std::string, Place> seen;
    for (const toml::table* table : tables) {
      const TomlTable keys =
          open(*table, "model",
               {"path", "format", "lognormal_anchor", "allocation", "providers", "link",
                "normal_spread", "mapping", "methods", "names", "amounts", "set", "parameter_set"});
      StudyModel model;
      model.place = keys.place("path");
      if (const auto format = keys.nonempty_text("format")) model.format = *format;
      if (const auto anchor = keys.choice("lognormal_anchor", {"median", "mean"}))
        model.lognormal_anchor = static_cast<LognormalAnchor>(*anchor);
      read_link_options(keys, model);
      if (!keys.has("path"))
        missing(keys.place(), "a model has no path", "add path = \"…\" below [[model]]");
      const auto path = keys.nonempty_text("path");
      if (!path) continue;
      model.written_path = *path;
      model.path = path_on_disk(*path, folder_);
      check_once(seen, model.path.lexically_normal().string(), *path, model.place, "model");
      check_exists(model);
      is_stored_.push_back(keys.has("amounts") && model.amounts == AmountRule::stored);
      study_.models.push_back(std::move(model));
    }
  }

  void read_link_options(const TomlTable& keys, StudyModel& model) {
    if (const auto method = keys.nonempty_text("allocation")) set_allocation(*method, model);
    if (const auto rule = keys.choice("providers", {"error", "first", "market", "location"}))
      model.providers = static_cast<ProviderRule>(*rule);
    if (const auto spread = keys.choice("normal_spread", {"2 sd", "variance", "percent"}))
      model.normal_spread = static_cast<NormalSpread>(*spread);
    if (const auto by = keys.choice("link", {"id", "name"})) model.link = static_cast<LinkBy>(*by);
    for (const std::string& path : keys.ids("mapping")) model.mappings.push_back(folder_ / path);
    for (const std::string& path : keys.ids("names")) model.names.push_back(folder_ / path);
    model.methods = keys.ids("methods");
    read_parameters(keys, model);
  }

  /// `set` means amounts by formula: a stored one knows nothing of parameters.
  void read_parameters(const TomlTable& keys, StudyModel& model) {
    const auto amounts = keys.choice("amounts", {"stored", "formula"});
    if (amounts) model.amounts = static_cast<AmountRule>(*amounts);
    if (const auto chosen = keys.nonempty_text("parameter_set")) model.parameter_set = *chosen;
    if (!keys.has("set") && model.parameter_set.empty()) return;
    if (const toml::table* table = keys.has("set") ? keys.table("set") : nullptr)
      read_set(*table, "", keys, model);
    if (amounts && model.amounts == AmountRule::stored) {
      findings_.add("E0455", keys.place(keys.has("set") ? "set" : "parameter_set"),
                    std::string(keys.has("set") ? "set" : "parameter_set") +
                        " changes parameters, and amounts = \"stored\" does not ask for them",
                    "write amounts = \"formula\", or leave it out");
    }
    model.amounts = AmountRule::formula;
  }

  void read_set(const toml::table& table, const std::string& process, const TomlTable& keys,
                StudyModel& model) {
    for (const auto& [key, node] : table) {
      const std::string name(key.str());
      if (const auto value = node.value<double>(); node.is_number() && std::isfinite(*value)) {
        model.set.push_back({process, name, *value});
      } else if (const toml::table* inner = node.as_table(); inner != nullptr && process.empty()) {
        read_set(*inner, name, keys, model);
      } else {
        findings_.add(
            "E0456", keys.place("set"), fmt::format("set: '{}' is no number", name),
            "set = { parameter = 1.5 }, or set = { \"name of a process\" = { parameter = 1.5 } }");
      }
    }
  }

  /// [scenario.NAME]: what the study sets of its parameters where [study] scenario names it. Draws
  /// are those of all other scenarios.
  void read_scenario(const TomlTable& top) {
    const toml::table* all = top.has("scenario") ? top.table("scenario") : nullptr;
    std::vector<std::string> names;
    bool found = false;
    if (all != nullptr) {
      for (const auto& [key, node] : *all) {
        const std::string name(key.str());
        names.push_back(name);
        const toml::table* table = node.as_table();
        if (table == nullptr) {
          findings_.add("E0104", top.place("scenario"),
                        fmt::format("scenario.{} is no table", name),
                        fmt::format("[scenario.{}] with set = {{ parameter = 1.5 }}", name));
          continue;
        }
        const TomlTable keys = open(*table, "scenario." + name, {"set", "inventory"});
        const ScenarioSets sets = read_sets(keys);
        if (name != scenario_) continue;
        found = true;
        apply(sets, keys);
      }
    }
    if (scenario_.empty() || found) return;
    std::string hint = did_you_mean(scenario_, names);
    if (hint.empty())
      hint = names.empty() ? fmt::format("add [scenario.{}] with set = {{ … }}", scenario_)
                           : "one of those of the study";
    findings_.add("E0652", scenario_place_,
                  fmt::format("the study has no scenario '{}'", scenario_), hint);
  }

  struct ScenarioSets {
    std::vector<SetParameter> models, inventory;
  };
  ScenarioSets read_sets(const TomlTable& keys) {
    StudyModel of_models, of_inventory;
    if (const toml::table* set = keys.has("set") ? keys.table("set") : nullptr)
      read_set(*set, "", keys, of_models);
    if (const toml::table* set = keys.has("inventory") ? keys.table("inventory") : nullptr)
      read_set(*set, "", keys, of_inventory);
    return {std::move(of_models.set), std::move(of_inventory.set)};
  }

  void apply(const ScenarioSets& sets, const TomlTable& keys) {
    bool taken = false;
    for (std::size_t i = 0; i < study_.models.size() && !sets.models.empty(); ++i) {
      if (is_stored_[i]) continue;
      replace(study_.models[i].set, sets.models);
      study_.models[i].amounts = AmountRule::formula;
      taken = true;
    }
    if (!sets.models.empty() && !taken)
      findings_.add("E0455", keys.place("set"),
                    "set changes parameters, and no model of the study asks for formulas",
                    "write amounts = \"formula\" below its [[model]]");
    if (sets.inventory.empty()) return;
    if (study_.inventory)
      replace(study_.inventory->set, sets.inventory);
    else
      missing(keys.place("inventory"),
              "the scenario sets parameters of an inventory, and the study has none",
              "set those of models with set = { … }");
  }

  /// What the scenario says comes before what the study says of the same parameter.
  static void replace(std::vector<SetParameter>& set, const std::vector<SetParameter>& by) {
    std::erase_if(set, [&](const SetParameter& each) {
      return std::any_of(by.begin(), by.end(), [&](const SetParameter& other) {
        return other.process == each.process && other.name == each.name;
      });
    });
    set.insert(set.end(), by.begin(), by.end());
  }

  /// One of the methods, or else the name of a property; whether any product has it is known once
  /// the model is read.
  static void set_allocation(const std::string& word, StudyModel& model) {
    model.allocation = AllocationMethod::property;
    for (const AllocationMethod each : allocation_methods) {
      if (word == name_of(each)) model.allocation = each;
    }
    if (model.allocation == AllocationMethod::property) model.allocation_property = word;
  }

  void check_exists(const StudyModel& model) {
    std::error_code error;
    if (fs::exists(model.path, error)) return;
    findings_.add("E0106", model.place,
                  fmt::format("model '{}' does not exist (looked for '{}')", model.written_path,
                              model.path.string()),
                  path_hint(model.written_path, folder_));
  }

  void read_demands(const TomlTable& top) {
    const std::vector<const toml::table*> tables = top.tables("demand");
    if (top.has("inventory") && !top.has("demand")) return;
    if (use_ == StudyUse::run && (!top.has("demand") || top.is_empty_array("demand")))
      missing(top.place("demand"), "the study has no demand",
              "add [[demand]] with name, process and amount");
    std::map<std::string, Place> seen;
    for (const toml::table* table : tables) {
      const TomlTable keys =
          open(*table, "demand",
               {"name", "process", "product", "location", "unit", "amount", "items", "path"});
      StudyDemand demand;
      demand.place = keys.place();
      std::optional<std::string> name = keys.nonempty_text("name");
      if (!keys.has("name")) {
        name = keys.has("process") ? keys.id("process") : keys.text("path");
        if (!name && keys.has("items"))
          missing(keys.place(), "a demand of several items has no name", "add name = \"…\"");
      }
      if (name) {
        demand.name = *name;
        check_once(seen, demand.name, demand.name, keys.place("name"), "demand");
      }
      demand.items = read_items(keys);
      study_.demands.push_back(std::move(demand));
    }
  }

  std::vector<DemandItem> read_items(const TomlTable& keys) {
    const int ways = keys.has("process") + keys.has("items") + keys.has("path");
    if (ways != 1) {
      findings_.add("E0107", keys.place(),
                    ways == 0 ? "a demand says nothing of what is demanded"
                              : "a demand says in several ways what is demanded",
                    "give one of process, items, path");
      return {};
    }
    if (keys.has("process")) return single_item(keys);
    for (const char* key : {"amount", "unit", "location", "product"}) {
      if (!keys.has(key)) continue;
      findings_.add("E0107", keys.place(key),
                    fmt::format("{} goes with process, not with items or path", keys.name(key)),
                    "give it for each item");
    }
    if (keys.has("path")) {
      const auto path = keys.nonempty_text("path");
      return path ? read_demand_table(folder_ / *path, keys.place("path"), findings_)
                  : std::vector<DemandItem>{};
    }
    std::vector<DemandItem> items;
    for (const toml::table* table : keys.tables("items")) {
      const TomlTable item =
          open(*table, "demand.items", {"process", "product", "location", "unit", "amount"});
      if (!item.has("process"))
        missing(item.place(), "an item of a demand has no process", "add process = \"…\"");
      for (DemandItem& each : single_item(item)) items.push_back(std::move(each));
    }
    if (keys.is_empty_array("items"))
      missing(keys.place("items"), "a demand has no items", "add {process = \"…\", amount = …}");
    return items;
  }

  std::vector<DemandItem> single_item(const TomlTable& keys) {
    DemandItem item;
    item.place = keys.place("process");
    const auto process = keys.id("process");
    if (const auto location = keys.text("location")) item.location = *location;
    if (const auto unit = keys.text("unit")) item.unit = *unit;
    if (const auto product = keys.text("product")) item.product = *product;
    if (const auto amount = keys.number("amount")) item.amount = *amount;
    if (!process) return {};
    item.process = *process;
    return {item};
  }

  void read_categories(const TomlTable& top) {
    std::map<std::string, Place> seen;
    for (const toml::table* table : top.tables("category")) {
      const TomlTable keys =
          open(*table, "category", {"name", "normalisation", "weighting", "unit"});
      if (!keys.has("name"))
        missing(keys.place(), "a category has no name", "add name = \"…\" below [[category]]");
      const auto name = keys.id("name");
      if (!name) continue;
      StudyCategory category{*name, keys.place("name")};
      if (const auto set = keys.nonempty_text("normalisation")) category.normalisation = *set;
      if (const auto set = keys.nonempty_text("weighting")) category.weighting = *set;
      if (const auto unit = keys.nonempty_text("unit")) category.unit = *unit;
      if (!category.is_paired() && keys.has("unit"))
        findings_.add("E0107", keys.place("unit"),
                      "category.unit goes with normalisation or weighting",
                      "leave it out: the category has a unit of its own");
      check_once(seen, *name + "\n" + category.normalisation + "\n" + category.weighting, *name,
                 keys.place("name"), "category");
      study_.categories.push_back(std::move(category));
    }
  }

  void read_pedigree(const TomlTable& top) {
    const toml::table* table = top.table("pedigree");
    if (table == nullptr) return;
    const TomlTable keys = open(*table, "pedigree", {"rules", "basic_uncertainty", "fill_missing"});
    PedigreeOptions& pedigree = study_.pedigree;
    pedigree.fill_missing = true;
    if (const auto rules = keys.choice("rules", {"ecoinvent2", "ecoinvent3"}))
      pedigree.rules = static_cast<PedigreeRules>(*rules);
    if (const auto basic = keys.number("basic_uncertainty", 1.0, 1e6))
      pedigree.basic_uncertainty = *basic;
    if (const auto fill = keys.flag("fill_missing")) pedigree.fill_missing = *fill;
  }

  void read_sampling(const TomlTable& top) {
    const toml::table* table = top.table("sampling");
    if (table == nullptr) return;
    const TomlTable keys =
        open(*table, "sampling",
             {"iterations", "seed", "design", "sobol_dimensions", "control", "freeze_below",
              "technosphere", "biosphere", "characterisation", "parameters", "lognormal_anchor"});
    Sampling& sampling = study_.sampling;
    if (const auto n = keys.integer("iterations", 1, max_iterations))
      sampling.iterations = static_cast<std::uint64_t>(*n);
    if (const auto seed = keys.integer("seed", 0, max_integer))
      sampling.seed = static_cast<std::uint64_t>(*seed);
    if (const auto design = keys.choice("design", {"random", "lhs", "sobol"}))
      sampling.design = static_cast<Design>(*design);
    if (const auto n = keys.integer("sobol_dimensions", 1, max_sobol_dimensions)) {
      sampling.sobol_dimensions = static_cast<std::uint32_t>(*n);
      if (sampling.design != Design::sobol) {
        findings_.add("E0122", keys.place("sobol_dimensions"),
                      "sampling.sobol_dimensions goes with the design sobol",
                      "leave it out, or write design = \"sobol\"");
      }
    }
    if (const auto flag = keys.flag("control")) sampling.control = *flag;
    if (const auto share = keys.number("freeze_below", 0.0, 0.1)) sampling.freeze_below = *share;
    if (const auto flag = keys.flag("technosphere")) sampling.technosphere = *flag;
    if (const auto flag = keys.flag("biosphere")) sampling.biosphere = *flag;
    if (const auto flag = keys.flag("characterisation")) sampling.characterisation = *flag;
    if (const auto flag = keys.flag("parameters")) sampling.parameters = *flag;
    if (const auto anchor = keys.choice("lognormal_anchor", {"median", "mean"}))
      sampling.lognormal_anchor = static_cast<LognormalAnchor>(*anchor);
  }

  void read_solver(const TomlTable& top) {
    const toml::table* table = top.table("solver");
    if (table == nullptr) return;
    const TomlTable keys =
        open(*table, "solver", {"precision", "tolerance", "proof", "max_failed_share"});
    Solver& solver = study_.solver;
    if (const auto precision = keys.choice("precision", {"mixed", "double", "fast"}))
      solver.precision = static_cast<Precision>(*precision);
    const double least = solver.precision == Precision::fast ? fast_tolerance : 1e-12;
    solver.tolerance = std::max(solver.tolerance, least);
    if (const auto tolerance = keys.number("tolerance", least, 1e-2)) solver.tolerance = *tolerance;
    if (const auto proof = keys.choice("proof", {"needed", "all"}))
      solver.proof = static_cast<ProofOf>(*proof);
    if (const auto share = keys.number("max_failed_share", 0.0, 1.0))
      solver.max_failed_share = *share;
  }

  void read_stop(const TomlTable& top) {
    const toml::table* table = top.table("stop");
    if (table == nullptr) return;
    const TomlTable keys = open(*table, "stop", stop_rule_keys());
    study_.stop = read_stop_rule(keys, study_.demands, findings_);
  }

  void read_result(const TomlTable& top) {
    const toml::table* table = top.table("result");
    if (table == nullptr) return;
    const TomlTable keys =
        open(*table, "result", {"path", "max_bytes", "samples", "covariances", "digits"});
    if (const auto samples = keys.flag("samples")) {
      study_.keep_samples = *samples;
      study_.keep_samples_place = keys.place("samples");
    }
    if (const auto digits = keys.integer("digits", 1, 15))
      study_.digits = static_cast<unsigned>(*digits);
    if (const auto covariances = keys.flag("covariances")) study_.covariances = *covariances;
    if (const auto bytes = keys.integer("max_bytes", 1, max_integer)) {
      study_.max_bytes = static_cast<std::uint64_t>(*bytes);
      study_.max_bytes_place = keys.place("max_bytes");
    }
    const auto path = keys.nonempty_text("path");
    if (!path) return;
    study_.result_path = folder_ / *path;
    std::error_code error;
    if (!study_.result_path.has_filename() || fs::is_directory(study_.result_path, error)) {
      findings_.add("E0104", keys.place("path"),
                    fmt::format("result.path = \"{}\" is a folder", *path),
                    "write the name of a file, such as result.h5");
    }
  }

  void read_run(const TomlTable& top) {
    const toml::table* table = top.table("run");
    if (table == nullptr) return;
    const TomlTable keys = open(*table, "run", {"on_device_loss"});
    if (const auto what = keys.choice("on_device_loss", {"cpu", "stop"}))
      study_.on_device_loss = static_cast<DeviceLoss>(*what);
  }

  Study& study_;
  Findings& findings_;
  StudyUse use_;
  std::vector<bool> is_stored_;  ///< by model: the study says amounts = "stored"
  std::string scenario_;
  Place scenario_place_;
  std::string file_;
  fs::path folder_;
};

}  // namespace

StudyModel model_named(const std::string& path) {
  StudyModel model;
  model.path = path;
  model.written_path = path;
  model.place.file = path;
  return model;
}

std::string_view name_of(Precision precision) {
  return precision == Precision::double_ ? "double"
         : precision == Precision::fast  ? "fast"
                                         : "mixed";
}

Study parse_study(std::string_view text, const fs::path& path,
                  const std::vector<Override>& overrides, Findings& findings, StudyUse use) {
  Study study;
  study.path = path;
  study.text = text;
  const std::string file = path.string();
  const std::string normal =
      is_surely_nfc(text) ? std::string(text) : to_nfc(text);  // names must equal those of tables
  TomlTrouble trouble;
  if (std::optional<toml::table> root = parse_toml(normal, file, trouble)) {
    apply_overrides(*root, overrides, findings);
    StudyReader(study, findings, use).read(*root);
  } else {
    findings.add("E0101", {file, trouble.line, trouble.column},
                 fmt::format("this is not TOML ({})", trouble.reason), trouble.hint);
  }
  return study;
}

Study read_study(const StudySource& source, const std::vector<Override>& overrides,
                 Findings& findings, StudyUse use) {
  const fs::path& path = source.path;
  if (source.text) return parse_study(*source.text, path, overrides, findings, use);
  const TextFile file = read_text(path, max_study_bytes);
  if (file.text) return parse_study(*file.text, path, overrides, findings, use);
  findings.add("E0109", {path.string(), 0, 0},
               fmt::format("the study file cannot be read ({})", file.why_not));
  Study study;
  study.path = path;
  return study;
}

}  // namespace plume
