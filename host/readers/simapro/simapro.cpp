// SPDX-License-Identifier: Apache-2.0
#include "host/readers/simapro/simapro.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "host/base/constants.hpp"
#include "host/base/letter_case.hpp"
#include "host/base/numbers.hpp"
#include "host/formula/parameter_scope.hpp"
#include "host/link/unit_table.hpp"
#include "host/readers/simapro/simapro_blocks.hpp"
#include "host/readers/simapro/simapro_method_sets.hpp"
#include "host/readers/simapro/simapro_sections.hpp"
#include "host/readers/simapro/simapro_uncertainty.hpp"
#include "host/readers/simapro/simapro_waste_scenario.hpp"
#include "host/readers/spread95.hpp"

namespace plume {
namespace {

constexpr std::size_t largest_file = std::size_t{2} << 30;

bool recognises(const Archive& archive) {
  constexpr int looked_at = 8;
  int looked = 0;
  for (const std::string& name : archive.names()) {
    const std::string lower = lower_case(name);
    if (!lower.ends_with(".csv") && !lower.ends_with(".txt")) continue;
    Findings unused;
    const std::optional<std::string> text = archive.read(name, unused, largest_file);
    if (text && is_simapro(*text)) return true;
    if (++looked == looked_at) return false;
  }
  return false;
}

class FileReader {
 public:
  FileReader(const FormatSource& source, std::uint32_t file, std::string shown, InventoryData& data,
             Findings& findings)
      : source_(source.source),
        normals_(source.wanted->normal_spread),
        file_(file),
        shown_(std::move(shown)),
        data_(data),
        findings_(findings) {}

  void read(std::string_view bytes) {
    text_ = simapro_text(bytes);
    dialect_ = formula_dialect(FormulaLanguage::simapro, text_.decimal);
    const std::vector<SimaProBlock> blocks = simapro_blocks(text_);
    ParameterScope database(dialect_), project(dialect_, &database);
    add_scopes();
    for (const SimaProBlock& block : blocks) take_list(block);
    for (const std::string_view kind : {"Input", "Calculated"}) {
      take_parameters(blocks, fmt::format("Database {} parameters", kind), database, scope_ - 1);
      take_parameters(blocks, fmt::format("Project {} parameters", kind), project, scope_);
    }
    check_parameters(database);
    check_parameters(project);
    for (const SimaProBlock& block : blocks) {
      if (block.name == "Process" || block.name == "Product stage") take_process(block, project);
      if (block.name == "Method") take_method(block);
      if (block.name == "System description" || block.name == "Literature reference" ||
          block.name == "External document")
        add_to(ignored(), fmt::format("{} blocks", block.name));
      if (!block.is_ended && !text_.is_old) {
        findings_.add("W0672", place(block.line),
                      fmt::format("the block '{}' has no line 'End'", block.name),
                      "the file may be cut off; export it again");
      }
    }
    if (!any_) {
      findings_.add("E0670", {shown_, 0, 0}, "the file holds no process, product stage or method",
                    "export processes or methods from SimaPro as CSV; the file may be cut off");
    }
  }

 private:
  // --- numbers
  // -----------------------------------------------------------------------------------------------
  /// Nothing where the cell is no plain number; a decimal sign of the header, or a point.
  [[nodiscard]] std::optional<double> number(std::string_view cell) const {
    std::string digits(trim(cell));
    if (text_.decimal != '.') std::replace(digits.begin(), digits.end(), text_.decimal, '.');
    NumberTrouble unused;
    return parse_double(digits, unused);
  }

  struct Amount {
    double value = 0.0;
    bool is_formula = false;
  };
  std::optional<Amount> amount(std::string_view cell, ParameterScope& scope, const SimaProRow& row,
                               std::string_view what) {
    if (const std::optional<double> plain = number(cell)) return Amount{*plain, false};
    std::string why;
    if (const std::optional<double> value = scope.evaluate(cell, why)) return Amount{*value, true};
    findings_.add("E0676", place(row.line),
                  fmt::format("the {} of '{}' is '{}', which cannot be worked out: {}", what,
                              row[0], cell.substr(0, 60), why),
                  fmt::format("numbers have the decimal sign '{}' as the file's header says; names "
                              "are parameters of the "
                              "process, the project or the database",
                              text_.decimal));
    return std::nullopt;
  }

  [[nodiscard]] std::array<double, 3> fields(const SimaProRow& row, std::size_t first) const {
    return {number(row[first]).value_or(nan), number(row[first + 1]).value_or(nan),
            number(row[first + 2]).value_or(nan)};
  }

  // --- lists: units, substances, parameters
  // ---------------------------------------------------------------------------------------
  void take_list(const SimaProBlock& block) {
    if (block.name == "Units") {
      for (const SimaProRow& row : block.sections.front().rows) take_unit(row);
      return;
    }
    if (const std::string_view compartment = simapro_compartment_of_list(block.name);
        !compartment.empty()) {
      for (const SimaProRow& row : block.sections.front().rows) take_substance(compartment, row);
      return;
    }
    static constexpr std::string_view known[] = {"Process",
                                                 "Product stage",
                                                 "Method",
                                                 "System description",
                                                 "Literature reference",
                                                 "External document",
                                                 "Quantities",
                                                 "Database Input parameters",
                                                 "Database Calculated parameters",
                                                 "Project Input parameters",
                                                 "Project Calculated parameters"};
    if (std::find(std::begin(known), std::end(known), block.name) == std::end(known))
      add_to(ignored(), fmt::format("block '{}'", block.name.substr(0, 40)));
  }

  /// "ton;Mass;1000;kg"
  void take_unit(const SimaProRow& row) {
    const std::optional<double> factor = number(row[2]);
    if (row[0].empty() || !factor || !(*factor > 0.0)) {
      findings_.add("W0677", place(row.line),
                    fmt::format("the unit '{}' has the factor '{}'", row[0], row[2]),
                    "a unit needs how many of its reference unit one is");
      return;
    }
    RawUnit unit;
    unit.group = add(fmt::format("SimaPro quantity {}", row[1]));
    unit.name = add(row[0]);
    unit.factor = *factor;
    unit.is_reference = row[0] == row[3];
    unit.source = source_;
    data_.units.push_back(unit);
    references_.emplace(row[0], row[3]);
  }

  void take_substance(std::string_view compartment, const SimaProRow& row) {
    if (row[2].empty()) return;
    std::string_view cas = row[2];
    while (cas.starts_with('0')) cas.remove_prefix(1);
    const bool fits = cas.size() >= 7 && cas[cas.size() - 2] == '-' && cas[cas.size() - 5] == '-' &&
                      cas.find_first_not_of("0123456789-") == std::string_view::npos;
    if (fits)
      cas_numbers_.emplace(fmt::format("{}|{}", row[0], compartment), cas);
    else
      add_to(ignored(), "CAS number that is none");
  }

  /// name;value;kind;f1;f2;f3;hidden;comment, or name;formula;comment
  void take_parameters(const std::vector<SimaProBlock>& blocks, std::string_view name,
                       ParameterScope& scope, std::uint32_t raw_scope) {
    auto next = static_cast<std::uint32_t>(data_.parameters.size());
    for (const SimaProBlock& block : blocks) {
      if (block.name != name) continue;
      for (const SimaProRow& row : block.sections.front().rows)
        take_parameter(row, name.ends_with("Calculated parameters"), scope);
    }
    for (; next < data_.parameters.size(); ++next)
      data_.scopes[raw_scope].parameters.push_back(next);
  }

  /// That of the database, and that of the project in it.
  void add_scopes() {
    scope_ = static_cast<std::uint32_t>(data_.scopes.size()) + 1;
    data_.scopes.push_back({source_, no_raw, dialect_, {}});
    data_.scopes.push_back({source_, scope_ - 1, dialect_, {}});
  }

  void take_parameter(const SimaProRow& row, bool is_calculated, ParameterScope& scope) {
    if (row[0].empty()) return;
    RawParameter parameter;
    parameter.name = add(row[0]);
    bool is_new = true;
    if (is_calculated) {
      is_new = scope.add_formula(row[0], row[1]);
      parameter.formula = add(row[1]);
      calculated_.push_back({&scope, row.line, std::string(row[0]), data_.parameters.size()});
      ++data_.counts.formulas[static_cast<int>(Holder::parameter)];
    } else {
      const std::optional<Amount> value = amount(row[1], scope, row, "value");
      if (!value) return;
      parameter.value = value->value;
      is_new = scope.add(row[0], value->value);
      if (const auto uncertainty =
              simapro_uncertainty(row[2], value->value, fields(row, 3), data_.texts, normals_))
        parameter.uncertainty = add_uncertainty(*uncertainty, Holder::parameter);
    }
    if (!is_new) {
      findings_.add("W0678", place(row.line),
                    fmt::format("the parameter '{}' is there twice", row[0]),
                    "upper and lower case are the same in SimaPro; the last one stands");
    }
    data_.parameters.push_back(parameter);
  }

  /// Works out the calculated parameters of a scope, so that each that cannot be is told once where
  /// it stands.
  void check_parameters(ParameterScope& scope) {
    for (const Calculated& each : calculated_) {
      if (each.scope != &scope) continue;
      std::string why;
      const std::optional<double> value = scope.value_of(each.name, why);
      if (value) data_.parameters[each.index].value = *value;
      if (!value) {
        findings_.add(
            "E0676", place(each.line),
            fmt::format("the calculated parameter '{}' cannot be worked out: {}", each.name, why),
            "names are parameters of the process, the project or the database");
      }
    }
    std::erase_if(calculated_, [&](const Calculated& each) { return each.scope == &scope; });
  }

  // --- processes and product stages
  // -----------------------------------------------------------------------------------------------
  void take_process(const SimaProBlock& block, ParameterScope& outer) {
    any_ = true;
    RawProcess process;
    process.source = source_;
    process.scope = scope_;
    process.place = {file_, block.line};
    process.name = add(block.text("Process name"));
    process.category = add(block.text("Category type"));
    process.first_parameter = static_cast<std::uint32_t>(data_.parameters.size());
    ParameterScope scope(dialect_, &outer);
    for (const std::string_view kind : {"Input parameters", "Calculated parameters"}) {
      if (const SimaProSection* section = block.find(kind)) {
        for (const SimaProRow& row : section->rows)
          take_parameter(row, kind.starts_with('C'), scope);
      }
    }
    check_parameters(scope);
    process.num_parameters =
        static_cast<std::uint32_t>(data_.parameters.size()) - process.first_parameter;
    process.first_exchange = static_cast<std::uint32_t>(data_.exchanges.size());
    process.first_allocation = static_cast<std::uint32_t>(data_.allocations.size());
    own_ids_.clear();
    allocated_ = 0.0;
    for (const SimaProSection& section : block.sections)
      take_section(section, block, process, scope);
    take_waste_shares(block, process);
    process.num_exchanges =
        static_cast<std::uint32_t>(data_.exchanges.size()) - process.first_exchange;
    process.num_allocations =
        static_cast<std::uint32_t>(data_.allocations.size()) - process.first_allocation;
    if (process.num_allocations > 0) process.stored_allocation = AllocationMethod::as_stored;
    name_process(block, process);
    if (process.num_allocations == 1 && std::abs(allocated_ - 1.0) > 1e-6) {
      findings_.add("W0671", place(block.line),
                    fmt::format("the only product of '{}' has an allocation of {} per cent",
                                data_.text(process.name), format_exact(allocated_ * 100.0)),
                    "it is taken as 100; a product may be missing");
    }
    data_.processes.push_back(process);
  }

  void name_process(const SimaProBlock& block, RawProcess& process) {
    const auto begin = data_.exchanges.begin() + process.first_exchange;
    const auto end = begin + process.num_exchanges;
    const auto reference =
        std::find_if(begin, end, [](const RawExchange& each) { return each.is_reference; });
    const Text product = reference == end ? no_text : reference->flow;
    process.id = add(block.text("Process identifier"));
    if (process.id == no_text) process.id = add(block.text("PlatformId"));
    if (process.id == no_text) process.id = product;
    if (process.id == no_text) process.id = add(fmt::format("line {}", block.line));
    if (process.name == no_text) process.name = product == no_text ? process.id : product;
    const std::string_view name = data_.text(product);
    const std::size_t open = name.find('{'), close = name.find('}', open);
    if (open != std::string_view::npos && close != std::string_view::npos)
      process.location = add(trim(name.substr(open + 1, close - open - 1)));
  }

  void take_section(const SimaProSection& section, const SimaProBlock& block, RawProcess& process,
                    ParameterScope& scope) {
    if (const SimaProSectionKind* known = simapro_section_kind(section.label)) {
      for (const SimaProRow& row : section.rows) {
        if (row[0].empty())
          add_to(ignored(), "rows without a name");
        else
          take_row(*known, row, block, process, scope);
      }
      return;
    }
    if (section.rows.empty()) return;
    if ((section.label == "Separated waste" || section.label == "Remaining waste") &&
        shares_of(block))
      return;
    if (is_simapro_waste_split(section.label)) {
      findings_.add(
          "W0673", place(section.line),
          fmt::format("'{}' of '{}' shares products out as waste, which is not read: {} rows",
                      section.label,
                      block.text("Process name").empty() ? first_product(block)
                                                         : block.text("Process name"),
                      section.rows.size()),
          "write what is treated under 'Waste to treatment'");
      add_to(ignored(), fmt::format("rows of {}", section.label), section.rows.size());
      return;
    }
    static constexpr std::string_view used[] = {"Process name",     "Process identifier",
                                                "PlatformId",       "Category type",
                                                "Input parameters", "Calculated parameters"};
    if (std::find(std::begin(used), std::end(used), section.label) == std::end(used))
      add_to(ignored(), fmt::format("section '{}'", section.label.substr(0, 40)));
  }

  [[nodiscard]] std::optional<std::vector<SimaProWasteShare>> shares_of(
      const SimaProBlock& block) const {
    return simapro_waste_shares(block, [this](std::string_view cell) { return number(cell); });
  }

  /// What a scenario takes goes to treatments, by shares of its waste.
  void take_waste_shares(const SimaProBlock& block, const RawProcess& process) {
    const auto shares = shares_of(block);
    const auto begin = data_.exchanges.begin() + process.first_exchange;
    const auto waste = std::find_if(begin, data_.exchanges.end(),
                                    [](const RawExchange& e) { return e.is_reference; });
    if (!shares || waste == data_.exchanges.end()) return;
    const RawExchange taken = *waste;
    for (const SimaProWasteShare& each : *shares) {
      RawExchange exchange;
      exchange.flow = add(each.treatment);
      exchange.kind = FlowKind::waste;
      exchange.direction = Direction::output;
      exchange.amount = taken.amount * each.share;
      exchange.unit = taken.unit;
      exchange.line = each.line;
      exchange.own_id = own_id(exchange);
      if (taken.formula != no_text)
        exchange.formula =
            add(fmt::format("({}) * ({})", data_.text(taken.formula), decimal(each.share)));
      SimaProRow row;
      row.cells = {each.treatment};
      add_flow(*simapro_section_kind("Waste to treatment"), row, exchange);
      data_.exchanges.push_back(exchange);
    }
  }

  /// As formulas of the file write it.
  [[nodiscard]] std::string decimal(double value) const {
    std::string text = format_exact(value);
    if (text_.decimal != '.') std::replace(text.begin(), text.end(), '.', text_.decimal);
    return text;
  }

  static std::string_view first_product(const SimaProBlock& block) {
    for (const char* label : {"Products", "Waste scenario", "Waste treatment"}) {
      if (const std::string_view name = block.text(label); !name.empty()) return name;
    }
    return {};
  }

  void take_row(const SimaProSectionKind& known, const SimaProRow& row, const SimaProBlock& block,
                RawProcess& process, ParameterScope& scope) {
    const bool is_elementary = known.role == SimaProRole::elementary;
    const std::size_t first = is_elementary ? 2 : 1;
    // Older files have the amount before the unit.
    const bool amount_first = number(row[first]).has_value() && !number(row[first + 1]).has_value();
    const std::string_view unit = row[amount_first ? first + 1 : first];
    const std::optional<Amount> value =
        amount(row[amount_first ? first : first + 1], scope, row, "amount");
    if (!value) return;
    RawExchange exchange;
    exchange.amount = value->value;
    exchange.unit = add(unit);
    exchange.line = row.line;
    if (value->is_formula) {
      exchange.formula = add(row[amount_first ? first : first + 1]);
      ++data_.counts.formulas[static_cast<int>(Holder::exchange)];
    }
    set_role(known, row, unit, exchange);
    const bool is_product =
        known.role == SimaProRole::product || known.role == SimaProRole::waste_treatment;
    exchange.is_reference =
        is_product &&
        std::none_of(data_.exchanges.begin() + process.first_exchange, data_.exchanges.end(),
                     [](const RawExchange& each) { return each.is_reference; });
    exchange.own_id = own_id(exchange);
    if (is_product) {
      if (known.role == SimaProRole::product && block.name == "Process")
        take_allocation(row, exchange, scope);
    } else if (const auto uncertainty = simapro_uncertainty(
                   row[first + 2], value->value, fields(row, first + 3), data_.texts, normals_)) {
      exchange.uncertainty = add_uncertainty(*uncertainty, Holder::exchange);
    }
    add_flow(known, row, exchange);
    data_.exchanges.push_back(exchange);
  }

  void set_role(const SimaProSectionKind& known, const SimaProRow& row, std::string_view unit,
                RawExchange& exchange) {
    switch (known.role) {
      case SimaProRole::product:
        exchange.direction = Direction::output;
        exchange.kind = FlowKind::product;
        break;
      case SimaProRole::waste_treatment:  // the service takes the waste in
        exchange.direction = Direction::input;
        exchange.kind = FlowKind::waste;
        break;
      case SimaProRole::avoided:
        exchange.direction = Direction::input;
        exchange.kind = FlowKind::product;
        exchange.is_avoided = true;
        break;
      case SimaProRole::input:
        exchange.direction = Direction::input;
        exchange.kind = FlowKind::product;
        break;
      case SimaProRole::waste:
        exchange.direction = Direction::output;
        exchange.kind = FlowKind::waste;
        break;
      case SimaProRole::elementary:
        exchange.direction = known.is_input ? Direction::input : Direction::output;
        exchange.kind = FlowKind::elementary;
        break;
    }
    exchange.flow = known.role == SimaProRole::elementary
                        ? add(elementary_id(row[0], known.compartment, row[1], unit))
                        : add(row[0]);
  }

  /// Per cent of the process for one product, as a number or formula.
  void take_allocation(const SimaProRow& row, const RawExchange& exchange, ParameterScope& scope) {
    const std::optional<Amount> percent = amount(row[3], scope, row, "allocation");
    if (!percent) return;
    RawAllocation allocation;
    allocation.method = AllocationMethod::as_stored;
    allocation.product = exchange.flow;
    allocation.value = percent->value / 100.0;
    if (percent->is_formula) {
      allocation.formula = add(row[3]);
      allocation.formula_scale = 100.0;
      ++data_.counts.formulas[static_cast<int>(Holder::allocation)];
    }
    allocated_ += allocation.value;
    data_.allocations.push_back(allocation);
  }

  Text own_id(const RawExchange& exchange) {
    constexpr std::string_view ends[] = {"/in", "/out"};
    std::string id(data_.text(exchange.flow));
    id += exchange.is_avoided ? std::string_view("/avoided")
                              : ends[static_cast<int>(exchange.direction)];
    if (const int before = own_ids_[id]++; before > 0) id += fmt::format("/{}", before + 1);
    return add(id);
  }

  static std::string_view subcompartment(std::string_view sub) {
    return sub.empty() || sub == "(unspecified)" ? std::string_view("unspecified") : sub;
  }

  /// Water in kg and water in m3 are two flows.
  [[nodiscard]] std::string elementary_id(std::string_view name, std::string_view compartment,
                                          std::string_view sub, std::string_view unit) const {
    const auto own = references_.find(unit);
    const std::string_view reference =
        own == references_.end() || own->second.empty() ? unit : std::string_view(own->second);
    return fmt::format("{}|{}|{}|{}", name, compartment, subcompartment(sub),
                       UnitTable::known_reference(reference));
  }

  void add_flow(const SimaProSectionKind& known, const SimaProRow& row,
                const RawExchange& exchange) {
    RawFlow flow;
    flow.id = exchange.flow;
    flow.name = add(row[0]);
    flow.unit = exchange.unit;
    flow.kind = exchange.kind;
    flow.source = source_;
    flow.place = {file_, exchange.line};
    if (flow.kind == FlowKind::elementary) {
      flow.category = add(fmt::format("{}/{}", known.compartment, subcompartment(row[1])));
      set_cas(row[0], known.compartment, flow);
    }
    keep(flow);
  }

  void set_cas(std::string_view name, std::string_view compartment, RawFlow& flow) {
    const auto cas = cas_numbers_.find(fmt::format("{}|{}", name, compartment));
    if (cas != cas_numbers_.end()) flow.cas = add(cas->second);
  }

  /// One record for each unit that a flow is met in.
  void keep(const RawFlow& flow) {
    if (flows_.insert((std::uint64_t{flow.id} << 32) | flow.unit).second)
      data_.flows.push_back(flow);
  }

  // --- methods
  // -----------------------------------------------------------------------------------------------
  void take_method(const SimaProBlock& block) {
    any_ = true;
    const std::string_view method = block.text("Name");
    const std::size_t first_category = data_.categories.size();
    RawCategory category;
    bool is_open = false;
    const auto close = [&] {
      if (!is_open) return;
      category.num_factors =
          static_cast<std::uint32_t>(data_.factors.size()) - category.first_factor;
      data_.categories.push_back(category);
      is_open = false;
    };
    for (const SimaProSection& section : block.sections) {
      if (section.label == "Impact category" && !section.rows.empty()) {
        close();
        const SimaProRow& row = section.rows.front();
        category = {};
        category.name = add(row[0]);
        category.id = add(fmt::format("{}|{}", method, row[0]));
        category.unit = add(row[1]);
        category.method = add(method);
        category.source = source_;
        category.place = {file_, section.line};
        category.first_factor = static_cast<std::uint32_t>(data_.factors.size());
        is_open = true;
      } else if (section.label == "Substances" && is_open) {
        for (const SimaProRow& row : section.rows) take_factor(row, data_.text(category.name));
      }
    }
    close();
    add_simapro_method_sets(
        block, first_category, [this](std::string_view cell) { return number(cell); }, shown_,
        data_, findings_);
  }

  /// "Air;(unspecified);Carbon dioxide;000124-38-9;1;kg"
  void take_factor(const SimaProRow& row, std::string_view category) {
    const std::string_view known = simapro_compartment_in_methods(row[0]);
    const std::optional<double> value = number(row[4]);
    if (known.empty() || !value) {
      findings_.add("E0679", place(row.line),
                    fmt::format("the factor of '{}' in '{}' is '{}' in compartment '{}'", row[2],
                                category, row[4], row[0]),
                    fmt::format("a factor is a number with the decimal sign '{}'; compartments are "
                                "Raw, Air, Water, Soil, Waste, "
                                "Non mat., Social and Economic",
                                text_.decimal));
      return;
    }
    RawFactor factor;
    factor.flow = add(elementary_id(row[2], known, row[1], row[5]));
    factor.unit = add(row[5]);
    factor.value = *value;
    factor.line = row.line;
    data_.factors.push_back(factor);
    RawFlow flow;
    flow.id = factor.flow;
    flow.name = add(row[2]);
    flow.unit = factor.unit;
    flow.kind = FlowKind::elementary;
    flow.category = add(fmt::format("{}/{}", known, subcompartment(row[1])));
    flow.source = source_;
    flow.place = {file_, row.line};
    set_cas(row[2], known, flow);
    keep(flow);
  }

  std::uint32_t add_uncertainty(const RawUncertainty& uncertainty, Holder holder) {
    return data_.add_uncertainty(uncertainty, holder);
  }
  [[nodiscard]] Text add(std::string_view text) { return data_.texts.add(text); }
  [[nodiscard]] Tally& ignored() { return data_.counts.ignored; }
  [[nodiscard]] Place place(std::uint32_t line) const { return {shown_, line, 0}; }

  struct Calculated {
    const ParameterScope* scope;
    std::uint32_t line;
    std::string name;
    std::size_t index;  ///< into parameters
  };

  std::uint32_t source_;
  NormalSpread normals_;
  std::uint32_t file_;
  std::uint32_t scope_ = 0;  ///< of the project: index into InventoryData::scopes
  std::string shown_;
  InventoryData& data_;
  Findings& findings_;
  SimaProText text_;
  FormulaDialect dialect_;
  std::map<std::string, std::string, std::less<>> references_;  ///< of units
  std::map<std::string, std::string, std::less<>> cas_numbers_;
  std::vector<Calculated> calculated_;
  std::map<std::string, int> own_ids_;
  std::unordered_set<std::uint64_t> flows_;
  double allocated_ = 0.0;
  bool any_ = false;
};

void read(const std::vector<FormatSource>& sources, const ReadInto& into, Findings& findings) {
  for (const FormatSource& each : sources) {
    const NormalSpreadNote normals(each, into.data);
    for (const std::string& name : each.archive->names()) {
      const std::optional<std::string> bytes = each.archive->read(name, findings, largest_file);
      if (!bytes) continue;
      if (!is_simapro(*bytes)) {
        add_to(into.data.counts.ignored, "files of another kind");
        continue;
      }
      into.data.files.push_back({each.source, name, true});
      const auto file = static_cast<std::uint32_t>(into.data.files.size() - 1);
      FileReader(each, file, each.archive->display_name(name), into.data, findings).read(*bytes);
    }
    normals.tell(into.data, findings);
  }
}

}  // namespace

const Format& simapro_format() {
  static const Format format{"simapro", "SimaPro CSV file",
                             "SimaPro CSV files a first line that begins with {SimaPro",
                             &recognises, &read};
  return format;
}

}  // namespace plume
