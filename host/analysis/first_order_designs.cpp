// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/first_order_designs.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <vector>

#include "host/analysis/sobol_directions.hpp"

namespace plume {
namespace {

using Table = DrawnNumber::Table;
using Kind = DrawnNumber::Kind;

constexpr double ln_2 = 0.69314718055994530942;
constexpr std::uint32_t no_dimension = std::numeric_limits<std::uint32_t>::max();

template <class P>
auto& table_of(P& problem, Table table) {
  return table == Table::technosphere      ? problem.technosphere
         : table == Table::biosphere       ? problem.biosphere
         : table == Table::biosphere_slots ? problem.biosphere_slots
         : table == Table::parameters      ? problem.formulas.parameters
                                           : problem.characterisation;
}

/// The same distribution as a plain draw's, in the wide form.
WideDraw widened(const PlainDraw& draw, Kind kind) {
  WideDraw wide{};
  wide.key = draw.key;
  wide.target = draw.target;
  wide.row = draw.row;
  wide.form = kind == Kind::lognormal ? DrawForm::lognormal : DrawForm::normal;
  wide.origin = WordOrigin::own;
  wide.a = static_cast<double>(draw.a);
  wide.b =
      kind == Kind::lognormal ? static_cast<double>(draw.b) * ln_2 : static_cast<double>(draw.b);
  wide.t0 = 0.0;
  wide.t1 = 1.0;
  wide.minimum = -std::numeric_limits<double>::infinity();
  wide.maximum = std::numeric_limits<double>::infinity();
  return wide;
}

void follow_sobol(WideDraw& draw, std::uint32_t dimension) {
  draw.origin =
      draw.origin == WordOrigin::own_reversed ? WordOrigin::sobol_reversed : WordOrigin::sobol;
  draw.origin_index = dimension;
}

/// Moves the plain draws that have a dimension to the wide ones, which stay in order of their rows
/// and targets.
void widen(DrawTables& tables, const std::vector<std::uint32_t> (&dimension)[3]) {
  std::vector<WideDraw> wide = std::move(tables.wide);
  std::vector<DrawMoments> moments = std::move(tables.wide_moments);
  for (std::size_t i = 0; i < wide.size(); ++i) {
    const std::uint32_t d = dimension[static_cast<int>(Kind::wide)][i];
    if (d != no_dimension) follow_sobol(wide[i], d);
  }
  const auto move_plain = [&](std::vector<PlainDraw>& plain,
                              std::vector<DrawMoments>& plain_moments, Kind kind) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < plain.size(); ++i) {
      const std::uint32_t d = dimension[static_cast<int>(kind)][i];
      if (d == no_dimension) {
        plain[kept] = plain[i];
        if (!plain_moments.empty()) plain_moments[kept] = plain_moments[i];
        ++kept;
        continue;
      }
      wide.push_back(widened(plain[i], kind));
      follow_sobol(wide.back(), d);
      if (!plain_moments.empty()) moments.push_back(plain_moments[i]);
    }
    plain.resize(kept);
    if (!plain_moments.empty()) plain_moments.resize(kept);
  };
  move_plain(tables.lognormal, tables.lognormal_moments, Kind::lognormal);
  move_plain(tables.normal, tables.normal_moments, Kind::normal);
  std::vector<std::size_t> order(wide.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return wide[a].row != wide[b].row ? wide[a].row < wide[b].row : wide[a].target < wide[b].target;
  });
  for (const std::size_t i : order) {
    tables.wide.push_back(wide[i]);
    if (!moments.empty()) tables.wide_moments.push_back(moments[i]);
  }
}

}  // namespace

SobolUse use_sobol(Problem& problem, const FirstOrder& analysis, std::uint32_t dimensions) {
  SobolUse use;
  std::vector<std::uint32_t> order(analysis.num_parameters());
  std::iota(order.begin(), order.end(), 0u);
  const std::vector<double>& share = analysis.summed_share();
  const std::size_t wanted =
      std::min<std::size_t>({order.size(), dimensions, max_sobol_dimensions});
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(wanted), order.end(),
                    [&](std::uint32_t a, std::uint32_t b) {
                      return share[a] != share[b] ? share[a] > share[b] : a < b;
                    });
  std::vector<std::uint32_t> dimension_of(analysis.num_parameters(), no_dimension);
  problem.sobol_directions.clear();
  for (std::size_t i = 0; i < wanted && share[order[i]] > 0.0; ++i) {
    dimension_of[order[i]] = use.dimensions;
    for (const std::uint32_t v : sobol_directions(use.dimensions, sobol_bits)) {
      std::uint32_t reversed = 0;
      for (int bit = 0; bit < 32; ++bit) reversed |= (v >> bit & 1u) << (31 - bit);
      problem.sobol_directions.push_back(reversed);
    }
    ++use.dimensions;
  }
  if (use.dimensions == 0) return use;

  std::map<std::uint64_t, std::uint32_t> dimension_of_key;
  for (const Table table : {Table::technosphere, Table::biosphere, Table::biosphere_slots,
                            Table::characterisation, Table::parameters}) {
    DrawTables& tables = table_of(problem, table);
    std::vector<std::uint32_t> dimension[3] = {
        std::vector<std::uint32_t>(tables.lognormal.size(), no_dimension),
        std::vector<std::uint32_t>(tables.normal.size(), no_dimension),
        std::vector<std::uint32_t>(tables.wide.size(), no_dimension)};
    for (const DrawnNumber& number : analysis.numbers()) {
      if (number.table != table || dimension_of[number.parameter] == no_dimension) continue;
      dimension[static_cast<int>(number.kind)][number.index] = dimension_of[number.parameter];
      const std::uint64_t key = number.kind == Kind::lognormal ? tables.lognormal[number.index].key
                                : number.kind == Kind::normal  ? tables.normal[number.index].key
                                                               : tables.wide[number.index].key;
      dimension_of_key[key] = dimension_of[number.parameter];
    }
    widen(tables, dimension);
  }
  std::vector<std::uint32_t> of_control[3];
  const auto look_up = [&](std::uint64_t key) {
    const auto found = dimension_of_key.find(key);
    return found == dimension_of_key.end() ? no_dimension : found->second;
  };
  for (const PlainDraw& draw : problem.control.lognormal)
    of_control[0].push_back(look_up(draw.key));
  for (const PlainDraw& draw : problem.control.normal) of_control[1].push_back(look_up(draw.key));
  for (const WideDraw& draw : problem.control.wide) of_control[2].push_back(look_up(draw.key));
  widen(problem.control, of_control);

  use.share = 1.0;
  for (std::size_t output = 0; output < analysis.outputs().size(); ++output) {
    if (!(analysis.outputs()[output].variance > 0.0)) continue;
    const std::vector<double> shares =
        analysis.shares(output / problem.num_categories, output % problem.num_categories);
    double sum = 0.0;
    for (std::uint32_t i = 0; i < use.dimensions; ++i) sum += shares[order[i]];
    use.share = std::min(use.share, sum);
  }
  return use;
}

void add_control(Problem& problem, const FirstOrder& analysis) {
  const std::vector<DrawnNumber>& numbers = analysis.numbers();
  struct Entry {
    std::uint32_t number, output;
    double weight;
  };
  std::vector<Entry> entries;
  for (std::uint32_t output = 0; output < analysis.outputs().size(); ++output) {
    for (const FirstOrder::Weight& weight : analysis.outputs()[output].top)
      entries.push_back({weight.number, output, weight.weight});
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return a.number != b.number ? a.number < b.number : a.output < b.output;
  });
  problem.control = {};
  problem.control_mean.clear();
  problem.control_output.clear();
  problem.control_weight.clear();
  problem.control_begin.assign(1, 0);
  problem.control_variance.clear();
  for (const FirstOrder::Output& output : analysis.outputs()) {
    // of a parameter: numbers that share its draws add up before they are squared
    std::map<std::uint32_t, double> effect;
    for (const FirstOrder::Weight& weight : output.top) {
      effect[numbers[weight.number].parameter] += weight.weight * numbers[weight.number].sd;
    }
    double variance = 0.0;
    for (const auto& [parameter, sum] : effect) variance += sum * sum;
    problem.control_variance.push_back(variance);
  }
  for (std::size_t i = 0; i < entries.size();) {
    const DrawnNumber& number = numbers[entries[i].number];
    const DrawTables& tables = table_of(problem, number.table);
    const auto target = static_cast<std::uint32_t>(problem.control_mean.size());
    const auto take = [&](auto& to, const auto& from) {
      to.push_back(from[number.index]);
      to.back().target = target;
      to.back().row = 0;
    };
    if (number.kind == Kind::lognormal) take(problem.control.lognormal, tables.lognormal);
    if (number.kind == Kind::normal) take(problem.control.normal, tables.normal);
    if (number.kind == Kind::wide) take(problem.control.wide, tables.wide);
    problem.control_mean.push_back(number.mean);
    const std::uint32_t which = entries[i].number;
    for (; i < entries.size() && entries[i].number == which; ++i) {
      problem.control_output.push_back(entries[i].output);
      problem.control_weight.push_back(entries[i].weight);
    }
    problem.control_begin.push_back(static_cast<std::uint32_t>(problem.control_output.size()));
  }
}

FrozenExchanges frozen_exchanges(const FirstOrder& analysis,
                                 const FirstOrder::Negligible& negligible,
                                 std::size_t num_exchanges) {
  FrozenExchanges frozen(num_exchanges, false);
  for (const DrawnNumber& number : analysis.numbers()) {
    if (negligible.parameter[number.parameter]) frozen[number.exchange] = true;
  }
  return frozen;
}

}  // namespace plume
