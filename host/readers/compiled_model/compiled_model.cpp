// SPDX-License-Identifier: Apache-2.0
#include "host/readers/compiled_model/compiled_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "host/base/error.hpp"
#include "host/model/link_report_text.hpp"
#include "host/store/model_file.hpp"

namespace plume {
namespace {

/// Adds a stored model to what other sources of the study have made.
class Merge {
 public:
  Merge(Model from, std::uint16_t source, ModelBuilder& builder, Findings& findings)
      : from_(std::move(from)),
        source_(source),
        builder_(builder),
        into_(builder.model()),
        findings_(findings) {}

  void run() {
    if (is_there_already()) return;
    add_sources();
    const auto first_units = static_cast<std::uint32_t>(into_.convertible.size());
    for (ConvertibleUnits& units : from_.convertible) into_.convertible.push_back(std::move(units));
    for (Product& each : from_.products) {
      const std::uint32_t index = builder_.product(each.id);
      products_.push_back(index);
      if (each.units != no_index) each.units += first_units;
      if (into_.products[index].unit.empty()) into_.products[index] = std::move(each);
    }
    for (Process& each : from_.processes) {
      const std::uint32_t index = builder_.process(each.id);
      processes_.push_back(index);
      if (each.reference_product != no_index)
        each.reference_product = products_[each.reference_product];
      into_.processes[index] = std::move(each);
    }
    for (Flow& each : from_.flows) {
      const std::uint32_t index = builder_.flow(each.id);
      flows_.push_back(index);
      Flow& known = into_.flows[index];
      if (known.unit.empty())
        known = std::move(each);
      else if (known.unit != each.unit)
        report_unit(known, each);
    }
    for (ImpactCategory& each : from_.categories) {
      const std::uint32_t index = builder_.category(each.id);
      categories_.push_back(index);
      into_.categories[index] = std::move(each);
    }
    add_exchanges();
    add_to(into_.link_report, from_.link_report, processes_);
    // The formats that it was made of say more than that it was compiled.
    std::erase(into_.link_report.formats, compiled_model_format().name);
  }

 private:
  [[nodiscard]] Place place() const { return {into_.sources[source_].path, 0, 0}; }

  bool is_there_already() {
    for (const Process& each : from_.processes) {
      if (builder_.find_process(each.id) == no_index) continue;
      findings_.add("E0812", place(),
                    fmt::format("process '{}' ({}) is in another model of the study already",
                                each.name, each.id),
                    "name each model once, or leave one of them out");
      return true;
    }
    for (const ImpactCategory& each : from_.categories) {
      if (builder_.find_category(each.id) == no_index) continue;
      findings_.add("E0637", place(),
                    fmt::format("category '{}' ({}) is in another model, too", each.name, each.id),
                    "its factors would count twice; name one model with it");
      return true;
    }
    return false;
  }

  void report_unit(const Flow& known, const Flow& flow) {
    findings_.add(
        "E0638", place(),
        fmt::format("flow '{}' ({}) is in '{}' here and in '{}' in another model", flow.name,
                    flow.id, flow.unit, known.unit),
        "a compiled model converts no units; name the sources of both models in one study");
  }

  /// Where its numbers come from stands behind the file itself. What the study says of lognormals
  /// counts for all of them.
  void add_sources() {
    const std::optional<bool> asked = into_.sources[source_].lognormal_anchor_mean;
    for (Source& each : from_.sources) {
      sources_.push_back(static_cast<std::uint16_t>(into_.sources.size()));
      if (asked) each.lognormal_anchor_mean = asked;
      into_.sources.push_back(std::move(each));
    }
  }

  [[nodiscard]] std::uint32_t row_of(const Exchange& e) const {
    switch (e.matrix) {
      case Matrix::technosphere:
        return products_[e.row];
      case Matrix::biosphere:
      case Matrix::characterisation:
      case Matrix::normalisation:
        return flows_[e.row];
      case Matrix::weighting:
        return weighting_;
      case Matrix::parameter:
        return first_parameter_ + e.row;
    }
    return e.row;
  }

  [[nodiscard]] std::uint32_t column_of(const Exchange& e) const {
    switch (e.matrix) {
      case Matrix::technosphere:
      case Matrix::biosphere:
        return processes_[e.column];
      case Matrix::characterisation:
      case Matrix::weighting:
        return categories_[e.column];
      case Matrix::normalisation:
        return normalisation_;
      case Matrix::parameter:
        break;
    }
    return e.column;
  }

  /// A compiled model holds one set at most, which goes by the name of the file.
  void add_sets() {
    const auto add = [&](Matrix matrix, std::vector<FactorSet>& sets, std::uint32_t& index) {
      index = static_cast<std::uint32_t>(sets.size());
      if (std::any_of(from_.exchanges.begin(), from_.exchanges.end(),
                      [&](const Exchange& e) { return e.matrix == matrix; }))
        sets.push_back({into_.sources[source_].path, into_.sources[source_].path});
    };
    add(Matrix::normalisation, into_.normalisations, normalisation_);
    add(Matrix::weighting, into_.weightings, weighting_);
  }

  /// Formulas of the other model in the graph of this one.
  void add_formulas() {
    first_parameter_ = static_cast<std::uint32_t>(into_.parameters.size());
    for (const FormulaGraph::Node& node : from_.formulas.nodes()) {
      if (node.op == FormulaOp::number)
        nodes_.push_back(into_.formulas.number(node.value));
      else if (node.op == FormulaOp::name)
        nodes_.push_back(into_.formulas.parameter(first_parameter_ + node.a));
      else
        nodes_.push_back(
            into_.formulas.apply(node.op, nodes_[node.a], nodes_[node.b], nodes_[node.c]));
    }
  }

  void add_exchanges() {
    const auto first = static_cast<std::uint32_t>(into_.exchanges.size());
    const auto first_uncertainty = static_cast<std::uint32_t>(into_.uncertainties.size());
    const auto first_array = static_cast<std::uint32_t>(into_.arrays.size());
    add_formulas();
    for (Parameter& each : from_.parameters) {
      each.exchange += first;
      into_.parameters.push_back(std::move(each));
    }
    for (Uncertainty& each : from_.uncertainties) into_.uncertainties.push_back(std::move(each));
    for (PresampledArray& each : from_.arrays) into_.arrays.push_back(std::move(each));
    add_sets();
    into_.exchanges.reserve(into_.exchanges.size() + from_.exchanges.size() +
                            from_.exchanges.size() / 4);
    for (Exchange e : from_.exchanges) {
      const std::uint32_t row = row_of(e);
      e.column = column_of(e);
      e.row = row;
      e.source = sources_[e.source];
      if (e.uncertainty != no_index) e.uncertainty += first_uncertainty;
      if (e.array != no_index) e.array += first_array;
      if (e.formula != no_index) e.formula = nodes_[e.formula];
      builder_.add_stored(e);
    }
    for (ExchangePedigree each : from_.pedigrees) {
      each.exchange += first;
      into_.pedigrees.push_back(each);
    }
    for (const auto& [name, members] : from_.dependence.source_groups) {
      for (const std::uint32_t each : members)
        into_.dependence.source_groups[name].push_back(first + each);
    }
    for (const auto& [name, members] : from_.dependence.tags) {
      for (const std::uint32_t each : members) into_.dependence.tags[name].push_back(first + each);
    }
  }

  Model from_;
  std::uint32_t first_parameter_ = 0;
  std::vector<FormulaNode> nodes_;  ///< of the model by node of the file
  std::uint16_t source_;
  ModelBuilder& builder_;
  Model& into_;
  Findings& findings_;
  std::vector<std::uint32_t> products_, processes_, flows_, categories_;
  std::vector<std::uint16_t> sources_;
  std::uint32_t normalisation_ = 0, weighting_ = 0;  ///< the sets of its factors
};

bool recognises(const Archive& archive) {
  return archive.names().size() == 1 && is_model_file(archive.path());
}

void read(const std::vector<FormatSource>& sources, const ReadInto& into, Findings& findings) {
  for (const FormatSource& each : sources) {
    try {
      StoredModel stored = read_model_file(each.archive->path());
      for (Finding& told : stored.findings)
        findings.add(std::move(told.code), std::move(told.place), std::move(told.problem),
                     std::move(told.hint));
      Merge(std::move(stored.model), each.source, into.builder, findings).run();
    } catch (const Error& error) {
      findings.add("E0636", {each.wanted->written_path, 0, 0}, error.what(),
                   "make it again from its sources with plume convert");
    }
  }
}

}  // namespace

const Format& compiled_model_format() {
  static const Format format{"compiled", "compiled model",
                             "a compiled model what plume convert wrote", &recognises, &read};
  return format;
}

}  // namespace plume
