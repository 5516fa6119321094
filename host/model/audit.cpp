// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <tuple>
#include <vector>

#include "host/model/validate.hpp"

namespace plume {

ModelAudit audit(const Model& model) {
  ModelAudit figures;
  std::vector<std::tuple<Matrix, std::uint32_t, std::uint32_t>> cells;
  cells.reserve(model.exchanges.size());
  std::vector<double> reference_amount(model.processes.size(), 0.0);
  std::vector<char> has_factor(model.flows.size(), 0);
  for (const Exchange& exchange : model.exchanges) {
    const auto matrix = static_cast<std::size_t>(exchange.matrix);
    ++figures.num_exchanges[matrix];
    if (exchange.uncertainty != no_index) {
      ++figures.num_uncertain[matrix];
      const auto kind = static_cast<std::size_t>(model.uncertainties[exchange.uncertainty].kind);
      if (kind < std::size(figures.num_by_kind)) ++figures.num_by_kind[kind];
    } else {
      ++figures.num_by_kind[static_cast<std::size_t>(DistributionKind::none)];
    }
    if (exchange.array != no_index) ++figures.num_presampled[matrix];
    cells.emplace_back(exchange.matrix, exchange.row, exchange.column);
    if (exchange.matrix == Matrix::technosphere &&
        model.processes[exchange.column].reference_product == exchange.row)
      reference_amount[exchange.column] += exchange.static_value();
    if (exchange.matrix == Matrix::characterisation) has_factor[exchange.row] = 1;
  }
  std::sort(cells.begin(), cells.end());
  figures.num_duplicates =
      cells.size() -
      static_cast<std::size_t>(std::unique(cells.begin(), cells.end()) - cells.begin());
  figures.num_negative_reference =
      static_cast<std::size_t>(std::count_if(reference_amount.begin(), reference_amount.end(),
                                             [](double amount) { return amount < 0.0; }));
  figures.num_flows_without_factor =
      static_cast<std::size_t>(std::count(has_factor.begin(), has_factor.end(), char{0}));
  return figures;
}

}  // namespace plume
