// SPDX-License-Identifier: Apache-2.0
#include "host/model/settle_formulas.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string>
#include <vector>

#include "host/formula/formula_program.hpp"
#include "host/model/distribution.hpp"
#include "host/model/examples.hpp"

namespace plume {
namespace {

/// steps of the golden section fill (0, 1) evenly
constexpr double golden = 0.61803398874989484820;

class Settler {
 public:
  Settler(Model& model, bool draw_parameters) : model_(model), draws_(draw_parameters) {
    for (const Parameter& parameter : model.parameters) {
      const Exchange& e = model.exchanges[parameter.exchange];
      static_.push_back(e.static_value());
      drawn_.push_back(draws_ && (e.uncertainty != no_index || e.array != no_index));
    }
    changes_ = depends_on(model.formulas, drawn_);
    values_ = model.formulas.values(static_);
  }

  void settle(Findings& findings) {
    std::vector<std::uint32_t> kept;
    Examples replaced("number");
    for (std::uint32_t i = 0; i < model_.exchanges.size(); ++i) {
      Exchange& e = model_.exchanges[i];
      if (e.formula == no_index) continue;
      if (changes_[e.formula] == 0) {
        e.formula = no_index;
      } else if (e.array != no_index) {
        replaced.add([&] { return model_.label_of(e); });
        e.formula = no_index;
      } else {
        kept.push_back(i);
      }
    }
    if (!replaced.empty()) {
      findings.add("W0453", {},
                   fmt::format("options or presampled values stand for {} that have a formula: {}",
                               replaced.count_text(), replaced.list()),
                   "their formulas are not drawn; choose one of both");
    }
    if (!kept.empty()) sample(kept, findings);
  }

 private:
  /// The amounts at `column` of the sample: every parameter takes the quantiles of its strata once,
  /// each in an order of its own.
  std::vector<double> parameters_of(std::uint32_t column) const {
    std::vector<double> values = static_;
    for (std::size_t p = 0; p < values.size(); ++p) {
      if (drawn_[p] == 0) continue;
      const Exchange& e = model_.exchanges[model_.parameters[p].exchange];
      const double start = static_cast<double>(e.key >> 11) * 0x1p-53;
      double u = start + golden * (column + 1) * (1.0 + static_cast<double>(p % 7));
      u -= std::floor(u);
      if (e.uncertainty != no_index)
        values[p] = e.sign * e.factor * distribution_of(p).value({u, 1.0 - u});
      if (e.array == no_index) continue;
      const PresampledArray& array = model_.arrays[e.array];
      const double value = array.values[std::size_t{e.array_row} * array.num_columns +
                                        static_cast<std::size_t>(u * array.num_columns)];
      if (!std::isnan(value)) values[p] = e.sign * e.factor * value;
    }
    return values;
  }

  const Distribution& distribution_of(std::size_t parameter) const {
    if (distributions_.empty()) {
      distributions_.reserve(model_.parameters.size());
      for (const Parameter& each : model_.parameters) {
        const std::uint32_t u = model_.exchanges[each.exchange].uncertainty;
        distributions_.emplace_back(u == no_index ? Uncertainty{} : model_.uncertainties[u]);
      }
    }
    return distributions_[parameter];
  }

  void sample(const std::vector<std::uint32_t>& kept, Findings& findings) {
    PresampledArray alone, beside;
    alone.name = "amounts of formulas";
    beside.name = "amounts of formulas beside draws of their own";
    alone.order = beside.order = ColumnOrder::formula;
    alone.num_columns = beside.num_columns = formula_sample;
    beside.multiplies = true;
    const auto first = static_cast<std::uint32_t>(model_.arrays.size());
    Examples without("number");
    for (const std::uint32_t i : kept) {
      Exchange& e = model_.exchanges[i];
      if (e.uncertainty != no_index && values_[e.formula] == 0.0)
        e.uncertainty = no_index;  // nothing to be relative to
      PresampledArray& array = e.uncertainty != no_index ? beside : alone;
      e.array = first + (&array == &beside ? 1 : 0);
      e.array_row = array.num_rows++;
    }
    for (PresampledArray* array : {&alone, &beside})
      array->values.assign(std::size_t{array->num_rows} * formula_sample, 0.0);
    std::vector<std::uint32_t> failures(kept.size());
    for (std::uint32_t column = 0; column < formula_sample; ++column) {
      const std::vector<double> values = model_.formulas.values(parameters_of(column));
      for (std::size_t k = 0; k < kept.size(); ++k) {
        const Exchange& e = model_.exchanges[kept[k]];
        PresampledArray& array = e.array == first ? alone : beside;
        const double value = values[e.formula];
        failures[k] += std::isnan(value) ? 1 : 0;
        array.values[std::size_t{e.array_row} * formula_sample + column] =
            array.multiplies ? value / values_[e.formula] : value;
      }
    }
    Place first_failing;
    for (std::size_t k = 0; k < kept.size(); ++k) {
      if (failures[k] == 0) continue;
      if (without.empty()) first_failing = model_.place_of(model_.exchanges[kept[k]]);
      without.add([&] {
        return fmt::format("{} ({:.0f} % of a sample)", model_.label_of(model_.exchanges[kept[k]]),
                           100.0 * failures[k] / formula_sample);
      });
    }
    if (!without.empty()) {
      findings.add(
          "W0454", first_failing,
          fmt::format("the formula of {} has no value for some of what its parameters draw: {}",
                      without.count_text(), without.list()),
          "these iterations fail (non_finite); bound the parameters so that no quotient is by 0 "
          "and no root "
          "or logarithm "
          "of a number below 0");
    }
    model_.arrays.push_back(std::move(alone));
    model_.arrays.push_back(std::move(beside));
  }

  Model& model_;
  bool draws_;
  std::vector<double> static_, values_;
  std::vector<char> drawn_, changes_;
  mutable std::vector<Distribution> distributions_;
};

}  // namespace

void settle_formulas(Model& model, bool draw_parameters, Findings& findings) {
  if (model.parameters.empty()) return;
  Settler(model, draw_parameters).settle(findings);
}

}  // namespace plume
