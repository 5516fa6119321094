// SPDX-License-Identifier: Apache-2.0
// Models in a few words, for tests:
//
//     Draft draft;
//     draft.technosphere("steel", "mill", 1.0).technosphere("coal", "mill", -0.7).biosphere("co2",
//         "mill", 2.0);
//     draft.characterisation("co2", "gwp", 1.0);
//     // all categories, no findings allowed
//     const Problem problem = draft.compile({draft.demand("steel", 5.0)});
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <memory>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "host/compile/compile.hpp"
#include "host/model/builder.hpp"

namespace plume::testing {

// --- uncertainties of an amount
// ---------------------------------------------------------------------------------------

inline Uncertainty lognormal(double median, double sigma) {
  Uncertainty u;
  u.kind = DistributionKind::lognormal;
  u.loc = std::log(std::abs(median));
  u.scale = sigma;
  u.negative = median < 0;
  return u;
}
inline Uncertainty normal(double mean, double sd) {
  Uncertainty u;
  u.kind = DistributionKind::normal;
  u.loc = mean;
  u.scale = sd;
  return u;
}
inline Uncertainty uniform(double minimum, double maximum) {
  Uncertainty u;
  u.kind = DistributionKind::uniform;
  u.minimum = minimum;
  u.maximum = maximum;
  return u;
}
inline Uncertainty triangular(double minimum, double mode, double maximum) {
  Uncertainty u = uniform(minimum, maximum);
  u.kind = DistributionKind::triangular;
  u.loc = mode;
  return u;
}
inline Uncertainty truncated(Uncertainty u, double minimum, double maximum) {
  u.minimum = minimum;
  u.maximum = maximum;
  return u;
}

// --- the draft
// -------------------------------------------------------------------------------------------------

class Draft {
 public:
  Draft() : model_(std::make_unique<Model>()), builder_(*model_) {}

  Draft& technosphere(const std::string& product, const std::string& process, double amount,
                      const Uncertainty& u = {}) {
    return add(Matrix::technosphere, builder_.product(product), builder_.process(process), amount,
               u);
  }
  Draft& biosphere(const std::string& flow, const std::string& process, double amount,
                   const Uncertainty& u = {}) {
    return add(Matrix::biosphere, builder_.flow(flow), builder_.process(process), amount, u);
  }
  Draft& characterisation(const std::string& flow, const std::string& category, double amount,
                          const Uncertainty& u = {}) {
    return add(Matrix::characterisation, builder_.flow(flow), builder_.category(category), amount,
               u);
  }
  Draft& normalisation(const std::string& flow, double amount, const Uncertainty& u = {}) {
    return add(Matrix::normalisation, builder_.flow(flow), 0, amount, u);
  }
  Draft& weighting(const std::string& category, double amount, const Uncertainty& u = {}) {
    return add(Matrix::weighting, 0, builder_.category(category), amount, u);
  }
  Draft& refer(const std::string& process, const std::string& product) {
    model_->processes[builder_.process(process)].reference_product = builder_.product(product);
    return *this;
  }
  /// Sign and factor of the exchange added last.
  Draft& times(int sign, double factor) {
    model_->exchanges.back().sign = static_cast<std::int8_t>(sign);
    model_->exchanges.back().factor = factor;
    return *this;
  }
  /// Presampled columns for the exchange added last.
  Draft& columns(const std::vector<double>& values, ColumnOrder order = ColumnOrder::sequential) {
    PresampledArray array;
    array.num_rows = 1;
    array.num_columns = static_cast<std::uint32_t>(values.size());
    array.values = values;
    array.order = order;
    array.group_key = 4711;
    model_->exchanges.back().array = static_cast<std::uint32_t>(model_->arrays.size());
    model_->arrays.push_back(array);
    return *this;
  }

  /// A parameter of formulas, with a name in lower case.
  Draft& parameter(const std::string& name, double amount, const Uncertainty& u = {}) {
    Exchange number;
    number.amount = amount;
    nodes_[name] = model_->formulas.parameter(builder_.parameter(name, "", number, u));
    return *this;
  }
  /// The formula of the exchange added last, of the parameters so far; settle_formulas() comes
  /// after all of them.
  Draft& by(const std::string& text) {
    FormulaError error;
    const auto formula = parse_formula(text, formula_dialect(FormulaLanguage::openlca), error);
    EXPECT_TRUE(formula) << text << ": " << error.why;
    std::vector<FormulaNode> names;
    for (const std::string& name : formula->names()) names.push_back(nodes_.at(name));
    model_->exchanges.back().formula = model_->formulas.add(*formula, names);
    return *this;
  }

  [[nodiscard]] DemandVector demand(const std::string& product, double amount) {
    return demand({{product, amount}});
  }
  [[nodiscard]] DemandVector demand(const std::vector<std::pair<std::string, double>>& items) {
    DemandVector demand;
    demand.name = items.empty() ? "nothing" : items.front().first;
    for (const auto& [product, amount] : items)
      demand.entries.push_back({builder_.product(product), amount});
    return demand;
  }

  [[nodiscard]] std::vector<std::uint32_t> all_categories() const {
    std::vector<std::uint32_t> all(model_->categories.size());
    std::iota(all.begin(), all.end(), 0u);
    return all;
  }
  [[nodiscard]] Problem compile(const std::vector<DemandVector>& demands,
                                const CompileOptions& options = {}) const {
    Findings findings;
    Problem problem = plume::compile(*model_, demands, all_categories(), options, findings);
    EXPECT_EQ(0u, findings.num_errors() + findings.num_warnings()) << findings.to_string();
    return problem;
  }

  [[nodiscard]] Model& model() { return *model_; }
  [[nodiscard]] const Model& model() const { return *model_; }
  [[nodiscard]] ModelBuilder& builder() { return builder_; }

 private:
  Draft& add(Matrix matrix, std::uint32_t row, std::uint32_t column, double amount,
             const Uncertainty& u) {
    Exchange exchange;
    exchange.matrix = matrix;
    exchange.row = row;
    exchange.column = column;
    exchange.amount = amount;
    builder_.add(exchange, u);
    return *this;
  }

  std::unique_ptr<Model> model_;
  ModelBuilder builder_;
  std::map<std::string, FormulaNode> nodes_;
};

}  // namespace plume::testing
