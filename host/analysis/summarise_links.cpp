// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/summarise_links.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <tuple>
#include <utility>

namespace plume {
namespace {

std::string named(const std::string& name, const std::string& id) {
  return name.empty() ? id : name;
}

std::string label(const Process& process) {
  const std::string text = named(process.name, process.id);
  return process.location.empty() ? text : text + " {" + process.location + "}";
}

/// Largest amounts first; of equal ones by name.
template <class Item, class Name>
void keep_largest(std::vector<Item>& list, Name name) {
  std::sort(list.begin(), list.end(), [&](const Item& a, const Item& b) {
    const double x = std::abs(a.amount), y = std::abs(b.amount);
    return x != y ? x > y : name(a) < name(b);
  });
  if (list.size() > LinkSummary::most_listed) list.resize(LinkSummary::most_listed);
}

class Summariser {
 public:
  Summariser(const Model& model, const std::vector<std::uint32_t>& categories) : model_(model) {
    std::vector<std::uint32_t> position(model.categories.size(), no_index);
    for (std::size_t k = 0; k < categories.size(); ++k)
      position[categories[k]] = static_cast<std::uint32_t>(k);
    factors_.assign(model.flows.size() * categories.size(), 0.0);
    has_factor_.assign(model.flows.size(), 0);
    num_categories_ = categories.size();
    for (const Exchange& e : model.exchanges) {
      if (e.matrix != Matrix::characterisation || position[e.column] == no_index) continue;
      factors_[e.row * num_categories_ + position[e.column]] += e.static_value();
      has_factor_[e.row] = 1;
    }
    incomplete_.assign(model.processes.size(), 0);
    for (const LinkReport::CutOff& cut : model.link_report.cut_offs) incomplete_[cut.process] = 1;
  }

  /// `supply`: of each process of the model.
  [[nodiscard]] LinkSummary::Demand of(const std::vector<double>& supply) const {
    LinkSummary::Demand demand;
    add_exchanges(supply, demand);
    add_cut_offs(supply, demand);
    return demand;
  }

 private:
  void add_exchanges(const std::vector<double>& supply, LinkSummary::Demand& demand) const {
    std::vector<double> inventory(model_.flows.size(), 0.0);
    std::vector<char> met(model_.flows.size());
    std::vector<double> direct(model_.processes.size() * num_categories_, 0.0);
    for (const Exchange& e : model_.exchanges) {
      const bool technosphere = e.matrix == Matrix::technosphere;
      if ((!technosphere && e.matrix != Matrix::biosphere) || supply[e.column] == 0.0) continue;
      if (technosphere) {
        if (e.static_value() < 0.0) ++demand.inputs;
        continue;
      }
      const double amount = e.static_value() * supply[e.column];
      inventory[e.row] += amount;
      met[e.row] = 1;
      for (std::size_t k = 0; k < num_categories_; ++k)
        direct[e.column * num_categories_ + k] += amount * factors_[e.row * num_categories_ + k];
    }
    for (std::size_t i = 0; i < model_.flows.size(); ++i) {
      if (met[i] == 0) continue;
      ++demand.flows;
      if (has_factor_[i] != 0) continue;
      ++demand.flows_without_factor;
      const Flow& flow = model_.flows[i];
      demand.without_factor.push_back(
          {named(flow.name, flow.id), flow.compartment, flow.unit, inventory[i]});
    }
    keep_largest(demand.without_factor,
                 [](const LinkSummary::Unvalued& each) { return each.flow; });
    for (std::size_t k = 0; k < num_categories_; ++k) {
      double all = 0.0, incomplete = 0.0;
      for (std::size_t j = 0; j < model_.processes.size(); ++j) {
        const double size = std::abs(direct[j * num_categories_ + k]);
        all += size;
        if (incomplete_[j] != 0) incomplete += size;
      }
      demand.incomplete_share.push_back(all > 0.0 ? incomplete / all
                                                  : std::numeric_limits<double>::quiet_NaN());
    }
  }

  void add_cut_offs(const std::vector<double>& supply, LinkSummary::Demand& demand) const {
    struct Sum {
      LinkSummary::CutOff shown;
      double largest = -1.0;
    };
    std::map<std::pair<std::string, std::string>, Sum> products;  // by id and unit
    for (const LinkReport::CutOff& cut : model_.link_report.cut_offs) {
      const double amount = cut.amount * supply[cut.process];
      if (amount == 0.0) continue;
      ++demand.inputs;
      ++demand.inputs_cut_off;
      Sum& sum = products[{cut.product_id, cut.unit}];
      sum.shown.product = named(cut.product, cut.product_id);
      sum.shown.unit = cut.unit;
      sum.shown.amount += amount;
      ++sum.shown.consumers;
      if (std::abs(amount) <= sum.largest) continue;
      sum.largest = std::abs(amount);
      sum.shown.consumer = label(model_.processes[cut.process]);
      sum.shown.reason = cut.reason;
    }
    demand.products_cut_off = products.size();
    for (auto& [key, sum] : products) demand.cut_offs.push_back(std::move(sum.shown));
    keep_largest(demand.cut_offs, [](const LinkSummary::CutOff& each) { return each.product; });
  }

  const Model& model_;
  std::vector<double> factors_;  ///< [flow][category]
  std::vector<char> has_factor_, incomplete_;
  std::size_t num_categories_ = 0;
};

/// One line for the inputs of a product that have one maker and unit.
std::vector<LinkSummary::Across> across_of(const LinkReport& report) {
  std::map<std::tuple<std::string, std::string, std::string>, LinkSummary::Across> lines;
  for (const LinkReport::Across& each : report.across) {
    LinkSummary::Across& line = lines[{each.product_id, each.maker_id, each.unit}];
    if (line.inputs++ > 0) continue;
    line.product = named(each.product, each.product_id);
    line.unit = each.unit;
    line.maker = named(each.maker, each.maker_id);
    if (!each.maker_location.empty()) line.maker += " {" + each.maker_location + "}";
    line.maker_unit = each.maker_unit;
    line.model = each.model;
    line.reason = each.reason;
    line.factor = each.factor;
  }
  std::vector<LinkSummary::Across> list;
  for (auto& [key, line] : lines) list.push_back(std::move(line));
  std::stable_sort(list.begin(), list.end(),
                   [](const auto& a, const auto& b) { return a.inputs > b.inputs; });
  return list;
}

}  // namespace

LinkSummary summarise_links(const Model& model, const std::vector<std::uint32_t>& categories,
                            const Problem& problem) {
  LinkSummary summary;
  const LinkReport& report = model.link_report;
  // nothing was linked: plain packages and datapackages are matrices already
  if (report.links.empty()) return summary;
  summary.formats = report.formats;
  summary.processes = report.processes;
  summary.products = report.products;
  summary.exchanges = report.exchanges;
  summary.links = report.links;
  summary.allocation = report.allocation;
  summary.units = report.units;
  summary.flows = report.flows;
  summary.downgraded = report.downgraded;
  summary.formulas = report.formulas;
  summary.ignored = report.ignored;
  summary.across = across_of(report);
  const Summariser summariser(model, categories);
  for (std::size_t d = 0; d < problem.num_demands; ++d) {
    std::vector<double> supply(model.processes.size(), 0.0);
    for (std::size_t r = 0; r < problem.num_rows; ++r)
      supply[problem.row_process[r]] = problem.static_supply[d * problem.num_rows + r];
    summary.demands.push_back(summariser.of(supply));
  }
  return summary;
}

}  // namespace plume
