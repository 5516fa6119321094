// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/add_lines.hpp"

#include <cmath>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "host/base/hash.hpp"
#include "host/base/numbers.hpp"
#include "host/inventory/amount_uncertainty.hpp"
#include "host/inventory/gwp.hpp"
#include "host/inventory/line_emissions.hpp"
#include "host/inventory/line_factors.hpp"
#include "host/inventory/quantities.hpp"
#include "host/inventory/quantity_uncertainty.hpp"
#include "host/inventory/squared_widths.hpp"

namespace plume {
namespace {

InventoryNumber one() {
  InventoryNumber number;
  number.amount = 1.0;
  return number;
}

/// Processes that use what the quantity `name` is made of, per unit of it and in the name of
/// `root`. Returns the product of the quantity.
std::uint32_t add_quantity(const std::string& prefix, std::uint32_t root, const std::string& name,
                           const Quantities& quantities, InventoryParts& parts) {
  std::map<std::string, std::uint32_t> nodes;
  std::vector<std::string> open_names = {name};
  while (!open_names.empty()) {
    const std::string next = open_names.back();
    open_names.pop_back();
    if (nodes.count(next)) continue;
    nodes[next] = parts.add_process(prefix + "/" + next, next);
    for (const QuantityRow& row : quantities.at(next).rows) {
      if (!row.of.empty()) open_names.push_back(row.of);
    }
  }
  for (const auto& [each, product] : nodes) {
    for (const QuantityRow& row : quantities.at(each).rows)
      parts.add_use(product, row.of.empty() ? root : nodes.at(row.of), row.number);
  }
  return nodes.at(name);
}

/// Processes from `root` to the product `end`, which is wanted once per unit of the quantity
/// `name`, or of the number itself.
void add_chain(const std::string& prefix, std::uint32_t root, const std::string& name,
               std::uint32_t end, const InventoryNumber& last, const Quantities& quantities,
               InventoryParts& parts) {
  parts.add_use(end, name.empty() ? root : add_quantity(prefix, root, name, quantities, parts),
                last);
}

/// Conversions lie between the amount and the emission, the first one nearest to the amount.
/// Returns the product that begins them.
std::uint32_t add_conversions(const std::string& prefix, const ActivityLine& line,
                              const FactorLibrary& library, std::uint32_t emission,
                              SquaredWidths& widths, InventoryParts& parts) {
  std::vector<std::uint32_t> steps;
  for (std::size_t i = 0; i < line.via.size(); ++i)
    steps.push_back(parts.add_process(prefix + "/via " + std::to_string(i), line.via[i]));
  steps.push_back(emission);
  for (std::size_t i = 0; i < line.via.size(); ++i) {
    const EmissionFactor& via = *library.find(line.via[i]);
    parts.note_factor(via);
    widths.add(via.widths(), 1.0);
    parts.add_number(Matrix::technosphere, steps[i + 1], steps[i], via.value,
                     via.emission.factor / via.activity.factor, via.uncertainty,
                     stable_key({"inventory factor", via.id}), -1, nullptr, &via.formula);
  }
  return steps.front();
}

/// The gases that one unit of the process `emission` emits. True if one of the factors is a process
/// of a model.
bool add_emissions(const ActivityLine& line, const Quantities& quantities,
                   const FactorLibrary& library, const std::string& gwp_set, std::uint32_t emission,
                   SquaredWidths& widths, InventoryParts& parts) {
  bool uses_model = false;
  std::vector<std::pair<double, SquaredWidths>> gases;  // static CO2e of each gas
  for (const std::string& id : line.factors) {
    if (is_process(id)) {
      parts.add_use(find_product(parts.builder(), id), emission, one());
      uses_model = true;
      continue;
    }
    const EmissionFactor& factor = *library.find(id);
    parts.note_factor(factor);
    const FactorEmission emitted = emission_of(line, factor, quantities, library, gwp_set);
    parts.add_number(Matrix::biosphere, parts.gas_flow(emitted.gas), emission, emitted.value,
                     emitted.to_kg, factor.is_gwp ? Uncertainty{} : factor.uncertainty,
                     stable_key({"inventory factor", id}), line.record.scope == "removal" ? -1 : 1,
                     nullptr, &factor.formula);
    if (!factor.is_gwp) gases.emplace_back(emitted.kg_co2e, factor.widths());
  }
  double total = 0.0;
  for (const auto& gas : gases) total += gas.first;
  if (total != 0.0) {
    for (const auto& [value, each] : gases) widths.add(each, value / total);
  }
  return uses_model;
}

/// The activity of a line `of` a quantity is what that comes to: its amount in the unit that people
/// read, and its spread.
void fill_activity_of_quantity(const ActivityLine& line, const Quantities& quantities,
                               const std::map<std::string, double>& amounts,
                               InventoryRecord::Line& record) {
  SquaredWidths widths = quantity_widths(quantities, amounts, line.of);
  widths.add(line.number.widths(), 1.0);
  record.u95_activity = std::sqrt(widths.half);
  record.activity_lower = 0.0 - std::sqrt(widths.lower);
  record.activity_upper = std::sqrt(widths.upper);
  const QuantityRow* reading = first_reading(quantities, line.of);
  const bool is_plain_share = record.unit.empty() || line.number.unit.factor == 1.0;
  if (reading == nullptr || !is_plain_share || reading->number.unit.factor == 0.0) return;
  record.amount = line.number.amount * amounts.at(line.of) / reading->number.unit.factor;
  record.unit = reading->record.unit;
  if (record.u95_activity > 0.0)
    record.uncertainty = format_significant(record.u95_activity, 2) + " %";
}

/// Of an amount by formula, what its parameters make of it by error propagation.
void fill_activity_of_formula(const ActivityLine& line, InventoryRecord::Line& record) {
  const SquaredWidths widths = line.number.widths();
  record.u95_activity = std::sqrt(widths.half);
  record.activity_lower = 0.0 - std::sqrt(widths.lower);
  record.activity_upper = std::sqrt(widths.upper);
  record.uncertainty = format_significant(record.u95_activity, 2) + " % (formula)";
}

/// Half-widths of a sum of lines that are alone in their errors, as error propagation counts rows:
/// √Σ (E_i U_i)² / |Σ E_i|, of activities and of factors apart, for the half-width and for each
/// end.
class GroupWidths {
 public:
  void add(const InventoryRecord::Line& line, double emission) {
    sum_ += emission;
    for (std::size_t k = 0; k < std::size(ends); ++k) {
      const double part = emission * (line.*ends[k]);
      squares_[k] += part * part;
    }
  }
  void fill(InventoryRecord::Line& record) const {
    if (sum_ == 0.0) return;
    for (std::size_t k = 0; k < std::size(ends); ++k) {
      const bool is_lower = ends[k] == &InventoryRecord::Line::activity_lower ||
                            ends[k] == &InventoryRecord::Line::factor_lower;
      record.*ends[k] = (is_lower ? -1.0 : 1.0) * std::sqrt(squares_[k]) / std::abs(sum_);
    }
  }

 private:
  static constexpr double InventoryRecord::Line::*ends[] = {
      &InventoryRecord::Line::u95_activity,   &InventoryRecord::Line::u95_factor,
      &InventoryRecord::Line::activity_lower, &InventoryRecord::Line::activity_upper,
      &InventoryRecord::Line::factor_lower,   &InventoryRecord::Line::factor_upper};
  double sum_ = 0.0;
  double squares_[std::size(ends)] = {};
};

void fill_record(ActivityLine& line, const SquaredWidths& factors, const Quantities& quantities,
                 const std::map<std::string, double>& amounts) {
  InventoryRecord::Line& record = line.record;
  record.factors = line.factors;
  record.factors.insert(record.factors.begin(), line.via.begin(), line.via.end());
  // As it is written: a lognormal of 150 % has a 95 % interval of another width.
  record.u95_activity = line.number.written_percent.value_or(
      u95_percent(line.number.uncertainty, line.number.amount));
  record.u95_factor = std::sqrt(factors.half);
  record.factor_lower = 0.0 - std::sqrt(factors.lower);
  record.factor_upper = std::sqrt(factors.upper);
  const PercentEnds ends = ends95_percent(line.number.uncertainty, line.number.amount);
  record.activity_lower = ends.lower;
  record.activity_upper = ends.upper;
  if (!line.number.formula.shares.empty()) fill_activity_of_formula(line, record);
  if (!line.of.empty()) fill_activity_of_quantity(line, quantities, amounts, record);
}

/// The lines of one inventory, one by one and by groups.
class LineAdder {
 public:
  LineAdder(InventoryRows& rows, const FactorLibrary& library, const std::string& gwp_set,
            InventoryParts& parts)
      : rows_(rows),
        amounts_(static_amounts(rows.quantities)),
        library_(library),
        gwp_set_(gwp_set),
        parts_(parts) {
    for (const ActivityLine& line : rows.lines) ++count_[line.record.source];
  }

  /// `named_by_place`: with site and period whatever other lines are there, as which of them are is
  /// a matter of size.
  void add(ActivityLine& line, bool named_by_place) {
    const std::string prefix = "inventory/" + std::to_string(parts_.made().record.lines.size() + 1);
    line.root = parts_.add_process(prefix, line.record.source);
    const End end = add_end(prefix, line);
    add_chain(prefix, line.root, line.of, end.product, line.number, rows_.quantities, parts_);
    fill_record(line, end.widths, rows_.quantities, amounts_);
    InventoryRecord::Line& record = line.record;
    std::string name = record.source;
    if (named_by_place && count_[name] > 1) {
      for (const std::string* each : {&record.site, &record.period})
        if (!each->empty()) name += ", " + *each;
      record.demand = parts_.unique_demand(name, {record.scope});
    } else {  // its source; with site and period where several have the same
      record.demand = parts_.unique_demand(name, {record.site, record.period, record.scope});
    }
    keep(record, line.root);
  }

  /// One root for all lines, and for each quantity and each list of factors one product: a line is
  /// one number of its own.
  void add(const LineGroup& group, const std::vector<LineSize>& sizes) {
    const std::string prefix =
        "inventory/sum " + std::to_string(parts_.made().record.lines.size() + 1);
    const std::uint32_t root = parts_.add_process(prefix, group.record.source);
    std::map<std::string, std::uint32_t> quantity;
    GroupWidths widths;
    for (const std::size_t position : group.lines) {
      ActivityLine& line = rows_.lines[position];
      line.root = root;
      const End& end = shared_end(line);
      std::uint32_t user = root;
      if (!line.of.empty()) {
        const auto [at, is_new] = quantity.emplace(line.of, root);
        if (is_new)
          at->second =
              add_quantity(prefix + "/" + line.of, root, line.of, rows_.quantities, parts_);
        user = at->second;
      }
      parts_.add_use(end.product, user, line.number);
      fill_record(line, end.widths, rows_.quantities, amounts_);
      widths.add(line.record, sizes[position].amount);
    }
    InventoryRecord::Line record = group.record;
    record.rows = group.lines.size();
    widths.fill(record);
    record.demand = parts_.unique_demand(record.source, {record.site, record.period});
    keep(record, root);
  }

  bool uses_model = false;

 private:
  /// What an amount is multiplied with: the product that begins a line's conversions, and how wide
  /// these and its factors are together.
  struct End {
    std::uint32_t product = no_index;
    SquaredWidths widths;
  };

  End add_end(const std::string& prefix, const ActivityLine& line) {
    End end;
    const std::uint32_t emission = parts_.add_process(prefix + "/emission", line.record.source);
    end.product = add_conversions(prefix, line, library_, emission, end.widths, parts_);
    uses_model =
        add_emissions(line, rows_.quantities, library_, gwp_set_, emission, end.widths, parts_) ||
        uses_model;
    return end;
  }

  /// The one of all lines that are multiplied with the same.
  const End& shared_end(const ActivityLine& line) {
    std::string key = line.record.scope == "removal" ? "removal" : "";
    key += "\n" + unit_at_factor(line, rows_.quantities, library_).substance;
    for (const auto* ids : {&line.via, &line.factors}) {
      key += "\n";
      for (const std::string& id : *ids) key += "\n" + id;
    }
    const auto [at, is_new] = ends_.emplace(std::move(key), End{});
    if (is_new) at->second = add_end("inventory/shared " + std::to_string(ends_.size()), line);
    return at->second;
  }

  void keep(const InventoryRecord::Line& record, std::uint32_t root) {
    parts_.made().record.lines.push_back(record);
    parts_.made().demands.push_back({record.demand, {}, {{root, 1.0}}});
  }

  InventoryRows& rows_;
  const std::map<std::string, double> amounts_;
  const FactorLibrary& library_;
  const std::string& gwp_set_;
  InventoryParts& parts_;
  std::map<std::string, End> ends_;
  std::map<std::string, std::size_t> count_;  ///< of the lines of each source
};

}  // namespace

bool add_lines(InventoryRows& rows, const LineChoice& choice, const FactorLibrary& library,
               const std::string& gwp_set, InventoryParts& parts) {
  LineAdder adder(rows, library, gwp_set, parts);
  for (const std::size_t line : choice.own) adder.add(rows.lines[line], !choice.groups.empty());
  for (const LineGroup& group : choice.groups) adder.add(group, choice.size);
  return adder.uses_model;
}

void add_reported_quantities(const Quantities& quantities, InventoryParts& parts) {
  bool is_first = true;
  for (const auto& [name, quantity] : quantities) {
    if (!quantity.report) continue;
    const std::string prefix = "quantity/" + name;
    const std::uint32_t root = parts.add_process(prefix, name),
                        end = parts.add_process(prefix + "/amount", name);
    add_chain(prefix, root, name, end, one(), quantities, parts);
    const std::uint32_t flow = parts.flow("quantity", "amount", "");
    parts.add_number(Matrix::biosphere, flow, end, 1.0, 1.0, {}, 0, 1);
    const std::uint32_t category = parts.category(
        {"quantity", "quantity", {}, {}}, "amount in MJ, kg, m or their powers", "base unit");
    if (is_first) parts.add_number(Matrix::characterisation, flow, category, 1.0, 1.0, {}, 0, 1);
    is_first = false;
    parts.made().demands.push_back({"quantity: " + name, {}, {{root, 1.0}}});
  }
}

}  // namespace plume
