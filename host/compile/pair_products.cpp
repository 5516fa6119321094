// SPDX-License-Identifier: Apache-2.0
// Which product each process is solved for.
#include "host/compile/compiler.hpp"

namespace plume {

void Compiler::pair_products() {
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
    if (model_.processes[j].reference_product != no_index)
      preferred[j] = model_.processes[j].reference_product;
  }
  process_graph_ = make_graph(num_processes, edges);
  const std::vector<std::uint32_t> match =
      maximum_matching(process_graph_, num_products, preferred);
  product_of_.assign(num_processes, ProductId{});
  process_of_.assign(num_products, ProcessId{});
  for (const ProcessId process : product_of_.ids()) {
    if (match[process.value] == no_match) continue;
    product_of_[process] = ProductId{match[process.value]};
    process_of_[product_of_[process]] = process;
  }
}

}  // namespace plume
