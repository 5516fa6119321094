// SPDX-License-Identifier: Apache-2.0
#include "host/compile/compile.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

#include "host/compile/graph.hpp"
#include "host/compile/lower.hpp"
#include "host/compile/order.hpp"
#include "host/compile/sparse.hpp"

namespace plume {
namespace {

constexpr std::uint32_t max_monitored_rows = 2000;
constexpr double sign_share = 0.01;  ///< a row carrying this share of a score must keep its sign

std::string describe(const Process& process) {
  std::string text = "'" + (process.name.empty() ? process.id : process.name) + "'";
  if (!process.location.empty()) text += " (" + process.location + ")";
  return text;
}

/// One compilation, step by step. "Node" is a reachable process, numbered in model order; "row" its place in solving order.
class Compiler {
 public:
  Compiler(const Model& model, const std::vector<DemandVector>& demands, const std::vector<std::uint32_t>& categories,
           const CompileOptions& options, Findings& findings)
      : model_(model), demands_(demands), categories_(categories), options_(options), findings_(findings) {}

  Problem run() {
    sort_exchanges();
    if (!check_factors() || !pair_products() || !solve_statically()) return {};
    order_rows();
    scale();
    lower_technosphere();
    lower_characterisation();
    lower_biosphere();
    weigh_errors();
    report_zero_scores();
    return std::move(problem_);
  }

 private:
  // --- exchanges by matrix; presampled values in one array -----------------------------------------------------------

  void sort_exchanges() {
    category_position_.assign(model_.categories.size(), no_index);
    for (std::uint32_t k = 0; k < categories_.size(); ++k) category_position_[categories_[k]] = k;
    for (std::uint32_t i = 0; i < model_.exchanges.size(); ++i) {
      const Exchange& e = model_.exchanges[i];
      if (e.matrix == Matrix::characterisation && category_position_[e.column] == no_index) continue;
      by_matrix_[static_cast<int>(e.matrix)].push_back(i);
    }
    array_offset_.resize(model_.arrays.size());
    for (std::size_t i = 0; i < model_.arrays.size(); ++i) {
      array_offset_[i] = problem_.array_values.size();
      problem_.array_values.insert(problem_.array_values.end(), model_.arrays[i].values.begin(),
                                   model_.arrays[i].values.end());
    }
  }

  const std::vector<std::uint32_t>& entries(Matrix matrix) const { return by_matrix_[static_cast<int>(matrix)]; }

  /// Normalisation is one factor a flow, weighting one factor.
  bool check_factors() {
    std::vector<bool> seen(model_.flows.size(), false);
    for (const std::uint32_t i : entries(Matrix::normalisation)) {
      const Exchange& e = model_.exchanges[i];
      if (seen[e.row]) {
        findings_.add("E0504", model_.place_of(e),
                      "flow '" + model_.flows[e.row].id + "' has a second normalisation factor", "give each flow one");
      }
      seen[e.row] = true;
    }
    if (entries(Matrix::weighting).size() > 1) {
      findings_.add("E0505", model_.place_of(model_.exchanges[entries(Matrix::weighting)[1]]),
                    "there are " + std::to_string(entries(Matrix::weighting).size()) + " weighting factors",
                    "a study is weighted by one");
    }
    return !findings_.has_errors();
  }

  // --- which product each process is solved for ---------------------------------------------------------------------

  bool pair_products() {
    const auto num_processes = static_cast<std::uint32_t>(model_.processes.size());
    const auto num_products = static_cast<std::uint32_t>(model_.products.size());
    std::vector<Edge> edges;
    std::vector<std::uint32_t> preferred(num_processes, no_match), num_positive(num_processes, 0);
    edges.reserve(entries(Matrix::technosphere).size());
    for (const std::uint32_t i : entries(Matrix::technosphere)) {
      const Exchange& e = model_.exchanges[i];
      edges.push_back({e.column, e.row});
      if (e.static_value() > 0.0 && ++num_positive[e.column] == 1) preferred[e.column] = e.row;
    }
    for (std::uint32_t j = 0; j < num_processes; ++j) {
      if (num_positive[j] > 1) preferred[j] = no_match;
      if (model_.processes[j].reference_product != no_index) preferred[j] = model_.processes[j].reference_product;
    }
    process_graph_ = make_graph(num_processes, edges);
    product_of_ = maximum_matching(process_graph_, num_products, preferred);
    process_of_.assign(num_products, no_index);
    std::vector<std::string> unpaired;
    for (std::uint32_t j = 0; j < num_processes; ++j) {
      if (product_of_[j] == no_match) {
        unpaired.push_back(describe(model_.processes[j]));
      } else {
        process_of_[product_of_[j]] = j;
      }
    }
    if (unpaired.empty() && num_processes == num_products) return true;
    std::string names;
    for (std::size_t i = 0; i < std::min<std::size_t>(unpaired.size(), 5); ++i)
      names += (i > 0 ? ", " : "") + unpaired[i];
    if (unpaired.size() > 5) names += " and " + std::to_string(unpaired.size() - 5) + " more";
    findings_.add("E0501", {},
                  "the technosphere cannot be solved: " + std::to_string(num_processes) + " processes and " +
                      std::to_string(num_products) + " products do not pair up" +
                      (unpaired.empty() ? std::string() : "; no product is left for " + names),
                  "every process needs a product of its own that it makes or treats");
    return false;
  }

  // --- what the demands reach, static supplies and adjoints -----------------------------------------------------------

  bool solve_statically() {
    // Process j needs (or makes beside) product i: the process paired with i then has a supply too.
    Graph needs = process_graph_;
    for (std::uint32_t& to : needs.target) to = process_of_[to];
    std::vector<std::uint32_t> starts;
    for (const DemandVector& demand : demands_) {
      for (const auto& entry : demand.entries) starts.push_back(process_of_[entry.product]);
    }
    const std::vector<bool> reached = reachable_from(needs, starts);
    node_of_.assign(model_.processes.size(), no_index);
    for (std::uint32_t j = 0; j < model_.processes.size(); ++j) {
      if (!reached[j]) continue;
      node_of_[j] = static_cast<std::uint32_t>(process_of_node_.size());
      process_of_node_.push_back(j);
    }
    const auto n = static_cast<std::uint32_t>(process_of_node_.size());
    std::vector<Triplet> triplets;
    for (const std::uint32_t i : entries(Matrix::technosphere)) {
      const Exchange& e = model_.exchanges[i];
      if (node_of_[e.column] == no_index) continue;
      triplets.push_back({node_of_[process_of_[e.row]], node_of_[e.column], e.static_value()});
    }
    static_matrix_ = SparseColumns::from_triplets(n, std::move(triplets));
    DirectSolver solver;
    if (!solver.factor(static_matrix_)) {
      report_singular(solver.singular_column());
      return false;
    }
    supply_.assign(demands_.size(), std::vector<double>(n, 0.0));
    for (std::size_t d = 0; d < demands_.size(); ++d) {
      for (const auto& entry : demands_[d].entries) supply_[d][node_of_[process_of_[entry.product]]] += entry.amount;
      solver.solve(supply_[d]);
    }
    // Characterised biosphere row of each category, and its adjoint: λ_k solves Aᵀ λ = (CB)_kᵀ.
    characterise_statically(n);
    for (auto& lambda : adjoint_) solver.solve_transposed(lambda);
    for (std::size_t d = 0; d < demands_.size(); ++d) {
      for (std::size_t k = 0; k < categories_.size(); ++k) {
        double h = 0.0;
        for (std::uint32_t j = 0; j < n; ++j) h += intensity_[k][j] * supply_[d][j];
        problem_.static_scores.push_back(h);
      }
    }
    const bool finite = std::all_of(problem_.static_scores.begin(), problem_.static_scores.end(),
                                    [](double h) { return std::isfinite(h); });
    if (!finite) {
      findings_.add("E0503", {}, "a static score is not a finite number",
                    "look for amounts near the largest a number can hold");
      return false;
    }
    if (const std::uint32_t node = undetermined_node(); node != no_index) {
      report_singular(node);
      return false;
    }
    return true;
  }

  void report_singular(std::uint32_t node) {
    findings_.add("E0502", {},
                  "the technosphere is singular at its static amounts: the equations do not determine the supply of " +
                      describe(model_.processes[process_of_node_[node]]),
                  "look for a cycle that consumes all it makes, or a process whose net production is zero");
  }

  /// Elimination meets an exact zero only by luck: 0.7 · 0.9 · (1 / 0.63) is not 1. Rounding every amount may change h_k by as much as
  /// 2⁻⁵³ Σ_ij |λ_ki a_ij s_j|. Where that leaves fewer than five digits of the terms that h_k is the sum of (Σ_i |λ_ki f_i|, the
  /// same as Σ_j |(CB)_kj s_j| but for cancellation), the node with the largest part of it is returned.
  std::uint32_t undetermined_node() const {
    std::vector<double> part(static_matrix_.size);
    for (std::size_t d = 0; d < demands_.size(); ++d) {
      for (std::size_t k = 0; k < categories_.size(); ++k) {
        std::fill(part.begin(), part.end(), 0.0);
        for_each_static([&](std::uint32_t row, std::uint32_t column, double value) {
          part[column] += std::abs(adjoint_[k][row] * value * supply_[d][column]);
        });
        double terms = size_of_score(d, k);
        for (const auto& entry : demands_[d].entries) {
          terms = std::max(terms, std::abs(adjoint_[k][node_of_[process_of_[entry.product]]] * entry.amount));
        }
        if (0x1p-53 * std::accumulate(part.begin(), part.end(), 0.0) > 1e-5 * terms) {
          return static_cast<std::uint32_t>(std::max_element(part.begin(), part.end()) - part.begin());
        }
      }
    }
    return no_index;
  }

  /// What errors of h_k are measured by: the score, or a thousandth of its contributions where these cancel.
  double size_of_score(std::size_t demand, std::size_t category) const {
    double total = 0.0;
    for (std::uint32_t j = 0; j < static_matrix_.size; ++j)
      total += magnitude_[category][j] * std::abs(supply_[demand][j]);
    return std::max(std::abs(problem_.static_scores[demand * categories_.size() + category]), 1e-3 * total);
  }

  bool is_drawn(Matrix matrix) const {
    return matrix == Matrix::technosphere ? options_.draw_technosphere
           : matrix == Matrix::biosphere  ? options_.draw_biosphere
                                          : options_.draw_characterisation;
  }

  /// The static value of an exchange; where that is far below what is drawn for it (mostly: zero), the size of the draws: half of
  /// them are about as large. Weights from static values alone would let lanes stop before anything has converged that matters.
  double typical_value(const Exchange& e) const {
    if (!is_drawn(e.matrix)) return e.static_value();
    double size = std::abs(e.amount);
    if (e.uncertainty != no_index) {
      const Uncertainty& u = model_.uncertainties[e.uncertainty];
      size = u.kind == DistributionKind::lognormal ? std::exp(u.loc)
             : u.kind == DistributionKind::normal  ? std::abs(u.loc) + u.scale
                                                   : 0.5 * (std::abs(u.minimum) + std::abs(u.maximum));
    }
    if (e.array != no_index) {
      const PresampledArray& array = model_.arrays[e.array];
      const double* values = array.values.data() + std::size_t{e.array_row} * array.num_columns;
      std::vector<double> sizes(array.num_columns);
      for (std::uint32_t i = 0; i < array.num_columns; ++i)
        sizes[i] = std::isnan(values[i]) ? size : std::abs(values[i]);
      const auto middle = sizes.begin() + array.num_columns / 2;
      std::nth_element(sizes.begin(), middle, sizes.end());
      size = sizes.empty() ? size : *middle;
    }
    size *= std::abs(e.factor);
    return std::isfinite(size) && size > 10.0 * std::abs(e.static_value()) ? size : e.static_value();
  }

  void characterise_statically(std::uint32_t num_nodes) {
    struct Factor {
      std::uint32_t category;
      double fixed, typical;
    };
    std::vector<Factor> normalisation;
    if (!entries(Matrix::normalisation).empty()) {
      normalisation.assign(model_.flows.size(), {0, 0.0, 0.0});
      for (const std::uint32_t i : entries(Matrix::normalisation)) {
        const Exchange& e = model_.exchanges[i];
        normalisation[e.row] = {0, e.static_value(), typical_value(e)};
      }
    }
    Factor weighting{0, 1.0, 1.0};
    if (!entries(Matrix::weighting).empty()) {
      const Exchange& e = model_.exchanges[entries(Matrix::weighting).front()];
      weighting = {0, e.static_value(), typical_value(e)};
    }
    flow_used_.assign(model_.flows.size(), false);
    std::vector<std::vector<Factor>> factors(model_.flows.size());
    for (const std::uint32_t i : entries(Matrix::characterisation)) {
      const Exchange& e = model_.exchanges[i];
      if (!normalisation.empty() && !has_normalisation(e.row)) continue;
      const Factor norm = normalisation.empty() ? Factor{0, 1.0, 1.0} : normalisation[e.row];
      factors[e.row].push_back({category_position_[e.column], e.static_value() * norm.fixed * weighting.fixed,
                                typical_value(e) * norm.typical * weighting.typical});
      flow_used_[e.row] = true;
    }
    intensity_.assign(categories_.size(), std::vector<double>(num_nodes, 0.0));
    magnitude_ = adjoint_ = intensity_;
    for (const std::uint32_t i : entries(Matrix::biosphere)) {
      const Exchange& e = model_.exchanges[i];
      const std::uint32_t node = node_of_[e.column];
      if (node == no_index) continue;
      const double typical = typical_value(e);
      for (const Factor& factor : factors[e.row]) {
        intensity_[factor.category][node] += factor.fixed * e.static_value();
        adjoint_[factor.category][node] += factor.typical * typical;
        magnitude_[factor.category][node] += std::abs(factor.typical * typical);
      }
    }
  }

  bool has_normalisation(std::uint32_t flow) {
    if (flow_normalised_.empty()) {
      flow_normalised_.assign(model_.flows.size(), false);
      for (const std::uint32_t i : entries(Matrix::normalisation)) flow_normalised_[model_.exchanges[i].row] = true;
    }
    return flow_normalised_[flow];
  }

  // --- solving order ------------------------------------------------------------------------------------------------

  void order_rows() {
    const auto n = static_cast<std::uint32_t>(process_of_node_.size());
    largest_supply_.assign(n, 0.0);
    for (const auto& supply : supply_) {
      for (std::uint32_t j = 0; j < n; ++j) largest_supply_[j] = std::max(largest_supply_[j], std::abs(supply[j]));
    }
    std::vector<double> diagonal(n, 0.0);
    std::vector<Edge> edges;
    for_each_static([&](std::uint32_t row, std::uint32_t column, double value) {
      if (row == column) {
        diagonal[row] = value;
      } else {
        edges.push_back({column, row});
      }
    });
    const auto components = components_in_order(make_graph(n, edges));
    std::vector<std::uint32_t> component_of(n), place(n);
    for (std::uint32_t c = 0; c < components.size(); ++c) {
      for (std::uint32_t i = 0; i < components[c].size(); ++i) {
        component_of[components[c][i]] = c;
        place[components[c][i]] = i;
      }
    }
    std::vector<std::vector<WeightedEdge>> inner(components.size());
    for_each_static([&](std::uint32_t row, std::uint32_t column, double value) {
      if (row == column || component_of[row] != component_of[column]) return;
      const double total = std::abs(diagonal[row]) * largest_supply_[row];
      const double share = total > 0.0 ? std::abs(value) * largest_supply_[column] / total : 0.0;
      inner[component_of[row]].push_back({place[column], place[row], share});
    });
    for (std::uint32_t c = 0; c < components.size(); ++c) {
      const auto begin = static_cast<std::uint32_t>(node_of_row_.size());
      const auto size = static_cast<std::uint32_t>(components[c].size());
      if (size == 1) {
        node_of_row_.push_back(components[c][0]);
        // Neighbouring acyclic rows form one block.
        if (!problem_.blocks.empty() && problem_.blocks.back().iterative == 0) {
          problem_.blocks.back().end = begin + 1;
        } else {
          problem_.blocks.push_back({begin, begin + 1, 0, 0, 0});
        }
        continue;
      }
      for (const std::uint32_t i : order_component(size, inner[c])) node_of_row_.push_back(components[c][i]);
      problem_.blocks.push_back({begin, begin + size, 1, 0, 0});
    }
    row_of_node_.resize(n);
    for (std::uint32_t row = 0; row < n; ++row) row_of_node_[node_of_row_[row]] = row;
  }

  template <class Use>
  void for_each_static(Use use) const {
    for (std::uint32_t column = 0; column < static_matrix_.size; ++column) {
      for (auto k = static_matrix_.column_begin[column]; k < static_matrix_.column_begin[column + std::size_t{1}];
           ++k) {
        use(static_cast<std::uint32_t>(static_matrix_.row[static_cast<std::size_t>(k)]), column,
            static_matrix_.value[static_cast<std::size_t>(k)]);
      }
    }
  }

  // --- powers of two that bring supplies and diagonals to O(1) --------------------------------------------------------

  static int exponent_of(double magnitude) {
    return magnitude > 0.0 && std::isfinite(magnitude) ? static_cast<int>(std::lround(std::log2(magnitude))) : 0;
  }

  void scale() {
    const auto n = static_cast<std::uint32_t>(process_of_node_.size());
    problem_.num_rows = n;
    problem_.num_demands = static_cast<std::uint32_t>(demands_.size());
    problem_.num_categories = static_cast<std::uint32_t>(categories_.size());
    problem_.seed = options_.seed;
    problem_.latin_hypercube = options_.latin_hypercube;
    problem_.fp32_values = options_.fp32_values;
    problem_.tolerance = options_.tolerance;
    std::vector<double> diagonal(n, 0.0);
    for_each_static([&](std::uint32_t row, std::uint32_t column, double value) {
      if (row == column) diagonal[row_of_node_[row]] = value;
    });
    problem_.row_process.resize(n);
    problem_.row_product.resize(n);
    problem_.row_exponent.resize(n);
    row_scale_.resize(n);
    for (std::uint32_t row = 0; row < n; ++row) {
      const std::uint32_t node = node_of_row_[row];
      problem_.row_process[row] = process_of_node_[node];
      problem_.row_product[row] = product_of_[process_of_node_[node]];
      problem_.row_exponent[row] = exponent_of(largest_supply_[node]);
      row_scale_[row] = -problem_.row_exponent[row] - exponent_of(std::abs(diagonal[row]));
    }
    problem_.demand.assign(std::size_t{n} * demands_.size(), 0.0);
    problem_.initial.resize(problem_.demand.size());
    for (std::size_t d = 0; d < demands_.size(); ++d) {
      for (const auto& entry : demands_[d].entries) {
        const std::uint32_t row = row_of_node_[node_of_[process_of_[entry.product]]];
        problem_.demand[d * n + row] += std::ldexp(entry.amount, row_scale_[row]);
      }
      for (std::uint32_t row = 0; row < n; ++row) {
        const double supply = supply_[d][node_of_row_[row]];
        problem_.initial[d * n + row] = std::ldexp(supply, -problem_.row_exponent[row]);
        problem_.static_supply.push_back(supply);
      }
    }
  }

  // --- numbers ------------------------------------------------------------------------------------------------------

  LoweredExchange lower_exchange(const Exchange& exchange, double scale, bool draw) const {
    return lower(model_, exchange, scale, draw, {options_.fp32_values, options_.lognormal_anchor_mean}, array_offset_);
  }

  static void add_draw(DrawTables& tables, LoweredExchange& lowered, std::uint32_t target, std::uint32_t row) {
    lowered.plain.target = lowered.wide.target = target;
    lowered.plain.row = lowered.wide.row = row;
    if (lowered.kind == LoweredExchange::Kind::lognormal) tables.lognormal.push_back(lowered.plain);
    if (lowered.kind == LoweredExchange::Kind::normal) tables.normal.push_back(lowered.plain);
    if (lowered.kind == LoweredExchange::Kind::wide) tables.wide.push_back(lowered.wide);
    if (lowered.array) {
      lowered.array->target = target;
      tables.array.push_back(*lowered.array);
    }
  }

  static bool owns_slot(const LoweredExchange& lowered) {
    return lowered.kind != LoweredExchange::Kind::fixed || lowered.array.has_value();
  }

  void lower_technosphere() {
    struct Entry {
      std::uint32_t row, column;
      std::uint64_t key;
      std::uint32_t exchange;
    };
    std::vector<Entry> list;
    for (const std::uint32_t i : entries(Matrix::technosphere)) {
      const Exchange& e = model_.exchanges[i];
      if (node_of_[e.column] == no_index) continue;
      list.push_back({row_of_node_[node_of_[process_of_[e.row]]], row_of_node_[node_of_[e.column]], e.key, i});
    }
    std::sort(list.begin(), list.end(), [](const Entry& a, const Entry& b) {
      return a.row != b.row ? a.row < b.row : a.column != b.column ? a.column < b.column : a.key < b.key;
    });
    const std::uint32_t n = problem_.num_rows;
    problem_.diagonal.assign(n, 0.0);
    problem_.row_fixed.assign(1, 0);
    problem_.row_slot.assign(1, 0);
    std::vector<double> slot_initial, diagonal_initial;
    std::vector<std::uint32_t> diagonal_count(n + std::size_t{1}, 0);
    struct DiagonalDraw {
      LoweredExchange lowered;
    };
    std::vector<DiagonalDraw> diagonal_draws;
    bool any_array = false;
    std::size_t next = 0;
    for (std::uint32_t row = 0; row < n; ++row) {
      for (; next < list.size() && list[next].row == row; ++next) {
        const Exchange& e = model_.exchanges[list[next].exchange];
        const double scale = std::ldexp(1.0, row_scale_[row] + problem_.row_exponent[list[next].column]);
        LoweredExchange lowered = lower_exchange(e, scale, options_.draw_technosphere);
        any_array = any_array || lowered.array.has_value();
        if (list[next].column == row) {
          if (owns_slot(lowered)) {
            ++diagonal_count[row + std::size_t{1}];
            diagonal_initial.push_back(lowered.fixed);
            diagonal_draws.push_back({lowered});
          } else {
            problem_.diagonal[row] += lowered.fixed;
          }
        } else if (owns_slot(lowered)) {
          const auto slot = static_cast<std::uint32_t>(problem_.slot_column.size());
          problem_.slot_column.push_back(list[next].column);
          slot_initial.push_back(lowered.fixed);
          add_draw(problem_.technosphere, lowered, slot, 0);
        } else {
          problem_.fixed_column.push_back(list[next].column);
          problem_.fixed_value.push_back(lowered.fixed);
        }
      }
      problem_.row_fixed.push_back(static_cast<std::uint32_t>(problem_.fixed_column.size()));
      problem_.row_slot.push_back(static_cast<std::uint32_t>(problem_.slot_column.size()));
    }
    problem_.num_slots = static_cast<std::uint32_t>(problem_.slot_column.size());
    problem_.num_diagonal_slots = static_cast<std::uint32_t>(diagonal_draws.size());
    problem_.row_diagonal.resize(n + std::size_t{1});
    std::uint32_t slot = problem_.num_slots;
    for (std::uint32_t row = 0; row <= n; ++row) problem_.row_diagonal[row] = slot += diagonal_count[row];
    for (std::uint32_t i = 0; i < diagonal_draws.size(); ++i) {
      add_draw(problem_.technosphere, diagonal_draws[i].lowered, problem_.num_slots + i, 0);
    }
    if (any_array) {
      problem_.initial_slot = slot_initial;
      problem_.initial_slot.insert(problem_.initial_slot.end(), diagonal_initial.begin(), diagonal_initial.end());
    }
    problem_.inverse_diagonal.resize(n);
    for (std::uint32_t row = 0; row < n; ++row) problem_.inverse_diagonal[row] = 1.0 / problem_.diagonal[row];
  }

  void lower_characterisation() {
    // Normalisation and weighting are factors with slots of their own.
    std::vector<std::uint32_t> normalisation_slot(model_.flows.size(), no_slot);
    const auto add_factor = [&](const Exchange& e) {
      LoweredExchange lowered = lower_exchange(e, 1.0, options_.draw_characterisation);
      const std::uint32_t slot = problem_.num_factor_slots++;
      problem_.initial_factor.push_back(lowered.fixed);
      add_draw(problem_.characterisation, lowered, slot, 0);
      return slot;
    };
    for (const std::uint32_t i : entries(Matrix::normalisation)) {
      normalisation_slot[model_.exchanges[i].row] = add_factor(model_.exchanges[i]);
    }
    if (!entries(Matrix::weighting).empty()) {
      problem_.weighting_slot = add_factor(model_.exchanges[entries(Matrix::weighting).front()]);
    }
    flow_position_.assign(model_.flows.size(), no_index);
    std::vector<std::uint32_t> list;
    for (const std::uint32_t i : entries(Matrix::characterisation)) {
      if (flow_used_[model_.exchanges[i].row]) list.push_back(i);
    }
    std::sort(list.begin(), list.end(), [&](std::uint32_t a, std::uint32_t b) {
      const Exchange &x = model_.exchanges[a], &y = model_.exchanges[b];
      if (x.column != y.column) return category_position_[x.column] < category_position_[y.column];
      return x.row != y.row ? x.row < y.row : x.key < y.key;
    });
    // Only flows that some reachable process exchanges need a place.
    std::vector<bool> exchanged(model_.flows.size(), false);
    for (const std::uint32_t i : entries(Matrix::biosphere)) {
      if (node_of_[model_.exchanges[i].column] != no_index) exchanged[model_.exchanges[i].row] = true;
    }
    problem_.category_entry.assign(1, 0);
    std::size_t next = 0;
    for (std::uint32_t k = 0; k < categories_.size(); ++k) {
      for (; next < list.size() && category_position_[model_.exchanges[list[next]].column] == k; ++next) {
        const Exchange& e = model_.exchanges[list[next]];
        if (!exchanged[e.row]) continue;
        if (flow_position_[e.row] == no_index) {
          flow_position_[e.row] = problem_.num_flows++;
          problem_.flow_index.push_back(e.row);
        }
        LoweredExchange lowered = lower_exchange(e, 1.0, options_.draw_characterisation);
        problem_.entry_flow.push_back(flow_position_[e.row]);
        problem_.entry_value.push_back(lowered.fixed);
        if (owns_slot(lowered)) {
          const std::uint32_t slot = problem_.num_factor_slots++;
          problem_.entry_slot.push_back(slot);
          problem_.initial_factor.push_back(lowered.fixed);
          add_draw(problem_.characterisation, lowered, slot, 0);
        } else {
          problem_.entry_slot.push_back(no_slot);
        }
        if (!entries(Matrix::normalisation).empty()) problem_.entry_normalisation.push_back(normalisation_slot[e.row]);
      }
      problem_.category_entry.push_back(static_cast<std::uint32_t>(problem_.entry_flow.size()));
    }
  }

  void lower_biosphere() {
    struct Entry {
      std::uint32_t row, flow;
      std::uint64_t key;
      std::uint32_t exchange;
    };
    std::vector<Entry> list;
    for (const std::uint32_t i : entries(Matrix::biosphere)) {
      const Exchange& e = model_.exchanges[i];
      if (node_of_[e.column] == no_index || flow_position_[e.row] == no_index) continue;
      list.push_back({row_of_node_[node_of_[e.column]], flow_position_[e.row], e.key, i});
    }
    std::sort(list.begin(), list.end(), [](const Entry& a, const Entry& b) {
      return a.row != b.row ? a.row < b.row : a.flow != b.flow ? a.flow < b.flow : a.key < b.key;
    });
    for (const Entry& entry : list) {
      const Exchange& e = model_.exchanges[entry.exchange];
      LoweredExchange lowered =
          lower_exchange(e, std::ldexp(1.0, problem_.row_exponent[entry.row]), options_.draw_biosphere);
      if (lowered.array) {
        const auto slot = static_cast<std::uint32_t>(problem_.bio_slot.size());
        problem_.bio_slot.push_back({entry.flow, entry.row});
        problem_.initial_bio_slot.push_back(lowered.fixed);
        add_draw(problem_.biosphere_slots, lowered, slot, 0);
      } else if (lowered.kind == LoweredExchange::Kind::fixed) {
        problem_.bio_fixed.push_back({entry.flow, entry.row});
        problem_.bio_fixed_value.push_back(lowered.fixed);
      } else {
        add_draw(problem_.biosphere, lowered, entry.flow, entry.row);
      }
    }
  }

  // --- what an error in x means for the scores ----------------------------------------------------------------------

  /// After a sweep only the readers that stand before their supplier still hold its old value. With the adjoint λ, a change Δ_j of x_j in
  /// the last sweep leaves an error of h_k of at most Σ_j |Δ_j| Σ_{i before j} |λ_ki a_ij|.
  void weigh_errors() {
    const std::uint32_t n = problem_.num_rows;
    const std::size_t num_demands = demands_.size(), num_categories = categories_.size();
    problem_.error_weight.assign(n * num_demands, 0.0);
    std::vector<double> contribution(n * num_demands, 0.0);  // largest share of a score that a row carries
    std::vector<double> stale(n);
    std::vector<double> scaled_diagonal(n, 0.0);
    for_each_static([&](std::uint32_t row, std::uint32_t column, double value) {
      if (row == column) {
        const std::uint32_t r = row_of_node_[row];
        scaled_diagonal[r] = std::abs(std::ldexp(value, row_scale_[r] + problem_.row_exponent[r]));
      }
    });
    struct StaleReader {
      std::uint32_t row_node, column;
      double size;
    };
    std::vector<StaleReader> readers;
    for (const std::uint32_t i : entries(Matrix::technosphere)) {
      const Exchange& e = model_.exchanges[i];
      if (node_of_[e.column] == no_index) continue;
      const std::uint32_t row_node = node_of_[process_of_[e.row]], column = row_of_node_[node_of_[e.column]];
      if (row_of_node_[row_node] >= column) continue;
      readers.push_back({row_node, column, std::abs(std::ldexp(typical_value(e), problem_.row_exponent[column]))});
    }
    for (std::size_t k = 0; k < num_categories; ++k) {
      std::fill(stale.begin(), stale.end(), 0.0);
      for (const StaleReader& reader : readers)
        stale[reader.column] += std::abs(adjoint_[k][reader.row_node]) * reader.size;
      for (std::size_t d = 0; d < num_demands; ++d) {
        double size = size_of_score(d, k);
        // No static score to measure by: changes of x, which is scaled to O(1), count as they are.
        if (!(size > 0.0)) size = *std::max_element(stale.begin(), stale.end());
        if (!(size > 0.0)) continue;
        for (std::uint32_t row = 0; row < n; ++row) {
          double& weight = problem_.error_weight[d * n + row];
          weight = std::max(weight, stale[row] / size);
          // In scaled rows the adjoint is λ / 2^row_scale; times the scaled diagonal it is the score per unit of x.
          const double per_unit =
              std::abs(std::ldexp(adjoint_[k][node_of_row_[row]], -row_scale_[row])) * scaled_diagonal[row];
          contribution[d * n + row] = std::max(contribution[d * n + row], per_unit / size);
        }
      }
    }
    choose_monitored();
    problem_.sign_begin.assign(1, 0);
    for (std::size_t d = 0; d < num_demands; ++d) {
      for (std::uint32_t row = 0; row < n; ++row) {
        if (contribution[d * n + row] * std::abs(problem_.initial[d * n + row]) >= sign_share)
          problem_.sign_row.push_back(row);
      }
      problem_.sign_begin.push_back(static_cast<std::uint32_t>(problem_.sign_row.size()));
    }
  }

  /// The rows that acceleration mixes: those whose old values, read by earlier rows, matter most for the scores.
  void choose_monitored() {
    const std::uint32_t n = problem_.num_rows;
    for (Block& block : problem_.blocks) {
      block.monitor_begin = problem_.num_monitored;
      if (block.iterative != 0) problem_.num_monitored += std::min(block.end - block.begin, max_monitored_rows);
      block.monitor_end = problem_.num_monitored;
      problem_.max_monitored = std::max(problem_.max_monitored, block.monitor_end - block.monitor_begin);
    }
    std::vector<std::uint32_t> rows;
    for (std::size_t d = 0; d < demands_.size(); ++d) {
      const double* weight = problem_.error_weight.data() + d * n;
      const double* initial = problem_.initial.data() + d * n;
      for (const Block& block : problem_.blocks) {
        if (block.iterative == 0) continue;
        rows.resize(block.end - block.begin);
        std::iota(rows.begin(), rows.end(), block.begin);
        const auto share = [&](std::uint32_t row) { return weight[row] * std::abs(initial[row]); };
        std::stable_sort(rows.begin(), rows.end(),
                         [&](std::uint32_t a, std::uint32_t b) { return share(a) > share(b); });
        rows.resize(block.monitor_end - block.monitor_begin);
        std::sort(rows.begin(), rows.end());
        for (const std::uint32_t row : rows) {
          problem_.monitored_row.push_back(row);
          problem_.monitored_weight.push_back(weight[row] * weight[row]);
        }
      }
    }
  }

  void report_zero_scores() {
    for (std::size_t k = 0; k < categories_.size(); ++k) {
      if (problem_.category_entry[k] != problem_.category_entry[k + 1]) continue;
      findings_.add("W0511", {},
                    "every score of category '" + model_.categories[categories_[k]].id +
                        "' is zero: no process the demands reach exchanges a flow it has a factor for",
                    "check that the category's flows are those of the model");
    }
  }

  const Model& model_;
  const std::vector<DemandVector>& demands_;
  const std::vector<std::uint32_t>& categories_;
  const CompileOptions& options_;
  Findings& findings_;
  Problem problem_;

  std::vector<std::uint32_t> by_matrix_[5];
  std::vector<std::uint64_t> array_offset_;
  std::vector<std::uint32_t> category_position_;          // by model category
  Graph process_graph_;                                   // process → products on its column
  std::vector<std::uint32_t> product_of_, process_of_;    // the pairing, by model index
  std::vector<std::uint32_t> node_of_, process_of_node_;  // reachable processes
  SparseColumns static_matrix_;                           // by node
  std::vector<std::vector<double>> supply_;               // [demand][node]
  std::vector<std::vector<double>> intensity_;            // [category][node] static
  std::vector<std::vector<double>> magnitude_, adjoint_;  // [category][node] of typical values
  std::vector<bool> flow_used_, flow_normalised_;
  std::vector<double> largest_supply_;
  std::vector<std::uint32_t> node_of_row_, row_of_node_;
  std::vector<int> row_scale_;
  std::vector<std::uint32_t> flow_position_;
};

}  // namespace

Problem compile(const Model& model, const std::vector<DemandVector>& demands,
                const std::vector<std::uint32_t>& categories, const CompileOptions& options, Findings& findings) {
  return Compiler(model, demands, categories, options, findings).run();
}

}  // namespace plume
