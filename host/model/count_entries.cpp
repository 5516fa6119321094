// SPDX-License-Identifier: Apache-2.0
#include "host/model/count_entries.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace plume {
namespace {

bool is_resource(const Flow& flow) {
  for (const char* word : {"resource", "Resource", "raw"}) {
    if (flow.compartment.find(word) != std::string::npos) return true;
  }
  return false;
}

const char* role_of(const Model& model, const Exchange& e) {
  if (e.matrix == Matrix::biosphere)
    return is_resource(model.flows[e.row]) ? "resource" : "emission";
  if (e.sign < 0) return "input";  // consumption, also of what the process makes itself
  if (model.processes[e.column].reference_product == e.row) return "reference";
  return e.static_value() < 0.0 ? "input" : "by_product";
}

}  // namespace

void count_entries(Model& model) {
  LinkReport& report = model.link_report;
  if (!report.exchanges.empty()) return;
  report.processes = model.processes.size();
  report.products = model.products.size();
  std::vector<bool> has_factor(model.flows.size(), false);
  for (const Exchange& e : model.exchanges) {
    const bool is_exchange = e.matrix == Matrix::technosphere || e.matrix == Matrix::biosphere;
    if (is_exchange) add_to(report.exchanges, role_of(model, e));
    if (e.matrix == Matrix::characterisation) has_factor[e.row] = true;
    if (e.uncertainty == no_index) continue;
    const DistributionKind kind = model.uncertainties[e.uncertainty].kind;
    if (is_exchange || e.matrix == Matrix::characterisation)
      add_to(report.distributions[is_exchange ? "exchange" : "factor"], name_of(kind));
  }
  const auto with =
      static_cast<std::uint64_t>(std::count(has_factor.begin(), has_factor.end(), true));
  add_to(report.flows, "with_factor", with);
  add_to(report.flows, "without_factor", has_factor.size() - with);
}

}  // namespace plume
