// SPDX-License-Identifier: Apache-2.0
#include "host/store/model_columns.hpp"

#include <array>
#include <memory>
#include <string_view>
#include <unordered_map>

#include "host/base/error.hpp"
#include "host/model/link_report_text.hpp"

namespace plume {
namespace {

constexpr std::array<std::string_view, 5> order_names = {"sequential", "combinatorial", "random",
                                                         "weighted", "formula"};

/// Texts, each once.
class Pool {
 public:
  explicit Pool(ModelColumns& columns) : columns_(columns) {}

  std::uint32_t operator()(std::string_view text) {
    const auto known = numbers_.find(std::string(text));
    if (known != numbers_.end()) return known->second;
    columns_.texts.insert(columns_.texts.end(), text.begin(), text.end());
    columns_.text_ends.push_back(columns_.texts.size());
    const auto number = static_cast<std::uint32_t>(columns_.text_ends.size() - 1);
    numbers_.emplace(text, number);
    return number;
  }

 private:
  ModelColumns& columns_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

class Writer {
 public:
  explicit Writer(const Model& model) : model_(model), text_(columns_) {}

  ModelColumns write() {
    nodes();
    exchanges();
    for (const Uncertainty& each : model_.uncertainties) uncertainty(each);
    tables();
    for (const ExchangePedigree& each : model_.pedigrees) {
      c().pedigree_exchange.push_back(each.exchange);
      c().pedigree_scores.insert(c().pedigree_scores.end(), each.scores.score.begin(),
                                 each.scores.score.end());
      c().pedigree_basic.push_back(each.scores.basic_uncertainty);
    }
    arrays();
    sources();
    named(model_.dependence.source_groups, c().group_name, c().group_end, c().group_exchange);
    named(model_.dependence.tags, c().tag_name, c().tag_end, c().tag_exchange);
    for (const ConvertibleUnits& units : model_.convertible) {
      for (const ConvertibleUnits::Unit& unit : units.units) {
        c().unit_name.push_back(text_(unit.name));
        c().unit_factor.push_back(unit.factor);
      }
      c().units_end.push_back(static_cast<std::uint32_t>(c().unit_name.size()));
    }
    const std::string report = stored_link_report(model_.link_report);
    c().report.assign(report.begin(), report.end());
    return std::move(columns_);
  }

 private:
  ModelColumns& c() { return columns_; }

  void nodes() {
    for (const Product& each : model_.products) {
      c().product_id.push_back(text_(each.id)), c().product_name.push_back(text_(each.name));
      c().product_unit.push_back(text_(each.unit)),
          c().product_location.push_back(text_(each.location));
      c().product_flow.push_back(text_(each.flow)), c().product_units.push_back(each.units);
    }
    for (const Process& each : model_.processes) {
      c().process_id.push_back(text_(each.id)), c().process_name.push_back(text_(each.name));
      c().process_unit.push_back(text_(each.unit)),
          c().process_location.push_back(text_(each.location));
      c().process_product.push_back(each.reference_product);
      c().process_dataset.push_back(text_(each.dataset)),
          c().process_category.push_back(text_(each.category));
      c().process_is_main.push_back(each.is_main ? 1 : 0);
      c().process_side.push_back(static_cast<std::uint8_t>(each.side));
    }
    for (const Flow& each : model_.flows) {
      c().flow_id.push_back(text_(each.id)), c().flow_name.push_back(text_(each.name));
      c().flow_unit.push_back(text_(each.unit)),
          c().flow_compartment.push_back(text_(each.compartment));
      c().flow_cas.push_back(text_(each.cas));
    }
    for (const ImpactCategory& each : model_.categories) {
      c().category_id.push_back(text_(each.id)), c().category_name.push_back(text_(each.name));
      c().category_unit.push_back(text_(each.unit)),
          c().category_method.push_back(text_(each.method));
    }
    for (const Parameter& each : model_.parameters) {
      c().parameter_name.push_back(text_(each.name)),
          c().parameter_scope.push_back(text_(each.scope));
      c().parameter_exchange.push_back(each.exchange);
    }
    for (const FormulaGraph::Node& node : model_.formulas.nodes()) {
      c().formula_op.push_back(static_cast<std::uint32_t>(node.op));
      c().formula_a.push_back(node.a), c().formula_b.push_back(node.b),
          c().formula_c.push_back(node.c);
      c().formula_value.push_back(node.value);
    }
  }

  void exchanges() {
    for (const Exchange& e : model_.exchanges) {
      c().exchange_key.push_back(e.key);
      c().exchange_amount.push_back(e.amount), c().exchange_factor.push_back(e.factor);
      c().exchange_row.push_back(e.row), c().exchange_column.push_back(e.column);
      c().exchange_uncertainty.push_back(e.uncertainty);
      c().exchange_formula.push_back(e.formula);
      c().exchange_array.push_back(e.array), c().exchange_array_row.push_back(e.array_row);
      c().exchange_line.push_back(e.line), c().exchange_table.push_back(e.table);
      c().exchange_source.push_back(e.source);
      c().exchange_is_negative.push_back(e.sign < 0 ? 1 : 0);
      c().exchange_matrix.push_back(static_cast<std::uint8_t>(e.matrix));
    }
  }

  void uncertainty(const Uncertainty& u) {
    c().uncertainty_loc.push_back(u.loc), c().uncertainty_scale.push_back(u.scale);
    c().uncertainty_shape.push_back(u.shape);
    c().uncertainty_minimum.push_back(u.minimum), c().uncertainty_maximum.push_back(u.maximum);
    c().uncertainty_kind.push_back(text_(name_of(u.kind)));
    c().uncertainty_is_negative.push_back(u.negative ? 1 : 0);
    c().uncertainty_median_given.push_back(u.median_given ? 1 : 0);
    std::uint32_t number = no_index;
    if (u.table != nullptr) {
      const auto [known, is_new] =
          table_numbers_.emplace(u.table.get(), static_cast<std::uint32_t>(tables_.size()));
      if (is_new) tables_.push_back(u.table.get());
      number = known->second;
    }
    c().uncertainty_rows.push_back(number);
  }

  /// Rows of tables; components of mixtures stand behind the uncertainties of exchanges, and may
  /// have tables of their own.
  void tables() {
    for (std::size_t t = 0; t < tables_.size(); ++t) {
      for (const DistributionTable::Row& row : tables_[t]->rows) {
        c().row_value.push_back(row.value), c().row_upper.push_back(row.upper),
            c().row_weight.push_back(row.weight);
        if (row.component.is_certain()) {
          c().row_component.push_back(no_index);
          continue;
        }
        c().row_component.push_back(static_cast<std::uint32_t>(c().uncertainty_loc.size()));
        uncertainty(row.component);
      }
      c().rows_end.push_back(static_cast<std::uint32_t>(c().row_value.size()));
    }
  }

  void arrays() {
    for (const PresampledArray& each : model_.arrays) {
      c().array_name.push_back(text_(each.name));
      c().array_rows.push_back(each.num_rows), c().array_columns.push_back(each.num_columns);
      c().array_order.push_back(text_(order_names[static_cast<std::size_t>(each.order)]));
      c().array_group.push_back(each.group_key), c().array_stride.push_back(each.stride);
      c().array_switch.push_back(each.switch_index),
          c().array_multiplies.push_back(each.multiplies ? 1 : 0);
      c().array_values.insert(c().array_values.end(), each.values.begin(), each.values.end());
    }
  }

  void sources() {
    for (const Source& each : model_.sources) {
      c().source_path.push_back(text_(each.path)), c().source_format.push_back(text_(each.format));
      c().source_sha256.push_back(text_(each.sha256));
      c().source_anchor.push_back(!each.lognormal_anchor_mean   ? 0
                                  : *each.lognormal_anchor_mean ? 2
                                                                : 1);
      for (const std::string& table : each.tables) c().table_name.push_back(text_(table));
      c().source_tables_end.push_back(static_cast<std::uint32_t>(c().table_name.size()));
    }
  }

  template <class Map>
  void named(const Map& map, ModelColumns::Indices& names, ModelColumns::Indices& ends,
             ModelColumns::Indices& exchanges) {
    for (const auto& [name, members] : map) {
      names.push_back(text_(name));
      exchanges.insert(exchanges.end(), members.begin(), members.end());
      ends.push_back(static_cast<std::uint32_t>(exchanges.size()));
    }
  }

  const Model& model_;
  ModelColumns columns_;
  Pool text_;
  std::vector<const DistributionTable*> tables_;
  std::unordered_map<const DistributionTable*, std::uint32_t> table_numbers_;
};

[[noreturn]] void misfit(std::string_view column) {
  throw Error("the model is damaged: '" + std::string(column) + "' does not fit the others");
}

template <class... Columns>
void check_sizes(std::string_view what, std::size_t size, const Columns&... columns) {
  if (((columns.size() != size) || ...)) misfit(what);
}

/// An index below `limit`, or none.
std::uint32_t index_below(std::uint32_t index, std::size_t limit, std::string_view column,
                          bool may_be_none = true) {
  if (index >= limit && !(may_be_none && index == no_index)) misfit(column);
  return index;
}

void check_ends(const ModelColumns::Indices& ends, std::size_t size, std::string_view column) {
  std::uint32_t before = 0;
  for (const std::uint32_t end : ends) {
    if (end < before || end > size) misfit(column);
    before = end;
  }
  if (before != size) misfit(column);
}

ReferenceSide side_of(std::uint8_t number) {
  if (number > static_cast<std::uint8_t>(ReferenceSide::unknown)) misfit("process_side");
  return static_cast<ReferenceSide>(number);
}

class Reader {
 public:
  explicit Reader(const ModelColumns& columns) : c(columns) {}

  Model read() {
    std::uint64_t before = 0;
    for (const std::uint64_t end : c.text_ends) {
      if (end < before || end > c.texts.size()) misfit("text_ends");
      before = end;
    }
    nodes();
    sources();
    arrays();
    uncertainties();
    formulas();
    exchanges();
    pedigrees();
    named(c.group_name, c.group_end, c.group_exchange, model_.dependence.source_groups,
          "group_end");
    named(c.tag_name, c.tag_end, c.tag_exchange, model_.dependence.tags, "tag_end");
    // bytes as characters
    model_.link_report =
        link_report_of({reinterpret_cast<const char*>(c.report.data()), c.report.size()});
    for (const LinkReport::CutOff& cut : model_.link_report.cut_offs)
      (void)index_below(cut.process, model_.processes.size(), "report", false);
    return std::move(model_);
  }

 private:
  [[nodiscard]] std::string_view view(std::uint32_t number) const {
    if (number >= c.text_ends.size()) misfit("texts");
    const std::uint64_t begin = number == 0 ? 0 : c.text_ends[number - 1];
    return {reinterpret_cast<const char*>(c.texts.data()) + begin, c.text_ends[number] - begin};
  }
  [[nodiscard]] std::string text(std::uint32_t number) const { return std::string(view(number)); }

  void nodes() {
    const std::size_t units = c.units_end.size();
    check_ends(c.units_end, c.unit_name.size(), "units_end");
    check_sizes("unit_factor", c.unit_name.size(), c.unit_factor);
    for (std::size_t i = 0, u = 0; i < units; ++i) {
      ConvertibleUnits& convertible = model_.convertible.emplace_back();
      for (; u < c.units_end[i]; ++u)
        convertible.units.push_back({text(c.unit_name[u]), c.unit_factor[u]});
    }
    const std::size_t products = c.product_id.size(), processes = c.process_id.size();
    check_sizes("products", products, c.product_name, c.product_unit, c.product_location,
                c.product_flow, c.product_units);
    for (std::size_t i = 0; i < products; ++i) {
      model_.products.push_back({text(c.product_id[i]), text(c.product_name[i]),
                                 text(c.product_unit[i]), text(c.product_location[i]),
                                 text(c.product_flow[i]),
                                 index_below(c.product_units[i], units, "product_units")});
    }
    check_sizes("processes", processes, c.process_name, c.process_unit, c.process_location,
                c.process_product, c.process_dataset, c.process_category, c.process_is_main,
                c.process_side);
    for (std::size_t i = 0; i < processes; ++i) {
      model_.processes.push_back({text(c.process_id[i]), text(c.process_name[i]),
                                  text(c.process_unit[i]), text(c.process_location[i]),
                                  index_below(c.process_product[i], products, "process_product"),
                                  text(c.process_dataset[i]), text(c.process_category[i]),
                                  c.process_is_main[i] != 0, side_of(c.process_side[i])});
    }
    check_sizes("flows", c.flow_id.size(), c.flow_name, c.flow_unit, c.flow_compartment,
                c.flow_cas);
    for (std::size_t i = 0; i < c.flow_id.size(); ++i) {
      model_.flows.push_back({text(c.flow_id[i]), text(c.flow_name[i]), text(c.flow_unit[i]),
                              text(c.flow_compartment[i]), text(c.flow_cas[i])});
    }
    check_sizes("categories", c.category_id.size(), c.category_name, c.category_unit,
                c.category_method);
    for (std::size_t i = 0; i < c.category_id.size(); ++i) {
      model_.categories.push_back({text(c.category_id[i]), text(c.category_name[i]),
                                   text(c.category_unit[i]), text(c.category_method[i])});
    }
  }

  void sources() {
    const std::size_t count = c.source_path.size();
    check_sizes("sources", count, c.source_format, c.source_sha256, c.source_anchor,
                c.source_tables_end);
    check_ends(c.source_tables_end, c.table_name.size(), "source_tables_end");
    for (std::size_t i = 0, t = 0; i < count; ++i) {
      Source& source = model_.sources.emplace_back();
      source.path = text(c.source_path[i]);
      source.format = text(c.source_format[i]);
      source.sha256 = text(c.source_sha256[i]);
      if (c.source_anchor[i] != 0) source.lognormal_anchor_mean = c.source_anchor[i] == 2;
      for (; t < c.source_tables_end[i]; ++t) source.tables.push_back(text(c.table_name[t]));
    }
  }

  void arrays() {
    const std::size_t count = c.array_name.size();
    check_sizes("arrays", count, c.array_rows, c.array_columns, c.array_order, c.array_group,
                c.array_stride, c.array_switch, c.array_multiplies);
    std::size_t begin = 0;
    for (std::size_t i = 0; i < count; ++i) {
      PresampledArray& array = model_.arrays.emplace_back();
      array.name = text(c.array_name[i]);
      array.num_rows = c.array_rows[i], array.num_columns = c.array_columns[i];
      std::size_t order = 0;
      while (order < order_names.size() && order_names[order] != view(c.array_order[i])) ++order;
      if (order == order_names.size()) misfit("array_order");
      array.order = static_cast<ColumnOrder>(order);
      array.group_key = c.array_group[i], array.stride = c.array_stride[i];
      array.switch_index = c.array_switch[i], array.multiplies = c.array_multiplies[i] != 0;
      const std::uint64_t size = std::uint64_t{array.num_rows} * array.num_columns;
      if (size > c.array_values.size() - begin || array.stride == 0) misfit("array_values");
      const auto from = c.array_values.begin() + static_cast<std::ptrdiff_t>(begin);
      array.values.assign(from, from + static_cast<std::ptrdiff_t>(size));
      begin += size;
    }
    if (begin != c.array_values.size()) misfit("array_values");
  }

  void uncertainties() {
    const std::size_t count = c.uncertainty_loc.size();
    check_sizes("uncertainties", count, c.uncertainty_scale, c.uncertainty_shape,
                c.uncertainty_minimum, c.uncertainty_maximum, c.uncertainty_kind,
                c.uncertainty_rows, c.uncertainty_is_negative, c.uncertainty_median_given);
    check_sizes("rows", c.row_value.size(), c.row_upper, c.row_weight, c.row_component);
    check_ends(c.rows_end, c.row_value.size(), "rows_end");
    std::vector<Uncertainty> all(count);
    std::unordered_map<std::uint32_t, DistributionKind> kinds;  // by text: one look-up of a name
    for (std::size_t i = 0; i < count; ++i) {
      Uncertainty& u = all[i];
      u.loc = c.uncertainty_loc[i], u.scale = c.uncertainty_scale[i],
      u.shape = c.uncertainty_shape[i];
      u.minimum = c.uncertainty_minimum[i], u.maximum = c.uncertainty_maximum[i];
      const auto [kind, is_new] = kinds.emplace(c.uncertainty_kind[i], DistributionKind::undefined);
      if (is_new && !distribution_from_name(view(c.uncertainty_kind[i]), kind->second))
        misfit("uncertainty_kind");
      u.kind = kind->second;
      u.negative = c.uncertainty_is_negative[i] != 0,
      u.median_given = c.uncertainty_median_given[i] != 0;
      if (u.kind >= DistributionKind::empirical && c.uncertainty_rows[i] == no_index)
        misfit("uncertainty_rows");
    }
    // Components stand behind what they are part of, so that tables are made from the last to the
    // first.
    std::vector<std::shared_ptr<const DistributionTable>> tables(c.rows_end.size());
    std::size_t own = count;  // the first that is a component
    for (const std::uint32_t component : c.row_component) {
      if (component != no_index && component < own) own = component;
    }
    for (std::size_t t = tables.size(); t-- > 0;) {
      auto table = std::make_shared<DistributionTable>();
      for (std::uint32_t r = t == 0 ? 0 : c.rows_end[t - 1]; r < c.rows_end[t]; ++r) {
        DistributionTable::Row row{c.row_value[r], c.row_upper[r], c.row_weight[r], {}};
        if (c.row_component[r] != no_index) {
          row.component = all[index_below(c.row_component[r], count, "row_component", false)];
          const std::uint32_t inner = c.uncertainty_rows[c.row_component[r]];
          if (inner != no_index) {
            if (inner <= t || inner >= tables.size()) misfit("uncertainty_rows");
            row.component.table = tables[inner];
          }
        }
        table->rows.push_back(std::move(row));
      }
      tables[t] = std::move(table);
    }
    for (std::size_t i = 0; i < own; ++i) {
      if (c.uncertainty_rows[i] != no_index)
        all[i].table =
            tables[index_below(c.uncertainty_rows[i], tables.size(), "uncertainty_rows", false)];
    }
    all.resize(own);
    model_.uncertainties = std::move(all);
  }

  void formulas() {
    const std::size_t count = c.parameter_name.size(), exchanges = c.exchange_key.size();
    check_sizes("parameters", count, c.parameter_scope, c.parameter_exchange);
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t number =
          index_below(c.parameter_exchange[i], exchanges, "parameter_exchange", false);
      model_.parameters.push_back({text(c.parameter_name[i]), text(c.parameter_scope[i]), number});
    }
    const std::size_t nodes = c.formula_op.size();
    check_sizes("formulas", nodes, c.formula_a, c.formula_b, c.formula_c, c.formula_value);
    for (std::size_t i = 0; i < nodes; ++i) {
      if (c.formula_op[i] >= static_cast<std::uint32_t>(FormulaOp::store)) misfit("formula_op");
      const auto op = static_cast<FormulaOp>(c.formula_op[i]);
      FormulaNode made = 0;
      if (op == FormulaOp::number) {
        made = model_.formulas.number(c.formula_value[i]);
      } else if (op == FormulaOp::name) {
        made = model_.formulas.parameter(index_below(c.formula_a[i], count, "formula_a", false));
      } else {
        made = model_.formulas.apply(op, index_below(c.formula_a[i], i, "formula_a", false),
                                     index_below(c.formula_b[i], i, "formula_b", false),
                                     index_below(c.formula_c[i], i, "formula_c", false));
      }
      if (made != i) misfit("formula_op");  // every node stands once, behind its operands
    }
  }

  void exchanges() {
    const std::size_t count = c.exchange_key.size();
    check_sizes("exchanges", count, c.exchange_amount, c.exchange_factor, c.exchange_row,
                c.exchange_column, c.exchange_uncertainty, c.exchange_formula, c.exchange_array,
                c.exchange_array_row, c.exchange_line, c.exchange_table, c.exchange_source,
                c.exchange_is_negative, c.exchange_matrix);
    const std::array<std::size_t, num_matrices> rows = {
        model_.products.size(),  model_.flows.size(), model_.flows.size(), model_.flows.size(), 1,
        model_.parameters.size()};
    const std::array<std::size_t, num_matrices> columns = {
        model_.processes.size(),  model_.processes.size(),
        model_.categories.size(), 1,
        model_.categories.size(), 1};
    model_.exchanges.reserve(count + count / 4);
    for (std::size_t i = 0; i < count; ++i) {
      Exchange e;
      if (c.exchange_matrix[i] >= num_matrices) misfit("exchange_matrix");
      e.matrix = static_cast<Matrix>(c.exchange_matrix[i]);
      e.key = c.exchange_key[i];
      e.amount = c.exchange_amount[i], e.factor = c.exchange_factor[i];
      e.row = index_below(c.exchange_row[i], rows[c.exchange_matrix[i]], "exchange_row", false);
      e.column = index_below(c.exchange_column[i], columns[c.exchange_matrix[i]], "exchange_column",
                             false);
      e.uncertainty = index_below(c.exchange_uncertainty[i], model_.uncertainties.size(),
                                  "exchange_uncertainty");
      e.formula =
          index_below(c.exchange_formula[i], model_.formulas.nodes().size(), "exchange_formula");
      e.array = index_below(c.exchange_array[i], model_.arrays.size(), "exchange_array");
      e.array_row = c.exchange_array_row[i];
      if (e.array != no_index)
        (void)index_below(e.array_row, model_.arrays[e.array].num_rows, "array_row", false);
      e.line = c.exchange_line[i], e.table = c.exchange_table[i];
      e.source = static_cast<std::uint16_t>(
          index_below(c.exchange_source[i], model_.sources.size(), "exchange_source", false));
      e.sign = c.exchange_is_negative[i] != 0 ? std::int8_t{-1} : std::int8_t{1};
      model_.exchanges.push_back(e);
    }
  }

  void pedigrees() {
    const std::size_t count = c.pedigree_exchange.size();
    check_sizes("pedigrees", count, c.pedigree_basic);
    check_sizes("pedigrees", count * PedigreeScores::num_indicators, c.pedigree_scores);
    for (std::size_t i = 0; i < count; ++i) {
      ExchangePedigree& each = model_.pedigrees.emplace_back();
      each.exchange =
          index_below(c.pedigree_exchange[i], model_.exchanges.size(), "pedigree_exchange", false);
      for (std::size_t k = 0; k < PedigreeScores::num_indicators; ++k) {
        const std::uint8_t score = c.pedigree_scores[i * PedigreeScores::num_indicators + k];
        if (score > 5) misfit("pedigree_scores");
        each.scores.score[k] = score;
      }
      each.scores.basic_uncertainty = c.pedigree_basic[i];
    }
  }

  template <class Map>
  void named(const ModelColumns::Indices& names, const ModelColumns::Indices& ends,
             const ModelColumns::Indices& members, Map& map, std::string_view column) const {
    check_sizes(column, names.size(), ends);
    check_ends(ends, members.size(), column);
    std::size_t m = 0;
    for (std::size_t i = 0; i < names.size(); ++i) {
      std::vector<std::uint32_t>& list = map[text(names[i])];
      for (; m < ends[i]; ++m)
        list.push_back(index_below(members[m], model_.exchanges.size(), column, false));
    }
  }

  const ModelColumns& c;
  Model model_;
};

}  // namespace

ModelColumns columns_of(const Model& model) { return Writer(model).write(); }

Model model_of(const ModelColumns& columns) { return Reader(columns).read(); }

}  // namespace plume
