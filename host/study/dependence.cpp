// SPDX-License-Identifier: Apache-2.0
#include "host/study/dependence.hpp"

#include <fmt/format.h>

#include <utility>

#include "host/archive/read_text.hpp"
#include "host/base/letter_case.hpp"
#include "host/base/numbers.hpp"
#include "host/tables/table.hpp"
#include "host/toml/toml_table.hpp"

namespace plume {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> matrix_names = {"technosphere", "biosphere", "characterisation",
                                               "normalisation", "weighting"};
const std::vector<std::string> selector_keys = {"matrix",   "process",  "product", "flow",
                                                "category", "location", "unit",    "tag",
                                                "exchange", "group"};

/// The lists of a selector that hold texts, with their keys.
template <class Selector, class Use>
void for_each_text_list(Selector& s, Use use) {
  use("process", s.processes);
  use("product", s.products);
  use("flow", s.flows);
  use("category", s.categories);
  use("location", s.locations);
  use("unit", s.units);
  use("tag", s.tags);
  use("exchange", s.exchanges);
}

class DependenceReader {
 public:
  DependenceReader(const std::string& file, const fs::path& folder, Findings& findings)
      : file_(file), folder_(folder), findings_(findings) {}

  StudyDependence read(const TomlTable& top) {
    for (const toml::table* table : top.tables("group")) read_group(*table);
    for (const toml::table* table : top.tables("composition")) read_composition(*table);
    for (const toml::table* table : top.tables("correlation")) read_correlation(*table);
    for (const toml::table* table : top.tables("switch")) read_switch(*table);
    for (const toml::table* table : top.tables("in_step")) read_in_step(*table);
    return std::move(result_);
  }

 private:
  TomlTable open(const toml::table& table, std::string path, std::vector<std::string> keys) {
    return {table, std::move(path), std::move(keys), file_, findings_};
  }
  void missing(const Place& place, std::string problem, std::string hint) {
    findings_.add("E0105", place, std::move(problem), std::move(hint));
  }

  /// The name that each of them must have, once among its kind.
  std::string name_of_table(const TomlTable& keys, const std::string& what) {
    const auto name = keys.nonempty_text("name");
    if (!keys.has("name"))
      missing(keys.place(),
              fmt::format("{} {} has no name", what.front() == 'i' ? "an" : "a", what),
              "add name = \"…\"");
    if (!name) return {};
    const auto [first, is_new] = names_.emplace(what + " " + *name, keys.place("name"));
    if (!is_new) {
      findings_.add(
          "E0108", keys.place("name"),
          fmt::format("{} '{}' stands twice, first in line {}", what, *name, first->second.line),
          fmt::format("give each {} once", what));
    }
    return *name;
  }

  ExchangeSelector read_selector(const toml::table& table, const std::string& path,
                                 bool may_be_group) {
    const TomlTable keys = open(table, path, selector_keys);
    ExchangeSelector selector;
    selector.place = keys.place();
    if (const auto matrix = keys.choice("matrix", matrix_names))
      selector.matrix = static_cast<Matrix>(*matrix);
    bool any = keys.has("matrix");
    for_each_text_list(selector, [&](const char* key, std::vector<std::string>& list) {
      any = any || keys.has(key);
      list = keys.ids(key);
    });
    if (keys.has("group")) {
      if (const auto group = keys.nonempty_text("group")) selector.group = *group;
      if (any || !may_be_group) {
        findings_.add("E0151", keys.place("group"),
                      may_be_group ? fmt::format("{} goes with no other key", keys.name("group"))
                                   : fmt::format("{} has no place here", keys.name("group")),
                      "only an input of a correlation may be a group");
      }
    } else if (!any) {
      findings_.add(
          "E0151", keys.place(), fmt::format("{} says nothing of the exchanges it is for", path),
          "give matrix, process, product, flow, category, location, unit, tag or exchange");
    }
    return selector;
  }

  /// A table, or a list of tables.
  std::vector<ExchangeSelector> read_selectors(const TomlTable& keys, const toml::table& table,
                                               const char* key, bool may_be_group = false) {
    const toml::node* node = table.get(key);
    std::vector<ExchangeSelector> result;
    if (node == nullptr) return result;
    if (const toml::table* one = node->as_table())
      return {read_selector(*one, keys.name(key), may_be_group)};
    for (const toml::table* each : keys.tables(key))
      result.push_back(read_selector(*each, keys.name(key), may_be_group));
    if (keys.is_empty_array(key))
      findings_.add("E0104", keys.place(key), fmt::format("{} is empty", keys.name(key)));
    return result;
  }
  std::vector<ExchangeSelector> required_selectors(const TomlTable& keys, const toml::table& table,
                                                   const char* key, const std::string& what,
                                                   bool may_be_group = false) {
    if (!keys.has(key)) {
      missing(keys.place(), fmt::format("a {} has no {}", what, key),
              fmt::format("add {} = {{flow = \"…\"}}, or a list of such", key));
    }
    return read_selectors(keys, table, key, may_be_group);
  }

  void read_group(const toml::table& table) {
    const TomlTable keys = open(table, "group", {"name", "match", "each"});
    StudyGroup group;
    group.place = keys.place();
    group.name = name_of_table(keys, "group");
    group.members = required_selectors(keys, table, "match", "group");
    static const std::vector<std::string> each = {"flow",     "product",  "process",
                                                  "category", "location", "unit"};
    if (const auto choice = keys.choice("each", each)) group.each = each[*choice];
    result_.groups.push_back(std::move(group));
  }

  void read_composition(const toml::table& table) {
    const TomlTable keys =
        open(table, "composition",
             {"name", "match", "pinned", "total", "method", "concentration", "sd", "sd_of"});
    StudyComposition composition;
    composition.place = keys.place();
    composition.total_place = keys.place("total");
    composition.name = name_of_table(keys, "composition");
    composition.members = required_selectors(keys, table, "match", "composition");
    composition.pinned = read_selectors(keys, table, "pinned");
    composition.total = keys.number("total");
    if (const auto method = keys.choice("method", {"normalise", "dirichlet"}))
      composition.dirichlet = *method == 1;
    composition.concentration = keys.number("concentration");
    composition.sd = keys.number("sd");
    composition.sd_of = read_selectors(keys, table, "sd_of");
    composition.spread_place = keys.place(keys.has("concentration") ? "concentration" : "sd");
    const bool has_sd = keys.has("sd") || keys.has("sd_of");
    if (composition.dirichlet && keys.has("concentration") == has_sd) {
      findings_.add("E0151", keys.place(),
                    fmt::format("composition '{}' says {} how widely its shares spread",
                                composition.name, has_sd ? "in two ways" : "nothing of"),
                    "give concentration, or sd and sd_of");
    } else if (composition.dirichlet && keys.has("sd") != keys.has("sd_of")) {
      findings_.add("E0151", keys.place(),
                    fmt::format("composition '{}' has sd without sd_of", composition.name),
                    "sd is that of the one share which sd_of names");
    } else if (!composition.dirichlet && (keys.has("concentration") || has_sd)) {
      findings_.add("E0151", composition.spread_place,
                    "concentration, sd and sd_of go with method = \"dirichlet\"",
                    "shares that are normalised spread as their own distributions do");
    }
    result_.compositions.push_back(std::move(composition));
  }

  void read_correlation(const toml::table& table) {
    const TomlTable keys =
        open(table, "correlation",
             {"name", "inputs", "matrix", "measure", "copula", "degrees_of_freedom"});
    StudyCorrelation correlation;
    correlation.place = keys.place();
    correlation.matrix_place = keys.place("matrix");
    correlation.name = name_of_table(keys, "correlation");
    correlation.inputs = required_selectors(keys, table, "inputs", "correlation", true);
    if (!keys.has("matrix"))
      missing(keys.place(), "a correlation has no matrix", "add matrix = [[1, 0.5], [0.5, 1]]");
    if (auto rows = keys.rows("matrix")) correlation.matrix = std::move(*rows);
    if (const auto measure = keys.choice("measure", {"normal", "spearman", "kendall"}))
      correlation.measure = static_cast<StudyCorrelation::Measure>(*measure);
    const auto copula = keys.choice("copula", {"gaussian", "t"});
    const auto degrees = keys.number("degrees_of_freedom", 1.0, 200.0);
    const bool is_t = copula && *copula == 1;
    if (is_t != keys.has("degrees_of_freedom")) {
      findings_.add(
          "E0151", keys.place(is_t ? "copula" : "degrees_of_freedom"),
          is_t ? "a t copula has no degrees_of_freedom"
               : "degrees_of_freedom goes with copula = \"t\"",
          is_t ? "add degrees_of_freedom = 4, for instance" : "a Gaussian copula has none");
    }
    if (is_t && degrees) correlation.degrees = *degrees;
    if (is_t && correlation.measure == StudyCorrelation::Measure::spearman) {
      findings_.add("E0151", keys.place("measure"),
                    "Spearman's correlation of a t copula has no simple form",
                    "give the matrix as \"kendall\" or \"normal\"");
    }
    result_.correlations.push_back(std::move(correlation));
  }

  void read_switch(const toml::table& table) {
    const TomlTable keys = open(table, "switch", {"name", "options", "values", "path"});
    StudySwitch result;
    result.place = keys.place();
    result.name = name_of_table(keys, "switch");
    if (!keys.has("options"))
      missing(keys.place(), "a switch has no options",
              "add options = [{name = \"…\", weight = …}, …]");
    for (const toml::table* each : keys.tables("options")) {
      const TomlTable option = open(*each, "switch.options", {"name", "weight"});
      const auto name = option.nonempty_text("name");
      const auto weight = option.number("weight");
      if (!option.has("name")) missing(option.place(), "an option has no name", "add name = \"…\"");
      if (!option.has("weight"))
        missing(option.place(), "an option has no weight", "add weight = …");
      if (weight && !(*weight > 0.0)) {
        findings_.add(
            "E0159", option.place("weight"),
            fmt::format("option '{}' has the weight {}", name.value_or(""), format_exact(*weight)),
            "weights are above 0; leave out an option that is never taken");
      }
      if (name && weight) result.options.push_back({*name, *weight});
    }
    check_options(keys, result);
    if (!keys.has("values") && !keys.has("path"))
      missing(keys.place(), "a switch has no values",
              "add values = [{match = {…}, amount = {OPTION = …}}], or path");
    for (const toml::table* each : keys.tables("values")) read_values(*each, result);
    if (const auto path = keys.nonempty_text("path")) {
      result.path = folder_ / *path;
      result.written_path = *path;
      read_switch_table(result, keys.place("path"));
    }
    result_.switches.push_back(std::move(result));
  }

  void check_options(const TomlTable& keys, const StudySwitch& result) {
    std::map<std::string, int> seen;
    for (const StudySwitch::Option& option : result.options) {
      if (++seen[option.name] == 2) {
        findings_.add(
            "E0108", keys.place("options"),
            fmt::format("option '{}' of switch '{}' stands twice", option.name, result.name),
            "give each option once");
      }
    }
    if (keys.has("options") && seen.size() < 2) {
      findings_.add("E0159", keys.place("options"),
                    fmt::format("switch '{}' has fewer than two options", result.name),
                    "a switch chooses among several");
    }
  }

  static std::vector<std::string> option_names(const StudySwitch& of) {
    std::vector<std::string> names;
    for (const StudySwitch::Option& option : of.options) names.push_back(option.name);
    return names;
  }

  void read_values(const toml::table& table, StudySwitch& into) {
    const TomlTable keys = open(table, "switch.values", {"match", "amount", "factor"});
    StudySwitch::Values values;
    values.place = keys.place();
    values.members = required_selectors(keys, table, "match", "value of a switch");
    values.factors = keys.has("factor");
    if (keys.has("amount") == keys.has("factor")) {
      findings_.add("E0151", keys.place(), "a value of a switch is an amount or a factor",
                    "give amount = {OPTION = …} or factor = {OPTION = …}");
    }
    const char* key = values.factors ? "factor" : "amount";
    if (const toml::table* by_option = keys.table(key)) {
      const std::vector<std::string> names = option_names(into);
      // Unknown keys are options that the switch does not have.
      const TomlTable numbers = open(*by_option, keys.name(key), names);
      for (const std::string& name : names) {
        if (const auto number = numbers.number(name)) values.values[name] = *number;
      }
      if (by_option->empty()) {
        findings_.add("E0159", keys.place(key), fmt::format("{} names no option", keys.name(key)),
                      "give a number for at least one option");
      }
    }
    into.values.push_back(std::move(values));
  }

  void read_switch_table(StudySwitch& into, const Place& place) {
    constexpr std::size_t max_bytes = std::size_t{1} << 30;
    const TextFile file = read_text(into.path, max_bytes);
    if (!file.text) {
      findings_.add(
          "E0120", place,
          fmt::format("switch table '{}' cannot be read ({})", into.path.string(), file.why_not),
          "the path is relative to the study file");
      return;
    }
    const std::string name = into.path.string();
    const std::size_t errors_before = findings_.num_errors();
    std::vector<Column> columns;
    for (const std::string& key : selector_keys) {
      if (key != "group") columns.push_back({key, Column::optional});
    }
    columns.push_back({"as", Column::optional});
    for (const std::string& option : option_names(into))
      columns.push_back({lower_case(option), Column::optional, Column::number});
    Table table(*file.text, name, columns, findings_);
    const std::size_t matrix = table.column("matrix"), as = table.column("as");
    std::size_t num_rows = 0;
    while (table.next()) {
      ++num_rows;
      StudySwitch::Values values;
      values.place = {name, table.line(), 0};
      ExchangeSelector selector;
      selector.place = values.place;
      bool any = false;
      for_each_text_list(selector, [&](const char* key, std::vector<std::string>& list) {
        const std::string_view text = table.text(table.column(key));
        if (!text.empty()) list.emplace_back(text);
        any = any || !text.empty();
      });
      if (const std::string_view text = table.text(matrix); !text.empty()) {
        any = true;
        for (std::size_t i = 0; i < matrix_names.size(); ++i) {
          if (matrix_names[i] == text) selector.matrix = static_cast<Matrix>(i);
        }
        if (!selector.matrix) {
          findings_.add("E0104", table.place(matrix), fmt::format("matrix '{}' is unknown", text),
                        did_you_mean(text, matrix_names));
        }
      }
      const std::string_view kind = table.text(as);
      values.factors = kind == "factor";
      if (!kind.empty() && kind != "factor" && kind != "amount") {
        findings_.add("E0104", table.place(as),
                      fmt::format("'{}' is neither amount nor factor", kind),
                      "write amount or factor; empty is amount");
      }
      for (const std::string& option : option_names(into)) {
        const NumberCell cell = table.number(table.column(lower_case(option)));
        if (cell.state == NumberCell::State::good) values.values[option] = cell.value;
      }
      if (!any) {
        findings_.add("E0151", values.place, "the row says nothing of the exchanges it is for",
                      "fill at least one of matrix, process, product, flow, category, location, "
                      "unit, tag, exchange");
        continue;
      }
      values.members = {std::move(selector)};
      into.values.push_back(std::move(values));
    }
    if (num_rows == 0 && findings_.num_errors() == errors_before)
      findings_.add("E0121", {name, 0, 0}, "the switch table has no row",
                    "write one row for each exchange");
  }

  void read_in_step(const toml::table& table) {
    const TomlTable keys = open(table, "in_step", {"name", "arrays"});
    StudyInStep in_step;
    in_step.place = keys.place("arrays");
    in_step.name = name_of_table(keys, "in_step");
    in_step.arrays = keys.ids("arrays");
    if (!keys.has("arrays"))
      missing(keys.place(), "in_step names no arrays",
              "add arrays = [\"…\", \"…\"]: the groups of presampled values");
    result_.in_step.push_back(std::move(in_step));
  }

  const std::string& file_;
  fs::path folder_;
  Findings& findings_;
  StudyDependence result_;
  std::map<std::string, Place> names_;
};

}  // namespace

std::string ExchangeSelector::text() const {
  std::string result;
  const auto add = [&](const char* key, const std::vector<std::string>& list) {
    if (list.empty()) return;
    result += fmt::format("{}{} = ", result.empty() ? "" : ", ", key);
    for (std::size_t i = 0; i < list.size(); ++i)
      result += fmt::format("{}\"{}\"", i > 0 ? " or " : "", list[i]);
  };
  if (matrix) add("matrix", {std::string(name_of(*matrix))});
  for_each_text_list(*this, add);
  if (!group.empty()) add("group", {group});
  return "{" + result + "}";
}

StudyDependence read_dependence(const TomlTable& top, const std::string& file,
                                const fs::path& folder, Findings& findings) {
  return DependenceReader(file, folder, findings).read(top);
}

}  // namespace plume
