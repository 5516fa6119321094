// SPDX-License-Identifier: Apache-2.0
// Where draws may cross a pole: a loop that consumes all it makes, a process that uses all of its
// own product, an output that may be 0. The scores of a demand then have no mean: near the pole
// they are as 1/u, whose integral has no limit. Whether draws do cross it, iterations tell
// (IterationStatus::infeasible); here is only which loop it would be, for each demand the one with
// the largest gain among the processes that carry its scores.
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "host/compile/compiler.hpp"
#include "host/model/distribution.hpp"

namespace plume {

void Compiler::find_poles() {
  constexpr std::size_t most_tried = 512;  // nodes, of all demands together
  const SparseColumns gross = gross_static_matrix();
  const std::vector<Pole> own = own_poles();
  std::map<std::uint32_t, Pole> known;
  problem_.demand_pole.assign(demands_.size(), {});
  for (std::size_t d = 0; d < demands_.size(); ++d) {
    const std::size_t side = problem_.by_adjoint ? 0 : d;
    Pole worst;
    for (auto i = problem_.sign_begin[side]; i < problem_.sign_begin[side + 1]; ++i) {
      const std::uint32_t node = node_of_row_[RowId{problem_.sign_row[i]}].value;
      if (!(gross_[d][node] > 0.0)) continue;
      auto found = known.find(node);
      if (found == known.end()) {
        if (known.size() == most_tried) continue;
        Pole pole = own[node];
        double gain = 0.0;
        const std::vector<std::uint32_t> cycle = smallest_cycle(node, gross, gain);
        if (cycle.size() > 1 && std::abs(gain) > pole.gain)
          pole = {std::abs(gain),
                  "the loop of " + names_of(cycle) + " consumes more than it makes"};
        found = known.emplace(node, std::move(pole)).first;
      }
      if (found->second.gain > worst.gain) worst = found->second;
    }
    problem_.demand_pole[d] = worst.words;
  }
}

/// Of each node by itself: what it uses of its own product, and an output that is not drawn of one
/// sign alone.
std::vector<Compiler::Pole> Compiler::own_poles() const {
  struct Output {
    double made = 0.0, used = 0.0;
    bool may_vanish = false;
  };
  std::vector<Output> outputs(static_matrix_.size);
  const auto sign_of = [&](std::uint32_t node) {
    return static_diagonal_[node] < 0.0 ? -1.0 : 1.0;
  };
  for (const std::uint32_t i : entries(Matrix::technosphere)) {
    const Exchange& e = model_.exchanges[i];
    if (!node_of_[e.process()] || process_of_[e.product()] != e.process()) continue;
    const std::uint32_t node = node_of_[e.process()].value;
    Output& output = outputs[node];
    const double value = sign_of(node) * e.static_value();
    (value > 0.0 ? output.made : output.used) += std::abs(value);
    if (!(value > 0.0) || !is_drawn(e.matrix)) continue;
    const double unit = sign_of(node) * e.sign * e.factor;
    if (e.uncertainty != no_index && !model_.uncertainties[e.uncertainty].is_certain()) {
      const Distribution distribution(model_.uncertainties[e.uncertainty]);
      constexpr double tail = 1e-6;  // no multiple of 2⁻³², where the components of a mixture meet
      output.may_vanish = output.may_vanish ||
                          !(unit * distribution.value({tail, 1.0 - tail}) > 0.0) ||
                          !(unit * distribution.value({1.0 - tail, tail}) > 0.0);
    }
    if (e.array != no_index) {
      const PresampledArray& array = model_.arrays[e.array];
      for (std::uint32_t k = 0; k < array.num_columns; ++k)
        output.may_vanish =
            output.may_vanish ||
            unit * array.values[std::size_t{e.array_row} * array.num_columns + k] <= 0.0;
    }
  }
  std::vector<Pole> poles(outputs.size());
  for (std::uint32_t node = 0; node < outputs.size(); ++node) {
    const std::string name = names_of({node});
    if (outputs[node].used > 0.0)
      poles[node] = {outputs[node].used / outputs[node].made,
                     name + " uses more of its product than it makes"};
    if (outputs[node].may_vanish && poles[node].gain < 1.0)
      poles[node] = {1.0, "the output of " + name + " is 0 or below"};
  }
  return poles;
}

}  // namespace plume
