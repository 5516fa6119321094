// SPDX-License-Identifier: Apache-2.0
#include "host/model/technosphere_faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "host/model/examples.hpp"

namespace plume {
namespace {

constexpr std::size_t names_listed = 10;

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
    // A process without a stated product and without a positive amount can only be a treatment of
    // one of its inputs.
    const bool is_treatment = reference == no_index && t.num_positive[e.column] == 0;
    if (may_be_positive(e) || reference == e.row || is_treatment) t.produced[e.row] = 1;
    if (reference == no_index) t.perhaps_produced[e.row] = 1;
  }
  return t;
}

TechnosphereFault fault_of_shape(const Model& model, const Technosphere& t) {
  Examples unmade("product", names_listed), many_makers("product", names_listed);
  Examples idle("process", names_listed), many_products("process", names_listed);
  for (std::size_t i = 0; i < model.products.size(); ++i) {
    const auto describe = [&] { return quoted(model.products[i]); };
    if (!t.produced[i]) unmade.add(describe);
    if (t.num_producers[i] > 1) many_makers.add(describe);
  }
  for (std::size_t j = 0; j < model.processes.size(); ++j) {
    const auto describe = [&] { return quoted(model.processes[j]); };
    if (t.num_positive[j] == 0 && model.processes[j].reference_product == no_index)
      idle.add(describe);
    if (t.num_positive[j] > 1) many_products.add(describe);
  }
  std::string problem = fmt::format("the technosphere is not square: {} products, {} processes",
                                    model.products.size(), model.processes.size());
  if (!unmade.empty()) problem += "; products that no process makes: " + unmade.list();
  if (!idle.empty()) problem += "; processes that make no product: " + idle.list();
  if (model.products.size() > model.processes.size() && !many_products.empty())
    problem += "; processes with several products: " + many_products.list();
  if (model.processes.size() > model.products.size() && !many_makers.empty())
    problem += "; products with several makers: " + many_makers.list();
  return {"E0406",
          {},
          problem,
          "every product needs one process that makes it, every process one product"};
}

void find_reference_faults(const Model& model, std::vector<TechnosphereFault>& faults) {
  struct Reference {
    double net = 0.0;
    std::size_t count = 0;
    bool presampled = false;
    Place place;
  };
  std::vector<Reference> references(model.processes.size());
  for (const Exchange& e : model.exchanges) {
    if (e.matrix != Matrix::technosphere || model.processes[e.column].reference_product != e.row)
      continue;
    Reference& reference = references[e.column];
    reference.net += e.static_value();
    reference.presampled = reference.presampled || e.array != no_index;
    if (reference.count++ == 0) reference.place = model.place_of(e);
  }
  for (std::size_t j = 0; j < references.size(); ++j) {
    const Process& process = model.processes[j];
    const Reference& reference = references[j];
    if (process.reference_product == no_index || reference.presampled || reference.net != 0.0)
      continue;
    const std::string product = quoted(model.products[process.reference_product]);
    if (reference.count == 0) {
      faults.push_back(
          {"E0407",
           {},
           fmt::format("process {} has no amount of its reference product {}", quoted(process),
                       product),
           "give the amount that the process makes (or, below 0, the waste that it treats)",
           static_cast<std::uint32_t>(j)});
    } else {
      faults.push_back({"E0407", reference.place,
                        fmt::format("the reference product {} of process {} has a net amount of 0",
                                    product, quoted(process)),
                        "what a process makes, less what it uses of it, must not be 0",
                        static_cast<std::uint32_t>(j)});
    }
  }
}

bool is_empty(const Model& model) {
  return model.processes.empty() ||
         std::none_of(model.exchanges.begin(), model.exchanges.end(),
                      [](const Exchange& e) { return e.matrix == Matrix::technosphere; });
}

}  // namespace

std::vector<TechnosphereFault> technosphere_faults(const Model& model) {
  std::vector<TechnosphereFault> faults;
  if (is_empty(model)) return faults;
  const Technosphere t = survey(model);
  find_reference_faults(model, faults);
  for (std::uint32_t j = 0; j < model.processes.size(); ++j) {
    if (t.process_used[j] || model.processes[j].reference_product != no_index) continue;
    faults.push_back(
        {"E0408",
         {},
         fmt::format("process {} makes nothing: it has no technosphere amount other than 0",
                     quoted(model.processes[j])),
         "give it a product, or leave it out",
         j});
  }
  if (model.products.size() != model.processes.size()) {
    faults.push_back(fault_of_shape(model, t));
    return faults;
  }
  for (std::uint32_t i = 0; i < model.products.size(); ++i) {
    if (t.produced[i] || t.perhaps_produced[i]) continue;
    faults.push_back({"E0409",
                      {},
                      fmt::format("no process makes product {}", quoted(model.products[i])),
                      t.product_used[i]
                          ? "add a process that makes it, or correct its id where it is used"
                          : "it stands in no process; add one that makes it, or leave it out",
                      no_index,
                      i});
  }
  return faults;
}

void check_technosphere(const Model& model, Findings& findings) {
  if (is_empty(model)) {
    findings.add("E0405", {},
                 "the technosphere is empty: the model has no process that makes a product",
                 "a model needs at least one process with a product");
    return;
  }
  if (model.products.size() != model.processes.size()) return;
  const Technosphere t = survey(model);
  Examples doubtful("product");
  for (std::size_t i = 0; i < model.products.size(); ++i) {
    if (!t.produced[i] && t.perhaps_produced[i])
      doubtful.add([&] { return quoted(model.products[i]); });
  }
  if (!doubtful.empty()) {
    findings.add(
        "W0410", {},
        fmt::format("no positive amount of {}: {}", doubtful.count_text(), doubtful.list()),
        "right for a waste that is treated; otherwise the process that makes it is missing");
  }
}

}  // namespace plume
