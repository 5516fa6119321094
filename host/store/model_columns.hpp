// SPDX-License-Identifier: Apache-2.0
// A model as plain columns of numbers, and its texts as numbers into one pool: what a file of a
// model holds (model_file.hpp).
//
//     ModelColumns columns = columns_of(model);
//     // every field, in the same order; throws Error where the columns do not fit together
//     const Model same = model_of(columns);
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/model/model.hpp"

namespace plume {

struct ModelColumns {
  using Numbers = std::vector<double>;
  using Words = std::vector<std::uint64_t>;
  using Indices = std::vector<std::uint32_t>;
  using Bytes = std::vector<std::uint8_t>;

  Bytes texts;      ///< all texts, one behind the other
  Words text_ends;  ///< by text: where it ends
  Bytes report;     ///< host/model/link_report_text.hpp
  Bytes findings;   ///< those of its making, likewise

  Indices product_id, product_name, product_unit, product_location, product_flow, product_units;
  Indices process_id, process_name, process_unit, process_location, process_product,
      process_dataset, process_category;
  Bytes process_is_main, process_side;  ///< side: number of ReferenceSide
  Indices flow_id, flow_name, flow_unit, flow_compartment, flow_cas;
  Indices category_id, category_name, category_unit, category_method;
  Indices parameter_name, parameter_scope, parameter_exchange;
  Indices formula_op, formula_a, formula_b, formula_c;  ///< nodes of FormulaGraph; op: its number
  Numbers formula_value;

  Words exchange_key;
  Numbers exchange_amount, exchange_factor;
  Indices exchange_row, exchange_column, exchange_uncertainty, exchange_array, exchange_array_row,
      exchange_line;
  Indices exchange_formula;
  Indices exchange_table, exchange_source;
  Bytes exchange_is_negative, exchange_matrix;

  Numbers uncertainty_loc, uncertainty_scale, uncertainty_shape, uncertainty_minimum,
      uncertainty_maximum;
  /// kind: text of its name; rows: number of its table, no_index without
  Indices uncertainty_kind, uncertainty_rows;
  Bytes uncertainty_is_negative, uncertainty_median_given;

  Indices rows_end;  ///< by table of values: end of its rows
  Numbers row_value, row_upper, row_weight;
  Indices row_component;  ///< of a mixture: index of an uncertainty; no_index: a certain value

  Indices pedigree_exchange;
  Bytes pedigree_scores;  ///< six each
  Numbers pedigree_basic;

  Indices array_name, array_rows, array_columns, array_order;  ///< order: text of its name
  Words array_group, array_stride;
  Indices array_switch;
  Bytes array_multiplies;
  Numbers array_values;  ///< of all arrays

  /// anchor: 0 not said, 1 median, 2 mean
  Indices source_path, source_format, source_sha256, source_anchor;
  Indices source_tables_end, table_name;

  Indices group_name, group_end, group_exchange;
  Indices tag_name, tag_end, tag_exchange;

  Indices units_end, unit_name;
  Numbers unit_factor;
};

/// Calls visitor(name, column) for each column, in the order of the file.
template <class Columns, class Visitor>
void visit_columns(Columns& c, const Visitor& visit) {
  visit("texts", c.texts), visit("text_ends", c.text_ends), visit("report", c.report);
  visit("findings", c.findings);
  visit("product_id", c.product_id), visit("product_name", c.product_name),
      visit("product_unit", c.product_unit);
  visit("product_location", c.product_location), visit("product_flow", c.product_flow);
  visit("product_units", c.product_units);
  visit("process_id", c.process_id), visit("process_name", c.process_name),
      visit("process_unit", c.process_unit);
  visit("process_location", c.process_location), visit("process_product", c.process_product);
  visit("process_dataset", c.process_dataset), visit("process_category", c.process_category);
  visit("process_is_main", c.process_is_main), visit("process_side", c.process_side);
  visit("flow_id", c.flow_id), visit("flow_name", c.flow_name), visit("flow_unit", c.flow_unit);
  visit("flow_compartment", c.flow_compartment), visit("flow_cas", c.flow_cas);
  visit("category_id", c.category_id), visit("category_name", c.category_name);
  visit("category_unit", c.category_unit), visit("category_method", c.category_method);
  visit("exchange_key", c.exchange_key), visit("exchange_amount", c.exchange_amount);
  visit("exchange_factor", c.exchange_factor), visit("exchange_row", c.exchange_row);
  visit("exchange_column", c.exchange_column),
      visit("exchange_uncertainty", c.exchange_uncertainty);
  visit("parameter_name", c.parameter_name), visit("parameter_scope", c.parameter_scope);
  visit("parameter_exchange", c.parameter_exchange);
  visit("formula_op", c.formula_op), visit("formula_a", c.formula_a),
      visit("formula_b", c.formula_b);
  visit("formula_c", c.formula_c), visit("formula_value", c.formula_value);
  visit("exchange_formula", c.exchange_formula);
  visit("exchange_array", c.exchange_array), visit("exchange_array_row", c.exchange_array_row);
  visit("exchange_line", c.exchange_line), visit("exchange_table", c.exchange_table);
  visit("exchange_source", c.exchange_source),
      visit("exchange_is_negative", c.exchange_is_negative);
  visit("exchange_matrix", c.exchange_matrix);
  visit("uncertainty_loc", c.uncertainty_loc), visit("uncertainty_scale", c.uncertainty_scale);
  visit("uncertainty_shape", c.uncertainty_shape),
      visit("uncertainty_minimum", c.uncertainty_minimum);
  visit("uncertainty_maximum", c.uncertainty_maximum),
      visit("uncertainty_kind", c.uncertainty_kind);
  visit("uncertainty_rows", c.uncertainty_rows),
      visit("uncertainty_is_negative", c.uncertainty_is_negative);
  visit("uncertainty_median_given", c.uncertainty_median_given);
  visit("rows_end", c.rows_end), visit("row_value", c.row_value), visit("row_upper", c.row_upper);
  visit("row_weight", c.row_weight), visit("row_component", c.row_component);
  visit("pedigree_exchange", c.pedigree_exchange), visit("pedigree_scores", c.pedigree_scores);
  visit("pedigree_basic", c.pedigree_basic);
  visit("array_name", c.array_name), visit("array_rows", c.array_rows),
      visit("array_columns", c.array_columns);
  visit("array_order", c.array_order), visit("array_group", c.array_group),
      visit("array_stride", c.array_stride);
  visit("array_switch", c.array_switch), visit("array_multiplies", c.array_multiplies);
  visit("array_values", c.array_values);
  visit("source_path", c.source_path), visit("source_format", c.source_format);
  visit("source_sha256", c.source_sha256), visit("source_anchor", c.source_anchor);
  visit("source_tables_end", c.source_tables_end), visit("table_name", c.table_name);
  visit("group_name", c.group_name), visit("group_end", c.group_end),
      visit("group_exchange", c.group_exchange);
  visit("tag_name", c.tag_name), visit("tag_end", c.tag_end), visit("tag_exchange", c.tag_exchange);
  visit("units_end", c.units_end), visit("unit_name", c.unit_name),
      visit("unit_factor", c.unit_factor);
}

[[nodiscard]] ModelColumns columns_of(const Model& model);
[[nodiscard]] Model model_of(const ModelColumns& columns);

}  // namespace plume
