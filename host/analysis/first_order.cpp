// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/first_order.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <utility>

#include "host/matrix/row_matrix.hpp"
#include "host/matrix/sparse.hpp"

namespace plume {
namespace {

using Table = DrawnNumber::Table;
using Kind = DrawnNumber::Kind;

/// The linear system at fixed values of the slots.
RowMatrix system_at(const Problem& p, const std::vector<double>& slots) {
  std::vector<Triplet> cells;
  cells.reserve(p.fixed_column.size() + p.slot_column.size());
  std::vector<double> diagonal(p.diagonal.begin(), p.diagonal.end());
  for (std::uint32_t row = 0; row < p.num_rows; ++row) {
    for (auto k = p.row_fixed[row]; k < p.row_fixed[row + 1]; ++k)
      cells.push_back({row, p.fixed_column[k], p.fixed_value[k]});
    for (auto k = p.row_slot[row]; k < p.row_slot[row + 1]; ++k)
      cells.push_back({row, p.slot_column[k], slots[k]});
    for (auto k = p.row_diagonal[row]; k < p.row_diagonal[row + 1]; ++k) diagonal[row] += slots[k];
  }
  return RowMatrix::from_cells(cells, std::move(diagonal));
}

const std::vector<DrawMoments>& moments_of(const DrawTables& tables, Kind kind) {
  return kind == Kind::lognormal ? tables.lognormal_moments
         : kind == Kind::normal  ? tables.normal_moments
                                 : tables.wide_moments;
}

/// use(draw, kind, index) for every draw of the tables, presampled columns excepted.
template <class Use>
void for_each_in(const DrawTables& tables, Use use) {
  for (std::uint32_t i = 0; i < tables.lognormal.size(); ++i)
    use(tables.lognormal[i], Kind::lognormal, i);
  for (std::uint32_t i = 0; i < tables.normal.size(); ++i) use(tables.normal[i], Kind::normal, i);
  for (std::uint32_t i = 0; i < tables.wide.size(); ++i) use(tables.wide[i], Kind::wide, i);
}

bool is_independent(const PlainDraw&) { return true; }
bool is_independent(const WideDraw& draw) {
  return draw.origin != WordOrigin::copula && draw.origin != WordOrigin::copula_reversed;
}
/// The standard deviation, negative where the value falls as the word rises.
double signed_sd(const PlainDraw& draw, Kind kind, double sd) {
  const bool falls = kind == Kind::lognormal ? (draw.a < 0.0f) != (draw.b < 0.0f) : draw.b < 0.0f;
  return falls ? -std::abs(sd) : std::abs(sd);
}
double signed_sd(const WideDraw& draw, Kind, double sd) {
  return draw.origin == WordOrigin::own_reversed || draw.origin == WordOrigin::sobol_reversed ? -sd
                                                                                              : sd;
}

/// The value that stands for a draw: its mean where it has one, or else its location.
template <class Draw>
double centre(const Draw& draw, const DrawMoments& moments, FirstOrderOptions::Around around) {
  const bool median = around == FirstOrderOptions::Around::medians || !std::isfinite(moments.mean);
  return median ? static_cast<double>(draw.a) : moments.mean;
}
double centre(const WideDraw& draw, const DrawMoments& moments, FirstOrderOptions::Around around) {
  const bool has_location = draw.form == DrawForm::lognormal || draw.form == DrawForm::normal;
  const bool median = around == FirstOrderOptions::Around::medians && has_location;
  return median || !std::isfinite(moments.mean) ? draw.a : moments.mean;
}

/// Mean of what an array leaves in a slot that held `before`.
double mean_of_columns(const ArrayDraw& draw, const std::vector<double>& values, double before) {
  double mean = 0.0, threshold = 0.0;
  for (std::uint32_t i = 0; i < draw.num_columns; ++i) {
    double weight = 1.0 / draw.num_columns;
    if (draw.random == 2) {
      const double next = i + 1 < draw.num_columns ? values[draw.stride + i] / 4294967296.0 : 1.0;
      weight = next - threshold;
      threshold = next;
    }
    const double value = values[draw.offset + i];
    mean +=
        weight *
        (std::isnan(value) ? before : draw.factor * value * (draw.multiplies != 0 ? before : 1.0));
  }
  return mean;
}

std::vector<double> mean_slots(const DrawTables& tables, std::vector<double> slots,
                               std::size_t count, const std::vector<double>& array_values,
                               const std::vector<double>& formulas,
                               FirstOrderOptions::Around around) {
  slots.resize(count, 0.0);
  for_each_in(tables, [&](const auto& draw, Kind kind, std::uint32_t i) {
    slots[draw.target] = centre(draw, moments_of(tables, kind)[i], around);
  });
  for (const ArrayDraw& draw : tables.array)
    slots[draw.target] = mean_of_columns(draw, array_values, slots[draw.target]);
  for (const FormulaStore& store : tables.formula)
    slots[store.target] =
        store.factor * formulas[store.node] * (store.multiplies ? slots[store.target] : 1.0);
  for (const ShareGroup& group : tables.share) {
    double pinned = 0.0, free = 0.0;
    for (std::uint32_t i = group.first; i < group.first + group.count; ++i) {
      const ShareMember& member = tables.share_member[i];
      (member.pinned != 0 ? pinned : free) += slots[member.target] * member.inverse;
    }
    for (std::uint32_t i = group.first; i < group.first + group.count; ++i) {
      const ShareMember& member = tables.share_member[i];
      if (member.pinned == 0 && free != 0.0) slots[member.target] *= (group.total - pinned) / free;
      if (member.absent != 0) slots[member.target] = 0.0;
    }
  }
  return slots;
}

}  // namespace

FirstOrder::FirstOrder(const Problem& problem, const FirstOrderOptions& options)
    : problem_(problem) {
  outputs_.resize(std::size_t{problem.num_demands} * problem.num_categories);
  collect(problem.technosphere, Table::technosphere,
          std::size_t{problem.num_slots} + problem.num_diagonal_slots);
  collect(problem.biosphere, Table::biosphere, 0);
  collect(problem.biosphere_slots, Table::biosphere_slots, problem.bio_slot.size());
  collect(problem.characterisation, Table::characterisation, problem.num_factor_slots);
  collect(problem.formulas.parameters, Table::parameters, problem.formulas.initial.size());
  collect_followers();
  share_parameters(keys_);
  largest_share_.assign(num_parameters_, 0.0);
  summed_share_.assign(num_parameters_, 0.0);
  known_ = options.around == FirstOrderOptions::Around::means &&
           solve(means(FirstOrderOptions::Around::means));
  known_ = known_ || solve(means(FirstOrderOptions::Around::medians));
  if (!known_) return;
  std::vector<double> effect, variance;
  for (std::size_t output = 0; output < outputs_.size(); ++output) {
    effects(output / problem.num_categories, output % problem.num_categories, effect);
    variances(effect, variance);
    outputs_[output] = rank(effect, variance, options.coverage);
  }
}

void FirstOrder::collect(const DrawTables& tables, Table table, std::size_t num_slots) {
  if (moments_of(tables, Kind::lognormal).size() != tables.lognormal.size() ||
      moments_of(tables, Kind::normal).size() != tables.normal.size() ||
      moments_of(tables, Kind::wide).size() != tables.wide.size()) {
    throw std::invalid_argument("the first-order analysis needs a problem compiled with moments");
  }
  std::vector<bool> covered(num_slots, false);
  for (const ArrayDraw& draw : tables.array) covered[draw.target] = true;
  for (const ShareMember& member : tables.share_member) covered[member.target] = true;
  std::vector<std::uint32_t> row_of_slot;
  if (table == Table::technosphere) row_of_slot = rows_of_slots();
  for_each_in(tables, [&](const auto& draw, Kind kind, std::uint32_t i) {
    const DrawMoments& moments = moments_of(tables, kind)[i];
    if (num_slots > 0 && covered[draw.target]) return;
    if (!is_independent(draw) || !std::isfinite(moments.mean) || !std::isfinite(moments.sd) ||
        moments.sd == 0.0)
      return;
    numbers_.push_back(
        {table, kind, i, 0, moments.exchange, moments.mean, signed_sd(draw, kind, moments.sd)});
    keys_.push_back(draw.key);
    if (table == Table::technosphere) {
      row_.push_back(row_of_slot[draw.target]);
      column_.push_back(draw.target < problem_.num_slots ? problem_.slot_column[draw.target]
                                                         : row_of_slot[draw.target]);
    } else if (table == Table::biosphere) {
      row_.push_back(draw.target);
      column_.push_back(draw.row);
    } else if (table == Table::biosphere_slots) {
      row_.push_back(problem_.bio_slot[draw.target].flow);
      column_.push_back(problem_.bio_slot[draw.target].row);
    } else {
      row_.push_back(draw.target);
      column_.push_back(0);
    }
  });
}

std::vector<std::uint32_t> FirstOrder::rows_of_slots() const {
  std::vector<std::uint32_t> rows(std::size_t{problem_.num_slots} + problem_.num_diagonal_slots);
  for (std::uint32_t row = 0; row < problem_.num_rows; ++row) {
    for (auto k = problem_.row_slot[row]; k < problem_.row_slot[row + 1]; ++k) rows[k] = row;
    for (auto k = problem_.row_diagonal[row]; k < problem_.row_diagonal[row + 1]; ++k)
      rows[k] = row;
  }
  return rows;
}

/// Numbers them by key, in order of first appearance.
void FirstOrder::share_parameters(const std::vector<std::uint64_t>& keys) {
  std::vector<std::uint32_t> order(keys.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return keys[a] != keys[b] ? keys[a] < keys[b] : a < b;
  });
  std::vector<std::uint32_t> first(keys.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    first[order[i]] =
        i > 0 && keys[order[i]] == keys[order[i - 1]] ? first[order[i - 1]] : order[i];
  }
  for (std::uint32_t i = 0; i < numbers_.size(); ++i) {
    numbers_[i].parameter = first[i] == i ? num_parameters_++ : numbers_[first[i]].parameter;
  }
}

FirstOrder::Means FirstOrder::means(FirstOrderOptions::Around around) const {
  const Problem& p = problem_;
  Means means;
  means.parameters = mean_slots(p.formulas.parameters, p.formulas.initial,
                                p.formulas.initial.size(), p.array_values, {}, around);
  means.formulas = values_of_formulas(means.parameters);
  const auto slots_of = [&](const DrawTables& tables, const std::vector<double>& initial,
                            std::size_t count) {
    return mean_slots(tables, initial, count, p.array_values, means.formulas, around);
  };
  means.slots =
      slots_of(p.technosphere, p.initial_slot, std::size_t{p.num_slots} + p.num_diagonal_slots);
  means.bio_slots = slots_of(p.biosphere_slots, p.initial_bio_slot, p.bio_slot.size());
  means.factors = slots_of(p.characterisation, p.initial_factor, p.num_factor_slots);
  for_each_in(p.biosphere, [&](const auto& draw, Kind kind, std::uint32_t i) {
    means.biosphere[static_cast<int>(kind)].push_back(
        centre(draw, moments_of(p.biosphere, kind)[i], around));
  });
  return means;
}

bool FirstOrder::solve(const Means& means) {
  const Problem& p = problem_;
  const std::size_t n = p.num_rows, num_categories = p.num_categories;
  means_ = means;
  factor_.assign(num_categories * p.num_flows, 0.0);
  const double weighting = p.weighting_slot == no_slot ? 1.0 : means.factors[p.weighting_slot];
  for (std::size_t k = 0; k < num_categories; ++k) {
    for (auto i = p.category_entry[k]; i < p.category_entry[k + 1]; ++i) {
      double c = p.entry_slot[i] == no_slot ? p.entry_value[i] : means.factors[p.entry_slot[i]];
      if (!p.entry_normalisation.empty()) c *= means.factors[p.entry_normalisation[i]];
      factor_[k * p.num_flows + p.entry_flow[i]] += c * weighting;
    }
  }
  // Factors by flow, so that each biosphere entry meets only the categories that have one.
  std::vector<std::vector<std::pair<std::uint32_t, double>>> of_flow(p.num_flows);
  for (std::uint32_t k = 0; k < num_categories; ++k) {
    for (std::uint32_t flow = 0; flow < p.num_flows; ++flow) {
      const double c = factor_[k * p.num_flows + flow];
      if (c != 0.0) of_flow[flow].emplace_back(k, c);
    }
  }
  const RowMatrix system = system_at(p, means.slots);
  const RowMatrix transposed = system.transposed();
  std::vector<double> intensity(n * num_categories, 0.0), adjoint(n * num_categories, 0.0);
  const auto for_each_bio = [&](auto use) {
    for (std::size_t i = 0; i < p.bio_fixed.size(); ++i)
      use(p.bio_fixed[i].flow, p.bio_fixed[i].row, p.bio_fixed_value[i]);
    for_each_in(p.biosphere, [&](const auto& draw, Kind kind, std::uint32_t i) {
      use(draw.target, draw.row, means.biosphere[static_cast<int>(kind)][i]);
    });
    for (std::size_t i = 0; i < p.bio_slot.size(); ++i)
      use(p.bio_slot[i].flow, p.bio_slot[i].row, means.bio_slots[i]);
  };
  for_each_bio([&](std::uint32_t flow, std::uint32_t row, double value) {
    for (const auto& [k, c] : of_flow[flow]) intensity[row * num_categories + k] += c * value;
  });
  supply_ = p.initial;
  DirectSolver direct;
  std::optional<SparseColumns> columns;
  const auto solve_directly = [&](std::vector<double>& x, bool transpose) {
    if (!columns) {
      columns = system.columns();
      const bool finite = std::all_of(columns->value.begin(), columns->value.end(),
                                      [](double v) { return std::isfinite(v); });
      if (!finite || !direct.factor(*columns)) return false;
    }
    transpose ? direct.solve_transposed(x) : direct.solve(x);
    return true;
  };
  inventory_.assign(std::size_t{p.num_demands} * p.num_flows, 0.0);
  for (std::size_t d = 0; d < p.num_demands; ++d) {
    const auto at = static_cast<std::ptrdiff_t>(d * n);
    const std::vector<double> right(p.demand.begin() + at,
                                    p.demand.begin() + at + static_cast<std::ptrdiff_t>(n));
    std::vector<double> x(p.initial.begin() + at,
                          p.initial.begin() + at + static_cast<std::ptrdiff_t>(n));
    if (!solve_by_sweeps(system, right, x, 1, SweepOrder::forwards)) {
      x = right;
      if (!solve_directly(x, false)) return false;
    }
    std::copy(x.begin(), x.end(), supply_.begin() + at);
    // Means that turn the supplies that carry a score around are no place to look from.
    // by adjoint there is one list, of the sum of the demands
    const std::size_t side = p.by_adjoint ? 0 : d;
    for (auto i = p.sign_begin[side]; i < p.sign_begin[side + 1]; ++i) {
      if (x[p.sign_row[i]] * p.initial[d * n + p.sign_row[i]] < 0.0) return false;
    }
    double* g = &inventory_[d * p.num_flows];
    for_each_bio(
        [&](std::uint32_t flow, std::uint32_t row, double value) { g[flow] += value * x[row]; });
  }
  // Categories differ in units: each is brought to O(1), so that the sweeps see all of them
  // converge.
  std::vector<double> unit(num_categories, 0.0);
  for (std::size_t i = 0; i < intensity.size(); ++i) {
    unit[i % num_categories] = std::max(unit[i % num_categories], std::abs(intensity[i]));
  }
  for (double& u : unit) u = u > 0.0 ? u : 1.0;
  for (std::size_t i = 0; i < intensity.size(); ++i) intensity[i] /= unit[i % num_categories];
  const bool swept =
      solve_by_sweeps(transposed, intensity, adjoint, num_categories, SweepOrder::backwards);
  adjoint_.resize(n * num_categories);
  for (std::size_t k = 0; k < num_categories; ++k) {
    std::vector<double> lambda(n);
    for (std::size_t row = 0; row < n; ++row)
      lambda[row] = (swept ? adjoint : intensity)[row * num_categories + k];
    if (!swept && !solve_directly(lambda, true)) return false;
    for (double& l : lambda) l *= unit[k];
    std::copy(lambda.begin(), lambda.end(), adjoint_.begin() + static_cast<std::ptrdiff_t>(k * n));
  }
  const auto finite = [](const std::vector<double>& v) {
    return std::all_of(v.begin(), v.end(), [](double x) { return std::isfinite(x); });
  };
  return finite(supply_) && finite(adjoint_) && finite(inventory_);
}

std::vector<std::vector<double>> FirstOrder::adjoints_of(
    const std::vector<std::uint32_t>& rows) const {
  constexpr std::size_t together = 16;
  const RowMatrix transposed = system_at(problem_, means_.slots).transposed();
  std::vector<std::vector<double>> adjoints;
  for (std::size_t first = 0; first < rows.size(); first += together) {
    const std::size_t count = std::min(together, rows.size() - first);
    std::vector<double> right(transposed.size() * count, 0.0), x(right.size(), 0.0);
    for (std::size_t i = 0; i < count; ++i) right[rows[first + i] * count + i] = 1.0;
    if (!solve_by_sweeps(transposed, right, x, count, SweepOrder::backwards)) return {};
    for (std::size_t i = 0; i < count; ++i) {
      std::vector<double>& mu = adjoints.emplace_back(transposed.size());
      for (std::size_t row = 0; row < mu.size(); ++row) mu[row] = x[row * count + i];
    }
  }
  return adjoints;
}

/// effect = ∂h/∂value · sd of every number.
void FirstOrder::effects(std::size_t demand, std::size_t category,
                         std::vector<double>& effect) const {
  const Problem& p = problem_;
  const double* x = supply_.data() + demand * p.num_rows;
  const double* lambda = adjoint_.data() + category * p.num_rows;
  const double* g = inventory_.data() + demand * p.num_flows;
  const double* c = factor_.data() + category * p.num_flows;
  std::vector<double> of_factor(p.num_factor_slots, 0.0);
  const double weighting = p.weighting_slot == no_slot ? 1.0 : means_.factors[p.weighting_slot];
  for (auto i = p.category_entry[category]; i < p.category_entry[category + 1]; ++i) {
    const double flow = g[p.entry_flow[i]] * weighting;
    const double factor =
        p.entry_slot[i] == no_slot ? p.entry_value[i] : means_.factors[p.entry_slot[i]];
    const std::uint32_t norm = p.entry_normalisation.empty() ? no_slot : p.entry_normalisation[i];
    const double normalisation = norm == no_slot ? 1.0 : means_.factors[norm];
    if (p.entry_slot[i] != no_slot) of_factor[p.entry_slot[i]] += flow * normalisation;
    if (norm != no_slot) of_factor[norm] += flow * factor;
    if (p.weighting_slot != no_slot)
      of_factor[p.weighting_slot] += g[p.entry_flow[i]] * factor * normalisation;
  }
  const auto derivative_of = [&](Table table, std::uint32_t row, std::uint32_t column) {
    return table == Table::technosphere       ? -lambda[row] * x[column]
           : table == Table::characterisation ? of_factor[row]
                                              : c[row] * x[column];
  };
  std::vector<double> of_parameter;
  if (!followers_.empty()) {
    std::vector<double> of_node(means_.formulas.size());
    for (const Follower& each : followers_)
      of_node[each.node] += derivative_of(each.table, each.row, each.column) * slope_of(each);
    of_parameter = by_register(std::move(of_node));
  }
  effect.resize(numbers_.size());
  for (std::size_t i = 0; i < numbers_.size(); ++i) {
    const DrawnNumber& number = numbers_[i];
    effect[i] = number.sd * (number.table == Table::parameters
                                 ? of_parameter[row_[i]]
                                 : derivative_of(number.table, row_[i], column_[i]));
  }
}

/// What a shared draw does to all its numbers adds up before it is squared.
void FirstOrder::variances(const std::vector<double>& effect, std::vector<double>& variance) const {
  variance.assign(num_parameters_, 0.0);
  for (std::size_t i = 0; i < effect.size(); ++i) variance[numbers_[i].parameter] += effect[i];
  for (double& v : variance) v *= v;
}

FirstOrder::Output FirstOrder::rank(const std::vector<double>& effect,
                                    const std::vector<double>& variance, double coverage) {
  Output output;
  output.variance = std::accumulate(variance.begin(), variance.end(), 0.0);
  if (!(output.variance > 0.0) || !std::isfinite(output.variance)) return output;
  // By powers of two of the share; only the power that holds the limit is sorted.
  constexpr int powers = 128;
  const auto power_of = [&](double v) {
    int exponent = 0;
    std::frexp(v / output.variance, &exponent);
    return v > 0.0 ? std::clamp(-exponent, 0, powers - 1) : powers - 1;
  };
  std::array<double, powers> sums{};
  for (std::uint32_t i = 0; i < num_parameters_; ++i) {
    const double share = variance[i] / output.variance;
    summed_share_[i] += share;
    largest_share_[i] = std::max(largest_share_[i], share);
    sums[static_cast<std::size_t>(power_of(variance[i]))] += share;
  }
  int limit = 0;
  double covered = 0.0;
  while (limit + 1 < powers && covered + sums[static_cast<std::size_t>(limit)] < coverage)
    covered += sums[static_cast<std::size_t>(limit++)];
  std::vector<bool> taken(num_parameters_, false);
  std::vector<std::uint32_t> last;
  for (std::uint32_t i = 0; i < num_parameters_; ++i) {
    const int power = power_of(variance[i]);
    if (power < limit) taken[i] = true;
    if (power == limit && variance[i] > 0.0) last.push_back(i);
  }
  std::sort(last.begin(), last.end(), [&](std::uint32_t a, std::uint32_t b) {
    return variance[a] != variance[b] ? variance[a] > variance[b] : a < b;
  });
  for (std::size_t i = 0; i < last.size() && covered < coverage; ++i) {
    taken[last[i]] = true;
    covered += variance[last[i]] / output.variance;
  }
  for (std::uint32_t i = 0; i < numbers_.size(); ++i) {
    if (taken[numbers_[i].parameter]) output.top.push_back({i, effect[i] / numbers_[i].sd});
  }
  return output;
}

std::vector<double> FirstOrder::shares(std::size_t demand, std::size_t category) const {
  std::vector<double> effect, variance(num_parameters_, 0.0);
  const double total = outputs_[demand * problem_.num_categories + category].variance;
  if (!known_ || !(total > 0.0)) return variance;
  effects(demand, category, effect);
  variances(effect, variance);
  for (double& v : variance) v /= total;
  return variance;
}

FirstOrder::Negligible FirstOrder::negligible(double below) const {
  // In steps of an eighth of a power of two of the largest share: parameters of one step go
  // together.
  constexpr int steps = 1024;
  const auto step_of = [&](std::uint32_t i) {
    if (!(largest_share_[i] > 0.0)) return steps - 1;
    return std::clamp(static_cast<int>(-8.0 * std::log2(largest_share_[i])), 0, steps - 1);
  };
  Negligible result;
  result.parameter.assign(num_parameters_, false);
  if (!known_ || !(below > 0.0)) return result;
  std::vector<int> step(num_parameters_);
  for (std::uint32_t i = 0; i < num_parameters_; ++i) step[i] = step_of(i);
  // over the outputs, of the parameters of a step and all smaller ones
  std::vector<double> largest_sum(steps, 0.0);
  for (std::size_t output = 0; output < outputs_.size(); ++output) {
    std::vector<double> sum(steps, 0.0);
    const std::vector<double> share =
        shares(output / problem_.num_categories, output % problem_.num_categories);
    for (std::uint32_t i = 0; i < num_parameters_; ++i)
      sum[static_cast<std::size_t>(step[i])] += share[i];
    double total = 0.0;
    for (std::size_t s = steps; s-- > 0;) {
      total += sum[s];
      largest_sum[s] = std::max(largest_sum[s], total);
    }
  }
  int least = steps;
  while (least > 0 && largest_sum[static_cast<std::size_t>(least - 1)] < below) --least;
  for (std::uint32_t i = 0; i < num_parameters_; ++i) {
    if (step[i] < least) continue;
    result.parameter[i] = true;
    ++result.count;
  }
  result.left_out = least < steps ? largest_sum[static_cast<std::size_t>(least)] : 0.0;
  return result;
}

}  // namespace plume
