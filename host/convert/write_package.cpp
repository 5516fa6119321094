// SPDX-License-Identifier: Apache-2.0
#include "host/convert/write_package.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>
#include <limits>
#include <map>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "host/base/csv_cell.hpp"
#include "host/base/error.hpp"
#include "host/base/letter_case.hpp"
#include "host/base/nfc.hpp"
#include "host/base/numbers.hpp"
#include "host/formula/formula_text.hpp"
#include "host/readers/plain_package/uncertainty_columns.hpp"

namespace plume {
namespace {

using Row = std::vector<std::string>;
using Add = std::function<void(const Row&)>;

/// Rows of one table, made twice: to know which columns have a filled cell, and to write these
/// alone.
struct TableRows {
  std::string name;
  bool needed = false;               ///< also where it has no row
  std::vector<std::string> columns;  ///< "id!": also where every cell is empty
  std::function<void(const Add&)> rows;
};

std::string number(double value) { return std::isnan(value) ? std::string() : format_exact(value); }

/// Tables want a unit; where the source does not say one, a dash stands.
const std::string& unit_or_dash(const std::string& unit) {
  static const std::string dash = "-";
  return unit.empty() ? dash : unit;
}

const std::string& exchange_id(const Model& model, std::size_t index) {
  static const std::string none;
  return index < model.exchange_ids.size() ? model.exchange_ids[index] : none;
}

/// By process: the exchange that processes.csv gives, the first of its reference product.
std::vector<std::size_t> reference_exchanges(const Model& model) {
  std::vector<std::size_t> list(model.processes.size(), model.exchanges.size());
  for (std::size_t i = 0; i < model.exchanges.size(); ++i) {
    const Exchange& e = model.exchanges[i];
    if (e.matrix != Matrix::technosphere || model.processes[e.column].reference_product != e.row)
      continue;
    list[e.column] = std::min(list[e.column], i);
  }
  return list;
}

/// Texts by exchange of a map from text to exchanges.
std::unordered_map<std::uint32_t, std::string> by_exchange(
    const std::map<std::string, std::vector<std::uint32_t>>& lists) {
  std::unordered_map<std::uint32_t, std::string> result;
  for (const auto& [name, members] : lists) {
    for (const std::uint32_t each : members) result.emplace(each, name);
  }
  return result;
}

/// Of all nodes, at the static parameters.
std::vector<double> formula_values(const Model& model) {
  std::vector<double> values;
  model.formulas.extend(values, [&](std::uint32_t number) {
    return model.exchanges[model.parameters[number].exchange].static_value();
  });
  return values;
}

std::vector<FormulaNode> formulas_of(const Model& model) {
  std::vector<FormulaNode> wanted;
  for (const Exchange& e : model.exchanges) {
    if (e.formula != no_index) wanted.push_back(e.formula);
  }
  return wanted;
}

/// Names of parameters that formulas can use, each once: their own where that is so.
std::vector<std::string> formula_names(const Model& model) {
  const FormulaDialect dialect = formula_dialect(FormulaLanguage::openlca);
  std::unordered_set<std::string> taken;
  std::vector<std::string> names;
  for (const Parameter& each : model.parameters) {
    FormulaError ignored;
    const auto formula = parse_formula(each.name, dialect, ignored);
    const bool is_name = formula && formula->code().size() == 1 && formula->names().size() == 1;
    const std::string base = is_name ? std::string(trim(each.name)) : "parameter";
    std::string name = base;
    for (int k = 2; !taken.insert(lower_case(name)).second; ++k)
      name = fmt::format("{}_{}", base, k);
    names.push_back(std::move(name));
  }
  return names;
}

/// What the reader multiplies with value / stored, where a distribution stands beside a formula:
/// such that the product is the factor, to the bit. NaN where none is.
double factor_beside_formula(const Exchange& e, double value) {
  if (e.formula == no_index || e.uncertainty == no_index) return e.factor;
  const double ratio = value / e.amount, guess = e.factor / ratio;
  double below = guess, above = guess;
  for (int ulps = 0; ulps < 8; ++ulps) {
    if (below * ratio == e.factor) return below;
    if (above * ratio == e.factor) return above;
    below = std::nextafter(below, 0.0);
    above = std::nextafter(above, 2.0 * guess);
  }
  return std::numeric_limits<double>::quiet_NaN();
}

class PackageWriter {
 public:
  explicit PackageWriter(const Model& model)
      : model_(model),
        references_(reference_exchanges(model)),
        groups_(by_exchange(model.dependence.source_groups)),
        tags_(by_exchange(model.dependence.tags)),
        names_(formula_names(model)),
        values_(formula_values(model)),
        formulas_(model.formulas, names_, values_, formulas_of(model)) {
    for (std::size_t i = 0; i < model.pedigrees.size(); ++i)
      pedigrees_.emplace(model.pedigrees[i].exchange, i);
  }

  std::vector<TableRows> tables() {
    const bool processes = !model_.processes.empty(), categories = !model_.categories.empty();
    return {{"products.csv",
             false,
             {"id!", "name", "unit!", "location", "flow"},
             [this](const Add& add) { products(add); }},
            {"flows.csv",
             false,
             {"id!", "name", "unit!", "compartment", "cas"},
             [this](const Add& add) { flows(add); }},
            {"categories.csv",
             categories,
             {"id!", "name", "unit!", "method"},
             [this](const Add& add) { this->categories(add); }},
            {"parameters.csv", false, with_spread({"name!", "id", "amount!", "formula"}),
             [this](const Add& add) { parameters(add); }},
            {"processes.csv", processes,
             with_spread({"id!", "name", "location", "product", "dataset", "main", "treatment",
                          "category", "amount", "factor", "formula"}),
             [this](const Add& add) { this->processes(add); }},
            {"exchanges.csv", processes,
             with_spread({"process!", "type!", "item!", "amount!", "factor", "formula", "id",
                          "group", "tag"}),
             [this](const Add& add) { exchanges(add); }},
            {"factors.csv", categories,
             with_spread({"category!", "flow!", "amount!", "factor", "formula", "group", "tag"}),
             [this](const Add& add) { factors(add); }},
            {"distributions.csv", false, with_spread({"id!", "value", "low", "high", "weight"}),
             [this](const Add& add) { distributions(add); }}};
  }

 private:
  static std::vector<std::string> with_spread(std::vector<std::string> columns) {
    for (const char* each : {"distribution", "loc", "scale", "shape", "minimum", "maximum",
                             "negative", "table", "pedigree", "basic_uncertainty"})
      columns.emplace_back(each);
    return columns;
  }

  void products(const Add& add) const {
    for (const Product& each : model_.products)
      add({each.id, each.name, unit_or_dash(each.unit), each.location, each.flow});
  }
  void flows(const Add& add) const {
    for (const Flow& each : model_.flows)
      add({each.id, each.name, unit_or_dash(each.unit), each.compartment, each.cas});
  }
  void categories(const Add& add) const {
    for (const ImpactCategory& each : model_.categories)
      add({each.id, each.name, unit_or_dash(each.unit), each.method});
  }

  void parameters(const Add& add) {
    for (std::size_t i = 0; i < model_.parameters.size(); ++i) {
      if (formulas_.is_used()[i] == 0) continue;
      const std::size_t number_of_it = model_.parameters[i].exchange;
      Row row = {names_[i],
                 exchange_id(model_, number_of_it),
                 number(model_.exchanges[number_of_it].amount),
                 {}};
      spread(row, number_of_it);
      add(row);
    }
    for (const FormulaTexts::Part& part : formulas_.parts()) add({part.name, {}, {}, part.formula});
  }

  [[nodiscard]] std::string formula_of(const Exchange& e) const {
    return e.formula == no_index ? std::string() : formulas_.text(e.formula);
  }
  /// Of the table, which the reader scales where it draws beside a formula.
  [[nodiscard]] double scale_of(const Exchange& e) const {
    return e.formula == no_index ? e.factor : factor_beside_formula(e, values_[e.formula]);
  }

  void processes(const Add& add) {
    std::unordered_set<std::string> datasets;
    for (std::size_t p = 0; p < model_.processes.size(); ++p) {
      const Process& each = model_.processes[p];
      const Exchange& e = model_.exchanges[references_[p]];
      Row row = {each.id,
                 each.name,
                 each.location,
                 model_.products[each.reference_product].id,
                 each.dataset,
                 main_of(each, datasets),
                 each.side == ReferenceSide::taken ? "true" : std::string(),
                 each.category,
                 number(e.amount),
                 factor_of(e.sign * scale_of(e)),
                 formula_of(e)};
      spread(row, references_[p]);
      add(row);
    }
  }

  /// Said where it is not what the reader assumes: that the first column of a dataset is its main
  /// one.
  static std::string main_of(const Process& process, std::unordered_set<std::string>& datasets) {
    if (process.dataset.empty()) return {};
    const bool first = datasets.insert(process.dataset).second;
    if (process.is_main == first) return {};
    return process.is_main ? "true" : "false";
  }

  void exchanges(const Add& add) {
    for (std::size_t i = 0; i < model_.exchanges.size(); ++i) {
      const Exchange& e = model_.exchanges[i];
      const bool technosphere = e.matrix == Matrix::technosphere;
      if ((!technosphere && e.matrix != Matrix::biosphere) ||
          (technosphere && references_[e.column] == i))
        continue;
      const auto [type, factor] = type_of(e);
      const std::string& item = technosphere ? model_.products[e.row].id : model_.flows[e.row].id;
      Row row = {model_.processes[e.column].id,
                 std::string(type),
                 item,
                 number(e.amount),
                 factor_of(factor),
                 formula_of(e),
                 exchange_id(model_, i)};
      ties(row, i);
      spread(row, i);
      add(row);
    }
  }

  void factors(const Add& add) {
    for (std::size_t i = 0; i < model_.exchanges.size(); ++i) {
      const Exchange& e = model_.exchanges[i];
      if (e.matrix != Matrix::characterisation) continue;
      Row row = {model_.categories[e.column].id, model_.flows[e.row].id, number(e.amount),
                 factor_of(e.sign * scale_of(e)), formula_of(e)};
      ties(row, i);
      spread(row, i);
      add(row);
    }
  }

  /// A further product is handed out by an amount above 0; everything else of the technosphere is
  /// taken in, with a factor of its sign.
  [[nodiscard]] std::pair<std::string_view, double> type_of(const Exchange& e) const {
    if (e.matrix == Matrix::biosphere) {
      const std::string& compartment = model_.flows[e.row].compartment;
      const bool taken = compartment.find("esource") != std::string::npos;
      return {taken ? "resource" : "emission", e.sign * scale_of(e)};
    }
    const bool own = model_.processes[e.column].reference_product == e.row;
    if (e.sign > 0 && e.factor > 0.0 && e.amount >= 0.0 && !own) return {"production", scale_of(e)};
    return {"input", -e.sign * scale_of(e)};
  }

  static std::string factor_of(double factor) {
    return factor == 1.0 ? std::string() : format_exact(factor);
  }

  void ties(Row& row, std::size_t index) const {
    const auto number = static_cast<std::uint32_t>(index);
    const auto group = groups_.find(number), tag = tags_.find(number);
    row.push_back(group == groups_.end() ? std::string() : group->second);
    row.push_back(tag == tags_.end() ? std::string() : tag->second);
  }

  void spread(Row& row, std::size_t index) {
    const Exchange& e = model_.exchanges[index];
    const bool anchored_at_mean = e.source < model_.sources.size() &&
                                  model_.sources[e.source].lognormal_anchor_mean.value_or(false);
    uncertainty(row,
                e.uncertainty == no_index ? Uncertainty{} : model_.uncertainties[e.uncertainty],
                anchored_at_mean);
    const auto found = pedigrees_.find(static_cast<std::uint32_t>(index));
    if (found == pedigrees_.end()) {
      row.insert(row.end(), 2, std::string());
      return;
    }
    const PedigreeScores& scores = model_.pedigrees[found->second].scores;
    std::string text;
    for (const std::uint8_t score : scores.score)
      text += (text.empty() ? "" : ";") + (score == 0 ? std::string("na") : std::to_string(score));
    row.push_back(text);
    row.push_back(number(scores.basic_uncertainty));
  }

  /// distribution, loc, scale, shape, minimum, maximum, negative, table
  void uncertainty(Row& row, const Uncertainty& u, bool anchored_at_mean) {
    if (u.is_certain()) {
      row.insert(row.end(), 8, std::string());
      return;
    }
    const auto cell = [&u](std::string_view column, double value) {
      return takes_column(u.kind, column) ? number(value) : std::string();
    };
    const bool moves = u.kind == DistributionKind::lognormal && anchored_at_mean && !u.median_given;
    row.emplace_back(name_of(u.kind));
    row.push_back(cell("loc", moves ? u.loc - 0.5 * u.scale * u.scale : u.loc));
    row.push_back(cell("scale", u.scale));
    row.push_back(cell("shape", u.shape));
    row.push_back(cell("minimum", u.minimum));
    row.push_back(cell("maximum", u.maximum));
    row.emplace_back(!takes_column(u.kind, "negative") ? "" : u.negative ? "true" : "false");
    row.push_back(u.table == nullptr ? std::string() : table_id(u));
  }

  std::string table_id(const Uncertainty& u) {
    const auto key = std::pair{u.table.get(), u.kind == DistributionKind::histogram};
    const auto [known, is_new] =
        table_ids_.emplace(key, "d" + std::to_string(table_ids_.size() + 1));
    if (is_new) written_tables_.push_back(key);
    return known->second;
  }

  /// Called behind the tables that name them.
  void distributions(const Add& add) {
    for (std::size_t t = 0; t < written_tables_.size(); ++t) {
      const auto [table, bins] = written_tables_[t];
      for (const DistributionTable::Row& each : table->rows) {
        Row row = {table_ids_.at({table, bins}), bins ? std::string() : number(each.value),
                   bins ? number(each.value) : std::string(),
                   bins ? number(each.upper) : std::string(),
                   each.weight == 1.0 ? std::string() : number(each.weight)};
        uncertainty(row, each.component, false);
        row.insert(row.end(), 2, std::string());
        add(row);
      }
    }
  }

  const Model& model_;
  std::vector<std::size_t> references_;
  std::unordered_map<std::uint32_t, std::string> groups_, tags_;
  std::unordered_map<std::uint32_t, std::size_t> pedigrees_;
  std::vector<std::string> names_;  ///< of parameters
  std::vector<double> values_;      ///< of formulas
  FormulaTexts formulas_;
  std::map<std::pair<const DistributionTable*, bool>, std::string> table_ids_;
  std::vector<std::pair<const DistributionTable*, bool>> written_tables_;
};

/// Whether the table reader would take the text as it is for an id.
bool is_plain_id(std::string_view id) {
  const bool control =
      std::any_of(id.begin(), id.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
  return !id.empty() && id.front() != '#' && id == trim(id) && !control && is_surely_nfc(id);
}

template <class List>
void check_ids(const List& list, const char* what, Findings& findings) {
  for (const auto& each : list) {
    if (is_plain_id(each.id)) continue;
    findings.add("E0474", {},
                 fmt::format("the id '{}' of a {} cannot stand in a table", each.id, what),
                 "ids of a plain package have no line ends and no blanks at their ends, and do not "
                 "begin with #; "
                 "write a compiled model (-o NAME.plume.h5)");
  }
}

bool all_finite(const Exchange& e, const Model& model) {
  const auto finite = [](double value) { return !std::isinf(value); };
  if (!std::isfinite(e.amount) || !std::isfinite(e.factor)) return false;
  if (e.uncertainty == no_index) return true;
  const Uncertainty& u = model.uncertainties[e.uncertainty];
  return finite(u.loc) && finite(u.scale) && finite(u.shape) && finite(u.minimum) &&
         finite(u.maximum);
}

/// Formulas as tables can say them: in openLCA's language, of parameters that stand as they are,
/// beside numbers that lead back to the same bits.
void check_formulas(const Model& model, const std::string& instead, Findings& findings) {
  const std::vector<FormulaNode> wanted = formulas_of(model);
  if (wanted.empty()) return;
  const std::vector<double> values = formula_values(model);
  const FormulaTexts texts(model.formulas, formula_names(model), values, wanted);
  const std::string without =
      instead + "; without amounts = \"formula\" stored amounts are written";
  if (!texts.fault().empty())
    findings.add("E0479", {}, fmt::format("a formula cannot stand in a table: {}", texts.fault()),
                 without);
  for (const Parameter& each : model.parameters) {
    const Exchange& e = model.exchanges[each.exchange];
    if (e.factor != 1.0 || e.sign != 1)
      findings.add("E0479", {},
                   fmt::format("parameter '{}' has a factor, which tables do not hold", each.name),
                   without);
  }
  for (const Exchange& e : model.exchanges) {
    if (e.formula == no_index || !std::isnan(factor_beside_formula(e, values[e.formula]))) continue;
    findings.add(
        "E0479", model.place_of(e),
        fmt::format("the draw beside the formula of {} cannot be written with all of its digits",
                    model.label_of(e)),
        without);
  }
}

}  // namespace

void check_package_can_hold(const Model& model, Findings& findings) {
  const std::string instead = "write a compiled model, which holds everything: -o NAME.plume.h5";
  const std::vector<std::size_t> references = reference_exchanges(model);
  std::vector<char> made(model.products.size());
  for (std::size_t p = 0; p < model.processes.size(); ++p) {
    const Process& each = model.processes[p];
    if (each.reference_product != no_index) made[each.reference_product] = 1;
    if (each.reference_product != no_index && references[p] < model.exchanges.size()) continue;
    findings.add("E0472", {},
                 fmt::format("process '{}' ({}) has no reference product", each.name, each.id),
                 instead);
  }
  for (std::size_t i = 0; i < model.products.size(); ++i) {
    if (made[i] == 0)
      findings.add("E0472", {},
                   fmt::format("no process makes product '{}' ({})", model.products[i].name,
                               model.products[i].id),
                   instead);
  }
  std::size_t arrays = 0, other = 0, unnamed = 0, medians = 0;
  for (std::size_t i = 0; i < model.exchanges.size(); ++i) {
    const Exchange& e = model.exchanges[i];
    arrays += e.array != no_index;
    other += e.matrix == Matrix::normalisation || e.matrix == Matrix::weighting;
    unnamed += !exchange_id(model, i).empty() && !is_plain_id(exchange_id(model, i));
    medians += e.uncertainty != no_index && model.uncertainties[e.uncertainty].median_given;
    if (!all_finite(e, model)) {
      findings.add("E0475", model.place_of(e),
                   fmt::format("{} holds a number that is not finite", model.label_of(e)), instead);
    }
  }
  check_formulas(model, instead, findings);
  if (arrays > 0)
    findings.add(
        "E0473", {},
        fmt::format("{} numbers come from presampled arrays, which tables do not hold", arrays),
        instead);
  if (other > 0)
    findings.add(
        "E0473", {},
        fmt::format("{} numbers are of normalisation or weighting, which tables do not hold",
                    other),
        instead);
  if (unnamed > 0)
    findings.add("E0474", {},
                 fmt::format("{} exchanges have ids that cannot stand in a table", unnamed),
                 instead);
  if (medians > 0) {
    findings.add("W0476", {},
                 fmt::format("{} lognormals are given by their mean and sd, or by their bounds; "
                             "the package gives their "
                             "medians",
                             medians),
                 "a study of it with lognormal_anchor = \"mean\" would move them");
  }
  check_ids(model.products, "product", findings);
  check_ids(model.processes, "process", findings);
  check_ids(model.flows, "flow", findings);
  check_ids(model.categories, "category", findings);
}

std::vector<std::string> write_package(const std::filesystem::path& folder, const Model& model) {
  PackageWriter writer(model);
  std::vector<std::string> names;
  for (TableRows& table : writer.tables()) {
    std::vector<char> kept(table.columns.size());
    for (std::size_t i = 0; i < kept.size(); ++i) {
      if (!table.columns[i].ends_with('!')) continue;
      table.columns[i].pop_back();
      kept[i] = 1;
    }
    bool empty = true;
    table.rows([&](const Row& row) {
      empty = false;
      for (std::size_t i = 0; i < row.size(); ++i) kept[i] |= row[i].empty() ? 0 : 1;
    });
    if (empty && !table.needed) continue;
    const std::filesystem::path path = folder / table.name;
    std::ofstream file(path, std::ios::binary);
    const auto write = [&](const Row& row) {
      std::string line = csv_quoted(row.front());  // the first column is always kept
      for (std::size_t i = 1; i < row.size(); ++i) {
        if (kept[i] != 0) line += ',' + csv_quoted(row[i]);
      }
      file << line << '\n';
    };
    write(table.columns);
    table.rows(write);
    file.close();
    if (!file) throw Error("cannot write " + path.string());
    names.push_back(table.name);
  }
  return names;
}

}  // namespace plume
