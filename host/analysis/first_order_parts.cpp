// SPDX-License-Identifier: Apache-2.0
// The spread of contributions. What row j makes of score k is q_j s_j, where q_j = Σ_f c_f b_fj are
// its own exchanges with the environment; with Aᵀ μ = e_j
//
//     ∂(q_j s_j)/∂a_ik = −q_j μ_i s_k      ∂/∂b_fj = c_f s_j      ∂/∂c_f = b_fj s_j
//
// The technosphere's part is the same for all categories but for q_j; only numbers of the row and
// its factors are met again.
#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "host/analysis/first_order.hpp"

namespace plume {
namespace {

using Table = DrawnNumber::Table;
constexpr std::uint32_t none = 0xffffffffu;

}  // namespace

std::vector<std::vector<FirstOrder::Part>> FirstOrder::parts(
    const std::vector<std::vector<std::uint32_t>>& rows_of_output) const {
  const Problem& p = problem_;
  if (!known_ || rows_of_output.size() != outputs_.size()) return {};
  std::vector<std::uint32_t> rows;
  for (const auto& each : rows_of_output) rows.insert(rows.end(), each.begin(), each.end());
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  std::vector<std::uint32_t> place(p.num_rows, none);
  for (std::uint32_t i = 0; i < rows.size(); ++i) place[rows[i]] = i;
  const std::vector<std::vector<double>> adjoints = adjoints_of(rows);
  if (adjoints.size() != rows.size()) return {};

  // The exchanges of each row with the environment, and the numbers among them; the numbers of
  // factors.
  std::vector<std::map<std::uint32_t, double>> flows(rows.size());
  const auto add = [&](std::uint32_t flow, std::uint32_t row, double value) {
    if (place[row] != none) flows[place[row]][flow] += value;
  };
  for (std::size_t i = 0; i < p.bio_fixed.size(); ++i)
    add(p.bio_fixed[i].flow, p.bio_fixed[i].row, p.bio_fixed_value[i]);
  const auto add_draws = [&](const auto& draws, int kind) {
    for (std::size_t i = 0; i < draws.size(); ++i)
      add(draws[i].target, draws[i].row, means_.biosphere[kind][i]);
  };
  add_draws(p.biosphere.lognormal, 0);
  add_draws(p.biosphere.normal, 1);
  add_draws(p.biosphere.wide, 2);
  for (std::size_t i = 0; i < p.bio_slot.size(); ++i)
    add(p.bio_slot[i].flow, p.bio_slot[i].row, means_.bio_slots[i]);
  std::vector<std::vector<std::uint32_t>> own(rows.size());
  std::vector<std::uint32_t> number_of_factor(p.num_factor_slots, none),
      number_of_register(p.formulas.initial.size(), none);
  std::vector<std::uint32_t> follower_of_factor(p.num_factor_slots, none);
  for (std::uint32_t i = 0; i < followers_.size(); ++i) {
    if (followers_[i].table == Table::characterisation) follower_of_factor[followers_[i].slot] = i;
  }
  for (std::uint32_t i = 0; i < numbers_.size(); ++i) {
    const Table table = numbers_[i].table;
    if (table == Table::characterisation) number_of_factor[row_[i]] = i;
    if (table == Table::parameters) number_of_register[row_[i]] = i;
    if ((table == Table::biosphere || table == Table::biosphere_slots) && place[column_[i]] != none)
      own[place[column_[i]]].push_back(i);
  }

  std::vector<std::vector<Part>> all(outputs_.size());
  std::vector<double> technosphere(num_parameters_), others(num_parameters_, 0.0);
  std::vector<std::uint32_t> touched;
  const auto touch = [&](std::uint32_t number, double derivative) {
    if (number == none || derivative == 0.0) return;
    touched.push_back(numbers_[number].parameter);
    others[numbers_[number].parameter] += derivative * numbers_[number].sd;
  };
  // what other numbers of the row do, by the formulas that they follow
  std::vector<double> of_node;
  const auto touch_follower = [&](const Follower& follower, double derivative) {
    of_node[follower.node] += derivative * slope_of(follower);
  };
  const auto touch_factor = [&](std::uint32_t slot, double derivative) {
    touch(number_of_factor[slot], derivative);
    if (follower_of_factor[slot] != none)
      touch_follower(followers_[follower_of_factor[slot]], derivative);
  };
  const double weighting = p.weighting_slot == no_slot ? 1.0 : means_.factors[p.weighting_slot];
  for (std::size_t demand = 0; demand < p.num_demands; ++demand) {
    const double* x = supply_.data() + demand * p.num_rows;
    for (std::uint32_t at = 0; at < rows.size(); ++at) {
      const std::uint32_t row = rows[at];
      double of_technosphere = -1.0;  // Σ_p T_p², made when it is needed
      for (std::size_t k = 0; k < p.num_categories; ++k) {
        const std::size_t output = demand * p.num_categories + k;
        const auto& wanted = rows_of_output[output];
        const auto position = std::find(wanted.begin(), wanted.end(), row);
        if (position == wanted.end()) continue;
        if (of_technosphere < 0.0) {
          std::fill(technosphere.begin(), technosphere.end(), 0.0);
          for (std::uint32_t i = 0; i < numbers_.size(); ++i) {
            if (numbers_[i].table != Table::technosphere) continue;
            technosphere[numbers_[i].parameter] -=
                adjoints[at][row_[i]] * x[column_[i]] * numbers_[i].sd;
          }
          if (!followers_.empty()) {
            of_node.assign(means_.formulas.size(), 0.0);
            for (const Follower& each : followers_) {
              if (each.table == Table::technosphere)
                touch_follower(each, -adjoints[at][each.row] * x[each.column]);
            }
            const std::vector<double> of_register = by_register(std::move(of_node));
            for (std::uint32_t r = 0; r < of_register.size(); ++r) {
              if (number_of_register[r] == none) continue;
              const DrawnNumber& number = numbers_[number_of_register[r]];
              technosphere[number.parameter] += of_register[r] * number.sd;
            }
          }
          of_technosphere = 0.0;
          for (const double t : technosphere) of_technosphere += t * t;
        }
        const double* c = factor_.data() + k * p.num_flows;
        double q = 0.0;
        for (const auto& [flow, value] : flows[at]) q += value * c[flow];
        of_node.assign(means_.formulas.size(), 0.0);
        for (const std::uint32_t i : own[at]) touch(i, c[row_[i]] * x[row]);
        for (const Follower& each : followers_) {
          if (each.table == Table::biosphere_slots && each.column == row)
            touch_follower(each, c[each.row] * x[row]);
        }
        for (auto i = p.category_entry[k]; i < p.category_entry[k + 1]; ++i) {
          const auto found = flows[at].find(p.entry_flow[i]);
          if (found == flows[at].end()) continue;
          const double amount = found->second * x[row];
          const double factor =
              p.entry_slot[i] == no_slot ? p.entry_value[i] : means_.factors[p.entry_slot[i]];
          const std::uint32_t norm =
              p.entry_normalisation.empty() ? no_slot : p.entry_normalisation[i];
          const double normalisation = norm == no_slot ? 1.0 : means_.factors[norm];
          if (p.entry_slot[i] != no_slot)
            touch_factor(p.entry_slot[i], amount * normalisation * weighting);
          if (norm != no_slot) touch_factor(norm, amount * factor * weighting);
          if (p.weighting_slot != no_slot)
            touch_factor(p.weighting_slot, amount * factor * normalisation);
        }
        if (!followers_.empty()) {
          const std::vector<double> of_register = by_register(std::move(of_node));
          for (std::uint32_t r = 0; r < of_register.size(); ++r)
            touch(number_of_register[r], of_register[r]);
        }
        double variance = q * q * of_technosphere;
        for (const std::uint32_t parameter : touched) {  // a second time it is nought
          variance += others[parameter] * (2.0 * q * technosphere[parameter] + others[parameter]);
          others[parameter] = 0.0;
        }
        touched.clear();
        all[output].resize(wanted.size());
        all[output][static_cast<std::size_t>(position - wanted.begin())] = {
            q * x[row], std::sqrt(std::max(variance, 0.0))};
      }
    }
  }
  return all;
}

}  // namespace plume
