// SPDX-License-Identifier: Apache-2.0
// The last word on formulas, once everything that a study says of a model is known: which amounts
// follow drawn parameters, and what range they have.
//
// An amount whose formula holds no drawn parameter is certain: it keeps its value and loses its
// formula. One that follows drawn parameters gets a row of an array (ColumnOrder::formula) with its
// values for a sample of the parameters, so that whatever asks for the range of a number before the
// run sees it.
// An amount with a distribution of its own is  draw · formula(k) / formula(static):  both are
// drawn.
#pragma once

#include <cstdint>

#include "host/base/finding.hpp"
#include "host/model/model.hpp"

namespace plume {

inline constexpr std::uint32_t formula_sample = 128;  ///< columns of the sample

/// Where `draw_parameters` is false, parameters keep their static values. Findings: amounts with a
/// formula that options or presampled values replace (W0453), parameters that are drawn where their
/// formulas have no value (W0454).
void settle_formulas(Model& model, bool draw_parameters, Findings& findings);

}  // namespace plume
