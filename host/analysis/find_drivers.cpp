// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/find_drivers.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_map>

#include "host/base/constants.hpp"

namespace plume {
namespace {

std::string with_place(const std::string& name, const std::string& id, const std::string& place) {
  const std::string& known = name.empty() ? id : name;
  return place.empty() ? known : known + " (" + place + ")";
}

std::string name_of(const Process& process) {
  return with_place(process.name, process.id, process.location);
}

std::string name_of(const Flow& flow) { return with_place(flow.name, flow.id, flow.compartment); }

/// What an uncertain exchange is, for people.
std::string name_of(const Model& model, const Exchange& e) {
  switch (e.matrix) {
    case Matrix::technosphere: {
      const Process& process = model.processes[e.column];
      const Product& product = model.products[e.row];
      const std::string made = with_place(product.name, product.id, product.location);
      if (process.reference_product == e.row) return made + " made by " + name_of(process);
      return made + (e.static_value() < 0.0 ? " used by " : " made beside by ") + name_of(process);
    }
    case Matrix::biosphere:
      return name_of(model.flows[e.row]) + " of " + name_of(model.processes[e.column]);
    case Matrix::characterisation: {
      const ImpactCategory& category = model.categories[e.column];
      return "factor of " + name_of(model.flows[e.row]) + " in " +
             (category.name.empty() ? category.id : category.name);
    }
    case Matrix::normalisation:
      return "normalisation of " + name_of(model.flows[e.row]);
    case Matrix::weighting:
      return "weighting";
    case Matrix::parameter:
      return model.label_of(e);
  }
  return "";
}

std::vector<std::vector<FirstOrder::Part>> parts_of(const Problem& problem,
                                                    const FirstOrder& analysis) {
  std::unordered_map<std::uint32_t, std::uint32_t> row_of;
  for (std::uint32_t row = 0; row < problem.row_process.size(); ++row)
    row_of[problem.row_process[row]] = row;
  std::vector<std::vector<std::uint32_t>> rows(problem.contributions.size());
  for (std::size_t output = 0; output < rows.size(); ++output) {
    for (const Problem::Contribution& c : problem.contributions[output]) {
      const auto row = row_of.find(c.process);
      if (row == row_of.end()) return {};
      rows[output].push_back(row->second);
    }
  }
  return analysis.parts(rows);
}

/// Contributions keep their sign and are skewed to where they point: a lognormal of the same mean
/// and spread says that better than plus and minus.
void set_interval(const FirstOrder::Part& part, ScoreDrivers::Contribution& to) {
  if (!std::isfinite(part.mean) || !std::isfinite(part.sd) || part.mean == 0.0) return;
  const double cv = part.sd / part.mean, sigma = std::sqrt(std::log1p(cv * cv));
  const double median = part.mean * std::exp(-0.5 * sigma * sigma);
  const double a = median * std::exp(-z95 * sigma), b = median * std::exp(z95 * sigma);
  to.lower = std::min(a, b);
  to.upper = std::max(a, b);
}

}  // namespace

std::vector<ScoreDrivers> find_drivers(const Model& model,
                                       const std::vector<std::uint32_t>& categories,
                                       const Problem& problem, const FirstOrder* analysis) {
  std::vector<ScoreDrivers> all;
  const std::size_t num_categories = categories.size();
  const std::size_t outputs = problem.contributions.size();
  if (outputs > most_driven_outputs || num_categories == 0) return all;
  const bool known = analysis != nullptr && analysis->known();
  // Of each parameter the first of its numbers, which names it, and how many there are.
  std::vector<std::uint32_t> first, count;
  if (known) {
    first.assign(analysis->num_parameters(), no_index);
    count.assign(analysis->num_parameters(), 0);
    for (const DrawnNumber& number : analysis->numbers()) {
      if (first[number.parameter] == no_index) first[number.parameter] = number.exchange;
      ++count[number.parameter];
    }
  }
  std::vector<std::vector<FirstOrder::Part>> parts;
  if (known) parts = parts_of(problem, *analysis);
  for (std::size_t output = 0; output < outputs; ++output) {
    ScoreDrivers& drivers = all.emplace_back();
    drivers.demand = output / num_categories;
    drivers.category = output % num_categories;
    for (std::size_t i = 0; i < problem.contributions[output].size(); ++i) {
      const Problem::Contribution& c = problem.contributions[output][i];
      ScoreDrivers::Contribution& named = drivers.contributions.emplace_back();
      named.process = name_of(model.processes[c.process]);
      named.score = c.score;
      if (!parts.empty()) set_interval(parts[output][i], named);
    }
    if (!known) continue;
    drivers.variance = analysis->outputs()[output].variance;
    const std::vector<double> shares = analysis->shares(drivers.demand, drivers.category);
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < shares.size(); ++i) {
      if (shares[i] > 0.0) order.push_back(i);
    }
    const std::size_t named = std::min(most_named_parameters, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(named),
                      order.end(), [&](std::uint32_t a, std::uint32_t b) {
                        return shares[a] != shares[b] ? shares[a] > shares[b] : a < b;
                      });
    for (std::size_t i = 0; i < named; ++i) {
      const std::uint32_t p = order[i];
      drivers.parameters.push_back(
          {first[p] == no_index ? "" : name_of(model, model.exchanges[first[p]]), count[p],
           shares[p]});
    }
  }
  return all;
}

}  // namespace plume
