// SPDX-License-Identifier: Apache-2.0
// Emissions that are certain, of flows whose every factor is certain, are characterised here, once,
// instead of in every iteration: for each category one flow takes their place, with the entries
// Σ_flow C_k,flow · B_flow,process and the factor 1.
//
//   h_k = Σ_flow C_k,flow Σ_p B_flow,p s_p  =  Σ_p W_k,p s_p  +  what is drawn
//
// Done only where W has fewer entries than it replaces: 24 categories of 388 sectors instead of
// 179,686 emissions in USEEIO.
#include <algorithm>
#include <tuple>

#include "host/compile/compiler.hpp"

namespace plume {

void Compiler::collapse_certain() {
  Problem& p = problem_;
  if (!options_.collapse || !p.entry_normalisation.empty() || p.num_flows == 0) return;
  const std::uint32_t n = p.num_flows, num_categories = p.num_categories;
  std::vector<bool> factor_drawn(n, false), still_used(n, false);
  std::vector<std::vector<std::pair<std::uint32_t, double>>> factors(n);  // (category, value)
  for (std::uint32_t k = 0; k < num_categories; ++k) {
    for (std::uint32_t i = p.category_entry[k]; i < p.category_entry[k + std::size_t{1}]; ++i) {
      if (p.entry_slot[i] != no_slot) factor_drawn[p.entry_flow[i]] = true;
      factors[p.entry_flow[i]].emplace_back(k, p.entry_value[i]);
    }
  }
  for (const PlainDraw& draw : p.biosphere.lognormal) still_used[draw.target] = true;
  for (const PlainDraw& draw : p.biosphere.normal) still_used[draw.target] = true;
  for (const WideDraw& draw : p.biosphere.wide) still_used[draw.target] = true;
  for (const BioTarget& slot : p.bio_slot) still_used[slot.flow] = true;

  // W by category and row; entries come in row order, and stay in it.
  std::vector<std::vector<std::pair<std::uint32_t, double>>> collapsed(num_categories);
  std::size_t replaced = 0;
  for (std::size_t i = 0; i < p.bio_fixed.size(); ++i) {
    const auto [flow, row] = p.bio_fixed[i];
    if (factor_drawn[flow]) {
      still_used[flow] = true;
      continue;
    }
    ++replaced;
    for (const auto& [k, factor] : factors[flow]) {
      auto& list = collapsed[k];
      if (list.empty() || list.back().first != row) list.emplace_back(row, 0.0);
      list.back().second += factor * p.bio_fixed_value[i];
    }
  }
  std::size_t left = 0, factors_saved = 0;
  for (const auto& list : collapsed) left += list.size() + (list.empty() ? 0 : 1);
  for (std::uint32_t flow = 0; flow < n; ++flow)
    factors_saved += still_used[flow] ? 0 : factors[flow].size();
  if (left >= replaced + factors_saved) return;

  std::vector<std::uint32_t> place(n, no_index), kept_flows;
  for (std::uint32_t flow = 0; flow < n; ++flow) {
    if (!still_used[flow]) continue;
    place[flow] = static_cast<std::uint32_t>(kept_flows.size());
    kept_flows.push_back(p.flow_index[flow]);
  }
  std::vector<std::uint32_t> sum_flow(num_categories, no_index);
  for (std::uint32_t k = 0; k < num_categories; ++k) {
    if (collapsed[k].empty()) continue;
    sum_flow[k] = static_cast<std::uint32_t>(kept_flows.size());
    kept_flows.push_back(no_index);  // no flow of the model
  }

  struct Fixed {
    BioTarget target;
    double value;
  };
  std::vector<Fixed> fixed;
  for (std::size_t i = 0; i < p.bio_fixed.size(); ++i) {
    const auto [flow, row] = p.bio_fixed[i];
    if (factor_drawn[flow]) fixed.push_back({{place[flow], row}, p.bio_fixed_value[i]});
  }
  for (std::uint32_t k = 0; k < num_categories; ++k) {
    for (const auto& [row, value] : collapsed[k]) fixed.push_back({{sum_flow[k], row}, value});
  }
  std::stable_sort(fixed.begin(), fixed.end(), [](const Fixed& a, const Fixed& b) {
    return a.target.row != b.target.row ? a.target.row < b.target.row
                                        : a.target.flow < b.target.flow;
  });
  p.bio_fixed.clear(), p.bio_fixed_value.clear();
  for (const Fixed& each : fixed)
    p.bio_fixed.push_back(each.target), p.bio_fixed_value.push_back(each.value);
  for (PlainDraw& draw : p.biosphere.lognormal) draw.target = place[draw.target];
  for (PlainDraw& draw : p.biosphere.normal) draw.target = place[draw.target];
  for (WideDraw& draw : p.biosphere.wide) draw.target = place[draw.target];
  for (BioTarget& slot : p.bio_slot) slot.flow = place[slot.flow];

  std::vector<std::uint32_t> category_entry = {0}, entry_flow, entry_slot;
  std::vector<double> entry_value;
  for (std::uint32_t k = 0; k < num_categories; ++k) {
    const auto add = [&](std::uint32_t flow, std::uint32_t slot, double value) {
      entry_flow.push_back(flow), entry_slot.push_back(slot), entry_value.push_back(value);
    };
    if (sum_flow[k] != no_index) add(sum_flow[k], no_slot, 1.0);
    for (std::uint32_t i = p.category_entry[k]; i < p.category_entry[k + std::size_t{1}]; ++i) {
      if (still_used[p.entry_flow[i]])
        add(place[p.entry_flow[i]], p.entry_slot[i], p.entry_value[i]);
    }
    category_entry.push_back(static_cast<std::uint32_t>(entry_flow.size()));
  }
  p.category_entry = std::move(category_entry), p.entry_flow = std::move(entry_flow);
  p.entry_slot = std::move(entry_slot), p.entry_value = std::move(entry_value);
  p.flow_index = std::move(kept_flows);
  p.num_flows = static_cast<std::uint32_t>(p.flow_index.size());
}

/// As drawn ones are (lower_biosphere): a flow's entries side by side, in the order of the rows
/// still.
void Compiler::gather_fixed_emissions() {
  Problem& p = problem_;
  if (p.by_adjoint) return;
  std::vector<std::pair<BioTarget, double>> fixed(p.bio_fixed.size());
  for (std::size_t i = 0; i < fixed.size(); ++i) fixed[i] = {p.bio_fixed[i], p.bio_fixed_value[i]};
  std::stable_sort(fixed.begin(), fixed.end(),
                   [](const auto& a, const auto& b) { return a.first.flow < b.first.flow; });
  for (std::size_t i = 0; i < fixed.size(); ++i)
    std::tie(p.bio_fixed[i], p.bio_fixed_value[i]) = fixed[i];
}

}  // namespace plume
