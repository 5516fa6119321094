// SPDX-License-Identifier: Apache-2.0
#include "host/model/validate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "host/base/numbers.hpp"
#include "host/model/check_distributions.hpp"
#include "host/model/examples.hpp"

namespace plume {
namespace {

constexpr std::size_t names_listed = 10;

template <class Item>
std::string quoted(const Item& item) {
  if (item.name.empty() || item.name == item.id) return fmt::format("'{}'", item.id);
  return fmt::format("'{}' ({})", item.name, item.id);
}

std::string text_of(const Place& place) {
  return place.line > 0 ? fmt::format("{}:{}", place.file, place.line) : place.file;
}

void check_numbers(const Model& model, Findings& findings) {
  for (const Exchange& exchange : model.exchanges) {
    if (!std::isfinite(exchange.amount) && exchange.array == no_index) {
      findings.add(
          "E0401", model.place_of(exchange),
          fmt::format("amount {} of {} is not finite", format_exact(exchange.amount), model.label_of(exchange)),
          "write a finite number");
    }
    if (!std::isfinite(exchange.factor)) {
      findings.add(
          "E0402", model.place_of(exchange),
          fmt::format("factor {} of {} is not finite", format_exact(exchange.factor), model.label_of(exchange)),
          "conversion, allocation and rescale factors must be finite");
    }
  }
  for (const PresampledArray& array : model.arrays) {
    const auto is_infinite = [](double value) { return std::isinf(value); };
    const auto first = std::find_if(array.values.begin(), array.values.end(), is_infinite);
    if (first == array.values.end()) continue;
    const auto count = std::count_if(first, array.values.end(), is_infinite);
    const auto at = static_cast<std::size_t>(first - array.values.begin());
    findings.add("E0403", {},
                 fmt::format("presampled array '{}' holds infinite values ({} of them, the first in row {}, column {})",
                             array.name, count, at / array.num_columns + 1, at % array.num_columns + 1),
                 "write finite numbers, or NaN where a column does not speak of an exchange");
  }
}

void check_keys(const Model& model, Findings& findings) {
  std::vector<std::pair<std::uint64_t, std::size_t>> keys;
  keys.reserve(model.exchanges.size());
  for (std::size_t i = 0; i < model.exchanges.size(); ++i) keys.emplace_back(model.exchanges[i].key, i);
  std::sort(keys.begin(), keys.end());
  for (std::size_t i = 1; i < keys.size(); ++i) {
    if (keys[i].first != keys[i - 1].first) continue;
    const Exchange& second = model.exchanges[keys[i].second];
    const Exchange& first = model.exchanges[keys[i - 1].second];
    findings.add("E0404", model.place_of(second),
                 fmt::format("{} has the same identity as {} at {}, and would get the same draws",
                             model.label_of(second), model.label_of(first), text_of(model.place_of(first))),
                 "give every exchange an id that is used once");
  }
}

/// What the technosphere's columns and rows hold.
struct Technosphere {
  std::vector<std::uint32_t> num_positive;  // by process: products made
  std::vector<char> process_used;           // has an amount other than 0
  std::vector<char> product_used;
  std::vector<char> produced;                // by product: some process makes or treats it
  std::vector<char> perhaps_produced;        // used by a process that names no reference product
  std::vector<std::uint32_t> num_producers;  // by product: processes with a positive amount
  std::size_t num_exchanges = 0;
};

/// A presampled exchange may take any value, whatever its static amount.
bool may_be_nonzero(const Exchange& e) { return e.array != no_index || e.static_value() != 0.0; }
bool may_be_positive(const Exchange& e) { return e.array != no_index || e.static_value() > 0.0; }

Technosphere survey(const Model& model) {
  Technosphere t;
  t.num_positive.resize(model.processes.size());
  t.process_used.resize(model.processes.size());
  t.product_used.resize(model.products.size());
  t.produced.resize(model.products.size());
  t.perhaps_produced.resize(model.products.size());
  t.num_producers.resize(model.products.size());
  for (const Exchange& e : model.exchanges) {
    if (e.matrix != Matrix::technosphere) continue;
    ++t.num_exchanges;
    if (!may_be_nonzero(e)) continue;
    t.process_used[e.column] = t.product_used[e.row] = 1;
    if (!may_be_positive(e)) continue;
    ++t.num_positive[e.column];
    ++t.num_producers[e.row];
  }
  for (const Exchange& e : model.exchanges) {
    if (e.matrix != Matrix::technosphere || !may_be_nonzero(e)) continue;
    const std::uint32_t reference = model.processes[e.column].reference_product;
    // A process without a stated product and without a positive amount can only be a treatment of one of its inputs.
    const bool is_treatment = reference == no_index && t.num_positive[e.column] == 0;
    if (may_be_positive(e) || reference == e.row || is_treatment) t.produced[e.row] = 1;
    if (reference == no_index) t.perhaps_produced[e.row] = 1;
  }
  return t;
}

void check_square(const Model& model, const Technosphere& t, Findings& findings) {
  Examples unmade("product", names_listed), many_makers("product", names_listed);
  Examples idle("process", names_listed), many_products("process", names_listed);
  for (std::size_t i = 0; i < model.products.size(); ++i) {
    const auto describe = [&] { return quoted(model.products[i]); };
    if (!t.produced[i]) unmade.add(describe);
    if (t.num_producers[i] > 1) many_makers.add(describe);
  }
  for (std::size_t j = 0; j < model.processes.size(); ++j) {
    const auto describe = [&] { return quoted(model.processes[j]); };
    if (t.num_positive[j] == 0 && model.processes[j].reference_product == no_index) idle.add(describe);
    if (t.num_positive[j] > 1) many_products.add(describe);
  }
  std::string problem = fmt::format("the technosphere is not square: {} products, {} processes", model.products.size(),
                                    model.processes.size());
  if (!unmade.empty()) problem += "; products that no process makes: " + unmade.list();
  if (!idle.empty()) problem += "; processes that make no product: " + idle.list();
  if (model.products.size() > model.processes.size() && !many_products.empty())
    problem += "; processes with several products: " + many_products.list();
  if (model.processes.size() > model.products.size() && !many_makers.empty())
    problem += "; products with several makers: " + many_makers.list();
  findings.add("E0406", {}, problem, "every product needs one process that makes it, every process one product");
}

void check_reference_products(const Model& model, Findings& findings) {
  struct Reference {
    double net = 0.0;
    std::size_t count = 0;
    bool presampled = false;
    Place place;
  };
  std::vector<Reference> references(model.processes.size());
  for (const Exchange& e : model.exchanges) {
    if (e.matrix != Matrix::technosphere || model.processes[e.column].reference_product != e.row) continue;
    Reference& reference = references[e.column];
    reference.net += e.static_value();
    reference.presampled = reference.presampled || e.array != no_index;
    if (reference.count++ == 0) reference.place = model.place_of(e);
  }
  for (std::size_t j = 0; j < references.size(); ++j) {
    const Process& process = model.processes[j];
    const Reference& reference = references[j];
    if (process.reference_product == no_index || reference.presampled || reference.net != 0.0) continue;
    const std::string product = quoted(model.products[process.reference_product]);
    if (reference.count == 0) {
      findings.add("E0407", {},
                   fmt::format("process {} has no amount of its reference product {}", quoted(process), product),
                   "give the amount that the process makes (or, below 0, the waste that it treats)");
    } else {
      findings.add(
          "E0407", reference.place,
          fmt::format("the reference product {} of process {} has a net amount of 0", product, quoted(process)),
          "what a process makes, less what it uses of it, must not be 0");
    }
  }
}

void check_technosphere(const Model& model, Findings& findings) {
  const Technosphere t = survey(model);
  if (model.processes.empty() || t.num_exchanges == 0) {
    findings.add("E0405", {}, "the technosphere is empty: the model has no process that makes a product",
                 "a model needs at least one process with a product");
    return;
  }
  check_reference_products(model, findings);
  for (std::size_t j = 0; j < model.processes.size(); ++j) {
    if (t.process_used[j] || model.processes[j].reference_product != no_index) continue;
    findings.add(
        "E0408", {},
        fmt::format("process {} makes nothing: it has no technosphere amount other than 0", quoted(model.processes[j])),
        "give it a product, or leave it out");
  }
  if (model.products.size() != model.processes.size()) {
    check_square(model, t, findings);
    return;
  }
  Examples doubtful("product");
  for (std::size_t i = 0; i < model.products.size(); ++i) {
    if (t.produced[i]) continue;
    if (t.perhaps_produced[i]) {
      doubtful.add([&] { return quoted(model.products[i]); });
      continue;
    }
    findings.add("E0409", {}, fmt::format("no process makes product {}", quoted(model.products[i])),
                 t.product_used[i] ? "add a process that makes it, or correct its id where it is used"
                                   : "it stands in no process; add one that makes it, or leave it out");
  }
  if (!doubtful.empty()) {
    findings.add("W0410", {}, fmt::format("no positive amount of {}: {}", doubtful.count_text(), doubtful.list()),
                 "right for a waste that is treated; otherwise the process that makes it is missing");
  }
}

void check_scores(const Model& model, Findings& findings) {
  std::vector<char> emitted(model.flows.size()), has_factor(model.flows.size()), scored(model.categories.size());
  bool any_emitted = false, any_factor = false;
  for (const Exchange& e : model.exchanges) {
    if (e.matrix == Matrix::biosphere && may_be_nonzero(e)) emitted[e.row] = 1, any_emitted = true;
    if (e.matrix == Matrix::characterisation && may_be_nonzero(e))
      has_factor[e.row] = scored[e.column] = 1, any_factor = true;
  }
  if (!any_emitted) {
    findings.add("W0430", {}, "the biosphere is empty: no process has an elementary flow, and every score is zero",
                 "add the elementary flows of the processes");
  }
  if (!any_factor) {
    findings.add("W0431", {}, "the model has no characterisation factor, and every score is zero",
                 "add the factors of at least one impact category");
  }
  if (!any_emitted || !any_factor) return;
  Examples silent("flow");
  bool any_common = false;
  for (std::size_t i = 0; i < model.flows.size(); ++i) {
    if (emitted[i] && has_factor[i]) any_common = true;
    if (emitted[i] && !has_factor[i]) silent.add([&] { return quoted(model.flows[i]); });
  }
  if (!any_common) {
    findings.add("W0432", {},
                 "no elementary flow of the processes has a characterisation factor, and every score is zero",
                 "processes and factors must use the same flow ids");
    return;
  }
  Examples empty("category");
  for (std::size_t k = 0; k < model.categories.size(); ++k)
    if (!scored[k]) empty.add([&] { return quoted(model.categories[k]); });
  if (!empty.empty()) {
    findings.add("W0433", {}, fmt::format("no factor in these categories, and their scores are zero: {}", empty.list()),
                 "add their factors, or leave them out");
  }
  if (!silent.empty()) {
    findings.add(
        "N0434", {},
        fmt::format("no factor in any category for {} that processes exchange: {}", silent.count_text(), silent.list()),
        "they do not count in any score");
  }
}

}  // namespace

void validate(Model& model, Findings& findings) {
  check_numbers(model, findings);
  check_keys(model, findings);
  check_technosphere(model, findings);
  check_scores(model, findings);
  check_distributions(model, findings);
}

}  // namespace plume
