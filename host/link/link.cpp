// SPDX-License-Identifier: Apache-2.0
#include "host/link/link.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "host/base/hash.hpp"
#include "host/base/numbers.hpp"
#include "host/link/columns.hpp"
#include "host/link/cross_links.hpp"
#include "host/link/formulas.hpp"
#include "host/link/link_methods.hpp"
#include "host/link/providers.hpp"
#include "host/link/stored_makers.hpp"
#include "host/model/key_counter.hpp"

namespace plume {
namespace {

constexpr std::size_t makers_listed = 10;
constexpr std::size_t products_listed = 5;

/// How the number of a column comes from that of its dataset.
struct ColumnNumbers {
  double units = 1.0;     ///< of its row in one unit of its reference exchange
  double row_sign = 1.0;  ///< −1: the row is turned, since the reference is a waste that is treated
  /// units that FlowTable brings amounts to, in one unit of the row; 0 of another dimension
  double row_unit = 1.0;
  std::uint32_t row = no_index, column = no_index;
};

class Linker {
 public:
  Linker(InventoryData& data, ModelBuilder& builder, Findings& findings)
      : data_(data),
        builder_(builder),
        model_(builder.model()),
        report_(model_.link_report),
        findings_(findings),
        stored_(link_formulas(data, builder, findings)),
        units_(data),
        flows_(data, units_),
        methods_(data, units_, flows_, stored_, builder, findings),
        columns_(make_columns(data, flows_, model_, report_, findings)),
        providers_(data, columns_),
        across_(data, units_, flows_, columns_, providers_, methods_) {}

  void run() {
    tables_.resize(model_.sources.size());
    numbers_.resize(columns_.size());
    for (std::uint32_t c = 0; c < columns_.size(); ++c)
      is_stored(c) ? take_stored(c) : add_column(c);
    count_roles();
    group_columns();
    for (std::uint32_t c = 0; c < columns_.size(); ++c) add_exchanges(c);
    methods_.add_factors(report_);
    across_.report(model_, report_, findings_);
    report_cut_offs();
    report_absent_makers();
    report_ambiguous();
    add_counts();
  }

 private:
  // --- columns and their reference products
  // -------------------------------------------------------------------------------------
  [[nodiscard]] bool is_stored(std::uint32_t c) const {
    return data_.processes[columns_[c].process].stored != no_raw;
  }

  /// A column that the model has already. The row of a treatment was turned when it was made.
  void take_stored(std::uint32_t c) {
    const RawProcess& raw = data_.processes[columns_[c].process];
    const RawExchange& reference = data_.exchanges[columns_[c].reference];
    const Process& process = model_.processes[raw.stored];
    ColumnNumbers& numbers = numbers_[c];
    numbers.column = raw.stored;
    numbers.row = process.reference_product;
    numbers.row_sign = process.side == ReferenceSide::taken ? -1.0 : 1.0;
    numbers.row_unit =
        flows_.factor(raw.source, reference.flow, reference.unit, reference.property).value_or(0.0);
  }

  void add_column(std::uint32_t c) {
    const ProductColumn& column = columns_[c];
    const RawProcess& raw = data_.processes[column.process];
    const RawExchange& reference = data_.exchanges[column.reference];
    ColumnNumbers& numbers = numbers_[c];
    if (builder_.find_process(column.id) != no_index) {
      tell("E0812", place(raw.place),
           fmt::format("process '{}' is in another model of the study already", column.id),
           "name each model once, or leave one of them out");
      return;
    }
    numbers.row = builder_.product(column.id);
    numbers.column = builder_.process(column.id);
    set_names(c);
    if (is_unheard_of(raw, reference, kind_of(reference, raw.source, flows_)))
      return report_unit(raw, reference);
    const std::optional<double> units =
        flows_.factor(raw.source, reference.flow, reference.unit, reference.property);
    if (!has_property(raw.source, reference.flow) && reference.unit != no_text) {
      numbers.row_unit = units.value_or(0.0);  // the row keeps the unit of its maker
      numbers.units = 1.0;
    } else if (units) {
      numbers.units = *units;
    } else {
      return report_unit(raw, reference);
    }
    const double natural =
        reference.direction == Direction::output ? reference.amount : -reference.amount;
    if (!(std::abs(natural) > 0.0) || !std::isfinite(natural)) {
      tell("E0802", place_of_exchange(raw, reference),
           fmt::format("the reference product of '{}' has the amount {}", data_.text(raw.name),
                       format_exact(reference.amount)),
           "a process cannot be scaled to a demand by it; give the amount that one run makes");
      return;
    }
    numbers.row_sign = natural < 0.0 ? -1.0 : 1.0;
    model_.processes[numbers.column].side =
        natural < 0.0 ? ReferenceSide::taken : ReferenceSide::given;
    const double direction = reference.direction == Direction::output ? 1.0 : -1.0;
    Exchange exchange = exchange_of(c, reference, Matrix::technosphere);
    exchange.row = numbers.row;
    exchange.factor = numbers.units * numbers.row_sign * direction;
    if (exchange.factor < 0.0) {
      exchange.sign = -1;
      exchange.factor = -exchange.factor;
    }
    Uncertainty uncertainty = uncertainty_of(reference);
    follow_formula(exchange, uncertainty, reference, no_raw, 1.0);
    builder_.add(exchange, uncertainty);
  }

  /// The node that gives the amount in each iteration. A distribution of its own is around the
  /// stored amount, and scaled with the formula.
  void follow_formula(Exchange& exchange, Uncertainty& uncertainty, const RawExchange& raw,
                      std::uint32_t share_node, double share) {
    const auto index = static_cast<std::uint32_t>(&raw - data_.exchanges.data());
    FormulaGraph& graph = model_.formulas;
    if (raw.node != no_raw) exchange.formula = raw.node;
    if (share_node != no_raw && share != 0.0 && !graph.is_number(share_node)) {
      // The factor holds the share already: the amount is multiplied by how the share differs from
      // it.
      const FormulaNode amount = raw.node != no_raw ? raw.node : graph.number(raw.amount);
      exchange.formula =
          graph.apply(FormulaOp::multiply, amount,
                      graph.apply(FormulaOp::divide, share_node, graph.number(share)));
    }
    const auto stored = stored_.exchanges.find(index);
    if (stored != stored_.exchanges.end()) draw_around(stored->second, exchange, uncertainty);
  }

  /// A package without its flows: what they are, and in which unit, nobody knows.
  [[nodiscard]] bool is_unheard_of(const RawProcess& process, const RawExchange& exchange,
                                   FlowKind kind) const {
    return kind == FlowKind::unknown && flows_.find(process.source, exchange.flow) == nullptr;
  }

  void set_names(std::uint32_t c) {
    const ProductColumn& column = columns_[c];
    const RawProcess& raw = data_.processes[column.process];
    const RawExchange& reference = data_.exchanges[column.reference];
    const RawFlow* flow = flows_.find(raw.source, reference.flow);
    Process& process = model_.processes[numbers_[c].column];
    Product& product = model_.products[numbers_[c].row];
    process.name = data_.text(raw.name == no_text ? raw.id : raw.name);
    process.location = data_.text(raw.location);
    process.category = data_.text(raw.category);
    process.reference_product = numbers_[c].row;
    process.dataset = data_.text(raw.id);
    process.is_main = column.is_main;
    product.flow = data_.text(reference.flow);
    product.name = flow == nullptr ? data_.text(reference.flow) : data_.text(flow->name);
    product.location = process.location;
    product.unit = data_.text(unit_of_row(data_, flows_, column));
    product.units = convertible(raw.source, flows_.group_of(raw.source, reference.flow));
    process.unit = product.unit;
  }

  /// Names of the units that a demand for such a product may be in.
  std::uint32_t convertible(std::uint32_t source, Text group) {
    if (group == no_text) return no_index;
    const auto [known, is_new] = convertible_.emplace(std::pair{source, group}, 0);
    if (!is_new) return known->second;
    known->second = static_cast<std::uint32_t>(model_.convertible.size());
    ConvertibleUnits& units = model_.convertible.emplace_back();
    std::set<std::string_view> names;
    const auto take = [&](bool own) {
      for (const std::uint32_t each : units_.units_of(group)) {
        const RawUnit& unit = data_.units[each];
        if ((unit.source == source) != own || !names.insert(data_.text(unit.name)).second) continue;
        units.units.push_back({std::string(data_.text(unit.name)), unit.factor});
      }
    };
    take(true);
    take(false);
    return known->second;
  }

  [[nodiscard]] bool has_property(std::uint32_t source, Text flow) const {
    const RawFlow* found = flows_.find(source, flow);
    return found != nullptr && found->property != no_text;
  }

  /// Columns of one dataset, so that their exchanges can share draws.
  void group_columns() {
    for (const ProductColumn& column : columns_) ++columns_of_[column.process];
  }

  // --- exchanges
  // -----------------------------------------------------------------------------------------------
  void count_roles() {
    for (const RawProcess& process : data_.processes) {
      if (process.stored != no_raw) continue;
      ++report_.processes;
      for (std::uint32_t i = 0; i < process.num_exchanges; ++i) {
        const RawExchange& exchange = data_.exchanges[process.first_exchange + i];
        ++roles_[static_cast<int>(role_of(exchange, kind_of(exchange, process.source, flows_)))];
        report_downgraded(process, exchange);
      }
    }
    for (std::uint32_t c = 0; c < columns_.size(); ++c) report_.products += is_stored(c) ? 0 : 1;
    report_faults();
    for (int role = 0; role < static_cast<int>(roles_.size()); ++role)
      add_to(report_.exchanges, name_of(static_cast<Role>(role)), roles_[role]);
  }

  void add_exchanges(std::uint32_t c) {
    const ProductColumn& column = columns_[c];
    const RawProcess& process = data_.processes[column.process];
    if (numbers_[c].column == no_index || is_stored(c)) return;
    std::size_t without_share = 0;
    for (std::uint32_t i = 0; i < process.num_exchanges; ++i) {
      const std::uint32_t index = process.first_exchange + i;
      if (index == column.reference) continue;
      const RawExchange& exchange = data_.exchanges[index];
      const FlowKind kind = kind_of(exchange, process.source, flows_);
      if (is_unheard_of(process, exchange, kind)) {
        report_unit(process, exchange);
        continue;
      }
      const Role role = role_of(exchange, kind);
      if (role == Role::reference || role == Role::by_product) {
        add_other_product(c, exchange);
        continue;
      }
      const std::optional<double> share = column.share_of(exchange);
      if (!share) ++without_share;
      if (role == Role::emission || role == Role::resource)
        add_elementary(c, exchange, share.value_or(0.0));
      else
        add_intermediate(c, exchange, role, share.value_or(0.0));
    }
    if (without_share > 0 && column.is_main) {
      add_to(report_.allocation, "exchanges_without_factor", without_share);
      tell("W0808", place(process.place),
           fmt::format("{} exchanges of dataset '{}' have no allocation factor though others have",
                       without_share, data_.text(process.name)),
           "they belong to none of its products; give them factors");
    }
  }

  /// A product besides the one of the column: credited by substitution, else without effect.
  void add_other_product(std::uint32_t c, const RawExchange& exchange) {
    const RawProcess& process = data_.processes[columns_[c].process];
    if (exchange.amount == 0.0) return;
    if (options_of(data_, process.source).allocation == AllocationMethod::substitution) {
      add_intermediate(c, exchange, Role::by_product, 1.0);
      return;
    }
    if (columns_of_[columns_[c].process] == 1) add_to(report_.allocation, "by_products_cut_off");
  }

  void add_elementary(std::uint32_t c, const RawExchange& raw, double share) {
    const RawProcess& process = data_.processes[columns_[c].process];
    const LinkMethods::ElementaryRow row = methods_.row_of(process.source, raw);
    if (!row.known) return report_unit(process, raw);
    if (row.row == no_index) return;
    if (row.is_converted) ++converted_;
    Exchange exchange = exchange_of(c, raw, Matrix::biosphere);
    exchange.row = row.row;
    exchange.factor = row.factor * share;
    add(c, exchange, raw, process);
  }

  void add_intermediate(std::uint32_t c, const RawExchange& raw, Role role, double share) {
    const ProductColumn& column = columns_[c];
    const RawProcess& process = data_.processes[column.process];
    const Side side = side_of(raw, role);
    Link link = providers_.find(raw, process, side, options_of(data_, process.source).providers);
    const std::optional<CrossLinks::Found> across = across_.find(raw, process, side, link);
    if (across) link = across->link;
    if (column.is_main) {
      const bool is_waste = role == Role::waste && link.column == no_raw;
      add_to(report_.links, is_waste ? "waste_" + std::string(name_of(link.reason))
                                     : std::string(name_of(link.reason)));
      if (link.provider_absent) ++provider_absent_;
    }
    if (link.column == no_raw || numbers_[link.column].column == no_index) {
      cut_off(c, raw, link, side, share,
              across ? across->candidates : std::vector<std::uint32_t>{});
      return;
    }
    const ColumnNumbers& maker = numbers_[link.column];
    if (across && across->units == 0.0) return report_mapping(process, raw, columns_[link.column]);
    const std::optional<double> units = across
                                            ? std::optional(across->units)
                                            : units_for(process, raw, columns_[link.column], maker);
    if (across && column.is_main) keep_across(c, raw, link, *units * maker.row_sign);
    if (!units) return report_unit(process, raw, link.column);
    if (*units != 1.0) ++converted_;
    double sign = raw.direction == Direction::output ? 1.0 : -1.0;
    if (role == Role::avoided) sign = -sign;
    Exchange exchange = exchange_of(c, raw, Matrix::technosphere);
    exchange.row = maker.row;
    exchange.factor = sign * *units * share * maker.row_sign;
    if (exchange.factor < 0.0) {
      exchange.sign = -1;
      exchange.factor = -exchange.factor;
    }
    add(c, exchange, raw, process);
  }

  /// Units of the maker's row in one unit of the exchange.
  [[nodiscard]] std::optional<double> units_for(const RawProcess& process, const RawExchange& raw,
                                                const ProductColumn& maker,
                                                const ColumnNumbers& numbers) const {
    const RawExchange& reference = data_.exchanges[maker.reference];
    const RawProcess& other = data_.processes[maker.process];
    const RawFlow* flow = flows_.find(process.source, raw.flow);
    const Text unit = raw.unit == no_text && flow != nullptr ? flow->unit : raw.unit;
    if (!has_property(other.source, reference.flow) && raw.property == no_text) {
      if (unit == reference.unit || data_.text(unit) == data_.text(reference.unit)) return 1.0;
    }
    const std::optional<double> units =
        flows_.factor(process.source, raw.flow, raw.unit, raw.property);
    // Each source may bring amounts of the flow to a unit of its own.
    const Text own = flows_.unit_of(process.source, raw.flow),
               theirs = flows_.unit_of(other.source, reference.flow);
    const std::optional<double> between =
        own == theirs ? std::optional(1.0)
                      : units_.between(process.source, own, other.source, theirs);
    if (units && between && numbers.row_unit != 0.0) return *units * *between / numbers.row_unit;
    if (raw.property != no_text || has_property(other.source, reference.flow)) return std::nullopt;
    // The flow is written in units of several dimensions: those of this exchange and of its maker
    // may be of one.
    const Text group = units_.group_of_unit(other.source, reference.unit);
    const std::optional<double> of_row = units_.factor(other.source, reference.unit, group);
    const std::optional<double> of_unit = units_.factor(process.source, unit, group);
    if (group == no_text || !of_row || !of_unit) return std::nullopt;
    return *of_unit / *of_row;
  }

  void add(std::uint32_t c, Exchange exchange, const RawExchange& raw, const RawProcess& process) {
    const std::string own = own_id(c, raw);
    const ProductColumn& column = columns_[c];
    Uncertainty uncertainty = uncertainty_of(raw);
    follow_formula(exchange, uncertainty, raw, column.shares.empty() ? column.share_node : no_raw,
                   column.share);
    const std::size_t index = builder_.add(exchange, uncertainty, own);
    if (columns_of_[columns_[c].process] > 1 && model_.exchanges[index].uncertainty != no_index) {
      const std::string group =
          fmt::format("{}#{}", data_.text(process.id), own.substr(columns_[c].id.size() + 1));
      model_.dependence.source_groups[group].push_back(static_cast<std::uint32_t>(index));
    }
  }

  /// The exchange's identity: of its column and its own id, or else its flow, maker and direction.
  std::string own_id(std::uint32_t c, const RawExchange& raw) {
    std::string id = columns_[c].id;
    id += '#';
    if (raw.own_id != no_text) {
      id += data_.text(raw.own_id);
    } else {
      id += data_.text(raw.flow);
      if (raw.provider != no_text) {
        id += '/';
        id += data_.text(raw.provider);
      }
      id += raw.direction == Direction::input ? "/in" : "/out";
    }
    if (const std::uint32_t before = seen_.add(stable_key({id})); before > 0)
      id += '/' + std::to_string(before + 1);
    return id;
  }

  [[nodiscard]] Exchange exchange_of(std::uint32_t c, const RawExchange& raw, Matrix matrix) {
    const RawProcess& process = data_.processes[columns_[c].process];
    Exchange exchange;
    exchange.matrix = matrix;
    exchange.amount = raw.amount;
    exchange.column = numbers_[c].column;
    exchange.source = static_cast<std::uint16_t>(process.source);
    exchange.table = table_of(process.place.file);
    exchange.line = place_of_exchange(process, raw).line;
    return exchange;
  }

  /// Index of a file among the tables of its source.
  std::uint32_t table_of(std::uint32_t file) {
    if (file >= data_.files.size()) return no_index;
    const RawFile& raw = data_.files[file];
    if (raw.name.empty() || raw.source >= tables_.size()) return no_index;
    std::unordered_map<std::uint32_t, std::uint32_t>& known = tables_[raw.source];
    std::vector<std::string>& names = model_.sources[raw.source].tables;
    const auto [entry, is_new] = known.emplace(file, static_cast<std::uint32_t>(names.size()));
    if (is_new) names.push_back(raw.name);
    return entry->second;
  }

  /// What is drawn; nothing where it cannot be, which report_downgraded() tells of.
  [[nodiscard]] Uncertainty uncertainty_of(const RawExchange& raw) const {
    if (raw.uncertainty == no_raw) return {};
    const RawUncertainty& uncertainty = data_.uncertainties[raw.uncertainty];
    return uncertainty.fault == no_text ? uncertainty.value : Uncertainty{};
  }

  void report_downgraded(const RawProcess& process, const RawExchange& raw) {
    if (raw.uncertainty == no_raw) return;
    const RawUncertainty& uncertainty = data_.uncertainties[raw.uncertainty];
    if (uncertainty.fault == no_text) return;
    const std::string reason(data_.text(uncertainty.fault));
    add_to(report_.downgraded, reason);
    Finding each{
        "W0809", place_of_exchange(process, raw),
        fmt::format("the {} of '{}', exchange {} of '{}', is not drawn: {}",
                    name_of(uncertainty.value.kind), name_of_flow(process.source, raw.flow),
                    raw.line, data_.text(process.name), reason),
        "its amount stands; mend the spread to draw it"};
    const auto [first, is_new] = faults_.emplace(reason, Fault{each, 0});
    ++first->second.count;
    report_.details.push_back(std::move(each));
  }

  /// One finding a reason is shown: a database may have thousands of them.
  void report_faults() {
    for (auto& [reason, fault] : faults_) {
      Finding& shown = fault.first;
      if (fault.count > 1)
        shown.problem += fmt::format(", and {} more for this reason", fault.count - 1);
      findings_.add(shown.code, shown.place, shown.problem, shown.hint);
    }
  }

  /// Formats whose lines are positions in a list have a place of the file alone.
  [[nodiscard]] Place place_of_exchange(const RawProcess& process, const RawExchange& raw) const {
    Place where = place(process.place);
    const bool has_lines =
        process.place.file < data_.files.size() && data_.files[process.place.file].has_lines;
    if (has_lines) where.line = raw.line;
    return where;
  }

  // --- what cannot be used
  // -----------------------------------------------------------------------------------------------
  void cut_off(std::uint32_t c, const RawExchange& raw, const Link& link, Side side, double share,
               const std::vector<std::uint32_t>& across) {
    const RawProcess& process = data_.processes[columns_[c].process];
    LinkReport::CutOff cut;
    cut.process = numbers_[c].column;
    cut.product_id = data_.text(raw.flow);
    cut.product = name_of_flow(process.source, raw.flow);
    cut.amount = raw.amount * share;
    cut.location = data_.text(raw.location);
    cut.reason = link.reason == LinkReason::ambiguous
                     ? "several make it, and nothing says which is meant"
                 : link.provider_absent
                     ? "the maker it names is not among the models, and nobody else makes it"
                     : "nobody makes it";
    if (link.reason == LinkReason::ambiguous) {
      Ambiguous& input = ambiguous_[{raw.flow, side, process.source}];
      ++input.count;
      input.is_across = !across.empty();
      if (input.makers.empty())
        input.makers = across.empty() ? providers_.makers(raw.flow, side) : across;
    }
    cut.unit = shown_unit(process.source, raw);
    report_.cut_offs.push_back(std::move(cut));
  }

  [[nodiscard]] const RawUnit* unit_of(std::uint32_t source, Text unit) const {
    for (const std::uint32_t each : units_.units_of(units_.group_of_unit(source, unit))) {
      if (data_.units[each].id == unit) return &data_.units[each];
    }
    return nullptr;
  }

  /// A negative input gives something away, or avoids it: what its maker does shows which.
  static Side side_of(const RawExchange& raw, Role role) {
    if (role == Role::waste) return Side::takes;
    if (role == Role::input && raw.amount < 0.0) return Side::either;
    if (role == Role::avoided && raw.direction == Direction::output) return Side::takes;
    return Side::gives;
  }

  void report_cut_offs() {
    std::unordered_map<std::string, std::pair<std::size_t, std::string>> products;
    std::size_t count = 0;
    for (const LinkReport::CutOff& cut : report_.cut_offs) {
      if (cut.reason.starts_with("several")) continue;
      auto& entry = products[cut.product_id];
      ++entry.first;
      entry.second = cut.product;
      ++count;
    }
    if (count == 0) return;
    std::vector<std::pair<std::size_t, std::string>> most;
    for (const auto& [id, entry] : products) most.push_back(entry);
    std::sort(most.begin(), most.end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    std::string list;
    for (std::size_t i = 0; i < std::min(products_listed, most.size()); ++i)
      list += fmt::format("{}'{}' ({})", i == 0 ? "" : ", ", most[i].second, most[i].first);
    tell("W0804", {},
         fmt::format("{} inputs of {} products are cut off, since nobody makes these: {}{}", count,
                     products.size(), list, most.size() > products_listed ? ", …" : ""),
         "plume check lists each; add the models that make them, or a mapping");
  }

  void report_absent_makers() {
    if (provider_absent_ > 0) {
      tell("W0805", {},
           fmt::format("{} inputs name a maker that is not among the models", provider_absent_),
           "they are taken from the only other maker where there is one, and cut off elsewhere; "
           "add the library or "
           "database that the package was exported without");
    }
  }

  void report_ambiguous() {
    for (const auto& [key, input] : ambiguous_) {
      const auto& [flow, side, source] = key;
      const RawSource& asked = options_of(data_, source);
      if (asked.providers != ProviderRule::error || asked.is_looked_at) {
        tell("W0813", {},
             fmt::format("{} inputs of '{}' are cut off: the rule \"{}\" does not say which of {} "
                         "makers is meant",
                         input.count, name_of_flow(source, flow), name_of(asked.providers),
                         input.makers.size()),
             "providers = \"first\" takes the one with the smallest id");
        continue;
      }
      std::string list;
      for (std::size_t i = 0; i < std::min(makers_listed, input.makers.size()); ++i)
        list += (i == 0 ? "" : ", ") + described_maker(data_, flows_, columns_[input.makers[i]]);
      tell(input.is_across ? "E0284" : "E0800", source_place(source),
           fmt::format(
               "{} inputs take '{}', which {} processes{} make, and do not say from which: {}",
               input.count, name_of_flow(source, flow), input.makers.size(),
               input.is_across ? " of other models" : "", list),
           "providers = \"first\" in [[model]] takes the one with the smallest id; \"market\" and "
           "\"location\" choose "
           "by what they are");
    }
  }

  /// A link to a maker of another id, for those who want to see what was taken for what.
  void keep_across(std::uint32_t c, const RawExchange& raw, const Link& link, double factor) {
    const RawProcess& process = data_.processes[columns_[c].process];
    const ColumnNumbers& maker = numbers_[link.column];
    const RawProcess& made_by = data_.processes[columns_[link.column].process];
    LinkReport::Across across;
    across.process = numbers_[c].column;
    across.product_id = data_.text(raw.flow);
    across.product = name_of_flow(process.source, raw.flow);
    across.unit = shown_unit(process.source, raw);
    across.maker_id = columns_[link.column].id;
    across.maker = data_.text(made_by.name);
    across.maker_location = data_.text(made_by.location);
    across.maker_unit = model_.products[maker.row].unit;
    across.model = source_place(made_by.source).file;
    across.reason = name_of(link.reason);
    across.amount = raw.amount;
    across.factor = factor;
    report_.across.push_back(std::move(across));
  }

  void report_mapping(const RawProcess& process, const RawExchange& raw,
                      const ProductColumn& maker) {
    tell("E0821", place_of_exchange(process, raw),
         fmt::format(
             "the mapping of '{}', in '{}', to what {} makes names units that cannot be converted",
             name_of_flow(process.source, raw.flow), shown_unit(process.source, raw),
             described_maker(data_, flows_, maker)),
         "name units of the flows' own properties");
  }

  void report_unit(const RawProcess& process, const RawExchange& raw,
                   std::uint32_t maker = no_raw) {
    const std::string wanted(maker == no_raw
                                 ? data_.text(flows_.unit_of(process.source, raw.flow))
                                 : std::string_view(model_.products[numbers_[maker].row].unit));
    const Place where = place_of_exchange(process, raw);
    const std::string flow = name_of_flow(process.source, raw.flow);
    if (flows_.find(process.source, raw.flow) == nullptr) {
      tell("E0810", where,
           fmt::format("'{}' takes or gives flow '{}', of which no model says anything",
                       data_.text(process.name), data_.text(raw.flow)),
           "export the package with its flows");
      return;
    }
    tell("E0803", where,
         fmt::format("'{}' has '{}' in '{}', which cannot be converted to '{}'",
                     data_.text(process.name), flow, shown_unit(process.source, raw), wanted),
         "the unit is unknown, or of another dimension; write it in a unit of the flow");
  }

  [[nodiscard]] std::string shown_unit(std::uint32_t source, const RawExchange& raw) const {
    const Text unit = raw.unit == no_text ? flows_.unit_of(source, raw.flow) : raw.unit;
    const RawUnit* known = unit_of(source, unit);
    return std::string(data_.text(known == nullptr ? unit : known->name));
  }

  [[nodiscard]] std::string name_of_flow(std::uint32_t source, Text flow) const {
    const RawFlow* found = flows_.find(source, flow);
    return std::string(data_.text(found == nullptr || found->name == no_text ? flow : found->name));
  }

  /// A finding, kept in whole beside those that are shown.
  void tell(std::string code, Place where, std::string problem, std::string hint) {
    report_.details.push_back({code, where, problem, hint});
    findings_.add(std::move(code), std::move(where), std::move(problem), std::move(hint));
  }

  [[nodiscard]] Place place(const RawPlace& where) const { return place_of(data_, model_, where); }
  [[nodiscard]] Place source_place(std::uint32_t source) const {
    return source < model_.sources.size() ? Place{model_.sources[source].path, 0, 0} : Place{};
  }

  void add_counts() {
    for (int holder = 0; holder < num_holders; ++holder) {
      const std::string name(name_of(static_cast<Holder>(holder)));
      Tally& kinds = report_.distributions[name];
      for (const auto& [kind, count] : data_.counts.distributions[holder])
        add_to(kinds, kind, count);
      if (data_.counts.formulas[holder] > 0)
        add_to(report_.formulas, name, data_.counts.formulas[holder]);
    }
    for (const auto& [reason, count] : data_.counts.downgraded)
      add_to(report_.downgraded, reason, count);
    for (const auto& [element, count] : data_.counts.ignored)
      add_to(report_.ignored, element, count);
    add_to(report_.units, "converted", converted_);
    if (const std::uint64_t formulas = formulas_not_drawn(); formulas > 0) {
      tell("N0814", {},
           fmt::format("{} formulas are not drawn anew: the amounts stored beside them stand",
                       formulas),
           "amounts = \"formula\" below [[model]] draws their parameters in each iteration");
    }
  }

  /// Of sources whose stored amounts stand.
  [[nodiscard]] std::uint64_t formulas_not_drawn() const {
    const auto stands = [&](std::uint32_t source) {
      return options_of(data_, source).amounts == AmountRule::stored;
    };
    std::uint64_t count = 0;
    const auto look_at = [&](const auto& list, std::uint32_t first, std::uint32_t number) {
      for (std::uint32_t i = first; i < first + number; ++i)
        count += list[i].formula != no_text ? 1 : 0;
    };
    for (const RawProcess& process : data_.processes) {
      if (!stands(process.source)) continue;
      look_at(data_.exchanges, process.first_exchange, process.num_exchanges);
      look_at(data_.parameters, process.first_parameter, process.num_parameters);
      look_at(data_.allocations, process.first_allocation, process.num_allocations);
    }
    for (const RawStoredFormula& each : data_.stored_formulas)
      count += stands(data_.scopes[each.scope].source) ? 1 : 0;
    for (const RawScope& scope : data_.scopes) {
      if (!stands(scope.source)) continue;
      for (const std::uint32_t each : scope.parameters) look_at(data_.parameters, each, 1);
    }
    for (const RawCategory& category : data_.categories) {
      if (stands(category.source))
        look_at(data_.factors, category.first_factor, category.num_factors);
    }
    return count;
  }

  InventoryData& data_;
  ModelBuilder& builder_;
  Model& model_;
  LinkReport& report_;
  Findings& findings_;
  StoredNumbers stored_;
  UnitTable units_;
  FlowTable flows_;
  LinkMethods methods_;
  std::vector<ProductColumn> columns_;
  Providers providers_;
  CrossLinks across_;
  std::vector<ColumnNumbers> numbers_;
  std::unordered_map<std::uint32_t, std::uint32_t> columns_of_;  ///< by dataset: how many
  std::vector<std::unordered_map<std::uint32_t, std::uint32_t>> tables_;
  std::map<std::pair<std::uint32_t, Text>, std::uint32_t> convertible_;
  struct Ambiguous {
    std::uint64_t count = 0;
    std::vector<std::uint32_t> makers;
    bool is_across = false;
  };
  /// by flow, side and model of the consumer
  std::map<std::tuple<Text, Side, std::uint32_t>, Ambiguous> ambiguous_;
  struct Fault {
    Finding first;
    std::size_t count = 0;
  };
  std::map<std::string, Fault> faults_;  ///< distributions that cannot be drawn, by reason
  std::array<std::uint64_t, 7> roles_{};
  KeyCounter seen_;
  std::uint64_t converted_ = 0;
  std::uint64_t provider_absent_ = 0;
};

}  // namespace

void link(InventoryData& data, ModelBuilder& builder, Findings& findings) {
  if (data.empty()) return;
  add_stored_makers(builder.model(), data, findings);
  Linker(data, builder, findings).run();
}

}  // namespace plume
