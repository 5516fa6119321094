// SPDX-License-Identifier: Apache-2.0
// What the demands reach, and which faults of the technosphere lie within.
#include <algorithm>
#include <string>

#include "host/compile/compiler.hpp"

namespace plume {

/// Process j needs (or makes beside) product i: the process paired with i then has a supply too.
/// False if what is reached has no pairing.
bool Compiler::reach() {
  std::vector<Edge> edges;
  std::vector<std::uint32_t> starts;
  for (std::uint32_t j = 0; j < process_graph_.num_nodes(); ++j) {
    for (auto k = process_graph_.begin[j]; k < process_graph_.begin[j + std::size_t{1}]; ++k) {
      const ProcessId to = process_of_[ProductId{process_graph_.target[k]}];
      if (to) edges.push_back({j, to.value});
    }
  }
  product_reached_.assign(model_.products.size(), false);
  for (const DemandVector& demand : demands_) {
    for (const auto& entry : demand.entries) {
      const ProductId product{entry.product};
      product_reached_[product] = true;
      if (const ProcessId maker = process_of_[product]) starts.push_back(maker.value);
    }
  }
  const auto num_processes = static_cast<std::uint32_t>(model_.processes.size());
  const std::vector<bool> reached = reachable_from(make_graph(num_processes, edges), starts);
  for (std::uint32_t j = 0; j < num_processes; ++j) {
    if (!reached[j]) continue;
    for (auto k = process_graph_.begin[j]; k < process_graph_.begin[j + std::size_t{1}]; ++k)
      product_reached_[ProductId{process_graph_.target[k]}] = true;
  }
  node_of_.assign(model_.processes.size(), NodeId{});
  for (const ProcessId process : node_of_.ids()) {
    if (reached[process.value]) node_of_[process] = process_of_node_.push_back(process);
  }
  report_faults();
  return !findings_.has_errors() && report_unpaired();
}

/// A fault is an error where a demand reaches it; else its process or product is left out of the
/// calculation.
void Compiler::report_faults() {
  if (options_.faults == nullptr) return;
  for (const TechnosphereFault& fault : *options_.faults) {
    const bool of_all = fault.process == no_index && fault.product == no_index;
    if (of_all) continue;  // report_unpaired looks at it
    const bool reached = fault.process != no_index ? bool{node_of_[ProcessId{fault.process}]}
                                                   : product_reached_[ProductId{fault.product}];
    if (reached) {
      findings_.add(fault.code, fault.place, fault.problem, fault.hint);
    } else {
      findings_.add("W0440", fault.place,
                    fault.problem + "; no demand reaches it, and it is left out", fault.hint);
    }
  }
}

/// Products that are reached need a process each. A process that is left over is in nobody's way
/// unless it makes what is reached, too, or may treat it: which of the two is meant cannot be
/// known.
bool Compiler::report_unpaired() {
  std::vector<bool> makes_reached(model_.processes.size(), false),
      makes_any(model_.processes.size(), false);
  std::vector<bool> handles_reached(model_.processes.size(), false);
  for (const std::uint32_t i : entries(Matrix::technosphere)) {
    const Exchange& e = model_.exchanges[i];
    const bool makes =
        e.static_value() > 0.0 || model_.processes[e.column].reference_product == e.row;
    if (makes) makes_any[e.column] = true;
    if (!product_reached_[e.product()]) continue;
    handles_reached[e.column] = true;
    if (makes) makes_reached[e.column] = true;
  }
  std::vector<std::string> unpaired;
  bool unmade = false, in_the_way = false;
  for (std::uint32_t j = 0; j < model_.processes.size(); ++j) {
    if (product_of_[ProcessId{j}]) continue;
    unpaired.push_back(describe_process(model_.processes[j]));
    const bool may_treat = !makes_any[j] && model_.processes[j].reference_product == no_index;
    in_the_way = in_the_way || makes_reached[j] || (may_treat && handles_reached[j]);
  }
  for (const ProductId product : process_of_.ids())
    unmade = unmade || (product_reached_[product] && !process_of_[product]);
  const bool square = unpaired.empty() && model_.processes.size() == model_.products.size();
  if (square) return true;
  const auto* const faults = options_.faults;
  const auto of_shape = [](const TechnosphereFault& fault) { return fault.code == "E0406"; };
  if (unmade || in_the_way) {
    if (faults != nullptr && std::any_of(faults->begin(), faults->end(), of_shape)) {
      const TechnosphereFault& fault = *std::find_if(faults->begin(), faults->end(), of_shape);
      findings_.add(fault.code, fault.place, fault.problem, fault.hint);
      return false;
    }
    std::string names;
    for (std::size_t i = 0; i < std::min<std::size_t>(unpaired.size(), 5); ++i)
      names += (i > 0 ? ", " : "") + unpaired[i];
    if (unpaired.size() > 5) names += " and " + std::to_string(unpaired.size() - 5) + " more";
    findings_.add("E0501", {},
                  "the technosphere cannot be solved: " + std::to_string(model_.processes.size()) +
                      " processes and " + std::to_string(model_.products.size()) +
                      " products do not pair up" +
                      (unpaired.empty() ? std::string() : "; no product is left for " + names),
                  "every process needs a product of its own that it makes or treats");
    return false;
  }
  if (faults == nullptr) return true;
  for (const TechnosphereFault& fault : *faults) {
    if (of_shape(fault))
      findings_.add("W0440", fault.place,
                    fault.problem + "; no demand reaches what is too much, and it is left out",
                    fault.hint);
  }
  return true;
}

}  // namespace plume
