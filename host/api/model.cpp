// SPDX-License-Identifier: Apache-2.0
#include <bit>
#include <cmath>
#include <set>
#include <utility>

#include "host/api/state.hpp"
#include "host/base/hash.hpp"
#include "host/model/builder.hpp"

namespace plume::api {
namespace {

/// Text that is equal where two models are: for the digest of the result, by which a resumed run
/// knows its model.
class Digest {
 public:
  void add(const std::string& text) { bytes_ += std::to_string(text.size()) + ":" + text; }
  void add(double number) { bytes_ += std::to_string(std::bit_cast<std::uint64_t>(number)) + " "; }
  void add(const Uncertainty& u) {
    bytes_ += std::to_string(static_cast<int>(u.kind)) + (u.negative ? "-" : "+") +
              (u.median_given ? "m" : " ");
    for (const double number : {u.loc, u.scale, u.shape, u.minimum, u.maximum}) add(number);
    if (u.table == nullptr) return;
    for (const DistributionTable::Row& row : u.table->rows) {
      for (const double number : {row.value, row.upper, row.weight}) add(number);
      add(row.component);
    }
  }
  void add(const std::vector<Label>& labels) {
    bytes_ += "[";
    for (const Label& label : labels) {
      for (const std::string* text : {&label.id, &label.name, &label.unit}) add(*text);
    }
  }
  void add(const std::vector<Entry>& entries) {
    bytes_ += "[";
    for (const Entry& entry : entries) {
      bytes_ += std::to_string(entry.row) + "," + std::to_string(entry.column) + " ";
      add(entry.amount.value);
      add(entry.amount.uncertainty);
    }
  }
  [[nodiscard]] std::string sha256() const { return plume::sha256(bytes_); }

 private:
  std::string bytes_;
};

std::string digest_of(const Arrays& arrays) {
  Digest digest;
  for (const auto* labels :
       {&arrays.products, &arrays.processes, &arrays.flows, &arrays.categories})
    digest.add(*labels);
  for (const auto* entries : {&arrays.technosphere, &arrays.biosphere, &arrays.characterisation})
    digest.add(*entries);
  return digest.sha256();
}

/// From arrays to the record that all readers make.
class ArraysReader {
 public:
  ArraysReader(const Arrays& arrays, Model::State& made)
      : arrays_(arrays), model_(made.model), findings_(made.findings) {}

  void read() {
    model_.sources.push_back({in_memory,
                              "arrays",
                              digest_of(arrays_),
                              {"technosphere", "biosphere", "characterisation"}});
    take("products", arrays_.products, model_.products);
    take("processes", arrays_.processes, model_.processes);
    take("flows", arrays_.flows, model_.flows);
    take("categories", arrays_.categories, model_.categories);
    if (findings_.has_errors()) return;
    ModelBuilder builder(model_);
    take(0, "technosphere", Matrix::technosphere, arrays_.technosphere,
         {"product", model_.products.size()}, {"process", model_.processes.size()}, builder);
    take(1, "biosphere", Matrix::biosphere, arrays_.biosphere, {"flow", model_.flows.size()},
         {"process", model_.processes.size()}, builder);
    take(2, "characterisation", Matrix::characterisation, arrays_.characterisation,
         {"category", model_.categories.size()}, {"flow", model_.flows.size()}, builder);
    set_reference_products();
  }

 private:
  struct Axis {
    const char* what;
    std::size_t size;
  };

  template <class List>
  void take(const char* what, const std::vector<Label>& labels, List& list) {
    check_labels(what, labels, findings_);
    for (const Label& label : labels) {
      auto& item = list.emplace_back();
      item.id = label.id;
      item.name = label.name.empty() ? label.id : label.name;
      item.unit = label.unit;
    }
  }

  void take(std::uint32_t table, const char* name, Matrix matrix, const std::vector<Entry>& entries,
            Axis rows, Axis columns, ModelBuilder& builder) {
    std::uint32_t line = 0;
    for (const Entry& entry : entries) {
      const Place place{in_memory + std::string("/") + name, ++line, 0};
      if (!lies_in(rows, "row", entry.row, place) ||
          !lies_in(columns, "column", entry.column, place))
        continue;
      Exchange exchange;
      exchange.matrix = matrix;
      exchange.row = entry.row;
      exchange.column = entry.column;
      if (matrix == Matrix::characterisation) std::swap(exchange.row, exchange.column);
      exchange.amount = entry.amount.value;
      exchange.table = table;
      exchange.line = line;
      builder.add(exchange, entry.amount.uncertainty);
    }
  }

  bool lies_in(const Axis& axis, const char* side, std::uint32_t index, const Place& place) {
    if (index < axis.size) return true;
    findings_.add("E0776", place,
                  "its " + std::string(side) + " is " + axis.what + " " + std::to_string(index) +
                      ", and there are " + std::to_string(axis.size),
                  "rows and columns count from 0");
    return false;
  }

  /// The product with the number of the process, where the process has it, else the only one that
  /// it makes: what a demand for the process is for.
  void set_reference_products() {
    constexpr std::uint32_t several = no_index - 1;
    std::vector<std::uint32_t> own(model_.processes.size(), no_index),
        only(model_.processes.size(), no_index);
    for (const Exchange& e : model_.exchanges) {
      if (e.matrix != Matrix::technosphere || e.amount == 0.0) continue;
      if (e.row == e.column) own[e.column] = e.row;
      if (e.amount > 0.0 && only[e.column] != e.row)
        only[e.column] = only[e.column] == no_index ? e.row : several;
    }
    for (std::size_t j = 0; j < own.size(); ++j) {
      const std::uint32_t made = own[j] != no_index ? own[j] : only[j];
      if (made == no_index || made == several) continue;
      model_.processes[j].reference_product = made;
      model_.processes[j].unit = model_.products[made].unit;
    }
  }

  const Arrays& arrays_;
  plume::Model& model_;
  Findings& findings_;
};

Uncertainty of_kind(DistributionKind kind) {
  Uncertainty uncertainty;
  uncertainty.kind = kind;
  return uncertainty;
}

}  // namespace

Amount lognormal(double median, double gsd) {
  Uncertainty u = of_kind(DistributionKind::lognormal);
  u.loc = std::log(std::abs(median));
  u.scale = std::log(gsd);
  u.negative = median < 0.0;
  u.median_given = true;
  return {median, u};
}

Amount normal(double mean, double sd) {
  Uncertainty u = of_kind(DistributionKind::normal);
  u.loc = mean;
  u.scale = sd;
  return {mean, u};
}

Amount uniform(double minimum, double maximum) {
  Uncertainty u = of_kind(DistributionKind::uniform);
  u.minimum = minimum;
  u.maximum = maximum;
  return {minimum + (maximum - minimum) / 2.0, u};
}

Amount triangular(double minimum, double mode, double maximum) {
  Uncertainty u = of_kind(DistributionKind::triangular);
  u.minimum = minimum;
  u.loc = mode;
  u.maximum = maximum;
  return {mode, u};
}

void check_labels(const char* what, const std::vector<Label>& labels, Findings& findings) {
  std::set<std::string> seen;
  std::uint32_t line = 0;
  for (const Label& label : labels) {
    const Place place{in_memory + std::string("/") + what, ++line, 0};
    if (label.id.empty()) {
      findings.add("E0775", place, "it has no id",
                   "give it one: draws, demands and results know it by that");
    } else if (!seen.insert(label.id).second) {
      findings.add("E0775", place, "the id '" + label.id + "' stands twice",
                   "give each an id of its own");
    }
  }
}

Model::Model(Arrays arrays) : state_(std::make_shared<State>()) {
  ArraysReader(arrays, *state_).read();
}

Model::State Model::take() && {
  const std::shared_ptr<State> state = std::move(state_);
  if (state.use_count() > 1) return *state;
  return std::move(*state);
}

}  // namespace plume::api
