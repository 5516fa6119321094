// SPDX-License-Identifier: Apache-2.0
#include "host/readers/plain_package/declarations.hpp"

#include <algorithm>
#include <limits>
#include <unordered_set>
#include <utility>

#include "host/readers/plain_package/uncertainty_columns.hpp"
#include "host/tables/utf8.hpp"

namespace plume {
namespace {

/// Reads the id of each row of one declaring table and finds those given twice.
class IdColumn {
 public:
  IdColumn(Table& table, IdKind kind, PackageContext& context)
      : table_(table), kind_(kind), context_(context), column_(table.column("id")) {}

  struct Id {
    std::string_view text;
    std::uint32_t known;  ///< index where an earlier model of the study has it, else no_index
  };

  /// The row's id, if it is good and new in this table.
  [[nodiscard]] std::optional<Id> read() {
    const std::string_view id = table_.required_text(column_);
    if (id.empty()) {
      context_.set_incomplete(kind_);
      return std::nullopt;
    }
    const bool control =
        std::any_of(id.begin(), id.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    if (control) {
      context_.findings.add(
          "E0228", table_.place(column_),
          "id " + in_quotes(id) + " holds a line end or another control character",
          "write ids on one line");
      context_.set_incomplete(kind_);
      return std::nullopt;
    }
    const std::uint32_t known = context_.find(kind_, id);
    if (known < lines_.size() && lines_[known] != 0) {
      report_twice(id, "it stands in line " + std::to_string(lines_[known]) +
                           " already; every id is given once");
      return std::nullopt;
    }
    return Id{id, known};
  }

  void report_twice(std::string_view id, std::string hint) {
    context_.findings.add("E0230", table_.place(column_),
                          std::string(word_of(kind_)) + " " + in_quotes(id) + " is declared twice",
                          std::move(hint));
  }

  void set_line(std::uint32_t index) {
    if (index >= lines_.size()) lines_.resize(std::size_t{index} + 1, 0);
    lines_[index] = table_.line();
  }

 private:
  Table& table_;
  IdKind kind_;
  PackageContext& context_;
  std::size_t column_;
  std::vector<std::uint32_t> lines_;  ///< by model index: where this table declares it
};

/// Takes what the row says about a product or flow; fields that an earlier model filled stay.
void fill(std::string& field, std::string_view text) {
  if (field.empty()) field = text;
}

constexpr std::string_view earlier_model =
    "an earlier model of the study declares it; use another id";

}  // namespace

std::string_view word_of(IdKind kind) {
  switch (kind) {
    case IdKind::product:
      return "product";
    case IdKind::process:
      return "process";
    case IdKind::flow:
      return "elementary flow";
    case IdKind::category:
      return "category";
  }
  return "";
}

std::string_view table_of(IdKind kind) {
  switch (kind) {
    case IdKind::product:
      return "products.csv";
    case IdKind::process:
      return "processes.csv";
    case IdKind::flow:
      return "flows.csv";
    case IdKind::category:
      return "categories.csv";
  }
  return "";
}

std::uint32_t PackageContext::find(IdKind kind, std::string_view id) const {
  switch (kind) {
    case IdKind::product:
      return builder.find_product(id);
    case IdKind::process:
      return builder.find_process(id);
    case IdKind::flow:
      return builder.find_flow(id);
    case IdKind::category:
      return builder.find_category(id);
  }
  return no_index;
}

void PackageContext::report_unknown(IdKind kind, std::string_view id, Place place,
                                    const std::string& display_folder) {
  const auto k = static_cast<std::size_t>(kind);
  if (table_missing[k]) {
    findings.add("E0210", {display_folder + std::string(table_of(kind)), 0, 0},
                 "the table is missing, but line " + std::to_string(place.line) + " of " +
                     place.file.substr(std::min(display_folder.size(), place.file.size())) +
                     " uses " + std::string(word_of(kind)) + " " + in_quotes(id),
                 "add the table with the columns id, name, unit");
    table_missing[k] = false;
    complete[k] = false;
  }
  if (!complete[k]) return;
  std::string hint;
  const Model& model = builder.model();
  switch (kind) {
    case IdKind::product:
      hint = hints_[k](id, model.products);
      break;
    case IdKind::process:
      hint = hints_[k](id, model.processes);
      break;
    case IdKind::flow:
      hint = hints_[k](id, model.flows);
      break;
    case IdKind::category:
      hint = hints_[k](id, model.categories);
      break;
  }
  if (hint.empty()) {
    hint = "declare it in " + std::string(table_of(kind));
    if (kind == IdKind::product)
      hint = "declare it as the product of a process in processes.csv, or in products.csv";
  }
  const std::string code = kind == IdKind::process    ? "E0231"
                           : kind == IdKind::category ? "E0234"
                                                      : "E0232";
  findings.add(code, std::move(place),
               "unknown " + std::string(word_of(kind)) + " " + in_quotes(id), std::move(hint));
}

std::size_t PackageContext::add(const Exchange& exchange, const Uncertainty& uncertainty,
                                const std::optional<PedigreeScores>& scores,
                                std::string_view own_id) {
  const std::size_t index = builder.add(exchange, uncertainty, own_id);
  if (scores) builder.model().pedigrees.push_back({static_cast<std::uint32_t>(index), *scores});
  return index;
}

Exchange PackageContext::exchange_at(NumberTable table, std::uint32_t line) const {
  Exchange exchange;
  exchange.source = source;
  exchange.table = static_cast<std::uint32_t>(table);
  exchange.line = line;
  return exchange;
}

bool check_unit(Table& table, std::size_t unit_column, std::string_view expected, IdKind kind,
                std::string_view id, Findings& findings) {
  const std::string_view unit = table.text(unit_column);
  if (unit.empty() || unit == expected) return true;
  findings.add("E0235", table.place(unit_column),
               "unit " + in_quotes(unit) + " is not " + in_quotes(expected) + ", the unit of " +
                   std::string(word_of(kind)) + " " + in_quotes(id),
               "convert the amount; units are compared, not converted");
  return false;
}

bool read_factor(Table& table, std::size_t factor_column, Exchange& exchange) {
  const NumberCell factor = table.number(factor_column);
  if (factor.state == NumberCell::State::good) exchange.factor = factor.value;
  return factor.state != NumberCell::State::bad;
}

/// Leaves `value` as it is where the cell is empty.
void read_truth(Table& table, std::size_t column, std::string_view name, bool& value,
                Findings& findings) {
  const std::string_view text = table.text(column);
  if (text.empty() || parse_truth(text, value)) return;
  findings.add("E0248", table.place(column),
               std::string(name) + " " + in_quotes(text) + " is not a truth value",
               "allowed are true, false, yes, no, 1, 0");
}

void read_products(std::string_view text, const std::string& file, PackageContext& context) {
  Table table(
      text, file,
      {{"id", Column::required}, {"name"}, {"unit", Column::required}, {"location"}, {"flow"}},
      context.findings, Repeats::meant);
  IdColumn ids(table, IdKind::product, context);
  const std::size_t name = table.column("name");
  const std::size_t unit = table.column("unit");
  const std::size_t location = table.column("location");
  const std::size_t flow = table.column("flow");
  while (table.next()) {
    const std::optional<IdColumn::Id> id = ids.read();
    const std::string_view unit_text = table.required_text(unit);
    if (!id) continue;
    const std::uint32_t index = context.builder.product(id->text);
    ids.set_line(index);
    Product& product = context.builder.model().products[index];
    if (id->known != no_index && !product.unit.empty()) {
      check_unit(table, unit, product.unit, IdKind::product, id->text, context.findings);
    }
    fill(product.name, table.text(name).empty() ? id->text : table.text(name));
    fill(product.unit, unit_text);
    fill(product.location, table.text(location));
    fill(product.flow, table.text(flow));
  }
  if (!table.complete()) context.set_incomplete(IdKind::product);
}

void read_flows(std::string_view text, const std::string& file, PackageContext& context) {
  Table table(
      text, file,
      {{"id", Column::required}, {"name"}, {"unit", Column::required}, {"compartment"}, {"cas"}},
      context.findings, Repeats::meant);
  IdColumn ids(table, IdKind::flow, context);
  const std::size_t name = table.column("name");
  const std::size_t unit = table.column("unit");
  const std::size_t compartment = table.column("compartment");
  const std::size_t cas = table.column("cas");
  while (table.next()) {
    const std::optional<IdColumn::Id> id = ids.read();
    const std::string_view unit_text = table.required_text(unit);
    if (!id) continue;
    const std::uint32_t index = context.builder.flow(id->text);
    ids.set_line(index);
    Flow& flow = context.builder.model().flows[index];
    if (id->known != no_index && !flow.unit.empty()) {
      check_unit(table, unit, flow.unit, IdKind::flow, id->text, context.findings);
    }
    fill(flow.name, table.text(name).empty() ? id->text : table.text(name));
    fill(flow.unit, unit_text);
    fill(flow.compartment, table.text(compartment));
    fill(flow.cas, table.text(cas));
  }
  if (!table.complete()) context.set_incomplete(IdKind::flow);
}

void read_categories(std::string_view text, const std::string& file, PackageContext& context) {
  Table table(text, file,
              {{"id", Column::required}, {"name"}, {"unit", Column::required}, {"method"}},
              context.findings, Repeats::meant);
  IdColumn ids(table, IdKind::category, context);
  const std::size_t name = table.column("name");
  const std::size_t unit = table.column("unit");
  const std::size_t method = table.column("method");
  while (table.next()) {
    const std::optional<IdColumn::Id> id = ids.read();
    const std::string_view unit_text = table.required_text(unit);
    if (!id) continue;
    if (id->known != no_index) {
      ids.report_twice(id->text, std::string(earlier_model));
      continue;
    }
    const std::uint32_t index = context.builder.category(id->text);
    ids.set_line(index);
    ImpactCategory& category = context.builder.model().categories[index];
    category.name = table.text(name).empty() ? id->text : table.text(name);
    category.unit = unit_text;
    category.method = table.text(method);
  }
  if (!table.complete()) context.set_incomplete(IdKind::category);
}

void read_processes(std::string_view text, const std::string& file, PackageContext& context) {
  Table table(text, file,
              with_uncertainty({{"id", Column::required},
                                {"name"},
                                {"location"},
                                {"unit"},
                                {"product"},
                                {"dataset"},
                                {"main"},
                                {"treatment"},
                                {"category"},
                                {"amount", Column::optional, Column::number},
                                {"factor", Column::optional, Column::number},
                                {"formula"}}),
              context.findings, Repeats::meant);
  IdColumn ids(table, IdKind::process, context);
  const UncertaintyColumns uncertainty(table, &context.distributions);
  const std::size_t name = table.column("name");
  const std::size_t location = table.column("location");
  const std::size_t unit = table.column("unit");
  const std::size_t product_column = table.column("product");
  const std::size_t amount_column = table.column("amount");
  const std::size_t factor_column = table.column("factor");
  const FormulaColumn formulas(table, amount_column);
  const std::size_t dataset_column = table.column("dataset"), main_column = table.column("main");
  const std::size_t treatment_column = table.column("treatment");
  const std::size_t category_column = table.column("category");
  std::unordered_set<std::string> datasets;  // the first column of a dataset is the main one

  Model& model = context.builder.model();
  std::vector<std::uint32_t> producers;  // by product
  const auto producer_of = [&producers](std::uint32_t product) -> std::uint32_t& {
    if (product >= producers.size()) producers.resize(std::size_t{product} + 1, no_index);
    return producers[product];
  };
  for (std::uint32_t p = 0; p < model.processes.size(); ++p) {
    const std::uint32_t reference = model.processes[p].reference_product;
    if (reference != no_index) producer_of(reference) = p;
  }

  while (table.next()) {
    const NumberCell amount = table.number(amount_column);
    const std::optional<IdColumn::Id> id = ids.read();
    if (!id) continue;
    if (id->known != no_index) {
      ids.report_twice(id->text, std::string(earlier_model));
      continue;
    }
    const std::uint32_t process_index = context.builder.process(id->text);
    ids.set_line(process_index);

    const std::string_view product_text = table.text(product_column);
    const std::string_view product_id = product_text.empty() ? id->text : product_text;
    const std::uint32_t product_index = context.builder.product(product_id);
    Process& process = model.processes[process_index];
    Product& product = model.products[product_index];
    process.name = table.text(name).empty() ? id->text : table.text(name);
    process.location = table.text(location);
    process.reference_product = product_index;
    process.dataset = table.text(dataset_column);
    process.category = table.text(category_column);
    process.is_main = process.dataset.empty() || datasets.insert(process.dataset).second;
    bool is_treatment = false;
    read_truth(table, main_column, "main", process.is_main, context.findings);
    read_truth(table, treatment_column, "treatment", is_treatment, context.findings);
    if (is_treatment) process.side = ReferenceSide::taken;

    if (std::uint32_t& producer = producer_of(product_index); producer != no_index) {
      const std::size_t column = product_text.empty() ? table.column("id") : product_column;
      context.findings.add(
          "E0237", table.place(column),
          "product " + in_quotes(product_id) + " is the product of process " +
              in_quotes(model.processes[producer].id) + " already",
          "give this process a product of its own, and mix the two in a third process");
      process.unit = product.unit;
      continue;
    } else {
      producer = process_index;
    }

    const std::string_view unit_text = table.text(unit);
    if (product.unit.empty()) {
      if (unit_text.empty()) {
        context.findings.add("E0220", table.place(unit),
                             "process " + in_quotes(id->text) + " has no unit",
                             "name the unit of its product in the column 'unit'");
      }
      product.unit = unit_text;
    } else {
      check_unit(table, unit, product.unit, IdKind::product, product_id, context.findings);
    }
    process.unit = product.unit;
    fill(product.name, process.name);
    fill(product.location, process.location);

    if (amount.state == NumberCell::State::bad) continue;
    Exchange exchange = context.exchange_at(NumberTable::processes, table.line());
    exchange.row = product_index;
    exchange.column = process_index;
    exchange.amount = amount.state == NumberCell::State::good ? amount.value
                      : formulas.is_given(table) ? std::numeric_limits<double>::quiet_NaN()
                                                 : 1.0;
    if (!read_factor(table, factor_column, exchange)) continue;
    if (is_treatment && exchange.static_value() < 0.0) {
      context.findings.add("E0295", table.place(treatment_column),
                           "the amount of treatment " + in_quotes(id->text) +
                               " is negative, which says that already",
                           "write treatment = true beside a positive amount, or leave it out");
    }
    const Uncertainty read = uncertainty.read(table, exchange.amount, context.findings);
    formulas.note(table,
                  context.add(exchange, read, uncertainty.read_scores(table, context.findings)),
                  context);
  }
  if (!table.complete()) {
    context.set_incomplete(IdKind::process);
    context.set_incomplete(IdKind::product);
  }
}

}  // namespace plume
