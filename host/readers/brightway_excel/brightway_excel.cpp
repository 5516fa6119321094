// SPDX-License-Identifier: Apache-2.0
#include "host/readers/brightway_excel/brightway_excel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "host/base/letter_case.hpp"
#include "host/base/numbers.hpp"
#include "host/formula/parameter_scope.hpp"
#include "host/link/unit_table.hpp"
#include "host/readers/brightway_excel/brightway_sheets.hpp"
#include "host/readers/brightway_excel/stats_arrays.hpp"

namespace plume {
namespace {

constexpr double formula_tolerance = 1e-6;

bool recognises(const Archive& archive) {
  Findings unused;
  const std::vector<std::string> names = archive.names();
  const bool is_table = archive.contains("xl/workbook.xml") ||
                        std::any_of(names.begin(), names.end(),
                                    [](const std::string& name) { return name.ends_with(".csv"); });
  if (!is_table || archive.contains("exchanges.csv") || archive.contains("datapackage.json"))
    return false;
  const std::vector<BrightwaySheet> sheets = brightway_sheets(archive, unused);
  return std::any_of(sheets.begin(), sheets.end(), is_brightway_sheet);
}

/// Rows under a row of column names.
struct Table {
  std::vector<std::string> columns;  ///< in lower case
  std::vector<BrightwayRow> rows;
  std::string file;

  [[nodiscard]] std::string_view cell(const BrightwayRow& row, std::string_view name) const {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i] == name) return row[i];
    }
    return {};
  }
};

/// What the workbook calls an activity: a process, or a node without exchanges (a product, an
/// emission).
struct Activity {
  std::string file;
  std::uint32_t line = 0;
  std::string name;
  /// "location", "unit", "reference product", …
  std::map<std::string, std::string, std::less<>> values;
  Table exchanges;
  std::string group;  ///< of its parameters
  bool has_exchanges = false;

  [[nodiscard]] std::string_view value(std::string_view key) const {
    const auto found = values.find(key);
    return found == values.end() ? std::string_view{} : std::string_view(found->second);
  }
  [[nodiscard]] std::string product_id() const {
    return fmt::format("{}|{}|{}", name, value("reference product"), value("location"));
  }
  [[nodiscard]] bool is_node() const {
    const std::string_view type = value("type");
    return type == "product" || type == "emission" || type == "natural resource" ||
           type == "economic" || type == "inventory indicator";
  }
};

bool is_marker(const BrightwayRow& row) {
  static constexpr std::string_view markers[] = {"Activity",           "Database",
                                                 "Exchanges",          "Parameters",
                                                 "Project parameters", "Database parameters"};
  return std::find(std::begin(markers), std::end(markers), row[0]) != std::end(markers);
}

class SourceReader {
 public:
  SourceReader(const FormatSource& source, InventoryData& data, Findings& findings)
      : source_(source.source),
        shown_(source.archive->display_root()),
        data_(data),
        findings_(findings),
        dialect_(formula_dialect(FormulaLanguage::python)),
        project_(dialect_),
        database_(dialect_, &project_) {
    scopes_ = {{&project_, add_scope(no_raw)}};
    scopes_[&database_] = add_scope(scopes_[&project_]);
  }

  void read(const Archive& archive) {
    for (const BrightwaySheet& sheet : brightway_sheets(archive, findings_)) {
      if (is_brightway_sheet(sheet) || !activities_.empty())
        take_sheet(sheet);
      else
        add_to(ignored(), "sheets without activities");
    }
    work_out_parameters();
    for (std::size_t i = 0; i < activities_.size(); ++i) by_name_[activities_[i].name].push_back(i);
    for (const Activity& each : activities_) {
      if (each.is_node())
        take_node(each);
      else
        take_process(each);
    }
  }

 private:
  // --- rows to activities and parameters
  // ------------------------------------------------------------------------------------------
  void take_sheet(const BrightwaySheet& sheet) {
    Activity* activity = nullptr;
    for (std::size_t i = 0; i < sheet.rows.size(); ++i) {
      const BrightwayRow& row = sheet.rows[i];
      if (row[0] == "Activity") {
        activities_.push_back({sheet.file, row.line, std::string(row[1]), {}, {}, {}, false});
        activity = &activities_.back();
      } else if (row[0] == "Exchanges" && activity != nullptr) {
        activity->exchanges = table(sheet, i);
        activity->has_exchanges = true;
      } else if (row[0] == "Project parameters") {
        take_parameters(table(sheet, i), project_);
      } else if (row[0] == "Database parameters") {
        take_parameters(table(sheet, i), database_);
      } else if (row[0] == "Parameters" && activity != nullptr) {
        activity->group = row[1];
        take_parameters(table(sheet, i), group(activity->group));
      } else if (activity != nullptr && !row[0].empty()) {
        activity->values[lower_case(row[0])] = row[1];
      } else if (!row[0].empty() && row[0] != "Database") {
        add_to(ignored(), "values of the database");
      }
    }
  }

  /// The table below row i, which is left at its last row.
  static Table table(const BrightwaySheet& sheet, std::size_t& i) {
    Table result;
    result.file = sheet.file;
    if (i + 1 >= sheet.rows.size() || is_marker(sheet.rows[i + 1])) return result;
    for (const std::string& each : sheet.rows[++i].cells)
      result.columns.push_back(lower_case(each));
    while (i + 1 < sheet.rows.size() && !is_marker(sheet.rows[i + 1]))
      result.rows.push_back(sheet.rows[++i]);
    return result;
  }

  ParameterScope& group(const std::string& name) {
    std::unique_ptr<ParameterScope>& scope = groups_[name];
    if (!scope) {
      scope = std::make_unique<ParameterScope>(dialect_, &database_);
      scopes_[scope.get()] = add_scope(scopes_[&database_]);
    }
    return *scope;
  }

  /// Index of a new scope of the raw record.
  std::uint32_t add_scope(std::uint32_t outer) {
    data_.scopes.push_back({source_, outer, dialect_, {}});
    return static_cast<std::uint32_t>(data_.scopes.size() - 1);
  }

  void take_parameters(const Table& rows, ParameterScope& scope) {
    for (const BrightwayRow& row : rows.rows) {
      const std::string_view name = rows.cell(row, "name"), formula = rows.cell(row, "formula");
      const std::string_view amount = rows.cell(row, "amount");
      if (name.empty() || (amount.empty() && formula.empty())) continue;
      RawParameter parameter;
      parameter.name = add(name);
      parameter.formula = add(formula);
      NumberTrouble trouble;
      const std::optional<double> value = parse_double(amount, trouble);
      if (!value && formula.empty()) {
        findings_.add("E0692", {rows.file, row.line, 0},
                      trouble.problem(fmt::format("the parameter '{}'", name), amount),
                      trouble.hint);
        continue;
      }
      parameter.value = value.value_or(0.0);
      if (formula.empty()) {
        scope.add(name, *value);
      } else {
        scope.add_formula(name, formula);
        ++data_.counts.formulas[static_cast<int>(Holder::parameter)];
        formulas_.push_back(
            {&scope, std::string(name), {rows.file, row.line, 0}, data_.parameters.size()});
      }
      const auto cell = [&](std::string_view column) { return rows.cell(row, column); };
      if (const auto u = stats_arrays_uncertainty(cell, parameter.value, data_.texts))
        parameter.uncertainty = data_.add_uncertainty(*u, Holder::parameter);
      data_.scopes[scopes_[&scope]].parameters.push_back(
          static_cast<std::uint32_t>(data_.parameters.size()));
      data_.parameters.push_back(parameter);
    }
  }

  void work_out_parameters() {
    for (const ParameterFormula& each : formulas_) {
      std::string why;
      if (const std::optional<double> value = each.scope->value_of(each.name, why)) {
        data_.parameters[each.index].value = *value;
        continue;
      }
      findings_.add(
          "W0693", each.place,
          fmt::format("the formula of parameter '{}' cannot be worked out: {}", each.name, why),
          "formulas are Python arithmetic; names are parameters of the activity's group, the "
          "database or the project");
    }
  }

  // --- activities to processes and flows
  // ------------------------------------------------------------------------------------------
  void take_node(const Activity& activity) {
    add_to(ignored(), fmt::format("nodes of type '{}'", activity.value("type")));
    if (activity.value("type") == "product")
      add_flow(activity.product_id(), activity.name, activity.value("unit"), FlowKind::product, {});
  }

  void take_process(const Activity& activity) {
    RawProcess process;
    process.name = add(activity.name);
    process.location = add(activity.value("location"));
    process.id = add(id_of(activity));
    process.source = source_;
    process.scope = scopes_[activity.group.empty() ? &database_ : &group(activity.group)];
    data_.files.push_back({source_,
                           activity.file == shown_ ? ""
                                                   : std::string(activity.file.substr(std::min(
                                                         activity.file.size(), shown_.size() + 1))),
                           true});
    process.place = {static_cast<std::uint32_t>(data_.files.size() - 1), activity.line};
    process.first_exchange = static_cast<std::uint32_t>(data_.exchanges.size());
    own_ids_.clear();
    has_reference_ = false;
    for (const BrightwayRow& row : activity.exchanges.rows) take_exchange(activity, row);
    if (!has_reference_) add_production(activity);
    process.num_exchanges =
        static_cast<std::uint32_t>(data_.exchanges.size()) - process.first_exchange;
    data_.processes.push_back(process);
  }

  [[nodiscard]] static std::string id_of(const Activity& activity) {
    const std::string_view code = activity.value("code");
    return code.empty() ? activity.product_id() : std::string(code);
  }

  /// An activity without a production exchange makes 1 of its own product, as Brightway takes it.
  void add_production(const Activity& activity) {
    RawExchange exchange;
    exchange.flow = add(activity.product_id());
    exchange.own_id = own_id(exchange, "production");
    exchange.unit = add(activity.value("unit"));
    exchange.direction = Direction::output;
    exchange.kind = FlowKind::product;
    exchange.is_reference = true;
    exchange.amount = 1.0;
    exchange.line = activity.line;
    add_flow(activity.product_id(), name_of_product(activity), activity.value("unit"),
             FlowKind::product, {});
    data_.exchanges.push_back(exchange);
    add_to(ignored(), "activities without a production exchange, which make 1");
  }

  static std::string_view name_of_product(const Activity& activity) {
    const std::string_view product = activity.value("reference product");
    return product.empty() ? std::string_view(activity.name) : product;
  }

  void take_exchange(const Activity& activity, const BrightwayRow& row) {
    const Table& rows = activity.exchanges;
    const std::string_view name = rows.cell(row, "name"), type = rows.cell(row, "type");
    const Place place{activity.file, row.line, 0};
    if (name.empty() && type.empty()) {
      add_to(ignored(), "rows without a name");
      return;
    }
    static constexpr std::string_view types[] = {"production", "technosphere", "biosphere",
                                                 "substitution"};
    if (std::find(std::begin(types), std::end(types), type) == std::end(types)) {
      findings_.add(
          "E0691", place,
          fmt::format("the exchange '{}' of '{}' has the type '{}'", name, activity.name, type),
          "allowed: production, technosphere, biosphere, substitution");
      return;
    }
    RawExchange exchange;
    exchange.line = row.line;
    exchange.unit = add(rows.cell(row, "unit"));
    if (!take_amount(activity, row, exchange)) return;
    const auto cell = [&](std::string_view column) { return rows.cell(row, column); };
    if (const auto u = stats_arrays_uncertainty(cell, exchange.amount, data_.texts))
      exchange.uncertainty = data_.add_uncertainty(*u, Holder::exchange);
    if (type == "biosphere") {
      take_elementary(name, rows.cell(row, "categories"), exchange);
    } else {
      take_product(activity, row, type, exchange);
    }
    exchange.own_id = own_id(exchange, type);
    data_.exchanges.push_back(exchange);
  }

  /// The stored amount stands; where none is stored, or 0 beside a formula, which is what people
  /// write before Brightway works it out, the value of the formula does.
  bool take_amount(const Activity& activity, const BrightwayRow& row, RawExchange& exchange) {
    const Table& rows = activity.exchanges;
    const std::string_view text = rows.cell(row, "amount"), formula = rows.cell(row, "formula"),
                           name = rows.cell(row, "name");
    const Place place{activity.file, row.line, 0};
    NumberTrouble trouble;
    const std::optional<double> stored = parse_double(text, trouble);
    if (formula.empty()) {
      if (!stored) {
        findings_.add("E0692", place,
                      trouble.problem(fmt::format("the amount of '{}'", name), text), trouble.hint);
        return false;
      }
      exchange.amount = *stored;
      return true;
    }
    exchange.formula = add(formula);
    ++data_.counts.formulas[static_cast<int>(Holder::exchange)];
    std::string why;
    const std::optional<double> value =
        (activity.group.empty() ? database_ : group(activity.group)).evaluate(formula, why);
    const bool is_stored = stored && *stored != 0.0;
    if (!value) {  // chemical formulas stand in this column, too
      findings_.add(
          stored ? "W0693" : "E0692", place,
          fmt::format("the formula '{}' of '{}' cannot be worked out: {}", formula.substr(0, 60),
                      name, why),
          stored
              ? "the stored amount stands"
              : "formulas are Python arithmetic; names are parameters of the activity's group, the "
                "database or the project");
      exchange.amount = stored.value_or(0.0);
      return stored.has_value();
    }
    exchange.amount = is_stored ? *stored : *value;
    if (is_stored && std::abs(*value - *stored) > formula_tolerance * std::abs(*stored)) {
      findings_.add("W0694", place,
                    fmt::format("the amount of '{}' is {}, and its formula '{}' gives {}", name,
                                format_exact(*stored), formula.substr(0, 60), format_exact(*value)),
                    std::string(data_.what_stands(source_)));
    }
    return true;
  }

  /// "air::urban air close to ground"
  void take_elementary(std::string_view name, std::string_view categories, RawExchange& exchange) {
    const std::size_t colon = categories.find("::");
    const std::string_view first = trim(categories.substr(0, colon));
    std::string_view rest =
        colon == std::string_view::npos ? std::string_view{} : trim(categories.substr(colon + 2));
    if (rest.empty()) rest = "unspecified";
    const bool is_resource = lower_case(first) == "natural resource" ||
                             lower_case(first) == "resource" || lower_case(first) == "raw";
    exchange.direction = is_resource ? Direction::input : Direction::output;
    exchange.kind = FlowKind::elementary;
    const std::string id = fmt::format("{}|{}|{}|{}", name, first, rest,
                                       UnitTable::known_reference(data_.text(exchange.unit)));
    exchange.flow = add(id);
    add_flow(id, name, data_.text(exchange.unit), FlowKind::elementary,
             fmt::format("{}/{}", first, rest));
  }

  void take_product(const Activity& activity, const BrightwayRow& row, std::string_view type,
                    RawExchange& exchange) {
    const Table& rows = activity.exchanges;
    const std::string_view name = rows.cell(row, "name"),
                           product = rows.cell(row, "reference product");
    const std::string_view location = rows.cell(row, "location");
    exchange.kind = FlowKind::product;
    exchange.direction = type == "production" ? Direction::output : Direction::input;
    exchange.is_avoided = type == "substitution";
    const std::vector<std::size_t> found = activities_of(name, product, location);
    const bool is_own =
        type == "production" && std::any_of(found.begin(), found.end(), [&](std::size_t each) {
          return &activities_[each] == &activity;
        });
    const Activity* other = is_own              ? &activity
                            : found.size() == 1 ? &activities_[found.front()]
                                                : nullptr;
    if (type == "production" && other == nullptr && name == activity.name) other = &activity;
    if (found.size() > 1 && other == nullptr) {
      findings_.add("E0690", {activity.file, row.line, 0},
                    fmt::format("'{}' of '{}' may be any of {} activities of that name", name,
                                activity.name, found.size()),
                    "give its reference product and location");
    }
    const std::string id =
        other == nullptr ? fmt::format("{}|{}|{}", name, product, location) : other->product_id();
    exchange.flow = add(id);
    if (other != nullptr && !other->is_node() && type != "production")
      exchange.provider = add(id_of(*other));
    if (type == "production" && !has_reference_) {
      exchange.is_reference = true;
      has_reference_ = true;
    }
    if (exchange.unit == no_text && other != nullptr) exchange.unit = add(other->value("unit"));
    const std::string_view shown = other != nullptr  ? name_of_product(*other)
                                   : product.empty() ? name
                                                     : product;
    add_flow(id, shown, data_.text(exchange.unit), FlowKind::product, {});
  }

  /// Activities of that name, and of that product and location where these are given.
  [[nodiscard]] std::vector<std::size_t> activities_of(std::string_view name,
                                                       std::string_view product,
                                                       std::string_view location) const {
    std::vector<std::size_t> found;
    const auto named = by_name_.find(name);
    if (named == by_name_.end()) return found;
    for (const std::size_t each : named->second) {
      const Activity& activity = activities_[each];
      const std::string_view own = activity.value("reference product"),
                             place = activity.value("location");
      const bool fits = (product.empty() || own.empty() || product == own) &&
                        (location.empty() || place.empty() || location == place);
      if (fits) found.push_back(each);
    }
    return found;
  }

  Text own_id(const RawExchange& exchange, std::string_view type) {
    std::string id = fmt::format("{}/{}", data_.text(exchange.flow), type);
    if (const int before = own_ids_[id]++; before > 0) id += fmt::format("/{}", before + 1);
    return add(id);
  }

  void add_flow(std::string_view id, std::string_view name, std::string_view unit, FlowKind kind,
                std::string_view category) {
    RawFlow flow;
    flow.id = add(id);
    flow.name = add(name);
    flow.unit = add(unit);
    flow.kind = kind;
    flow.category = add(category);
    flow.source = source_;
    if (flows_.insert((std::uint64_t{flow.id} << 32) | flow.unit).second)
      data_.flows.push_back(flow);
  }

  [[nodiscard]] Text add(std::string_view text) { return data_.texts.add(text); }
  [[nodiscard]] Tally& ignored() { return data_.counts.ignored; }

  struct ParameterFormula {
    ParameterScope* scope;
    std::string name;
    Place place;
    std::size_t index;
  };

  std::uint32_t source_;
  std::string shown_;
  InventoryData& data_;
  Findings& findings_;
  FormulaDialect dialect_;
  ParameterScope project_, database_;
  std::map<std::string, std::unique_ptr<ParameterScope>> groups_;
  std::map<const ParameterScope*, std::uint32_t> scopes_;  ///< indices into InventoryData::scopes
  std::vector<ParameterFormula> formulas_;
  std::vector<Activity> activities_;
  std::map<std::string, std::vector<std::size_t>, std::less<>> by_name_;
  std::map<std::string, int> own_ids_;
  std::unordered_set<std::uint64_t> flows_;
  bool has_reference_ = false;
};

void read(const std::vector<FormatSource>& sources, const ReadInto& into, Findings& findings) {
  for (const FormatSource& each : sources)
    SourceReader(each, into.data, findings).read(*each.archive);
}

}  // namespace

const Format& brightway_excel_format() {
  static const Format format{
      "brightway-excel", "Brightway inventory workbook",
      "a Brightway workbook or CSV rows that begin with Database and Activity", &recognises, &read};
  return format;
}

}  // namespace plume
