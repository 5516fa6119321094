// SPDX-License-Identifier: Apache-2.0
#include "host/readers/plain_package/exchanges.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>
#include <utility>

#include "host/base/hash.hpp"
#include "host/base/numbers.hpp"
#include "host/readers/plain_package/uncertainty_columns.hpp"
#include "host/tables/utf8.hpp"

namespace plume {
namespace {

struct ExchangeType {
  std::string_view name;
  IdKind item;
  std::int8_t sign;
};
constexpr std::array<ExchangeType, 5> exchange_types = {{{"input", IdKind::product, -1},
                                                         {"production", IdKind::product, 1},
                                                         {"substitution", IdKind::product, 1},
                                                         {"emission", IdKind::flow, 1},
                                                         {"resource", IdKind::flow, 1}}};

const ExchangeType* find_type(std::string_view name) {
  for (const ExchangeType& type : exchange_types) {
    if (type.name == name) return &type;
  }
  return nullptr;
}

std::string type_hint(std::string_view given) {
  std::vector<std::string> names;
  for (const ExchangeType& type : exchange_types) names.emplace_back(type.name);
  std::string hint = did_you_mean(given, names);
  return hint.empty() ? "allowed are input, production, substitution, emission, resource" : hint;
}

std::size_t count_lines(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
}

/// The index of the id in a cell, remembered from the row before: exchanges of a process usually
/// stand together.
class CachedLookup {
 public:
  CachedLookup(IdKind kind, PackageContext& context) : kind_(kind), context_(context) {}

  [[nodiscard]] std::uint32_t operator()(std::string_view id) {
    if (index_ == no_index || id != last_) {
      last_ = id;
      index_ = context_.find(kind_, id);
    }
    return index_;
  }

 private:
  IdKind kind_;
  PackageContext& context_;
  std::string last_;
  std::uint32_t index_ = no_index;
};

/// The item is of the other kind than the row's type takes: says so if that is it.
bool report_wrong_kind(const ExchangeType& type, std::string_view item, Place place,
                       PackageContext& context) {
  const Model& model = context.builder.model();
  const std::string given = "type '" + std::string(type.name) + "' takes a";
  if (type.item == IdKind::product) {
    if (context.find(IdKind::flow, item) != no_index) {
      context.findings.add("E0233", std::move(place),
                           in_quotes(item) + " is an elementary flow; " + given + " product",
                           "use the type emission or resource");
      return true;
    }
    if (const std::uint32_t process = context.find(IdKind::process, item); process != no_index) {
      const std::uint32_t product = model.processes[process].reference_product;
      context.findings.add(
          "E0233", std::move(place), in_quotes(item) + " is a process; " + given + " product",
          product == no_index ? "name one of its products"
                              : "its product is " + in_quotes(model.products[product].id));
      return true;
    }
  } else if (context.find(IdKind::product, item) != no_index) {
    context.findings.add("E0233", std::move(place),
                         in_quotes(item) + " is a product; " + given + "n elementary flow",
                         "use the type input, production or substitution");
    return true;
  }
  return false;
}

/// A production below 0 is an input, and what it asks for is counted: often a waste, which is
/// handed on as a positive production.
void warn_of_turned_meaning(const ExchangeType& type, double amount, const Table& table,
                            std::size_t column, Findings& findings) {
  if (amount >= 0.0 || type.item != IdKind::product || type.sign < 0) return;
  findings.add("W0263", table.place(column),
               "'" + std::string(type.name) + "' of " + format_exact(amount) +
                   " is below 0, which turns its meaning round",
               "a waste that is handed on is positive; what a process uses is an input");
}

/// The columns that say which exchanges share a draw, and what rules of a study may call them.
class TieColumns {
 public:
  explicit TieColumns(const Table& table)
      : group_(table.column("group")), tag_(table.column("tag")) {}

  void note(const Table& table, std::size_t exchange, Model& model) const {
    const auto index = static_cast<std::uint32_t>(exchange);
    if (const std::string_view group = table.text(group_); !group.empty())
      model.dependence.source_groups[std::string(group)].push_back(index);
    if (const std::string_view tag = table.text(tag_); !tag.empty())
      model.dependence.tags[std::string(tag)].push_back(index);
  }

 private:
  std::size_t group_, tag_;
};

}  // namespace

void read_exchanges(std::string_view text, const std::string& file,
                    const std::string& display_folder, PackageContext& context) {
  Table table(text, file,
              with_uncertainty({{"process", Column::required},
                                {"type", Column::required},
                                {"item", Column::required},
                                {"amount", Column::required, Column::number},
                                {"factor", Column::optional, Column::number},
                                {"formula"},
                                {"unit"},
                                {"id"},
                                {"group"},
                                {"tag"}}),
              context.findings);
  const UncertaintyColumns uncertainties(table, &context.distributions);
  const std::size_t process_column = table.column("process");
  const std::size_t type_column = table.column("type");
  const std::size_t item_column = table.column("item");
  const std::size_t amount_column = table.column("amount");
  const std::size_t unit_column = table.column("unit");
  const std::size_t id_column = table.column("id");
  const std::size_t factor_column = table.column("factor");
  const TieColumns ties(table);
  const FormulaColumn formulas(table, amount_column);

  Model& model = context.builder.model();
  // Room for this table and for factors behind it: growing later would copy everything, and unused
  // room costs no memory.
  constexpr std::size_t shortest_row = 10;  // four cells; a text of line ends alone has no row
  const std::size_t num_rows = std::min(count_lines(text), text.size() / shortest_row + 1);
  model.exchanges.reserve(model.exchanges.size() + num_rows + num_rows / 4);
  if (table.column("distribution") != Table::absent) {
    model.uncertainties.reserve(model.uncertainties.size() + num_rows + num_rows / 4);
  }
  CachedLookup find_process(IdKind::process, context);
  std::unordered_map<std::uint64_t, std::uint32_t> own_ids;  // key → line

  while (table.next()) {
    Exchange exchange = context.exchange_at(NumberTable::exchanges, table.line());
    bool good = true;

    const std::string_view process = table.required_text(process_column);
    exchange.column = process.empty() ? no_index : find_process(process);
    if (exchange.column == no_index) {
      good = false;
      if (!process.empty())
        context.report_unknown(IdKind::process, process, table.place(process_column),
                               display_folder);
    }

    const std::string_view type_text = table.required_text(type_column);
    const std::string_view item = table.required_text(item_column);
    const ExchangeType* type = find_type(type_text);
    if (type == nullptr) {
      good = false;
      if (!type_text.empty()) {
        context.findings.add("E0225", table.place(type_column),
                             "unknown type " + in_quotes(type_text), type_hint(type_text));
      }
    } else if (item.empty()) {
      good = false;
    } else {
      exchange.sign = type->sign;
      exchange.matrix = type->item == IdKind::product ? Matrix::technosphere : Matrix::biosphere;
      exchange.row = context.find(type->item, item);
      if (exchange.row == no_index) {
        good = false;
        if (!report_wrong_kind(*type, item, table.place(item_column), context)) {
          context.report_unknown(type->item, item, table.place(item_column), display_folder);
        }
      } else {
        const std::string& unit = type->item == IdKind::product ? model.products[exchange.row].unit
                                                                : model.flows[exchange.row].unit;
        good &= check_unit(table, unit_column, unit, type->item, item, context.findings);
        if (exchange.column != no_index && exchange.matrix == Matrix::technosphere &&
            exchange.sign > 0 &&
            model.processes[exchange.column].reference_product == exchange.row) {
          context.findings.add("E0236", table.place(item_column),
                               in_quotes(item) + " is the reference product of " +
                                   in_quotes(process) + ", so processes.csv gives its amount",
                               "take this row out, and set the column 'amount' of processes.csv");
          good = false;
        }
      }
    }

    const std::optional<double> amount = formulas.amount(table);
    if (!amount) continue;
    exchange.amount = *amount;
    good &= read_factor(table, factor_column, exchange);
    if (type != nullptr)
      warn_of_turned_meaning(*type, *amount, table, amount_column, context.findings);
    const Uncertainty uncertainty = uncertainties.read(table, *amount, context.findings);
    const std::optional<PedigreeScores> scores = uncertainties.read_scores(table, context.findings);

    const std::string_view id = table.text(id_column);
    if (!id.empty()) {
      const auto [first, is_new] = own_ids.emplace(stable_key({"exchange", id}), table.line());
      if (!is_new) {
        context.findings.add("E0238", table.place(id_column),
                             "exchange id " + in_quotes(id) + " is given twice",
                             "it stands in line " + std::to_string(first->second) +
                                 " already; two exchanges of one id would share their draws");
        continue;
      }
    }
    if (!good) continue;
    const std::size_t index = context.add(exchange, uncertainty, scores, id);
    ties.note(table, index, model);
    formulas.note(table, index, context);
  }
}

void read_factors(std::string_view text, const std::string& file, const std::string& display_folder,
                  PackageContext& context) {
  Table table(text, file,
              with_uncertainty({{"category", Column::required},
                                {"flow", Column::required},
                                {"amount", Column::required, Column::number},
                                {"factor", Column::optional, Column::number},
                                {"formula"},
                                {"unit"},
                                {"group"},
                                {"tag"}}),
              context.findings, Repeats::meant);
  const UncertaintyColumns uncertainties(table, &context.distributions);
  const std::size_t category_column = table.column("category");
  const std::size_t factor_column = table.column("factor");
  const std::size_t flow_column = table.column("flow");
  const std::size_t amount_column = table.column("amount");
  const std::size_t unit_column = table.column("unit");

  const TieColumns ties(table);
  const FormulaColumn formulas(table, amount_column);
  const Model& model = context.builder.model();
  CachedLookup find_category(IdKind::category, context);
  std::unordered_map<std::uint64_t, std::uint32_t> cells;  // category and flow → line

  while (table.next()) {
    Exchange exchange = context.exchange_at(NumberTable::factors, table.line());
    exchange.matrix = Matrix::characterisation;
    bool good = true;

    const std::string_view category = table.required_text(category_column);
    exchange.column = category.empty() ? no_index : find_category(category);
    if (exchange.column == no_index) {
      good = false;
      if (!category.empty()) {
        context.report_unknown(IdKind::category, category, table.place(category_column),
                               display_folder);
      }
    }
    const std::string_view flow = table.required_text(flow_column);
    exchange.row = flow.empty() ? no_index : context.find(IdKind::flow, flow);
    if (exchange.row == no_index) {
      good = false;
      if (!flow.empty())
        context.report_unknown(IdKind::flow, flow, table.place(flow_column), display_folder);
    } else {
      good &= check_unit(table, unit_column, model.flows[exchange.row].unit, IdKind::flow, flow,
                         context.findings);
    }

    const std::optional<double> amount = formulas.amount(table);
    if (!amount) continue;
    exchange.amount = *amount;
    good &= read_factor(table, factor_column, exchange);
    const Uncertainty uncertainty = uncertainties.read(table, *amount, context.findings);
    const std::optional<PedigreeScores> scores = uncertainties.read_scores(table, context.findings);
    if (!good) continue;

    const auto [first, is_new] =
        cells.emplace((std::uint64_t{exchange.column} << 32) | exchange.row, table.line());
    if (!is_new) {
      context.findings.add("W0211", table.place(flow_column),
                           "category " + in_quotes(category) + " has a factor for " +
                               in_quotes(flow) + " in line " + std::to_string(first->second) +
                               " already",
                           "both are added; take one out if that is not meant");
    }
    const std::size_t index = context.add(exchange, uncertainty, scores);
    ties.note(table, index, context.builder.model());
    formulas.note(table, index, context);
  }
}

}  // namespace plume
