// SPDX-License-Identifier: Apache-2.0
// The uncertainty statement: what a result says about its uncertainty, for programs of others. One
// JSON object for all outputs, described by docs/uncertainty-statement.schema.json.
#pragma once

#include <cstddef>
#include <string>

#include "host/report/report_input.hpp"

namespace plume {

[[nodiscard]] std::string statement_report(const ReportInput& input);

/// What the numbers of a text stand for: each is multiplied by `factor` and then has the unit.
struct TextBasis {
  double factor = 1.0;
  std::string unit;
};

/// The same of one output in a sentence, for fields of text: "Mean 37.9 kg CO2e, 95 % interval 13.6
/// to 66.0 kg CO2e (2.5 % to 97.5 % quantile; parameter uncertainty), Monte Carlo, 10000
/// iterations, seed 7, …".
[[nodiscard]] std::string uncertainty_text(const ReportInput& input, std::size_t demand,
                                           std::size_t category);
/// On another basis, such as one kilogram where the demand is a tonne.
[[nodiscard]] std::string uncertainty_text(const ReportInput& input, std::size_t demand,
                                           std::size_t category, const TextBasis& basis);

}  // namespace plume
